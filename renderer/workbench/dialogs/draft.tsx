import { useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import { answeredByDefault, BASE, beginsWith, latestFirst, proposalName } from '../versions.ts'

/** Begins a round of ours in the picked item: on which day, and which proposal it answers. */
export function DraftDialog({ onClose }: { onClose: () => void }) {
  const us = useAppState((s) => s.negotiation!.us)
  return <Begin parties={[us]} onClose={onClose} />
}

/** Begins to enter what another party gave. */
export function TheirsDialog({ onClose }: { onClose: () => void }) {
  const { us, parties } = useAppState((s) => s.negotiation!)
  return <Begin theirs parties={parties.flatMap((p) => (p.label === us ? [] : [p.label]))} onClose={onClose} />
}

function Begin({ theirs, parties, onClose }: { theirs?: boolean; parties: readonly string[]; onClose: () => void }) {
  const app = useApp()
  const detail = useAppState((s) => s.detail!)
  const [us, setParty] = useState(parties[0])
  const given = useAppState((s) => s.roundDate)
  const sealed = latestFirst(detail.proposals).filter((p) => p.sealed)
  const [date, setDate] = useState(given ?? today())
  const [answers, setAnswers] = useState(answeredByDefault(sealed, us))
  const [busy, setBusy] = useState(false)
  const choices = [
    ...sealed.map((p) => ({ id: p.id, name: p.kind === 'mou' ? `${proposalName(p)}, MOU` : proposalName(p) })),
    { id: BASE, name: 'Current language' },
  ]
  const submit = async () => {
    if (!date) return
    setBusy(true)
    const done = await app.rounds.start(date, answers === BASE ? null : answers, us)
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title={theirs ? 'Enter their proposal' : sealed.length ? 'Draft a counter' : 'Draft a proposal'}
      sub={`${detail.item.kind === 'base' ? 'Base agreement' : `Item ${detail.item.number}`}, as ${us}`}
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act={theirs ? 'Begin to enter it' : 'Begin the round'} disabled={busy} onBack={onClose} />}
    >
      {parties.length > 1 && (
        <Choose label="Whose" value={us} choices={parties.map((label) => ({ id: label, name: label }))} onChange={setParty} />
      )}
      {theirs && <p>Type it or paste it over the language it answers; then seal it as received. It is no pass of ours.</p>}
      <DateInput label={theirs ? 'Date that it was given' : 'Date of the round'} value={date} autoFocus onChange={setDate} />
      <Choose label="Answering" value={answers} choices={choices} onChange={setAnswers} />
      <p className="muted" role="status">
        {beginsWith(answers, sealed)}
      </p>
    </Window>
  )
}
