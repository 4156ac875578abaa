import { BookOpen, Lock, PencilLine } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { ProposalInfo } from '../../../shared/rpc/contract.ts'
import type { WordCount } from '../../editor/types.ts'
import { useApp, useAppState } from '../app.ts'
import { StatusMenu } from '../bargain/statusmenu.tsx'
import { shortDay, whenSealed } from '../dates.ts'
import { STATUS_NAMES } from '../parts/chip.tsx'
import { Party } from '../parts/party.tsx'
import { BASE, latestFirst, proposalName, roundOf } from '../versions.ts'
import { added, struck } from '../words.ts'

/** The rounds of the item, latest first; picking one shows the language as it stood then. */
export function RoundList() {
  const app = useApp()
  const detail = useAppState((s) => s.detail)
  const us = useAppState((s) => s.negotiation!.us)
  const target = useAppState((s) => s.target)
  const baseline = useAppState((s) => s.baseline)
  const mode = useAppState((s) => s.mode)
  const live = useAppState((s) => (s.paper?.open ? s.page?.round : undefined))
  if (!detail) return null
  const proposals = latestFirst(detail.proposals)
  const between = inRange(detail.proposals, baseline, target)
  const end = (id: string) => (id === target ? 'shown' : id === baseline && mode !== 'clean' ? 'baseline' : '')
  const wordsOf = (p: ProposalInfo) => (p.id === detail.item.draft && live ? live : p)
  const look = (id: string) =>
    ['round', id === target && 'sel', between.has(id) && 'in-range', id === BASE && 'base'].filter(Boolean).join(' ')
  return (
    <section className="timeline" aria-label="Rounds">
      <div className="block-h with-menu">
        <h2>Rounds</h2>
        <StatusMenu />
      </div>
      <ListBox
        className="rounds scroll"
        aria-label={detail.item.kind === 'item' ? `Rounds of item ${detail.item.number}` : `Rounds of ${detail.item.title}`}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={[target]}
        onSelectionChange={(keys) => {
          const [next] = keys
          if (next === undefined || next === target) return
          app.layout.closeDrawers()
          void app.items.show(String(next), next === baseline ? BASE : baseline)
        }}
      >
        {proposals.map((p) => (
          <ListBoxItem
            key={p.id}
            id={p.id}
            className={look(p.id)}
            textValue={proposalName(p)}
            aria-label={sayRound(p, wordsOf(p), end(p.id))}
          >
            <span className="node">{p.sealed ? <Lock className="i" aria-hidden /> : <PencilLine className="i" aria-hidden />}</span>
            <span className="who">
              <Party label={p.party} us={us} />
              <span className="num">{shortDay(p.date)}</span>
            </span>
            <span className="wc">
              {added(wordsOf(p).added)} {struck(wordsOf(p).struck)}
            </span>
            <span className="what ell">{standing(p)}</span>
            <span className="end">{end(p.id)}</span>
          </ListBoxItem>
        ))}
        <ListBoxItem
          id={BASE}
          className={look(BASE)}
          textValue="Current language"
          aria-label={['Current language', end(BASE)].filter(Boolean).join(', ')}
        >
          <span className="node">
            <BookOpen className="i" aria-hidden />
          </span>
          <span className="who">Current language</span>
          <span className="what">The agreement in force</span>
          <span className="end">{end(BASE)}</span>
        </ListBoxItem>
      </ListBox>
    </section>
  )
}

function standing(p: ProposalInfo): string {
  if (!p.sealed) return 'Open'
  const status = p.status === 'open' ? '' : ` · ${STATUS_NAMES[p.status]}${p.statusDate ? ` ${shortDay(p.statusDate)}` : ''}`
  return whenSealed(p.date, p.sealedAt) + status
}

const sayRound = (p: ProposalInfo, words: WordCount, end: string): string =>
  [proposalName(p), standing(p), `${words.added} words added, ${words.struck} struck`, end].filter(Boolean).join(', ')

/** Versions between the shown one and the baseline, for the line that joins them; the baseline itself has no line below it. */
function inRange(proposals: readonly ProposalInfo[], baseline: string, target: string): Set<string> {
  const from = proposals.find((p) => p.id === target) ?? proposals.find((p) => p.id === baseline)
  if (!from) return new Set()
  const ends = [roundOf(from.chain, baseline), roundOf(from.chain, target)]
  if (ends.some((r) => r === undefined)) return new Set()
  const [low, high] = (ends as number[]).sort((a, b) => a - b)
  return new Set(from.chain.filter((round) => round.r > low && round.r <= high).map((round) => round.proposal))
}
