import type { ItemDetail, ProposalInfo } from '../../../shared/rpc/contract.ts'
import { useAppState } from '../app.ts'
import { shortDay } from '../dates.ts'
import { Page } from '../page.tsx'
import { STATUS_NAMES } from '../parts/chip.tsx'
import { InPlaceNote } from '../place/inplacenote.tsx'
import type { InPlaceShown } from '../place/types.ts'
import type { Paper } from '../state.ts'
import { proposalName } from '../versions.ts'
import { count } from '../words.ts'
import { LegendKey } from './legendkey.tsx'
import { NextStep } from './nextstep.tsx'
import { Past } from './past.tsx'

/** The paper: head, legend key, label column, and the language. */
export function PaperView({ paper, detail }: { paper: Paper; detail: ItemDetail }) {
  const target = useAppState((s) => s.target)
  const zoom = useAppState((s) => s.zoom)
  const parties = useAppState((s) => s.negotiation!.parties)
  const inPlace = useAppState((s) => s.inPlace)
  const { item, proposals } = detail
  const shown = proposals.find((p) => p.id === target)
  const answered = proposals.find((p) => p.id === shown?.answers)
  const partyName = (label: string) => parties.find((p) => p.label === label)?.name ?? label
  return (
    <article className="paper" aria-label={nameOf(item)} style={zoom === 100 ? undefined : { zoom: zoom / 100 }}>
      <header className="paper-head">
        <div className="paper-heading">
          <h2 className="paper-title" title={item.title}>
            {item.title}
          </h2>
          <p className="paper-meta">
            {inPlace
              ? sayInPlace(inPlace)
              : sayMeta(shown, answered && `${partyName(answered.party)}’s ${shortDay(answered.date)}`, item.place)}
          </p>
        </div>
        <LegendKey rounds={paper.rounds} />
      </header>
      {inPlace && <InPlaceNote shown={inPlace} />}
      {!inPlace && <NextStep detail={detail} shown={shown} />}
      <section className="prop">
        <div className="label">
          <b>{item.kind === 'item' ? `Item ${item.number}` : item.kind === 'norms' ? 'Norms' : 'Base'}</b>
          {shown ? (
            <>
              <span>{shown.party}</span>
              <span>{shortDay(shown.date)}</span>
              <Standing shown={shown} />
            </>
          ) : (
            <span className="st">
              {inPlace ? (inPlace.kind === 'open' ? 'open proposals in place' : 'agreements in place') : 'current language'}
            </span>
          )}
        </div>
        <div className="lang">
          <Page key={paper.key} paper={paper} label={nameOf(item)} />
        </div>
      </section>
      <Past detail={detail} />
    </article>
  )
}

const sayInPlace = ({ kind, items }: InPlaceShown): string =>
  kind === 'open'
    ? `The latest proposal of ${count(items.length, 'open item')}, in place`
    : `What is tentatively agreed in ${count(items.length, 'item')}, in place`
const nameOf = (item: ItemDetail['item']) => (item.kind === 'item' ? `Item ${item.number}, ${item.title}` : item.title)

function Standing({ shown }: { shown: ProposalInfo }) {
  if (!shown.sealed) return <span className="st">open</span>
  if (shown.status === 'open') return null
  return (
    <>
      <span>{STATUS_NAMES[shown.status]}</span>
      {shown.statusDate && <span>{shortDay(shown.statusDate)}</span>}
    </>
  )
}

function sayMeta(shown: ProposalInfo | undefined, answered: string | undefined, place: string | null): string {
  if (!shown) return ['Current language', place].filter(Boolean).join(' · ')
  const round = shown.sealed ? `${proposalName(shown)}, sealed` : `Round ${shortDay(shown.date)}`
  return [answered ? `${round}, answering ${answered}` : round, place].filter(Boolean).join(' · ')
}
