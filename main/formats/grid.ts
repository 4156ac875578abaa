import type { CellBlock, TableBlock } from '../../shared/redline/types.ts'

/** A cell in its place: column `x`, row `y`, both from 0; `w` and `h` are its spans. No two cells overlap and none leaves the table. */
export interface Placed {
  readonly cell: CellBlock
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
export interface Placement {
  readonly cells: readonly Placed[]
  readonly columns: number
  readonly rows: number
  /** Rows at the top that consist of header cells only, widened to what spans out of them; 0 where that would be the whole table. */
  readonly head: number
}

/**
 * Puts the cells of a table in their places, row by row, each in the first free column (the rule of HTML tables). Spans that
 * would overlap an earlier cell or leave the table are cut: an imported table may claim anything.
 */
export function place(table: TableBlock): Placement {
  const rows = table.rows.length
  const taken: boolean[][] = Array.from({ length: rows }, () => [])
  const cells: Placed[] = []
  let columns = 1
  table.rows.forEach((row, y) => {
    let x = 0
    for (const cell of row.cells) {
      while (taken[y][x]) x++
      let w = 1
      while (w < Math.min(cell.attrs.colspan, 200) && !taken[y][x + w]) w++
      const h = Math.max(1, Math.min(cell.attrs.rowspan, rows - y))
      for (let j = y; j < y + h; j++) for (let i = x; i < x + w; i++) taken[j][i] = true
      cells.push({ cell, x, y, w, h })
      columns = Math.max(columns, x + w)
      x += w
    }
  })
  return { cells, columns, rows, head: headRows(table, cells) }
}

function headRows(table: TableBlock, cells: readonly Placed[]): number {
  let head = 0
  while (head < table.rows.length && table.rows[head].cells.length > 0 && table.rows[head].cells.every((c) => c.header)) head++
  for (const { y, h } of cells) if (y < head) head = Math.max(head, y + h)
  return head < table.rows.length ? head : 0
}
