import { rmSync } from 'node:fs'
import { ensureIds, project } from '../../shared/redline/index.ts'
import type { Store } from '../store/index.ts'
import { createNegotiation } from './beginning.ts'
import { newId } from './id.ts'
import { ratified } from './ratify.ts'

/**
 * Begins the next negotiation in a new file: the same parties, and as its base agreement this one with every tentative agreement
 * applied, word for word. Nothing else goes along. Refused where the agreement cannot be put together, or the file is there.
 */
export function nextNegotiation(path: string, store: Store, next: { readonly title: string | null; readonly years: string | null }): Store {
  const { title, doc, target } = ratified(store)
  const base = ensureIds(project(doc, target), newId)
  const begun = createNegotiation(path, { ...next, parties: store.parties(), us: store.negotiation().us })
  try {
    begun.addItem({ number: 'base', title: title || 'Base agreement', place: null, kind: 'base', base })
    return begun
  } catch (error) {
    begun.close()
    rmSync(path, { force: true })
    throw error
  }
}
