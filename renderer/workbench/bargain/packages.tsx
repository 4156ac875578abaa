import { Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import type { Day } from '../../../shared/model/negotiation.ts'
import type { PackageInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { shortDay, today } from '../dates.ts'
import { DateInput } from '../parts/dateinput.tsx'
import { TextInput } from '../parts/input.tsx'
import { Party } from '../parts/party.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { Tick } from '../parts/tick.tsx'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'

const SAID: Readonly<Record<PackageInfo['status'], string>> = {
  offered: 'On the table',
  accepted: 'Accepted',
  withdrawn: 'Withdrawn',
  apart: 'Taken apart',
}
type Shown = 'packages' | 'offer' | 'whatifs'
const SHOWN: readonly Choice<Shown>[] = [
  { id: 'packages', label: 'Packages' },
  { id: 'offer', label: 'Offer together' },
  { id: 'whatifs', label: 'What-ifs' },
]

/** Items offered together, and those only thought of together. */
export function PackagesDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const bargain = useAppState((s) => s.bargain)
  const given = useAppState((s) => s.roundDate)
  const [date, setDate] = useState(given ?? today())
  const [shown, setShown] = useState<Shown>('packages')
  useEffect(() => {
    void app.bargain.load()
  }, [app])
  return (
    <Window
      title="Packages"
      sub="Items offered together are accepted or withdrawn together."
      onClose={onClose}
      footer={
        <Button className="btn" onPress={onClose}>
          Close
        </Button>
      }
    >
      <Seg label="What to show" value={shown} choices={SHOWN} onChange={setShown} />
      {shown === 'packages' && (
        <>
          {bargain?.packages.some((k) => k.status === 'offered') && (
            <DateInput label="Date of what you record" value={date} onChange={setDate} />
          )}
          <Packages packages={bargain?.packages ?? []} date={date} />
        </>
      )}
      {shown === 'offer' && <Offer date={date} onDate={setDate} onDone={() => setShown('packages')} />}
      {shown === 'whatifs' && <WhatIfs />}
    </Window>
  )
}

function Packages({ packages, date }: { packages: readonly PackageInfo[]; date: Day }) {
  const app = useApp()
  const us = useAppState((s) => s.negotiation!.us)
  if (!packages.length)
    return <p className="muted">No package has been offered. “Offer together” makes one of proposals that were passed.</p>
  return (
    <ul className="cards">
      {[...packages].reverse().map((k) => (
        <li key={k.id} className="card-row">
          <p className="hd">
            <b>{k.title}</b> <Party label={k.party} us={us} /> <span className="num">{shortDay(k.date)}</span>
            <span className="grow" />
            <span className={k.status === 'accepted' ? 'chip ta' : 'st'}>
              {SAID[k.status]} {k.statusDate && shortDay(k.statusDate)}
            </span>
          </p>
          <p className="muted">{k.items.map((i) => `${i.name} ${i.title}`).join(' · ')}</p>
          {k.status === 'offered' && (
            <p className="acts">
              <Button className="btn line small" isDisabled={!date} onPress={() => void app.bargain.accept(k.id, date)}>
                Accept: all {k.items.length} are agreed
              </Button>
              <Button className="btn line small" isDisabled={!date} onPress={() => void app.bargain.withdraw(k.id, date, true)}>
                Take apart
              </Button>
              <Button className="btn line small" isDisabled={!date} onPress={() => void app.bargain.withdraw(k.id, date, false)}>
                Withdraw
              </Button>
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What a party last put forward in each open item. */
function useOffers(party: string): { readonly id: string; readonly item: string; readonly name: string; readonly date: Day }[] {
  const passes = useAppState((s) => s.bargain?.passes)
  const items = useAppState((s) => s.negotiation!.items)
  const last = new Map<string, { id: string; date: Day }>()
  for (const pass of passes ?? [])
    if (pass.party === party) for (const entry of pass.items) last.set(entry.item, { id: entry.proposal, date: pass.date })
  return items.flatMap((i) => {
    const own = last.get(i.id)
    const name = i.kind === 'item' ? `${i.number}. ${i.title}` : i.title
    return own && i.status === 'open' && i.kind !== 'base' ? [{ ...own, item: i.id, name }] : []
  })
}

function Offer({ date, onDate, onDone }: { date: Day; onDate: (date: Day) => void; onDone: () => void }) {
  const app = useApp()
  const parties = useAppState((s) => s.negotiation!.parties)
  const us = useAppState((s) => s.negotiation!.us)
  const [party, setParty] = useState(us)
  const [title, setTitle] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const offers = useOffers(party)
  const picked = offers.filter((o) => chosen.has(o.id))
  const submit = async () => {
    const done = await app.bargain.offer({ title: title.trim(), party, date, proposals: picked.map((o) => o.id) })
    if (done) onDone()
  }
  return (
    <>
      <Seg
        label="Whose"
        value={party}
        choices={parties.map((p) => ({ id: p.label, label: p.label, name: p.name }))}
        onChange={(next) => {
          setParty(next)
          setChosen(new Set())
        }}
      />
      <div className="pair wide-first">
        <TextInput label="Name of the package" value={title} onChange={setTitle} placeholder="Pay and calendar" maxLength={200} />
        <DateInput label="Date" value={date} onChange={onDate} />
      </div>
      <fieldset className="parts scroll">
        <legend>
          What is offered together <span className="muted num">{picked.length ? count(picked.length, 'item') : ''}</span>
        </legend>
        {!offers.length && <p className="muted">{party} has put nothing forward in an open item.</p>}
        {offers.map((o) => (
          <Tick key={o.id} selected={chosen.has(o.id)} onChange={(on) => setChosen(toggled(chosen, o.id, on))}>
            <span className="part">
              {o.name} <span className="muted num">{shortDay(o.date)}</span>
            </span>
          </Tick>
        ))}
      </fieldset>
      <Button className="btn primary small" isDisabled={picked.length < 2 || !title.trim() || !date} onPress={() => void submit()}>
        Offer {picked.length ? count(picked.length, 'item') : 'items'} together
      </Button>
    </>
  )
}

function WhatIfs() {
  const app = useApp()
  const list = useAppState((s) => s.bargain?.whatIfs ?? NONE)
  const us = useAppState((s) => s.negotiation!.us)
  const items = useAppState((s) => s.negotiation!.items)
  const passed = useOffers(us)
  const [title, setTitle] = useState('')
  const [note, setNote] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const drafts = items.flatMap((i) => (i.draft ? [{ id: i.draft, item: i.id, name: `${i.number}. ${i.title}, draft`, date: null }] : []))
  const choices = [...drafts, ...passed.filter((p) => !drafts.some((d) => d.item === p.item))]
  const nameOf = (id: string) => choices.find((c) => c.id === id)?.name ?? 'a proposal that went on'
  const submit = async () => {
    const done = await app.bargain.putWhatIf({ id: null, title: title.trim(), proposals: [...chosen], note })
    if (!done) return
    setTitle('')
    setNote('')
    setChosen(new Set())
  }
  return (
    <>
      <p className="private">
        <Lock className="i s" aria-hidden />
        Private and off the record: a what-if is in no paper, no room view and no ledger.
      </p>
      {list.length > 0 && (
        <ul className="cards">
          {list.map((w) => (
            <li key={w.id} className="card-row">
              <p className="hd">
                <b>{w.title}</b>
                <span className="grow" />
                <Button className="link" onPress={() => void app.bargain.removeWhatIf(w.id)}>
                  Remove
                </Button>
              </p>
              <p className="muted">{w.proposals.map(nameOf).join(' · ')}</p>
              {w.note && <p>{w.note}</p>}
            </li>
          ))}
        </ul>
      )}
      <TextInput label="What if" value={title} onChange={setTitle} placeholder="They move on pay, we move on calendar" maxLength={300} />
      <fieldset className="parts scroll">
        <legend>Items in it</legend>
        {choices.map((c) => (
          <Tick key={c.id} selected={chosen.has(c.id)} onChange={(on) => setChosen(toggled(chosen, c.id, on))}>
            <span className="part">{c.name}</span>
          </Tick>
        ))}
      </fieldset>
      <label className="labelled">
        <span>Note, private</span>
        <textarea className="input area" rows={2} maxLength={10_000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <Button className="btn line small" isDisabled={!title.trim()} onPress={() => void submit()}>
        Keep the what-if
      </Button>
    </>
  )
}
const NONE: readonly never[] = []
const toggled = (set: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> => {
  const next = new Set(set)
  if (on) next.add(id)
  else next.delete(id)
  return next
}
