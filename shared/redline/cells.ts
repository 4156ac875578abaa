import { Fragment, type Node, Slice } from 'prosemirror-model'
import { type Command, EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import { plainMarks, schema } from '../model/schema.ts'
import { send } from './commands.ts'
import { type Context, penOf, refuse } from './context.ts'
import { restore } from './decide.ts'
import { type Area, areaOf, cellsOf, type Grid, type GridCell, gridOf, isCells, stands } from './grid.ts'
import { cellOn, hasText, lastSwitch, rowOn, standsAt, switchesOf, tableOn } from './present.ts'
import { project } from './project.ts'
import { trackReplace } from './replace.ts'
import { partSwitched } from './switch.ts'
import { appendRows, insertRowAt, type Words } from './table.ts'
import { blockText } from './text.ts'
import type { Version } from './types.ts'

/** What is done with cells and their contents: emptied, written over, walked through, copied, filled from a grid. */

const N = schema.nodes

/** From where to where a cell's content is replaced: its text where it begins and ends with text, else its blocks. */
function contentRange({ node, pos }: GridCell): { from: number; to: number; text: boolean } {
  const text = node.firstChild!.isTextblock && node.lastChild!.isTextblock
  const edge = text ? 2 : 1
  return { from: pos + edge, to: pos + node.nodeSize - edge, text }
}
const caretAt = (tr: Transaction, pos: number): Transaction => tr.setSelection(TextSelection.near(tr.doc.resolve(pos)))

// ---------- emptying and typing over

/** The cells of an area that stand, in the order of the tree. */
const standingCells = (area: Area, r: number): GridCell[] => cellsOf(area).filter((c) => stands(area.grid, c, r))

/** Replaces the text of each cell by nothing, from the last one back, as steps that are still to be tracked. */
function emptied(tr: Transaction, cells: readonly GridCell[]): Transaction {
  for (const cell of [...cells].reverse()) {
    const { from, to, text } = contentRange(cell)
    // A cell that begins or ends with a table of its own is left an empty paragraph.
    const rest = text ? Slice.empty : new Slice(Fragment.from(schema.nodes.paragraph.create()), 0, 0)
    if (to > from) tr.step(new ReplaceStep(from, to, rest))
  }
  return tr
}

/** Backspace and Delete on selected cells: strikes their text and leaves the grid as it is. False for any other selection. */
export const emptyCells =
  (cx: Context): Command =>
  (state, dispatch) => {
    const area = isCells(state.selection) ? areaOf(state.selection) : null
    if (!area) return false
    const cells = standingCells(area, cx.r)
    if (!cells.length || !dispatch) return true
    return send(dispatch, caretAt(emptied(state.tr, cells), cells[0].pos + 1))
  }

/** Typing over selected cells: strikes their text, and the first of them takes what is typed. False for any other selection. */
export const typeOverCells =
  (cx: Context, text: string): Command =>
  (state, dispatch) => {
    const area = isCells(state.selection) && text ? areaOf(state.selection) : null
    const cells = area ? standingCells(area, cx.r) : []
    if (!cells.length) return false
    const [first, ...rest] = cells
    const tr = emptied(state.tr, rest)
    const range = contentRange(first)
    const words = schema.text(text)
    const put = range.text ? words : N.paragraph.create(null, words)
    tr.step(new ReplaceStep(range.from, range.to, new Slice(Fragment.from(put), 0, 0)))
    const at = range.from + put.nodeSize - (range.text ? 0 : 1)
    return send(dispatch, tr.setSelection(TextSelection.create(tr.doc, at)))
  }

// ---------- walking

const hasWords = (cell: Node, r: number): boolean => cell.children.some((block) => !block.isTextblock || hasText(block, r))

/** The selection of a cell's words; a caret in an empty one. */
function selectCell(tr: Transaction, cell: GridCell, r: number): Transaction {
  if (!hasWords(cell.node, r)) return caretAt(tr, cell.pos + 1)
  const $from = tr.doc.resolve(cell.pos + 1)
  const $to = tr.doc.resolve(cell.pos + cell.node.nodeSize - 1)
  return tr.setSelection(TextSelection.between($from, $to))
}

/**
 * Tab and Shift-Tab: to the next or previous cell that stands, its words selected. In the last one Tab puts a row in below; in
 * the first one Shift-Tab stays. False outside of a table.
 */
export const nextCell =
  (cx: Context, by: 1 | -1): Command =>
  (state, dispatch) => {
    const area = areaOf(state.selection)
    if (!area) return false
    const { grid } = area
    const here = cellsOf(area).at(by === 1 ? -1 : 0)
    const on = grid.cells.filter((c) => stands(grid, c, cx.r))
    const next = here && (by === 1 ? on.find((c) => c.pos > here.pos) : on.findLast((c) => c.pos < here.pos))
    if (!dispatch) return true
    if (next) return send(dispatch, selectCell(state.tr, next, cx.r))
    if (by === -1 || !on.length) return true
    const last = on[on.length - 1]
    const at = last.row + last.rows
    const tr = insertRowAt(state, grid.pos, at, cx, last.row)
    const fresh = gridOf(tr.doc.nodeAt(grid.pos)!, grid.pos)
    const first = fresh.cells.find((c) => c.row === at && cellOn(c.node, cx.r))
    return send(dispatch, first ? caretAt(tr, first.pos + 1) : tr)
  }

// ---------- restoring

/**
 * Brings back what is struck in the selected cells, and the rows and columns that they are part of: a row or column comes back
 * as a whole. Null where the selection is not one of cells.
 */
export function restoreCells(state: EditorState, cx: Context): Transaction | null {
  const area = isCells(state.selection) ? areaOf(state.selection) : null
  if (!area) return null
  // One id for all of it: restoring takes no other kind.
  const id = penOf(cx).id('restore')
  const once: Context = { ...cx, newId: (prefix) => (prefix === 'c' ? id : cx.newId(prefix)) }
  const pen = penOf(once)
  const out = state.tr
  const { grid } = area
  const back = (node: Node, pos: number): void => {
    if (!standsAt(switchesOf(node), cx.r)) out.setNodeAttribute(pos, 'sw', partSwitched(node, true, pen, id).attrs.sw)
  }
  let pos = grid.pos + 1
  grid.table.forEach((row, _, y) => {
    if (y >= area.top && y < area.bottom) back(row, pos)
    pos += row.nodeSize
  })
  for (const c of grid.cells) if (c.column >= area.left && c.column + c.columns <= area.right) back(c.node, c.pos)
  for (const c of cellsOf(area)) {
    const one = restore(EditorState.create({ doc: out.doc }), c.pos + 1, c.pos + c.node.nodeSize - 1, once)
    for (const step of one.steps) out.step(step)
  }
  return out.setMeta('tracked', true)
}

/** The changes of the open round in the selected cells, rows and columns among them; empty where the selection is not one of cells. */
export function idsInCells(state: EditorState, r: number): Set<string> {
  const area = isCells(state.selection) ? areaOf(state.selection) : null
  const ids = new Set<string>()
  const note = (node: Node): void => {
    const last = lastSwitch(switchesOf(node), r)
    if (last?.r === r) ids.add(last.id)
  }
  for (const c of area ? cellsOf(area) : []) {
    note(area!.grid.table.child(c.row))
    note(c.node)
    c.node.descendants((node) => {
      note(node)
      for (const mark of node.marks) if (mark.attrs.r === r) ids.add(mark.attrs.id)
    })
  }
  return ids
}

// ---------- copying

const bare = (node: Node): Node => {
  if (node.isText) return node
  const attrs = 'id' in node.attrs ? { ...node.attrs, id: '' } : node.attrs
  return node.type.create(attrs, Fragment.fromArray(node.children.map(bare)), node.marks)
}

/**
 * What the selected cells read as at a version, as a slice for the clipboard: a table of the cells that stand, without ids and
 * tracking; what a merged cell reaches over outside of the selection is cut off. One cell alone gives its paragraphs. Null where
 * the selection is not one of cells, or none of them stands.
 */
export function cellSlice(state: EditorState, v: Version): Slice | null {
  const area = isCells(state.selection) ? areaOf(state.selection) : null
  if (!area) return null
  const { grid, top, bottom, left, right } = area
  const rows: Node[] = []
  for (let y = top; y < bottom; y++) {
    if (!rowOn(grid.table.child(y), v)) continue
    const cells = cellsOf({ ...area, top: y, bottom: y + 1 }).flatMap((c) => {
      if (!cellOn(c.node, v)) return []
      const span = {
        colspan: Math.min(c.column + c.columns, right) - Math.max(c.column, left),
        rowspan: Math.min(c.row + c.rows, bottom) - c.row,
        colwidth: null,
      }
      return [c.node.type.create({ ...c.node.attrs, ...span, sw: [] }, project(N.doc.create(null, c.node.content), v).content)]
    })
    if (cells.length) rows.push(N.table_row.create(null, cells))
  }
  if (!rows.length) return null
  if (rows.length === 1 && rows[0].childCount === 1) return new Slice(bare(rows[0].child(0)).content, 1, 1)
  return new Slice(Fragment.from(bare(N.table.create(null, rows))), 0, 0)
}

// ---------- filling

/** What is to go into one cell: its paragraphs. */
type Filling = readonly Node[]

const plain = (node: Node): Node => (node.isText ? node.mark(plainMarks(node.marks)) : node)
const paragraph = (content: readonly Node[]): Node => N.paragraph.create(null, [...content].map(plain))

/** A paragraph parted at its tabs. */
function parted(block: Node): Filling[] {
  const out: Node[][] = [[]]
  block.forEach((node) => {
    if (!node.isText) {
      out[out.length - 1].push(node)
      return
    }
    node.text!.split('\t').forEach((words, i) => {
      if (i) out.push([])
      if (words) out[out.length - 1].push(schema.text(words, node.marks))
    })
  })
  return out.map((content) => [paragraph(content)])
}

function rowsOfTable(table: Node): Filling[][] {
  const grid = gridOf(table, 0)
  return table.children.map((_, y) => {
    const row: Filling[] = Array.from({ length: grid.width }, () => [])
    for (const c of grid.cells) if (c.row === y) row[c.column] = textBlocks(c.node)
    return row
  })
}
function textBlocks(container: Node): Filling {
  const out: Node[] = []
  container.descendants((node) => {
    if (node.isTextblock)
      out.push(node.type.create({ ...node.attrs, id: '', sw: [], was: [] }, Fragment.fromArray(node.children.map(plain))))
    return !node.isTextblock
  })
  return out
}

/**
 * The grid that a slice is: a table, or lines of text parted by tabs (as a spreadsheet gives them). Null where it is ordinary
 * text. `lines`: several paragraphs are a column of cells too.
 */
function gridIn(slice: Slice, lines: boolean): Filling[][] | null {
  const blocks = slice.content.content.filter((node) => !node.isTextblock || node.content.size > 0)
  if (blocks.length === 1 && blocks[0].type === N.table) return rowsOfTable(blocks[0])
  if (!blocks.length || !blocks.every((block) => block.isTextblock)) return null
  const tabs = blocks.some((block) => block.textContent.includes('\t'))
  return tabs || (lines && blocks.length > 1) ? blocks.map(parted) : null
}

const readsAs = (blocks: readonly Node[]): string => blocks.map(blockText).join('\n')

/** The columns of a grid, from `left` on, that stand. */
const standingColumns = (grid: Grid, left: number, r: number): number[] =>
  [...Array(grid.width).keys()].filter(
    (x) => x >= left && grid.cells.some((c) => c.column <= x && x < c.column + c.columns && stands(grid, c, r)),
  )

/**
 * Pastes into a table. A grid (a table, or lines parted by tabs) goes cell by cell, from the first selected cell on, over those
 * that stand; rows that do not fit are added below, more columns than there are are refused. Over several selected cells
 * ordinary text goes into each of them. A cell that reads the same already is left alone. False where none of this applies, so
 * that the slice is pasted as text.
 */
export const pasteCells =
  (cx: Context, slice: Slice): Command =>
  (state, dispatch) => {
    const area = areaOf(state.selection)
    if (!area) return false
    const cells = isCells(state.selection)
    const several = cells && cellsOf(area).length > 1
    const found = gridIn(slice, several && area.bottom - area.top > 1)
    if (!found && !cells) return false
    const { grid } = area
    if (!tableOn(grid.table, cx.r)) refuse('This table is struck. Restore it before you write in it.')
    const filling = found ?? [[textBlocks(N.doc.create(null, blocksIn(slice)))]]
    const tr = filled(state, area, filling, found === null, cx)
    if (dispatch && tr.docChanged) dispatch(tr.scrollIntoView().setMeta('paste', true))
    return true
  }
const blocksIn = (slice: Slice): Fragment =>
  slice.content.firstChild?.isInline ? Fragment.from(N.paragraph.create(null, slice.content)) : slice.content

function filled(state: EditorState, area: Area, filling: readonly Filling[][], each: boolean, cx: Context): Transaction {
  const { grid } = area
  const rows = [...Array(grid.height).keys()].filter((y) => y >= area.top && rowOn(grid.table.child(y), cx.r))
  const columns = standingColumns(grid, area.left, cx.r)
  const wide = Math.max(...filling.map((row) => row.length))
  if (wide > columns.length) {
    const there = columns.length === 1 ? 'there is 1 column' : `there are ${columns.length} columns`
    refuse(`What is pasted has ${wide} columns, and ${there} from here on. Put in columns first, or paste further to the left.`)
  }
  const into = new Map<GridCell, Filling>()
  if (each) for (const c of cellsOf(area)) into.set(c, filling[0][0])
  else
    filling.slice(0, rows.length).forEach((row, i) => {
      row.forEach((content, j) => {
        const c = grid.cells.find((one) => one.row === rows[i] && one.column === columns[j])
        if (!c) refuse('A merged cell stands where a pasted cell is to go; the table was left as it is.')
        into.set(c, content)
      })
    })
  const pen = penOf(cx)
  const out = state.tr
  const more = each ? [] : filling.slice(rows.length)
  if (more.length) {
    const skipped = standingColumns(grid, 0, cx.r).indexOf(columns[0])
    const words = more.map((row) => [
      ...Array.from({ length: skipped }, (): Words => []),
      ...row.map((content): Words => content.map((block) => block.children)),
    ])
    appendRows(out, grid, rows.at(-1) ?? grid.height - 1, words, pen)
  }
  for (const [c, content] of [...into].reverse()) {
    if (!stands(grid, c, cx.r)) continue
    const now = project(N.doc.create(null, c.node.content), cx.r)
    if (readsAs(now.children) === readsAs(content)) continue
    const { from, to, text } = contentRange(c)
    const $from = out.doc.resolve(from)
    const $to = out.doc.resolve(to)
    const blocks = content.length ? content : [N.paragraph.create()]
    const slice =
      text && blocks.length === 1
        ? new Slice(blocks[0].content, 0, 0)
        : new Slice(Fragment.fromArray([...blocks]), text ? 1 : 0, text ? 1 : 0)
    trackReplace(out, from, to, slice, pen, $from.parent, $to.parent)
  }
  const at = out.doc.resolve(Math.min(cellsOf(area)[0].pos + 1, out.doc.content.size))
  return out.setSelection(TextSelection.near(at)).setMeta('tracked', true)
}
