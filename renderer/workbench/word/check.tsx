import { CircleCheck, LockOpen, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { styleOf } from '../../../shared/model/legend.ts'
import type { CheckInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { shortDay } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { Mark } from '../parts/mark.tsx'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'
import type { Coming } from './coming.ts'

type Edit = CheckInfo['untracked'][number]
/** Rows of a list; the rest is counted. */
const SHOWN = 60
const LONG = 160

/** What their file does to the item, before it becomes a round of theirs: what they did not track stands first. */
export function CheckDialog({ coming, onClose }: { coming: Coming; onClose: () => void }) {
  const app = useApp()
  const us = useAppState((s) => s.negotiation!.us)
  const [busy, setBusy] = useState(false)
  const check = coming.check!
  const { untracked, tracked, reopened, against } = check
  const measured = against
    ? `${against.party === us ? 'our last, ' : ''}${against.party} ${shortDay(against.date)}`
    : 'the current language'
  const take = async () => {
    setBusy(true)
    await app.intake.run(coming)
  }
  const nothing = !untracked.length && !tracked.length
  return (
    <Window
      title="Check of their file"
      sub={`${coming.name}, against ${measured}. Nothing is taken in yet.`}
      wide
      onClose={onClose}
      footer={
        <Answer
          back="Back"
          backFirst
          act={coming.apart ? 'Take as their rounds' : `Take as ${coming.party} ${shortDay(coming.date ?? '')}`}
          disabled={busy}
          onBack={() => app.intake.back(coming, 'check')}
          onAct={() => void take()}
        />
      }
    >
      {untracked.length > 0 ? (
        <div className="note warn" role="alert">
          <TriangleAlert className="i" aria-hidden />
          <div>
            <b>{count(untracked.length, 'edit')} not tracked.</b> Their file differs from what we passed in places that carry no tracked
            change. Taken in, each stays marked “not tracked”.
          </div>
        </div>
      ) : (
        <div className="note good">
          <CircleCheck className="i" aria-hidden />
          <div>
            {nothing ? 'Their file changes nothing: it reads as what we passed.' : 'Every edit is tracked. Nothing was changed in silence.'}
          </div>
        </div>
      )}
      {reopened.length > 0 && (
        <div className="note warn" role="alert">
          <LockOpen className="i" aria-hidden />
          <div>
            <b>{count(reopened.length, 'edit')} of agreed language.</b> {sayAgreed(reopened)}
          </div>
        </div>
      )}
      <Edits title="Not tracked" edits={untracked} coming={coming} />
      <Edits title="Reopened" edits={reopened} coming={coming} note={(edit) => ('tracked' in edit && !edit.tracked ? 'not tracked' : '')} />
      <Edits title="Tracked" edits={tracked} coming={coming} />
      {coming.plan.comments > 0 && (
        <p className="muted">{count(coming.plan.comments, 'comment')} in the file: kept with the doubts, private, and in no export.</p>
      )}
    </Window>
  )
}

function sayAgreed(reopened: CheckInfo['reopened']): string {
  const items = [...new Set(reopened.map(({ agreed }) => `item ${agreed.item}${agreed.date ? `, agreed ${shortDay(agreed.date)}` : ''}`))]
  return `They reopen ${items.join('; ')}.`
}

function Edits({ title, edits, coming, note }: { title: string; edits: readonly Edit[]; coming: Coming; note?: (edit: Edit) => string }) {
  if (!edits.length) return null
  return (
    <section className="edits">
      <h3 className="sec">
        {title} <span className="muted num">{edits.length}</span>
      </h3>
      <ul>
        {edits.slice(0, SHOWN).map((edit, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list stands as it was found
          <li key={i}>
            <EditWords edit={edit} party={coming.party ?? ''} date={coming.date ?? ''} />
            {note?.(edit) && <span className="chip hold">{note(edit)}</span>}
            {edit.paragraph && <span className="in ell">in “{edit.paragraph}”</span>}
          </li>
        ))}
        {edits.length > SHOWN && <li className="muted">and {count(edits.length - SHOWN, 'other edit')}</li>}
      </ul>
    </section>
  )
}

const clip = (text: string): string => {
  const line = text.replace(/\s*\n\s*/g, ' ¶ ').trim()
  return line.length > LONG ? `${line.slice(0, LONG - 1).trimEnd()}…` : line
}
/** The words before and after, as the paper would draw them. */
function EditWords({ edit, party, date }: { edit: Edit; party: string; date: string }) {
  const legend = useAppState((s) => s.negotiation!.legend)
  const [gone, come] = [clip(edit.struck), clip(edit.inserted)]
  const draw = (kind: 'insert' | 'delete', words: string): ReactNode =>
    words && (
      <Mark kind={kind} style={styleOf(legend, kind, party, date)}>
        {words}
      </Mark>
    )
  return (
    <span className="slip">
      {draw('delete', gone)} {draw('insert', come)}
      {!gone && !come && <span>{otherwise(edit.kinds)}</span>}
    </span>
  )
}
function otherwise(kinds: readonly string[]): string {
  if (kinds.includes('move')) return 'text moved'
  if (kinds.includes('split')) return 'a paragraph was split'
  if (kinds.includes('join')) return 'two paragraphs were joined'
  return kinds.includes('format') ? 'formatting' : 'paragraph style'
}
