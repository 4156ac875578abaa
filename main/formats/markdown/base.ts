import type { Node } from 'prosemirror-model'
import { blockText } from '../../../shared/redline/index.ts'
import {
  captions,
  headings,
  isCapsLine,
  joined,
  type Part,
  paragraphParts,
  partText,
  runsOn,
  type TextPart,
  tablePart,
  withDecimals,
} from './block.ts'
import { APPENDIX, ARTICLE, countWords, isTitle, SECTION, SUBDIVISION } from './caption.ts'
import { chunks, type ParagraphChunk, type SourceLine } from './chunk.ts'
import { grouped, type ReadDoubt } from './doubt.ts'
import { trimmed } from './flow.ts'
import { headerKey, isPageNumber, pageHeader } from './header.ts'
import { checkedText } from './text.ts'
import { counter, type NewId, tree } from './tree.ts'

/** A whole contract, read as the base agreement. */

/** How a contract is read. */
export interface BaseOptions {
  /** Makes ids; by default they count up, so that the same text gives the same document. */
  readonly newId?: NewId
  /** Name of the source, for error messages. */
  readonly name?: string
}
/** An entry of the outline: an article (1), a section (2) or a subdivision with a caption (3), with the id of its block. */
export interface OutlineEntry {
  readonly id: string
  readonly level: number
  readonly text: string
}
/** A line that was taken out because it repeats: a page header or a page number. */
export interface RemovedText {
  readonly line: number
  readonly text: string
}
/** A contract as it was read. */
export interface ReadBase {
  readonly doc: Node
  /** From the title page; null where there is none. */
  readonly title: string | null
  readonly outline: readonly OutlineEntry[]
  readonly doubts: readonly ReadDoubt[]
  readonly removed: readonly RemovedText[]
}

const BODY = /^(?:table of contents|contents|preamble|appendix\s{1,3}[a-z]|article\s{1,3}(?:[ivxlc]+|\d+))\b/i
const PART =
  /^(?:ARTICLE|APPENDIX|SCHEDULE|PREAMBLE|INDEX|TABLE OF CONTENTS|ADDITIONAL INFORMATION|STATEMENTS? OF INTENT|MEMORAND(?:A|UMS?) OF)\b/
/** A caption begins with a word of its own, not with a quotation or `For the …`. */
const CAPTION_WORD = /^(?!(?:A|An|As|At|By|For|From|In|Of|On|To|With|The)\s)\p{L}/u
const REGARDING = /^Regarding:\s/

/** The heading level that a line of the body has by its look; 0 where it is a paragraph. */
function levelOf(part: TextPart, next: Part | undefined): 0 | 1 | 2 {
  const text = partText(part)
  if (part.list || part.label !== null) return 0
  if (isCapsLine(text)) return PART.test(text) ? 1 : 2
  if (APPENDIX.test(text) && countWords(text) <= 12 && !/[.;]$/.test(text)) return 1
  if (countWords(text) > 14) return 0
  if (REGARDING.test(text)) return 2
  const titled = isTitle(text) && CAPTION_WORD.test(text) && countWords(text) <= 10 && !/[.,;:]$/.test(text) && /\p{Ll}/u.test(text)
  return titled && next?.kind === 'text' && !next.list && countWords(partText(next)) >= 20 ? 2 : 0
}

class Reader {
  readonly parts: Part[] = []
  readonly removed: RemovedText[] = []
  readonly doubts: ReadDoubt[] = []
  private body = false
  /** A page header stood right before: what follows may run on. */
  private broken = false
  private article: string | null = null
  private section: string | null = null

  read(text: string): void {
    const list = chunks(text)
    const pages = new Set(
      list.flatMap((c) => (c.kind === 'paragraph' && c.lines.length === 1 && isPageNumber(c.lines[0]!.text) ? [c] : [])),
    )
    for (const chunk of list) {
      if (chunk.kind === 'table') this.push(tablePart(chunk))
      else if (pages.size >= 3 && pages.has(chunk)) this.remove(chunk.lines[0]!)
      else this.paragraph(chunk)
    }
  }

  private remove(line: SourceLine): void {
    this.removed.push({ line: line.line, text: line.text.trim() })
    this.broken = true
  }

  private paragraph(chunk: ParagraphChunk): void {
    const kept: SourceLine[] = []
    for (const line of chunk.lines) {
      const found = pageHeader(line.text)
      if (!found) kept.push(line)
      else {
        this.flush(kept.splice(0), chunk)
        this.remove({ ...line, text: found.header })
        if (found.rest.trim() !== '') kept.push({ ...line, text: found.rest })
      }
    }
    this.flush(kept, chunk)
  }

  private flush(lines: readonly SourceLine[], chunk: ParagraphChunk): void {
    if (lines.length === 0) return
    for (const part of paragraphParts({ ...chunk, lines, line: lines[0]!.line })) this.text(part)
  }

  private text(part: TextPart): void {
    const text = partText(part)
    if (!this.body && BODY.test(text)) this.body = true
    if (!this.body || part.list) {
      this.push(part)
      return
    }
    for (const piece of headings(part, 'heading')) if (!this.repeated(piece)) this.push(piece)
  }

  /** A heading that says again what the article or section at hand is called: a page header without its `(continued)`. */
  private repeated(part: TextPart): boolean {
    if (!part.heading) return false
    const text = partText(part)
    const key = headerKey(text)
    const isArticle = ARTICLE.test(text)
    if (!isArticle && !SECTION.test(text)) return false
    const captioned = countWords(text) > 2
    if (captioned && key === (isArticle ? this.article : this.section)) {
      this.remove({ text, line: part.line })
      const message = 'A heading stands a second time, as page headers do: it was taken out and does not begin a part of its own.'
      this.doubts.push({ item: null, proposal: null, kind: 'structure', message, excerpt: text, line: part.line })
      return true
    }
    if (isArticle) this.article = key
    this.section = isArticle ? null : key
    return false
  }

  private push(part: Part): void {
    const last = this.parts.at(-1)
    if (captions(last, part) || (this.broken && runsOn(last, part)))
      this.parts[this.parts.length - 1] = joined(last as TextPart, part as TextPart)
    else this.parts.push(part)
    this.broken = false
  }
}

/** Headings that only their look tells; needs the part that follows. */
function withHeadings(parts: readonly Part[]): Part[] {
  let body = false
  return parts.map((part, i) => {
    if (part.kind === 'table') return part
    if (!body && (part.heading || BODY.test(partText(part)))) body = true
    if (!body || part.heading) return part
    const level = levelOf(part, parts[i + 1])
    return level ? { ...part, heading: level, list: null, level: 0 } : part
  })
}

/** A text block as its look is judged; null in a list stands for a table. */
export interface PlainBlock {
  readonly text: string
  readonly label: string | null
  readonly list: 'bullet' | 'ordered' | null
}

/**
 * The levels of headings that a contract's paragraphs have by what they say, where nothing else tells: 0 for a paragraph. Only
 * a paragraph that is a heading as a whole is one, and none that says an earlier one again, as page headers do.
 */
export function headingLevels(blocks: readonly (PlainBlock | null)[]): number[] {
  const parts = blocks.map((b, i): Part => (b ? plainHeading(b, i + 1) : { kind: 'table', head: 0, rows: [], line: i + 1 }))
  const said = new Set<string>()
  let body = false
  let article = ''
  return parts.map((part, i) => {
    if (part.kind === 'table') return 0
    const text = partText(part)
    if (!body && BODY.test(text)) body = true
    if (!body || part.list || text.trim() === '' || pageHeader(text)) return 0
    const pieces = headings(part, 'heading')
    const level = pieces.length > 1 ? 0 : pieces[0].kind === 'text' && pieces[0].heading ? pieces[0].heading : levelOf(part, parts[i + 1])
    if (!level) return 0
    if (SUBDIVISION.test(text)) return 3
    const key = headerKey(text)
    const again = said.has(ARTICLE.test(text) ? key : `${article} ${key}`)
    if (ARTICLE.test(text)) article = key
    said.add(ARTICLE.test(text) ? key : `${article} ${key}`)
    return again ? 0 : level
  })
}
const plainHeading = ({ text, label, list }: PlainBlock, line: number): TextPart => ({
  kind: 'text',
  heading: 0,
  list,
  level: 0,
  center: false,
  label,
  labelBefore: label,
  spans: [{ text, strong: false, em: false, underline: false, sup: false, sub: false, struck: false, inserted: false }],
  line,
})

/** Strikes have no place in a contract in force: their words stay, as plain text. */
function withoutStrikes(part: TextPart, struck: { text: string; line: number }[]): TextPart {
  if (!part.spans.some((s) => s.struck || s.inserted)) return part
  for (const span of part.spans) if (span.struck) struck.push({ text: span.text, line: part.line })
  return {
    ...part,
    spans: trimmed(part.spans.map((s) => ({ ...s, struck: false, inserted: false, underline: s.underline || s.inserted }))),
  }
}

const GLUED = /\p{L}{2}\$\d[\d,]{1,9}|\p{Ll}{3}\p{Lu}\p{Ll}{3,20}\p{Lu}\p{Ll}{3}/u
const STRAY = /\p{Ll} Subd\. \d{1,2}\. (?!(?:of|and|or|in|above|below|through)\s)\p{Ll}/u
const FORMULA = /\\[a-z]{2,12}\b/

const STRAY_LABEL = 'The label of a subdivision stands in the middle of a sentence; it is kept there.'
const LOST_LABEL = 'Among items with labels one stands with a mere bullet: the source may have lost its label.'
/** A bullet among the numbered or lettered items of its own list. */
function lostLabel(part: TextPart, before: Part | undefined, after: Part | undefined): boolean {
  const ordered = (p: Part | undefined): boolean =>
    p?.kind === 'text' && p.level === part.level && /^[\da-z]{1,2}[.)]$/i.test(p.label ?? '')
  return part.list === 'bullet' && part.label === '•' && (ordered(before) || ordered(after))
}

/** What the conversion of the source broke: cells run together, formulas in another notation. */
function baseDoubts(parts: readonly Part[]): ReadDoubt[] {
  const found: { message: string; excerpt: string; line: number }[] = []
  const look = (text: string, line: number): void => {
    const near = (at: number): string => text.slice(Math.max(0, at - 30), at + 60).trim()
    const glued = GLUED.exec(text)
    if (glued)
      found.push({
        message: 'Words and amounts are run together, as where a table lost its cells; they are kept as written.',
        excerpt: near(glued.index),
        line,
      })
    const stray = STRAY.exec(text)
    if (stray)
      found.push({
        message: STRAY_LABEL,
        excerpt: near(stray.index),
        line,
      })
    const formula = FORMULA.exec(text)
    if (formula) found.push({ message: 'A formula stands in another notation; it is kept as written.', excerpt: near(formula.index), line })
  }
  parts.forEach((part, i) => {
    if (part.kind === 'text' && lostLabel(part, parts[i - 1], parts[i + 1]))
      found.push({ message: LOST_LABEL, excerpt: partText(part).slice(0, 80), line: part.line })
  })
  for (const part of parts) {
    if (part.kind === 'text') look(partText(part), part.line)
    else for (const cell of part.rows.flat(2)) look(partText(cell), part.line)
  }
  return grouped(found).map((f) => ({
    ...f,
    item: null,
    proposal: null,
    kind: f.message === LOST_LABEL || f.message === STRAY_LABEL ? 'label' : 'value',
  }))
}

const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 }
/** `8` or `VIII`; 0 where there is no number. */
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const digits = [...text.toLowerCase()].map((letter) => ROMAN[letter] ?? 0)
  return digits.reduce((sum, digit, i) => sum + (digit < (digits[i + 1] ?? 0) ? -digit : digit), 0)
}

/** Articles whose numbers do not count up by one. */
function orderDoubts(outline: readonly { readonly text: string; readonly line: number }[]): ReadDoubt[] {
  let before = 0
  return outline.flatMap(({ text, line }) => {
    const number = numberOf(/^ARTICLE\s+(\d+|[IVXLC]+)\b/i.exec(text)?.[1] ?? '')
    if (!number) return []
    const follows = number === before + 1
    const order = before ? `Article ${number} follows article ${before}` : `The first article is article ${number}`
    const message = `${order}: an article may be missing or stand out of order.`
    before = number
    return follows ? [] : [{ item: null, proposal: null, kind: 'structure' as const, message, excerpt: text, line }]
  })
}

/** The title page's lines before the body, as one line; null where the text begins with the body. */
function titleOf(parts: readonly Part[]): string | null {
  const lines: string[] = []
  for (const part of parts.slice(0, 12)) {
    if (part.kind !== 'text' || part.heading || countWords(partText(part)) > 14) break
    lines.push(partText(part))
  }
  const named = lines.find((line) => /agreement|contract|terms and conditions/i.test(line))
  const years = lines.find((line) => /^\s*(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d\s*$/.test(line))
  const title = [named ?? lines[0], years].filter((line) => line !== undefined)
  return title.length ? title.join(', ') : null
}

const SUBDIVISION_CAPTION = 14

/** The outline of a document that was read: headings, and run-in subdivisions that stand as a caption of their own. */
function outlineOf(doc: Node): OutlineEntry[] {
  const out: OutlineEntry[] = []
  doc.forEach((block) => {
    const { id, level, label } = block.attrs
    const text = block.textContent
    if (block.type.name === 'heading') out.push({ id, level, text: blockText(block) })
    else if (label && /^subd/i.test(label) && countWords(text) <= SUBDIVISION_CAPTION && !/[;,]$|[.:;]\s/.test(text)) {
      if (/^\p{Lu}/u.test(text) && (isTitle(text) || countWords(text) <= 6 || !text.endsWith('.')))
        out.push({ id, level: 3, text: `${label} ${text}` })
    }
  })
  return out
}

/**
 * Reads a contract: title pages, contents, articles (headings of level 1), sections (2), subdivisions (run-in labels), lists with
 * their labels as written, tables, appendices and memoranda. Repeated page headers and page numbers are taken out and listed in
 * `removed`; every other word is in the document. Throws `ParleyError` where the text is empty or too large.
 */
export function readBase(text: string, options: BaseOptions = {}): ReadBase {
  const reader = new Reader()
  reader.read(checkedText(text, options.name ?? 'The source'))
  const struck: { text: string; line: number }[] = []
  const parts = withHeadings(withDecimals(reader.parts)).map(
    (part): Part =>
      part.kind === 'text'
        ? withoutStrikes(part, struck)
        : { ...part, rows: part.rows.map((row) => row.map((cell) => cell.map((p) => withoutStrikes(p, struck)))) },
  )
  const doc = tree(parts, { newId: options.newId ?? counter(), party: null, allNew: false })
  const message = 'Words are struck in the source, which a contract in force does not have: they are kept as plain text.'
  const marks = grouped(struck.map((s) => ({ message, excerpt: s.text, line: s.line })))
  const tops = parts.flatMap((p) => (p.kind === 'text' && p.heading === 1 ? [{ text: partText(p), line: p.line }] : []))
  return {
    doc,
    title: titleOf(parts),
    outline: outlineOf(doc),
    doubts: [
      ...reader.doubts,
      ...orderDoubts(tops),
      ...baseDoubts(parts),
      ...marks.map((m) => ({ ...m, item: null, proposal: null, kind: 'marks' as const })),
    ],
    removed: reader.removed,
  }
}
