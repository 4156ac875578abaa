import type { Node } from 'prosemirror-model'
import { compare, inPlace } from '../../shared/compare/index.ts'
import { formatDay, parseDay } from '../../shared/model/labels.ts'
import type { Item, RoundRef } from '../../shared/model/negotiation.ts'
import { schema } from '../../shared/model/schema.ts'
import { project, type Version } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { counted } from './id.ts'

/** A version of an item that exists: its current language (`proposal` null) or a proposal. */
export interface Resolved {
  readonly item: Item
  readonly proposal: StoredProposal | null
}
/** A document in which two versions of an item stand, and the rounds that its switches point into. */
export interface View {
  readonly doc: Node
  readonly rounds: readonly RoundRef[]
  readonly baseline: Version
  readonly target: Version
  /** True where the two are on different branches and were compared. */
  readonly compared: boolean
}

/** `Item 13`, `Meeting norms` or `Base agreement`. */
export const itemName = (item: Item): string =>
  item.kind === 'base' ? 'Base agreement' : item.kind === 'norms' ? 'Meeting norms' : `Item ${item.number}`
/** `BEA 9.20`. */
export const proposalName = (p: { readonly party: string; readonly date: string }): string => `${p.party} ${formatDay(p.date)}`

/** The party with this label; refuses one that the negotiation does not have. */
export function partyNamed(store: Store, label: string): string {
  const labels = store.parties().map((p) => p.label)
  if (!labels.includes(label))
    throw new ParleyError('bad-input', `There is no party ${label} in this negotiation; its parties are ${labels.join(' and ')}.`)
  return label
}

/** The party that an author's name is the label or the name of; null where it is none. */
export function partyOfAuthor(store: Store, author: string): string | null {
  const name = author.trim().toLowerCase()
  if (name === '') return null
  const found = store.parties().find((p) => p.label.toLowerCase() === name || p.name.toLowerCase() === name)
  return found?.label ?? null
}

/** A day as it is written on the command line or in a label; refuses what is none. */
export function dayNamed(store: Store, text: string): string {
  const day = parseDay(text, store.negotiation().years)
  if (!day) throw new ParleyError('bad-input', `${text} is not a date; write it as 2023-09-20.`)
  return day
}

/** The item with this number (`13`, `base`, `norms`); refuses one that is not there. */
export function itemNumbered(store: Store, number: string): Item {
  const found = store.items().find((i) => i.number === number)
  if (found) return found
  const what = number === 'base' ? 'no base agreement' : number === 'norms' ? 'no meeting norms' : `no Item ${number}`
  throw new ParleyError('not-found', `There is ${what} in ${store.name}.`)
}

/**
 * Finds a version of an item: `base`, `latest`, `last:LABEL`, `LABEL@DATE` or `#PROPOSAL-ID`. `latest` and `last:` never name an
 * open draft; where nothing was put forward yet, `latest` is the current language.
 */
export function resolve(store: Store, item: Item, version: string): Resolved {
  if (version === 'base') return { item, proposal: null }
  const stack = store.proposals(item.id)
  const passed = stack.filter((p) => p.sealed)
  if (version === 'latest') return { item, proposal: lastOf(passed) }
  if (version.startsWith('#')) {
    const id = version.slice(1)
    return found(
      item,
      stack.filter((p) => p.id === id),
      `There is no such proposal in ${itemName(item)}.`,
    )
  }
  if (version.startsWith('last:')) {
    const party = partyNamed(store, version.slice('last:'.length))
    return found(
      item,
      passed.filter((p) => p.party === party),
      `${itemName(item)} has no proposal of ${party}.`,
    )
  }
  const at = version.lastIndexOf('@')
  if (at < 1) throw new ParleyError('bad-input', `${version} is not a version; write base, latest, last:LABEL or LABEL@DATE.`)
  const party = partyNamed(store, version.slice(0, at))
  const date = dayNamed(store, version.slice(at + 1))
  const matching = stack.filter((p) => p.party === party && p.date === date)
  const sealed = matching.filter((p) => p.sealed)
  return found(item, sealed.length ? sealed : matching, `${itemName(item)} has no proposal of ${party} dated ${date}.`)
}

/** A version of the item with a number, both as the command line names them. */
export const versionNamed = (store: Store, number: string, version: string): Resolved =>
  resolve(store, itemNumbered(store, number), version)

/** The proposal that a version of an item is, by its id; refuses the current language. */
export function proposalAt(store: Store, number: string, version: string): string {
  const { item, proposal } = versionNamed(store, number, version)
  if (!proposal) throw new ParleyError('not-found', `${itemName(item)} has no proposal ${version}.`)
  return proposal.id
}

/** The proposal that was put forward last: by date, then by its place in the stack. */
export function lastOf<P extends { readonly date: string }>(stack: readonly P[]): P | null {
  return stack.reduce<P | null>((last, p) => (last === null || p.date >= last.date ? p : last), null)
}

function found(item: Item, matching: readonly StoredProposal[], message: string): Resolved {
  const proposal = lastOf(matching)
  if (!proposal) throw new ParleyError('not-found', message)
  return { item, proposal }
}

/**
 * The current language of an item, as its last proposal quotes it: what a redline of that proposal against `base` is measured
 * against. Two parties that quote different parts of the agreement side by side each have a base of their own.
 */
function currentLanguage(store: Store, item: Item): Node {
  const last = lastOf(store.proposals(item.id).filter((p) => p.sealed))
  return last ? project(store.document(last.id).doc, 0) : store.base(item.id)
}

/** The clean document of a version. */
export function cleanOf(store: Store, { item, proposal }: Resolved): Node {
  return proposal ? project(store.document(proposal.id).doc, proposal.chain.length) : currentLanguage(store, item)
}

/** The round that a version is in the chain of `p`; null where that chain does not hold it. */
function roundIn(p: StoredProposal, version: Resolved): Version | null {
  if (!version.proposal) return 0
  return p.chain.find((c) => c.proposal === version.proposal!.id)?.r ?? null
}

/**
 * One document in which `baseline` and `target` both stand. Where one's chain holds the other it is that proposal's own
 * document, and every word has its history; else the two clean documents are compared, and what differs is the target's.
 */
export function viewBetween(store: Store, baseline: Resolved, target: Resolved): View {
  const inTarget = target.proposal && roundIn(target.proposal, baseline)
  if (target.proposal && inTarget !== null) return own(store, target.proposal, inTarget, target.proposal.chain.length)
  const inBaseline = baseline.proposal && roundIn(baseline.proposal, target)
  if (baseline.proposal && inBaseline !== null) return own(store, baseline.proposal, baseline.proposal.chain.length, inBaseline)
  if (!baseline.proposal || !target.proposal)
    return { doc: currentLanguage(store, target.item), rounds: [], baseline: 0, target: 0, compared: false }
  const { party, date, id } = target.proposal
  const [a, b] = [inAgreement(store, baseline), inAgreement(store, target)]
  const doc = a && b ? compare(a, b, party, counted()) : compare(cleanOf(store, baseline), cleanOf(store, target), party, counted())
  return { doc, rounds: [{ r: 1, party, date, proposal: id }], baseline: 0, target: 1, compared: true }
}

/**
 * A proposal's language within all that its item is in the base agreement, so that what two parties quote differently does not read
 * as a change; null where the item has no place there, or the proposal quotes what does not stand at it.
 */
function inAgreement(store: Store, { item, proposal }: Resolved): Node | null {
  const blocks = store.record().anchors.get(item.id)?.blocks ?? []
  const base = store.items().find((i) => i.kind === 'base')
  if (!proposal || !base || !blocks.length) return null
  const there = store.base(base.id).children.filter((block) => blocks.includes(block.attrs.id))
  const place = { item: item.id, name: itemName(item), blocks, doc: store.document(proposal.id).doc, rounds: proposal.chain }
  const made = inPlace(schema.nodes.doc.create(null, there), [place], counted())
  return made.refused.length ? null : project(made.doc, proposal.chain.length)
}

const own = (store: Store, p: StoredProposal, baseline: Version, target: Version): View => ({
  doc: store.document(p.id).doc,
  rounds: p.chain,
  baseline,
  target,
  compared: false,
})
