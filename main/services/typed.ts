import { Slice } from 'prosemirror-model'
import { ReplaceStep } from 'prosemirror-transform'
import { weave } from '../../shared/compare/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { decodeText, readProposal } from '../formats/markdown/index.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { startDraft } from './drafts.ts'
import { newId } from './id.ts'
import { isWordFile } from './kind.ts'
import type { Reopening } from './standing.ts'
import { itemNumbered, partyNamed, proposalName, resolve } from './versions.ts'

/** A source (md, txt, docx) whose text an open draft is to read as. */
export interface TypedDraft {
  readonly name: string
  readonly bytes: Uint8Array
  /** The item's number. */
  readonly item: string
  /** Null: us. */
  readonly party: string | null
  /** The day of the round; null: that of the draft that is open. */
  readonly date: string | null
  /** The version that it answers; null: the other party's last, else the own last, else the current language. */
  readonly answers: string | null
  readonly reopening?: Reopening | null
}

/** Makes the open draft of a party in an item read as a source does, and opens one where there is none. Answers the draft. */
export async function draftFrom(store: Store, given: TypedDraft): Promise<StoredProposal> {
  const item = itemNumbered(store, given.item)
  const party = partyNamed(store, given.party ?? store.negotiation().us)
  const open = store.proposals(item.id).find((p) => !p.sealed && p.party === party)
  const day = given.date ?? open?.date
  if (!day) throw new ParleyError('bad-input', 'A draft needs the day of its round.')
  const parties = store.parties()
  const { years } = store.negotiation()
  const { after } = isWordFile(given.bytes)
    ? await (await import('../formats/docx/take/index.ts')).takeProposal(given.bytes, {
        name: given.name,
        parties,
        years,
        newId,
        party,
        date: day,
      })
    : readProposal(decodeText(given.bytes, given.name), { name: given.name, party, parties: parties.map((p) => p.label), years })
  return store.atomically(() => {
    const draft = open ?? begin(store, item.id, party, day, given)
    if (open && given.answers !== null && resolve(store, item, given.answers).proposal?.id !== (open.answers ?? undefined))
      throw new ParleyError('refused', `The open draft of ${party} answers ${answered(store, open)}; discard it to answer another.`)
    if (draft.date !== day) store.setDate(draft.id, day)
    const { doc, seq } = store.document(draft.id)
    const ground = draft.answers === null ? store.base(item.id) : store.document(draft.answers).doc
    const next = weave(ground, after, { r: draft.chain.length, p: party }, newId)
    if (!next.eq(doc)) store.append(draft.id, seq, [new ReplaceStep(0, doc.content.size, new Slice(next.content, 0, 0)).toJSON()])
    return store.proposal(draft.id)
  })
}

function begin(store: Store, item: string, party: string, date: string, given: TypedDraft): StoredProposal {
  const answers = given.answers === null ? undefined : (resolve(store, store.item(item), given.answers).proposal?.id ?? null)
  const { proposal } = startDraft(store, { item, party, date, ...(answers === undefined ? {} : { answers }), reopening: given.reopening })
  return store.proposal(proposal.id)
}
const answered = (store: Store, p: StoredProposal): string =>
  p.answers === null ? 'the current language' : proposalName(store.proposal(p.answers))
