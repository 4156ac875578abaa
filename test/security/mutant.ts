import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { unzipSync } from 'fflate'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { compare } from '../../shared/compare/index.ts'
import { allRounds, invariants, project, redline } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { type Mutant, mutant, sources } from './mutate.ts'

/**
 * The thread that reads mutants: a thread of its own, so that one which hangs can be ended. Each gets one answer: refused with
 * one sentence, sound, or what is wrong.
 */
export interface Order {
  readonly seed: number
  readonly n: number
}
export type Verdict = { readonly n: number; readonly how: string } & (
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'sound' }
  | { readonly kind: 'fault'; readonly fault: string }
)

const from = sources()
const read = new Map<string, WordFile>()
let fresh = 0
const newId = (prefix: string): string => `${prefix}${++fresh}`
const ROUND = { r: 1, party: 'LTA', date: '2025-11-12', proposal: '' }
const latest = (file: WordFile) => project(file.doc, file.rounds.length)

/** One sentence that names the file and has no second line. */
const SENTENCE = /^«theirs\.docx» [^\n]{5,400}\.$/

async function judge(one: Mutant): Promise<Omit<Extract<Verdict, { kind: 'refused' }>, 'n' | 'how'> | { kind: 'sound' }> {
  let file: WordFile
  try {
    file = await readDocx(one.bytes, 'theirs.docx', newId)
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error
    if (!SENTENCE.test(error.message)) throw new Error(`refused with no sentence: ${error.message}`)
    return { kind: 'refused', message: error.message }
  }
  invariants(file.doc)
  for (let v = 0; v <= file.rounds.length; v++) project(file.doc, v).check()
  const rounds = file.rounds.map(({ r, author, date }) => ({ r, party: author, date: date ?? '', proposal: '' }))
  allRounds(file.doc, rounds, 0, rounds.length)
  await backOf(file, one)
  return { kind: 'sound' }
}

/** Writes the file back: as it is, where nothing may differ, and with the language of the file that it was made of. */
async function backOf(file: WordFile, { source }: Mutant): Promise<void> {
  const same = writeBack({ file, redline: redline(latest(file), [], 0, 0), other: file, view: 'redline' })
  const own = unzipSync(same)
  const changes = file.rounds.length > 0
  for (const [path, bytes] of file.package.parts)
    if (!(changes && path === file.package.main) && digest(own[path]) !== digest(bytes)) throw new Error(`${path} is not the same bytes`)
  let other = read.get(source.name)
  if (!other) {
    other = await readDocx(source.bytes, 'theirs.docx', newId)
    read.set(source.name, other)
  }
  const doc = compare(latest(file), latest(other), ROUND.party, newId)
  const written = writeBack({ file, redline: redline(doc, [ROUND], 0, 1), other, view: 'redline' })
  invariants((await readDocx(written, 'theirs.docx', newId)).doc)
}
const digest = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('base64')

parentPort?.on('message', async ({ seed, n }: Order) => {
  const one = mutant(from, seed, n)
  const how = `${one.how} of ${one.source.name}`
  let verdict: Verdict
  try {
    verdict = { n, how, ...(await judge(one)) } as Verdict
  } catch (error) {
    verdict = { n, how, kind: 'fault', fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  parentPort?.postMessage(verdict)
})
if (workerData?.warm) parentPort?.postMessage(null)
