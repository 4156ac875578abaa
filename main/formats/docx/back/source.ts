import { append, type Element } from '../package/tree.ts'
import { rowSpans } from '../read/document.ts'
import type {
  AnchorPiece,
  Piece,
  TextPiece,
  ThingPiece,
  WordBlock,
  WordCell,
  WordParagraph,
  WordRow,
  WordTable,
  WordThing,
} from '../read/story.ts'

/**
 * The language of a Word file in the order in which its document has it, so that what stays or comes in is written with the
 * file's own runs. The tracked changes that the file itself holds count as accepted.
 */

/** A paragraph as it reads with the file's own changes accepted: it may run over several elements. */
export interface SourceParagraph {
  /** The paragraph whose mark closes it; null for what is kept between paragraphs. */
  readonly closing: WordParagraph | null
  /** The elements that it takes the place of. */
  readonly elements: readonly Element[]
  readonly pieces: readonly Piece[]
  readonly cell: SourceCell | null
}
/** Where a paragraph stands in a table. */
export interface SourceCell {
  readonly cell: WordCell
  readonly row: WordRow
  readonly table: WordTable
  /** The cell around the table, for a table in a cell. */
  readonly outer: SourceCell | null
}
/** Part of a piece: characters `from` to `to` of its text; a thing is whole. */
export type Slice =
  | { readonly kind: 'text'; readonly piece: TextPiece; readonly from: number; readonly to: number }
  | { readonly kind: 'thing'; readonly piece: ThingPiece }
  | { readonly kind: 'anchor'; readonly piece: AnchorPiece }

const went = (tracked: readonly { readonly kind: 'ins' | 'del' }[]): boolean => tracked.some((t) => t.kind === 'del')

/** The paragraphs of a file's blocks in order, those of cells included. */
export function sourceOf(blocks: readonly WordBlock[]): SourceParagraph[] {
  const out: SourceParagraph[] = []
  container(blocks, null, out)
  return out
}

function container(blocks: readonly WordBlock[], cell: SourceCell | null, out: SourceParagraph[]): void {
  let pieces: Piece[] = []
  let elements: Element[] = []
  /** The first paragraph of those that run on, which closes where no mark that stands follows. */
  let pending: WordParagraph | null = null
  const before = out.length
  const close = (closing: WordParagraph): void => {
    out.push({ closing, elements, pieces, cell })
    pieces = []
    elements = []
    pending = null
  }
  let last: WordParagraph | null = null
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      last = block
      const standing = block.pieces.filter((piece) => !went(piece.tracked))
      append(pieces, standing)
      elements.push(block.element)
      if (!went(block.mark)) close(block)
      else if (standing.some((piece) => piece.kind !== 'anchor')) pending = block
    } else if (block.kind === 'thing') {
      if (pending) close(pending)
      out.push(kept(block, cell))
    } else if (block.rows.some(rowStands)) {
      if (pending) close(pending)
      table(block, cell, out)
    }
  }
  if (pending) close(pending)
  else if (out.length === before && last) close(last)
  // What holds nothing at all (no paragraph, no row) reads as an empty paragraph that has no element yet.
  if (out.length === before) out.push({ closing: null, elements: [], pieces: [], cell })
}
const rowStands = (row: WordRow): boolean => !went(row.tracked) && row.cells.some((cell) => !went(cell.tracked))

function table(block: WordTable, outer: SourceCell | null, out: SourceParagraph[]): void {
  const spans = rowSpans(block)
  block.rows.forEach((row, i) => {
    if (!rowStands(row)) return
    row.cells.forEach((cell, k) => {
      // A cell that is covered from above holds nothing of its own.
      if (!went(cell.tracked) && spans?.[i][k] !== 0) container(cell.blocks, { cell, row, table: block, outer }, out)
    })
  })
}
function kept(block: WordThing, cell: SourceCell | null): SourceParagraph {
  const { what, text, key, element } = block
  const piece: ThingPiece = { kind: 'thing', what, text, key, elements: [element], properties: null, tracked: [], around: [] }
  return { closing: null, elements: [element], pieces: [piece], cell }
}

/** How many characters a piece counts for; a thing counts as one. */
export const lengthOf = (piece: Piece): number => (piece.kind === 'text' ? piece.text.length : piece.kind === 'thing' ? 1 : 0)

/** Goes through the language of a file from its start to its end. */
export class Cursor {
  private readonly source: readonly SourceParagraph[]
  private place = 0
  private piece = 0
  private offset = 0

  constructor(source: readonly SourceParagraph[]) {
    this.source = source
  }

  /** The paragraph reached; null at the end. */
  get paragraph(): SourceParagraph | null {
    return this.source[this.place] ?? null
  }
  /** How many paragraphs were closed. */
  get at(): number {
    return this.place
  }

  /** The next characters and things; a thing counts as one. Places without width before them come along. Throws where there are no more in the paragraph. */
  take(count: number): Slice[] {
    const out: Slice[] = []
    let left = count
    while (left > 0) {
      const piece = this.paragraph?.pieces[this.piece]
      if (!piece) throw new Error('the language of the file and its document have come apart')
      const rest = lengthOf(piece) - this.offset
      const step = Math.min(rest, left)
      if (piece.kind === 'text') {
        if (step) out.push({ kind: 'text', piece, from: this.offset, to: this.offset + step })
      } else out.push({ kind: piece.kind, piece } as Slice)
      left -= step
      this.offset += step
      if (this.offset >= lengthOf(piece)) this.next()
    }
    return out
  }
  private next(): void {
    this.piece++
    this.offset = 0
  }

  /** Closes the paragraph: what is left of places without width in it, and the paragraph. */
  end(): { readonly paragraph: SourceParagraph; readonly slices: readonly Slice[] } {
    const { paragraph } = this
    if (!paragraph) throw new Error('the file has fewer paragraphs than its document')
    const slices: Slice[] = []
    for (; this.piece < paragraph.pieces.length; this.next()) {
      const piece = paragraph.pieces[this.piece]
      if (piece.kind !== 'anchor') throw new Error('the document leaves out language of the file')
      slices.push({ kind: 'anchor', piece })
    }
    this.place++
    this.piece = 0
    return { paragraph, slices }
  }
}
