import { Fragment, type Node, type ResolvedPos, type Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { moveOf } from '../model/move.ts'
import { type BlockProps, isContainer, schema } from '../model/schema.ts'
import { type Pen, refuse } from './context.ts'
import { refuseOff } from './grid.ts'
import { endOn, ends, hasText, inlineOn, propsOf, rowOn, sameProps, switchesOf, tableOn } from './present.ts'
import { inlineSwitched, inserted, insertion, ownInline, ownPart, partSwitched, withProps } from './switch.ts'
import {
  anchor,
  closeStretches,
  endToken,
  indexAt,
  insertBefore,
  moveBefore,
  newPlace,
  newToken,
  slicePlace,
  split,
  stands,
  type Token,
  write,
  type Zone,
  zoneOf,
} from './zone.ts'

/** Where positions have gone when a replacement was tracked: struck text is still there, and what came in may stand elsewhere. */
export interface Placed {
  /** A position of the document before it. */
  readonly old: (pos: number, side: 1 | -1) => number
  /** An offset of the slice that came in. */
  readonly slice: (offset: number) => number
}

interface Place {
  readonly inText: boolean
  readonly container: Node
  /** Position at which the container's content starts. */
  readonly start: number
  /** Index of the child that holds the place or, between blocks, follows it. */
  readonly index: number
}

/** The container of a position. Refuses positions between rows or cells. */
function placeOf($pos: ResolvedPos): Place {
  const inText = $pos.parent.isTextblock
  const depth = inText ? $pos.depth - 1 : $pos.depth
  const container = $pos.node(depth)
  if (!isContainer(container))
    refuse('Rows and columns are put in and struck as a whole, from the Table menu; the table was left as it is.')
  return { inText, container, start: $pos.start(depth), index: $pos.index(depth) }
}

/** Containers in which every end that counts as on has a switch of its own, by the round for which it was found so. */
const settled = new WeakMap<Node, number>()
/** Notes that a change of properties or formatting left the ends of a container as they were. */
export const stillSettled = (container: Node, r: number): void => {
  settled.set(container, r)
}

/** Gives ends that count as on a switch of their own, so that later edits find what the reader sees. */
export function settle(out: Transaction, start: number, pen: Pen): void {
  const container = out.doc.resolve(start).parent
  if (settled.get(container) === pen.r) return
  const closes = ends(container, pen.r)
  let pos = start
  for (let i = 0; i < container.childCount; i++) {
    const block = container.child(i)
    if (block.isTextblock && closes[i] && !endOn(block, pen.r))
      out.setNodeAttribute(pos, 'sw', partSwitched(block, true, pen, pen.id('restore')).attrs.sw)
    pos += block.nodeSize
  }
  settled.set(out.doc.resolve(start).parent, pen.r)
}

/** What a replacement does to the container: who closes the paragraphs at its two sides, and which ends it strikes. */
interface Plan {
  readonly r: number
  readonly c: Node
  readonly from: Place
  readonly to: Place
  /** Child whose end closes the text at the left (or the text waiting before it); -1 where there is none. */
  readonly left: number
  /** Child whose end closes the text at the right; -1 where there is none, or the right side is between blocks. */
  right: number
  /** Children whose standing ends are struck or, being own, taken out. */
  off: number[]
  /** Text before a place between blocks that runs on into what follows it. */
  readonly waiting: boolean
  /** What comes in goes before this child's end; -1: at the right side of the range. */
  before: number
}

const isOn = (c: Node, j: number, r: number): boolean => c.child(j).isTextblock && endOn(c.child(j), r)

function nextOn(c: Node, from: number, r: number): number {
  for (let j = from; j < c.childCount; j++) {
    if (!c.child(j).isTextblock) {
      if (tableOn(c.child(j), r)) return -1
    } else if (isOn(c, j, r)) return j
  }
  return -1
}
function waitsBefore(c: Node, index: number, r: number): boolean {
  for (let j = index - 1; j >= 0; j--) {
    const block = c.child(j)
    if (!block.isTextblock) {
      if (tableOn(block, r)) return false
    } else if (isOn(c, j, r)) return false
    else if (hasText(block, r)) return true
  }
  return false
}
function othersStand(plan: Plan): boolean {
  const { c, r, from, to } = plan
  for (let j = 0; j < c.childCount; j++)
    if ((j < from.index || j >= to.index) && (c.child(j).isTextblock ? isOn(c, j, r) : tableOn(c.child(j), r))) return true
  return false
}

function planOf(c: Node, from: Place, to: Place, comes: boolean, r: number): Plan {
  const waiting = !from.inText && waitsBefore(c, from.index, r)
  const off: number[] = []
  for (let j = from.index; j < to.index; j++) if (isOn(c, j, r)) off.push(j)
  const left = from.inText || waiting ? nextOn(c, from.index, r) : -1
  const right = to.inText ? nextOn(c, to.index, r) : -1
  const plan: Plan = { r, c, from, to, left, right, off, waiting, before: -1 }
  if (to.inText && right < 0 && off.length) {
    // Nothing after the range has an end to give: the last end in the range stays.
    plan.right = plan.before = off.pop()!
  }
  if (waiting || (from.inText && !to.inText)) off.shift()
  else if (!from.inText && !to.inText && !comes && !othersStand(plan)) off.pop()
  return plan
}

/** The blocks or inline nodes of a slice, with the offsets of their contents in it. */
interface Piece {
  readonly node: Node
  /** Offset of a block's content; of the inline node itself. */
  readonly offset: number
}
function piecesOf(slice: Slice): Piece[] {
  const out: Piece[] = []
  let offset = -slice.openStart
  slice.content.forEach((node) => {
    out.push({ node, offset: node.isInline ? offset : offset + 1 })
    offset += node.nodeSize
  })
  return out
}

/**
 * Writes a replacement of `from` to `to` by a slice as switches of the open round: own text goes, other text is struck, what
 * comes in is inserted after it. `hostLeft` and `hostRight`: the blocks that the original step saw at its sides; a block of the
 * slice with the same markup as one of them is a copy of it (a split), not a choice.
 */
export function trackReplace(out: Transaction, from: number, to: number, slice: Slice, pen: Pen, hostLeft: Node, hostRight: Node): Placed {
  const start = placeOf(out.doc.resolve(from)).start
  if (placeOf(out.doc.resolve(to)).start !== start)
    refuse(
      'A selection that begins in one table cell and ends outside of it cannot be replaced as one; select inside one cell, or the whole table.',
    )
  refuseOff(out.doc.resolve(start), pen.r)
  settle(out, start, pen)
  const f = placeOf(out.doc.resolve(from))
  const t = placeOf(out.doc.resolve(to))
  const pieces = piecesOf(slice)
  checkSlice(slice, pieces, f, t)
  const c = f.container
  const plan = planOf(c, f, t, pieces.length > 0, pen.r)
  let limit = Math.max(t.inText ? t.index + 1 : t.index, plan.left + 1, plan.right + 1)
  // One more text block: what is left of a paragraph whose own end goes runs on into it.
  while (limit < c.childCount && !c.child(limit++).isTextblock);
  const zone = zoneOf(c, start, Math.max(0, f.index - 1), limit)
  split(zone, from)
  split(zone, to)
  const edit = new Edit(zone, plan, pen, indexAt(zone, from), indexAt(zone, to))
  edit.run(pieces, hostLeft, hostRight)
  closeStretches(zone, pen.r)
  write(out, zone)
  settle(out, start, pen)
  return {
    old: (pos, side) => newPlace(zone, pos, side),
    slice: (offset) => slicePlace(zone, offset) ?? newPlace(zone, to, -1),
  }
}

function checkSlice(slice: Slice, pieces: readonly Piece[], from: Place, to: Place): void {
  const inline = !pieces.length || pieces[0].node.isInline
  const fits = inline
    ? from.inText === to.inText || !pieces.length
    : slice.openStart === (from.inText ? 1 : 0) && slice.openEnd === (to.inText ? 1 : 0)
  if (!fits) refuse('What is to go in here does not fit this place; paste it as plain text, or between paragraphs.')
  pieces.forEach(({ node }, i) => {
    if (node.isInline || node.isTextblock) return
    const open = (from.inText && i === 0) || (to.inText && i === pieces.length - 1)
    if (node.type !== schema.nodes.table || open) refuse('A part of a table cannot be put into the middle of text; copy the whole table.')
  })
}

/** One replacement, written as a change of its zone's list of tokens. */
class Edit {
  private readonly zone: Zone
  private readonly plan: Plan
  private readonly pen: Pen
  /** Old tokens inside the range. */
  private readonly range: readonly Token[]
  /** The first old token after the range. */
  private readonly after: Token | null
  private readonly idDelete: string
  private idInsert = ''

  constructor(zone: Zone, plan: Plan, pen: Pen, iFrom: number, iTo: number) {
    this.zone = zone
    this.plan = plan
    this.pen = pen
    this.range = zone.olds.slice(iFrom, iTo)
    this.after = zone.olds[iTo] ?? null
    this.idDelete = this.deleteId(zone.olds[iFrom - 1])
  }

  run(pieces: readonly Piece[], hostLeft: Node, hostRight: Node): void {
    const { plan, pen, zone } = this
    const { c, from, to } = plan
    const leftProps = plan.left >= 0 ? propsOf(c.child(plan.left)) : from.inText ? propsOf(c.child(from.index)) : null
    let rightProps = this.rightProps(pieces, leftProps, hostLeft, hostRight)
    const joins = plan.off.length > 0
    const moved = this.swap()
    if (plan.right === plan.left && rightProps && leftProps && sameProps(rightProps, leftProps)) rightProps = null
    const at = plan.before >= 0 ? endToken(zone, plan.before) : this.after
    this.strike()
    this.idInsert = this.insertId(at, moved)
    if (moved.length) moveBefore(zone, at!, moved)
    // What is inserted goes before what moved up.
    const place = moved.length ? moved[0].moved! : at
    const below = moved.length === 0 && from.inText && to.inText && pieces.length > 1 && !pieces[0].node.isInline && this.closesText(at)
    if (below) this.insertBelow(pieces, place, leftProps!, rightProps ?? propsOf(c.child(plan.right)))
    else this.insert(pieces, place, leftProps)
    const target = below ? (plan.left === plan.right ? null : leftProps) : rightProps
    if (target && plan.right >= 0) {
      const end = endToken(zone, plan.right)
      end.node = withProps(end.node, target, pen, joins ? this.idDelete : pen.id('paragraph'))
    }
  }

  /** The properties that the paragraph at the right side ends up with; null where it keeps its own. */
  private rightProps(pieces: readonly Piece[], leftProps: BlockProps | null, hostLeft: Node, hostRight: Node): BlockProps | null {
    const { from, to, left, right } = this.plan
    if (!to.inText) return null
    const last = pieces[pieces.length - 1]?.node
    const lastOpen = last && !last.isInline && !(from.inText && pieces.length === 1)
    if (lastOpen) {
      if (isCopy(last, hostLeft)) return leftProps
      return isCopy(last, hostRight) ? null : propsOf(last)
    }
    return from.inText && right >= 0 && right !== left ? leftProps : null
  }

  /**
   * Where an end that this round put in (or restored) would take over from one of theirs that the edit strikes, ours goes
   * instead and theirs stays; own text between them moves up before it. Otherwise Enter and Backspace would leave a trace.
   */
  private swap(): Token[] {
    const { plan, pen, zone } = this
    const { c, r, off, right } = plan
    if (!plan.to.inText || right < 0 || plan.before >= 0 || !off.length) return []
    const ours = c.child(right)
    const switches = switchesOf(ours)
    if (switches[switches.length - 1]?.r !== r) return []
    const theirs = off.findLast((j) => !ownPart(c.child(j), r))
    if (theirs === undefined) return []
    const end = endToken(zone, right)
    const between = zone.olds.slice(this.after ? zone.olds.indexOf(this.after) : 0, zone.olds.indexOf(end))
    const text = between.filter((t) => stands(t, r))
    if (!text.every((t) => ownInline(t.node, r)) || between.some((t) => t.kind === 'table' && tableOn(t.node, r))) return []
    if (ownPart(ours, r)) end.gone = true
    else end.node = partSwitched(ours, false, pen, this.idDelete)
    plan.off = off.filter((j) => j !== theirs)
    plan.right = plan.before = theirs
    return text
  }

  /** Strikes what stands in the range; what is own is taken out. */
  private strike(): void {
    const { pen, plan, range } = this
    const off = new Set(plan.off)
    for (const t of range) {
      if (t.kind === 'inline') {
        if (!inlineOn(t.node, pen.r)) continue
        if (ownInline(t.node, pen.r)) t.gone = true
        else t.node = inlineSwitched(t.node, false, pen, this.idDelete)
      } else if (t.kind === 'table') strikeTable(t, pen, this.idDelete)
      else if (off.has(t.old!.index)) {
        if (ownPart(t.node, pen.r)) t.gone = true
        else t.node = partSwitched(t.node, false, pen, this.idDelete)
      }
    }
  }

  /** The id of an own strike in the range or beside it, else a fresh one. */
  private deleteId(before: Token | undefined): string {
    if (this.pen.move !== null) return this.pen.id('delete')
    const struck = this.range.find((t) => neighbour(t, null, 'deletion', this.pen.r))
    return neighbour(struck ?? before, this.after, 'deletion', this.pen.r) ?? this.pen.id('delete')
  }

  /** The id of an own insertion that touches the place, else a fresh one: neighbouring keystrokes make one change. */
  private insertId(at: Token | null, moved: readonly Token[]): string {
    if (this.pen.move !== null) return this.pen.id('insert')
    const list = this.zone.list.filter((t) => !t.gone)
    const i = at ? list.indexOf(at) : list.length
    return neighbour(list[i - 1], moved[0] ?? list[i], 'insertion', this.pen.r) ?? this.pen.id('insert')
  }

  /** Whether the place is in the block of the right end and nothing standing comes between them. */
  private closesText(at: Token | null): boolean {
    const { plan, zone } = this
    if (!at || plan.right < 0) return false
    const end = endToken(zone, plan.right)
    for (let i = zone.list.indexOf(at); i < zone.list.length; i++) {
      const t = zone.list[i]
      if (t === end) return true
      if (t.kind !== 'inline' || stands(t, plan.r)) return false
    }
    return false
  }

  private text(piece: Piece): Token[] {
    const out: Token[] = [anchor(piece.node, piece.offset)]
    const content = piece.node.isInline ? Fragment.from(piece.node) : piece.node.content
    content.forEach((node, o) => {
      out.push(newToken('inline', inserted(node, this.pen, this.idInsert), piece.offset + o))
    })
    return out
  }
  private end(props: BlockProps, offset: number | null): Token {
    const { pen, idInsert } = this
    const attrs = { ...props.attrs, id: pen.newId('b'), sw: [insertion(pen, idInsert)] }
    return newToken('end', schema.nodes[props.type].create(attrs), offset)
  }
  private close(piece: Piece): number {
    return piece.offset + piece.node.content.size
  }
  /** A whole block of the slice: its text and an own end, or the table. */
  private whole(piece: Piece, props: BlockProps | null = null): Token[] {
    if (!piece.node.isTextblock) return [newToken('table', ownTable(piece.node, this.pen, this.idInsert), piece.offset - 1)]
    return [...this.text(piece), this.end(props ?? propsOf(piece.node), this.close(piece))]
  }

  /** A new paragraph begins at the very end of a standing one: that one stays as it is, and the new ones follow it. */
  private insertBelow(pieces: readonly Piece[], place: Token | null, leftProps: BlockProps, lastProps: BlockProps): void {
    const { zone, plan } = this
    const [first, ...rest] = pieces
    insertBefore(zone, place, [...this.text(first), anchor(first.node, this.close(first))])
    const end = endToken(zone, plan.right)
    const last = rest[rest.length - 1]
    const props = plan.left === plan.right && sameProps(lastProps, leftProps) ? leftProps : lastProps
    const blocks = rest.flatMap((piece) => this.whole(piece, piece === last ? props : null))
    insertBefore(zone, zone.list[zone.list.indexOf(end) + 1] ?? null, blocks)
  }

  private insert(pieces: readonly Piece[], place: Token | null, leftProps: BlockProps | null): void {
    const { zone, plan } = this
    const { from, to } = plan
    const first = pieces[0]
    if (!first) {
      insertBefore(zone, place, [anchor(plan.c, 0)])
      return
    }
    if (first.node.isInline || (from.inText && to.inText && pieces.length === 1)) {
      const text = pieces.flatMap((piece) => this.text(piece))
      insertBefore(zone, place, text)
      return
    }
    const closed: Token[] = []
    if (plan.waiting && plan.left >= 0 && !this.keepsLeft()) closed.push(this.end(leftProps!, null))
    let rest = pieces
    if (from.inText && !to.inText && plan.left >= 0 && plan.left < to.index) {
      // The paragraph at the left keeps its end: what comes first goes before it.
      insertBefore(zone, endToken(zone, plan.left), [...this.text(first), anchor(first.node, this.close(first))])
      rest = pieces.slice(1)
    } else if (from.inText) {
      closed.push(...this.whole(first, leftProps))
      rest = pieces.slice(1)
    }
    const tail = to.inText ? rest[rest.length - 1] : null
    for (const piece of tail ? rest.slice(0, -1) : rest) closed.push(...this.whole(piece))
    const text = tail ? this.text(tail) : []
    insertBefore(zone, place, text)
    insertBefore(zone, this.borderFor(closed, text[0] ?? place), closed)
  }
  private indexOf(place: Token | null): number {
    return place ? this.zone.list.indexOf(place) : this.zone.list.length
  }
  /** Whether an end in the range stays to keep the waiting text apart from what comes in. */
  private keepsLeft(): boolean {
    const { plan } = this
    return plan.left !== plan.before && plan.left >= plan.from.index && plan.left < plan.to.index && !plan.off.includes(plan.left)
  }

  /** Where closed blocks go: a table needs a border between blocks, so it goes before struck text that stands left of the place. */
  private borderFor(closed: readonly Token[], place: Token | null): Token | null {
    if (closed[0]?.kind !== 'table') return place
    const { zone, pen } = this
    let i = this.indexOf(place)
    while (i > 0 && (zone.list[i - 1].kind === 'inline' || zone.list[i - 1].kind === 'anchor')) {
      i--
      if (stands(zone.list[i], pen.r)) refuse('A table cannot be put into the middle of a paragraph; put it between two paragraphs.')
    }
    return zone.list[i] ?? null
  }
}

const isCopy = (node: Node, host: Node): boolean => host.isTextblock && node.attrs.id !== '' && node.sameMarkup(host)

/** The id of an own insertion or deletion on one of two tokens beside a place; a move is a change by itself and takes nothing in. */
export function neighbour(
  before: Token | undefined,
  after: Token | null | undefined,
  kind: 'insertion' | 'deletion',
  r: number,
): string | null {
  for (const t of [before, after]) {
    if (!t || t.kind === 'table' || t.kind === 'anchor') continue
    if (t.kind === 'inline') {
      const mark = t.node.marks.find((m) => m.type.name === kind && m.attrs.r === r)
      if (mark && !moveOf(mark.attrs.id)) return mark.attrs.id
      continue
    }
    const switches = switchesOf(t.node)
    const last = switches[switches.length - 1]
    if (last?.r === r && last.k === (kind === 'insertion' ? 'ins' : 'del') && !moveOf(last.id)) return last.id
  }
  return null
}

/** Strikes every standing row of a table; own rows go, and with the last of them the table. */
export function strikeTable(t: Token, pen: Pen, id: string): void {
  const rows: Node[] = []
  for (const row of t.node.children) {
    if (ownPart(row, pen.r)) continue
    rows.push(rowOn(row, pen.r) ? partSwitched(row, false, pen, id) : row)
  }
  if (!rows.length) t.gone = true
  else t.node = t.node.copy(Fragment.fromArray(rows))
}

/** A table as put in by the open round: fresh ids, its rows and all of its text inserted. */
export function ownTable(table: Node, pen: Pen, id: string): Node {
  const own = (node: Node): Node => {
    if (node.isInline) return inserted(node, pen, id)
    const attrs = { ...node.attrs, id: pen.newId(PREFIX[node.type.name] ?? 'b') } as Record<string, unknown>
    if ('sw' in attrs) attrs.sw = node.isTextblock || node.type === schema.nodes.table_row ? [insertion(pen, id)] : []
    if ('was' in attrs) attrs.was = []
    return node.type.create(attrs, Fragment.fromArray(node.children.map(own)), node.marks)
  }
  return own(table)
}
const PREFIX: Readonly<Record<string, string>> = { table: 't', table_row: 'w', table_cell: 'c', table_header: 'c' }
