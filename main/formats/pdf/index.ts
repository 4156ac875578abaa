import type { Progress, Writer } from '../paper.ts'
import { press } from './press.ts'
import { labelsByDefault, sheetOf } from './sheet.ts'

export { stopPress } from './press.ts'

/** Choices of a PDF. */
export interface PdfOptions {
  /** Whether each change says its party and date; by default only where the legend is black and white. */
  readonly labels?: boolean
}

/** A writer of PDF with its choices made. */
export const pdfWriter =
  (options: PdfOptions): Writer =>
  async (paper, progress?: Progress) => {
    await progress?.(0, 'Laying out the text')
    const sheet = sheetOf(paper, options.labels ?? labelsByDefault(paper))
    return press(new TextEncoder().encode(JSON.stringify(sheet)), progress)
  }

/**
 * A paper as tagged PDF on US Letter: title, language, bookmarks, legend, the commonly formatted layout, page x of y. Pure: the
 * same paper gives the same bytes, on every machine. Set in a worker thread; where `progress` throws, it stops at once.
 */
export const writePdf: Writer = pdfWriter({})
