import { useState } from 'react'
import type { PartyRole } from '../../../shared/model/negotiation.ts'
import { useApp } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { TextInput } from '../parts/input.tsx'
import { Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'

const ROLES: readonly { id: PartyRole; name: string }[] = [
  { id: 'association', name: 'Association' },
  { id: 'employer', name: 'Employer' },
  { id: 'other', name: 'Other' },
]
interface PartyForm {
  readonly name: string
  readonly label: string
  readonly role: PartyRole
}

export interface NewForm {
  readonly title: string
  readonly years: string
  readonly parties: readonly [PartyForm, PartyForm]
}

/** What is wrong with a new negotiation, by field, one sentence each. */
export function wrongWith({ title, parties }: NewForm): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!title.trim()) wrong.title = 'Give the negotiation a title, such as “Lakeview 2023–2025”.'
  parties.forEach(({ name, label }, at) => {
    if (!name.trim()) wrong[`name${at}`] = 'Write the party’s full name.'
    if (!label.trim()) wrong[`label${at}`] = 'Give the party a short label, such as “LTA”.'
    else if (label.trim().length > 20) wrong[`label${at}`] = 'Keep the label to 20 signs at most.'
  })
  const [a, b] = parties.map((p) => p.label.trim().toLowerCase())
  if (a && a === b) wrong.label1 = 'Both parties have this label. Give each its own.'
  return wrong
}

/** Begins a negotiation: what it is called, who is at the table, which of them we are. */
export function NewFile({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const [form, setForm] = useState<NewForm>({
    title: '',
    years: '',
    parties: [
      { name: '', label: '', role: 'association' },
      { name: '', label: '', role: 'employer' },
    ],
  })
  const [us, setUs] = useState<'0' | '1'>('0')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const wrong = asked ? wrongWith(form) : {}
  const setParty = (at: 0 | 1, change: Partial<PartyForm>) => {
    const parties = form.parties.map((p, i) => (i === at ? { ...p, ...change } : p)) as [PartyForm, PartyForm]
    setForm({ ...form, parties })
  }
  const submit = async () => {
    setAsked(true)
    if (Object.keys(wrongWith(form)).length) return
    setBusy(true)
    const parties = form.parties.map((p) => ({ ...p, name: p.name.trim(), label: p.label.trim() }))
    const done = await app.files.create({
      title: form.title.trim(),
      years: form.years.trim() || null,
      parties,
      us: parties[Number(us)].label,
    })
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title="New negotiation"
      sub="Two parties, one agreement in force."
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Create the negotiation" disabled={busy} onBack={onClose} />}
    >
      <div className="pair wide-first">
        <TextInput
          label="Title"
          autoFocus
          value={form.title}
          error={wrong.title}
          placeholder="Lakeview 2023–2025"
          onChange={(title) => setForm({ ...form, title })}
        />
        <TextInput
          label="Years"
          value={form.years}
          maxLength={40}
          placeholder="2023–2025"
          onChange={(years) => setForm({ ...form, years })}
        />
      </div>
      {([0, 1] as const).map((at) => (
        <fieldset key={at} className="party-form">
          <legend>{at === 0 ? 'First party' : 'Second party'}</legend>
          <TextInput
            label="Full name"
            value={form.parties[at].name}
            error={wrong[`name${at}`]}
            onChange={(name) => setParty(at, { name })}
          />
          <div className="pair">
            <TextInput
              label="Label"
              value={form.parties[at].label}
              error={wrong[`label${at}`]}
              onChange={(label) => setParty(at, { label })}
            />
            <Choose label="Role" value={form.parties[at].role} choices={ROLES} onChange={(role) => setParty(at, { role })} />
          </div>
        </fieldset>
      ))}
      <div className="labelled">
        <span>Which one is us</span>
        <Seg
          label="Which one is us"
          value={us}
          choices={([0, 1] as const).map((at) => ({
            id: String(at) as '0' | '1',
            label: form.parties[at].label.trim() || (at ? 'Second party' : 'First party'),
          }))}
          onChange={setUs}
        />
      </div>
    </Window>
  )
}
