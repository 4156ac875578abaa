import { randomUUID } from 'node:crypto'
import { formatDay } from '../../shared/model/labels.ts'
import type { Package } from '../../shared/model/record.ts'
import { type Output, ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { sessionOn } from './meeting.ts'
import { assertTakesProposals, held } from './standing.ts'
import { agree, packageOf } from './status.ts'
import { itemName, partyNamed, proposalName } from './versions.ts'

const refused = (message: string) => new ParleyError('refused', message)

/** Offers proposals of one party that were passed together: from then on they are accepted or withdrawn as one. */
export function offer(
  store: Store,
  given: {
    readonly title: string
    readonly party: string
    readonly date: string
    readonly proposals: readonly string[]
    readonly session?: string | null
  },
): Package {
  return store.atomically(() => {
    const party = partyNamed(store, given.party)
    const proposals = [...new Set(given.proposals)].map((id) => store.proposal(id))
    if (proposals.length < 2) throw refused('A package holds two proposals at least.')
    for (const p of proposals) {
      const item = store.item(p.item)
      if (!p.sealed) throw refused(`${proposalName(p)} of ${itemName(item)} is a draft: pass it across, then offer it.`)
      if (p.party !== party) throw refused(`${proposalName(p)} of ${itemName(item)} is not ${party}’s to offer.`)
      if (p.status === 'dropped') throw refused(`${proposalName(p)} of ${itemName(item)} was withdrawn.`)
      if (proposals.some((other) => other.id !== p.id && other.item === p.item))
        throw refused(`A package holds one proposal of ${itemName(item)}, not two.`)
      assertTakesProposals(item)
      const other = packageOf(store, item.id)
      if (other) throw refused(`${itemName(item)} is offered in the package “${other.title}” already.`)
    }
    const id = randomUUID()
    const session = sessionOn(store, given.date, given.session ?? null)
    const content = { id, title: given.title.trim() || 'Package', proposals: proposals.map((p) => p.id), session }
    store.addLine('package', { party, date: given.date, content })
    return packageNamed(store, id)
  })
}

/** The package with this id or this title; refuses one that is not there. */
export function packageNamed(store: Store, name: string): Package {
  const all = store.record().packages
  const found = all.find((k) => k.id === name) ?? all.findLast((k) => k.title === name)
  if (!found) throw new ParleyError('not-found', `There is no package “${name}” in this file.`)
  return found
}
function offered(store: Store, name: string): Package {
  const found = packageNamed(store, name)
  const SAID = { accepted: 'was accepted', withdrawn: 'was withdrawn', apart: 'was taken apart' } as const
  if (found.status !== 'offered') throw refused(`The package “${found.title}” ${SAID[found.status]} already.`)
  return found
}

/** Refuses a day before that of the offer. */
function assertNotBefore(found: Package, date: string): void {
  if (date < found.date) throw refused(`The package “${found.title}” was offered on ${formatDay(found.date)}, after ${formatDay(date)}.`)
}
/** Refuses to accept what the party that offered it has put another proposal after. */
function assertStands(store: Store, found: Package, p: StoredProposal): void {
  const later = held(store.proposals(p.item)).find((x) => x.party === p.party && x.id !== p.id)
  if (later)
    throw refused(
      `${proposalName(p)} of ${itemName(store.item(p.item))} is in the package “${found.title}”, but ${p.party} has put another forward since: ${proposalName(later)}.`,
    )
}

/** What is said of a package on a day. `party`: who says it; null: whoever it is to. */
export interface PackageSaid {
  readonly package: string
  readonly date: string
  readonly party?: string | null
  readonly session?: string | null
}

/** Accepts a package: every item of it becomes a tentative agreement, all of them or none. */
export function accept(store: Store, said: PackageSaid): Package {
  return store.atomically(() => {
    const found = offered(store, said.package)
    assertNotBefore(found, said.date)
    const session = sessionOn(store, said.date, said.session ?? null)
    const others = store.parties().filter((p) => p.label !== found.party)
    const party = said.party == null ? (others.length === 1 ? others[0].label : null) : partyNamed(store, said.party)
    if (party === null) throw refused(`Say who accepts the package “${found.title}”: there are more than two parties.`)
    if (party === found.party) throw refused(`${party} offered the package “${found.title}” itself: the other party accepts it.`)
    store.addLine('accept', { party, date: said.date, content: { package: found.id, session } })
    for (const id of found.proposals) {
      const p = store.proposal(id)
      const item = store.item(p.item)
      assertStands(store, found, p)
      if (item.status !== 'hold') assertTakesProposals(item)
      agree(store, item, { item: item.id, kind: 'ta', proposal: id, party, date: said.date, session })
    }
    return packageNamed(store, found.id)
  })
}

/**
 * Withdraws a package: its proposals are withdrawn together, and its items stand as they did before. `apart`: only the tie between
 * them goes; each proposal stays on the table by itself.
 */
export function withdraw(store: Store, said: PackageSaid & { readonly apart?: boolean }): Package {
  return store.atomically(() => {
    const found = offered(store, said.package)
    assertNotBefore(found, said.date)
    const { party } = found
    if (said.party != null && partyNamed(store, said.party) !== party)
      throw refused(`The package “${found.title}” is ${party}’s: only ${party} withdraws it or takes it apart.`)
    const session = sessionOn(store, said.date, said.session ?? null)
    const apart = said.apart ?? false
    store.addLine('withdraw', { party, date: said.date, content: { package: found.id, session, ...(apart ? { apart } : {}) } })
    if (!apart)
      for (const id of found.proposals) {
        const { item, status } = store.proposal(id)
        if (status === 'dropped') continue
        store.addStatus('drop', { item, proposal: id, party, date: said.date, whole: false, content: { package: found.id, session } })
      }
    return packageNamed(store, found.id)
  })
}

/** Every package, with the items of its proposals. */
export function packages(store: Store): Output<'package.list'> {
  const items = new Map(store.items().map((i) => [i.id, i]))
  return store.record().packages.map((k) => ({
    id: k.id,
    title: k.title,
    party: k.party,
    date: k.date,
    status: k.status,
    statusDate: k.statusDate,
    items: k.proposals.map((id) => {
      const p = store.proposal(id)
      const item = items.get(p.item)!
      return { proposal: id, item: item.id, name: itemName(item), number: item.number, title: item.title, date: p.date, status: p.status }
    }),
  }))
}
