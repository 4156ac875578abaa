import { paperNamed, SCOPES } from '../../shared/model/paper.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store } from '../store/index.ts'
import { signOffPaper, summaryPaper } from './papers/agreed.ts'
import { boardPaper } from './papers/board.ts'
import { itemPaper, stackPaper } from './papers/item.ts'
import { type MadePaper, optional, type PaperRequest } from './papers/part.ts'
import { passesPaper } from './papers/passes.ts'
import { positionsPaper } from './papers/positions.ts'
import { ratificationPaper } from './papers/ratification.ts'
import { tablePaper } from './papers/table.ts'
import { itemNumbered, resolve } from './versions.ts'

export { labelsOf, type MadePaper, type PaperRequest } from './papers/part.ts'

/** Builds the paper that a request asks for. A scope, item or version that does not exist is refused in one sentence. */
export function makePaper(store: Store, request: PaperRequest): MadePaper {
  const { scope, version, baseline } = request
  const named = paperNamed(scope)
  if (!named)
    throw new ParleyError('bad-input', `${scope} is not a scope; there are ${SCOPES.slice(0, -1).join(', ')} and ${SCOPES.at(-1)}.`)
  if (!named.kind.versions && (version !== null || baseline !== null))
    throw new ParleyError('bad-input', `The scope ${scope} is what the record says; it takes no version and no baseline.`)
  const item = () => itemNumbered(store, named.item!)
  switch (named.kind.scope) {
    case 'item':
      return itemPaper(store, item(), request)
    case 'stack':
      return stackPaper(store, item(), request)
    case 'table':
      return tablePaper(store, request)
    case 'board':
      return boardPaper(store)
    case 'sign-off':
      return signOffPaper(store, named.item, request)
    case 'ta-summary':
      return summaryPaper(store, request)
    case 'final-positions':
      return positionsPaper(store, request)
    case 'passes':
      return passesPaper(store)
    case 'ratification':
      return ratificationPaper(store, request)
    default:
      return itemPaper(store, itemNumbered(store, 'base'), request)
  }
}

/** The ids of the open drafts that a request names: they leave because somebody said so. */
export function draftsNamed(store: Store, { scope, version, baseline }: PaperRequest): ReadonlySet<string> {
  const named = paperNamed(scope)
  if (!named?.kind.versions) return new Set()
  const items = scope === 'table' ? store.items() : [itemNumbered(store, named.item ?? 'base')]
  const versions = [version, baseline].filter((v) => v !== null && v !== 'answered')
  const found = items.flatMap((item) => versions.flatMap((v) => optional(() => resolve(store, item, v!).proposal)))
  return new Set(found.flatMap((proposal) => (proposal && !proposal.sealed ? [proposal.id] : [])))
}
