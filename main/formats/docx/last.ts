import type { Cause } from '../../../shared/redline/index.ts'

/** A paragraph mark as far as changes go: whether it stands on each side, and who made it so. */
export interface EndState {
  readonly inA: boolean
  readonly inB: boolean
  readonly by: Cause | null
  /** Who put in a mark that was struck again in between: it is on neither side. */
  readonly inserted: Cause | null
}

/**
 * Lets the last end of both sides stand in the last place, where Word can write neither an insertion nor a deletion of it (end
 * of a story or cell, or before a table of both sides). A mark that stands on both sides changes places with those that follow:
 * the same text, and each change begins with the mark before it. Marks that stand on one side each become one. Marks that came and
 * went in between stay where they are.
 *
 * `must`: the last mark stands in any case, even where a side has no end of its own. Null where nothing has to move.
 */
export function lastStanding(ends: readonly EndState[], must: boolean): readonly EndState[] | null {
  const n = ends.length - 1
  const lastA = ends.findLastIndex((end) => end.inA)
  const lastB = ends.findLastIndex((end) => end.inB)
  if (n < 0 || (lastA === n && lastB === n) || (!must && (lastA < 0 || lastB < 0))) return null
  const out = ends.map(({ inA, inB, by, inserted }): EndState => ({ inA, inB, by, inserted }))
  const slide = (from: number, to: number): void => {
    const places = out.flatMap(({ inA, inB }, i) => (i >= from && i <= to && (inA || inB || i === to) ? [i] : []))
    places.forEach((place, k) => {
      out[place] = k + 1 < places.length ? out[places[k + 1]] : STANDING
    })
  }
  const [first, second] = [Math.min(lastA, lastB), Math.max(lastA, lastB)]
  if (second < 0) {
    out[n] = STANDING
    return out
  }
  if (first >= 0 && first < second) {
    if (out[first].inA && out[first].inB) slide(first, second)
    else out[first] = NOWHERE
  }
  out[second] = STANDING
  slide(second, n)
  return out
}

const STANDING: EndState = { inA: true, inB: true, by: null, inserted: null }
/** An end at which the text runs on. */
const NOWHERE: EndState = { inA: false, inB: false, by: null, inserted: null }
