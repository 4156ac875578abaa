import type { Alike } from '../../../shared/model/apart.ts'
import type { Way } from '../../../shared/model/colour.ts'
import { type Legend, type LegendRound, type LegendRule, type LineStyle, ruleOf } from '../../../shared/model/legend.ts'
import { shortDay } from '../dates.ts'

/** Lines by their names in the window. */
export const LINE_NAMES: Readonly<Record<LineStyle, string>> = { single: 'one', double: 'two', dotted: 'dots', dashed: 'dashes' }

/** Inks that are offered, each readable on white paper. */
export const INKS: readonly (readonly [string, string])[] = [
  ['Ink', '#1E1D1B'],
  ['Red', '#AD0F1B'],
  ['Strike red', '#B3261E'],
  ['Brown', '#7A3800'],
  ['Green', '#0C4A2A'],
  ['Leaf green', '#0C5A34'],
  ['Blue', '#0B4F9E'],
  ['Violet', '#5A2CA8'],
]
/** Highlights that are offered; null: none. */
export const HIGHLIGHTS: readonly (readonly [string, string | null])[] = [
  ['None', null],
  ['Blue', '#D5E6FF'],
  ['Green', '#A9DFB2'],
  ['Lavender', '#ECE4FA'],
  ['Yellow', '#FFF1B8'],
  ['Peach', '#FFE1CC'],
  ['Aqua', '#DDF1F1'],
  ['Grey', '#E9E7E2'],
]

const SEEN: Readonly<Record<Way, string>> = {
  colour: 'In colour',
  grey: 'In greyscale',
  deuteranopia: 'To the green-blind',
  protanopia: 'To the red-blind',
  tritanopia: 'To the blue-blind',
}

/** The name of a rule in the list: its party and what it draws. */
export function ruleName(legend: Legend, at: number, rounds: readonly LegendRound[]): string {
  const rule = legend.rules[at]
  if (rule.kind === 'delete') return [rule.party, 'strikes', days(rule)].filter(Boolean).join(' ')
  if (rule.from !== null || rule.to !== null) return `${rule.party} ${days(rule)}`
  const drawn = rounds.filter((r) => r.party === rule.party && ruleOf(legend, 'insert', r.party, r.date) === rule)
  return drawn.length === 1
    ? `${rule.party} ${shortDay(drawn[0].date)}`
    : `${rule.party} ${drawn.length ? drawn.map((r) => shortDay(r.date)).join(', ') : 'any round'}`
}
/** The days of a rule: `9.20`, `from 12.6`, `to 11.1`, `9.20 to 11.1`; empty for all. */
export function days({ from, to }: Pick<LegendRule, 'from' | 'to'>): string {
  if (from === null) return to === null ? '' : `to ${shortDay(to)}`
  if (to === null) return `from ${shortDay(from)}`
  return from === to ? shortDay(from) : `${shortDay(from)} to ${shortDay(to)}`
}

/** What looks alike, in a sentence: `In greyscale LTA 9.20 and LTA 1.3 look alike.` */
export function alikeWords({ kind, a, b, ways }: Alike): string {
  const who = (r: LegendRound) => (kind === 'delete' ? `what ${r.party} strikes` : `${r.party} ${shortDay(r.date)}`)
  const pair = `${who(a)} and ${who(b)} look alike.`
  if (ways.includes('colour')) return pair[0].toUpperCase() + pair.slice(1)
  return `${ways.map((way, i) => (i ? SEEN[way][0].toLowerCase() + SEEN[way].slice(1) : SEEN[way])).join(', ')} ${pair}`
}
