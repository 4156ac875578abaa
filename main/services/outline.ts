import { Fragment, type Node } from 'prosemirror-model'
import { schema } from '../../shared/model/schema.ts'
import { blockText } from '../../shared/redline/index.ts'
import type { Store } from '../store/index.ts'
import { newId } from './id.ts'

/** A document with nothing in it: the base of new language. */
export const emptyDoc = (): Node => schema.nodes.doc.create(null, schema.nodes.paragraph.create({ id: newId('b') }))

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 }

/** The number that `VIII` or `8` stands for; null for anything else. */
export function numberOf(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text)
  if (!/^[IVXLC]+$/i.test(text)) return null
  const digits = [...text.toUpperCase()].map((c) => ROMAN[c])
  return digits.reduce((sum, d, i) => sum + (d < (digits[i + 1] ?? 0) ? -d : d), 0)
}

const numbered = (word: string, text: string): number | null => {
  const found = new RegExp(`\\b${word}\\s+([\\dIVXLC]+)\\b`, 'i').exec(text)
  return found ? numberOf(found[1]) : null
}

/**
 * The current language that an item begins with: where its place names an article (and a section) that the base agreement has
 * exactly once, that part of it; else nothing, as for new language.
 */
export function itemBase(store: Store, place: string | null): Node {
  const base = store.items().find((i) => i.kind === 'base')
  const part = base && place ? partOf(store.base(base.id), place) : null
  return part ?? emptyDoc()
}

/** The blocks under the one heading that a place such as `Article VIII, Section 4` names; null where none or several do. */
export function partOf(doc: Node, place: string): Node | null {
  const article = numbered('article', place)
  if (article === null) return null
  const whole = range(doc, 0, doc.childCount, 'article', article)
  if (!whole) return null
  const section = numbered('section', place)
  const part = section === null ? whole : range(doc, whole.from + 1, whole.to, 'section', section)
  return part && doc.copy(Fragment.fromArray(Array.from({ length: part.to - part.from }, (_, i) => doc.child(part.from + i))))
}

function range(doc: Node, from: number, to: number, word: string, n: number): { from: number; to: number } | null {
  const hits: number[] = []
  for (let i = from; i < to; i++) {
    const block = doc.child(i)
    const text = blockText(block)
    if (levelOf(block) && new RegExp(`^\\s*${word}\\b`, 'i').test(text) && numbered(word, text) === n) hits.push(i)
  }
  if (hits.length !== 1) return null
  const level = levelOf(doc.child(hits[0]))
  let end = hits[0] + 1
  while (end < to && !(levelOf(doc.child(end)) && levelOf(doc.child(end)) <= level)) end++
  return { from: hits[0], to: end }
}

/** In an agreement that came from Word a section's caption may run into its text: `SECTION 2. RIGHT TO JOIN. Teachers shall …`. */
const RUN_IN = /^SECTION\s+\d{1,3}\.\s+\p{Lu}[^\p{Ll}]{3,}\.\s/u
/** The level of the part that a block begins: its heading's, that of a section for a caption that runs in; 0 for other blocks. */
const levelOf = (block: Node): number =>
  block.type === schema.nodes.heading ? block.attrs.level : block.isTextblock && RUN_IN.test(block.textContent) ? 2 : 0
