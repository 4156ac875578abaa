import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, expect, test } from 'vitest'
import { importSource } from '../../main/services/index.ts'
import type { Store } from '../../main/store/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { addItem, newStore, SCRATCH } from '../unit/main/store/made.ts'
import type { Order, Verdict } from './mutant.ts'
import { mutant, sources } from './mutate.ts'

/**
 * Word files with faults, by the hundred: each is refused with one sentence or read as a sound document that can be projected,
 * compared and written back. `node test/fuzz.mjs --runs 20000 --seed 2` runs more.
 */

const RUNS = Number(process.env.PARLEY_RUNS ?? 300)
const SEED = Number(process.env.PARLEY_SEED ?? 1)
/** The number of the first mutant. */
const FROM = Number(process.env.PARLEY_FROM ?? 0)
/** Milliseconds after which a thread is ended, however busy the machine; what one mutant may reckon for; megabytes that it may hold. */
const LIMIT = 60_000
const SLOW = 5000
const MEMORY = 1000

let thread: Worker | null = null
const folders: string[] = []
const start = (): Worker => {
  const folder = mkdtempSync(join(SCRATCH, 'parley-mutant-'))
  folders.push(folder)
  return new Worker(new URL('./mutant.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    workerData: { folder },
  })
}
afterAll(async () => {
  await thread?.terminate()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** What became of a mutant. One that hangs or kills its thread is a fault, and the next has a new thread. */
async function judged(order: Order): Promise<Verdict> {
  thread ??= start()
  const here = thread
  let stop = (): void => {}
  const verdict = await new Promise<Verdict>((resolve) => {
    const fault = (what: string): void => resolve({ n: order.n, how: '', ms: LIMIT, kind: 'fault', fault: what })
    const timer = setTimeout(() => fault(`took more than ${LIMIT} ms`), LIMIT)
    const failed = (error: Error): void => fault(`ended its thread: ${error.message}`)
    here.once('message', resolve).once('error', failed)
    stop = () => {
      clearTimeout(timer)
      here.off('message', resolve).off('error', failed)
    }
    here.postMessage(order)
  })
  stop()
  if (verdict.kind === 'fault' && !verdict.how) {
    await here.terminate()
    thread = null
  }
  return verdict
}

test(`${RUNS} mutants of Word files (seed ${SEED}) are refused in one sentence or read soundly`, {
  timeout: 600_000 + RUNS * 2000,
}, async () => {
  const faults: string[] = []
  let sound = 0
  let slowest = { n: 0, how: '', ms: 0 }
  for (let n = FROM; n < FROM + RUNS; n++) {
    const verdict = await judged({ seed: SEED, n })
    if (verdict.kind === 'sound') sound++
    if (verdict.ms > slowest.ms) slowest = verdict
    if (verdict.kind === 'fault') faults.push(`${n}, ${verdict.how}: ${verdict.fault}`)
    else if (verdict.ms > SLOW) faults.push(`${n}, ${verdict.how}: reckoned for ${verdict.ms} ms`)
  }
  console.log(`${sound} sound, ${RUNS - sound - faults.length} refused; the slowest, ${slowest.n}: ${slowest.ms} ms, ${slowest.how}`)
  expect(faults.join('\n\n')).toBe('')
  if (RUNS < 100) return
  // Neither side is empty, else the mutants are too mild or too wild to mean anything.
  expect(sound).toBeGreaterThan(RUNS / 10)
  expect(RUNS - sound).toBeGreaterThan(RUNS / 10)
})

test('a mutant comes into a negotiation whole, or nothing of it does', { timeout: 240_000 }, async () => {
  const from = sources().filter((source) => !source.large)
  const counts = { whole: 0, nothing: 0 }
  for (let n = 0; n < 80; n++) {
    const store = newStore()
    addItem(store)
    const before = everythingIn(store)
    const { bytes, how, source } = mutant(from, SEED + 1, n)
    const as = n % 2 ? 'base' : 'negotiation'
    try {
      await importSource(store, { as, name: 'theirs.docx', bytes, item: null, party: null, date: null, answers: null })
      counts.whole++
      expect(store.sources()).toHaveLength(1)
    } catch (error) {
      expect(error instanceof ParleyError, `${n}, ${how} of ${source.name}: ${(error as Error).stack}`).toBe(true)
      expect(everythingIn(store)).toBe(before)
      counts.nothing++
    }
    expect(store.verify().problems).toEqual([])
  }
  expect(Math.min(counts.whole, counts.nothing)).toBeGreaterThan(5)
})
const everythingIn = (store: Store): string =>
  JSON.stringify([
    store.items(),
    store.proposals(),
    store.events(),
    store.doubts(),
    store.sources(),
    store.items().map((i) => store.base(i.id).toJSON()),
  ])
