import { formatDay, formatDayLong } from '../../../shared/model/labels.ts'
import { momentInWords } from '../../../shared/model/moment.ts'
import type { Item } from '../../../shared/model/negotiation.ts'
import type { Pass } from '../../../shared/model/record.ts'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import type { PaperPart } from '../../formats/paper.ts'
import type { Store, StoredProposal } from '../../store/index.ts'
import { sealOf, shortHash } from './agreed.ts'
import { counted, finish, type MadePaper, nameOf, partyNames, unstatedIn } from './part.ts'

/** Everything that was handed across: passes with their papers and the fingerprints of these, and what came in from the other party. */
export function passesPaper(store: Store): MadePaper {
  const { passes } = store.record()
  const inPass = new Set(passes.flatMap((pass) => pass.proposals))
  const items = new Map(store.items().map((item) => [item.id, item]))
  const entered = store.proposals().filter((p) => p.sealed && !inPass.has(p.id) && items.get(p.item)?.kind !== 'base')
  if (!passes.length && !entered.length) throw new ParleyError('not-found', `Nothing was handed across yet in ${store.name}.`)
  const sections: PaperPart[] = [
    {
      kind: 'note',
      text: [
        passes.length ? `${counted(passes.length, 'pass', 'passes')} made from this file.` : 'Nothing was passed from this file yet.',
        ...(entered.length ? [`${counted(entered.length, 'proposal')} entered from papers.`] : []),
        ...(passes.length
          ? ['A fingerprint (SHA-256) is that of the file as it left: a copy with another one is not what was passed.']
          : []),
      ].join(' '),
    },
    ...(passes.length ? passed(store, passes, items) : []),
    ...(entered.length ? received(store, entered, items) : []),
  ]
  const dates = [...passes.map((p) => p.date), ...entered.map((p) => p.date)].sort()
  return {
    paper: finish(store, 'clean', {
      title: 'Pass ledger',
      subtitle: `${partyNames(store)}. ${store.negotiation().title}`,
      date: dates.at(-1) ?? null,
      landscape: true,
      sections,
    }),
    name: 'Pass ledger',
  }
}

function passed(store: Store, passes: readonly Pass[], items: ReadonlyMap<string, Item>): PaperPart[] {
  const { sessions } = store.record()
  const proposals = new Map(store.proposals().map((p) => [p.id, p]))
  const files = passes.flatMap((pass, i) => pass.papers.map((paper) => ({ pass: i + 1, ...paper })))
  return [
    { kind: 'heading', level: 1, text: 'Passed' },
    {
      kind: 'grid',
      columns: [
        { head: 'No.', share: 4, align: 'right' },
        { head: 'Passed', share: 19 },
        { head: 'Party', share: 8 },
        { head: 'Round', share: 6 },
        { head: 'Session', share: 11 },
        { head: 'Items', share: 17 },
        { head: 'Files, with the first letters of their fingerprints', share: 35 },
      ],
      rows: passes.map((pass, i) => {
        const session = sessions.find((s) => s.id === pass.session)
        return [
          String(i + 1),
          momentInWords(pass.at, pass.zone),
          pass.party,
          formatDay(pass.date),
          session ? formatDayLong(session.date) : '',
          numbersOf(
            pass.proposals.flatMap((id) => proposals.get(id) ?? []),
            items,
          ),
          pass.papers.map(({ name, sha256 }) => `${name}  ${shortHash(sha256).slice(0, 9)}`).join('\n'),
        ]
      }),
    },
    { kind: 'heading', level: 2, text: 'Fingerprints' },
    {
      kind: 'grid',
      columns: [
        { head: 'Pass', share: 5, align: 'right' },
        { head: 'File', share: 32 },
        { head: 'Bytes', share: 8, align: 'right' },
        { head: 'SHA-256', share: 55 },
      ],
      rows: files.map(({ pass, name, size, sha256 }) => [String(pass), name, String(size), sha256]),
    },
  ]
}

/** Proposals that came in otherwise: a row for each party and day. */
function received(store: Store, entered: readonly StoredProposal[], items: ReadonlyMap<string, Item>): PaperPart[] {
  const groups = new Map<string, { party: string; date: string; given: StoredProposal[] }>()
  for (const p of entered) {
    const unstated = unstatedIn(store, p)
    const party = unstated.includes('party') ? '' : p.party
    const date = unstated.includes('date') ? '' : p.date
    const name = JSON.stringify([date, party])
    const group = groups.get(name) ?? { party, date, given: [] }
    group.given.push(p)
    groups.set(name, group)
  }
  // What the source does not say comes last.
  const key = ({ party, date }: { party: string; date: string }): string => `${date || '~'} ${party || '~'}`
  const rows = [...groups.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return [
    { kind: 'heading', level: 1, text: 'Entered from papers' },
    {
      kind: 'grid',
      columns: [
        { head: 'Round', share: 9 },
        { head: 'Party', share: 22 },
        { head: 'Items', share: 27 },
        { head: 'Seals in the record', share: 42 },
      ],
      rows: rows.map(({ party, date, given }) => [
        date ? formatDayLong(date) : 'not stated',
        party ? nameOf(store, party) : 'not stated',
        numbersOf(given, items),
        inOrder(given, items)
          .map((p) => `${shortName(items.get(p.item))}: ${sealOf(store, p.id).slice(0, 9)}`)
          .join('; '),
      ]),
    },
  ]
}

const shortName = (item: Item | undefined): string => (item?.kind === 'item' ? item.number : item?.kind === 'norms' ? 'Norms' : '')
const numbersOf = (given: readonly StoredProposal[], items: ReadonlyMap<string, Item>): string =>
  [...new Set(inOrder(given, items).map((p) => shortName(items.get(p.item))))].join(', ')
/** In the order of the items in the document. */
function inOrder(given: readonly StoredProposal[], items: ReadonlyMap<string, Item>): StoredProposal[] {
  const order = [...items.keys()]
  return [...given].sort((a, b) => order.indexOf(a.item) - order.indexOf(b.item))
}
