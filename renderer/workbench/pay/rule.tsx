import { useMemo, useState } from 'react'
import { applyPayRule, formatFigure, parsePayRule, payRuleText } from '../../../shared/model/money.ts'
import type { GridAt } from '../../editor/index.ts'
import { useApp, useAppState } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { TextInput } from '../parts/input.tsx'
import { afterClosing } from '../parts/menu.tsx'
import { Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import { proposalName } from '../versions.ts'
import { count } from '../words.ts'

const SHOWN = 4

/** The cells that a rule would change: figures outside the head and the column of steps, or those that are selected. */
const figuresOf = (grid: GridAt, which: 'all' | 'selected') =>
  grid.cells.filter((c) => c.figure && (which === 'selected' ? grid.selected!.includes(c.id) : c.row > 0 && c.column > 0))

/** Puts a rule such as `8 %, round up to the nearest 10` on the salary grid at the caret; the new figures are changes of this round. */
export function RuleDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const [grid] = useState(() => app.page.current?.grid() ?? null)
  const rounds = useAppState((s) => s.paper?.rounds ?? [])
  const [text, setText] = useState('')
  const [which, setWhich] = useState<'all' | 'selected'>((grid?.selected?.length ?? 0) > 1 ? 'selected' : 'all')
  const [place, setPlace] = useState('')
  const [on, setOn] = useState('0')
  const [asked, setAsked] = useState(false)
  const rule = useMemo(() => parsePayRule(text), [text])
  const cells = grid ? figuresOf(grid, which) : []
  const before = useMemo(() => new Map((app.page.current?.grid(Number(on))?.cells ?? []).map((c) => [c.id, c.figure])), [app, on])
  const versions = [
    { id: '0', name: 'Current language' },
    ...rounds.slice(0, -1).map((round) => ({ id: String(round.r), name: proposalName(round) })),
  ]
  const wrong = rule ? null : 'Write a percentage or an amount, and how to round: 8 %, round up to the nearest 10.'
  const submit = () => {
    setAsked(true)
    if (!rule || !grid || !cells.length) return
    const chosen = which === 'selected' ? new Set(grid.selected) : null
    onClose()
    afterClosing(() => {
      app.page.current?.putPayRule(rule, { cells: chosen, on: Number(on), place: place.trim() })
      app.page.current?.focus()
    })
  }
  return (
    <Window
      title="Put a rule on this grid"
      sub="New figures stand as changes of this round, and the rule under the grid."
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Put the rule on" disabled={!cells.length} onBack={onClose} />}
    >
      <TextInput
        label="Rule"
        autoFocus
        value={text}
        placeholder="8 %, round up to the nearest 10"
        error={asked ? wrong : null}
        onChange={setText}
      />
      {grid?.selected && (
        <div className="labelled">
          <span>On</span>
          <Seg
            label="On"
            value={which}
            choices={[
              { id: 'all', label: 'All figures' },
              { id: 'selected', label: `Selected cells (${grid.selected.length})` },
            ]}
            onChange={setWhich}
          />
        </div>
      )}
      {which === 'selected' && (
        <TextInput
          label="Where, in words (stands in the rule; may stay empty)"
          value={place}
          placeholder="steps 3 and 4"
          maxLength={80}
          onChange={setPlace}
        />
      )}
      {versions.length > 1 && <Choose label="Starting from the figures of" value={on} choices={versions} onChange={setOn} />}
      <div className="muted" role="status">
        {!cells.length ? (
          <p>None of these cells holds a figure alone.</p>
        ) : rule ? (
          <>
            <p>
              {payRuleText(rule)}, {count(cells.length, 'figure')}:
            </p>
            <ul className="sample num">
              {cells.slice(0, SHOWN).map((c) => {
                const figure = before.get(c.id) ?? c.figure!
                return (
                  <li key={c.id}>
                    {formatFigure(figure.value, figure)} → <b>{formatFigure(applyPayRule(rule, figure.value), figure)}</b>
                  </li>
                )
              })}
              {cells.length > SHOWN && <li>…</li>}
            </ul>
          </>
        ) : (
          <p>{count(cells.length, 'figure')}</p>
        )}
      </div>
    </Window>
  )
}
