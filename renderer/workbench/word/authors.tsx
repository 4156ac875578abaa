import { useEffect, useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { longDay, shortDay } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { Party } from '../parts/party.tsx'
import { Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import { added, struck } from '../words.ts'
import { asOne, authorsOf, type Coming, isKnown, madeRounds, proposedRounds } from './coming.ts'

const NONE: readonly never[] = []

/** Whose the tracked changes of a file are, author by author, and of which rounds, day by day: said once for the whole file. */
export function AuthorsDialog({ coming, onClose }: { coming: Coming; onClose: () => void }) {
  const app = useApp()
  const parties = useAppState((s) => s.negotiation!.parties)
  const us = useAppState((s) => s.negotiation!.us)
  const passed = useAppState((s) => s.detail?.proposals) ?? NONE
  const party = coming.party ?? us
  const date = coming.date ?? ''
  const theirs = coming.plan.rounds.filter(
    (round) =>
      !isKnown(
        round,
        passed.filter((p) => p.sealed),
      ),
  )
  const proposed = proposedRounds(theirs, party, date)
  const several = new Set(proposed.authors.map((a) => a.party)).size > 1
  const [apart, setApart] = useState<'rounds' | 'one'>(coming.apart || several ? 'rounds' : 'one')
  const [said, setSaid] = useState(coming.apart ? coming.rounds : proposed)
  const [busy, setBusy] = useState(false)
  const whole = said.dates.every((d) => d.day !== '')
  const rounds = apart === 'rounds' ? madeRounds(theirs, said) : [{ party, date }]
  const there = rounds.find((r) => passed.some((p) => p.party === r.party && p.date === r.date))
  useEffect(() => document.querySelector<HTMLElement>('.dialog .seg [aria-checked="true"]')?.focus(), [])
  const submit = async () => {
    if (!whole || there) return
    setBusy(true)
    await app.intake.next(
      { ...coming, apart: apart === 'rounds', rounds: apart === 'rounds' ? said : asOne(theirs, party, date) },
      'authors',
    )
    setBusy(false)
  }
  return (
    <Window
      title="Whose changes these are"
      sub={`${coming.name} has tracked changes of several people or days. Their names stay here; no export holds them.`}
      wide
      onClose={onClose}
      onSubmit={submit}
      footer={
        <Answer back="Back" act="Next" disabled={busy || !whole || there !== undefined} onBack={() => app.intake.back(coming, 'authors')} />
      }
    >
      <div className="labelled">
        <span>Take them as</span>
        <Seg
          label="Take them as"
          value={apart}
          choices={[
            { id: 'one', label: `One round, ${party} ${date && shortDay(date)}` },
            { id: 'rounds', label: 'A round for each party and day' },
          ]}
          onChange={setApart}
        />
      </div>
      <table className="authors">
        <thead>
          <tr>
            <th scope="col">Author in the file</th>
            <th scope="col">Words, such as</th>
            {apart === 'rounds' && <th scope="col">Party</th>}
          </tr>
        </thead>
        <tbody>
          {authorsOf(theirs).map((author) => (
            <tr key={author.name}>
              <th scope="row">
                <span className="ell" title={author.name}>
                  {author.name || 'No name'}
                </span>
                <span className="muted num">
                  {added(author.added)} {struck(author.struck)}
                  {author.days.length > 0 && ` · ${author.days.map(shortDay).join(', ')}`}
                </span>
              </th>
              <td>
                <span className="examples">{author.examples.map((text) => `“${text}”`).join(' ') || 'Formatting alone'}</span>
              </td>
              {apart === 'rounds' && (
                <td>
                  <Choose
                    label="Party"
                    name={`${author.name || 'No name'} is of`}
                    bare
                    value={said.authors.find((a) => a.author === author.name)?.party ?? null}
                    choices={parties.map((p) => ({ id: p.label, name: p.label }))}
                    onChange={(label) =>
                      setSaid({ ...said, authors: said.authors.map((a) => (a.author === author.name ? { ...a, party: label } : a)) })
                    }
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {apart === 'rounds' && (
        <fieldset className="days">
          <legend>Rounds</legend>
          {said.dates.map((d) => (
            <DateInput
              key={d.date}
              label={d.date ? `Tracked ${longDay(d.date)}` : 'Tracked without a date'}
              value={d.day}
              onChange={(day) => setSaid({ ...said, dates: said.dates.map((o) => (o.date === d.date ? { ...o, day } : o)) })}
            />
          ))}
        </fieldset>
      )}
      <p aria-live="polite" className="makes">
        {there ? (
          <span className="wrong">{`The item already has a proposal of ${there.party} ${shortDay(there.date)}. Give the round another day.`}</span>
        ) : (
          <>
            <span>{rounds.length === 1 ? 'Makes one round:' : `Makes ${rounds.length} rounds, in this order:`}</span>
            {rounds.map((r) => (
              <span key={`${r.party} ${r.date}`} className="nowrap">
                <Party label={r.party} us={us} /> <span className="num">{r.date && shortDay(r.date)}</span>
              </span>
            ))}
          </>
        )}
      </p>
    </Window>
  )
}
