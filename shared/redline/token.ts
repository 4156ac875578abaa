/**
 * Words as a negotiator reads them. A figure changes as a whole: `$1,500.00`, `95%`, `9/1/2023`, `2021-2023`, `5.4.9`,
 * `179A.03` and `7:30` are one token each; so are words with an inner apostrophe or hyphen and dotted abbreviations (`i.e.`).
 */
const TOKEN = new RegExp(
  [
    '\\s+',
    // Dates and spans of years, before the numbers that they begin with.
    '\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?(?![\\d\\p{L}])',
    '\\d{4}-\\d{2}-\\d{2}(?!\\d)',
    '\\d{4}[-\\u2010-\\u2013]\\d{2,4}(?!\\d)',
    // Money (`$ 42,570` in a grid too), then numbers with groups, decimals, letters, clock times and a per cent sign.
    '[$\\u00a3\\u20ac][ \\u00a0]?\\d+(?:,\\d{3})*(?:\\.\\d+)?',
    '\\d+(?:,\\d{3}(?!\\d))*\\p{L}*(?:[.:]\\d+\\p{L}*)*(?:[ \\u00a0]?%)?',
    // `i.e.`, `P.E.L.R.A.`; then words.
    '\\p{L}(?:\\.\\p{L}(?!\\p{L}))+\\.?',
    "[\\p{L}\\p{M}\\p{N}_]+(?:['\\u2019\\u2010\\u2011-][\\p{L}\\p{M}\\p{N}_]+)*",
    '[^]',
  ].join('|'),
  'gu',
)

/** The tokens of a text in order; joined they are the text again. White space runs and marks of punctuation are tokens too. */
export function tokens(text: string): string[] {
  return text.match(TOKEN) ?? []
}

const NEXT = new RegExp(TOKEN.source, 'uy')
/** The token of a text that begins at a place. */
export function tokenAt(text: string, at: number): string {
  NEXT.lastIndex = at
  return NEXT.exec(text)![0]
}

const SPACE = /^\s/
const WORD = /[\p{L}\p{N}]/u
/** Whether a token is white space. */
export const isSpace = (token: string): boolean => SPACE.test(token)
/** Whether a token is a word or a figure, not white space or punctuation. */
export const isWord = (token: string): boolean => WORD.test(token)
/** The words and figures of a text, without white space and punctuation. */
export const words = (text: string): string[] => tokens(text).filter(isWord)

const FIGURE = /^(?:[$\u00a3\u20ac][ \u00a0]?)?\d/
/** Whether a token is a figure: a number, money, a percentage, a date or a section number. Those change as a whole. */
export const isFigure = (token: string): boolean => FIGURE.test(token)

/** A figure in a text, and where it begins and ends there. */
export interface Figure {
  readonly text: string
  readonly start: number
  readonly end: number
}

const isBlank = (char: string): boolean => SPACE.test(char)
/** A part of a text, widened on both sides to the next white space and on over so many stretches of it. */
export function reachOf(text: string, from: number, to: number, spaces: number): { start: number; end: number } {
  let start = from
  let end = to
  for (let n = 0; n <= spaces; n++) {
    if (n > 0) while (start > 0 && isBlank(text[start - 1])) start--
    while (start > 0 && !isBlank(text[start - 1])) start--
    if (n > 0) while (end < text.length && isBlank(text[end])) end++
    while (end < text.length && !isBlank(text[end])) end++
  }
  return { start, end }
}

/** White space that a figure can reach across (`$ 42,570`, `5 %`), and one more, to begin on a border of tokens. */
const SPACES = 2

/** The figures of a text that lie between two places of it or near them, read in their surroundings; the rest is not looked at. */
export function figuresNear(text: string, from: number, to: number): Figure[] {
  const { start, end } = reachOf(text, from, to, SPACES)
  const near = text.slice(start, end)
  const out: Figure[] = []
  if (!/\d/.test(near)) return out
  for (const { 0: token, index } of near.matchAll(TOKEN)) {
    if (!isFigure(token)) continue
    const last = out[out.length - 1]
    // Digits that follow a figure without anything between read as part of it (`$45,0001`).
    if (last?.end === start + index && /\d$/.test(last.text) && /^\d/.test(token))
      out[out.length - 1] = { text: last.text + token, start: last.start, end: last.end + token.length }
    else out.push({ text: token, start: start + index, end: start + index + token.length })
  }
  return out
}
