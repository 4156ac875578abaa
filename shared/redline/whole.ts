import { Fragment, type Mark, type Node, Slice } from 'prosemirror-model'
import { TextSelection, type Transaction } from 'prosemirror-state'
import { AddMarkStep, RemoveMarkStep, ReplaceStep } from 'prosemirror-transform'
import { moveOf } from '../model/move.ts'
import { schema, unitText } from '../model/schema.ts'
import type { Pen } from './context.ts'
import { formatAt, inlineOn, inlineSwitches, lastSwitch } from './present.ts'
import { stillSettled } from './replace.ts'
import { formatted, inlineSwitched, inserted, ownInline } from './switch.ts'
import { type Figure, figuresNear, reachOf } from './token.ts'

/**
 * A figure changes as a whole. Where an edit has left a number, an amount of money, a percentage, a date or a section number
 * (`isFigure`) that mixes what stood before the round with what the round put in or took out, the whole of what stood is struck
 * and the whole of what stands is put in beside it, as one own run: ~~$45,000~~ $46,000. Where it is again what it was, nothing
 * of the change is left. What reads, now and at every sealed version, stays the same.
 *
 * Two texts of a block are looked at: the one that stood when the round began (A) and the one that stands now (B). A figure of A
 * of which some characters stand and others do not, between whose characters something was put, or whose characters are part of
 * another figure now, is written anew with all the figures that it touches in either text.
 *
 * At the edges:
 * - Letters are no figures: words typed right before a figure (`in2023`, on the way to `in 2023`) leave it alone, and a word
 *   that loses its letters or gets digits beside it keeps its own letters as they stand. Letters right after digits belong to
 *   the figure, as in `4th`; once a space parts them, the figure is what it was and stands again.
 * - Paragraph ends part figures, struck ones too: each block is written by itself.
 * - Only own typing is rewritten. Another party's figure that was brought back stays so until one of its characters is touched.
 * - Text that was moved is never taken back by a figure that reads like it.
 */

/** The two texts of a block, with places of the tree for their characters. */
interface Texts {
  readonly a: string
  readonly b: string
  /** Position of each character in the document. */
  readonly aPos: readonly number[]
  readonly bPos: readonly number[]
  /** The same character's place in the other text; -1 where it does not stand there. */
  readonly aToB: readonly number[]
  readonly bToA: readonly number[]
  /** Characters of B that the round itself put in; others that are not in A were brought back by it. */
  readonly own: readonly boolean[]
}

function textsOf(block: Node, start: number, r: number): Texts {
  let a = ''
  let b = ''
  const aPos: number[] = []
  const bPos: number[] = []
  const aToB: number[] = []
  const bToA: number[] = []
  const own: boolean[] = []
  block.forEach((node, offset) => {
    const inA = inlineOn(node, r - 1)
    const inB = inlineOn(node, r)
    if (!inA && !inB) return
    const text = unitText(node)
    const mine = !inA && ownInline(node, r)
    for (let k = 0; k < text.length; k++) {
      const pos = start + offset + k
      if (inA) {
        aToB.push(inB ? b.length + k : -1)
        aPos.push(pos)
      }
      if (inB) {
        bToA.push(inA ? a.length + k : -1)
        bPos.push(pos)
        own.push(mine)
      }
    }
    if (inA) a += text
    if (inB) b += text
  })
  return { a, b, aPos, bPos, aToB, bToA, own }
}

/** A stretch of the document. */
export interface Range {
  readonly from: number
  readonly to: number
}
const touching = (x: Range, y: Range): boolean => x.from <= y.to && y.from <= x.to
const overlapping = (x: Range, y: Range): boolean => x.from < y.to && y.from < x.to
const hull = (x: Range, y: Range): Range => ({ from: Math.min(x.from, y.from), to: Math.max(x.to, y.to) })

/** A figure of one of the two texts and the stretch of the document from its first character to its last. */
interface Placed extends Figure, Range {}
const placed = (figures: readonly Figure[], places: readonly number[]): Placed[] =>
  figures.map((figure) => ({ ...figure, from: places[figure.start], to: places[figure.end - 1] + 1 }))

/** Index of the first place at or after a position. */
function firstAt(places: readonly number[], pos: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle] < pos) low = middle + 1
    else high = middle
  }
  return low
}

/** The figures of both texts near a stretch of the document. */
interface Near {
  readonly aFigures: readonly Placed[]
  readonly bFigures: readonly Placed[]
}
function near(texts: Texts, at: Range): Near {
  const { a, b, aPos, bPos } = texts
  const around = (text: string, places: readonly number[], range: Range): Placed[] =>
    placed(figuresNear(text, firstAt(places, range.from), firstAt(places, range.to)), places)
  const first = [...around(a, aPos, at), ...around(b, bPos, at)]
  if (!first.length) return { aFigures: [], bFigures: [] }
  const reach = first.reduce(hull, at)
  const aFigures = around(a, aPos, reach)
  return { aFigures, bFigures: placed(trimmed(figuresNear(b, firstAt(bPos, reach.from), firstAt(bPos, reach.to)), texts, aFigures), bPos) }
}

/** Figures of B without letters at their ends that stood before and were no figure then: those are a word that was met. */
function trimmed(figures: readonly Figure[], { bToA }: Texts, aFigures: readonly Figure[]): Figure[] {
  const word = (i: number): boolean => bToA[i] >= 0 && !aFigures.some((f) => f.start <= bToA[i] && bToA[i] < f.end)
  const out: Figure[] = []
  for (const figure of figures) {
    let { start, end } = figure
    while (start < end && word(start)) start++
    while (end > start && word(end - 1)) end--
    if (start < end) out.push({ text: figure.text.slice(start - figure.start, end - figure.start), start, end })
  }
  return out
}

/** Whether a figure of A is mixed: neither gone as a whole nor standing as a whole as the figure that it was. */
function mixed(figure: Placed, { aToB }: Texts, bFigures: readonly Placed[]): boolean {
  const standing = aToB.slice(figure.start, figure.end).filter((i) => i >= 0)
  if (!standing.length) return false
  if (standing.length < figure.end - figure.start) return true
  const first = standing[0]
  const last = standing[standing.length - 1]
  if (last - first + 1 > standing.length) return true
  return bFigures.some((f) => f.start <= last && f.end > first && (f.start !== first || f.end !== last + 1))
}

/** Whether a figure of B that was not in A is torn apart by struck text, or holds a part of something brought back. */
function torn(figure: Placed, texts: Texts, block: Node, start: number, r: number): boolean {
  const { bToA, own } = texts
  let mine = 0
  let back = 0
  for (let i = figure.start; i < figure.end; i++)
    if (own[i]) mine++
    else if (bToA[i] < 0) back++
  if (mine === figure.end - figure.start) return figure.to - figure.from > mine
  if (!back) return false
  return back < figure.end - figure.start || !stoodWhole(figure, block, start, r)
}

/** Whether a figure that the round brought back is the whole one that was struck. */
function stoodWhole(figure: Placed, block: Node, start: number, r: number): boolean {
  const node = block.nodeAt(figure.from - start)
  const struck = node && lastSwitch(inlineSwitches(node), r - 1)
  if (!struck) return false
  const { a, aPos } = textsOf(block, start, struck.r)
  const at = firstAt(aPos, figure.from)
  return placed(figuresNear(a, at, at), aPos).some((f) => f.from === figure.from && f.to === figure.to && f.text === figure.text)
}

/** The stretches to write anew, in the order of the text. */
function mixedRanges(texts: Texts, { aFigures, bFigures }: Near, at: Range, block: Node, start: number, r: number): Range[] {
  const inA = reachOf(texts.a, firstAt(texts.aPos, at.from), firstAt(texts.aPos, at.to), 1)
  const inB = reachOf(texts.b, firstAt(texts.bPos, at.from), firstAt(texts.bPos, at.to), 1)
  const met = bFigures.filter((f) => f.start <= inB.end && f.end >= inB.start)
  const touched = (f: Placed): boolean => (f.start <= inA.end && f.end >= inA.start) || met.some((g) => overlapping(f, g))
  const found: Range[] = [
    ...aFigures.filter((f) => touched(f) && mixed(f, texts, bFigures)),
    ...met.filter((f) => torn(f, texts, block, start, r)),
  ]
  const figures = [...aFigures, ...bFigures]
  const out: Range[] = []
  for (const one of found) {
    let range: Range = { from: one.from, to: one.to }
    for (;;) {
      const wider = figures.reduce((sum, f) => (overlapping(sum, f) ? hull(sum, f) : sum), range)
      if (wider.from === range.from && wider.to === range.to) break
      range = wider
    }
    const apart = out.filter((other) => !overlapping(other, range))
    range = out.reduce((sum, other) => (overlapping(other, sum) ? hull(sum, other) : sum), range)
    out.splice(0, out.length, ...apart, range)
  }
  return out.sort((x, y) => x.from - y.from)
}

// ---------- writing

/** One character of a stretch. */
interface Char {
  readonly pos: number
  readonly char: string
  readonly node: Node
  readonly a: boolean
  readonly b: boolean
  readonly own: boolean
}
function charsOf(doc: Node, { from, to }: Range, r: number): Char[] {
  const out: Char[] = []
  const $from = doc.resolve(from)
  $from.parent.forEach((node, offset) => {
    const pos = $from.start() + offset
    if (pos >= to || pos + node.nodeSize <= from) return
    const [a, b, own] = [inlineOn(node, r - 1), inlineOn(node, r), ownInline(node, r)]
    for (let at = Math.max(from, pos); at < Math.min(to, pos + node.nodeSize); at++)
      out.push({ pos: at, char: unitText(node)[at - pos], node, a, b, own })
  })
  return out
}

/** Neighbouring characters of one node, as a node of their own. */
interface Run extends Range {
  readonly node: Node
}
function runsOf(chars: readonly Char[], same: (x: Char, y: Char) => boolean = () => true): Run[] {
  const out: Run[] = []
  let first = 0
  chars.forEach((c, i) => {
    const next = chars[i + 1]
    if (next && next.node === c.node && next.pos === c.pos + 1 && same(c, next)) return
    const run = chars.slice(first, i + 1)
    const node = c.node.isText ? schema.text(run.map((x) => x.char).join(''), c.node.marks) : c.node
    out.push({ from: run[0].pos, to: c.pos + 1, node })
    first = i + 1
  })
  return out
}

/** Gives a run the marks of another node. */
function remark(out: Transaction, { from, to, node }: Run, next: Node): void {
  for (const m of node.marks) if (!m.isInSet(next.marks)) out.step(new RemoveMarkStep(from, to, m))
  for (const m of next.marks) if (!m.isInSet(node.marks)) out.step(new AddMarkStep(from, to, m))
}
/** Takes runs out, the last one first; how much went. */
function takeOut(out: Transaction, runs: readonly Run[]): number {
  let size = 0
  for (const { from, to } of runs.toReversed()) {
    out.step(new ReplaceStep(from, to, Slice.empty))
    size += to - from
  }
  return size
}
function putIn(out: Transaction, at: number, nodes: readonly Node[]): void {
  if (nodes.length) out.step(new ReplaceStep(at, at, new Slice(Fragment.fromArray([...nodes]), 0, 0)))
}

/** The id of the round's own change of a kind on a node, if it is no move. */
function ownId(node: Node | null | undefined, name: 'insertion' | 'deletion', r: number): string | null {
  const mark: Mark | undefined = node?.marks.find((m) => m.type.name === name && m.attrs.r === r)
  return mark && !moveOf(mark.attrs.id) ? mark.attrs.id : null
}
/** The id of a change in a stretch or right beside it, else a fresh one. */
function idNear(out: Transaction, range: Range, chars: readonly Char[], name: 'insertion' | 'deletion', pen: Pen): string {
  const inside = chars.map((c) => ownId(c.node, name, pen.r)).find((id) => id !== null)
  const { nodeBefore } = out.doc.resolve(range.from)
  const { nodeAfter } = out.doc.resolve(range.to)
  const fresh = (): string => pen.id(name === 'insertion' ? 'insert' : 'delete')
  return inside ?? ownId(nodeBefore, name, pen.r) ?? ownId(nodeAfter, name, pen.r) ?? fresh()
}

/** Strikes all that stood in a stretch and puts all that stands in it in, after it. The stretch as it is then. */
function writeAnew(out: Transaction, range: Range, pen: Pen): Range {
  const chars = charsOf(out.doc, range, pen.r)
  const standing = chars.filter((c) => c.b)
  const strike = idNear(out, range, chars, 'deletion', pen)
  const insert = idNear(out, range, chars, 'insertion', pen)
  const fresh = runsOf(standing).map(({ node }) => inserted(node.mark(formatAt(node, pen.r)), pen, insert))
  for (const run of runsOf(standing.filter((c) => !c.own))) remark(out, run, inlineSwitched(run.node, false, pen, strike))
  const at = range.to - takeOut(out, runsOf(standing.filter((c) => c.own)))
  putIn(out, at, fresh)
  return { from: range.from, to: at + standing.length }
}

/**
 * Strikes what stands in a stretch of one block, takes own text out, and puts other content in after it; where that stands then.
 * No paragraph end is touched. The container must be settled.
 */
export function writeOver(out: Transaction, range: Range, content: Fragment, pen: Pen): Range {
  const chars = charsOf(out.doc, range, pen.r)
  const standing = chars.filter((c) => c.b)
  const strike = idNear(out, range, chars, 'deletion', pen)
  const insert = idNear(out, range, chars, 'insertion', pen)
  for (const run of runsOf(standing.filter((c) => !c.own))) remark(out, run, inlineSwitched(run.node, false, pen, strike))
  const at = range.to - takeOut(out, runsOf(standing.filter((c) => c.own)))
  putIn(
    out,
    at,
    content.content.map((node) => inserted(node, pen, insert)),
  )
  stillSettled(out.doc.resolve(at).node(-1), pen.r)
  return { from: at, to: at + content.size }
}

/** What was struck is again what stands in its place. */
interface Pair {
  /** Characters of A, and characters of B that read the same. */
  readonly old: Range
  readonly now: Range
}

/**
 * Lets what was struck stand again, with the formatting of what was put in for it, and takes that out. Own text that stands
 * between the two goes before or after what stands again, as it stood beside what is taken out. The stretch as it is then; null where it cannot be.
 */
function letStand(out: Transaction, { old, now }: Pair, pen: Pen): Range | null {
  const range = hull(old, now)
  const chars = charsOf(out.doc, range, pen.r)
  const within = (c: Char, { from, to }: Range): boolean => c.pos >= from && c.pos < to
  const back = chars.filter((c) => c.a && within(c, old))
  const gone = chars.filter((c) => c.b && within(c, now))
  const between = chars.filter((c) => c.b && !within(c, now) && !(c.a && within(c, old)))
  const moves = [...back, ...gone].some((c) =>
    c.node.marks.some((m) => m.attrs.r === pen.r && typeof m.attrs.id === 'string' && moveOf(m.attrs.id)),
  )
  if (moves || between.some((c) => !c.own)) return null
  const format = new Map(back.map((c, i) => [c, gone[i].node]))
  const stuff = (before: boolean): Node[] => runsOf(between.filter((c) => before === c.pos < now.from)).map((run) => run.node)
  for (const run of runsOf(back, (x, y) => format.get(x) === format.get(y))) {
    const likeness = format.get(back.find((c) => c.pos === run.from)!)!
    const on = inlineSwitched(run.node, true, pen, '')
    remark(out, run, formatted(on, formatAt(likeness, pen.r), pen, pen.id('format')))
  }
  for (const run of runsOf(gone.filter((c) => !c.own && !c.a))) remark(out, run, inlineSwitched(run.node, false, pen, ''))
  const leaving = chars.filter((c) => c.own && (gone.includes(c) || between.includes(c)))
  const size = takeOut(out, runsOf(leaving))
  putIn(out, old.to - leaving.filter((c) => c.pos < old.to).length, stuff(false))
  putIn(out, old.from - leaving.filter((c) => c.pos < old.from).length, stuff(true))
  return { from: range.from, to: range.to - size + between.length }
}

/**
 * Lets text that the round struck stand again where the same was put in right beside it: so that a replacement that is taken
 * back by another leaves nothing. `now`: where the text stands that was put in.
 */
export function standAgain(out: Transaction, now: Range, pen: Pen): void {
  const $now = out.doc.resolve(now.from)
  const size = now.to - now.from
  const text = charsOf(out.doc, now, pen.r)
  for (const from of [now.from - size, now.to]) {
    const old = { from, to: from + size }
    if (from < $now.start() || old.to > $now.end() || now.to > $now.end()) continue
    const chars = charsOf(out.doc, old, pen.r)
    if (!chars.every((c, i) => c.a && !c.b && c.char === text[i].char)) continue
    write(out, hull(old, now), pen.r, () => letStand(out, { old, now }, pen))
    stillSettled(out.doc.resolve(old.from).node(-1), pen.r)
    return
  }
}

// ---------- figures that are again what they were

const SIGN = /[^\p{L}\p{N}]/u
/**
 * An own figure that reads like one struck in the same gap between standing characters: right beside it, or both the first or
 * both the last that were put in and struck there. So that retyping leaves nothing, and a sentence written anew is not torn.
 */
function pairOf(texts: Texts, figure: Placed): Pair | null {
  const { a, b, aPos, bPos, bToA, own } = texts
  for (let i = figure.start; i < figure.end; i++) if (!own[i]) return null
  let b0 = figure.start
  while (b0 > 0 && bToA[b0 - 1] < 0) b0--
  let b1 = figure.end
  while (b1 < b.length && bToA[b1] < 0) b1++
  const a0 = b0 > 0 ? bToA[b0 - 1] + 1 : 0
  const a1 = b1 < b.length ? bToA[b1] : a.length
  if (a1 - a0 < figure.text.length) return null
  const before = firstAt(aPos, figure.from)
  const after = firstAt(aPos, figure.to)
  const length = figure.end - figure.start
  const starts = [
    ...(figure.start === b0 ? [a0] : []),
    ...(figure.end === b1 ? [a1 - length] : []),
    ...(figure.start === b0 || bPos[figure.start - 1] < aPos[before - length] ? [before - length] : []),
    ...(figure.end === b1 || bPos[figure.end] > aPos[after + length - 1] ? [after] : []),
  ]
  for (const start of starts) {
    const end = start + length
    if (start < a0 || end > a1 || a.slice(start, end) !== figure.text) continue
    if (!figuresNear(a, start, end).some((f) => f.start === start && f.end === end)) continue
    // Signs and spaces beside it that are the same go with it.
    const alike = (i: number, j: number): boolean => a[i] === b[j] && SIGN.test(a[i]) && own[j]
    let before = 0
    while (start - before > a0 && figure.start - before > b0 && alike(start - before - 1, figure.start - before - 1)) before++
    let after = 0
    while (end + after < a1 && figure.end + after < b1 && alike(end + after, figure.end + after)) after++
    const old = { from: aPos[start - before], to: aPos[end + after - 1] + 1 }
    return { old, now: { from: bPos[figure.start - before], to: bPos[figure.end + after - 1] + 1 } }
  }
  return null
}

/** Whether the gap in which a figure of B was put in reaches to a stretch. */
function gapTouches({ b, bPos, bToA }: Texts, figure: Placed, at: Range): boolean {
  let before = figure.start - 1
  while (before >= 0 && bToA[before] < 0 && bPos[before] >= at.to) before--
  let after = figure.end
  while (after < b.length && bToA[after] < 0 && bPos[after] < at.from) after++
  return touching({ from: before < 0 ? 0 : bPos[before] + 1, to: after < b.length ? bPos[after] : Number.MAX_SAFE_INTEGER }, at)
}

// ---------- the pass

/** What reads the same in a stretch of A and of B. */
function sameText(texts: Texts, { from, to }: Range): boolean {
  const a = texts.a.slice(firstAt(texts.aPos, from), firstAt(texts.aPos, to))
  return a === texts.b.slice(firstAt(texts.bPos, from), firstAt(texts.bPos, to))
}

/** Where the ends of the selection stand, if in a stretch that is written, by the number of standing characters before them. */
class Caret {
  private anchor: number | null = null
  private head: number | null = null
  private readonly out: Transaction
  private readonly r: number
  constructor(out: Transaction, range: Range, r: number) {
    this.out = out
    this.r = r
    if (!(out.selection instanceof TextSelection)) return
    const chars = charsOf(out.doc, range, r).filter((c) => c.b)
    const place = (pos: number): number | null => (pos < range.from || pos > range.to ? null : chars.filter((c) => c.pos < pos).length)
    this.anchor = place(out.selection.anchor)
    this.head = place(out.selection.head)
  }
  /** Puts the selection between the same characters again: after the one before it, or before the first. */
  keep(range: Range): void {
    const { out } = this
    if (this.anchor === null && this.head === null) return
    const chars = charsOf(out.doc, range, this.r).filter((c) => c.b)
    const place = (n: number | null, mapped: number): number => (n === null ? mapped : n > 0 ? chars[n - 1].pos + 1 : chars[0].pos)
    const { anchor, head } = out.selection
    out.setSelection(TextSelection.create(out.doc, place(this.anchor, anchor), place(this.head, head)))
  }
}

function write(out: Transaction, range: Range, r: number, how: () => Range | null): boolean {
  const caret = new Caret(out, range, r)
  const after = how()
  if (after) caret.keep(after)
  return after !== null
}

/** Whether a block holds digits and something that the round changed: only then can figures be mixed or taken back. */
function worked(block: Node, r: number): boolean {
  let changed = false
  let digits = false
  for (let i = 0; i < block.childCount && !(changed && digits); i++) {
    const { text, marks } = block.child(i)
    digits ||= text !== undefined && /\d/.test(text)
    changed ||= marks.some((m) => m.attrs.r === r && m.type.name !== 'format')
  }
  return changed && digits
}

/** Whether a figure of either text lies near a stretch; told without the places of all their characters. */
function figuresAround(block: Node, start: number, { from, to }: Range, r: number): boolean {
  return [r - 1, r].some((v) => {
    let text = ''
    let [before, until] = [0, 0]
    let pos = start
    for (const node of block.children) {
      const size = node.nodeSize
      if (inlineOn(node, v)) {
        before += Math.max(0, Math.min(size, from - pos))
        until += Math.max(0, Math.min(size, to - pos))
        text += node.text ?? '\n'
      }
      pos += size
    }
    return figuresNear(text, before, until).length > 0
  })
}

function wholeInBlock(out: Transaction, start: number, at: Range, pen: Pen): void {
  const { r } = pen
  const block = (): Node => out.doc.resolve(start).parent
  if (!worked(block(), r) || !figuresAround(block(), start, at, r)) return
  let texts = textsOf(block(), start, r)
  const found = near(texts, at)
  if (!found.aFigures.length && !found.bFigures.length) return
  let place = at
  const before = out.steps.length
  const ranges = mixedRanges(texts, found, at, block(), start, r)
  for (const range of ranges.reverse()) {
    const same = sameText(texts, range)
    write(out, range, r, () => (same ? letStand(out, { old: range, now: range }, pen) : null) ?? writeAnew(out, range, pen))
  }
  const passed = new Set<number>()
  let figures: readonly Placed[] = found.bFigures
  for (;;) {
    if (out.steps.length > before) {
      texts = textsOf(block(), start, r)
      place = { from: out.mapping.slice(before).map(at.from, -1), to: out.mapping.slice(before).map(at.to, 1) }
      figures = near(texts, place).bFigures
    }
    const pair = figures
      .filter((f) => !passed.has(f.start) && gapTouches(texts, f, place))
      .map((f) => ({ f, pair: pairOf(texts, f) }))
      .find((x) => x.pair)
    if (!pair) break
    passed.add(pair.f.start)
    write(out, hull(pair.pair!.old, pair.pair!.now), r, () => letStand(out, pair.pair!, pen))
  }
  if (out.steps.length > before) stillSettled(out.doc.resolve(start).node(-1), r)
}

/** What a replacement put in, or the place from which it took something out. */
function rangesOf(step: ReplaceStep): Range[] {
  const out: Range[] = []
  step.getMap().forEach((_from, _to, from, to) => {
    out.push({ from, to })
  })
  return out
}

/** The stretches of each text block that some steps of a transaction changed, by where the block's text starts. */
function changedIn(out: Transaction, first: number, end: number): Map<number, Range> {
  const found: Range[] = []
  out.steps.slice(first, end).forEach((step, i) => {
    const later = out.mapping.slice(first + i + 1)
    const add = (from: number, to: number): void => {
      found.push({ from: later.map(from, -1), to: later.map(to, 1) })
    }
    if (step instanceof ReplaceStep) for (const one of rangesOf(step)) add(one.from, one.to)
    else if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) add(step.from, step.to)
  })
  const byBlock = new Map<number, Range>()
  for (const range of found)
    out.doc.nodesBetween(Math.max(0, range.from - 1), Math.min(out.doc.content.size, range.to + 1), (node, pos) => {
      if (!node.isTextblock) return true
      const [start, end] = [pos + 1, pos + 1 + node.content.size]
      if (range.from > end || range.to < start) return false
      const here = { from: Math.max(start, range.from), to: Math.min(end, range.to) }
      const known = byBlock.get(start)
      byBlock.set(start, known ? hull(known, here) : here)
      return false
    })
  return byBlock
}

/**
 * Writes the figures that the steps of a transaction touched as wholes, in the same transaction. Its selection must be set; it
 * stays between the same standing characters. `first` and `end`: the steps to look at.
 */
export function wholeFigures(out: Transaction, pen: Pen, first = 0, end = out.steps.length): void {
  for (const [start, range] of [...changedIn(out, first, end)].sort((x, y) => y[0] - x[0])) wholeInBlock(out, start, range, pen)
}
