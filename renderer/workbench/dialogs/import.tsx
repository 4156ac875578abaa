import { FileText } from 'lucide-react'
import { useState } from 'react'
import { Button, FileTrigger } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import type { ImportChoice } from '../transfer.ts'
import { asVersion, BASE, latestFirst, proposalName } from '../versions.ts'

type Kind = ImportChoice['as']
const SAYS: Readonly<Record<Kind, string>> = {
  negotiation:
    'Items with their stacks of dated proposals. Everything the source says is kept; what cannot be read with certainty becomes a doubt to confirm.',
  base: 'The contract in force: articles, sections, tables. It becomes the current language.',
  proposal: 'One party’s text for this item, compared with what it answers and marked with its party and date.',
}

/** Brings a text in: as a negotiation, as the base agreement, or as one party's proposal in the picked item. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const negotiation = useAppState((s) => s.negotiation!)
  const detail = useAppState((s) => s.detail)
  const picksItself = useAppState((s) => s.info?.dialogs === true)
  const sealed = latestFirst(detail?.proposals ?? []).filter((p) => p.sealed)
  const them = negotiation.parties.find((p) => p.label !== negotiation.us)?.label ?? negotiation.us
  const [as, setAs] = useState<Kind>(negotiation.items.length ? 'proposal' : 'negotiation')
  const [party, setParty] = useState(them)
  const [date, setDate] = useState(today())
  const [answers, setAnswers] = useState<string>(sealed[0]?.id ?? BASE)
  const [file, setFile] = useState<File | null>(null)
  const [asked, setAsked] = useState(false)
  const kinds: Choice<Kind>[] = [
    { id: 'negotiation', label: 'Negotiation' },
    { id: 'base', label: 'Base agreement' },
    ...(detail && detail.item.kind !== 'base' ? [{ id: 'proposal' as const, label: `Proposal in item ${detail.item.number}` }] : []),
  ]
  const kind = kinds.some((k) => k.id === as) ? as : 'negotiation'
  const submit = async () => {
    setAsked(true)
    if (!picksItself && !file) return
    if (kind === 'proposal' && !date) return
    const source = file ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : null
    const own = kind === 'proposal'
    onClose()
    void app.transfer.import({
      as: kind,
      source,
      party: own ? party : null,
      date: own ? date : null,
      answers: own ? asVersion(answers) : null,
    })
  }
  return (
    <Window
      title="Import"
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act={picksItself ? 'Choose a file…' : 'Import'} onBack={onClose} />}
    >
      <div className="labelled">
        <span>As</span>
        <Seg label="As" value={kind} choices={kinds} onChange={setAs} />
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
          <DateInput label="Date" value={date} onChange={setDate} />
          <Choose
            label="Answering"
            value={answers}
            choices={[...sealed.map((p) => ({ id: p.id, name: proposalName(p) })), { id: BASE, name: 'Current language' }]}
            onChange={setAnswers}
          />
        </div>
      )}
      {!picksItself && (
        <div className="filepick">
          <FileTrigger acceptedFileTypes={['.md', '.txt', '.markdown']} onSelect={(files) => setFile(files?.[0] ?? null)}>
            <Button className="btn line">
              <FileText className="i" aria-hidden />
              Choose a file…
            </Button>
          </FileTrigger>
          <span className="muted ell">{file ? file.name : 'A text or Markdown file'}</span>
          {asked && !file && <span className="wrong">Choose the file to import.</span>}
        </div>
      )}
    </Window>
  )
}
