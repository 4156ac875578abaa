import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { plainMarks, type Switch, schema, type Was } from '../model/schema.ts'
import { endOn, inlineOn, inlineSwitches, lastSwitch, propsOf, sameMarks, sameProps, switchesOf } from '../redline/index.ts'
import { diff, type Edit, type Flat } from './diff.ts'
import { isWord } from './token.ts'

/** Every switch counts: the state after the last round. */
export const NOW = Number.MAX_SAFE_INTEGER
/** What stands for a hard break in flat text. */
const BREAK = '\ufffc'

/** The round that is being written. */
export interface Pen {
  readonly r: number
  readonly p: string
  /** A change id that nothing carries yet. */
  change(): string
  /** A block id that nothing carries yet. */
  block(prefix: string): string
}

const mark = (type: 'insertion' | 'deletion' | 'restoration', id: string, pen: Pen): Mark =>
  schema.marks[type].create({ id, r: pen.r, p: pen.p })
const switched = (k: Switch['k'], id: string, pen: Pen): Switch => ({ k, id, r: pen.r, p: pen.p })
const withSwitch = (node: Node, s: Switch): Node => node.type.create({ ...node.attrs, sw: [...switchesOf(node), s] }, node.content)
const lengthOf = (node: Node): number => (node.isText ? node.text!.length : 1)
const cut = (node: Node, from: number, to: number): Node =>
  node.isText && (from > 0 || to < node.text!.length) ? node.cut(from, to) : node

/** The standing text of blocks that run on into each other, as one string. */
export function flatten(members: readonly Node[]): Flat {
  let text = ''
  const breaks = new Set<number>()
  for (const member of members)
    member.forEach((node) => {
      if (!inlineOn(node, NOW)) return
      if (!node.isText) breaks.add(text.length)
      text += node.isText ? node.text! : BREAK
    })
  return { text, breaks }
}

/** A row with its switch of this round. */
export const rowSwitched = (row: Node, k: Switch['k'], id: string, pen: Pen): Node => withSwitch(row, switched(k, id, pen))

/** Blocks of one paragraph with all that stands in them struck, the end included. */
export function struckParagraph(members: readonly Node[], pen: Pen): Node[] {
  const id = pen.change()
  const deletion = mark('deletion', id, pen)
  return members.map((member, at) => {
    const content = mapInline(member, (node) => (inlineOn(node, NOW) ? node.mark(deletion.addToSet(node.marks)) : node))
    const last = at === members.length - 1 && member.isTextblock && endOn(member, NOW)
    return last ? withSwitch(content, switched('del', id, pen)) : content
  })
}

function mapInline(block: Node, change: (node: Node) => Node): Node {
  if (!block.isTextblock) return block
  const out: Node[] = []
  let changed = false
  block.forEach((node) => {
    const next = change(node)
    if (next !== node) changed = true
    out.push(next)
  })
  return changed ? block.copy(Fragment.fromArray(out)) : block
}

/** A clean block or table as wholly new in this round, with fresh ids. */
export function insertedBlock(target: Node, pen: Pen): Node {
  const id = pen.change()
  return target.isTextblock ? freshBlock(target, id, pen) : freshTable(target, id, pen)
}
function freshBlock(target: Node, id: string, pen: Pen): Node {
  const { type, attrs } = propsOf(target)
  const sw = [switched('ins', id, pen)]
  return schema.nodes[type].create({ ...attrs, id: pen.block('b'), sw }, insertedInline(target, id, pen))
}
const insertedInline = (target: Node, id: string, pen: Pen): Fragment => {
  const insertion = mark('insertion', id, pen)
  const out: Node[] = []
  target.forEach((node) => {
    out.push(node.mark(insertion.addToSet(plainMarks(node.marks))))
  })
  return Fragment.fromArray(out)
}
function freshTable(target: Node, id: string, pen: Pen): Node {
  const rows: Node[] = []
  target.forEach((row) => {
    rows.push(insertedRow(row, [], id, pen))
  })
  return schema.nodes.table.create({ id: pen.block('t') }, rows)
}

/** A column of a table: the switches of its cells; `on` where it stands. */
export interface Column {
  readonly sw: readonly Switch[]
  readonly on: boolean
}
/** A clean row as wholly new in this round. Columns that do not stand get an empty cell with their own switches. */
export function insertedRow(target: Node, columns: readonly Column[], id: string, pen: Pen): Node {
  const cells: Node[] = []
  let at = 0
  const next = (sw: readonly Switch[]) => {
    const cell = target.child(at++)
    const blocks: Node[] = []
    cell.forEach((block) => {
      blocks.push(block.isTextblock ? freshBlock(block, id, pen) : freshTable(block, id, pen))
    })
    cells.push(cell.type.create({ ...cell.attrs, id: pen.block('c'), sw }, blocks))
  }
  for (const column of columns) {
    if (column.on) next(column.sw)
    else cells.push(emptyCell(column.sw, id, pen))
  }
  while (at < target.childCount) next([])
  return schema.nodes.table_row.create({ id: pen.block('w'), sw: [switched('ins', id, pen)] }, cells)
}
function emptyCell(sw: readonly Switch[], id: string, pen: Pen): Node {
  const block = schema.nodes.paragraph.create({ id: pen.block('b'), sw: [switched('ins', id, pen)] })
  return schema.nodes.table_cell.create({ id: pen.block('c'), sw }, block)
}

/**
 * Writes a clean paragraph into the blocks that make up a standing one (the last holds its end): words struck and put in,
 * formatting and properties with what stood before. Blocks that stay as they are, are the same objects.
 */
export function wovenParagraph(members: readonly Node[], target: Node, pen: Pen): Node[] {
  const writer = new Writer(target, pen)
  const a = flatten(members)
  if (a.text !== writer.flat.text || a.breaks.size !== writer.flat.breaks.size || [...a.breaks].some((at) => !writer.flat.breaks.has(at)))
    writer.plan(members, diff(a, writer.flat))
  const out = members.map((member, at) => (member.isTextblock ? writer.write(member, at === members.length - 1) : member))
  out[out.length - 1] = closed(out[out.length - 1], target, pen)
  return out
}

/** The block with the target's properties, and its end on. */
function closed(block: Node, target: Node, pen: Pen): Node {
  const props = propsOf(block)
  const wanted = propsOf(target)
  const same = sameProps(props, wanted)
  const on = endOn(block, NOW)
  if (same && on) return block
  const id = pen.change()
  const was: Was[] = same ? block.attrs.was : [...block.attrs.was, { r: pen.r, id, p: pen.p, ...props }]
  const sw = on ? switchesOf(block) : [...switchesOf(block), switched('res', id, pen)]
  return schema.nodes[wanted.type].create({ ...wanted.attrs, id: block.attrs.id, sw, was }, block.content)
}

/** A place in struck text that comes back: characters `from` to `to` of an inline node. */
interface Restored {
  readonly from: number
  readonly to: number
  readonly mark: Mark
  /** Where its text stands in the target. */
  readonly b: number
}
/** A struck inline node that stands among an edit's characters. */
interface Struck {
  readonly node: Node
  readonly at: number
  readonly round: number
}

/** Writes one target paragraph over the inline content of the blocks it stands in, from left to right. */
class Writer {
  readonly flat: Flat
  private readonly runs: { readonly node: Node; readonly from: number; readonly to: number }[] = []
  private readonly pen: Pen
  private edits: readonly Edit[] = []
  private readonly restored = new Map<Node, Map<number, Restored>>()
  private readonly back = new Set<Edit>()
  private formatId: string | null = null
  // How far the writing has come: characters of the standing text, edits, and what the target is ahead by.
  private at = 0
  private next = 0
  private ahead = 0

  constructor(target: Node, pen: Pen) {
    this.pen = pen
    this.flat = flatten([target])
    let from = 0
    target.forEach((node) => {
      this.runs.push({ node, from, to: from + lengthOf(node) })
      from += lengthOf(node)
    })
  }

  /** Takes the edits to make, and looks for words that come back from a strike instead of being put in anew. */
  plan(members: readonly Node[], edits: readonly Edit[]): void {
    this.edits = edits
    const struck = struckIn(members)
    let k = 0
    for (const edit of edits) {
      while (k < struck.length && struck[k].at < edit.a0) k++
      const near: Struck[] = []
      for (let n = k; n < struck.length && struck[n].at <= edit.a1; n++) near.push(struck[n])
      if (edit.b1 > edit.b0 && near.length) this.restore(edit, near)
    }
  }

  /** Looks in what stands struck at an edit for all of the text that it puts in, in the latest strike first. */
  private restore(edit: Edit, near: readonly Struck[]): void {
    const wanted = this.flat.text.slice(edit.b0, edit.b1)
    if (wanted.includes(BREAK)) return
    for (const round of [...new Set(near.map((s) => s.round))].sort((p, q) => q - p)) {
      const group = near.filter((s) => s.round === round && s.node.isText)
      const text = group.map((s) => s.node.text!).join('')
      const start = wholeWords(text, wanted)
      if (start < 0) continue
      this.back.add(edit)
      const restoration = mark('restoration', this.pen.change(), this.pen)
      let from = 0
      for (const { node, at } of group) {
        const lo = Math.max(start, from) - from
        const hi = Math.min(start + wanted.length, from + node.text!.length) - from
        if (lo < hi) this.placesOf(node).set(at, { from: lo, to: hi, mark: restoration, b: edit.b0 + from + lo - start })
        from += node.text!.length
      }
      return
    }
  }
  private placesOf(node: Node): Map<number, Restored> {
    const known = this.restored.get(node)
    if (known) return known
    const fresh = new Map<number, Restored>()
    this.restored.set(node, fresh)
    return fresh
  }

  /** One block with its part of the edits; the last one takes what is added at the very end. */
  write(member: Node, last: boolean): Node {
    const out: Node[] = []
    member.forEach((node) => {
      if (inlineOn(node, NOW)) this.standing(node, out)
      else this.absent(node, out)
    })
    if (last && this.next < this.edits.length) this.insert(out)
    const same = out.length === member.childCount && out.every((node, i) => node === member.child(i))
    return same ? member : member.copy(Fragment.fromArray(out))
  }

  private absent(node: Node, out: Node[]): void {
    const r = this.restored.get(node)?.get(this.at)
    if (!r) {
      out.push(node)
      return
    }
    if (r.from > 0) out.push(cut(node, 0, r.from))
    const back = cut(node, r.from, r.to)
    this.keep(back.mark(r.mark.addToSet(back.marks)), r.b, out)
    if (r.to < node.text!.length) out.push(cut(node, r.to, node.text!.length))
  }

  private standing(node: Node, out: Node[]): void {
    const start = this.at
    const end = start + lengthOf(node)
    while (this.at < end) {
      const edit = this.edits[this.next]
      if (edit && edit.a0 <= this.at) {
        const to = Math.min(end, edit.a1)
        if (to > this.at) {
          const piece = cut(node, this.at - start, to - start)
          out.push(piece.mark(mark('deletion', this.strikeId(edit), this.pen).addToSet(piece.marks)))
          this.at = to
        }
        if (this.at === edit.a1) this.insert(out)
      } else {
        const to = edit ? Math.min(end, edit.a0) : end
        this.keep(cut(node, this.at - start, to - start), this.at + this.ahead, out)
        this.at = to
      }
    }
  }

  private readonly strikes = new Map<Edit, string>()
  private strikeId(edit: Edit): string {
    const id = this.strikes.get(edit) ?? this.pen.change()
    this.strikes.set(edit, id)
    return id
  }

  /** What the present edit puts in, and on to the next edit. */
  private insert(out: Node[]): void {
    const edit = this.edits[this.next++]
    this.ahead = edit.b1 - edit.a1
    if (edit.b1 === edit.b0 || this.back.has(edit)) return
    const insertion = mark('insertion', this.pen.change(), this.pen)
    for (const { node, from, to } of this.runs) {
      if (to <= edit.b0 || from >= edit.b1) continue
      const piece = cut(node, Math.max(0, edit.b0 - from), Math.min(to, edit.b1) - from)
      out.push(piece.mark(insertion.addToSet(plainMarks(piece.marks))))
    }
  }

  /** A stretch that stays, with the target's formatting from its character `b` on. */
  private keep(node: Node, b: number, out: Node[]): void {
    const end = b + lengthOf(node)
    for (let k = this.runAt(b); k < this.runs.length && this.runs[k].from < end; k++) {
      const { from, to } = this.runs[k]
      const piece = cut(node, Math.max(from, b) - b, Math.min(to, end) - b)
      out.push(this.formatted(piece, plainMarks(this.runs[k].node.marks)))
    }
  }
  private runAt(b: number): number {
    let low = 0
    let high = this.runs.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.runs[middle].to > b) high = middle
      else low = middle + 1
    }
    return low
  }

  private formatted(node: Node, wanted: readonly Mark[]): Node {
    const before = plainMarks(node.marks)
    if (sameMarks(before, wanted)) return node
    this.formatId ??= this.pen.change()
    const { r, p } = this.pen
    let set = schema.marks.format.create({ id: this.formatId, r, p, before: before.map((m) => m.toJSON()) }).addToSet(wanted)
    // In the order in which they stood, the older ones of a kind first.
    const tracking = node.marks.filter((m) => !before.includes(m))
    for (const m of tracking.reverse()) set = first(m, set)
    return node.mark(set)
  }
}

/** Adds a mark before the others of its kind. */
function first(given: Mark, set: readonly Mark[]): readonly Mark[] {
  const others = set.filter((m) => m.type !== given.type)
  const added = given.addToSet(others)
  const at = added.indexOf(given)
  return [...added.slice(0, at + 1), ...set.filter((m) => m.type === given.type), ...added.slice(at + 1)]
}

/** The struck inline nodes of blocks, and before which character of the standing text each stands. */
function struckIn(members: readonly Node[]): Struck[] {
  const out: Struck[] = []
  let at = 0
  for (const member of members)
    member.forEach((node) => {
      if (inlineOn(node, NOW)) at += lengthOf(node)
      else out.push({ node, at, round: lastSwitch(inlineSwitches(node), NOW)?.r ?? 0 })
    })
  return out
}

/** Where a text holds another as whole words; -1 where it does not. */
function wholeWords(text: string, wanted: string): number {
  const joins = (left: string | undefined, right: string | undefined) => !!left && !!right && isWord(left) && isWord(right)
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    if (!joins(text[at - 1], text[at]) && !joins(text[end - 1], text[end])) return at
  }
  return -1
}

/** The round in which a struck block was struck: its text before that is what would come back. 0 where it cannot come back. */
const strikeRound = (block: Node): number => {
  const last = lastSwitch(switchesOf(block), NOW)
  return last?.k === 'del' ? last.r : 0
}
const comesBack = (node: Node, round: number): boolean => inlineOn(node, round - 1) && !inlineOn(node, NOW)

/** The text that a wholly struck block had when it was struck; null where it has no such text. */
export function struckText(block: Node): string | null {
  const round = strikeRound(block)
  if (!round) return null
  let text = ''
  block.forEach((node) => {
    if (comesBack(node, round)) text += node.isText ? node.text! : BREAK
  })
  return text && !text.includes(BREAK) ? text : null
}

/** A wholly struck block restored as the target, whose text it had when it was struck. */
export function restoredBlock(block: Node, target: Node, pen: Pen): Node {
  const round = strikeRound(block)
  const id = pen.change()
  const restoration = mark('restoration', id, pen)
  const back = mapInline(block, (node) => (comesBack(node, round) ? node.mark(restoration.addToSet(node.marks)) : node))
  const on = withSwitch(back, switched('res', id, pen))
  return wovenParagraph([on], target, pen)[0]
}
