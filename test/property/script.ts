import fc from 'fast-check'
import { FLAT, intents } from './action.ts'
import type { Op } from './edit.ts'

export type { Op } from './edit.ts'

/** Any intent on a document without tables. */
export const anyOp = intents(FLAT)
const SEAL = { t: 'seal' } as Op

/** Scripts of up to `max` intents and two seals among them: each reaches three rounds of two parties, many more. */
export const script = (max = 22, op = anyOp): fc.Arbitrary<Op[]> =>
  fc
    .tuple(fc.array(op, { maxLength: max, size: 'max' }), fc.nat(max), fc.nat(max))
    .map(([ops, ...seals]) => seals.reduce<Op[]>((list, at) => list.toSpliced(at % (list.length + 1), 0, SEAL), ops))
/** Intents that only put something in. */
export const insertOp = anyOp.filter((o) => ['type', 'enter', 'insertBlocks'].includes(o.t) || (o.t === 'paste' && o.k % 4 === 0))

/** How many scripts each property runs, and from which seed. */
export const RUNS = Number(process.env.PARLEY_RUNS ?? 2000)
const SEED = process.env.PARLEY_SEED ? Number(process.env.PARLEY_SEED) : undefined
/** Checks a property over random inputs; a failure names seed and counterexample. */
export function check<T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void, share = 1): void {
  fc.assert(
    fc.property(arbitrary, (value) => {
      property(value)
    }),
    parametersOf(share),
  )
}
/** The number of runs and the seed for a property that takes a share of the runs. */
export function parametersOf<T>(share: number): fc.Parameters<[T]> {
  const parameters: fc.Parameters<[T]> = { numRuns: Math.max(1, Math.round(RUNS * share)) }
  if (SEED !== undefined) parameters.seed = SEED
  return parameters
}
/** The same for a property that waits for something. */
export async function checkAsync<T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => Promise<void>, share = 1): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitrary, property), parametersOf(share))
}
