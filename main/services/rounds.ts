import { randomUUID } from 'node:crypto'
import type { Node } from 'prosemirror-model'
import { weave } from '../../shared/compare/index.ts'
import type { Day, Item, ProposalKind, RoundRef } from '../../shared/model/negotiation.ts'
import { ensureIds } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Meaning } from '../formats/docx/hand/index.ts'
import { receivedAt, relabelled } from '../formats/docx/received.ts'
import { dayOf, roundsOf, type Stamp } from '../formats/docx/take/index.ts'
import type { ReadDoubt } from '../formats/markdown/index.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { type CheckResult, checkFile, untrackedDoubt } from './check.ts'
import type { GivenFile } from './compare.ts'
import { newId } from './id.ts'
import { emptyDoc } from './outline.ts'
import { withSilent } from './silent.ts'
import { cleanOf, itemName, partyNamed, partyOfAuthor } from './versions.ts'

/** Whose the tracked changes of a Word file are and of which rounds, as a person says it once. */
export interface RoundMapping {
  /** Authors as the file names them → labels of parties. One that is not named is a party of that label or name. */
  readonly authors: ReadonlyMap<string, string>
  /** Days as the file gives them (empty for none) → days of rounds. One that is not named stays as it is. */
  readonly dates: ReadonlyMap<string, Day>
}
/** A Word file whose changes become rounds of an item. */
export interface RoundsRequest extends GivenFile {
  readonly mapping: RoundMapping
  /** Who sent it, and the day of what it says without a date; left out: the party and day of its last round. */
  readonly party: string | null
  readonly date: Day | null
  /** What marks made by hand mean, where they are to be changes as well. */
  readonly looks?: ReadonlyMap<string, Meaning>
  /** What it answers: a proposal, or null for the current language; left out: our last proposal. */
  readonly against?: StoredProposal | null
}
/** One round that a file makes. */
export interface MadeRound {
  readonly id: string
  readonly party: string
  readonly date: Day
  readonly kind: ProposalKind
  readonly answers: string | null
  readonly chain: readonly RoundRef[]
  readonly doc: Node
}
/** What a file comes to: its rounds in order, and what is to be said of them. */
export interface MadeRounds {
  readonly check: CheckResult
  readonly item: Item
  /** The current language that it is made against, where the item had none. */
  readonly base: Node | null
  readonly rounds: readonly MadeRound[]
  readonly doubts: readonly (ReadDoubt & { readonly round: number })[]
}

/**
 * Says of each tracked change whose and of which round it is. Refuses an author who is no party while nobody says whose side he
 * is on, and a change without a day.
 */
function stamper(store: Store, { name, mapping, party, date }: RoundsRequest): (stamp: Stamp) => Stamp {
  return (stamp) => {
    const author = mapping.authors.get(stamp.author) ?? partyOfAuthor(store, stamp.author) ?? party
    if (author === null) throw new ParleyError('bad-input', `Say which party the changes of ${stamp.author || 'nobody'} in ${name} are of.`)
    const day = dayOf(stamp.date)
    const round = mapping.dates.get(day ?? '') ?? day ?? date
    if (round === null) throw new ParleyError('bad-input', `Say of which day the changes of ${author} in ${name} are: the file gives none.`)
    return { author: partyNamed(store, author), date: round }
  }
}

/** A check of a file with its authors and days mapped: what its rounds would be is measured as it would be taken in. */
async function checked(store: Store, item: string, request: RoundsRequest) {
  const who = stamper(store, request)
  const { name, bytes, looks, against, date } = request
  const party = request.party ?? otherParty(store)
  if (looks && (party === null || date === null))
    throw new ParleyError('bad-input', `Say whose and of which day the marks made by hand in ${name} are.`)
  const own = { party: party ?? '', date: date ?? '' }
  const doubts: ReadDoubt[] = []
  const found = await checkFile(store, { name, bytes }, item, {
    against,
    prepare: (word) => {
      const made = roundsOf(word, {
        name,
        parties: store.parties(),
        years: store.negotiation().years,
        newId,
        who,
        own,
        ...(looks ? { said: looks } : {}),
      })
      doubts.splice(0, doubts.length, ...made.doubts)
      return made.blocks
    },
  })
  return { ...found, doubts: [...doubts, ...found.received.remarks] }
}
const otherParty = (store: Store): string | null => {
  const others = store.parties().filter((p) => p.label !== store.negotiation().us)
  return others.length === 1 ? others[0].label : null
}

/**
 * What a file does to an item once its authors and days are mapped: edits that are not tracked, those that are, what is reopened.
 * Null where the item has no language yet that anything could be measured against.
 */
export async function checkRounds(store: Store, item: string, request: RoundsRequest): Promise<CheckResult | null> {
  const found = await checked(store, item, request)
  return hasLanguage(store, found.item) ? found.result : null
}
/** Whether an item has language that edits can be measured against. */
export const hasLanguage = (store: Store, item: Item): boolean =>
  store.proposals(item.id).some((p) => p.sealed) || store.base(item.id).textContent.trim() !== ''

/**
 * Makes the rounds of a Word file in an item: what each party tracked on each day is a round, in the order of the days, on top of
 * what the file goes back to. Rounds that the item has already are known again and not made twice. Edits that are not tracked are
 * of the party that sent the file. Nothing is written. Refuses with one sentence what cannot be told apart.
 */
export async function makeRounds(store: Store, number: string, request: RoundsRequest): Promise<MadeRounds> {
  const { result: check, item, ours, received, doubts } = await checked(store, number, request)
  const { name } = request
  const steps = stepsOf(received.rounds.slice(received.passed), name)
  const sender = request.party ?? steps.at(-1)?.party ?? otherParty(store)
  if (sender === null) throw new ParleyError('bad-input', `Say whose proposal ${name} is.`)
  if (!steps.length) {
    const day = request.date
    if (day === null) throw new ParleyError('bad-input', `Say of which day ${name} is: it names none.`)
    steps.push({ party: partyNamed(store, sender), date: day, version: received.rounds.length })
  }
  const stack = store.proposals(item.id)
  for (const { party, date } of steps)
    if (stack.some((p) => p.party === party && p.date === date))
      throw new ParleyError('exists', `${itemName(item)} already has a proposal of ${party} dated ${date}.`)
  const language = hasLanguage(store, item)
  const silent = language ? check.untracked : []
  if (silent.length && steps[0].party !== sender)
    throw new ParleyError(
      'refused',
      `${name} also changes words without tracking them, and these cannot be said to be of any of its rounds: take all of it as one round of ${sender}.`,
    )
  const base = language ? null : baseOf(receivedAt(received, received.passed))
  const like = language ? cleanOf(store, { item, proposal: ours }) : null
  let doc = base ?? (ours ? store.document(ours.id).doc : store.base(item.id))
  let chain = ours?.chain ?? []
  let answers = ours?.id ?? null
  const fresh = !language && base?.textContent.trim() === ''
  const kind = ours?.kind ?? (fresh ? 'new' : 'amended')
  const rounds = steps.map(({ party, date, version }, i): MadeRound => {
    const r = chain.length + 1
    const id = randomUUID()
    const then = receivedAt(received, version)
    const after = like ? relabelled(then, like) : then
    doc = weave(doc, after, { r, p: party }, newId, like ? { format: false, properties: false } : {})
    if (i === 0) doc = withSilent(doc, r, silent)
    chain = [...chain, { r, party, date, proposal: id }]
    const made = { id, party, date, kind, answers, chain, doc }
    answers = id
    return made
  })
  return {
    check,
    item,
    base,
    rounds,
    doubts: [
      ...silent.map((edit) => ({ ...untrackedDoubt(edit, name, item.id, ''), round: 0 })),
      ...doubts.map((d) => ({ ...d, round: rounds.length - 1 })),
    ].map((d) => ({ ...d, item: null, proposal: null })),
  }
}

const baseOf = (before: Node): Node => ensureIds(before.textContent.trim() === '' ? emptyDoc() : before, newId)

interface Step {
  readonly party: string
  readonly date: Day
  /** The version of the file's document after it. */
  readonly version: number
}
/** The rounds of a file, each once. Refuses a file in which a round struck what, by its days, came in after it. */
function stepsOf(rounds: readonly { readonly r: number; readonly author: string; readonly date: string | null }[], name: string): Step[] {
  const steps: Step[] = []
  for (const { r, author, date } of rounds) {
    if (steps.some((s) => s.party === author && s.date === date))
      throw new ParleyError(
        'refused',
        `In ${name}, ${author} struck on ${date} what was put in later; say of which days its changes are, or take all of it as one round.`,
      )
    steps.push({ party: author, date: date ?? '', version: r })
  }
  return steps
}
