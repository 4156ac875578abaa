import { expect, test } from 'vitest'
import { type Board, type BoardRow, boardFilters, countedTo, moveName, nextRow, rowsOf } from '../../../../renderer/workbench/board/rows.ts'
import { begin, redo, step, undo } from '../../../../renderer/workbench/legend/history.ts'
import { alikeWords, days, ruleName } from '../../../../renderer/workbench/legend/words.ts'
import type { Legend, LegendRule } from '../../../../shared/model/legend.ts'

const row = (number: string, more: Partial<BoardRow> = {}): BoardRow => ({
  item: `i${number}`,
  number,
  title: number,
  place: null,
  kind: 'item',
  status: 'open',
  statusDate: null,
  move: null,
  cells: [],
  rounds: 0,
  days: null,
  ...more,
})
const ROWS = [row('norms', { kind: 'norms' }), row('1', { move: 'LTA' }), row('2', { status: 'ta' }), row('12', { move: '300' }), row('13')]
const BOARD: Board = {
  title: '',
  years: null,
  parties: [],
  us: 'LTA',
  columns: [],
  rows: ROWS,
  counts: { all: 4, open: 3, ours: 1, ta: 1, dropped: 0, hold: 0, settled: 0 },
  goesFirst: { party: null, reason: '' },
  next: null,
  until: '2024-01-03',
}

test('a filter shows the rows that it counts; the norms stand with all items only', () => {
  expect(boardFilters(BOARD).map(({ filter, count }) => [filter, count])).toEqual([
    ['all', 4],
    ['open', 3],
    ['ours', 1],
    ['ta', 1],
  ])
  for (const { filter, count } of boardFilters(BOARD).slice(1)) expect(rowsOf(BOARD, filter)).toHaveLength(count)
  expect(rowsOf(BOARD, 'all')).toHaveLength(5)
})

test('the board says whose move, and what days are counted to', () => {
  expect(ROWS.map((r) => moveName(r, 'LTA'))).toEqual(['', 'Your move', '', 'Their move', ''])
  expect(countedTo(BOARD)).toBe('Days since are counted to 1.3, the last day in the record')
  expect(countedTo({ ...BOARD, next: '2024-01-03' })).toBe('Days since are counted to 1.3, the next session')
})

test('keys go from row to row and stop at the ends; a digit goes to the next item that begins with it', () => {
  expect(['ArrowDown', 'ArrowUp', 'End', 'Home', 'PageDown', 'Enter'].map((key) => nextRow(ROWS, 1, key))).toEqual([2, 0, 4, 0, 4, null])
  expect([nextRow(ROWS, 4, 'ArrowDown'), nextRow(ROWS, 0, 'ArrowUp')]).toEqual([4, 0])
  expect([nextRow(ROWS, 0, '1'), nextRow(ROWS, 1, '1'), nextRow(ROWS, 4, '1'), nextRow(ROWS, 0, '9')]).toEqual([1, 3, 1, null])
})

const rule = (kind: 'insert' | 'delete', from: string | null = null, to: string | null = null): LegendRule => ({
  party: 'LTA',
  kind,
  from,
  to,
  label: '',
  style: { text: '#1E1D1B', highlight: null, line: 'single' },
})

test('a rule is named by what it draws', () => {
  const legend: Legend = { preset: 'custom', rules: [rule('insert', '2023-12-06'), rule('insert'), rule('delete'), rule('insert')] }
  const rounds = ['2023-09-20', '2023-11-01', '2023-12-06'].map((date) => ({ party: 'LTA', date }))
  expect(legend.rules.map((_, i) => ruleName(legend, i, rounds))).toEqual([
    'LTA from 12.6',
    'LTA 9.20, 11.1',
    'LTA strikes',
    'LTA any round',
  ])
  expect([days(rule('insert', null, '2023-11-01')), days(rule('insert', '2023-09-20', '2023-09-20'))]).toEqual(['to 11.1', '9.20'])
})

test('what looks alike is said in a sentence', () => {
  const pair = {
    kind: 'insert',
    a: { party: 'LTA', date: '2023-09-20' },
    b: { party: 'LTA', date: '2024-01-03' },
    ruleA: null,
    ruleB: null,
  } as const
  expect(alikeWords({ ...pair, ways: ['grey'] })).toBe('In greyscale LTA 9.20 and LTA 1.3 look alike.')
  expect(alikeWords({ ...pair, ways: ['grey', 'protanopia'] })).toBe('In greyscale, to the red-blind LTA 9.20 and LTA 1.3 look alike.')
  expect(alikeWords({ ...pair, kind: 'delete', ways: ['colour', 'grey'] })).toBe('What LTA strikes and what LTA strikes look alike.')
})

test('steps are undone and done again; one that changes nothing is none', () => {
  const legend = (n: number): Legend => ({ preset: 'custom', rules: Array.from({ length: n }, () => rule('insert')) })
  const three = step(step(begin(legend(1)), legend(2)), legend(3))
  expect(step(three, legend(3))).toBe(three)
  expect(undo(undo(undo(three))).now).toEqual(legend(1))
  expect(redo(redo(undo(undo(three)))).now).toEqual(legend(3))
  expect(redo(step(undo(three), legend(5))).now).toEqual(legend(5))
})
