import type { EditorState } from 'prosemirror-state'
import { inlineText } from '../../shared/model/schema.ts'
import { areaOf, inlineOn, isCells, type PayCell, payCells, type Version } from '../../shared/redline/index.ts'

/** The table at the caret as a salary grid. */
export interface GridAt {
  /** The position before the table. */
  readonly pos: number
  readonly id: string
  /** What stands in it, row by row. */
  readonly cells: readonly PayCell[]
  /** Ids of the cells that are selected; null where the selection is not one of cells. */
  readonly selected: readonly string[] | null
}

/** The table at the caret at a version; null where there is none. */
export function gridAt({ doc, selection }: EditorState, v: Version): GridAt | null {
  const area = areaOf(selection)
  if (!area) return null
  const { pos, table } = area.grid
  const cells = payCells(doc, pos, v)
  const inside = (c: PayCell) => c.row >= area.top && c.row < area.bottom && c.column >= area.left && c.column < area.right
  return { pos, id: table.attrs.id, cells, selected: isCells(selection) ? cells.filter(inside).map((c) => c.id) : null }
}

/** The block of the caret and the words that are selected in it, as they stand at a version; null where no text block is there. */
export function wordsAt({ doc, selection }: EditorState, v: Version): { readonly block: string; readonly text: string } | null {
  const { $from, from, to } = selection
  if (!$from.parent.isTextblock) return null
  let text = ''
  doc.nodesBetween(from, Math.min(to, $from.end()), (node, pos) => {
    if (!node.isInline || !inlineOn(node, v)) return
    const said = inlineText(node)
    text += node.isText ? said.slice(Math.max(0, from - pos), to - pos) : said
  })
  return { block: $from.parent.attrs.id, text: text.trim().slice(0, 300) }
}
