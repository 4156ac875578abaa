/**
 * The legend: which colour and mark stands for which party and round. Data, kept in the file; the same in the window and in
 * every export. Meaning never rests on colour alone: an insertion is always underlined, a deletion always struck.
 */

/** The line under an insertion or through a deletion. */
export type LineStyle = 'single' | 'double' | 'dotted' | 'dashed'
/** Colours are `#RRGGBB`. */
export interface MarkStyle {
  readonly text: string
  readonly highlight: string | null
  readonly line: LineStyle
}
/**
 * One rule. The first rule in order whose party, kind and rounds match wins. `from`/`to` are days, both inclusive; null is open.
 */
export interface LegendRule {
  readonly party: string
  readonly kind: 'insert' | 'delete'
  readonly from: string | null
  readonly to: string | null
  /** Text of the key, such as `LTA strikes` or `LTA 9.20`; `%d` stands for the round's date. */
  readonly label: string
  readonly style: MarkStyle
}
/** A legend: its rules in order, and the preset that they came from. */
export interface Legend {
  readonly preset: 'bea191' | 'party' | 'party-round' | 'mono' | 'custom'
  readonly rules: readonly LegendRule[]
  /** Whether each change says its party and date, whatever the colours; left out: only where they do not tell rounds apart. */
  readonly labels?: boolean
}

/** Black with a single line: what stands where no rule matches. */
export const MONO: MarkStyle = { text: '#1E1D1B', highlight: null, line: 'single' }

/** The style of an insertion or deletion by a party on a date. Never throws: where no rule matches, black with a single line. */
export function styleOf(legend: Legend, kind: 'insert' | 'delete', party: string, date: string): MarkStyle {
  return ruleOf(legend, kind, party, date)?.style ?? MONO
}
/** The rule that an insertion or deletion by a party on a date is drawn by; null where none matches. */
export function ruleOf(legend: Legend, kind: 'insert' | 'delete', party: string, date: string): LegendRule | null {
  for (const rule of legend.rules)
    if (rule.party === party && rule.kind === kind && (rule.from === null || date >= rule.from) && (rule.to === null || date <= rule.to))
      return rule
  return null
}

/** A round as a legend looks at it. */
export interface LegendRound {
  readonly party: string
  readonly date: string
}
/** The presets that ship, by their names in the window. */
export const PRESETS = { bea191: 'BEA/191', party: 'By party', 'party-round': 'By party and round', mono: 'Black and white' } as const
export type PresetName = keyof typeof PRESETS

/** How a preset draws one party: its ink, its line, and what lies under its later rounds, one after the other. */
interface PartyLook {
  readonly text: string
  readonly line: LineStyle
  readonly tints: readonly string[]
}
const LINES: readonly LineStyle[] = ['single', 'double', 'dotted']
/** For the presets by party. Each tint is told from the one before it by its lightness alone, so that it holds on a grey print. */
const LOOKS: readonly PartyLook[] = [
  { text: '#0B4F9E', line: 'single', tints: ['#D9E7F8', '#B7D2F1'] },
  { text: '#0C5A34', line: 'double', tints: ['#D6EEDF', '#ABDDBD'] },
  { text: '#7A3800', line: 'dotted', tints: ['#FBE1CE', '#F3C39C'] },
  { text: '#5A2CA8', line: 'single', tints: ['#ECE4FA', '#D3C2F3'] },
  { text: '#0B4B52', line: 'double', tints: ['#D2EDEF', '#A3D9DD'] },
  { text: '#7A1048', line: 'dotted', tints: ['#FBDDEA', '#F2B5D0'] },
  { text: '#4A3F00', line: 'single', tints: ['#F3E9B8', '#E2D27C'] },
  { text: '#1E1D1B', line: 'double', tints: ['#E5E3DE', '#CCC9C2'] },
]
const INK_2 = '#524E48'

const insertion = (party: string, style: MarkStyle, from: string | null = null): LegendRule => ({
  party,
  kind: 'insert',
  from,
  to: null,
  label: `${party} %d`,
  style,
})
const deletion = (party: string, style: MarkStyle): LegendRule => ({
  party,
  kind: 'delete',
  from: null,
  to: null,
  label: `${party} strikes`,
  style,
})

/**
 * A preset for these parties, in the order in which they were named. Where it tells rounds apart it goes by `rounds`: what was put
 * forward so far.
 */
export function preset(name: PresetName, parties: readonly string[], rounds: readonly LegendRound[] = []): Legend {
  const days = (party: string) => [...new Set(rounds.filter((r) => r.party === party).map((r) => r.date))].sort()
  if (name === 'bea191') {
    const later = parties.flatMap((party) => (days(party).length > 1 ? [[party, days(party).at(-1)!] as const] : []))
    return bea191(parties[0], parties[1], Object.fromEntries(later), parties.slice(2))
  }
  const rules = parties.flatMap((party, i): LegendRule[] => {
    const line = LINES[i % LINES.length]
    if (name === 'mono') return [insertion(party, { ...MONO, line }), deletion(party, { text: INK_2, highlight: null, line })]
    const { text, tints } = LOOKS[i % LOOKS.length]
    const style = { text, highlight: null, line }
    const later = name === 'party' ? [] : laterRules(party, style, days(party), tints)
    return [...later, insertion(party, style), deletion(party, style)]
  })
  return { preset: name, rules }
}
/** The second round of a party on the first tint, the third and all after it on the second; the last comes first, as it wins. */
function laterRules(party: string, style: MarkStyle, days: readonly string[], tints: readonly string[]): LegendRule[] {
  return tints.flatMap((highlight, i) => (days[i + 1] ? [insertion(party, { ...style, highlight }, days[i + 1])] : [])).reverse()
}

/**
 * The preset of the BEA/191 document: the first party strikes in red and inserts in red on blue, its later rounds in green;
 * the second party is violet with double lines, a third brown with dotted ones. `laterFrom`: the first day that counts as a later
 * round, by party label.
 */
export function bea191(
  first: string,
  second: string,
  laterFrom: Readonly<Record<string, string>> = {},
  others: readonly string[] = [],
): Legend {
  const rules = [first, second, ...others].flatMap((party, i): LegendRule[] => {
    const { early, later, strike } = BEA191[i] ?? otherLook(i)
    const from = laterFrom[party]
    return [...(from ? [insertion(party, later, from)] : []), insertion(party, early), deletion(party, strike)]
  })
  return { preset: 'bea191', rules }
}
interface Bea191Look {
  readonly early: MarkStyle
  readonly later: MarkStyle
  readonly strike: MarkStyle
}
const BEA191: readonly Bea191Look[] = [
  {
    early: { text: '#AD0F1B', highlight: '#D5E6FF', line: 'single' },
    later: { text: '#0C4A2A', highlight: '#A9DFB2', line: 'single' },
    strike: { text: '#B3261E', highlight: null, line: 'single' },
  },
  {
    early: { text: '#5A2CA8', highlight: null, line: 'double' },
    later: { text: '#5A2CA8', highlight: '#ECE4FA', line: 'double' },
    strike: { text: '#5A2CA8', highlight: null, line: 'double' },
  },
]
/** From the third party on: an ink that the first two do not have. */
function otherLook(place: number): Bea191Look {
  const { text, tints } = LOOKS[place === 3 ? 0 : place % LOOKS.length]
  const early: MarkStyle = { text, highlight: null, line: LINES[place % LINES.length] }
  return { early, later: { ...early, highlight: tints[0] }, strike: early }
}

/** A legend with other rules. What was black and white has labels from then on by choice, as its look no longer says so. */
export const withRules = (legend: Legend, rules: readonly LegendRule[]): Legend =>
  legend.preset === 'mono' ? { preset: 'custom', rules, labels: true } : { ...legend, rules }

/** The preset that a legend came from, and whether it was changed since. */
export function presetOf(
  legend: Legend,
  parties: readonly string[],
  rounds: readonly LegendRound[],
): { name: PresetName | null; changed: boolean } {
  if (legend.preset === 'custom') return { name: null, changed: true }
  const plain = preset(legend.preset, parties, rounds)
  return { name: legend.preset, changed: JSON.stringify(plain.rules) !== JSON.stringify(legend.rules) }
}

/** Whether a rule is never asked, as an earlier one takes all that it would fit. */
export function isCovered(rules: readonly LegendRule[], at: number): boolean {
  const rule = rules[at]
  return rules
    .slice(0, at)
    .some(
      (r) =>
        r.party === rule.party &&
        r.kind === rule.kind &&
        (r.from === null || (rule.from !== null && r.from <= rule.from)) &&
        (r.to === null || (rule.to !== null && r.to >= rule.to)),
    )
}
