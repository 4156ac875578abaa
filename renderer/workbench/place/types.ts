import type { Output } from '../../../shared/rpc/contract.ts'
import type { InPlaceView } from '../../../shared/rpc/place.ts'
import type { BlockStretch } from '../../editor/types.ts'

/** What the contract view shows in place: the agreement alone, open proposals in it, or all that is agreed. */
export type InPlaceKind = 'open' | 'ta'
/** What stands in place on the page, and what could not be put there. */
export interface InPlaceShown extends Pick<InPlaceView, 'items' | 'refused'> {
  readonly kind: InPlaceKind
}
/** A stretch of the base agreement by its first and last block; `to` null: the one block, or all of a heading’s part. */
export interface Stretch {
  readonly from: string
  readonly to: string | null
}
/** Where a menu was asked for, and which blocks it is about. */
export interface PlaceMenuAt {
  readonly x: number
  readonly y: number
  readonly stretch: Stretch
  readonly what: BlockStretch['what']
  /** The heading above; null for none. */
  readonly section: string | null
}
/** What an item made of a stretch would be. */
export type ItemHere = Output<'item.here'>
