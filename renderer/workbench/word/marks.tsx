import { useEffect, useState } from 'react'
import { Input, Label, TextField } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { longDay } from '../dates.ts'
import { Answer, focusAct } from '../parts/answer.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'
import { type Coming, type LookOf, looksInOrder } from './coming.ts'
import { Looking } from './look.tsx'

type Meaning = Coming['looks'][number]['meaning']
const MEANS = [
  { id: 'insert', name: 'Insertion' },
  { id: 'delete', name: 'Deletion' },
  { id: 'emphasis', name: 'Only emphasis' },
] as const
/** The choice of no party: a look may be whoever's row it stands in. */
const ROW = ''

/** What the marks made by hand in a file mean, each look drawn as the file has it: to confirm or to change before anything comes in. */
export function MarksDialog({ coming, onClose }: { coming: Coming; onClose: () => void }) {
  const app = useApp()
  const [looks, setLooks] = useState(coming.looks)
  const [busy, setBusy] = useState(false)
  const list = looksInOrder(coming.plan.looks)
  const doubtful = list.filter((look) => !look.certain).length
  const set = (key: string, change: Partial<Meaning>) =>
    setLooks(looks.map((said) => (said.key === key ? { key, meaning: { ...said.meaning, ...change } } : said)))
  // What wants an answer has the focus; where nothing does, the way on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as the dialog opens
  useEffect(() => {
    if (!doubtful) focusAct()
    else document.querySelector<HTMLElement>('.looks .choose')?.focus()
  }, [])
  const submit = async () => {
    setBusy(true)
    await app.intake.next({ ...coming, looks }, 'marks')
    setBusy(false)
  }
  return (
    <Window
      title="What the marks made by hand mean"
      sub={`${coming.name}: words that were struck, underlined or coloured as formatting. Confirm or change what each look stands for.`}
      wide
      onClose={onClose}
      onSubmit={submit}
      footer={
        <Answer
          back="Back"
          act={coming.as === 'negotiation' ? 'Confirm and import' : 'Confirm'}
          disabled={busy}
          onBack={() => app.intake.back({ ...coming, looks }, 'marks')}
        />
      }
    >
      {coming.plan.legend.length > 0 && (
        <figure className="stated">
          <figcaption>The document says</figcaption>
          {coming.plan.legend.map((statement) => (
            <blockquote key={statement}>{statement}</blockquote>
          ))}
        </figure>
      )}
      <p className={doubtful ? 'unsure' : 'muted'}>
        {doubtful
          ? `${count(doubtful, 'look')} of ${list.length} could not be told with certainty. ${doubtful === 1 ? 'It stands' : 'They stand'} first.`
          : `All ${count(list.length, 'look')} could be told: the legend or the rows say so.`}
      </p>
      <ul className="looks">
        {list.map((look) => (
          <LookRow
            key={look.key}
            look={look}
            meaning={looks.find((said) => said.key === look.key)!.meaning}
            rows={coming.as === 'negotiation'}
            own={coming}
            onChange={(change) => set(look.key, change)}
          />
        ))}
      </ul>
    </Window>
  )
}

interface RowProps {
  readonly look: LookOf
  readonly meaning: Meaning
  /** Whether the file has rows of several proposals, whose marks are their own. */
  readonly rows: boolean
  readonly own: Pick<Coming, 'party' | 'date'>
  readonly onChange: (change: Partial<Meaning>) => void
}

function LookRow({ look, meaning, rows, own, onChange }: RowProps) {
  const parties = useAppState((s) => s.negotiation!.parties)
  const nobody = rows ? 'As its row says' : `${own.party ?? ''}, who sent it`
  const others = parties.filter((p) => rows || p.label !== own.party)
  return (
    <li>
      <div className="shown">
        <span className="slip">
          {look.examples.map((text, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: examples never change places
            <span key={i} className="ell">
              <Looking look={look.look}>{text}</Looking>
            </span>
          ))}
        </span>
        <span>
          <span className="muted num">
            {look.name} · {count(look.words, 'word')} in {count(look.runs, 'place')} ·
          </span>{' '}
          <span className={look.certain ? 'muted' : 'unsure'}>{look.why}</span>
        </span>
      </div>
      <div className="said">
        <Choose label="Means" name={`${look.name} means`} value={meaning.kind} choices={MEANS} onChange={(kind) => onChange({ kind })} />
        {meaning.kind !== 'emphasis' && (
          <>
            <Choose
              label="By"
              name={`${look.name} is by`}
              value={meaning.party === own.party && !rows ? ROW : (meaning.party ?? ROW)}
              choices={[{ id: ROW, name: nobody }, ...others.map((p) => ({ id: p.label, name: p.label }))]}
              onChange={(party) => onChange({ party: party === ROW ? null : party })}
            />
            <TextField
              className="labelled"
              type="date"
              aria-label={`${look.name}, day of the round`}
              value={meaning.date ?? ''}
              onChange={(day) => onChange({ date: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null })}
            >
              <Label>{rows ? 'Round, if not its row’s' : `Round, if not ${own.date ? longDay(own.date) : 'this one'}`}</Label>
              <Input className="input" />
            </TextField>
          </>
        )}
      </div>
    </li>
  )
}
