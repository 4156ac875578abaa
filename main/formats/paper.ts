import type { Legend } from '../../shared/model/legend.ts'
import type { Redline } from '../../shared/redline/types.ts'

/**
 * What a writer is given: a paper to lay on the table. It holds no ids of people, no notes, no paths: what is not in here
 * cannot leave.
 */
export interface Paper {
  /** Title of the document, in its properties and at its head. */
  readonly title: string
  /** One line under the title, such as `Round 1.3, answering 191's 12.6`; empty for none. */
  readonly subtitle: string
  /** BCP 47, such as `en-US`. */
  readonly language: string
  /** The day that the document's properties and foot carry; null where it has none (never the clock: the same input gives the same bytes). */
  readonly date: string | null
  /** What the foot of each page says instead of the day: when the paper was passed, with the time and its zone. */
  readonly foot?: string
  readonly view: 'clean' | 'redline'
  /** Colours and marks; drawn as a key where `view` is `redline`. */
  readonly legend: Legend
  /** Key lines for the legend box: each kind of change that occurs in the paper, in order. */
  readonly key: readonly PaperKey[]
  /** Laid on its side, for what has many columns. */
  readonly landscape?: boolean
  readonly sections: readonly PaperPart[]
}
export interface PaperKey {
  readonly kind: 'insert' | 'delete'
  readonly party: string
  readonly date: string
  readonly label: string
}
/** What a paper is made of, from the top down. */
export type PaperPart =
  | PaperSection
  | PaperHeading
  | PaperNote
  | PaperGrid
  | PaperSides
  | PaperSignatures
  | PaperCover
  | PaperContents
  | PaperBreak

/** One row of the commonly formatted layout, or (with `labels` null) language over the whole width, as in a contract. */
export interface PaperSection {
  readonly kind?: 'language'
  /** Left column, line by line: `Item 13`, `BEA`, `9.20`, `TA`, `10.25`. */
  readonly labels: readonly string[] | null
  /** What stands over both columns above the row: the item's title, where its language does not say it. */
  readonly caption?: string
  /** A row that begins a table of its own, a little below the one before: where the next item begins. */
  readonly apart?: boolean
  /** Language of the item; where `view` is `clean`, every run is `same`. */
  readonly redline: Redline
}
/** A heading of the paper itself, above what is said of an item; it stands in the outline. */
export interface PaperHeading {
  readonly kind: 'heading'
  readonly level: 1 | 2
  readonly text: string
}
/** A paragraph of the paper itself. `quiet`: smaller, for what is said in passing. `listed`: one of a list. */
export interface PaperNote {
  readonly kind: 'note'
  readonly text: string
  readonly quiet?: boolean
  readonly listed?: boolean
  /** Kept on the page of what follows it. */
  readonly kept?: boolean
}
/** A table of facts, its heads repeated on every page. A line break in a cell begins a line. */
export interface PaperGrid {
  readonly kind: 'grid'
  readonly columns: readonly PaperColumn[]
  readonly rows: readonly (readonly string[])[]
}
export interface PaperColumn {
  readonly head: string
  readonly align?: 'left' | 'right' | 'center'
  /** What it takes of the width, as a share of all columns' shares. */
  readonly share: number
}
/** Language side by side, each under what it is: before and after, one party's and the other's. */
export interface PaperSides {
  readonly kind: 'sides'
  readonly sides: readonly PaperSide[]
}
export interface PaperSide {
  readonly head: string
  /** The language; null where there is none, and `says` tells so. */
  readonly redline: Redline | null
  readonly says: string
}
/** Lines to be signed by hand. Names of people are never in a paper: a line stands for each. */
export interface PaperSignatures {
  readonly kind: 'signatures'
  /** What is signed: it stands on the page of the lines, whatever page that is. */
  readonly about: string
  /** A heading over them; they then stand on a page of their own. */
  readonly title?: string
  readonly blocks: readonly PaperSignature[]
}
export interface PaperSignature {
  /** `For the Lakeview Teachers Association`. */
  readonly head: string
  /** `Spokesperson`. */
  readonly role: string
  /** Rows of lines; a row of two lines is parted in a wide and a narrow one: `['Signature'], ['Name'], ['Date', 'Initials']`. */
  readonly lines: readonly (readonly string[])[]
}
/** What a title page says under the title, line by line; a new page follows. */
export interface PaperCover {
  readonly kind: 'cover'
  readonly lines: readonly string[]
}
/** A table of contents of the headings that follow, with their pages. */
export interface PaperContents {
  readonly kind: 'contents'
  readonly head: string
}
/** A new page. */
export interface PaperBreak {
  readonly kind: 'break'
}

/** Whether a part is language of the table or the agreement. */
export const isLanguage = (part: PaperPart): part is PaperSection => part.kind === undefined || part.kind === 'language'

/** The language that a paper holds, in order: its own sections, without what stands side by side. */
export const languageOf = (paper: Paper): PaperSection[] => paper.sections.filter(isLanguage)

/** Every redline that a paper holds, in order, those side by side too. */
export const redlinesOf = (parts: readonly PaperPart[]): Redline[] =>
  parts.flatMap((part) => {
    if (isLanguage(part)) return [part.redline]
    return part.kind === 'sides' ? part.sides.flatMap((side) => side.redline ?? []) : []
  })

/** What a paper says besides language, line by line. */
export function saidBy(part: PaperPart): string[] {
  if (isLanguage(part)) return [...(part.caption ? [part.caption] : []), ...(part.labels ?? [])]
  switch (part.kind) {
    case 'heading':
    case 'note':
      return [part.text]
    case 'grid':
      return [...part.columns.map((column) => column.head), ...part.rows.flat().flatMap((cell) => cell.split('\n'))]
    case 'sides':
      return part.sides.flatMap((side) => [side.head, side.says]).filter((text) => text !== '')
    case 'signatures':
      return [part.title ?? '', part.about, ...part.blocks.flatMap((block) => [block.head, block.role, ...block.lines.flat()])]
    case 'cover':
      return [...part.lines]
    case 'contents':
      return [part.head]
    default:
      return []
  }
}

/** Reports progress (0 to 1) and lets the caller stop: writers call it between parts of their work; it throws `Cancelled`. */
export type Progress = (done: number, note: string) => void | Promise<void>
/** A writer: a paper to bytes. Pure: no clock, no randomness, no network. */
export type Writer = (paper: Paper, progress?: Progress) => Promise<Uint8Array>
