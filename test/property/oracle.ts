import type { Node } from 'prosemirror-model'
import { ends, inlineOn, project } from '../../shared/redline/index.ts'

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
