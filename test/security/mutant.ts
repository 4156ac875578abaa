import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { unzipSync } from 'fflate'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { importSource } from '../../main/services/index.ts'
import { createFile, openFile } from '../../main/store/index.ts'
import { compare } from '../../shared/compare/index.ts'
import { bea191 } from '../../shared/model/legend.ts'
import { schema } from '../../shared/model/schema.ts'
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
/** `ms`: what the thread reckoned for it, whatever else the machine had to do. */
export type Verdict = { readonly n: number; readonly how: string; readonly ms: number } & (
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

type Judged = { readonly kind: 'refused'; readonly message: string } | { readonly kind: 'sound' }
const refused = (error: unknown): string => {
  if (!(error instanceof ParleyError)) throw error
  if (!SENTENCE.test(error.message)) throw new Error(`refused with no sentence: ${error.message}`)
  return error.message
}

async function judge(one: Mutant): Promise<Judged> {
  let file: WordFile
  try {
    file = await readDocx(one.bytes, 'theirs.docx', newId)
  } catch (error) {
    return { kind: 'refused', message: refused(error) }
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

/** Every so many mutants are also taken into a negotiation on disk. */
const INTO = 5
const KINDS = ['base', 'negotiation', 'proposal'] as const

/** A negotiation on disk with one item, alone in the folder that whoever starts the thread gives and removes. */
const { folder } = workerData as { folder: string }
const path = join(folder, 'n.parley')
const begun = ((): Buffer => {
  const parties = [
    { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
    { label: '300', name: 'Lakeview Public Schools', role: 'employer' },
  ] as const
  const store = createFile(path, { title: 'Lakeview', years: '2025-2027', parties, us: 'LTA', legend: bea191('LTA', '300') })
  const words = schema.text('Five days of leave.')
  const base = schema.nodes.doc.create(null, schema.nodes.paragraph.create({ id: 'b0' }, words))
  store.addItem({ number: '13', title: 'Bereavement', place: 'Article VIII, Section 4', kind: 'item', base })
  store.close()
  return readFileSync(path)
})()

/** Takes a mutant into a negotiation: refused, its file is the same bytes as before and alone in its folder; taken in, it proves itself. */
async function into(one: Mutant, as: (typeof KINDS)[number]): Promise<void> {
  writeFileSync(path, begun)
  let store = openFile(path)
  let taken = false
  try {
    const of = as === 'proposal' ? { item: '13', party: 'LTA', date: '2025-11-12' } : { item: null, party: null, date: null }
    await importSource(store, { as, name: 'theirs.docx', bytes: one.bytes, ...of, answers: null })
    taken = true
  } catch (error) {
    if (!(error instanceof ParleyError)) throw new Error(`${as}: ${(error as Error).stack}`)
    if (!/^[^\n]{10,400}\.$/.test(error.message)) throw new Error(`${as} refused with no sentence: ${error.message}`)
  } finally {
    store.close()
  }
  if (!taken && Buffer.compare(readFileSync(path), begun)) throw new Error(`${as} was refused and the file changed`)
  store = openFile(path, { readOnly: true })
  try {
    const { problems } = store.verify()
    if (problems.length) throw new Error(`${as} was taken in with ${JSON.stringify(problems)}`)
    if (taken && store.sources().length !== 1) throw new Error(`${as} was taken in without its source`)
  } finally {
    store.close()
  }
  const left = readdirSync(folder)
  if (left.some((name) => !name.startsWith('n.parley') || name.endsWith('-wal'))) throw new Error(`${as} left ${left.join(', ')} behind`)
}

parentPort?.on('message', async ({ seed, n }: Order) => {
  const one = mutant(from, seed, n)
  const how = `${one.how} of ${one.source.name}`
  const before = process.threadCpuUsage()
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage(before)
    return Math.round((user + system) / 1000)
  }
  let verdict: Verdict
  try {
    const judged = await judge(one)
    if (n % INTO === 0) await into(one, KINDS[(n / INTO) % KINDS.length])
    verdict = { n, how, ms: spent(), ...judged }
  } catch (error) {
    verdict = { n, how, ms: spent(), kind: 'fault', fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  parentPort?.postMessage(verdict)
})
