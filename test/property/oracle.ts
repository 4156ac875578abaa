import type { Node } from 'prosemirror-model'
import { cellOn, ends, inlineOn, project, rowOn } from '../../shared/redline/index.ts'

/** Where a place of a tracked container lies in its clean text: counted from what stands, written against the tree alone. */
export interface CleanPlace {
  /** Size of the clean blocks that are finished before the place. */
  readonly base: number
  /** Standing characters of the clean block under way that come before the place. */
  readonly chars: number
  /** The position in the clean container; null where no paragraph end comes after it. */
  readonly pos: number | null
}

/** `pos` is relative to the container's content. */
export function cleanPlace(container: Node, pos: number, v: number): CleanPlace {
  const closes = ends(container, v)
  let done = 0
  let chars = 0
  let found: { base: number; chars: number } | null = null
  let at: number | null = null
  let trailing = false
  let p = 0
  const mark = (extra = 0): void => {
    found ??= { base: done, chars: chars + extra }
  }
  container.forEach((block, _, i) => {
    if (pos === p) mark()
    if (!block.isTextblock) {
      if (closes[i]) {
        if (found && at === null) trailing = true
        done += cleanSize(block, v)
      }
      p += block.nodeSize
      return
    }
    block.forEach((node, o) => {
      const a = p + 1 + o
      const on = inlineOn(node, v)
      if (pos >= a && pos < a + node.nodeSize) mark(on ? pos - a : 0)
      if (on) chars += node.nodeSize
    })
    if (pos === p + block.nodeSize - 1) mark()
    if (closes[i]) {
      if (found && at === null && !trailing) at = found.base + 1 + found.chars
      done += chars + 2
      chars = 0
    }
    p += block.nodeSize
  })
  mark()
  return { ...found!, pos: at }
}
const cleanSize = (table: Node, v: number): number => {
  const doc = table.type.schema.nodes.doc.create(null, [table])
  return project(doc, v).content.size
}

/** Position, in a clean document, of the cell that stands at a position of the tracked one; null where it does not stand. */
export function cleanCell(doc: Node, clean: Node, pos: number, v: number): number | null {
  const $cell = doc.resolve(pos)
  if ($cell.depth !== 2 || !$cell.nodeAfter) return null
  const [table, row] = [$cell.node(1), $cell.node(2)]
  if (!rowOn(row, v) || !cellOn($cell.nodeAfter, v)) return null
  const at = cleanPlace(doc, $cell.before(1), v).base
  const shown = clean.resolve(at).nodeAfter
  if (shown?.type !== table.type) return null
  const rows = table.children.slice(0, $cell.index(1)).filter((r) => rowOn(r, v)).length
  const cells = row.children.slice(0, $cell.index(2)).filter((c) => cellOn(c, v)).length
  return at + 1 + sizeOf(shown, rows) + 1 + sizeOf(shown.child(rows), cells)
}
const sizeOf = (node: Node, children: number): number => node.children.slice(0, children).reduce((sum, child) => sum + child.nodeSize, 0)

/**
 * The position in a clean document of a position in text of the tracked one, in a cell too; null where its cell does not stand,
 * no end comes after it, or it lies in a table inside a cell.
 */
export function cleanPosition(doc: Node, clean: Node, pos: number, v: number): number | null {
  const $pos = doc.resolve(pos)
  if ($pos.depth === 1) return cleanPlace(doc, pos, v).pos
  if ($pos.depth !== 4) return null
  const cell = cleanCell(doc, clean, $pos.before(3), v)
  const inside = cleanPlace($pos.node(3), pos - $pos.start(3), v).pos
  return cell === null || inside === null ? null : cell + 1 + inside
}
