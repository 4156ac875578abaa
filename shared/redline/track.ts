import type { Mark } from 'prosemirror-model'
import { type EditorState, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { AddMarkStep, AttrStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, type Step } from 'prosemirror-transform'
import { type BlockProps, plainMarks, schema, TRACKING_MARKS } from '../model/schema.ts'
import { type Context, type Pen, penOf, refuse } from './context.ts'
import { isOff, refuseOff } from './grid.ts'
import { joinStrikes } from './guard.ts'
import { endOn, hasText, inlineOn, propsOf } from './present.ts'
import { type Placed, settle, stillSettled, trackReplace } from './replace.ts'
import { formatted, withProps } from './switch.ts'
import { wholeFigures } from './whole.ts'

/** The original replacements so far, and where each one went. Steps of other kinds move nothing. */
type Trail = { readonly step: ReplaceStep; readonly placed: Placed }[]

/**
 * Rewrites an ordinary transaction, before it is applied, into one that records it as switches of the open round: what is
 * deleted is struck (own text goes), what comes in is inserted, formatting and paragraph properties keep what stood before.
 * A figure that the edit left in parts of two rounds is struck and put in as a whole (`wholeFigures`).
 * Undo and redo, and transactions that are tracked already or change no text, pass as they are. Throws `Refused`, with a
 * sentence for the person, where an edit is of a kind that cannot be tracked: nothing is ever silently untracked.
 */
export function track(state: EditorState, tr: Transaction, cx: Context): Transaction {
  return trackBy(state, tr, penOf(cx))
}
/** The same with a pen of one's own. */
export function trackBy(state: EditorState, tr: Transaction, pen: Pen): Transaction {
  if (!tr.docChanged || tr.getMeta('history$') || tr.getMeta('tracked')) return tr
  const out = state.tr
  const trail: Trail = []
  tr.steps.forEach((step, i) => {
    const placed = trackStep(out, step, tr, i, (pos, side) => placeOf(trail, pos, side), pen)
    if (placed && step instanceof ReplaceStep) trail.push({ step, placed })
  })
  setSelection(state, tr, out, trail)
  if (trail.length) wholeFigures(out, pen)
  copyMeta(tr, out)
  const step = tr.steps[0]
  if (tr.steps.length === 1 && state.selection.empty && step instanceof ReplaceStep && !step.slice.size) joinStrikes(state, out)
  return out.setMeta('tracked', true)
}

function copyMeta(tr: Transaction, out: Transaction): void {
  const meta = (tr as unknown as { meta: Record<string, unknown> }).meta
  for (const key of Object.keys(meta)) out.setMeta(key, meta[key])
  out.setTime(tr.time)
  if (tr.storedMarksSet) out.setStoredMarks(tr.storedMarks && plainMarks(tr.storedMarks))
  if (tr.scrolledIntoView) out.scrollIntoView()
}

type MapTo = (pos: number, side: 1 | -1) => number

function trackStep(out: Transaction, step: Step, tr: Transaction, i: number, to: MapTo, pen: Pen): Placed | null {
  if (step instanceof ReplaceStep) {
    const before = tr.docs[i]
    const a = to(step.from, 1)
    const b = step.to === step.from ? a : Math.max(a, to(step.to, -1))
    return trackReplace(out, a, b, step.slice, pen, before.resolve(step.from).parent, before.resolve(step.to).parent)
  }
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
    if (TRACKING_MARKS.has(step.mark.type.name)) refuse('Marks of tracking are written by the tracking itself and cannot be set by hand.')
    trackMark(out, to(step.from, 1), to(step.to, -1), step.mark, step instanceof AddMarkStep, pen)
    return null
  }
  if (step instanceof ReplaceAroundStep) {
    const { from, gapFrom, gapTo, insert, slice } = step
    const node = slice.content.firstChild
    const markup = gapFrom === from + 1 && gapTo === step.to - 1 && insert === 1 && slice.content.childCount === 1 && node?.isTextblock
    if (!markup || node.content.size || slice.openStart || slice.openEnd || !tr.docs[i].nodeAt(from)?.isTextblock) structural()
    trackProps(out, to(from + 1, 1) - 1, propsOf(node!), pen)
    return null
  }
  if (step instanceof AttrStep) {
    if (['id', 'sw', 'was'].includes(step.attr)) refuse('Ids and switches are written by the tracking itself and cannot be set by hand.')
    if (!tr.docs[i].nodeAt(step.pos)?.isTextblock)
      refuse('Widths of columns and merged cells cannot be changed while changes are tracked; the table was left as it is.')
    const pos = to(step.pos + 1, 1) - 1
    const node = out.doc.nodeAt(pos)!
    const props = propsOf(node)
    trackProps(out, pos, { ...props, attrs: { ...props.attrs, [step.attr]: step.value } } as BlockProps, pen)
    return null
  }
  return refuse('This edit is of a kind that cannot be tracked, so nothing was changed.')
}
const structural = (): never => refuse('This edit rearranges whole blocks in a way that cannot be tracked yet, so nothing was changed.')

/**
 * Where a position of the original document, after the steps so far, lies in what is tracked so far. Struck text is still
 * there, so the place where an original step put its slice is where the tracked one did.
 */
function placeOf(trail: Trail, pos: number, side: 1 | -1): number {
  let i = trail.length - 1
  let at = pos
  for (; i >= 0; i--) {
    const { from, to, slice } = trail[i].step
    if (at >= from && at <= from + slice.size) {
      at = trail[i].placed.slice(at - from)
      break
    }
    if (at > from) at += to - from - slice.size
  }
  for (i = Math.max(i, -1) + 1; i < trail.length; i++) at = trail[i].placed.old(at, side)
  return at
}

/** The caret: beside struck text in the direction of the key, else where the original left it. */
function setSelection(state: EditorState, tr: Transaction, out: Transaction, trail: Trail): void {
  const s = tr.selection
  const size = out.doc.content.size
  const bound = (pos: number): number => Math.max(0, Math.min(pos, size))
  const only = tr.steps.length === 1 && trail.length === 1 ? trail[0] : null
  let head: number
  if (s.empty && only && !only.step.slice.size && isText(state, only.step.from) && isText(state, only.step.to)) {
    const { from, to } = only.step
    const forward = state.selection.empty && state.selection.head <= from
    head = only.placed.old(forward ? to : from, forward ? 1 : -1)
  } else head = placeOf(trail, s.head, -1)
  const $head = out.doc.resolve(bound(head))
  const $anchor = s.empty ? $head : out.doc.resolve(bound(placeOf(trail, s.anchor, -1)))
  const text = $head.parent.inlineContent && $anchor.parent.inlineContent
  out.setSelection(text ? TextSelection.between($anchor, $head) : Selection.near($head, 1))
}

const isText = (state: EditorState, pos: number): boolean => state.doc.resolve(pos).parent.isTextblock

function trackMark(out: Transaction, from: number, to: number, mark: Mark, add: boolean, pen: Pen): void {
  if (to <= from) return
  const steps: Step[] = []
  out.doc.nodesBetween(from, to, (node, pos) => {
    if (isOff(node, pen.r)) return false
    if (!node.isInline || !inlineOn(node, pen.r)) return
    const plain = plainMarks(node.marks)
    const next = formatted(node, add ? mark.addToSet(plain) : mark.removeFromSet(plain), pen, pen.id('format'))
    if (next === node) return
    const a = Math.max(pos, from)
    const b = Math.min(pos + node.nodeSize, to)
    for (const m of node.marks) if (!m.isInSet(next.marks)) steps.push(new RemoveMarkStep(a, b, m))
    for (const m of next.marks) if (!m.isInSet(node.marks)) steps.push(new AddMarkStep(a, b, m))
  })
  for (const step of steps) out.step(step)
}

/** A change of a block whose end is off is meant for the block that its text reads as part of; on a wholly struck one it does nothing. */
function trackProps(out: Transaction, pos: number, props: BlockProps, pen: Pen): void {
  const $pos = out.doc.resolve(pos)
  refuseOff($pos, pen.r)
  settle(out, $pos.start(), pen)
  const container = out.doc.resolve($pos.start()).parent
  let i = $pos.index()
  let at = pos
  if (!endOn(container.child(i), pen.r)) {
    if (!hasText(container.child(i), pen.r)) return
    while (!container.child(i).isTextblock || !endOn(container.child(i), pen.r)) at += container.child(i++).nodeSize
  }
  const block = out.doc.nodeAt(at)!
  const next = withProps(block, props, pen, pen.id('paragraph'))
  if (next === block) return
  out.setNodeMarkup(at, schema.nodes[props.type], next.attrs)
  stillSettled(out.doc.resolve(at).parent, pen.r)
}
