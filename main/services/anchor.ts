import { Fragment, type Node } from 'prosemirror-model'
import { type Place, parsePlace, placeName, placesOf } from '../../shared/check/index.ts'
import { type Found, isBlank, Quotable } from '../../shared/compare/index.ts'
import type { Item } from '../../shared/model/negotiation.ts'
import { type Anchor, readRecord } from '../../shared/model/record.ts'
import { schema } from '../../shared/model/schema.ts'
import { blockText, project } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store } from '../store/index.ts'
import { itemName } from './versions.ts'

/** The base agreement with what finding places in it takes. */
interface Agreement {
  readonly item: Item
  readonly doc: Node
  readonly quotable: Quotable
  /** The place of each block, by its position in the agreement. */
  readonly places: readonly Place[]
}
const NOWHERE: Place = { article: null, section: null, subd: null, point: null }
const PARTS = ['article', 'section', 'subd', 'point'] as const

const agreements = new WeakMap<Node, Agreement>()
/** The base agreement of a file; null where it has none. */
function agreementIn(store: Store): Agreement | null {
  const item = store.items().find((i) => i.kind === 'base')
  if (!item) return null
  const doc = store.base(item.id)
  const known = agreements.get(doc)
  if (known) return known
  const { at } = placesOf(doc)
  let here = NOWHERE
  const places = doc.children.map((block) => (here = at.get(block.attrs.id) ?? here))
  const made = { item, doc, quotable: new Quotable(doc), places }
  agreements.set(doc, made)
  return made
}
function agreementOf(store: Store): Agreement {
  const found = agreementIn(store)
  if (!found) throw new ParleyError('not-found', `There is no base agreement in ${store.name}; import it first.`)
  return found
}

/** Where each item stands in the base agreement, by the record. */
export const anchorsOf = (store: Store): ReadonlyMap<string, Anchor> => readRecord(store.events()).anchors

/** A place of an item as a window or a command line shows it. */
export interface ShownAnchor {
  readonly item: string
  readonly blocks: readonly string[]
  readonly after: string | null
  /** Such as `Article 8, Section 4`; empty where nothing above it is numbered. */
  readonly place: string
  /** True where it was found by its words, and nobody has said so. */
  readonly found: boolean
}
/** The anchors of a file, in words. */
export function shownAnchors(store: Store): ShownAnchor[] {
  const base = agreementIn(store)
  return [...anchorsOf(store).values()].map((anchor) => shown(base, anchor))
}
function shown(base: Agreement | null, { item, blocks, after, found }: Anchor): ShownAnchor {
  return { item, blocks, after, place: base ? nameOf(base, blocks, after) : '', found: found ?? false }
}
/** The place that all of some blocks stand in; headings that lead to it are passed over. */
function nameOf({ doc, places }: Agreement, blocks: readonly string[], after: string | null): string {
  const ids = new Set(blocks.length ? blocks : [after])
  const all = [...doc.children.keys()].filter((i) => ids.has(doc.child(i).attrs.id))
  const words = all.filter((i) => !isHeading(doc.child(i)))
  const [first, ...rest] = (words.length ? words : all.slice(-1)).map((i) => places[i])
  if (!first) return ''
  const at = PARTS.findIndex((part) => rest.some((p) => p[part] !== first[part]))
  const shared = Object.fromEntries(PARTS.map((part, i) => [part, at >= 0 && i >= at ? null : first[part]]))
  return placeName({ ...NOWHERE, ...shared })
}

/** What an item's place is asked to be: words that name it, or blocks of the base agreement. */
export type AskedPlace =
  | { readonly place: string }
  | { readonly blocks: readonly string[] }
  /** A stretch of the base agreement: an item’s words are looked for in it, new language goes in after it. */
  | { readonly from: string; readonly to: string | null }
  /** New language goes in after this block; null: at the head. */
  | { readonly after: string | null }

/**
 * Ties an item to its place. A place in words must exist once, and hold what the item quotes; new language goes in at its end.
 * Refused in one sentence where that is not so.
 */
export function setAnchor(store: Store, id: string, asked: AskedPlace): ShownAnchor {
  const item = store.item(id)
  if (item.kind !== 'item') throw new ParleyError('refused', `${itemName(item)} has no place in the base agreement.`)
  const base = agreementOf(store)
  const anchor = anchorFor(store, base, item, asked)
  return shown(base, write(store, anchor))
}
function write(store: Store, anchor: Anchor): Anchor {
  const { item, blocks, after, found } = anchor
  store.addLine('anchor', { item, content: { blocks, after, ...(found ? { found } : {}) } })
  return anchor
}

function anchorFor(store: Store, base: Agreement, item: Item, asked: AskedPlace): Anchor {
  const order = new Map(base.doc.children.map((block, i) => [block.attrs.id as string, i]))
  const known = (block: string): string => {
    if (!order.has(block)) throw new ParleyError('not-found', 'The base agreement has no such paragraph.')
    return block
  }
  if ('after' in asked) return { item: item.id, blocks: [], after: asked.after === null ? null : known(asked.after) }
  if ('blocks' in asked) {
    if (!asked.blocks.length) throw new ParleyError('bad-input', 'A place in the base agreement needs a paragraph.')
    const blocks = [...new Set(asked.blocks.map(known))].sort((a, b) => order.get(a)! - order.get(b)!)
    return { item: item.id, blocks, after: null }
  }
  const name = itemName(item)
  const where = 'place' in asked ? asked.place : 'the place that was picked'
  const range = 'place' in asked ? rangeOf(base, asked.place) : stretchOf(base, asked)
  if (!range) throw new ParleyError('not-found', `The base agreement has no ${where}, or has it more than once.`)
  const quoted = quotations(store, item)
  if (!quoted.length) return { item: item.id, blocks: [], after: base.doc.child(range.to - 1).attrs.id }
  const found = quoted.map((q) => base.quotable.find(q, range))
  const missing = found.find((f) => f.kind === 'none')
  if (missing) throw new ParleyError('refused', `${name} quotes “${short(missing.missing)}”, which does not stand in ${where}.`)
  if (found.some((f) => f.kind === 'several'))
    throw new ParleyError('refused', `What ${name} quotes stands in ${where} more than once; name a smaller part.`)
  return { item: item.id, blocks: inOrder(base, found), after: null }
}

/** The stretch of the base agreement that a place in words names, from a block up to another; null where there is none, or several. */
function rangeOf({ places }: Agreement, words: string): { readonly from: number; readonly to: number } | null {
  const wanted = parsePlace(words)
  if (!wanted) return null
  const holds = (p: Place): boolean => PARTS.every((part) => wanted[part] === null || wanted[part] === p[part])
  const runs: { from: number; to: number }[] = []
  places.forEach((place, i) => {
    if (!holds(place)) return
    const last = runs[runs.length - 1]
    if (last?.to === i) last.to = i + 1
    else runs.push({ from: i, to: i + 1 })
  })
  return runs.length === 1 ? runs[0] : null
}

/** The current language of an item as its proposals quote it: each other way once; none where it is new. */
export function quotations(store: Store, item: Item): Node[] {
  const roots = store.proposals(item.id).filter((p) => p.sealed && p.answers === null)
  const docs = [store.base(item.id), ...roots.map((p) => project(store.document(p.id).doc, 0))]
  const out: Node[] = []
  for (const doc of docs) if (!doc.children.every(isBlank) && !out.some((known) => known.eq(doc))) out.push(doc)
  return out
}
const inOrder = ({ doc }: Agreement, found: readonly Found[]): string[] => {
  const ids = new Set(found.flatMap((f) => (f.kind === 'found' ? f.blocks : [])))
  return doc.children.map((block) => block.attrs.id as string).filter((id) => ids.has(id))
}
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

/** Ties an item to the blocks that its current language was taken from; says nothing of an item with other language. */
export function anchorTaken(store: Store, item: Item): void {
  const base = agreementIn(store)
  const own = store.base(item.id).children
  const there = new Map(base?.doc.children.map((block) => [block.attrs.id as string, block]))
  if (own.every((block) => there.get(block.attrs.id)?.eq(block)))
    write(store, { item: item.id, blocks: own.map((block) => block.attrs.id as string), after: null })
}

/** What finding the place of an item gave. */
export interface ProposedAnchor {
  readonly item: string
  readonly number: string
  readonly title: string
  /**
   * `found`: its words stand in one place. `several`: in more than one. `new`: it has no current language; its place in words, if it
   * exists, is in `options`. `none`: words that it quotes do not stand in the agreement.
   */
  readonly kind: 'found' | 'several' | 'new' | 'none'
  readonly options: readonly { readonly blocks: readonly string[]; readonly after: string | null; readonly place: string }[]
  /** For `none`: the words. */
  readonly missing: string
}

/** Looks for the place of every item that has none yet. Changes nothing. */
export function proposeAnchors(store: Store): ProposedAnchor[] {
  const base = agreementIn(store)
  if (!base) return []
  const known = anchorsOf(store)
  return store
    .items()
    .filter((item) => item.kind === 'item' && !known.has(item.id))
    .map((item) => proposed(store, base, item))
}

/** What looking for the place of one item gives; null where there is no base agreement. */
export function proposedFor(store: Store, item: Item): ProposedAnchor | null {
  const base = agreementIn(store)
  return base && proposed(store, base, item)
}

function proposed(store: Store, base: Agreement, item: Item): ProposedAnchor {
  const head = { item: item.id, number: item.number, title: item.title, missing: '' }
  const range = item.place === null ? null : rangeOf(base, item.place)
  const option = (blocks: readonly string[], after: string | null) => ({ blocks, after, place: nameOf(base, blocks, after) })
  const quoted = quotations(store, item)
  if (!quoted.length) {
    const options = range ? [option([], base.doc.child(range.to - 1).attrs.id)] : []
    return { ...head, kind: 'new', options }
  }
  const find = (q: Node): Found => {
    const within = range ? base.quotable.find(q, range) : null
    return within?.kind === 'found' ? within : base.quotable.find(q)
  }
  const found = quoted.map(find)
  const missing = found.find((f) => f.kind === 'none')
  if (missing) return { ...head, kind: 'none', options: [], missing: short(missing.missing) }
  const several = found.find((f) => f.kind === 'several')
  if (several) return { ...head, kind: 'several', options: several.options.map((blocks) => option(blocks, null)) }
  return { ...head, kind: 'found', options: [option(inOrder(base, found), null)] }
}

/**
 * Ties every item to the base agreement whose words stand there in one place, and keeps a doubt for each whose words stand in
 * several. What was found is returned as it was proposed.
 */
export function takeProposed(store: Store): ProposedAnchor[] {
  const all = proposeAnchors(store)
  const asked = new Set(store.doubts().map((d) => `${d.item} ${d.message}`))
  store.atomically(() => {
    for (const p of all) {
      if (p.kind === 'found') write(store, { item: p.item, ...p.options[0], found: true })
      const message = question(p)
      if (message === null || asked.has(`${p.item} ${message}`)) continue
      const excerpt = p.options.map(({ place }) => place || 'a place without a number').join('; ')
      store.addDoubt({ item: p.item, proposal: null, kind: 'structure', message, excerpt, line: 0 })
    }
  })
  return all
}
function question(p: ProposedAnchor): string | null {
  if (p.kind === 'several')
    return `What Item ${p.number} quotes stands in ${p.options.length} places of the base agreement; which of them it changes was not taken.`
  return null
}

/** The stretch of the base agreement that a place in words names; refuses one that is not there, or more than once. */
export function stretchNamed(store: Store, place: string): { readonly from: string; readonly to: string } {
  const base = agreementOf(store)
  const range = rangeOf(base, place)
  if (!range) throw new ParleyError('not-found', `The base agreement has no ${place}, or has it more than once.`)
  return { from: base.doc.child(range.from).attrs.id, to: base.doc.child(range.to - 1).attrs.id }
}

/** What becomes an item: a stretch of the base agreement, and what it is to be called; null where that is to be proposed. */
export interface NewHere {
  /** The first block: a heading stands for all of its part. */
  readonly from: string
  /** The last block; null for the one block, or all of a heading's part. */
  readonly to: string | null
  readonly number: string | null
  readonly title: string | null
}

/** What an item made of a stretch of the base agreement would be, before it is made. */
export function itemHere(store: Store, here: NewHere): { number: string; title: string; place: string; blocks: string[] } {
  const base = agreementOf(store)
  const { from, to } = stretchOf(base, here)
  const blocks = base.doc.children.slice(from, to).map((block) => block.attrs.id as string)
  const numbers = store.items().flatMap(({ number }) => (/^\d+$/.test(number) ? [Number(number)] : []))
  return {
    number: here.number ?? String(Math.max(0, ...numbers) + 1),
    title: here.title ?? titleOf(base, from),
    place: nameOf(base, blocks, null),
    blocks,
  }
}

/** Makes an item whose current language is a stretch of the base agreement, tied to it. */
export function proposeHere(store: Store, here: NewHere): Item {
  const base = agreementOf(store)
  const { number, title, place, blocks } = itemHere(store, here)
  const { from, to } = stretchOf(base, here)
  if (base.doc.children.slice(from, to).every(isBlank)) throw new ParleyError('refused', 'There is no language here to change.')
  return store.atomically(() => {
    const doc = schema.nodes.doc.create(null, Fragment.fromArray(base.doc.children.slice(from, to)))
    const item = store.addItem({ number, title, place: place || null, kind: 'item', base: doc })
    write(store, { item: item.id, blocks, after: null })
    return item
  })
}

const isHeading = (block: Node): boolean => block.type === schema.nodes.heading
function stretchOf({ doc, places }: Agreement, { from, to }: Pick<NewHere, 'from' | 'to'>): { from: number; to: number } {
  const at = (id: string): number => {
    const found = doc.children.findIndex((block) => holdsBlock(block, id))
    if (found < 0) throw new ParleyError('not-found', 'The base agreement has no such paragraph.')
    return found
  }
  const first = at(from)
  if (to !== null) {
    const last = at(to)
    return { from: Math.min(first, last), to: Math.max(first, last) + 1 }
  }
  let end = first + 1
  const block = doc.child(first)
  if (isHeading(block))
    while (end < doc.childCount && !(isHeading(doc.child(end)) && doc.child(end).attrs.level <= block.attrs.level)) end++
  else if (/^subd/i.test(String(block.attrs.label ?? '')))
    while (
      end < doc.childCount &&
      !isHeading(doc.child(end)) &&
      places[end].subd === places[first].subd &&
      places[end].section === places[first].section
    )
      end++
  while (end > first + 1 && isBlank(doc.child(end - 1))) end--
  return { from: first, to: end }
}
function holdsBlock(block: Node, id: string): boolean {
  if (block.attrs.id === id) return true
  if (block.isTextblock) return false
  let found = false
  block.descendants((node) => {
    if (node.attrs.id === id) found = true
    return !found && !node.isTextblock
  })
  return found
}

const NUMBERED = /^\s*(?:article|section|sec\.|appendix|schedule|subd(?:ivision|\.)?|§)\s*[\w.-]+[.:–—-]?\s*/i
/** What an item is called after the heading that it stands under: its words without their number. */
function titleOf({ doc }: Agreement, from: number): string {
  let at = from
  while (at > 0 && !isHeading(doc.child(at))) at--
  const text = blockText(doc.child(isHeading(doc.child(at)) ? at : from))
    .replace(/\s+/g, ' ')
    .trim()
  const words = text.replace(NUMBERED, '').replace(/[.:;]+$/, '')
  const title = words || text
  return title.length > 80 ? `${title.slice(0, 79).trimEnd()}…` : title || 'Untitled'
}
