import { chainCommands } from 'prosemirror-commands'
import { type Command, type EditorState, NodeSelection, Plugin, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { CellSelection, cellAround, inSameTable, nextCell as neighbour, tableEditing, tableEditingKey } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { type Context, deleteColumns, deleteRows, deleteTable, emptyCells, insertColumn, insertRow } from '../../shared/redline/index.ts'

/**
 * Tables on the page: cells are selected with mouse and keys by `prosemirror-tables`, and everything that is done to them is
 * done by our own commands. Of the library's plugin only what selects and draws is taken; its repair of tables, its paste and
 * its keys write steps that no round would carry.
 */

/** The commands of tables by their names, for an open round. */
export const tableCommands = (cx: Context) => ({
  rowAbove: insertRow(cx, 'above'),
  rowBelow: insertRow(cx, 'below'),
  columnLeft: insertColumn(cx, 'left'),
  columnRight: insertColumn(cx, 'right'),
  deleteRows: deleteRows(cx),
  deleteColumns: deleteColumns(cx),
  deleteTable: deleteTable(cx),
})

/**
 * A selection of words that begins in one cell and ends in another of the same table is one of the cells between; a cell or row
 * that was selected as a whole, as by three clicks, is one of its cells.
 */
function acrossCells(state: EditorState): Transaction | null {
  const { selection } = state
  if (selection instanceof NodeSelection) {
    const role = selection.node.type.spec.tableRole
    if (role === 'row') return state.tr.setSelection(CellSelection.rowSelection(state.doc.resolve(selection.from + 1)))
    return role === 'cell' || role === 'header_cell' ? state.tr.setSelection(CellSelection.create(state.doc, selection.from)) : null
  }
  if (!(selection instanceof TextSelection) || selection.empty) return null
  const $anchor = cellAround(selection.$anchor)
  const $head = cellAround(selection.$head)
  if (!$anchor || !$head || $anchor.pos === $head.pos || !inSameTable($anchor, $head)) return null
  return state.tr.setSelection(new CellSelection($anchor, $head))
}

/**
 * At the end of a drag over cells the view hears at once of what the browser has selected meanwhile. Heard of later, when nothing says
 * any more that cells are being selected, it would make words of them.
 */
function hearAtRelease(view: EditorView): { destroy(): void } {
  const { domObserver } = view as unknown as { domObserver: { flush(): void } }
  const release = (): void => {
    if (tableEditingKey.getState(view.state) != null) domObserver.flush()
  }
  view.root.addEventListener('mouseup', release, { capture: true })
  return { destroy: () => view.root.removeEventListener('mouseup', release, { capture: true }) }
}

/** Selects cells with the mouse and draws them as selected. `type`: what is typed over them. */
export function cellSelecting(type: (text: string) => void): Plugin {
  const { props, state } = tableEditing().spec
  return new Plugin({
    key: tableEditingKey,
    state,
    props: {
      decorations: props!.decorations,
      createSelectionBetween: props!.createSelectionBetween,
      handleDOMEvents: { mousedown: props!.handleDOMEvents!.mousedown },
      handleTextInput: (view, _from, _to, text) => {
        if (!(view.state.selection instanceof CellSelection)) return false
        type(text)
        return true
      },
    },
    appendTransaction: (_trs, _before, now) => acrossCells(now),
    view: hearAtRelease,
  })
}

type Axis = 'horiz' | 'vert'
const inSight = (view: EditorView, pos: number): boolean => {
  const dom = view.nodeDOM(pos)
  return dom instanceof HTMLElement && dom.getClientRects().length > 0
}

/** The cell at the edge of which the caret is, in the direction of a key; null elsewhere. */
function atEdge(view: EditorView, axis: Axis, by: 1 | -1) {
  const { selection } = view.state
  if (!(selection instanceof TextSelection)) return null
  const $cell = cellAround(selection.$head)
  if (!$cell) return null
  const way = axis === 'vert' ? (by > 0 ? 'down' : 'up') : by > 0 ? 'right' : 'left'
  if (!view.endOfTextblock(way)) return null
  const { $head } = selection
  for (let d = $head.depth - 1; d > $cell.depth; d--)
    if ((by < 0 ? $head.index(d) : $head.indexAfter(d)) !== (by < 0 ? 0 : $head.node(d).childCount)) return null
  return $cell
}

/** Shift with an arrow at the edge of a cell selects cells, passing over those out of sight; with cells selected it takes more of them. */
const extend =
  (axis: Axis, by: 1 | -1): Command =>
  (state, dispatch, view) => {
    if (!view) return false
    const { selection } = state
    const cells = selection instanceof CellSelection ? selection : null
    const $anchor = cells ? cells.$anchorCell : atEdge(view, axis, by)
    if (!$anchor) return false
    let $head = neighbour(cells ? cells.$headCell : $anchor, axis, by)
    while ($head && !inSight(view, $head.pos)) $head = neighbour($head, axis, by)
    if ($head) dispatch?.(state.tr.setSelection(new CellSelection($anchor, $head)).scrollIntoView())
    return $head !== null || cells !== null
  }

/** An arrow with cells selected puts the caret into the last one. */
const collapse =
  (by: 1 | -1): Command =>
  (state, dispatch) => {
    const { selection } = state
    if (!(selection instanceof CellSelection)) return false
    dispatch?.(state.tr.setSelection(Selection.near(selection.$headCell, by)).scrollIntoView())
    return true
  }

/** The keys that mean something else where cells are selected: they come before the page's own. */
export function cellKeys(cx: Context): Record<string, Command> {
  const empty = emptyCells(cx)
  return {
    Backspace: empty,
    Delete: empty,
    'Shift-Backspace': empty,
    'Mod-Backspace': empty,
    'Mod-Delete': empty,
    'Alt-Backspace': empty,
    'Alt-Delete': empty,
    ArrowLeft: collapse(-1),
    ArrowRight: collapse(1),
    ArrowUp: collapse(-1),
    ArrowDown: collapse(1),
    'Shift-ArrowLeft': extend('horiz', -1),
    'Shift-ArrowRight': extend('horiz', 1),
    'Shift-ArrowUp': extend('vert', -1),
    'Shift-ArrowDown': extend('vert', 1),
  }
}

/** Two key maps as one: of a key that both have, the first is asked first. */
export function before(first: Record<string, Command>, second: Record<string, Command>): Record<string, Command> {
  const out = { ...first, ...second }
  for (const key of Object.keys(first)) if (second[key]) out[key] = chainCommands(first[key], second[key])
  return out
}
