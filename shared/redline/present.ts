import type { Mark, Node } from 'prosemirror-model'
import { type BlockProps, isContainer, plainMarks, SWITCH_OF_MARK, type Switch, schema, TRACKING_MARKS } from '../model/schema.ts'
import type { Version } from './types.ts'

/**
 * What stands at a version. Everything here is a pure reading of the switches on the tokens of a tree
 * (`REDLINE-FINDINGS.md`: the data model). A reading for version v never looks at a switch of a later round.
 */

const NONE: readonly Switch[] = []

/** The switches of an inline node, in the order of their rounds. */
export function inlineSwitches(node: Node): readonly Switch[] {
  let found: Switch[] | null = null
  for (const m of node.marks) {
    const k = SWITCH_OF_MARK[m.type.name]
    if (k) {
      found ??= []
      found.push({ k, id: m.attrs.id, r: m.attrs.r, p: m.attrs.p })
    }
  }
  if (!found) return NONE
  return found.length > 1 ? found.sort((a, b) => a.r - b.r) : found
}

/** The switches of a block's end, a row or a cell. */
export const switchesOf = (node: Node): readonly Switch[] => node.attrs.sw ?? NONE

/** Whether a token with these switches stands at version v. */
export function standsAt(switches: readonly Switch[], v: Version): boolean {
  if (!switches.length) return true
  let state = switches[0].k !== 'ins'
  for (const s of switches) {
    if (s.r > v) break
    state = s.k !== 'del'
  }
  return state
}

/** The last switch at or before version v; null where there is none. */
export function lastSwitch(switches: readonly Switch[], v: Version): Switch | null {
  let last: Switch | null = null
  for (const s of switches) {
    if (s.r > v) break
    last = s
  }
  return last
}

/** Whether an inline node stands at version v. */
export function inlineOn(node: Node, v: Version): boolean {
  let best = -1
  let state = true
  for (const m of node.marks) {
    const k = SWITCH_OF_MARK[m.type.name]
    if (!k) continue
    const r = m.attrs.r as number
    if (k === 'ins' && r > v) return false
    if (r <= v && r > best) {
      best = r
      state = k !== 'del'
    }
  }
  return state
}

/** Whether a text block's own end is switched on at version v (see `ends` for what counts as on). */
export const endOn = (block: Node, v: Version): boolean => standsAt(switchesOf(block), v)
/** Whether a cell's own switches have it on at version v. */
export const cellOn = (cell: Node, v: Version): boolean => standsAt(switchesOf(cell), v)
/** Whether a row stands at version v: it is on and one of its cells is. */
export function rowOn(row: Node, v: Version): boolean {
  if (!standsAt(switchesOf(row), v)) return false
  for (let i = 0; i < row.childCount; i++) if (cellOn(row.child(i), v)) return true
  return false
}
/** Whether a table stands at version v: one of its rows does. */
export function tableOn(table: Node, v: Version): boolean {
  for (let i = 0; i < table.childCount; i++) if (rowOn(table.child(i), v)) return true
  return false
}
/** Whether some of a text block's own text stands at version v. */
export function hasText(block: Node, v: Version): boolean {
  for (let i = 0; i < block.childCount; i++) if (inlineOn(block.child(i), v)) return true
  return false
}
/** Whether a block was there at version v, standing or struck: it was not inserted later. */
export function existed(block: Node, v: Version): boolean {
  const first = switchesOf(block)[0]
  return !(first && first.k === 'ins' && first.r > v)
}

/** The formatting of an inline node at version v: the earliest snapshot of a later round, else what it carries. */
export function formatAt(node: Node, v: Version): readonly Mark[] {
  let best: Mark | null = null
  for (const m of node.marks) if (m.type.name === 'format' && m.attrs.r > v && (!best || m.attrs.r < best.attrs.r)) best = m
  if (best) return marksFrom(best.attrs.before)
  return node.marks.some((m) => TRACKING_MARKS.has(m.type.name)) ? plainMarks(node.marks) : node.marks
}
/** Marks from the JSON that a `format` mark keeps. */
export const marksFrom = (json: readonly unknown[]): readonly Mark[] => json.map((j) => schema.markFromJSON(j))
/** Whether two mark sets are the same. */
export const sameMarks = (a: readonly Mark[], b: readonly Mark[]): boolean =>
  a === b || (a.length === b.length && a.every((m, i) => m.eq(b[i])))

/** A text block's type and reader-visible attributes as they are now. */
export function propsOf(block: Node): BlockProps {
  const { level, align, list, label } = block.attrs
  return block.type === schema.nodes.heading
    ? { type: 'heading', attrs: { level, align, label } }
    : { type: 'paragraph', attrs: { level, align, list, label } }
}
/** A text block's type and attributes at version v: the earliest entry of a later round, else what it has now. */
export function propsAt(block: Node, v: Version): BlockProps {
  for (const w of block.attrs.was) if (w.r > v) return { type: w.type, attrs: w.attrs } as BlockProps
  return propsOf(block)
}
/** Whether two sets of properties read the same. */
export const sameProps = (a: BlockProps, b: BlockProps): boolean =>
  a.type === b.type &&
  a.attrs.level === b.attrs.level &&
  a.attrs.align === b.attrs.align &&
  (a.attrs.list ?? null) === (b.attrs.list ?? null) &&
  (a.attrs.label ?? null) === (b.attrs.label ?? null)

const trackedNodes = new WeakMap<Node, boolean>()
const carries = (inline: Node): boolean => {
  for (const m of inline.marks) if (TRACKING_MARKS.has(m.type.name)) return true
  return false
}
/** Whether a node, or anything in it, carries a switch or an earlier state. Cached by node where there is much to read. */
export function isTracked(node: Node): boolean {
  if (node.isInline) return carries(node)
  const n = node.childCount
  if (node.isTextblock || n < 2) {
    if (switchesOf(node).length > 0 || (node.attrs.was?.length ?? 0) > 0) return true
    for (let i = 0; i < n; i++) if (isTracked(node.child(i))) return true
    return false
  }
  const known = trackedNodes.get(node)
  if (known !== undefined) return known
  let found = switchesOf(node).length > 0 || (node.attrs.was?.length ?? 0) > 0
  for (let i = 0; i < n && !found; i++) found = isTracked(node.child(i))
  trackedNodes.set(node, found)
  return found
}

/**
 * Which children of a container close a block (or stand, for tables) at version v.
 *
 * A text block whose end is off runs on into the next. Where its text has no later standing end to run into (a standing table
 * or the edge of the container follows), the first end that existed at v, from the block of the last such text on, counts as
 * on. A container in which nothing stands keeps the last of its blocks that existed at v.
 */
export function ends(container: Node, v: Version): boolean[] {
  const n = container.childCount
  const out: boolean[] = new Array(n).fill(false)
  let pending = -1
  let any = false
  let last = -1
  const carry = (to: number): void => {
    if (pending < 0) return
    let i = pending
    while (i < to && !(container.child(i).isTextblock && existed(container.child(i), v))) i++
    out[i < to ? i : pending] = true
    any = true
    pending = -1
  }
  for (let i = 0; i < n; i++) {
    const block = container.child(i)
    if (!block.isTextblock) {
      if (!tableOn(block, v)) continue
      carry(i)
      out[i] = any = true
      continue
    }
    const switches = switchesOf(block)
    if (!switches.length || existed(block, v)) last = i
    if (!switches.length || standsAt(switches, v)) {
      out[i] = any = true
      pending = -1
    } else if (hasText(block, v)) pending = i
  }
  carry(n)
  if (!any && last >= 0) out[last] = true
  return out
}

/** Positions at which the contents of every container of a document start: the document's own (0) and each cell's. */
export function containerStarts(doc: Node): number[] {
  const out = [0]
  doc.descendants((node, pos) => {
    if (isContainer(node)) out.push(pos + 1)
    return !node.isTextblock
  })
  return out
}
