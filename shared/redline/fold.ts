import { Fragment, type Node, Slice } from 'prosemirror-model'
import { type EditorState, type Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { AddMarkStep, RemoveMarkStep, ReplaceStep } from 'prosemirror-transform'
import { openOf } from './caret.ts'
import { type Pen, refuse } from './context.ts'
import { refuseUneven } from './grid.ts'
import { endOn, ends } from './present.ts'
import { stillSettled } from './replace.ts'
import { partSwitched } from './switch.ts'
import { blocksOf, closeStretches, split, type Token, write, writeSwitches, type Zone, zoneOf } from './zone.ts'

/**
 * One pass over the tokens between two positions, in every container: what a decision makes of each is worked out first, and
 * written last, as small steps where few tokens change and as one step where many do. Linear in what the range holds; blocks
 * that nothing changes stay the same objects.
 */

/** What a decision does to the tokens it covers. A function that gives its node back changes nothing; null takes the token out. */
export interface Decision {
  readonly inline: (node: Node) => Node | null
  /** The end of a block, which stands for the block's type and attributes. */
  readonly end: (block: Node) => Node | null
  /** Told of each table before its rows and cells are decided. */
  readonly table?: (table: Node) => void
  /** A row or cell. `covered`: all of it lies in the range; `table`: the whole table does. */
  readonly part: (node: Node, covered: boolean, table: boolean) => Node | null
  /** Blocks, tables, rows and cells in which there is nothing to decide, told without reading their tokens. */
  readonly skips?: (block: Node) => boolean
  /** Whether the text of a cell is decided too, from its row and itself as decided. */
  readonly into?: (row: Node, cell: Node) => boolean
  /** What is decided in a cell instead, from its row and itself as decided; null: the same as around it. */
  readonly within?: (row: Node, cell: Node) => Decision | null
  /** Runs when all tokens of a container are decided, before they are written. */
  readonly after?: (range: Range) => void
  /** Indices in the decided container of ends that must stay after all. `went`: the ids of blocks whose ends were switched off. */
  readonly stays?: (container: Node, went: readonly string[]) => readonly number[]
}

/** An inline node inside the range, or a part of one, that changes, and what becomes of it; null: it goes. */
interface Piece {
  readonly node: Node
  readonly pos: number
  readonly next: Node | null
}
/** A text block that the decision looked at. */
interface TextPart {
  readonly block: Node
  /** The position before the block. */
  readonly open: number
  readonly pieces: readonly Piece[]
  /** The block's inline nodes as decided; null where none changes. */
  readonly content: readonly Node[] | null
  /** The block that the end closes (only its markup counts); null: it goes. */
  end: Node | null
}
/** A table that the decision looked at. */
interface TablePart {
  readonly table: Node
  readonly open: number
  /** With its rows, cells and their contents decided; null: it goes. */
  readonly next: Node | null
  /** Its cells that change inside, from the first to the last. */
  readonly cells: readonly Folded[]
}
/** The children of one container while they are decided. */
export interface Range {
  readonly container: Node
  /** Position at which the container's content starts. */
  readonly start: number
  readonly from: number
  readonly to: number
  /** The end of a child as decided so far: its block, or null where it goes. */
  endOf(index: number): Node | null
  setEnd(index: number, end: Node): void
}
/** Neighbouring children, one of whose ends goes: text may move to another end. */
interface Cluster {
  readonly first: number
  limit: number
  /** Its tokens as decided, once they are. */
  zone: Zone | null
}
/** A container as decided. */
interface Folded {
  readonly container: Node
  readonly start: number
  readonly texts: ReadonlyMap<number, TextPart>
  readonly tables: ReadonlyMap<number, TablePart>
  readonly clusters: readonly Cluster[]
  /** The blocks that it ends up with. */
  readonly content: readonly Node[]
  /** Indices in `content` of ends that were switched on again at last. */
  readonly kept: ReadonlySet<number>
  /** How many tokens change. */
  readonly changed: number
}

/** Above this many changed tokens, one step replaces all the blocks that changed. */
const BULK = 60

/** One transaction over everything between two positions. `settles`: ends that count as on get a switch of their own. */
export function fold(state: EditorState, from: number, to: number, pen: Pen, decision: Decision, settles: boolean): Transaction {
  const out = state.tr
  const job: Job = { from, to, pen, decision, settles }
  const folded = foldContainer(state.doc, 0, job)
  if (folded && folded.changed > BULK) {
    writeAll(out, folded)
    out.setSelection(selectionAfter(state.selection, out.doc, folded))
  } else if (folded) emit(out, folded)
  if (settles && folded) stillSettled(out.doc, pen.r)
  return out.setMeta('tracked', true)
}

interface Job {
  readonly from: number
  readonly to: number
  readonly pen: Pen
  readonly decision: Decision
  readonly settles: boolean
}

const NOTHING_LEFT = 'Nothing would be left beside this table. Write a paragraph before or after it first.'

// ---------- deciding

/** Decides the children of a container; null where nothing in it changes. */
function foldContainer(container: Node, start: number, job: Job): Folded | null {
  const { from, to, pen, decision } = job
  if (to < start || from > start + container.content.size) return null
  const texts = new Map<number, TextPart>()
  const tables = new Map<number, TablePart>()
  const opens: number[] | null = decision.after ? [] : null
  let open = start
  for (let i = 0; i < container.childCount; i++) {
    const block = container.child(i)
    opens?.push(open)
    if (open < to && open + block.nodeSize > from && !decision.skips?.(block)) {
      if (block.isTextblock) {
        const part = textPart(block, open, job)
        if (part) texts.set(i, part)
      } else {
        const part = tablePart(block, open, job)
        if (part) tables.set(i, part)
      }
    }
    open += block.nodeSize
  }
  if (opens) decision.after?.(rangeOf(container, start, opens, texts, job))
  let changed = 0
  const went: string[] = []
  const gone: number[] = []
  for (const [i, part] of texts) {
    const count = changesOf(part)
    if (!count) {
      texts.delete(i)
      continue
    }
    changed += count
    if (!part.end) gone.push(i)
    else if (endOn(part.block, pen.r) && !endOn(part.end, pen.r)) went.push(part.block.attrs.id)
  }
  for (const part of tables.values()) changed += 1 + part.cells.reduce((sum, cell) => sum + cell.changed, 0)
  if (!changed && !job.settles) return null
  gone.sort((x, y) => x - y)
  const clusters = clustersOf(container, gone, texts, tables)
  const content = contentOf(container, start, texts, tables, clusters, job)
  const kept = switchedOn(container, content, went, job)
  for (const i of kept) if (asBefore(content, i, texts, clusters)) kept.delete(i)
  if (tables.size && !ends(container.copy(Fragment.fromArray(content)), pen.r).includes(true)) refuse(NOTHING_LEFT)
  if (!changed && !kept.size) return null
  return { container, start, texts, tables, clusters, content, kept, changed: changed + kept.size }
}

/** Whether an end that was switched on again is as it was all along: then its block is the same object, and nothing is written. */
function asBefore(content: Node[], at: number, texts: Map<number, TextPart>, clusters: readonly Cluster[]): boolean {
  for (const [i, part] of texts) {
    if (part.block.attrs.id !== content[at].attrs.id) continue
    if (!content[at].sameMarkup(part.block) || clusters.some((c) => i >= c.first && i < c.limit)) return false
    part.end = part.block
    content[at] = part.content ? part.block.copy(Fragment.fromArray(part.content)) : part.block
    if (!part.pieces.length) texts.delete(i)
    return true
  }
  return false
}

/** A text block with its tokens decided; null where none changes. */
function textPart(block: Node, open: number, { from, to, decision }: Job): TextPart | null {
  let pieces: Piece[] | null = null
  const content: Node[] = []
  let pos = open + 1
  for (let i = 0; i < block.childCount; i++) {
    const node = block.child(i)
    const end = pos + node.nodeSize
    const a = Math.max(from, pos)
    const b = Math.min(to, end)
    const inside = a >= b ? null : a > pos || b < end ? node.cut(a - pos, b - pos) : node
    const next = inside && decision.inline(inside)
    if (next === inside) content.push(node)
    else {
      pieces ??= []
      pieces.push({ node: inside!, pos: a, next })
      if (a > pos) content.push(node.cut(0, a - pos))
      if (next) content.push(next)
      if (b < end) content.push(node.cut(b - pos))
    }
    pos = end
  }
  const last = open + block.nodeSize - 1
  const end = last >= from && last < to ? decision.end(block) : block
  return pieces || end !== block ? { block, open, pieces: pieces ?? NONE, content: pieces && content, end } : null
}
const NONE: readonly Piece[] = []
const changesOf = (part: TextPart): number => part.pieces.length + (part.end === part.block ? 0 : 1)

function rangeOf(container: Node, start: number, opens: readonly number[], texts: Map<number, TextPart>, job: Job): Range {
  return {
    container,
    start,
    from: job.from,
    to: job.to,
    endOf: (i) => {
      const part = texts.get(i)
      return part ? part.end : container.child(i)
    },
    setEnd: (i, end) => {
      const block = container.child(i)
      const open = opens[i]
      const part = texts.get(i) ?? { block, open, pieces: NONE, content: null, end }
      part.end = end
      texts.set(i, part)
    },
  }
}
/** A table's rows and cells, then the text in the cells that are left; null where nothing changes. */
function tablePart(table: Node, open: number, job: Job): TablePart | null {
  job.decision.table?.(table)
  const rows = decideTable(table, open, job.from, job.to, job.decision)
  if (rows && rows !== table) refuseUneven(table, rows, job.pen.r)
  if (!rows) return { table, open, next: null, cells: [] }
  const { skips } = job.decision
  const places = new Map<Fragment, number>()
  table.forEach((row, offset) => {
    if (skips?.(row)) return
    row.forEach((cell, o) => {
      places.set(cell.content, open + 3 + offset + o)
    })
  })
  const cells: Folded[] = []
  const inCell = (row: Node, cell: Node): Node => {
    const start = places.get(cell.content)
    if (start === undefined || job.decision.into?.(row, cell) === false || skips?.(cell)) return cell
    const inner = job.decision.within?.(row, cell)
    const inside = foldContainer(cell, start, inner ? { ...job, decision: inner } : job)
    if (!inside) return cell
    cells.push(inside)
    return cell.copy(Fragment.fromArray([...inside.content]))
  }
  const next = mapChildren(rows, (row) => (skips?.(row) ? row : mapChildren(row, (cell) => inCell(row, cell))))
  return next === table ? null : { table, open, next, cells }
}
/** A node with its children changed by a function; the same object where none changes. */
function mapChildren(node: Node, change: (child: Node) => Node): Node {
  const children = node.children.map(change)
  return children.every((child, i) => child === node.child(i)) ? node : node.copy(Fragment.fromArray(children))
}

/** The rows and cells of a table as decided, their contents as they were; null where none is left. `open`: the position before it. */
function decideTable(table: Node, open: number, from: number, to: number, decision: Decision): Node | null {
  const whole = from <= open && to >= open + table.nodeSize
  let pos = open + 1
  const rows: Node[] = []
  for (const row of table.children) {
    if (decision.skips?.(row)) {
      rows.push(row)
      pos += row.nodeSize
      continue
    }
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
  if (!rows.length) return null
  return rows.length < table.childCount || rows.some((row, i) => row !== table.child(i)) ? table.copy(Fragment.fromArray(rows)) : table
}

/**
 * Children around those whose ends go: from the nearest end before that stays (own text may move up to it) to the nearest after
 * (text runs on into it).
 */
function clustersOf(
  container: Node,
  gone: readonly number[],
  texts: ReadonlyMap<number, TextPart>,
  tables: ReadonlyMap<number, TablePart>,
): Cluster[] {
  const out: Cluster[] = []
  const stays = (i: number): boolean =>
    container.child(i).isTextblock ? texts.get(i)?.end !== null : !tables.has(i) || tables.get(i)!.next !== null
  for (const i of gone) {
    const last = out[out.length - 1]
    if (last && i < last.limit) continue
    let first = i
    while (first > 0 && !stays(--first));
    let limit = i + 1
    while (limit < container.childCount && !(container.child(limit).isTextblock && stays(limit))) limit++
    limit = Math.min(limit + 1, container.childCount)
    if (last && first < last.limit) last.limit = limit
    else out.push({ first, limit, zone: null })
  }
  return out
}

/** The tokens of a cluster with what was decided on them; text that lost its end has moved to another. */
function zoneOfCluster(
  container: Node,
  start: number,
  cluster: Cluster,
  texts: ReadonlyMap<number, TextPart>,
  tables: ReadonlyMap<number, TablePart>,
  job: Job,
): Zone {
  const zone = zoneOf(container, start, cluster.first, cluster.limit)
  split(zone, job.from)
  split(zone, job.to)
  const decided = new Map<number, Node | null>()
  for (let i = cluster.first; i < cluster.limit; i++) for (const { pos, next } of texts.get(i)?.pieces ?? NONE) decided.set(pos, next)
  for (const t of zone.olds) {
    const { index, pos } = t.old!
    if (t.kind === 'inline') {
      const next = decided.get(pos)
      if (next !== undefined) become(t, next)
      continue
    }
    const part = texts.get(index)
    const table = tables.get(index)
    if (part) become(t, part.end)
    else if (table) become(t, table.next)
  }
  closeStretches(zone, job.pen.r)
  return zone
}
function become(t: Token, next: Node | null): void {
  if (next) t.node = next
  else t.gone = true
}

const blockOf = ({ content, end }: TextPart): Node => (content ? end!.copy(Fragment.fromArray(content)) : end!)

function contentOf(
  container: Node,
  start: number,
  texts: ReadonlyMap<number, TextPart>,
  tables: ReadonlyMap<number, TablePart>,
  clusters: readonly Cluster[],
  job: Job,
): Node[] {
  const out: Node[] = []
  let next = 0
  for (let i = 0; i < container.childCount; i++) {
    const cluster = clusters[next]
    if (cluster?.first === i) {
      const zone = zoneOfCluster(container, start, cluster, texts, tables, job)
      cluster.zone = zone
      out.push(...blocksOf(zone.list.filter((t) => !t.gone && t.kind !== 'anchor')))
      i = cluster.limit - 1
      next++
      continue
    }
    const text = texts.get(i)
    const table = tables.get(i)
    if (text) out.push(blockOf(text))
    else if (!table) out.push(container.child(i))
    else if (table.next) out.push(table.next)
  }
  return out
}

/** Switches the ends on again that must stay, and with `settles` those that count as on; gives their indices. */
function switchedOn(container: Node, content: Node[], went: readonly string[], { decision, pen, settles }: Job): Set<number> {
  const kept = new Set<number>()
  const on = (i: number): void => {
    const block = content[i]
    if (!block.isTextblock || endOn(block, pen.r)) return
    content[i] = partSwitched(block, true, pen, pen.id('restore'))
    kept.add(i)
  }
  const now = (): Node => container.copy(Fragment.fromArray(content))
  if (decision.stays && went.length) for (const i of decision.stays(now(), went)) on(i)
  if (settles) {
    const closes = ends(now(), pen.r)
    closes.forEach((closing, i) => {
      if (closing) on(i)
    })
  }
  return kept
}

// ---------- writing

const replace = (out: Transaction, from: number, to: number, nodes: readonly Node[]): Transaction =>
  out.step(new ReplaceStep(from, to, new Slice(Fragment.fromArray([...nodes]), 0, 0)))

/** One step over the blocks that differ. */
function writeAll(out: Transaction, { container, start, content }: Folded): void {
  const before = container.children
  let i = 0
  while (i < before.length && i < content.length && before[i] === content[i]) i++
  let j = 0
  while (j < before.length - i && j < content.length - i && before[before.length - 1 - j] === content[content.length - 1 - j]) j++
  replace(out, openOf(container, start, i), openOf(container, start, before.length - j), content.slice(i, content.length - j))
}

/** Small steps, from the last change back, so that what is still to be written stands where it stood. */
function emit(out: Transaction, folded: Folded): void {
  const { container, start, texts, tables, clusters, content, kept } = folded
  const inCluster = (i: number): Cluster | undefined => clusters.find((c) => i >= c.first && i < c.limit)
  for (let i = container.childCount - 1; i >= 0; i--) {
    const cluster = inCluster(i)
    if (cluster) {
      i = cluster.first
      emitCluster(out, folded, cluster)
      continue
    }
    const text = texts.get(i)
    const table = tables.get(i)
    if (text) emitText(out, text)
    else if (table) emitTable(out, table)
  }
  if (!kept.size) return
  let pos = start
  content.forEach((block, i) => {
    if (kept.has(i)) out.setNodeAttribute(pos, 'sw', block.attrs.sw)
    pos += block.nodeSize
  })
}

function emitCluster(out: Transaction, { container, start, tables }: Folded, cluster: Cluster): void {
  const zone = cluster.zone!
  for (let i = cluster.first; i < cluster.limit; i++)
    if (tables.has(i)) {
      const blocks = blocksOf(zone.list.filter((t) => !t.gone && t.kind !== 'anchor'))
      replace(out, openOf(container, start, cluster.first), openOf(container, start, cluster.limit), blocks)
      return
    }
  write(out, zone)
}

function emitText(out: Transaction, { block, open, pieces, end }: TextPart): void {
  for (let k = pieces.length - 1; k >= 0; k--) {
    const { node, pos, next } = pieces[k]
    const to = pos + node.nodeSize
    if (!next) {
      let from = pos
      while (k > 0 && !pieces[k - 1].next && endOfPiece(pieces[k - 1]) === from) from = pieces[--k].pos
      replace(out, from, to, [])
      continue
    }
    for (const m of node.marks) if (!m.isInSet(next.marks)) out.step(new RemoveMarkStep(pos, to, m))
    for (const m of next.marks) if (!m.isInSet(node.marks)) out.step(new AddMarkStep(pos, to, m))
  }
  if (end && end !== block) out.setNodeMarkup(open, end.type, end.attrs)
}

const endOfPiece = ({ pos, node }: Piece): number => pos + node.nodeSize

function emitTable(out: Transaction, { table, open, next, cells }: TablePart): void {
  const reshaped =
    !next || next.childCount !== table.childCount || next.children.some((row, i) => row.childCount !== table.child(i).childCount)
  if (reshaped) {
    replace(out, open, open + table.nodeSize, next ? [next] : [])
    return
  }
  for (const cell of [...cells].reverse()) emit(out, cell)
  writeSwitches(out, table, next, open)
}

/** Where the selection has gone when one step replaced everything: what was taken out before it is counted off. */
function selectionAfter(selection: Selection, doc: Node, folded: Folded): Selection {
  const gone = takenOut(folded)
  const moved = (pos: number): number => {
    let by = 0
    for (const { from, size } of gone) {
      if (from >= pos) break
      by += Math.min(size, pos - from)
    }
    return Math.max(0, Math.min(pos - by, doc.content.size))
  }
  return TextSelection.between(doc.resolve(moved(selection.anchor)), doc.resolve(moved(selection.head)))
}
/** What goes, in the order of the old document. */
function takenOut({ texts, tables }: Folded): { from: number; size: number }[] {
  const out: { from: number; size: number }[] = []
  for (const { pieces, block, open, end } of texts.values()) {
    for (const piece of pieces) if (!piece.next) out.push({ from: piece.pos, size: piece.node.nodeSize })
    if (!end) out.push({ from: open + block.nodeSize - 1, size: 2 })
  }
  for (const { table, open, next, cells } of tables.values())
    if (!next) out.push({ from: open, size: table.nodeSize })
    else for (const cell of cells) out.push(...takenOut(cell))
  return out.sort((a, b) => a.from - b.from)
}
