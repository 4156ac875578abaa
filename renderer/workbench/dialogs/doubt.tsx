import { useState } from 'react'
import type { DoubtInfo } from '../../../shared/rpc/contract.ts'
import { useApp } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { TextInput } from '../parts/input.tsx'
import { Window } from '../parts/window.tsx'

/** Says what the source means where the reading was wrong. */
export function DoubtDialog({ doubt, onClose }: { doubt: DoubtInfo; onClose: () => void }) {
  const app = useApp()
  const [answer, setAnswer] = useState(doubt.answer ?? '')
  const [asked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (answer.trim() && (await app.items.resolve(doubt.id, answer.trim()))) onClose()
  }
  return (
    <Window
      title="Correct the reading"
      sub={doubt.message}
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Keep the correction" onBack={onClose} />}
    >
      {doubt.excerpt && <blockquote className="excerpt">{doubt.excerpt}</blockquote>}
      <TextInput
        label="What it means"
        autoFocus
        value={answer}
        maxLength={2000}
        error={asked && !answer.trim() ? 'Write what the source means.' : null}
        onChange={setAnswer}
      />
    </Window>
  )
}
