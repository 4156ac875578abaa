import type { Node, ResolvedPos } from 'prosemirror-model'
import { NodeSelection, type Selection } from 'prosemirror-state'
import { schema } from '../model/schema.ts'
import { refuse } from './context.ts'
import { widths } from './invariant.ts'
import { cellOn, rowOn } from './present.ts'
import type { Version } from './types.ts'

/** Where the cells of a table lie: a pure reading of the tree with all of its rounds, struck rows and columns included. */

/** A cell of the grid. Rows and columns count from 0; `rows` and `columns` are how many it reaches over. */
export interface GridCell {
  readonly node: Node
  /** The position before the cell in the document. */
  readonly pos: number
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
}
/** A table as rows and columns. */
export interface Grid {
  readonly table: Node
  /** The position before the table. */
  readonly pos: number
  readonly width: number
  readonly height: number
  /** In the order of the tree. */
  readonly cells: readonly GridCell[]
  /** Whether every place of the grid is taken by exactly one cell. An imported table may be ragged. */
  readonly even: boolean
}

const grids = new WeakMap<Node, Grid>()

/** The grid of a table that stands at a position: each cell in the first free column of its row, as HTML has it. */
export function gridOf(table: Node, pos: number): Grid {
  const known = grids.get(table)
  if (known?.pos === pos) return known
  const cells: GridCell[] = []
  const taken: boolean[][] = Array.from({ length: table.childCount }, () => [])
  let clash = false
  table.forEach((row, offset, y) => {
    let at = pos + 2 + offset
    let x = 0
    for (const node of row.children) {
      while (taken[y][x]) x++
      const { colspan, rowspan } = node.attrs as { colspan: number; rowspan: number }
      if (y + rowspan > table.childCount) clash = true
      for (let j = y; j < Math.min(y + rowspan, table.childCount); j++)
        for (let i = x; i < x + colspan; i++) {
          if (taken[j][i]) clash = true
          taken[j][i] = true
        }
      cells.push({ node, pos: at, row: y, column: x, rows: rowspan, columns: colspan })
      x += colspan
      at += node.nodeSize
    }
  })
  const width = Math.max(...taken.map((row) => row.length))
  const even = !clash && taken.every((row) => row.length === width && !row.includes(undefined as unknown as boolean))
  const made: Grid = { table, pos, width, height: table.childCount, cells, even }
  grids.set(table, made)
  return made
}

/** The position before a row; after the last one where `row` is the number of rows. */
export function rowPos(grid: Grid, row: number): number {
  let at = grid.pos + 1
  for (let i = 0; i < row; i++) at += grid.table.child(i).nodeSize
  return at
}
/** The cell that takes a place of the grid; undefined where a ragged table has none. */
export const cellAt = (grid: Grid, row: number, column: number): GridCell | undefined =>
  grid.cells.find((c) => row >= c.row && row < c.row + c.rows && column >= c.column && column < c.column + c.columns)
/** Whether a cell stands at a version: its row does, and it is on. */
export const stands = (grid: Grid, cell: GridCell, v: Version): boolean => rowOn(grid.table.child(cell.row), v) && cellOn(cell.node, v)

/** The part of a table that a selection touches: rows `top` up to, not including, `bottom`; columns `left` up to `right`. */
export interface Area {
  readonly grid: Grid
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** Whether a node is a cell of a table. */
export const isCell = (node: Node): boolean => node.type === schema.nodes.table_cell || node.type === schema.nodes.table_header

/**
 * Whether a selection is one of whole cells (as `CellSelection` of prosemirror-tables, which needs a page and is not known
 * here): each of its ranges is the content of one cell.
 */
export const isCells = (selection: Selection): boolean =>
  !(selection instanceof NodeSelection) &&
  selection.ranges.every(
    ({ $from, $to }) =>
      isCell($from.parent) && $to.parent === $from.parent && $from.parentOffset === 0 && $to.parentOffset === $to.parent.content.size,
  )

/** Depth of the innermost table in whose cells both positions are; 0 where there is none. */
function tableDepth($a: ResolvedPos, $b: ResolvedPos): number {
  for (let d = Math.min($a.depth, $b.depth) - 2; d > 0; d--)
    if ($a.node(d).type === schema.nodes.table && $b.node(d).type === schema.nodes.table && $a.start(d) === $b.start(d)) return d
  return 0
}

/** The area of the innermost table that holds all of a selection; null where it is not inside of one. */
export function areaOf(selection: Selection): Area | null {
  const places = selection.ranges.flatMap(({ $from, $to }) => [$from, $to])
  const [$first] = places
  const depth = Math.min(...places.map(($pos) => tableDepth($first, $pos)))
  if (!depth) return null
  const grid = gridOf($first.node(depth), $first.before(depth))
  const at = new Set(places.map(($pos) => $pos.before(depth + 2)))
  const cells = grid.cells.filter((c) => at.has(c.pos))
  return {
    grid,
    top: Math.min(...cells.map((c) => c.row)),
    bottom: Math.max(...cells.map((c) => c.row + c.rows)),
    left: Math.min(...cells.map((c) => c.column)),
    right: Math.max(...cells.map((c) => c.column + c.columns)),
  }
}

/** The cells that begin in an area, in the order of the tree. */
export const cellsOf = ({ grid, top, bottom, left, right }: Area): GridCell[] =>
  grid.cells.filter((c) => c.row >= top && c.row < bottom && c.column >= left && c.column < right)

/** Where a selection reaches: from the first place to the last, and the cells that it is limited to, where it is one of cells. */
export function reachOf(selection: Selection): { readonly from: number; readonly to: number; readonly cells?: ReadonlySet<Node> } {
  if (!isCells(selection)) return selection
  const { ranges } = selection
  return {
    from: Math.min(...ranges.map(({ $from }) => $from.pos)),
    to: Math.max(...ranges.map(({ $to }) => $to.pos)),
    cells: new Set(ranges.map(({ $from }) => $from.parent)),
  }
}

/** Whether a node is a row or cell that does not stand at a version: what is in it cannot be changed. */
export const isOff = (node: Node, v: Version): boolean =>
  node.type === schema.nodes.table_row ? !rowOn(node, v) : isCell(node) && !cellOn(node, v)

/**
 * Refuses a decision that leaves a table's rows at a version of unlike widths, where they were alike: it parts a merged cell. A
 * table whose rows never were alike, as one from outside may be, has no columns that could be parted.
 */
export function refuseUneven(before: Node, after: Node, v: Version): void {
  const uneven = (table: Node, at: Version | null): boolean => new Set(widths(table, at)).size > 1
  if (uneven(after, v) && !uneven(before, v) && !uneven(before, null))
    refuse('A merged cell reaches over rows or columns of which only some would stand; decide all of them at once.')
}

/** Refuses an edit at a place in a row or column that does not stand: what is written there would not stand either. */
export function refuseOff($pos: ResolvedPos, v: Version): void {
  for (let d = $pos.depth; d > 0; d--)
    if (isOff($pos.node(d), v)) {
      const what = $pos.node(d).type === schema.nodes.table_row && $pos.node(d).children.some((cell) => cellOn(cell, v)) ? 'row' : 'column'
      refuse(`This ${what} is struck, so nothing can be changed in it. Restore it first.`)
    }
}
