import { plainText } from './flow.ts'

/** Page headers that a contract repeats: `ARTICLE 3. DEFINITIONS (continued)` and what stands with it. */

/** `(continued)` as it is written and miswritten: `(contined)`, `(cont.)`, `(CONTINUED)`. */
const CONTINUED = /\(\s?cont[a-z]{0,10}[.…]{0,3}\s?\)/gi
/** Longer than this it is a sentence that speaks of continuing, not a header. */
const MOST = 220

/** Words of a sentence behind a full stop: no header has them. */
const SENTENCE = /[.;]\s{1,4}\p{L}{3,40}[^.;]{0,80}\p{Ll}{3,40}\s\p{Ll}{3,40}\s\p{Ll}/u

/** A header at the start of a line, and what follows it on the same line. */
export interface PageHeader {
  readonly header: string
  readonly rest: string
}

const LEADS = /^(?:ARTICLE|SECTION|APPENDIX|SCHEDULE|PART|CHAPTER)\b/

/**
 * The page header that a line of the source begins with; null where it is none. A line that ends in `(continued)` is a header as a
 * whole. One that begins as a header and goes on with other words is cut after its last `(continued)`.
 */
export function pageHeader(line: string): PageHeader | null {
  const text = plainText(line.replace(/^\s*[-+]\s+/, '')).trim()
  if (text.startsWith('|')) return null
  const marks = [...text.slice(0, MOST).matchAll(CONTINUED)]
  const last = marks.at(-1)
  if (!last) return null
  const end = last.index + last[0].length
  if (text.slice(end).replace(/[\s.:–-]+/g, '') === '') return { header: text, rest: '' }
  const inSource = [...line.matchAll(CONTINUED)][marks.length - 1]
  if (!inSource || !LEADS.test(text) || SENTENCE.test(text.slice(0, last.index))) return null
  return { header: text.slice(0, end), rest: line.slice(inSource.index + inSource[0].length) }
}

/** A line that is only a page number: `- 12 -`, `Page 12`, `12`. */
export const isPageNumber = (line: string): boolean =>
  /^\s*(?:page\s{1,3}\d{1,4}(?:\s{1,3}of\s{1,3}\d{1,4})?|[-–—]\s?\d{1,4}\s?[-–—]|\d{1,4})\s*$/i.test(line)

/** The same header words, whatever their case and punctuation. */
export const headerKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
