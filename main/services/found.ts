import type { Day } from '../../shared/model/negotiation.ts'
import { type Block, type ChangeKind, changes, type Redline, type TextBlock } from '../../shared/redline/index.ts'

/** An edit in a file that came back. */
export interface FoundEdit {
  readonly kinds: readonly ChangeKind[]
  /** What it takes out and what it puts in, paragraph ends as line breaks. */
  readonly struck: string
  readonly inserted: string
  /** The paragraph that it is in, as we passed it (the one before, where it is a new one). */
  readonly paragraph: string
  /** Who tracked it, as the file says, and on which day; left out for an edit that is not tracked. */
  readonly author?: string
  readonly date?: Day | null
}
/** The changes of a redline with the paragraphs that they are in, as these read before. */
export function editsOf(made: Redline): { readonly edit: FoundEdit; readonly r: number; readonly ids: readonly string[] }[] {
  const paragraphs = new Map<string, string>()
  let above = ''
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
      else {
        above = beforeText(block) || above
        paragraphs.set(block.id, above)
      }
    }
  }
  walk(made.blocks)
  return changes(made).map((change) => ({
    edit: { kinds: change.kinds, struck: change.struck, inserted: change.inserted, paragraph: paragraphs.get(change.block) ?? '' },
    r: change.by.r,
    ids: change.ids,
  }))
}
const beforeText = (block: TextBlock): string => {
  const label = block.propsA.attrs.label
  const text = block.runs.map((run) => (run.kind === 'insert' || run.inserted ? '' : run.node.textContent || ' ')).join('')
  return normal(label && text ? `${label} ${text}` : text)
}
/** A text with single blanks. */
export const normal = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim()
