import { Fragment, type Node } from 'prosemirror-model'
import { schema } from '../model/schema.ts'
import { cellOn, ends, formatAt, inlineOn, isTracked, propsAt, rowOn } from './present.ts'
import type { Version } from './types.ts'

/** A part that keeps its type and attributes but carries no switches. */
const unswitched = (part: Node, content: Node[]): Node => part.type.create({ ...part.attrs, sw: [] }, content)

/**
 * The clean document of a version: what stood then, with the properties and formatting of then, and no tracking at all.
 * Blocks (and whole documents) that nobody touched come back as the same objects.
 */
export function project(doc: Node, v: Version): Node {
  return isTracked(doc) ? doc.copy(Fragment.fromArray(projectBlocks(doc, v))) : doc
}

function projectTable(table: Node, v: Version): Node {
  if (!isTracked(table)) return table
  const rows: Node[] = []
  table.forEach((row) => {
    if (!rowOn(row, v)) return
    if (!isTracked(row)) {
      rows.push(row)
      return
    }
    const cells: Node[] = []
    row.forEach((cell) => {
      if (cellOn(cell, v)) cells.push(isTracked(cell) ? unswitched(cell, projectBlocks(cell, v)) : cell)
    })
    rows.push(unswitched(row, cells))
  })
  return table.copy(Fragment.fromArray(rows))
}

function projectBlocks(container: Node, v: Version): Node[] {
  const closes = ends(container, v)
  const out: Node[] = []
  let pending: Node[] | null = null
  for (let i = 0; i < container.childCount; i++) {
    const block = container.child(i)
    if (!block.isTextblock) {
      if (closes[i]) out.push(projectTable(block, v))
      continue
    }
    if (closes[i] && !pending && !isTracked(block)) {
      out.push(block)
      continue
    }
    for (let j = 0; j < block.childCount; j++) {
      const node = block.child(j)
      if (!inlineOn(node, v)) continue
      pending ??= []
      pending.push(isTracked(node) ? node.mark(formatAt(node, v)) : node)
    }
    if (!closes[i]) continue
    const props = propsAt(block, v)
    out.push(schema.nodes[props.type].create({ ...props.attrs, id: block.attrs.id }, Fragment.fromArray(pending ?? [])))
    pending = null
  }
  return out
}
