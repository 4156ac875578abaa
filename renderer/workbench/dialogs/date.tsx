import { useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { openRound } from '../commands.ts'
import { today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { Window } from '../parts/window.tsx'

/** Changes the day of the open round, while it is open. */
export function DateDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const draft = useAppState(openRound)
  const [date, setDate] = useState(draft?.date ?? today())
  const submit = async () => {
    if (date && draft && (await app.rounds.setDate(draft.id, date))) onClose()
  }
  return (
    <Window
      title="Date of the round"
      sub="Every change of this round carries it."
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Change the date" onBack={onClose} />}
    >
      <DateInput label="Date" value={date} autoFocus onChange={setDate} />
    </Window>
  )
}
