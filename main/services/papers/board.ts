import type { Board, BoardMark, BoardRow } from '../../../shared/model/board.ts'
import { formatDay, formatDayLong } from '../../../shared/model/labels.ts'
import type { Status } from '../../../shared/model/negotiation.ts'
import type { PaperColumn } from '../../formats/paper.ts'
import type { Store } from '../../store/index.ts'
import { boardOf } from '../board.ts'
import { cleanOf } from '../versions.ts'
import { counted, finish, isEmpty, itemsOnTable, listed, type MadePaper, partyNames } from './part.ts'

/** Days that find room as columns of their own; those before them stand together in one. */
const COLUMNS = 7

/** The board as it may leave: no drafts, no items of which nothing was passed, and each move with the label of its party. */
export function boardPaper(store: Store): MadePaper {
  const shown = new Set(itemsOnTable(store).map((item) => item.id))
  // Planned sessions alone depend on the day of looking; a paper has no clock and takes the first one after what happened.
  const whole = boardOf(store, '', true)
  const rows = whole.rows.filter((row) => shown.has(row.item) && (row.kind === 'item' || row.rounds > 0 || row.status !== 'open'))
  const past = whole.columns.filter((column) => !column.next).length
  const early = Math.max(0, past - COLUMNS)
  const { goesFirst, until, next } = whole
  return {
    paper: finish(store, 'clean', {
      title: 'Board',
      subtitle: `${partyNames(store)}. ${store.negotiation().title}`,
      date: until,
      landscape: true,
      sections: [
        { kind: 'note', text: countsOf(rows) },
        { kind: 'note', text: goesFirst.party ? `${goesFirst.party} goes first next. ${goesFirst.reason}` : goesFirst.reason },
        { kind: 'grid', columns: columnsOf(whole, early), rows: rows.map((row) => cellsOf(row, placeOf(store, row), early)) },
        ...(until === null
          ? []
          : [
              {
                kind: 'note',
                quiet: true,
                text: `Days since are counted to ${formatDayLong(until)}${next ? ', the next session' : ', the last day in the record'}.`,
              } as const,
            ]),
      ],
    }),
    name: 'Board',
  }
}

const WORDS: Readonly<Record<Status, string>> = { open: 'open', ta: 'TA', dropped: 'dropped', hold: 'on hold', settled: 'settled' }
function countsOf(rows: readonly BoardRow[]): string {
  const items = rows.filter((row) => row.kind === 'item')
  const of = (Object.keys(WORDS) as Status[]).map((status) => ({ status, n: items.filter((row) => row.status === status).length }))
  return `${counted(items.length, 'item')}: ${listed(of.filter(({ n }) => n > 0).map(({ status, n }) => `${n} ${WORDS[status]}`))}.`
}

/** Where the item stands; what has no current language is new. */
const placeOf = (store: Store, row: BoardRow): string =>
  row.place ?? (row.kind === 'item' && isEmpty(cleanOf(store, { item: store.item(row.item), proposal: null })) ? 'New language' : '')

function columnsOf({ columns }: Board, early: number): PaperColumn[] {
  const days = columns
    .slice(early)
    .map(({ date, next }): PaperColumn => ({ head: next ? `${formatDay(date)} next` : formatDay(date), share: 7 }))
  return [
    { head: 'No.', share: 4.5, align: 'right' },
    { head: 'Item', share: 26.5 },
    { head: 'Place in the agreement', share: 18 },
    { head: 'Status', share: 10.5 },
    { head: 'Move', share: 6.5 },
    ...(early ? [{ head: `To ${formatDay(columns[early - 1].date)}`, share: 9 }] : []),
    ...days,
    { head: 'Rounds', share: 7.5, align: 'right' },
    { head: 'Days since', share: 6.5, align: 'right' },
  ]
}

function cellsOf(row: BoardRow, place: string, early: number): string[] {
  const before = row.cells.slice(0, early).flat()
  return [
    row.kind === 'norms' ? '' : row.number,
    row.title,
    place,
    statusOf(row),
    row.move ?? '',
    ...(early ? [before.map(said).join(', ')] : []),
    ...row.cells.slice(early).map((marks) => marks.map(said).join(' ')),
    String(row.rounds),
    row.days === null ? '' : String(row.days),
  ]
}
const STATUS: Readonly<Record<Status, string>> = { open: 'Open', ta: 'TA', dropped: 'Dropped', hold: 'Hold', settled: 'Settled' }
const statusOf = ({ status, statusDate }: BoardRow): string =>
  status === 'open' || !statusDate ? STATUS[status] : `${STATUS[status]} ${formatDay(statusDate)}`

const MARKS: Readonly<Record<BoardMark['kind'], string>> = {
  given: '',
  draft: 'draft',
  ta: 'TA',
  drop: 'Drop',
  hold: 'Hold',
  reopen: 'Reopened',
  settle: 'Settled',
}
function said({ kind, party, times, part }: BoardMark): string {
  if (kind !== 'given') return part && kind === 'ta' ? 'TA in part' : MARKS[kind]
  return times > 1 ? `${party} ×${times}` : (party ?? '')
}
