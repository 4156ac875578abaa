import { isLabelLine, parseLabels } from '../../../../shared/model/labels.ts'
import type { Day } from '../../../../shared/model/negotiation.ts'
import { isLegend } from '../../markdown/legend.ts'
import type { WordBlock, WordParagraph, WordRow } from '../read/story.ts'

/** Whose proposal a place of the document belongs to, as its left column says. Filled as more of the labels are met. */
export interface Place {
  item: string | null
  party: string | null
  date: Day | null
}
/** A paragraph with what is known of where it stands. */
export interface Placed {
  readonly paragraph: WordParagraph
  /** From 1, in the order of the document. */
  readonly line: number
  readonly place: Place
  /** It states the legend. */
  readonly legend: boolean
  /** It is labels (item, party, date) and no language. */
  readonly label: boolean
}

/** What a paragraph says. */
export const paragraphText = (paragraph: WordParagraph): string =>
  paragraph.pieces.map((piece) => (piece.kind === 'anchor' ? '' : piece.text)).join('')

/** Every paragraph of a document with the proposal that it belongs to, by the labels in its left column or above it. */
export function placed(blocks: readonly WordBlock[], parties: readonly string[], years: string | null): Placed[] {
  const walk = new Walk(parties, years)
  walk.blocks(blocks)
  return walk.out
}

class Walk {
  readonly out: Placed[] = []
  private place: Place = { item: null, party: null, date: null }
  private readonly parties: readonly string[]
  private readonly years: string | null

  constructor(parties: readonly string[], years: string | null) {
    this.parties = parties
    this.years = years
  }

  blocks(blocks: readonly WordBlock[]): void {
    for (const block of blocks) {
      if (block.kind === 'paragraph') this.paragraph(block)
      else if (block.kind === 'table') for (const row of block.rows) this.row(row)
    }
  }

  private paragraph(paragraph: WordParagraph): void {
    const text = paragraphText(paragraph)
    const label = this.isLabel(text)
    if (label) this.take([text], false)
    this.put(paragraph, label)
  }
  private put(paragraph: WordParagraph, label: boolean): void {
    const legend = isLegend(paragraphText(paragraph).trim())
    this.out.push({ paragraph, line: this.out.length + 1, place: this.place, legend, label })
  }

  private row(row: WordRow): void {
    const [left, ...rest] = row.cells
    if (!left) return
    const own = left.blocks.filter((b) => b.kind === 'paragraph')
    const lines = own.map(paragraphText).filter((text) => this.isLabel(text))
    if (rest.length === 0 || lines.length === 0) {
      this.blocks(row.cells.flatMap((cell) => cell.blocks))
      return
    }
    this.take(lines, true)
    for (const block of left.blocks) {
      if (block.kind === 'paragraph') this.put(block, this.isLabel(paragraphText(block)))
      else this.blocks([block])
    }
    this.blocks(rest.flatMap((cell) => cell.blocks))
  }

  private isLabel(text: string): boolean {
    return text.trim() !== '' && isLabelLine(text.trim(), this.parties, this.years)
  }

  /** Takes labels: a new item begins a new place, and so does a second party. `column`: they stand beside the language. */
  private take(lines: readonly string[], column: boolean): void {
    const found = parseLabels(lines, this.parties, this.years)
    const other = column && found.party !== undefined && this.place.party !== null && this.place.party !== found.party.value
    if (found.item || other) this.place = { item: found.item?.value ?? this.place.item, party: null, date: null }
    this.place.party ??= found.party?.value ?? null
    this.place.date ??= found.date?.value ?? null
  }
}
