import type { Day } from '../../../../shared/model/negotiation.ts'
import { type ReadLegend, type ReadLegendRule, readLegend } from '../../markdown/legend.ts'
import { isCaption } from '../../markdown/mark.ts'
import type { TextPiece, WordBlock } from '../read/story.ts'
import { readRun, type Styles } from '../read/style.ts'
import { valOf } from '../read/word.ts'
import { calls, hueOf, keyOf, type Look, lookOf } from './look.ts'
import { type Placed, paragraphText, placed } from './place.ts'

/** What a look stands for. Without a party it is of whoever's row it stands in; without a date, of the round that stands there. */
export type Meaning =
  | { readonly kind: 'emphasis' }
  | { readonly kind: 'insert' | 'delete'; readonly party: string | null; readonly date: Day | null }
/** A look and what it is taken for. */
export interface MappedLook {
  /** What the look is called, such as `strike red`. */
  readonly key: string
  readonly look: Look
  readonly meaning: Meaning
  /** False where somebody should confirm it. */
  readonly certain: boolean
  /** Why it is taken so, in a sentence. */
  readonly why: string
  /** The statement of the legend that it follows; null where none does. */
  readonly statement: string | null
  readonly runs: number
  readonly words: number
  /** Up to three stretches of its text. */
  readonly examples: readonly string[]
  /** In whose rows it stands, with the number of words in each; empty where no labels say. */
  readonly parties: Readonly<Record<string, number>>
}
/** The marks that people put into a document by hand, and what they are taken for. */
export interface HandMapping {
  readonly legend: ReadLegend | null
  readonly looks: readonly MappedLook[]
}

/** A run with its look and where it stands. */
export interface Marked {
  readonly piece: TextPiece
  readonly look: Look
  readonly at: Placed
  /** The run reads as the caption of its paragraph and nothing else in it is marked so. */
  readonly caption: boolean
  /** Which piece of its paragraph it is. */
  readonly place: number
}

const wordsIn = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
const EXAMPLES = 3
const EXAMPLE = 90
/** So many characters around a stretch say whether it is a caption. */
const NEAR = 400

/** The runs of a document that look marked, the legend and the labels left out. */
export function marksOf(list: readonly Placed[], styles: Styles): Marked[] {
  return list.flatMap((at): Marked[] => (at.legend || at.label ? [] : looksIn(at, styles)))
}
function looksIn(at: Placed, styles: Styles): Marked[] {
  const style = valOf(at.paragraph.properties, 'pStyle')
  const places: number[] = []
  const texts = at.paragraph.pieces.filter((piece, i): piece is TextPiece => {
    if (piece.kind === 'text') places.push(i)
    return piece.kind === 'text'
  })
  const looks = texts.map((piece) => lookOf(styles, style, valOf(piece.properties, 'rStyle'), readRun(piece.properties)))
  const keys = looks.map((look) => look && keyOf(look))
  const whole = texts.map((t) => t.text).join('')
  const out: Marked[] = []
  let at0 = 0
  // A caption may run over several runs of one look.
  for (let from = 0, to = 0; from < texts.length; from = to) {
    let size = 0
    for (to = from; to < texts.length && keys[to] === keys[from]; to++) size += texts[to].text.length
    const look = looks[from]
    const near = (a: number, b: number): string => whole.slice(Math.max(a, at0 - NEAR), Math.min(b, at0 + size + NEAR))
    const caption = look !== null && size < NEAR && isCaption(near(0, at0), near(at0, at0 + size), near(at0 + size, whole.length))
    if (look) for (let i = from; i < to; i++) out.push({ piece: texts[i], look, at, caption, place: places[i] })
    at0 += size
  }
  return out
}

/** A statement of the legend with the look that it has itself; null where it is written plainly. */
interface Stated {
  readonly rule: ReadLegendRule
  readonly look: Look | null
}

/**
 * Proposes what the marks made by hand in a document mean: strikes, underlines, colours, highlights and shading, grouped by their
 * look. A legend that the document states decides, by the look of its own words and by the colours that it names; else the row in
 * which a look stands says whose it is. `years`: of the contract, for dates without a year. Nothing is changed.
 */
export function proposeMapping(
  blocks: readonly WordBlock[],
  styles: Styles,
  parties: readonly string[],
  years: string | null,
): HandMapping {
  const list = placed(blocks, parties, years)
  const lines = list.filter((at) => at.legend).map((at) => ({ text: paragraphText(at.paragraph).trim(), line: at.line }))
  const legend = readLegend(lines, parties, years)
  const stated = (legend?.rules ?? []).map((rule): Stated => ({ rule, look: lookOfStatement(rule, list, styles) }))
  const groups = new Map<string, Marked[]>()
  for (const mark of marksOf(list, styles)) {
    const key = keyOf(mark.look)
    const group = groups.get(key)
    if (group) group.push(mark)
    else groups.set(key, [mark])
  }
  const redlined = legend !== null || [...groups.values()].some(([mark]) => mark.look.strike !== null)
  const looks = [...groups].flatMap(([key, marks]): MappedLook[] => {
    const words = marks.reduce((n, m) => n + wordsIn(m.piece.text), 0)
    const said = stretches(marks)
    if (said.length === 0) return []
    const { look } = marks[0]
    const read = byLegend(look, stated) ?? byRow(look, marks, redlined)
    return [{ key, look, ...read, runs: marks.length, words, examples: said.slice(0, EXAMPLES), parties: rowsOf(marks) }]
  })
  return { legend, looks }
}

/** The texts of a look, neighbouring runs joined; white space alone is none. */
function stretches(marks: readonly Marked[]): string[] {
  const out: { text: string; at: Placed; last: number }[] = []
  for (const { piece, at, place: i } of marks) {
    const before = out.at(-1)
    if (before && before.at === at && before.last === i - 1) {
      before.text += piece.text
      before.last = i
    } else out.push({ text: piece.text, at, last: i })
  }
  const texts = out.map((o) => o.text.trim()).filter((text) => text !== '')
  return texts.map((text) => (text.length > EXAMPLE ? `${text.slice(0, EXAMPLE - 1).trimEnd()}…` : text))
}

function rowsOf(marks: readonly Marked[]): Record<string, number> {
  const out: Record<string, number> = {}
  for (const { piece, at } of marks) {
    const { party } = at.place
    if (party !== null) out[party] = (out[party] ?? 0) + wordsIn(piece.text)
  }
  return out
}

/** The look in which most of a statement is written. */
function lookOfStatement(rule: ReadLegendRule, list: readonly Placed[], styles: Styles): Look | null {
  const at = list.find((p) => p.line === rule.line)
  if (!at) return null
  const whole = paragraphText(at.paragraph)
  const from = whole.indexOf(rule.statement)
  const style = valOf(at.paragraph.properties, 'pStyle')
  let place = 0
  const sizes = new Map<string, { look: Look; size: number }>()
  for (const piece of at.paragraph.pieces) {
    if (piece.kind === 'anchor') continue
    const [start, end] = [place, place + piece.text.length]
    place = end
    const size = Math.min(end, from + rule.statement.length) - Math.max(start, from)
    if (piece.kind !== 'text' || size <= 0) continue
    const look = lookOf(styles, style, valOf(piece.properties, 'rStyle'), readRun(piece.properties))
    if (!look) continue
    const key = keyOf(look)
    sizes.set(key, { look, size: size + (sizes.get(key)?.size ?? 0) })
  }
  return [...sizes.values()].sort((a, b) => b.size - a.size)[0]?.look ?? null
}

/** How well a look is what a statement means; 0 where it is not. */
function fits(look: Look, { rule, look: own }: Stated): number {
  if ((rule.kind === 'delete') !== (look.strike !== null)) return 0
  const like = (mine: string | null, its: string | null, word: string | null): number => {
    if (its !== null) return mine === its ? 4 : mine !== null && hueOf(mine) === hueOf(its) ? 3 : -1
    if (word !== null) return mine === null ? -1 : calls(word, mine) || -1
    return mine === null ? 1 : 0
  }
  const color = like(look.color, own?.color ?? null, rule.text)
  const paper = like(look.paper, own?.paper ?? null, rule.highlight)
  const line = own?.underline && look.underline === null && look.strike === null ? -1 : 0
  return color < 0 || paper < 0 || line < 0 ? 0 : 1 + color + paper
}

type Reading = Pick<MappedLook, 'meaning' | 'certain' | 'why' | 'statement'>

function byLegend(look: Look, stated: readonly Stated[]): Reading | null {
  const ranked = stated
    .map((s) => ({ rule: s.rule, fit: fits(look, s) }))
    .filter((s) => s.fit > 0)
    .sort((a, b) => b.fit - a.fit)
  const [best, next] = ranked
  // A strike by itself, or a line by itself, says nothing that a legend of colours could mean.
  if (!best || best.fit < 3) return null
  const { kind, party, date, statement } = best.rule
  const sole = !next || next.fit < best.fit
  return {
    meaning: { kind, party, date },
    certain: sole && party !== null,
    why: party === null ? 'The legend names this look, but no party.' : 'The legend of the document says so.',
    statement,
  }
}

/**
 * What a look means by itself: a strike deletes, a line inserts, and the rows in which it stands say whose it is. A colour alone
 * inserts only in a document that is `redlined` besides.
 */
function byRow(look: Look, marks: readonly Marked[], redlined: boolean): Reading {
  const rows = Object.entries(rowsOf(marks)).sort((a, b) => b[1] - a[1])
  const total = marks.reduce((n, m) => n + wordsIn(m.piece.text), 0)
  const [first] = rows
  const owner = first && rows.length === 1 && first[1] === total ? first[0] : null
  const emphasis = (why: string, certain: boolean): Reading => ({ meaning: { kind: 'emphasis' }, certain, why, statement: null })
  const change = (kind: 'insert' | 'delete', certain: boolean, why: string): Reading => ({
    meaning: { kind, party: colour(look) ? owner : null, date: null },
    certain,
    why,
    statement: null,
  })
  const whose = owner !== null ? `it stands in proposals of ${owner} alone` : 'it is taken for whoever’s proposal it stands in'
  if (look.strike) return change('delete', rows.length > 0, `Struck text is deleted; ${whose}.`)
  const captions = marks.filter((m) => m.caption).length
  if (look.underline && colour(look)) return change('insert', owner !== null, `Underlined text in a colour is inserted; ${whose}.`)
  if (captions === marks.length) return emphasis('It stands in captions alone, as the look of a heading does.', look.color === null)
  if (look.underline) return change('insert', false, `Underlined text is inserted, captions left out; ${whose}.`)
  if (look.color && !quiet(look.color) && !redlined)
    return emphasis('Nothing else in the document is marked, so a colour only sets apart.', false)
  if (look.color && !quiet(look.color)) return change('insert', false, `Text in a colour is taken to be inserted; ${whose}.`)
  return emphasis('Paper or grey text alone says nothing of what came or went.', false)
}
/** Grey and black mark nothing. */
const quiet = (hex: string): boolean => ['gray', 'white', 'black'].includes(hueOf(hex))
/** Whether a look has a colour, of ink or of paper. */
export const colour = (look: Look): boolean => (look.color !== null && !quiet(look.color)) || look.paper !== null

/** The same mapping with what a person says of some looks, by their keys. Throws nothing: keys that are not there change nothing. */
export function remapped(mapping: HandMapping, said: ReadonlyMap<string, Meaning>): HandMapping {
  const looks = mapping.looks.map((l): MappedLook => {
    const meaning = said.get(l.key)
    return meaning ? { ...l, meaning, certain: true, why: 'Said by the person who imports it.' } : l
  })
  return { ...mapping, looks }
}
