import { useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { Window } from '../parts/window.tsx'
import type { ExportChoice } from '../state.ts'
import { versionName } from '../versions.ts'

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

/** Everything an export can be: how much, which view, which format. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const detail = useAppState((s) => s.detail)
  const hasBase = useAppState((s) => s.negotiation!.hasBase)
  const baseline = useAppState((s) => s.baseline)
  const target = useAppState((s) => s.target)
  const last = useAppState((s) => s.lastExport)
  const [choice, setChoice] = useState<ExportChoice>(last ?? { scope: detail ? 'item' : 'table', view: 'redline', format: 'docx' })
  const scopes: Choice<ExportChoice['scope']>[] = [
    ...(detail && detail.item.kind !== 'base' ? [{ id: 'item' as const, label: `Item ${detail.item.number}` }] : []),
    { id: 'table', label: 'The whole table' },
    ...(hasBase ? [{ id: 'base' as const, label: 'Base agreement' }] : []),
  ]
  const scope = scopes.some((s) => s.id === choice.scope) ? choice.scope : scopes[0].id
  const name = (id: string) => versionName(id, detail?.proposals ?? [])
  const submit = () => {
    onClose()
    void app.transfer.export({ ...choice, scope })
  }
  return (
    <Window title="Export" onClose={onClose} onSubmit={submit} footer={<Answer act="Export" onBack={onClose} />}>
      <div className="labelled">
        <span>What</span>
        <Seg label="What" value={scope} choices={scopes} onChange={(next) => setChoice({ ...choice, scope: next })} />
      </div>
      <div className="labelled">
        <span>View</span>
        <Seg label="View" value={choice.view} choices={VIEWS} onChange={(view) => setChoice({ ...choice, view })} />
      </div>
      <div className="labelled">
        <span>Format</span>
        <Seg label="Format" value={choice.format} choices={FORMATS} onChange={(format) => setChoice({ ...choice, format })} />
      </div>
      <p className="muted">{describe(scope, choice.view, name(target), name(baseline))}</p>
    </Window>
  )
}

function describe(scope: ExportChoice['scope'], view: ExportChoice['view'], target: string, baseline: string): string {
  if (scope === 'item') return view === 'clean' ? `${target}, as it reads.` : `${target}, against ${lower(baseline)}.`
  const against = view === 'clean' ? 'as it reads' : 'against current language'
  return scope === 'table' ? `Every item with its latest proposal, ${against}.` : `The agreement with its latest proposal, ${against}.`
}
const lower = (name: string) => (name === 'Current language' ? 'current language' : name)
