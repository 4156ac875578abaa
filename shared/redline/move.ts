import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { isContainer } from '../model/schema.ts'
import { alone, borderAt, carry, closed, pickUnits, type Site, siteAt } from './carry.ts'
import { type Context, penOf, refuse } from './context.ts'
import { sendHome } from './origin.ts'
import { containerStarts } from './present.ts'
import { settle } from './replace.ts'
import { placeAbove, placeBelow, reachOf, type Unit, unitsOf } from './unit.ts'

/**
 * Moves (`REDLINE.md`, rule 3). What stands and is others' is struck under `<move>.from` and put in elsewhere under `<move>.to`;
 * own text of the open round simply goes there. What is struck already stays where it was. Moved once more in the same round it
 * stays one move, since its own insertion simply goes on; back where it came from it is no change at all (`bringHome`).
 */

/**
 * Moves paragraphs and tables of one container before another unit of the same one, in one tracked transaction. Units are
 * counted as they read in the open round; `before` is their number to move to the end. Null where nothing moves.
 */
export function moveUnits(state: EditorState, container: number, i: number, j: number, before: number, cx: Context): Transaction | null {
  if (before >= i && before <= j + 1) return null
  const pen = penOf(cx, cx.newId('m'))
  const out = state.tr
  settle(out, container, pen)
  const units = unitsOf(out.doc.resolve(container).parent, cx.r)
  const pick = pickUnits(units, i, j, cx.r)
  const target = borderAt(units, before, before > j)
  return closed(state, out, carry(out, { site: container, pick }, { site: container, target }, pen))
}

/** The units that a selection touches, with the container that holds them all. */
function touched(state: EditorState, r: number): { site: Site; units: Unit[]; i: number; j: number } {
  const { $from, $to } = state.selection
  let d = $from.sharedDepth($to.pos)
  while (d > 0 && !isContainer($from.node(d))) d--
  const site = siteAt(state.doc.resolve($from.start(d)))
  const units = unitsOf(site.container, r)
  const unitAt = (index: number): number => units.findIndex((u) => u.closing >= index)
  const last = $to.depth === d ? $to.index(d) - 1 : $to.index(d)
  const i = unitAt($from.index(d))
  const j = unitAt(Math.max(last, $from.index(d)))
  return { site, units, i: i < 0 ? units.length - 1 : i, j: j < 0 ? units.length - 1 : j }
}

const moveBy =
  (cx: Context, up: boolean): Command =>
  (state, dispatch) => {
    const { site, units, i, j: last } = touched(state, cx.r)
    const j = reachOf(units, i, last)
    const before = up ? placeAbove(units, i) : placeBelow(units, i, j)
    const where = site.start === 0 ? 'the text' : 'this table cell'
    if (before === null) refuse(up ? `This is already the first in ${where}.` : `This is already the last in ${where}.`)
    if (!dispatch) return true
    const tr = moveUnits(state, site.start, i, j, before, cx)
    if (tr) dispatch(tr)
    return true
  }

/**
 * Moves what the caret or selection is in past what stands before it: a subdivision, list item or section with all that belongs
 * to it (what follows deeper than itself), a plain paragraph or a table alone. In a table cell, within the cell. Throws `Refused`
 * where nothing stands there to be passed.
 */
export const moveUp = (cx: Context): Command => moveBy(cx, true)
/** The same past what stands after it. */
export const moveDown = (cx: Context): Command => moveBy(cx, false)

/**
 * Takes back a move of the open round: its text stands again where it came from and the copy is gone. What was typed into it since
 * goes home with it, and what was struck of it since is struck there. (`takeBack` with both of its ids, too, lets the text stand
 * where it was and takes the copy out, but what was typed into the copy stays where it was typed; with the id of one half alone,
 * the text stands twice or not at all.) Null where the move cannot be told any more: then `takeBack` serves.
 */
export function moveBack(state: EditorState, move: string, cx: Context): Transaction | null {
  for (const start of containerStarts(state.doc)) {
    const out = state.tr
    if (sendHome(out, start, move, cx)) return out.docChanged ? alone(out) : null
  }
  return null
}
