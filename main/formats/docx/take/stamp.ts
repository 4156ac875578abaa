import type { Earlier, Piece, Tracked, WordBlock, WordParagraph } from '../read/story.ts'
import { valOf } from '../read/word.ts'
import { ABOVE } from '../received.ts'

/** Who changed something and when, as the file says it or as a person maps it. */
export interface Stamp {
  readonly author: string
  /** `YYYY-MM-DD`, or a time that begins so; null where the file gives none. */
  readonly date: string | null
}
/** What one author tracked on one day. */
export interface TrackedRound {
  readonly author: string
  readonly date: string | null
  readonly added: number
  readonly struck: number
  /** Up to three stretches of its words. */
  readonly examples: readonly string[]
}

/** The day of a stamp; null where there is none. */
export const dayOf = (date: string | null): string | null => (date && /^\d{4}-\d\d-\d\d/.test(date) ? date.slice(0, 10) : null)
const keyOf = ({ author, date }: Stamp): string => `${dayOf(date) ?? ''}\n${author}`

/**
 * Blocks in which each tracked change is of whom and when `who` says. What one round put in and struck again stood in neither of
 * its versions and is left out.
 */
export function restamped(blocks: readonly WordBlock[], who: (stamp: Stamp) => Stamp): WordBlock[] {
  const tracked = (list: readonly Tracked[]): Tracked[] => list.map((t) => ({ ...t, ...who(t) }))
  const earlier = (e: Earlier | null): Earlier | null => e && { ...e, ...who(e) }
  const piece = (p: Piece): Piece[] => {
    const now = tracked(p.tracked)
    if (p.kind !== 'anchor' && cameAndWent(now)) return []
    return [p.kind === 'text' ? { ...p, tracked: now, earlier: earlier(p.earlier) } : { ...p, tracked: now }]
  }
  const paragraph = (p: WordParagraph): WordParagraph => ({
    ...p,
    mark: tracked(p.mark),
    earlier: earlier(p.earlier),
    pieces: p.pieces.flatMap(piece),
  })
  const container = (list: readonly WordBlock[]): WordBlock[] =>
    list.map((block): WordBlock => {
      if (block.kind === 'paragraph') return paragraph(block)
      if (block.kind === 'thing') return block
      const rows = block.rows
        .map((row) => ({
          ...row,
          tracked: tracked(row.tracked),
          cells: row.cells.map((cell) => ({ ...cell, tracked: tracked(cell.tracked), blocks: container(cell.blocks) })),
        }))
        .filter((row) => !cameAndWent(row.tracked))
      return { ...block, rows }
    })
  return container(blocks)
}
const cameAndWent = (list: readonly Tracked[]): boolean =>
  list.some((t) => t.kind === 'ins' && list.some((other) => other.kind === 'del' && keyOf(other) === keyOf(t)))

/** Blocks without the runs that are tracked, and without what our own papers say above the language: what is left may be marked by hand. */
export function withoutTracked(blocks: readonly WordBlock[]): WordBlock[] {
  return blocks.map((block): WordBlock => {
    if (block.kind === 'paragraph') {
      const above = ABOVE.has(valOf(block.properties, 'pStyle') ?? '')
      return { ...block, pieces: above ? [] : block.pieces.filter((p) => !p.tracked.length) }
    }
    if (block.kind === 'thing') return block
    const rows = block.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({ ...cell, blocks: withoutTracked(cell.blocks) })),
    }))
    return { ...block, rows }
  })
}

const EXAMPLES = 3
const EXAMPLE = 90
interface Collected {
  readonly stamp: Stamp
  added: number
  struck: number
  readonly texts: string[]
}

/** What each author tracked on each day, in the order of the days, those without a day last. */
export function trackedRounds(blocks: readonly WordBlock[]): TrackedRound[] {
  const found = new Map<string, Collected>()
  const at = (stamp: Stamp): Collected => {
    const key = keyOf(stamp)
    const known = found.get(key) ?? { stamp: { author: stamp.author, date: dayOf(stamp.date) }, added: 0, struck: 0, texts: [] }
    found.set(key, known)
    return known
  }
  const paragraph = (p: WordParagraph): void => {
    for (const t of p.mark) at(t)
    if (p.earlier) at(p.earlier)
    let last: { key: string; kind: string } | null = null
    for (const piece of p.pieces) {
      if (piece.kind === 'anchor') continue
      if (piece.kind === 'text' && piece.earlier) at(piece.earlier)
      for (const t of piece.tracked) {
        const round = at(t)
        const words = piece.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
        if (t.kind === 'ins') round.added += words
        else round.struck += words
        if (last?.key === keyOf(t) && last.kind === t.kind && round.texts.length) round.texts[round.texts.length - 1] += piece.text
        else round.texts.push(piece.text)
      }
      const [outer] = piece.tracked
      last = outer ? { key: keyOf(outer), kind: outer.kind } : null
    }
  }
  const walk = (list: readonly WordBlock[]): void => {
    for (const block of list) {
      if (block.kind === 'paragraph') paragraph(block)
      else if (block.kind === 'table')
        for (const row of block.rows) {
          for (const t of row.tracked) at(t)
          for (const cell of row.cells) {
            for (const t of cell.tracked) at(t)
            walk(cell.blocks)
          }
        }
    }
  }
  walk(blocks)
  return [...found.values()]
    .sort((x, y) => (x.stamp.date ?? '9999').localeCompare(y.stamp.date ?? '9999'))
    .map(({ stamp, added, struck, texts }) => ({ ...stamp, added, struck, examples: examplesOf(texts) }))
}
function examplesOf(texts: readonly string[]): string[] {
  const said = [...new Set(texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== ''))]
  return said.slice(0, EXAMPLES).map((text) => (text.length > EXAMPLE ? `${text.slice(0, EXAMPLE - 1).trimEnd()}…` : text))
}
