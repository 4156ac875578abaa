import { Fragment, type Node, Slice } from 'prosemirror-model'
import { EditorState, type Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import { applyPayRule, type Figure, formatFigure, type PayRule, parseFigure, payRuleText } from '../model/money.ts'
import { inlineText, schema } from '../model/schema.ts'
import { type Context, refuse } from './context.ts'
import { gridOf } from './grid.ts'
import { cellOn, inlineOn, rowOn, tableOn } from './present.ts'
import { track } from './track.ts'
import type { Version } from './types.ts'

/** A cell of a salary grid at a version. `pos`: the position before it; `id`: stable in the item. */
export interface PayCell {
  readonly id: string
  readonly pos: number
  readonly row: number
  readonly column: number
  readonly text: string
  /** Null where the cell holds no figure, or not one alone. */
  readonly figure: Figure | null
}

/** What a block, or a cell’s blocks, say at a version. */
function saidAt(node: Node, v: Version): string {
  let text = ''
  node.descendants((child) => {
    if (child.isInline && inlineOn(child, v)) text += inlineText(child)
    return !child.isInline
  })
  return text
}

/** The cells of the table before a position that stand at a version, row by row. Throws a `RangeError` where no table stands there. */
export function payCells(doc: Node, pos: number, v: Version): PayCell[] {
  const table = doc.nodeAt(pos)
  if (table?.type !== schema.nodes.table) throw new RangeError(`no table at ${pos}`)
  return gridOf(table, pos)
    .cells.filter((c) => cellOn(c.node, v) && rowOn(table.child(c.row), v))
    .map((c) => {
      const text = saidAt(c.node, v).trim()
      return { id: c.node.attrs.id, pos: c.pos, row: c.row, column: c.column, text, figure: parseFigure(text) }
    })
}

const RULE = /^Rule: /
const NO_FIGURE = 'None of these cells holds a figure alone, so the rule changes nothing.'
const SAME = 'The rule leaves every figure as it is.'
const STRUCK = 'This table is struck. Restore it before a rule is put on it.'

/**
 * Puts a rule on cells of the table before `pos` as one tracked edit: each figure is written anew as a whole, and the rule stands as
 * a paragraph under the grid. The first column and the head hold steps and lanes and are left alone.
 *
 * `cells`: ids of the cells it is put on, all for null. `on`: the version whose figures the rule starts from (0: the current
 * language), where a cell is not there, what stands now. `place`: words that say where, such as `steps 3 and 4`.
 */
export function putPayRule(
  state: EditorState,
  pos: number,
  rule: PayRule,
  o: { readonly cells: ReadonlySet<string> | null; readonly on: Version; readonly place: string },
  cx: Context,
): Transaction {
  const table = state.doc.nodeAt(pos)
  if (table?.type !== schema.nodes.table) throw new RangeError(`no table at ${pos}`)
  if (!tableOn(table, cx.r)) refuse(STRUCK)
  const before = new Map(payCells(state.doc, pos, o.on).map((c) => [c.id, c.figure]))
  const now = payCells(state.doc, pos, cx.r)
  const heads = new Set(now.filter((c) => state.doc.nodeAt(c.pos)!.type === schema.nodes.table_header).map((c) => c.id))
  const first = Math.min(...now.map((c) => c.column))
  const wanted = now.filter((c) => (o.cells ? o.cells.has(c.id) : c.column !== first && c.row !== 0) && !heads.has(c.id) && c.figure)
  if (!wanted.length) refuse(NO_FIGURE)
  const changes = wanted.flatMap((c) => {
    const from = before.get(c.id) ?? c.figure!
    const text = formatFigure(applyPayRule(rule, from.value), from)
    return text === c.text ? [] : [{ cell: c, text }]
  })
  if (!changes.length) refuse(SAME)
  // Each figure is a change of its own, to be decided by itself; from the last one back, so that the places before it hold.
  const out = state.tr
  const write = (make: (tr: Transaction) => void): void => {
    const now = EditorState.create({ doc: out.doc })
    const tr = now.tr
    make(tr)
    for (const step of track(now, tr, cx).steps) out.step(step)
  }
  write((tr) => writeRule(tr, pos, `Rule: ${payRuleText(rule)}${o.place ? `, on ${o.place}` : ''}.`, cx))
  for (const { cell, text } of changes.reverse()) {
    const node = state.doc.nodeAt(cell.pos)!
    const from = cell.pos + 2
    const to = cell.pos + node.nodeSize - 2
    const marks = node.firstChild?.firstChild?.marks.filter((m) => m.type === schema.marks.strong || m.type === schema.marks.em)
    write((tr) => tr.step(new ReplaceStep(from, to, new Slice(Fragment.from(schema.text(text, marks)), 0, 0))))
  }
  return out.setMeta('tracked', true)
}

/** The paragraph under the grid that states its rule: written anew where one stands there, else put in. */
function writeRule(tr: Transaction, pos: number, text: string, cx: Context): void {
  let at = pos + tr.doc.nodeAt(pos)!.nodeSize
  for (let block = tr.doc.nodeAt(at); block?.isTextblock; at += block.nodeSize, block = tr.doc.nodeAt(at)) {
    const said = saidAt(block, cx.r)
    if (RULE.test(said)) {
      if (said !== text) tr.replaceWith(at + 1, at + 1 + block.content.size, schema.text(text))
      return
    }
    // A rule that was struck stands before the one that took its place.
    if (said.trim()) break
  }
  tr.insert(pos + tr.doc.nodeAt(pos)!.nodeSize, schema.nodes.paragraph.create({ id: cx.newId('b') }, schema.text(text)))
}
