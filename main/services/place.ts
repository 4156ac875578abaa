import type { z } from 'zod'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { PLACE_METHODS } from '../../shared/rpc/place.ts'
import type { Store } from '../store/index.ts'
import { itemHere, proposeAnchors, proposeHere, setAnchor, shownAnchors, takeProposed } from './anchor.ts'
import { agreementInPlace } from './inplace.ts'
import { ratified } from './ratify.ts'

type PlaceMethods = typeof PLACE_METHODS
/** The methods about places. */
export type PlaceHandlers = {
  readonly [M in keyof PlaceMethods]: (input: z.output<PlaceMethods[M]['input']>) => Promise<z.output<PlaceMethods[M]['output']>>
}

/** The use cases about places behind the contract. */
export function placeHandlers(storeOf: (file: string) => Store, changed: (file: string) => void): PlaceHandlers {
  const anchorOut = ({ blocks, ...rest }: ReturnType<typeof shownAnchors>[number]) => ({ ...rest, blocks: [...blocks] })
  return {
    'anchor.list': async ({ file }) => shownAnchors(storeOf(file)).map(anchorOut),
    'anchor.set': async ({ file, item, at }) => {
      const made = setAnchor(storeOf(file), item, at)
      changed(file)
      return anchorOut(made)
    },
    'anchor.propose': async ({ file, take }) => {
      const store = storeOf(file)
      const all = take ? takeProposed(store) : proposeAnchors(store)
      if (take) changed(file)
      return all.map((p) => ({ ...p, options: p.options.map((o) => ({ ...o, blocks: [...o.blocks] })) }))
    },
    'item.here': async ({ file, from, to }) => itemHere(storeOf(file), { from, to, number: null, title: null }),
    'item.propose': async ({ file, ...here }) => {
      const { id } = proposeHere(storeOf(file), here)
      changed(file)
      return { item: id }
    },
    'view.inPlace': async ({ file, kind }) => {
      const store = storeOf(file)
      const { doc, rounds, placed, refused } = agreementInPlace(store, kind)
      const items = new Map(store.items().map((item) => [item.id, item]))
      return {
        doc: doc.toJSON(),
        rounds: [...rounds],
        baseline: 0,
        target: rounds.length,
        items: placed.map(({ item, blocks }) => {
          const { number, title } = items.get(item)!
          return { item, number, title, blocks: [...blocks] }
        }),
        refused: [...refused],
      }
    },
    'ratify.check': async ({ file }) => ratifyCheck(storeOf(file)),
  }
}

/** Whether the agreement can be put together, how much of it changes, and what somebody should look at. */
export function ratifyCheck(store: Store): z.output<PlaceMethods['ratify.check']['output']> {
  try {
    const { trace, findings } = ratified(store)
    return { stop: null, items: [...new Set(trace.map((t) => t.number))], changes: trace.length, findings: [...findings] }
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'refused') return { stop: error.message, items: [], changes: 0, findings: [] }
    throw error
  }
}
