import type { Node } from 'prosemirror-model'
import type { Item } from '../../shared/model/negotiation.ts'
import { project } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { assertOpen, missingBlock, partAgreed, type Store, type StoredProposal } from '../store/index.ts'
import { itemName, lastOf } from './versions.ts'

/** A party's say that what was agreed, dropped or held is to be opened again. `both`: all parties say so. */
export interface Reopening {
  readonly both: boolean
}

/** What each party holds in an item: its last proposal that was put forward, unless it withdrew it; one withdrawn with a package leaves the one before. */
export function held(passed: readonly StoredProposal[]): StoredProposal[] {
  const last = new Map<string, StoredProposal>()
  for (const p of passed) {
    if (!p.sealed || p.withPackage) continue
    const known = last.get(p.party)
    last.set(p.party, known && known.date > p.date ? known : p)
  }
  return [...last.values()].filter((p) => p.status !== 'dropped')
}

/** The proposal that is on the table: the last one that nobody withdrew; null where there is none. */
export const onTable = (passed: readonly StoredProposal[]): StoredProposal | null => lastOf(passed.filter((p) => held(passed).includes(p)))

/** Refuses to put language forward in an item that is agreed, settled, dropped or on hold. */
export function assertTakesProposals(item: Item): void {
  assertOpen(item, itemName(item))
  if (item.status === 'hold')
    throw new ParleyError('refused', `${itemName(item)} is on hold: it takes a proposal again when it is reopened.`)
}

/** Refuses language of an item that reads otherwise where a part was agreed. `clean`: as it would stand. */
export function assertHoldsAgreed(store: Store, item: Item, clean: Node): void {
  const missing = missingBlock(clean, store.frozen(item.id))
  if (missing) throw partAgreed(itemName(item), missing)
}

/** The clean document of a proposal as it stands now. */
export const standing = (store: Store, p: StoredProposal): Node => project(store.document(p.id).doc, p.chain.length)

/** The blocks of a proposal that labels (`Subd. 2`) or numbers from 1 name, by their ids; refuses what names none or several. */
export function blocksNamed(store: Store, item: Item, proposal: string | null, names: readonly string[]): string[] {
  const p = proposal === null ? onTable(store.proposals(item.id)) : store.proposal(proposal)
  if (!p) throw new ParleyError('refused', `${itemName(item)} has no proposal on the table to agree to.`)
  const blocks = standing(store, p).children
  const plain = (text: string) => text.trim().toLowerCase().replace(/[.:]$/, '')
  return names.map((name) => {
    const labelled = blocks.filter((block) => plain(String(block.attrs.label ?? '')) === plain(name))
    const found = labelled.length === 0 && /^\d+$/.test(name) ? blocks.slice(Number(name) - 1, Number(name)) : labelled
    if (found.length !== 1)
      throw new ParleyError('bad-input', `${itemName(item)} has ${found.length ? 'several parts' : 'no part'} called ${name}.`)
    return String(found[0].attrs.id)
  })
}
