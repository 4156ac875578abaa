import type { Node } from 'prosemirror-model'
import { unitText } from '../model/schema.ts'
import { blockText, plainText } from '../redline/index.ts'

/**
 * Where language that an item quotes stands in the agreement. A quotation may leave out headings, quote a part of a paragraph,
 * carry a label as text, and be set with other quotes, dashes and spaces; its words must be those of the agreement.
 */

/** How much of a paragraph a quotation of a part of it must hold, in characters, to be found by its words. */
export const PART = 24
const LOOSE: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
}
const SPACE = /[\s\u00a0]/
const UNSEEN = /[\u200b-\u200f\ufeff\u00ad]/

/** A text with its spaces, quotes and dashes made alike, and where each of its characters stands in what was given. */
export interface Loose {
  readonly text: string
  /** One place for each character of `text`. */
  readonly at: readonly number[]
}

/** A text as quotations are compared: runs of spaces are one, none at the ends, quotes straight, dashes short. */
export function loose(given: string): Loose {
  let text = ''
  const at: number[] = []
  let space = -1
  for (let i = 0; i < given.length; i++) {
    const sign = given[i]
    if (UNSEEN.test(sign)) continue
    if (SPACE.test(sign)) {
      if (space < 0) space = i
      continue
    }
    if (space >= 0 && text !== '') {
      text += ' '
      at.push(space)
    }
    space = -1
    text += LOOSE[sign] ?? sign
    at.push(i)
  }
  return { text, at }
}
/** A block as one text with its label; of a table its rows. */
const whole = (block: Node): string => (block.isTextblock ? blockText(block) : plainText(block.type.schema.nodes.doc.create(null, block)))
/** A block as quotations are compared. */
export const looseText = (block: Node): string => loose(whole(block)).text

/** Text of a block with one character for each of its places. */
export const unitsOf = (block: Node): string => {
  let text = ''
  block.forEach((node) => {
    text += unitText(node)
  })
  return text
}

/** Whether a block of a quotation says nothing of the language: it is empty, or stands for what was left out. */
export const isBlank = (block: Node): boolean => block.isTextblock && /^(?:[\s.…*_–—-]|\[\s*(?:\.{3}|…)\s*\])*$/.test(blockText(block))

/** Where a quotation stands. */
export type Found =
  | { readonly kind: 'found'; readonly blocks: readonly string[]; readonly exact: boolean }
  /** In several places, as many blocks each. */
  | { readonly kind: 'several'; readonly options: readonly (readonly string[])[] }
  /** Nowhere; `missing` is the first text of it that the agreement does not have. */
  | { readonly kind: 'none'; readonly missing: string }

/** The agreement as quotations are looked up in it: made once, for as many as there are. */
export class Quotable {
  readonly blocks: readonly Node[]
  private readonly texts: readonly string[]
  private readonly byText = new Map<string, number[]>()
  private readonly byId = new Map<string, number>()

  constructor(base: Node) {
    this.blocks = base.children
    this.texts = this.blocks.map(looseText)
    this.texts.forEach((text, i) => {
      const known = this.byText.get(text)
      if (known) known.push(i)
      else this.byText.set(text, [i])
      this.byId.set(this.blocks[i].attrs.id, i)
    })
  }

  /**
   * The blocks that a clean quotation stands in, in order. `within`: only between these places (from, and up to but not with). Where
   * it fits in several ways, the one that lies closest together is meant; where there are two such, it stands in several places.
   */
  find(quotation: Node, within: { readonly from: number; readonly to: number } = { from: 0, to: this.blocks.length }): Found {
    const quoted = quotation.children.filter((block) => !isBlank(block))
    if (!quoted.length) return { kind: 'none', missing: '' }
    const own = this.byIds(quoted)
    if (own) return { kind: 'found', blocks: own, exact: true }
    const places: { readonly at: readonly number[]; readonly exact: boolean }[] = []
    for (const block of quoted) {
      const found = this.candidates(block, within)
      if (!found.at.length) return { kind: 'none', missing: looseText(block) }
      places.push(found)
    }
    const chains = tightest(places.map((p) => p.at))
    if (!chains.length) return { kind: 'none', missing: looseText(quoted[0]) }
    const ids = chains.map((chain) => chain.map((i) => this.blocks[i].attrs.id as string))
    if (ids.length > 1) return { kind: 'several', options: ids }
    return { kind: 'found', blocks: ids[0], exact: places.every((p) => p.exact) }
  }

  /** The very blocks of the agreement, where the quotation was taken from it. */
  private byIds(quoted: readonly Node[]): string[] | null {
    let last = -1
    for (const block of quoted) {
      const at = this.byId.get(block.attrs.id) ?? -1
      if (at <= last || this.texts[at] !== looseText(block)) return null
      last = at
    }
    return quoted.map((block) => block.attrs.id as string)
  }

  private candidates(block: Node, { from, to }: { readonly from: number; readonly to: number }) {
    const text = looseText(block)
    const inside = (i: number): boolean => i >= from && i < to
    const at = (this.byText.get(text) ?? []).filter((i) => inside(i) && this.blocks[i].isTextblock === block.isTextblock)
    if (at.length || !block.isTextblock || text.length < PART) return { at, exact: true }
    const parts: number[] = []
    for (let i = from; i < to; i++) if (this.blocks[i].isTextblock && holds(this.texts[i], text)) parts.push(i)
    return { at: parts, exact: false }
  }
}

const WORD = /[\p{L}\p{N}]/u
/** Whether a text holds another once, from the edge of a word to the edge of a word. */
export function holds(text: string, part: string): boolean {
  const at = text.indexOf(part)
  if (at < 0 || text.indexOf(part, at + 1) >= 0) return false
  const end = at + part.length
  const cuts = (i: number): boolean => i > 0 && i < text.length && WORD.test(text[i - 1]) && WORD.test(text[i])
  return !cuts(at) && !cuts(end)
}

/** One place for each, rising, so that all lie closest together; every such way, or none. */
function tightest(places: readonly (readonly number[])[]): number[][] {
  let best: number[][] = []
  let span = Number.POSITIVE_INFINITY
  for (const start of places[0]) {
    const chain = [start]
    for (let k = 1; k < places.length; k++) {
      const next = places[k].find((i) => i > chain[k - 1]) ?? -1
      if (next < 0) break
      chain.push(next)
    }
    if (chain.length < places.length) continue
    const own = chain[chain.length - 1] - start
    if (own < span) {
      span = own
      best = []
    }
    if (own === span) best.push(chain)
  }
  return best
}
