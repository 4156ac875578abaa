import type { Output } from '../../../shared/rpc/contract.ts'
import { shortDay } from '../dates.ts'
import { FILTER_NAMES } from '../filter.ts'
import type { Filter } from '../state.ts'

export type Board = Output<'board.get'>
export type BoardRow = Board['rows'][number]

/** Whether a row belongs to a filter. The norms are shown with all items only, as in the list of items. */
function belongs(row: BoardRow, filter: Filter, us: string): boolean {
  if (filter === 'all') return true
  if (row.kind !== 'item') return false
  return filter === 'ours' ? row.move === us : row.status === filter
}

/** The rows of a filter, in the order of the table. */
export const rowsOf = (board: Board, filter: Filter): BoardRow[] => board.rows.filter((row) => belongs(row, filter, board.us))

/** The filters with how many items each holds; of the last three only those that hold any. */
export function boardFilters({ counts }: Board): { filter: Filter; count: number }[] {
  const order: readonly Filter[] = ['all', 'open', 'ours', 'ta', 'hold', 'dropped', 'settled']
  return order.map((filter) => ({ filter, count: counts[filter] })).filter(({ count }, at) => at < 4 || count > 0)
}

/** Whose move, as the board says it. */
export const moveName = (row: BoardRow, us: string): string => (row.move === null ? '' : row.move === us ? 'Your move' : 'Their move')

/** What days are counted to, in words. */
export const countedTo = ({ until, next }: Board): string =>
  until === null
    ? ''
    : next === null
      ? `Days since are counted to ${shortDay(until)}, the last day in the record`
      : `Days since are counted to ${shortDay(until)}, the next session`

/** What stands where a filter holds no row. */
export const noneOf = (filter: Filter): string =>
  filter === 'ours' ? 'No item waits for your move' : `No item is ${FILTER_NAMES[filter].toLowerCase()}`

const PAGE = 15
/** The row that a key goes to from row `at`; null where the key goes nowhere. A digit goes to the next item that begins with it. */
export function nextRow(rows: readonly BoardRow[], at: number, key: string): number | null {
  const last = rows.length - 1
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -last, End: last }
  if (key in steps) return Math.min(last, Math.max(0, at + steps[key]))
  if (!/^\d$/.test(key)) return null
  const round = [...rows.keys()].map((i) => (at + 1 + i) % rows.length)
  return round.find((i) => rows[i].kind === 'item' && rows[i].number.startsWith(key)) ?? null
}
