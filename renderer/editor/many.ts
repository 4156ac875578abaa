import type { Node } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import {
  type Change,
  type Choice,
  changes,
  chosen,
  openOf,
  paragraphAt,
  redline,
  type Verdict,
  type Version,
} from '../../shared/redline/index.ts'
import { touchesIn } from './layer.ts'

/** Many changes of the view, meant as one: by where they stand, by party, by round. */
export interface Many {
  readonly where: 'all' | 'paragraph' | 'selection'
  readonly party?: string
  /** Place of the round in the chain. */
  readonly round?: number
  readonly verdict: Verdict
}

/** The choice that is meant, with its positions in the document; null where there is no such place. */
export function choiceOf(state: EditorState, many: Many, v: Version): Choice | null {
  const { party, round, where } = many
  if (where === 'all') return { party, round }
  const { from, to, empty } = state.selection
  if (where === 'selection') return empty ? null : { party, round, range: { from, to } }
  const range = paragraphRange(state, v)
  return range && { party, round, range }
}

/** The paragraph at the caret, from the start of its first block to the end of its last. */
function paragraphRange(state: EditorState, v: Version): { from: number; to: number } | null {
  const p = paragraphAt(state.selection.$head, v)
  if (!p) return null
  const from = openOf(p.container, p.start, p.first)
  return { from, to: openOf(p.container, p.start, p.closing + 1) }
}

/** The changes between baseline and target that are meant and to which the verdict does something. */
export function meantOf(
  state: EditorState,
  rounds: readonly RoundRef[],
  baseline: Version,
  target: Version,
  many: Many,
): { readonly choice: Choice; readonly list: readonly Change[] } | null {
  const choice = choiceOf(state, many, target)
  if (!choice) return null
  const found = chosen(listOf(state.doc, rounds, baseline, target), choice, many.verdict)
  if (!choice.range) return { choice, list: found }
  const near = new Set(touchesIn(state, choice.range.from, choice.range.to).map((t) => t.id))
  return { choice, list: found.filter((change) => change.ids.some((id) => near.has(id))) }
}
const listOf = (doc: Node, rounds: readonly RoundRef[], baseline: Version, target: Version): Change[] =>
  changes(redline(doc, rounds, baseline, target))
