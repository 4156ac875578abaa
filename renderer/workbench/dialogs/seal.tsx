import { Lock } from 'lucide-react'
import { useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { longDay } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { Party } from '../parts/party.tsx'
import { Window } from '../parts/window.tsx'
import { added, struck } from '../words.ts'

/** What passing across does, before it is done: the round is sealed and never changes again. Enter alone never passes. */
export function SealDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const us = useAppState((s) => s.negotiation!.us)
  const detail = useAppState((s) => s.detail)
  const round = useAppState((s) => s.page?.round)
  const draft = detail?.proposals.find((p) => p.id === detail.item.draft)
  const [busy, setBusy] = useState(false)
  if (!detail || !draft) return null
  const words = round ?? draft
  const act = async () => {
    setBusy(true)
    const done = await app.rounds.seal()
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title={detail.item.kind === 'base' ? 'Pass the agreement across' : `Pass item ${detail.item.number} across`}
      role="alertdialog"
      onClose={onClose}
      footer={<Answer back="Back to drafting" act="Seal the round" backFirst disabled={busy} onBack={onClose} onAct={() => void act()} />}
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
