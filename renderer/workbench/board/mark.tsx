import { Check, CheckCheck, Minus, Pause, RotateCcw } from 'lucide-react'
import type { Output } from '../../../shared/rpc/contract.ts'
import { Party } from '../parts/party.tsx'

type Mark = Output<'board.get'>['rows'][number]['cells'][number][number]

const ENDS = {
  ta: ['end ta', Check, 'TA'],
  drop: ['end', Minus, 'Drop'],
  hold: ['end', Pause, 'Hold'],
  reopen: ['end', RotateCcw, 'Reopened'],
  settle: ['end ta', CheckCheck, 'Settled'],
} as const

/** One entry of a cell: a party's label where it gave something, a dashed one for our draft, a sign and a word for a status. */
export function BoardMark({ mark, us }: { mark: Mark; us: string }) {
  if (mark.kind === 'draft') return <span className="party draft">draft</span>
  if (mark.kind === 'given')
    return (
      <span className="gave">
        <Party label={mark.party!} us={us} />
        {mark.times > 1 && <span className="times num">×{mark.times}</span>}
      </span>
    )
  const [look, Icon, word] = ENDS[mark.kind]
  return (
    <span className={look}>
      <Icon className="i xs" aria-hidden />
      {word}
      {mark.part && ' part'}
    </span>
  )
}
