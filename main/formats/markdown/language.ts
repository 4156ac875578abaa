import type { Node } from 'prosemirror-model'
import type { ProposalKind } from '../../../shared/model/negotiation.ts'
import { project } from '../../../shared/redline/index.ts'
import { captions, headings, joined, type Part, partText, type TextPart, withDecimals } from './block.ts'
import { countWords } from './caption.ts'
import { grouped, type OwnDoubt, valueDoubts } from './doubt.ts'
import { type MarkReading, readMarks, type Underlines } from './mark.ts'
import { counter, type NewId, tree } from './tree.ts'

/** One language, of an item or by itself: its kind, its documents, and what its marks leave open. */

/** Adds parts to a language, their captions as headings; a caption on a line of its own joins the heading before it. */
export function gather(into: Part[], parts: readonly Part[]): void {
  for (const part of parts.flatMap(shaped)) {
    const last = into.at(-1)
    if (captions(last, part)) into[into.length - 1] = joined(last as TextPart, part as TextPart)
    else into.push(part)
  }
}
/** A part with its captions as headings. */
const shaped = (part: Part): Part[] => (part.kind === 'table' ? [part] : headings(memorandum(part), 'label'))
const MEMORANDUM = /^memorandum of (?:understanding|agreement)\b/i
const memorandum = (part: TextPart): TextPart =>
  part.label === null && MEMORANDUM.test(partText(part)) && countWords(partText(part)) <= 25 ? { ...part, heading: 1 } : part

/** The words of a part: labels and text, the cells of a table apart. */
export const wordsOf = (part: Part): string =>
  part.kind === 'text' ? partText(part) : part.rows.map((row) => row.map((cell) => cell.map(partText).join(' ')).join('\t')).join('\n')

const PERCENT_RULE = /\b\d{1,3}(?:\.\d{1,2})?\s?%\s(?:increase|decrease|raise|reduction)\b/i
const INSTRUCTION = /^(?:update|strike|delete|remove|replace|renumber|change|insert|add)\b/i
const STATES_NEW = /\(new\)|\bnew (?:language|article|section|appendix|subdivision)\b/i

interface Kind {
  readonly kind: ProposalKind
  readonly doubt: string | null
}
function kindOf(parts: readonly Part[], reading: MarkReading): Kind {
  const texts = parts.filter((p) => p.kind === 'text')
  const words = countWords(parts.map(wordsOf).join(' '))
  if (texts.slice(0, 3).some((p) => MEMORANDUM.test(partText(p)))) return { kind: 'mou', doubt: null }
  const tables = parts.length > texts.length
  const body = texts.filter((p) => !p.heading)
  const marked = reading.insertions + reading.strikes > 0
  if (!tables && !marked && words <= 80 && body.some((p) => PERCENT_RULE.test(partText(p)))) return { kind: 'rule', doubt: null }
  if (!tables && !marked && words <= 120 && body.slice(0, 2).some((p) => INSTRUCTION.test(partText(p))))
    return { kind: 'rule', doubt: 'The text reads as an instruction about the contract and not as language of it; it is taken as a rule.' }
  if (texts.some((p) => p.heading && STATES_NEW.test(partText(p)))) return { kind: 'new', doubt: null }
  return { kind: 'amended', doubt: null }
}

/** Documents of one language. `before` is null where all of it is new. */
export interface ReadLanguage {
  readonly kind: ProposalKind
  readonly before: Node | null
  readonly after: Node
  readonly marked: Node
  readonly doubts: readonly OwnDoubt[]
  /** Lines on which a number or value is in doubt. */
  readonly doubtfulLines: ReadonlySet<number>
}

const LOST_ALL =
  'No strikes or insertions survive in the source, so which words are new and which are struck cannot be read: the text stands as it is.'
const LOST_INSERTIONS = 'Strikes are marked in the source but no insertions: words that are new stand unmarked among the others.'
const LOST_STRIKES =
  'Insertions are marked in the source but no strikes: words that are struck may stand unmarked, or underlined, among the others.'
const CAPTIONS = 'An underline covers only a caption: it is taken as the look of a heading and not as an insertion.'
const BOTH = 'Words are both underlined and struck: they are taken as struck.'

/** What the marks of a language leave open. */
function markDoubts(reading: MarkReading, kind: ProposalKind, excerpt: string, line: number): OwnDoubt[] {
  const out: OwnDoubt[] = []
  const add = (message: string, found: string, at: number): void => {
    out.push({ kind: 'marks', message, excerpt: found, line: at })
  }
  const list = (message: string, found: readonly { readonly text: string; readonly line: number }[]): void => {
    for (const f of grouped(found.map((c) => ({ message, excerpt: c.text, line: c.line })))) add(message, f.excerpt, f.line)
  }
  if (kind === 'amended') {
    if (reading.insertions + reading.strikes === 0) add(LOST_ALL, excerpt, line)
    else if (reading.insertions === 0) add(LOST_INSERTIONS, excerpt, line)
    else if (reading.strikes === 0) add(LOST_STRIKES, excerpt, line)
  }
  list(CAPTIONS, reading.captions)
  list(BOTH, reading.both)
  return out
}

/** Turns the parts of a language into its documents. */
export function readLanguage(
  read: readonly Part[],
  party: string,
  newId: NewId = counter(),
  underlines: Underlines = 'insertions',
): ReadLanguage {
  const parts = withDecimals(read)
  const reading = readMarks(parts, underlines)
  const { kind: stated, doubt } = kindOf(parts, reading)
  const standing = new Set(readingStates(reading.parts))
  const allInserted = standing.size === 1 && standing.has('inserted')
  const kind = stated === 'amended' && allInserted ? 'new' : stated
  const unmarked = reading.insertions + reading.strikes === 0
  const allNew = allInserted || (unmarked && kind !== 'amended')
  const marked = tree(reading.parts, { newId, party, allNew })
  const first = parts[0]
  const excerpt = first ? `${wordsOf(first).slice(0, 120)}` : ''
  const values = valueDoubts(parts)
  const doubts = [...markDoubts(reading, kind, excerpt, first?.line ?? 0), ...values.doubts]
  if (doubt) doubts.push({ kind: 'kind', message: doubt, excerpt, line: first?.line ?? 0 })
  return {
    kind,
    before: allNew ? null : project(marked, 0),
    after: project(marked, 1),
    marked,
    doubts,
    doubtfulLines: values.lines,
  }
}

function readingStates(parts: readonly Part[]): string[] {
  return parts
    .flatMap((part) => (part.kind === 'text' ? [part] : part.rows.flat(2)))
    .flatMap((part) => part.spans)
    .filter((span) => span.text.trim() !== '')
    .map((span) => (span.struck ? 'struck' : span.inserted ? 'inserted' : 'plain'))
}
