import type { Part } from './block.ts'
import { partText } from './block.ts'
import { APPENDIX, ARTICLE, countWords, isCaps, SECTION, titleRun } from './caption.ts'

/** What an item is called and where in the contract it stands, from the headings of its language. */

export interface Place {
  readonly title: string | null
  /** `Article VIII, Section 4`, `Appendix C-4`; null where none is stated. */
  readonly place: string | null
}

const SMALL = /^(?:a|an|and|as|at|but|by|for|from|in|of|on|or|the|to|with)$/i
const ABBREVIATION = /[\d/()-]|^(?:ABE|ECFE|TOSA|TSA|BEA|MOU|HRA|LTD)\b/

/** `LENGTH OF THE SCHOOL YEAR` as `Length of the School Year`; text that is not all capitals stays as it is. */
function titleCase(text: string): string {
  if (!isCaps(text)) return text
  const cased = (word: string): string => word.replace(/\p{L}[\p{L}'’]*/gu, (w) => w[0]!.toUpperCase() + w.slice(1).toLowerCase())
  return text
    .split(' ')
    .map((word, i) => (ABBREVIATION.test(word) ? word : i > 0 && SMALL.test(word) ? word.toLowerCase() : cased(word)))
    .join(' ')
}

const bare = (text: string): string =>
  text
    .trim()
    .replace(/^[-–:.\s]{1,6}/, '')
    .replace(/[\s.:;-]{1,6}$/, '')
    .trim()
const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1).toLowerCase()

/** `ARTICLE VIII` as `Article VIII`, `APPENDIX C- 1&2` as `Appendix C-1&2`. */
function nameOf(head: string): string {
  const [word, ...rest] = bare(head).split(/\s+/)
  return `${capital(word!)} ${rest.join('')}`
}

/** The first words of a sentence, for an item that has no caption. */
function firstWords(text: string | undefined): string | null {
  const words = text?.split(/\s+/, 8) ?? []
  return words.length === 0 ? null : words.length < 8 ? words.join(' ') : `${words.slice(0, 7).join(' ')} …`
}

/** Reads title and place from the parts of a language. Where several sections stand in it, only the article is its place. */
export function placeOf(parts: readonly Part[], doubtfulLines: ReadonlySet<number>): Place {
  let place: string | null = null
  let title: string | null = null
  let caption: string | null = null
  const sections: { readonly number: string; readonly caption: string; readonly line: number }[] = []
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [{ text: partText(part), heading: part.heading, line: part.line }] : []))
  for (const [i, { text, heading, line }] of texts.entries()) {
    const top = (ARTICLE.exec(text) ?? APPENDIX.exec(text))?.[0]
    const section = SECTION.exec(text)?.[0]
    if (top && heading && place === null) {
      place = nameOf(top)
      caption = bare(text.slice(top.length)) || null
      const next = texts[i + 1]
      if (caption === null && next && isCaps(next.text) && countWords(next.text) <= 12) caption = bare(next.text)
    } else if (section) {
      const words = bare(text.slice(section.length))
      const own = heading ? words : countWords(titleRun(words, 14)) > 1 ? bare(titleRun(words, 14)) : ''
      sections.push({ number: /\d[\d.]*\d|\d/.exec(section)![0], caption: own, line })
    } else if (title === null && /^memorandum of (?:understanding|agreement)/i.test(text)) {
      const rest = bare(text.slice(text.search(/(?:understanding|agreement)/i)).replace(/^\p{L}+/u, ''))
      title = `Memorandum of Understanding${rest ? `: ${rest}` : ''}`
    }
  }
  const [only] = sections
  const sure = only !== undefined && sections.length === 1 && !doubtfulLines.has(only.line)
  const where = sure ? (place ? `${place}, Section ${only.number}` : `Section ${only.number}`) : place
  const named = sections.length === 1 || caption === null ? sections.find((s) => s.caption !== '')?.caption : null
  const name = title ?? named ?? caption ?? firstWords(texts.find((t) => !t.heading)?.text)
  return { title: name ? titleCase(name) : null, place: where }
}
