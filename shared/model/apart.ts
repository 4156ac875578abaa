import { contrast, darkened, difference, ENOUGH, lightened, PAPER, seen, WAYS, type Way } from './colour.ts'
import { type Legend, type LegendRound, type LegendRule, type MarkStyle, MONO, ruleOf } from './legend.ts'

/** Whether a legend can be read: what looks alike in it, and what is too faint. */

/** Text as thin as letters is told apart from this difference on (CIEDE2000), a stretch of highlight from this one. */
const TEXT_APART = 15
const HIGHLIGHT_APART = 4.5

/** What two rounds are drawn by that look alike: their rules (null: none, so in plain ink), a round of each, and how it is seen so. */
export interface Alike {
  readonly kind: 'insert' | 'delete'
  readonly a: LegendRound
  readonly b: LegendRound
  readonly ruleA: LegendRule | null
  readonly ruleB: LegendRule | null
  readonly ways: readonly Way[]
}

/** Whether two looks are told apart in one way of seeing: by their lines, else by their colours taken together. */
export function toldApart(a: MarkStyle, b: MarkStyle, way: Way): boolean {
  if (a.line !== b.line) return true
  const text = difference(seen(way, a.text), seen(way, b.text)) / TEXT_APART
  const highlight = difference(seen(way, a.highlight ?? PAPER), seen(way, b.highlight ?? PAPER)) / HIGHLIGHT_APART
  return text ** 2 + highlight ** 2 >= 1
}

/**
 * Rounds that the legend draws by different rules, and that cannot be told apart all the same; each pair of rules once. What one
 * rule draws alike is meant so, and an insertion is always told from a deletion by its line.
 */
export function alike(legend: Legend, rounds: readonly LegendRound[]): Alike[] {
  const found = new Map<string, Alike>()
  for (const kind of ['insert', 'delete'] as const) {
    const drawn = [...new Map(rounds.map((r) => [`${r.party} ${r.date}`, r])).values()].map((round) => ({
      round,
      rule: ruleOf(legend, kind, round.party, round.date),
    }))
    drawn.forEach((a, i) => {
      for (const b of drawn.slice(i + 1)) {
        if (a.rule === b.rule && a.round.party === b.round.party) continue
        const key = `${kind} ${placeOf(legend, a.rule, a.round)} ${placeOf(legend, b.rule, b.round)}`
        if (found.has(key)) continue
        const [first, second] = [a.rule?.style ?? MONO, b.rule?.style ?? MONO]
        const ways = WAYS.filter((way) => !toldApart(first, second, way))
        if (ways.length) found.set(key, { kind, a: a.round, b: b.round, ruleA: a.rule, ruleB: b.rule, ways })
      }
    })
  }
  return [...found.values()]
}
const placeOf = (legend: Legend, rule: LegendRule | null, round: LegendRound): string =>
  rule ? String(legend.rules.indexOf(rule)) : round.party

/**
 * Whether changes must say their party and date: in black and white, where the legend asks for it, and where these rounds cannot be
 * told apart by how they look.
 */
export function labelsNeeded(legend: Legend, rounds: readonly LegendRound[]): boolean {
  return legend.preset === 'mono' || legend.labels === true || alike(legend, rounds).length > 0
}

/** Contrast of a look's text on what is under it, from 1 to 21. */
export const contrastOf = (style: MarkStyle): number => contrast(style.text, style.highlight ?? PAPER)
/** Whether a look's text can be read (WCAG 2.2, level AA). */
export const isReadable = (style: MarkStyle): boolean => contrastOf(style) >= ENOUGH

/** The smallest change that makes a look readable, and what it changes; null where it is readable, or cannot become so. */
export function mend(style: MarkStyle): { readonly change: 'text' | 'highlight'; readonly to: string; readonly style: MarkStyle } | null {
  if (isReadable(style)) return null
  const text = darkened(style.text, style.highlight ?? PAPER)
  if (text) return { change: 'text', to: text, style: { ...style, text } }
  const highlight = style.highlight && lightened(style.highlight, style.text)
  return highlight ? { change: 'highlight', to: highlight, style: { ...style, highlight } } : null
}
