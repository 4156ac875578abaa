import { Fragment, type Node, Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { isContainer, schema } from '../model/schema.ts'
import { openOf } from './caret.ts'
import type { Pen } from './context.ts'
import { type Incoming, overwrite, type Stays } from './overwrite.ts'
import { cellOn, ends, rowOn, tableOn } from './present.ts'
import { trackReplace } from './replace.ts'

/**
 * Language with tables put in place of language with tables: where there are as many, and each has as many rows and columns as the
 * one in its place, the text between them and the words of each cell are compared by themselves.
 */

/** The text before, between or after the tables of a range. */
interface Section {
  /** Where it goes if it is new: between blocks. */
  readonly border: number
  /** The blocks as a whole, and the text that is compared; null where nothing stands there. */
  readonly found: { readonly open: number; readonly close: number; readonly from: number; readonly to: number } | null
}

/**
 * Writes blocks with tables over a range with tables. Gives the place after what came in; null, and nothing written, where the
 * tables do not match, or there are none.
 */
export function overwriteSections(
  out: Transaction,
  range: { readonly from: number; readonly to: number },
  incoming: Incoming,
  stays: Stays,
  pen: Pen,
): number | null {
  const [$from, $to] = [out.doc.resolve(range.from), out.doc.resolve(range.to)]
  const depth = $from.parent.isTextblock ? $from.depth - 1 : $from.depth
  const container = $from.node(depth)
  const start = $from.start(depth)
  if (!isContainer(container) || ($to.parent.isTextblock ? $to.start(-1) : $to.start()) !== start) return null
  const first = $from.index(depth)
  const last = $to.parent.isTextblock ? $to.index(depth) : $to.index(depth) - 1
  const tables: number[] = []
  for (let i = first; i <= last; i++) if (!container.child(i).isTextblock && tableOn(container.child(i), pen.r)) tables.push(i)
  const parts = partedAt(incoming.blocks)
  const grids = incoming.blocks.filter((b) => !b.isTextblock)
  if (!tables.length || tables.length !== grids.length || !tables.every((t, k) => alike(container.child(t), grids[k], pen.r))) return null
  const sections = parts.map((_, k) =>
    sectionOf(container, start, k ? tables[k - 1] + 1 : first, tables[k] ?? last + 1, $from.parent.isTextblock && !k ? range.from : null, {
      to: $to.parent.isTextblock && k === tables.length ? range.to : null,
      r: pen.r,
    }),
  )
  let caret = range.to
  let written = 0
  for (let k = sections.length - 1; k >= 0; k--) {
    const given = { ...incoming, blocks: parts[k], start: k > 0 || incoming.start, end: k < tables.length || incoming.end }
    const placed = writeSection(out, sections[k], given, stays, pen, k === 0 || k === tables.length)
    if (k === tables.length) {
      caret = placed ?? out.mapping.map(range.to)
      written = out.steps.length
    }
    if (k > 0) writeTable(out, openOf(container, start, tables[k - 1]), grids[k - 1], incoming, stays, pen)
  }
  return Math.min(out.mapping.slice(written).map(caret), out.doc.content.size)
}

/** The text blocks before, between and after the tables. */
function partedAt(blocks: readonly Node[]): Node[][] {
  const out: Node[][] = [[]]
  for (const block of blocks) {
    if (block.isTextblock) out[out.length - 1].push(block)
    else out.push([])
  }
  return out
}

function sectionOf(
  container: Node,
  start: number,
  first: number,
  limit: number,
  from: number | null,
  { to, r }: { readonly to: number | null; readonly r: number },
): Section {
  const closes = ends(container, r)
  const border = openOf(container, start, from === null ? first : limit)
  const texts = [...Array(Math.max(0, limit - first)).keys()].map((k) => first + k).filter((i) => container.child(i).isTextblock)
  if (!texts.some((i) => closes[i]) && from === null && to === null) return { border, found: null }
  const open = openOf(container, start, texts[0])
  const close = openOf(container, start, texts[texts.length - 1] + 1)
  return { border, found: { open, close, from: from ?? open + 1, to: to ?? close - 1 } }
}

/** Writes one section; the place after it, where it was compared. `partial`: it may be a part of a paragraph. */
function writeSection(out: Transaction, section: Section, incoming: Incoming, stays: Stays, pen: Pen, partial: boolean): number | null {
  const { blocks } = incoming
  const { found, border } = section
  const host = out.doc.resolve(border).parent
  if (!found) {
    if (blocks.length) trackReplace(out, border, border, new Slice(Fragment.from([...blocks]), 0, 0), pen, host, host)
    return null
  }
  if (!blocks.length && !partial) {
    trackReplace(out, found.open, found.close, Slice.empty, pen, host, host)
    return null
  }
  const given = blocks.length ? incoming : { ...incoming, blocks: [schema.nodes.paragraph.create()], start: false }
  return overwrite(out, found.from, found.to, given, stays, pen, true)?.caret ?? null
}

const standingRows = (table: Node, r: number): Node[] => table.children.filter((row) => rowOn(row, r))
const standingCells = (row: Node, r: number): Node[] => row.children.filter((cell) => cellOn(cell, r))
const single = (cell: Node): boolean =>
  cell.attrs.colspan === 1 && cell.attrs.rowspan === 1 && cell.children.every((block) => block.isTextblock)

/** Whether a table that stands has as many rows and columns as another, and no merged cells; then each cell has its partner. */
function alike(table: Node, grid: Node, r: number): boolean {
  const rows = standingRows(table, r)
  return (
    rows.length === grid.childCount &&
    rows.every((row, y) => {
      const cells = standingCells(row, r)
      return cells.length === grid.child(y).childCount && [...cells, ...grid.child(y).children].every(single)
    })
  )
}

/** Writes the words of each cell, the last cell first. */
function writeTable(out: Transaction, at: number, grid: Node, incoming: Incoming, stays: Stays, pen: Pen): void {
  const table = out.doc.nodeAt(at)!
  const places: { readonly pos: number; readonly cell: Node; readonly target: Node }[] = []
  let y = 0
  let pos = at + 1
  for (const row of table.children) {
    let inRow = pos + 1
    let x = 0
    for (const cell of row.children) {
      if (rowOn(row, pen.r) && cellOn(cell, pen.r)) places.push({ pos: inRow, cell, target: grid.child(y).child(x++) })
      inRow += cell.nodeSize
    }
    if (rowOn(row, pen.r)) y++
    pos += row.nodeSize
  }
  for (const place of places.reverse()) {
    const given = { ...incoming, blocks: place.target.children, start: true, end: true }
    overwrite(out, place.pos + 2, place.pos + place.cell.nodeSize - 2, given, stays, pen, true)
  }
}
