import { ArrowUpDown, FileText } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, FileTrigger, ProgressBar } from 'react-aria-components'
import type { Output } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { today } from '../dates.ts'
import type { Manner } from '../exports.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { TextInput } from '../parts/input.tsx'
import { WordOptions } from '../parts/manner.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'
import { SOURCES } from './dropped.ts'

type Taken = NonNullable<Output<'source.take'>>
type Counts = Output<'compare.look'>
const FORMATS: readonly Choice<'docx' | 'pdf'>[] = [
  { id: 'docx', label: 'Word', name: 'Word, DOCX' },
  { id: 'pdf', label: 'PDF' },
]

/** Two files and what differs between them: counted at once, and saved as a redline of one party on one day. */
export function CompareDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const them = useAppState((s) => s.negotiation?.parties.find((p) => p.label !== s.negotiation?.us)?.label ?? '')
  const job = useAppState((s) => s.job)
  const [before, setBefore] = useState<Taken | null>(null)
  const [after, setAfter] = useState<Taken | null>(null)
  const [party, setParty] = useState(them)
  const [date, setDate] = useState(today())
  const [format, setFormat] = useState<'docx' | 'pdf'>('docx')
  const [manner, setManner] = useState<Manner>({})
  const [counts, setCounts] = useState<Counts | null>(null)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const held = useRef<Taken[]>([])
  useEffect(
    () => () => {
      for (const taken of held.current) app.intake.drop(taken.source)
    },
    [app],
  )
  useEffect(() => {
    setCounts(null)
    if (!before || !after) return
    let stale = false
    void app.transfer
      .work('Comparing', 'The files were not compared', (id) =>
        app.host.call('compare.look', { job: id, before: before.source, after: after.source }),
      )
      .then((found) => !stale && setCounts(found))
    return () => {
      stale = true
      app.transfer.cancel()
    }
  }, [app, before, after])
  const hold = (set: (taken: Taken) => void) => (taken: Taken) => {
    held.current.push(taken)
    set(taken)
  }
  const submit = async () => {
    setAsked(true)
    if (!before || !after || !party.trim() || !date) return
    setBusy(true)
    const saved = await app.transfer.work('Writing the redline', 'The redline was not written', (id) =>
      app.host.call('compare.run', {
        job: id,
        before: before.source,
        after: after.source,
        party: party.trim(),
        date,
        format,
        ...(format === 'docx' ? { manner } : {}),
      }),
    )
    setBusy(false)
    if (!saved || saved.kind === 'cancelled') return
    app.transfer.hand(saved)
    onClose()
  }
  return (
    <Window
      title="Compare two files"
      sub="What the second changes in the first, as a redline of its own. The negotiation is not touched."
      onClose={() => {
        app.transfer.cancel()
        onClose()
      }}
      onSubmit={submit}
      footer={
        <Answer
          act={format === 'docx' ? 'Save the redline as Word' : 'Save the redline as PDF'}
          disabled={busy}
          onBack={() => {
            app.transfer.cancel()
            onClose()
          }}
        />
      }
    >
      <Pick label="First file, before" taken={before} missing={asked && !before} autoFocus onTaken={hold(setBefore)} />
      <Pick label="Second file, after" taken={after} missing={asked && !after} onTaken={hold(setAfter)} />
      {before && after && (
        <div>
          <Button
            className="btn line small"
            onPress={() => {
              setBefore(after)
              setAfter(before)
            }}
          >
            <ArrowUpDown className="i s" aria-hidden />
            Swap the two
          </Button>
        </div>
      )}
      <div className="thirds">
        <TextInput
          label="Changes by"
          value={party}
          maxLength={60}
          placeholder="Their label"
          error={asked && !party.trim() ? 'Say whose the changes are.' : null}
          onChange={setParty}
        />
        <DateInput label="Date" value={date} onChange={setDate} />
        <div className="labelled">
          <span>Format</span>
          <Seg label="Format" value={format} choices={FORMATS} onChange={setFormat} />
        </div>
      </div>
      {format === 'docx' && <WordOptions value={manner} onChange={setManner} />}
      <div className="found" aria-live="polite">
        {job ? (
          <div className="progress">
            <ProgressBar aria-label={job.title} value={job.done * 100}>
              {({ percentage }) => (
                <>
                  <span>
                    <b>{job.title}</b> <span className="muted">{job.note}</span>
                  </span>
                  <span className="bar">
                    <i style={{ width: `${percentage ?? 0}%` }} />
                  </span>
                </>
              )}
            </ProgressBar>
            <Button className="btn line small" onPress={() => app.transfer.cancel()}>
              Stop
            </Button>
          </div>
        ) : (
          <p>{counts ? sayCounts(counts) : before && after ? '' : 'Choose both files to see what differs. Word, Markdown and text.'}</p>
        )}
      </div>
    </Window>
  )
}

/** What differs, in a sentence. */
export function sayCounts({ insertions, deletions, others, added, struck }: Counts): string {
  if (!insertions && !deletions && !others) return 'The two files read the same: nothing differs.'
  const parts = [
    `${count(insertions, 'insertion')} of ${count(added, 'word')}`,
    `${count(deletions, 'deletion')} of ${count(struck, 'word')}`,
    ...(others ? [`${count(others, 'change')} of formatting or paragraphs`] : []),
  ]
  return `${parts.join(', ')}.`
}

interface PickProps {
  readonly label: string
  readonly taken: Taken | null
  readonly missing: boolean
  readonly autoFocus?: boolean
  readonly onTaken: (taken: Taken) => void
}
/** The choice of one file. */
function Pick({ label, taken, missing, autoFocus, onTaken }: PickProps) {
  const app = useApp()
  const picksItself = useAppState((s) => s.info?.dialogs === true)
  const take = async (file: File | null) => {
    const given = await app.intake.take(file)
    if (given) onTaken(given)
  }
  const button = (
    <Button
      className="btn line"
      autoFocus={autoFocus}
      aria-label={`Choose: ${label}`}
      onPress={picksItself ? () => void take(null) : undefined}
    >
      <FileText className="i" aria-hidden />
      Choose…
    </Button>
  )
  return (
    <div className="labelled">
      <span>{label}</span>
      <div className="filepick">
        {picksItself ? (
          button
        ) : (
          <FileTrigger acceptedFileTypes={SOURCES} onSelect={(files) => files?.[0] && void take(files[0])}>
            {button}
          </FileTrigger>
        )}
        <span className={taken ? 'ell' : 'muted ell'} title={taken?.name}>
          {taken ? taken.name : 'No file yet'}
        </span>
        {missing && <span className="wrong">Choose this file.</span>}
      </div>
    </div>
  )
}
