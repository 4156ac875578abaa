import type { Day, Moment } from './negotiation.ts'

/**
 * What the record of a negotiation says beyond its proposals: what was passed across, offered together, met about, tied to a
 * place in the agreement, and which rules the parties keep. All of it is read out of append-only lines; nothing else is the truth.
 */

/** A line of the record, as far as reading it goes. `content` is JSON text. */
export interface RecordLine {
  readonly seq: number
  readonly at: Moment
  readonly kind: string
  readonly item: string | null
  readonly proposal: string | null
  readonly party: string | null
  readonly date: Day | null
  readonly content: string
}

/** A paper of a pass, as it left. `size` in bytes; the bytes themselves are kept in the file. */
export interface PassedPaper {
  readonly name: string
  readonly mime: string
  readonly sha256: string
  readonly size: number
}
/** What one party handed across at one moment. */
export interface Pass {
  readonly id: string
  readonly seq: number
  readonly at: Moment
  readonly party: string
  readonly date: Day
  /** The zone of the clock that it was passed by (`America/Chicago`): its time is always shown in it. */
  readonly zone: string
  /** The session that it happened in; null outside of one. */
  readonly session: string | null
  readonly proposals: readonly string[]
  readonly papers: readonly PassedPaper[]
}

/** Where items offered together stand: on the table, accepted as one, withdrawn as one, or each by itself again. */
export type PackageStatus = 'offered' | 'accepted' | 'withdrawn' | 'apart'
/** Items that are accepted or withdrawn together. */
export interface Package {
  readonly id: string
  readonly title: string
  readonly party: string
  readonly date: Day
  readonly proposals: readonly string[]
  readonly status: PackageStatus
  readonly statusDate: Day | null
}

/** One meeting. `start` and `end` are `HH:MM` by the clock of the place; an agenda is a line each. */
export interface Session {
  readonly id: string
  readonly date: Day
  readonly start: string | null
  readonly end: string | null
  readonly place: string
  readonly open: 'public' | 'closed'
  readonly agenda: readonly string[]
  /** Who goes first, where the parties settled it otherwise than by the rule; null: as the rule says. */
  readonly first: string | null
  /** A meeting that was called off stays in the record. */
  readonly cancelled: boolean
}

/** What the parties agreed to go by. */
export interface Rules {
  /**
   * Who goes first next: `not-last`: the party that was not the last to agree, drop or give a written proposal at the end of the
   * last meeting (norm 7); `alternate`: not the one that went first last time; `none`: nobody by rule.
   */
  readonly first: 'not-last' | 'alternate' | 'none'
  /** Whether a tentative agreement may be opened again before everything is settled. */
  readonly reopen: 'allowed' | 'both' | 'never'
}
/** The rules until the parties say otherwise: norm 7, and a tentative agreement opens again only where both parties say so. */
export const RULES: Rules = { first: 'not-last', reopen: 'both' }

/** Where an item stands in the base agreement: its blocks there, first to last, by their ids. */
export interface Anchor {
  readonly item: string
  /** Ids of the blocks of the base agreement that the item's current language is, in order; for new language, none. */
  readonly blocks: readonly string[]
  /** New language goes in after this block; null for an item that has blocks, or at the head of the agreement. */
  readonly after: string | null
  /** True where it was found by its words and nobody has said so; left out where a person did. */
  readonly found?: boolean
}

/** A tentative agreement that stands: on a proposal's language, all of it or some blocks of it. */
export interface Agreement {
  readonly item: string
  readonly proposal: string
  /** Who agreed to it; null where the record does not say. */
  readonly party: string | null
  readonly date: Day | null
  readonly session: string | null
  /** Ids of the blocks that were agreed, as the proposal has them; null for the whole item. */
  readonly blocks: readonly string[] | null
  readonly seq: number
}

/** Everything that the record says of these. Each list is in the order in which it came about. */
export interface BargainingRecord {
  readonly passes: readonly Pass[]
  readonly packages: readonly Package[]
  readonly sessions: readonly Session[]
  readonly rules: Rules
  readonly anchors: ReadonlyMap<string, Anchor>
  /** What is agreed in each item, as it stands: one agreement on the whole, or those on parts of it. */
  readonly agreements: ReadonlyMap<string, readonly Agreement[]>
}

/** Reads the record. A later line about the same session, rule or anchor stands in place of the earlier one, which stays in the file. */
export function readRecord(lines: readonly RecordLine[]): BargainingRecord {
  const passes: Pass[] = []
  const packages = new Map<string, Package>()
  const sessions = new Map<string, Session>()
  const anchors = new Map<string, Anchor>()
  const agreements = new Map<string, readonly Agreement[]>()
  let rules = RULES
  for (const line of lines) {
    if (!KINDS.has(line.kind)) continue
    const content = JSON.parse(line.content)
    if (line.kind === 'pass') passes.push({ zone: 'UTC', at: line.at, ...content, seq: line.seq, party: line.party, date: line.date })
    else if (line.kind === 'package')
      packages.set(content.id, { ...content, party: line.party, date: line.date, status: 'offered', statusDate: null })
    else if (line.kind === 'accept' || line.kind === 'withdraw') {
      const known = packages.get(content.package)
      const status = line.kind === 'accept' ? 'accepted' : content.apart ? 'apart' : 'withdrawn'
      if (known) packages.set(known.id, { ...known, status, statusDate: line.date })
    } else if (line.kind === 'session') sessions.set(content.id, { ...content, date: line.date })
    else if (line.kind === 'rule') rules = { ...rules, ...content }
    else if (line.kind === 'ta' || line.kind === 'reopen') agree(agreements, line, content)
    else anchors.set(line.item!, { ...content, item: line.item })
  }
  const byDay = (a: Session, b: Session) => compare(`${a.date} ${a.start ?? ''}`, `${b.date} ${b.start ?? ''}`)
  return { passes, packages: [...packages.values()], sessions: [...sessions.values()].sort(byDay), rules, anchors, agreements }
}

/** What a line says of a status, beyond its columns. */
interface StatusContent {
  readonly whole?: boolean
  readonly blocks?: readonly string[]
  readonly session?: string
  /** Of a reopening: it takes back a hold or a drop alone, and parts that are agreed stay agreed. */
  readonly kept?: boolean
}
function agree(agreements: Map<string, readonly Agreement[]>, line: RecordLine, { whole, blocks, session, kept }: StatusContent): void {
  const { item, proposal, party, date, seq } = line
  if (item === null) return
  if (line.kind === 'reopen') {
    if (whole && !kept) agreements.delete(item)
  } else if (proposal !== null && (whole || blocks)) {
    const one: Agreement = { item, proposal, party, date, session: session ?? null, blocks: whole ? null : (blocks ?? null), seq }
    agreements.set(item, whole ? [one] : [...(agreements.get(item) ?? []).filter((a) => a.blocks !== null), one])
  }
}

const KINDS = new Set(['pass', 'package', 'accept', 'withdraw', 'session', 'rule', 'anchor', 'ta', 'reopen'])
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
