import { Markup } from './back/markup.ts'
import { HALF, type Moves } from './back/move.ts'
import { isElement, parseXml, writeXml } from './package/tree.ts'
import { child } from './read/word.ts'
import type { Ids } from './revision.ts'
import type { Xml } from './xml.ts'

const PREFIX = `xmlns:${HALF.slice(0, HALF.indexOf(':'))}`
/** The namespace that the marks of halves stand in until they are written. */
export const MARKED = { [PREFIX]: 'urn:half' } as const

/** A document whose halves of moves are marked, with the ranges that Word wants around them. */
export function rangedXml(document: Xml, moves: Moves, ids: Ids): Xml {
  const { head, root } = parseXml(new TextEncoder().encode(document), 'document', 'word/document.xml')
  const { [PREFIX]: _, ...attributes } = root.attributes
  const body = child(root, 'body')!
  const ranged = moves.ranged(body, new Markup(root), () => String(ids.next()))
  const children = root.children.map((c) => (isElement(c) && c === body ? ranged : c))
  return new TextDecoder().decode(writeXml({ head, root: { ...root, attributes, children } })) as Xml
}
