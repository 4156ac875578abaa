import type { Mark, Node } from 'prosemirror-model'
import { type EditorState, Selection, type Transaction } from 'prosemirror-state'
import { type BlockProps, SWITCH_OF_MARK, schema, type Was } from '../model/schema.ts'
import { type Context, type Pen, penOf } from './context.ts'
import { type Decision, fold, type Range } from './fold.ts'
import { isCell, isOff } from './grid.ts'
import {
  containerStarts,
  endOn,
  ends,
  formatAt,
  hasText,
  inlineOn,
  isTracked,
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

/** Lets stand again whatever between two positions does not, as the open round's restoration. One transaction. */
export function restore(state: EditorState, from: number, to: number, cx: Context): Transaction {
  const pen = penOf(cx)
  const on = (node: Node): Node => partSwitched(node, true, pen, pen.id('restore'))
  const back = new Map<Node, string>()
  return fold(
    state,
    from,
    to,
    pen,
    {
      skips: (block) => !isTracked(block),
      inline: (node) => (inlineOn(node, pen.r) ? node : inlineSwitched(node, true, pen, pen.id('restore'))),
      end: (block) => {
        if (endOn(block, pen.r)) return block
        const next = on(block)
        back.set(next, lastSwitch(switchesOf(block), pen.r)!.id)
        return next
      },
      part: (node, covered) => (covered && !standsAt(switchesOf(node), pen.r) ? on(node) : node),
      after: (range) => giveBack(range, back, pen),
    },
    true,
  )
}

/** A merge that gave the paragraph after it other properties gives them back with its end. */
function giveBack(range: Range, back: Map<Node, string>, pen: Pen): void {
  const { container } = range
  for (let i = 0; i < container.childCount && back.size; i++) {
    const end = container.child(i).isTextblock ? range.endOf(i) : null
    const id = end ? back.get(end) : undefined
    if (id === undefined) continue
    back.delete(end!)
    for (let j = i + 1; j < container.childCount; j++) {
      const block = container.child(j)
      if (!block.isTextblock) {
        if (tableOn(block, pen.r)) break
        continue
      }
      const next = range.endOf(j)!
      const was = next.attrs.was as readonly Was[]
      const last = was[was.length - 1]
      if (last?.id === id) {
        const given = withProps(next, last as BlockProps, pen, pen.id('restore'))
        const waiting = back.get(next)
        if (waiting !== undefined) back.set(given, waiting)
        range.setEnd(j, given)
        break
      }
      if (endOn(next, pen.r)) break
    }
  }
}

/**
 * Strikes whatever stands between two positions; what the open round itself put in is taken out. The last paragraph end is left
 * where text needs it or nothing else stands. One transaction.
 */
export function strike(state: EditorState, from: number, to: number, cx: Context): Transaction {
  const pen = penOf(cx)
  return fold(
    state,
    from,
    to,
    pen,
    {
      inline: (node) => {
        if (!inlineOn(node, pen.r)) return node
        return ownInline(node, pen.r) ? null : inlineSwitched(node, false, pen, pen.id('delete'))
      },
      end: (block) => {
        if (!endOn(block, pen.r)) return block
        return ownPart(block, pen.r) ? null : partSwitched(block, false, pen, pen.id('delete'))
      },
      part: (node, covered) => {
        if (node.type.name !== 'table_row' || !covered || !rowOn(node, pen.r)) return node
        return ownPart(node, pen.r) ? null : partSwitched(node, false, pen, pen.id('delete'))
      },
      into: (row) => rowOn(row, pen.r),
      stays: (container, went) => endsThatStay(container, went, pen.r),
    },
    true,
  )
}

/** Where text is left without an end to run into, or nothing is left at all, the last of the ends struck there stays. */
function endsThatStay(container: Node, went: readonly string[], r: number): number[] {
  const closes = ends(container, r)
  const gaps = closes.flatMap((on, i) => (on && container.child(i).isTextblock && !endOn(container.child(i), r) ? [i] : []))
  const struck = new Set(went)
  const out: number[] = []
  for (const gap of gaps) {
    const [low, high] = stretchAround(container, gap, r)
    for (let i = high; i >= low; i--)
      if (struck.has(container.child(i).attrs.id)) {
        if (!out.includes(i)) out.push(i)
        break
      }
  }
  return out
}
/** The children around one of them up to the standing tables on both sides. */
function stretchAround(container: Node, index: number, r: number): [number, number] {
  const stops = (i: number): boolean => !container.child(i).isTextblock && tableOn(container.child(i), r)
  let low = index
  while (low > 0 && !stops(low - 1)) low--
  let high = index
  while (high + 1 < container.childCount && !stops(high + 1)) high++
  return [low, high]
}

/** What of the changes that are meant is rejected. */
export interface Extent {
  /** Nothing but striking what came in, or nothing but bringing back what went; formatting and properties are then left. */
  readonly only?: 'strike' | 'restore'
  /** Only what lies between two positions: part of a change where it reaches beyond them. */
  readonly from?: number
  readonly to?: number
}

/**
 * Rejects, as switches of the open round, what stands differently now than at a baseline version: all of it, or the changes
 * named (the ids that `redline(baseline, now)` and `changes` show). To accept a change is to leave it. One transaction; the
 * order in which changes are rejected one by one does not matter.
 */
export function revert(state: EditorState, baseline: Version, cx: Context, ids?: ReadonlySet<string>, extent: Extent = {}): Transaction {
  const pen = penOf(cx)
  const { only, from = 0, to = state.doc.content.size } = extent
  const wanted = (id: string | undefined): boolean => id !== undefined && (!ids || ids.has(id))
  const back = (was: boolean): boolean => only !== (was ? 'strike' : 'restore')
  const at: Rejection = { baseline, pen, wanted, back, looks: only === undefined }
  return fold(state, from, to, pen, rejecting(at), false)
}

/**
 * What rejecting makes of each token. A row or column that comes back does so with what stood in it at the baseline, as it is
 * shown; a table that comes back, with the columns that it had then.
 */
function rejecting(at: Rejection): Decision {
  const { baseline, pen, wanted, back } = at
  const returned = new Set<string>()
  const meant = (part: Node): boolean => {
    const switches = switchesOf(part)
    const was = standsAt(switches, baseline)
    return was !== standsAt(switches, pen.r) && back(was) && wanted(lastSwitch(switches, pen.r)?.id)
  }
  let whole = false
  const all = { ...at, wanted: () => true, back: () => true, looks: true }
  return {
    skips: (block) => !isTracked(block),
    inline: (node) => revertInline(node, at),
    end: (block) => revertEnd(block, at),
    table: (table) => {
      whole = !tableOn(table, pen.r) && table.children.some((row) => standsAt(switchesOf(row), baseline) && meant(row))
    },
    part: (node, covered) => {
      const switches = switchesOf(node)
      const was = standsAt(switches, baseline)
      const decided = meant(node) || (whole && isCell(node) && was !== standsAt(switches, pen.r))
      if (!covered || !decided) return node
      if (was) returned.add(node.attrs.id)
      return ownPart(node, pen.r) ? null : partSwitched(node, was, pen, pen.id(was ? 'restore' : 'delete'))
    },
    within: (row, cell) => (returned.has(row.attrs.id) || returned.has(cell.attrs.id) ? rejecting(all) : null),
  }
}

/** Takes back what the open round itself did: all of it, or the changes named. Leaves no trace. */
export const takeBack = (state: EditorState, cx: Context, ids?: ReadonlySet<string>): Transaction => revert(state, cx.r - 1, cx, ids)

/** What is rejected: against which version, which changes, whether what stood then is brought back or what did not is struck, and looks. */
interface Rejection {
  readonly baseline: Version
  readonly pen: Pen
  readonly wanted: (id: string | undefined) => boolean
  readonly back: (was: boolean) => boolean
  readonly looks: boolean
}
/** The last change of formatting or properties after the baseline. */
function lastAfter(entries: readonly { readonly r: number; readonly id: string }[], baseline: Version): string | undefined {
  let last: { readonly r: number; readonly id: string } | undefined
  for (const entry of entries) if (entry.r > baseline && (!last || entry.r >= last.r)) last = entry
  return last?.id
}

function revertInline(node: Node, { baseline, pen, wanted, back, looks }: Rejection): Node | null {
  if (!node.marks.length) return node
  const was = inlineOn(node, baseline)
  const is = inlineOn(node, pen.r)
  let next = node
  if (was !== is && back(was) && wanted(lastInline(node, pen.r))) {
    if (ownInline(node, pen.r)) return null
    next = inlineSwitched(node, was, pen, pen.id(was ? 'restore' : 'delete'))
  }
  if (!was || (is ? !looks : next === node)) return next
  const formats = node.marks.filter((m) => m.type === schema.marks.format)
  if (!formats.length || (is && !wanted(lastAfter(formats.map(entryOf), baseline)))) return next
  return formatted(next, formatAt(node, baseline), pen, pen.id('format'))
}
const entryOf = (mark: Mark): { r: number; id: string } => mark.attrs as { r: number; id: string }
/** The id of an inline node's last switch up to a round. */
function lastInline(node: Node, r: number): string | undefined {
  let last: Mark | undefined
  for (const m of node.marks) if (m.type.name in SWITCH_OF_MARK && m.attrs.r <= r && (!last || m.attrs.r > last.attrs.r)) last = m
  return last?.attrs.id
}

function revertEnd(block: Node, { baseline, pen, wanted, back, looks }: Rejection): Node | null {
  const was = endOn(block, baseline)
  const is = endOn(block, pen.r)
  if (was !== is) {
    if (!back(was) || !wanted(lastSwitch(switchesOf(block), pen.r)?.id)) return block
    if (ownPart(block, pen.r)) return null
    const next = partSwitched(block, was, pen, pen.id(was ? 'restore' : 'delete'))
    return was ? withProps(next, propsAt(block, baseline), pen, pen.id('paragraph')) : next
  }
  return was && looks && wanted(lastAfter(block.attrs.was, baseline))
    ? withProps(block, propsAt(block, baseline), pen, pen.id('paragraph'))
    : block
}

/**
 * Gives every end that counts as on a switch of its own, as must be done before a round is sealed, and takes out what the open
 * round wrote into rows, columns and tables that do not stand in the end: nobody has read it, and nobody is to. Null where there
 * is nothing to do.
 */
export function settleAll(state: EditorState, cx: Context): Transaction | null {
  const pen = penOf(cx)
  const out = fold(state, 0, state.doc.content.size, pen, hiding(pen), false)
  for (const start of containerStarts(out.doc)) settle(out, start, pen)
  return out.docChanged ? out.setMeta('tracked', true) : null
}

/**
 * Gives the standing text between two positions other formatting, by a function from old marks to new. `cells`: of the tables
 * that are touched, in these cells only. One transaction.
 */
export function reformat(
  state: EditorState,
  from: number,
  to: number,
  change: (marks: readonly Mark[]) => readonly Mark[],
  cx: Context,
  cells?: ReadonlySet<Node>,
): Transaction {
  const pen = penOf(cx)
  const inline = (node: Node): Node =>
    inlineOn(node, pen.r) ? formatted(node, change(formatAt(node, pen.r)), pen, pen.id('format')) : node
  return keepSelection(state, fold(state, from, to, pen, { inline, end: same, part: same, into: only(cells, pen.r) }, false))
}
const same = (node: Node): Node => node
/** Own rows and columns of tables that do not stand go, and what is own in rows and cells that do not. */
function hiding(pen: Pen): Decision {
  const all: Rejection = { baseline: pen.r - 1, pen, wanted: () => true, back: () => true, looks: true }
  let off = false
  return {
    skips: (block) => block.isTextblock || !isTracked(block),
    inline: same,
    end: same,
    table: (table) => {
      off = !tableOn(table, pen.r)
    },
    part: (node) => (off && ownPart(node, pen.r) ? null : node),
    within: (row, cell) => (isOff(row, pen.r) || isOff(cell, pen.r) ? rejecting(all) : null),
  }
}
/** Cells that stand and, where some are named, are among them: nothing that is absent is formatted or given other properties. */
const only =
  (cells: ReadonlySet<Node> | undefined, r: number) =>
  (row: Node, cell: Node): boolean =>
    !isOff(row, r) && !isOff(cell, r) && (!cells || cells.has(cell))

/** A paragraph's new properties, from its own, those of the paragraph before it in the same container, and its id; null: no change. */
export type PropsChange = (props: BlockProps, before: BlockProps | null, id: string) => BlockProps | null

/**
 * Gives every paragraph that reaches into a range other properties. Paragraphs are those that read as such. `cells`: of the
 * tables that are touched, in these cells only. One transaction.
 */
export function reshape(
  state: EditorState,
  from: number,
  to: number,
  change: PropsChange,
  cx: Context,
  cells?: ReadonlySet<Node>,
): Transaction {
  const pen = penOf(cx)
  const after = (range: Range): void => {
    const { container } = range
    const closes = ends(container, pen.r)
    let before: BlockProps | null = null
    let touched = false
    container.forEach((block, offset, i) => {
      if (!block.isTextblock) {
        if (closes[i]) before = null
        return
      }
      const open = range.start + offset
      const within = open + block.nodeSize - 1 >= from && (open < to || (from === to && open === to))
      if (within && (closes[i] || hasText(block, pen.r))) touched = true
      if (!closes[i]) return
      const props = propsOf(block)
      const next = touched ? change(props, before, block.attrs.id) : null
      touched = false
      if (next) range.setEnd(i, withProps(block, next, pen, pen.id('paragraph')))
      before = next ?? props
    })
  }
  return keepSelection(
    state,
    fold(
      state,
      from,
      to,
      pen,
      { skips: (block) => block.isTextblock, inline: same, end: same, part: same, after, into: only(cells, pen.r) },
      false,
    ),
  )
}

/** Neither formatting nor properties move anything: the selection stays where it is. */
function keepSelection(state: EditorState, tr: Transaction): Transaction {
  return tr.docChanged ? tr.setSelection(Selection.fromJSON(tr.doc, state.selection.toJSON())) : tr
}
