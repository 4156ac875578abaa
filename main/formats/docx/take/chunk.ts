import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { inlineText, type Switch, schema } from '../../../../shared/model/schema.ts'
import type { Chunk, SourceRow } from '../../markdown/index.ts'

/**
 * A Word document as the tables and paragraphs that negotiations are read from: cells and lines with tags for what was struck and
 * put in, and escapes, so that every character is read as itself. Objects pass through as one private character each.
 */

/** The document in chunks, and the objects that its private characters stand for. */
export interface Chunked {
  readonly chunks: readonly Chunk[]
  readonly objects: readonly Node[]
}

const FIRST = 0xe000
const MOST = 0x1000
const PRIVATE = /[\ue000-\uefff]/

/**
 * Takes a document apart. Text that was put in and struck again counts as struck. `isLabel` tells the lines of a left column from
 * other words that stand in it.
 */
export function chunked(doc: Node, isLabel: (line: string) => boolean): Chunked {
  const writer = new Writer(!PRIVATE.test(doc.textContent), isLabel)
  doc.forEach((block) => {
    writer.block(block)
  })
  return { chunks: writer.chunks, objects: writer.objects }
}

/** A document that was read from chunks, its objects put back in their places. */
export function withObjects(doc: Node, objects: readonly Node[]): Node {
  if (!objects.length) return doc
  const inside = (node: Node): Node => {
    if (!node.isTextblock) return node.copy(Fragment.fromArray(node.children.map(inside)))
    return node.copy(Fragment.fromArray(node.children.flatMap((child) => restored(child, objects))))
  }
  return inside(doc)
}
function restored(node: Node, objects: readonly Node[]): Node[] {
  if (!node.isText) return [node]
  return node
    .text!.split(/([\ue000-\uefff])/)
    .filter((text) => text !== '')
    .map((text) => objects[text.codePointAt(0)! - FIRST]?.mark(node.marks) ?? schema.text(text, node.marks))
}

type State = 'del' | 'ins' | null
const stateOf = (switches: readonly Switch[]): State =>
  switches.some((s) => s.k === 'del') ? 'del' : switches.some((s) => s.k === 'ins') ? 'ins' : null
const inlineState = (marks: readonly Mark[]): State =>
  marks.some((m) => m.type === schema.marks.deletion) ? 'del' : marks.some((m) => m.type === schema.marks.insertion) ? 'ins' : null

const TAGS: readonly (readonly [string, string])[] = [
  ['strong', 'b'],
  ['em', 'i'],
  ['underline', 'u'],
  ['superscript', 'sup'],
  ['subscript', 'sub'],
]
const escaped = (text: string): string =>
  text
    .replaceAll('\0', '')
    .replace(/[\\~*^]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')

class Writer {
  readonly chunks: Chunk[] = []
  readonly objects: Node[] = []
  private line = 0
  private readonly holds: boolean
  private readonly isLabel: (line: string) => boolean

  constructor(holds: boolean, isLabel: (line: string) => boolean) {
    this.holds = holds
    this.isLabel = isLabel
  }

  block(block: Node): void {
    if (block.type === schema.nodes.table) this.table(block)
    else this.paragraph(block, null)
  }

  private paragraph(block: Node, state: State): void {
    const line = ++this.line
    const text = this.text(block, state)
    if (text === '') return
    const level = block.type === schema.nodes.heading ? `${'#'.repeat(block.attrs.level)} ` : ''
    // What begins as a list or a heading of Markdown begins so in Word as text.
    this.chunks.push({ kind: 'paragraph', lines: [{ text: level + text.replace(/^[-+#]/, '\\$&'), line }], line })
  }

  private table(table: Node): void {
    const grid = this.grid(table)
    const two = grid.every(({ cells }) => cells.length <= 2)
    const column = two && grid.some(({ cells }) => cells[0]?.lines.some((line) => this.isLabel(line)))
    if (column) this.itemTable(grid)
    else if (grid.length) {
      const rows = grid.map(({ cells, line }): SourceRow => ({ cells: cells.map(flat), line }))
      const body = grid.findIndex((row) => !row.head)
      this.chunks.push({ kind: 'table', head: body < 0 ? grid.length : body, rows, line: rows[0].line })
    }
  }

  /** The rows of a table, places that are covered from above or from the left as empty cells. */
  private grid(table: Node): GridRow[] {
    const covered = new Map<number, number>()
    return table.children.map((row): GridRow => {
      const line = this.line + 1
      const cells: Cell[] = []
      const skip = (): void => {
        for (let left = covered.get(cells.length); left; left = covered.get(cells.length)) {
          covered.set(cells.length, left - 1)
          cells.push(EMPTY)
        }
      }
      row.forEach((cell) => {
        skip()
        const at = cells.length
        cells.push(this.cell(cell, stateOf(row.attrs.sw) ?? stateOf(cell.attrs.sw)))
        for (let c = 1; c < cell.attrs.colspan; c++) cells.push(EMPTY)
        if (cell.attrs.rowspan > 1) for (let c = at; c < cells.length; c++) covered.set(c, cell.attrs.rowspan - 1)
      })
      skip()
      return { cells, line, head: row.firstChild?.type === schema.nodes.table_header }
    })
  }

  /** Labels beside language: one row for each paragraph, and the tables of the language for themselves between the rows. */
  private itemTable(grid: readonly GridRow[]): void {
    let rows: SourceRow[] = []
    const flush = (): void => {
      if (rows.length) this.chunks.push({ kind: 'table', head: 0, rows, line: rows[0].line })
      rows = []
    }
    for (const { cells, line } of grid) {
      const [title, ...beside] = this.column(cells)
      if (title) rows.push({ cells: title, line })
      for (const [left = EMPTY, right = EMPTY] of beside) {
        let label = flat(left)
        for (const [i, part] of (right.parts.length ? right.parts : ['']).entries()) {
          if (typeof part === 'string') rows.push({ cells: [label, part], line: line + i })
          else {
            if (label !== '') rows.push({ cells: [label, ''], line })
            flush()
            this.table(part)
          }
          label = ''
        }
      }
    }
    flush()
  }

  private cell(cell: Node, state: State): Cell {
    const lines: string[] = []
    const parts: (string | Node)[] = []
    cell.forEach((block) => {
      if (block.type === schema.nodes.table) {
        parts.push(block)
        return
      }
      this.line++
      const text = this.text(block, state)
      if (text === '') return
      lines.push(inlineLine(block))
      parts.push(block.attrs.align === 'center' ? `<p align="center">${text}</p>` : `<p>${text}</p>`)
    })
    return { parts, lines }
  }

  /**
   * A row by what its left cell says: lines above its labels stand first, as a title of what comes; lines that are no label and
   * stand below them come with the language, after the labels. The first entry is the title's cells, or null.
   */
  private column(cells: readonly Cell[]): [string[] | null, ...(readonly Cell[])[]] {
    const [left, right, ...rest] = cells
    if (!left || !right || rest.length || left.lines.length < 2 || left.lines.length !== left.parts.length) return [null, cells]
    const labels = left.lines.map((line) => this.isLabel(line))
    const first = labels.indexOf(true)
    if (first < 0 || !labels.includes(false)) return [null, cells]
    const part = (from: number, take: (i: number) => boolean): Cell => {
      const at = left.parts.map((_, i) => i).filter((i) => i >= from && take(i))
      return { parts: at.map((i) => left.parts[i]), lines: at.map((i) => left.lines[i]) }
    }
    const title = flat(part(0, (i) => i < first))
    const other = part(first, (i) => !labels[i])
    const own = part(first, (i) => labels[i])
    return [
      title === '' ? null : [title, ''],
      ...(other.parts.length
        ? [
            [own, EMPTY],
            [other, right],
          ]
        : [[own, right]]),
    ]
  }

  private text(block: Node, state: State): string {
    const label = block.attrs.label as string | null | undefined
    let out = ''
    block.forEach((node) => {
      const text = node.type === schema.nodes.hard_break ? '<br>' : this.inline(node)
      if (text === '') return
      const own = state ?? inlineState(node.marks)
      const tags = TAGS.filter(([mark]) => node.marks.some((m) => m.type.name === mark)).map(([, tag]) => tag)
      const all = own ? [own, ...tags] : tags
      out += `${all.map((tag) => `<${tag}>`).join('')}${text}${all
        .toReversed()
        .map((tag) => `</${tag}>`)
        .join('')}`
    })
    if (out === '') return label ? escaped(label) : ''
    const switched = label ? (state ?? wholeState(block)) : null
    const shown = label ? (switched ? `<${switched}>${escaped(label)}</${switched}> ` : `${escaped(label)} `) : ''
    return shown + out
  }

  private inline(node: Node): string {
    if (node.type !== schema.nodes.object) return escaped(inlineText(node))
    if (!this.holds || this.objects.length >= MOST) return escaped(inlineText(node))
    this.objects.push(node.mark([]))
    return String.fromCodePoint(FIRST + this.objects.length - 1)
  }
}

/** The state of a block that came or went whole. */
function wholeState(block: Node): State {
  const states = new Set(block.children.filter((node) => inlineText(node).trim() !== '').map((node) => inlineState(node.marks)))
  const [only] = states
  return states.size === 1 ? only : null
}

/** What a cell holds, in order: paragraphs as tagged text, and tables. */
interface Cell {
  readonly parts: readonly (string | Node)[]
  /** Its paragraphs as plain text. */
  readonly lines: readonly string[]
}
interface GridRow {
  readonly cells: readonly Cell[]
  readonly line: number
  readonly head: boolean
}
const EMPTY: Cell = { parts: [], lines: [] }
const inlineLine = (block: Node): string => block.children.map(inlineText).join('')

/** All text of a cell, tables inside it as their cells' lines. */
const flat = (cell: Cell): string => cell.parts.map((part) => (typeof part === 'string' ? part : tableText(part))).join('')
function tableText(table: Node): string {
  let out = ''
  table.descendants((node) => {
    if (node.isTextblock) out += `<p>${escaped(inlineLine(node))}</p>`
    return !node.isTextblock
  })
  return out
}
