import type { RoundRef } from '../../shared/model/negotiation.ts'
import type { Change } from '../../shared/redline/index.ts'
import type { Decision } from '../editor/types.ts'

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
  const decisions: Decision[] = ['keep']
  if (change.inserted) decisions.push('strike')
  if (change.struck) decisions.push('restore')
  return decisions
}
