import type { Item } from '../../shared/model/negotiation.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store } from '../store/index.ts'
import { anchorTaken } from './anchor.ts'
import { itemBase } from './outline.ts'

/** Adds a numbered item; its current language is what its place in the base agreement names, or nothing. */
export function addItem(store: Store, item: { readonly number: string; readonly title: string; readonly place: string | null }): Item {
  const number = item.number.trim()
  const title = item.title.trim()
  if (number === 'base' || number === 'norms' || !/^[\p{L}\p{N}][\p{L}\p{N} .-]{0,19}$/u.test(number))
    throw new ParleyError('bad-input', `${number || 'Nothing'} is not an item's number.`)
  if (!title) throw new ParleyError('bad-input', `Item ${number} needs a title.`)
  return store.atomically(() => {
    const added = store.addItem({ number, title, place: item.place, kind: 'item', base: itemBase(store, item.place) })
    anchorTaken(store, added)
    return added
  })
}
