import { useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { TextInput } from '../parts/input.tsx'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'
import type { ItemHere, Stretch } from './types.ts'

/** Makes an item of a place in the agreement, and begins our round in it. */
export function ProposeDialog({ stretch, here, onClose }: { stretch: Stretch; here: ItemHere; onClose: () => void }) {
  const app = useApp()
  const items = useAppState((s) => s.negotiation!.items)
  const us = useAppState((s) => s.negotiation!.us)
  const given = useAppState((s) => s.roundDate)
  const [number, setNumber] = useState(here.number)
  const [title, setTitle] = useState(here.title)
  const [date, setDate] = useState(given ?? today())
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const taken = items.some((i) => i.number === number.trim())
  const wrongNumber = !number.trim() ? 'Give the item a number.' : taken ? `There is an item ${number.trim()} already.` : null
  const wrongTitle = title.trim() ? null : 'Give the item a title.'
  const submit = async () => {
    setAsked(true)
    if (wrongNumber || wrongTitle || !date) return
    setBusy(true)
    const done = await app.places.make(stretch, { number: number.trim(), title: title.trim() }, date)
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title="Propose a change here"
      sub={[here.place, count(here.blocks.length, 'paragraph')].filter(Boolean).join(' · ')}
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Begin drafting" disabled={busy} onBack={onClose} />}
    >
      <div className="pair narrow-first">
        <TextInput label="Number" value={number} maxLength={20} error={asked && !busy ? wrongNumber : null} onChange={setNumber} />
        <TextInput label="Title" autoFocus value={title} error={asked ? wrongTitle : null} onChange={setTitle} />
      </div>
      <DateInput label="Date of the round" value={date} onChange={setDate} />
      <p className="muted">What the agreement says here is the item’s current language. A draft of {us} opens in it, for you to change.</p>
    </Window>
  )
}
