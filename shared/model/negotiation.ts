/** What a negotiation is made of, in the words of the table. Dates are ISO days (`2023-09-20`); times are UTC ISO strings. */

/** A day, `YYYY-MM-DD`. */
export type Day = string
/** A moment, ISO 8601 in UTC. */
export type Moment = string

/** What a party is at the table. */
export type PartyRole = 'association' | 'employer' | 'other'
/** A side at the table. `label` is short and unique (`BEA`, `191`). */
export interface Party {
  readonly label: string
  readonly name: string
  readonly role: PartyRole
}

/** One round of a chain: what one party put forward on one date. `r` is its place in the chain, from 1. */
export interface RoundRef {
  readonly r: number
  readonly party: string
  readonly date: Day
  /** The proposal that this round made. */
  readonly proposal: string
}

/** An ordinary subject, the meeting norms, or the base agreement. */
export type ItemKind = 'item' | 'norms' | 'base'
/** Where an item or a proposal stands: open, tentatively agreed, withdrawn, set aside, or settled by ratification. */
export type Status = 'open' | 'ta' | 'dropped' | 'hold' | 'settled'
/** Changed language, new language, a rule that language follows from, or a memorandum of understanding. */
export type ProposalKind = 'amended' | 'new' | 'rule' | 'mou'

/** One numbered subject, tied to a place in the base agreement or to none. The base agreement itself is the item of kind `base`. */
export interface Item {
  readonly id: string
  /** As written (`13`); `base` for the base agreement, `norms` for meeting norms. */
  readonly number: string
  readonly title: string
  /** Such as `Article VIII, Section 4`; null where the language is new or the place is not stated. */
  readonly place: string | null
  readonly kind: ItemKind
  readonly status: Status
  readonly statusDate: Day | null
}

/** An item's language as one party put it in one round. */
export interface Proposal {
  readonly id: string
  readonly item: string
  readonly party: string
  readonly date: Day
  readonly kind: ProposalKind
  /** `ta` or `dropped` where this very proposal was agreed or withdrawn, else `open`. */
  readonly status: Status
  readonly statusDate: Day | null
  /** The proposal it answers; null where it was made against the current language. */
  readonly answers: string | null
  readonly sealed: boolean
  readonly sealedAt: Moment | null
  /** The rounds its document holds, in order; the last is its own. */
  readonly chain: readonly RoundRef[]
}

/** What a doubt is about. */
export type DoubtKind =
  | 'label'
  | 'date'
  | 'party'
  | 'status'
  | 'value'
  | 'marks'
  | 'structure'
  | 'kind'
  | 'answers'
  /** A remark that hung on the text of a source: private, and no doubt about the reading. */
  | 'comment'
  /** An edit that a file held without tracking it. */
  | 'untracked'
  | 'other'
/** What an import could not read with certainty: shown for the person to confirm or correct. */
export interface Doubt {
  readonly id: string
  /** Item and proposal it is about, where it is about one. */
  readonly item: string | null
  readonly proposal: string | null
  readonly kind: DoubtKind
  /** One sentence: what is doubtful and what was taken. */
  readonly message: string
  /** The words of the source in question, verbatim. */
  readonly excerpt: string
  /** Line of the source, from 1; 0 where unknown. */
  readonly line: number
  readonly resolvedAt: Moment | null
  readonly answer: string | null
}

/** Who begins the next session, and the reason in one sentence (norm 7); party null where it cannot be told. */
export interface GoesFirst {
  readonly party: string | null
  readonly reason: string
}
