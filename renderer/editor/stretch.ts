import type { EditorState } from 'prosemirror-state'
import { schema } from '../../shared/model/schema.ts'
import type { BlockStretch } from './types.ts'

/** The blocks that a selection reaches over, where it holds a place (`pos`; null: the selection itself); else the one at the place. */
export function stretchAt({ doc, selection }: EditorState, pos: number | null): BlockStretch | null {
  const selected = !selection.empty && (pos === null || (pos >= selection.from && pos <= selection.to))
  const [from, to] = selected ? [selection.from, selection.to] : [pos ?? selection.from, pos ?? selection.from]
  const first = Math.min(doc.resolve(from).index(0), doc.childCount - 1)
  const end = doc.resolve(to)
  const last = Math.min(Math.max(first, end.depth === 0 && to > from ? end.index(0) - 1 : end.index(0)), doc.childCount - 1)
  if (first < 0) return null
  const isHeading = (i: number): boolean => doc.child(i).type === schema.nodes.heading
  let above = first
  while (above >= 0 && !isHeading(above)) above--
  const one = first === last
  return {
    from: doc.child(first).attrs.id,
    to: one ? null : doc.child(last).attrs.id,
    what: !one ? 'words' : isHeading(first) ? 'heading' : 'paragraph',
    section: above < 0 ? null : doc.child(above).attrs.id,
  }
}
