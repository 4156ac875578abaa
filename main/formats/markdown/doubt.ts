import type { DoubtKind } from '../../../shared/model/negotiation.ts'
import { type Part, partText, type TextPart } from './block.ts'

/** What could not be read with certainty. Nothing here changes a word: the source's text stands, and the doubt says why to look. */

/** A doubt of a reader. `item` is the item's number as written, `proposal` the index in its stack; null where it is about neither. */
export interface ReadDoubt {
  readonly item: string | null
  readonly proposal: number | null
  readonly kind: DoubtKind
  readonly message: string
  readonly excerpt: string
  readonly line: number
}

/** A doubt before it is known which item it belongs to. */
export type OwnDoubt = Omit<ReadDoubt, 'item' | 'proposal'>

interface Pattern {
  readonly find: RegExp
  readonly message: string
}
const ORDINAL = 'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth'

/** Shapes that a lost strike leaves behind: an old and a new value with nothing, a blank or a hyphen between. */
const PATTERNS: readonly Pattern[] = [
  {
    find: /\$\s?\d{1,3}(?:,\d{3}){2,4}(?!\d)/g,
    message: 'An amount of a million or more may be two amounts run together, one struck and one inserted; it is kept as written.',
  },
  {
    find: /\$\s?[\d,]{1,12}(?:\.\d\d)?\s\$\s?[\d,]{1,12}(?:\.\d\d)?/g,
    message: 'Two amounts stand side by side: the first may be struck and the second inserted; both are kept as written.',
  },
  {
    find: /\$\s?[\d,]{1,12}(?:\.\d\d)?-(?:\d{1,6}(?:\.\d\d)?|[A-Z][a-z]{1,12}(?:\s[A-Z][a-z]{1,12})?)/g,
    message: 'An amount with a hyphen may be a range, or an old amount struck and a new one inserted; it is kept as written.',
  },
  {
    find: /(?<!\d)(?:19|20)\d\d-(?:19|20)\d\d(?:-(?:19|20)\d\d){1,2}(?!\d)/g,
    message: 'Years run together may be an old school year struck and a new one inserted; they are kept as written.',
  },
  {
    find: /(?<![\d-])(?:19|20)\d\d (?:19|20)\d\d(?![\d-])/g,
    message: 'Two years stand side by side: the first may be struck and the second inserted; both are kept as written.',
  },
  {
    find: new RegExp(`\\b(?:${ORDINAL})-(?:${ORDINAL})\\b`, 'gi'),
    message: 'Two ordinals joined by a hyphen may be one struck and one inserted; they are kept as written.',
  },
  {
    find: /(?<![\d.])\b(?:Section|Subd\.?)\s{0,2}\d{1,2}\.\d{1,2}\.(?=\s|$)/gi,
    message:
      'A section or subdivision number with a point in it may be an old number struck and a new one inserted; it is kept as written.',
  },
  {
    find: /(?:Section|Subd\.?)\s{0,2}\d{1,2}[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,2}/gi,
    message: 'A number with a raised figure may be an old number struck and a new one inserted; it is kept as written.',
  },
]

const YEARS = /(?<![\d-])((?:19|20)\d\d)-((?:19|20)\d\d)(?![\d-])/g
const NUMBERED = /^(?:.{0,120}?\s)?(Section|Subd)\.?\s{0,3}(\d{1,3})(?=[.:]?(?:\s|$))/i

/** Words around a find, for a person to recognise the place. */
function excerptAt(text: string, at: number, length: number): string {
  const from = Math.max(0, at - 30)
  const to = Math.min(text.length, at + length + 30)
  return `${from > 0 ? '…' : ''}${text.slice(from, to).replaceAll('\n', ' ').trim()}${to < text.length ? '…' : ''}`
}

/**
 * True where a stretch of a part's words (`partText`) holds both struck and inserted ones: which value is old and which is new is
 * marked there, so no strike was lost.
 */
function replaces(part: TextPart, at: number, length: number): boolean {
  const labels = part.labelBefore === part.label ? [] : [part.labelBefore, part.label]
  const lead = part.labelBefore === part.label && part.label !== null ? part.label.length + 1 : 0
  const marked = labels.flatMap((text, i) => (text === null ? [] : [{ text: `${text} `, old: i === 0, new: i === 1 }]))
  const spans = part.spans.map((s) => ({ text: s.text, old: s.struck, new: !s.struck && (s.inserted || s.underline) }))
  let from = lead
  const found = { old: false, new: false }
  for (const span of [...marked, ...spans]) {
    const to = from + span.text.length
    if (from < at + length && to > at) {
      found.old ||= span.old
      found.new ||= span.new
    }
    from = to
  }
  return found.old && found.new
}

interface Found {
  readonly message: string
  readonly excerpt: string
  readonly line: number
}
const textParts = (parts: readonly Part[]) => parts.flatMap((part) => (part.kind === 'text' ? [part] : part.rows.flat(2)))

function joinedYears(text: string, part: TextPart): Found[] {
  return [...text.matchAll(YEARS)].flatMap((match) => {
    const span = Number(match[2]) - Number(match[1])
    if ((span > 0 && span <= 4) || replaces(part, match.index, match[0].length)) return []
    const message = 'Two years joined by a hyphen may be an old year struck and a new one inserted; they are kept as written.'
    return [{ message, excerpt: excerptAt(text, match.index, match[0].length), line: part.line }]
  })
}

/**
 * Numbers of sections and subdivisions that break the count and could be two numbers run together (`Section 34` after which
 * `Section 5` follows). A number that follows the one before, or is below 13 at the start of a count, is taken as it stands.
 */
function brokenCounts(parts: readonly Part[]): Found[] {
  const last = new Map<string, number>()
  return textParts(parts).flatMap((part) => {
    const match = NUMBERED.exec(partText(part).slice(0, 160))
    if (!match) return []
    const kind = match[1]!.toLowerCase()
    const number = Number(match[2])
    const before = last.get(kind)
    const follows = before !== undefined && number > before && number <= before + 2
    const digits = match[2]!
    const halves = digits.length > 1 && !digits.endsWith('0') ? [Number(digits.slice(0, -1)), Number(digits.slice(-1))] : null
    const near = halves?.some((half) => before !== undefined && Math.abs(half - before) <= 2)
    const marked = replaces(part, match[0].length - digits.length, digits.length)
    const odd = halves !== null && !marked && !follows && (number >= 20 || (before !== undefined && near === true))
    if (kind === 'section') last.delete('subd')
    last.set(kind, odd || (marked && halves) ? halves!.at(-1)! : number)
    if (!odd) return []
    const name = kind === 'subd' ? 'subdivision' : 'section'
    const message = `A ${name} number out of the count may be an old number struck and a new one inserted (${digits.slice(0, -1)} and ${digits.slice(-1)}); it is kept as written.`
    return [{ message, excerpt: excerptAt(match[0], match[0].length - digits.length, digits.length), line: part.line }]
  })
}

/**
 * Values that may be an old and a new one run together, where no marks tell them
 * apart: one doubt for each kind of find, and the lines they stand on.
 */
export function valueDoubts(parts: readonly Part[]): {
  readonly doubts: readonly OwnDoubt[]
  readonly lines: ReadonlySet<number>
} {
  const found: Found[] = brokenCounts(parts)
  const lines = new Set(found.map((f) => f.line))
  for (const part of textParts(parts)) {
    const text = partText(part)
    for (const { find, message } of PATTERNS)
      for (const match of text.matchAll(find))
        if (!replaces(part, match.index, match[0].length))
          found.push({ message, excerpt: excerptAt(text, match.index, match[0].length), line: part.line })
    found.push(...joinedYears(text, part))
  }
  return { doubts: grouped(found).map((f) => ({ ...f, kind: 'value' as const })), lines }
}

/** One entry a message: excerpts joined (at most twelve, the rest counted), the first line kept. */
export function grouped(found: readonly Found[]): Found[] {
  const groups = new Map<string, Found[]>()
  for (const f of found) {
    const group = groups.get(f.message)
    if (group) group.push(f)
    else groups.set(f.message, [f])
  }
  return [...groups.values()].map((group) => {
    const shown = group.slice(0, 12).map((f) => f.excerpt)
    const more = group.length > shown.length ? [`and ${group.length - shown.length} more`] : []
    return { message: group[0]!.message, excerpt: [...shown, ...more].join(' | '), line: group[0]!.line }
  })
}
