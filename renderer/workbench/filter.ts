import type { Negotiation } from '../../shared/rpc/contract.ts'
import type { Filter, Hit, State } from './state.ts'

type Item = Negotiation['items'][number]
export const FILTER_NAMES: Readonly<Record<Filter, string>> = {
  all: 'All',
  ours: 'Your move',
  open: 'Open',
  ta: 'TA',
  hold: 'Hold',
  dropped: 'Dropped',
  settled: 'Settled',
}

/** Whether an item belongs to a filter. The base agreement and the norms are shown with all items only. */
function belongs(item: Item, filter: Filter, us: string): boolean {
  if (filter === 'all') return true
  if (item.kind !== 'item') return false
  return filter === 'ours' ? item.move === us : item.status === filter
}

/** How many items each filter holds, in the order the filters are shown; filters that hold none are left out, but for the first four. */
export function filterCounts(items: readonly Item[], us: string): { filter: Filter; count: number }[] {
  const subjects = items.filter((i) => i.kind === 'item')
  return (Object.keys(FILTER_NAMES) as Filter[])
    .map((filter) => ({ filter, count: subjects.filter((i) => belongs(i, filter, us)).length }))
    .filter(({ count }, at) => at < 4 || count > 0)
}

/** The items that are shown: by status, then by number, title, place, or a hit in their language. The base agreement comes first. */
export function shownItems(state: Pick<State, 'negotiation' | 'filter' | 'query' | 'hits'>): Item[] {
  const { negotiation, filter, hits } = state
  if (!negotiation) return []
  const query = state.query.trim().toLowerCase()
  const found = new Set(hits.map((hit) => hit.item))
  const matches = (i: Item) =>
    !query || found.has(i.id) || i.number.toLowerCase() === query || `${i.title} ${i.place ?? ''}`.toLowerCase().includes(query)
  const items = negotiation.items.filter((i) => belongs(i, filter, negotiation.us) && matches(i))
  return [...items.filter((i) => i.kind === 'base'), ...items.filter((i) => i.kind !== 'base')]
}

/** The first hit in an item's language. */
export const hitIn = (hits: readonly Hit[], item: string): Hit | undefined => hits.find((hit) => hit.item === item)

/** The item that a negotiation opens with: one that we draft, else one whose move is ours, else the first. */
export function firstItem(negotiation: Negotiation): Item | undefined {
  const subjects = negotiation.items.filter((i) => i.kind === 'item')
  return subjects.find((i) => i.draft) ?? subjects.find((i) => i.move === negotiation.us) ?? subjects[0] ?? negotiation.items[0]
}
