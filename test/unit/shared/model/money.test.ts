import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPayRule, costOf, formatFigure, parseFigure, parsePayRule, payRuleText } from '../../../../shared/model/money.ts'

describe('a figure', () => {
  it('is read alone in its cell and written in its own manner', () => {
    for (const text of ['$1,234.50', '1,100', '42000', '$ 45', '0.5', '1,234 *']) {
      const figure = parseFigure(text)!
      expect([text, formatFigure(figure.value, figure)]).toEqual([text, text])
    }
  })
  it('shows hundredths where it comes to have some', () => {
    expect(formatFigure(123_450, parseFigure('1,100')!)).toBe('1,234.50')
    expect(formatFigure(1_234_500, parseFigure('$9,900')!)).toBe('$12,345')
  })
  it('is not what holds more or other than a figure', () => {
    for (const text of ['', 'BA 15', '8 %', '12.6.23', '1,23', '$', '10-12', '1.234'])
      expect([text, parseFigure(text)]).toEqual([text, null])
  })
})

describe('a rule', () => {
  it('is read as tables write it', () => {
    const cases: [string, string | null][] = [
      ['8 %, round up to the nearest 10', '8% increase, rounded up to the nearest 10'],
      ['8 % increase and round up to the nearest 10', '8% increase, rounded up to the nearest 10'],
      ['6 % increase on every step and lane, rounded up to the nearest 50.', '6% increase, rounded up to the nearest 50'],
      ['2.5% plus $500', '2.5% plus $500 increase'],
      ['$1,200', '$1,200 increase'],
      ['3 percent, rounded to the nearest dollar', '3% increase, rounded to the nearest dollar'],
      ['−1 %', '1% decrease'],
      ['2% decrease, round down to the nearest $5', '2% decrease, rounded down to the nearest 5'],
      ['2.5% minus $500', '2.5% and −$500 increase'],
      ['2% increase less $100', '2% and −$100 increase'],
      ['1% decrease plus $100', '1% decrease plus $100'],
      ['decrease 2% and $500', '2% and $500 decrease'],
      ['8', null],
      ['as discussed', null],
      ['8 % if enrolment grows', null],
      ['8 % and 3 %', null],
    ]
    for (const [text, said] of cases) {
      const rule = parsePayRule(text)
      expect([text, rule && payRuleText(rule)]).toEqual([text, said])
    }
  })
  it('says in words what it can read again', () => {
    const round = fc.option(
      fc.record({ way: fc.constantFrom('up', 'nearest', 'down' as const), to: fc.constantFrom(1, 100, 500, 1000, 10_000) }),
      { nil: null },
    )
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 50_000 }), fc.integer({ min: -500_000, max: 500_000 }), round, (percent, amount, r) => {
        fc.pre(percent !== 0 || amount !== 0)
        const rule = { percent, amount, round: r as never }
        expect(parsePayRule(payRuleText(rule))).toEqual(rule)
      }),
    )
  })
  it('is exact: no figure is rounded up because a machine counts in halves', () => {
    const up = parsePayRule('8 %, round up to the nearest 1')!
    expect(applyPayRule(up, 115_000)).toBe(124_200)
    expect(applyPayRule(parsePayRule('8 %, round up to the nearest 10')!, 116_000)).toBe(126_000)
    expect(applyPayRule(parsePayRule('5 %')!, 10_010)).toBe(10_511)
    expect(applyPayRule(parsePayRule('5 %, round down to the nearest dollar')!, 10_010)).toBe(10_500)
    expect(applyPayRule(parsePayRule('−$500')!, 10_000)).toBe(0)
  })
})

it('a cost counts each figure as often as there are people at it, and says how many cells have no count', () => {
  const figures = new Map([
    ['a', 4_000_000],
    ['b', 4_500_000],
    ['c', 5_000_000],
  ])
  expect(costOf(figures, { a: 2, b: 0.5 })).toEqual({ total: 8_000_000 + 2_250_000, people: 2.5, uncounted: 1 })
})
