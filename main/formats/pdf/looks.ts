import { formatDay } from '../../../shared/model/labels.ts'
import { type Legend, type LineStyle, styleOf } from '../../../shared/model/legend.ts'
import type { RoundRef } from '../../../shared/model/negotiation.ts'
import type { Cause, Run, RunKind } from '../../../shared/redline/types.ts'

/** How a stretch of text is drawn: colour, highlight, the line under it and the line through it. Colours are `#RRGGBB`. */
export interface Look {
  readonly fill: string
  readonly high: string | null
  readonly under: LineStyle | null
  readonly underFill: string
  readonly strike: LineStyle | null
  readonly strikeFill: string
}

/** Ink of the paper and of what is said quietly on it (`design/DESIGN.md`: tokens). */
const INK = '#1E1D1B'
const INK_2 = '#524E48'
const INK_3 = '#69645C'

/** What the looks of one redline are read from. */
export interface Palette {
  readonly legend: Legend
  readonly rounds: ReadonlyMap<number, RoundRef>
  /** First round that the redline shows; switches of earlier rounds are history and not drawn. */
  readonly from: number
}
/** A row or cell that came or went: everything in it is drawn so. */
export interface Forced {
  readonly kind: Exclude<RunKind, 'same'>
  readonly by: Cause | null
  readonly inserted: Cause | null
}

const dayOf = (palette: Palette, cause: Cause): string => palette.rounds.get(cause.r)?.date ?? ''

/** Party and date of a cause, as a change label says it: `LTA 9.20`. */
export const causeLabel = (palette: Palette, cause: Cause): string => [cause.p, ...labelled(dayOf(palette, cause))].join(' ')

const labelled = (day: string): string[] => (day ? [formatDay(day)] : [])

/** The state of a run with the row or cell around it taken into account. */
export const stateOf = (run: Run, forced: Forced | null): Pick<Run, 'kind' | 'by' | 'inserted'> =>
  run.kind === 'same' && forced ? forced : run

const inserted = (palette: Palette, by: Cause, restored: boolean): Look => {
  const style = styleOf(palette.legend, 'insert', by.p, dayOf(palette, by))
  return {
    fill: style.text,
    high: style.highlight,
    under: restored ? 'dashed' : style.line,
    underFill: style.text,
    strike: null,
    strikeFill: style.text,
  }
}
const struck = (palette: Palette, by: Cause, inserter: Cause | null): Look => {
  const style = styleOf(palette.legend, 'delete', by.p, dayOf(palette, by))
  const under = inserter ? inserted(palette, inserter, false) : null
  return {
    fill: under?.fill ?? style.text,
    high: under?.high ?? style.highlight,
    under: under?.under ?? null,
    underFill: under?.underFill ?? style.text,
    strike: style.line,
    strikeFill: style.text,
  }
}
const dotted = (fill: string): Look => ({ fill: INK, high: null, under: 'dotted', underFill: fill, strike: null, strikeFill: INK })
const UNKNOWN: Cause = { id: '', r: -1, p: '' }

/** The look of a change of this kind by this cause. */
export const changeLook = (palette: Palette, kind: 'insert' | 'delete', by: Cause | null, inserter: Cause | null = null): Look =>
  kind === 'insert' ? inserted(palette, by ?? UNKNOWN, false) : struck(palette, by ?? UNKNOWN, inserter)

/**
 * The look of a run; null for plain ink. `reformatted`: the block around it changed its kind, level or alignment.
 * An insertion always has a line under it and a deletion a line through it, whatever the legend says (`design/DESIGN.md`).
 */
export function lookOf(palette: Palette, run: Run, forced: Forced | null, reformatted: boolean): Look | null {
  const { kind, by, inserted: inserter } = stateOf(run, forced)
  const restored = run.restored && run.restored.r >= palette.from ? run.restored : null
  if (kind === 'insert') return inserted(palette, restored ?? by ?? UNKNOWN, restored !== null)
  if (kind === 'delete') return struck(palette, by ?? UNKNOWN, inserter)
  if (restored) return dotted(INK_3)
  return run.formatBy || reformatted ? dotted(INK_2) : null
}

/**
 * The small label after a run: always where two names stand on it or where it was brought back, else only where labels are on.
 * Null for none.
 */
export function labelOf(palette: Palette, run: Run, forced: Forced | null, labels: boolean): string | null {
  const { kind, by, inserted: inserter } = stateOf(run, forced)
  if (kind === 'delete' && inserter && by) return `${causeLabel(palette, inserter)} / ${causeLabel(palette, by)}`
  const restored = run.restored && run.restored.r >= palette.from ? run.restored : null
  if (restored && (kind === 'same' || labels)) return `restored ${causeLabel(palette, restored)}`
  return labels && kind !== 'same' && by ? causeLabel(palette, by) : null
}
