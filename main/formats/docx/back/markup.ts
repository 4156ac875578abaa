import type { Child, Element } from '../package/tree.ts'
import { isElement } from '../package/tree.ts'
import { isWord } from '../read/word.ts'

/** Elements of WordprocessingML with the prefix and the namespace that a file itself uses (Transitional or Strict). */
export class Markup {
  readonly prefix: string
  readonly uri: string
  /** The prefix of attributes: never empty, since an attribute without one is in no namespace. */
  private readonly attributePrefix: string

  constructor(root: Element) {
    const colon = root.name.indexOf(':')
    this.prefix = colon < 0 ? '' : root.name.slice(0, colon)
    this.uri = root.uri
    const bound = Object.entries(root.attributes).find(([name, value]) => name.startsWith('xmlns:') && value === root.uri)
    this.attributePrefix = this.prefix || (bound?.[0].slice(6) ?? 'w')
  }

  /** An element; attributes by their local names. */
  make(local: string, attributes: Readonly<Record<string, string>> = {}, children: readonly Child[] = []): Element {
    const named = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [this.attribute(name), value]))
    return { name: this.prefix ? `${this.prefix}:${local}` : local, uri: this.uri, local, attributes: named, children }
  }
  private attribute(name: string): string {
    return name.includes(':') ? name : `${this.attributePrefix}:${name}`
  }
}

/** An element with other children. */
export const withChildren = (element: Element, children: readonly Child[]): Element => ({ ...element, children })
/** An element without the children of some names. */
export const without = (element: Element, ...names: readonly string[]): Element =>
  withChildren(
    element,
    element.children.filter((c) => !(isElement(c) && isWord(c) && names.includes(c.local))),
  )
/** The children of an element (or of nothing) that are elements. */
export const inside = (element: Element | null): Element[] => element?.children.filter(isElement) ?? []
