import { Fragment, type Node, Slice } from 'prosemirror-model'
import { type Command, type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import { moveOf } from '../model/move.ts'
import { type Align, type Switch, schema } from '../model/schema.ts'
import { openOf, paragraphAt } from './caret.ts'
import { send } from './commands.ts'
import { type Context, type Pen, penOf, refuse } from './context.ts'
import { type Area, areaOf, cellAt, type Grid, type GridCell, gridOf, rowPos } from './grid.ts'
import { cellOn, existed, rowOn, standsAt, switchesOf, tableOn } from './present.ts'
import { inserted, insertion, ownPart, partSwitched } from './switch.ts'
import { track } from './track.ts'

/**
 * Rows, columns and whole tables put in and struck as switches of the open round (`REDLINE-FINDINGS.md`: Lists and tables). What
 * this round put in itself is taken out without a trace. A column is the switches of its cells, decided as a whole; a new row's
 * cells copy their columns' switches, so that every version stays rectangular. Each function makes one tracked transaction, which
 * is one step of undo.
 */

const MERGED =
  'A merged cell reaches across this place, and how far a cell reaches cannot change while changes are tracked; the table was left as it is.'
const RAGGED = 'The rows of this table do not all have the same columns, so a column cannot be tracked; the table was left as it is.'
const STRUCK = 'This table is struck. Restore it before you change its rows and columns.'
const NOTHING_ELSE = 'The table is all that stands here. Write a paragraph before or after it, then strike it.'
const ROWS_STRUCK = 'These rows are struck already.'
const COLUMNS_STRUCK = 'These columns are struck already.'
const NESTED = 'A table cannot be put into a cell of another table. Put the caret outside of the table.'
/** The most rows that a table is put in with. */
export const MOST_ROWS = 100
/** The most columns. */
export const MOST_COLUMNS = 20

const N = schema.nodes
const isHeader = (cell: Node): boolean => cell.type === N.table_header
const isHead = (row: Node): boolean => row.children.every(isHeader)

/** The grid of the table before a position. Throws a `RangeError` where none stands there. */
function gridAt(doc: Node, pos: number): Grid {
  const table = doc.nodeAt(pos)
  if (table?.type !== N.table) throw new RangeError(`no table at ${pos}`)
  return gridOf(table, pos)
}
function standing(doc: Node, pos: number, r: number): Grid {
  const grid = gridAt(doc, pos)
  if (!tableOn(grid.table, r)) refuse(STRUCK)
  return grid
}
/** Whether the open round put in the whole table: rows and columns added to it are part of that one change. */
const allOwn = (table: Node, r: number): boolean => table.children.every((row) => ownPart(row, r))
/** The change under which something is put into a table: that of the table itself where it is the open round's own. */
function idFor(table: Node, pen: Pen): string {
  const its = allOwn(table, pen.r) ? switchesOf(table.child(0))[0].id : null
  return its !== null && !moveOf(its) ? its : pen.id('insert')
}

// ---------- putting in

/** What a new cell takes over from its neighbours, besides its place. */
interface Model {
  readonly header: boolean
  readonly align: Align
  readonly textAlign: Align
  readonly colwidth: readonly number[] | null
  readonly sw: readonly Switch[]
}
/** What a new cell holds: the content of each of its paragraphs, formatted; none for an empty cell. */
export type Words = readonly (readonly Node[])[]

function freshCell(model: Model, words: Words, id: string, pen: Pen): Node {
  const paragraphs = (words.length ? words : [[]]).map((content) =>
    N.paragraph.create(
      { align: model.textAlign, id: pen.newId('b'), sw: [insertion(pen, id)] },
      content.map((node) => inserted(node, pen, id)),
    ),
  )
  const { align, colwidth, sw } = model
  return (model.header ? N.table_header : N.table_cell).create({ id: pen.newId('c'), align, colwidth, sw }, paragraphs)
}

/** Whether the cells of a column are headers of their rows: all those below the head are. */
function headsRows(grid: Grid, column: number): boolean {
  const cells = grid.cells.filter((c) => c.column <= column && column < c.column + c.columns && !isHead(grid.table.child(c.row)))
  return cells.length > 0 && cells.every((c) => isHeader(c.node))
}
const textAlignOf = (cell: Node): Align => (cell.firstChild?.isTextblock ? cell.firstChild.attrs.align : 'left')

/** A cell for a new row beside the row of `like`, in one column. */
function modelFor(grid: Grid, like: number, column: number): Model {
  const beside = cellAt(grid, like, column)
  const single = grid.cells.find((c) => c.column === column && c.columns === 1)
  const source = beside ?? single
  const width = source?.columns === 1 ? source.node.attrs.colwidth : null
  return {
    header: headsRows(grid, column),
    align: source?.node.attrs.align ?? 'left',
    textAlign: source ? textAlignOf(source.node) : 'left',
    colwidth: width,
    sw: (single ?? source) ? switchesOf((single ?? source)!.node) : [],
  }
}

/** Refuses a new row before row `at` where a cell reaches from above to below it. */
function freeOfRows(grid: Grid, at: number): void {
  if (grid.cells.some((c) => c.row < at && at < c.row + c.rows)) refuse(MERGED)
}

/**
 * Puts a row before the row `at` (after the last one where `at` is the number of rows), like the row `like`. `words`: what its
 * standing cells hold, from the left. Writes to `out`, whose document holds the grid.
 */
function writeRow(out: Transaction, grid: Grid, at: number, like: number, id: string, pen: Pen, words: readonly Words[] = []): void {
  let next = 0
  const cells: Node[] = []
  for (let column = 0; column < grid.width; column++) {
    const model = modelFor(grid, like, column)
    const on = standsAt(model.sw, pen.r)
    cells.push(freshCell(model, on ? (words[next] ?? []) : [], id, pen))
    if (on) next++
  }
  const row = N.table_row.create({ id: pen.newId('w'), sw: [insertion(pen, id)] }, cells)
  const pos = rowPos(grid, at)
  out.step(new ReplaceStep(pos, pos, new Slice(Fragment.from(row), 0, 0)))
}

/** Puts an empty row before row `at`; after the last one where `at` is the number of rows. `pos`: the position before the table. */
export function insertRowAt(state: EditorState, pos: number, at: number, cx: Context, like = Math.max(0, at - 1)): Transaction {
  const pen = penOf(cx)
  const grid = standing(state.doc, pos, cx.r)
  freeOfRows(grid, at)
  const out = state.tr
  writeRow(out, grid, at, like, idFor(grid.table, pen), pen)
  return out.setMeta('tracked', true)
}

/** Puts an empty column before column `at`; after the last one where `at` is their number. A cell goes into every row of the tree. */
export function insertColumnAt(state: EditorState, pos: number, at: number, cx: Context, like = Math.max(0, at - 1)): Transaction {
  const pen = penOf(cx)
  const grid = standing(state.doc, pos, cx.r)
  if (!grid.even) refuse(RAGGED)
  if (grid.cells.some((c) => c.column < at && at < c.column + c.columns)) refuse(MERGED)
  const id = idFor(grid.table, pen)
  const sw = allOwn(grid.table, cx.r) ? [] : [insertion(pen, id)]
  const out = state.tr
  for (let y = grid.height - 1; y >= 0; y--) {
    const row = grid.table.child(y)
    const before = grid.cells.filter((c) => c.row === y && c.column < at)
    const beside = cellAt(grid, y, like)
    const model: Model = {
      header: isHead(row),
      align: beside?.node.attrs.align ?? 'left',
      textAlign: beside ? textAlignOf(beside.node) : 'left',
      colwidth: null,
      sw,
    }
    const last = before[before.length - 1]
    const place = last ? last.pos + last.node.nodeSize : rowPos(grid, y) + 1
    out.step(new ReplaceStep(place, place, new Slice(Fragment.from(freshCell(model, [], id, pen)), 0, 0)))
  }
  return out.setMeta('tracked', true)
}

/**
 * Puts rows in after the row `after`, each with the words of its standing cells from the left. Writes to `out`, whose document
 * holds the grid at the same place, with the ids of the pen.
 */
export function appendRows(out: Transaction, grid: Grid, after: number, rows: readonly (readonly Words[])[], pen: Pen): void {
  freeOfRows(grid, after + 1)
  const id = idFor(grid.table, pen)
  for (const words of [...rows].reverse()) writeRow(out, grid, after + 1, after, id, pen, words)
}

// ---------- striking

/** Whether something stands, or can stand, beside a table in its container: what a container must keep. */
function keptBeside(doc: Node, pos: number, r: number): boolean {
  const $pos = doc.resolve(pos)
  const index = $pos.index()
  return $pos.parent.children.some((block, i) => i !== index && (block.isTextblock ? existed(block, r) : tableOn(block, r)))
}

/** Strikes a table; one that this round put in is taken out. */
export function strikeTableAt(state: EditorState, pos: number, cx: Context): Transaction {
  const { table } = standing(state.doc, pos, cx.r)
  if (!keptBeside(state.doc, pos, cx.r)) refuse(NOTHING_ELSE)
  const tr = state.tr.step(new ReplaceStep(pos, pos + table.nodeSize, Slice.empty))
  return track(state, tr, cx)
}

/** Strikes the rows from `top` up to, not including, `bottom`: one switch a row, its content untouched. Own rows are taken out. */
export function strikeRowsAt(state: EditorState, pos: number, top: number, bottom: number, cx: Context): Transaction {
  const grid = standing(state.doc, pos, cx.r)
  const on = grid.table.children.map((row) => rowOn(row, cx.r))
  const chosen = on.map((stands, y) => stands && y >= top && y < bottom)
  if (!chosen.includes(true)) refuse(ROWS_STRUCK)
  if (on.every((stands, y) => !stands || chosen[y])) return strikeTableAt(state, pos, cx)
  for (const c of grid.cells) {
    const rows = on.map((stands, y) => stands && y >= c.row && y < c.row + c.rows)
    if (rows.some((its, y) => its && chosen[y]) && rows.some((its, y) => its && !chosen[y])) refuse(MERGED)
  }
  const pen = penOf(cx)
  const out = state.tr
  for (let y = grid.height - 1; y >= 0; y--) {
    if (!chosen[y]) continue
    const row = grid.table.child(y)
    const at = rowPos(grid, y)
    if (ownPart(row, cx.r)) out.step(new ReplaceStep(at, at + row.nodeSize, Slice.empty))
    else out.setNodeAttribute(at, 'sw', partSwitched(row, false, pen, pen.id('delete')).attrs.sw)
  }
  return out.setMeta('tracked', true)
}

/** Columns that a cell reaches over at once, from left to right; cells that reach over several hold them together. */
function columnGroups(grid: Grid, chosen: readonly number[]): number[][] {
  const out: number[][] = []
  for (const column of chosen) {
    const last = out[out.length - 1]
    const held = grid.cells.some((c) => c.column < column && column < c.column + c.columns)
    if (last && held) last.push(column)
    else out.push([column])
  }
  return out
}

/** Whether some cell of a column stands in a row that does. */
const columnOn = (grid: Grid, column: number, r: number): boolean =>
  grid.cells.some(
    (c) => c.column <= column && column < c.column + c.columns && cellOn(c.node, r) && standsAt(switchesOf(grid.table.child(c.row)), r),
  )

/** Strikes the columns from `left` up to, not including, `right`: a switch on each of their cells. Own columns are taken out. */
export function strikeColumnsAt(state: EditorState, pos: number, left: number, right: number, cx: Context): Transaction {
  const grid = standing(state.doc, pos, cx.r)
  if (!grid.even) refuse(RAGGED)
  const columns = [...Array(grid.width).keys()].filter((column) => columnOn(grid, column, cx.r))
  const chosen = columns.filter((column) => column >= left && column < right)
  if (!chosen.length) refuse(COLUMNS_STRUCK)
  if (chosen.length === columns.length) return strikeTableAt(state, pos, cx)
  const within = (c: GridCell): number => chosen.filter((column) => c.column <= column && column < c.column + c.columns).length
  for (const c of grid.cells) if (within(c) > 0 && within(c) < c.columns) refuse(MERGED)
  const own = (c: GridCell): boolean => ownPart(c.node, cx.r) || ownPart(grid.table.child(c.row), cx.r)
  const gone = new Set<GridCell>()
  const struck = new Set<GridCell>()
  for (const group of columnGroups(grid, chosen)) {
    const cells = grid.cells.filter((c) => group.includes(c.column))
    for (const c of cells) (cells.every(own) ? gone : struck).add(c)
  }
  const pen = penOf(cx)
  const out = state.tr
  for (const c of [...grid.cells].reverse()) {
    if (gone.has(c)) out.step(new ReplaceStep(c.pos, c.pos + c.node.nodeSize, Slice.empty))
    else if (struck.has(c) && cellOn(c.node, cx.r))
      out.setNodeAttribute(c.pos, 'sw', partSwitched(c.node, false, pen, pen.id('delete')).attrs.sw)
  }
  return out.setMeta('tracked', true)
}

// ---------- commands

const inArea =
  (cx: Context, edit: (state: EditorState, area: Area) => Transaction): Command =>
  (state, dispatch) => {
    const area = areaOf(state.selection)
    if (!area) return false
    if (!dispatch && tableOn(area.grid.table, cx.r)) return true
    return send(dispatch, edit(state, area))
  }

/** The caret in the cell of a place of the grid, or in the nearest one after or before it that stands. */
function caretIn(tr: Transaction, pos: number, row: number, column: number, r: number): Transaction {
  const table = tr.doc.nodeAt(pos)
  if (table?.type !== N.table) return tr
  const grid = gridOf(table, pos)
  const far = (c: GridCell): number => Math.abs(c.row - row) * 1000 + Math.abs(c.column - column)
  const on = grid.cells.filter((c) => rowOn(table.child(c.row), r) && cellOn(c.node, r))
  const best = on.reduce<GridCell | null>((a, c) => (a && far(a) <= far(c) ? a : c), null)
  return best ? tr.setSelection(TextSelection.near(tr.doc.resolve(best.pos + 1))) : tr
}

/** Puts a row in above or below the selected ones. False outside of a table. */
export const insertRow = (cx: Context, side: 'above' | 'below'): Command =>
  inArea(cx, (state, { grid, top, bottom, left }) => {
    const at = side === 'above' ? top : bottom
    const tr = insertRowAt(state, grid.pos, at, cx, side === 'above' ? top : bottom - 1)
    return caretIn(tr, grid.pos, at, left, cx.r)
  })

/** Puts a column in left or right of the selected ones. False outside of a table. */
export const insertColumn = (cx: Context, side: 'left' | 'right'): Command =>
  inArea(cx, (state, { grid, left, right, top }) => {
    const at = side === 'left' ? left : right
    const tr = insertColumnAt(state, grid.pos, at, cx, side === 'left' ? left : right - 1)
    return caretIn(tr, grid.pos, top, at, cx.r)
  })

/** Strikes the rows of the selection. False outside of a table. */
export const deleteRows = (cx: Context): Command =>
  inArea(cx, (state, { grid, top, bottom, left }) => caretIn(strikeRowsAt(state, grid.pos, top, bottom, cx), grid.pos, bottom, left, cx.r))

/** Strikes the columns of the selection. False outside of a table. */
export const deleteColumns = (cx: Context): Command =>
  inArea(cx, (state, { grid, top, left, right }) => caretIn(strikeColumnsAt(state, grid.pos, left, right, cx), grid.pos, top, right, cx.r))

/** Strikes the table around the selection. False outside of a table. */
export const deleteTable = (cx: Context): Command => inArea(cx, (state, { grid }) => strikeTableAt(state, grid.pos, cx))

/** Merging and splitting cells, which tracking refuses with a sentence. False outside of a table. */
export const mergeCells: Command = (state) =>
  areaOf(state.selection) ? refuse('Cells cannot be merged or split while changes are tracked; the table was left as it is.') : false

/** What a table is put in with. */
export interface NewTable {
  /** Rows and columns, from 1 (to `MOST_ROWS`, `MOST_COLUMNS`). */
  readonly rows: number
  readonly columns: number
  /** Whether the first row is a head. */
  readonly header: boolean
}

/** An empty table without ids. */
function emptyTable({ rows, columns, header }: NewTable): Node {
  const row = (head: boolean): Node => {
    const type = head ? N.table_header : N.table_cell
    return N.table_row.create(
      null,
      Array.from({ length: columns }, () => type.create(null, N.paragraph.create())),
    )
  }
  return N.table.create(
    null,
    Array.from({ length: rows }, (_, i) => row(header && i === 0)),
  )
}

/**
 * Puts an empty table in after the paragraph of the caret (before it, where the caret is at its start), and the caret into its
 * first cell. Refused inside of a table.
 */
export const insertTable =
  (cx: Context, table: NewTable): Command =>
  (state, dispatch) => {
    const { rows, columns } = table
    if (!(rows >= 1 && rows <= MOST_ROWS && columns >= 1 && columns <= MOST_COLUMNS))
      refuse(`A table has 1 to ${MOST_ROWS} rows and 1 to ${MOST_COLUMNS} columns.`)
    const { $head, head } = state.selection
    for (let d = $head.depth; d > 0; d--) if ($head.node(d).type === N.table) refuse(NESTED)
    const p = paragraphAt($head, cx.r)
    if (!p) return false
    if (!dispatch) return true
    const before = !p.text.some((t) => t.pos < head)
    const at = openOf(p.container, p.start, before ? p.first : p.closing + 1)
    const tr = state.tr.step(new ReplaceStep(at, at, new Slice(Fragment.from(emptyTable(table)), 0, 0)))
    const out = track(state, tr, cx)
    const known = new Set<string>()
    state.doc.descendants((node) => void (node.type === N.table && known.add(node.attrs.id)))
    out.doc.forEach((node, pos) => {
      if (node.type === N.table && !known.has(node.attrs.id)) caretIn(out, pos, 0, 0, cx.r)
    })
    return send(dispatch, out)
  }
