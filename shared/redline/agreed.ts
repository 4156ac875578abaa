import type { Node } from 'prosemirror-model'
import { project } from './project.ts'
import type { Version } from './types.ts'

/** Whether a clean document holds a block just as it was agreed. */
const holds = (clean: Node, agreed: Node): boolean => clean.children.some((block) => block.attrs.id === agreed.attrs.id && block.eq(agreed))

/** The first of some agreed blocks (clean) that a clean document does not hold as they were agreed; null where it holds them all. */
export const missingOf = (clean: Node, agreed: readonly Node[]): Node | null => agreed.find((block) => !holds(clean, block)) ?? null

/** The first agreed block that an edit takes away from how it was agreed, as version `v` reads; null where it leaves them all. */
export function takenAway(before: Node, next: Node, v: Version, agreed: readonly Node[]): Node | null {
  if (!agreed.length) return null
  const stood = project(before, v)
  return missingOf(
    project(next, v),
    agreed.filter((block) => holds(stood, block)),
  )
}

/** How a sentence names a block: its label, else its first words. */
export function blockName(block: Node): string {
  const label = String(block.attrs.label ?? '').replace(/[.:]$/, '')
  if (label) return label
  const words = block.textContent.trim().split(/\s+/)
  return words[0] ? `“${words.slice(0, 5).join(' ')}${words.length > 5 ? '…' : ''}”` : 'A paragraph'
}
