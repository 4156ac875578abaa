import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { objectKey, plainMarks, type Switch, schema, type Was } from '../model/schema.ts'
import { endOn, inlineOn, inlineSwitches, isTracked, lastSwitch, propsOf, sameMarks, sameProps, switchesOf } from '../redline/index.ts'
import { diff, type Edit, type Flat } from './diff.ts'
import type { Lexicon } from './lexicon.ts'
import { isWord, words } from './token.ts'

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
  /** The id of a move, whose halves nothing carries yet. */
  move(): string
  /** A block id that nothing carries yet. */
  block(prefix: string): string
  /** Whether formatting, and properties of paragraphs, of what stays are taken from the target. */
  readonly format: boolean
  readonly properties: boolean
  /** The words met so far. */
  readonly lexicon: Lexicon
}

const mark = (type: 'insertion' | 'deletion' | 'restoration', id: string, pen: Pen): Mark =>
  schema.marks[type].create({ id, r: pen.r, p: pen.p })
const switched = (k: Switch['k'], id: string, pen: Pen): Switch => ({ k, id, r: pen.r, p: pen.p })
const withSwitch = (node: Node, s: Switch): Node => node.type.create({ ...node.attrs, sw: [...switchesOf(node), s] }, node.content)
const lengthOf = (node: Node): number => (node.isText ? node.text!.length : 1)
const cut = (node: Node, from: number, to: number): Node =>
  node.isText && (from > 0 || to < node.text!.length) ? node.cut(from, to) : node

/** A standing paragraph, or several that become one, or one that stands struck and comes back. */
export interface Source {
  /** The blocks whose text it is, in order; the last holds its end. */
  readonly members: readonly Node[]
  /** Places in `members` of further standing ends, where several paragraphs are read as one. */
  readonly inner: ReadonlySet<number>
  /** The round in which it was struck and whose text before that comes back; 0 for what stands. */
  readonly back: number
}
const NONE: ReadonlySet<number> = new Set()
/** A standing paragraph. */
export const standingSource = (members: readonly Node[]): Source => ({ members, inner: NONE, back: 0 })

/** Whether an inline node belongs to the text of a source. */
const isLive = (node: Node, { back }: Source): boolean => (back ? comesBack(node, back) : inlineOn(node, NOW))

/** Whether a block is one text that nothing ever happened to. */
const isPlain = (block: Node): boolean =>
  block.childCount === 0 || (block.childCount === 1 && block.firstChild!.isText && !isTracked(block))

/** The text of a source as one string. */
export function flatten(source: Source): Flat {
  if (source.members.length === 1 && isPlain(source.members[0])) return { text: source.members[0].textContent, breaks: NONE }
  let text = ''
  const breaks = new Set<number>()
  const ends = new Set<number>()
  const objects = new Map<number, string>()
  source.members.forEach((member, place) => {
    member.forEach((node) => {
      if (!isLive(node, source)) return
      if (!node.isText) breaks.add(text.length)
      if (node.type === schema.nodes.object) objects.set(text.length, objectKey(node))
      text += node.isText ? node.text! : BREAK
    })
    if (!source.inner.has(place)) return
    ends.add(text.length)
    text += BREAK
  })
  return { text, breaks, ...(objects.size ? { objects } : {}), ...(ends.size ? { ends } : {}) }
}

/** The text of clean paragraphs as one string, with their ends between them. */
export function flattenTargets(targets: readonly Node[]): Flat {
  return flatten({ members: targets, inner: new Set(targets.slice(1).map((_, at) => at)), back: 0 })
}

/** A part that moved: the id of its half, and the edits between its text at the old place (a) and at the new one (b). */
export interface Moved {
  readonly id: string
  readonly edits: readonly Edit[]
}

/**
 * Blocks of one paragraph with all that stands in them struck, the end included. Of a paragraph that moved, what does not stand
 * at its new place is struck by itself.
 */
export function struckParagraph(members: readonly Node[], pen: Pen, moved?: Moved): Node[] {
  const id = moved?.id ?? pen.change()
  const ids = new Stretches(moved?.edits.map((e) => [e.a0, e.a1] as const) ?? [], id, pen)
  return members.map((member, at) => {
    const content = mapInline(member, (node) =>
      inlineOn(node, NOW) ? ids.take(node, (piece, by) => piece.mark(mark('deletion', by, pen).addToSet(piece.marks))) : [node],
    )
    const last = at === members.length - 1 && member.isTextblock && endOn(member, NOW)
    return last ? withSwitch(content, switched('del', id, pen)) : content
  })
}

/** Gives out text from left to right with the change id of its place: some stretches have ids of their own. */
class Stretches {
  private readonly parts: readonly (readonly [number, number])[]
  private readonly id: string
  private readonly pen: Pen
  private at = 0
  private next = 0
  private own: string | null = null

  constructor(parts: readonly (readonly [number, number])[], id: string, pen: Pen) {
    this.parts = parts.filter(([from, to]) => to > from)
    this.id = id
    this.pen = pen
  }

  take(node: Node, write: (piece: Node, id: string) => Node): Node[] {
    const start = this.at
    const end = start + lengthOf(node)
    const out: Node[] = []
    while (this.at < end) {
      const part = this.parts[this.next]
      const inside = part !== undefined && part[0] <= this.at
      const to = Math.min(end, part === undefined ? end : inside ? part[1] : part[0])
      if (inside) this.own ??= this.pen.change()
      out.push(write(cut(node, this.at - start, to - start), inside ? this.own! : this.id))
      this.at = to
      if (inside && to === part[1]) {
        this.next++
        this.own = null
      }
    }
    return out
  }
}

function mapInline(block: Node, change: (node: Node) => readonly Node[]): Node {
  if (!block.isTextblock) return block
  const out: Node[] = []
  let changed = false
  block.forEach((node) => {
    const next = change(node)
    if (next.length !== 1 || next[0] !== node) changed = true
    out.push(...next)
  })
  return changed ? block.copy(Fragment.fromArray(out)) : block
}

/** A clean block or table as wholly new in this round, with fresh ids. Of one that moved, what is new in it is put in by itself. */
export function insertedBlock(target: Node, pen: Pen, moved?: Moved): Node {
  const id = moved?.id ?? pen.change()
  return target.isTextblock ? freshBlock(target, id, pen, moved?.edits) : freshTable(target, id, pen)
}
function freshBlock(target: Node, id: string, pen: Pen, edits: readonly Edit[] = []): Node {
  const { type, attrs } = propsOf(target)
  const sw = [switched('ins', id, pen)]
  return schema.nodes[type].create({ ...attrs, id: pen.block('b'), sw }, insertedInline(target, id, pen, edits))
}
const insertedInline = (target: Node, id: string, pen: Pen, edits: readonly Edit[]): Fragment => {
  const ids = new Stretches(
    edits.map((e) => [e.b0, e.b1] as const),
    id,
    pen,
  )
  const out: Node[] = []
  target.forEach((node) => {
    out.push(...ids.take(node, (piece, by) => piece.mark(mark('insertion', by, pen).addToSet(plainMarks(piece.marks)))))
  })
  return Fragment.fromArray(out)
}
function freshTable(target: Node, id: string, pen: Pen): Node {
  const rows: Node[] = []
  target.forEach((row) => {
    const cells: Node[] = []
    row.forEach((cell) => {
      cells.push(insertedCell(cell, [], id, pen))
    })
    rows.push(newRow(cells, id, pen))
  })
  return schema.nodes.table.create({ id: pen.block('t') }, rows)
}

/** A clean cell as new in this round, with the switches of its column. */
export function insertedCell(target: Node, sw: readonly Switch[], id: string, pen: Pen): Node {
  const blocks: Node[] = []
  target.forEach((block) => {
    blocks.push(block.isTextblock ? freshBlock(block, id, pen) : freshTable(block, id, pen))
  })
  return target.type.create({ ...target.attrs, id: pen.block('c'), sw }, blocks)
}
/** An empty cell for a column that does not stand in a row that is new, or is new where the row does not stand. */
export function emptyCell(sw: readonly Switch[], id: string, pen: Pen): Node {
  const block = schema.nodes.paragraph.create({ id: pen.block('b'), sw: [switched('ins', id, pen)] })
  return schema.nodes.table_cell.create({ id: pen.block('c'), sw }, block)
}
/** A row of the given cells as new in this round. */
export const newRow = (cells: readonly Node[], id: string, pen: Pen): Node =>
  schema.nodes.table_row.create({ id: pen.block('w'), sw: [switched('ins', id, pen)] }, cells)
/** A part with the switch of this round. */
export const switchedPart = (part: Node, k: Switch['k'], id: string, pen: Pen): Node => withSwitch(part, switched(k, id, pen))
/** The switch of a column that is put in. */
export const columnSwitch = (id: string, pen: Pen): Switch[] => [switched('ins', id, pen)]

/**
 * Writes clean paragraphs into a source: words struck and put in, formatting and properties with what stood before. Blocks that
 * stay as they are, are the same objects. Several targets put paragraph ends into the source; a source of several paragraphs
 * has its inner ends struck.
 */
export function wovenParagraph(source: Source, targets: readonly Node[], pen: Pen, given?: { readonly a: Flat; readonly b: Flat }): Node[] {
  if (reads(source, targets)) return [source.members[0]]
  const b = given?.b ?? flattenTargets(targets)
  const writer = new Writer(source, targets, b, pen)
  const a = given?.a ?? flatten(source)
  const target = targets[targets.length - 1]
  if (!sameFlat(a, b)) writer.plan(diff(a, b, pen.lexicon), a)
  const last = source.members.length - 1
  const out = source.members.flatMap((member, at) => (member.isTextblock ? writer.write(member, at, at === last) : [member]))
  out[out.length - 1] = closed(out[out.length - 1], target, pen, writer.labelId ?? writer.restorationId)
  return out
}

/** Whether a source is one block that reads as the target already. */
function reads({ members: [member], members, back }: Source, targets: readonly Node[]): boolean {
  if (members.length > 1 || targets.length > 1 || back) return false
  const [x, y] = [member.attrs, targets[0].attrs]
  const same = member.type === targets[0].type && x.level === y.level && x.align === y.align && x.list === y.list && x.label === y.label
  return same && member.content.eq(targets[0].content) && endOn(member, NOW)
}

/** Whether two texts are the same, breaks and objects included; several paragraphs are never the same as one. */
export const sameFlat = (a: Flat, b: Flat): boolean =>
  a.text === b.text &&
  !a.ends &&
  !b.ends &&
  a.breaks.size === b.breaks.size &&
  [...a.breaks].every((at) => b.breaks.has(at) && a.objects?.get(at) === b.objects?.get(at))

/** The text by which a paragraph is told from others: two that differ in an object alone are not the same. */
export const toldBy = ({ text, objects }: Flat, shown = text): string => (objects ? `${shown}\n${[...objects.values()].join('\n')}` : shown)

/** The block with the target's properties, and its end on. */
function closed(block: Node, target: Node, pen: Pen, given: string | null): Node {
  const props = propsOf(block)
  const wanted = pen.properties ? propsOf(target) : props
  const same = sameProps(props, wanted)
  const on = endOn(block, NOW)
  if (same && on) return block
  const id = given ?? pen.change()
  const was: Was[] = same ? block.attrs.was : [...block.attrs.was, { r: pen.r, id, p: pen.p, ...props }]
  const sw = on ? switchesOf(block) : [...switchesOf(block), switched('res', id, pen)]
  return schema.nodes[wanted.type].create({ ...wanted.attrs, id: block.attrs.id, sw, was }, block.content)
}

/** What comes back in a struck inline node, and what is put in between, in the order of the text. */
interface Back {
  /** Characters of the node that come back; nothing where `from` is `to`. */
  readonly from: number
  readonly to: number
  /** Where the text stands in the target: what comes back, or what is put in before character `from`. */
  readonly b0: number
  readonly b1: number
  readonly mark: Mark
}
/** A struck inline node that stands among an edit's characters. */
interface Struck {
  readonly node: Node
  readonly at: number
  readonly round: number
}
/** A paragraph end that is put in: which of the targets it closes, and the change. */
interface PutEnd {
  readonly closes: number
  readonly id: string
}
type Out = (Node | PutEnd)[]
const isEnd = (piece: Node | PutEnd): piece is PutEnd => 'closes' in piece

/** Of words put in, the share that must stand struck at their place for them to be restored, and how many words at least. */
const MOST = 0.6
const ENOUGH = 3
/** In how many pieces they may come back. */
const PIECES = 4

/** Writes target paragraphs over the inline content of the blocks of a source, from left to right. */
class Writer {
  /** The id of the change in which a label of the text became one of the paragraph, or the other way round. */
  labelId: string | null = null
  /** The id of the change that brings a struck paragraph back. */
  restorationId: string | null = null
  private readonly source: Source
  private readonly targets: readonly Node[]
  private readonly flat: Flat
  private readonly runs: { readonly node: Node | null; readonly closes: number; readonly from: number; readonly to: number }[] = []
  private readonly pen: Pen
  private edits: readonly Edit[] = []
  private readonly restored = new Map<Node, Map<number, Back[]>>()
  private readonly back = new Set<Edit>()
  private quiet: Edit | null = null
  private formatId: string | null = null
  // How far the writing has come: characters of the source's text, edits, and what the target is ahead by.
  private at = 0
  private next = 0
  private ahead = 0

  constructor(source: Source, targets: readonly Node[], flat: Flat, pen: Pen) {
    this.source = source
    this.targets = targets
    this.flat = flat
    this.pen = pen
    let from = 0
    targets.forEach((target, closes) => {
      target.forEach((node) => {
        this.runs.push({ node, closes, from, to: from + lengthOf(node) })
        from += lengthOf(node)
      })
      if (closes === targets.length - 1) return
      this.runs.push({ node: null, closes, from, to: from + 1 })
      from++
    })
  }

  /** Takes the edits to make, and looks for words that come back from a strike instead of being put in anew. */
  plan(edits: readonly Edit[], a: Flat): void {
    this.edits = edits
    if (edits.length) this.label(edits[0], a)
    const struck = struckIn(this.source)
    let k = 0
    for (const edit of struck.length ? edits : []) {
      while (k < struck.length && struck[k].at < edit.a0) k++
      const near: Struck[] = []
      for (let n = k; n < struck.length && struck[n].at <= edit.a1; n++) near.push(struck[n])
      if (edit.b1 > edit.b0 && near.length) this.restore(edit, near)
    }
  }

  /** A label that stands in the text on one side only changes as one with the paragraph's properties. */
  private label(edit: Edit, a: Flat): void {
    const [was, is] = [this.source.members[this.source.members.length - 1], this.targets[0]]
    if (edit.a0 > 0 || edit.b0 > 0 || this.targets.length > 1) return
    const [old, fresh] = [a.text.slice(0, edit.a1).trim(), this.flat.text.slice(0, edit.b1).trim()]
    const read = fresh === '' && old !== '' && old === is.attrs.label && !was.attrs.label
    const written = old === '' && fresh !== '' && fresh === was.attrs.label && !is.attrs.label
    if (!read && !written) return
    if (!this.pen.properties) this.quiet = edit
    else {
      this.labelId = this.pen.change()
      this.strikes.set(edit, this.labelId)
    }
  }

  /** Looks in what stands struck at an edit for the text that it puts in, or for most of it, in the latest strike first. */
  private restore(edit: Edit, near: readonly Struck[]): void {
    const wanted = this.flat.text.slice(edit.b0, edit.b1)
    if (wanted.includes(BREAK)) return
    for (const whole of [true, false])
      for (const round of [...new Set(near.map((s) => s.round))].sort((p, q) => q - p)) {
        const group = near.filter((s) => s.round === round && s.node.isText)
        const text = group.map((s) => s.node.text!).join('')
        const start = whole ? wholeWords(text, wanted) : -1
        const plan =
          start < 0 ? (whole ? null : mostOf(text, wanted)) : [{ a0: start, a1: start + wanted.length, b0: 0, b1: wanted.length }]
        if (!plan) continue
        this.back.add(edit)
        this.bring(group, plan, edit.b0)
        return
      }
  }

  /** Notes what comes back of struck nodes: stretches of their joined text (a) that stand in the target from `b` on. */
  private bring(group: readonly Struck[], plan: readonly Edit[], b: number): void {
    const restoration = mark('restoration', this.pen.change(), this.pen)
    let insertion: Mark | null = null
    let from = 0
    group.forEach(({ node, at }, n) => {
      const to = from + node.text!.length
      const notes: Back[] = []
      for (const { a0, a1, b0, b1 } of plan) {
        if (a0 === a1) {
          const here = (a0 >= from && a0 < to) || (a0 === to && n === group.length - 1)
          if (!here) continue
          insertion ??= mark('insertion', this.pen.change(), this.pen)
          notes.push({ from: a0 - from, to: a0 - from, b0: b + b0, b1: b + b1, mark: insertion })
          continue
        }
        const [lo, hi] = [Math.max(a0, from), Math.min(a1, to)]
        if (lo < hi) notes.push({ from: lo - from, to: hi - from, b0: b + b0 + lo - a0, b1: b + b0 + hi - a0, mark: restoration })
      }
      if (notes.length) this.placesOf(node).set(at, notes)
      from = to
    })
  }
  private placesOf(node: Node): Map<number, Back[]> {
    const known = this.restored.get(node)
    if (known) return known
    const fresh = new Map<number, Back[]>()
    this.restored.set(node, fresh)
    return fresh
  }

  /** The member at a place with its part of the edits; the last one takes what is added at the very end. */
  write(member: Node, place: number, last: boolean): Node[] {
    const out: Out = []
    member.forEach((node) => {
      if (isLive(node, this.source)) this.standing(node, out)
      else this.absent(node, out)
    })
    const inner = this.source.inner.has(place) ? this.innerEnd(out) : null
    if (last && this.next < this.edits.length) this.insert(out)
    const same = !inner && out.length === member.childCount && out.every((node, i) => node === member.child(i))
    if (same) return [member]
    const written = this.blocks(member, out)
    if (inner) written.push(withSwitch(written.pop()!, inner))
    return written
  }

  /** The switch that strikes the end of a paragraph that runs on now. */
  private innerEnd(out: Out): Switch {
    const edit = this.edits[this.next]
    const sw = switched('del', this.strikeId(edit), this.pen)
    this.at++
    if (this.at === edit.a1) this.insert(out)
    return sw
  }

  /** What was written of a member as blocks: those that end in an end that was put in, and the member's own. */
  private blocks(member: Node, out: Out): Node[] {
    const blocks: Node[] = []
    let content: Node[] = []
    for (const piece of out) {
      if (!isEnd(piece)) {
        content.push(piece)
        continue
      }
      const { type, attrs } = propsOf(this.targets[piece.closes])
      const sw = [switched('ins', piece.id, this.pen)]
      blocks.push(schema.nodes[type].create({ ...attrs, id: this.pen.block('b'), sw }, Fragment.fromArray(content)))
      content = []
    }
    blocks.push(member.copy(Fragment.fromArray(content)))
    return blocks
  }

  private absent(node: Node, out: Out): void {
    const notes = this.restored.get(node)?.get(this.at)
    if (!notes) {
      out.push(node)
      return
    }
    let done = 0
    for (const note of notes) {
      if (note.from > done) out.push(cut(node, done, note.from))
      done = note.to
      if (note.from === note.to) this.put(note.b0, note.b1, note.mark, out)
      else {
        const back = cut(node, note.from, note.to)
        this.keep(back.mark(note.mark.addToSet(back.marks)), note.b0, out)
      }
    }
    if (done < node.text!.length) out.push(cut(node, done, node.text!.length))
  }

  private standing(node: Node, out: Out): void {
    const start = this.at
    const end = start + lengthOf(node)
    while (this.at < end) {
      const edit = this.edits[this.next]
      if (edit && edit.a0 <= this.at) {
        const to = Math.min(end, edit.a1)
        if (to > this.at) {
          out.push(this.gone(cut(node, this.at - start, to - start), edit))
          this.at = to
        }
        if (this.at === edit.a1) this.insert(out)
      } else {
        const to = edit ? Math.min(end, edit.a0) : end
        this.keep(this.stays(cut(node, this.at - start, to - start)), this.at + this.ahead, out)
        this.at = to
      }
    }
  }

  /** A stretch that the target does not have: struck, or left struck where it was to come back. */
  private gone(piece: Node, edit: Edit): Node {
    if (edit === this.quiet || this.source.back) return piece
    return piece.mark(mark('deletion', this.strikeId(edit), this.pen).addToSet(piece.marks))
  }
  private stays(piece: Node): Node {
    if (!this.source.back) return piece
    this.restorationId ??= this.pen.change()
    return piece.mark(mark('restoration', this.restorationId, this.pen).addToSet(piece.marks))
  }

  private readonly strikes = new Map<Edit, string>()
  private strikeId(edit: Edit): string {
    const id = this.strikes.get(edit) ?? this.pen.change()
    this.strikes.set(edit, id)
    return id
  }

  /** What the present edit puts in, and on to the next edit. */
  private insert(out: Out): void {
    const edit = this.edits[this.next++]
    this.ahead = edit.b1 - edit.a1
    if (edit.b1 === edit.b0 || this.back.has(edit) || edit === this.quiet) return
    const label = this.labelId !== null && this.strikes.get(edit) === this.labelId
    this.put(edit.b0, edit.b1, mark('insertion', label ? this.labelId! : this.pen.change(), this.pen), out)
  }
  private put(b0: number, b1: number, insertion: Mark, out: Out): void {
    for (let k = this.runAt(b0); k < this.runs.length && this.runs[k].from < b1; k++) {
      const { node, closes, from, to } = this.runs[k]
      if (to <= b0) continue
      if (!node) {
        out.push({ closes, id: insertion.attrs.id as string })
        continue
      }
      const piece = cut(node, Math.max(0, b0 - from), Math.min(to, b1) - from)
      out.push(piece.mark(insertion.addToSet(plainMarks(piece.marks))))
    }
  }

  /** A stretch that stays, with the target's formatting from its character `b` on. */
  private keep(node: Node, b: number, out: Out): void {
    if (!this.pen.format) {
      out.push(node)
      return
    }
    const end = b + lengthOf(node)
    for (let k = this.runAt(b); k < this.runs.length && this.runs[k].from < end; k++) {
      const { from, to, node: run } = this.runs[k]
      const piece = cut(node, Math.max(from, b) - b, Math.min(to, end) - b)
      if (run) out.push(this.formatted(piece, plainMarks(run.marks)))
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

/** The struck inline nodes of a source, and before which character of its text each stands. */
function struckIn(source: Source): Struck[] {
  const out: Struck[] = []
  let at = 0
  source.members.forEach((member, place) => {
    member.forEach((node) => {
      if (isLive(node, source)) at += lengthOf(node)
      else out.push({ node, at, round: lastSwitch(inlineSwitches(node), NOW)?.r ?? 0 })
    })
    if (source.inner.has(place)) at++
  })
  return out
}

/**
 * How most of a wanted text is had from struck text: the stretches that come back (a, b), and what is put in between (no a), in
 * order. Null where too little of it stands there, or in too many pieces.
 */
function mostOf(text: string, wanted: string): Edit[] | null {
  const edits = diff({ text, breaks: NONE }, { text: wanted, breaks: NONE })
  const plan: Edit[] = []
  let [a, b, kept, pieces] = [0, 0, 0, 0]
  const stay = (a1: number, b1: number) => {
    if (a1 === a) return
    plan.push({ a0: a, a1, b0: b, b1 })
    kept += words(wanted.slice(b, b1)).length
    pieces++
  }
  for (const edit of edits) {
    stay(edit.a0, edit.b0)
    if (edit.b1 > edit.b0) plan.push({ a0: edit.a1, a1: edit.a1, b0: edit.b0, b1: edit.b1 })
    a = edit.a1
    b = edit.b1
  }
  stay(text.length, wanted.length)
  return kept >= ENOUGH && kept >= MOST * words(wanted).length && pieces <= PIECES ? plan : null
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

/** A wholly struck block as the text that it had when it was struck, which may come back; null where it has no such text. */
export function struckSource(block: Node): Source | null {
  const back = block.isTextblock ? strikeRound(block) : 0
  if (!back) return null
  let live = false
  block.forEach((node) => {
    if (comesBack(node, back)) live = true
  })
  return live ? { members: [block], inner: NONE, back } : null
}
