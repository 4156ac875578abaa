import { Fragment, type Node } from 'prosemirror-model'
import { moveIds, moveOf } from '../model/move.ts'
import type { RoundRef } from '../model/negotiation.ts'
import { plainMarks, type Switch, schema, unitText, type Was } from '../model/schema.ts'
import {
  cellOn,
  ends,
  hasText,
  inlineSwitches,
  isTracked,
  project,
  propsOf,
  Refused,
  refuse,
  rowOn,
  sameProps,
  switchesOf,
  type Version,
} from '../redline/index.ts'
import { merged } from './merge.ts'
import { holds, isBlank, loose, looseText, PART, unitsOf } from './quote.ts'
import { allNew, changeOf, explicit, inlineWith, mergedRounds, renamed, rewound } from './rewrite.ts'

/**
 * The agreement with the language of items in place: one document whose base is the agreement, word for word, and whose rounds
 * are those of the items.
 */

/** An item's language and its place. */
export interface Placing {
  /** What the caller knows it by, and what sentences call it (`Item 13`). */
  readonly item: string
  readonly name: string
  /** The blocks of the agreement that its current language is; none for new language. */
  readonly blocks: readonly string[]
  /** Where new language goes in: after this block; null: before everything; left out: after everything. */
  readonly after?: string | null
  readonly doc: Node
  /** The rounds that `doc` holds. */
  readonly rounds: readonly RoundRef[]
  /** Where only parts of it are meant: the version of each of its blocks, by id; those that are left out stay as they were. */
  readonly parts?: ReadonlyMap<string, Version>
}
/** Where an item's language went. */
export interface PlacedItem {
  readonly item: string
  /** The blocks that hold it: those of the agreement that it changes, and those that it puts in. */
  readonly blocks: readonly string[]
}
/** A round of an item, numbered among those of all. */
export interface PlacedRound extends RoundRef {
  /** What the caller knows its item by. */
  readonly item: string
}
/** The agreement with items in place. Version 0 is the agreement; `rounds.length` is each item's language in it. */
export interface InPlace {
  readonly doc: Node
  readonly rounds: readonly PlacedRound[]
  readonly placed: readonly PlacedItem[]
  /** Items that cannot be put in place with certainty, each with the reason in one sentence. */
  readonly refused: readonly { readonly item: string; readonly message: string }[]
}

/** What an item puts in place of one block of the agreement, and after it. */
interface Segment {
  /** In place of the block; null: the block as it is. */
  readonly here: readonly Node[] | null
  readonly after: readonly Node[]
}

/**
 * Puts items in place. Words outside of what an item changes are the same objects as in `base`; `project(doc, 0)` is `base`, and
 * the last version has each item's language. What an item quotes otherwise than the agreement says it (spaces, quotes, labels as
 * text, a part of a paragraph, headings left out) is read as the agreement's own words. An item whose place is not certain, or
 * that changes words of a paragraph which an earlier one in the list changes too, is left out and listed.
 */
export function inPlace(base: Node, items: readonly Placing[], newId: (prefix: string) => string): InPlace {
  const all = mergedRounds(items.map((item) => item.rounds))
  const ids = new Ids(base, newId)
  const order = new Map(base.children.map((block, i) => [block.attrs.id as string, i]))
  const segments = new Map<string, { here: readonly Node[]; by: string }>()
  const head: Node[] = []
  const behind = new Map<string, Node[]>()
  const tail: Node[] = []
  const placed: PlacedItem[] = []
  const refused: { item: string; message: string }[] = []
  items.forEach((item, k) => {
    try {
      const own = segmentsOf(base, item, order, newId)
      const named = ids.item(all.at(k))
      const blocks: string[] = []
      const put = (nodes: readonly Node[], block: Node | null): Node[] => {
        const out = named(nodes, block)
        blocks.push(...out.map((node) => node.attrs.id as string))
        return out
      }
      const staged = new Map<string, Node[]>()
      for (const [id, { here }] of own.at) {
        if (!here) continue
        const block = base.child(order.get(id)!)
        const known = segments.get(id)
        const mine = put(here, block)
        const both = known ? merged(known.here, mine, block) : mine
        staged.set(id, both ?? refuse(`${item.name} and ${known!.by} both change “${opening(block)}” at one place.`))
      }
      for (const [id, here] of staged) segments.set(id, { here, by: segments.get(id)?.by ?? item.name })
      for (const [id, { after }] of own.at) if (after.length) behind.set(id, [...(behind.get(id) ?? []), ...put(after, null)])
      const free = put(own.free, null)
      if (item.after === null) head.push(...free)
      else tail.push(...free)
      placed.push({ item: item.item, blocks })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refused.push({ item: item.item, message: error.message })
    }
  })
  const children = base.children.flatMap((block) => {
    const id = block.attrs.id as string
    return [...(segments.get(id)?.here ?? [block]), ...(behind.get(id) ?? [])]
  })
  const doc = base.copy(Fragment.fromArray([...head, ...children, ...tail]))
  return { doc, rounds: all.rounds.map(({ chain, ...round }) => ({ ...round, item: items[chain].item })), placed, refused }
}

const opening = (block: Node): string => {
  const text = looseText(block)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** What an item puts in, by the blocks of the agreement; `free` has no block: it goes before or after everything. */
interface Segments {
  readonly at: ReadonlyMap<string, Segment>
  readonly free: readonly Node[]
}

function segmentsOf(base: Node, item: Placing, order: ReadonlyMap<string, number>, newId: (prefix: string) => string): Segments {
  const doc = cutOf(item)
  if (!item.blocks.length) {
    const blocks = asNew(doc.children, item, newId)
    if (typeof item.after !== 'string') return { at: new Map(), free: blocks }
    if (!order.has(item.after)) refuse(`${item.name} goes in after a paragraph that the base agreement does not have.`)
    return { at: new Map([[item.after, { here: null, after: blocks }]]), free: [] }
  }
  const places = item.blocks.map(
    (id) => order.get(id) ?? refuse(`${item.name} stands at a paragraph that the base agreement does not have.`),
  )
  if (places.some((place, i) => i > 0 && place <= places[i - 1])) refuse(`The place of ${item.name} in the base agreement is out of order.`)
  const quoted = project(doc, 0).children
  const { groups, rest } = groupsOf(doc)
  const partner = partnersOf(
    item,
    quoted,
    places.map((place) => base.child(place)),
  )
  const at = new Map<string, Segment>()
  let last = -1
  let waiting: Node[] = []
  groups.forEach((group, i) => {
    const to = partner[i]
    if (to < 0) {
      if (isUntouched(group)) return
      waiting.push(...asNew(group, item, newId))
      return
    }
    const block = base.child(places[to])
    const front = [...waiting, ...leading(group)]
    const apart = last >= 0 && !base.children.slice(places[last] + 1, places[to]).every(isBlank)
    if (front.length && apart) refuse(`What ${item.name} puts in before “${opening(block)}” could stand in more than one place.`)
    const settled = isUntouched(group) ? null : ontoBlock(group, quoted[i], block, item)
    if (settled || waiting.length) at.set(block.attrs.id, { here: [...waiting, ...(settled ?? [block])], after: [] })
    waiting = []
    last = to
  })
  const behind = [...waiting, ...rest]
  if (behind.length) {
    const id = base.child(places[last]).attrs.id as string
    at.set(id, { here: at.get(id)?.here ?? null, after: behind })
  }
  return { at, free: [] }
}

/**
 * The blocks of a document that some blocks of its clean text at a version are, by their ids: a paragraph is what runs on into its
 * end, and its end.
 */
export function partsAt(doc: Node, v: Version, clean: readonly string[]): string[] {
  const wanted = new Set(clean)
  const closes = ends(doc, v)
  const out: string[] = []
  let open: string[] = []
  doc.children.forEach((child, i) => {
    const id = child.attrs.id as string
    if (closes[i]) {
      if (wanted.has(id)) out.push(...open, id)
      open = []
    } else if (child.isTextblock && hasText(child, v)) open.push(id)
  })
  return out
}

/** The item's document as far as it is meant, every end standing by itself. */
function cutOf(item: Placing): Node {
  const doc = explicit(item.doc, item.rounds.length)
  const { parts } = item
  if (!parts) return doc
  const sides = new Map<string, Set<boolean>>()
  for (const child of doc.children)
    eachChange(child, ({ id, r }) => {
      const move = moveOf(id)?.move
      if (move) sides.set(move, (sides.get(move) ?? new Set()).add(r <= (parts.get(child.attrs.id) ?? 0)))
    })
  if ([...sides.values()].some((side) => side.size > 1))
    refuse(`A part of ${item.name} was agreed from which, or to which, words were moved.`)
  return doc.copy(Fragment.fromArray(rewound(doc.children, (child) => parts.get(child.attrs.id) ?? 0)))
}
function eachChange(node: Node, visit: (s: Pick<Switch, 'id' | 'r'>) => void): void {
  for (const s of node.isInline ? inlineSwitches(node) : switchesOf(node)) visit(s)
  for (const child of node.children) eachChange(child, visit)
}

function asNew(children: readonly Node[], item: Placing, newId: (prefix: string) => string): Node[] {
  const p = item.rounds[0].party
  return allNew(children, changeOf(item.doc, 1, 'ins') ?? { id: newId('x'), p })
}

/** The children of a container by the blocks that they were at version 0; each group ends with the one that closes it. */
function groupsOf(container: Node): { readonly groups: readonly (readonly Node[])[]; readonly rest: readonly Node[] } {
  const closes = ends(container, 0)
  const groups: Node[][] = []
  let open: Node[] = []
  container.children.forEach((child, i) => {
    open.push(child)
    if (!closes[i]) return
    groups.push(open)
    open = []
  })
  return { groups, rest: open }
}
/** Whether a text block holds something that stood at version 0. */
const existedIn = (block: Node): boolean => block.isTextblock && block.children.some(stoodFirst)
const stoodFirst = (node: Node): boolean => (node.isInline ? inlineSwitches(node) : switchesOf(node))[0]?.k !== 'ins'
const isUntouched = (group: readonly Node[]): boolean => group.length === 1 && !isTracked(group[0])
/** Paragraphs and tables at the start of a group that are new. */
function leading(group: readonly Node[]): readonly Node[] {
  const first = group.findIndex((child, i) => i === group.length - 1 || existedIn(child))
  return group.slice(0, first)
}

/** For each block of a quotation the one of the agreement that it is, by its place; -1 for what says nothing. */
function partnersOf(item: Placing, quoted: readonly Node[], blocks: readonly Node[]): number[] {
  let next = 0
  return quoted.map((block) => {
    const limit = isBlank(block) ? next + 1 : blocks.length
    for (const fits of [says, quotes])
      for (let k = next; k < Math.min(limit, blocks.length); k++) {
        if (!fits(block, blocks[k])) continue
        next = k + 1
        return k
      }
    if (isBlank(block)) return -1
    return refuse(`${item.name} quotes “${opening(block)}”, which does not stand so at its place in the base agreement.`)
  })
}
/** Whether a quotation says all of a block, and whether it says a part of it. */
const says = (block: Node, of: Node): boolean =>
  block.isTextblock === of.isTextblock && looseText(block) === looseText(of) && (!of.isTextblock || fitOf(block, of) !== null)
const quotes = (block: Node, of: Node): boolean =>
  block.isTextblock && of.isTextblock && looseText(block).length >= PART && fitOf(block, of) !== null

/** Where the words of a quotation stand in a block of the agreement. */
interface Fit {
  /** The place in the block for a place in the quotation. */
  readonly place: (at: number) => number
  /** Up to here, the quotation's text is what the block has as its label. */
  readonly label: number
}

/** Null where the block does not hold the quotation, or not just once. An empty block is quoted by an empty one. */
function fitOf(block: Node, of: Node): Fit | null {
  const [own, whole] = [unitsOf(block), unitsOf(of)]
  const [x, y] = [loose(own), loose(whole)]
  const [label, there] = [loose(block.attrs.label ?? '').text, loose(of.attrs.label ?? '').text]
  const found = startOf(x.text, label, y.text, there)
  if (!found) return null
  const { skip, start } = found
  const place = (at: number): number => {
    const i = Math.max(lowerBound(x.at, at), skip) - skip + start
    if (i <= 0) return 0
    if (i >= y.at.length) return whole.length
    return i === start + x.text.length - skip ? y.at[i - 1] + 1 : y.at[i]
  }
  return { place, label: skip ? (x.at[skip] ?? own.length) : 0 }
}
/** How much of a quotation is the label, and where the rest stands in the text. */
function startOf(text: string, label: string, whole: string, there: string): { skip: number; start: number } | null {
  if (label === there || label === '') {
    if (text === whole) return { skip: 0, start: 0 }
    const lead = `${there} `
    if (label === '' && there !== '' && `${text} `.startsWith(lead)) {
      const rest = text.slice(lead.length)
      return rest === whole || (rest !== '' && whole.startsWith(rest) && holds(whole, rest)) ? { skip: lead.length, start: 0 } : null
    }
    return text !== '' && holds(whole, text) ? { skip: 0, start: whole.indexOf(text) } : null
  }
  const full = `${label} ${text}`
  return there === '' && (whole === full || (whole.startsWith(full) && holds(whole, full))) ? { skip: 0, start: label.length + 1 } : null
}
function lowerBound(list: readonly number[], value: number): number {
  let [lo, hi] = [0, list.length]
  while (lo < hi) {
    const mid = (lo + hi) >> 1
    if (list[mid] < value) lo = mid + 1
    else hi = mid
  }
  return lo
}

/** A group with the words of the agreement under its changes. */
function ontoBlock(group: readonly Node[], quoted: Node, block: Node, item: Pick<Placing, 'name'>): Node[] {
  const closer = group[group.length - 1]
  if (!block.isTextblock) return [...group.slice(0, -1), ontoTable(closer, block, item)]
  const same = quoted.content.eq(block.content) && sameProps(propsOf(quoted), propsOf(block))
  const texts = same ? [...group] : withWords(group, fitOf(quoted, block)!, block, item)
  const last = texts[texts.length - 1]
  if (same)
    return closer.attrs.id === block.attrs.id
      ? texts
      : [...texts.slice(0, -1), last.type.create({ ...last.attrs, id: block.attrs.id }, last.content)]
  return [...texts.slice(0, -1), closed(last, quoted, block)]
}

/** The closing block of a group as the agreement has it, with what the item changes of its properties. */
function closed(last: Node, quoted: Node, block: Node): Node {
  const was = last.attrs.was as readonly Was[]
  const props = propsOf(block)
  const id = block.attrs.id as string
  if (sameProps(propsOf(quoted), props)) return last.type.create({ ...last.attrs, id }, last.content)
  if (!was.length) return schema.nodes[props.type].create({ ...props.attrs, id, sw: last.attrs.sw }, last.content)
  return last.type.create({ ...last.attrs, id, was: [{ ...was[0], ...props }, ...was.slice(1)] }, last.content)
}

/** Stretches of a block's inline content. */
function stretch(block: Node, from: number, to: number): Node[] {
  const out: Node[] = []
  let at = 0
  block.forEach((node) => {
    const n = unitText(node).length
    const [lo, hi] = [Math.max(from, at), Math.min(to, at + n)]
    if (lo < hi) out.push(node.isText ? node.cut(lo - at, hi - at) : node)
    at += n
  })
  return out
}

function withWords(group: readonly Node[], fit: Fit, block: Node, item: Pick<Placing, 'name'>): Node[] {
  const size = unitsOf(block).length
  let at = 0
  let begun = false
  const first = group.findIndex(existedIn)
  return group.map((child, i) => {
    const content: Node[] = []
    const begin = (): void => {
      if (!begun) content.push(...stretch(block, 0, fit.place(0)))
      begun = true
    }
    if (!child.isTextblock) return child
    for (const node of child.children) {
      if (!stoodFirst(node)) {
        content.push(node)
        continue
      }
      begin()
      const from = at
      at += unitText(node).length
      const switches = inlineSwitches(node)
      if (from < fit.label && switches.length) refuse(`${item.name} changes the label of “${opening(block)}”, which it quotes as text.`)
      for (const piece of stretch(block, fit.place(from), fit.place(at)))
        content.push(inlineWith(piece, switches, plainMarks(piece.marks), []))
    }
    if (i === group.length - 1) {
      begin()
      content.push(...stretch(block, first < 0 ? fit.place(0) : fit.place(at), size))
    }
    return child.copy(Fragment.fromArray(content))
  })
}

function ontoTable(table: Node, block: Node, item: Pick<Placing, 'name'>): Node {
  if (table.eq(block)) return block
  const unlike = (): never => refuse(`${item.name} quotes the table “${opening(block)}” otherwise than it stands in the base agreement.`)
  let y = 0
  const rows = table.children.map((row) => {
    if (!rowOn(row, 0)) return row
    const of = block.maybeChild(y++) ?? unlike()
    let x = 0
    const cells = row.children.map((cell) => {
      if (!cellOn(cell, 0)) return cell
      const to = of.maybeChild(x++) ?? unlike()
      const { colspan, rowspan, align, colwidth } = to.attrs
      if (cell.attrs.colspan !== colspan || cell.attrs.rowspan !== rowspan) unlike()
      return to.type.create({ id: to.attrs.id, sw: cell.attrs.sw, colspan, rowspan, align, colwidth }, ontoCell(cell, to, item, unlike))
    })
    if (x !== of.childCount) unlike()
    return row.type.create({ ...row.attrs, id: of.attrs.id }, cells)
  })
  if (y !== block.childCount) unlike()
  return block.copy(Fragment.fromArray(rows))
}
function ontoCell(cell: Node, of: Node, item: Pick<Placing, 'name'>, unlike: () => never): Node[] {
  const quoted = project(schema.nodes.doc.create(null, cell.content), 0).children
  const { groups, rest } = groupsOf(cell)
  if (quoted.length !== of.childCount || groups.length !== quoted.length) unlike()
  const blocks = groups.flatMap((group, i) => {
    const to = of.child(i)
    if (looseText(quoted[i]) !== looseText(to)) unlike()
    return isUntouched(group) ? [to] : ontoBlock(group, quoted[i], to, item)
  })
  return [...blocks, ...rest]
}

/** Names that nothing else in the document has: ids of changes and of new blocks that are taken get fresh ones. */
class Ids {
  private readonly newId: (prefix: string) => string
  private readonly used = new Set<string>()

  constructor(base: Node, newId: (prefix: string) => string) {
    this.newId = newId
    for (const id of idsIn(base)) this.used.add(id)
  }

  private free(prefix: string): string {
    for (;;) {
      const id = this.newId(prefix)
      if (this.used.has(id)) continue
      this.used.add(id)
      return id
    }
  }

  /** Names what one item puts in. `block`: the one of the agreement in whose place it goes, which keeps its ids. */
  item(round: (r: number) => number): (nodes: readonly Node[], block: Node | null) => Node[] {
    const before = new Set(this.used)
    const known = new Map<string, string>()
    const named = (kind: string, id: string): string => {
      const key = `${kind} ${id}`
      const name = known.get(key) ?? (before.has(id) ? this.free(kind) : id)
      known.set(key, name)
      this.used.add(name)
      return name
    }
    const change = (id: string): string => {
      const half = moveOf(id)
      return half ? moveIds(named('m', half.move))[half.half] : named('x', id)
    }
    return (nodes, block) => {
      const kept = block ? idsIn(block) : new Set<string>()
      return nodes.map((node) => renamed(node, { round, change, block: (id) => (kept.has(id) ? id : named('b', id)) }))
    }
  }
}
function idsIn(node: Node): Set<string> {
  const out = new Set<string>(node.attrs.id ? [node.attrs.id] : [])
  node.descendants((child) => {
    if (child.attrs.id) out.add(child.attrs.id)
    return !child.isTextblock
  })
  return out
}
