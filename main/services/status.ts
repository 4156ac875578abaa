import { formatDay } from '../../shared/model/labels.ts'
import type { Item } from '../../shared/model/negotiation.ts'
import type { Agreement, Package } from '../../shared/model/record.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { sessionOn } from './meeting.ts'
import { assertHoldsAgreed, held, onTable, type Reopening, standing } from './standing.ts'
import { itemName, partyNamed, proposalName } from './versions.ts'

/** What becomes of an item on a day. */
export interface StatusChange {
  readonly item: string
  readonly kind: 'ta' | 'drop' | 'hold' | 'reopen' | 'settle'
  readonly date: string
  /** Who agreed, withdrew, set aside or reopened; null: for an agreement the other party than the one whose language it is, else us. */
  readonly party?: string | null
  /** The session; null: the one of that day, if there is one. */
  readonly session?: string | null
  /** The proposal that is agreed or withdrawn; null: the last one on the table, or the party's. */
  readonly proposal?: string | null
  /** Ids of the blocks that are agreed, as the proposal has them; null: all of it. */
  readonly blocks?: readonly string[] | null
  /** Whether a drop takes the item off the table; null: where no other proposal is held in it. */
  readonly whole?: boolean | null
  /** Whether all parties say so. */
  readonly both?: boolean
}

const refused = (message: string) => new ParleyError('refused', message)

/** Records what becomes of an item. Language is never changed by it; what cannot be is refused in one sentence. */
export function setStatus(store: Store, change: StatusChange): void {
  store.atomically(() => {
    const item = store.item(change.item)
    if (item.kind === 'base') throw refused('The base agreement is no item: what is agreed about it is agreed in the items that change it.')
    const party = change.party == null ? null : partyNamed(store, change.party)
    CHANGES[change.kind](store, item, { ...change, party })
  })
}

/** Several changes, all of them or none. */
export function setStatuses(store: Store, changes: readonly StatusChange[]): void {
  store.atomically(() => {
    for (const change of changes) setStatus(store, change)
  })
}

type Change = StatusChange & { readonly party: string | null }
const CHANGES: Readonly<Record<StatusChange['kind'], (store: Store, item: Item, change: Change) => void>> = {
  ta: (store, item, change) => {
    assertNotDone(item)
    assertAlone(store, item, 'agreed')
    agree(store, item, change)
  },
  drop,
  hold: (store, item, { date, party, ...change }) => {
    if (item.status === 'hold') throw refused(`${itemName(item)} is on hold already.`)
    assertNotDone(item)
    store.addStatus('hold', {
      item: item.id,
      proposal: null,
      party: party ?? store.negotiation().us,
      date,
      whole: true,
      content: at(store, { date, ...change }),
    })
  },
  reopen,
  settle: (store, item, { date, party, ...change }) => {
    const [agreement] = store.record().agreements.get(item.id) ?? []
    if (item.status === 'settled') throw refused(`${itemName(item)} is settled already.`)
    if (item.status !== 'ta') throw refused(`${itemName(item)} is not agreed: only what was agreed is settled.`)
    assertAfter(item, 'settled', date, [])
    store.addStatus('settle', {
      item: item.id,
      proposal: agreement?.proposal ?? null,
      party,
      date,
      whole: true,
      content: at(store, { date, ...change }),
    })
  },
}

/** The session of a change, as its line says it. */
function at(store: Store, { date, session }: { readonly date: string; readonly session?: string | null }): { session?: string } {
  const found = sessionOn(store, date, session ?? null)
  return found === null ? {} : { session: found }
}

function assertNotDone(item: Item): void {
  const day = item.statusDate === null ? '' : ` on ${formatDay(item.statusDate)}`
  if (item.status === 'ta') throw refused(`${itemName(item)} was agreed${day} already.`)
  if (item.status === 'settled') throw refused(`${itemName(item)} was settled${day} already.`)
  if (item.status === 'dropped') throw refused(`${itemName(item)} was dropped${day}; reopen it first.`)
}

/** The package on the table that an item is offered in; null where it is in none. */
export function packageOf(store: Store, item: string): Package | null {
  const ids = new Set(store.proposals(item).map((p) => p.id))
  return store.record().packages.find((k) => k.status === 'offered' && k.proposals.some((id) => ids.has(id))) ?? null
}
function assertAlone(store: Store, item: Item, what: string): void {
  const found = packageOf(store, item.id)
  if (found)
    throw refused(
      `${itemName(item)} is offered in the package “${found.title}” and cannot be ${what} alone: accept or withdraw it whole, or take it apart first.`,
    )
}

/** Records an agreement on a proposal, whole or in part. Says nothing of packages: `accept` agrees to all of one. */
export function agree(store: Store, item: Item, change: Change): void {
  const proposal = change.proposal == null ? onTable(store.proposals(item.id)) : proposalOf(store, item, change.proposal)
  if (!proposal) throw refused(`${itemName(item)} has no proposal on the table to agree to.`)
  if (!proposal.sealed)
    throw refused(`${proposalName(proposal)} of ${itemName(item)} is a draft that was not passed; nobody can agree to it yet.`)
  if (proposal.status === 'dropped') throw refused(`${proposalName(proposal)} of ${itemName(item)} was withdrawn.`)
  if (change.date < proposal.date)
    throw refused(`${itemName(item)} cannot be agreed on ${formatDay(change.date)}: ${proposalName(proposal)} was not there yet.`)
  const others = store.parties().filter((p) => p.label !== proposal.party)
  const party = change.party ?? (others.length === 1 ? others[0].label : null)
  if (party === null) throw refused(`Say who agrees to ${proposalName(proposal)} of ${itemName(item)}: there are more than two parties.`)
  if (party === proposal.party)
    throw refused(`${party} gave ${proposalName(proposal)} of ${itemName(item)} itself: the other party agrees to it.`)
  const clean = standing(store, proposal)
  assertHoldsAgreed(store, item, clean)
  const all = clean.children.map((block) => String(block.attrs.id))
  const blocks = change.blocks?.length ? all.filter((id) => change.blocks!.includes(id)) : null
  if (blocks && blocks.length < new Set(change.blocks).size)
    throw refused(`A part that was chosen is not in ${proposalName(proposal)} of ${itemName(item)}.`)
  const whole = blocks === null || blocks.length === all.length
  store.addStatus('ta', {
    item: item.id,
    proposal: proposal.id,
    party,
    date: change.date,
    whole,
    content: { ...(whole ? {} : { blocks }), ...at(store, change) },
  })
}

function proposalOf(store: Store, item: Item, id: string): StoredProposal {
  const found = store.proposals(item.id).find((p) => p.id === id)
  if (!found) throw new ParleyError('not-found', `There is no such proposal in ${itemName(item)}.`)
  return found
}

function drop(store: Store, item: Item, change: Change): void {
  assertNotDone(item)
  const { us } = store.negotiation()
  const standing = held(store.proposals(item.id))
  const named = change.proposal == null ? null : proposalOf(store, item, change.proposal)
  const party = change.party ?? named?.party ?? (standing.length === 1 ? standing[0].party : us)
  const proposal = named ?? standing.find((p) => p.party === party)
  if (!proposal?.sealed) throw refused(`${itemName(item)} has no proposal of ${party} to drop.`)
  if (proposal.party !== party) throw refused(`${proposalName(proposal)} of ${itemName(item)} is not ${party}’s to drop.`)
  if (proposal.status === 'dropped') throw refused(`${proposalName(proposal)} of ${itemName(item)} was withdrawn already.`)
  if (change.date < proposal.date)
    throw refused(`${itemName(item)} cannot be dropped on ${formatDay(change.date)}: ${proposalName(proposal)} was not there yet.`)
  assertAlone(store, item, 'dropped')
  const whole = change.whole ?? standing.every((p) => p.id === proposal.id)
  store.addStatus('drop', { item: item.id, proposal: proposal.id, party, date: change.date, whole, content: at(store, change) })
}

/**
 * Takes back the last word on an item: of what is on hold or dropped it gives back what stood before (parts that are agreed stay
 * agreed), else it opens what is agreed, all of it or parts.
 */
function reopen(store: Store, item: Item, change: Change): void {
  const agreements = store.record().agreements.get(item.id) ?? []
  const away = item.status === 'hold' || item.status === 'dropped'
  if (item.status === 'settled') throw refused(`${itemName(item)} is settled, and what is settled is not reopened.`)
  if (item.status === 'open' && !agreements.length) throw refused(`${itemName(item)} is open already.`)
  if (!away) assertMayReopen(store, item, change.both ?? false)
  assertAfter(item, 'reopened', change.date, agreements)
  store.addStatus('reopen', {
    item: item.id,
    proposal: item.status === 'dropped' ? droppedWith(store, item) : (agreements.find((a) => a.blocks === null)?.proposal ?? null),
    party: change.party ?? store.negotiation().us,
    date: change.date,
    whole: true,
    content: { ...(change.both ? { both: true } : {}), ...(away ? { kept: true } : {}), ...at(store, change) },
  })
}

/** The proposal with which an item was dropped; null where the record names none. What was withdrawn before stays withdrawn. */
const droppedWith = (store: Store, item: Item): string | null =>
  store.events().findLast((e) => e.kind === 'drop' && e.item === item.id && (JSON.parse(e.content) as { whole?: boolean }).whole)
    ?.proposal ?? null

const WAS = { ta: 'agreed', hold: 'set aside', dropped: 'dropped', open: 'agreed in part', settled: 'settled' } as const
/** Refuses a day before that of what is taken back or settled. */
function assertAfter(item: Item, what: string, date: string, agreements: readonly Agreement[]): void {
  const days = item.status === 'open' ? agreements.map((a) => a.date) : [item.statusDate]
  const last = days.reduce((one, day) => (day !== null && (one === null || day > one) ? day : one), null)
  if (last !== null && date < last)
    throw refused(`${itemName(item)} cannot be ${what} on ${formatDay(date)}: it was ${WAS[item.status]} on ${formatDay(last)}.`)
}

/** Refuses what the parties' rule on reopening does not let happen. */
function assertMayReopen(store: Store, item: Item, both: boolean): void {
  const { reopen: rule } = store.record().rules
  const [agreement]: readonly Agreement[] = store.record().agreements.get(item.id) ?? []
  const day = agreement?.date ?? item.statusDate
  const what = `What was agreed in ${itemName(item)}${day ? ` on ${formatDay(day)}` : ''}`
  if (rule === 'never') throw refused(`${what} stays agreed: the parties’ rule is that a tentative agreement is never reopened.`)
  if (rule === 'both' && !both)
    throw refused(`${what} is opened again only where both parties say so; say that they did, or change the rule.`)
}

/**
 * Makes sure that an item takes language: what is agreed, dropped or on hold is reopened first where somebody asked for that, else
 * refused. Call it inside the transaction of what follows.
 */
export function openFor(
  store: Store,
  id: string,
  how: { readonly date: string; readonly party: string; readonly reopening?: Reopening | null },
): void {
  const item = store.item(id)
  const agreed = (store.record().agreements.get(id) ?? []).length > 0
  if (!how.reopening || (item.status === 'open' && !agreed)) return
  const { both } = how.reopening
  const open = () => setStatus(store, { item: id, kind: 'reopen', date: how.date, party: how.party, both })
  open()
  // Parts that stayed agreed are opened as well where all parties say so.
  if (both && store.record().agreements.has(id)) open()
}
