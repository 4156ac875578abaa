import { roman } from '../../shared/model/numeral.ts'

/** The labels of lists in HTML, which numbers its items by itself. */

const LETTERS = 26
function letters(n: number): string {
  let text = ''
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / LETTERS)) text = String.fromCharCode(97 + ((rest - 1) % LETTERS)) + text
  return text
}

/** The types of `ol` and `li`, and the CSS list styles that mean the same. */
const TYPES: Readonly<Record<string, string>> = {
  'lower-alpha': 'a',
  'lower-latin': 'a',
  'upper-alpha': 'A',
  'upper-latin': 'A',
  'lower-roman': 'i',
  'upper-roman': 'I',
  decimal: '1',
  'decimal-leading-zero': '1',
}
/** The type of a list by its `type` attribute or its list style; null where neither says one of numbers. */
export const listType = (given: string | null | undefined): string | null =>
  given ? (TYPES[given] ?? (/^[aAiI1]$/.test(given) ? given : null)) : null

/** The label of the n-th list item in one of HTML's list types (`1`, `a`, `A`, `i`, `I`). */
export function ordinal(n: number, type: string | null): string {
  if (n < 1 || n > 9999) return `${n}.`
  if (type === 'a') return `${letters(n)}.`
  if (type === 'A') return `${letters(n).toUpperCase()}.`
  if (type === 'i') return `${roman(n)}.`
  if (type === 'I') return `${roman(n).toUpperCase()}.`
  return `${n}.`
}
