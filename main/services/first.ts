import { formatDay } from '../../shared/model/labels.ts'
import type { GoesFirst, Party } from '../../shared/model/negotiation.ts'
import { type BargainingRecord, readRecord, type Session } from '../../shared/model/record.ts'
import type { EventRow, StoredProposal } from '../store/index.ts'

/** What norm 7 counts, in the order in which it is told, and how a sentence says each of a party. */
const DEEDS = ['gave the last written proposal', 'was the last to agree', 'was the last to drop language'] as const
const ALSO = ['gave a written proposal', 'agreed', 'dropped language'] as const
/** What was given, agreed or withdrawn, by whom and when. */
interface Act {
  readonly party: string
  readonly date: string
  readonly did: 0 | 1 | 2
  /** When it was done, where it was written down as it happened: times of acts of one day can be told apart by it. */
  readonly time: string | null
  /** Its line in the record. */
  readonly seq: number
}

/** The other of two parties; null where there are more. */
export const otherThan = (parties: readonly Party[], label: string): string | null =>
  parties.length === 2 ? (parties.find((p) => p.label !== label)?.label ?? null) : null

/**
 * Who begins the next session, and why, in a sentence or two. Norm 7: the party that was not the last to agree, drop language or
 * give a written proposal at the last meeting. Whoever gave a proposal that was agreed, the other party is the one that agreed.
 * Where both acted on that day and its times are not known, the order of the record (of a document: its own) is gone by, and the
 * reason says so. Where the parties settled it for the next session, that counts.
 */
export function goesFirst(parties: readonly Party[], proposals: readonly StoredProposal[], events: readonly EventRow[]): GoesFirst {
  const record = readRecord(events)
  const acts = actsOf(parties, proposals, events, record)
  const last = acts.reduce<string | null>((date, a) => (date === null || a.date > date ? a.date : date), null)
  const next = record.sessions.find((s) => !s.cancelled && (last === null || s.date > last)) ?? null
  if (next?.first != null) return { party: next.first, reason: `The parties settled that ${next.first} begins on ${formatDay(next.date)}.` }
  return RULE[record.rules.first]({ parties, acts, last, record, next })
}

interface Ground {
  readonly parties: readonly Party[]
  readonly acts: readonly Act[]
  readonly last: string | null
  readonly record: BargainingRecord
  readonly next: Session | null
}
const RULE: Readonly<Record<BargainingRecord['rules']['first'], (ground: Ground) => GoesFirst>> = {
  'not-last': notLast,
  alternate,
  none: () => ({ party: null, reason: 'The parties go by no rule for who begins.' }),
}

function notLast({ parties, acts, last }: Ground): GoesFirst {
  if (last === null) return { party: null, reason: 'Nothing has been put forward yet.' }
  const that = acts.filter((a) => a.date === last)
  const day = formatDay(last)
  const who = lastToAct(parties, that)
  const own = that.filter((a) => a.party === who.party)
  const deeds = DEEDS.map((_, i) => i).filter((i) => (who.act ? who.act.did === i : own.some((a) => a.did === i)))
  const did = deeds.map((i, n) => (n === 0 ? DEEDS[i] : ALSO[i])).join(' and ')
  const party = otherThan(parties, who.party)
  const ground = who.timed ? '' : ' No times of that day are known: this goes by the order of the record.'
  return party
    ? { party, reason: `${who.party} ${did} on ${day}, so ${party} begins.${ground}` }
    : { party: null, reason: `${who.party} ${did} on ${day}, and there are more than two parties.` }
}

/**
 * Who acted last among the acts of one day: the only party that did, or that of the last act, by their times where all are known
 * and tell them apart, else by their lines in the record (`timed` is false).
 */
function lastToAct(parties: readonly Party[], that: readonly Act[]): { party: string; act: Act | null; timed: boolean } {
  const who = parties.filter((p) => that.some((a) => a.party === p.label))
  if (who.length === 1) return { party: who[0].label, act: null, timed: true }
  if (that.every((a) => a.time !== null)) {
    const act = that.reduce((one, a) => (a.time! >= one.time! ? a : one))
    if (that.every((a) => a.time !== act.time || a.party === act.party)) return { party: act.party, act, timed: true }
  }
  const act = that.reduce((one, a) => (a.seq >= one.seq ? a : one))
  return { party: act.party, act, timed: false }
}

/** Turn about: not the party that began last time. The last session that says who began it is where it is counted from. */
function alternate({ parties, last, record, next }: Ground): GoesFirst {
  const held = record.sessions.filter((s) => !s.cancelled)
  const upTo = next ? held.indexOf(next) : held.length
  const from = held.slice(0, upTo).findLastIndex((s) => s.first !== null)
  if (from < 0) return { party: null, reason: 'The parties begin by turns, and no session says who began.' }
  const known = held[from]
  const other = otherThan(parties, known.first!)
  if (!other) return { party: null, reason: 'The parties begin by turns, and there are more than two of them.' }
  const turns = upTo - from
  const before = turns % 2 === 1 ? known.first! : other
  const party = turns % 2 === 1 ? other : known.first!
  const day = formatDay(held[upTo - 1]?.date ?? last ?? known.date)
  return { party, reason: `The parties begin by turns, and ${before} began on ${day}, so ${party} begins.` }
}

function actsOf(
  parties: readonly Party[],
  proposals: readonly StoredProposal[],
  events: readonly EventRow[],
  record: BargainingRecord,
): Act[] {
  const byId = new Map(proposals.map((p) => [p.id, p]))
  const passed = new Map(record.passes.flatMap((pass) => pass.proposals.map((id) => [id, pass.at] as const)))
  const seals = new Map(events.filter((e) => e.kind === 'seal').map((e) => [e.proposal, e]))
  const acts: Act[] = proposals
    .filter((p) => p.sealed)
    .map((p) => ({
      party: p.party,
      date: p.date,
      did: 0,
      time: passed.get(p.id) ?? then(seals.get(p.id)?.at, p.date),
      seq: seals.get(p.id)?.seq ?? 0,
    }))
  for (const e of events) {
    if (e.date === null || (e.kind !== 'ta' && e.kind !== 'drop')) continue
    const giver = e.proposal === null ? null : (byId.get(e.proposal)?.party ?? null)
    const party = e.party ?? (giver === null ? null : e.kind === 'drop' ? giver : otherThan(parties, giver))
    if (party) acts.push({ party, date: e.date, did: e.kind === 'ta' ? 1 : 2, time: then(e.at, e.date), seq: e.seq })
  }
  return acts
}

const HOUR = 3_600_000
/** The moment of a line that was written on its own day, wherever on earth that was; null for what was entered later. */
function then(at: string | undefined, date: string): string | null {
  if (at === undefined) return null
  const since = Date.parse(at) - Date.parse(`${date}T00:00:00Z`)
  return since >= -14 * HOUR && since < 36 * HOUR ? at : null
}
