import type { Node } from 'prosemirror-model'
import { formatDay } from '../../shared/model/labels.ts'
import type { Item } from '../../shared/model/negotiation.ts'
import type { Agreement } from '../../shared/model/record.ts'
import { blockName, missingOf, takenAway } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'

/** Language that was agreed in a part of an item: what may not read otherwise while the agreement stands. */
export interface Frozen {
  readonly agreement: Agreement
  /** The blocks as they were agreed, clean. */
  readonly blocks: readonly Node[]
}
/** An agreed block that does not stand as it was agreed. */
interface Missing {
  readonly block: Node
  readonly agreement: Agreement
}

function firstOf(frozen: readonly Frozen[], find: (blocks: readonly Node[]) => Node | null): Missing | null {
  for (const { agreement, blocks } of frozen) {
    const block = find(blocks)
    if (block) return { block, agreement }
  }
  return null
}

/** The first agreed block that a clean document does not hold as it was agreed; null where it holds them all. */
export const missingBlock = (clean: Node, frozen: readonly Frozen[]): Missing | null =>
  firstOf(frozen, (blocks) => missingOf(clean, blocks))

const on = (agreement: Agreement): string => (agreement.date === null ? '' : ` on ${formatDay(agreement.date)}`)
/** Refuses language that does not hold what was agreed in a part. `item`: what it is called, such as `Item 13`. */
export const partAgreed = (item: string, { block, agreement }: Missing): ParleyError =>
  new ParleyError('refused', `${blockName(block)} of ${item} was agreed${on(agreement)}: it changes only when the item is reopened.`)

/** Refuses a change to language that is agreed as a whole, settled or dropped; says nothing of an item that is open or on hold. */
export function assertOpen(item: Item, name: string): void {
  const day = item.statusDate === null ? '' : ` on ${formatDay(item.statusDate)}`
  if (item.status === 'ta')
    throw new ParleyError('refused', `${name} was agreed${day}: its language changes only when the item is reopened.`)
  if (item.status === 'settled') throw new ParleyError('refused', `${name} was settled${day}, and what is settled is not reopened.`)
  if (item.status === 'dropped')
    throw new ParleyError('refused', `${name} was dropped${day}: it takes a proposal only when it is reopened.`)
}

/** Refuses an edit that takes agreed blocks away from how they were agreed. `r`: the open round. */
export function checkFrozen(before: Node, next: Node, r: number, frozen: readonly Frozen[], name: string): void {
  const missing = firstOf(frozen, (blocks) => takenAway(before, next, r, blocks))
  if (missing) throw partAgreed(name, missing)
}
