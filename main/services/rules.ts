import type { Rules } from '../../shared/model/record.ts'
import type { Store } from '../store/index.ts'

/** Says what the parties go by from now on; what is left out stays as it was. Answers the rules as they stand. */
export function setRules(store: Store, given: Partial<Rules> & { readonly date?: string | null }): Rules {
  const { date, ...said } = given
  const content = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  if (Object.keys(content).length) store.addLine('rule', { date: date ?? null, content })
  return store.record().rules
}
