import { describe, expect, test } from 'vitest'
import { type BoardFacts, board, daysBetween, nextSession } from '../../../../shared/model/board.ts'
import type { Item, Proposal } from '../../../../shared/model/negotiation.ts'
import type { RecordLine, Session } from '../../../../shared/model/record.ts'

const item = (number: string, more: Partial<Item & { move: string | null }> = {}) => ({
  id: `i${number}`,
  number,
  title: `Subject ${number}`,
  place: null,
  kind: 'item' as const,
  status: 'open' as const,
  statusDate: null,
  move: null,
  ...more,
})
const given = (number: string, party: string, date: string, sealed = true): Proposal => ({
  id: `${number} ${party} ${date} ${sealed}`,
  item: `i${number}`,
  party,
  date,
  kind: 'amended',
  status: 'open',
  statusDate: null,
  answers: null,
  sealed,
  sealedAt: sealed ? `${date}T20:00:00Z` : null,
  chain: [],
})
const line = (kind: string, date: string | null, content: object, on: string | null = null): RecordLine => ({
  seq: 1,
  at: '2024-01-01T00:00:00Z',
  kind,
  item: on && `i${on}`,
  proposal: null,
  party: null,
  date,
  content: JSON.stringify(content),
})
const session = (date: string, cancelled = false): Session => ({
  id: date,
  date,
  start: null,
  end: null,
  place: '',
  open: 'public',
  agenda: [],
  first: null,
  cancelled,
})
const planned = (date: string, cancelled = false): RecordLine => line('session', date, session(date, cancelled))

const FACTS: BoardFacts = {
  title: 'Lakeview',
  years: '2023-2025',
  parties: [
    { label: 'LTA', name: 'Association', role: 'association' },
    { label: '300', name: 'District', role: 'employer' },
  ],
  us: 'LTA',
  items: [
    item('norms', { kind: 'norms' }),
    item('1', { status: 'ta', statusDate: '2023-10-25', move: 'LTA' }),
    item('2', { move: 'LTA' }),
    item('3', { move: '300' }),
    item('4', { status: 'hold', statusDate: '2023-12-06' }),
    item('5'),
    item('base', { kind: 'base' }),
  ],
  proposals: [
    given('1', 'LTA', '2023-09-20'),
    given('2', 'LTA', '2023-09-20'),
    given('2', '300', '2023-12-06'),
    given('2', '300', '2023-12-06'),
    given('2', 'LTA', '2024-01-03', false),
    given('3', 'LTA', '2023-09-20'),
    given('3', '300', '2024-01-10', false),
    given('4', '300', '2023-09-20'),
  ],
  lines: [
    line('ta', '2023-10-25', { whole: true }, '1'),
    line('ta', '2023-11-01', { whole: false }, '3'),
    line('hold', '2023-12-06', { whole: true }, '4'),
    line('ta', null, { whole: true }, '4'),
    planned('2023-12-06'),
    planned('2024-01-03'),
  ],
  goesFirst: { party: 'LTA', reason: '300 was the last.' },
  today: '2023-12-20',
}
const row = (number: string, b = board(FACTS)) => b.rows.find((r) => r.number === number)!

describe('the board', () => {
  test('has a column for each day on which something happened, and for the next session', () => {
    expect(board(FACTS).columns).toEqual([
      { date: '2023-09-20', next: false },
      { date: '2023-10-25', next: false },
      { date: '2023-11-01', next: false },
      { date: '2023-12-06', next: false },
      { date: '2024-01-03', next: true },
    ])
  })

  test('has a row for the norms and each item, not for the base agreement', () => {
    expect(board(FACTS).rows.map((r) => r.number)).toEqual(['norms', '1', '2', '3', '4', '5'])
  })

  test('a cell says who gave what, what is drafted, and what was agreed', () => {
    const said = (number: string) => row(number).cells.map((c) => c.map((m) => `${m.kind}${m.part ? ' part' : ''} ${m.party} ${m.times}`))
    expect(said('2')).toEqual([['given LTA 1'], [], [], ['given 300 2'], ['draft LTA 1']])
    expect(said('1')).toEqual([['given LTA 1'], ['ta null 1'], [], [], []])
    expect(said('3')).toEqual([['given LTA 1'], [], ['ta part null 1'], [], []])
    expect(said('4')).toEqual([['given 300 1'], [], [], ['hold null 1'], []])
  })

  test('counts rounds by party and day, and days to the next session; none for what is done or never began', () => {
    expect(board(FACTS).rows.map((r) => [r.number, r.rounds, r.days])).toEqual([
      ['norms', 0, null],
      ['1', 1, null],
      ['2', 2, 28],
      ['3', 1, 63],
      ['4', 1, 28],
      ['5', 0, null],
    ])
  })

  test('counts numbered items by status; only an open item is anybody’s move', () => {
    expect(board(FACTS).counts).toEqual({ all: 5, open: 3, ours: 1, ta: 1, dropped: 0, hold: 1, settled: 0 })
    expect(row('1').move).toBeNull()
  })

  test('counts days to the last day in the record where no session is planned', () => {
    const b = board({ ...FACTS, lines: FACTS.lines.filter((l) => l.kind !== 'session') })
    expect([b.next, b.until, row('3', b).days]).toEqual([null, '2023-12-06', 35])
  })

  test('a called-off session is no column', () => {
    const called = [...FACTS.lines.filter((l) => l.kind !== 'session'), planned('2023-12-13'), planned('2023-12-27', true)]
    const b = board({ ...FACTS, proposals: FACTS.proposals.filter((p) => p.sealed), lines: called })
    expect(b.columns.filter((c) => c.date > '2023-12-06')).toEqual([{ date: '2023-12-13', next: true }])
  })

  test('as a paper it holds no draft and counts no move of ours; the other party’s drafts are never on it', () => {
    const b = board(FACTS, true)
    expect(JSON.stringify(b)).not.toContain('draft')
    expect(b.counts.ours).toBe(0)
    expect(row('2', b).move).toBe('LTA')
    expect(JSON.stringify(board(FACTS))).not.toContain('2024-01-10')
  })

  test('is empty, not broken, where nothing happened yet', () => {
    const b = board({ ...FACTS, items: [], proposals: [], lines: [] })
    expect([b.columns, b.rows, b.next, b.until]).toEqual([[], [], null, null])
  })
})

describe('the next session', () => {
  const of = (days: Session[], last: string | null, today: string) => nextSession(days, last, today)
  test('is the first one from today on that comes after the last deed', () => {
    const days = [session('2023-12-13'), session('2024-01-10'), session('2024-01-03')]
    expect(of(days, '2023-12-06', '2023-12-10')).toBe('2023-12-13')
    expect(of(days, '2023-12-06', '2023-12-20')).toBe('2024-01-03')
    expect(of(days, '2024-01-03', '2024-01-03')).toBe('2024-01-10')
  })
  test('is the last planned one in a record that is read long after', () => {
    expect(of([session('2023-12-13'), session('2024-01-03')], '2023-12-06', '2026-01-01')).toBe('2024-01-03')
  })
  test('is none where it was called off, or where nothing comes after', () => {
    expect(of([session('2024-01-03', true)], '2023-12-06', '2023-12-20')).toBeNull()
    expect(of([session('2023-12-06')], '2023-12-06', '2023-12-20')).toBeNull()
  })
})

test('days are counted over the change of the clock', () => {
  expect(daysBetween('2024-03-09', '2024-03-11')).toBe(2)
  expect(daysBetween('2024-03-11', '2024-03-09')).toBe(-2)
})
