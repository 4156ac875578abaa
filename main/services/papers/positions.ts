import { formatDay, formatDayLong } from '../../../shared/model/labels.ts'
import type { Item, Party } from '../../../shared/model/negotiation.ts'
import { type Block, project, redline } from '../../../shared/redline/index.ts'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import type { PaperPart, PaperSide } from '../../formats/paper.ts'
import type { Store, StoredProposal } from '../../store/index.ts'
import { held } from '../standing.ts'
import { lastOf, viewBetween } from '../versions.ts'
import {
  cleanLanguage,
  counted,
  fileName,
  finish,
  itemsOnTable,
  listed,
  type MadePaper,
  type PaperRequest,
  partyNames,
  passedOf,
  titleOf,
  unstatedIn,
  VIEW_NAME,
} from './part.ts'

/** What each party last put forward on every item that is open or on hold. */
export function positionsPaper(store: Store, { view }: PaperRequest): MadePaper {
  const items = itemsOnTable(store).filter((item) => item.kind === 'item')
  const open = items.filter((item) => item.status === 'open' || item.status === 'hold')
  if (!open.length) throw new ParleyError('not-found', `No item is open in ${store.name}.`)
  const positions = open.map((item) => ({ item, last: lastByParty(store, item) }))
  const single = open.filter((item) => new Set(passedOf(store, item).map((p) => p.party)).size < 2).length
  const closed = items.length - open.length
  return {
    paper: finish(store, view, {
      title: 'Final positions',
      subtitle: `${partyNames(store)}. ${store.negotiation().title}`,
      date: lastOf(positions.flatMap(({ last }) => [...last.values()].filter((p) => p !== null)))?.date ?? null,
      sections: [
        {
          kind: 'note',
          text: [
            `${counted(open.length, 'item')} open.`,
            ...(single ? [`On ${single} of them one party alone has put a proposal.`] : []),
            ...(closed ? [`${counted(closed, 'item')} agreed, dropped or settled: not in here.`] : []),
            ...(view === 'clean' ? [] : ['Each position is marked against current language.']),
          ].join(' '),
        },
        ...positions.flatMap(({ item, last }) => positionOf(store, item, last, view)),
      ],
    }),
    name: fileName(['Final positions', VIEW_NAME[view]]),
  }
}

/** The proposal that each party holds, in the order of the parties; null for one that holds none. */
function lastByParty(store: Store, item: Item): Map<Party, StoredProposal | null> {
  const standing = held(passedOf(store, item))
  return new Map(store.parties().map((party) => [party, standing.find((p) => p.party === party.label) ?? null]))
}

function positionOf(store: Store, item: Item, last: ReadonlyMap<Party, StoredProposal | null>, view: PaperRequest['view']): PaperPart[] {
  const spoken = new Set(passedOf(store, item).map((p) => p.party))
  const none = [...last].filter(([, p]) => p === null).map(([party]) => party)
  const silent = none.filter((party) => !spoken.has(party.label)).map((party) => party.name)
  const gone = none.filter((party) => spoken.has(party.label)).map((party) => party.name)
  const parts = (store.record().agreements.get(item.id) ?? []).filter((a) => a.blocks !== null)
  const about = [
    item.place ?? '',
    item.status === 'hold' ? `On hold${item.statusDate ? ` since ${formatDayLong(item.statusDate)}` : ''}` : '',
    parts.length ? `A part of it is tentatively agreed${parts[0].date ? ` (${formatDay(parts[0].date)})` : ''}` : '',
    gone.length ? `${listed(gone)} withdrew ${gone.length > 1 ? 'their proposals' : 'its proposal'} on this item` : '',
    none.length < last.size && silent.length ? `One position only: ${listed(silent)} put no proposal on this item` : '',
  ].filter(Boolean)
  const sides = [...last].map(([party, p]) => sideOf(store, item, party, p, view))
  const head: PaperPart[] = [
    { kind: 'heading', level: 1, text: titleOf(item) },
    ...(about.length ? [{ kind: 'note', quiet: true, kept: true, text: `${about.join('. ')}.` } as const] : []),
  ]
  const wide = sides.length > 2 || sides.some((side) => side.redline?.blocks.some(isWide)) || none.length > 0
  if (!wide) return [...head, { kind: 'sides', sides }]
  return [...head, ...sides.filter((side) => side.redline).map((side): PaperPart => ({ kind: 'sides', sides: [side] }))]
}
/** A table of more columns than half a page holds. */
const isWide = (block: Block): boolean => block.kind === 'table' && block.rows.some((row) => row.cells.length > 4)

function sideOf(store: Store, item: Item, party: Party, p: StoredProposal | null, view: PaperRequest['view']): PaperSide {
  if (!p) return { head: party.name, redline: null, says: 'No proposal.' }
  const v = viewBetween(store, { item, proposal: null }, { item, proposal: p })
  const made = view === 'clean' ? cleanLanguage(project(v.doc, v.target)) : redline(v.doc, v.rounds, v.baseline, v.target)
  const unstated = unstatedIn(store, p)
  const date = unstated.includes('date') ? '' : `, ${formatDay(p.date)}`
  return {
    head: `${party.name}${date}`,
    redline: made,
    says: unstated.length ? `The source does not say ${says(unstated)}; this is how it was taken.` : '',
  }
}
const says = (unstated: readonly ('party' | 'date')[]): string =>
  listed(unstated.map((field) => (field === 'party' ? 'whose proposal this is' : 'of which day')))
