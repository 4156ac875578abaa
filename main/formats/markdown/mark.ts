import { type Part, type State, stateOf, type TextPart } from './block.ts'
import { APPENDIX, ARTICLE, countWords, isCaps, isTitle, SECTION, SUBDIVISION } from './caption.ts'
import { type Span, textOf } from './flow.ts'

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
function isCaption(before: string, text: string, after: string): boolean {
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

/** Reads the marks of a proposal. Tables and paragraphs alike; no words change. */
export function readMarks(parts: readonly Part[]): MarkReading {
  const captions: { text: string; line: number }[] = []
  const both: { text: string; line: number }[] = []
  let insertions = 0
  let strikes = 0
  const read = (part: TextPart): TextPart => {
    const spans = [...part.spans]
    if (part.labelUnderlined && part.label !== null && part.labelBefore === part.label) captions.push({ text: part.label, line: part.line })
    for (const [from, to] of underlined(spans)) {
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
    return { ...part, spans: filled(spans) }
  }
  const out = parts.map((part): Part => {
    if (part.kind === 'text') return read(part)
    return { ...part, rows: part.rows.map((row) => row.map((cell) => cell.map(read))) }
  })
  return { parts: out, captions, both, insertions, strikes }
}
