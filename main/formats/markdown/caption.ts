/** What tells a caption (`Section 4. Bereavement Absence:`) from a sentence that begins in the same way. */

/** `ARTICLE VIII`, `Article 4.`; not `Article 4, Section 2`, which is a reference. */
export const ARTICLE = /^(?:ARTICLE|Article)\s{1,3}(?:[IVXLC]{1,7}|\d{1,3})(?![\w,;])\s?\.?/
/** `APPENDIX A`, `Appendix C-4`, `APPENDIX C- 1&2`. */
export const APPENDIX = /^(?:APPENDIX|Appendix)\s{1,3}[A-Z](?:\s?-\s?\d{1,2}(?:\s?&\s?\d{1,2})?)?(?![\w,;])\.?/
/** `Section 4.`, `SECTION 12:`, `Section 4.5.`, `SECTION. 2.`; not `Section 4, Subd. 1`. */
export const SECTION = /^(?:SECTION|Section)\.?\s{1,3}\d{1,3}(?:\.\d{1,3})?(?![\w,;])\s?[.:]?/
/** `Subd. 2.`, `Subd 35.`, `Subd.1`, `Subd. 1.1.`, `Subd. 4⁵.` */
export const SUBDIVISION = /^Subd(?:ivision)?\.?\s{0,3}\d{1,3}(?:\.\d{1,3}){0,3}[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{0,2}[.:]?(?=\s|$)/i

const SMALL: ReadonlySet<string> = new Set(
  'a an and and/or as at but by for from in into nor of on or over per th than the to via with without &'.split(' '),
)
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))

export const countWords = (text: string): number => wordsOf(text).length
export const isCaps = (text: string): boolean => /\p{Lu}/u.test(text) && !/\p{Ll}{2}/u.test(text)

/** True where each word of weight begins with a capital or a figure, as in `Health and Hospitalization Insurance Options`. */
export function isTitle(text: string): boolean {
  const words = wordsOf(text)
  return (
    words.length > 0 &&
    /^[^\p{L}]*\p{Lu}/u.test(words[0]!) &&
    words.every((w) => SMALL.has(w.toLowerCase()) || /^[^\p{L}]*(?:\p{Lu}|$)/u.test(w))
  )
}

/** The leading words that read as a title (`Copies` in `Copies of this Agreement shall`); capped at `most` words. */
export function titleRun(text: string, most: number): string {
  const words = text.split(/\s+/)
  const seen = new Set<string>()
  let end = 0
  for (let i = 0; i < words.length && i < most; i++) {
    const word = words[i]!
    const core = word.replace(/[^\p{L}]/gu, '')
    // A word of weight that comes again begins the sentence after the title (`Terminal Positions Terminal Positions are …`).
    if (core.length >= 4 && seen.has(core)) break
    seen.add(core)
    if (SMALL.has(word.toLowerCase())) continue
    if (!/^[^\p{L}]*(?:\p{Lu}|$)/u.test(word)) break
    end = i + 1
    if (/[.:;]$/.test(word)) break
  }
  return words.slice(0, end).join(' ')
}

/**
 * Where the caption that begins at `from` ends; `from` itself where a sentence stands there instead. A caption ends at the first
 * colon or full stop after a title, before a subdivision, or with the text.
 */
export function captionEnd(text: string, from: number): number {
  const after = text.slice(from, from + 400)
  const subdivision = /\sSubd(?:ivision)?\.?\s?\d/i.exec(after)
  const reach = subdivision ? after.slice(0, subdivision.index) : after
  const whole = from + reach.length === text.length || subdivision !== null
  const count = countWords(reach)
  if (count === 0) return from
  if (whole && isCaps(reach) && count <= 25) return from + reach.length
  if (whole && count <= 18 && (isTitle(reach) || (!/[.;]\s*$/.test(reach) && count <= 10 && /^\s*\p{Lu}/u.test(reach))))
    return from + reach.length
  const stop = /\s?[:.](?=\s|$)/.exec(reach)
  if (!stop) return from
  const head = reach.slice(0, stop.index)
  const words = countWords(head)
  const colon = stop[0].endsWith(':')
  const reads = isTitle(head) || isCaps(head) || (/^\s*\p{Lu}/u.test(head) && (words <= 3 || (colon && words <= 12)))
  return words > 0 && words <= 14 && reads ? from + stop.index + stop[0].length : from
}
