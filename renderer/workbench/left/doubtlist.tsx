import { CheckCheck, CircleHelp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from 'react-aria-components'
import type { DoubtInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { Empty } from '../parts/empty.tsx'
import { count } from '../words.ts'
import { DoubtRow } from './doubtrow.tsx'

/** Doubts by the item they are about, in the order of the table; those about no item come first. */
export function byItem(doubts: readonly DoubtInfo[], order: readonly string[]): { item: string | null; doubts: DoubtInfo[] }[] {
  const groups = new Map<string | null, DoubtInfo[]>()
  for (const doubt of doubts) groups.set(doubt.item, [...(groups.get(doubt.item) ?? []), doubt])
  const place = (item: string | null) => (item === null ? -1 : order.indexOf(item))
  return [...groups].map(([item, list]) => ({ item, doubts: list })).sort((a, b) => place(a.item) - place(b.item))
}

/** What imports could not read with certainty, to confirm or correct. */
export function DoubtList() {
  const app = useApp()
  const doubts = useAppState((s) => s.doubts)
  const items = useAppState((s) => s.negotiation!.items)
  const [answered, setAnswered] = useState(false)
  const open = doubts.filter((d) => d.resolvedAt === null)
  const groups = useMemo(
    () =>
      byItem(
        answered ? doubts : doubts.filter((d) => d.resolvedAt === null),
        items.map((i) => i.id),
      ),
    [doubts, items, answered],
  )
  const nameOf = (id: string | null) => {
    const item = items.find((i) => i.id === id)
    return item ? (item.kind === 'item' ? `Item ${item.number}, ${item.title}` : item.title) : 'The whole source'
  }
  if (!doubts.length)
    return (
      <Empty icon={CheckCheck} title="No doubts" text="What an import cannot read with certainty is listed here, to confirm or correct." />
    )
  return (
    <>
      <div className="block-h">
        {count(open.length, 'doubt')} <span className="muted">of {doubts.length}</span>
        <span className="grow" />
        {open.length < doubts.length && (
          <Button className="link" onPress={() => setAnswered(!answered)}>
            {answered ? 'Hide answered' : 'Show answered'}
          </Button>
        )}
      </div>
      <div className="dbt scroll">
        {groups.length === 0 && <Empty icon={CheckCheck} title="All answered" text="Every doubt of the import has an answer." />}
        {groups.map((group) => (
          <section key={group.item} aria-label={nameOf(group.item)} data-doubts-of={group.item ?? undefined}>
            <h2 className="sec">
              {group.item ? (
                <Button className="link ell" onPress={() => void app.items.select(group.item!)}>
                  {nameOf(group.item)}
                </Button>
              ) : (
                nameOf(null)
              )}
            </h2>
            <ul>
              {group.doubts.map((doubt) => (
                <li key={doubt.id}>
                  <CircleHelp className="i s" aria-hidden />
                  <DoubtRow doubt={doubt} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  )
}
