import fc from 'fast-check'
import { Fragment, type Node, type Slice } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { Transform } from 'prosemirror-transform'
import { moveOf, otherHalf } from '../../shared/model/move.ts'
import { type Context, cutOut, moveDown, moveRange, moveUp, paste, pasteCut, project } from '../../shared/redline/index.ts'
import { placeAbove, placeBelow, reachOf, unitsOf } from '../../shared/redline/unit.ts'
import type { Outcome } from './harness.ts'
import { cleanPlace } from './oracle.ts'

/**
 * Random moves for any script: each is an intent over a table's document and gives the tracked transaction with the clean text
 * that the same move gives with tracking off. Numbers are taken modulo what there is. Documents of text blocks alone.
 */
export type MoveOp =
  | { t: 'up' | 'down'; a: number }
  | { t: 'drag'; a: number; b: number; c: number }
  | { t: 'cut'; a: number; b: number }
  | { t: 'pasteCut'; a: number }

const n = fc.nat(60)
export const anyMove: fc.Arbitrary<MoveOp> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ t: fc.constantFrom('up' as const, 'down' as const), a: n }) },
  { weight: 5, arbitrary: fc.record({ t: fc.constant('drag' as const), a: n, b: n, c: n }) },
  { weight: 2, arbitrary: fc.record({ t: fc.constant('cut' as const), a: n, b: n }) },
  { weight: 3, arbitrary: fc.record({ t: fc.constant('pasteCut' as const), a: n }) },
)
export const isMove = (op: { t: string }): op is MoveOp => ['up', 'down', 'drag', 'cut', 'pasteCut'].includes(op.t)

/** What a cut left on the clipboard, and the clean text it was cut from. */
export interface Clip {
  held: { slice: Slice; move: string; before: Node } | null
}
/** The part of a table that a move needs. */
export interface Seat {
  readonly state: EditorState
  readonly round: number
  cx(): Context
}

const places = (d: Node): number => d.children.reduce((sum, b) => sum + (b.isTextblock ? b.content.size + 1 : 0), 0)
function placeIn(d: Node, k: number): number {
  let left = k % places(d)
  let p = 0
  for (const b of d.children) {
    if (b.isTextblock) {
      if (left <= b.content.size) return p + 1 + left
      left -= b.content.size + 1
    }
    p += b.nodeSize
  }
  return 1
}
const at = (state: EditorState, from: number, to = from): EditorState =>
  state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)))

/** One move; null where there is nothing to move. Refusals are thrown, as the engine throws them. */
export function moveStep(T: Seat, op: MoveOp, clip: Clip): Outcome | null {
  const D = T.state.doc
  if (!D.children.every((b) => b.isTextblock)) return null
  const C = project(D, T.round)
  if (op.t === 'up' || op.t === 'down') return shift(T, op, D, C)
  if (op.t === 'drag') return drag(T, op, D, C)
  if (op.t === 'cut') return cut(T, op, D, C, clip)
  return pasted(T, op, D, C, clip)
}

function shift(T: Seat, op: { t: 'up' | 'down'; a: number }, D: Node, C: Node): Outcome | null {
  const pos = placeIn(D, op.a)
  let made: Outcome | null = null
  const units = unitsOf(D, T.round)
  const index = D.resolve(pos).index(0)
  const found = units.findIndex((u) => u.closing >= index)
  const i = found < 0 ? units.length - 1 : found
  const j = reachOf(units, i, i)
  const to = op.t === 'up' ? placeAbove(units, i) : placeBelow(units, i, j)
  ;(op.t === 'up' ? moveUp : moveDown)(T.cx())(at(T.state, pos), (tr) => {
    made = { tr, expected: spliced(C, i, j, to!) }
  })
  return made
}
function spliced(C: Node, i: number, j: number, before: number): Node {
  const blocks = [...C.children]
  const taken = blocks.splice(i, j - i + 1)
  blocks.splice(before > j ? before - taken.length : before, 0, ...taken)
  return C.copy(Fragment.fromArray(blocks))
}

const sizeTo = (C: Node, k: number): number => C.children.slice(0, k).reduce((sum, b) => sum + b.nodeSize, 0)
/** Whole blocks that a range of a clean text covers; null where it covers parts of some. */
function covered(C: Node, from: number, to: number): [number, number] | null {
  const open = (k: number): number => sizeTo(C, k) + 1
  const close = (k: number): number => sizeTo(C, k + 1) - 1
  const inside = C.children.flatMap((_, k) => (from <= open(k) && to >= close(k) ? [k] : []))
  if (!inside.length) return null
  const [i, j] = [inside[0], inside[inside.length - 1]]
  return (i === 0 || from >= close(i - 1)) && (j + 1 === C.childCount || to <= open(j + 1)) ? [i, j] : null
}

function drag(T: Seat, op: { a: number; b: number; c: number }, D: Node, C: Node): Outcome | null {
  const [p1, p2] = [placeIn(D, op.a), placeIn(D, op.b)].sort((x, y) => x - y)
  const target = placeIn(D, op.c)
  if (target >= p1 && target <= p2) return null
  const tr = moveRange(T.state, p1, p2, target, T.cx())
  const [c1, c2, c3] = [p1, p2, target].map((p) => cleanPlace(D, p, T.round).pos)
  if (c1 === null || c2 === null || c3 === null) return tr && { tr, expected: null }
  const expected = dragged(C, c1, c2, c3, T.cx())
  return tr ? { tr, expected } : null
}
/** The same with tracking off: blocks are put elsewhere, words deleted and inserted, mixed ranges cut and pasted. */
function dragged(C: Node, c1: number, c2: number, c3: number, cx: Context): Node {
  if (c1 === c2 || c3 === c1 || c3 === c2) return C
  const whole = covered(C, c1, c2)
  const $c = C.resolve(c3)
  const k = $c.index(0)
  const border = $c.parentOffset === 0 ? k : $c.parentOffset === $c.parent.content.size ? k + 1 : null
  if (whole && border !== null) return border >= whole[0] && border <= whole[1] + 1 ? C : spliced(C, whole[0], whole[1], border)
  const ct = new Transform(C)
  const slice = C.slice(c1, c2)
  ct.delete(c1, c2)
  const to = c3 >= c2 ? c3 - (C.content.size - ct.doc.content.size) : c3
  if (C.resolve(c1).sameParent(C.resolve(c2))) return ct.insert(to, slice.content).doc
  let out = ct.doc
  const state = EditorState.create({ doc: ct.doc })
  paste(cx, slice)(at(state, to), (tr) => {
    out = tr.doc
  })
  return out
}

function cut(T: Seat, op: { a: number; b: number }, D: Node, C: Node, clip: Clip): Outcome | null {
  const [p1, p2] = [placeIn(D, op.a), placeIn(D, op.b)].sort((x, y) => x - y)
  const [c1, c2] = [p1, p2].map((p) => cleanPlace(D, p, T.round).pos)
  const made = p1 < p2 ? cutOut(at(T.state, p1, p2), T.cx()) : null
  if (!made) return null
  const end = C.content.size - 1
  clip.held = c1 === null ? null : { slice: C.slice(c1, c2 ?? end), move: made.move, before: C }
  if (c1 === null) return { tr: made.tr, expected: null }
  // Of a whole paragraph, or over several, a cut is what a deletion by the keys is, which has properties of its own.
  const [$1, $2] = [C.resolve(c1), C.resolve(c2 ?? end)]
  const whole = $1.parentOffset === 0 && $2.parentOffset === $2.parent.content.size
  const one = $1.sameParent($2) && !whole
  return { tr: made.tr, expected: one ? new Transform(C).delete(c1, c2 ?? end).doc : null }
}
function pasted(T: Seat, op: { a: number }, D: Node, C: Node, clip: Clip): Outcome | null {
  const pos = placeIn(D, op.a)
  const { pos: c } = cleanPlace(D, pos, T.round)
  if (!clip.held) return null
  const tr = pasteCut(at(T.state, pos), clip.held.slice, clip.held.move, T.cx())
  if (!tr) return null
  if (c === null) return { tr, expected: null }
  let expected = C
  paste(T.cx(), clip.held.slice)(at(EditorState.create({ doc: C }), c), (made) => {
    expected = made.doc
  })
  return { tr, expected, orElse: clip.held.before } as Outcome
}

/** Whether the open round has brought something back: a move of such text leaves it struck as it was, so a way back is a change. */
export function restores(doc: Node, r: number): boolean {
  let found = false
  doc.descendants((node) => {
    if (
      node.isInline
        ? node.marks.some((m) => m.type.name === 'restoration' && m.attrs.r === r)
        : (node.attrs.sw ?? []).some((s: { k: string; r: number }) => s.k === 'res' && s.r === r)
    )
      found = true
    return !found
  })
  return found
}
/** The moves of a document of which both halves are there. */
export function movesIn(doc: Node): Set<string> {
  const ids = new Set<string>()
  doc.descendants((node) => {
    for (const m of node.marks) if (typeof m.attrs.id === 'string') ids.add(m.attrs.id)
    for (const s of node.attrs.sw ?? []) ids.add(s.id)
  })
  return new Set([...ids].flatMap((id) => (moveOf(id)?.half === 'from' && ids.has(otherHalf(id)!) ? [moveOf(id)!.move] : [])))
}
