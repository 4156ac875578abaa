import { Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { shortDay, today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { TextInput } from '../parts/input.tsx'
import { Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Tick } from '../parts/tick.tsx'
import { Window } from '../parts/window.tsx'

const BY_RULE = 'rule'

/** One meeting: when and where, its agenda, who begins, and who came. `session`: the one that is changed; null for a new one. */
export function SessionDialog({ session, onClose }: { session: string | null; onClose: () => void }) {
  const app = useApp()
  const { parties, us } = useAppState((s) => s.negotiation!)
  const bargain = useAppState((s) => s.bargain)
  const known = bargain?.sessions.find((s) => s.id === session) ?? null
  const [date, setDate] = useState(known?.date ?? today())
  const [start, setStart] = useState(known?.start ?? '')
  const [end, setEnd] = useState(known?.end ?? '')
  const [place, setPlace] = useState(known?.place ?? '')
  const [open, setOpen] = useState(known?.open ?? 'closed')
  const [agenda, setAgenda] = useState(known?.agenda.join('\n') ?? '')
  const [first, setFirst] = useState(known?.first ?? BY_RULE)
  const [cancelled, setCancelled] = useState(known?.cancelled ?? false)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void app.bargain.load()
  }, [app])
  const submit = async () => {
    if (!date || busy) return
    setBusy(true)
    const done = await app.bargain.putSession({
      id: session,
      date,
      start: start || null,
      end: end || null,
      place,
      open,
      agenda: agenda.split('\n').filter((line) => line.trim()),
      first: first === BY_RULE ? null : first,
      cancelled,
    })
    setBusy(false)
    if (!done) return
    app.store.set({ tab: 'sessions' })
    onClose()
  }
  return (
    <Window
      title={known ? `Session of ${shortDay(known.date)}` : 'New session'}
      onClose={onClose}
      onSubmit={() => void submit()}
      footer={<Answer act={known ? 'Keep the session' : 'Add the session'} onBack={onClose} />}
    >
      <div className="thirds">
        <DateInput label="Date" value={date} autoFocus onChange={setDate} />
        <TextInput label="Begins" type="time" value={start} onChange={setStart} />
        <TextInput label="Ends" type="time" value={end} onChange={setEnd} />
      </div>
      <div className="pair wide-first">
        <TextInput label="Place" value={place} onChange={setPlace} maxLength={300} placeholder="District office, Room 4" />
        <div className="labelled">
          <span>Who may come</span>
          <Seg
            label="Who may come"
            value={open}
            choices={[
              { id: 'closed', label: 'Closed' },
              { id: 'public', label: 'Public' },
            ]}
            onChange={setOpen}
          />
        </div>
      </div>
      <label className="labelled">
        <span>Agenda, a line for each point</span>
        <textarea className="input area" rows={4} value={agenda} onChange={(event) => setAgenda(event.target.value)} />
      </label>
      <Choose
        label="Who begins"
        value={first}
        choices={[{ id: BY_RULE, name: 'As the rule says' }, ...parties.map((p) => ({ id: p.label, name: p.label }))]}
        onChange={setFirst}
      />
      {known && <Attendance session={known.id} came={known.attendance} us={us} />}
      {known && (
        <Tick selected={cancelled} onChange={setCancelled}>
          Called off; it stays in the record
        </Tick>
      )}
    </Window>
  )
}

/** Who came: private, and kept at once. */
function Attendance({ session, came, us }: { session: string; came: readonly string[]; us: string }) {
  const app = useApp()
  const people = useAppState((s) => s.bargain?.people ?? NONE)
  const parties = useAppState((s) => s.negotiation!.parties)
  const [name, setName] = useState('')
  const [party, setParty] = useState(us)
  const add = async () => {
    const id = await app.bargain.addPerson(name.trim(), party)
    if (!id) return
    setName('')
    await app.bargain.attend(session, id, true)
  }
  return (
    <fieldset className="parts">
      <legend>
        Who came{' '}
        <span className="lock muted">
          <Lock className="i xs" aria-hidden /> private
        </span>
      </legend>
      <div className="people scroll">
        {people.map((p) => (
          <Tick key={p.id} selected={came.includes(p.id)} onChange={(on) => void app.bargain.attend(session, p.id, on)}>
            {p.name} <span className="muted">{p.party}</span>
          </Tick>
        ))}
      </div>
      <div className="adding">
        <TextInput label="Name" value={name} onChange={setName} maxLength={200} />
        <Seg label="Party" value={party} choices={parties.map((p) => ({ id: p.label, label: p.label }))} onChange={setParty} />
        <Button className="btn line small" isDisabled={!name.trim()} onPress={() => void add()}>
          Add
        </Button>
      </div>
    </fieldset>
  )
}
const NONE: readonly never[] = []
