import type { Node } from 'prosemirror-model'
import { formatDay } from '../../shared/model/labels.ts'
import type { Item } from '../../shared/model/negotiation.ts'
import type { Agreement } from '../../shared/model/record.ts'
import { project } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'

/** Language that was agreed in a part of an item: what may not read otherwise while the agreement stands. */
export interface Frozen {
  readonly agreement: Agreement
  /** The blocks as they were agreed, clean. */
  readonly blocks: readonly Node[]
}

/** Whether a clean document holds a block just as it was agreed. */
const holds = (clean: Node, agreed: Node): boolean => clean.children.some((block) => block.attrs.id === agreed.attrs.id && block.eq(agreed))

/** The first agreed block that a clean document does not hold as it was agreed; null where it holds them all. */
export function missingBlock(clean: Node, frozen: readonly Frozen[]): { readonly block: Node; readonly agreement: Agreement } | null {
  for (const { agreement, blocks } of frozen) for (const block of blocks) if (!holds(clean, block)) return { block, agreement }
  return null
}

/** How a sentence names a block: its label, else its first words. */
export function blockName(block: Node): string {
  const label = String(block.attrs.label ?? '').replace(/[.:]$/, '')
  if (label) return label
  const words = block.textContent.trim().split(/\s+/)
  return words[0] ? `“${words.slice(0, 5).join(' ')}${words.length > 5 ? '…' : ''}”` : 'A paragraph'
}

const on = (agreement: Agreement): string => (agreement.date === null ? '' : ` on ${formatDay(agreement.date)}`)
/** Refuses language that does not hold what was agreed in a part. `what`: what is refused, such as `Item 13`. */
export const partAgreed = (item: string, { block, agreement }: { readonly block: Node; readonly agreement: Agreement }): ParleyError =>
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
  if (!frozen.length) return
  const stood = project(before, r)
  const held = frozen.map((f) => ({ ...f, blocks: f.blocks.filter((block) => holds(stood, block)) }))
  const missing = missingBlock(project(next, r), held)
  if (missing) throw partAgreed(name, missing)
}
