import { type EditorState, Plugin, Selection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isCells, moveRange, Refused } from '../../shared/redline/index.ts'
import { type ClipboardDesk, type Given, noticeOf, putIn, readGiven } from './clipboard.ts'
import { NOTHING_LEFT } from './pasted.ts'

const NO_CELLS = 'Table cells cannot be dragged. Cut and paste them, or drag the words in one cell.'

/**
 * Drag and drop. What was selected on the page itself is moved, in one transaction and as one change; with the key for a copy
 * held, or from outside of the page, what is dropped is pasted where it is dropped. The view's own dropping never runs: it would
 * delete and insert past the tracking of moves.
 */
export function dragging(desk: ClipboardDesk): Plugin {
  return new Plugin({
    props: {
      handleDrop: (view, event, slice, moves) => {
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
        if (place) {
          if (view.dragging !== null && moves) move(desk, place.pos)
          else put(desk, view, place.pos, view.dragging ? { slice, formatted: true, left: NOTHING_LEFT, parley: null } : given(event))
          view.focus()
        }
        return true
      },
    },
  })
}

function move(desk: ClipboardDesk, target: number): void {
  desk.apply((state, cx) => {
    if (isCells(state.selection)) throw new Refused(NO_CELLS)
    return moveRange(state, state.selection.from, state.selection.to, target, cx)
  })
}

const given = (event: DragEvent): Given | null => event.dataTransfer && readGiven(event.dataTransfer)
const caretAt = (state: EditorState, pos: number): EditorState =>
  state.apply(state.tr.setSelection(Selection.near(state.doc.resolve(pos), -1)))

function put(desk: ClipboardDesk, view: EditorView, target: number, what: Given | null): void {
  if (!what?.slice.content.size) return
  if (!desk.apply((_state, cx) => putIn(caretAt(view.state, target), what, desk.shown().source, cx))) return
  const notice = noticeOf(what.left)
  if (notice) desk.say(notice)
}
