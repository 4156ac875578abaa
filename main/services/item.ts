import type { Item } from '../../shared/model/negotiation.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store } from '../store/index.ts'
import { anchorTaken } from './anchor.ts'
import { emptyDoc, itemBase } from './outline.ts'

/**
 * Adds a numbered item; its current language is what its place in the base agreement names, or nothing. `norms` is the number of the
 * meeting norms, which are proposed, countered and agreed like any item and stand nowhere in the agreement.
 */
export function addItem(store: Store, item: { readonly number: string; readonly title: string; readonly place: string | null }): Item {
  const number = item.number.trim()
  const title = item.title.trim()
  if (number === 'norms') return store.addItem({ number, title: title || 'Meeting norms', place: null, kind: 'norms', base: emptyDoc() })
  if (number === 'base' || !/^[\p{L}\p{N}][\p{L}\p{N} .-]{0,19}$/u.test(number))
    throw new ParleyError('bad-input', `${number || 'Nothing'} is not an item's number.`)
  if (!title) throw new ParleyError('bad-input', `Item ${number} needs a title.`)
  return store.atomically(() => {
    const added = store.addItem({ number, title, place: item.place, kind: 'item', base: itemBase(store, item.place) })
    anchorTaken(store, added)
    return added
  })
}
