import { type Element, isElement } from '../package/tree.ts'

/** Reading of WordprocessingML trees, whichever prefix and whichever of the two namespaces (Transitional, Strict) they use. */

const TRANSITIONAL = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const STRICT = 'http://purl.oclc.org/ooxml/wordprocessingml/main'
const COMPATIBILITY = 'http://schemas.openxmlformats.org/markup-compatibility/2006'
/** Namespaces of extensions that this reader understands where they stand in a choice. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['w14', 'w15', 'w16', 'w16se', 'w16cid', 'w16du', 'wps', 'wpg', 'wpc'])

/** Whether an element is WordprocessingML's own, of a name where one is given. */
export const isWord = (element: Element, local?: string): boolean =>
  (local === undefined || element.local === local) && (element.uri === TRANSITIONAL || element.uri === STRICT)

/**
 * The child elements as a reader that knows the common extensions sees them: of alternative content the first choice that it
 * understands, else the fallback (ECMA-376 part 3, 9.3).
 */
export function elements(parent: Element): readonly Element[] {
  // Nearly everywhere the children are elements and nothing else: then they are the answer.
  if (parent.children.every((c) => isElement(c) && !isAlternative(c))) return parent.children as readonly Element[]
  let known = read.get(parent)
  if (!known) {
    known = parent.children.flatMap((c): readonly Element[] => (isElement(c) ? (isAlternative(c) ? chosen(c) : [c]) : []))
    read.set(parent, known)
  }
  return known
}
const read = new WeakMap<Element, readonly Element[]>()
/** Whether an element holds the same content in several forms. */
export const isAlternative = (element: Element): boolean => element.local === 'AlternateContent' && element.uri === COMPATIBILITY
/** What a reader takes of alternatives. */
export function chosen(alternatives: Element): readonly Element[] {
  const branches = alternatives.children.filter(isElement)
  const choice = branches.find(
    (b) => b.local === 'Choice' && (b.attributes.Requires ?? '').split(/\s+/).every((prefix) => UNDERSTOOD.has(prefix)),
  )
  const branch = choice ?? branches.find((b) => b.local === 'Fallback')
  return branch ? elements(branch) : []
}

/** The first child of a name in WordprocessingML; null where there is none. */
export function child(parent: Element | null, local: string): Element | null {
  if (!parent) return null
  for (const c of parent.children) {
    if (!isElement(c)) continue
    if (isWord(c, local)) return c
    if (isAlternative(c)) return elements(parent).find((e) => isWord(e, local)) ?? null
  }
  return null
}
/** All children of a name in WordprocessingML. */
export const childrenOf = (parent: Element | null, local: string): Element[] =>
  parent ? elements(parent).filter((e) => isWord(e, local)) : []

/** An attribute of WordprocessingML by its local name; null where it is absent. */
export function attribute(element: Element | null, local: string): string | null {
  if (!element) return null
  const own = element.attributes[prefixed(element.name, local)]
  if (own !== undefined) return own
  for (const name of Object.keys(element.attributes)) if (name.endsWith(`:${local}`)) return element.attributes[name]
  return element.attributes[local] ?? null
}
/** The name of an attribute with the prefix that its element has: nearly always `w`. */
function prefixed(name: string, local: string): string {
  if (name.startsWith('w:')) {
    let known = common.get(local)
    if (known === undefined) {
      known = `w:${local}`
      common.set(local, known)
    }
    return known
  }
  const colon = name.indexOf(':')
  return colon < 0 ? local : `${name.slice(0, colon)}:${local}`
}
const common = new Map<string, string>()
/** The `w:val` of a child; null where the child or its value is absent. */
export const valOf = (parent: Element | null, local: string): string | null => attribute(child(parent, local), 'val')
/** A whole number from an attribute; null where it is none. */
export function integer(text: string | null): number | null {
  const value = text === null ? Number.NaN : Number.parseInt(text, 10)
  return Number.isSafeInteger(value) ? value : null
}
/** An on-off property (ST_OnOff): null where it is not there, on where it stands without a value. */
export function onOff(parent: Element | null, local: string): boolean | null {
  const found = child(parent, local)
  if (!found) return null
  const value = attribute(found, 'val')
  return value === null || !['0', 'false', 'off', 'none'].includes(value)
}
