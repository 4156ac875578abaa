import { useMemo } from 'react'
import { styleOf } from '../../../shared/model/legend.ts'
import type { RoundRef } from '../../../shared/model/negotiation.ts'
import { useAppState } from '../app.ts'
import { Mark } from '../parts/mark.tsx'
import { useMedia } from '../parts/media.ts'
import { proposalName } from '../versions.ts'

const MOST_COLUMNS = 4

/** What stands for whom, for the rounds on the page: each entry is drawn with its own mark. */
export function LegendKey({ rounds }: { rounds: readonly RoundRef[] }) {
  const legend = useAppState((s) => s.negotiation!.legend)
  const low = useMedia('(max-height: 700px)')
  const entries = useMemo(() => {
    const parties = [...new Set(rounds.map((r) => r.party))]
    return parties.map((party) => {
      // Rounds of several items of one day look alike and are named once.
      const own = rounds.filter((r, i) => r.party === party && rounds.findIndex((x) => x.party === party && x.date === r.date) === i)
      return {
        party,
        strike: { date: own[own.length - 1].date, style: styleOf(legend, 'delete', party, own[own.length - 1].date) },
        inserts: own.map((r) => ({ r: r.r, name: proposalName(r), style: styleOf(legend, 'insert', party, r.date) })),
      }
    })
  }, [rounds, legend])
  if (!entries.length) return null
  const columns = 1 + Math.max(...entries.map((entry) => entry.inserts.length))
  const key = (
    <div className={columns <= MOST_COLUMNS ? 'key' : 'key rows'} style={{ gridTemplateColumns: `repeat(${columns}, auto)` }}>
      {entries.map((entry) => (
        <p key={entry.party} className="key-row">
          <span>
            <Mark kind="delete" style={entry.strike.style}>{`${entry.party} strikes`}</Mark>
          </span>
          {entry.inserts.map((insert) => (
            <span key={insert.r}>
              <Mark kind="insert" style={insert.style}>
                {insert.name}
              </Mark>
            </span>
          ))}
        </p>
      ))}
    </div>
  )
  if (!low) return <section aria-label="Legend">{key}</section>
  return (
    <details className="keyfold">
      <summary>Legend</summary>
      {key}
    </details>
  )
}
