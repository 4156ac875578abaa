import type { Node } from 'prosemirror-model'
import { formatDay } from '../../../shared/model/labels.ts'
import type { Legend } from '../../../shared/model/legend.ts'
import type { Item, RoundRef, Status } from '../../../shared/model/negotiation.ts'
import { allRounds, type Block, type Cause, plainText, project, type Redline, redline, withLabels } from '../../../shared/redline/index.ts'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import { type Paper, type PaperKey, type PaperPart, redlinesOf } from '../../formats/paper.ts'
import type { Store, StoredProposal } from '../../store/index.ts'
import { itemName, lastOf, type Resolved, resolve, viewBetween } from '../versions.ts'

/** What is asked for: a scope (`base`, `item:13`, `table`; `shared/model/paper.ts` lists them), a view, and the versions it lies between. */
export interface PaperRequest {
  readonly scope: string
  readonly view: 'clean' | 'redline' | 'all-rounds'
  /** Null: the current language; in the scope `table`, what each proposal answered. */
  readonly baseline: string | null
  /** Null: the latest; in the scope `table`, every proposal of each stack. */
  readonly version: string | null
}
/** A paper and the name (without ending) that its file should have. */
export interface MadePaper {
  readonly paper: Paper
  readonly name: string
  /** What somebody should look at before the paper is used; it is said beside the paper, never in it. */
  readonly findings?: readonly string[]
}

/** How a view is called in the name of a file. */
export const VIEW_NAME = { clean: 'clean', redline: 'redline', 'all-rounds': 'all rounds' } as const
const STATUS_LABEL: Readonly<Record<Status, string | null>> = { open: null, ta: 'TA', dropped: 'Drop', hold: 'Hold', settled: 'Settled' }

/** `Item 13: Mentor teachers`. */
export const titleOf = (item: Item): string => {
  if (item.kind === 'base' && item.title) return item.title
  return item.title === '' || item.title === itemName(item) ? itemName(item) : `${itemName(item)}: ${item.title}`
}

/** Proposals of an item that were passed, in the order of their stack. */
export const passedOf = (store: Store, item: Item): StoredProposal[] => store.proposals(item.id).filter((p) => p.sealed)

/** The items that are on the table, in order: norms, and what at least one party has passed something of. That an item will be raised is the caucus's own. */
export function itemsOnTable(store: Store): Item[] {
  const passed = new Set(store.proposals().flatMap((p) => (p.sealed ? [p.item] : [])))
  const spoken = new Set(
    store.events().flatMap((e) => (e.item !== null && e.kind !== 'item' && e.kind !== 'base' && e.kind !== 'discard' ? [e.item] : [])),
  )
  return store.items().filter((item) => item.kind === 'norms' || (item.kind === 'item' && (passed.has(item.id) || spoken.has(item.id))))
}

/** What the source of a proposal does not say and nobody has confirmed: it is on no paper. */
export function unstatedIn(store: Store, p: StoredProposal): readonly ('party' | 'date')[] {
  if (!p.unstated.length) return []
  const doubts = store.doubts().filter((d) => d.proposal === p.id && d.resolvedAt !== null && !d.answer)
  return p.unstated.filter((field) => !doubts.some((d) => d.kind === field))
}

/** The left column of a row: item, party, date and status, line by line. What its source does not say, and nobody confirmed, it does not say. */
export function rowLabels(store: Store, target: Resolved): string[] {
  const { item, proposal } = target
  if (!proposal) return labelsOf(target)
  const unstated = unstatedIn(store, proposal)
  const agreed = (store.record().agreements.get(item.id) ?? []).filter((a) => a.proposal === proposal.id)
  const parts = agreed.filter((a) => a.blocks !== null)
  const part = parts.length > 0 && parts.length === agreed.length && (item.status === 'open' || item.status === 'hold')
  // Where an item is set aside or dropped as a whole, its last proposal says so.
  const whole = proposal.status === 'open' && item.status !== 'open' && lastOf(passedOf(store, item))?.id === proposal.id
  return labelsOf(target, { unstated, part, status: whole ? item : part ? { status: 'ta', statusDate: parts.at(-1)!.date } : proposal })
}

/** The left column of a row, as the proposal alone says it. */
export function labelsOf(
  { item, proposal }: Resolved,
  more: {
    readonly unstated?: readonly ('party' | 'date')[]
    readonly part?: boolean
    readonly status?: { readonly status: Status; readonly statusDate: string | null }
  } = {},
): string[] {
  const { unstated = [], part = false, status = proposal ?? item } = more
  const head = item.kind === 'item' ? `Item ${item.number}` : itemName(item)
  const label = proposal && !proposal.sealed ? 'open' : STATUS_LABEL[status.status]
  return [
    head,
    ...(proposal && !unstated.includes('party') ? [proposal.party] : []),
    ...(proposal && !unstated.includes('date') ? [formatDay(proposal.date)] : []),
    ...(label ? [part && label === 'TA' ? 'TA in part' : label] : []),
    ...(label && label !== 'open' && status.statusDate ? [formatDay(status.statusDate)] : []),
  ]
}

/** The language between two versions of an item in a view. */
export function between(store: Store, baseline: Resolved, target: Resolved, view: PaperRequest['view']): Redline {
  const v = viewBetween(store, view === 'clean' ? target : baseline, target)
  if (view === 'clean') return cleanLanguage(project(v.doc, v.target))
  return (view === 'redline' ? redline : allRounds)(v.doc, v.rounds, v.baseline, v.target)
}

/** A document without changes. */
export const cleanLanguage = (doc: Node): Redline => redline(doc, [], 0, 0)

/** What a proposal was made against: the one it answers, else the current language. */
export const answeredBy = (store: Store, { item, proposal }: Resolved): Resolved => ({
  item,
  proposal: proposal?.answers ? store.proposal(proposal.answers) : null,
})

/** The version that a redline of `target` is measured against: `answered` is what it answered; null stands for `otherwise`. */
export function baselineOf(store: Store, target: Resolved, named: string | null, otherwise: 'base' | 'answered'): Resolved {
  const word = named ?? otherwise
  return word === 'answered' ? answeredBy(store, target) : resolve(store, target.item, word)
}

/** Whether a document says nothing. */
export const isEmpty = (doc: Node): boolean => plainText(doc).trim() === ''

/** In the table, a version that one item does not have leaves that item out. */
export function optional<T>(find: () => T): T[] {
  try {
    return [find()]
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'not-found') return []
    throw error
  }
}

/** The names of the parties: `Lakeview Teachers Association and District 300`. */
export const partyNames = (store: Store): string => listed(store.parties().map((p) => p.name))
/** The full name of a party by its label. */
export const nameOf = (store: Store, label: string): string => store.parties().find((p) => p.label === label)?.name ?? label

/** `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
/** `1 item`, `2 items`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** Makes a paper of its parts: the legend and the key of the changes that occur in it, none where it is clean. */
export function finish(
  store: Store,
  view: PaperRequest['view'],
  content: Pick<Paper, 'title' | 'subtitle' | 'date' | 'sections' | 'landscape' | 'foot'>,
): Paper {
  const { legend } = store.negotiation()
  const parties = store.parties().map((p) => p.label)
  const shown = view === 'clean' ? 'clean' : 'redline'
  return { ...content, language: 'en-US', view: shown, legend, key: shown === 'clean' ? [] : keyOf(content.sections, legend, parties) }
}

/** The kinds of change that occur in some parts, each once: by date, then in the order of the parties, insertions first. */
function keyOf(parts: readonly PaperPart[], legend: Legend, parties: readonly string[]): PaperKey[] {
  const found = new Map<string, PaperKey>()
  for (const r of redlinesOf(parts))
    eachCause(withLabels(r.blocks), (kind, by) => {
      const round = r.rounds.find((x: RoundRef) => x.r === by.r)
      if (!round) return
      const label = keyLabel(legend, kind, round)
      const key = `${kind} ${round.party} ${label}`
      const known = found.get(key)
      if (!known || round.date < known.date) found.set(key, { kind, party: round.party, date: round.date, label })
    })
  const rank = (k: PaperKey) => `${k.date} ${parties.indexOf(k.party)} ${k.kind === 'insert' ? 0 : 1}`
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

function keyLabel(legend: Legend, kind: 'insert' | 'delete', round: RoundRef): string {
  const rule = legend.rules.find(
    (x) => x.party === round.party && x.kind === kind && (x.from === null || round.date >= x.from) && (x.to === null || round.date <= x.to),
  )
  const label = rule?.label ?? `${round.party} %d ${kind === 'insert' ? 'new' : 'strikes'}`
  return label.replace('%d', formatDay(round.date))
}

function eachCause(blocks: readonly Block[], found: (kind: 'insert' | 'delete', by: Cause) => void): void {
  const see = (kind: string, by: Cause | null): void => {
    if (by && (kind === 'insert' || kind === 'delete')) found(kind, by)
  }
  for (const b of blocks) {
    if (b.kind === 'text') {
      see(b.end, b.by)
      see('insert', b.inserted)
      for (const run of b.runs) {
        see(run.kind, run.by)
        see('insert', run.inserted)
      }
      continue
    }
    for (const row of b.rows) {
      see(row.change, row.by)
      for (const cell of row.cells) {
        see(cell.change, cell.by)
        eachCause(cell.blocks, found)
      }
    }
  }
}

/** A file name that every system takes. */
export const fileName = (parts: readonly string[]): string =>
  parts
    .join(' ')
    .replace(/[^\p{L}\p{N} ._()&'-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
