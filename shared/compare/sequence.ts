import { lcs } from 'fast-myers-diff'

/** A stretch of `n` equal elements: `xs[i + k]` is `ys[j + k]` for k < n. */
export type Match = readonly [i: number, j: number, n: number]

/** Above this many elements on both sides together, Myers' algorithm may cost more than the answer is worth. */
const MYERS_LIMIT = 3000

/** Up to this many pairs of elements, every pair is looked at. */
const TABLE = 4096
const LONGEST = new Uint16Array(2 * TABLE + 2)
/** Edits after which a long piece without unique elements is cut at the furthest place reached. */
const STAGE = 96

/**
 * The common subsequence of two lists of numbers as stretches in order. Exact (longest) for lists of ordinary length. Long ones
 * are first cut at elements that are unique on both sides, so that two long, unrelated lists never cost a square of their length;
 * a long piece without such an element is matched in stages, each as far as a bounded number of edits reaches.
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
  if ((x1 - x0) * (y1 - y0) <= TABLE) {
    tabled(xs, ys, x0, x1, y0, y1, out)
    return
  }
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
  if (!anchors.length) {
    staged(xs, ys, px, py, out)
    return
  }
  let [x, y] = [x0, y0]
  for (const [i, j] of anchors) {
    between(xs, ys, x, i, y, j, out)
    out.push([i, j, 1])
    x = i + 1
    y = j + 1
  }
  between(xs, ys, x, x1, y, y1, out)
}

/** Matches two long lists of places `px` and `py` from left to right, `STAGE` edits at a time; linear in their length. */
function staged(xs: readonly number[], ys: readonly number[], px: readonly number[], py: readonly number[], out: Match[]): void {
  let [i, j] = [0, 0]
  while (i < px.length && j < py.length) [i, j] = stage(xs, ys, px, py, i, j, out)
}

/** One stage from (i0, j0): Myers' furthest reaching paths. Returns where the best of them ends. */
function stage(
  xs: readonly number[],
  ys: readonly number[],
  px: readonly number[],
  py: readonly number[],
  i0: number,
  j0: number,
  out: Match[],
): [number, number] {
  const [n, m] = [px.length - i0, py.length - j0]
  const trace: Int32Array[] = []
  // The furthest i on each diagonal k = i - j, shifted by STAGE + 1.
  let reach = new Int32Array(2 * STAGE + 3)
  let best: [i: number, k: number, d: number] = [0, 0, 0]
  for (let d = 0; d <= STAGE; d++) {
    const next = reach.slice()
    for (let k = -d; k <= d; k += 2) {
      const at = k + STAGE + 1
      let i = d === 0 ? 0 : k === -d || (k !== d && reach[at - 1] < reach[at + 1]) ? reach[at + 1] : reach[at - 1] + 1
      while (i < n && i - k < m && i - k >= 0 && xs[px[i0 + i]] === ys[py[j0 + i - k]]) i++
      next[at] = i
      if (i <= n && i - k <= m && 2 * i - k > 2 * best[0] - best[1]) best = [i, k, d]
    }
    trace.push(next)
    reach = next
    if (best[0] === n && best[0] - best[1] === m) break
  }
  const [i, k, d] = best
  const found: Match[] = []
  walkBack(trace, i, k, d, (x, y) => void found.push([px[i0 + x], py[j0 + y], 1]))
  out.push(...found.reverse())
  return [i0 + i, j0 + i - k]
}

/** The matches of a path that ends at `i` on diagonal `k` after `d` edits, last first. */
function walkBack(trace: readonly Int32Array[], i: number, k: number, d: number, match: (x: number, y: number) => void): void {
  for (; ; d--) {
    const at = k + STAGE + 1
    const before = d > 0 ? trace[d - 1] : null
    const down = before !== null && (k === -d || (k !== d && before[at - 1] < before[at + 1]))
    const start = before === null ? 0 : down ? before[at + 1] : before[at - 1] + 1
    for (let x = i - 1; x >= start; x--) match(x, x - k)
    if (before === null) return
    i = down ? start : start - 1
    k = down ? k + 1 : k - 1
  }
}

/** Short pieces: for each pair of places, how long a common subsequence follows from there; then the first of the longest. */
function tabled(xs: readonly number[], ys: readonly number[], x0: number, x1: number, y0: number, y1: number, out: Match[]): void {
  const n = x1 - x0
  const m = y1 - y0
  const width = m + 1
  for (let j = 0; j <= m; j++) LONGEST[n * width + j] = 0
  for (let i = n - 1; i >= 0; i--) {
    LONGEST[i * width + m] = 0
    for (let j = m - 1; j >= 0; j--) {
      const at = i * width + j
      const down = LONGEST[at + width]
      const right = LONGEST[at + 1]
      LONGEST[at] = xs[x0 + i] === ys[y0 + j] ? LONGEST[at + width + 1] + 1 : down > right ? down : right
    }
  }
  for (let i = 0, j = 0; i < n && j < m; ) {
    const at = i * width + j
    if (xs[x0 + i] === ys[y0 + j]) out.push([x0 + i++, y0 + j++, 1])
    else if (LONGEST[at + width] >= LONGEST[at + 1]) i++
    else j++
  }
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
