import { type BlockProps, schema } from '../model/schema.ts'
import { sameProps } from './present.ts'
import type { Block, Cause, Run, RunKind, TextBlock } from './types.ts'

/** Which of a redline's two sides is meant. */
type Side = 'a' | 'b'
/** A paragraph of one side: the block whose end closes it, and the block before whose text its label is shown. */
interface Paragraph {
  readonly closing: TextBlock
  readonly place: number
  readonly first: number
}

const holds = (side: Side, kind: RunKind, inserted: Cause | null): boolean =>
  side === 'a' ? kind !== 'insert' && inserted === null : kind !== 'delete'
const labelOf = (props: BlockProps): string | null => props.attrs.label || null
const labelRun = (label: string, kind: RunKind, by: Cause | null): Run => ({
  kind,
  node: schema.text(`${label} `),
  marksA: [],
  marksB: [],
  by,
  formatBy: null,
  inserted: null,
  restored: null,
  label: true,
})

/**
 * Shows labels as text: each paragraph's label becomes a leading run (`label: true`), the label as written and one space.
 * The blocks' own `label` properties are null afterwards, so that accepting the result gives the target's text with its labels
 * in it, and rejecting it the baseline's.
 *
 * Where paragraphs merge, a paragraph of one side may span several blocks: its label is that of the block whose end closes it,
 * and it stands before the first of its text on that side. Where both sides have the same label at the same place it is one
 * unchanged run; else the old one is a deletion and the new one an insertion, attributed to what changed the paragraph.
 * A paragraph that came and went between the versions shows its label in the same state.
 */
export function withLabels(blocks: readonly Block[]): Block[] {
  const labels = new Map<number, Run[]>()
  const a = paragraphs(blocks, 'a')
  const b = paragraphs(blocks, 'b')
  for (const [place, old] of a) {
    const fresh = b.get(place)
    const was = labelOf(old.closing.propsA)
    const is = fresh ? labelOf(fresh.closing.propsB) : null
    if (was === null) continue
    if (was === is) {
      add(labels, place, labelRun(was, 'same', null))
      b.delete(place)
    } else add(labels, place, labelRun(was, 'delete', causeOfLabel(blocks, old, 'a')))
  }
  for (const [place, fresh] of b) {
    const is = labelOf(fresh.closing.propsB)
    if (is !== null) add(labels, place, labelRun(is, 'insert', causeOfLabel(blocks, fresh, 'b')))
  }
  blocks.forEach((block, i) => {
    const label = block.kind === 'text' && block.inserted ? labelOf(block.propsB) : null
    if (label !== null && block.kind === 'text') add(labels, i, { ...labelRun(label, 'delete', block.by), inserted: block.inserted })
  })
  return blocks.map((block, i) => (block.kind === 'table' ? tableWithLabels(block) : unlabelled(block, labels.get(i))))
}

function add(labels: Map<number, Run[]>, place: number, run: Run): void {
  const there = labels.get(place)
  if (there) there.push(run)
  else labels.set(place, [run])
}

const tableWithLabels = (table: Extract<Block, { kind: 'table' }>): Block => ({
  ...table,
  rows: table.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, blocks: withLabels(cell.blocks) })) })),
})

function unlabelled(block: TextBlock, runs: readonly Run[] | undefined): TextBlock {
  if (!runs && labelOf(block.propsA) === null && labelOf(block.propsB) === null) return block
  const propsA = bare(block.propsA)
  const propsB = bare(block.propsB)
  const propsBy = sameProps(propsA, propsB) ? null : block.propsBy
  return { ...block, propsA, propsB, propsBy, runs: runs ? [...runs, ...block.runs] : block.runs }
}
const bare = (props: BlockProps): BlockProps => (labelOf(props) === null ? props : { ...props, attrs: { ...props.attrs, label: null } })

/** The paragraphs of one side, by the index of the block that their label stands in. */
function paragraphs(blocks: readonly Block[], side: Side): Map<number, Paragraph> {
  const out = new Map<number, Paragraph>()
  let first = 0
  let place = -1
  blocks.forEach((block, i) => {
    if (block.kind === 'table') {
      if (place < 0) first = i + 1
      return
    }
    if (place < 0 && block.runs.some((run) => holds(side, run.kind, run.inserted))) place = i
    if (!holds(side, block.end, block.inserted)) return
    if (place < 0) place = i
    out.set(place, { closing: block, place, first })
    first = i + 1
    place = -1
  })
  return out
}

/** What put a label there or took it away: its paragraph's end, its properties, or what now begins or joins the paragraph. */
function causeOfLabel(blocks: readonly Block[], paragraph: Paragraph, side: Side): Cause | null {
  const { closing, first } = paragraph
  if (closing.end !== 'same' && closing.by) return closing.by
  if (labelOf(closing.propsA) !== labelOf(closing.propsB) && closing.propsBy) return closing.propsBy
  const other: RunKind = side === 'a' ? 'delete' : 'insert'
  for (let i = first - 1; i >= 0; i--) {
    const before = blocks[i]
    if (before.kind === 'text') {
      if (before.end === other && before.by) return before.by
      break
    }
  }
  return nearestCause(blocks, first, blocks.indexOf(closing))
}

/** Any change in or right before the blocks of a paragraph: only such a change can have moved its label. */
function nearestCause(blocks: readonly Block[], first: number, last: number): Cause | null {
  for (let i = last; i >= Math.max(0, first - 1); i--) {
    const block = blocks[i]
    if (block.kind === 'table') {
      const row = block.rows.find((r) => r.by)
      if (row) return row.by
      continue
    }
    if (block.by) return block.by
    if (block.propsBy) return block.propsBy
    const run = block.runs.find((r) => r.by)
    if (run) return run.by
  }
  return null
}
