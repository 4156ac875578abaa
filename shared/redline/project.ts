import { Fragment, type Node } from 'prosemirror-model'
import { schema } from '../model/schema.ts'
import { cellOn, endOn, ends, formatAt, inlineOn, isTracked, propsAt, rowOn, switchesOf, tableOn } from './present.ts'
import type { Version } from './types.ts'

/** A part that keeps its type and attributes but carries no switches. */
const unswitched = (part: Node, content: Node[]): Node =>
  switchesOf(part).length ? part.type.create({ ...part.attrs, sw: [] }, content) : part.copy(Fragment.fromArray(content))

/**
 * The clean document of a version: what stood then, with the properties and formatting of then, and no tracking at all.
 * Blocks (and whole documents) that nobody touched come back as the same objects.
 */
export function project(doc: Node, v: Version): Node {
  return isTracked(doc) ? doc.copy(Fragment.fromArray(projectBlocks(doc, v))) : doc
}

/** How many children at the start and at the end of two documents are the same objects; the two runs never overlap. */
export function sharedEnds(a: Node, b: Node): { start: number; end: number } {
  const room = Math.min(a.childCount, b.childCount)
  let start = 0
  while (start < room && a.child(start) === b.child(start)) start++
  let end = 0
  while (end < room - start && a.child(a.childCount - 1 - end) === b.child(b.childCount - 1 - end)) end++
  return { start, end }
}

/**
 * Whether two documents read the same at version v. Equal to comparing their projections, but what they share at both ends
 * is not read again: a block whose own end stands at v (or a standing table) closes whatever comes before it, so nothing on
 * its one side bears on how the other reads. What is compared runs from the last such block before the difference to the
 * first one after it.
 */
export function readsAlike(a: Node, b: Node, v: Version): boolean {
  if (a === b) return true
  if (!a.sameMarkup(b)) return false
  const shared = sharedEnds(a, b)
  const closes = (i: number): boolean => (a.child(i).isTextblock ? endOn(a.child(i), v) : tableOn(a.child(i), v))
  let from = shared.start - 1
  while (from >= 0 && !closes(from)) from--
  from = Math.max(from, 0)
  let after = a.childCount - shared.end
  while (after < a.childCount && !closes(after)) after++
  const left = Math.max(a.childCount - after - 1, 0)
  const part = (doc: Node): Node => project(doc.copy(Fragment.fromArray(doc.children.slice(from, doc.childCount - left))), v)
  return part(a).eq(part(b))
}

/** What a block or table of its own was at the version that was last asked for: after an edit all others are there already. */
const projected = new WeakMap<Node, { readonly v: Version; readonly clean: Node }>()
function once(node: Node, v: Version, make: () => Node): Node {
  const known = projected.get(node)
  if (known?.v === v) return known.clean
  const clean = make()
  projected.set(node, { v, clean })
  return clean
}

function projectTable(table: Node, v: Version): Node {
  const rows: Node[] = []
  for (const row of table.children) {
    if (!isTracked(row)) rows.push(row)
    else if (rowOn(row, v)) {
      const cells: Node[] = []
      for (const cell of row.children) if (cellOn(cell, v)) cells.push(isTracked(cell) ? unswitched(cell, projectBlocks(cell, v)) : cell)
      rows.push(unswitched(row, cells))
    }
  }
  return table.copy(Fragment.fromArray(rows))
}

function projectBlocks(container: Node, v: Version): Node[] {
  const closes = ends(container, v)
  const out: Node[] = []
  let pending: Node[] | null = null
  for (let i = 0; i < container.childCount; i++) {
    const block = container.child(i)
    if (!block.isTextblock) {
      if (closes[i]) out.push(isTracked(block) ? once(block, v, () => projectTable(block, v)) : block)
      continue
    }
    if (closes[i] && !pending) {
      out.push(isTracked(block) ? once(block, v, () => closed(block, standing(block, v), v)) : block)
      continue
    }
    const text = standing(block, v)
    if (text.length) pending = pending ? pending.concat(text) : text
    if (!closes[i]) continue
    out.push(closed(block, pending ?? [], v))
    pending = null
  }
  return out
}

/** What of a block's text stood, with the formatting of then. */
function standing(block: Node, v: Version): Node[] {
  const out: Node[] = []
  for (const node of block.children) {
    if (!node.marks.length) out.push(node)
    else if (inlineOn(node, v)) out.push(isTracked(node) ? node.mark(formatAt(node, v)) : node)
  }
  return out
}

/** Text as the paragraph that a block's end closes. */
function closed(block: Node, text: Node[], v: Version): Node {
  if (!switchesOf(block).length && !block.attrs.was.length) return block.copy(Fragment.fromArray(text))
  const props = propsAt(block, v)
  return schema.nodes[props.type].create({ ...props.attrs, id: block.attrs.id }, Fragment.fromArray(text))
}
