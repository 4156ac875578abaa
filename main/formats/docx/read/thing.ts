import { createHash } from 'node:crypto'
import type { Package } from '../package/package.ts'
import { type Element, isElement } from '../package/tree.ts'
import { attribute, childrenOf, isWord } from './word.ts'

/**
 * What the model does not hold: pictures, equations, notes, fields. They are kept as they are, shown by name, and told apart by
 * a key that does not depend on the ids of a file, so that the same picture in two files is the same thing.
 */

/** What a reader sees of a thing. */
export interface Seen {
  readonly what: string
  readonly text: string
  readonly key: string
}
/** Names and tells apart what is met in a part of a package. */
export interface Things {
  inline(element: Element): Seen
  block(element: Element): Seen
  field(instruction: string, text: string): string
}

/** Attributes that say nothing of what is seen: ids that each save makes anew. */
const PASSING = /^(w:rsid|w14:(paraId|textId)|wp14:(anchorId|editId)|r:id$)/
/** Elements whose `id` and `name` are given anew by each program. */
const NUMBERED: ReadonlySet<string> = new Set(['docPr', 'cNvPr', 'bookmarkStart', 'bookmarkEnd', 'creationId', 'shape', 'shapetype'])

const NAMES: Readonly<Record<string, string>> = {
  drawing: 'picture',
  pict: 'picture',
  object: 'object',
  oMath: 'equation',
  oMathPara: 'equation',
  footnoteReference: 'footnote',
  endnoteReference: 'endnote',
  commentReference: 'comment',
  annotationRef: 'mark',
  footnoteRef: 'mark',
  endnoteRef: 'mark',
  br: 'page break',
  altChunk: 'part of another file',
  ruby: 'ruby text',
}

/** The things of a part. A picture is known by the bytes it shows, a note by its words. */
export function thingsOf(pack: Package, part: string): Things {
  const relations = new Map(pack.relations(part).map((r) => [r.id, r]))
  const digests = new Map<string, string>()
  const digestOf = (target: string): string => {
    let known = digests.get(target)
    if (!known) {
      known = hash(pack.parts.get(target) ?? '')
      digests.set(target, known)
    }
    return known
  }
  const notes = new Map<string, Element>()
  for (const kind of ['footnote', 'endnote'] as const) {
    const path = pack.related(part, `${kind}s`)
    for (const note of path ? childrenOf(pack.xml(path).root, kind) : []) notes.set(`${kind}${attribute(note, 'id')}`, note)
  }
  const said = (element: Element): string => {
    const out: string[] = []
    const walk = (e: Element): void => {
      const numbered = NUMBERED.has(e.local)
      // A note's number is its place; what it says counts.
      const reference = isWord(e) ? /^(footnote|endnote|comment)Reference$/.exec(e.local) : null
      out.push('<', e.local)
      for (const name of Object.keys(e.attributes).sort()) {
        const value = e.attributes[name]
        const relation = relations.get(value)
        if (relation && /^(r|o):/.test(name)) out.push(' ', relation.external ? relation.target : digestOf(relation.target))
        else if (!reference && !PASSING.test(name) && !name.startsWith('xmlns') && !(numbered && /^(id|name|w:id|w:name)$/.test(name)))
          out.push(' ', name, '=', value)
      }
      out.push('>')
      for (const c of e.children) {
        if (isElement(c)) walk(c)
        else if (typeof c === 'string') out.push(c)
      }
      const note = reference && notes.get(`${reference[1]}${attribute(e, 'id')}`)
      if (note) for (const c of note.children) if (isElement(c)) walk(c)
    }
    walk(element)
    return out.join('')
  }
  const seen = (element: Element, text: string): Seen => {
    const what = nameOf(element)
    return { what, text, key: `${what}:${hash(said(element))}` }
  }
  return {
    inline: (element) => seen(element, mathText(element)),
    block: (element) => seen(element, mathText(element)),
    field: (instruction, text) => `field:${hash(`${instruction.trim()}\n${text}`)}`,
  }
}

const hash = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64url').slice(0, 16)
const nameOf = (element: Element): string => {
  if (!Object.hasOwn(NAMES, element.local)) return 'object'
  if (element.local === 'br') return attribute(element, 'type') === 'column' ? 'column break' : 'page break'
  if (holds(element, 'txbxContent')) return 'text box'
  if (holds(element, 'chart')) return 'chart'
  if (holds(element, 'relIds')) return 'diagram'
  return NAMES[element.local]
}
const holds = (element: Element, local: string): boolean =>
  element.children.some((c) => isElement(c) && (c.local === local || holds(c, local)))
/** The words of an equation, as LibreOffice and others show it where they cannot draw it: its letters in order. */
function mathText(element: Element): string {
  if (element.local !== 'oMath' && element.local !== 'oMathPara') return ''
  const out: string[] = []
  const walk = (e: Element): void => {
    if (e.local === 't') out.push(e.children.filter((c) => typeof c === 'string').join(''))
    for (const c of e.children) if (isElement(c)) walk(c)
  }
  walk(element)
  return out.join('')
}

/** What a reader sees of a field: its result. Fields that show nothing by themselves (an index entry) have none. */
export const fieldText = (instruction: string, result: string): string => (/^\s*(XE|TC|RD|TA)\b/.test(instruction) ? '' : result)
