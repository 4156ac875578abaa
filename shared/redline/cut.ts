import type { Node, Slice } from 'prosemirror-model'
import { EditorState, Selection, type Transaction } from 'prosemirror-state'
import { moveIds, moveOf } from '../model/move.ts'
import { schema } from '../model/schema.ts'
import { alone, siteAt } from './carry.ts'
import { deleteSelection } from './commands.ts'
import { type Context, type Pen, penOf } from './context.ts'
import { bringHome } from './origin.ts'
import { paste } from './paste.ts'
import { inlineSwitches, switchesOf } from './present.ts'
import { trackBy } from './track.ts'

/** What a cut did, and the name under which its paste makes it a move. */
export interface CutOut {
  /** Tracked; still to be applied. */
  readonly tr: Transaction
  /** For the clipboard's own flavour: `pasteCut` takes it. */
  readonly move: string
}

/**
 * Cuts the selection: what stands is struck under `<move>.from`, own text is taken out. As long as nothing is pasted the strike
 * is a strike like any other. Null where nothing is selected. Throws `Refused` as `track` does.
 */
export function cutOut(state: EditorState, cx: Context): CutOut | null {
  const move = cx.newId('m')
  let tr: Transaction | null = null
  deleteSelection(cx)(state, (made) => {
    tr = alone(trackBy(state, made, penOf(cx, move)))
  })
  return tr && { tr, move }
}

/** Whether a document holds text of the open round under a change id. */
function holds(doc: Node, id: string, r: number): boolean {
  let found = false
  doc.descendants((node) => {
    const switches = node.isInline ? inlineSwitches(node) : switchesOf(node)
    if (switches.some((s) => s.id === id && s.r === r)) found = true
    return !found
  })
  return found
}

/**
 * Pastes over the selection what `cutOut` cut, as the other half of its move, in one transaction: what comes in is inserted under
 * `<move>.to`. Pasted where it was cut from, it stands again as if it had never been cut. Null where this is an ordinary paste:
 * the cut is not of this document's open round, was undone or sealed, struck nothing of others', or was pasted before.
 *
 * `slice`: what stood in the cut selection. Where its words still carry the open round's `insertion` marks, own words among
 * them come back as the writer's own and not as moved.
 */
export function pasteCut(state: EditorState, slice: Slice, move: string, cx: Context): Transaction | null {
  const { from, to } = moveIds(move)
  if (!holds(state.doc, from, cx.r) || holds(state.doc, to, cx.r)) return null
  const out = state.tr
  if (!state.selection.empty) {
    deleteSelection(cx)(state, (made) => {
      append(out, trackBy(state, made, penOf(cx)))
    })
  }
  const between = EditorState.create({ doc: out.doc, selection: out.selection })
  let done = false
  paste(cx, slice)(between, (made) => {
    append(out, trackBy(between, made, penOf(cx, move)))
    done = true
  })
  if (!done) return null
  keepOwn(out, slice, to, penOf(cx))
  const home = bringHome(out, siteAt(out.doc.resolve(out.selection.head)).start, cx)
  const $head = out.doc.resolve(Math.min(home(out.selection.head), out.doc.content.size))
  out.setSelection(Selection.near($head, -1))
  return alone(out.setMeta('paste', true))
}

/** Adds the steps of a transaction on the document that another has come to, and takes its selection over. */
export function append(out: Transaction, tr: Transaction): void {
  for (const step of tr.steps) out.step(step)
  out.setSelection(Selection.fromJSON(out.doc, tr.selection.toJSON()))
}

/** Gives words that were the writer's own before they were moved an insertion of their own again. */
export function keepOwn(out: Transaction, slice: Slice, to: string, pen: Pen): void {
  const marks: { mark: string | null; length: number }[] = []
  slice.content.descendants((node) => {
    if (!node.isInline) return true
    const own = node.marks.find((m) => m.type === schema.marks.insertion && m.attrs.r === pen.r)
    const id = own ? (own.attrs.id as string) : null
    marks.push({ mark: id === null ? null : moveOf(id) ? id : pen.id('insert'), length: node.nodeSize })
    return false
  })
  if (marks.every((m) => m.mark === null)) return
  let k = 0
  let left = marks[0].length
  const changes: { from: number; to: number; id: string }[] = []
  out.doc.descendants((node, pos) => {
    if (!node.isInline || !inlineSwitches(node).some((s) => s.id === to)) return true
    for (let at = pos; at < pos + node.nodeSize && k < marks.length; ) {
      const length = Math.min(left, pos + node.nodeSize - at)
      const id = marks[k].mark
      if (id !== null) changes.push({ from: at, to: at + length, id })
      at += length
      left -= length
      if (!left) left = marks[++k]?.length ?? 0
    }
    return false
  })
  const insertion = (id: string) => schema.marks.insertion.create({ id, r: pen.r, p: pen.p })
  for (const change of changes) {
    out.removeMark(change.from, change.to, insertion(to))
    out.addMark(change.from, change.to, insertion(change.id))
  }
}
