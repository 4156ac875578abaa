import type { Node } from 'prosemirror-model'
import { type BlockProps, schema, shownText } from '../../../../shared/model/schema.ts'
import { type Block, type Cause, project, type Redline, type Run, type RunKind, type TextBlock } from '../../../../shared/redline/index.ts'
import type { WordFile } from '../read/index.ts'

/**
 * A redline whose baseline was written into a file by us: a label that no list of that file gives stands there as text, and so it
 * does here. Each such label becomes a run at the start of its paragraph, unchanged, struck or put in, and is no property any more.
 * Things that the file does not have stand there as their words likewise.
 */
export function withTypedLabels(redline: Redline, file: WordFile): Redline {
  const doc = project(file.doc, file.rounds.length)
  const keys = new Set<string>()
  doc.descendants((node) => {
    if (node.type === schema.nodes.object) keys.add(node.attrs.key)
  })
  return { ...redline, blocks: container(worded(redline.blocks, keys), linesOf(doc)[Symbol.iterator]()) }
}

/** Blocks in which a thing that the file does not have is what was written of it: its words. */
const worded = (blocks: readonly Block[], keys: ReadonlySet<string>): Block[] =>
  blocks.map((block): Block => {
    if (block.kind === 'table')
      return {
        ...block,
        rows: block.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, blocks: worded(cell.blocks, keys) })) })),
      }
    const strange = ({ node }: Run): boolean => node.type === schema.nodes.object && !keys.has(node.attrs.key)
    if (!block.runs.some(strange)) return block
    const runs = block.runs.flatMap((run): Run[] => {
      if (!strange(run)) return [run]
      const words = shownText(run.node)
      return words ? [{ ...run, node: schema.text(words) }] : []
    })
    return { ...block, runs }
  })

const linesOf = (node: Node): Node[] => node.children.flatMap((child) => (child.isTextblock ? [child] : linesOf(child)))

function container(blocks: readonly Block[], lines: Iterator<Node>): Block[] {
  const runs = new Map<number, Run[]>()
  const bare = new Set<number>()
  const out = blocks.slice()
  const put = (at: number, text: string, kind: RunKind, by: Cause | null): void => {
    runs.set(at, [...(runs.get(at) ?? []), { ...PLAIN, kind, by, node: schema.text(text) }])
  }
  // The block in which the words of each side's paragraph begin; null before the first of them.
  let a: number | null = null
  let b: number | null = null
  blocks.forEach((block, i) => {
    if (block.kind === 'table') {
      out[i] = {
        ...block,
        rows: block.rows.map((row) => ({ ...row, cells: row.cells.map((c) => ({ ...c, blocks: container(c.blocks, lines) })) })),
      }
      return
    }
    const [inA, inB] = [block.inserted === null && block.end !== 'insert', block.end !== 'delete']
    if (block.runs.some((run) => run.kind !== 'insert' && run.inserted === null)) a ??= i
    if (block.runs.some((run) => run.kind !== 'delete')) b ??= i
    const lead = inA ? leadOf(lines.next().value, block.propsA) : null
    if (lead) {
      const label = inB ? (block.propsB.attrs.label ?? null) : null
      const by = block.propsBy ?? block.by
      if ((a ?? i) === (b ?? i) && label === block.propsA.attrs.label) put(a ?? i, lead, 'same', null)
      else {
        put(a ?? i, lead, 'delete', by)
        if (label) put(b ?? i, `${label}${lead.slice(-1)}`, 'insert', by)
      }
      bare.add(i)
    }
    if (inA) a = null
    if (inB) b = null
  })
  return out.map((block, i) => (block.kind === 'table' ? block : labelled(block, runs.get(i) ?? [], bare.has(i))))
}

/** The label of a paragraph as it stands in the text of the file, with what parts it from the words; null where it is no text there. */
function leadOf(line: Node | undefined, { attrs }: BlockProps): string | null {
  const label = attrs.label || null
  if (!line || !label || line.attrs.label || !line.textContent.startsWith(label)) return null
  return line.textContent.slice(0, label.length + 1)
}

const PLAIN = { marksA: [], marksB: [], formatBy: null, inserted: null, restored: null } as const
function labelled(block: TextBlock, runs: readonly Run[], bare: boolean): TextBlock {
  const less = (props: BlockProps): BlockProps => (bare ? { ...props, attrs: { ...props.attrs, label: null } } : props)
  return runs.length || bare ? { ...block, propsA: less(block.propsA), propsB: less(block.propsB), runs: [...runs, ...block.runs] } : block
}

/**
 * Whether a file holds the language of a redline's baseline, paragraph by paragraph. Word wants a paragraph after a table that ends a
 * story, which the document has not: a file that was written so cannot take the redline.
 */
export function fits({ blocks }: Redline, file: WordFile): boolean {
  const sizes: number[] = []
  let size = 0
  const walk = (list: readonly Block[]): void => {
    for (const block of list) {
      if (block.kind === 'table') {
        for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
        continue
      }
      for (const run of block.runs) if (run.kind !== 'insert' && run.inserted === null) size += run.node.nodeSize
      if (block.end === 'insert' || block.inserted !== null) continue
      sizes.push(size)
      size = 0
    }
  }
  walk(blocks)
  const lines = linesOf(project(file.doc, file.rounds.length))
  return lines.length === sizes.length && lines.every((line, i) => line.content.size === sizes[i])
}
