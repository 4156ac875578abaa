import { EditorState, type Transaction } from 'prosemirror-state'
import type { Item } from '../../shared/model/negotiation.ts'
import { type Context, context, settleAll } from '../../shared/redline/index.ts'
import { type OpenedProposal, ParleyError } from '../../shared/rpc/contract.ts'
import { assertOpen, type Store, type StoredProposal } from '../store/index.ts'
import { newId } from './id.ts'
import { proposalInfo } from './ledger.ts'
import { assertHoldsAgreed, assertTakesProposals, type Reopening, standing } from './standing.ts'
import { openFor } from './status.ts'
import { itemName, lastOf, partyNamed } from './versions.ts'

/** What a proposal of `party` in an item answers unless it is said: the other party's last, else its own last, else the current language. */
export function answeredByDefault(store: Store, item: string, party: string): StoredProposal | null {
  const passed = store.proposals(item).filter((p) => p.sealed)
  return lastOf(passed.filter((p) => p.party !== party)) ?? lastOf(passed)
}

/** An open round to be begun. `answers`: a proposal's id, null for the current language, left out for the default. */
export interface DraftGiven {
  readonly item: string
  readonly party: string
  readonly date: string
  readonly answers?: string | null
  /** What was agreed, dropped or set aside in the item is reopened first; left out, such an item takes no draft. */
  readonly reopening?: Reopening | null
}

/** Refuses a draft in an item that is agreed, settled or dropped, or in which the party has one. */
export function assertTakesDraft(store: Store, item: Item, party: string): void {
  assertOpen(item, itemName(item))
  if (store.proposals(item.id).some((p) => !p.sealed && p.party === party))
    throw new ParleyError('exists', `${party} already has an open draft in ${itemName(item)}.`)
}

/** Opens a round. Refuses an item whose language is agreed, settled or dropped, unless it is reopened with it. */
export function startDraft(store: Store, d: DraftGiven): OpenedProposal {
  return store.atomically(() => {
    const party = partyNamed(store, d.party)
    openFor(store, d.item, { ...d, party })
    const item = store.item(d.item)
    assertTakesDraft(store, item, party)
    const answers = d.answers === undefined ? (answeredByDefault(store, item.id, party)?.id ?? null) : d.answers
    const answered = answers === null ? null : store.proposal(answers)
    assertHoldsAgreed(store, item, answered ? standing(store, answered) : store.base(item.id))
    const kind = answered?.kind ?? (store.base(item.id).textContent.trim() === '' ? 'new' : 'amended')
    return openProposal(store, store.startDraft({ item: item.id, party, date: d.date, kind, answers }).id)
  })
}

/** Seals an open round as it was entered: the other party's that was typed in, or one of ours that left by another way. */
export function enterDraft(store: Store, id: string): StoredProposal {
  return store.atomically(() => {
    const p = store.proposal(id)
    const item = store.item(p.item)
    if (!p.sealed) {
      assertTakesProposals(item)
      assertHoldsAgreed(store, item, standing(store, p))
    }
    return sealDraft(store, id)
  })
}

/**
 * Seals an open round. Paragraph ends that its strikes leave implied are written down first, as a last edit of the round, so that
 * later rounds find them as they were passed. `at`: the moment of it, where it is that of a pass.
 */
export function sealDraft(store: Store, id: string, at?: string): StoredProposal {
  return store.atomically(() => {
    const p = store.proposal(id)
    if (!p.sealed) editDraft(store, p, settleAll)
    return at === undefined ? store.seal(id) : store.seal(id, at)
  })
}

/** Saves one tracked edit of an open round: what `make` gives for its document as it stands; null is none. */
export function editDraft(store: Store, p: StoredProposal, make: (state: EditorState, cx: Context) => Transaction | null): void {
  const { doc, seq } = store.document(p.id)
  const tr = make(EditorState.create({ doc }), context({ r: p.chain.length, p: p.party }, newId))
  if (tr)
    store.append(
      p.id,
      seq,
      tr.steps.map((step) => step.toJSON()),
    )
}

/** A proposal with its document, ready for the page. An open round of an item that is agreed or settled is only read. */
export function openProposal(store: Store, id: string): OpenedProposal {
  const p = store.proposal(id)
  const { status } = store.item(p.item)
  const { doc, seq } = store.document(id)
  const editable = !p.sealed && !store.readOnly && status !== 'ta' && status !== 'settled'
  const agreed = editable ? store.frozen(p.item).flatMap(({ blocks }) => blocks.map((block) => block.toJSON())) : []
  return { proposal: proposalInfo(store, p), doc: doc.toJSON(), seq, editable, ...(agreed.length ? { agreed } : {}) }
}
