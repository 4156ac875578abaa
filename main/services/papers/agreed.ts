import type { Node } from 'prosemirror-model'
import { compare } from '../../../shared/compare/index.ts'
import { formatDay, formatDayLong } from '../../../shared/model/labels.ts'
import type { Day, Item } from '../../../shared/model/negotiation.ts'
import { type Block, type Change, changes, project, type Redline, redline } from '../../../shared/redline/index.ts'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import type { PaperPart, PaperSection } from '../../formats/paper.ts'
import type { Store, StoredProposal } from '../../store/index.ts'
import { counted as counter } from '../id.ts'
import { itemName, itemNumbered, lastOf, viewBetween } from '../versions.ts'
import {
  cleanLanguage,
  counted,
  fileName,
  finish,
  isEmpty,
  itemsOnTable,
  listed,
  type MadePaper,
  nameOf,
  type PaperRequest,
  partyNames,
  passedOf,
  titleOf,
  VIEW_NAME,
} from './part.ts'

/** What was agreed in an item: a proposal's language, all of it or some blocks. */
export interface Agreed {
  readonly item: Item
  readonly proposal: StoredProposal
  readonly date: Day | null
  /** Day of the session it was agreed in; null outside of one. */
  readonly session: Day | null
  /** Ids of the blocks; null for the whole item. */
  readonly blocks: ReadonlySet<string> | null
  /** What it changes: current language against what was agreed. */
  readonly redline: Redline
  readonly before: Node
  readonly after: Node
}

/** Everything that stands as agreed, in the order of the document. A part that was agreed in an item that is open counts, one in an item that was dropped does not. */
export function agreedIn(store: Store): Agreed[] {
  const { agreements, sessions } = store.record()
  return itemsOnTable(store).flatMap((item) => {
    const whole = item.status === 'ta' || item.status === 'settled'
    const known = agreements.get(item.id) ?? []
    const standing = known.filter((a) => (whole ? a.blocks === null : a.blocks !== null && item.status !== 'dropped'))
    if (whole && !standing.length) {
      const proposal = lastOf(passedOf(store, item).filter((p) => p.status === 'ta')) ?? lastOf(passedOf(store, item))
      return proposal ? [agreedOf(store, { item, proposal, date: item.statusDate, session: null, blocks: null })] : []
    }
    return standing.map(({ proposal, date, session, blocks }) =>
      agreedOf(store, {
        item,
        proposal: store.proposal(proposal),
        date,
        session: sessions.find((s) => s.id === session)?.date ?? null,
        blocks: blocks === null ? null : new Set(blocks),
      }),
    )
  })
}

function agreedOf(store: Store, of: Pick<Agreed, 'item' | 'proposal' | 'date' | 'session' | 'blocks'>): Agreed {
  const { item, proposal, blocks } = of
  const v = viewBetween(store, { item, proposal: null }, { item, proposal })
  const made = redline(v.doc, v.rounds, v.baseline, v.target)
  const [before, after] = [project(v.doc, v.baseline), project(v.doc, v.target)]
  if (blocks === null) return { ...of, redline: made, before, after }
  const held = (doc: Node): Node =>
    doc.type.create(
      doc.attrs,
      doc.children.filter((block) => blocks.has(String(block.attrs.id))),
    )
  return { ...of, redline: { ...made, blocks: partOf(made.blocks, blocks) }, before: held(before), after: held(after) }
}

/** The blocks of a redline that make up agreed ones: a block whose end was struck runs on into the next. */
function partOf(blocks: readonly Block[], wanted: ReadonlySet<string>): Block[] {
  const out: Block[] = []
  let open: Block[] = []
  for (const block of blocks) {
    open.push(block)
    if (block.kind === 'text' && block.end === 'delete') continue
    if (wanted.has(block.id)) out.push(...open)
    open = []
  }
  return out
}

const day = (date: Day | null): string => (date === null ? '' : ` on ${formatDayLong(date)}`)
const SAME = 'The agreed language reads as current language does in this record.'
const NOT_FINAL = 'Not final until the whole agreement is ratified.'

/** Sheets to be signed: one for each tentative agreement, or that of one item. Names are lines to be filled in by hand. */
export function signOffPaper(store: Store, number: string | null, { view }: PaperRequest): MadePaper {
  const item = number === null ? null : itemNumbered(store, number)
  const all = agreedIn(store)
  const sheets = item ? all.filter((a) => a.item.id === item.id) : all
  if (!sheets.length)
    throw new ParleyError('not-found', item ? `Nothing is agreed in ${itemName(item)}.` : `Nothing is agreed yet in ${store.name}.`)
  const one = item !== null && sheets.length === 1
  const sections = sheets.flatMap((agreed, i): PaperPart[] => [
    ...(i > 0 ? [{ kind: 'break' } as const] : []),
    ...(one ? [] : [{ kind: 'heading', level: 1, text: titleOf(agreed.item) } as const]),
    ...sheetOf(store, agreed, view, all.length > 1 ? `Tentative agreements, sheet ${all.indexOf(agreed) + 1} of ${all.length}.` : ''),
  ])
  return {
    paper: finish(store, view, {
      title: item ? titleOf(item) : 'Tentative agreements',
      subtitle: `${partyNames(store)}. ${store.negotiation().title}`,
      date: latest(sheets),
      sections,
    }),
    name: fileName([item ? `${itemName(item)} sign-off sheet` : 'Sign-off sheets', VIEW_NAME[view]]),
  }
}

function sheetOf(store: Store, agreed: Agreed, view: PaperRequest['view'], place: string): PaperPart[] {
  const { item, proposal, date, session, blocks } = agreed
  const labels = [itemName(item), blocks === null ? 'TA' : 'TA in part', ...(date ? [formatDay(date)] : [])]
  const fresh = isEmpty(agreed.before)
  const same = !changes(agreed.redline).length
  const rows: PaperSection[] = [
    { labels, apart: true, redline: cleanLanguage(agreed.after) },
    ...(view === 'clean' || same || fresh ? [] : [{ labels: ['Against', 'current', 'language'], redline: agreed.redline }]),
  ]
  const what = blocks === null ? 'Tentatively agreed' : 'Part of the item, tentatively agreed'
  const about = fresh ? ' New language.' : same ? ` ${SAME}` : ''
  return [
    {
      kind: 'note',
      text: `${item.place ? `${item.place}. ` : ''}${what}${day(date)}; not final until the whole agreement is ratified.${about}`,
    },
    ...rows,
    {
      kind: 'signatures',
      about: `${titleOf(item)}. ${what}${day(date)}.`,
      blocks: store.parties().map(({ name }) => ({
        head: `For ${name}`,
        role: 'Spokesperson',
        lines: [['Signature'], ['Name'], ['Date', 'Initials']],
      })),
    },
    {
      kind: 'note',
      quiet: true,
      text: [
        `Language of ${proposal.party} ${formatDay(proposal.date)}.`,
        ...(session ? [`Agreed in the session of ${formatDay(session)}.`] : []),
        `Record ${sealOf(store, proposal.id)}.`,
        ...(place ? [place] : []),
      ].join(' '),
    },
  ]
}

/** The first letters of a proposal's seal, which is the same on every copy of the record: `7f3a 91c2 5e08 b4d6`. */
export function sealOf(store: Store, proposal: string): string {
  const line = store.events().find((e) => e.kind === 'seal' && e.proposal === proposal)
  const { seal = '' } = line ? (JSON.parse(line.content) as { seal?: string }) : {}
  return shortHash(seal)
}
/** The first sixteen letters of a hash, by fours. */
export const shortHash = (hash: string): string => (hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ')

const latest = (all: readonly Agreed[]): Day | null =>
  all.reduce<Day | null>((last, { date }) => (date !== null && (last === null || date > last) ? date : last), null)

/** The tentative agreements for the vote: before and after, and what changes in words. Nothing that is not agreed. */
export function summaryPaper(store: Store, { view }: PaperRequest): MadePaper {
  const all = agreedIn(store)
  if (!all.length) throw new ParleyError('not-found', `Nothing is agreed yet in ${store.name}.`)
  return {
    paper: finish(store, view, {
      title: 'Summary of tentative agreements',
      subtitle: `${partyNames(store)}. ${store.negotiation().title}`,
      date: latest(all),
      sections: [
        { kind: 'note', text: totals(store, all) },
        { kind: 'note', text: NOT_FINAL },
        ...all.flatMap((agreed) => summed(store, agreed, view)),
      ],
    }),
    name: fileName(['Summary of tentative agreements', VIEW_NAME[view]]),
  }
}

function totals(store: Store, all: readonly Agreed[]): string {
  const items = itemsOnTable(store).filter((item) => item.kind === 'item')
  const whole = new Set(all.filter((a) => a.blocks === null).map((a) => a.item.id))
  const parts = new Set(all.filter((a) => a.blocks !== null).map((a) => a.item.id))
  const of = (...statuses: Item['status'][]): number => items.filter((item) => statuses.includes(item.status)).length
  const [open, dropped] = [of('open', 'hold'), of('dropped')]
  const out = [...(open ? [`${counted(open, 'item')} still open`] : []), ...(dropped ? [`${counted(dropped, 'item')} dropped`] : [])]
  return [
    `${counted(whole.size, 'item')} agreed${parts.size ? `, and a part of ${counted(parts.size, 'more item', 'more items')}` : ''}.`,
    ...(out.length ? [`Not in this summary: ${listed(out)}.`] : []),
  ].join(' ')
}

function summed(store: Store, agreed: Agreed, view: PaperRequest['view']): PaperPart[] {
  const { item, proposal, date, blocks, before, after } = agreed
  const about = [
    ...(item.place ? [item.place] : []),
    `${blocks === null ? 'Tentatively agreed' : 'Part of the item, tentatively agreed'}${day(date)}`,
    `Language of ${nameOf(store, proposal.party)}, ${formatDay(proposal.date)}`,
  ]
  const head: PaperPart[] = [
    { kind: 'heading', level: 1, text: titleOf(item) },
    { kind: 'note', quiet: true, kept: true, text: `${about.join('. ')}.` },
  ]
  const said = changes(agreed.redline)
  const marked = view === 'clean' ? cleanLanguage(after) : agreed.redline
  if (isEmpty(before))
    return [...head, { kind: 'note', kept: true, text: 'New language: the contract says nothing of this today.' }, language('New', marked)]
  if (!said.length) return [...head, { kind: 'note', kept: true, text: SAME }, language('Agreed', marked)]
  return [
    ...head,
    ...inWords(agreed),
    {
      kind: 'sides',
      sides: [
        { head: 'Before: current language', redline: cleanLanguage(before), says: '' },
        isEmpty(after)
          ? { head: 'After', redline: null, says: 'Taken out of the contract.' }
          : { head: 'After: agreed language', redline: marked, says: '' },
      ],
    },
  ]
}
const language = (label: string, made: Redline): PaperSection => ({ labels: [label, 'language'], apart: true, redline: made })

/** Changes that are told one by one; of an item with more, the language beside is read. Words up to which one is told in its own. */
const TOLD = 12
const WORDS = 24

/** What changes, a line each, with the paragraph that it is in. */
function inWords({ before, after }: Agreed): PaperPart[] {
  // What came and went in between does not matter to a vote: before and after are compared as they read.
  const made = redline(compare(before, after, '', counter()), [], 0, 1)
  const labels = labelsIn(made.blocks)
  const told = changes(made).flatMap((change) => sentence(change, labels.get(change.block) ?? '') ?? [])
  if (!told.length) return []
  if (told.length > TOLD) return [{ kind: 'note', kept: true, text: `${told.length} changes, marked in the redline of this item.` }]
  return [
    { kind: 'note', kept: true, text: 'What changes:' },
    ...told.map((text, i) => ({ kind: 'note', listed: true, text, ...(i === told.length - 1 ? { kept: true } : {}) }) as const),
  ]
}
/** How each paragraph is called: its own label, under the one that stands over it (`Subd. 2`, `Subd. 2, a`). */
function labelsIn(blocks: readonly Block[]): Map<string, string> {
  const out = new Map<string, string>()
  const over: string[] = []
  for (const block of blocks) {
    if (block.kind === 'table') {
      for (const row of block.rows) for (const cell of row.cells) for (const id of textIn(cell.blocks)) out.set(id, over.join(', '))
      continue
    }
    const { type, attrs } = block.propsB
    const label = String(attrs.label ?? '')
      .trim()
      .replace(/[.):]+$/, '')
    const depth = type === 'heading' || !attrs.list ? 0 : 1 + attrs.level
    if (label && label !== '•') over.splice(depth, over.length, label)
    out.set(block.id, over.join(', '))
  }
  return out
}
const textIn = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'text' ? [block.id] : block.rows.flatMap((row) => row.cells.flatMap((cell) => textIn(cell.blocks))),
  )

/** A change in a sentence; null where it is none of words. */
function sentence({ struck, inserted, kinds }: Change, where: string): string | null {
  const [gone, come] = [words(struck), words(inserted)]
  if (!/[\p{L}\p{N}]/u.test(gone + come)) return null
  const at = where ? `${where}: ` : ''
  const long = Math.max(count(gone), count(come)) > WORDS
  const [before, after] = long ? [`${count(gone)} words`, `${count(come)} words`] : [`“${gone}”`, `“${come}”`]
  const plural = (n: number): string => (long && n !== 1 ? 'are' : 'is')
  if (kinds.includes('move')) return `${at}${come ? after : before} ${plural(count(come || gone))} moved.`
  if (gone && come) return long ? `${at}${before} are replaced by ${after}.` : `${at}${before} becomes ${after}.`
  return gone ? `${at}${before} ${plural(count(gone))} taken out.` : `${at}${after} ${plural(count(come))} put in.`
}
const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
const count = (text: string): number => (text === '' ? 0 : text.split(' ').length)
