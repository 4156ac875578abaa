/** Milliseconds, sorted, of several runs of one thing. */
export type Times = readonly number[]

const WIDTHS = [68, 24, 56, 6] as const
const round = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en-US'))
export const share = (times: Times, of: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))]!
}
export const median = (times: Times): number => share(times, 0.5)
/** `12.3 ms`, or `1.2 ms, p95 3.4 ms` of twenty runs or more. */
export const say = (times: Times): string =>
  times.length < 20 ? `${round(median(times))} ms` : `${round(median(times))} ms, p95 ${round(share(times, 0.95))} ms`
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`

const line = (cells: readonly string[]): void => console.log(`| ${cells.map((cell, i) => cell.padEnd(WIDTHS[i]!)).join(' | ')} |`)
/** Prints one line of the table. `peer`: what else does it, and its figure; `ratio`: ours to the peer's, less than 1 where ours is quicker. */
export function row(what: string, figure: string, peer = '', ratio: number | null = null): void {
  line([what, figure, peer, ratio === null ? '' : ratio < 10 ? ratio.toFixed(2) : `${Math.round(ratio)}`])
}
/** Prints whether a goal is met, in words. `why`: what stands in the way where it is not. */
export function goal(what: string, met: boolean, why = ''): void {
  line([`goal: ${what}`, met ? 'met' : 'not met', met ? '' : why])
}
/** Prints the head of the table. */
export function head(): void {
  line(['what', 'figure', 'peer, in the same run', 'ratio'])
  console.log(`|${WIDTHS.map((w) => '-'.repeat(w + 2)).join('|')}|`)
}

/** Runs something several times and gives the milliseconds of each. */
export async function timed(times: number, run: (k: number) => unknown): Promise<Times> {
  const out: number[] = []
  for (let k = 0; k < times; k++) {
    const start = performance.now()
    await run(k)
    out.push(performance.now() - start)
  }
  return out
}
