import type { RoundRef } from '../../shared/model/negotiation.ts'
import type { DoubtInfo, ItemDetail, ProposalInfo } from '../../shared/rpc/contract.ts'
import { shortDay } from './dates.ts'

/** A version of an item as the window holds it: the current language, or a proposal by its id. */
export type VersionId = string
export const BASE: VersionId = 'base'

/** The version as the contract writes it. */
export const asVersion = (id: VersionId): string => (id === BASE ? BASE : `#${id}`)

/** A proposal in two words: `LTA 9.20`. */
export const proposalName = (p: Pick<ProposalInfo, 'party' | 'date'>): string => `${p.party} ${shortDay(p.date)}`

/** What a version is called: `Current language` or `LTA 9.20`. */
export function versionName(id: VersionId, proposals: readonly ProposalInfo[]): string {
  const p = proposals.find((x) => x.id === id)
  return p ? proposalName(p) : 'Current language'
}

/** The place of a version in a chain of rounds; undefined where the chain does not hold it. */
export function roundOf(rounds: readonly RoundRef[], id: VersionId): number | undefined {
  return id === BASE ? 0 : rounds.find((round) => round.proposal === id)?.r
}

/** Proposals as the record shows them: latest first; of one day, the one entered later first. */
export function latestFirst(proposals: readonly ProposalInfo[]): ProposalInfo[] {
  return proposals
    .map((p, at) => ({ p, at }))
    .sort((a, b) => Number(a.p.sealed) - Number(b.p.sealed) || b.p.date.localeCompare(a.p.date) || b.at - a.at)
    .map(({ p }) => p)
}

/** What can stand as the baseline of a view besides any version: our last and their last sealed proposal before the one shown. */
export function lastOf(detail: ItemDetail, us: string, target: VersionId): { ours: ProposalInfo | null; theirs: ProposalInfo | null } {
  const others = latestFirst(detail.proposals).filter((p) => p.sealed && p.id !== target)
  return { ours: others.find((p) => p.party === us) ?? null, theirs: others.find((p) => p.party !== us) ?? null }
}

/**
 * The proposal whose document holds both versions, where there is one: the one on the page if it does, else the target, the
 * baseline, or any other. Null: the two must be compared, or neither is a proposal.
 */
export function carrier(detail: ItemDetail, baseline: VersionId, target: VersionId, onPage: string | null): string | null {
  const holds = (id: string | null) => {
    const p = detail.proposals.find((x) => x.id === id)
    return p !== undefined && roundOf(p.chain, baseline) !== undefined && roundOf(p.chain, target) !== undefined
  }
  const order = [onPage, target, baseline, ...detail.proposals.map((p) => p.id)]
  return order.find((id) => holds(id)) ?? null
}

/** What an item shows when it is picked: our open draft, else the latest proposal, else the current language. */
export function firstShown(detail: ItemDetail): VersionId {
  return detail.item.draft ?? latestFirst(detail.proposals)[0]?.id ?? BASE
}

/**
 * What a new round of ours answers unless it is said: the latest language of the item, so that no round is left out; of several
 * of one day the other party's. A memorandum beside the language is answered only where there is nothing else. `sealed`: latest first.
 */
export function answeredByDefault(sealed: readonly ProposalInfo[], us: string): VersionId {
  const language = sealed.filter((p) => p.kind !== 'mou')
  const [latest, ...rest] = language.length > 0 ? language : sealed
  if (!latest) return BASE
  return [latest, ...rest].find((p) => p.date === latest.date && p.party !== us)?.id ?? latest.id
}

/** What a round begins with that answers a version, and which later words it would not hold. `sealed`: latest first. */
export function beginsWith(answers: VersionId, sealed: readonly ProposalInfo[]): string {
  const answered = sealed.find((p) => p.id === answers)
  const what = answered?.kind === 'mou' ? ', a memorandum of understanding' : ''
  const begins = answered
    ? `Your round begins with the words of ${proposalName(answered)}${what}.`
    : 'Your round begins with the current language.'
  const latest = sealed[0]
  const held = !latest || latest.id === answered?.id || answered?.chain.some((round) => round.proposal === latest.id)
  return held ? begins : `${begins} They do not hold the latest proposal, ${proposalName(latest)}.`
}

/** Whether an open doubt says that the marks of an item's language could not be read with certainty. */
export const marksInDoubt = (doubts: readonly DoubtInfo[], item: string | null): boolean =>
  doubts.some((d) => d.item === item && d.kind === 'marks' && d.resolvedAt === null)
