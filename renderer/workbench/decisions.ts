import type { RoundRef } from '../../shared/model/negotiation.ts'
import type { Change, Tally, Verdict } from '../../shared/redline/index.ts'
import type { Decision } from '../editor/types.ts'
import { proposalName } from './versions.ts'
import { count } from './words.ts'

export const DECISION_NAMES: Readonly<Record<Decision, { readonly label: string; readonly key: string }>> = {
  keep: { label: 'Keep', key: 'K' },
  strike: { label: 'Strike', key: 'S' },
  restore: { label: 'Restore', key: 'R' },
  takeBack: { label: 'Take back', key: 'T' },
}

/** What can be done with a change in our open round; what cannot apply is left out. */
export function decisionsFor(change: Change, open: RoundRef | null): Decision[] {
  if (!open) return []
  if (change.by.r === open.r) return ['takeBack']
  if (change.move) return ['keep', 'restore']
  const decisions: Decision[] = ['keep']
  const did = (what: string) => change.kinds.some((kind) => kind.startsWith(what))
  if (change.inserted || did('insert')) decisions.push('strike')
  // Of a changed look, what is restored is the look that stood before.
  if (change.struck || did('delete') || did('format') || did('paragraph')) decisions.push('restore')
  return decisions
}

/** Whose changes can be decided together: all, those of a party, those of a round. `id` is unique and empty for all. */
export interface Whose {
  readonly id: string
  readonly name: string
  readonly party?: string
  readonly round?: number
}

/** The choices that the changes of a view give, with how many each holds. */
export function whoseOf(changes: readonly Change[], rounds: readonly RoundRef[]): Whose[] {
  const of = (name: string, list: readonly Change[]) => `${name} (${list.length.toLocaleString('en-US')})`
  const parties = [...new Set(changes.map((c) => c.by.p))]
  const places = [...new Set(changes.map((c) => c.by.r))].sort((a, b) => a - b)
  const out: Whose[] = [{ id: '', name: of('All parties and rounds', changes) }]
  if (parties.length > 1)
    for (const party of parties)
      out.push({
        id: party,
        name: of(
          `${party}, all rounds`,
          changes.filter((c) => c.by.p === party),
        ),
        party,
      })
  if (places.length > 1 || parties.length === 1)
    for (const round of places) {
      const list = changes.filter((c) => c.by.r === round)
      const ref = rounds.find((r) => r.r === round)
      out.push({ id: `round ${round}`, name: of(ref ? proposalName(ref) : list[0].by.p, list), party: list[0].by.p, round })
    }
  return out
}

/** How much a verdict does, in one sentence. `own`: it is on words of our open round, which go without a trace. */
export function sayTally({ changes, words, looks }: Tally, verdict: Verdict, own: boolean): string {
  if (!changes)
    return verdict === 'restore'
      ? 'Nothing was struck here.'
      : verdict === 'strike'
        ? 'Nothing was inserted here.'
        : 'Nothing here to decide.'
  const parts: string[] = []
  if (words.struck) parts.push(`${own ? 'takes back' : 'strikes'} ${count(words.struck, 'word')}`)
  if (words.restored) parts.push(`restores ${count(words.restored, 'word')}`)
  if (looks) parts.push(`undoes ${count(looks, 'change')} of formatting or style`)
  const does =
    parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'changes paragraphs, rows or columns')
  return `${does.charAt(0).toUpperCase()}${does.slice(1)}, in ${count(changes, 'change')}.`
}
