import type { Node } from 'prosemirror-model'
import { romanValue } from '../model/numeral.ts'
import { type TextBlock, textBlocks } from './text.ts'

/** Where a block stands in an agreement: numbers as references name them, Roman ones in figures; null where there is none. */
export interface Place {
  readonly article: string | null
  readonly section: string | null
  readonly subd: string | null
  /** A label below a subdivision, such as `3.2.1` or `a`. */
  readonly point: string | null
}
/** A block that begins a place: a heading, or a paragraph whose label numbers it. */
export interface Placed {
  readonly block: string
  readonly unit: Unit
  readonly number: string
  readonly place: Place
}
/** What a number counts. An appendix and a schedule stand where an article does. */
export type Unit = 'article' | 'section' | 'subd' | 'point'

const NOWHERE: Place = { article: null, section: null, subd: null, point: null }

/** The number of an article, section or subdivision as references are compared: `VIII` and `8` are one, `a` and `A` too. */
export function numberOf(text: string): string {
  const plain = text.replace(/[.:)]+$/, '').toLowerCase()
  const value = /^[ivxlc]+$/.test(plain) ? romanValue(plain) : 0
  return value ? String(value) : plain
}

const HEAD =
  /^\s*(article|appendix|schedule|section|sec\.|§|subdivision|subd\.?)\s+([0-9]+[a-z]?(?:[.-][0-9]+)*|[a-z]-?[0-9]+|[ivxlc]+|[a-z])\b/i
const CONTINUED = /\(\s*continued\s*\)/i

/** Reads the unit and number off the beginning of a heading or label; null where it numbers nothing. */
function headOf(text: string): { unit: Unit; number: string } | null {
  const found = HEAD.exec(text)
  if (!found || CONTINUED.test(text)) return null
  const word = found[1].toLowerCase()
  if (word === 'appendix' || word === 'schedule') return { unit: 'article', number: `${word} ${found[2].toLowerCase()}` }
  const number = numberOf(found[2])
  if (word === 'article') return { unit: 'article', number }
  return { unit: word.startsWith('subd') ? 'subd' : 'section', number }
}

function within(at: Place, unit: Unit, number: string): Place {
  switch (unit) {
    case 'article':
      return { ...NOWHERE, article: number }
    case 'section':
      return { ...NOWHERE, article: at.article, section: number }
    case 'subd':
      return { ...at, subd: number, point: null }
    case 'point':
      return { ...at, point: number }
  }
}

/**
 * The places of an agreement, or of an item’s language, in reading order, and the place of each of its text blocks. `from`: where
 * the language stands, for an item’s. A heading that only says that a page goes on is no place of its own; a title
 * without a number (of a memorandum) is the place of what stands under it.
 */
export function placesOf(
  doc: Node,
  from: Place = NOWHERE,
): { places: Placed[]; at: ReadonlyMap<string, Place>; blocks: readonly TextBlock[] } {
  const places: Placed[] = []
  const at = new Map<string, Place>()
  const titles = new Map<string, number>()
  const titled = (text: string): Place => {
    const title = titleOf(text)
    const n = (titles.get(title) ?? 0) + 1
    titles.set(title, n)
    return { ...NOWHERE, article: n > 1 ? `${title} (${n})` : title }
  }
  let here = from
  const blocks = textBlocks(doc)
  for (const b of blocks) {
    const head = b.cell ? null : headOf(saidOf(b))
    const point =
      !head && !b.cell && b.list === 'ordered' && b.label
        ? { unit: 'point' as const, number: b.label.replace(/[.:)]+$/, '').toLowerCase() }
        : null
    const found = head && (b.heading || b.label) ? head : point
    if (b.heading && b.level === 1 && !found && !b.cell && !CONTINUED.test(b.text)) here = titled(b.text)
    if (found) {
      here = within(here, found.unit, found.number)
      places.push({ block: b.id, ...found, place: here })
    }
    at.set(b.id, here)
  }
  return { places, at, blocks }
}

/** What may number a block: a label, what begins as an article does, and of a heading its label and words. */
const saidOf = ({ heading, label, text }: TextBlock): string => {
  if (heading) return label ? `${label} ${text}` : text
  return label ?? (/^\s*(article|appendix)\b/i.test(text) ? text : '')
}
const titleOf = (text: string): string => text.trim().replace(/\s+/g, ' ').slice(0, 60).toLowerCase()

const NAMES: readonly (readonly [keyof Place, string])[] = [
  ['section', 'Section'],
  ['subd', 'Subd.'],
]
/** A place in words: `Article 11, Section 3, Subd. 2`. */
export function placeName(p: Place): string {
  const article = p.article === null ? [] : [/^[0-9]/.test(p.article) ? `Article ${p.article}` : capital(p.article)]
  const rest = NAMES.flatMap(([key, name]) => (p[key] === null ? [] : [`${name} ${p[key]}`]))
  return [...article, ...rest, ...(p.point === null ? [] : [p.point])].join(', ')
}
const capital = (text: string): string =>
  text.replace(/^[a-z]/, (c) => c.toUpperCase()).replace(/ ([a-z])/, (_, c) => ` ${c.toUpperCase()}`)

/** Reads a place out of words such as `Article VIII, Section 4, Subd. 2`; null where they name none. */
export function parsePlace(text: string): Place | null {
  let place = NOWHERE
  for (const [word] of text.matchAll(new RegExp(HEAD.source.replace(/^\^\\s\*/, '\\b'), 'gi'))) {
    const head = headOf(word)
    if (head) place = within(place, head.unit, head.number)
  }
  return place === NOWHERE ? null : place
}
