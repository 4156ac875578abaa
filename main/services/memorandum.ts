import { Fragment, Slice } from 'prosemirror-model'
import { ReplaceStep } from 'prosemirror-transform'
import { termOf } from '../../shared/check/index.ts'
import { memorandum } from '../../shared/model/memorandum.ts'
import { track } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { assertTakesDraft, editDraft } from './drafts.ts'
import { newId } from './id.ts'
import { itemName } from './versions.ts'

/**
 * Opens a round with a memorandum of understanding: its parties, term and lines to sign stand in it as the round's own insertions.
 * Refused in an item that has language, which a memorandum does not amend.
 */
export function startMemorandum(store: Store, d: { readonly item: string; readonly party: string; readonly date: string }): StoredProposal {
  const item = store.item(d.item)
  if (store.base(item.id).textContent.trim() !== '')
    throw new ParleyError('refused', `${itemName(item)} has current language; a memorandum stands in an item of its own.`)
  return store.atomically(() => {
    assertTakesDraft(store, item, d.party)
    const draft = store.startDraft({ ...d, kind: 'mou', answers: null })
    const title = item.title.replace(/^(?:mou|memorandum(?: of understanding)?)\s*[:,–-]?\s*/i, '')
    const blocks = memorandum({ title, parties: store.parties(), term: termOf(store.negotiation().years) }, newId)
    const put = new ReplaceStep(0, 0, new Slice(Fragment.from(blocks), 0, 0))
    editDraft(store, draft, (state, cx) => track(state, state.tr.step(put), cx))
    return store.proposal(draft.id)
  })
}
