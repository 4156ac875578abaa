/** Figures of a salary grid, and the rules that make new ones out of them. Values are whole numbers of a hundredth: no rounding but the rule’s. */

/** A figure as it is written: `$1,234.50` has a sign before, commas and two decimals. */
export interface Figure {
  /** Hundredths. */
  readonly value: number
  readonly before: string
  readonly commas: boolean
  readonly decimals: number
  readonly after: string
}

/** Reads a cell that holds one figure and nothing else; null for any other. A percentage, a step number with a letter and a date are none. */
export function parseFigure(text: string): Figure | null {
  const found = /^\s*(\$\s?)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?(\s*\*)?\s*$/.exec(text)
  if (!found) return null
  const [, before = '', whole, part = '', after = ''] = found
  const value = Number(whole.replace(/,/g, '')) * 100 + Number(part.padEnd(2, '0'))
  return Number.isSafeInteger(value) ? { value, before, commas: whole.includes(','), decimals: part.length, after } : null
}

/** Writes a value in the manner of a figure; hundredths show where it has some, even if the figure had none. */
export function formatFigure(value: number, like: Omit<Figure, 'value'>): string {
  const size = Math.abs(value)
  const whole = Math.floor(size / 100)
  const part = size % 100
  const decimals = part % 10 ? 2 : Math.max(like.decimals, part && like.decimals !== 1 ? 2 : 0)
  const digits = String(whole).replace(/\B(?=([0-9]{3})+$)/g, like.commas || (whole >= 10_000 && like.before) ? ',' : '')
  const point = decimals ? `.${String(part).padStart(2, '0').slice(0, decimals)}` : ''
  return `${value < 0 ? '−' : ''}${like.before}${digits}${point}${like.after}`
}

/** How a new figure is rounded. */
export type Rounding = 'up' | 'nearest' | 'down'
/** What happens to each figure: a percentage (in thousandths of a percent) and an amount (hundredths) are added, then it is rounded. */
export interface PayRule {
  readonly percent: number
  readonly amount: number
  /** Null: to the hundredth, halves up. */
  readonly round: { readonly way: Rounding /** Hundredths. */; readonly to: number } | null
}

const AMOUNT = '\\$\\s?([0-9][0-9,]*(?:\\.[0-9]{1,2})?)'
const hundredths = (text: string): number => Math.round(Number(text.replace(/,/g, '')) * 100)

/**
 * Reads a rule as it is written at the table: `8 %, round up to the nearest 10`, `2.5% plus $500`, `$1,200`, `−1 %`. Null where it
 * says neither a percentage nor an amount, or something that is not understood.
 */
export function parsePayRule(text: string): PayRule | null {
  let rest = ` ${text.replace(/[−–]/g, '-').replace(/\s+/g, ' ').trim()} `
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest)
    if (found) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`
    return found
  }
  const rounding = take(
    /\bround(?:ed)?\s+(?:(up|down)\s+)?(?:to\s+)?(?:the\s+)?(?:(nearest)\s+)?(?:(?:whole\s+)?(dollar|cent)|\$?\s?([0-9][0-9,]*(?:\.[0-9]{1,2})?)(?:\s+dollars?)?)/i,
  )
  const percent = take(/(-?)\s?([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*(?:%|per\s?cent)/i)
  // A word right before the amount is about the amount alone: `2% minus $500`, `1% decrease plus $100`.
  const amount = take(new RegExp(`(?:\\b(plus|minus|less)\\s+)?(-?)\\s?${AMOUNT}`, 'i'))
  const own = amount?.[1]?.toLowerCase()
  if (!percent && !amount) return null
  if (/[0-9$%]/.test(rest)) return null
  const words = rest.toLowerCase().match(/[a-z]+/g) ?? []
  if (words.some((word) => !PLAIN.has(word))) return null
  const less = words.some((word) => LESS.has(word)) ? -1 : 1
  const signed = (sign: string, value: number): number => (sign ? -value : value * less)
  return {
    percent: percent ? signed(percent[1], Math.round(Number(percent[2]) * 1000)) : 0,
    amount: !amount
      ? 0
      : own === undefined
        ? signed(amount[2], hundredths(amount[3]))
        : hundredths(amount[3]) * ((own === 'plus') === (amount[2] === '') ? 1 : -1),
    round: rounding
      ? {
          way: (rounding[1]?.toLowerCase() as Rounding | undefined) ?? 'nearest',
          to: rounding[3] ? (rounding[3].toLowerCase() === 'cent' ? 1 : 100) : hundredths(rounding[4]),
        }
      : null,
  }
}
const LESS = new Set(['decrease', 'reduction', 'less', 'minus', 'lower'])
const PLAIN = new Set([
  ...LESS,
  'increase',
  'raise',
  'and',
  'plus',
  'then',
  'to',
  'of',
  'on',
  'by',
  'in',
  'the',
  'a',
  'an',
  'all',
  'each',
  'every',
  'cell',
  'cells',
  'step',
  'steps',
  'figure',
  'figures',
  'lane',
  'lanes',
  'add',
  'added',
  'across',
  'board',
  'with',
  'dollars',
])

/** A value after a rule, in hundredths; never below nothing. */
export function applyPayRule(rule: PayRule, value: number): number {
  // Hundred-thousandths of a hundredth: exact in whole numbers up to figures of tens of millions.
  const exact = BigInt(value) * BigInt(100_000 + rule.percent) + BigInt(rule.amount) * 100_000n
  const unit = BigInt(rule.round?.to || 1) * 100_000n
  const size = exact < 0n ? 0n : exact
  const down = size / unit
  const rest = size % unit
  const way = rule.round?.way ?? 'nearest'
  const up = way === 'up' ? rest > 0n : way === 'nearest' ? rest * 2n >= unit : false
  return Number(((down + (up ? 1n : 0n)) * unit) / 100_000n)
}

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text)
const money = (value: number): string => `$${trimmed((Math.abs(value) / 100).toFixed(2)).replace(/\B(?=([0-9]{3})+(?:\.|$))/g, ',')}`

const unitText = (to: number): string => (to === 100 ? 'nearest dollar' : to === 1 ? 'nearest cent' : `nearest ${money(to).slice(1)}`)

/** A rule as it stands beside its grid: `8% increase, rounded up to the nearest 10`. */
export function payRuleText({ percent, amount, round }: PayRule): string {
  const less = percent < 0 || (percent === 0 && amount < 0)
  const parts = [
    ...(percent ? [`${trimmed((Math.abs(percent) / 1000).toFixed(3))}%`] : []),
    ...(amount ? [`${percent ? (amount < 0 === percent < 0 ? (less ? 'and ' : 'plus ') : 'and −') : ''}${money(amount)}`] : []),
  ]
  const rounded = round ? `, rounded ${round.way === 'nearest' ? '' : `${round.way} `}to the ${unitText(round.to)}` : ''
  if (percent < 0 && amount > 0) return `${parts[0]} decrease plus ${money(amount)}${rounded}`
  return `${parts.join(' ')} ${less ? 'decrease' : 'increase'}${rounded}`
}

/** What a grid costs: each figure times the people (FTE) at it, in hundredths. `figures` and `staff` are by cell. */
export function costOf(
  figures: ReadonlyMap<string, number>,
  staff: Readonly<Record<string, number>>,
): { readonly total: number; readonly people: number; readonly uncounted: number } {
  let total = 0
  let people = 0
  let uncounted = 0
  for (const [cell, value] of figures) {
    const fte = staff[cell]
    if (fte === undefined) {
      uncounted++
      continue
    }
    total += Math.round(value * fte)
    people += fte
  }
  return { total, people: Math.round(people * 1000) / 1000, uncounted }
}
