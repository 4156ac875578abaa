import { FileText } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, FileTrigger } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { shortDay, today } from '../dates.ts'
import { Answer, focusAct } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import { asVersion, BASE, latestFirst, proposalName } from '../versions.ts'
import { authorsOf, type Chosen, type Coming, isKnown, stepsFor } from '../word/coming.ts'
import { SOURCES } from '../word/dropped.ts'
import { count } from '../words.ts'

type Kind = Coming['as']
const SAYS: Readonly<Record<Kind, string>> = {
  negotiation:
    'Items with their stacks of dated proposals. Everything the source says is kept; what cannot be read with certainty becomes a doubt to confirm.',
  base: 'The contract in force: articles, sections, tables. It becomes the current language.',
  proposal: 'One party’s text for this item, compared with what it answers and marked with its party and date.',
}

/**
 * Brings a file in: as a negotiation, as the base agreement, or as one party's proposal in the picked item. What a Word file holds is
 * said at once; what has to be asked of it comes after. `file`: one that was dropped or pasted.
 */
export function ImportDialog({ file, onClose }: { file: File | null; onClose: () => void }) {
  const app = useApp()
  const negotiation = useAppState((s) => s.negotiation!)
  const detail = useAppState((s) => s.detail)
  const picksItself = useAppState((s) => s.info?.dialogs === true)
  const sealed = latestFirst(detail?.proposals ?? []).filter((p) => p.sealed)
  const them = negotiation.parties.find((p) => p.label !== negotiation.us)?.label ?? negotiation.us
  const [as, setAs] = useState<Kind>(negotiation.items.length ? 'proposal' : 'negotiation')
  const [party, setParty] = useState(them)
  const [date, setDate] = useState<string | null>(null)
  const [answers, setAnswers] = useState<string | null>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const kinds: Choice<Kind>[] = [
    { id: 'negotiation', label: 'Negotiation' },
    { id: 'base', label: 'Base agreement' },
    ...(detail && detail.item.kind !== 'base' ? [{ id: 'proposal' as const, label: `Proposal in item ${detail.item.number}` }] : []),
  ]
  const kind = kinds.some((k) => k.id === as) ? as : 'negotiation'
  const plan = chosen?.plan
  const theirs = plan?.rounds.filter((r) => !isKnown(r, sealed)) ?? []
  // A file that came back answers what we passed; its last tracked day is the day of the round, until somebody says otherwise.
  const ours = sealed.find((p) => p.party === negotiation.us)
  const on = date ?? theirs.findLast((r) => r.date !== null)?.date ?? today()
  const answered = answers ?? (plan?.word && party !== negotiation.us && ours ? ours.id : (sealed[0]?.id ?? BASE))
  const held = useRef<string | null>(null)
  const keep = (next: Chosen | null) => {
    if (held.current && held.current !== next?.source) app.intake.drop(held.current)
    held.current = next?.source ?? null
    setChosen(next)
  }
  const leave = () => {
    keep(null)
    onClose()
  }
  const take = async (given: File | null) => {
    if (busy) return
    setBusy(true)
    const next = await app.intake.choose(given, kind)
    setBusy(false)
    if (!next) return
    keep(next)
    focusAct()
  }
  // A dropped file is taken once, as the dialog opens.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (file) void take(file)
  }, [])
  const change = async (next: Kind) => {
    setAs(next)
    if (!chosen?.word) return
    const looked = await app.intake.look(chosen.source, next)
    if (looked) keep({ ...chosen, plan: looked })
  }
  const submit = async () => {
    setAsked(true)
    if (!chosen || busy || (kind === 'proposal' && !on)) return
    setBusy(true)
    held.current = null
    const own = kind === 'proposal'
    await app.intake.begin({
      source: chosen.source,
      name: chosen.name,
      plan: chosen.plan,
      as: kind,
      item: own ? detail!.item.number : null,
      party: own ? party : null,
      date: own ? on : null,
      answers: own ? asVersion(answered) : null,
    })
    setBusy(false)
    held.current = app.store.get().dialog?.kind === 'import' ? chosen.source : null
  }
  const more = plan ? stepsFor({ as: kind, plan }, sealed).length > 0 : false
  const button = (
    <Button className="btn line" autoFocus onPress={picksItself ? () => void take(null) : undefined}>
      <FileText className="i" aria-hidden />
      {chosen ? 'Another file…' : 'Choose a file…'}
    </Button>
  )
  return (
    <Window
      title="Import"
      onClose={leave}
      onSubmit={submit}
      footer={<Answer act={more ? 'Next' : 'Import'} disabled={busy} onBack={leave} />}
    >
      <div className="labelled">
        <span>File</span>
        <div className="filepick">
          {picksItself ? (
            button
          ) : (
            <FileTrigger acceptedFileTypes={SOURCES} onSelect={(files) => files?.[0] && void take(files[0])}>
              {button}
            </FileTrigger>
          )}
          <span className={chosen ? 'ell' : 'muted ell'} title={chosen?.name}>
            {chosen ? chosen.name : 'Word, Markdown or text'}
          </span>
          {asked && !chosen && <span className="wrong">Choose the file to import.</span>}
        </div>
        {plan?.word && <p className="muted holds">{sayPlan({ ...plan, rounds: theirs }, kind)}</p>}
      </div>
      <div className="labelled">
        <span>As</span>
        <Seg label="As" value={kind} choices={kinds} onChange={(next) => void change(next)} />
      </div>
      <p className="muted">{SAYS[kind]}</p>
      {kind === 'proposal' && (
        <div className="thirds">
          <Choose
            label="Party"
            value={party}
            choices={negotiation.parties.map((p) => ({ id: p.label, name: p.label }))}
            onChange={setParty}
          />
          <DateInput label="Date" value={on} onChange={setDate} />
          <Choose
            label="Answering"
            value={answered}
            choices={[...sealed.map((p) => ({ id: p.id, name: proposalName(p) })), { id: BASE, name: 'Current language' }]}
            onChange={setAnswers}
          />
        </div>
      )}
    </Window>
  )
}

/** What a Word file holds, in a sentence. */
export function sayPlan({ rounds, looks, comments }: Chosen['plan'], as: Kind): string {
  const authors = authorsOf(rounds)
  const days = [...new Set(rounds.flatMap((r) => r.date ?? []))]
  const who = authors.length === 1 ? authors[0].name || 'somebody without a name' : count(authors.length, 'author')
  const when = days.length === 1 ? ` on ${shortDay(days[0])}` : days.length > 1 ? ` on ${count(days.length, 'day')}` : ''
  const words = rounds.reduce((n, r) => n + r.added + r.struck, 0)
  const held = [
    ...(rounds.length ? [`${count(words, 'word')} tracked by ${who}${when}`] : []),
    ...(looks.length ? [`marks made by hand in ${count(looks.length, 'look')}`] : []),
    ...(comments ? [`${count(comments, 'comment')}, which stay private`] : []),
  ]
  if (!held.length) return as === 'proposal' ? 'A Word file without tracked changes or marks made by hand.' : 'A Word file.'
  return `A Word file with ${held.join('; ')}.`
}
