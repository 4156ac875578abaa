import { useMemo, useState } from 'react'
import type { RoundRef } from '../../../shared/model/negotiation.ts'
import { type Change, tally, type Verdict } from '../../../shared/redline/index.ts'
import type { Many } from '../../editor/index.ts'
import { useApp, useAppState } from '../app.ts'
import { sayTally, whoseOf } from '../decisions.ts'
import { Answer } from '../parts/answer.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import { Words } from '../parts/words.tsx'
import { proposalName } from '../versions.ts'
import { count } from '../words.ts'

const VERDICTS: readonly Choice<Verdict>[] = [
  { id: 'reject', label: 'Strike and restore', name: 'Strike what they inserted and restore what they struck' },
  { id: 'strike', label: 'Only strike', name: 'Only strike what they inserted' },
  { id: 'restore', label: 'Only restore', name: 'Only restore what they struck' },
]
/** Rows of the list of what is meant; the rest is counted. */
const SHOWN = 100

/** Deciding many changes at once: whose, where, what becomes of them, and how much that is, before it is done. */
export function DecideDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const rounds = useAppState((s) => s.paper?.rounds) ?? NONE
  const changes = useAppState((s) => s.page?.changes)
  const open = useAppState((s) => s.paper?.open ?? null)
  const selected = useAppState((s) => s.page?.selectionEmpty === false)
  const byParty = useAppState((s) => s.byParty)
  const whose = useMemo(() => whoseOf(changes ?? [], rounds), [changes, rounds])
  const [of, setOf] = useState(byParty ?? '')
  const [where, setWhere] = useState<Many['where']>(selected ? 'selection' : 'all')
  const [verdict, setVerdict] = useState<Verdict>('reject')
  const picked = whose.find((w) => w.id === of) ?? whose[0]
  const many: Many = { where, verdict, party: picked.party, round: picked.round }
  // The page holds still while the dialog stands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is meant hangs on the choice alone
  const meant = useMemo(() => app.page.current?.meant(many) ?? [], [of, where, verdict])
  const places: Choice<Many['where']>[] = [
    { id: 'all', label: 'Everywhere' },
    { id: 'paragraph', label: 'This paragraph' },
    ...(selected ? [{ id: 'selection' as const, label: 'The selection' }] : []),
  ]
  const submit = () => {
    if (!meant.length) return
    onClose()
    if (app.page.current?.decideMany(many)) app.notices.say(`${count(meant.length, 'change')} decided.`, 'undo')
    app.page.current?.focus()
  }
  return (
    <Window
      title="Decide many changes"
      sub="What you leave is kept. One undo takes all of it back."
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act={`Decide ${count(meant.length, 'change')}`} disabled={!meant.length} onBack={onClose} />}
    >
      <Choose label="Whose" value={picked.id} choices={whose} onChange={setOf} />
      <div className="labelled">
        <span>Where</span>
        <Seg label="Where" value={where} choices={places} onChange={setWhere} />
      </div>
      <div className="labelled">
        <span>What becomes of them</span>
        <Seg label="What becomes of them" value={verdict} choices={VERDICTS} onChange={setVerdict} />
      </div>
      <p aria-live="polite">{sayTally(tally(meant, verdict), verdict, picked.round !== undefined && picked.round === open?.r)}</p>
      <Meant list={meant} rounds={rounds} />
    </Window>
  )
}
const NONE: readonly RoundRef[] = []

function Meant({ list, rounds }: { list: readonly Change[]; rounds: readonly RoundRef[] }) {
  if (!list.length) return null
  return (
    <ul className="meant scroll" aria-label="The changes that are meant">
      {list.slice(0, SHOWN).map((change) => {
        const round = rounds.find((r) => r.r === change.by.r)
        return (
          <li key={change.id}>
            <Words change={change} rounds={rounds} /> <span className="muted num nowrap">{round ? proposalName(round) : change.by.p}</span>
          </li>
        )
      })}
      {list.length > SHOWN && <li className="muted">and {count(list.length - SHOWN, 'other change')}</li>}
    </ul>
  )
}
