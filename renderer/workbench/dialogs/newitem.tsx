import { useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { TextInput } from '../parts/input.tsx'
import { Seg } from '../parts/seg.tsx'
import { Window } from '../parts/window.tsx'

/** Adds one numbered subject to the table: a change to the agreement, language that is new to it, or a memorandum. */
export function NewItem({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const items = useAppState((s) => s.negotiation!.items)
  const us = useAppState((s) => s.negotiation!.us)
  const given = useAppState((s) => s.roundDate)
  const highest = Math.max(0, ...items.map((i) => Number.parseInt(i.number, 10) || 0))
  const [number, setNumber] = useState(String(highest + 1))
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState<'language' | 'mou' | 'norms'>('language')
  const [place, setPlace] = useState('')
  const [date, setDate] = useState(given ?? today())
  const [asked, setAsked] = useState(false)
  const taken = items.some((i) => i.number === number.trim())
  const norms = kind === 'norms'
  const wrongNumber = !number.trim() ? 'Give the item a number.' : taken ? `There is an item ${number.trim()} already.` : null
  const wrongTitle = title.trim() ? null : 'Give the item a title.'
  const submit = async () => {
    setAsked(true)
    if (norms) {
      if (await app.items.create({ number: 'norms', title: 'Meeting norms', place: null })) onClose()
      return
    }
    if (wrongNumber || wrongTitle || (kind === 'mou' && !date)) return
    const item = { number: number.trim(), title: title.trim(), place: kind === 'mou' ? 'Memorandum' : place.trim() || null }
    if (!(await app.items.create(item))) return
    if (kind === 'mou') await app.rounds.memorandum(date)
    onClose()
  }
  return (
    <Window
      title="New item"
      sub="One subject at the table."
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act={kind === 'mou' ? 'Begin the memorandum' : norms ? 'Add the norms' : 'Add the item'} onBack={onClose} />}
    >
      {!norms && (
        <div className="pair narrow-first">
          <TextInput label="Number" value={number} maxLength={20} error={asked ? wrongNumber : null} onChange={setNumber} />
          <TextInput label="Title" autoFocus value={title} error={asked ? wrongTitle : null} onChange={setTitle} />
        </div>
      )}
      <div className="labelled">
        <span>What it is</span>
        <Seg
          label="What it is"
          value={kind}
          choices={[
            { id: 'language', label: 'Contract language' },
            { id: 'mou', label: 'Memorandum (MOU)' },
            ...(items.some((i) => i.kind === 'norms') ? [] : [{ id: 'norms' as const, label: 'Meeting norms' }]),
          ]}
          onChange={setKind}
        />
      </div>
      {norms ? (
        <p className="muted">
          Meeting norms are proposed, countered and agreed like any item. They stand before the others and have no number.
        </p>
      ) : kind === 'language' ? (
        <>
          <TextInput label="Place in the agreement" value={place} placeholder="Article VIII, Section 4" onChange={setPlace} />
          <p className="muted">
            {place.trim()
              ? 'What the agreement says there is the current language.'
              : 'Without a place the language is new: it has no current text.'}
          </p>
        </>
      ) : (
        <>
          <DateInput label="Date of the round" value={date} onChange={setDate} />
          <p className="muted">A draft of {us} begins with the parties, the term of the agreement and lines for both to sign.</p>
        </>
      )}
    </Window>
  )
}
