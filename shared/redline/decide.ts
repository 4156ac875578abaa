import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { type EditorState, Selection, type Transaction } from 'prosemirror-state'
import type { BlockProps, Was } from '../model/schema.ts'
import { type Context, type Pen, penOf } from './context.ts'
import {
  containerStarts,
  endOn,
  ends,
  formatAt,
  hasText,
  inlineOn,
  inlineSwitches,
  lastSwitch,
  propsAt,
  propsOf,
  rowOn,
  standsAt,
  switchesOf,
  tableOn,
} from './present.ts'
import { settle } from './replace.ts'
import { formatted, inlineSwitched, ownInline, ownPart, partSwitched, withProps } from './switch.ts'
import type { Version } from './types.ts'
import { closeStretches, split, type Token, write, type Zone, zoneOf } from './zone.ts'

/** What a decision does to the tokens it covers. Each function may change the token's node or mark it gone. */
interface Decision {
  readonly inline: (t: Token) => void
  readonly end: (t: Token) => void
  /** A row or cell: its new node, or null where it is taken out. `covered`: all of it lies in the range; `table`: the whole table does. */
  readonly part: (node: Node, covered: boolean, table: boolean) => Node | null
  /** Runs after all tokens of a container, before it is written. */
  readonly after?: (zone: Zone) => void
  /** Runs when a container was written. `start`: where its content starts. */
  readonly written?: (out: Transaction, zone: Zone, start: number) => void
}

/** One transaction over everything between two positions, container by container from the last one back. */
function decide(state: EditorState, from: number, to: number, pen: Pen, decision: Decision, settles: boolean): Transaction {
  const out = state.tr
  for (const start of containerStarts(state.doc).reverse()) decideContainer(out, start, from, to, pen, decision)
  if (settles) for (const start of containerStarts(out.doc)) settle(out, start, pen)
  return out.setMeta('tracked', true)
}

function decideContainer(out: Transaction, start: number, rangeFrom: number, rangeTo: number, pen: Pen, decision: Decision): void {
  const container = out.doc.resolve(start).parent
  const from = out.mapping.map(rangeFrom, -1)
  const to = out.mapping.map(rangeTo, 1)
  if (to < start || from > start + container.content.size) return
  const zone = zoneOf(container, start, 0, container.childCount)
  split(zone, from)
  split(zone, to)
  for (const t of zone.olds) {
    const pos = t.old!.pos
    if (t.kind === 'table') decideTable(t, from, to, decision)
    else if (pos >= from && pos < to) decision[t.kind === 'end' ? 'end' : 'inline'](t)
  }
  decision.after?.(zone)
  if (zone.olds.every((t) => !t.gone && t.node === t.old!.node)) return
  closeStretches(zone, pen.r)
  write(out, zone)
  decision.written?.(out, zone, start)
}

function decideTable(t: Token, from: number, to: number, decision: Decision): void {
  const table = t.node
  const begin = t.old!.pos
  const whole = from <= begin && to >= begin + table.nodeSize
  let pos = begin + 1
  const rows: Node[] = []
  for (const row of table.children) {
    const next = decision.part(row, from <= pos && to >= pos + row.nodeSize, whole)
    if (next) {
      const cells = next.children.map((cell) => decision.part(cell, whole, whole)).filter((cell) => cell !== null)
      if (cells.length)
        rows.push(
          cells.some((cell, i) => cell !== next.child(i)) || cells.length < next.childCount ? next.copy(Fragment.fromArray(cells)) : next,
        )
    }
    pos += row.nodeSize
  }
  if (!rows.length) t.gone = true
  else if (rows.length < table.childCount || rows.some((row, i) => row !== table.child(i))) t.node = table.copy(Fragment.fromArray(rows))
}

/** Lets stand again whatever between two positions does not, as the open round's restoration. One transaction. */
export function restore(state: EditorState, from: number, to: number, cx: Context): Transaction {
  const pen = penOf(cx)
  const on = (node: Node): Node => partSwitched(node, true, pen, pen.id('restore'))
  const back = new Map<Token, string>()
  return decide(
    state,
    from,
    to,
    pen,
    {
      inline: (t) => {
        if (!inlineOn(t.node, pen.r)) t.node = inlineSwitched(t.node, true, pen, pen.id('restore'))
      },
      end: (t) => {
        if (endOn(t.node, pen.r)) return
        back.set(t, lastSwitch(switchesOf(t.node), pen.r)!.id)
        t.node = on(t.node)
      },
      part: (node, covered) => (covered && !standsAt(switchesOf(node), pen.r) ? on(node) : node),
      after: (zone) => giveBack(zone, back, pen),
    },
    true,
  )
}

/** A merge that gave the paragraph after it other properties gives them back with its end. */
function giveBack(zone: Zone, back: Map<Token, string>, pen: Pen): void {
  for (const [t, id] of back) {
    for (let i = zone.olds.indexOf(t) + 1; i < zone.olds.length; i++) {
      const next = zone.olds[i]
      if (next.kind === 'table' && tableOn(next.node, pen.r)) break
      if (next.kind !== 'end') continue
      const was = next.node.attrs.was as readonly Was[]
      const last = was[was.length - 1]
      if (last?.id === id) {
        next.node = withProps(next.node, last as BlockProps, pen, pen.id('restore'))
        break
      }
      if (endOn(next.node, pen.r)) break
    }
  }
  back.clear()
}

/**
 * Strikes whatever stands between two positions; what the open round itself put in is taken out. The last paragraph end is left
 * where text needs it or nothing else stands. One transaction.
 */
export function strike(state: EditorState, from: number, to: number, cx: Context): Transaction {
  const pen = penOf(cx)
  let ended: Token[] = []
  return decide(
    state,
    from,
    to,
    pen,
    {
      inline: (t) => {
        if (!inlineOn(t.node, pen.r)) return
        if (ownInline(t.node, pen.r)) t.gone = true
        else t.node = inlineSwitched(t.node, false, pen, pen.id('delete'))
      },
      end: (t) => {
        if (!endOn(t.node, pen.r)) return
        if (ownPart(t.node, pen.r)) t.gone = true
        else {
          t.node = partSwitched(t.node, false, pen, pen.id('delete'))
          ended.push(t)
        }
      },
      part: (node, covered) => {
        if (node.type.name !== 'table_row' || !covered || !rowOn(node, pen.r)) return node
        return ownPart(node, pen.r) ? null : partSwitched(node, false, pen, pen.id('delete'))
      },
      written: (out, _zone, start) => {
        keepEnds(out, ended, start, pen)
        ended = []
      },
    },
    true,
  )
}

/** Where text is left without an end to run into, or nothing is left at all, the last of the ends struck there stays. */
function keepEnds(out: Transaction, ended: Token[], start: number, pen: Pen): void {
  for (const t of ended.reverse()) {
    const container = out.doc.resolve(start).parent
    const closes = ends(container, pen.r)
    const gaps = closes.flatMap((on, i) => (on && container.child(i).isTextblock && !endOn(container.child(i), pen.r) ? [i] : []))
    if (!gaps.length) return
    const $pos = out.doc.resolve(t.pos)
    const index = $pos.index($pos.depth - 1)
    if (!gaps.some((g) => sameStretch(container, g, index, pen.r))) continue
    const open = $pos.before()
    out.setNodeAttribute(open, 'sw', partSwitched(out.doc.nodeAt(open)!, true, pen, pen.id('restore')).attrs.sw)
  }
}
function sameStretch(container: Node, a: number, b: number, r: number): boolean {
  for (let i = Math.min(a, b); i <= Math.max(a, b); i++) if (!container.child(i).isTextblock && tableOn(container.child(i), r)) return false
  return true
}

/**
 * Rejects, as switches of the open round, what stands differently now than at a baseline version: all of it, or the changes
 * named (the ids that `redline(baseline, now)` and `changes` show). To accept a change is to leave it. One transaction; the
 * order in which changes are rejected one by one does not matter.
 */
export function revert(state: EditorState, baseline: Version, cx: Context, ids?: ReadonlySet<string>): Transaction {
  const pen = penOf(cx)
  const wanted = (id: string | undefined): boolean => id !== undefined && (!ids || ids.has(id))
  return decide(
    state,
    0,
    state.doc.content.size,
    pen,
    {
      inline: (t) => revertInline(t, baseline, pen, wanted),
      end: (t) => revertEnd(t, baseline, pen, wanted),
      part: (node) => {
        const was = standsAt(switchesOf(node), baseline)
        if (was === standsAt(switchesOf(node), pen.r) || !wanted(lastSwitch(switchesOf(node), pen.r)?.id)) return node
        return ownPart(node, pen.r) ? null : partSwitched(node, was, pen, pen.id(was ? 'restore' : 'delete'))
      },
    },
    false,
  )
}

/** Takes back what the open round itself did: all of it, or the changes named. Leaves no trace. */
export const takeBack = (state: EditorState, cx: Context, ids?: ReadonlySet<string>): Transaction => revert(state, cx.r - 1, cx, ids)

type Wanted = (id: string | undefined) => boolean
/** The last change of formatting or properties after the baseline. */
const lastAfter = (entries: readonly { r: number; id: string }[], baseline: Version): string | undefined =>
  entries
    .filter((e) => e.r > baseline)
    .sort((x, y) => x.r - y.r)
    .at(-1)?.id

function revertInline(t: Token, baseline: Version, pen: Pen, wanted: Wanted): void {
  const node = t.node
  const was = inlineOn(node, baseline)
  const is = inlineOn(node, pen.r)
  const last = lastSwitch(inlineSwitches(node), pen.r)?.id
  if (was !== is && wanted(last)) {
    if (ownInline(node, pen.r)) {
      t.gone = true
      return
    }
    t.node = inlineSwitched(node, was, pen, pen.id(was ? 'restore' : 'delete'))
  }
  if (!was) return
  const formats = node.marks.filter((m) => m.type.name === 'format').map((m) => m.attrs as { r: number; id: string })
  if (is ? wanted(lastAfter(formats, baseline)) : wanted(last)) t.node = formatted(t.node, formatAt(node, baseline), pen, pen.id('format'))
}

function revertEnd(t: Token, baseline: Version, pen: Pen, wanted: Wanted): void {
  const block = t.node
  const was = endOn(block, baseline)
  const is = endOn(block, pen.r)
  if (was !== is) {
    if (!wanted(lastSwitch(switchesOf(block), pen.r)?.id)) return
    if (ownPart(block, pen.r)) {
      t.gone = true
      return
    }
    t.node = partSwitched(block, was, pen, pen.id(was ? 'restore' : 'delete'))
    if (was) t.node = withProps(t.node, propsAt(block, baseline), pen, pen.id('paragraph'))
  } else if (was && wanted(lastAfter(block.attrs.was, baseline)))
    t.node = withProps(block, propsAt(block, baseline), pen, pen.id('paragraph'))
}

/**
 * Gives every end that counts as on a switch of its own, as must be done before a round is sealed. Null where there is nothing
 * to do.
 */
export function settleAll(state: EditorState, cx: Context): Transaction | null {
  const pen = penOf(cx)
  const out = state.tr
  for (const start of containerStarts(state.doc)) settle(out, start, pen)
  return out.docChanged ? out.setMeta('tracked', true) : null
}

/** Gives the standing text between two positions other formatting, by a function from old marks to new. One transaction. */
export function reformat(
  state: EditorState,
  from: number,
  to: number,
  change: (marks: readonly Mark[]) => readonly Mark[],
  cx: Context,
): Transaction {
  const pen = penOf(cx)
  const inline = (t: Token): void => {
    if (inlineOn(t.node, pen.r)) t.node = formatted(t.node, change(formatAt(t.node, pen.r)), pen, pen.id('format'))
  }
  return keepSelection(state, decide(state, from, to, pen, { inline, end: () => {}, part: (node) => node }, false))
}

/** A paragraph's new properties, from its own and those of the paragraph before it in the same container; null: no change. */
export type PropsChange = (props: BlockProps, before: BlockProps | null) => BlockProps | null

/** Gives every paragraph that reaches into a range other properties. Paragraphs are those that read as such. One transaction. */
export function reshape(state: EditorState, from: number, to: number, change: PropsChange, cx: Context): Transaction {
  const pen = penOf(cx)
  const after = (zone: Zone): void => {
    const closes = ends(zone.container, pen.r)
    let before: BlockProps | null = null
    let touched = false
    for (const t of zone.olds) {
      if (t.kind === 'table' && closes[t.old!.index]) before = null
      if (t.kind !== 'end') continue
      const { open, pos, index } = t.old!
      const on = closes[index]
      const within = pos >= from && (open < to || (from === to && open === to))
      if (within && (on || hasText(t.node, pen.r))) touched = true
      if (!on) continue
      const next = touched ? change(propsOf(t.node), before) : null
      touched = false
      if (next) t.node = withProps(t.node, next, pen, pen.id('paragraph'))
      before = propsOf(t.node)
    }
  }
  return keepSelection(state, decide(state, from, to, pen, { inline: () => {}, end: () => {}, part: (node) => node, after }, false))
}

/** Neither formatting nor properties move anything: the selection stays where it is. */
function keepSelection(state: EditorState, tr: Transaction): Transaction {
  return tr.docChanged ? tr.setSelection(Selection.fromJSON(tr.doc, state.selection.toJSON())) : tr
}
