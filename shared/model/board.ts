import type { Day, GoesFirst, Item, Party, Proposal, Status } from './negotiation.ts'
import { type RecordLine, readRecord, type Session } from './record.ts'

/**
 * The board: every item of a negotiation on one sheet, a column for each day on which something happened or is to happen. All of
 * it is worked out from the proposals and the lines of the record; nothing is kept.
 */

/** What the board is worked out from. `items` say whose move each is; `proposals` hold open drafts as well. */
export interface BoardFacts {
  readonly title: string
  readonly years: string | null
  readonly parties: readonly Party[]
  readonly us: string
  readonly items: readonly (Item & { readonly move: string | null })[]
  readonly proposals: readonly Proposal[]
  readonly lines: readonly RecordLine[]
  readonly goesFirst: GoesFirst
  /** The day on which it is looked at; it only tells which planned session is the next one. */
  readonly today: Day
}

/** One day of the board. */
export interface BoardColumn {
  readonly date: Day
  /** The planned session that is the next one. */
  readonly next: boolean
}
/** What a cell can say: a proposal given, our own draft, or a status recorded. */
export type BoardMarkKind = 'given' | 'draft' | 'ta' | 'drop' | 'hold' | 'reopen' | 'settle'
/** One entry of a cell. `times`: how many proposals of that party on that day; `part`: the status is of a part of the item only. */
export interface BoardMark {
  readonly kind: BoardMarkKind
  /** Whose proposal or draft it is, or who agreed or withdrew, where the record says; else null. */
  readonly party: string | null
  readonly times: number
  readonly part: boolean
}
/** One item on the board. `cells` lie under the columns, one each. */
export interface BoardRow {
  readonly item: string
  readonly number: string
  readonly title: string
  readonly place: string | null
  readonly kind: 'item' | 'norms'
  readonly status: Status
  readonly statusDate: Day | null
  /** The party whose move it is; null where it is nobody's or cannot be told. */
  readonly move: string | null
  readonly cells: readonly (readonly BoardMark[])[]
  /** Rounds so far: a party and a day on which it gave something. */
  readonly rounds: number
  /** Days from the last thing that happened to the day that is counted to; null for what is done or never began. */
  readonly days: number | null
}
/** How many numbered items there are of each kind; `ours`: open ones whose move is ours. */
export interface BoardCounts {
  readonly all: number
  readonly open: number
  readonly ours: number
  readonly ta: number
  readonly dropped: number
  readonly hold: number
  readonly settled: number
}
/** The whole sheet. */
export interface Board {
  readonly title: string
  readonly years: string | null
  readonly parties: readonly Party[]
  readonly us: string
  readonly columns: readonly BoardColumn[]
  readonly rows: readonly BoardRow[]
  readonly counts: BoardCounts
  readonly goesFirst: GoesFirst
  /** The next planned session; null where none is planned. */
  readonly next: Day | null
  /** The day that days are counted to: the next planned session, else the last day in the record; null where nothing happened yet. */
  readonly until: Day | null
}

const STATUS_LINES = new Set(['ta', 'drop', 'hold', 'reopen', 'settle'])
const DAY = 86_400_000

interface Entry extends BoardMark {
  readonly item: string
  readonly date: Day
}

/**
 * Works the board out. `paper`: as it may leave the table, without drafts; the paper says whose move by the party's label and
 * counts no moves of ours. The base agreement is no row; the norms come first and are not counted.
 */
export function board(facts: BoardFacts, paper = false): Board {
  const { parties, us, items, proposals, lines } = facts
  const entries = [...givenOn(proposals), ...statusesOn(lines), ...(paper ? [] : draftsOn(proposals, us))]
  const last = latest(entries.filter((e) => e.kind !== 'draft').map((e) => e.date))
  const next = nextSession(readRecord(lines).sessions, last, facts.today)
  const until = next ?? last
  const columns = columnsOf(entries, next)
  const at = new Map(columns.map((c, i) => [c.date, i]))
  const rows = items
    .filter((i) => i.kind !== 'base')
    .map((item): BoardRow => {
      const own = entries.filter((e) => e.item === item.id)
      const cells: BoardMark[][] = columns.map(() => [])
      for (const { kind, party, times, part, date } of own) cells[at.get(date)!].push({ kind, party, times, part })
      const since = latest(own.filter((e) => e.kind !== 'draft').map((e) => e.date))
      const over = item.status !== 'open' && item.status !== 'hold'
      return {
        item: item.id,
        number: item.number,
        title: item.title,
        place: item.place,
        kind: item.kind === 'norms' ? 'norms' : 'item',
        status: item.status,
        statusDate: item.statusDate,
        move: item.status === 'open' ? item.move : null,
        cells,
        rounds: own.filter((e) => e.kind === 'given').length,
        days: over || since === null || until === null ? null : Math.max(0, daysBetween(since, until)),
      }
    })
  const counts = countsOf(rows, us)
  return {
    title: facts.title,
    years: facts.years,
    parties,
    us,
    columns,
    rows,
    counts: paper ? { ...counts, ours: 0 } : counts,
    goesFirst: facts.goesFirst,
    next,
    until,
  }
}

/**
 * The next planned session: the first one from today on of those that come after the last thing that happened. In a record that is
 * read long after, the last of them. Called-off sessions do not count.
 */
export function nextSession(sessions: readonly Session[], last: Day | null, today: Day): Day | null {
  const planned = sessions.filter((s) => !s.cancelled && (last === null || s.date > last)).map((s) => s.date)
  return planned.sort().find((date) => date >= today) ?? planned.at(-1) ?? null
}

/** Whole days from one day to another; less than 0 where the second is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY)

/** Proposals passed, one entry for each party and day. */
function givenOn(proposals: readonly Proposal[]): Entry[] {
  const found = new Map<string, Entry>()
  for (const { item, party, date, sealed } of proposals) {
    if (!sealed) continue
    const key = JSON.stringify([item, party, date])
    found.set(key, { item, date, kind: 'given', party, times: (found.get(key)?.times ?? 0) + 1, part: false })
  }
  return [...found.values()]
}

const draftsOn = (proposals: readonly Proposal[], us: string): Entry[] =>
  proposals
    .filter((p) => !p.sealed && p.party === us)
    .map(({ item, party, date }) => ({ item, date, kind: 'draft', party, times: 1, part: false }))

/** What the record says of statuses; several words on one part are one mark. */
function statusesOn(lines: readonly RecordLine[]): Entry[] {
  const found = new Map<string, Entry>()
  for (const { kind, item, date, party, content } of lines) {
    if (!STATUS_LINES.has(kind) || item === null || date === null) continue
    const part = !(JSON.parse(content) as { whole?: boolean }).whole
    found.set(JSON.stringify([item, kind, date, part]), { item, date, kind: kind as BoardMarkKind, party, times: 1, part })
  }
  return [...found.values()]
}

function columnsOf(entries: readonly Entry[], next: Day | null): BoardColumn[] {
  const days = new Set(entries.map((e) => e.date))
  if (next !== null) days.add(next)
  return [...days].sort().map((date) => ({ date, next: date === next }))
}

function countsOf(rows: readonly BoardRow[], us: string): BoardCounts {
  const items = rows.filter((r) => r.kind === 'item')
  const of = (status: Status) => items.filter((r) => r.status === status).length
  return {
    all: items.length,
    open: of('open'),
    ours: items.filter((r) => r.move === us).length,
    ta: of('ta'),
    dropped: of('dropped'),
    hold: of('hold'),
    settled: of('settled'),
  }
}

const latest = (days: readonly Day[]): Day | null =>
  days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null)
