import { Fragment, type Mark, type Node, Slice } from 'prosemirror-model'
import { AllSelection, EditorState, type Transaction } from 'prosemirror-state'
import { ReplaceStep, StepMap } from 'prosemirror-transform'
import { inlineText, schema } from '../model/schema.ts'
import { type Context, type Pen, penOf } from './context.ts'
import { cellOn, ends, formatAt, inlineOn, rowOn, standsAt, switchesOf } from './present.ts'
import { settle, stillSettled, trackReplace } from './replace.ts'
import { tokens } from './token.ts'
import type { Version } from './types.ts'
import { standAgain, wholeFigures, writeOver } from './whole.ts'

/** How to look for a text. */
export interface FindOptions {
  /** Capital and small letters differ. */
  readonly caseSensitive?: boolean
  /** Nothing that is a letter, a digit or an underscore stands right before or after. */
  readonly wholeWords?: boolean
  /** Look also in what stood at this version and does not stand at the one that is searched. */
  readonly struckSince?: Version
}

/** A place where a text was found: positions of the document before its first and after its last character, as for a selection. */
export interface Match {
  readonly from: number
  readonly to: number
  /** Found in text that does not stand. It cannot be replaced. */
  readonly struck: boolean
  /** Found in what a thing of a Word file shows (a field, a note's number): the place is that of the thing, which is not replaced. */
  readonly kept?: boolean
}

/** A block's text in one state, folded for searching, and where its stretches lie in the block. */
interface BlockText {
  readonly plain: string
  readonly lower: string
  /** For each stretch: its place in the text, and in the block's content. */
  readonly starts: readonly number[]
  readonly offsets: readonly number[]
}

/** Signs that differ in print alone read as the plain one: each is one character for one. */
const FOLDED: readonly (readonly [RegExp, string])[] = [
  [/[\u2018-\u201b\u2032]/g, "'"],
  [/[\u201c-\u201f\u2033]/g, '"'],
  [/[\u00a0\u2007\u202f]/g, ' '],
  [/[\u2010\u2011]/g, '-'],
]
const PRINT = /[\u00a0\u2007\u2010\u2011\u2018-\u201f\u202f\u2032\u2033]/
const fold = (text: string): string => (PRINT.test(text) ? FOLDED.reduce((out, [sign, plain]) => out.replace(sign, plain), text) : text)
/** Small letters, one character for one: a letter whose small form is longer stays as it is. */
function lowered(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return text.replace(/[\s\S]/g, (char) => (char.toLowerCase().length === 1 ? char.toLowerCase() : char))
}

/** What parts two stretches that are not read together. No text holds it. */
const GAP = '\u0000'

interface Known {
  readonly v: Version
  readonly since: Version | null
  readonly text: BlockText
}
const standing = new WeakMap<Node, Known>()
const struck = new WeakMap<Node, Known>()

/** The text of a block that stands at v; or, with `since`, that stood then and does not at v. */
function textOf(block: Node, v: Version, since: Version | null): BlockText {
  const cache = since === null ? standing : struck
  const known = cache.get(block)
  if (known && known.v === v && known.since === since) return known.text
  let plain = ''
  let reached = -1
  const starts: number[] = []
  const offsets: number[] = []
  block.forEach((node, offset) => {
    const on = inlineOn(node, v)
    if (since === null ? !on : on || !inlineOn(node, since)) {
      // Struck text is found as it was written; what stands now between two stretches of it parts them.
      if (since !== null && on) reached = -1
      return
    }
    if (since !== null && reached < 0 && plain) plain += GAP
    reached = offset
    starts.push(plain.length)
    offsets.push(offset)
    plain += node.isText ? node.text! : '\n'
  })
  plain = fold(plain)
  const text = { plain, lower: lowered(plain), starts, offsets }
  cache.set(block, { v, since, text })
  return text
}

/** Offset in a block's content of a character of its text. */
function offsetOf({ starts, offsets }: BlockText, at: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle] <= at) low = middle
    else high = middle - 1
  }
  return offsets[low] + at - starts[low]
}

const closing = new WeakMap<Node, { v: Version; closes: readonly boolean[] }>()
function closesOf(container: Node, v: Version): readonly boolean[] {
  const known = closing.get(container)
  if (known?.v === v) return known.closes
  const closes = ends(container, v)
  closing.set(container, { v, closes })
  return closes
}

const LETTER = /[\p{L}\p{M}\p{N}_]/u
/** Whether a place in a text lies inside a word. */
const insideWord = (text: string, at: number): boolean => at > 0 && at < text.length && LETTER.test(text[at - 1]) && LETTER.test(text[at])

/** One search, as every block is asked. */
interface Search {
  readonly needle: string
  readonly caseSensitive: boolean
  readonly wholeWords: boolean
}
function placesIn(plain: string, lower: string, { needle, caseSensitive, wholeWords }: Search): number[] {
  const text = caseSensitive ? plain : lower
  const out: number[] = []
  for (let at = text.indexOf(needle); at >= 0; ) {
    const fits = !wholeWords || !(insideWord(text, at) || insideWord(text, at + needle.length))
    if (fits) out.push(at)
    at = text.indexOf(needle, fits ? at + needle.length : at + 1)
  }
  return out
}

/** A block of a paragraph: its text, and where its content starts in the document. */
interface Part {
  readonly block: Node
  readonly text: BlockText
  readonly start: number
}
/** The paragraph of several blocks (all but the last with ends that are off) as one text. */
interface Paragraph {
  readonly plain: string
  readonly lower: string
  /** Position of a character in the document. */
  readonly pos: (at: number) => number
  /** The inline node of a character, from that character on. */
  readonly nodeFrom: (at: number) => Node
}
function nodeAfter({ block, text }: Part, at: number): Node {
  const offset = offsetOf(text, at)
  const { node, offset: start } = block.childAfter(offset)
  return offset > start ? node!.cut(offset - start) : node!
}
function paragraphOf(parts: readonly Part[]): Paragraph {
  if (parts.length === 1) {
    const [part] = parts
    const { text, start } = part
    return { plain: text.plain, lower: text.lower, pos: (at) => start + offsetOf(text, at), nodeFrom: (at) => nodeAfter(part, at) }
  }
  const within = <T>(at: number, found: (part: Part, at: number) => T): T => {
    let rest = at
    for (const part of parts) {
      if (rest < part.text.plain.length) return found(part, rest)
      rest -= part.text.plain.length
    }
    throw new RangeError('no character of the paragraph')
  }
  return {
    plain: parts.map((p) => p.text.plain).join(''),
    lower: parts.map((p) => p.text.lower).join(''),
    pos: (at) => within(at, ({ text, start }, rest) => start + offsetOf(text, rest)),
    nodeFrom: (at) => within(at, nodeAfter),
  }
}

/** Walks the paragraphs that stand at a version, in their order; those of struck rows and columns do not. */
function paragraphs(container: Node, start: number, v: Version, visit: (parts: readonly Part[]) => void): void {
  const closes = closesOf(container, v)
  let parts: Part[] = []
  let pos = start
  for (let i = 0; i < container.childCount; i++) {
    const block = container.child(i)
    if (block.isTextblock) {
      const text = textOf(block, v, null)
      if (text.plain) parts.push({ block, text, start: pos + 1 })
      if (closes[i]) {
        if (parts.length) visit(parts)
        parts = []
      }
    } else cellsOf(block, pos, v, (cell, at) => paragraphs(cell, at, v, visit))
    pos += block.nodeSize
  }
  if (parts.length) visit(parts)
}
function cellsOf(table: Node, open: number, v: Version, visit: (cell: Node, start: number) => void): void {
  table.forEach((row, o) => {
    if (!rowOn(row, v)) return
    row.forEach((cell, p) => {
      if (cellOn(cell, v)) visit(cell, open + 1 + o + 1 + p + 1)
    })
  })
}

/**
 * Every place where a text stands at a version, in the order of the document: across runs of formatting, across what is struck
 * in between, and across blocks that read as one paragraph; never across a standing paragraph end. Straight quotation marks,
 * plain spaces and hyphens also find the typographic ones, and the other way round. Labels are attributes and are not searched.
 * Blocks are remembered, so that searching again in the same document costs next to nothing.
 */
export function find(doc: Node, query: string, v: Version, options: FindOptions = {}): Match[] {
  const { caseSensitive = false, wholeWords = false, struckSince } = options
  if (!query) return []
  const folded = fold(query)
  const search: Search = { needle: caseSensitive ? folded : lowered(folded), caseSensitive, wholeWords }
  const out: Match[] = []
  paragraphs(doc, 0, v, (parts) => {
    const { plain, lower, pos } = paragraphOf(parts)
    for (const at of placesIn(plain, lower, search)) out.push({ from: pos(at), to: pos(at + search.needle.length - 1) + 1, struck: false })
  })
  eachBlock(doc, 0, v, false, (block, start, gone) => {
    if (gone) return
    for (const { node, offset, plain, lower } of thingsOf(block))
      if (inlineOn(node, v) && placesIn(plain, lower, search).length)
        out.push({ from: start + offset, to: start + offset + 1, struck: false, kept: true })
  })
  if (struckSince === undefined) return out.sort((a, b) => a.from - b.from)
  eachBlock(doc, 0, v, false, (block, start, gone) => {
    // What a struck row or column holds is struck with it.
    const text = gone ? textOf(block, struckSince, null) : textOf(block, v, struckSince)
    for (const at of placesIn(text.plain, text.lower, search)) {
      const [from, last] = [offsetOf(text, at), offsetOf(text, at + search.needle.length - 1)]
      out.push({ from: start + from, to: start + last + 1, struck: true })
    }
  })
  return out.sort((a, b) => a.from - b.from)
}
/** What is kept of a Word file in a block and shows text. */
interface Thing {
  readonly node: Node
  readonly offset: number
  readonly plain: string
  readonly lower: string
}
const things = new WeakMap<Node, readonly Thing[]>()
function thingsOf(block: Node): readonly Thing[] {
  let known = things.get(block)
  if (!known) {
    const found: Thing[] = []
    block.forEach((node, offset) => {
      const plain = node.type === schema.nodes.object ? fold(inlineText(node)) : ''
      if (plain) found.push({ node, offset, plain, lower: lowered(plain) })
    })
    known = found
    things.set(block, known)
  }
  return known
}
/** Walks every text block, with where its content starts and whether it lies in a struck row or column. */
function eachBlock(
  parent: Node,
  start: number,
  v: Version,
  gone: boolean,
  visit: (block: Node, start: number, gone: boolean) => void,
): void {
  parent.forEach((node, offset) => {
    const inside = start + offset + 1
    if (node.isTextblock) visit(node, inside, gone)
    else eachBlock(node, inside, v, gone || !(node.type === schema.nodes.table_row ? rowOn(node, v) : standsAt(switchesOf(node), v)), visit)
  })
}

// ---------- replacing

/** One stretch of standing text and what comes in its place. */
interface Edit {
  readonly from: number
  readonly to: number
  readonly content: Fragment
}

/** Index of the character of a paragraph that stands at a position. */
function indexAt({ plain, pos }: Paragraph, at: number): number {
  let low = 0
  let high = plain.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (pos(middle) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** A part of a paragraph's standing text with its formatting and nothing else. */
function cut(paragraph: Paragraph, from: number, to: number, v: Version): Node[] {
  const out: Node[] = []
  for (let i = from; i < to; ) {
    const at = paragraph.pos(i)
    const node = paragraph.nodeFrom(i)
    if (!node.isText) {
      out.push(node.mark(formatAt(node, v)))
      i++
      continue
    }
    let n = 1
    while (i + n < to && n < node.text!.length && paragraph.pos(i + n) === at + n) n++
    out.push(schema.text(node.text!.slice(0, n), formatAt(node, v)))
    i += n
  }
  return out
}
const CAPITAL = /^\P{L}*\p{Lu}/u
const SMALL = /\p{Ll}/u
/** A text of small letters with the capitals of what it replaces: none, the first one, or all. */
function likeFound(found: string, text: string): string {
  if (!CAPITAL.test(found) || text !== text.toLowerCase()) return text
  const letters = found.match(/\p{L}/gu) ?? []
  if (letters.length > 1 && !SMALL.test(found)) return text.toUpperCase()
  return text.replace(/\p{L}/u, (letter) => letter.toUpperCase())
}
const textIn = (content: Fragment): string => content.textBetween(0, content.size, '', '\n')
const sizeOf = (list: readonly string[]): number => list.reduce((sum, token) => sum + token.length, 0)

/**
 * The edits that replace the matches of one paragraph: words are struck and put in whole, those that stay the same are left
 * alone, and what comes in is formatted like the first character that it replaces.
 */
function editsIn(paragraph: Paragraph, matches: readonly Match[], say: (found: string) => string, v: Version): Edit[] {
  const { plain, pos, nodeFrom } = paragraph
  const groups: { start: number; end: number; content: Node[]; at: number }[] = []
  for (const match of matches) {
    const from = indexAt(paragraph, match.from)
    const to = indexAt(paragraph, match.to - 1) + 1
    let start = from
    if (insideWord(plain, from)) while (start > 0 && LETTER.test(plain[start - 1])) start--
    let end = to
    if (insideWord(plain, to)) while (end < plain.length && LETTER.test(plain[end])) end++
    let group = groups[groups.length - 1]
    if (!group || start >= group.end) {
      group = { start, end, content: [], at: start }
      groups.push(group)
    } else group.end = Math.max(group.end, end)
    group.content.push(...cut(paragraph, group.at, from, v))
    const format: readonly Mark[] = formatAt(nodeFrom(from), v)
    const text = say(textIn(Fragment.fromArray(cut(paragraph, from, to, v))))
    if (text) group.content.push(schema.text(text, format))
    group.at = to
  }
  return groups.flatMap(({ start, end, content, at }): Edit[] => {
    const fresh = Fragment.fromArray([...content, ...cut(paragraph, at, end, v)])
    const before = tokens(textIn(Fragment.fromArray(cut(paragraph, start, end, v))))
    const after = tokens(textIn(fresh))
    let first = 0
    while (first < Math.min(before.length, after.length) && before[first] === after[first]) first++
    let last = 0
    while (last < Math.min(before.length, after.length) - first && before.at(-1 - last) === after.at(-1 - last)) last++
    const head = sizeOf(before.slice(0, first))
    const tail = sizeOf(before.slice(before.length - last))
    const inside = fresh.cut(head, fresh.size - tail)
    const [a, b] = [start + head, end - tail]
    if (a === b && !inside.size) return []
    const place = a < b ? pos(a) : a > 0 ? pos(a - 1) + 1 : pos(0)
    return [{ from: place, to: a < b ? pos(b - 1) + 1 : place, content: inside }]
  })
}

/** Puts content over a stretch; where it stands then. */
function put(out: Transaction, from: number, to: number, content: Fragment, pen: Pen): { from: number; to: number } {
  const [$from, $to] = [out.doc.resolve(from), out.doc.resolve(to)]
  if ($from.sameParent($to)) {
    settle(out, $from.start(-1), pen)
    return writeOver(out, { from, to }, content, pen)
  }
  const placed = trackReplace(out, from, to, new Slice(content, 0, 0), pen, $from.parent, $to.parent)
  return { from: placed.slice(0), to: placed.slice(content.size) }
}

/** Writes the edits of one paragraph, the last one first. `first`: the pen of the last. */
function writeEdits(out: Transaction, edits: readonly Edit[], cx: Context, first: Pen): void {
  const done: { pen: Pen; first: number; end: number }[] = []
  for (const { from, to, content } of edits.toReversed()) {
    const pen = done.length ? penOf(cx) : first
    const start = out.steps.length
    const now = put(out, from, to, content, pen)
    if (content.size) standAgain(out, now, pen)
    done.push({ pen, first: start, end: out.steps.length })
  }
  // Only now: a figure that is written anew moves what stands beside it, an earlier place to replace among it.
  for (const { pen, first: start, end } of done) wholeFigures(out, pen, start, end)
}

/**
 * The same where all of them lie in one block: they are written in a document of that block alone, and the steps then taken over,
 * so that what they cost does not grow with the document around. Where the selection stands in the block, in place. `many`: one
 * step for all of them.
 */
function writeInBlock(out: Transaction, edits: readonly Edit[], cx: Context, many: boolean): void {
  const pen = penOf(cx)
  const $at = out.doc.resolve(edits[0].from)
  const [container, open] = [$at.start(-1), $at.before()]
  const { from, to } = out.selection
  if (from <= open + $at.parent.nodeSize && to >= open) {
    writeEdits(out, edits, cx, pen)
    return
  }
  settle(out, container, pen)
  const alone = schema.nodes.doc.create(null, out.doc.nodeAt(open))
  stillSettled(alone, pen.r)
  const inside = EditorState.create({ doc: alone, selection: new AllSelection(alone) }).tr
  const moved = edits.map((edit) => ({ from: edit.from - open, to: edit.to - open, content: edit.content }))
  writeEdits(inside, moved, cx, pen)
  if (many) writeContent(out, open + 1, alone.firstChild!.content, inside.doc.firstChild!.content)
  else for (const step of inside.steps) out.step(step.map(StepMap.offset(open))!)
  stillSettled(out.doc.resolve(container).parent, pen.r)
}

/** One step over what differs between two contents of a block, the first of which starts at a position. */
function writeContent(out: Transaction, start: number, before: Fragment, after: Fragment): void {
  const from = before.findDiffStart(after)
  const ends = before.findDiffEnd(after)
  if (from === null || !ends) return
  const over = Math.max(0, from - Math.min(ends.a, ends.b))
  out.step(new ReplaceStep(start + from, start + ends.a + over, new Slice(after.cut(from, ends.b + over), 0, 0)))
}

/** With more places to replace than this, each block is written in one step. */
const BULK = 60

/**
 * Puts a text in place of everything found at the open round, as one tracked transaction and so one step of undo. Each place is a
 * change of its own. Where the round itself had struck what now comes in, that stands again. What was found in struck text, or
 * in what a thing shows, is passed over. The transaction changes nothing where all would stay as it is. `keepCapitals`: where a text of small letters takes
 * the place of a word with a capital, or all in capitals, it is written likewise.
 */
export function replaceAll(state: EditorState, matches: readonly Match[], text: string, cx: Context, keepCapitals = false): Transaction {
  const { doc } = state
  const wanted = matches.filter((match) => !match.struck && !match.kept).sort((a, b) => a.from - b.from)
  const say = (found: string): string => (keepCapitals ? likeFound(found, text) : text)
  const paragraphsEdited: { readonly edits: Edit[]; readonly oneBlock: boolean }[] = []
  let next = 0
  paragraphs(doc, 0, cx.r, (parts) => {
    const paragraph = paragraphOf(parts)
    const last = paragraph.pos(paragraph.plain.length - 1)
    const first = next
    while (next < wanted.length && wanted[next].from <= last) next++
    if (next > first) {
      const edits = editsIn(paragraph, wanted.slice(first, next), say, cx.r)
      if (edits.length) paragraphsEdited.push({ edits, oneBlock: parts.length === 1 })
    }
  })
  const out = state.tr
  const many = paragraphsEdited.reduce((sum, { edits }) => sum + edits.length, 0) > BULK
  for (const { edits, oneBlock } of paragraphsEdited.reverse()) {
    if (oneBlock) writeInBlock(out, edits, cx, many)
    else writeEdits(out, edits, cx, penOf(cx))
  }
  return out.setMeta('tracked', true)
}

/** Puts a text in place of one match: see `replaceAll`. */
export const replaceMatch = (state: EditorState, match: Match, text: string, cx: Context, keepCapitals = false): Transaction =>
  replaceAll(state, [match], text, cx, keepCapitals)
