import type { Block, TableBlock, TextBlock } from '../../../shared/redline/index.ts'
import { type Before, gap, paragraphs, type Setting } from './paragraph.ts'
import type { Revisions } from './revision.ts'
import { tableXml } from './table.ts'
import type { Xml } from './xml.ts'

/** A stretch of text blocks, or a table. */
type Stretch = TableBlock | readonly TextBlock[]

/**
 * The blocks of one container (a section's language, or a cell) as Word's paragraphs and tables. Labels must be text already
 * (`withLabels`). `above`: what stands over the first of them. Always ends in a
 * paragraph whose mark stands on both sides.
 */
export function storyXml(blocks: readonly Block[], setting: Setting, revisions: Revisions, above: Before = 'top'): readonly Xml[] {
  const out: Xml[] = []
  const stretches = stretch(blocks)
  stretches.forEach((part, i) => {
    const next = stretches[i + 1]
    if ('kind' in part) {
      out.push(tableXml(part, setting, revisions, storyXml))
      if (!next || 'kind' in next) out.push(gap())
      return
    }
    const last = !next || ('kind' in next && next.change === 'same')
    out.push(...paragraphs(part, setting, revisions, last, !next, i === 0 ? above : 'table'))
  })
  return out.length ? out : [gap()]
}

function stretch(blocks: readonly Block[]): readonly Stretch[] {
  const out: (TableBlock | TextBlock[])[] = []
  for (const block of blocks) {
    const last = out[out.length - 1]
    if (block.kind === 'table') out.push(block)
    else if (Array.isArray(last)) last.push(block)
    else out.push([block])
  }
  return out
}
