import { Check, CheckCheck, Minus, Pause } from 'lucide-react'
import type { Status } from '../../../shared/model/negotiation.ts'
import { shortDay } from '../dates.ts'

export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  open: 'Open',
  ta: 'TA',
  hold: 'Hold',
  dropped: 'Dropped',
  settled: 'Settled',
}
const LOOKS = {
  ta: ['chip ta', Check],
  hold: ['chip hold', Pause],
  dropped: ['chip drop', Minus],
  settled: ['chip ta', CheckCheck],
} as const

/** An item's status: open is plain text, the others are chips with an icon, and the date of the status where it is given. */
export function StatusChip({ status, date }: { status: Status; date?: string | null }) {
  if (status === 'open') return <span className="st">{STATUS_NAMES.open}</span>
  const [look, Icon] = LOOKS[status]
  return (
    <span className={look}>
      <Icon className="i xs" aria-hidden />
      {STATUS_NAMES[status]}
      {date && ` ${shortDay(date)}`}
    </span>
  )
}
