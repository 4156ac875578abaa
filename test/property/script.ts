import fc from 'fast-check'

/** One intent of a random script. Numbers are taken modulo what there is. */
export type Op =
  | { t: 'type' | 'replace'; a: number; b: number; s: string; k: number }
  | { t: 'del' | 'delBlocks' | 'strike' | 'restore'; a: number; b: number }
  | { t: 'enter' | 'join' | 'back' | 'fwd' | 'revert'; a: number }
  | { t: 'insertBlocks'; a: number; list: [number, string][] }
  | { t: 'paste'; a: number; b: number; k: number; list: [number, string][] }
  | { t: 'fmt' | 'typeOf'; a: number; b: number; k: number }
  | { t: 'props'; a: number; k: number }
  | { t: 'seal' }

const n = fc.nat(60)
const k = fc.nat(7)
const s = fc.constantFrom('x', 'yz', 'w w', '\n')
const list = fc.array(fc.tuple(fc.nat(5), fc.constantFrom('', 'k', 'mn')), { minLength: 1, maxLength: 3 })
const op = <T extends string, F extends Record<string, fc.Arbitrary<unknown>>>(weight: number, t: T, fields: F) => ({
  weight,
  arbitrary: fc.record({ t: fc.constant(t), ...fields }),
})

export const anyOp = fc.oneof(
  op(4, 'type', { a: n, b: n, s, k }),
  op(4, 'replace', { a: n, b: n, s, k }),
  op(6, 'del', { a: n, b: n }),
  op(5, 'enter', { a: n }),
  op(3, 'join', { a: n }),
  op(4, 'back', { a: n }),
  op(3, 'fwd', { a: n }),
  op(2, 'delBlocks', { a: n, b: n }),
  op(2, 'insertBlocks', { a: n, list }),
  op(3, 'paste', { a: n, b: n, k, list }),
  op(3, 'fmt', { a: n, b: n, k }),
  op(2, 'props', { a: n, k }),
  op(2, 'typeOf', { a: n, b: n, k }),
  op(3, 'strike', { a: n, b: n }),
  op(3, 'restore', { a: n, b: n }),
  op(1, 'revert', { a: n }),
  op(4, 'seal', {}),
) as fc.Arbitrary<Op>

/** Scripts of up to `max` intents and two seals among them: each reaches three rounds of two parties, many more. */
export const script = (max = 22): fc.Arbitrary<Op[]> =>
  fc
    .tuple(fc.array(anyOp, { maxLength: max, size: 'max' }), fc.nat(max), fc.nat(max))
    .map(([ops, ...seals]) => seals.reduce<Op[]>((list, at) => list.toSpliced(at % (list.length + 1), 0, { t: 'seal' }), ops))
/** Intents that only put something in. */
export const insertOp = anyOp.filter((o) => ['type', 'enter', 'insertBlocks'].includes(o.t) || (o.t === 'paste' && o.k % 4 === 0))

/** How many scripts each property runs, and from which seed. */
const RUNS = Number(process.env.PARLEY_RUNS ?? 300)
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
function parametersOf<T>(share: number): fc.Parameters<[T]> {
  const parameters: fc.Parameters<[T]> = { numRuns: Math.max(1, Math.round(RUNS * share)) }
  if (SEED !== undefined) parameters.seed = SEED
  return parameters
}
/** The same for a property that waits for something. */
export async function checkAsync<T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => Promise<void>, share = 1): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitrary, property), parametersOf(share))
}
