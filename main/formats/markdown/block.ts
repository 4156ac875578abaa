import { APPENDIX, ARTICLE, captionEnd, countWords, isCaps, SECTION, SUBDIVISION } from './caption.ts'
import type { ParagraphChunk, SourceLine, TableChunk } from './chunk.ts'
import { cut, type FlowLine, flow, pieces, type Span, textOf, trimmed } from './flow.ts'

/** The blocks of a language before they become a document: text with its label, heading level and marks, or a table. */

export interface TextPart {
  readonly kind: 'text'
  /** 0 for a paragraph, else the level of the heading. */
  readonly heading: 0 | 1 | 2 | 3
  readonly list: 'bullet' | 'ordered' | null
  readonly level: number
  readonly center: boolean
  /** As it stands when insertions are taken and strikes left out; `labelBefore` as it stood before. */
  readonly label: string | null
  readonly labelBefore: string | null
  /** The label alone was underlined in the source. */
  readonly labelUnderlined?: boolean
  readonly spans: readonly Span[]
  /** Line of the source, from 1. */
  readonly line: number
}
export interface TablePart {
  readonly kind: 'table'
  /** Header rows at the top. */
  readonly head: number
  readonly rows: readonly (readonly (readonly TextPart[])[])[]
  readonly line: number
}
export type Part = TextPart | TablePart

const plainPart = (spans: readonly Span[], line: number): TextPart => ({
  kind: 'text',
  heading: 0,
  list: null,
  level: 0,
  center: false,
  label: null,
  labelBefore: null,
  spans,
  line,
})

/** A part's words as a reader sees them in the source: label first. */
export const partText = (part: TextPart): string => {
  const labels = part.labelBefore === part.label ? [part.label] : [part.labelBefore, part.label]
  return [...labels.filter((l) => l !== null), textOf(part.spans)].join(' ').trim()
}

// Labels

const ORDERED = /^(?:\d{1,3}[.)]|\([A-Za-z0-9]{1,3}\)|\d{1,2}(?:\.\d{1,2}){1,4}\.?|[A-Za-z][.)]|[ivxIVX]{2,5}[.)])(?=\s)/
/** `1.5 % increase` and `7.5 hours` begin with a quantity; `4.1 Probationary teachers` begins with a label. */
const QUANTITY = /^\d{1,2}\.\d{1,2}\s+(?:%|\p{Ll})/u
const BULLET =
  /^(?:[\u25cf\u25a0\u25cb\u2022\u25aa\u25e6\u2023\u00b7\u2013*](?=\s)|[\u25cf\u25a0\u25cb\u2022\u25aa\u25e6](?=\S)|-{1,2}(?=\s))/
const LETTER_O = /^o(?=\s)/

interface FoundLabel {
  readonly label: string
  readonly list: 'bullet' | 'ordered' | null
  readonly length: number
}

function labelAt(text: string, inList: boolean): FoundLabel | null {
  const subdivision = SUBDIVISION.exec(text)?.[0]
  if (subdivision) return { label: subdivision, list: null, length: subdivision.length }
  const bullet = (BULLET.exec(text) ?? (inList ? LETTER_O.exec(text) : null))?.[0]
  if (bullet) return { label: bullet, list: 'bullet', length: bullet.length }
  const ordered = QUANTITY.test(text) ? null : ORDERED.exec(text)?.[0]
  return ordered ? { label: ordered, list: 'ordered', length: ordered.length } : null
}

/** What round 1 does to a word. */
export type State = 'plain' | 'struck' | 'inserted'
export const stateOf = (span: Span): State => (span.struck ? 'struck' : span.inserted ? 'inserted' : 'plain')

/** The one state of the first `length` characters; null where they are mixed. */
function stateOfStart(spans: readonly Span[], length: number): State | null {
  const states = new Set(
    cut(spans, length)[0]
      .filter((s) => s.text.trim() !== '')
      .map(stateOf),
  )
  return states.size === 1 ? [...states][0]! : null
}

/** True where the first `length` characters are all underlined. */
const underlinedStart = (spans: readonly Span[], length: number): boolean =>
  cut(spans, length)[0].every((s) => s.underline || !/[\p{L}\p{N}]/u.test(s.text))

/**
 * Takes a label off the start of a part. A label that was struck or inserted apart from its paragraph becomes the label before or
 * after; where its characters are in different states the label stays in the text, so that no mark is lost.
 */
function withLabel(part: TextPart, inList = false): TextPart {
  const found = labelAt(textOf(part.spans), inList)
  return found ? labelled(part, found, inList) : part
}
function labelled(part: TextPart, found: FoundLabel, inList: boolean): TextPart {
  const state = stateOfStart(part.spans, found.length)
  if (!state) return part
  const spans = trimmed(cut(part.spans, found.length)[1])
  const dressed = underlinedStart(part.spans, found.length) && !spans.every((s) => s.underline)
  const base = { ...part, list: found.list, spans, ...(dressed ? { labelUnderlined: true } : {}) }
  const whole = spans.every((s) => s.text.trim() === '' || stateOf(s) === state)
  if (state === 'plain' || whole) return { ...base, label: found.label, labelBefore: found.label }
  const other: State = state === 'struck' ? 'inserted' : 'struck'
  const second = labelAt(textOf(spans), inList)
  const paired = second && (stateOfStart(spans, second.length) === other || (state === 'struck' && underlinedStart(spans, second.length)))
  const rest = paired ? trimmed(cut(spans, second.length)[1]) : spans
  const opposite = paired ? second.label : null
  return state === 'struck'
    ? { ...base, spans: rest, label: opposite, labelBefore: found.label }
    : { ...base, spans: rest, label: found.label, labelBefore: opposite }
}

const DECIMAL = /^(\d{1,2})\.(\d{1,2})(?=\s+\p{Ll})/u
/** The place of a part in a list of decimals: `[2, 1]` for `2.1`, labelled so or beginning so; null where it has none. */
function decimalOf(part: Part): readonly [number, number] | null {
  if (part.kind === 'table' || part.heading) return null
  const text = part.label ?? (part.labelBefore === null ? DECIMAL.exec(textOf(part.spans))?.[0] : null)
  const found = /^(\d{1,2})\.(\d{1,2})$/.exec(text ?? '')
  return found ? [Number(found[1]), Number(found[2])] : null
}

/**
 * Takes a decimal before a word in lower case (`2.1 the District pays …`) for a label after all where a list of decimals stands
 * around: the decimal before or after it, up to the next heading, is its neighbour in the count (`2.2`). What the list is
 * decides, so this needs all parts of a language.
 */
export function withDecimals(parts: readonly Part[]): Part[] {
  const places = parts.map(decimalOf)
  const beside = (order: readonly number[]): Set<number> => {
    const found = new Set<number>()
    let last: readonly [number, number] | null = null
    for (const i of order) {
      const part = parts[i]!
      if (part.kind === 'text' && part.heading) last = null
      const place = places[i]!
      if (place && last && place[0] === last[0] && Math.abs(place[1] - last[1]) === 1) found.add(i)
      last = place ?? last
    }
    return found
  }
  const order = parts.map((_, i) => i)
  const listed = new Set([...beside(order), ...beside(order.toReversed())])
  return parts.map((part, i) => {
    if (!listed.has(i) || part.kind === 'table' || part.label !== null) return part
    const label = DECIMAL.exec(textOf(part.spans))![0]
    return labelled(part, { label, list: 'ordered', length: label.length }, false)
  })
}

// Lists run together on one line

const CANDIDATE = /[\u25cf\u25a0\u25cb\u2022\u25aa\u25e6]|(?<=^|\s)(?:\d{1,3}[.)]|[A-Za-z][.)]|\([A-Za-z0-9]{1,2}\))(?=\s)/g

/** The shape of a label (`a.`, `1)`, `(a)`, or the bullet itself) and its place in the count. */
function shapeOf(label: string): { readonly shape: string; readonly count: number } {
  const core = label.replace(/[().]/g, '')
  if (/^\d+$/.test(core)) return { shape: label.replace(core, '1'), count: Number(core) }
  if (/^[a-z]$/.test(core)) return { shape: label.replace(core, 'a'), count: core.charCodeAt(0) - 96 }
  if (/^[A-Z]$/.test(core)) return { shape: label.replace(core, 'A'), count: core.charCodeAt(0) - 64 }
  return { shape: label, count: 0 }
}

/** The labels of the lists that are open, outermost first, and those that a paragraph interrupted. */
interface Lists {
  stack: { readonly shape: string; count: number }[]
  dormant: { readonly shape: string; count: number }[]
}

/** Depth of a label that begins an item; null where it is a figure or letter in a sentence. `first`: nothing stands before it. */
function depthOf(label: string, first: boolean, lists: Lists): number | null {
  const { shape, count } = shapeOf(label)
  const known = lists.stack.findLastIndex((s) => s.shape === shape)
  const bullet = count === 0
  if (known >= 0 && (bullet || first || count === lists.stack[known]!.count + 1)) {
    lists.stack.length = known + 1
    lists.stack[known]!.count = count
    return known
  }
  const asleep = bullet ? -1 : lists.dormant.findLastIndex((s) => s.shape === shape && s.count + 1 === count)
  if (known < 0 && asleep >= 0) {
    lists.stack = [...lists.dormant.slice(0, asleep), { shape, count }]
    return asleep
  }
  if (known >= 0 || (!bullet && !first)) return null
  lists.stack.push({ shape, count })
  return Math.min(8, lists.stack.length - 1)
}

/**
 * A list whose items the source ran together on one line (`a. … b. … c. …`): cut before each bullet, and before each label that
 * follows the last one of its shape, so that a figure in a sentence never begins an item. Depth comes from the order in which
 * the shapes first stand.
 */
function splitList(line: FlowLine, at: number, lists: Lists): TextPart[] {
  const text = textOf(line.spans)
  const starts: { readonly at: number; readonly depth: number }[] = []
  for (const match of text.matchAll(CANDIDATE)) {
    const depth = depthOf(match[0], match.index === 0, lists)
    if (depth !== null) starts.push({ at: match.index, depth })
  }
  if (starts[0]?.at !== 0) starts.unshift({ at: 0, depth: Math.max(0, lists.stack.length - 1) })
  const cuts = pieces(
    line.spans,
    starts.slice(1).map((s) => s.at),
  )
  return starts.map(({ depth }, i) => {
    const part = withLabel(plainPart(trimmed(cuts[i]!), at), true)
    return { ...part, level: depth, center: part.label === null && line.center }
  })
}

// Cells and paragraphs

/** The text blocks of a stretch of HTML, such as a table's cell. */
export function cellParts(source: string, at: number): TextPart[] {
  const counts: number[] = []
  const lists: Lists = { stack: [], dormant: [] }
  return flow(source).flatMap((line) => {
    if (line.list === null) {
      counts.length = 0
      if (lists.stack.length) lists.dormant = lists.stack
      lists.stack = []
      return [{ ...withLabel(plainPart(line.spans, at)), center: line.center }]
    }
    if (!line.item) return splitList(line, at, lists)
    counts.length = line.depth + 1
    counts[line.depth] = (counts[line.depth] ?? 0) + 1
    const part = withLabel(plainPart(line.spans, at), true)
    const own = part.label ?? part.labelBefore
    const label = own === null ? (line.list === 'bullet' ? '•' : `${counts[line.depth]}.`) : null
    return [{ ...part, level: line.depth, ...(label ? { list: line.list, label, labelBefore: label } : {}) }]
  })
}

/** A table of language: every row as wide as the widest, a header row that says nothing left out. */
export function tablePart(chunk: TableChunk): TablePart {
  const width = Math.max(1, ...chunk.rows.map((r) => r.cells.length))
  const empty = (cells: readonly string[]): boolean => cells.every((c) => c === '')
  const said = chunk.rows.filter((r, i) => !(i < chunk.head && empty(r.cells)))
  const kept = said.length ? said : chunk.rows.slice(0, 1)
  const head = chunk.head - chunk.rows.slice(0, chunk.head).filter((r) => !kept.includes(r)).length
  return {
    kind: 'table',
    head,
    line: chunk.line,
    rows: kept.map((row) => Array.from({ length: width }, (_, i) => cellText(row.cells[i] ?? '', row.line))),
  }
}
/** Cells of a language table hold text as it stands: a figure at the start is no list label. */
const cellText = (source: string, at: number): TextPart[] =>
  flow(source).map((line) => ({ ...plainPart(line.spans, at), center: line.center }))

const LIST_LINE = /^(\s*)[-+*]\s+(?=\S)/
const HASHES = /^#{1,6}\s+(?=\S)/

/** Lines as an editor wrapped them belong to one paragraph; short ones (names, addresses) stand for themselves. */
const wraps = (line: string, next: string): boolean => line.trim().length >= 60 || /^\s*\p{Ll}/u.test(next)

function splitLines(spans: readonly Span[]): Span[][] {
  const out: Span[][] = [[]]
  for (const span of spans)
    span.text.split('\n').forEach((text, i) => {
      if (i > 0) out.push([])
      if (text !== '') out.at(-1)!.push({ ...span, text })
    })
  return out.map(trimmed).filter((line) => line.length > 0)
}

/** Splits the spans of a part at its line breaks: one part a line, the label on the first. */
function perLine(part: TextPart): TextPart[] {
  const lines = splitLines(part.spans)
  return lines.length < 2 ? [part] : lines.map((spans, i) => (i === 0 ? { ...part, spans } : plainPart(spans, part.line + i)))
}

/** A line whose label follows that of the paragraph before it (`2.` after `1.`), or is a bullet. */
function nextItem(before: string, line: string): boolean {
  const own = labelAt(line.trimStart(), false)
  if (!own || own.list === null) return false
  if (own.list === 'bullet') return true
  const last = labelAt(before.trimStart(), false)
  const [a, b] = [shapeOf(last?.label ?? ''), shapeOf(own.label)]
  return last !== null && a.shape === b.shape && b.count === a.count + 1
}

/** The text blocks of a paragraph of the source: its list lines apart, wrapped lines joined. */
export function paragraphParts(chunk: ParagraphChunk): TextPart[] {
  const groups: {
    readonly indent: number
    readonly dash: boolean
    readonly first: string
    text: string
    last: SourceLine
    readonly line: number
  }[] = []
  for (const source of chunk.lines) {
    const dash = LIST_LINE.exec(source.text)
    const group = groups.at(-1)
    if (group && !dash && !HASHES.test(source.text) && !nextItem(group.first, source.text)) {
      group.text += (wraps(group.last.text, source.text) ? ' ' : '\n') + source.text.trim()
      group.last = source
    } else
      groups.push({
        indent: dash ? dash[1]!.length : 0,
        dash: dash !== null,
        first: source.text,
        text: source.text,
        last: source,
        line: source.line,
      })
  }
  const indents: number[] = []
  return groups.flatMap((group) => {
    if (!group.dash) {
      indents.length = 0
      const hashes = HASHES.exec(group.text)?.[0].trim().length ?? 0
      const parts = cellParts(hashes ? group.text.slice(hashes) : group.text, group.line).flatMap(perLine)
      const heading = Math.min(3, hashes) as 0 | 1 | 2 | 3
      return heading ? parts.map((part) => ({ ...part, heading })) : parts
    }
    while (indents.length && indents.at(-1)! > group.indent) indents.pop()
    if (indents.at(-1) !== group.indent) indents.push(group.indent)
    const level = Math.min(8, indents.length - 1)
    return flow(group.text.replace(LIST_LINE, '')).flatMap(({ spans }, i) => {
      const part = withLabel(plainPart(spans, group.line), true)
      const own = part.label ?? part.labelBefore
      if (own !== null || i > 0) return perLine({ ...part, level })
      return perLine(startsHead(textOf(spans)) ? part : { ...part, level, list: 'bullet', label: '•', labelBefore: '•' })
    })
  })
}

// Headings

const startsHead = (text: string): boolean => ARTICLE.test(text) || APPENDIX.test(text) || SECTION.test(text)

/**
 * Cuts the captions off the front of a part: `ARTICLE V COMPENSATION Section 10. Career Pay: A teacher …` becomes a heading of
 * level 1, one of level 2 and a paragraph. `bare`: what `Section 2.` without a caption becomes, a run-in label or a heading.
 */
export function headings(part: TextPart, bare: 'label' | 'heading'): TextPart[] {
  if (part.heading || part.label !== null || part.labelBefore !== null) return [part]
  const text = textOf(part.spans)
  const out: TextPart[] = []
  let at = 0
  const take = (end: number, heading: 1 | 2): void => {
    const spans = trimmed(cut(cut(part.spans, end)[0], at)[1])
    if (spans.length) out.push({ ...part, heading, list: null, level: 0, spans })
    at = end
  }
  const top = (ARTICLE.exec(text) ?? APPENDIX.exec(text))?.[0]
  if (top) {
    const inner = /\s(?=Section\.?\s{1,3}\d)/i.exec(text.slice(0, 240))
    const caption = inner && captionEnd(text.slice(0, inner.index), top.length)
    take(inner && (caption! > top.length || inner.index <= top.length + 1) ? inner.index : captionEnd(text, top.length), 1)
  }
  const lead = /^\s*/.exec(text.slice(at))![0].length
  const section = SECTION.exec(text.slice(at + lead))?.[0]
  if (section) {
    const from = at + lead + section.length
    const end = captionEnd(text, from)
    if (end > from || bare === 'heading' || from >= text.length) take(end, 2)
    else {
      const state = stateOfStart(cut(part.spans, at)[1], lead + section.length)
      const spans = trimmed(cut(part.spans, from)[1])
      const label = section.trim()
      const whole = state !== null && spans.every((s) => s.text.trim() === '' || stateOf(s) === state)
      if (state === 'plain' || whole) return [...out, { ...part, list: null, spans, label, labelBefore: label }]
    }
  }
  if (at === 0) return [part]
  const rest = trimmed(cut(part.spans, at)[1])
  if (rest.length) out.push(withLabel({ ...part, list: null, level: 0, center: false, spans: rest }))
  return out
}

/** True where a heading of a contract stands: short, and in capitals as a whole. */
export const isCapsLine = (text: string): boolean => isCaps(text) && countWords(text) <= 25 && (text.match(/\p{Lu}/gu)?.length ?? 0) >= 4

/**
 * True where a part is the caption of the article or appendix whose bare heading (`ARTICLE VII`) stands right before it, on a
 * line of its own in capitals: the two are one heading.
 */
export function captions(before: Part | undefined, part: Part): boolean {
  if (before?.kind !== 'text' || part.kind !== 'text' || before.heading !== 1 || part.heading || part.label !== null) return false
  const [head, text] = [textOf(before.spans), textOf(part.spans)]
  const bare = (ARTICLE.exec(head) ?? APPENDIX.exec(head))?.[0] === head
  return bare && isCapsLine(text) && countWords(text) <= 15 && !startsHead(text)
}

// Page breaks

/** A sentence that a page break cut: it does not end, and what follows runs on in lower case. */
export function runsOn(before: Part | undefined, after: Part | undefined): boolean {
  if (before?.kind !== 'text' || after?.kind !== 'text' || before.heading || after.heading || after.label !== null) return false
  if (after.labelBefore !== null || after.list !== null) return false
  const text = textOf(before.spans)
  return text.length >= 60 && !/[.:;!?]["'”’)]*$/.test(text.slice(-6)) && /^\p{Ll}/u.test(textOf(after.spans))
}

/** Joins what a page break cut, with one space. */
export function joined(before: TextPart, after: TextPart): TextPart {
  const [first, last] = [after.spans[0]!, before.spans.at(-1)!]
  const same = stateOf(first) === stateOf(last)
  const space: Span = same ? { ...last, text: ' ' } : { ...last, text: ' ', struck: false, inserted: false, underline: false }
  return { ...before, spans: [...before.spans, space, ...after.spans] }
}
