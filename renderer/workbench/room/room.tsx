import { AArrowDown, AArrowUp, ArrowLeft, ArrowRight, Maximize, Minimize } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { labelsNeeded } from '../../../shared/model/apart.ts'
import { styleOf } from '../../../shared/model/legend.ts'
import type { Room } from '../../../shared/rpc/board.ts'
import { useApp, useAppState } from '../app.ts'
import { shortDay } from '../dates.ts'
import { Mark } from '../parts/mark.tsx'
import { Party } from '../parts/party.tsx'
import { Choose } from '../parts/select.tsx'
import { Sides } from './language.tsx'

const SMALLEST = 0.6
const LARGEST = 2
const STEP = 0.1
/** Titles of more signs are set smaller, so that language has the room. */
const LONG = 48

/** What the room is shown: an item and one of its proposals, by their ids; null for the first, or the last passed. */
interface Asked {
  readonly item: string | null
  readonly proposal: string | null
}

/**
 * One item on a projector, for a public session. All that it shows it gets from `room.get`, which reads what was passed and nothing
 * else; no panel, notice or dialog of the caucus stands in the window with it.
 */
export function RoomScreen() {
  const app = useApp()
  const picked = useAppState((s) => s.item)
  const { room, trouble, ask } = useRoom(picked)
  const [scale, setScale] = useState(1)
  const [full, setFull] = useState(false)
  const place = useRef<HTMLElement>(null)
  const leave = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen()
    void app.screens.leave()
  }, [app])
  const resize = useCallback((by: number) => setScale((now) => Math.min(LARGEST, Math.max(SMALLEST, Math.round((now + by) * 10) / 10))), [])
  const go = useCallback((to: Room['next'] | undefined) => to && ask({ item: to.item, proposal: null }), [ask])

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const inMenu = event.target instanceof Element && event.target.closest('.menu') !== null
      if (inMenu || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const scroll = (pages: number) => () => place.current?.scrollBy(0, pages * place.current.clientHeight)
      const act = {
        Escape: leave,
        PageDown: scroll(0.85),
        PageUp: scroll(-0.85),
        ArrowDown: scroll(0.15),
        ArrowUp: scroll(-0.15),
        Home: () => place.current?.scrollTo(0, 0),
        End: () => place.current?.scrollTo(0, place.current.scrollHeight),
        ArrowLeft: () => go(room?.previous),
        ArrowRight: () => go(room?.next),
        '+': () => resize(STEP),
        '=': () => resize(STEP),
        '-': () => resize(-STEP),
        '0': () => setScale(1),
      }[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    const changed = () => setFull(document.fullscreenElement !== null)
    window.addEventListener('keydown', press)
    document.addEventListener('fullscreenchange', changed)
    return () => {
      window.removeEventListener('keydown', press)
      document.removeEventListener('fullscreenchange', changed)
    }
  }, [room, leave, go, resize])
  // Another item begins at its head.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item asks for it
  useEffect(() => {
    place.current?.scrollTo(0, 0)
  }, [room?.item, room?.shown?.proposal])

  return (
    <div className="rm" style={{ '--scale': scale } as React.CSSProperties} data-theme="light">
      {trouble && (
        <main className="rm-none">
          <p>{trouble}</p>
        </main>
      )}
      {room && (
        <>
          <Head room={room} />
          <Body room={room} place={place} onPick={(proposal) => ask({ item: room.item, proposal })} />
        </>
      )}
      <footer className="rm-foot">
        <Step to={room?.previous} back onGo={go} />
        <Step to={room?.next} onGo={go} />
        {room && <Key room={room} />}
        <span className="grow" />
        <span className="rm-only">Passed language only</span>
        <Button className="icon" aria-label="Smaller text" isDisabled={scale <= SMALLEST} onPress={() => resize(-STEP)}>
          <AArrowDown className="i l" aria-hidden />
        </Button>
        <Button className="icon" aria-label="Larger text" isDisabled={scale >= LARGEST} onPress={() => resize(STEP)}>
          <AArrowUp className="i l" aria-hidden />
        </Button>
        {document.fullscreenEnabled && (
          <Button
            className="icon"
            aria-label={full ? 'Leave full screen' : 'Full screen'}
            onPress={() => void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen())}
          >
            {full ? <Minimize className="i l" aria-hidden /> : <Maximize className="i l" aria-hidden />}
          </Button>
        )}
        <Button className="btn line" onPress={leave}>
          Leave room view
        </Button>
      </footer>
    </div>
  )
}

/** Reads what the room is shown; where the picked item has nothing to show, the first that has. */
function useRoom(picked: string | null) {
  const app = useApp()
  const negotiation = useAppState((s) => s.negotiation!)
  const [asked, ask] = useState<Asked>({ item: picked, proposal: null })
  const [{ room, trouble }, set] = useState<{ room: Room | null; trouble: string | null }>({ room: null, trouble: null })
  const first = useRef(true)
  useEffect(() => {
    let shown = true
    const read = (of: Asked) => app.host.call('room.get', { file: negotiation.file, ...of })
    const show = async () => {
      let reply = await read(asked)
      if (!reply.ok && first.current) reply = await read({ item: null, proposal: null })
      first.current = false
      if (shown) set(reply.ok ? { room: reply.value, trouble: null } : { room: null, trouble: reply.message })
    }
    void show()
    return () => {
      shown = false
    }
  }, [app, negotiation, asked])
  return { room, trouble, ask }
}

/** What stands in place of current language where a proposal came without any. */
const NO_BASE = {
  amended: 'Current language did not come with it',
  new: 'New language: nothing stands in the agreement now',
  rule: 'A rule for figures of the agreement',
  mou: 'A memorandum beside the agreement',
} as const

const numbered = (kind: 'item' | 'norms', number: string): string => (kind === 'norms' ? 'Meeting norms' : `Item ${number}`)

function Head({ room }: { room: Room }) {
  const parties = useAppState((s) => s.negotiation!.parties)
  const { shown, status, statusDate } = room
  const giver = shown && (parties.find((p) => p.label === shown.party)?.name ?? shown.party)
  const word = { open: 'Open', ta: 'Tentative agreement', dropped: 'Dropped', hold: 'On hold', settled: 'Settled' }[status]
  return (
    <header className="rm-head">
      <div>
        <p className="rm-no">{[numbered(room.kind, room.number), room.place].filter(Boolean).join(', ')}</p>
        <h1 className={room.title.length > LONG ? 'long' : undefined}>{room.title}</h1>
      </div>
      <p className="rm-st">
        <b>{statusDate && status !== 'open' ? `${word}, ${shortDay(statusDate)}.` : `${word}.`}</b>
        {shown && ` Passed by ${giver} on ${shortDay(shown.date)}`}
      </p>
    </header>
  )
}

function Body({ room, place, onPick }: { room: Room; place: React.RefObject<HTMLElement | null>; onPick: (proposal: string) => void }) {
  const { legend, parties, us } = useAppState((s) => s.negotiation!)
  const { shown } = room
  const fresh = shown !== null && !room.before.some((b) => b.kind === 'table' || b.runs.length > 0)
  const ink = { legend, rounds: room.rounds, labels: labelsNeeded(legend, room.rounds) }
  return (
    <main className="rm-two scroll" ref={place} aria-label={`${numbered(room.kind, room.number)}, ${room.title}`}>
      <div className="rm-line rm-heads">
        <h2>{fresh ? NO_BASE[shown.kind] : 'In the agreement now'}</h2>
        <h2>
          {shown ? (
            <>
              <Party label={shown.party} us={us} />
              <span className="ell">
                Proposed by {parties.find((p) => p.label === shown.party)?.name ?? shown.party} <small>{shortDay(shown.date)}</small>
              </span>
              {room.passed.length > 1 && (
                <Choose
                  label="Proposal shown"
                  value={shown.proposal}
                  choices={room.passed.map((p) => ({ id: p.proposal, name: `${p.party} ${shortDay(p.date)}` }))}
                  onChange={onPick}
                />
              )}
            </>
          ) : (
            'No proposal was passed'
          )}
        </h2>
      </div>
      <Sides room={fresh ? { ...room, before: [] } : room} ink={ink} />
    </main>
  )
}

function Step({ to, back, onGo }: { to: Room['next'] | undefined; back?: boolean; onGo: (to: Room['next']) => void }) {
  if (!to) return null
  return (
    <Button className="btn line" onPress={() => onGo(to)}>
      {back && <ArrowLeft className="i l" aria-hidden />}
      {numbered(to.kind, to.number)}
      {!back && <ArrowRight className="i l" aria-hidden />}
    </Button>
  )
}

/** What stands for whom, for the changes that are shown. */
function Key({ room }: { room: Room }) {
  const legend = useAppState((s) => s.negotiation!.legend)
  const inserted = causes(room, 'insert')
  const struck = causes(room, 'delete')
  const strikers = [...new Set(struck.map((r) => r.party))]
  return (
    <ul className="rm-key" aria-label="Legend">
      {strikers.map((party) => (
        <li key={`strike ${party}`}>
          <Mark kind="delete" style={styleOf(legend, 'delete', party, struck.findLast((r) => r.party === party)!.date)}>
            {party} strikes
          </Mark>
        </li>
      ))}
      {inserted.map((r) => (
        <li key={r.r}>
          <Mark kind="insert" style={styleOf(legend, 'insert', r.party, r.date)}>
            {r.party} {shortDay(r.date)}
          </Mark>
        </li>
      ))}
    </ul>
  )
}

/** The rounds whose insertions or deletions are shown, in order. */
function causes(room: Room, kind: 'insert' | 'delete'): Room['rounds'] {
  const found = new Set<number>()
  for (const block of kind === 'insert' ? room.after : room.before) {
    const texts = block.kind === 'text' ? [block] : block.rows.flatMap((row) => row.cells.flatMap((c) => c.blocks))
    for (const text of texts) for (const run of [...text.label, ...text.runs]) if (run.kind === kind && run.by) found.add(run.by.r)
    if (block.kind === 'table') for (const row of block.rows) for (const c of row.cells) if (c.kind === kind && c.by) found.add(c.by.r)
  }
  return room.rounds.filter((r) => found.has(r.r))
}
