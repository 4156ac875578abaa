import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Node } from 'prosemirror-model'
import { weave } from '../../shared/compare/index.ts'
import { type BuiltProposal, buildStack, type GivenProposal } from '../../shared/compare/stack.ts'
import type { Doubt, Item } from '../../shared/model/negotiation.ts'
import { ensureIds, project } from '../../shared/redline/index.ts'
import { type Output, ParleyError } from '../../shared/rpc/contract.ts'
import type { HandMapping, Meaning } from '../formats/docx/hand/index.ts'
import type { TakeOptions } from '../formats/docx/take/index.ts'
import { decodeText, MAX_SOURCE, readBase, readNegotiation, readProposal } from '../formats/markdown/index.ts'
import type { Progress } from '../formats/paper.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { takeProposed } from './anchor.ts'
import { checkFile, untrackedDoubt } from './check.ts'
import { answeredByDefault } from './drafts.ts'
import { newId } from './id.ts'
import { checkSize, isWordFile } from './kind.ts'
import { statedLegend } from './legend.ts'
import { emptyDoc } from './outline.ts'
import { hasLanguage, makeRounds, type RoundMapping } from './rounds.ts'
import { withSilent } from './silent.ts'
import { type DatedStack, dated } from './stack.ts'
import { assertTakesProposals, type Reopening } from './standing.ts'
import { openFor } from './status.ts'
import { itemName, itemNumbered, lastOf, partyNamed, proposalName, resolve } from './versions.ts'

/** A source to read, and what it is. */
export interface ImportRequest {
  readonly as: 'negotiation' | 'base' | 'proposal'
  readonly name: string
  readonly bytes: Uint8Array
  /** For a proposal: its item's number, its party and day, and the version that it answers (`LABEL@DATE` or `base`). */
  readonly item: string | null
  readonly party: string | null
  readonly date: string | null
  readonly answers: string | null
  /** For a Word file: what its marks made by hand mean, by their looks, where a person says other than is proposed. */
  readonly looks?: ReadonlyMap<string, Meaning>
  /** For a Word file as a proposal: whose its tracked changes are and of which rounds, where it is more than one. */
  readonly rounds?: RoundMapping
  /** What was agreed, dropped or set aside in the item is reopened first; left out, such an item takes no proposal. */
  readonly reopening?: Reopening
}
/** How many items, proposals, blocks and doubts came in. */
export type ImportResult = NonNullable<Output<'import.run'>>

/** A source file's name and bytes. Refuses one that is not there, is no file or is too large, before reading it. */
export function readSource(path: string): { name: string; bytes: Uint8Array } {
  const name = basename(path)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new ParleyError('not-found', `There is no file ${name}.`)
  if (!found.isFile()) throw new ParleyError('not-text', `${name} is not a file.`)
  if (found.size > MAX_SOURCE) checkSize(name, found.size, headOf(path))
  try {
    return { name, bytes: new Uint8Array(readFileSync(path)) }
  } catch {
    throw new ParleyError('io', `${name} could not be read.`)
  }
}

/** The first bytes of a file, which say what it is; none where it cannot be read. */
function headOf(path: string): Uint8Array {
  const head = new Uint8Array(4)
  try {
    const fd = openSync(path, 'r')
    try {
      return head.subarray(0, readSync(fd, head))
    } finally {
      closeSync(fd)
    }
  } catch {
    return head
  }
}

/** Reads a source into the file: all of it in one transaction, or nothing. */
export async function importSource(store: Store, request: ImportRequest, progress: Progress = () => {}): Promise<ImportResult> {
  const { name, bytes } = request
  if (store.readOnly) throw new ParleyError('read-only', `${store.name} is read-only, so nothing can be imported into it.`)
  await progress(0, `Reading ${name}`)
  // What a file is called says nothing: its first bytes do.
  const given: Given = isWordFile(bytes) ? { word: await import('../formats/docx/take/index.ts') } : { text: decodeText(bytes, name) }
  const write = await { negotiation: readStacks, base: readAgreement, proposal: readOne }[request.as](store, given, request, progress)
  await progress(0.95, 'Saving')
  return store.atomically(() => {
    const { proposal, ...result } = write()
    store.addSource({ name, kind: request.as, bytes, item: result.item, proposal })
    if (request.as === 'proposal') return result
    const before = store.doubts().length
    takeProposed(store)
    return { ...result, doubts: result.doubts + store.doubts().length - before }
  })
}

/** What was given to read: text, or a Word file with what reads it. */
type Given = { readonly text: string } | { readonly word: typeof import('../formats/docx/take/index.ts') }
const takeOptions = (store: Store, { name, looks }: ImportRequest): TakeOptions => ({
  name,
  parties: store.parties(),
  years: store.negotiation().years,
  newId,
  ...(looks ? { said: looks } : {}),
})

/**
 * The marks made by hand in a Word file, each look with what it is taken for, its examples and counts; null for a file that is no
 * Word file. Nothing is imported.
 */
export async function handMarks(store: Store, source: { readonly name: string; readonly bytes: Uint8Array }): Promise<HandMapping | null> {
  if (!isWordFile(source.bytes)) return null
  const { takeMapping } = await import('../formats/docx/take/index.ts')
  return takeMapping(source.bytes, { name: source.name, parties: store.parties(), years: store.negotiation().years, newId })
}

/** Does the reading; what it returns does the writing. */
type Reading = (store: Store, given: Given, request: ImportRequest, progress: Progress) => Promise<() => Written>

const UNSTATED = /^The document does not say/
/** What came in, and which proposal a source of one is. */
type Written = ImportResult & { readonly proposal: string | null }
const counts = (r: Partial<Written>): Written => ({ items: 0, proposals: 0, blocks: 0, doubts: 0, item: null, proposal: null, ...r })

const readStacks: Reading = async (store, given, request, progress) => {
  const { name } = request
  const parties = store.parties()
  const read =
    'text' in given
      ? readNegotiation(given.text, { parties, years: store.negotiation().years, name })
      : (await given.word.takeNegotiation(request.bytes, takeOptions(store, request))).read
  if (!read.items.length) throw new ParleyError('bad-input', `${name} holds no item of a negotiation.`)
  const numbers = new Set(store.items().map((i) => i.number))
  const there = read.items.find((i) => numbers.has(i.number))
  if (there) throw new ParleyError('exists', `${store.name} already has Item ${there.number}; a negotiation is imported once.`)
  if (read.norms && numbers.has('norms'))
    throw new ParleyError('exists', `${store.name} already has meeting norms; a negotiation is imported once.`)
  const labels = parties.map((p) => p.label)
  const stacks: { stack: DatedStack; built: BuiltProposal[] }[] = []
  for (const [i, item] of read.items.entries()) {
    await progress(0.1 + (0.8 * i) / read.items.length, `Item ${item.number}`)
    const stack = dated(item, read.items, labels, store.negotiation())
    stacks.push({ stack, built: buildStack(stack.proposals, newId) })
  }
  return () => {
    const legend = statedLegend(read.legend, labels)
    if (legend) store.setLegend(legend)
    const blocks = read.norms ? addNorms(store, read.norms.doc) : 0
    const placed = read.items.map((item, i) => addStack(store, item, stacks[i].stack, stacks[i].built))
    const place = new Map(read.items.map((item, i) => [item.number, placed[i]]))
    const doubts: Omit<Doubt, 'id' | 'resolvedAt' | 'answer'>[] = read.doubts.flatMap((d) => {
      const at = d.item === null ? undefined : place.get(d.item)
      const proposal = d.proposal === null ? null : (at?.ids[d.proposal] ?? null)
      // What was taken for it is a doubt of its own, which says the same and more.
      const said = at?.doubts.some((own) => own.proposal === proposal && own.kind === d.kind && own.line === d.line)
      return said && UNSTATED.test(d.message) ? [] : [{ ...d, item: at?.item.id ?? null, proposal }]
    })
    doubts.push(...placed.flatMap((p) => p.doubts))
    doubts.sort((a, b) => a.line - b.line)
    for (const d of doubts) store.addDoubt(d)
    return counts({
      items: read.items.length,
      proposals: placed.reduce((n, p) => n + p.ids.length, 0),
      blocks: blocks + placed.reduce((n, p) => n + p.blocks, 0),
      doubts: doubts.length,
    })
  }
}

function addNorms(store: Store, doc: Node): number {
  store.addItem({ number: 'norms', title: 'Meeting norms', place: null, kind: 'norms', base: ensureIds(doc, newId) })
  return doc.childCount
}

interface Placed {
  readonly item: Item
  /** Ids of the proposals in the order of the source. */
  readonly ids: readonly string[]
  readonly blocks: number
  readonly doubts: readonly Omit<Doubt, 'id' | 'resolvedAt' | 'answer'>[]
}

function addStack(
  store: Store,
  read: { readonly number: string; readonly title: string; readonly place: string | null },
  stack: DatedStack,
  built: readonly BuiltProposal[],
): Placed {
  const roots = built.filter((b) => b.answers === null).map((b) => project(b.doc, 0))
  const base = roots.find((doc) => doc.textContent.trim() !== '') ?? roots[0] ?? emptyDoc()
  const item = store.addItem({ number: read.number, title: read.title, place: read.place, kind: 'item', base: ensureIds(base, newId) })
  const ids = built.map(() => randomUUID())
  const chainOf = (i: number | null): number[] => (i === null ? [] : [...chainOf(built[i].answers), i])
  // What is answered goes in before what answers it.
  const order = built.map((_, i) => i).sort((x, y) => compareDays(stack.proposals[x].date, stack.proposals[y].date) || x - y)
  for (const i of order) {
    const { kind } = stack.proposals[i]
    const answers = built[i].answers
    store.addSealed({
      id: ids[i],
      item: item.id,
      kind,
      answers: answers === null ? null : ids[answers],
      chain: chainOf(i).map((k, n) => ({ r: n + 1, party: stack.proposals[k].party, date: stack.proposals[k].date, proposal: ids[k] })),
      doc: built[i].doc,
      unstated: stack.unstated[i],
    })
  }
  addStatuses(store, item, stack, ids, order)
  const answersDoubts = built.flatMap((b, i) => b.doubts.map((d) => ({ ...d, item: item.id, proposal: ids[i], line: stack.lines[i] })))
  return {
    item,
    ids,
    blocks: built.reduce((n, b) => n + b.doc.childCount, 0),
    doubts: [
      ...stack.doubts.map((d) => ({ ...d, item: item.id, proposal: d.proposal === null ? null : ids[d.proposal] })),
      ...answersDoubts,
    ],
  }
}

const compareDays = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const EVENT = { ta: 'ta', dropped: 'drop', hold: 'hold', settled: 'settle' } as const

/**
 * Records what became of each proposal. It is the item's status as well where nothing was put forward after it; a drop is the
 * item's only where every other proposal that still stands is of the same party.
 */
function addStatuses(store: Store, item: Item, stack: DatedStack, ids: readonly string[], order: readonly number[]): void {
  const spoken = order.filter((i) => stack.statuses[i].status !== 'open')
  const day = (i: number): string => stack.statuses[i].date ?? stack.proposals[i].date
  spoken.sort((x, y) => compareDays(day(x), day(y)))
  const last = lastOf(order.map((i) => ({ i, date: stack.proposals[i].date })))
  for (const i of spoken) {
    const { status } = stack.statuses[i]
    if (status === 'open') continue
    const latest = last !== null && (last.i === i || day(i) > last.date)
    const others = order.some((k) => stack.proposals[k].party !== stack.proposals[i].party && stack.statuses[k].status === 'open')
    const whole = latest && !(status === 'dropped' && others)
    store.addStatus(EVENT[status], { item: item.id, proposal: ids[i], party: null, date: stack.statuses[i].date, whole })
  }
}

const readAgreement: Reading = async (store, given, { name, bytes }, progress) => {
  if (store.items().some((i) => i.kind === 'base')) throw new ParleyError('exists', `${store.name} already has a base agreement.`)
  const read = 'text' in given ? readBase(given.text, { name }) : await given.word.takeBase(bytes, { name, newId })
  await progress(0.7, 'Laying out the agreement')
  const doc = ensureIds(read.doc, newId)
  return () => {
    const item = store.addItem({ number: 'base', title: read.title || 'Base agreement', place: null, kind: 'base', base: doc })
    for (const d of read.doubts) store.addDoubt({ ...d, item: item.id, proposal: null })
    return counts({ items: 1, blocks: doc.childCount, doubts: read.doubts.length, item: item.id })
  }
}

const readOne: Reading = async (store, given, request, progress) => {
  const { name } = request
  if (request.item === null) throw new ParleyError('bad-input', 'A proposal needs the number of its item.')
  if ('word' in given && request.rounds) return readRounds(store, request, request.rounds, request.item, progress)
  if (request.party === null) throw new ParleyError('bad-input', 'A proposal needs the party that put it forward.')
  if (request.date === null) throw new ParleyError('bad-input', 'A proposal needs the day on which it was put forward.')
  const item = itemNumbered(store, request.item)
  const party = partyNamed(store, request.party)
  const { date } = request
  if (store.proposals(item.id).some((p) => p.party === party && p.date === date))
    throw new ParleyError('exists', `${itemName(item)} already has a proposal of ${party} dated ${date}.`)
  const answered = request.answers === null ? answeredByDefault(store, item.id, party) : resolve(store, item, request.answers).proposal
  if (answered && !answered.sealed)
    throw new ParleyError('refused', `${proposalName(answered)} is an open draft and cannot be answered yet.`)
  const read =
    'text' in given
      ? readProposal(given.text, { name, party, parties: store.parties().map((p) => p.label), years: store.negotiation().years })
      : await given.word.takeProposal(request.bytes, { ...takeOptions(store, request), party, date })
  await progress(0.6, `Comparing ${name} with what it answers`)
  // What they changed in silence, where the file goes back to what we passed.
  const ours = answered === null || answered.party === store.negotiation().us
  const silent = 'word' in given && ours && hasLanguage(store, item) ? (await checkFile(store, request, item.number)).result.untracked : []
  const woven = answered ? counter(store, answered, party, read.after) : first(store, item, { ...read, party, date })
  const made = { ...woven, doc: withSilent(woven.doc, (answered?.chain.length ?? 0) + 1, silent) }
  const id = randomUUID()
  return () => {
    openFor(store, item.id, { date, party, reopening: request.reopening })
    assertTakesProposals(store.item(item.id))
    if (made.base) store.setBase(item.id, made.base)
    const before = answered?.chain ?? []
    store.addSealed({
      id,
      item: item.id,
      kind: read.kind,
      answers: answered?.id ?? null,
      chain: [...before, { r: before.length + 1, party, date, proposal: id }],
      doc: made.doc,
    })
    for (const d of read.doubts) store.addDoubt({ ...d, item: item.id, proposal: id })
    for (const edit of silent) store.addDoubt(untrackedDoubt(edit, name, item.id, id))
    return counts({ proposals: 1, blocks: made.doc.childCount, doubts: read.doubts.length + silent.length, item: item.id, proposal: id })
  }
}

/** The tracked changes of a Word file as rounds of their parties and days. */
async function readRounds(store: Store, request: ImportRequest, mapping: RoundMapping, number: string, progress: Progress) {
  const { name, bytes, party, date, looks } = request
  const item = itemNumbered(store, number)
  const against = request.answers === null ? undefined : resolve(store, item, request.answers).proposal
  if (against && !against.sealed) throw new ParleyError('refused', `${proposalName(against)} is an open draft and cannot be answered yet.`)
  await progress(0.3, 'Telling its rounds apart')
  const made = await makeRounds(store, number, { name, bytes, mapping, party, date, against, ...(looks ? { looks } : {}) })
  return (): Written => {
    const last = made.rounds[made.rounds.length - 1]
    openFor(store, item.id, { date: last.date, party: last.party, reopening: request.reopening })
    assertTakesProposals(store.item(item.id))
    if (made.base) store.setBase(item.id, made.base)
    for (const round of made.rounds) store.addSealed({ item: item.id, ...round })
    for (const { round, ...d } of made.doubts) store.addDoubt({ ...d, item: item.id, proposal: made.rounds[round].id })
    return counts({
      proposals: made.rounds.length,
      blocks: last.doc.childCount,
      doubts: made.doubts.length,
      item: item.id,
      proposal: last.id,
    })
  }
}

const counter = (store: Store, answered: StoredProposal, party: string, after: Node): { doc: Node; base: Node | null } => ({
  doc: weave(store.document(answered.id).doc, after, { r: answered.chain.length + 1, p: party }, newId),
  base: null,
})

/** A proposal against the current language; where the item has none yet, its own marks say what stood before. */
function first(store: Store, item: Item, given: GivenProposal): { doc: Node; base: Node | null } {
  const base = store.base(item.id)
  if (base.textContent.trim() !== '' || store.proposals(item.id).length)
    return { doc: weave(base, given.after, { r: 1, p: given.party }, newId), base: null }
  const [built] = buildStack([given], newId)
  return { doc: built.doc, base: project(built.doc, 0) }
}
