import { Fragment, type MarkType, type Node, Slice } from 'prosemirror-model'
import {
  AllSelection,
  type Command,
  type EditorState,
  NodeSelection,
  type Selection,
  TextSelection,
  type Transaction,
} from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import { type BlockProps, schema, unitText } from '../model/schema.ts'
import { inText, openOf, type Paragraph, paragraphAt, paragraphBefore, type Standing, typingMarks } from './caret.ts'
import type { Context } from './context.ts'
import { type PropsChange, reformat, reshape } from './decide.ts'
import { isCell, isOff, reachOf } from './grid.ts'
import { nextLabel, typedLabel } from './numbering.ts'
import { formatAt, inlineOn, propsOf } from './present.ts'

/**
 * Editing commands that ask what stands, not what is in the tree: struck text is neither content nor an edge. Each takes the
 * open round and gives an ordinary ProseMirror command whose transaction is still to be tracked (`track` in the view's
 * `dispatchTransaction`; those that come tracked pass through it as they are). A command that has nothing to do at a place in
 * text still answers true, so that the page's own editing never runs.
 */

/** The open round: a `Context` will do. */
export interface Round {
  readonly r: number
}
/** What a command hands its transaction to; undefined where it is only asked whether it could. */
export type Dispatch = ((tr: Transaction) => void) | undefined

const cut = (tr: Transaction, from: number, to: number): Transaction => tr.step(new ReplaceStep(from, to, Slice.empty))
/** Hands a transaction on, with its caret in sight. */
export const send = (dispatch: Dispatch, tr: Transaction): true => {
  dispatch?.(tr.scrollIntoView())
  return true
}

/**
 * Strikes the selection. From the start of one paragraph to the start of a later one, whole paragraphs go and the later one stays
 * as it is. False where the selection is empty.
 */
export const deleteSelection =
  (round: Round): Command =>
  (state, dispatch) => {
    const { selection } = state
    if (selection.empty) return false
    if (!(selection instanceof TextSelection || selection instanceof AllSelection || selection instanceof NodeSelection)) return false
    const { doc, tr } = state
    const all = selection instanceof AllSelection
    if (selection instanceof TextSelection) inText(selection)
    if (all && doc.firstChild!.isTextblock && doc.lastChild!.isTextblock) return send(dispatch, cut(tr, 1, doc.content.size - 1))
    const [from, to] = wholeParagraphs(selection, round.r) ?? [selection.from, selection.to]
    return send(dispatch, all ? tr.delete(0, doc.content.size) : cut(tr, from, to))
  }

/** The paragraphs that a selection from the start of one to the start of a later one covers; null where it is another. */
function wholeParagraphs({ $from, $to }: Selection, r: number): [number, number] | null {
  const p = paragraphAt($from, r)
  const q = paragraphAt($to, r)
  if (!p || !q || p.start !== q.start || q.first <= p.closing) return null
  if (p.text.some((t) => t.pos < $from.pos) || q.text.some((t) => t.pos < $to.pos)) return null
  return [openOf(p.container, p.start, p.first), openOf(q.container, q.start, q.first)]
}

// ---------- Enter

/** Properties without a label, and no item of a list. */
export const unlabelled = (props: BlockProps): BlockProps => ({ ...props, attrs: { ...props.attrs, list: null, label: null } })
const isLabelled = (props: BlockProps): boolean => Boolean(props.attrs.label || props.attrs.list)
const setProps = (tr: Transaction, pos: number, block: Node, props: BlockProps): Transaction =>
  tr.setNodeMarkup(pos, schema.nodes[props.type], { ...props.attrs, id: block.attrs.id, sw: block.attrs.sw, was: block.attrs.was })
/** The block whose end closes a paragraph, where it starts, and its properties. */
export const closingBlock = (p: Paragraph): { node: Node; pos: number; props: BlockProps } => {
  const node = p.container.child(p.closing)
  return { node, pos: openOf(p.container, p.start, p.closing), props: propsOf(node) }
}

/** The label before a paragraph's own, in the same list and depth; null for a heading's, which counts by itself. */
function labelBefore(p: Paragraph, props: BlockProps, r: number): string | null {
  if (props.type === 'heading') return null
  for (let other = paragraphBefore(p, r); other; other = paragraphBefore(other, r)) {
    const before = closingBlock(other).props
    if (before.type !== 'paragraph' || before.attrs.level < props.attrs.level || !before.attrs.label) return null
    if (before.attrs.level === props.attrs.level) return before.attrs.label
  }
  return null
}

/** What the paragraph below gets when one is split: the next label; plain text after the end of a heading. Null: a copy. */
function propsBelow(p: Paragraph, at: number, r: number): BlockProps | null {
  const { props } = closingBlock(p)
  if (props.type === 'heading') {
    const atEnd = !p.text.some((t) => t.pos + t.node.nodeSize > at)
    if (atEnd) return { type: 'paragraph', attrs: { level: 0, align: 'left', list: null, label: null } }
  }
  if (!props.attrs.label) return null
  return { ...props, attrs: { ...props.attrs, label: nextLabel(props.attrs.label, labelBefore(p, props, r)) } }
}

/**
 * Enter: splits the paragraph; the lower half of a labelled one gets the next label. In an empty labelled paragraph it drops
 * the label instead. A selection is struck first.
 */
export const splitBlock =
  (round: Round): Command =>
  (state, dispatch) => {
    const { from, to, empty, $from } = state.selection
    const p = inText(state.selection) ? paragraphAt($from, round.r) : null
    if (!p) return false
    const { node, pos, props } = closingBlock(p)
    if (empty && !p.text.length && isLabelled(props)) return send(dispatch, setProps(state.tr, pos, node, unlabelled(props)))
    const tr = state.tr
    const reach = empty ? p : paragraphAt(state.selection.$to, round.r)
    const below = propsBelow({ ...p, text: reach?.text ?? p.text }, to, round.r)
    if (!empty) cut(tr, from, to)
    const after = below ? [{ type: schema.nodes[below.type], attrs: { ...below.attrs, id: '' } }] : undefined
    tr.split(from, 1, after)
    return send(dispatch, tr)
  }

/** Shift-Enter: a line break in the paragraph, formatted like the text around it. */
export const hardBreak =
  (round: Round): Command =>
  (state, dispatch) => {
    if (!inText(state.selection)) return false
    return send(dispatch, typeOver(state, schema.nodes.hard_break.create(null, null, typingMarks(state, round.r))))
  }

function typeOver(state: EditorState, node: Node): Transaction {
  const { from, to } = state.selection
  const tr = state.tr.step(new ReplaceStep(from, to, new Slice(Fragment.from(node), 0, 0)))
  return tr.setSelection(TextSelection.create(tr.doc, from + node.nodeSize))
}

/** Types text over the selection, formatted like the nearest standing character. */
export const insertText =
  (round: Round, text: string): Command =>
  (state, dispatch) => {
    if (!inText(state.selection) || !text) return false
    const tr = typeOver(state, schema.text(text, typingMarks(state, round.r)))
    if (state.storedMarks) tr.setStoredMarks(state.storedMarks)
    return send(dispatch, tr)
  }

// ---------- Backspace and Delete

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const lastGrapheme = (text: string): number => [...graphemes.segment(text)].at(-1)?.segment.length ?? 1
const firstGrapheme = (text: string): number => {
  for (const { segment } of graphemes.segment(text)) return segment.length
  return 1
}

/** The standing inline node that a position has right before it or lies in; and the one after it. */
const nodeBefore = (text: readonly Standing[], at: number): Standing | undefined => text.findLast((t) => t.pos < at)
const nodeAfter = (text: readonly Standing[], at: number): Standing | undefined => text.find((t) => t.pos + t.node.nodeSize > at)

/** The standing character before a position, as [from, to]; and the one after it. */
function characterBefore(text: readonly Standing[], at: number): [number, number] | null {
  const t = nodeBefore(text, at)
  if (!t) return null
  const end = Math.min(at, t.pos + t.node.nodeSize)
  return [end - (t.node.isText ? lastGrapheme(t.node.text!.slice(0, end - t.pos)) : 1), end]
}
function characterAfter(text: readonly Standing[], at: number): [number, number] | null {
  const t = nodeAfter(text, at)
  if (!t) return null
  const begin = Math.max(at, t.pos)
  return [begin, begin + (t.node.isText ? firstGrapheme(t.node.text!.slice(begin - t.pos)) : 1)]
}

const WORD = /[\p{L}\p{N}\p{M}_'’]/u
/** The characters of standing text with their positions; a hard break as a line feed. */
function characters(text: readonly Standing[]): { at: number; char: string }[] {
  return text.flatMap(({ node, pos }) => [...Array(node.nodeSize).keys()].map((k) => ({ at: pos + k, char: unitText(node)[k] })))
}
/** Where a word ends that is walked over in the order given: spaces first, then a word or a stretch of other signs. */
function wordLength(chars: readonly { char: string }[]): number {
  let n = 0
  while (n < chars.length && /\s/.test(chars[n].char)) n++
  if (n === chars.length) return n
  const inWord = WORD.test(chars[n].char)
  while (n < chars.length && !/\s/.test(chars[n].char) && WORD.test(chars[n].char) === inWord) n++
  return n
}

/** Backspace at the start of a paragraph: its label goes first; then it joins the one before, or takes an empty one before out. */
function joinBefore(state: EditorState, p: Paragraph, round: Round): Transaction | null {
  const { node, pos, props } = closingBlock(p)
  if (isLabelled(props)) return setProps(state.tr, pos, node, unlabelled(props))
  const before = paragraphBefore(p, round.r)
  if (!before) return null
  const end = closingBlock(before)
  if (!before.text.length) return cut(state.tr, end.pos, end.pos + end.node.nodeSize)
  return cut(state.tr, end.pos + end.node.nodeSize - 1, state.selection.from)
}

/** Delete at the end of a paragraph: the next one joins it; where it is empty it goes itself. */
function joinAfter(state: EditorState, p: Paragraph): Transaction | null {
  const { container, closing } = p
  const next = p.closes.indexOf(true, closing + 1)
  if (!p.closes[closing] || next < 0 || !container.child(next).isTextblock) return null
  const { node, pos } = closingBlock(p)
  if (!p.text.length) return cut(state.tr, pos, pos + node.nodeSize)
  // Struck tables may stand between.
  let below = closing + 1
  while (!container.child(below).isTextblock) below++
  return cut(state.tr, state.selection.from, openOf(container, p.start, below) + 1)
}

const erase =
  (
    round: Round,
    range: (p: Paragraph, at: number) => [number, number] | null,
    join: (state: EditorState, p: Paragraph) => Transaction | null,
  ): Command =>
  (state, dispatch) => {
    if (!state.selection.empty) return deleteSelection(round)(state, dispatch)
    const p = paragraphAt(state.selection.$from, round.r)
    if (!p) return false
    const found = range(p, state.selection.from)
    const tr = found ? cut(state.tr, found[0], found[1]) : join(state, p)
    return tr ? send(dispatch, tr) : true
  }

/** Backspace: strikes the standing character before the caret, skipping what does not stand; at the start of a paragraph it joins. */
export const joinBackward = (round: Round): Command =>
  erase(
    round,
    (p, at) => characterBefore(p.text, at),
    (state, p) => joinBefore(state, p, round),
  )
/** Delete: strikes the standing character after the caret; at the end of a paragraph it joins. */
export const joinForward = (round: Round): Command => erase(round, (p, at) => characterAfter(p.text, at), joinAfter)

/** Strikes back to the start of a word; at the start of a paragraph like Backspace. */
export const deleteWordBackward = (round: Round): Command =>
  erase(
    round,
    (p, at) => {
      const chars = characters(p.text)
        .filter((c) => c.at < at)
        .reverse()
      const n = wordLength(chars)
      return n ? [chars[n - 1].at, chars[0].at + 1] : null
    },
    (state, p) => joinBefore(state, p, round),
  )
/** Strikes on to the end of a word; at the end of a paragraph like Delete. */
export const deleteWordForward = (round: Round): Command =>
  erase(
    round,
    (p, at) => {
      const chars = characters(p.text).filter((c) => c.at >= at)
      const n = wordLength(chars)
      return n ? [chars[0].at, chars[n - 1].at + 1] : null
    },
    joinAfter,
  )

// ---------- formatting and properties

/**
 * Sets a format on the standing text of the selection, or takes it off where all of it has it, in one tracked transaction. In a
 * caret it holds for what is typed next.
 */
export const toggleFormat =
  (cx: Context, type: MarkType): Command =>
  (state, dispatch) => {
    const { from, to, cells } = reachOf(state.selection)
    if (state.selection.empty) {
      if (!inText(state.selection)) return false
      const marks = typingMarks(state, cx.r)
      const next = type.isInSet(marks) ? type.removeFromSet(marks) : type.create().addToSet(marks)
      dispatch?.(state.tr.setStoredMarks(next))
      return true
    }
    let standing = false
    let all = true
    state.doc.nodesBetween(from, to, (node) => {
      if (isOff(node, cx.r) || (cells && isCell(node) && !cells.has(node))) return false
      if (!node.isInline || !inlineOn(node, cx.r)) return
      standing = true
      if (!type.isInSet(formatAt(node, cx.r))) all = false
    })
    if (!standing) return false
    if (!dispatch) return true
    return send(
      dispatch,
      reformat(state, from, to, all ? (marks) => type.removeFromSet(marks) : (marks) => type.create().addToSet(marks), cx, cells),
    )
  }

/** Changes the properties of every paragraph that the selection touches, in one tracked transaction. False where none changes. */
export const setBlock =
  (cx: Context, change: PropsChange): Command =>
  (state, dispatch) => {
    const { from, to, cells } = reachOf(state.selection)
    const tr = reshape(state, from, to, change, cx, cells)
    return tr.docChanged ? send(dispatch, tr) : false
  }

/** Makes a label of what was typed at the start of a paragraph (`a.`, `1.`, `-`) when a space is typed after it. False: type the space. */
export const makeLabel =
  (round: Round): Command =>
  (state, dispatch) => {
    const { $from, from, empty } = state.selection
    const p = empty ? paragraphAt($from, round.r) : null
    if (!p) return false
    const { props, pos, node } = closingBlock(p)
    const typed = characters(p.text).filter((c) => c.at < from)
    const label = typedLabel(typed.map((c) => c.char).join(''))
    if (!label || props.type !== 'paragraph' || props.attrs.label) return false
    const tr = setProps(state.tr, pos, node, { ...props, attrs: { ...props.attrs, ...label } })
    return send(dispatch, cut(tr, typed[0].at, from))
  }
