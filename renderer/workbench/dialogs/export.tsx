import { useEffect, useId, useState } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { Output } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { type ExportChoice, type Offered, offered, redlinedWord, viewsOf } from '../exports.ts'
import { Answer } from '../parts/answer.tsx'
import { WordOptions } from '../parts/manner.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { Window } from '../parts/window.tsx'
import { versionName } from '../versions.ts'
import { count } from '../words.ts'

const VIEWS: readonly Choice<ExportChoice['view']>[] = [
  { id: 'redline', label: 'Redlined' },
  { id: 'clean', label: 'Clean' },
  { id: 'all-rounds', label: 'All rounds' },
]
const FORMATS: readonly Choice<ExportChoice['format']>[] = [
  { id: 'docx', label: 'Word', name: 'Word, DOCX' },
  { id: 'pdf', label: 'PDF' },
  { id: 'md', label: 'Markdown' },
]

/** Everything an export can be: which paper, which view, which format. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const detail = useAppState((s) => s.detail)
  const items = useAppState((s) => s.negotiation!.items)
  const baseline = useAppState((s) => s.baseline)
  const target = useAppState((s) => s.target)
  const last = useAppState((s) => s.lastExport)
  const [choice, setChoice] = useState<ExportChoice>(last ?? { scope: 'item', view: 'redline', format: 'docx' })
  const papers = offered(items, detail?.item ?? null)
  const asked = choice.own && papers.some((p) => p.id === `${choice.scope}:own`) ? `${choice.scope}:own` : choice.scope
  const paper = papers.find((p) => p.id === asked && p.why === null) ?? papers.find((p) => p.why === null)!
  const views = viewsOf(paper.kind)
  const view = views.includes(choice.view) ? choice.view : views[0]
  const name = (id: string) => versionName(id, detail?.proposals ?? [])
  const choose = (id: string) => {
    const next = papers.find((p) => p.id === id)!
    setChoice({ ...choice, scope: next.kind.scope, own: next.own })
  }
  const submit = () => {
    onClose()
    void app.transfer.export({ ...choice, scope: paper.kind.scope, own: paper.own, view })
  }
  return (
    <Window title="Export" look="papers" onClose={onClose} onSubmit={submit} footer={<Answer act="Export" onBack={onClose} />}>
      <ToggleButtonGroup
        className="paper-list"
        aria-label="What"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[paper.id]}
        onSelectionChange={([id]) => id !== undefined && choose(String(id))}
      >
        {papers.map((p) => (
          <Paper key={p.id} paper={p} />
        ))}
      </ToggleButtonGroup>
      <div className="paper-how">
        {views.length > 1 && (
          <div className="labelled">
            <span>View</span>
            <Seg
              label="View"
              value={view}
              choices={VIEWS.filter((v) => views.includes(v.id))}
              onChange={(v) => setChoice({ ...choice, view: v })}
            />
          </div>
        )}
        <div className="labelled">
          <span>Format</span>
          <Seg label="Format" value={choice.format} choices={FORMATS} onChange={(format) => setChoice({ ...choice, format })} />
        </div>
      </div>
      {redlinedWord({ view, format: choice.format }) && (
        <WordOptions value={choice.manner ?? {}} onChange={(manner) => setChoice({ ...choice, manner })} />
      )}
      <p className="muted">{describe(paper.kind.scope, view, name(target), name(baseline))}</p>
      {paper.kind.scope === 'ratification' && <Ratifiable />}
    </Window>
  )
}

function Paper({ paper: { id, name, says, why } }: { paper: Offered }) {
  const about = useId()
  return (
    <ToggleButton className="paper-choice" id={id} isDisabled={why !== null} aria-label={name} aria-describedby={about}>
      <b>{name}</b>
      <span id={about}>{why ?? says}</span>
    </ToggleButton>
  )
}

/** What to look at before the ratification draft is used. */
function Ratifiable() {
  const app = useApp()
  const [found, setFound] = useState<Output<'ratify.check'> | null>(null)
  useEffect(() => {
    let gone = false
    void app.transfer.ratifiable().then((value) => !gone && setFound(value))
    return () => {
      gone = true
    }
  }, [app])
  if (!found) return null
  if (found.stop !== null)
    return (
      <p className="next-stop" role="alert">
        {found.stop}
      </p>
    )
  if (!found.findings.length) return null
  return (
    <div className="next-findings">
      <b>{`${count(found.findings.length, 'thing')} to look at first; none of it is in the paper`}</b>
      <ul className="scroll">
        {found.findings.map(({ message, kind }, i) => (
          // Findings have no names of their own, and the list does not change while it stands.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={`${kind} ${i}`}>{message}</li>
        ))}
      </ul>
    </div>
  )
}

/** What the choice comes to, in one sentence. */
function describe(scope: string, view: ExportChoice['view'], target: string, baseline: string): string {
  switch (scope) {
    case 'item':
      return view === 'clean' ? `${target}, as it reads.` : `${target}, against ${lower(baseline)}.`
    case 'base':
      return `The agreement with its latest proposal, ${view === 'clean' ? 'as it reads' : 'against current language'}.`
    case 'stack':
    case 'table':
      return view === 'clean' ? 'Every proposal, as it reads.' : 'Every proposal, against what it answered.'
    case 'sign-off':
      return view === 'clean'
        ? 'Agreed language alone. Names are left blank.'
        : 'Agreed language, and what it changes in the contract. Names are left blank.'
    case 'ratification':
      return view === 'clean'
        ? 'For signing, with a title page, contents and lines to sign.'
        : 'For the vote: every change of the contract is from a TA.'
    case 'ta-summary':
    case 'final-positions':
      return view === 'clean' ? 'As it reads.' : 'With the changes to current language marked.'
    default:
      return 'Nothing of ours that was not passed is in it.'
  }
}
const lower = (name: string) => (name === 'Current language' ? 'current language' : name)
