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
  for (const rule of legend.rules)
    if (rule.party === party && rule.kind === kind && (rule.from === null || date >= rule.from) && (rule.to === null || date <= rule.to))
      return rule.style
  return MONO
}

/**
 * The preset of the BEA/191 document: the first party strikes in red and inserts in red on blue, its later rounds in green;
 * the second party is violet with double lines. `secondRound`: the first day that counts as a later round, by party label.
 */
export function bea191(first: string, second: string, laterFrom: Readonly<Record<string, string>> = {}): Legend {
  const red = '#AD0F1B',
    strike = '#B3261E',
    green = '#0C4A2A',
    violet = '#5A2CA8'
  const rules: LegendRule[] = []
  const later = (party: string, style: MarkStyle) => {
    const from = laterFrom[party]
    if (from) rules.push({ party, kind: 'insert', from, to: null, label: `${party} %d`, style })
  }
  later(first, { text: green, highlight: '#CDEFD2', line: 'single' })
  rules.push({
    party: first,
    kind: 'insert',
    from: null,
    to: null,
    label: `${first} %d`,
    style: { text: red, highlight: '#D5E6FF', line: 'single' },
  })
  rules.push({
    party: first,
    kind: 'delete',
    from: null,
    to: null,
    label: `${first} strikes`,
    style: { text: strike, highlight: null, line: 'single' },
  })
  later(second, { text: violet, highlight: '#ECE4FA', line: 'double' })
  rules.push({
    party: second,
    kind: 'insert',
    from: null,
    to: null,
    label: `${second} %d`,
    style: { text: violet, highlight: null, line: 'double' },
  })
  rules.push({
    party: second,
    kind: 'delete',
    from: null,
    to: null,
    label: `${second} strikes`,
    style: { text: violet, highlight: null, line: 'double' },
  })
  return { preset: 'bea191', rules }
}
