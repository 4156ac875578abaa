import { Fragment, type Node, Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { AddMarkStep, RemoveMarkStep, ReplaceStep } from 'prosemirror-transform'
import { schema } from '../model/schema.ts'
import { inlineOn, switchesOf, tableOn } from './present.ts'
import { ownInline, ownPart } from './switch.ts'

/**
 * A stretch of blocks of one container as a flat list of tokens: inline nodes, block ends and whole tables. An edit is written
 * as a change of this list; `write` turns the difference into steps, and `newPlace` tells where an old position has gone.
 * A token that closes a block stands for the block's type, id and attributes (a block is its end).
 */

/** Where a token stood in the old document. `open`: the position before its block (for a table, before the table). */
interface Old {
  readonly pos: number
  readonly open: number
  /** Index of the block in its container. */
  readonly index: number
  readonly node: Node
}
/** An inline node, a block's end, a table or a mere place. */
export interface Token {
  /** `anchor` is a mere place: it has no width and vanishes when the list is written. */
  readonly kind: 'inline' | 'end' | 'table' | 'anchor'
  /** The inline node; the block that the end closes (only its markup counts); the table. */
  node: Node
  readonly old: Old | null
  /** For what comes from a slice: its offset there. */
  readonly offset: number | null
  /** Old tokens: taken out of the tree. */
  gone: boolean
  /** Old tokens that stand elsewhere now. */
  moved: Token | null
  /** Position in the new document, set by `write`. */
  pos: number
}

const token = (kind: Token['kind'], node: Node, old: Old | null, offset: number | null): Token => ({
  kind,
  node,
  old,
  offset,
  gone: false,
  moved: null,
  pos: -1,
})
/** A token that was not there before. */
export const newToken = (kind: 'inline' | 'end' | 'table', node: Node, offset: number | null = null): Token =>
  token(kind, node, null, offset)
/** A place in the list; `node` is any node. */
export const anchor = (node: Node, offset: number): Token => token('anchor', node, null, offset)

/** Neighbouring blocks of a container as tokens. */
export interface Zone {
  readonly container: Node
  /** Positions of the first block's start and the last one's end in the old document. */
  readonly start: number
  readonly end: number
  /** Whether the zone holds all of its container. */
  readonly whole: boolean
  /** Indices in the container: from `first` up to, not including, `limit`. */
  readonly first: number
  readonly limit: number
  /** Tokens of the old document, in order. Never reordered; `split` may cut one in two. */
  readonly olds: Token[]
  /** The list as it shall be. Starts as the same tokens. */
  list: Token[]
}

/** The zone of the children `first` to `limit` of a container whose content starts at `start`. */
export function zoneOf(container: Node, start: number, first: number, limit: number): Zone {
  let pos = start
  for (let i = 0; i < first; i++) pos += container.child(i).nodeSize
  const begin = pos
  const olds: Token[] = []
  for (let i = first; i < limit; i++) {
    const block = container.child(i)
    if (block.isTextblock) {
      block.forEach((node, o) => {
        olds.push(token('inline', node, { pos: pos + 1 + o, open: pos, index: i, node }, null))
      })
      olds.push(token('end', block, { pos: pos + block.nodeSize - 1, open: pos, index: i, node: block }, null))
    } else olds.push(token('table', block, { pos, open: pos, index: i, node: block }, null))
    pos += block.nodeSize
  }
  return { container, start: begin, end: pos, whole: first === 0 && limit === container.childCount, first, limit, olds, list: olds.slice() }
}

const widthOf = (t: Token): number => (t.kind === 'anchor' ? 0 : t.kind === 'end' ? 2 : t.node.nodeSize)
const oldWidth = (t: Token): number => (t.kind === 'end' ? 2 : t.old!.node.nodeSize)

/** Cuts the inline token that a position lies inside of, so that the position is a border between tokens. Before any change only. */
export function split(zone: Zone, pos: number): void {
  const i = zone.olds.findIndex((t) => t.kind === 'inline' && t.old!.pos < pos && t.old!.pos + t.node.nodeSize > pos)
  if (i < 0) return
  const { node, old } = zone.olds[i]
  const at = pos - old!.pos
  const [left, right] = [node.cut(0, at), node.cut(at)]
  const halves = [token('inline', left, { ...old!, node: left }, null), token('inline', right, { ...old!, pos, node: right }, null)]
  zone.olds.splice(i, 1, ...halves)
  zone.list = zone.olds.slice()
}
/** Index in the old tokens of the first one at or after a position. */
export function indexAt(zone: Zone, pos: number): number {
  const i = zone.olds.findIndex((t) => t.old!.pos >= pos)
  return i < 0 ? zone.olds.length : i
}
/** The token of the end of a child of the container. */
export const endToken = (zone: Zone, child: number): Token => zone.olds.find((t) => t.kind === 'end' && t.old!.index === child)!

/** Puts tokens before a token of the list; at the list's end where it is null. */
export function insertBefore(zone: Zone, before: Token | null, tokens: readonly Token[]): void {
  const i = before ? zone.list.indexOf(before) : zone.list.length
  zone.list.splice(i, 0, ...tokens)
}
/** Moves inline tokens of the list before another token, in their order. */
export function moveBefore(zone: Zone, before: Token, tokens: readonly Token[]): void {
  const fresh = new Set(tokens.filter((t) => !t.old))
  if (fresh.size) zone.list = zone.list.filter((t) => !fresh.has(t))
  const moving = tokens.map((t) => {
    if (!t.old) return t
    t.gone = true
    t.moved = newToken('inline', t.node)
    return t.moved
  })
  insertBefore(zone, before, moving)
}

const living = (t: Token): boolean => !t.gone && t.kind !== 'anchor'
/** Whether an inline token stands in the open round. */
export const stands = (t: Token, r: number): boolean => t.kind === 'inline' && !t.gone && inlineOn(t.node, r)

/**
 * Text at the end of a stretch whose end was taken out has nothing to run into. Own text moves down past tables that do not
 * stand, else up, before the end above it; other text moves down, past tables of the same round; where neither can be, the end
 * stays after all.
 */
export function closeStretches(zone: Zone, r: number): void {
  while (closeOne(zone, r));
  if (zone.whole && zone.olds.length && !zone.list.some((t) => living(t) && t.kind !== 'inline')) {
    const last = zone.olds.findLast((t) => t.kind === 'end')
    if (last) last.gone = false
  }
}

function closeOne(zone: Zone, r: number): boolean {
  const live = zone.list.filter(living)
  for (let i = 0; i < live.length; i++) {
    if (live[i].kind !== 'inline') continue
    const next = live[i + 1]
    if (next && next.kind !== 'table') continue
    let k = i
    while (k > 0 && live[k - 1].kind === 'inline') k--
    closeTail(zone, live, k, i, r)
    return true
  }
  return false
}

function closeTail(zone: Zone, live: readonly Token[], k: number, i: number, r: number): void {
  const tail = live.slice(k, i + 1)
  const above = live[k - 1]
  let off = i + 1
  while (live[off]?.kind === 'table' && !tableOn(live[off].node, r)) off++
  if (off > i + 1 && live[off] && live[off].kind !== 'table' && tail.every((t) => ownInline(t.node, r))) {
    // Nothing that stands parts it from what follows.
    moveBefore(zone, live[off], tail)
    return
  }
  if (above?.kind === 'end' && tail.every((t) => ownInline(t.node, r))) {
    moveBefore(zone, above, tail)
    return
  }
  let j = i + 1
  while (live[j]?.kind === 'table' && rowsOwn(live[j].node, r)) j++
  if (j > i + 1 && live[j]) {
    moveBefore(zone, live[j], tail)
    return
  }
  const from = zone.list.indexOf(live[i])
  const ended = zone.list.slice(from).find((t) => t.gone && t.kind === 'end')
  if (!ended) throw new Error('text without a paragraph end')
  ended.gone = false
}
const rowsOwn = (table: Node, r: number): boolean => table.children.every((row) => ownPart(row, r))

/** The blocks that a list of living tokens gives. Untouched blocks are the same objects. */
export function blocksOf(tokens: readonly Token[]): Node[] {
  const out: Node[] = []
  let content: Node[] = []
  for (const t of tokens) {
    if (t.kind === 'inline') content.push(t.node)
    else if (t.kind === 'table') out.push(t.node)
    else {
      const fragment = Fragment.fromArray(content)
      out.push(t.node.content.eq(fragment) ? t.node : t.node.copy(fragment))
      content = []
    }
  }
  return out
}

/** Above this many single steps, one step replaces all the blocks that changed. */
const BULK = 60

/** Writes the list as steps of a transaction whose document is the one that the zone was made from. */
export function write(out: Transaction, zone: Zone): void {
  place(zone)
  const tokens = zone.list.filter(living)
  const regions = regionsOf(zone, tokens)
  const changed = tokens.filter((t) => t.old && t.node !== t.old.node)
  if (changed.length + regions.length > BULK || regions.some((region) => !plain(region)) || changed.some(reshaped))
    writeBlocks(out, zone, tokens)
  else {
    for (const t of changed) writeToken(out, t)
    for (const region of regions.reverse()) writeRegion(out, region)
  }
}

/** Sets the new position of every token of the list. */
function place(zone: Zone): void {
  let pos = zone.start
  let inside = false
  const list = zone.list.filter((t) => !t.gone)
  list.forEach((t, i) => {
    if (t.kind === 'anchor') {
      let j = i + 1
      while (list[j]?.kind === 'anchor') j++
      t.pos = inside || !list[j] || list[j].kind === 'table' ? pos : pos + 1
      return
    }
    if (t.kind === 'table') {
      t.pos = pos
      pos += t.node.nodeSize
      return
    }
    if (!inside) pos++
    t.pos = pos
    inside = t.kind === 'inline'
    pos += inside ? t.node.nodeSize : 1
  })
}

/** Old tokens taken out and new ones put in between two that stay (or the zone's borders). */
interface Region {
  readonly zone: Zone
  readonly left: Token | null
  readonly right: Token | null
  readonly gone: readonly Token[]
  readonly fresh: readonly Token[]
  /** The markup of the block that the right side belongs to; null at a table or the zone's border. */
  readonly closing: Node | null
}

function regionsOf(zone: Zone, tokens: readonly Token[]): Region[] {
  const out: Region[] = []
  const kept = new Set(tokens.filter((t) => t.old))
  let left: Token | null = null
  let i = 0
  let j = 0
  for (;;) {
    const gone: Token[] = []
    const fresh: Token[] = []
    while (i < zone.olds.length && !kept.has(zone.olds[i])) gone.push(zone.olds[i++])
    while (j < tokens.length && !tokens[j].old) fresh.push(tokens[j++])
    const right = zone.olds[i] ?? null
    if (gone.length || fresh.length) out.push({ zone, left, right, gone, fresh, closing: closingOf(tokens, j) })
    if (!right) return out
    left = right
    i++
    j++
  }
}
function closingOf(tokens: readonly Token[], from: number): Node | null {
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i].kind === 'table') return null
    if (tokens[i].kind === 'end') return tokens[i].node
  }
  return null
}

/** Whether a region can be written as one or two small steps: text left of it finds its end again. */
const plain = (region: Region): boolean =>
  region.left?.kind !== 'inline' || (region.right !== null && region.right.kind !== 'table' && region.closing !== null)
const reshaped = (t: Token): boolean =>
  t.kind === 'table' &&
  (t.node.childCount !== t.old!.node.childCount || t.node.children.some((row, i) => row.childCount !== t.old!.node.child(i).childCount))

function writeToken(out: Transaction, t: Token): void {
  const old = t.old!
  if (t.kind === 'end') out.setNodeMarkup(old.open, t.node.type, t.node.attrs)
  else if (t.kind === 'table') {
    writeSwitches(out, old.node, t.node, old.pos)
  } else {
    const to = old.pos + old.node.nodeSize
    for (const m of old.node.marks) if (!m.isInSet(t.node.marks)) out.step(new RemoveMarkStep(old.pos, to, m))
    for (const m of t.node.marks) if (!m.isInSet(old.node.marks)) out.step(new AddMarkStep(old.pos, to, m))
  }
}

/** Writes the switches of rows and cells that differ between two tables of the same shape. */
export function writeSwitches(out: Transaction, before: Node, after: Node, at: number): void {
  let pos = at + 1
  after.forEach((part, _, i) => {
    const was = before.child(i)
    if (part !== was && switchesOf(part) !== switchesOf(was)) out.setNodeAttribute(pos, 'sw', part.attrs.sw)
    if (part !== was && part.type === schema.nodes.table_row) writeSwitches(out, was, part, pos)
    pos += part.nodeSize
  })
}

const lastBorder = (tokens: readonly Token[]): number => tokens.findLastIndex((t) => t.kind !== 'inline') + 1
const inlineOf = (tokens: readonly Token[]): Fragment => Fragment.fromArray(tokens.map((t) => t.node))

function writeRegion(out: Transaction, region: Region): void {
  if (region.left?.kind === 'inline') writeInside(out, region)
  else writeBetween(out, region)
}

/** A region that starts where a block starts: whole blocks first, then text at the start of the block after. */
function writeBetween(out: Transaction, { zone, left, gone, fresh }: Region): void {
  const start = left ? left.old!.pos + (left.kind === 'end' ? 1 : left.old!.node.nodeSize) : zone.start
  const g = lastBorder(gone)
  const n = lastBorder(fresh)
  let end = start
  if (g > 0) {
    const last = gone[g - 1]
    end = last.old!.pos + (last.kind === 'end' ? 1 : last.old!.node.nodeSize)
  }
  const goneText = gone.slice(g)
  const text = fresh.slice(n)
  if (goneText.length || text.length) {
    const size = goneText.reduce((sum, t) => sum + t.old!.node.nodeSize, 0)
    out.step(new ReplaceStep(end + 1, end + 1 + size, new Slice(inlineOf(text), 0, 0)))
  }
  if (end > start || n > 0) out.step(new ReplaceStep(start, end, new Slice(Fragment.fromArray(blocksOf(fresh.slice(0, n))), 0, 0)))
}

/** A region that starts inside a block: both halves stay open, and each half gets the markup of the end that closes it. */
function writeInside(out: Transaction, region: Region): void {
  const { left } = region
  let { gone, fresh, closing } = region
  // Where one end takes the place of another, the block after it has no part in the step.
  const swapped = gone.at(-1)?.kind === 'end' && fresh.at(-1)?.kind === 'end'
  if (swapped) {
    closing = fresh[fresh.length - 1].node
    gone = gone.slice(0, -1)
    fresh = fresh.slice(0, -1)
  }
  const from = left!.old!.pos + left!.old!.node.nodeSize
  const last = gone[gone.length - 1]
  const to = last ? last.old!.pos + oldWidth(last) + (last.kind === 'table' ? 1 : 0) : from
  const n = lastBorder(fresh)
  const text = inlineOf(fresh.slice(n))
  const joins = gone.some((t) => t.kind !== 'inline')
  if (n === 0) out.step(new ReplaceStep(from, to, new Slice(text, 0, 0)))
  else {
    const blocks = blocksOf(fresh.slice(0, n))
    out.step(new ReplaceStep(from, to, new Slice(Fragment.fromArray([...blocks, closing!.copy(text)]), 1, 1)))
  }
  if (!joins && n === 0 && !swapped) return
  const markup = n === 0 ? closing! : fresh.find((t) => t.kind === 'end')!.node
  out.setNodeMarkup(left!.old!.open, markup.type, markup.attrs)
}

/** One step over the blocks that differ. */
function writeBlocks(out: Transaction, zone: Zone, tokens: readonly Token[]): void {
  const before = zone.container.children.slice(zone.first, zone.limit)
  const after = blocksOf(tokens)
  let i = 0
  while (i < before.length && i < after.length && before[i] === after[i]) i++
  let j = 0
  while (j < before.length - i && j < after.length - i && before[before.length - 1 - j] === after[after.length - 1 - j]) j++
  const size = (nodes: readonly Node[]): number => nodes.reduce((sum, n) => sum + n.nodeSize, 0)
  const from = zone.start + size(before.slice(0, i))
  const to = zone.end - size(before.slice(before.length - j))
  out.step(new ReplaceStep(from, to, new Slice(Fragment.fromArray(after.slice(i, after.length - j)), 0, 0)))
}

/** Where an old position has gone, after `write`. `side`: to which neighbour a position between tokens sticks. */
export function newPlace(zone: Zone, pos: number, side: 1 | -1): number {
  if (pos <= zone.start) return pos
  if (pos >= zone.end) return pos - zone.end + endOf(zone)
  const i = zone.olds.findLastIndex((t) => t.old!.pos <= pos)
  const here = i < 0 ? null : zone.olds[i]
  if (here && pos > here.old!.pos && pos < here.old!.pos + oldWidth(here)) {
    const now = here.moved ?? (here.gone ? null : here)
    if (now) return now.pos + (here.kind === 'table' ? Math.min(pos - here.old!.pos, now.node.nodeSize) : pos - here.old!.pos)
  }
  const next = i < 0 ? 0 : here && pos === here.old!.pos ? i : i + 1
  // The start of a block's text belongs to that block, whatever stands before it now.
  const following = zone.olds[next]
  const starts = following !== undefined && following.kind !== 'table' && following.old!.open === pos - 1
  if (side > 0 || starts) {
    const t = zone.olds.slice(next).find((x) => !x.gone || x.moved)
    return t ? (t.moved ?? t).pos : endOf(zone)
  }
  const t = zone.olds.slice(0, next).findLast((x) => !x.gone || x.moved)
  return t ? (t.moved ?? t).pos + widthOf(t.moved ?? t) : firstPlace(zone)
}
function endOf(zone: Zone): number {
  const last = zone.list.findLast(living)
  return last ? last.pos + (last.kind === 'end' ? 1 : last.node.nodeSize) : zone.start
}
function firstPlace(zone: Zone): number {
  const first = zone.list.find(living)
  return first && first.kind !== 'table' ? zone.start + 1 : zone.start
}
/** Where an offset of the slice has gone, after `write`; null where the slice left no trace. */
export function slicePlace(zone: Zone, offset: number): number | null {
  let best: Token | null = null
  for (const t of zone.list) if (t.offset !== null && !t.gone && t.offset <= offset && (!best || t.offset >= best.offset!)) best = t
  return best ? best.pos + Math.min(offset - best.offset!, widthOf(best)) : null
}
