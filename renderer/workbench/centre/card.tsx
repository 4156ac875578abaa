import { Lock, PencilLine } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { isSilent } from '../../../shared/model/silent.ts'
import type { Change } from '../../../shared/redline/index.ts'
import { useApp, useAppState } from '../app.ts'
import { isEditing } from '../commands.ts'
import { shortDay, whenSealed } from '../dates.ts'
import { DECISION_NAMES, decisionsFor } from '../decisions.ts'
import { Party } from '../parts/party.tsx'
import { Untracked } from '../parts/untracked.tsx'
import { Words } from '../parts/words.tsx'

const GAP = 12
const EDGE = 8

/** The story of a change: who, when, which round, and what can be done about it. */
export function Card() {
  const app = useApp()
  const hover = useAppState((s) => s.hover)
  const change = hover?.change
  if (!hover || !change) return null
  return <CardOf key={hover.id} change={change} rect={hover.rect} pinned={hover.pinned} onClose={() => app.cards.close()} />
}

function CardOf({ change, rect, pinned, onClose }: { change: Change; rect: DOMRect; pinned: boolean; onClose: () => void }) {
  const app = useApp()
  const card = useRef<HTMLDivElement>(null)
  const us = useAppState((s) => s.negotiation!.us)
  const parties = useAppState((s) => s.negotiation!.parties)
  const detail = useAppState((s) => s.detail)
  const paper = useAppState((s) => s.paper)
  const total = useAppState((s) => s.page?.changes.length ?? 0)
  const editing = useAppState(isEditing)
  const [at, setAt] = useState({ left: 0, top: 0 })
  useLayoutEffect(() => {
    const size = card.current!.getBoundingClientRect()
    const below = rect.bottom + GAP
    const top = below + size.height > window.innerHeight - EDGE ? Math.max(EDGE, rect.top - GAP - size.height) : below
    setAt({ left: Math.max(EDGE, Math.min(rect.left, window.innerWidth - size.width - EDGE)), top })
  }, [rect])
  useEffect(() => {
    if (pinned) card.current?.querySelector<HTMLElement>('button')?.focus()
  }, [pinned])
  const round = paper?.rounds.find((r) => r.r === change.by.r)
  const proposal = detail?.proposals.find((p) => p.id === round?.proposal)
  const name = parties.find((p) => p.label === change.by.p)?.name ?? change.by.p
  const decisions = editing ? decisionsFor(change, paper?.open ?? null) : []
  const act = (decision: (typeof decisions)[number]) => {
    app.page.current?.decide(decision, change.id)
    onClose()
    app.page.current?.focus()
  }
  return (
    <div
      ref={card}
      className="card"
      role="dialog"
      aria-label={`Change ${change.order + 1} of ${total}`}
      style={at}
      onPointerEnter={() => app.cards.enter()}
      onPointerLeave={() => app.cards.leave()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          onClose()
          app.page.current?.focus()
        }
        const decision = decisions.find((d) => DECISION_NAMES[d].key === event.key.toUpperCase())
        if (decision) act(decision)
      }}
    >
      <div className="top">
        <div className="headline">
          <Party label={change.by.p} us={us} /> <span>{`${name} ${didWhat(change)}`}</span>
          <span className="grow" />
          <span className="chip open">
            {proposal?.sealed === false ? <PencilLine className="i xs" aria-hidden /> : <Lock className="i xs" aria-hidden />}
            {round ? shortDay(round.date) : ''}
          </span>
        </div>
        <Words change={change} rounds={paper?.rounds ?? []} whole />
        {round?.of && <div className="who">{round.of.name}</div>}
        {proposal && <div className="who">{sayWhen(proposal.sealed, proposal.date, proposal.sealedAt)}</div>}
        {change.ids.some(isSilent) && (
          <div className="who">
            <Untracked /> Their file had it without a tracked change.
          </div>
        )}
      </div>
      {round?.of && (
        <div className="acts">
          <Button className="btn" onPress={() => void app.items.select(round.of!.item)}>
            Open {round.of.name}
          </Button>
        </div>
      )}
      {decisions.length > 0 && (
        <div className="acts">
          {decisions.map((decision) => (
            <Button key={decision} className="btn" onPress={() => act(decision)}>
              {DECISION_NAMES[decision].label} <kbd>{DECISION_NAMES[decision].key}</kbd>
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

/** What a change did, as the card and the live region say it. */
export function didWhat(change: Change): string {
  if (change.move) return 'moved'
  if (change.grid) {
    const { what, count } = change.grid
    const did = change.kinds.some((k) => k.startsWith('insert-')) ? 'inserted' : 'struck'
    return `${did} ${count === 1 ? `a ${what}` : `${count} ${what}s`}`
  }
  if (change.inserted && change.struck) return 'replaced'
  if (change.struck) return 'struck'
  if (change.inserted) return 'inserted'
  return change.kinds.some((k) => k === 'format') ? 'changed the formatting' : 'changed the paragraph'
}

const sayWhen = (sealed: boolean, date: string, sealedAt: string | null): string =>
  `Round ${shortDay(date)} · ${sealed ? whenSealed(date, sealedAt) : 'Open'}`
