import { Fragment, type Mark, type Node, Slice } from 'prosemirror-model'
import { AllSelection, type Command, type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import { plainMarks, schema } from '../model/schema.ts'
import { inText, openOf, type Paragraph, paragraphAt, typingMarks } from './caret.ts'
import { closingBlock, type Round, unlabelled } from './commands.ts'
import { type Context, penOf } from './context.ts'
import { overwrite, type Stays } from './overwrite.ts'
import { propsOf } from './present.ts'
import { overwriteSections } from './sections.ts'
import { wholeFigures } from './whole.ts'

/** The text blocks and tables of a slice, without ids, switches and tracking marks. */
function blocksOf(slice: Slice): Node[] {
  const out: Node[] = []
  const walk = (fragment: Fragment): void => {
    fragment.forEach((node) => {
      if (node.isInline) {
        const last = out[out.length - 1]
        if (last?.isTextblock && !last.attrs.id) out[out.length - 1] = last.copy(last.content.append(Fragment.from(plain(node))))
        else out.push(schema.nodes.paragraph.create(null, plain(node)))
      } else if (node.isTextblock)
        out.push(schema.nodes[node.type.name as 'paragraph'].create({ ...propsOf(node).attrs, id: '' }, node.children.map(plain)))
      else if (node.type === schema.nodes.table) out.push(node)
      else walk(node.content)
    })
  }
  walk(slice.content)
  return out
}
const plain = (node: Node): Node => node.mark(plainMarks(node.marks))

/**
 * The transaction that puts a slice in place of the selection, built for what stands there: one paragraph's text goes into the
 * line; several go in as paragraphs, the first and the last joining the text around them; into an empty paragraph and before the
 * first word of another, whole ones go with their own properties; tables go between paragraphs. Null where nothing can be put in.
 */
function pasted(state: EditorState, slice: Slice, round: Round): Transaction | null {
  const blocks = blocksOf(slice)
  const { from, to, $from, empty } = state.selection
  if (state.selection instanceof AllSelection && blocks.length) return pastedOverAll(state, blocks)
  const p = inText(state.selection) ? paragraphAt($from, round.r) : null
  if (!p || !blocks.length) return null
  const tr = state.tr
  const alone = blocks.length === 1 && blocks[0].isTextblock
  const emptyHere = empty && !p.text.length
  if (alone && (!emptyHere || slice.openStart > 0 || (blocks[0].type === schema.nodes.paragraph && blocks[0].attrs.label === null))) {
    const { content } = blocks[0]
    if (!content.size && empty) return null
    return caretAfter(tr.step(new ReplaceStep(from, to, new Slice(content, 0, 0))), from + content.size)
  }
  if (blocks.some((b) => !b.isTextblock)) return pastedBetween(tr, p, blocks, from, to)
  if (emptyHere) {
    const pos = openOf(p.container, p.start, p.first)
    const size = blocks.reduce((sum, b) => sum + b.nodeSize, 0)
    return caretAfter(tr.step(new ReplaceStep(pos, from, new Slice(Fragment.from(blocks), 0, 1))), pos + size - 1)
  }
  if (empty && slice.openStart === 0 && !p.text.some((t) => t.pos < from)) {
    // At the start of a paragraph whole ones go before it, and it stays what it is.
    const pos = openOf(p.container, p.start, p.first)
    const list = [...blocks.slice(0, -1), $from.parent.copy(blocks[blocks.length - 1].content)]
    const size = list.reduce((sum, b) => sum + b.nodeSize, 0)
    return caretAfter(tr.step(new ReplaceStep(pos, from, new Slice(Fragment.from(list), 0, 1))), pos + size - 1)
  }
  const reach = paragraphAt(state.selection.$to, round.r)
  const atEnd = !reach?.text.some((t) => t.pos + t.node.nodeSize > to)
  const last = blocks[blocks.length - 1]
  const rest = unlabelled(closingBlock(p).props)
  const closing = atEnd ? last : schema.nodes[rest.type].create({ ...rest.attrs, id: '' }, last.content)
  const list = [...blocks.slice(0, -1), closing]
  const size = list.reduce((sum, b) => sum + b.nodeSize, 0)
  return caretAfter(tr.step(new ReplaceStep(from, to, new Slice(Fragment.from(list), 1, 1))), from + size - 2)
}
function pastedOverAll(state: EditorState, blocks: readonly Node[]): Transaction {
  const size = blocks.reduce((sum, b) => sum + b.nodeSize, 0)
  const tr = state.tr.step(new ReplaceStep(0, state.doc.content.size, new Slice(Fragment.from([...blocks]), 0, 0)))
  return caretAfter(tr, size)
}
function pastedBetween(tr: Transaction, p: Paragraph, blocks: readonly Node[], from: number, to: number): Transaction {
  const before = !p.text.some((t) => t.pos < from)
  const after = openOf(p.container, p.start, p.closing + 1)
  const at = before ? openOf(p.container, p.start, p.first) : after
  const size = blocks.reduce((sum, b) => sum + b.nodeSize, 0)
  tr.step(new ReplaceStep(at, at, new Slice(Fragment.from(blocks), 0, 0)))
  if (to > from) tr.step(new ReplaceStep(tr.mapping.map(from), tr.mapping.map(to), Slice.empty))
  return caretAfter(tr, Math.min(at + size + 1, tr.doc.content.size))
}
const caretAfter = (tr: Transaction, pos: number): Transaction =>
  tr.setSelection(TextSelection.near(tr.doc.resolve(pos), -1)).setMeta('paste', true)

/** Pastes a slice (see `pasted`). */
export const paste =
  (round: Round, slice: Slice): Command =>
  (state, dispatch) => {
    const tr = pasted(state, slice, round)
    if (tr) dispatch?.(tr.scrollIntoView())
    return tr !== null
  }

/** How language comes in. */
export interface How {
  /** False for plain text: words and paragraphs that stay keep their formatting and properties. */
  readonly formatted?: boolean
}

/**
 * Pastes a slice over the selection so that only what differs is struck and put in: what is the same in both stays as it is, with
 * its history. What this round itself struck at the place and what now comes back is struck no more, so a cut pasted where it was
 * is no change. One transaction, tracked; the caret stands after what came in. Where there is nothing to compare it is `paste`.
 * `stays` is the comparison (`shared/compare`).
 */
export const pasteComparing =
  (cx: Context, slice: Slice, stays: Stays, how: How = {}): Command =>
  (state, dispatch) => {
    const given = how.formatted === false ? formattedAs(slice, typingMarks(state, cx.r)) : slice
    const tr = compared(state, given, stays, how, cx)
    if (!tr) return paste(cx, given)(state, dispatch)
    dispatch?.(tr.scrollIntoView())
    return true
  }

/** The range of text that is selected; of everything, from the first word to the last, or from a table to a table. Null where it is no text. */
function rangeOf(state: EditorState): { readonly from: number; readonly to: number } | null {
  const { doc, selection } = state
  if (selection instanceof TextSelection) return selection
  if (!(selection instanceof AllSelection)) return null
  return { from: doc.firstChild!.isTextblock ? 1 : 0, to: doc.content.size - (doc.lastChild!.isTextblock ? 1 : 0) }
}

/** Text that says nothing of its formatting, formatted like the place that it goes to. */
const formattedAs = (slice: Slice, marks: readonly Mark[]): Slice => {
  const of = (content: Fragment): Fragment =>
    Fragment.fromArray(content.content.map((node) => (node.isInline ? node.mark(marks) : node.copy(of(node.content)))))
  return new Slice(of(slice.content), slice.openStart, slice.openEnd)
}

function compared(state: EditorState, slice: Slice, stays: Stays, how: How, cx: Context): Transaction | null {
  const blocks = blocksOf(slice)
  if (!blocks.length) return null
  const range = rangeOf(state)
  if (!range) return null
  const { from, to } = range
  const out = state.tr
  const incoming = { blocks, start: slice.openStart === 0, end: slice.openEnd === 0, formatted: how.formatted ?? true }
  const pen = penOf(cx)
  const caret = blocks.every((b) => b.isTextblock)
    ? overwrite(out, from, to, incoming, stays, pen)?.caret
    : overwriteSections(out, range, incoming, stays, pen)
  if (caret === undefined || caret === null) return null
  caretAfter(out, caret)
  wholeFigures(out, pen)
  return out.setMeta('tracked', true)
}
