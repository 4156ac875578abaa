import { Check, CheckCheck, Minus, Pause } from 'lucide-react'
import type { Status } from '../../../shared/model/negotiation.ts'

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

/** An item's status: open is plain text, the others are chips with an icon. */
export function StatusChip({ status }: { status: Status }) {
  if (status === 'open') return <span className="st">{STATUS_NAMES.open}</span>
  const [look, Icon] = LOOKS[status]
  return (
    <span className={look}>
      <Icon className="i xs" aria-hidden />
      {STATUS_NAMES[status]}
    </span>
  )
}
