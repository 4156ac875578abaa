import type { EditorState, Transaction } from 'prosemirror-state'
import { TextSelection } from 'prosemirror-state'

/**
 * Input methods compose on the page itself; rewriting marks meanwhile would break the composition off. So the states of a
 * composition are passing ones: they follow the page, are never saved and are dropped at its end, when what was composed
 * becomes one ordinary edit of the state that stood before.
 */
export class Composition {
  private before: EditorState | null = null

  /** Whether a composition is under way or not yet written down. */
  get holds(): boolean {
    return this.before !== null
  }

  /** Follows the page through a step of the composition: the passing state. `tr` bypasses the tracking guard. */
  follow(state: EditorState, tr: Transaction): EditorState {
    this.before ??= state
    return state.apply(tr.setMeta('addToHistory', false))
  }

  /** Ends the composition: the state before it, and the edit that it amounts to (null where it was abandoned). */
  end(now: EditorState): { before: EditorState; edit: Transaction | null } | null {
    const before = this.before
    this.before = null
    return before && { before, edit: difference(before, now) }
  }
}

/** The one replacement that turns the document of one state into that of another; null where they are the same. */
function difference(before: EditorState, now: EditorState): Transaction | null {
  const first = before.doc.content.findDiffStart(now.doc.content)
  const ends = before.doc.content.findDiffEnd(now.doc.content)
  if (first === null || !ends) return null
  const overlap = Math.max(0, first - Math.min(ends.a, ends.b))
  const length = ends.b + overlap - first
  const start = ends.a + overlap === first ? typedAt(now, first, length) : first
  const to = ends.a + overlap + start - first
  const tr = before.tr.replace(start, to, now.doc.slice(start, start + length))
  const $caret = tr.doc.resolve(Math.min(start + length, tr.doc.content.size))
  return tr.setSelection(TextSelection.between($caret, $caret)).scrollIntoView()
}

/** Among equal letters an insertion could stand at several places: it stands right before the caret. */
function typedAt(now: EditorState, first: number, length: number): number {
  const { head, $head } = now.selection
  const start = head - length
  return start < first && start >= $head.start() && now.doc.textBetween(start, head) === now.doc.textBetween(first, first + length)
    ? start
    : first
}
