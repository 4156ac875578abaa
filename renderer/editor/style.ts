import { labelsNeeded } from '../../shared/model/apart.ts'
import { type Legend, type MarkStyle, styleOf } from '../../shared/model/legend.ts'
import type { Cause } from '../../shared/redline/index.ts'
import type { ShownRound } from './types.ts'

/** How each cause is drawn and named, for one legend and one chain of rounds. */
export interface Ink {
  /** Custom properties for an insertion or a deletion, as the value of a `style` attribute. */
  css(kind: 'insert' | 'delete', by: Cause): string
  /** Party and date as they stand on the page: `LTA 9.20`; with the item where there are several: `Item 5 LTA 9.20`. */
  name(by: Cause): string
  /** The same for screen readers: `Item 5, LTA, 9.20`. */
  said(by: Cause): string
  /** Whether labels must stand by every change because colours do not tell rounds apart. */
  readonly mono: boolean
}

/** A day as the table writes it: `2023-09-20` is `9.20`. */
export function shortDate(day: string): string {
  const [, month, date] = day.split('-')
  return `${Number(month)}.${Number(date)}`
}

const THICKNESS: Readonly<Record<MarkStyle['line'], string>> = { single: '1.25px', double: '1px', dotted: '1.5px', dashed: '1.25px' }
const cssLine = (line: MarkStyle['line']): string => (line === 'single' ? 'solid' : line)

/** The custom properties that `page.css` draws a mark from. */
export function cssOf(style: MarkStyle, kind: 'insert' | 'delete'): string {
  const highlight = style.highlight ? `--mh:${style.highlight};` : ''
  const line =
    kind === 'insert'
      ? `--mu:${cssLine(style.line)};--muw:${THICKNESS[style.line]}`
      : `--ms:${cssLine(style.line)};--msw:${style.line === 'double' ? '1px' : '1.5px'}`
  return `--mt:${style.text};${highlight}${line}`
}

/** Resolves causes to ink, one computed style for each kind, party and round. */
export function inkOf(legend: Legend, rounds: readonly ShownRound[]): Ink {
  const byRound = new Map(rounds.map((round) => [round.r, round]))
  const styles = new Map<string, string>()
  const names = new Map<string, string>()
  const once = (known: Map<string, string>, key: string, make: () => string): string => {
    const there = known.get(key)
    if (there !== undefined) return there
    const made = make()
    known.set(key, made)
    return made
  }
  const dateOf = (by: Cause): string => byRound.get(by.r)?.date ?? ''
  const parts = (by: Cause): string[] =>
    [byRound.get(by.r)?.of?.name, by.p, dateOf(by) && shortDate(dateOf(by))].filter((part) => !!part) as string[]
  return {
    mono: labelsNeeded(legend, rounds),
    css: (kind, by) => once(styles, `${kind} ${by.p} ${by.r}`, () => cssOf(styleOf(legend, kind, by.p, dateOf(by)), kind)),
    name: (by) => once(names, `${by.p} ${by.r}`, () => parts(by).join(' ')),
    said: (by) => once(names, `said ${by.p} ${by.r}`, () => parts(by).join(', ')),
  }
}
