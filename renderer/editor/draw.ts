import { Fragment, type Node } from 'prosemirror-model'
import { type BlockProps, plainMarks, type Switch, schema } from '../../shared/model/schema.ts'
import { isSilent } from '../../shared/model/silent.ts'
import {
  type Cause,
  cellOn,
  ends,
  formatAt,
  gridOf,
  hasText,
  inlineOn,
  inlineSwitches,
  isTracked,
  lastSwitch,
  propsAt,
  propsOf,
  type RunKind,
  rowOn,
  sameMarks,
  sameProps,
  standsAt,
  switchesOf,
  type Version,
} from '../../shared/redline/index.ts'
import type { Ink } from './style.ts'
import type { Mode } from './types.ts'

/**
 * What the page shows of a block that remembers its rounds: which of its tokens are plain, inserted, struck or out of sight
 * between two versions. The same reading as `redline` and `allRounds` (shared/redline), kept with positions so that it can be
 * laid over the tree that is edited. Pure: no DOM until a widget is made.
 */

/** How the page is looked at. In `clean` the baseline plays no part. */
export interface Look {
  readonly a: Version
  readonly b: Version
  readonly mode: Mode
  readonly ink: Ink
  /** Party and date after every change. */
  readonly labels: boolean
  /** Changes take the focus themselves: on a page without a caret. */
  readonly focusable: boolean
}

type Attrs = Readonly<Record<string, string>>
/** Something to lay over the page. Positions count from the position before the block. */
export type Piece = Stretch | Widget
/** `inline`: over text. `node`: on a block, row or cell. */
interface Stretch {
  readonly type: 'inline' | 'node'
  readonly from: number
  readonly to: number
  readonly attrs: Attrs
}
/** An element between tokens that is no part of the text. */
interface Widget {
  readonly type: 'widget'
  readonly pos: number
  readonly side: number
  readonly key: string
  readonly make: () => HTMLElement
}
/** A stretch of the block that a change touches. */
export interface Touch {
  readonly id: string
  readonly r: number
  /** `other`: formatting, properties, what came and went. */
  readonly kind: 'insert' | 'delete' | 'other'
  readonly from: number
  readonly to: number
}
export interface Drawing {
  readonly pieces: readonly Piece[]
  readonly touches: readonly Touch[]
}
/** What a block shows depends on its neighbours too: its end, its label, whether its text runs on. `key` tells two frames apart. */
export interface Frame {
  readonly key: string
  readonly end: State | null
  /** Out of sight altogether. */
  readonly gone: boolean
  /** Its text runs on into the next block: neither version has an end here. */
  readonly runs: boolean
  /** The block before runs on into this one. */
  readonly joined: boolean
  readonly labelA: string | null
  readonly labelB: string | null
  readonly labelBy: Cause | null
  readonly props: BlockProps | null
  readonly propsBy: Cause | null
}
/** The state of a token, as in a `Run`. `restored`: the switch that brought it back between the versions. */
interface State {
  readonly kind: RunKind
  readonly by: Cause | null
  readonly inserted: Cause | null
}
/** What the row and cell around a container say. */
interface Scope {
  readonly inA: boolean
  readonly inB: boolean
  readonly by: Cause | null
  readonly on: (v: Version) => boolean
  readonly passing: { readonly v: Version; readonly inserted: Cause } | null
}

const OUTERMOST: Scope = { inA: true, inB: true, by: null, on: () => true, passing: null }
const SAME: State = { kind: 'same', by: null, inserted: null }
const EMPTY: Drawing = { pieces: [], touches: [] }
const PLAIN: Frame = {
  key: '',
  end: SAME,
  gone: false,
  runs: false,
  joined: false,
  labelA: null,
  labelB: null,
  labelBy: null,
  props: null,
  propsBy: null,
}

const causeOf = (s: { readonly id: string; readonly r: number; readonly p: string }): Cause => ({ id: s.id, r: s.r, p: s.p })
const from = (look: Look): Version => (look.mode === 'clean' ? look.b : look.a)

function cameBetween(switches: readonly Switch[], lo: Version, hi: Version, scope: Scope): Switch | null {
  let came: Switch | null = null
  for (const s of switches) if (s.k !== 'del' && s.r > lo && s.r < hi && scope.on(s.r)) came = s
  return came
}

/** The state of a token whose presence at both versions is known; null where it is out of sight. */
function stateOf(switches: readonly Switch[], onA: boolean, onB: boolean, look: Look, scope: Scope): State | null {
  if (onA && onB) return SAME
  const a = from(look)
  const hi = Math.max(a, look.b)
  if (onA || onB) {
    const own = scope.by === null || standsAt(switches, a) !== standsAt(switches, look.b)
    const last = own ? lastSwitch(switches, hi) : null
    return { kind: onA ? 'delete' : 'insert', by: last ? causeOf(last) : scope.by, inserted: null }
  }
  if (look.mode !== 'all-rounds') return null
  if (scope.passing) return standsAt(switches, scope.passing.v) ? { kind: 'delete', by: scope.by, inserted: scope.passing.inserted } : null
  if (!(scope.inA || scope.inB)) return null
  const came = cameBetween(switches, Math.min(a, look.b), hi, scope)
  const last = came && lastSwitch(switches, hi)
  const went = last && (last.k === 'del' ? causeOf(last) : scope.by)
  return came && went ? { kind: 'delete', by: went, inserted: causeOf(came) } : null
}
const inlineState = (node: Node, look: Look, scope: Scope): State | null =>
  stateOf(inlineSwitches(node), scope.inA && inlineOn(node, from(look)), scope.inB && inlineOn(node, look.b), look, scope)

/** Labels of one side by the index of the block before whose text they stand; null where that paragraph has none. */
function labelPlaces(container: Node, v: Version, standing: readonly boolean[]): Map<number, string | null> {
  const out = new Map<number, string | null>()
  let place = -1
  for (let i = 0; i < container.childCount; i++) {
    const block = container.child(i)
    if (!block.isTextblock) continue
    if (place < 0 && hasText(block, v)) place = i
    if (!standing[i]) continue
    const label = propsAt(block, v).attrs.label
    out.set(place < 0 ? i : place, label ? label : null)
    place = -1
  }
  return out
}

/** Frames of blocks whose own end and the end before stand on both sides: they depend on the block alone. */
type Ordinary = WeakMap<Node, Frame>

/** The frames of all blocks of a container. Costs one pass; blocks that nobody touched share one frame. */
export function framesOf(container: Node, look: Look, scope: Scope = OUTERMOST, ordinary?: Ordinary): Frame[] {
  const n = container.childCount
  const nowhere = (): boolean[] => new Array(n).fill(false)
  const a = from(look)
  const endsB = scope.inB ? ends(container, look.b) : nowhere()
  const endsA = a === look.b && scope.inA === scope.inB ? endsB : scope.inA ? ends(container, a) : nowhere()
  const endsPassing = scope.passing ? ends(container, scope.passing.v) : null
  const out: Frame[] = new Array(n)
  let labels: Labels | null = null
  let joined = false
  let moved = false
  for (let i = 0; i < n; i++) {
    const block = container.child(i)
    const stands = endsA[i] && endsB[i] && !joined && (i === 0 || (endsA[i - 1] && endsB[i - 1]))
    if (stands && !(block.isTextblock && isTracked(block))) {
      out[i] = PLAIN
      continue
    }
    const known = stands ? ordinary?.get(block) : undefined
    if (known) {
      out[i] = known
      continue
    }
    const on = { a: endsA[i], b: endsB[i], passing: endsPassing ? endsPassing[i] : null }
    if (stands) out[i] = frameOf(container, i, look, scope, on, ownLabels(block, a, look.b), false)
    else {
      labels ??= {
        a: scope.inA ? labelPlaces(container, a, endsA) : new Map(),
        b: scope.inB ? labelPlaces(container, look.b, endsB) : new Map(),
      }
      out[i] = frameOf(container, i, look, scope, on, { a: labels.a.get(i) ?? null, b: labels.b.get(i) ?? null }, joined)
      moved = true
    }
    if (stands) ordinary?.set(block, out[i])
    joined = out[i].runs || (joined && out[i].gone)
  }
  if (moved) inheritProps(container, out, look)
  return out
}
interface Labels {
  readonly a: ReadonlyMap<number, string | null>
  readonly b: ReadonlyMap<number, string | null>
}
const ownLabels = (block: Node, a: Version, b: Version): { a: string | null; b: string | null } => ({
  a: propsAt(block, a).attrs.label || null,
  b: propsAt(block, b).attrs.label || null,
})

function frameOf(
  container: Node,
  i: number,
  look: Look,
  scope: Scope,
  on: { a: boolean; b: boolean; passing: boolean | null },
  labels: { a: string | null; b: string | null },
  joined: boolean,
): Frame {
  const block = container.child(i)
  if (!block.isTextblock) return PLAIN
  const end =
    on.passing !== null
      ? on.passing
        ? { kind: 'delete' as const, by: scope.by, inserted: scope.passing!.inserted }
        : null
      : stateOf(switchesOf(block), on.a, on.b, look, scope)
  let visible = false
  for (let j = 0; j < block.childCount && !visible; j++) visible = inlineState(block.child(j), look, scope) !== null
  const gone = !end && !visible
  const runs = !end && visible
  const propsA = propsAt(block, from(look))
  const propsB = propsAt(block, look.b)
  const props = end?.kind === 'delete' && !end.inserted ? propsA : propsB
  const changed = end?.kind === 'same' && !sameProps(propsA, propsB)
  const passingLabel = end?.inserted ? propsB.attrs.label || null : null
  const labelA = passingLabel ?? labels.a
  const labelB = passingLabel ?? labels.b
  const propsBy = changed ? lastWas(block, Math.max(from(look), look.b)) : null
  const labelBy = labelA === labelB && !passingLabel ? null : (end?.by ?? propsBy ?? nearestCause(container, i, look, scope))
  const shown = sameProps(props, propsOf(block)) ? null : props
  const key = JSON.stringify([end, gone, runs, joined, labelA, labelB, labelBy, shown, propsBy])
  return { key, end, gone, runs, joined, labelA, labelB, labelBy, props: shown, propsBy }
}

/** Text that runs on is shown as what its paragraph reads as: the properties of the block that closes it. */
function inheritProps(container: Node, frames: Frame[], look: Look): void {
  for (let i = frames.length - 2; i >= 0; i--) {
    if (!frames[i].runs) continue
    let next = i + 1
    while (next < frames.length - 1 && frames[next].gone) next++
    const closing = container.child(next)
    if (!closing.isTextblock) continue
    const shown = frames[next].props ?? propsAt(closing, look.b)
    const props = sameProps(shown, propsOf(container.child(i))) ? null : shown
    frames[i] = { ...frames[i], props, key: `${frames[i].key}${JSON.stringify(props)}` }
  }
}
function lastWas(block: Node, hi: Version): Cause | null {
  let last: Cause | null = null
  for (const w of block.attrs.was) if (w.r <= hi) last = causeOf(w)
  return last
}
/** What moved a label without touching its own paragraph's end: the end before it, else the first change in its text. */
function nearestCause(container: Node, i: number, look: Look, scope: Scope): Cause | null {
  const hi = Math.max(from(look), look.b)
  for (let j = i - 1; j >= 0 && container.child(j).isTextblock; j--) {
    const last = lastSwitch(switchesOf(container.child(j)), hi)
    if (last) return causeOf(last)
    if (endsBlock(container.child(j))) break
  }
  const block = container.child(i)
  for (let j = 0; j < block.childCount; j++) {
    const state = inlineState(block.child(j), look, scope)
    if (state?.by) return state.by
  }
  return scope.by
}
const endsBlock = (block: Node): boolean => switchesOf(block).length === 0

/** Draws blocks for one look, remembering what it drew. A new look needs a new one. */
export class Drawer {
  readonly look: Look
  private readonly ordinary: Ordinary = new WeakMap()
  private readonly drawn = new WeakMap<Node, { readonly key: string; readonly drawing: Drawing }>()

  constructor(look: Look) {
    this.look = look
  }

  /** The frames of a document's own blocks, from one place to another. */
  frames(doc: Node, start: number, end: number): Frame[] {
    const part = end - start === doc.childCount ? doc : doc.copy(Fragment.fromArray(doc.children.slice(start, end)))
    return framesOf(part, this.look, OUTERMOST, this.ordinary)
  }

  /** What to lay over a block that stands in this frame. */
  draw(block: Node, frame: Frame): Drawing {
    if (!frame.key && block.isTextblock) return EMPTY
    const known = this.drawn.get(block)
    if (known && known.key === frame.key) return known.drawing
    const sheet = new Sheet(this.look)
    if (block.isTextblock) sheet.text(block, 0, frame, OUTERMOST)
    else if (isTracked(block)) sheet.table(block, 0)
    const drawing = sheet.pieces.length ? { pieces: sheet.pieces, touches: sheet.touches } : EMPTY
    this.drawn.set(block, { key: frame.key, drawing })
    return drawing
  }
}

const element = (tag: string, attrs: Attrs, ...children: readonly (HTMLElement | string)[]): HTMLElement => {
  const made = document.createElement(tag)
  for (const name in attrs) made.setAttribute(name, attrs[name])
  made.append(...children)
  return made
}

/** One block's pieces, collected from left to right. */
class Sheet {
  readonly pieces: Piece[] = []
  readonly touches: Touch[] = []
  private readonly look: Look
  /** The end and name of the change drawn last, whose label is still to come. */
  private pending: { to: number; name: string } | null = null
  /** Names of the changes in a grid's row, for its head. */
  private rowNames: Set<string> | null = null

  constructor(look: Look) {
    this.look = look
  }

  text(block: Node, at: number, frame: Frame, scope: Scope): void {
    const attrs = this.blockAttrs(block, at, frame)
    if (attrs) this.pieces.push({ type: 'node', from: at, to: at + block.nodeSize, attrs })
    if (frame.gone) return
    this.label(at, frame)
    let other = false
    let any = false
    block.forEach((node, offset) => {
      const state = inlineState(node, this.look, scope)
      const start = at + 1 + offset
      if (state) {
        any = true
        if (state.kind !== frame.end?.kind || !!state.inserted !== !!frame.end?.inserted) other = true
      }
      this.inline(node, start, start + node.nodeSize, state)
    })
    const end = at + block.nodeSize - 1
    if (frame.end && frame.end.kind !== 'same') {
      this.touch(frame.end.by, end, end, touchKind(frame.end))
      // A cell that came or went says so itself: its paragraph ends need no sign.
      const cellSays = scope.inA !== scope.inB && !frame.end.inserted && frame.end.kind === (scope.inB ? 'insert' : 'delete')
      if ((other || !any) && !cellSays) this.glyph(end, frame.end)
    }
    this.tag()
  }

  table(table: Node, at: number): void {
    const { look } = this
    let visible = false
    const inSight = this.columnsInSight(table)
    const columns = new Set<string>()
    table.forEach((row, rowOffset, index) => {
      const rowAt = at + 1 + rowOffset
      const state = stateOf(switchesOf(row), rowOn(row, from(look)), rowOn(row, look.b), look, OUTERMOST)
      if (!state) {
        this.pieces.push({ type: 'node', from: rowAt, to: rowAt + row.nodeSize, attrs: { class: 'gone' } })
        return
      }
      visible = true
      const scope = within(row, state, rowOn(row, from(look)), rowOn(row, look.b), OUTERMOST)
      if (state.kind !== 'same') {
        this.pieces.push({ type: 'node', from: rowAt, to: rowAt + row.nodeSize, attrs: this.partAttrs('row', state) })
        this.touch(state.by, rowAt + 1, rowAt + row.nodeSize - 1, touchKind(state))
      }
      this.rowNames = new Set()
      if (state.by) this.rowNames.add(look.ink.name(state.by))
      let head: number | null = null
      row.forEach((cell, cellOffset) => {
        const cellAt = rowAt + 1 + cellOffset
        if (this.cell(cell, cellAt, scope, state.kind !== 'same', columns)) head ??= this.labelPlace(cell, cellAt)
        else this.hidden(cell, cellAt, inSight.has(cell) ? 'absent' : 'gone')
      })
      if (head !== null && this.rowNames.size) this.cellTag(head, `row ${index}`, [...this.rowNames].join(', '))
      this.rowNames = null
    })
    if (!visible) this.pieces.push({ type: 'node', from: at, to: at + table.nodeSize, attrs: { class: 'gone' } })
  }

  private hidden(part: Node, at: number, how: 'gone' | 'absent'): void {
    this.pieces.push({ type: 'node', from: at, to: at + part.nodeSize, attrs: { class: how } })
  }
  /** The cells of the columns of which some cell is in sight: they keep their place in every row. */
  private columnsInSight(table: Node): ReadonlySet<Node> {
    const { look } = this
    const { cells } = gridOf(table, 0)
    const [a, b] = [from(look), look.b]
    const shown = new Set<number>()
    for (const c of cells) {
      const row = table.child(c.row)
      const state = stateOf(switchesOf(row), rowOn(row, a), rowOn(row, b), look, OUTERMOST)
      if (!state) continue
      const scope = within(row, state, rowOn(row, a), rowOn(row, b), OUTERMOST)
      if (stateOf(switchesOf(c.node), scope.inA && cellOn(c.node, a), scope.inB && cellOn(c.node, b), look, scope)) shown.add(c.column)
    }
    return new Set(cells.flatMap((c) => (shown.has(c.column) ? [c.node] : [])))
  }

  /** Draws a cell; false where it is out of sight. `columns`: the changes of columns whose label stands in a cell above. */
  private cell(cell: Node, at: number, scope: Scope, rowChanged: boolean, columns: Set<string>): boolean {
    const { look } = this
    const onA = scope.inA && cellOn(cell, from(look))
    const onB = scope.inB && cellOn(cell, look.b)
    const state = stateOf(switchesOf(cell), onA, onB, look, scope)
    if (!state) return false
    const column = state.kind !== 'same' && !rowChanged ? state.by : null
    const names = this.rowNames
    if (column) {
      this.rowNames = new Set()
      this.pieces.push({ type: 'node', from: at, to: at + cell.nodeSize, attrs: this.partAttrs('cell', state) })
      this.touch(state.by, at + 1, at + cell.nodeSize - 1, touchKind(state))
    }
    const inner = within(cell, state, onA, onB, scope)
    const frames = framesOf(cell, look, inner)
    cell.forEach((block, offset, i) => {
      if (!block.isTextblock) this.table(block, at + 1 + offset)
      else if (frames[i].key || isTracked(block) || !(inner.inA && inner.inB)) this.text(block, at + 1 + offset, frames[i], inner)
    })
    if (column) this.columnTag(cell, at, column, names, columns)
    return true
  }
  /** A column is labelled once, in its first cell in sight; what else happened in its cells, in the head of the row. */
  private columnTag(cell: Node, at: number, by: Cause, names: Set<string> | null, columns: Set<string>): void {
    const own = this.look.ink.name(by)
    for (const name of this.rowNames ?? []) if (name !== own) names?.add(name)
    this.rowNames = names
    const place = this.labelPlace(cell, at)
    if (columns.has(by.id) || place === null) return
    columns.add(by.id)
    this.cellTag(place, `column ${by.id}`, own)
  }

  private partAttrs(part: 'row' | 'cell', state: State): Attrs {
    const by = state.by!
    const kind = state.kind === 'insert' ? 'insert' : 'delete'
    return { class: `${part}-${kind}`, style: this.look.ink.css(kind, by), ...this.causeAttrs(kind, by) }
  }

  private causeAttrs(kind: 'insert' | 'delete', by: Cause, verb = kind === 'insert' ? 'inserted' : 'struck'): Record<string, string> {
    const { ink } = this.look
    return {
      'data-change': by.id,
      'data-by': ink.name(by),
      'data-party': by.p,
      'aria-description': `${verb}, ${ink.said(by)}${isSilent(by.id) ? ', not tracked in their file' : ''}`,
      ...(this.look.focusable ? { tabindex: '-1' } : {}),
    }
  }

  private touch(by: Cause | null, start: number, end: number, kind: Touch['kind']): void {
    if (!by) return
    const last = this.touches[this.touches.length - 1]
    if (last && last.id === by.id && last.kind === kind && last.to === start) this.touches[this.touches.length - 1] = { ...last, to: end }
    else this.touches.push({ id: by.id, r: by.r, kind, from: start, to: end })
  }

  /** Lays one state over a stretch; a piece like the one before grows instead. */
  private over(start: number, end: number, attrs: Attrs): void {
    const last = this.pieces[this.pieces.length - 1]
    if (last?.type === 'inline' && last.to === start && sameAttrs(last.attrs, attrs))
      this.pieces[this.pieces.length - 1] = { ...last, to: end }
    else this.pieces.push({ type: 'inline', from: start, to: end, attrs })
  }

  private inline(node: Node, start: number, end: number, state: State | null): void {
    const { look } = this
    if (!state) {
      this.over(start, end, { class: 'gone' })
      return
    }
    const format = this.formatAttrs(node)
    const brk = node.type === schema.nodes.hard_break ? ' br' : ''
    if (state.kind === 'same') {
      this.tagUnless(null)
      const marked = this.standing(node)
      if (marked || format) this.over(start, end, { ...marked?.attrs, ...format })
      if (marked) {
        this.touch(marked.by, start, end, 'other')
        if (marked.tag) this.pending = { to: end, name: marked.tag }
      }
      return
    }
    const by = state.by
    if (!by) return
    if (state.inserted) {
      const inserter = state.inserted
      this.tagUnless(null)
      // The first decoration of a stretch is the innermost.
      this.pieces.push({
        type: 'inline',
        from: start,
        to: end,
        attrs: { nodeName: 'del', class: `m${brk}`, style: look.ink.css('delete', by), ...this.causeAttrs('delete', by), ...format },
      })
      this.pieces.push({
        type: 'inline',
        from: start,
        to: end,
        attrs: {
          nodeName: 'ins',
          class: 'm',
          style: look.ink.css('insert', inserter),
          ...this.causeAttrs('insert', inserter),
          'data-change': by.id,
        },
      })
      this.touch(by, start, end, 'other')
      this.pending = { to: end, name: `${look.ink.name(inserter)} / ${look.ink.name(by)}` }
      return
    }
    const kind = state.kind
    const back = kind === 'insert' && lastSwitch(inlineSwitches(node), Math.max(from(look), look.b))?.k === 'res'
    const name = back ? `restored ${look.ink.name(by)}` : look.ink.name(by)
    this.tagUnless(name)
    const replaces = kind === 'insert' && this.followsStruck(start)
    this.over(start, end, {
      nodeName: kind === 'insert' ? 'ins' : 'del',
      class: `m${brk}${replaces ? ' after' : ''}`,
      style: look.ink.css(kind, by) + (format ? `;${format.style}` : ''),
      ...this.causeAttrs(kind, by, back ? 'restored' : undefined),
      ...(back ? { 'data-kind': 'restored' } : {}),
    })
    this.touch(by, start, end, kind)
    this.rowNames?.add(name)
    if (look.labels && !this.rowNames) this.pending = { to: end, name }
  }

  /** Whether struck text is what the page shows right before a place: what neither version has does not stand between. */
  private followsStruck(start: number): boolean {
    let at = start
    for (let i = this.pieces.length - 1; i >= 0; i--) {
      const piece = this.pieces[i]
      if (piece.type !== 'inline' || piece.to !== at) return false
      if (piece.attrs.class !== 'gone') return piece.attrs.nodeName === 'del'
      at = piece.from
    }
    return false
  }

  /** Plain text that still has something to say: its formatting changed, or it was struck and restored in between. */
  private standing(node: Node): { attrs: Attrs; by: Cause; tag: string | null } | null {
    const { look } = this
    if (look.mode === 'clean') return null
    const a = from(look)
    if (node.marks.some((m) => m.type === schema.marks.format) && !sameMarks(formatAt(node, a), formatAt(node, look.b))) {
      const by = lastFormat(node, Math.max(a, look.b))
      if (by) {
        const attrs = { class: 'fmt', ...this.causeAttrs('insert', by, 'formatting changed') }
        return { attrs, by, tag: look.labels && !this.rowNames ? look.ink.name(by) : null }
      }
    }
    if (look.mode !== 'all-rounds') return null
    const last = lastSwitch(inlineSwitches(node), look.b)
    if (last?.k !== 'res' || last.r <= Math.min(a, look.b)) return null
    const by = causeOf(last)
    return { attrs: { class: 'was-restored', ...this.causeAttrs('insert', by, 'restored') }, by, tag: `restored ${look.ink.name(by)}` }
  }

  /** The tree carries the latest formatting; a look at an earlier version shows that version's. */
  private formatAttrs(node: Node): { style: string } | null {
    if (!node.marks.some((m) => m.type === schema.marks.format)) return null
    const now = plainMarks(node.marks)
    const then = formatAt(node, this.look.b)
    if (sameMarks(now, then)) return null
    const has = (name: string): boolean => then.some((m) => m.type.name === name)
    const align = has('superscript') ? 'super' : has('subscript') ? 'sub' : 'baseline'
    const line = has('underline') ? ';text-decoration:underline' : ''
    return {
      style: `font-weight:${has('strong') ? 640 : 400};font-style:${has('em') ? 'italic' : 'normal'};vertical-align:${align}${line}`,
    }
  }

  private blockAttrs(block: Node, at: number, frame: Frame): Attrs | null {
    const attrs: Record<string, string> = {}
    const classes: string[] = []
    if (frame.gone) return { class: 'gone' }
    if (frame.runs) classes.push('runs')
    if (frame.joined) classes.push(frame.runs ? 'joined' : 'joined closes')
    if (frame.props) {
      const { type, attrs: p } = frame.props
      classes.push('as', type === 'heading' ? `as-h${p.level}` : 'as-p', `as-${p.align}`)
      attrs['data-as-list'] = p.list ?? ''
      attrs.style = `--as-level:${type === 'heading' ? 0 : p.level}`
    }
    if (frame.propsBy && this.look.mode !== 'clean') {
      const only = frame.labelA !== frame.labelB
      if (!only) {
        classes.push('fmt-block')
        Object.assign(attrs, this.causeAttrs('insert', frame.propsBy, 'paragraph changed'))
      }
      this.touch(frame.propsBy, at + 1, at + 1, 'other')
    }
    const shown = this.shownLabel(frame)
    if (shown !== (block.attrs.label || null) || frame.labelA !== frame.labelB) attrs['data-lab'] = shown ?? ''
    if (shown !== null && frame.labelBy) {
      const kind = frame.labelB === null || frame.end?.inserted ? 'delete' : 'insert'
      classes.push(`lab-${kind}`)
      attrs.style = `${attrs.style ? `${attrs.style};` : ''}${this.look.ink.css(kind, frame.labelBy).replaceAll('--m', '--l')}`
    }
    if (classes.length) attrs.class = classes.join(' ')
    return Object.keys(attrs).length ? attrs : null
  }
  /** The label drawn by the block itself; null where it has none or where old and new stand side by side. */
  private shownLabel(frame: Frame): string | null {
    if (frame.labelA !== null && frame.labelB !== null && frame.labelA !== frame.labelB) return null
    return frame.labelB ?? frame.labelA
  }
  /** A label that changed: the old one struck, the new one inserted. */
  private label(at: number, frame: Frame): void {
    const { labelA, labelB, labelBy: by } = frame
    if (labelA === null || labelB === null || labelA === labelB || !by) return
    const { ink } = this.look
    const old = { class: 'm', style: ink.css('delete', by), ...this.causeAttrs('delete', by) }
    const fresh = { class: 'm', style: ink.css('insert', by), ...this.causeAttrs('insert', by) }
    this.pieces.push({
      type: 'widget',
      pos: at + 1,
      side: -1,
      key: `label ${labelA} ${labelB} ${by.id} ${ink.css('insert', by)}`,
      make: () => element('span', { class: 'lab' }, element('del', old, labelA), ' ', element('ins', fresh, labelB), ' '),
    })
    this.touch(by, at + 1, at + 1, 'other')
  }

  private glyph(pos: number, state: State): void {
    const by = state.by
    if (!by) return
    const { ink } = this.look
    this.tagUnless(state.inserted ? null : ink.name(by))
    const mark = (kind: 'insert' | 'delete', cause: Cause): Record<string, string> => ({
      class: 'm pilcrow',
      style: ink.css(kind, cause),
      ...this.causeAttrs(kind, cause, kind === 'insert' ? 'paragraph split' : 'paragraphs joined'),
      'data-change': by.id,
    })
    const make = (): HTMLElement => {
      if (!state.inserted) return element(state.kind === 'insert' ? 'ins' : 'del', mark(state.kind === 'insert' ? 'insert' : 'delete', by))
      return element('ins', { ...mark('insert', state.inserted), class: 'm' }, element('del', mark('delete', by)))
    }
    this.pieces.push({
      type: 'widget',
      pos,
      side: 1,
      key: `end ${state.kind} ${by.id} ${ink.css('insert', by)} ${state.inserted?.id ?? ''}`,
      make,
    })
    if (state.inserted) this.pending = { to: pos, name: `${ink.name(state.inserted)} / ${ink.name(by)}` }
    else if (this.look.labels && !this.rowNames) this.pending = { to: pos, name: ink.name(by) }
  }

  /** Writes the pending label, unless the next piece carries the same name and will write it itself. */
  private tagUnless(next: string | null): void {
    if (this.pending && this.pending.name !== next) this.tag()
  }
  private tag(): void {
    if (!this.pending) return
    const { to, name } = this.pending
    this.pending = null
    this.pieces.push({
      type: 'widget',
      pos: to,
      side: 2,
      key: `tag ${name}`,
      make: () => element('span', { class: 'tag', 'data-tag': name, 'aria-hidden': 'true' }),
    })
  }
  /** Where a cell's label stands: after its words. Null where it ends in a table. */
  private labelPlace(cell: Node, at: number): number | null {
    return cell.lastChild?.isTextblock ? at + cell.nodeSize - 2 : null
  }
  /** In a grid the labels of a row stand in its head, and that of a column in its first cell. */
  private cellTag(pos: number, what: string, name: string): void {
    if (!this.look.labels) return
    this.pieces.push({
      type: 'widget',
      pos,
      side: 2,
      key: `${what} ${name}`,
      make: () => element('span', { class: 'tag', 'data-tag': name, 'aria-hidden': 'true' }),
    })
  }
}

const touchKind = (state: State): Touch['kind'] => (state.inserted || state.kind === 'same' ? 'other' : state.kind)
const sameAttrs = (a: Attrs, b: Attrs): boolean => {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
function lastFormat(node: Node, hi: Version): Cause | null {
  let last: Cause | null = null
  for (const m of node.marks)
    if (m.type === schema.marks.format && m.attrs.r <= hi && (!last || m.attrs.r > last.r)) last = causeOf(m.attrs as Cause)
  return last
}
function within(part: Node, state: State, onA: boolean, onB: boolean, scope: Scope): Scope {
  const by = state.kind === 'same' ? scope.by : state.by
  const came = scope.passing || !switchesOf(part).length ? null : state.inserted
  const on = (v: Version): boolean => scope.on(v) && standsAt(switchesOf(part), v)
  return { inA: onA, inB: onB, by, on, passing: scope.passing ?? (came ? { v: came.r, inserted: came } : null) }
}
