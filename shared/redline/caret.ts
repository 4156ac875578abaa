import type { Mark, Node, ResolvedPos } from 'prosemirror-model'
import type { EditorState, Selection } from 'prosemirror-state'
import { isContainer, plainMarks } from '../model/schema.ts'
import { refuse } from './context.ts'
import { ends, formatAt, inlineOn, tableOn } from './present.ts'
import type { Version } from './types.ts'

/** The neighbourhood of a place as a reader sees it: what does not stand is skipped. */

/** One standing inline node of a paragraph and its position. */
export interface Standing {
  readonly node: Node
  readonly pos: number
}
/** The paragraph that a place reads as part of. It may span several blocks of the tree, all but the last with ends that are off. */
export interface Paragraph {
  readonly container: Node
  /** Position at which the container's content starts. */
  readonly start: number
  /** Which children of the container close a block. */
  readonly closes: readonly boolean[]
  /** Index of its first block. */
  readonly first: number
  /** Index of the block whose end closes it; the last that there is where none does. */
  readonly closing: number
  readonly text: readonly Standing[]
}

/** Whether both ends of a selection are in text. Refuses one that begins in one table cell and ends outside of it. */
export function inText({ $from, $to }: Selection): boolean {
  if (!$from.parent.isTextblock || !$to.parent.isTextblock) return false
  if ($from.start(-1) !== $to.start(-1))
    refuse('A selection that begins in one table cell and ends outside of it cannot be changed as one; select inside one cell.')
  return true
}

/** Position before a child of a container. */
export function openOf(container: Node, start: number, index: number): number {
  let pos = start
  for (let i = 0; i < index; i++) pos += container.child(i).nodeSize
  return pos
}

/** The paragraph at a position inside a text block; null elsewhere. */
export function paragraphAt($pos: ResolvedPos, v: Version): Paragraph | null {
  if (!$pos.parent.isTextblock || !isContainer($pos.node(-1))) return null
  const container = $pos.node(-1)
  const start = $pos.start(-1)
  const closes = ends(container, v)
  const index = $pos.index(-1)
  const first = firstOf(container, closes, index, v)
  let closing = index
  while (!closes[closing] && closing + 1 < container.childCount && runsOn(container.child(closing + 1), v)) closing++
  return { container, start, closes, first, closing, text: standingIn(container, start, first, closing, v) }
}
const runsOn = (block: Node, v: Version): boolean => block.isTextblock || !tableOn(block, v)
function firstOf(container: Node, closes: readonly boolean[], index: number, v: Version): number {
  let first = index
  while (first > 0 && !closes[first - 1] && runsOn(container.child(first - 1), v)) first--
  return first
}
function standingIn(container: Node, start: number, first: number, last: number, v: Version): Standing[] {
  const out: Standing[] = []
  let pos = openOf(container, start, first)
  for (let i = first; i <= last; i++) {
    const block = container.child(i)
    if (block.isTextblock)
      block.forEach((node, o) => {
        if (inlineOn(node, v)) out.push({ node, pos: pos + 1 + o })
      })
    pos += block.nodeSize
  }
  return out
}

/** The paragraph that ends right before another one; null where a table or the container's edge is there. */
export function paragraphBefore(paragraph: Paragraph, v: Version): Paragraph | null {
  const { container, start, closes } = paragraph
  const closing = paragraph.first - 1
  if (closing < 0 || !container.child(closing).isTextblock) return null
  const first = firstOf(container, closes, closing, v)
  return { container, start, closes, first, closing, text: standingIn(container, start, first, closing, v) }
}

/** The formatting that text typed at the selection takes: stored marks, else those of the nearest standing character, left before right. */
export function typingMarks(state: EditorState, v: Version): readonly Mark[] {
  if (state.storedMarks) return plainMarks(state.storedMarks)
  const { from, to, empty } = state.selection
  const paragraph = paragraphAt(state.selection.$from, v)
  if (!paragraph) return []
  const { text } = paragraph
  if (!empty) {
    const replaced = text.find((t) => t.pos + t.node.nodeSize > from && t.pos < to)
    if (replaced) return formatAt(replaced.node, v)
  }
  const near = text.findLast((t) => t.pos < from) ?? text.find((t) => t.pos >= from)
  return near ? formatAt(near.node, v) : []
}
