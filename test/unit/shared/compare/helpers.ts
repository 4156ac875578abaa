import type { Node } from 'prosemirror-model'
import { schema } from '../../../../shared/model/schema.ts'
import { allRounds, type Block, type CellBlock, type Run, redline } from '../../../../shared/redline/index.ts'

/** Ids in order: `b1`, `x2`. */
export function counter(): (prefix: string) => string {
  let n = 0
  return (prefix) => `${prefix}${++n}`
}

/** A paragraph from a line: `# ` and `## ` make headings, `a. ` and `Subd. 1. ` a label, `**bold**` is bold. */
function line(source: string, id = ''): Node {
  const head = /^(#+) /.exec(source)
  const label = /^([a-z]\.|Subd\. \d+\.) /.exec(source)
  const rest = source.slice((head ?? label)?.[0].length ?? 0)
  const inline = rest
    .split('**')
    .map((t, i) => (t ? schema.text(t, i % 2 ? [schema.mark('strong')] : []) : null))
    .filter((n): n is NonNullable<typeof n> => n !== null)
  if (head) return schema.nodes.heading.create({ level: head[1].length, id }, inline)
  return schema.nodes.paragraph.create({ label: label?.[1] ?? null, id }, inline)
}
/** A table: one string a row, cells split by `|`. */
export function table(...rows: string[]): Node {
  const cells = (row: string, head: boolean) =>
    row.split('|').map((t) => schema.nodes[head ? 'table_header' : 'table_cell'].create(null, line(t.trim())))
  return schema.nodes.table.create(
    null,
    rows.map((row, i) => schema.nodes.table_row.create(null, cells(row, i === 0))),
  )
}
/** A clean document of lines and tables. */
export const contract = (...parts: (string | Node)[]): Node =>
  schema.nodes.doc.create(
    null,
    parts.map((part) => (typeof part === 'string' ? line(part) : part)),
  )
/** A document as a source marks it: `[-struck-]` and `{+put in+}` in lines. */
export const marked = (...lines: string[]): Node =>
  schema.nodes.doc.create(
    null,
    lines.map((source) => {
      const label = /^([a-z]\.|Subd\. \d+\.) /.exec(source)
      const pieces = source.slice(label?.[0].length ?? 0).split(/(\[-.*?-\]|\{\+.*?\+\})/)
      const nodes = pieces.filter(Boolean).map((t) => {
        const kind = t.startsWith('[-') ? 'deletion' : t.startsWith('{+') ? 'insertion' : null
        return kind ? schema.text(t.slice(2, -2), [schema.mark(kind, { id: 'm', r: 1, p: '' })]) : schema.text(t)
      })
      return schema.nodes.paragraph.create({ label: label?.[1] ?? null }, nodes)
    }),
  )

const runText = (run: Run): string => {
  const text = run.node.text ?? '\n'
  return run.inserted ? `<${text}>` : run.kind === 'same' ? text : run.kind === 'insert' ? `{+${text}+}` : `[-${text}-]`
}
function shown(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'table')
      return block.rows.map((row) => {
        const own = (cell: CellBlock) => (row.change !== 'same' || cell.change === 'same' ? '' : cell.change === 'insert' ? '+' : '-')
        const there = row.cells.filter((cell) => (cell as { absent?: boolean }).absent !== true)
        const cells = there.map((cell) => own(cell) + shown(cell.blocks).join('/')).join(' | ')
        return row.change === 'same' ? `| ${cells} |` : row.change === 'insert' ? `+| ${cells} |` : `-| ${cells} |`
      })
    const end = block.inserted ? '<¶>' : block.end === 'same' ? '' : block.end === 'insert' ? '+¶' : '-¶'
    return [block.runs.map(runText).join('') + end]
  })
}
/** A redline as lines: `[-struck-]`, `{+put in+}`, `<came and went>`, `+¶` and `-¶` for ends, `+|` and `-|` for rows,
 * `+` and `-` for cells. */
export const view = (doc: Node, a: number, b: number): string[] => shown(redline(doc, [], a, b).blocks)
/** The same with what came and went in between. */
export const viewAll = (doc: Node, a: number, b: number): string[] => shown(allRounds(doc, [], a, b).blocks)
