import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { type BlockProps, schema } from '../model/schema.ts'
import type { Block, Cause, Run, RunKind, TableBlock, TextBlock } from './types.ts'

/** One side of a redline: which parts belong to it, and which properties and formatting they have there. */
interface Side {
  readonly holds: (kind: RunKind, inserted: Cause | null) => boolean
  readonly props: (block: TextBlock) => BlockProps
  readonly marks: (run: Run) => readonly Mark[]
}
const TARGET: Side = { holds: (kind) => kind !== 'delete', props: (block) => block.propsB, marks: (run) => run.marksB }
const BASELINE: Side = {
  holds: (kind, inserted) => kind !== 'insert' && inserted === null,
  props: (block) => block.propsA,
  marks: (run) => run.marksA,
}

/** The document that a redline's blocks give with every change accepted: `clean` of its target. */
export const accept = (blocks: readonly Block[]): Node => schema.nodes.doc.create(null, resolve(blocks, TARGET))
/** The document with every change rejected: `clean` of its baseline. */
export const reject = (blocks: readonly Block[]): Node => schema.nodes.doc.create(null, resolve(blocks, BASELINE))

function resolve(blocks: readonly Block[], side: Side): Fragment {
  const out: Node[] = []
  let pending: Node[] = []
  for (const block of blocks) {
    if (block.kind === 'table') {
      const table = resolveTable(block, side)
      if (table) out.push(table)
      continue
    }
    for (const run of block.runs) if (side.holds(run.kind, run.inserted)) pending.push(run.node.mark(side.marks(run)))
    if (!side.holds(block.end, block.inserted)) continue
    const props = side.props(block)
    out.push(schema.nodes[props.type].create({ ...props.attrs, id: block.id }, Fragment.fromArray(pending)))
    pending = []
  }
  if (pending.length) throw new Error('a redline ends in text without a paragraph end')
  return Fragment.fromArray(out)
}

function resolveTable(table: TableBlock, side: Side): Node | null {
  const rows: Node[] = []
  for (const row of table.rows) {
    if (!side.holds(row.change, row.inserted)) continue
    const cells: Node[] = []
    for (const cell of row.cells) {
      if (cell.absent || !side.holds(cell.change, cell.inserted)) continue
      const type = cell.header ? schema.nodes.table_header : schema.nodes.table_cell
      cells.push(type.create({ ...cell.attrs, id: cell.id }, resolve(cell.blocks, side)))
    }
    rows.push(schema.nodes.table_row.create({ id: row.id }, cells))
  }
  return rows.length ? schema.nodes.table.create({ id: table.id }, rows) : null
}
