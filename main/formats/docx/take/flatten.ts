import type { Piece, Tracked, WordBlock, WordParagraph } from '../read/story.ts'

/** A round that all changes of a file are taken for. */
export interface OneRound {
  readonly party: string
  readonly date: string
}

/**
 * Blocks in which whatever was tracked, by whomever and whenever, is of one round. What somebody put in and somebody struck again
 * stood in neither version and is left out; `dropped` counts its words.
 */
export function asOneRound(blocks: readonly WordBlock[], round: OneRound): { blocks: WordBlock[]; dropped: number } {
  let dropped = 0
  const stamp = { author: round.party, date: `${round.date}T00:00:00Z` }
  const both = (tracked: readonly Tracked[]): boolean => tracked.some((t) => t.kind === 'ins') && tracked.some((t) => t.kind === 'del')
  const one = (tracked: readonly Tracked[]): Tracked[] => {
    const [last] = tracked.filter((t) => t.kind === 'del').concat(tracked)
    return last ? [{ ...last, ...stamp }] : []
  }
  const piece = (p: Piece): Piece[] => {
    if (p.kind !== 'anchor' && both(p.tracked)) {
      dropped += p.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
      return []
    }
    const tracked = one(p.tracked)
    return [p.kind === 'text' && p.earlier ? { ...p, tracked, earlier: { ...p.earlier, ...stamp } } : { ...p, tracked }]
  }
  const paragraph = (p: WordParagraph): WordParagraph => ({
    ...p,
    pieces: p.pieces.flatMap(piece),
    mark: one(p.mark),
    earlier: p.earlier && { ...p.earlier, ...stamp },
  })
  const container = (list: readonly WordBlock[]): WordBlock[] =>
    list.map((block): WordBlock => {
      if (block.kind === 'paragraph') return paragraph(block)
      if (block.kind === 'thing') return block
      const rows = block.rows
        .filter((row) => !both(row.tracked))
        .map((row) => ({
          ...row,
          tracked: one(row.tracked),
          cells: row.cells.map((cell) => ({ ...cell, tracked: one(cell.tracked), blocks: container(cell.blocks) })),
        }))
      return { ...block, rows }
    })
  return { blocks: container(blocks), dropped }
}
