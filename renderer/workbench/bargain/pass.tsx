import { ChevronDown, ChevronUp, FileText, Lock } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { styleOf } from '../../../shared/model/legend.ts'
import { momentInWords } from '../../../shared/model/moment.ts'
import type { OpenedProposal, PassPreview } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { shortDay } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { Mark } from '../parts/mark.tsx'
import { Choose } from '../parts/select.tsx'
import { Tick } from '../parts/tick.tsx'
import { Window } from '../parts/window.tsx'
import { added, count, struck } from '../words.ts'
import { Sample } from './sample.tsx'

/** What leaves in a pass, before anything is sealed: focus starts on the way back, and Enter alone never passes. */
export function PassDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const parties = useAppState((s) => s.negotiation!.parties)
  const us = useAppState((s) => s.negotiation!.us)
  const [preview, setPreview] = useState<PassPreview | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [looking, setLooking] = useState(true)
  const [busy, setBusy] = useState(false)
  const job = useAppState((s) => s.job)
  const asked = useRef(false)

  const look = async (proposals: string[] | null, against: string, date: string | null) => {
    setLooking(true)
    setTrouble(null)
    const made = await app.bargain.preview({ proposals, against, date })
    if (made === null) return
    setLooking(false)
    if (typeof made === 'string') setTrouble(made)
    else setPreview(made)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, when the dialog opens
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void look(null, 'base', null)
  }, [])

  const drafts = preview?.drafts ?? []
  const chosen = drafts.filter((d) => d.chosen)
  const others = parties.filter((p) => p.label !== us).map((p) => p.name)
  const close = () => {
    app.bargain.giveUp()
    onClose()
  }
  const choose = (id: string, on: boolean) => {
    if (!preview) return
    const next = drafts.filter((d) => (d.proposal === id ? on : d.chosen)).map((d) => d.proposal)
    setPreview({ ...preview, drafts: drafts.map((d) => (d.proposal === id ? { ...d, chosen: on } : d)), files: [] })
    if (next.length) void look(next, preview.against, preview.date)
    else {
      app.bargain.giveUp()
      setLooking(false)
    }
  }
  const act = async () => {
    if (!preview || busy) return
    setBusy(true)
    const done = await app.bargain.pass({
      drafts: chosen.map(({ proposal, seq }) => ({ proposal, seq })),
      date: preview.date,
      against: preview.against,
    })
    setBusy(false)
    if (done) onClose()
  }
  const ready = preview !== null && !looking && trouble === null && chosen.length > 0
  return (
    <Window
      title={`Pass ${preview ? `round ${shortDay(preview.date)} ` : ''}across${others.length === 1 ? ` to ${others[0]}` : ''}`}
      sub="Look at what leaves. Nothing is sealed until you confirm."
      role="alertdialog"
      look="pass"
      onClose={() => !busy && close()}
      footer={
        <Answer
          back={busy ? 'Stop' : 'Keep drafting'}
          act={`Pass ${chosen.length ? count(chosen.length, 'item') : 'nothing'} across`}
          backFirst
          disabled={!ready}
          onBack={() => (busy ? app.transfer.cancel() : close())}
          onAct={() => void act()}
        />
      }
    >
      <div className="leaving">
        {preview && (
          <>
            <Leaving preview={preview} onChoose={choose} />
            <Proof preview={preview} looking={looking} />
            <Files preview={preview} looking={looking} />
            <Choose
              label="Redlined against"
              value={preview.against}
              choices={[
                { id: 'base', name: 'Current language' },
                { id: 'answered', name: 'What each proposal answers' },
              ]}
              onChange={(against) =>
                void look(
                  chosen.map((d) => d.proposal),
                  against,
                  preview.date,
                )
              }
            />
            <Key preview={preview} />
          </>
        )}
        {trouble && (
          <p className="warn" role="alert">
            {trouble}
          </p>
        )}
        {(looking || busy) && (
          <p className="muted" role="status">
            {busy ? `${job?.note || 'Passing across'}…` : 'Writing the papers and searching them for what is private…'}
          </p>
        )}
        {preview && (
          <div className="sealing">
            <Lock className="i" aria-hidden />
            <p>
              <b>Sealed the moment you confirm.</b> It is now {momentInWords(preview.now, preview.zone)}.
              <br />
              <span className="muted">
                From then on nothing in {chosen.length === 1 ? 'this proposal' : 'these proposals'} can change. A correction is a new
                proposal.
              </span>
            </p>
          </div>
        )}
      </div>
      <Looks preview={preview} />
    </Window>
  )
}

function Leaving({ preview, onChoose }: { preview: PassPreview; onChoose: (id: string, on: boolean) => void }) {
  const chosen = preview.drafts.filter((d) => d.chosen)
  const sum = (of: 'added' | 'struck') => chosen.reduce((n, d) => n + d[of], 0)
  return (
    <section aria-label="What leaves">
      <p className="hd">
        <b>What leaves</b>{' '}
        <span className="muted num">
          {chosen.length} of {count(preview.drafts.length, 'drafted item')}, {count(sum('added'), 'word')} added,{' '}
          {sum('struck').toLocaleString('en-US')} struck
        </span>
      </p>
      <ul className="drafts">
        {preview.drafts.map((d) => (
          <li key={d.proposal} className={d.chosen ? undefined : 'off'}>
            <Tick
              selected={d.chosen}
              disabled={d.blocked !== null}
              label={`${d.name}, ${d.title}`}
              onChange={(on) => onChoose(d.proposal, on)}
            >
              <span className="n num">{d.number === 'base' || d.number === 'norms' ? '' : d.number}</span>
              <span className="t">
                {d.chosen ? <b>{d.title}</b> : d.title}
                {d.blocked ? <span className="why"> {d.blocked}</span> : d.chosen ? '' : ', stays a draft'}
                {d.chosen && d.date !== preview.date && <span className="muted"> drafted {shortDay(d.date)}</span>}
              </span>
              <span className="wc">
                {added(d.added)} {struck(d.struck)}
              </span>
            </Tick>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Proof({ preview, looking }: { preview: PassPreview; looking: boolean }) {
  const { notes, names, drafts, words } = preview.searched
  if (looking || !preview.files.length) return null
  const kept = [notes && count(notes, 'note'), names && count(names, 'name'), drafts && count(drafts, 'other draft')]
    .filter(Boolean)
    .join(', ')
  return (
    <section className="proof" aria-label="What is private">
      {['private notes', 'names', 'other drafts'].map((what) => (
        <span key={what} className="z">
          <b>0</b> {what}
        </span>
      ))}
      <span className="how">
        {words
          ? `The written files were read back and searched for ${count(words, 'private word')} (${kept}). None found.`
          : 'The written files were read back. None found, and this negotiation holds nothing else that is private.'}
      </span>
    </section>
  )
}

const SIZE = 1024
function Files({ preview, looking }: { preview: PassPreview; looking: boolean }) {
  if (looking || !preview.files.length) return null
  return (
    <section aria-label="Files to be written">
      <p className="hd">
        <b>Files to be written</b> <span className="muted">to “{preview.folder}” beside the negotiation</span>
      </p>
      <ul className="files">
        {preview.files.map((f) => (
          <li key={f.name}>
            <FileText className="i s" aria-hidden />
            <span className="ell">{f.name}</span>
            <span className="soft num">{f.pages ? count(f.pages, 'page') : `${Math.max(1, Math.round(f.size / SIZE))} KB`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Key({ preview }: { preview: PassPreview }) {
  const legend = useAppState((s) => s.negotiation!.legend)
  if (!preview.key.length) return null
  return (
    <p className="keyline">
      <b>Legend</b>
      {preview.key.map((k) => (
        <span key={`${k.kind} ${k.label}`} className="slip">
          <Mark kind={k.kind} style={styleOf(legend, k.kind, k.party, k.date)}>
            {k.label}
          </Mark>
        </span>
      ))}
    </p>
  )
}

/** The language of one item after the other, as its paper will show it. */
function Looks({ preview }: { preview: PassPreview | null }) {
  const app = useApp()
  const legend = useAppState((s) => s.negotiation!.legend)
  const file = useAppState((s) => s.negotiation!.file)
  const [at, setAt] = useState(0)
  const [opened, setOpened] = useState<OpenedProposal | null>(null)
  const chosen = useMemo(() => preview?.drafts.filter((d) => d.chosen) ?? [], [preview])
  const draft = chosen[Math.min(at, chosen.length - 1)]
  const id = draft?.proposal
  useEffect(() => {
    let there = true
    setOpened(null)
    if (id)
      void app.host.call('proposal.open', { file, proposal: id }).then((reply) => {
        if (there && reply.ok) setOpened(reply.value)
      })
    return () => {
      there = false
    }
  }, [app, file, id])
  if (!preview || !draft) return <div className="as-it-looks" />
  const place = chosen.indexOf(draft)
  const chain = opened?.proposal.chain.length ?? 1
  return (
    <section className="as-it-looks" aria-label="As it will look">
      <p className="hd">
        <b>As it will look</b>
        <span className="grow" />
        <Button className="icon small" aria-label="Previous item" isDisabled={place <= 0} onPress={() => setAt(place - 1)}>
          <ChevronUp className="i s" aria-hidden />
        </Button>
        <Button className="icon small" aria-label="Next item" isDisabled={place >= chosen.length - 1} onPress={() => setAt(place + 1)}>
          <ChevronDown className="i s" aria-hidden />
        </Button>
      </p>
      <div className="thumb">
        <article className="paper sheet">
          <header className="paper-heading">
            <h2 className="paper-title">{chosen.length === 1 ? preview.title : `${draft.name}. ${draft.title}`}</h2>
            <p className="paper-meta">{preview.subtitle}</p>
          </header>
          <section className="prop">
            <div className="label">
              <b>{draft.name}</b>
              <span>{preview.party}</span>
              <span>{shortDay(preview.date)}</span>
            </div>
            <div className="lang">
              {opened && (
                <Sample
                  key={`${draft.proposal} ${preview.against}`}
                  opened={opened}
                  baseline={preview.against === 'answered' ? chain - 1 : 0}
                  legend={legend}
                  label={`${draft.name}, ${draft.title}, as it will look`}
                />
              )}
            </div>
          </section>
          <footer className="paper-foot">{preview.foot}</footer>
        </article>
      </div>
      <p className="muted num">
        {draft.name}, {place + 1} of {count(chosen.length, 'item')}
      </p>
    </section>
  )
}
