import { CalendarDays, MapPin, Plus } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from 'react-aria-components'
import type { SessionInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { longDay } from '../dates.ts'
import { Empty } from '../parts/empty.tsx'
import { Party } from '../parts/party.tsx'
import { count } from '../words.ts'

/** The meetings: when, where, what is on the agenda, and what was done in each. */
export function SessionList() {
  const app = useApp()
  const file = useAppState((s) => s.negotiation!.file)
  const sessions = useAppState((s) => s.bargain?.sessions)
  const readOnly = useAppState((s) => s.negotiation!.readOnly)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file has other sessions
  useEffect(() => {
    void app.bargain.load()
  }, [app, file])
  if (!sessions) return null
  const add = () => app.store.set({ dialog: { kind: 'session', session: null } })
  if (!sessions.length)
    return (
      <Empty
        icon={CalendarDays}
        title="No sessions yet"
        text="A session is one meeting: its day, place and agenda. What is passed, agreed and dropped on that day stands under it."
      >
        {!readOnly && (
          <Button className="btn primary" onPress={add}>
            New session…
          </Button>
        )}
      </Empty>
    )
  return (
    <>
      <ul className="sessions scroll" aria-label="Sessions">
        {[...sessions].reverse().map((s) => (
          <Session key={s.id} session={s} />
        ))}
      </ul>
      {!readOnly && (
        <div className="adds">
          <Button className="btn line small" onPress={add}>
            <Plus className="i s" aria-hidden />
            New session…
          </Button>
        </div>
      )}
    </>
  )
}

function Session({ session: s }: { session: SessionInfo }) {
  const app = useApp()
  const us = useAppState((st) => st.negotiation!.us)
  const times = [s.start, s.end].filter(Boolean).join('–')
  return (
    <li className={s.cancelled ? 'session off' : 'session'}>
      <Button className="when" onPress={() => app.store.set({ dialog: { kind: 'session', session: s.id } })}>
        <b>{longDay(s.date)}</b>
        <span className={s.open === 'public' ? 'chip public' : 'st'}>
          {s.cancelled ? 'Called off' : s.open === 'public' ? 'Public' : 'Closed'}
        </span>
      </Button>
      {(times || s.place) && (
        <p className="muted where">
          {times && <span className="num">{times}</span>}
          {s.place && (
            <span>
              <MapPin className="i xs" aria-hidden /> {s.place}
            </span>
          )}
        </p>
      )}
      {s.first && !s.cancelled && (
        <p className="muted">
          <Party label={s.first} us={us} /> begins, as settled
        </p>
      )}
      {s.agenda.length > 0 && (
        <ol className="agenda">
          {s.agenda.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same, and none moves
            <li key={i}>{line}</li>
          ))}
        </ol>
      )}
      {s.passed.map((p) => (
        <p key={p.party} className="did">
          <Party label={p.party} us={us} /> put forward {count(p.items.length, 'item')}
        </p>
      ))}
      {s.agreed.length > 0 && (
        <p className="did">
          <b>Agreed</b> {s.agreed.map((x) => `${x.name}${x.part ? ', in part' : ''}`).join('; ')}
        </p>
      )}
      {s.dropped.length > 0 && (
        <p className="did">
          <b>Dropped</b> {s.dropped.map((x) => x.name).join('; ')}
        </p>
      )}
    </li>
  )
}
