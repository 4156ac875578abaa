import type { Node } from 'prosemirror-model'
import { inlineText } from '../model/schema.ts'
import type { Block, Redline } from './types.ts'

/** The text of one block as a reader sees it: its label, a space, its words. A hard break is a line break. */
export function blockText(block: Node): string {
  const label = block.attrs.label as string | null | undefined
  return label ? `${label} ${block.textContent}` : block.textContent
}

/**
 * The text of a clean document: labels included, one line a block (a hard break begins a new line). A table gives one line a
 * row, cells separated by tabs; the blocks of a cell, and breaks in it, by spaces. For search, comparison and tests.
 */
export function plainText(doc: Node): string {
  const lines: string[] = []
  doc.forEach((block) => {
    if (block.isTextblock) lines.push(blockText(block))
    else for (const row of block.children) lines.push(rowText(row))
  })
  return lines.join('\n')
}
function rowText(row: Node): string {
  const cells: string[] = []
  row.forEach((cell) => {
    cells.push(plainText(cell).replace(/\s+/g, ' ').trim())
  })
  return cells.join('\t')
}

const words = (text: string): number => text.match(/\S+/g)?.length ?? 0

/**
 * Words added and struck between a redline's versions. A word of which only a part changed counts as one. What came and went
 * in between counts as neither.
 */
export function countWords(redline: Redline): { added: number; struck: number } {
  const count = { added: 0, struck: 0 }
  let insert = ''
  let strike = ''
  const close = (): void => {
    count.struck += words(strike)
    count.added += words(insert)
    insert = ''
    strike = ''
  }
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'table') {
        for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
        continue
      }
      for (const run of block.runs) {
        if (run.inserted) continue
        const text = inlineText(run.node)
        if (run.kind === 'same') close()
        else if (run.kind === 'insert') insert += text
        else strike += text
      }
      close()
    }
  }
  walk(redline.blocks)
  return count
}
