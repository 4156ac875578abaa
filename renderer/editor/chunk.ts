import { Fragment, type Mark, type Node, Schema } from 'prosemirror-model'
import { type EditorState, Plugin } from 'prosemirror-state'
import type { Decoration, DecorationSource, EditorView, MarkViewConstructor } from 'prosemirror-view'
import { schema } from '../../shared/model/schema.ts'
import { bordersAt } from './layer.ts'

/**
 * The blocks of a long document stand in groups on the page, each an element whose layout and painting the browser leaves out
 * while it is out of sight (`page.css`: `.chunk`). With every block an element of its own to watch, a key press in a contract
 * costs the browser twice as much as the edit itself; without any, four times.
 *
 * The document knows nothing of groups. The view is shown a copy of it in which each block of its own carries a mark that names its
 * group: the view puts blocks with the same mark into one element, as it does with any mark. Sizes and positions are the same.
 */

/** How high a group stands before the next one begins, in pixels: about two windows. */
const ENOUGH = 1600

const marks = new Schema({
  nodes: { doc: { content: 'text*' }, text: {} },
  marks: {
    chunk: {
      attrs: { k: {}, height: {} },
      reparseInView: true,
    },
  },
}).marks

/** Measures of the page that a guess at a block's height is made from: characters in a line, and pixels (`page.css`). */
const LINE = 74
const PITCH = 25
const GAP = 10
const ROW = 31

/** About how high a block will stand, in pixels: what its group takes until it has been in sight. */
const heightOf = (block: Node): number =>
  block.isTextblock ? Math.ceil((block.content.size || 1) / LINE) * PITCH + GAP : block.childCount * ROW + GAP

/** The number of the group of each block. */
type Groups = readonly number[]

/** The element of a group. Whether it is laid out while out of sight is told by a class, which is no edit. */
export const chunkView: MarkViewConstructor = (mark) => {
  const dom = document.createElement('div')
  dom.className = 'chunk'
  dom.style.setProperty('--height', `${mark.attrs.height}px`)
  return { dom, ignoreMutation: ({ type, target }) => type === 'attributes' && target === dom }
}

/** The group that a position stands in; null where the page has none. */
function chunkAt(view: EditorView, pos: number): Element | null {
  const { node } = view.domAtPos(pos)
  return (node instanceof Element ? node : node.parentElement)?.closest('.chunk') ?? null
}

/** The end of the document that a key goes to, if it goes to one. */
function endOf({ key, ctrlKey, metaKey }: KeyboardEvent): 'start' | 'end' | null {
  if ((ctrlKey && key === 'Home') || (metaKey && key === 'ArrowUp')) return 'start'
  return (ctrlKey && key === 'End') || (metaKey && key === 'ArrowDown') ? 'end' : null
}

/**
 * Keeps the group at the caret and those beside it laid out, in sight or not (`page.css`: `.near`). The browser takes the caret over
 * what it has not laid out as if nothing stood there: after a jump, a key that comes before the next frame would otherwise take the
 * caret, or the end of a selection, past a whole group. Keys that go to an end of the document need the group there.
 */
export function nearby(): Plugin {
  let near: readonly Element[] = []
  const keep = (view: EditorView, more: Element | null): void => {
    const here = chunkAt(view, view.state.selection.head)
    const next = [here, here?.previousElementSibling, here?.nextElementSibling, more].filter((one) => one instanceof Element)
    if (next.length === near.length && next.every((one, i) => one === near[i])) return
    for (const one of near) if (!next.includes(one)) one.classList.remove('near')
    for (const one of next) one.classList.add('near')
    near = next
  }
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view, event) => {
          const end = endOf(event)
          if (end) keep(view, end === 'start' ? view.dom.firstElementChild : view.dom.lastElementChild)
          return false
        },
      },
    },
    view: (view) => {
      keep(view, null)
      return { update: () => keep(view, null) }
    },
  })
}

/** Which blocks stand together. Blocks keep their group as long as they can, so that the page need not draw them anew. */
export class Chunks {
  private doc: Node | null = null
  private groups: Groups = []
  private shown: Node | null = null
  private last = 0
  private readonly heights = new Map<number, number>()
  private readonly named = new Map<number, readonly Mark[]>()
  private readonly copies = new WeakMap<Node, { readonly k: number; readonly copy: Node }>()

  /** The document with the groups of its blocks. `border`: whether a group may begin at a block, by its place. */
  of(doc: Node, border: (at: number) => boolean): Node {
    const { doc: before } = this
    const groups = before ? this.follow(before, doc, border) : this.deal(doc, 0, doc.childCount, ++this.last, border)
    let moved = doc !== before
    for (let i = 1; i < groups.length; i++)
      if (groups[i] !== groups[i - 1] && !border(i)) {
        groups[i] = groups[i - 1]
        moved = true
      }
    if (!moved && this.shown) return this.shown
    this.doc = doc
    this.groups = groups
    this.shown = doc.copy(Fragment.fromArray(groups.map((k, i) => this.copy(doc.child(i), k))))
    return this.shown
  }

  /** Deals blocks out from a group on, in order; a group that has enough is followed by a new one. */
  private deal(doc: Node, from: number, to: number, first: number, border: (at: number) => boolean): number[] {
    const out: number[] = []
    let k = first
    let height = 0
    for (let i = from; i < to; i++) {
      if (height > ENOUGH && border(i)) {
        k = ++this.last
        height = 0
      }
      height += heightOf(doc.child(i))
      this.heights.set(k, height)
      out.push(k)
    }
    return out
  }

  /** The groups after an edit: what lies before and after it stands where it stood, what is new joins what is before it. */
  private follow(before: Node, doc: Node, border: (at: number) => boolean): number[] {
    if (doc === before) return [...this.groups]
    const most = Math.min(before.childCount, doc.childCount)
    let head = 0
    while (head < most && before.child(head) === doc.child(head)) head++
    let tail = 0
    while (tail < most - head && before.child(before.childCount - 1 - tail) === doc.child(doc.childCount - 1 - tail)) tail++
    const { groups } = this
    const rest = groups.slice(groups.length - tail)
    if (before.childCount === doc.childCount) return [...groups]
    const first = groups[head - 1] ?? rest[0] ?? ++this.last
    const middle = this.deal(doc, head, doc.childCount - tail, first, border)
    const end = middle.at(-1) ?? first
    if (end !== first) for (let i = 0; i < rest.length && rest[i] === first; i++) rest[i] = end
    return [...groups.slice(0, head), ...middle, ...rest]
  }

  private copy(block: Node, k: number): Node {
    const known = this.copies.get(block)
    if (known?.k === k) return known.copy
    const named = this.named.get(k) ?? [marks.chunk.create({ k, height: this.heights.get(k) ?? 0 })]
    this.named.set(k, named)
    const copy = block.mark(named)
    this.copies.set(block, { k, copy })
    return copy
  }
}

/** What the view keeps of a node on the page; only what is used here. */
interface Drawn {
  readonly children: readonly Drawn[]
  readonly size: number
  readonly outerDeco: readonly Decoration[]
  readonly innerDeco: DecorationSource
  matchesNode(node: Node, outer: readonly Decoration[], inner: DecorationSource): boolean
  update(node: Node, outer: readonly Decoration[], inner: DecorationSource, view: EditorView): boolean
  parseRange(from: number, to: number, base?: number): unknown
}

/** Has a view draw its document in groups. The view reaches its drawing through `docView` alone. */
export function inChunks(view: EditorView): void {
  const chunks = new Chunks()
  let known: { state: EditorState; shown: Node } | null = null
  const shown = (doc: Node): Node => {
    const { state } = view
    if (doc !== state.doc) return doc
    if (known?.state !== state) known = { state, shown: chunks.of(doc, bordersAt(state)) }
    return known.shown
  }
  const prepare = (drawn: Drawn): Drawn => {
    const { matchesNode, update, parseRange } = drawn
    drawn.matchesNode = (node, outer, inner) => matchesNode.call(drawn, shown(node), outer, inner)
    drawn.update = (node, outer, inner, of) => update.call(drawn, shown(node), outer, inner, of)
    // What the browser wrote is read back from the one block, as if there were no group around it.
    drawn.parseRange = (from, to, base = 0) => {
      let start = base
      for (const chunk of drawn.children) {
        const end = start + chunk.size
        if (from >= start && to <= end) return chunk.parseRange(from, to, start)
        start = end
      }
      return parseRange.call(drawn, from, to, base)
    }
    return drawn
  }
  let drawn: Drawn | null = prepare((view as unknown as { docView: Drawn }).docView)
  Object.defineProperty(view, 'docView', {
    get: () => drawn,
    set: (next: Drawn | null) => {
      drawn = next && prepare(next)
      if (drawn) drawn.update(view.state.doc, drawn.outerDeco, drawn.innerDeco, view)
    },
  })
}

/** The plain document that a view can be made with before its groups are known. */
export const blank: Node = schema.nodes.doc.createAndFill()!
