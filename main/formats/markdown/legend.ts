import { parseDay } from '../../../shared/model/labels.ts'
import type { Day } from '../../../shared/model/negotiation.ts'

/** The legend that a document states in words: which colour stands for which party's insertions or strikes. */

/** One statement. `colours` are the colour words as written; `date` is a day where the statement names one. */
export interface ReadLegendRule {
  readonly party: string | null
  readonly kind: 'insert' | 'delete'
  readonly date: Day | null
  /** Colour of the text and of the highlight, in words; null where the statement does not say. */
  readonly text: string | null
  readonly highlight: string | null
  readonly statement: string
  readonly line: number
}
/** All statements in the order of the document, repeats included in `lines` and left out of `rules`. */
export interface ReadLegend {
  readonly lines: readonly { readonly text: string; readonly line: number }[]
  readonly rules: readonly ReadLegendRule[]
}

const COLOURS = 'red|blue|green|orange|yellow|purple|violet|pink|teal|brown|gr[ae]y|black'
const STATEMENT = `(?:${COLOURS})\\s(?:strike[a-z-]*(?:\\s?(?:outs?|throughs?))?|highlight(?:s|ed|ing)?|underlin(?:e|es|ed|ing)|text|font|ink)\\b`
const BEGINS = new RegExp(`^${STATEMENT}`, 'i')
const ALL = new RegExp(`\\b${STATEMENT}`, 'gi')

/** True where a line begins as a legend does: a colour, then what is done with it. */
export function isLegend(text: string): boolean {
  return BEGINS.test(text) && /\b(?:is|are|means?|shows?|marks?|stands?|=)\b/i.test(text.slice(0, 120))
}

/** Splits text that holds several statements on one line. A colour inside a statement (`with red text`) begins none. */
function statements(text: string): string[] {
  const starts = [...text.matchAll(ALL)]
    .map((m) => m.index)
    .filter((at) => at === 0 || /[.;\n]\s*$/.test(text.slice(Math.max(0, at - 4), at)) || startsAfterDate(text, at))
  return starts.map((at, i) => text.slice(at, starts[i + 1] ?? text.length).trim())
}
/** A statement may end in a date without a full stop. */
const startsAfterDate = (text: string, at: number): boolean => /\d\s*$/.test(text.slice(Math.max(0, at - 4), at))

/** Reads one statement; the party is the one whose label stands in it. */
function readStatement(statement: string, line: number, parties: readonly string[], years: string | null): ReadLegendRule {
  const words = statement.split(/[^\p{L}\p{N}./'-]+/u).map((w) => w.replace(/[.'-]+$/, ''))
  const highlight = new RegExp(`\\b(${COLOURS})\\shighlight`, 'i').exec(statement)?.[1] ?? null
  const text = new RegExp(`\\b(${COLOURS})\\s(?:text|font|ink|strike|underlin)`, 'i').exec(statement)?.[1] ?? null
  const dates = words.map((w) => (/^\d{1,2}[./]\d/.test(w) ? parseDay(w, years) : null)).filter((d) => d !== null)
  return {
    party: parties.find((p) => words.includes(p)) ?? null,
    kind: /strik|strike/i.test(statement) ? 'delete' : 'insert',
    date: dates[0] ?? null,
    text: text?.toLowerCase() ?? null,
    highlight: highlight?.toLowerCase() ?? null,
    statement,
    line,
  }
}

/** The legend of all its lines; null where the document states none. */
export function readLegend(
  lines: readonly { readonly text: string; readonly line: number }[],
  parties: readonly string[],
  years: string | null,
): ReadLegend | null {
  if (!lines.length) return null
  const rules: ReadLegendRule[] = []
  for (const { text, line } of lines)
    for (const statement of statements(text)) {
      const rule = readStatement(statement, line, parties, years)
      const known = rules.some(
        (r) =>
          r.party === rule.party && r.kind === rule.kind && r.date === rule.date && r.text === rule.text && r.highlight === rule.highlight,
      )
      if (!known) rules.push(rule)
    }
  return { lines, rules }
}
