import type { Mark, Node } from 'prosemirror-model'
import { type BlockProps, plainMarks, type Switch, schema, type Was } from '../model/schema.ts'
import type { Pen } from './context.ts'
import { inlineOn, marksFrom, propsOf, sameMarks, sameProps, standsAt, switchesOf } from './present.ts'

/**
 * Single tokens with a switch or an earlier state written by the open round: pure functions from node to node. Toggling twice
 * in one round cancels; what the round itself put in carries no history of its own changes.
 */

/** Whether an inline node was put in by round r. */
export const ownInline = (node: Node, r: number): boolean => node.marks.some((m) => m.type === schema.marks.insertion && m.attrs.r === r)
/** Whether a block's end, a row or a cell was put in by round r. */
export const ownPart = (node: Node, r: number): boolean => {
  const first = switchesOf(node)[0]
  return first?.k === 'ins' && first.r === r
}

const withAttrs = (node: Node, attrs: Record<string, unknown>): Node =>
  node.type.create({ ...node.attrs, ...attrs }, node.content, node.marks)

/** An inline node as put in by the open round: its formatting and one insertion. */
export const inserted = (node: Node, pen: Pen, id: string): Node =>
  node.mark(schema.marks.insertion.create({ id, r: pen.r, p: pen.p }).addToSet(plainMarks(node.marks)))
/** The switch with which the open round puts an end, a row or a cell in. */
export const insertion = (pen: Pen, id: string): Switch => ({ k: 'ins', id, r: pen.r, p: pen.p })

const made = new WeakMap<Pen, Map<string, Mark>>()
/** A switch of the open round as a mark: one object for each id, so that runs of one change share it. */
function markOf(name: 'restoration' | 'deletion', pen: Pen, id: string): Mark {
  let known = made.get(pen)
  if (!known) {
    known = new Map()
    made.set(pen, known)
  }
  const key = `${name} ${id}`
  const there = known.get(key)
  if (there) return there
  const mark = schema.marks[name].create({ id, r: pen.r, p: pen.p })
  known.set(key, mark)
  return mark
}

/** An inline node turned on or off. Its own insertion is never turned off here: such text is taken out of the tree. */
export function inlineSwitched(node: Node, want: boolean, pen: Pen, id: string): Node {
  if (inlineOn(node, pen.r) === want) return node
  const name = want ? 'deletion' : 'restoration'
  const undone = node.marks.find((m) => m.attrs.r === pen.r && m.type.name === name)
  if (!undone) {
    return node.mark(markOf(want ? 'restoration' : 'deletion', pen, id).addToSet(node.marks))
  }
  // Formatting changed on what this round had restored goes with the restoration.
  const format = want ? undefined : ownFormat(node, pen.r)
  const back = format ? formatted(node, marksFrom(format.attrs.before), pen, id) : node
  return back.mark(undone.removeFromSet(back.marks))
}

const ownFormat = (node: Node, r: number): Mark | undefined => node.marks.find((m) => m.type === schema.marks.format && m.attrs.r === r)

/** A block (its end), row or cell turned on or off; what was changed on an end that this round restored goes with the restoration. */
export function partSwitched(node: Node, want: boolean, pen: Pen, id: string): Node {
  const switches = switchesOf(node)
  if (standsAt(switches, pen.r) === want) return node
  const last = switches[switches.length - 1]
  if (last?.r !== pen.r) return withAttrs(node, { sw: [...switches, { k: want ? 'res' : 'del', id, r: pen.r, p: pen.p }] })
  if (last.k === 'ins') throw new Error('what a round put in is taken out, never switched off in the same round')
  const was = (node.attrs.was ?? []) as readonly Was[]
  const mine = was[was.length - 1]
  const back = !want && mine?.r === pen.r ? withProps(node, mine as BlockProps, pen, id) : node
  return withAttrs(back, { sw: switches.slice(0, -1) })
}

/** A text block with other properties, keeping what stood before the open round. */
export function withProps(block: Node, props: BlockProps, pen: Pen, id: string): Node {
  const now = propsOf(block)
  if (sameProps(now, props)) return block
  let was = block.attrs.was as readonly Was[]
  if (!ownPart(block, pen.r)) {
    const last = was[was.length - 1]
    if (last?.r !== pen.r) was = [...was, { r: pen.r, id, p: pen.p, type: now.type, attrs: now.attrs }]
    else if (sameProps(last as BlockProps, props)) was = was.slice(0, -1)
  }
  return schema.nodes[props.type].create({ ...props.attrs, id: block.attrs.id, sw: block.attrs.sw, was }, block.content)
}

/** An inline node with other formatting, keeping what stood before the open round. */
export function formatted(node: Node, format: readonly Mark[], pen: Pen, id: string): Node {
  const now = plainMarks(node.marks)
  if (sameMarks(now, format)) return node
  let marks = node.marks.filter((m) => !m.isInSet(now)) as readonly Mark[]
  for (const m of format) marks = m.addToSet(marks)
  if (ownInline(node, pen.r)) return node.mark(marks)
  const mine = ownFormat(node, pen.r)
  if (mine && sameMarks(marksFrom(mine.attrs.before), format)) marks = mine.removeFromSet(marks)
  else if (!mine) marks = schema.marks.format.create({ id, r: pen.r, p: pen.p, before: now.map((m) => m.toJSON()) }).addToSet(marks)
  return node.mark(marks)
}
