import { useState } from 'react'
import { useApp } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { TextInput } from '../parts/input.tsx'
import { Window } from '../parts/window.tsx'

/** The label of the paragraph at the caret, kept as it is written: `Subd. 2.`, `a.`, `•`. */
export function LabelDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const [label, setLabel] = useState(() => app.page.current?.label() ?? '')
  const submit = () => {
    app.page.current?.setLabel(label.trim() || null)
    onClose()
  }
  return (
    <Window
      title="Label of the paragraph"
      sub="Kept as you write it. Leave it empty for none."
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Set the label" onBack={onClose} />}
    >
      <TextInput label="Label" autoFocus value={label} maxLength={40} placeholder="Subd. 2." onChange={setLabel} />
    </Window>
  )
}
