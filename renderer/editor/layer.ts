import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { schema } from '../../shared/model/schema.ts'
import { switchesOf } from '../../shared/redline/index.ts'
import { Drawer, type Drawing, type Frame, type Look, type Touch } from './draw.ts'

/** One block of the document as it was last drawn. */
interface Entry {
  readonly node: Node
  readonly frame: Frame
  readonly drawing: Drawing
}
interface Layer {
  readonly drawer: Drawer
  readonly entries: readonly Entry[]
  readonly set: DecorationSet
}

const key = new PluginKey<Layer>('layer')

/** A transaction that has the page looked at in another way. */
export const look = (tr: Transaction, next: Look): Transaction => tr.setMeta(key, next)
/** Whether a transaction has the page looked at in another way. */
export const looked = (tr: Transaction): boolean => tr.getMeta(key) !== undefined

/**
 * Lays insertions, deletions and what is out of sight over the page. After an edit the set is mapped, and only blocks that
 * changed, or whose neighbours changed what they show, are drawn again; a new look draws everything.
 */
export function layer(first: Look): Plugin<Layer> {
  return new Plugin<Layer>({
    key,
    state: {
      init: (_config, state) => whole(state.doc, new Drawer(first)),
      apply(tr, old, _before, state) {
        const next = tr.getMeta(key) as Look | undefined
        if (next) return whole(state.doc, new Drawer(next))
        if (!tr.docChanged) return old
        return composed(tr) && tr.doc.childCount === old.entries.length ? carried(tr, old) : follow(tr, old)
      },
    },
    props: {
      decorations: (state) => {
        const set = key.getState(state)?.set
        return set && indexed(set)
      },
    },
  })
}

/** Whether a transaction is a passing state of an input method. */
const composed = (tr: Transaction): boolean => tr.getMeta('composition') === true

const indexes = new WeakMap<DecorationSet, DecorationSet>()
/**
 * The same set, quick to ask for the part of a block. The view asks for each block at each key press, and a set searches from its
 * start each time: with thousands of blocks that is most of the work. Of our own sets no inline decoration spans blocks.
 */
function indexed(set: DecorationSet): DecorationSet {
  const known = indexes.get(set)
  if (known) return known
  const { children } = set as unknown as { children: readonly (number | DecorationSet)[] }
  const parts = new Map<number, DecorationSet>()
  for (let i = 0; i < children.length; i += 3) parts.set(children[i] as number, children[i + 2] as DecorationSet)
  const forChild = (offset: number): DecorationSet => parts.get(offset) ?? DecorationSet.empty
  const made: DecorationSet = Object.create(set, { forChild: { value: forChild } })
  indexes.set(set, made)
  return made
}

function entriesOf(doc: Node, drawer: Drawer, old: readonly Entry[] = []): Entry[] {
  const { start, end } = changedRange(doc, old)
  const shift = doc.childCount - old.length
  const made = drawer.frames(doc, start, end).map((frame, k) => {
    const i = start + k
    const node = doc.child(i)
    const before = old[i]?.node === node ? old[i] : old[i - shift]
    if (before && before.node === node && before.frame.key === frame.key) return before
    return { node, frame, drawing: drawer.draw(node, frame) }
  })
  return [...old.slice(0, start), ...made, ...old.slice(end - shift)]
}

/** A paragraph of the base whose end nobody touched: what stands before it and what stands after it show nothing of each other. */
const firm = (node: Node): boolean => node.isTextblock && switchesOf(node).length === 0

/** The places of blocks that may look different from how they were drawn: the changed ones and their neighbours to the next firm one. */
function changedRange(doc: Node, old: readonly Entry[]): { start: number; end: number } {
  const n = doc.childCount
  const shift = n - old.length
  const most = Math.min(n, old.length)
  let start = 0
  while (start < most && old[start].node === doc.child(start)) start++
  let end = n
  while (end - 1 - shift >= start && end > start && old[end - 1 - shift]?.node === doc.child(end - 1)) end--
  while (end < n && !firm(doc.child(end))) end++
  while (start > 0 && !firm(doc.child(start - 1))) start--
  if (end < n) return { start, end: end + 1 }
  // What stands at the end of the document may depend on there being anything else.
  for (let i = start; i < n; i++) if (firm(doc.child(i))) return { start, end: n }
  return { start: 0, end: n }
}

function whole(doc: Node, drawer: Drawer): Layer {
  const entries = entriesOf(doc, drawer)
  const made: Decoration[] = []
  let pos = 0
  for (const entry of entries) {
    decorate(entry.drawing, pos, made)
    pos += entry.node.nodeSize
  }
  return { drawer, entries, set: DecorationSet.create(doc, made) }
}

/**
 * While an input method composes, what lies over the page only goes along with the text: a label drawn anew would change places
 * with what is being composed beside it, which breaks the composition off. Its end draws the paragraph anew.
 */
const carried = (tr: Transaction, old: Layer): Layer => ({ ...old, set: old.set.map(tr.mapping, tr.doc) })

function follow(tr: Transaction, old: Layer): Layer {
  const { drawer } = old
  const entries = entriesOf(tr.doc, drawer, old.entries)
  const most = Math.min(entries.length, old.entries.length)
  let head = 0
  let from = 0
  while (head < most && entries[head] === old.entries[head]) from += entries[head++].node.nodeSize
  let tail = 0
  let to = tr.doc.content.size
  while (tail < most - head && entries[entries.length - 1 - tail] === old.entries[old.entries.length - 1 - tail])
    to -= entries[entries.length - 1 - tail++].node.nodeSize
  let set = old.set.map(tr.mapping, tr.doc)
  const stale = set.find(from, to).filter((d) => d.from >= from && d.to <= to)
  if (stale.length) set = set.remove(stale)
  const made: Decoration[] = []
  let pos = from
  for (let i = head; i < entries.length - tail; i++) {
    decorate(entries[i].drawing, pos, made)
    pos += entries[i].node.nodeSize
  }
  if (made.length) set = set.add(tr.doc, made)
  return { drawer, entries, set }
}

function decorate(drawing: Drawing, at: number, made: Decoration[]): void {
  for (const piece of drawing.pieces) {
    if (piece.type === 'widget')
      made.push(Decoration.widget(at + piece.pos, piece.make, { side: piece.side, key: piece.key, ignoreSelection: true, marks: [] }))
    else made.push(Decoration[piece.type](at + piece.from, at + piece.to, piece.attrs))
  }
}

/**
 * Whether a group of blocks may begin at a block, by its place: between two paragraphs that show nothing of each other. So margins
 * fall as they would without groups, and text that runs on stands in one group.
 */
export function bordersAt(state: EditorState): (at: number) => boolean {
  const { entries } = key.getState(state)!
  const plain = ({ node, frame }: Entry): boolean =>
    node.type === schema.nodes.paragraph && !node.attrs.list && !frame.props && !frame.gone && !frame.runs && !frame.joined
  return (at) => plain(entries[at - 1]) && plain(entries[at])
}

/** All that is laid over the page. */
export const decorationsOf = (state: EditorState): DecorationSet => key.getState(state)!.set

const shifted = (t: Touch, by: number): Touch => ({ ...t, from: t.from + by, to: t.to + by })

/** Where the changes with these ids stand, in document positions and in the order of the text. */
export function touches(state: EditorState, ids: ReadonlySet<string>): Touch[] {
  const out: Touch[] = []
  let pos = 0
  for (const { node, drawing } of key.getState(state)!.entries) {
    for (const t of drawing.touches) if (ids.has(t.id)) out.push(shifted(t, pos))
    pos += node.nodeSize
  }
  return out
}

/** What changes touch between two positions. */
export function touchesIn(state: EditorState, from: number, to: number): Touch[] {
  const out: Touch[] = []
  let pos = 0
  for (const { node, drawing } of key.getState(state)!.entries) {
    if (pos > to) break
    for (const t of drawing.touches) if (pos + t.from < to && pos + t.to > from) out.push(shifted(t, pos))
    pos += node.nodeSize
  }
  return out
}

/** The change at a position: one that holds it, else one that ends or begins there; null where there is none. */
export function touchAt(state: EditorState, at: number): Touch | null {
  let pos = 0
  let edge: Touch | null = null
  for (const { node, drawing } of key.getState(state)!.entries) {
    const end = pos + node.nodeSize
    if (at < pos) break
    if (at <= end)
      for (const t of drawing.touches) {
        const from = pos + t.from
        const to = pos + t.to
        if (at > from && at < to) return shifted(t, pos)
        if (!edge && (at === from || at === to)) edge = shifted(t, pos)
      }
    pos = end
  }
  return edge
}
