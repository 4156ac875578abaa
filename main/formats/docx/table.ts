import { type Align, shownText } from '../../../shared/model/schema.ts'
import type { Block, CellBlock, RowBlock, RunKind, TableBlock } from '../../../shared/redline/index.ts'
import { gap, type Setting } from './paragraph.ts'
import type { Revisions } from './revision.ts'
import { join, w, type Xml } from './xml.ts'

/** A cell at its place in the grid; `cell` null where a cell from above reaches down to here. */
interface Place {
  readonly cell: CellBlock | null
  readonly column: number
  readonly columns: number
  readonly merged: boolean
}
/** A size of type for a grid, in points, with the style that sets it. */
interface Size {
  readonly style: string
  readonly points: number
}

/** Writes the blocks of a cell. */
export type Story = (blocks: readonly Block[], setting: Setting, revisions: Revisions) => readonly Xml[]

const SIZES: readonly Size[] = [
  { style: 'TableText', points: 10 },
  { style: 'TableTextSmall', points: 8.5 },
  { style: 'TableTextTiny', points: 7 },
]
/** Width of an average letter or figure in ems, and the margins and border of a cell in twentieths of a point. */
const LETTER = 0.54
const CELL_EDGE = 160
/** A column asks for no more than this many letters before its text wraps. */
const WIDEST = 28
const HEAD_SHADE = 'F5F3EF'
const FIGURE = /^[\s$€£%()+−–.,/\d-]*\d[\s$€£%()+−–.,/\d-]*$/

/** A table of the language: borders, header rows that repeat, merged cells, and rows and columns that came or went as tracked changes. */
export function tableXml(table: TableBlock, setting: Setting, revisions: Revisions, story: Story): Xml {
  const rows = places(table.rows)
  const count = rows.flat().reduce((most, place) => Math.max(most, place.column + place.columns), 1)
  const figures = figureColumns(rows, count)
  const { widths, size } = measure(rows, count, setting.width)
  const heads = table.rows.findIndex((row) => !row.cells.every((cell) => cell.header))
  const written = table.rows.map((row, i) => {
    const head = heads < 0 ? i === 0 : i < heads
    const cells = rows[i].map((place) => cellXml(place, row, { widths, size, figures, head, revisions, story }))
    return w('tr', {}, rowProperties(row, head, revisions), ...cells)
  })
  const properties = w(
    'tblPr',
    {},
    w('tblStyle', { val: 'Figures' }),
    w('tblW', { w: total(widths), type: 'dxa' }),
    w('tblLayout', { type: 'fixed' }),
    w('tblLook', {
      val: heads === 0 ? '0000' : '0020',
      firstRow: heads === 0 ? 0 : 1,
      lastRow: 0,
      firstColumn: 0,
      lastColumn: 0,
      noHBand: 1,
      noVBand: 1,
    }),
  )
  return w('tbl', {}, properties, w('tblGrid', {}, ...widths.map((width) => w('gridCol', { w: width }))), ...written)
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0)

/** Where each cell stands: cells from above that span rows push the others to the right. */
function places(rows: readonly RowBlock[]): readonly (readonly Place[])[] {
  /** By the column where it starts: how many rows a cell still reaches down, and how many columns it covers. */
  let reach = new Map<number, { readonly rows: number; readonly columns: number }>()
  return rows.map((row) => {
    const out: Place[] = []
    const below = new Map<number, { readonly rows: number; readonly columns: number }>()
    let column = 0
    const fromAbove = (): void => {
      for (let above = reach.get(column); above; above = reach.get(column)) {
        out.push({ cell: null, column, columns: above.columns, merged: true })
        if (above.rows > 1) below.set(column, { ...above, rows: above.rows - 1 })
        column += above.columns
      }
    }
    for (const cell of row.cells) {
      fromAbove()
      const { colspan, rowspan } = cell.attrs
      out.push({ cell, column, columns: colspan, merged: rowspan > 1 })
      if (rowspan > 1) below.set(column, { rows: rowspan - 1, columns: colspan })
      column += colspan
    }
    fromAbove()
    reach = below
    return out
  })
}

function rowProperties({ change, by, inserted }: RowBlock, head: boolean, revisions: Revisions): Xml {
  const around = change === 'delete' ? revisions.around(inserted, by) : null
  return w(
    'trPr',
    {},
    w('cantSplit'),
    head ? w('tblHeader') : null,
    change === 'insert' ? revisions.mark('ins', by) : around && revisions.outer(around),
    change === 'delete' ? revisions.mark('del', by) : null,
  )
}

/** What the cells of one row share. */
interface Around {
  readonly widths: readonly number[]
  readonly size: Size
  readonly figures: ReadonlySet<number>
  readonly head: boolean
  readonly revisions: Revisions
  readonly story: Story
}

/**
 * What a cell says of itself. In a row that came or went the row says it; only a place that the row never had while it stood goes
 * with the column that the other rows show.
 */
function changeOf(cell: CellBlock, row: RowBlock): RunKind {
  if (cell.absent) return row.change === 'insert' ? 'delete' : 'insert'
  return row.change === 'same' ? cell.change : 'same'
}

function cellXml(place: Place, row: RowBlock, { widths, size, figures, head, revisions, story }: Around): Xml {
  const { cell, column, columns } = place
  const width = total(widths.slice(column, column + columns))
  const change = cell ? changeOf(cell, row) : 'same'
  const properties = w(
    'tcPr',
    {},
    w('tcW', { w: width, type: 'dxa' }),
    columns > 1 ? w('gridSpan', { val: columns }) : null,
    place.merged ? w('vMerge', cell ? { val: 'restart' } : {}) : null,
    head ? w('shd', { val: 'clear', color: 'auto', fill: HEAD_SHADE }) : null,
    change === 'insert' ? revisions.mark('cellIns', cell!.by) : null,
    change === 'delete' ? revisions.mark('cellDel', cell!.by) : null,
  )
  if (!cell || cell.absent) return w('tc', {}, properties, gap())
  const setting: Setting = {
    style: size.style,
    look: cell.header ? { bold: true } : {},
    align: alignOf(cell, figures.has(column), head),
    width: width - CELL_EDGE,
    cell: true,
  }
  return w('tc', {}, properties, join(story(cell.blocks, setting, revisions)))
}

/** The columns after the first whose cells hold figures and nothing else: they and their heads stand to the right. */
function figureColumns(rows: readonly (readonly Place[])[], count: number): ReadonlySet<number> {
  const found = new Set<number>()
  const other = new Set<number>([0])
  for (const { cell, column, columns } of rows.flat()) {
    if (!cell || cell.header || columns > 1) continue
    const text = lines(cell.blocks).join(' ').trim()
    if (FIGURE.test(text)) found.add(column)
    else if (text !== '') other.add(column)
  }
  return new Set(Array.from({ length: count }, (_, column) => column).filter((column) => found.has(column) && !other.has(column)))
}

/** The alignment of a cell: its own, else that of its column. The head of a row stays at the left. */
function alignOf(cell: CellBlock, figures: boolean, head: boolean): Align {
  const own = cell.attrs.align
  if (own === 'center' || own === 'right') return own
  return figures && (head || !cell.header) ? 'right' : 'left'
}

/** The text that is shown in a cell, a line a paragraph, struck text included: what has to find room. */
function lines(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'text'
      ? [block.runs.map((run) => shownText(run.node)).join('')]
      : block.rows.flatMap((row) => row.cells.flatMap((cell) => lines(cell.blocks))),
  )
}

/**
 * Widths of the columns and the largest size of type in which no word has to break. Each column first gets room for its longest
 * word; what is left goes to the columns whose lines are longer than that. Widths given in the language hold where all columns have one.
 */
function measure(rows: readonly (readonly Place[])[], count: number, room: number): { widths: readonly number[]; size: Size } {
  const words = new Array<number>(count).fill(1)
  const wants = new Array<number>(count).fill(1)
  const given = new Array<number>(count).fill(0)
  for (const { cell, column, columns } of rows.flat()) {
    if (!cell) continue
    cell.attrs.colwidth?.forEach((width, i) => {
      given[column + i] = Math.max(given[column + i] ?? 0, width)
    })
    if (columns > 1) continue
    for (const line of lines(cell.blocks)) {
      // An amount stays in one line with its sign.
      for (const word of FIGURE.test(line) ? [line.trim()] : line.split(/\s+/))
        words[column] = Math.max(words[column], Math.min(breadth(word, cell.header), WIDEST))
      wants[column] = Math.max(wants[column], Math.min(breadth(line, cell.header), WIDEST))
    }
  }
  const letters = (n: number, size: Size): number => Math.ceil(n * size.points * 20 * LETTER) + CELL_EDGE
  const size = SIZES.find((s) => total(words.map((n) => letters(n, s))) <= room) ?? SIZES[SIZES.length - 1]
  if (given.every((width) => width > 0)) return { widths: share(given, room), size }
  const least = words.map((n) => letters(n, size))
  const spare = Math.max(0, room - total(least))
  const more = wants.map((n, i) => letters(n, size) - least[i])
  const asked = total(more)
  const wide = least.map((width, i) => width + (asked > spare ? (more[i] * spare) / asked : more[i]))
  return { widths: share(wide, room), size }
}

/**
 * How many average letters a text is wide: capitals and signs such as + are half as wide again, figures a fifth (as in the faces
 * that stand in where ours is not installed), bold a tenth wider.
 */
function breadth(text: string, bold: boolean): number {
  const wide = text.match(/[\p{Lu}+=%&@]/gu)?.length ?? 0
  const figures = text.match(/\d/g)?.length ?? 0
  return (text.length + wide / 2 + figures / 5) * (bold ? 1.1 : 1)
}

/** Whole widths in proportion that fill the room exactly. */
function share(parts: readonly number[], room: number): readonly number[] {
  const sum = total(parts)
  let before = 0
  let used = 0
  return parts.map((part) => {
    before += part
    const edge = Math.round((before * room) / sum)
    const width = Math.max(1, edge - used)
    used = edge
    return width
  })
}
