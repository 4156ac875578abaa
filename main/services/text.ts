import { moveOf } from '../../shared/model/move.ts'
import { paperNamed } from '../../shared/model/paper.ts'
import { shownText } from '../../shared/model/schema.ts'
import type { Redline } from '../../shared/redline/index.ts'
import { type Block, type Cause, changes, type RunKind, withLabels } from '../../shared/redline/index.ts'
import { isLanguage, type PaperPart, redlinesOf, saidBy } from '../formats/paper.ts'
import type { Store } from '../store/index.ts'
import { checkLeaks } from './leak.ts'
import { draftsNamed, makePaper, type PaperRequest } from './paper.ts'

/** A stretch of text in one state, as other programs read it. */
export interface TextRun {
  readonly text: string
  readonly kind: RunKind
  readonly party?: string
  readonly date?: string
  /** The move that the run is a half of: struck where it was, inserted where it went. Both halves carry the same. */
  readonly move?: string
}
/** One block of text; the blocks of a table's cells follow one another, row by row. */
export type TextRuns = readonly TextRun[]

/**
 * The language of a scope as blocks of runs. Where a paragraph's end came or went it is a run of its own, `\n`, at the end of
 * its block. Of an item or the agreement it is the language alone; of any other scope what the paper says around it (labels,
 * headings, the cells of its tables) stands before it, a block each. Throws like `checkLeaks`.
 */
export function textOf(store: Store, request: PaperRequest): TextRuns[] {
  const { paper } = makePaper(store, request)
  const alone = paperNamed(request.scope)?.kind.versions === true && request.scope !== 'table'
  const said = (part: PaperPart): TextRuns[] =>
    (isLanguage(part) ? (part.labels ? [part.labels.join(' ')] : []) : saidBy(part)).map((text) => [{ text, kind: 'same' }])
  const blocks = paper.sections.flatMap((part): TextRuns[] => [
    ...(alone ? [] : said(part)),
    ...redlinesOf([part]).flatMap((redline) => runsOf(redline)),
  ])
  const bytes = new TextEncoder().encode(JSON.stringify(blocks))
  checkLeaks(store, draftsNamed(store, request), { format: 'json', bytes, paper })
  return blocks
}

/** The blocks of a redline as runs. */
export function runsOf(redline: Redline): TextRuns[] {
  const moved = new Set(changes(redline).flatMap((change) => (change.move ? change.ids : [])))
  const cause = (by: Cause | null): Pick<TextRun, 'party' | 'date' | 'move'> => {
    if (!by) return {}
    const round = redline.rounds.find((r) => r.r === by.r)
    const move = moved.has(by.id) ? moveOf(by.id)!.move : undefined
    return { party: round?.party ?? by.p, ...(round ? { date: round.date } : {}), ...(move === undefined ? {} : { move }) }
  }
  const out: TextRun[][] = []
  const read = (blocks: readonly Block[]): void => {
    for (const b of blocks) {
      if (b.kind === 'table') {
        for (const row of b.rows) for (const cell of row.cells) read(cell.blocks)
        continue
      }
      const runs: TextRun[] = b.runs.map((run) => ({ text: shownText(run.node), kind: run.kind, ...cause(run.by) }))
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
    if (last && last.kind === run.kind && last.party === run.party && last.date === run.date && last.move === run.move)
      out[out.length - 1] = { ...last, text: last.text + run.text }
    else out.push(run)
  }
  return out
}
