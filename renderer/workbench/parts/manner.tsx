import { useState } from 'react'
import type { Manner } from '../exports.ts'
import { Tick } from './tick.tsx'

interface Props {
  readonly value: Manner
  onChange: (value: Manner) => void
}

/** What few need to say of a redline in Word, folded away: how its changes are tracked, or that they are only drawn. */
export function WordOptions({ value, onChange }: Props) {
  const [open] = useState(Object.keys(value).length > 0)
  const drawn = value.changes === 'colours'
  return (
    <details className="word-options" open={open}>
      <summary>Word options</summary>
      <Tick
        selected={!drawn && value.moves === 'word'}
        disabled={drawn}
        onChange={(on) => onChange(mannerWith(value, on ? { moves: 'word' } : { moves: undefined }))}
      >
        Moves as Word’s own moves
      </Tick>
      <Tick
        selected={!drawn && value.passing === 'flat'}
        disabled={drawn}
        onChange={(on) => onChange(mannerWith(value, on ? { passing: 'flat' } : { passing: undefined }))}
      >
        What one party put in and another struck: as struck alone
      </Tick>
      <Tick selected={drawn} onChange={(on) => onChange(on ? { changes: 'colours' } : {})}>
        Colours only, no tracked changes
      </Tick>
    </details>
  )
}

/** A manner with what is said anew of it; what is not said any more is left out. */
const mannerWith = (value: Manner, next: Manner): Manner =>
  Object.fromEntries(Object.entries({ ...value, ...next }).filter(([, said]) => said !== undefined))
