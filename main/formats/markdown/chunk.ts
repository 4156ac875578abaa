/** The lines of a source, gathered into tables and paragraphs. Nothing is interpreted yet. */

/** A line of the source; `line` counts from 1. */
export interface SourceLine {
  readonly text: string
  readonly line: number
}
/** One row of a pipe table: the cells as written, escapes and tags included. */
export interface SourceRow {
  readonly cells: readonly string[]
  readonly line: number
}
/** A run of lines that begin with `|`. `head` is how many rows stand above the separator (0 where there is none). */
export interface TableChunk {
  readonly kind: 'table'
  readonly head: number
  readonly rows: readonly SourceRow[]
  readonly line: number
}
/** A run of lines between empty lines and tables. */
export interface ParagraphChunk {
  readonly kind: 'paragraph'
  readonly lines: readonly SourceLine[]
  readonly line: number
}
export type Chunk = TableChunk | ParagraphChunk

/** Splits a row on its unescaped pipes; the outer pipes bound it. */
function splitRow(row: string): string[] {
  const text = row.trim()
  const cells: string[] = []
  let start = text.startsWith('|') ? 1 : 0
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '|') {
      cells.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  if (start < text.length) cells.push(text.slice(start).trim())
  return cells
}

const isSeparator = (line: string): boolean => /^[\s|:-]+$/.test(line) && line.includes('-')
const isTableLine = (line: string): boolean => line.trimStart().startsWith('|')

function tableChunk(lines: readonly SourceLine[]): TableChunk {
  const separator = lines.findIndex((l) => isSeparator(l.text))
  const rows = lines.filter((l) => !isSeparator(l.text)).map((l) => ({ cells: splitRow(l.text), line: l.line }))
  return { kind: 'table', head: Math.max(separator, 0), rows, line: lines[0]!.line }
}

/** All tables and paragraphs of a source, in order. */
export function chunks(text: string): Chunk[] {
  const out: Chunk[] = []
  let lines: SourceLine[] = []
  let table = false
  const flush = (): void => {
    const chunk: Chunk | null = !lines.length ? null : table ? tableChunk(lines) : { kind: 'paragraph', lines, line: lines[0]!.line }
    if (chunk && (chunk.kind === 'paragraph' || chunk.rows.length > 0)) out.push(chunk)
    lines = []
  }
  text.split('\n').forEach((raw, i) => {
    const isTable = isTableLine(raw)
    if (raw.trim() === '' || isTable !== table) flush()
    table = isTable
    if (raw.trim() !== '') lines.push({ text: raw, line: i + 1 })
  })
  flush()
  return out
}
