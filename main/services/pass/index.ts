import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { formatDay } from '../../../shared/model/labels.ts'
import type { Pass, PassedPaper } from '../../../shared/model/record.ts'
import { countWords, redline } from '../../../shared/redline/index.ts'
import { type Output, ParleyError } from '../../../shared/rpc/contract.ts'
import type { Progress } from '../../formats/paper.ts'
import type { Store, StoredProposal } from '../../store/index.ts'
import { sealDraft } from '../drafts.ts'
import { checkLeaks, privateWords } from '../leak.ts'
import { sessionOn } from '../meeting.ts'
import { writerOf, writeWhole } from '../output.ts'
import { offer } from '../package.ts'
import { assertHoldsAgreed, assertTakesProposals, standing } from '../standing.ts'
import { itemName, proposalName } from '../versions.ts'
import { type Against, type Sheet, type Stamp, sheets } from './papers.ts'

/** An open draft as somebody saw it: passed only where nothing was changed in it since. */
export interface SeenDraft {
  readonly proposal: string
  readonly seq: number
}
/** What is to be passed across. */
export interface PassRequest {
  /** Open drafts of our party. */
  readonly drafts: readonly SeenDraft[]
  /** The day of the round; null: the one that the drafts have. */
  readonly date: string | null
  readonly against: Against
  /** The session; null: the one of that day, if there is one. */
  readonly session: string | null
  /** Offered together under this title; null: each by itself. */
  readonly package: string | null
}
/** A paper of a pass with its bytes. */
interface Written {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
}

const refused = (message: string) => new ParleyError('refused', message)

/** The open drafts of our party, in the order of the items. */
export function ownDrafts(store: Store): StoredProposal[] {
  const { us } = store.negotiation()
  const order = new Map(store.items().map((item, i) => [item.id, i]))
  return store
    .proposals()
    .filter((p) => !p.sealed && p.party === us)
    .sort((a, b) => order.get(a.item)! - order.get(b.item)!)
}

/** Our drafts with these ids; refuses what is no open draft of ours. */
function chosen(store: Store, ids: readonly string[]): StoredProposal[] {
  const { us } = store.negotiation()
  if (!ids.length) throw refused('Nothing is chosen to be passed across.')
  if (new Set(ids).size < ids.length) throw new ParleyError('bad-input', 'A draft is passed once.')
  const all = ownDrafts(store)
  for (const id of ids) {
    if (all.some((p) => p.id === id)) continue
    const p = store.proposal(id)
    if (p.sealed) throw new ParleyError('sealed', `${proposalName(p)} of ${itemName(store.item(p.item))} was passed already.`)
    throw refused(`The draft in ${itemName(store.item(p.item))} is of ${p.party}; only ${us}’s own are passed across.`)
  }
  return all.filter((p) => ids.includes(p.id))
}

/** The one day that drafts are passed under. */
function roundDay(drafts: readonly StoredProposal[], date: string | null): string {
  const days = [...new Set(drafts.map((p) => p.date))].sort()
  if (date !== null) return date
  if (days.length > 1) throw refused(`The drafts are of ${days.map(formatDay).join(' and ')}: a pass is one round, so say its day.`)
  return days[0]
}

/** Refuses drafts that cannot be put forward as they are. */
function assertPassable(store: Store, drafts: readonly StoredProposal[]): void {
  for (const p of drafts) {
    const item = store.item(p.item)
    assertTakesProposals(item)
    assertHoldsAgreed(store, item, standing(store, p))
  }
}
/** Refuses a day on which what a draft answers was not there yet. */
function assertInOrder(store: Store, drafts: readonly StoredProposal[], date: string): void {
  for (const p of drafts) {
    const answered = p.answers === null ? null : store.proposal(p.answers)
    if (answered && date < answered.date)
      throw refused(
        `The draft in ${itemName(store.item(p.item))} answers ${proposalName(answered)}: it cannot be passed under ${formatDay(date)}.`,
      )
  }
}
/** Why a draft cannot be put forward just now, as a sentence; null where it can. */
function blocked(store: Store, draft: StoredProposal): string | null {
  try {
    assertPassable(store, [draft])
    return null
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'refused') return error.message
    throw error
  }
}

/** Seals the drafts, all at one moment and under one day. Inside a transaction. */
function sealAll(store: Store, drafts: readonly StoredProposal[], date: string, at: string): StoredProposal[] {
  return drafts.map((p) => {
    if (store.proposal(p.id).date !== date) store.setDate(p.id, date)
    return sealDraft(store, p.id, at)
  })
}

/** Writes the papers and searches each for what is private. Reports progress; changes nothing. */
async function write(store: Store, made: readonly Sheet[], named: ReadonlySet<string>, progress: Progress): Promise<Written[]> {
  const out: Written[] = []
  for (const [i, sheet] of made.entries()) {
    const { mime, load } = writerOf(sheet.format)
    await progress(i / made.length, `Writing ${sheet.name}`)
    const writer = await load()
    const bytes = await writer(sheet.paper, (done) => progress((i + done) / made.length, `Writing ${sheet.name}`))
    checkLeaks(store, named, { format: sheet.format, bytes, paper: sheet.paper })
    out.push({ name: sheet.name, mime, bytes })
  }
  return out
}

const stampNow = (store: Store): Stamp => ({ at: store.now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC' })

/** Pages of a PDF, as its page tree says. */
export function pagesOf(bytes: Uint8Array): number {
  const counts = [
    ...new TextDecoder('latin1').decode(bytes).matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages\b/g),
  ]
  return Math.max(0, ...counts.map((found) => Number(found[1] ?? found[2])))
}

/**
 * What would leave: every open draft of ours, those chosen with their papers written and searched. `proposals`: null for all of
 * the latest round that can be passed. Nothing is sealed.
 */
export async function previewPass(
  store: Store,
  request: { readonly proposals: readonly string[] | null; readonly date: string | null; readonly against: Against },
  progress: Progress = () => {},
): Promise<Output<'pass.preview'>> {
  if (store.readOnly) throw new ParleyError('read-only', `${store.name} is read-only, so nothing can be passed from it.`)
  const all = ownDrafts(store)
  if (!all.length) throw refused(`${store.negotiation().us} has no open draft to pass across.`)
  const why = new Map(all.map((p) => [p.id, blocked(store, p)]))
  const free = all.filter((p) => why.get(p.id) === null)
  const latest = free.reduce((day, p) => (p.date > day ? p.date : day), '')
  const drafts =
    request.proposals === null && free.length ? free.filter((p) => p.date === latest) : chosen(store, request.proposals ?? [all[0].id])
  const date = roundDay(drafts, request.date)
  const named = new Set(drafts.map((p) => p.id))
  const stamp = stampNow(store)
  assertPassable(store, drafts)
  assertInOrder(store, drafts, date)
  const seqs = new Map(all.map((p) => [p.id, store.document(p.id).seq]))
  const made = store.rehearse(() => sheets(store, sealAll(store, drafts, date, stamp.at), request.against, stamp))
  const written = await write(store, made, named, progress)
  const redlined = made.find((s) => s.format === 'pdf')!
  return {
    party: store.negotiation().us,
    date,
    now: stamp.at,
    zone: stamp.zone,
    against: request.against,
    drafts: all.map((p) => {
      const item = store.item(p.item)
      const words = countWords(redline(store.document(p.id).doc, p.chain, p.chain.length - 1, p.chain.length))
      return {
        proposal: p.id,
        seq: seqs.get(p.id)!,
        item: item.id,
        name: itemName(item),
        number: item.number,
        title: item.title,
        date: p.date,
        chosen: named.has(p.id),
        blocked: why.get(p.id) ?? null,
        ...words,
      }
    }),
    files: written.map((w) => ({ name: w.name, size: w.bytes.byteLength, pages: w.mime === 'application/pdf' ? pagesOf(w.bytes) : null })),
    folder: folderName(store),
    searched: privateWords(store, named),
    title: redlined.paper.title,
    subtitle: redlined.paper.subtitle,
    foot: redlined.paper.foot ?? '',
    key: redlined.paper.key.map((k) => ({ ...k })),
  }
}

/**
 * Passes drafts across. Their papers are written and searched first; then, in one transaction, every draft is sealed at one
 * moment, the papers are kept and the pass is entered. So it is done or not done, never half. Refuses with `conflict` where a
 * draft was changed since it was seen.
 */
export async function runPass(store: Store, request: PassRequest, progress: Progress = () => {}): Promise<Pass> {
  const drafts = chosen(
    store,
    request.drafts.map((d) => d.proposal),
  )
  const date = roundDay(drafts, request.date)
  const { party } = drafts[0]
  const stamp = stampNow(store)
  const before = store.record().passes.length
  const unchanged = () => {
    if (store.record().passes.length > before)
      throw new ParleyError('conflict', 'Something else was passed meanwhile; look again before this is passed.')
    for (const { proposal, seq } of request.drafts) {
      const p = store.proposal(proposal)
      const day = drafts.find((d) => d.id === proposal)!.date
      if (p.sealed || p.date !== day || store.document(proposal).seq !== seq)
        throw new ParleyError(
          'conflict',
          `The draft in ${itemName(store.item(p.item))} changed since you looked; look again before it is passed.`,
        )
    }
    assertPassable(store, drafts)
    assertInOrder(store, drafts, date)
  }
  unchanged()
  const said = (sealed: readonly StoredProposal[], session: string | null): void => {
    const proposals = sealed.map((p) => p.id)
    if (request.package !== null) offer(store, { title: request.package, party, date, proposals, session })
  }
  const made = store.rehearse(() => {
    const sealed = sealAll(store, drafts, date, stamp.at)
    said(sealed, request.session)
    return sheets(store, sealed, request.against, stamp)
  })
  const written = await write(store, made, new Set(drafts.map((p) => p.id)), progress)
  await progress(0.99, 'Sealing')
  const id = randomUUID()
  return store.atomically(() => {
    unchanged()
    const sealed = sealAll(store, drafts, date, stamp.at)
    const papers: PassedPaper[] = written.map((w) => store.addPaper(id, w, stamp.at))
    const session = sessionOn(store, date, request.session)
    const proposals = sealed.map((p) => p.id)
    store.addLine('pass', { party, date, content: { id, ...stamp, session, proposals, papers } })
    said(sealed, session)
    return passNamed(store, id)
  })
}

/** The pass with this id; refuses one that is not there. */
export function passNamed(store: Store, id: string): Pass {
  const found = store.record().passes.find((p) => p.id === id)
  if (!found) throw new ParleyError('not-found', 'There is no such pass in this file.')
  return found
}

/** The folder beside a negotiation that its passed papers are written into. */
export const folderName = (store: Store): string => `${basename(store.path).replace(/\.parley$/i, '')} passed papers`
export const folderOf = (store: Store): string => join(dirname(store.path), folderName(store))

/**
 * Writes the papers of a pass into a folder, byte for byte as they left. A file of the same name that says something else stays,
 * and is named in the refusal.
 */
export function writePapers(store: Store, pass: Pass, folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    throw new ParleyError('io', `The folder ${basename(folder)} could not be made.`)
  }
  return pass.papers.map(({ name }) => {
    const { bytes } = store.paper(pass.id, name)
    const path = join(folder, name)
    const there = bytesAt(path)
    if (there && !there.equals(bytes))
      throw new ParleyError(
        'exists',
        `${name} in ${basename(folder)} is another file; move it away, and the paper that was passed can be written.`,
      )
    if (!there) writeWhole(path, bytes)
    return name
  })
}
function bytesAt(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}

/** The pass ledger: what each party put across, in order; what was entered without a pass stands as received or entered. */
export function passes(store: Store): Output<'pass.list'> {
  const { us } = store.negotiation()
  const record = store.record()
  const items = new Map(store.items().map((i) => [i.id, i]))
  const proposals = store.proposals().filter((p) => p.sealed)
  const byId = new Map(proposals.map((p) => [p.id, p]))
  const seals = new Map(store.events().flatMap((e) => (e.kind === 'seal' ? [[e.proposal, e] as const] : [])))
  const entryOf = (p: StoredProposal) => {
    const item = items.get(p.item)!
    const { seal } = JSON.parse(seals.get(p.id)?.content ?? '{}') as { seal?: string }
    return {
      proposal: p.id,
      item: p.item,
      name: itemName(item),
      number: item.number,
      title: item.title,
      added: p.added,
      struck: p.struck,
      hash: seal ?? '',
    }
  }
  const across = record.passes.map((pass) => ({
    id: pass.id,
    how: 'passed' as const,
    party: pass.party,
    date: pass.date,
    at: pass.at,
    zone: pass.zone,
    session: pass.session,
    items: pass.proposals.flatMap((id) => (byId.has(id) ? [entryOf(byId.get(id)!)] : [])),
    papers: pass.papers.map((paper) => ({ ...paper })),
  }))
  const inPass = new Set(record.passes.flatMap((p) => p.proposals))
  const rounds = new Map<string, StoredProposal[]>()
  const order = [...items.keys()]
  for (const p of proposals.toSorted((a, b) => order.indexOf(a.item) - order.indexOf(b.item)))
    if (!inPass.has(p.id)) rounds.set(`${p.date} ${p.party}`, [...(rounds.get(`${p.date} ${p.party}`) ?? []), p])
  const entered = [...rounds.values()].map((round) => ({
    id: null,
    how: round[0].party === us ? ('entered' as const) : ('received' as const),
    party: round[0].party,
    date: round[0].date,
    at: null,
    zone: null,
    session: sessionOn(store, round[0].date, null),
    items: round.map(entryOf),
    papers: [],
  }))
  const seq = new Map(record.passes.map((p) => [p.id, p.seq]))
  return [...across, ...entered].sort(
    (a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0) || (seq.get(a.id ?? '') ?? 0) - (seq.get(b.id ?? '') ?? 0),
  )
}
