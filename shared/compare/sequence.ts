import { lcs } from 'fast-myers-diff'

/** A stretch of `n` equal elements: `xs[i + k]` is `ys[j + k]` for k < n. */
export type Match = readonly [i: number, j: number, n: number]

/** Above this many elements on both sides together, Myers' algorithm may cost more than the answer is worth. */
const MYERS_LIMIT = 3000

/**
 * The common subsequence of two lists of numbers as stretches in order. Exact (longest) for lists of ordinary length. Long ones
 * are first cut at elements that are unique on both sides, so that two long, unrelated lists never cost a square of their length;
 * a long piece without such an element counts as wholly different.
 */
export function common(xs: readonly number[], ys: readonly number[]): Match[] {
  const out: Match[] = []
  between(xs, ys, 0, xs.length, 0, ys.length, out)
  return joined(out)
}

function between(xs: readonly number[], ys: readonly number[], x0: number, x1: number, y0: number, y1: number, out: Match[]): void {
  let head = 0
  while (x0 + head < x1 && y0 + head < y1 && xs[x0 + head] === ys[y0 + head]) head++
  if (head) out.push([x0, y0, head])
  x0 += head
  y0 += head
  let tail = 0
  while (x1 - tail > x0 && y1 - tail > y0 && xs[x1 - tail - 1] === ys[y1 - tail - 1]) tail++
  x1 -= tail
  y1 -= tail
  if (x0 < x1 && y0 < y1) middle(xs, ys, x0, x1, y0, y1, out)
  if (tail) out.push([x1, y1, tail])
}

function middle(xs: readonly number[], ys: readonly number[], x0: number, x1: number, y0: number, y1: number, out: Match[]): void {
  // What stands on one side only can match nothing: leave it out before anything that costs.
  const px = shared(xs, x0, x1, new Set(ys.slice(y0, y1)))
  const py = shared(ys, y0, y1, new Set(xs.slice(x0, x1)))
  if (px.length + py.length <= MYERS_LIMIT) {
    const a = px.map((i) => xs[i])
    const b = py.map((j) => ys[j])
    for (const [i, j, n] of lcs(a, b)) for (let k = 0; k < n; k++) out.push([px[i + k], py[j + k], 1])
    return
  }
  const anchors = unique(xs, ys, px, py)
  if (!anchors.length) return
  let [x, y] = [x0, y0]
  for (const [i, j] of anchors) {
    between(xs, ys, x, i, y, j, out)
    out.push([i, j, 1])
    x = i + 1
    y = j + 1
  }
  between(xs, ys, x, x1, y, y1, out)
}

const shared = (list: readonly number[], from: number, to: number, other: ReadonlySet<number>): number[] => {
  const out: number[] = []
  for (let i = from; i < to; i++) if (other.has(list[i])) out.push(i)
  return out
}

/** The longest rising run of pairs of elements that stand once on each side. */
function unique(xs: readonly number[], ys: readonly number[], px: readonly number[], py: readonly number[]): [number, number][] {
  const once = (list: readonly number[], at: readonly number[]) => {
    const seen = new Map<number, number>()
    for (const i of at) seen.set(list[i], seen.has(list[i]) ? -1 : i)
    return seen
  }
  const inX = once(xs, px)
  const inY = once(ys, py)
  const pairs: Pair[] = []
  for (const [value, i] of inX) {
    const j = inY.get(value) ?? -1
    if (i >= 0 && j >= 0) pairs.push({ i, j, weight: 1 })
  }
  return heaviest(pairs).map(({ i, j }) => [i, j])
}

/** A possible pairing of element `i` of one list with `j` of another, and what it is worth (above 0). */
export interface Pair {
  readonly i: number
  readonly j: number
  readonly weight: number
}

/** The pairs of the greatest total weight in which both `i` and `j` rise strictly, in order; n log n. */
export function heaviest(pairs: readonly Pair[]): Pair[] {
  const sorted = [...pairs].sort((p, q) => p.i - q.i || q.j - p.j)
  const columns = new Map([...new Set(sorted.map((p) => p.j))].sort((p, q) => p - q).map((j, at) => [j, at + 1]))
  // A Fenwick tree over the columns: the best chain that ends at or before a column.
  const best = new Int32Array(columns.size + 1).fill(-1)
  const total = new Float64Array(sorted.length)
  const before = new Int32Array(sorted.length).fill(-1)
  let last = -1
  for (let at = 0; at < sorted.length; at++) {
    const column = columns.get(sorted[at].j)!
    let prior = -1
    for (let c = column - 1; c > 0; c -= c & -c) if (best[c] >= 0 && (prior < 0 || total[best[c]] > total[prior])) prior = best[c]
    total[at] = sorted[at].weight + (prior < 0 ? 0 : total[prior])
    before[at] = prior
    for (let c = column; c < best.length; c += c & -c) if (best[c] < 0 || total[at] > total[best[c]]) best[c] = at
    if (last < 0 || total[at] > total[last]) last = at
  }
  const out: Pair[] = []
  for (let at = last; at >= 0; at = before[at]) out.push(sorted[at])
  return out.reverse()
}

const joined = (matches: readonly Match[]): Match[] => {
  const out: [number, number, number][] = []
  for (const [i, j, n] of matches) {
    const last = out.at(-1)
    if (last && last[0] + last[2] === i && last[1] + last[2] === j) last[2] += n
    else out.push([i, j, n])
  }
  return out
}
