import { BookOpen } from 'lucide-react'
import { ListBoxItem } from 'react-aria-components'
import type { ItemSummary } from '../../../shared/rpc/contract.ts'
import { shortDay } from '../dates.ts'
import { STATUS_NAMES, StatusChip } from '../parts/chip.tsx'
import type { Hit } from '../state.ts'
import { proposalName } from '../versions.ts'

const isDone = (item: ItemSummary) => item.status === 'ta' || item.status === 'dropped' || item.status === 'settled'

/** Whose move it is, as the row says it; for items that nobody has to move, their place in the agreement. */
export function moveOf(item: ItemSummary, us: string): string {
  const drafting = item.draft ? ' · drafting' : ''
  if (item.kind === 'base') return `Current language${drafting}`
  if (item.status !== 'open') return `${item.place ?? ''}${drafting}`
  if (item.move === null) return `${item.place ?? 'Nothing put forward yet'}${drafting}`
  return `${item.move === us ? 'Your move' : 'Their move'}${drafting}`
}

/** The date of the row: of the status where there is one, else the last proposal's party and date. */
export function dateOf(item: ItemSummary): string {
  if (item.status !== 'open' && item.statusDate) return shortDay(item.statusDate)
  return item.last ? proposalName(item.last) : ''
}

/** One row of the list: number, title, status; whose move, last party and date. */
export function ItemRow({ item, us, hit }: { item: ItemSummary; us: string; hit?: Hit }) {
  const yours = item.status === 'open' && item.move === us
  const number = item.kind === 'item' ? item.number : ''
  const name = [number && `${number}.`, item.title, STATUS_NAMES[item.status], moveOf(item, us), dateOf(item)].filter(Boolean).join(' ')
  return (
    <ListBoxItem className={isDone(item) ? 'item done' : 'item'} textValue={item.title} aria-label={name} id={item.id}>
      <span className="n">{item.kind === 'item' ? item.number : <BookOpen className="i s" aria-hidden />}</span>
      <span className="l1">
        <span className="t ell" title={item.title}>
          {item.title}
        </span>
        {item.kind !== 'base' && <StatusChip status={item.status} />}
      </span>
      <span className="l2">
        <span className={yours ? 'w yours ell' : 'w ell'}>{moveOf(item, us)}</span>
        <span className="d">{dateOf(item)}</span>
      </span>
      {hit?.snippet && <span className="snippet ell">{hit.snippet}</span>}
    </ListBoxItem>
  )
}
