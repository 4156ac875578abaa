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

const SPACE = /^\s/
const WORD = /[\p{L}\p{N}]/u
/** Whether a token is white space. */
export const isSpace = (token: string): boolean => SPACE.test(token)
/** Whether a token is a word or a figure, not white space or punctuation. */
export const isWord = (token: string): boolean => WORD.test(token)
/** The words and figures of a text, without white space and punctuation. */
export const words = (text: string): string[] => tokens(text).filter(isWord)
