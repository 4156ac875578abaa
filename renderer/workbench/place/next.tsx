import { useState } from 'react'
import type { Output } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { TextInput } from '../parts/input.tsx'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'

/** Begins the next negotiation: its base agreement is this one with all that is agreed. What is to be looked at first is listed. */
export function NextDialog({ found, onClose }: { found: Output<'ratify.check'>; onClose: () => void }) {
  const app = useApp()
  const { title, years } = useAppState((s) => s.negotiation!)
  const next = yearsAfter(years)
  const [name, setName] = useState(years && next && title.includes(years) ? title.replace(years, next) : next ? `${title}, ${next}` : title)
  const [term, setTerm] = useState(next ?? '')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const { stop, items, changes, findings } = found
  const submit = async () => {
    setAsked(true)
    if (stop !== null || !name.trim()) return
    setBusy(true)
    const done = await app.files.next({ title: name.trim(), years: term.trim() || null })
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title="Begin the next negotiation"
      sub={stop === null ? `With ${count(changes, 'change')} of ${count(items.length, 'agreed item')} in its base agreement` : undefined}
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Begin it in a new file" disabled={busy || stop !== null} onBack={onClose} />}
    >
      {stop !== null && (
        <p className="next-stop" role="alert">
          {stop}
        </p>
      )}
      {stop === null && (
        <>
          <div className="pair">
            <TextInput label="Title" autoFocus value={name} error={asked && !name.trim() ? 'Give it a title.' : null} onChange={setName} />
            <TextInput label="Years" value={term} placeholder="2025-2027" onChange={setTerm} />
          </div>
          {findings.length > 0 && (
            <div className="next-findings">
              <b>{`${count(findings.length, 'thing')} to look at first; none of them is changed by itself`}</b>
              <ul className="scroll">
                {findings.map(({ message, kind }, i) => (
                  // Findings have no names of their own, and the list does not change while it stands.
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  <li key={`${kind} ${i}`}>{message}</li>
                ))}
              </ul>
            </div>
          )}
        </>
      )}
    </Window>
  )
}

/** The years of the contract after one of `2023-2025`: `2025-2027`; null where they name no span. */
function yearsAfter(years: string | null): string | null {
  const found = /^(\d{4})\D+(\d{4})$/.exec(years ?? '')
  if (!found) return null
  const [first, last] = [Number(found[1]), Number(found[2])]
  return `${last}-${last + (last - first)}`
}
