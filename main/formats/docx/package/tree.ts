import { SaxesParser, type SaxesTagNS } from 'saxes'
import { ParleyError } from '../../../../shared/rpc/contract.ts'
import { escapeAttribute, escapeText } from './escape.ts'

/**
 * XML as a small tree that keeps what it does not know: names, attributes and text stand as they were written, so that a part
 * goes back as it came but for what was changed on purpose. Comments and processing instructions are kept too.
 */

/** An element. `name` is as written, prefix included; `uri` its namespace, `local` its name in there. */
export interface Element {
  readonly name: string
  readonly uri: string
  readonly local: string
  /** Attributes by the name as written, namespace declarations included, in the order of the file. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Child[]
}
/** What stands in an element: an element, text, or markup that is passed through as it is written (comments, instructions). */
export type Child = Element | string | { readonly raw: string }

/** A part as a tree. `head` is what stood before the root element: the declaration and what else there was. */
export interface XmlPart {
  readonly head: string
  readonly root: Element
}

/** How deep elements may stand in each other, and how many there may be in a part. */
export const BOUNDS = { depth: 300, elements: 4_000_000, attributes: 200 } as const

/** Puts more at the end of a list, however much: `push(...more)` takes only as many as the stack holds. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const one of more) list.push(one)
}

export const isElement = (child: Child): child is Element => typeof child === 'object' && 'name' in child

interface Open {
  readonly tag: SaxesTagNS
  readonly attributes: Record<string, string>
  readonly children: Child[]
}

/**
 * Reads a part. UTF-8 and UTF-16 with a byte order mark are understood. Throws a `ParleyError` that calls the file `file` and
 * names the part where it is not well formed, has a DOCTYPE (entities could expand without end or fetch from elsewhere), or
 * exceeds `BOUNDS`.
 */
export function parseXml(bytes: Uint8Array, file: string, part: string): XmlPart {
  const fail = (what: string): never => {
    throw new ParleyError('bad-input', `«${file}» cannot be read: its part ${part} ${what}`)
  }
  const parser = new SaxesParser({ xmlns: true, position: false })
  const stack: Open[] = []
  const head: string[] = []
  let root: Element | null = null
  let elements = 0
  // A part says the same few names over and over: one copy of each is kept.
  const names = new Map<string, string>()
  const one = (name: string): string => {
    const known = names.get(name)
    if (known !== undefined) return known
    names.set(name, name)
    return name
  }
  const put = (child: Child): void => {
    const open = stack[stack.length - 1]
    if (open) open.children.push(child)
  }
  parser.on('error', () => fail('is not well-formed XML.'))
  parser.on('doctype', () => fail('has a document type declaration, which Word files never have.'))
  parser.on('xmldecl', ({ version, encoding, standalone }) => {
    const rest = `${encoding ? ` encoding="${encoding}"` : ''}${standalone ? ` standalone="${standalone}"` : ''}`
    head.push(`<?xml version="${version}"${rest}?>`)
  })
  parser.on('opentag', (tag) => {
    if (stack.length >= BOUNDS.depth) fail(`nests more than ${BOUNDS.depth} elements in each other.`)
    if (++elements > BOUNDS.elements) fail('holds more elements than a contract can have.')
    const written = Object.keys(tag.attributes)
    if (written.length > BOUNDS.attributes) fail(`has an element with more than ${BOUNDS.attributes} attributes.`)
    const attributes: Record<string, string> = Object.create(null)
    for (const name of written) attributes[one(name)] = tag.attributes[name].value
    stack.push({ tag, attributes, children: [] })
  })
  parser.on('closetag', () => {
    const { tag, attributes, children } = stack.pop()!
    const element: Element = { name: one(tag.name), uri: one(tag.uri), local: one(tag.local), attributes, children }
    if (stack.length) put(element)
    else root = element
  })
  parser.on('text', (text) => put(text))
  parser.on('cdata', (text) => put(text))
  parser.on('comment', (text) => put({ raw: `<!--${text}-->` }))
  parser.on('processinginstruction', ({ target, body }) => put({ raw: `<?${target}${body ? ` ${body}` : ''}?>` }))
  parser.write(decode(bytes, fail)).close()
  return root ? { head: head.join(''), root } : fail('is empty.')
}

function decode(bytes: Uint8Array, fail: (what: string) => never): string {
  const [a, b] = bytes
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return fail(`is not text in ${encoding.toUpperCase()}.`)
  }
}

/** Writes an element as it was read. */
export function serialize(element: Element): string {
  const out: string[] = []
  write(element, out)
  return out.join('')
}
function write(element: Element, out: string[]): void {
  out.push('<', element.name)
  for (const name of Object.keys(element.attributes)) out.push(' ', name, '="', escapeAttribute(element.attributes[name]), '"')
  if (!element.children.length) {
    out.push('/>')
    return
  }
  out.push('>')
  for (const child of element.children) {
    if (typeof child === 'string') out.push(escapeText(child))
    else if ('raw' in child) out.push(child.raw)
    else write(child, out)
  }
  out.push('</', element.name, '>')
}

/** Writes a part, in UTF-8 whatever it was read from. */
export const writeXml = ({ head, root }: XmlPart): Uint8Array =>
  new TextEncoder().encode(`${head.replace(/encoding="[^"]*"/, 'encoding="UTF-8"')}\n${serialize(root)}`)
