import { ArrowUpDown, Diff, Minus, Pilcrow, Plus, RemoveFormatting, Table } from 'lucide-react'
import { ListBoxItem } from 'react-aria-components'
import { isSilent } from '../../../shared/model/silent.ts'
import type { Change } from '../../../shared/redline/index.ts'
import { whereMoved } from '../../editor/index.ts'
import type { ShownRound } from '../../editor/types.ts'
import { didWhat } from '../centre/card.tsx'
import { Untracked } from '../parts/untracked.tsx'
import { Words } from '../parts/words.tsx'
import { proposalName } from '../versions.ts'

function iconOf({ kinds, inserted, struck, move }: Change) {
  if (move) return ArrowUpDown
  if (kinds.some((k) => k.endsWith('-row') || k.endsWith('-cell'))) return Table
  if (inserted.trim() && struck.trim()) return Diff
  if (inserted.trim()) return Plus
  if (struck.trim()) return Minus
  return kinds.includes('format') ? RemoveFormatting : Pilcrow
}

/** One change: its words, who made it in which round, and where it stands. */
export function ChangeRow({ change, rounds, place }: { change: Change; rounds: readonly ShownRound[]; place: string }) {
  const Icon = iconOf(change)
  const round = rounds.find((r) => r.r === change.by.r)
  const by = round ? [round.of?.name, proposalName(round)].filter(Boolean).join(' ') : change.by.p
  const where = whereMoved(change)
  const words = where ? `${change.inserted} ${where.from} ${where.to}` : [change.struck, change.inserted].filter(Boolean).join(' with ')
  const silent = change.ids.some(isSilent)
  const name = `${by} ${didWhat(change)} ${words}${silent ? ', not tracked in their file' : ''}`
  return (
    <ListBoxItem id={change.id} className="ch" textValue={name} aria-label={name}>
      <Icon className="i s" aria-hidden />
      <span className="x ell">
        <Words change={change} rounds={rounds} />
      </span>
      <span className="y num">
        <span>{by}</span>
        {silent && <Untracked />}
        {place && (
          <>
            <span aria-hidden="true">·</span>
            <span className="ell">{place}</span>
          </>
        )}
      </span>
    </ListBoxItem>
  )
}
