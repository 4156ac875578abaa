import type { Node } from 'prosemirror-model'
import type { BlockProps } from '../model/schema.ts'
import { ends, hasText, propsOf } from './present.ts'
import type { Version } from './types.ts'

/** A paragraph or table as it reads at a version: the children of a container that it spans, and what it is. */
export interface Unit {
  /** Its first child that has something standing. */
  readonly first: number
  /** The child whose end closes it, or the table. */
  readonly closing: number
  /** Null for a table. */
  readonly props: BlockProps | null
}

/** The paragraphs and tables that stand in a container at a version, in order. */
export function unitsOf(container: Node, v: Version): Unit[] {
  const closes = ends(container, v)
  const out: Unit[] = []
  let first = -1
  container.forEach((block, _, i) => {
    if (block.isTextblock && first < 0 && hasText(block, v)) first = i
    if (!closes[i]) return
    const props = block.isTextblock ? propsOf(block) : null
    out.push({ first: props && first >= 0 ? first : i, closing: i, props })
    first = -1
  })
  return out
}

const LABELLED = 4
const TEXT = 5

/**
 * How deep a unit lies: headings by their level (1 to 3), then a paragraph with a label that is no list item (`Subd. 2.`), then
 * list items, other paragraphs and tables by their indentation.
 */
export function depthOf(unit: Unit): number {
  const { props } = unit
  if (!props) return TEXT
  if (props.type === 'heading') return props.attrs.level
  return props.attrs.label && !props.attrs.list ? LABELLED : TEXT + props.attrs.level
}
/** A heading or labelled paragraph takes along what follows deeper than itself; a plain paragraph or a table only itself. */
const leads = (unit: Unit): boolean => unit.props !== null && (unit.props.type === 'heading' || Boolean(unit.props.attrs.label))

/** The last of what belongs to the units `from` to `to`: up to the next one that is no deeper than the shallowest of them that leads. */
export function reachOf(units: readonly Unit[], from: number, to: number): number {
  const leading = units.slice(from, to + 1).filter(leads)
  if (!leading.length) return to
  const depth = Math.min(...leading.map(depthOf))
  let last = to
  while (last + 1 < units.length && depthOf(units[last + 1]) > depth) last++
  return last
}

/** Before which unit the units `from` to `to` go when they move up past what stands before them; null where nothing does. */
export function placeAbove(units: readonly Unit[], from: number): number | null {
  if (from === 0) return null
  const depth = depthOf(units[from])
  let at = from - 1
  while (at > 0 && depthOf(units[at]) > depth) at--
  if (depthOf(units[at]) === depth && reachOf(units, at, at) >= from - 1) return at
  return depthOf(units[at]) < depth && at < from - 1 ? at + 1 : from - 1
}

/** Before which unit the units up to `to` go when they move down past what follows, `units.length` at the end; null where nothing does. */
export function placeBelow(units: readonly Unit[], from: number, to: number): number | null {
  if (to + 1 >= units.length) return null
  return depthOf(units[to + 1]) === depthOf(units[from]) ? reachOf(units, to + 1, to + 1) + 1 : to + 2
}
