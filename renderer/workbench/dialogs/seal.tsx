import { Lock } from 'lucide-react'
import { useState } from 'react'
import type { ProposalInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { theirDraft } from '../commands.ts'
import { longDay } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { Party } from '../parts/party.tsx'
import { Window } from '../parts/window.tsx'
import { proposalName } from '../versions.ts'
import { added, struck } from '../words.ts'

/** Sealing a round of ours that left by another way: it never changes again. Enter alone never seals. */
export function SealDialog({ onClose }: { onClose: () => void }) {
  const draft = useAppState((s) => s.detail?.proposals.find((p) => p.id === s.detail?.item.draft))
  return draft ? <Seal draft={draft} onClose={onClose} /> : null
}

/** Sealing what another party gave, as it was entered. */
export function ReceivedDialog({ onClose }: { onClose: () => void }) {
  const draft = useAppState(theirDraft)
  return draft ? <Seal theirs draft={draft} onClose={onClose} /> : null
}

function Seal({ draft, theirs, onClose }: { draft: ProposalInfo; theirs?: boolean; onClose: () => void }) {
  const app = useApp()
  const us = useAppState((s) => s.negotiation!.us)
  const detail = useAppState((s) => s.detail)
  const round = useAppState((s) => (s.paper?.open?.proposal === draft.id ? s.page?.round : undefined))
  const [busy, setBusy] = useState(false)
  if (!detail) return null
  const words = round ?? draft
  const act = async () => {
    setBusy(true)
    const done = await (theirs ? app.rounds.received(draft.id, proposalName(draft)) : app.rounds.seal())
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title={theirs ? `Seal ${proposalName(draft)} as received` : 'Seal without passing'}
      sub={theirs ? undefined : 'For a round that left by another way: no papers are written, and it is no pass in the ledger.'}
      role="alertdialog"
      onClose={onClose}
      footer={
        <Answer
          back={theirs ? 'Keep entering' : 'Back to drafting'}
          act="Seal the round"
          backFirst
          disabled={busy}
          onBack={onClose}
          onAct={() => void act()}
        />
      }
    >
      <dl className="facts">
        <dt>Item</dt>
        <dd>{detail.item.title}</dd>
        <dt>Round</dt>
        <dd>
          <Party label={draft.party} us={us} /> {longDay(draft.date)}
        </dd>
        <dt>Words</dt>
        <dd className="num">
          {added(words.added)} {struck(words.struck)}
        </dd>
      </dl>
      <div className="note">
        <Lock className="i" aria-hidden />
        <div>Once sealed, nothing in this round changes. Corrections are a new round. The time of sealing is recorded.</div>
      </div>
    </Window>
  )
}
