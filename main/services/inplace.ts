import type { Node } from 'prosemirror-model'
import { type InPlace, inPlace, isBlank, type Placing, partsAt } from '../../shared/compare/index.ts'
import type { Item } from '../../shared/model/negotiation.ts'
import { type Agreement, type Anchor, readRecord } from '../../shared/model/record.ts'
import { project } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { proposedFor } from './anchor.ts'
import { counted } from './id.ts'
import { onTable } from './standing.ts'
import { itemName, proposalName } from './versions.ts'

/** What is shown in place in the base agreement: the latest language of each open item, or what is agreed. */
export type InPlaceKind = 'open' | 'ta'

/** An item's language with its place, and what of it is meant. */
export interface Placeable extends Placing {
  readonly of: Item
  /** The agreements that it follows from; none where it is only proposed. */
  readonly agreements: readonly Agreement[]
  /** False for new language and memoranda that the record ties to no place. */
  readonly anchored: boolean
  readonly proposal: StoredProposal
}
/** Items with a place, and those that cannot have one, each with the reason in one sentence. */
export interface Placeables {
  readonly items: readonly Placeable[]
  readonly refused: readonly { readonly item: string; readonly message: string }[]
}

/** The base agreement of a file; refuses a file that has none. */
export function baseOf(store: Store): { readonly item: Item; readonly doc: Node } {
  const item = store.items().find((i) => i.kind === 'base')
  if (!item) throw new ParleyError('not-found', `There is no base agreement in ${store.name}; import it first.`)
  return { item, doc: store.base(item.id) }
}

/** The base agreement with all open items, or all that is agreed, in their places: one document of all their rounds. */
export function agreementInPlace(store: Store, kind: InPlaceKind): InPlace {
  const found = kind === 'open' ? openItems(store) : agreedItems(store)
  const placed = found.items.filter((item) => item.anchored)
  const unplaced = found.items.filter((item) => !item.anchored)
  const made = inPlace(baseOf(store).doc, placed, counted())
  const nowhere = unplaced.map(({ item, name }) => ({ item, message: `${name} is new language that has no place in the agreement yet.` }))
  return { ...made, refused: [...found.refused, ...nowhere, ...made.refused] }
}

/** Why an item has no place: what its words were found to be, where they were looked for. */
function placeless(store: Store, item: Item): string {
  const name = itemName(item)
  const found = proposedFor(store, item)
  if (found?.kind === 'none') return `${name} quotes “${found.missing}”, which the base agreement does not have.`
  if (found?.kind === 'several')
    return `What ${name} quotes stands in ${found.options.length} places of the base agreement; say which it is.`
  return `${name} has no place in the base agreement yet.`
}

/** The proposal that is on the table of every open item. */
function openItems(store: Store): Placeables {
  const anchors = readRecord(store.events()).anchors
  const items: Placeable[] = []
  const refused: { item: string; message: string }[] = []
  for (const of of store.items()) {
    if (of.kind !== 'item' || (of.status !== 'open' && of.status !== 'hold')) continue
    const last = onTable(store.proposals(of.id))
    if (!last) continue
    const made = placing(store, of, last, anchors.get(of.id) ?? null, [])
    if (made) items.push(made)
    else refused.push({ item: of.id, message: placeless(store, of) })
  }
  return { items, refused }
}

/** What is agreed: of an item agreed as a whole its proposal, of one agreed in parts those parts. */
export function agreedItems(store: Store): Placeables {
  const { agreements, anchors } = readRecord(store.events())
  const items: Placeable[] = []
  const refused: { item: string; message: string }[] = []
  for (const of of store.items()) {
    const own = agreements.get(of.id) ?? []
    if (of.kind !== 'item' || !own.length || !holds(of, own)) continue
    const carrier = carrierOf(store, own)
    const made = carrier && placing(store, of, carrier, anchors.get(of.id) ?? null, own)
    if (made) items.push(made)
    else
      refused.push({
        item: of.id,
        message: carrier ? placeless(store, of) : `Parts of ${itemName(of)} were agreed in proposals that do not answer one another.`,
      })
  }
  return { items, refused }
}
/** Whether what was agreed in an item stands: all of it while the item is agreed, parts while it is not dropped. */
export const holds = (item: Item, own: readonly Agreement[]): boolean =>
  own.some((a) => a.blocks === null) ? item.status === 'ta' || item.status === 'settled' : item.status !== 'dropped'

/** The proposal that holds the rounds of all that was agreed; null where none does. */
function carrierOf(store: Store, own: readonly Agreement[]): StoredProposal | null {
  const ids = own.map((a) => a.proposal)
  return ids.map((id) => store.proposal(id)).find((p) => ids.every((id) => p.chain.some((round) => round.proposal === id))) ?? null
}

function placing(store: Store, of: Item, p: StoredProposal, anchor: Anchor | null, own: readonly Agreement[]): Placeable | null {
  const { doc } = store.document(p.id)
  const fresh = p.kind === 'mou' || project(doc, 0).children.every(isBlank)
  if (!anchor && !fresh) return null
  const behind = anchor && fresh && anchor.blocks.length ? anchor.blocks[anchor.blocks.length - 1] : anchor?.after
  const parts = partsOf(doc, p, own)
  return {
    of,
    proposal: p,
    agreements: own,
    anchored: anchor !== null,
    item: of.id,
    name: itemName(of),
    blocks: fresh ? [] : anchor!.blocks,
    ...(behind === undefined ? {} : { after: behind }),
    doc,
    rounds: p.chain,
    ...(parts ? { parts } : {}),
  }
}
/** The version of each block that was agreed in a part; null where the whole was. */
function partsOf(doc: Node, p: StoredProposal, own: readonly Agreement[]): ReadonlyMap<string, number> | null {
  if (own.every((a) => a.blocks === null)) return null
  const out = new Map<string, number>()
  for (const { proposal, blocks } of own) {
    const { r } = p.chain.find((round) => round.proposal === proposal)!
    for (const id of partsAt(doc, r, blocks ?? [])) out.set(id, r)
  }
  return out
}

/** `Item 5 (BEA 9.20)`. */
export const nameWith = ({ of, proposal }: Placeable): string => `${itemName(of)} (${proposalName(proposal)})`
