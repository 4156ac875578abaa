import { describe, expect, test } from 'vitest'
import { alike, contrastOf, isReadable, labelsNeeded, mend, toldApart } from '../../../../shared/model/apart.ts'
import { contrast, darkened, difference, PAPER, seen, WAYS } from '../../../../shared/model/colour.ts'
import {
  isCovered,
  type Legend,
  type LegendRound,
  type LegendRule,
  type MarkStyle,
  PRESETS,
  type PresetName,
  preset,
  presetOf,
  styleOf,
  withRules,
} from '../../../../shared/model/legend.ts'

const DAYS = ['2023-09-20', '2023-11-01', '2023-12-06', '2024-01-03']
const PARTIES = ['LTA', '300', 'City', 'Union', 'Board', 'Trust', 'Aides', 'State']
const roundsOf = (parties: readonly string[], each: number): LegendRound[] =>
  parties.flatMap((party) => DAYS.slice(0, each).map((date) => ({ party, date })))
const NAMES = Object.keys(PRESETS) as PresetName[]

describe('the presets', () => {
  const cases = NAMES.flatMap((name) => [2, 3].flatMap((parties) => [1, 2, 3, 4].map((each) => [name, parties, each] as const)))
  test.each(cases)('%s tells %i parties with %i rounds each apart, in every way of seeing', (name, n, each) => {
    const parties = PARTIES.slice(0, n)
    const rounds = roundsOf(parties, each)
    expect(alike(preset(name, parties, rounds), rounds)).toEqual([])
  })
  test.each(NAMES)('%s can be read at every rule, for eight parties', (name) => {
    for (const { label, style } of preset(name, PARTIES, roundsOf(PARTIES, 4)).rules)
      expect(isReadable(style), `${label} ${contrastOf(style).toFixed(1)}`).toBe(true)
  })
  test('labels stand where more parties than lines would need colour to be told apart; not for two or three', () => {
    expect(labelsNeeded(preset('party', PARTIES), roundsOf(PARTIES, 1))).toBe(true)
    expect(labelsNeeded(preset('party', PARTIES.slice(0, 3)), roundsOf(PARTIES.slice(0, 3), 2))).toBe(false)
  })
  test('BEA/191 draws the last round of a party otherwise than those before it', () => {
    const legend = preset('bea191', ['BEA', '191'], roundsOf(['BEA'], 3))
    const style = (date: string) => styleOf(legend, 'insert', 'BEA', date)
    expect(style(DAYS[0])).toEqual({ text: '#AD0F1B', highlight: '#D5E6FF', line: 'single' })
    expect(style(DAYS[1])).toEqual(style(DAYS[0]))
    expect(style(DAYS[2])).toEqual({ text: '#0C4A2A', highlight: '#A9DFB2', line: 'single' })
  })
  test('by party and round draws the first, the second and all later rounds each in their own way', () => {
    const legend = preset('party-round', ['LTA', '300'], roundsOf(['LTA'], 4))
    expect(DAYS.map((day) => styleOf(legend, 'insert', 'LTA', day).highlight)).toEqual([null, '#D9E7F8', '#B7D2F1', '#B7D2F1'])
  })
  test('are known again, and so is a change to one', () => {
    const rounds = roundsOf(['LTA', '300'], 2)
    for (const name of NAMES) {
      const legend = preset(name, ['LTA', '300'], rounds)
      expect(presetOf(legend, ['LTA', '300'], rounds)).toEqual({ name, changed: false })
      expect(presetOf(withRules(legend, legend.rules.slice(1)), ['LTA', '300'], rounds).changed).toBe(true)
    }
  })
  test('black and white keeps its labels when its rules are changed', () => {
    const legend = preset('mono', ['LTA', '300'])
    expect(labelsNeeded(withRules(legend, legend.rules), [])).toBe(true)
  })
})

describe('the checker', () => {
  const rule = (party: string, style: MarkStyle, from: string | null = null, to: string | null = from): LegendRule => ({
    party,
    kind: 'insert',
    from,
    to,
    label: `${party} %d`,
    style,
  })
  const red: MarkStyle = { text: '#AD0F1B', highlight: '#D5E6FF', line: 'single' }
  const green: MarkStyle = { text: '#0C4A2A', highlight: '#CDEFD2', line: 'single' }
  const of = (...rules: LegendRule[]): Legend => ({ preset: 'custom', rules })

  test('names two rounds that only colour tells apart, and the ways in which it does not', () => {
    const found = alike(of(rule('LTA', red, DAYS[0]), rule('LTA', green, DAYS[1])), roundsOf(['LTA'], 2))
    expect(found.map((f) => [f.kind, f.a.date, f.b.date, f.ways])).toEqual([['insert', DAYS[0], DAYS[1], ['grey']]])
    expect(labelsNeeded(of(rule('LTA', red, DAYS[0]), rule('LTA', green, DAYS[1])), roundsOf(['LTA'], 2))).toBe(true)
  })
  test('leaves alone what one rule draws, and what differs by its line', () => {
    expect(alike(of(rule('LTA', red)), roundsOf(['LTA'], 4))).toEqual([])
    const doubled = of(rule('LTA', red), rule('300', { ...red, line: 'double' }))
    expect(alike(doubled, roundsOf(['LTA', '300'], 1)).filter((f) => f.kind === 'insert')).toEqual([])
  })
  test('finds two parties that no rule draws', () => {
    const found = alike(of(), roundsOf(['LTA', '300'], 2))
    expect(found.map((f) => [f.kind, f.ways.length])).toEqual([
      ['insert', WAYS.length],
      ['delete', WAYS.length],
    ])
  })
  test.each([
    ['deuteranopia', '#B8860B', '#6B8E23'],
    ['protanopia', '#8B1A1A', '#3B2F0B'],
    ['tritanopia', '#1F5FBF', '#0F7A6B'],
  ] as const)('knows what %s does not see', (way, a, b) => {
    const style = (text: string): MarkStyle => ({ text, highlight: null, line: 'single' })
    expect([toldApart(style(a), style(b), 'colour'), toldApart(style(a), style(b), way)]).toEqual([true, false])
  })
  test('mends text that is too faint by as little as is needed, and keeps its hue', () => {
    const faint: MarkStyle = { text: '#8F73CF', highlight: '#ECE4FA', line: 'double' }
    expect(contrastOf(faint)).toBeCloseTo(3.1, 1)
    const mended = mend(faint)!
    expect([mended.change, mended.style.line, mended.style.highlight]).toEqual(['text', 'double', '#ECE4FA'])
    expect(contrastOf(mended.style)).toBeGreaterThanOrEqual(4.5)
    expect(contrastOf(mended.style)).toBeLessThan(5)
    expect(mend(mended.style)).toBeNull()
  })
  test('mends the highlight where even black is not read on it', () => {
    const mended = mend({ text: '#AD0F1B', highlight: '#333333', line: 'single' })!
    expect(mended.change).toBe('highlight')
    expect(isReadable(mended.style)).toBe(true)
  })
  test('knows a rule that an earlier one takes everything from', () => {
    const rules = [rule('LTA', red, DAYS[1], null), rule('LTA', green, DAYS[2]), rule('LTA', green, DAYS[0]), rule('300', green)]
    expect(rules.map((_, i) => isCovered(rules, i))).toEqual([false, true, false, false])
  })
})

describe('colours', () => {
  test('contrast is that of WCAG', () => {
    expect(contrast('#000000', PAPER)).toBeCloseTo(21, 5)
    expect(contrast('#767676', PAPER)).toBeCloseTo(4.54, 2)
  })
  test('differences are those of CIEDE2000 (Sharma et al., 2005)', () => {
    expect(difference('#000000', '#FFFFFF')).toBeCloseTo(100, 4)
    expect(difference('#AD0F1B', '#AD0F1B')).toBe(0)
    expect(difference('#FF0000', '#00FF00')).toBeCloseTo(86.6, 1)
  })
  test('greys stay as they are in every way of seeing, and grey has no colour', () => {
    for (const way of WAYS)
      for (const grey of ['#000000', '#808080', '#FFFFFF']) expect(difference(seen(way, grey), grey)).toBeLessThan(0.5)
    expect(seen('grey', '#AD0F1B')).toMatch(/^#(..)\1\1$/)
  })
  test('red and green come close for those who are blind to either, not for others', () => {
    const apart = (way: (typeof WAYS)[number]) => difference(seen(way, '#B3261E'), seen(way, '#1A6B2A'))
    expect(apart('deuteranopia')).toBeLessThan(apart('colour') / 3)
    expect(apart('tritanopia')).toBeGreaterThan(apart('colour') / 2)
  })
  test('what is no colour is refused', () => {
    expect(() => seen('grey', 'red')).toThrow('red is not a colour')
    expect(() => darkened('#12', PAPER)).toThrow('#12 is not a colour')
  })
})
