import { useEffect, useState } from 'react'
import type { Rules } from '../../../shared/model/record.ts'
import { useApp, useAppState } from '../app.ts'
import { today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'

const FIRST: readonly { id: Rules['first']; name: string }[] = [
  { id: 'not-last', name: 'The party that was not the last to agree, drop or propose' },
  { id: 'alternate', name: 'The parties begin by turns' },
  { id: 'none', name: 'No rule' },
]
const REOPEN: readonly { id: Rules['reopen']; name: string }[] = [
  { id: 'both', name: 'Only where both parties say so' },
  { id: 'allowed', name: 'By either party, before everything is settled' },
  { id: 'never', name: 'Never' },
]

/** What the parties agreed to go by. */
export function RulesDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const rules = useAppState((s) => s.bargain?.rules)
  useEffect(() => {
    void app.bargain.load()
  }, [app])
  return rules ? <Ask rules={rules} onClose={onClose} /> : null
}

function Ask({ rules, onClose }: { rules: Rules; onClose: () => void }) {
  const app = useApp()
  const goesFirst = useAppState((s) => s.negotiation!.goesFirst)
  const [said, setSaid] = useState(rules)
  const [date, setDate] = useState(today())
  const submit = async () => {
    if (date && (await app.bargain.setRules(said, date))) onClose()
  }
  return (
    <Window
      title="Rules of the table"
      onClose={onClose}
      onSubmit={() => void submit()}
      footer={<Answer act="Keep the rules" onBack={onClose} />}
    >
      <Choose label="Who begins the next session" value={said.first} choices={FIRST} onChange={(first) => setSaid({ ...said, first })} />
      <p className="muted">Now: {goesFirst.reason}</p>
      <Choose
        label="Reopening a tentative agreement"
        value={said.reopen}
        choices={REOPEN}
        onChange={(reopen) => setSaid({ ...said, reopen })}
      />
      <DateInput label="Settled on" value={date} onChange={setDate} />
    </Window>
  )
}
