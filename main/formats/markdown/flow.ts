import { Parser } from 'htmlparser2'

/**
 * Inline reading: a stretch of source with Markdown marks and HTML tags in it becomes lines of spans. A tag that is not one of
 * the known ones is text (`<see below>`), and so is a mark that has no partner: no word is ever dropped.
 */

/** Text in one state. `struck` is `~~x~~`; `inserted` is `<ins>`; `underline` is `<u>`, whose meaning the caller decides. */
export interface Span {
  readonly text: string
  readonly strong: boolean
  readonly em: boolean
  readonly underline: boolean
  readonly sup: boolean
  readonly sub: boolean
  readonly struck: boolean
  readonly inserted: boolean
}
/** A line of flow. `list` holds where the source put it in a `<ul>` or `<ol>`; `item` where it stood in an `<li>` of its own. */
export interface FlowLine {
  readonly spans: readonly Span[]
  readonly list: 'bullet' | 'ordered' | null
  readonly item: boolean
  readonly depth: number
  readonly center: boolean
}

const BLOCK_TAGS: ReadonlySet<string> = new Set([
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'table',
  'thead',
  'tbody',
  'tr',
  'td',
  'th',
  'center',
  'blockquote',
])
const MARK_TAGS: ReadonlyMap<string, keyof Flags> = new Map([
  ['b', 'strong'],
  ['strong', 'strong'],
  ['i', 'em'],
  ['em', 'em'],
  ['u', 'underline'],
  ['sup', 'sup'],
  ['sub', 'sub'],
  ['s', 'struck'],
  ['strike', 'struck'],
  ['del', 'struck'],
  ['ins', 'inserted'],
])
const BARE_TAGS: ReadonlySet<string> = new Set(['span', 'font', 'br'])

type Flags = Record<Exclude<keyof Span, 'text'>, boolean>
const PLAIN: Flags = { strong: false, em: false, underline: false, sup: false, sub: false, struck: false, inserted: false }
/** Whether two spans look the same. */
export const sameFlags = (a: Flags, b: Flags): boolean => (Object.keys(PLAIN) as (keyof Flags)[]).every((key) => a[key] === b[key])

interface Piece {
  readonly text: string
  readonly flags: Flags
}
interface RawLine extends Omit<FlowLine, 'spans'> {
  readonly pieces: Piece[]
}

/** Reads HTML into lines of pieces; Markdown inside the pieces is still as written. */
function readTags(source: string): RawLine[] {
  const lines: RawLine[] = []
  const counts = new Map<keyof Flags, number>()
  const lists: ('bullet' | 'ordered')[] = []
  let item = false
  let center = false
  let line: RawLine | null = null
  let pendingItem = false
  const flags = (): Flags => {
    const out = { ...PLAIN }
    for (const [key, n] of counts) if (n > 0) out[key] = true
    return out
  }
  const close = (): void => {
    line = null
    pendingItem = item
  }
  const put = (text: string): void => {
    if (text === '') return
    if (!line) {
      if (text.trim() === '') return
      line = { pieces: [], list: lists.at(-1) ?? null, item: pendingItem, depth: Math.max(0, lists.length - 1), center }
      pendingItem = false
      lines.push(line)
    }
    line.pieces.push({ text, flags: flags() })
  }
  const raw = (): void => put(source.slice(parser.startIndex, parser.endIndex + 1))
  const known = (name: string): boolean => BLOCK_TAGS.has(name) || MARK_TAGS.has(name) || BARE_TAGS.has(name)
  const parser: Parser = new Parser(
    {
      onopentag(name, attributes, implied) {
        if (!known(name)) {
          if (!implied) raw()
          return
        }
        const mark = MARK_TAGS.get(name)
        if (mark) counts.set(mark, (counts.get(mark) ?? 0) + 1)
        else if (name === 'br') put('\n')
        else if (BLOCK_TAGS.has(name)) {
          close()
          if (name === 'ul' || name === 'ol') lists.push(name === 'ul' ? 'bullet' : 'ordered')
          if (name === 'li') item = pendingItem = true
          // The sources leave lists open: a paragraph that stands in no item ends them.
          if (name === 'p' && !item) lists.length = 0
          center = name === 'center' || /text-align:\s{0,4}center/i.test(attributes.style ?? '') || attributes.align === 'center'
        }
      },
      onclosetag(name, implied) {
        const mark = MARK_TAGS.get(name)
        if (mark) counts.set(mark, Math.max(0, (counts.get(mark) ?? 0) - 1))
        else if (BLOCK_TAGS.has(name)) {
          if (name === 'ul' || name === 'ol') lists.pop()
          if (name === 'li' || name === 'ul' || name === 'ol') item = pendingItem = false
          center = false
          close()
        } else if (!BARE_TAGS.has(name) && !implied) raw()
      },
      ontext: put,
      oncomment: raw,
      onprocessinginstruction: raw,
    },
    { decodeEntities: true, recognizeSelfClosing: true },
  )
  parser.write(source)
  parser.end()
  return lines
}

/** A Markdown mark in a line: drop `length` characters at `at` and switch `key` on or off. */
interface Toggle {
  readonly at: number
  readonly length: number
  readonly keys: readonly (keyof Flags)[]
  readonly on: boolean
}
const DELIMITER = /\\[!-/:-@[-`{-~]|~~|\*{1,3}|\^\{/g

const KEYS: Readonly<Record<string, readonly (keyof Flags)[]>> = {
  '*': ['em'],
  '**': ['strong'],
  '***': ['strong', 'em'],
}
const spaceOrEdge = (char: string | undefined): boolean => char === undefined || /\s/.test(char)
const wordChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char)

/**
 * Pairs the strikes of a line, as offsets. Those that touch the words they strike (`~~gone~~`) are pairs at once. Word's own runs
 * begin or end in white space, though, and so do the marks of a converted document (`;~~ and~~ more`): if pairs by touch leave any
 * mark over and the marks are even in number, they open and close in turn. Of an odd number one is no mark, so touch decides
 * first, and what it left is paired between those pairs. A mark without a partner in its line stays text.
 */
function strikes(text: string, found: readonly number[]): [number, number][] {
  const touching: [number, number][] = []
  let open: number | null = null
  for (const at of found) {
    if (open !== null && !spaceOrEdge(text[at - 1])) {
      touching.push([open, at])
      open = null
    } else if (!spaceOrEdge(text[at + 2])) open = at
  }
  if (touching.length * 2 === found.length) return touching
  if (found.length % 2 === 0) return found.flatMap((at, i): [number, number][] => (i % 2 === 0 ? [[at, found[i + 1]!]] : []))
  const closing = new Map(touching)
  const out = [...touching]
  let end = -1
  open = null
  for (const at of found) {
    if (at <= end) continue
    const close = closing.get(at)
    if (close !== undefined) {
      end = close
      open = null
    } else if (open === null) open = at
    else {
      out.push([open, at])
      open = null
    }
  }
  return out
}

/** Pairs the marks of a line; those without a partner are not in the result and stay text. */
function toggles(text: string): Toggle[] {
  const out: Toggle[] = []
  const tildes: number[] = []
  const open = new Map<string, number>()
  let noteEnd = 0
  for (const match of text.matchAll(DELIMITER)) {
    const [found] = match
    const at = match.index
    if (at < noteEnd) continue // inside a superscript note (`^{**}`) a mark is text
    if (found.startsWith('\\')) {
      out.push({ at, length: 1, keys: [], on: true })
      continue
    }
    if (found === '^{') {
      const close = text.slice(at, at + 24).indexOf('}')
      const inner = close < 0 ? '' : text.slice(at + 2, at + close)
      if (inner === '' || inner.includes('{') || inner.includes('\\')) continue
      noteEnd = at + close + 1
      out.push({ at, length: 2, keys: ['sup'], on: true }, { at: at + close, length: 1, keys: ['sup'], on: false })
      continue
    }
    if (found === '~~') {
      tildes.push(at)
      continue
    }
    const before = text[at - 1]
    const after = text[at + found.length]
    const start = open.get(found)
    const single = found === '*'
    if (start !== undefined && !spaceOrEdge(before) && !(single && wordChar(after))) {
      const keys = KEYS[found]!
      out.push({ at: start, length: found.length, keys, on: true }, { at, length: found.length, keys, on: false })
      open.delete(found)
    } else if (!spaceOrEdge(after) && !(single && wordChar(before))) open.set(found, at)
  }
  const keys = ['struck'] as const
  for (const [from, to] of strikes(text, tildes)) out.push({ at: from, length: 2, keys, on: true }, { at: to, length: 2, keys, on: false })
  return out.sort((a, b) => a.at - b.at)
}

/** The spans of a line, its Markdown marks read. A mark may stand across the edge of two pieces, so one cursor runs over all. */
function readMarks(pieces: readonly Piece[]): Span[] {
  const text = pieces.map((p) => p.text).join('')
  const marks = toggles(text)
  const spans: { text: string; flags: Flags }[] = []
  const active = new Map<keyof Flags, number>()
  let next = 0
  let at = 0
  let to = 0
  for (const piece of pieces) {
    to += piece.text.length
    const emit = (until: number): void => {
      if (until <= at) return
      const flags = { ...piece.flags }
      for (const [key, n] of active) if (n > 0) flags[key] = true
      const last = spans.at(-1)
      if (last && sameFlags(last.flags, flags)) last.text += text.slice(at, until)
      else spans.push({ text: text.slice(at, until), flags })
      at = until
    }
    while (next < marks.length && marks[next]!.at < to) {
      const mark = marks[next++]!
      emit(mark.at)
      at = mark.at + mark.length
      for (const key of mark.keys) active.set(key, (active.get(key) ?? 0) + (mark.on ? 1 : -1))
    }
    emit(to)
  }
  return spans.map((s) => ({ text: s.text, ...s.flags }))
}

/** Cuts a list of spans at a character offset. */
export function cut(spans: readonly Span[], at: number): [Span[], Span[]] {
  const left: Span[] = []
  const right: Span[] = []
  let from = 0
  for (const span of spans) {
    const split = Math.min(Math.max(at - from, 0), span.text.length)
    if (split > 0) left.push({ ...span, text: span.text.slice(0, split) })
    if (split < span.text.length) right.push({ ...span, text: span.text.slice(split) })
    from += span.text.length
  }
  return [left, right]
}

/** Cuts a list of spans at several rising offsets; always one piece more than there are offsets. */
export function pieces(spans: readonly Span[], offsets: readonly number[]): Span[][] {
  const out: Span[][] = [[]]
  let from = 0
  let next = 0
  for (const span of spans) {
    let start = 0
    const to = from + span.text.length
    while (next < offsets.length && offsets[next]! < to) {
      const end = Math.max(start, offsets[next++]! - from)
      if (end > start) out.at(-1)!.push({ ...span, text: span.text.slice(start, end) })
      out.push([])
      start = end
    }
    if (start < span.text.length) out.at(-1)!.push({ ...span, text: span.text.slice(start) })
    from = to
  }
  while (out.length <= offsets.length) out.push([])
  return out
}

const plain = (span: Span): boolean => !span.struck && !span.inserted && !span.underline
const alike = (a: Span, b: Span): boolean => a.struck === b.struck && a.inserted === b.inserted && a.underline === b.underline

/**
 * The spans without white space at either end, and inner white space other than line breaks as single spaces. Where two spans
 * meet in white space, the one that stands in every version keeps it: the unmarked one. Between a struck and an underlined span
 * both keep theirs, since each version needs its own.
 */
export function trimmed(spans: readonly Span[]): Span[] {
  const out: Span[] = []
  for (const span of spans) {
    let text = span.text.replace(/[^\S\n]+/g, ' ').replace(/ ?\n ?/g, '\n')
    while (/^\s/.test(text)) {
      const last = out.at(-1)
      if (!last || (/\s$/.test(last.text) && (plain(last) || alike(last, span)))) text = text.trimStart()
      else if (plain(span) && last.text.endsWith(' ')) {
        out.pop()
        if (last.text !== ' ') out.push({ ...last, text: last.text.slice(0, -1) })
      } else break
    }
    if (text !== '') out.push({ ...span, text })
  }
  while (out.length) {
    const last = out.at(-1)!
    const text = last.text.trimEnd()
    if (text !== '') {
      if (text !== last.text) out[out.length - 1] = { ...last, text }
      break
    }
    out.pop()
  }
  return out
}

export const textOf = (spans: readonly Span[]): string => spans.map((s) => s.text).join('')

const MOST_TAGS = 10_000
/** What makes a stretch of source more than plain text. */
const MARKUP = /[<&\\~*^]/

/** A stretch of source (a cell, or a paragraph with its line breaks as `\n`) as lines of spans; empty lines are left out. */
export function flow(source: string): FlowLine[] {
  if (!MARKUP.test(source)) {
    const spans = trimmed([{ text: source, ...PLAIN }])
    return spans.length ? [{ spans, list: null, item: false, depth: 0, center: false }] : []
  }
  // Tags by the ten thousand in one cell are no document: they are read as the text that they are.
  const tags = source.split('<').length <= MOST_TAGS
  const lines: RawLine[] = tags
    ? readTags(source)
    : [{ pieces: [{ text: source, flags: PLAIN }], list: null, item: false, depth: 0, center: false }]
  return lines.flatMap(({ pieces, ...rest }) => {
    const spans = trimmed(readMarks(pieces))
    return spans.length ? [{ ...rest, spans }] : []
  })
}

/** The words of a stretch of source without marks and tags, one line a block. */
export const plainText = (source: string): string =>
  flow(source)
    .map((line) => textOf(line.spans))
    .join('\n')
    .trim()
