import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { parsePayRule } from '../../../../shared/model/money.ts'
import { accept, payCells, plainText, project, putPayRule, Refused, redline, reject } from '../../../../shared/redline/index.ts'
import { cell, Desk, p, row, table } from './desk.ts'

const grid = (...rows: string[][]): Node =>
  table('t', ...rows.map((cells, y) => row(`r${y}`, ...cells.map((text, x) => cell(`c${y}${x}`, p(`p${y}${x}`, text))))))
const pay = () =>
  new Desk(p('a', 'Pay.'), grid(['Step', 'BA', 'MA'], ['1', '1,100', '$1,220'], ['2', '1,160', 'by agreement']), p('z', 'End.'))
const at = (desk: Desk): number => desk.doc.firstChild!.nodeSize
const rule = parsePayRule('8 %, round up to the nearest 10')!
const put = (desk: Desk, o: Partial<Parameters<typeof putPayRule>[3]> = {}, r = rule): Desk =>
  desk.apply(putPayRule(desk.state, at(desk), r, { cells: null, on: 0, place: '', ...o }, desk.cx))
const STANDS = [
  'Pay.',
  'Step\tBA\tMA',
  '1\t1,190\t$1,320',
  '2\t1,260\tby agreement',
  'Rule: 8% increase, rounded up to the nearest 10.',
  'End.',
]

describe('a rule on a salary grid', () => {
  it('makes new figures as tracked changes, whole ones, and stands under the grid', () => {
    const desk = put(pay())
    expect(desk.clean()).toEqual(STANDS)
    const shown = redline(desk.doc, desk.rounds, 0, 1)
    expect(plainText(reject(shown.blocks))).toBe(plainText(desk.base))
    expect(plainText(accept(shown.blocks))).toBe(STANDS.join('\n'))
    expect(shown.blocks).toHaveLength(4)
    expect(desk.changes.map((c) => c.kinds.join('+'))).toEqual(['delete+insert', 'delete+insert', 'delete+insert', 'insert+split'])
    expect(desk.undoDepth).toBe(1)
    desk.undo()
    expect(desk.doc.eq(desk.base)).toBe(true)
  })

  it('put on again starts from the same figures, and states itself once', () => {
    const desk = put(put(pay(), {}, parsePayRule('5 %')!))
    expect(desk.clean()).toEqual(STANDS)
  })

  it('of the other party starts from the current language or from what stands, as is asked', () => {
    const ours = put(pay()).seal()
    const again = put(pay()).seal()
    expect(put(ours, {}, parsePayRule('2 %')!).clean()[2]).toBe('1\t1,122\t$1,244.40')
    expect(put(again, { on: 1 }, parsePayRule('10 %, rounded to the nearest dollar')!).clean()[2]).toBe('1\t1,309\t$1,452')
    expect(plainText(project(again.doc, 1)).split('\n')).toEqual(STANDS)
    expect(again.clean().filter((line) => line.startsWith('Rule'))).toEqual(['Rule: 10% increase, rounded to the nearest dollar.'])
  })

  it('on some cells leaves the others and says where', () => {
    const desk = put(pay(), { cells: new Set(['c21', 'c22']), place: 'step 2' })
    expect(desk.clean().slice(2, 5)).toEqual([
      '1\t1,100\t$1,220',
      '2\t1,260\tby agreement',
      'Rule: 8% increase, rounded up to the nearest 10, on step 2.',
    ])
  })

  it('that changes nothing is refused', () => {
    const desk = pay()
    expect(() => put(desk, { cells: new Set(['c22']) })).toThrow(Refused)
    expect(() => put(desk, {}, { percent: 0, amount: 0, round: null })).toThrow('The rule leaves every figure as it is.')
  })
})

it('the cells of a grid at a version have their figures', () => {
  const desk = put(pay())
  const figures = (v: number) => payCells(desk.doc, at(desk), v).map((c) => [c.id, c.figure?.value ?? null])
  expect(figures(0).filter(([, value]) => value !== null)).toEqual([
    ['c10', 100],
    ['c11', 110_000],
    ['c12', 122_000],
    ['c20', 200],
    ['c21', 116_000],
  ])
  expect(new Map(figures(1) as [string, number | null][]).get('c12')).toBe(132_000)
})
