import type { Mark, Node, ResolvedPos } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { moveOf, otherHalf } from '../model/move.ts'
import { type BlockProps, objectKey, plainMarks, type Switch, schema, type Was } from '../model/schema.ts'
import { type Paragraph, paragraphAt } from './caret.ts'
import { unlabelled } from './commands.ts'
import type { Pen } from './context.ts'
import { refuseOff } from './grid.ts'
import { endOn, inlineOn, inlineSwitches, propsOf, sameProps, switchesOf, tableOn } from './present.ts'
import { neighbour, settle } from './replace.ts'
import { formatted, inlineSwitched, inserted, insertion, ownInline, ownPart, partSwitched, withProps } from './switch.ts'
import { anchor, closeStretches, endToken, newToken, split, type Token, write, type Zone, zoneOf } from './zone.ts'

/**
 * Language put in place of other language, written as what differs: words that are the same in both stay, words that the open
 * round itself struck and that come back are struck no more, and only the rest is struck and put in.
 */

/**
 * One paragraph, or the part of one, as it is compared. A hard break is one character, and so is an object; their places are in
 * `breaks`, and what tells an object apart in `objects` (absent for none).
 */
export interface Line {
  readonly text: string
  readonly breaks: ReadonlySet<number>
  readonly objects?: ReadonlyMap<number, string>
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
 * what comes in was struck there by this round: `paste` is for that. `always`: then, too, it is put in.
 */
export function overwrite(
  out: Transaction,
  from: number,
  to: number,
  incoming: Incoming,
  stays: Stays,
  pen: Pen,
  always = false,
): Overwritten | null {
  const start = containerOf(out.doc.resolve(from))
  if (start < 0 || containerOf(out.doc.resolve(to)) !== start) return null
  refuseOff(out.doc.resolve(start), pen.r)
  settle(out, start, pen)
  const head = paragraphAt(out.doc.resolve(from), pen.r)
  const tail = paragraphAt(out.doc.resolve(to), pen.r)
  if (!head || !tail || !closes(head) || !closes(tail)) return null
  const writing = new Writing(out.doc, head, tail, from, to, incoming, pen)
  const kept = writing.compare(stays)
  if (kept === null || (!kept && !always)) return null
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
  private objects = new Map<number, string>()
  add(node: Node): void {
    if (!node.isText) this.breaks.add(this.text.length)
    if (node.type === schema.nodes.object) this.objects.set(this.text.length, objectKey(node))
    this.text += node.isText ? node.text! : BREAK
  }
  close(block: Node): void {
    const objects = this.objects.size ? { objects: this.objects } : {}
    this.list.push({ text: this.text, breaks: this.breaks, ...objects, label: labelOf(block) })
    this.text = ''
    this.breaks = new Set()
    this.objects = new Map()
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

  /** Finds what stays. False where there is nothing to compare; null where a table is in the range. */
  compare(stays: Stays): boolean | null {
    const { zone, pen } = this
    const range = zone.olds.filter((t) => t.old!.pos >= this.from && t.old!.pos < this.to)
    if (range.some((t) => t.kind === 'table' && tableOn(t.node, pen.r))) return null
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
  /** The strike of a paragraph's end: what it makes of the paragraph after it is part of it. */
  private joint: string | null = null
  private pieces: Piece[] = []
  private caret!: Token
  /** Where each old token stands among them. */
  private readonly places = new Map<Token, number>()
  /** What comes in, by the old token that it goes before. */
  private readonly came: { readonly at: number; readonly tokens: readonly Token[] }[] = []

  /** Writes the list; gives the place after what came in. */
  run(): Token {
    this.cut()
    const { olds } = this.zone
    const props = this.propsOfLines()
    this.pieces = this.piecesOf(props)
    this.caret = anchor(this.closing.node, 0)
    olds.forEach((t, i) => {
      this.places.set(t, i)
    })
    const below = this.below(props)
    const stop = below ? this.incoming.blocks[0].content.size : this.total
    // What comes in goes behind what it takes the place of, before what stays.
    let at = 0
    let done = 0
    let place = olds.findIndex((t) => t.old!.pos >= this.to)
    if (place < 0) place = olds.length
    let kept = -1
    let struck = -1
    for (const t of this.compared) {
      const j = this.partner[at]
      const i = this.places.get(t)!
      at += unitsOf(t)
      if (j >= 0) {
        this.put(done, j, struck >= 0 ? struck + 1 : i)
        this.keep(t, j)
        done = j + unitsOf(t)
        kept = i
        struck = -1
      } else if (standing(t, this.pen.r)) {
        this.strike(t, i)
        struck = i
      }
    }
    const end = struck >= 0 ? struck + 1 : kept >= 0 ? kept + 1 : place
    this.put(done, stop, end)
    if (below) this.putBelow(stop + 1, props)
    else {
      this.came.push({ at: done < stop || kept < 0 ? end : kept + 1, tokens: [this.caret] })
      this.close(props[props.length - 1])
    }
    this.list()
    return this.caret
  }

  /** Parts the tokens so that each stays, or goes, as a whole. */
  private cut(): void {
    const borders = new Set<number>()
    let at = 0
    if (this.incoming.formatted) for (const b of this.incoming.blocks) at = nodeBorders(b, at, borders)
    at = 0
    const parts = new Map<Token, Token[]>()
    this.compared = this.compared.flatMap((t) => {
      const cuts: number[] = []
      const n = unitsOf(t)
      for (let k = 1; k < n; k++) {
        const [x, y] = [this.partner[at + k - 1], this.partner[at + k]]
        if (x < 0 !== y < 0 || (y >= 0 && (y !== x + 1 || borders.has(y)))) cuts.push(k)
      }
      at += n
      if (!cuts.length) return [t]
      const made = parted(t, cuts)
      parts.set(t, made)
      return made
    })
    if (!parts.size) return
    const all = this.zone.olds.flatMap((t) => parts.get(t) ?? [t])
    this.zone.olds.length = 0
    for (const t of all) this.zone.olds.push(t)
    this.zone.list = all
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
    const at = this.places.get(this.closing)! + 1
    const id = this.insertId(at)
    const close = this.end(props[props.length - 1], id)
    this.came.push({ at, tokens: [...this.tokens(from, this.total, id), this.caret, close] })
  }

  /** Puts units of what comes in before the old token of a place. */
  private put(from: number, to: number, at: number): void {
    this.strikeId = null
    if (from < to) this.came.push({ at, tokens: this.tokens(from, to, this.insertId(at)) })
  }
  private insertId(at: number): string {
    const { olds } = this.zone
    let i = at - 1
    while (olds[i]?.gone) i--
    let j = at
    while (olds[j]?.gone) j++
    return neighbour(olds[i], olds[j], 'insertion', this.pen.r) ?? this.pen.newId('c')
  }
  /** The list as it shall be: the old tokens with what came before each. */
  private list(): void {
    const { olds } = this.zone
    const out: Token[] = []
    let next = 0
    for (const { at, tokens } of this.came.sort((x, y) => x.at - y.at)) {
      while (next < at) out.push(olds[next++])
      out.push(...tokens)
    }
    while (next < olds.length) out.push(olds[next++])
    this.zone.list = out
  }

  /** New tokens for units of what comes in. */
  private tokens(from: number, to: number, id: string): Token[] {
    const out: Token[] = []
    for (let i = this.pieceAt(from); i < this.pieces.length && this.pieces[i].at < to; i++) {
      const { at, node, props } = this.pieces[i]
      if (at + (node ? node.nodeSize : 1) <= from) continue
      if (!node) out.push(this.end(props!, id))
      else {
        const part = node.isText ? node.cut(Math.max(0, from - at), Math.min(node.nodeSize, to - at)) : node
        out.push(newToken('inline', inserted(part, this.pen, id)))
      }
    }
    return out
  }
  /** The piece that holds a unit. */
  private pieceAt(unit: number): number {
    let low = 0
    let high = this.pieces.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.pieces[middle].at <= unit) low = middle
      else high = middle - 1
    }
    return low
  }
  private end(props: BlockProps, id: string): Token {
    const attrs = { ...props.attrs, id: this.pen.newId('b'), sw: [insertion(this.pen, id)] }
    return newToken('end', schema.nodes[props.type].create(attrs))
  }

  private strike(t: Token, i: number): void {
    const { pen } = this
    if (t.kind === 'inline' ? ownInline(t.node, pen.r) : ownPart(t.node, pen.r)) {
      t.gone = true
      return
    }
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
    const props = this.pieces[this.pieceAt(j)].props!
    const plain = !this.incoming.formatted && !props.attrs.label && j !== this.incoming.blocks[0].content.size
    if (!plain) t.node = withProps(t.node, props, pen, pen.id('paragraph'))
  }
  /** The strikes of paragraph ends that came back. */
  private readonly returned: Switch[] = []
  private marksAt(j: number): readonly Mark[] {
    return plainMarks(this.pieces[this.pieceAt(j)].node!.marks)
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

function nodeBorders(block: Node, at: number, borders: Set<number>): number {
  block.forEach((_, offset) => {
    borders.add(at + offset)
  })
  return at + block.content.size + 1
}
/** An inline token in parts that begin at its start and at each of the places. */
function parted(t: Token, cuts: readonly number[]): Token[] {
  const borders = [0, ...cuts, t.node.nodeSize]
  return borders.slice(1).map((to, i) => {
    const node = t.node.cut(borders[i], to)
    return { ...t, node, old: { ...t.old!, pos: t.old!.pos + borders[i], node } }
  })
}
const lastOf = (switches: readonly Switch[]): Switch => switches[switches.length - 1]
