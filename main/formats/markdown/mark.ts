import { type Part, type State, stateOf, type TextPart } from './block.ts'
import { APPENDIX, ARTICLE, countWords, isCaps, isTitle, SECTION, SUBDIVISION } from './caption.ts'
import { type Span, sameFlags, textOf } from './flow.ts'

/** What the marks of a proposal mean: a strike is a deletion; an underline is an insertion, or only dresses a caption. */

/** How a proposal's marks were read. `captions` are underlines left as formatting, `both` words both underlined and struck. */
export interface MarkReading {
  readonly parts: readonly Part[]
  readonly captions: readonly { readonly text: string; readonly line: number }[]
  readonly both: readonly { readonly text: string; readonly line: number }[]
  readonly insertions: number
  readonly strikes: number
}

const HEADS = [ARTICLE, APPENDIX, SECTION, SUBDIVISION]
/** The text behind the labels (`Article VIII Section 4.`, `Subd. 2.`) that lead into a caption. */
function behindLabels(text: string): string {
  let rest = text.trimStart()
  for (const head of HEADS) rest = rest.replace(head, '').trimStart()
  return rest
}

/**
 * True where an underline covers a caption and nothing else: it stands at the start of its block (after labels at most), has 16
 * words or fewer, closes with the caption (colon, full stop or the block's end), and reads as a title or begins with a label.
 */
export function isCaption(before: string, text: string, after: string): boolean {
  if (behindLabels(before) !== '') return false
  const words = text.trim()
  const closed = /[.:]$/.test(words) || /^\s?[.:]/.test(after) || after.trim() === ''
  if (!closed || countWords(words) > 16) return false
  const body = behindLabels(words).replace(/[.:]$/, '')
  if (body === '' || isTitle(body) || isCaps(body)) return true
  return SECTION.test(words) && words.endsWith(':')
}

/** Stretches of a part in which every span is underlined, as index ranges. */
function underlined(spans: readonly Span[]): [number, number][] {
  const runs: [number, number][] = []
  spans.forEach((span, i) => {
    const last = runs.at(-1)
    if (!span.underline) return
    if (last && last[1] === i) last[1] = i + 1
    else runs.push([i, i + 1])
  })
  return runs
}

/** White space between two stretches of one state takes that state, so that a struck paragraph is struck as a whole. */
function filled(spans: readonly Span[]): Span[] {
  const blank = (span: Span): boolean => span.text.trim() === ''
  const after: (State | null)[] = []
  let state: State | null = null
  for (let i = spans.length - 1; i >= 0; i--) {
    after[i] = state
    if (!blank(spans[i]!)) state = stateOf(spans[i]!)
  }
  state = null
  return spans.map((span, i) => {
    if (!blank(span)) {
      state = stateOf(span)
      return span
    }
    const next = after[i] ?? state
    const before = state ?? next
    return stateOf(span) !== 'plain' || before !== next ? span : { ...span, struck: next === 'struck', inserted: next === 'inserted' }
  })
}

const VERSIONS = [0, 1] as const
type Side = (typeof VERSIONS)[number]
/** True where a span stands in the text before (0) or after (1). */
const stands = (span: Span, side: Side): boolean => stateOf(span) === 'plain' || stateOf(span) === (side === 0 ? 'struck' : 'inserted')
function firstFrom(spans: readonly Span[], from: number, side: Side): Span | null {
  for (let i = from; i < spans.length; i++) if (stands(spans[i]!, side)) return spans[i]!
  return null
}
/** No word needs a space behind what ends so, or before what begins so. */
const OPENS = /(?:^|[\s([{\u201c\u2018])$/
const CLOSES = /^(?:$|[\s.,;:!?)\]}\u201d\u2019%])/

/**
 * Leaves out the lone space of `~~four~~ <u>six</u> days`, a replacement as people write it: an unmarked space right between a
 * struck and an inserted run, in either order. It belongs to neither, and kept it would stand in both versions beside the space
 * (edge, bracket or closing sign) that is around the pair anyway. It goes only if no version then runs two words together:
 * in `A~~ four~~ <u>six</u> days` the version after still needs it.
 */
function withoutLone(spans: readonly Span[]): Span[] {
  const out: Span[] = []
  spans.forEach((span, i) => {
    const [before, after] = [out.at(-1), spans[i + 1]]
    const pair = before && after ? [stateOf(before), stateOf(after)] : []
    const lone = span.text === ' ' && stateOf(span) === 'plain' && pair.includes('struck') && pair.includes('inserted')
    const spare = (side: Side): boolean =>
      OPENS.test(out.findLast((s) => stands(s, side))?.text.slice(-1) ?? '') || CLOSES.test(firstFrom(spans, i + 1, side)?.text[0] ?? '')
    if (!(lone && VERSIONS.every(spare))) out.push(span)
  })
  return out
}

/**
 * Gives every version single spaces: one of the two around a strike (`word ~~gone~~ next`) is struck with it, one of the two
 * around an insertion comes in with it, the later one each time. A space stays only in the versions that need it, which are those
 * where no white space stands before it and no edge of the block or of a line beside it; where none needs it, it goes. White
 * space alone changes, and no version loses the last space between two words.
 */
function single(spans: readonly Span[]): Span[] {
  const pieces = spans.flatMap((span) => (span.text.match(/\n| +|[^ \n]+/g) ?? []).map((text) => ({ span, text, needed: [true, true] })))
  const sweep = (list: typeof pieces, edge: (text: string) => boolean, passes: boolean): void => {
    const open = [true, true]
    for (const piece of list)
      for (const side of VERSIONS) {
        if (!stands(piece.span, side)) continue
        if (!piece.text.startsWith(' ')) open[side] = edge(piece.text)
        else if (open[side]) piece.needed[side] = false
        else if (passes && piece.needed[side]) open[side] = true
      }
  }
  const isBreak = (text: string): boolean => text === '\n'
  sweep(pieces, isBreak, true)
  sweep([...pieces].reverse(), isBreak, false)
  const out: Span[] = []
  for (const { span, text, needed } of pieces) {
    const [before, after] = VERSIONS.map((side) => stands(span, side) && needed[side])
    if (!before && !after) continue
    const asRead = before === stands(span, 0) && after === stands(span, 1)
    const placed = asRead ? span : { ...span, struck: !after, inserted: !before }
    const last = out.at(-1)
    if (last && sameFlags(last, placed)) out[out.length - 1] = { ...last, text: last.text + text }
    else out.push({ ...placed, text })
  }
  return out
}

/** What an underline is: an insertion (captions left out), or only a look, where insertions have a mark of their own. */
export type Underlines = 'insertions' | 'look'

/** Reads the marks of a proposal. Tables and paragraphs alike; no words change, white space beside marks does (see `single`). */
export function readMarks(parts: readonly Part[], underlines: Underlines = 'insertions'): MarkReading {
  const captions: { text: string; line: number }[] = []
  const both: { text: string; line: number }[] = []
  let insertions = 0
  let strikes = 0
  const read = (part: TextPart): TextPart => {
    const spans = [...part.spans]
    const inserts = underlines === 'insertions'
    if (inserts && part.labelUnderlined && part.label !== null && part.labelBefore === part.label)
      captions.push({ text: part.label, line: part.line })
    for (const [from, to] of inserts ? underlined(spans) : []) {
      const run = spans.slice(from, to)
      const leads = from <= 6 ? textOf(spans.slice(0, from)) : null
      if (leads !== null && isCaption(leads, textOf(run), textOf(spans.slice(to, to + 4)))) {
        captions.push({ text: textOf(run).trim(), line: part.line })
        continue
      }
      for (let i = from; i < to; i++) {
        const span = spans[i]!
        if (span.struck) both.push({ text: span.text.trim(), line: part.line })
        else spans[i] = { ...span, underline: false, inserted: true }
      }
    }
    for (const [i, span] of spans.entries()) {
      if (span.struck && span.inserted) {
        both.push({ text: span.text.trim(), line: part.line })
        spans[i] = { ...span, inserted: false }
      }
      if (span.struck) strikes++
      else if (span.inserted) insertions++
    }
    if (!spans.some((s) => s.struck || s.inserted || s.underline)) return { ...part, spans }
    return { ...part, spans: single(withoutLone(filled(spans))) }
  }
  const out = parts.map((part): Part => {
    if (part.kind === 'text') return read(part)
    return { ...part, rows: part.rows.map((row) => row.map((cell) => cell.map(read))) }
  })
  return { parts: out, captions, both, insertions, strikes }
}
