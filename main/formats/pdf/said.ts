import type { PaperGrid, PaperHeading, PaperNote, PaperPart, PaperSignatures } from '../paper.ts'
import { PADDING } from './columns.ts'
import { type Piece, pieces } from './measure.ts'

/** A line of a paper's own words as the template reads it: text in pieces, or a line break. */
export type SheetWords = readonly ({ readonly t: readonly Piece[] } | { readonly n: true })[]
/** What a paper says besides language, as the template reads it. Widths in points. */
export type SheetSaid =
  | { readonly k: 'heading'; readonly level: number; readonly runs: SheetWords; readonly mark: string }
  | { readonly k: 'note'; readonly runs: SheetWords; readonly quiet: boolean; readonly listed: boolean; readonly kept: boolean }
  | {
      readonly k: 'grid'
      readonly widths: readonly number[]
      readonly aligns: readonly string[]
      readonly heads: readonly SheetWords[]
      readonly rows: readonly (readonly SheetWords[])[]
    }
  | {
      readonly k: 'signatures'
      readonly about: SheetWords
      readonly title: string | null
      readonly blocks: readonly { readonly head: SheetWords; readonly role: SheetWords; readonly lines: readonly (readonly string[])[] }[]
    }
  | { readonly k: 'contents'; readonly head: string }
  | { readonly k: 'break' }

/** Type sizes in points: of words over the width, of facts in a table. */
const SIZE = 11
const GRID = 8.5

/** Words of the paper itself on lines of `width` points. `clean` takes out the signs that no face can set. */
export function wordsOf(text: string, width: number, clean: (text: string) => string, size = SIZE): SheetWords {
  return text
    .split('\n')
    .flatMap((line, i) => [...(i > 0 ? [{ n: true } as const] : []), ...(line ? [{ t: pieces(clean(line), width / size) }] : [])])
}

/** A part without language, laid out on a page whose text is `width` points wide; null for a part that is none of these. */
export function saidOf(part: PaperPart, width: number, clean: (text: string) => string): SheetSaid | null {
  const words = (text: string, room = width, size = SIZE) => wordsOf(text, room, clean, size)
  switch (part.kind) {
    case 'heading':
      return headingOf(part, words, clean)
    case 'note':
      return noteOf(part, words)
    case 'grid':
      return gridOf(part, width, words)
    case 'signatures':
      return signaturesOf(part, width, words, clean)
    case 'contents':
      return { k: 'contents', head: clean(part.head) }
    case 'break':
      return { k: 'break' }
    default:
      return null
  }
}
type Words = (text: string, room?: number, size?: number) => SheetWords

const headingOf = ({ level, text }: PaperHeading, words: Words, clean: (text: string) => string): SheetSaid => ({
  k: 'heading',
  level,
  runs: words(text),
  mark: clean(text).replace(/\s+/g, ' ').trim(),
})
const noteOf = ({ text, quiet = false, listed = false, kept = false }: PaperNote, words: Words): SheetSaid => ({
  k: 'note',
  runs: words(text),
  quiet,
  listed,
  kept,
})

function gridOf({ columns, rows }: PaperGrid, width: number, words: Words): SheetSaid {
  const shares = columns.reduce((sum, column) => sum + column.share, 0)
  const widths = columns.map(({ share }) => Math.round((share * width * 100) / shares) / 100)
  const cell = (text: string, x: number): SheetWords => words(text, widths[x] - PADDING, GRID)
  return {
    k: 'grid',
    widths,
    aligns: columns.map(({ align = 'left' }) => align),
    heads: columns.map(({ head }, x) => cell(head, x)),
    rows: rows.map((row) => columns.map((_, x) => cell(row[x] ?? '', x))),
  }
}

const signaturesOf = (
  { about, title, blocks }: PaperSignatures,
  width: number,
  words: Words,
  clean: (text: string) => string,
): SheetSaid => ({
  k: 'signatures',
  about: words(about),
  title: title === undefined ? null : clean(title),
  blocks: blocks.map(({ head, role, lines }) => ({
    head: words(head, width / 2 - PADDING),
    role: words(role, width / 2 - PADDING),
    lines: lines.map((row) => row.map(clean)),
  })),
})
