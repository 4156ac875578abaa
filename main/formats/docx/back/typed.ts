import type { Node } from 'prosemirror-model'
import { type BlockProps, schema } from '../../../../shared/model/schema.ts'
import { type Block, type Cause, project, type Redline, type Run, type RunKind, type TextBlock } from '../../../../shared/redline/index.ts'
import type { WordFile } from '../read/index.ts'

/**
 * A redline whose baseline was written into a file by us: a label that no list of that file gives stands there as text, and so it
 * does here. Each such label becomes a run at the start of its paragraph, unchanged, struck or put in, and is no property any more.
 */
export function withTypedLabels(redline: Redline, file: WordFile): Redline {
  const lines = linesOf(project(file.doc, file.rounds.length))
  return { ...redline, blocks: container(redline.blocks, lines[Symbol.iterator]()) }
}

const linesOf = (node: Node): Node[] => node.children.flatMap((child) => (child.isTextblock ? [child] : linesOf(child)))

function container(blocks: readonly Block[], lines: Iterator<Node>): Block[] {
  const runs = new Map<number, Run[]>()
  const bare = new Set<number>()
  const out = blocks.slice()
  const put = (at: number, text: string, kind: RunKind, by: Cause | null): void => {
    runs.set(at, [...(runs.get(at) ?? []), { ...PLAIN, kind, by, node: schema.text(text) }])
  }
  // Where the paragraph of each side begins.
  let [a, b] = [0, 0]
  blocks.forEach((block, i) => {
    if (block.kind === 'table') {
      out[i] = {
        ...block,
        rows: block.rows.map((row) => ({ ...row, cells: row.cells.map((c) => ({ ...c, blocks: container(c.blocks, lines) })) })),
      }
      ;[a, b] = [a === i ? i + 1 : a, b === i ? i + 1 : b]
      return
    }
    const [inA, inB] = [block.inserted === null && block.end !== 'insert', block.end !== 'delete']
    const lead = inA ? leadOf(lines.next().value, block.propsA) : null
    if (lead) {
      const label = inB ? (block.propsB.attrs.label ?? null) : null
      const by = block.propsBy ?? block.by
      if (a === b && label === block.propsA.attrs.label) put(a, lead, 'same', null)
      else {
        put(a, lead, 'delete', by)
        if (label) put(b, `${label}${lead.slice(-1)}`, 'insert', by)
      }
      bare.add(i)
    }
    if (inA) a = i + 1
    if (inB) b = i + 1
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
