import type { Mark, Node, ResolvedPos } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { moveOf, otherHalf } from '../model/move.ts'
import { type BlockProps, plainMarks, type Switch, schema, type Was } from '../model/schema.ts'
import { type Paragraph, paragraphAt } from './caret.ts'
import type { Pen } from './context.ts'
import { refuseOff } from './grid.ts'
import { endOn, inlineOn, inlineSwitches, propsOf, sameProps, switchesOf, tableOn } from './present.ts'
import { neighbour, settle } from './replace.ts'
import { formatted, inlineSwitched, inserted, insertion, ownInline, ownPart, partSwitched, withProps } from './switch.ts'
import { anchor, closeStretches, endToken, insertBefore, newToken, split, type Token, write, type Zone, zoneOf } from './zone.ts'

/**
 * Language put in place of other language, written as what differs: words that are the same in both stay, words that the open
 * round itself struck and that come back are struck no more, and only the rest is struck and put in.
 */

/** One paragraph, or the part of one, as it is compared. A hard break is one character; its places are in `breaks`. */
export interface Line {
  readonly text: string
  readonly breaks: ReadonlySet<number>
  readonly label: string
}
/**
 * What stays where the lines `b` are put in place of `a`: stretches of `n` units, from unit `i` of the one list and `j` of the
 * other on, in order. Units are the characters of a line and, after every line but the last, its end; what stays is the same in
 * both.
 */
export type Stays = (a: readonly Line[], b: readonly Line[]) => readonly (readonly [i: number, j: number, n: number])[]

/** Language that is to be put in. */
export interface Incoming {
  /** Clean text blocks; at least one. Ids and tracking marks are not looked at. */
  readonly blocks: readonly Node[]
  /** Whether the first block comes from its beginning on, and the last to its end, so that their properties come with them. */
  readonly start: boolean
  readonly end: boolean
  /** False for plain text: words and paragraphs that stay keep their formatting and properties. */
  readonly formatted: boolean
}

/** What was written. */
export interface Overwritten {
  /** The position after what came in. */
  readonly caret: number
  /** Whether any of it was there already (or struck by this round, and stands again). */
  readonly kept: boolean
  /** Whether all of it was there already. */
  readonly all: boolean
}

/** The text that a break stands for where lines are compared. */
const BREAK = '\ufffc'

/**
 * Puts language in place of what stands between two positions of one container, with the least change. Null, and nothing
 * written, where the range is not in paragraphs of one container or holds a table, or where nothing is selected and nothing of
 * what comes in was struck there by this round: `paste` is for that.
 */
export function overwrite(out: Transaction, from: number, to: number, incoming: Incoming, stays: Stays, pen: Pen): Overwritten | null {
  const start = containerOf(out.doc.resolve(from))
  if (start < 0 || containerOf(out.doc.resolve(to)) !== start) return null
  refuseOff(out.doc.resolve(start), pen.r)
  settle(out, start, pen)
  const head = paragraphAt(out.doc.resolve(from), pen.r)
  const tail = paragraphAt(out.doc.resolve(to), pen.r)
  if (!head || !tail || !closes(head) || !closes(tail)) return null
  const writing = new Writing(out.doc, head, tail, from, to, incoming, pen)
  const kept = writing.compare(stays)
  if (!kept) return null
  const caret = writing.run()
  closeStretches(writing.zone, pen.r)
  write(out, writing.zone)
  settle(out, start, pen)
  return { caret: caret.pos, kept: writing.keeps, all: writing.keepsAll }
}
const closes = (p: Paragraph): boolean => p.container.child(p.closing).isTextblock
const containerOf = ($pos: ResolvedPos): number => ($pos.parent.isTextblock ? $pos.start(-1) : -1)

/** How many units a token has. */
const unitsOf = (t: Token): number => (t.kind === 'inline' ? t.node.nodeSize : 1)
const standing = (t: Token, r: number): boolean => (t.kind === 'inline' ? inlineOn(t.node, r) : t.kind === 'end' && endOn(t.node, r))
const labelOf = (block: Node): string => (block.attrs.label as string | null | undefined) ?? ''

/** Lines of inline nodes and ends. */
class Lines {
  readonly list: Line[] = []
  private text = ''
  private breaks = new Set<number>()
  add(node: Node): void {
    if (!node.isText) this.breaks.add(this.text.length)
    this.text += node.isText ? node.text! : BREAK
  }
  close(block: Node): void {
    this.list.push({ text: this.text, breaks: this.breaks, label: labelOf(block) })
    this.text = ''
    this.breaks = new Set()
  }
}

/** A unit, or several, of what comes in. */
interface Piece {
  readonly at: number
  /** The inline node; null for a paragraph's end. */
  readonly node: Node | null
  /** The properties that the end is to have. */
  readonly props: BlockProps | null
}

class Writing {
  readonly zone: Zone
  keeps = false
  keepsAll = false
  private readonly doc: Node
  private readonly head: Paragraph
  private readonly tail: Paragraph
  private readonly incoming: Incoming
  private readonly pen: Pen
  private readonly from: number
  private readonly to: number
  private readonly total: number
  /** Tokens that are compared, in order: what stands in the range, and what this round struck there. */
  private compared: Token[] = []
  /** For each unit of what is compared the unit of what comes in that it stays as; -1 where it goes. */
  private partner: number[] = []

  constructor(doc: Node, head: Paragraph, tail: Paragraph, from: number, to: number, incoming: Incoming, pen: Pen) {
    this.doc = doc
    this.head = head
    this.tail = tail
    this.incoming = incoming
    this.pen = pen
    this.from = from
    this.to = to
    const { container } = head
    let limit = tail.closing + 1
    while (limit < container.childCount && !container.child(limit++).isTextblock);
    this.zone = zoneOf(container, head.start, Math.max(0, head.first - 1), limit)
    split(this.zone, from)
    split(this.zone, to)
    this.total = incoming.blocks.reduce((sum, b) => sum + b.content.size + 1, -1)
  }

  /** Finds what stays. False where there is nothing to compare, or a table is in the range. */
  compare(stays: Stays): boolean {
    const { zone, pen } = this
    const range = zone.olds.filter((t) => t.old!.pos >= this.from && t.old!.pos < this.to)
    if (range.some((t) => t.kind === 'table' && tableOn(t.node, pen.r))) return false
    const wide = this.widened().filter((t) => standing(t, pen.r) || this.comesBack(t))
    if (wide.some((t) => !standing(t, pen.r))) {
      this.pair(wide, stays)
      if (this.pairedTokens().some((t) => !standing(t, pen.r))) return true
    }
    const stood = range.filter((t) => standing(t, pen.r))
    this.pair(stood, stays)
    return stood.length > 0
  }

  /** The range, and what is absent on both sides of it. */
  private widened(): Token[] {
    const { zone, pen } = this
    let i = zone.olds.findIndex((t) => t.old!.pos >= this.from)
    if (i < 0) i = zone.olds.length
    let j = zone.olds.findIndex((t) => t.old!.pos >= this.to)
    if (j < 0) j = zone.olds.length
    const absent = (t: Token | undefined): boolean => t !== undefined && t.kind !== 'table' && !standing(t, pen.r)
    while (absent(zone.olds[i - 1]) && zone.olds[i - 1].old!.index >= this.head.first) i--
    while (absent(zone.olds[j])) j++
    return zone.olds.slice(i, j)
  }
  /** Whether a token was struck by this round, and not as one half of a move whose other half stands. */
  private comesBack(t: Token): boolean {
    if (t.kind === 'table') return false
    const switches = t.kind === 'inline' ? inlineSwitches(t.node) : switchesOf(t.node)
    const last = switches[switches.length - 1]
    if (last?.k !== 'del' || last.r !== this.pen.r) return false
    const move = moveOf(last.id)
    return !move || !this.holds(otherHalf(last.id)!)
  }
  private readonly known = new Map<string, boolean>()
  private holds(id: string): boolean {
    const known = this.known.get(id)
    if (known !== undefined) return known
    let found = false
    this.doc.descendants((node) => {
      if ((node.isInline ? inlineSwitches(node) : switchesOf(node)).some((s) => s.id === id)) found = true
      return !found
    })
    this.known.set(id, found)
    return found
  }

  private pair(tokens: readonly Token[], stays: Stays): void {
    const a = new Lines()
    for (const t of tokens) {
      if (t.kind === 'inline') a.add(t.node)
      else a.close(t.node)
    }
    a.close(this.closing.node)
    const b = new Lines()
    for (const block of this.incoming.blocks) {
      block.forEach((node) => {
        b.add(node)
      })
      b.close(block)
    }
    const size = tokens.reduce((sum, t) => sum + unitsOf(t), 0)
    this.compared = [...tokens]
    this.partner = new Array<number>(size).fill(-1)
    for (const [i, j, n] of stays(a.list, b.list)) for (let k = 0; k < n; k++) this.partner[i + k] = j + k
    this.keeps = this.partner.some((j) => j >= 0)
    this.keepsAll = this.partner.filter((j) => j >= 0).length === this.total
  }
  private pairedTokens(): Token[] {
    let at = 0
    return this.compared.filter((t) => {
      const from = at
      at += unitsOf(t)
      return this.partner.slice(from, at).some((j) => j >= 0)
    })
  }
  /** The end that closes what comes after the range. */
  private get closing(): Token {
    return endToken(this.zone, this.tail.closing)
  }

  // ---- writing

  private strikeId: string | null = null
  private lastStruck: Token | null = null
  /** The strike of a paragraph's end: what it makes of the paragraph after it is part of it. */
  private joint: string | null = null
  private pieces: Piece[] = []
  private caret!: Token

  /** Writes the list; gives the place after what came in. */
  run(): Token {
    this.cut()
    const props = this.propsOfLines()
    this.pieces = this.piecesOf(props)
    this.caret = anchor(this.closing.node, 0)
    const below = this.below(props)
    const after = this.zone.olds.find((t) => t.old!.pos >= this.to) ?? null
    const stop = below ? this.incoming.blocks[0].content.size : this.total
    let at = 0
    let done = 0
    for (const t of this.compared) {
      const j = this.partner[at]
      at += unitsOf(t)
      if (j >= 0) {
        this.put(done, j, t)
        this.keep(t, j)
        done = j + unitsOf(t)
      } else if (standing(t, this.pen.r)) this.strike(t)
    }
    const { lastStruck } = this
    const place = lastStruck || done === 0 ? after : this.following(this.compared[this.compared.length - 1])
    this.put(done, stop, place)
    if (below) this.putBelow(stop + 1, props)
    else {
      this.mark(lastStruck, place)
      this.close(props[props.length - 1])
    }
    return this.caret
  }

  /** Parts the tokens so that each stays, or goes, as a whole. */
  private cut(): void {
    const wanted = new Set(this.compared.map((t) => t.old!.index))
    const old = new Set(this.compared)
    const places: number[] = []
    const borders = new Set<number>()
    let at = 0
    if (this.incoming.formatted) for (const b of this.incoming.blocks) at = this.nodeBorders(b, at, borders)
    at = 0
    for (const t of this.compared) {
      const n = unitsOf(t)
      for (let k = 1; k < n; k++) {
        const [x, y] = [this.partner[at + k - 1], this.partner[at + k]]
        if (x < 0 !== y < 0 || (y >= 0 && (y !== x + 1 || borders.has(y)))) places.push(t.old!.pos + k)
      }
      at += n
    }
    if (!places.length) return
    const covered = [...old].map((t) => [t.old!.pos, t.old!.pos + unitsOf(t)] as const)
    for (const pos of places) split(this.zone, pos)
    let c = 0
    this.compared = this.zone.olds.filter((t) => {
      if (!wanted.has(t.old!.index)) return false
      while (c < covered.length && covered[c][1] <= t.old!.pos) c++
      return c < covered.length && t.old!.pos >= covered[c][0]
    })
  }
  private nodeBorders(block: Node, at: number, borders: Set<number>): number {
    block.forEach((_, offset) => {
      borders.add(at + offset)
    })
    return at + block.content.size + 1
  }

  /** The properties that each paragraph of what comes in ends up with. */
  private propsOfLines(): BlockProps[] {
    const { blocks, start, end } = this.incoming
    const plain = !this.incoming.formatted
    const left = propsOf(this.headEnd())
    const right = propsOf(this.closing.node)
    const headEmpty = !this.head.text.some((t) => t.pos < this.from)
    const tailEmpty = !this.tail.text.some((t) => t.pos + t.node.nodeSize > this.to)
    const says = (b: Node): boolean => b.type === schema.nodes.heading || Boolean(b.attrs.label)
    const own = (i: number): BlockProps => propsOf(blocks[i])
    if (blocks.length === 1) return [headEmpty && tailEmpty && start && end && says(blocks[0]) ? own(0) : left]
    const last = blocks.length - 1
    const several = this.compared.some((t) => t.kind === 'end' && standing(t, this.pen.r))
    const rest = tailEmpty && !(plain && several && !says(blocks[last])) ? own(last) : headEmpty || several ? right : unlabelled(left)
    const first = headEmpty && start && (!plain || says(blocks[0])) ? own(0) : left
    return blocks.map((_, i) => (i === 0 ? first : i === last ? rest : own(i)))
  }
  /** The block whose end closes the paragraph at the left. */
  private headEnd(): Node {
    return this.head.container.child(this.head.closing)
  }

  private piecesOf(props: readonly BlockProps[]): Piece[] {
    const out: Piece[] = []
    let at = 0
    this.incoming.blocks.forEach((block, i) => {
      block.forEach((node, offset) => {
        out.push({ at: at + offset, node, props: null })
      })
      at += block.content.size
      if (i < this.incoming.blocks.length - 1) out.push({ at, node: null, props: props[i] })
      at++
    })
    return out
  }

  /** Whether what is new begins at the very end of a standing paragraph: that one keeps its end, and the new ones follow it. */
  private below(props: readonly BlockProps[]): boolean {
    const { blocks } = this.incoming
    if (blocks.length < 2 || this.compared.some((t) => t.kind === 'end') || !endOn(this.closing.node, this.pen.r)) return false
    if (this.tail.text.some((t) => t.pos + t.node.nodeSize > this.to) || !sameProps(props[0], propsOf(this.closing.node))) return false
    return this.partner.every((j) => j < blocks[0].content.size)
  }
  private putBelow(from: number, props: readonly BlockProps[]): void {
    const end = this.closing
    const next = this.zone.list[this.zone.list.indexOf(end) + 1] ?? null
    const id = this.insertId(end, next)
    const close = this.end(props[props.length - 1], id)
    insertBefore(this.zone, next, [...this.tokens(from, this.total, id), this.caret, close])
  }

  private following(t: Token): Token | null {
    return this.zone.list[this.zone.list.indexOf(t) + 1] ?? null
  }

  /** Puts units of what comes in before a token, or right after what was struck last. */
  private put(from: number, to: number, before: Token | null): void {
    if (from < to) {
      const place = this.lastStruck ? this.following(this.lastStruck) : before
      const i = place ? this.zone.list.indexOf(place) : this.zone.list.length
      const living = (t: Token): boolean => !t.gone && t.kind !== 'anchor'
      const id = this.insertId(this.zone.list.slice(0, i).findLast(living), this.zone.list.slice(i).find(living) ?? null)
      const tokens = this.tokens(from, to, id)
      insertBefore(this.zone, place, tokens)
      this.lastPut = tokens[tokens.length - 1]
    }
    this.lastStruck = null
    this.strikeId = null
  }
  private lastPut: Token | null = null
  /** Sets the caret's place at the end of what came in. */
  private mark(struck: Token | null, place: Token | null): void {
    const list = this.zone.list
    const kept = this.compared.findLast((_, i) => this.partnerAt(i) >= 0)
    const last = [this.lastPut, kept ?? null].filter((t) => t !== null).sort((x, y) => list.indexOf(y) - list.indexOf(x))[0]
    const before = last ? (list[list.indexOf(last) + 1] ?? null) : struck ? (list[list.indexOf(struck) + 1] ?? null) : place
    insertBefore(this.zone, before, [this.caret])
  }
  private partnerAt(index: number): number {
    let at = 0
    for (let i = 0; i < index; i++) at += unitsOf(this.compared[i])
    return this.partner[at]
  }
  private insertId(before: Token | null | undefined, after: Token | null): string {
    return neighbour(before ?? undefined, after, 'insertion', this.pen.r) ?? this.pen.newId('c')
  }

  /** New tokens for units of what comes in. */
  private tokens(from: number, to: number, id: string): Token[] {
    const out: Token[] = []
    for (const piece of this.pieces) {
      const size = piece.node ? piece.node.nodeSize : 1
      if (piece.at + size <= from || piece.at >= to) continue
      if (!piece.node) out.push(this.end(piece.props!, id))
      else {
        const part = piece.node.isText ? piece.node.cut(Math.max(0, from - piece.at), Math.min(size, to - piece.at)) : piece.node
        out.push(newToken('inline', inserted(part, this.pen, id)))
      }
    }
    return out
  }
  private end(props: BlockProps, id: string): Token {
    const attrs = { ...props.attrs, id: this.pen.newId('b'), sw: [insertion(this.pen, id)] }
    return newToken('end', schema.nodes[props.type].create(attrs))
  }

  private strike(t: Token): void {
    const { pen } = this
    const own = t.kind === 'inline' ? ownInline(t.node, pen.r) : ownPart(t.node, pen.r)
    this.lastStruck = t
    if (own) {
      t.gone = true
      return
    }
    const i = this.zone.olds.indexOf(t)
    this.strikeId ??= neighbour(this.zone.olds[i - 1], this.zone.olds[i + 1], 'deletion', pen.r) ?? pen.newId('c')
    if (t.kind === 'end') this.joint = this.strikeId
    t.node = t.kind === 'inline' ? inlineSwitched(t.node, false, pen, this.strikeId) : partSwitched(t.node, false, pen, this.strikeId)
  }

  private keep(t: Token, j: number): void {
    const { pen } = this
    if (t.kind === 'inline') {
      if (!inlineOn(t.node, pen.r)) t.node = inlineSwitched(t.node, true, pen, pen.id('restore'))
      if (this.incoming.formatted) t.node = formatted(t.node, this.marksAt(j), pen, pen.id('format'))
      return
    }
    if (!endOn(t.node, pen.r)) {
      this.returned.push(lastOf(switchesOf(t.node)))
      t.node = partSwitched(t.node, true, pen, pen.id('restore'))
      if (this.keepsAll) return
    }
    const piece = this.pieces.find((p) => p.at === j && !p.node)!
    const plain = !this.incoming.formatted && !piece.props!.attrs.label && j !== this.incoming.blocks[0].content.size
    if (!plain) t.node = withProps(t.node, piece.props!, pen, pen.id('paragraph'))
  }
  /** The strikes of paragraph ends that came back. */
  private readonly returned: Switch[] = []
  private marksAt(j: number): readonly Mark[] {
    const piece = this.pieces.find((p) => p.node && p.at <= j && p.at + p.node.nodeSize > j)
    return plainMarks(piece!.node!.marks)
  }

  /** The paragraph after what came in: its end stands, with the properties that it is to have. */
  private close(props: BlockProps): void {
    const { pen } = this
    const end = this.closing
    if (!endOn(end.node, pen.r)) end.node = partSwitched(end.node, true, pen, pen.id('restore'))
    const was = end.node.attrs.was as readonly Was[]
    const last = was[was.length - 1]
    // An end that comes back takes back what its strike had made of the paragraph after it.
    const back = this.keepsAll && last !== undefined && this.returned.some((s) => s.id === last.id && s.r === last.r)
    const wanted = back ? ({ type: last.type, attrs: last.attrs } as BlockProps) : this.keepsAll && this.returned.length ? null : props
    if (wanted) end.node = withProps(end.node, wanted, pen, this.joint ?? pen.id('paragraph'))
  }
}

const lastOf = (switches: readonly Switch[]): Switch => switches[switches.length - 1]
const unlabelled = (props: BlockProps): BlockProps => ({ ...props, attrs: { ...props.attrs, list: null, label: null } })
