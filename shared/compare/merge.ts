import { Fragment, type Node } from 'prosemirror-model'
import { inlineSwitches, isTracked, switchesOf } from '../redline/index.ts'

/** What two items do to one block of the agreement, each at places of its own, as one. */

/** A character or the end of the agreement's block; what is put in before it stands in `before`. */
interface Place {
  readonly before: readonly Token[]
  /** A character with its marks; null: the end. */
  readonly own: Node | null
}
/** What an item puts in: words, a paragraph end (with its block's type and properties), a table. */
type Token = { readonly kind: 'inline' | 'table'; readonly node: Node } | { readonly kind: 'end'; readonly node: Node }

/**
 * The blocks of two items over one block, each of which ends with that block; null where both change the same characters, put
 * something in at one place or change its end, or where one puts words in among those that the other strikes.
 */
export function merged(one: readonly Node[], other: readonly Node[], block: Node): Node[] | null {
  const [a, b] = [one[one.length - 1], other[other.length - 1]]
  if (!block.isTextblock) return one.length + other.length === 2 ? wrapped(mergedTable(a, b, block)) : null
  const end = picked(withoutContent(a), withoutContent(b), withoutContent(block))
  const [x, y, base] = [placesOf(one), placesOf(other), placesOf([block])]
  if (!end || x.length !== base.length || y.length !== base.length) return null
  // Where the one strikes the end, or the words around a place, nobody can say what becomes of words that the other puts in there.
  if (switchesOf(end).length || strays(x, y, base) || strays(y, x, base)) return null
  const out: Node[] = []
  let content: Node[] = []
  const put = ({ kind, node }: Token): void => {
    if (kind === 'inline') content.push(node)
    else if (kind === 'table') out.push(node)
    else {
      out.push(node.copy(Fragment.fromArray(content)))
      content = []
    }
  }
  for (let i = 0; i < base.length; i++) {
    if (x[i].before.length && y[i].before.length) return null
    for (const token of [...x[i].before, ...y[i].before]) put(token)
    const [p, q, was] = [x[i].own, y[i].own, base[i].own]
    if (!p || !q || !was) continue
    const own = picked(p, q, was)
    if (!own) return null
    content.push(own)
  }
  out.push(end.copy(Fragment.fromArray(content)))
  return out
}

/** Whether one puts something in where the words on both sides are changed by the other. */
const strays = (one: readonly Place[], other: readonly Place[], base: readonly Place[]): boolean => {
  const changed = (i: number): boolean => i >= 0 && base[i].own !== null && !other[i].own!.eq(base[i].own!)
  return one.some(({ before }, i) => before.length > 0 && changed(i - 1) && (changed(i) || i === base.length - 1))
}
/** Of two forms of a node the one that was changed; null where both were, each otherwise. */
function picked(a: Node, b: Node, base: Node): Node | null {
  if (a.eq(b) || b.eq(base)) return a
  return a.eq(base) ? b : null
}
const withoutContent = (block: Node): Node => block.copy(Fragment.empty)
const wrapped = (node: Node | null): Node[] | null => node && [node]

/** The characters of a block, and its end, with what is put in before each. */
function placesOf(blocks: readonly Node[]): Place[] {
  const out: Place[] = []
  let before: Token[] = []
  blocks.forEach((block, i) => {
    if (!block.isTextblock) {
      before.push({ kind: 'table', node: block })
      return
    }
    for (const node of block.children) {
      if (inlineSwitches(node)[0]?.k === 'ins') {
        before.push({ kind: 'inline', node })
        continue
      }
      for (let at = 0; at < node.nodeSize; at++) {
        out.push({ before, own: node.isText ? node.cut(at, at + 1) : node })
        before = []
      }
    }
    if (i < blocks.length - 1) before.push({ kind: 'end', node: withoutContent(block) })
  })
  return [...out, { before, own: null }]
}

/** Two tables of the same rows and cells, cell by cell. */
function mergedTable(a: Node, b: Node, base: Node): Node | null {
  const rows: Node[] = []
  if (a.childCount !== base.childCount || b.childCount !== base.childCount) return whole(a, b)
  for (let y = 0; y < base.childCount; y++) {
    const [p, q, was] = [a.child(y), b.child(y), base.child(y)]
    const row = picked(withoutContent(p), withoutContent(q), withoutContent(was))
    if (!row || p.childCount !== was.childCount || q.childCount !== was.childCount) return null
    const cells: Node[] = []
    for (let x = 0; x < was.childCount; x++) {
      const cell = picked(p.child(x), q.child(x), was.child(x))
      if (!cell) return null
      cells.push(cell)
    }
    rows.push(row.copy(Fragment.fromArray(cells)))
  }
  return base.copy(Fragment.fromArray(rows))
}
/** Of two tables the one that was changed. */
const whole = (a: Node, b: Node): Node | null => (isTracked(a) ? (isTracked(b) ? null : a) : b)
