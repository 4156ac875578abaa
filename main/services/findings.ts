import { check, type Finding, parsePlace, type Term, termOf } from '../../shared/check/index.ts'
import type { Store } from '../store/index.ts'
import { cleanOf, type Resolved } from './versions.ts'

/** What somebody should look at in a version's language, and the term that its dates were held against (null: not known). */
export interface Findings {
  readonly term: Term | null
  readonly findings: readonly Finding[]
}

/**
 * Checks a version's language: dates against the term of the negotiation, references against the base agreement where there is
 * one, numbers, terms and amounts in themselves. Changes nothing.
 */
export function findings(store: Store, version: Resolved): Findings {
  const { item, proposal } = version
  const base = store.items().find((i) => i.kind === 'base')
  const term = termOf(store.negotiation().years)
  const place = item.place === null ? null : parsePlace(item.place)
  const own = item.kind === 'base'
  return {
    term,
    findings: check(cleanOf(store, version), {
      term,
      mou: proposal?.kind === 'mou',
      ...(place ? { from: place } : {}),
      agreement: own || !base ? null : store.base(base.id),
      before: own && proposal ? store.base(item.id) : null,
    }),
  }
}
