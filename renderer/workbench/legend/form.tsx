import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { LegendRound, LegendRule, LineStyle } from '../../../shared/model/legend.ts'
import { Seg } from '../parts/seg.tsx'
import { Choose } from '../parts/select.tsx'
import { Swatches } from './swatches.tsx'
import { days, HIGHLIGHTS, INKS, LINE_NAMES } from './words.ts'

interface Props {
  rule: LegendRule
  name: string
  at: number
  last: number
  parties: readonly string[]
  rounds: readonly LegendRound[]
  onChange: (rule: LegendRule) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}
const LINES: readonly LineStyle[] = ['single', 'double', 'dotted']

/** One rule: what it applies to, and how that is drawn. */
export function RuleForm({ rule, name, at, last, parties, rounds, onChange, onMove, onRemove }: Props) {
  const { style, kind } = rule
  const look = (change: Partial<typeof style>) => onChange({ ...rule, style: { ...style, ...change } })
  const lines = LINES.includes(style.line) ? LINES : [...LINES, style.line]
  return (
    <div className="frm">
      <div>
        <h2>{name}</h2>
        <p className="hint">{kind === 'insert' ? 'How insertions are drawn.' : 'How deletions are drawn.'}</p>
      </div>
      <div className="pair">
        <Choose
          label="Party"
          value={rule.party}
          choices={[...new Set([...parties, rule.party])].map((p) => ({ id: p, name: p }))}
          onChange={(party) => onChange(named({ ...rule, party }))}
        />
        <Choose
          label="What it draws"
          value={kind}
          choices={[
            { id: 'insert', name: 'Insertions' },
            { id: 'delete', name: 'Deletions' },
          ]}
          onChange={(next) => onChange(named({ ...rule, kind: next }))}
        />
      </div>
      <Choose
        label="Rounds"
        value={spanId(rule)}
        choices={spans(rule, rounds).map((s) => ({
          id: spanId(s),
          name: days(s) ? `Round ${days(s)}`.replace('Round from', 'From').replace('Round to', 'To') : 'All rounds',
        }))}
        onChange={(id) => onChange({ ...rule, ...spans(rule, rounds).find((s) => spanId(s) === id)! })}
      />
      <div className="row">
        <b>Text colour</b>
        <Swatches label="Text colour" value={style.text} choices={INKS} onChange={(text) => look({ text: text! })} />
      </div>
      <div className="row">
        <b>Highlight</b>
        <Swatches label="Highlight" value={style.highlight} choices={HIGHLIGHTS} onChange={(highlight) => look({ highlight })} />
      </div>
      <div className="row">
        <b>{kind === 'insert' ? 'Underline' : 'Strike'}</b>
        <Seg
          label={kind === 'insert' ? 'Underline' : 'Strike'}
          className="ls"
          value={style.line}
          choices={lines.map((line) => ({
            id: line,
            label: <span className={`${kind} ${line}`}>{LINE_NAMES[line]}</span>,
            name: LINE_NAMES[line],
          }))}
          onChange={(line) => look({ line })}
        />
      </div>
      <p className="hint">An insertion is always underlined and a deletion always struck, so no one needs the colour to read it.</p>
      <div className="acts">
        <Button className="btn line small" isDisabled={at === 0} onPress={() => onMove(-1)}>
          <ArrowUp className="i s" aria-hidden />
          Earlier
        </Button>
        <Button className="btn line small" isDisabled={at === last} onPress={() => onMove(1)}>
          <ArrowDown className="i s" aria-hidden />
          Later
        </Button>
        <span className="grow" />
        <Button className="btn line small" onPress={onRemove}>
          <Trash2 className="i s" aria-hidden />
          Remove
        </Button>
      </div>
    </div>
  )
}

/** A rule with the words that the key has for it: the party and its round, or that it strikes. */
export const named = (rule: LegendRule): LegendRule => ({
  ...rule,
  label: rule.kind === 'insert' ? `${rule.party} %d` : `${rule.party} strikes`,
})

type Span = Pick<LegendRule, 'from' | 'to'>
const spanId = ({ from, to }: Span): string => `${from ?? ''}/${to ?? ''}`
/** All rounds, each round by itself, and all from one on; and what the rule says, where that is none of these. */
function spans(rule: LegendRule, rounds: readonly LegendRound[]): Span[] {
  const dates = [...new Set(rounds.filter((r) => r.party === rule.party).map((r) => r.date))].sort((a, b) => (a < b ? -1 : 1))
  const all: Span[] = [
    { from: null, to: null },
    ...dates.map((date) => ({ from: date, to: date })),
    ...dates.slice(1).map((date) => ({ from: date, to: null })),
  ]
  return all.some((s) => spanId(s) === spanId(rule)) ? all : [...all, { from: rule.from, to: rule.to }]
}
