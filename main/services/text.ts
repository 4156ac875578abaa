import type { Redline } from '../../shared/redline/index.ts'
import { type Block, type Cause, type RunKind, withLabels } from '../../shared/redline/index.ts'
import type { Store } from '../store/index.ts'
import { makePaper, type PaperRequest } from './paper.ts'

/** A stretch of text in one state, as other programs read it. */
export interface TextRun {
  readonly text: string
  readonly kind: RunKind
  readonly party?: string
  readonly date?: string
}
/** One block of text; the blocks of a table's cells follow one another, row by row. */
export type TextRuns = readonly TextRun[]

/**
 * The language of a scope as blocks of runs. Where a paragraph's end came or went it is a run of its own, `\n`, at the end of
 * its block. In the scope `table` each row begins with a block that holds its labels.
 */
export function textOf(store: Store, request: PaperRequest): TextRuns[] {
  const { paper } = makePaper(store, request)
  const labelled = request.scope === 'table'
  return paper.sections.flatMap(({ labels, redline }) => [
    ...(labelled && labels ? [[{ text: labels.join(' '), kind: 'same' as const }]] : []),
    ...runsOf(redline),
  ])
}

/** The blocks of a redline as runs. */
function runsOf(redline: Redline): TextRuns[] {
  const cause = (by: Cause | null): Pick<TextRun, 'party' | 'date'> => {
    const round = by && redline.rounds.find((r) => r.r === by.r)
    return by ? { party: round?.party ?? by.p, ...(round ? { date: round.date } : {}) } : {}
  }
  const out: TextRun[][] = []
  const read = (blocks: readonly Block[]): void => {
    for (const b of blocks) {
      if (b.kind === 'table') {
        for (const row of b.rows) for (const cell of row.cells) read(cell.blocks)
        continue
      }
      const runs: TextRun[] = b.runs.map((run) => ({ text: run.node.isText ? run.node.text! : '\n', kind: run.kind, ...cause(run.by) }))
      if (b.end !== 'same') runs.push({ text: '\n', kind: b.end, ...cause(b.by) })
      out.push(join(runs))
    }
  }
  read(withLabels(redline.blocks))
  return out
}

/** Neighbours in the same state and of the same round become one run. */
function join(runs: readonly TextRun[]): TextRun[] {
  const out: TextRun[] = []
  for (const run of runs) {
    const last = out.at(-1)
    if (last && last.kind === run.kind && last.party === run.party && last.date === run.date)
      out[out.length - 1] = { ...last, text: last.text + run.text }
    else out.push(run)
  }
  return out
}
