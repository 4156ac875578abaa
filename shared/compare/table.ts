import { Fragment, type Node } from 'prosemirror-model'
import type { Switch } from '../model/schema.ts'
import { cellOn, rowOn, switchesOf } from '../redline/index.ts'
import { align, type Gap, type Piece } from './align.ts'
import { columnSwitch, emptyCell, insertedCell, NOW, newRow, type Pen, switchedPart } from './paragraph.ts'

const childrenOf = (node: Node): readonly Node[] => node.content.content
/** The rows of a table, and the cells of a row, that stand. */
export const standingRows = (table: Node): Node[] => childrenOf(table).filter((row) => rowOn(row, NOW))
export const standingCells = (row: Node): Node[] => childrenOf(row).filter((cell) => cellOn(cell, NOW))

/** A column of a table that is compared: where it stands in the rows of the one and of the other, -1 for nowhere. */
export interface Column {
  readonly state: 'kept' | 'off' | 'gone' | 'new'
  readonly place: number
  readonly target: number
  /** The switches of its cells before this round. */
  readonly sw: readonly Switch[]
}
/**
 * How a clean table is written into a standing one: column by column (`columns`, no cell spans), row by row with rows put in and
 * struck (no cell spans rows), or each row into the one at its place.
 */
export type Plan = { readonly kind: 'columns'; readonly columns: readonly Column[] } | { readonly kind: 'rows' | 'places' }

/** What the comparison of tables asks of the one that it is part of. */
export interface Texts {
  piece(shape: string, text: string, lead: string): Piece
  /** The text of a cell that stands. */
  cell(cell: Node): string
}

/** Widths above which columns are not weighed one by one. */
const WIDEST = 60

/** How a table can be written into another; null where it cannot. `aligned`: whether the alignment of cells counts. */
export function planOf(table: Node, target: Node, texts: Texts, aligned: boolean): Plan | null {
  const before = columnsOf(table)
  if (before && spanless(table) && spanless(target) && evenWidth(childrenOf(target), childrenOf)) {
    const columns = pairedColumns(table, target, before, texts)
    if (columns.some((column) => column.state === 'kept')) return { kind: 'columns', columns }
  }
  const width = evenWidth(childrenOf(table), standingCells)
  if (before && switchless(table) && width > 0 && width === evenWidth(childrenOf(target), childrenOf)) return { kind: 'rows' }
  return rowByRow(table, target, aligned) ? { kind: 'places' } : null
}

/** The kinds, spans and alignment of cells: they carry no earlier state, so rows that differ here cannot be one. */
export const cellsShape = (cells: readonly Node[], aligned: boolean): string =>
  cells
    .map((cell) => {
      const { colspan, rowspan, align } = cell.attrs
      return `${cell.type.name === 'table_header' ? 'h' : 'c'}${colspan}.${rowspan}.${aligned ? align : ''}`
    })
    .join(' ')

const spanless = (table: Node): boolean =>
  childrenOf(table).every((row) => childrenOf(row).every((cell) => cell.attrs.colspan === 1 && cell.attrs.rowspan === 1))
const switchless = (table: Node): boolean =>
  childrenOf(table).every((row) => childrenOf(row).every((cell) => switchesOf(cell).length === 0))

/** The number of columns where all rows have as many and no cell spans rows; else 0. */
function evenWidth(rows: readonly Node[], cellsOf: (row: Node) => readonly Node[]): number {
  let width = -1
  for (const row of rows) {
    if (childrenOf(row).some((cell) => cell.attrs.rowspan > 1)) return 0
    const own = cellsOf(row).reduce((n, cell) => n + (cell.attrs.colspan as number), 0)
    if (width >= 0 && own !== width) return 0
    width = own
  }
  return Math.max(width, 0)
}
/** Whether every standing row has its partner of the same cells at the same place. */
function rowByRow(table: Node, target: Node, aligned: boolean): boolean {
  const rows = standingRows(table)
  return (
    rows.length === target.childCount &&
    rows.every((row, i) => cellsShape(standingCells(row), aligned) === cellsShape(childrenOf(target.child(i)), aligned))
  )
}

/** The columns of a table with their switches; null where its rows do not agree on them. */
function columnsOf(table: Node): { readonly sw: readonly Switch[]; readonly on: boolean }[] | null {
  const first = table.child(0)
  const key = (row: Node) =>
    childrenOf(row)
      .map((cell) =>
        switchesOf(cell)
          .map((s) => `${s.k}${s.r}`)
          .join(),
      )
      .join(' ')
  const none = switchless(table)
  if (!none && childrenOf(table).some((row) => key(row) !== key(first))) return null
  if (none && spanless(table) && childrenOf(table).some((row) => row.childCount !== first.childCount)) return null
  return childrenOf(first).map((cell) => ({ sw: switchesOf(cell), on: cellOn(cell, NOW) }))
}

/** The columns of both tables in the order in which they will stand. */
function pairedColumns(table: Node, target: Node, before: readonly { sw: readonly Switch[]; on: boolean }[], texts: Texts): Column[] {
  const standing = before.flatMap(({ on }, at) => (on ? [at] : []))
  const width = target.child(0).childCount
  const partner = same(table, target, standing, width, texts)
  const at = new Map(partner.flatMap((i, j) => (i < 0 ? [] : [[standing[i], j] as const])))
  const out: Column[] = []
  let next = 0
  const add = (to: number) => {
    for (; next < to; next++) out.push({ state: 'new', place: -1, target: next, sw: [] })
  }
  before.forEach(({ sw, on }, place) => {
    const j = at.get(place)
    if (j !== undefined) {
      add(j)
      next = j + 1
      out.push({ state: 'kept', place, target: j, sw })
    } else out.push({ state: on ? 'gone' : 'off', place, target: -1, sw })
  })
  add(width)
  return out
}

/** For each column of the target the standing one that it is, or -1: by its heading, by its cells, else by its place. */
function same(table: Node, target: Node, standing: readonly number[], width: number, texts: Texts): number[] {
  const inPlace = Array.from({ length: width }, (_, j) => (j < standing.length ? j : -1))
  const head = (row: Node, at: number) => texts.cell(row.child(at)).trim()
  const rows = standingRows(table)
  const headsEqual = standing.length === width && standing.every((place, j) => head(rows[0], place) === head(target.child(0), j))
  if (headsEqual) return inPlace
  if (Math.max(standing.length, width) > WIDEST) return standing.length === width ? inPlace : inPlace.map(() => -1)
  const column = (among: readonly Node[], at: number) =>
    texts.piece('column', among.map((row) => texts.cell(row.child(at)).trim()).join('\n'), head(among[0], at))
  const a = standing.map((place) => column(rows, place))
  const b = inPlace.map((_, j) => column(childrenOf(target), j))
  const settle = ({ as, bs }: Gap) => (as.length === bs.length ? as.map((i, k) => [i, bs[k]] as const) : [])
  return align(a, b, { lead: 0.5, settle }).partner
}

/** Writes rows of a table whose columns are paired: all cells of a column that goes or comes share one change. */
export class Columns {
  private readonly columns: readonly Column[]
  private readonly ids: readonly string[]
  private readonly pen: Pen
  readonly changed: boolean

  constructor(columns: readonly Column[], pen: Pen) {
    this.columns = columns
    this.pen = pen
    this.ids = columns.map(({ state }) => (state === 'gone' || state === 'new' ? pen.change() : ''))
    this.changed = this.ids.some((id) => id !== '')
  }

  /** The cells of a row that are in both tables. */
  kept(row: Node, side: 'place' | 'target'): Node[] {
    return this.columns.flatMap((column) => (column.state === 'kept' ? [row.child(column[side])] : []))
  }

  /** A standing row with what its cells become, and the new cells of the target's row. */
  row(row: Node, target: Node, write: (cell: Node, target: Node) => Node): Node {
    return this.written(
      row,
      (cell, column) => write(cell, target.child(column.target)),
      (column, id) => insertedCell(target.child(column.target), columnSwitch(id, this.pen), id, this.pen),
    )
  }
  /** A row that does not stand, or will not: its cells go and come with their columns, so that every version has its shape. */
  absent(row: Node): Node {
    if (!this.changed) return row
    return this.written(
      row,
      (cell) => cell,
      (_, id) => emptyCell(columnSwitch(id, this.pen), id, this.pen),
    )
  }
  private written(row: Node, kept: (cell: Node, column: Column) => Node, fresh: (column: Column, id: string) => Node): Node {
    const cells = this.columns.map((column, at) => {
      if (column.state === 'new') return fresh(column, this.ids[at])
      const cell = row.child(column.place)
      if (column.state === 'gone') return switchedPart(cell, 'del', this.ids[at], this.pen)
      return column.state === 'kept' ? kept(cell, column) : cell
    })
    return withCells(row, cells)
  }

  /** A clean row as wholly new in this round. */
  fresh(target: Node, id: string): Node {
    const cells = this.columns.map((column, at) => {
      const { state, sw } = column
      if (state === 'off') return emptyCell(sw, id, this.pen)
      const own = this.ids[at]
      if (state === 'gone') return emptyCell([...sw, { k: 'del', id: own, r: this.pen.r, p: this.pen.p }], id, this.pen)
      return insertedCell(target.child(column.target), state === 'new' ? columnSwitch(own, this.pen) : sw, id, this.pen)
    })
    return newRow(cells, id, this.pen)
  }
}

/** The row with these cells; the same object where they are its own. */
export const withCells = (row: Node, cells: readonly Node[]): Node =>
  cells.length === row.childCount && cells.every((cell, i) => cell === row.child(i)) ? row : row.copy(Fragment.fromArray([...cells]))
