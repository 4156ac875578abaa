import { EditorState } from 'prosemirror-state'
import { context, settleAll } from '../../shared/redline/index.ts'
import { type OpenedProposal, ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { newId } from './id.ts'
import { proposalInfo } from './ledger.ts'
import { itemName, lastOf, partyNamed } from './versions.ts'

/** What a proposal of `party` in an item answers unless it is said: the other party's last, else its own last, else the current language. */
export function answeredByDefault(store: Store, item: string, party: string): StoredProposal | null {
  const passed = store.proposals(item).filter((p) => p.sealed)
  return lastOf(passed.filter((p) => p.party !== party)) ?? lastOf(passed)
}

/** Opens a round. `answers`: a proposal's id, null for the current language, undefined for the default. */
export function startDraft(store: Store, d: { item: string; party: string; date: string; answers?: string | null }): OpenedProposal {
  const item = store.item(d.item)
  const party = partyNamed(store, d.party)
  if (store.proposals(item.id).some((p) => !p.sealed && p.party === party))
    throw new ParleyError('exists', `${party} already has an open draft in ${itemName(item)}.`)
  const answers = d.answers === undefined ? (answeredByDefault(store, item.id, party)?.id ?? null) : d.answers
  const answered = answers === null ? null : store.proposal(answers)
  const kind = answered?.kind ?? (store.base(item.id).textContent.trim() === '' ? 'new' : 'amended')
  return openProposal(store, store.startDraft({ item: item.id, party, date: d.date, kind, answers }).id)
}

/**
 * Seals an open round. Paragraph ends that its strikes leave implied are written down first, as a last edit of the round, so that
 * later rounds find them as they were passed.
 */
export function sealDraft(store: Store, id: string): StoredProposal {
  return store.atomically(() => {
    const p = store.proposal(id)
    if (!p.sealed) {
      const { doc, seq } = store.document(id)
      const tr = settleAll(EditorState.create({ doc }), context({ r: p.chain.length, p: p.party }, newId))
      if (tr)
        store.append(
          id,
          seq,
          tr.steps.map((step) => step.toJSON()),
        )
    }
    return store.seal(id)
  })
}

/** A proposal with its document, ready for the page. */
export function openProposal(store: Store, id: string): OpenedProposal {
  const p = store.proposal(id)
  const { doc, seq } = store.document(id)
  return { proposal: proposalInfo(store, p), doc: doc.toJSON(), seq, editable: !p.sealed && !store.readOnly }
}
