import type { Doubt, Item, ItemKind, Proposal, ProposalKind, Status } from '../../shared/model/negotiation.ts'

/** Kinds of lines in a file's record. */
export type EventKind =
  | 'create'
  | 'source'
  | 'item'
  | 'base'
  | 'seal'
  | 'discard'
  | 'ta'
  | 'drop'
  | 'hold'
  | 'reopen'
  | 'settle'
  | RecordKind
/** Kinds of lines that a use case of the bargaining record writes; `shared/model/record.ts` says what each holds. */
export type RecordKind = 'pass' | 'package' | 'accept' | 'withdraw' | 'session' | 'rule' | 'anchor'

/** A line of the record. `content` is JSON: what the line says beyond its columns. */
export interface EventRow {
  readonly seq: number
  readonly at: string
  readonly kind: EventKind
  readonly item: string | null
  readonly proposal: string | null
  readonly party: string | null
  readonly date: string | null
  readonly content: string
  readonly hash: string
}

/** An item as it stands in the file. */
export interface ItemRow {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly place: string | null
  readonly kind: ItemKind
  readonly ord: number
}

/** A proposal as it stands in the file; `chain`, `clean` and `unstated` are JSON. */
export interface ProposalRow {
  readonly id: string
  readonly item: string
  readonly party: string
  readonly date: string
  readonly kind: ProposalKind
  readonly answers: string | null
  readonly position: number
  readonly chain: string
  readonly doc: string
  readonly doc_seq: number
  readonly state: 'draft' | 'sealed' | 'discarded'
  readonly created_at: string
  readonly sealed_at: string | null
  readonly clean: string | null
  readonly added: number
  readonly struck: number
  readonly unstated: string
}

/** The columns of a proposal without its document. */
export type ProposalHead = Omit<ProposalRow, 'doc' | 'clean'>

/** A doubt as it stands in the file. */
export interface DoubtRow {
  readonly id: string
  readonly item: string | null
  readonly proposal: string | null
  readonly kind: Doubt['kind']
  readonly message: string
  readonly excerpt: string
  readonly line: number
  readonly resolved_at: string | null
  readonly answer: string | null
}

const STATUS_OF: Readonly<Partial<Record<EventKind, Status>>> = {
  ta: 'ta',
  drop: 'dropped',
  hold: 'hold',
  reopen: 'open',
  settle: 'settled',
}

/** What the record says of an item or a proposal: the last word on its status and the day of it. */
export interface Standing {
  readonly status: Status
  readonly statusDate: string | null
  /** True of a proposal that was withdrawn with a package: what its party held before is held again. */
  readonly withPackage?: boolean
}
const OPEN: Standing = { status: 'open', statusDate: null }

/** Reads statuses out of the record: the last line that speaks of an item as a whole, and of each proposal. */
export function standings(events: readonly EventRow[]): { item(id: string): Standing; proposal(id: string): Standing } {
  const items = new Map<string, Standing>()
  const proposals = new Map<string, Standing>()
  for (const e of events) {
    const status = STATUS_OF[e.kind]
    if (!status) continue
    const { whole, blocks, package: of } = JSON.parse(e.content) as { whole?: boolean; blocks?: readonly string[]; package?: string }
    const standing = status === 'open' ? OPEN : { status, statusDate: e.date, ...(of === undefined ? {} : { withPackage: true }) }
    if (e.proposal && !blocks) proposals.set(e.proposal, standing)
    if (e.item && whole) items.set(e.item, standing)
  }
  return { item: (id) => items.get(id) ?? OPEN, proposal: (id) => proposals.get(id) ?? OPEN }
}

export const itemFrom = (row: ItemRow, s: Standing): Item => ({
  id: row.id,
  number: row.number,
  title: row.title,
  place: row.place,
  kind: row.kind,
  status: s.status,
  statusDate: s.statusDate,
})

export const proposalFrom = (row: ProposalHead, s: Standing): StoredProposal => ({
  id: row.id,
  item: row.item,
  party: row.party,
  date: row.date,
  kind: row.kind,
  status: s.status,
  statusDate: s.statusDate,
  answers: row.answers,
  sealed: row.state === 'sealed',
  sealedAt: row.sealed_at,
  chain: JSON.parse(row.chain),
  added: row.added,
  struck: row.struck,
  unstated: JSON.parse(row.unstated),
  withPackage: s.withPackage ?? false,
})

/** A proposal with the words that its round added and struck (0 and 0 while it is open: count them in its document). */
export interface StoredProposal extends Proposal {
  readonly added: number
  readonly struck: number
  /** What its source does not say, and was taken (each with a doubt). */
  readonly unstated: readonly ('party' | 'date')[]
  /** Whether it was withdrawn with a package. */
  readonly withPackage: boolean
}

export const doubtFrom = (row: DoubtRow): Doubt => ({
  id: row.id,
  item: row.item,
  proposal: row.proposal,
  kind: row.kind,
  message: row.message,
  excerpt: row.excerpt,
  line: row.line,
  resolvedAt: row.resolved_at,
  answer: row.answer,
})
