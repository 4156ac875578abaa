import { useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { TextInput } from '../parts/input.tsx'
import { Window } from '../parts/window.tsx'

/** Adds one numbered subject to the table. */
export function NewItem({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const items = useAppState((s) => s.negotiation!.items)
  const highest = Math.max(0, ...items.map((i) => Number.parseInt(i.number, 10) || 0))
  const [number, setNumber] = useState(String(highest + 1))
  const [title, setTitle] = useState('')
  const [place, setPlace] = useState('')
  const [asked, setAsked] = useState(false)
  const taken = items.some((i) => i.number === number.trim())
  const wrongNumber = !number.trim() ? 'Give the item a number.' : taken ? `There is an item ${number.trim()} already.` : null
  const wrongTitle = title.trim() ? null : 'Give the item a title.'
  const submit = async () => {
    setAsked(true)
    if (wrongNumber || wrongTitle) return
    if (await app.items.create({ number: number.trim(), title: title.trim(), place: place.trim() || null })) onClose()
  }
  return (
    <Window
      title="New item"
      sub="One subject at the table."
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Add the item" onBack={onClose} />}
    >
      <div className="pair narrow-first">
        <TextInput label="Number" value={number} maxLength={20} error={asked ? wrongNumber : null} onChange={setNumber} />
        <TextInput label="Title" autoFocus value={title} error={asked ? wrongTitle : null} onChange={setTitle} />
      </div>
      <TextInput label="Place in the agreement (may stay empty)" value={place} placeholder="Article VIII, Section 4" onChange={setPlace} />
    </Window>
  )
}
