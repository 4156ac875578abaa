import type { Node } from 'prosemirror-model'
import { isLabelLine, looksLikeDate, parseLabels } from '../../../shared/model/labels.ts'
import type { Day, ProposalKind, Status } from '../../../shared/model/negotiation.ts'
import { cellParts, joined, type Part, paragraphParts, partText, runsOn, type TextPart, tablePart } from './block.ts'
import { countWords } from './caption.ts'
import { type Chunk, chunks, type ParagraphChunk, type SourceLine, type TableChunk } from './chunk.ts'
import type { OwnDoubt, ReadDoubt } from './doubt.ts'
import { plainText as plain } from './flow.ts'
import { gather, readLanguage, wordsOf } from './language.ts'
import { isLegend, type ReadLegend, readLegend } from './legend.ts'
import type { Underlines } from './mark.ts'
import { overlapDoubts } from './overlap.ts'
import { placeOf } from './place.ts'
import { checkedText } from './text.ts'
import { counter, tree } from './tree.ts'

/** The commonly formatted document of a negotiation, read into items with their stacks of proposals. */

/** What is known of a negotiation before its document is read. */
export interface NegotiationOptions {
  readonly parties: readonly { readonly label: string; readonly name: string }[]
  /** The years of the contract (`2023-2025`), from which dates without a year take theirs. */
  readonly years: string | null
  /** Name of the source, for error messages. */
  readonly name?: string
  /** What an underline in a proposal is; left out, an insertion. */
  readonly underlines?: Underlines
}
/** One proposal as the document has it. `party` and `date` are null where the document does not say. */
export interface ReadProposal {
  readonly party: string | null
  readonly date: Day | null
  readonly status: Status
  readonly statusDate: Day | null
  readonly kind: ProposalKind
  /** The language without the marks; null where all of it is new. */
  readonly before: Node | null
  readonly after: Node
  /** Every word, strikes and insertions as switches of round 1. */
  readonly marked: Node
  /** The language as the source has it, marks and tags included. */
  readonly source: string
  /** The left column, line by line, as written. */
  readonly labels: readonly string[]
  readonly line: number
}
/** An item as the document has it, its proposals in the order of the source. */
export interface ReadItem {
  readonly number: string
  readonly title: string
  readonly place: string | null
  readonly proposals: readonly ReadProposal[]
}
/** Text of the source with the line it begins on. */
export interface SourceText {
  readonly line: number
  readonly text: string
}
/** A negotiation as it was read. */
export interface ReadNegotiation {
  readonly norms: { readonly doc: Node } | null
  readonly legend: ReadLegend | null
  readonly items: readonly ReadItem[]
  readonly doubts: readonly ReadDoubt[]
  /** Text that belongs to no item, norm or legend. */
  readonly leftovers: readonly SourceText[]
  /** Labels without language: empty places kept for a next counter. */
  readonly placeholders: readonly SourceText[]
}

/** An item's proposal while it is gathered. */
export interface Draft {
  readonly item: string
  readonly labels: string[]
  readonly parts: Part[]
  readonly source: string[]
  readonly line: number
  /** Which labels it has, and the party. */
  has: { party: string | null; date: boolean; status: boolean }
  /** Language stood beside the labels in a table, so it is this item's whatever it says. */
  inTable: boolean
}

const newDraft = (item: string, line: number): Draft => ({
  item,
  labels: [],
  parts: [],
  source: [],
  line,
  has: { party: null, date: false, status: false },
  inTable: false,
})

/** Walks the chunks of a source and gathers drafts: what is labels, what is language, and where an item ends. */
export class Scan {
  readonly drafts: Draft[] = []
  readonly leftovers: SourceText[] = []
  readonly placeholders: SourceText[] = []
  readonly legend: SourceText[] = []
  /** Labels that name a party or a day, with no language beside them. */
  readonly empty: SourceText[] = []
  readonly titles = new Map<string, string>()
  norms: Node | null = null
  private draft: Draft | null = null
  private pendingTitle: SourceText | null = null
  private readonly parties: readonly string[]
  private readonly years: string | null

  constructor(options: NegotiationOptions) {
    this.parties = options.parties.map((p) => p.label)
    this.years = options.years
  }

  read(list: readonly Chunk[]): void {
    list.forEach((chunk, i) => {
      if (chunk.kind === 'paragraph') this.paragraph(chunk)
      else if (this.isNorms(chunk)) this.norms = normsDoc(chunk)
      else if (this.isItemTable(chunk, list[i - 1])) this.itemTable(chunk)
      else this.language([tablePart(chunk)], chunk.rows.map((r) => `| ${r.cells.join(' | ')} |`).join('\n'), chunk.line)
    })
    this.close()
    this.flushTitle()
  }

  private isNorms(chunk: TableChunk): boolean {
    const first = chunk.rows.flatMap((r) => r.cells).find((c) => c !== '')
    if (chunk.rows.some((r) => r.cells.length > 2)) return false
    return this.norms === null && !this.draft && /\bnorms\b|\bground rules\b/i.test(plain(first ?? '')) && countWords(first ?? '') <= 8
  }

  private isLabel(cell: string): boolean {
    return isLabelLine(plain(cell).replaceAll('\n', ' '), this.parties, this.years)
  }

  /** Two columns at most, the left one labels or empty (one title row may stand among them), the header empty or a label. */
  private isItemTable(chunk: TableChunk, before: Chunk | undefined): boolean {
    if (chunk.rows.some((r) => r.cells.length > 2)) return false
    const head = chunk.rows.slice(0, chunk.head)
    if (!head.every((r) => (r.cells[0] ?? '') === '' || this.isLabel(r.cells[0]!))) return false
    if (head.some((r) => (r.cells[0] ?? '') === '' && (r.cells[1] ?? '') !== '')) return false
    const left = chunk.rows.map((r) => r.cells[0] ?? '')
    const odd = chunk.rows.filter((r) => (r.cells[0] ?? '') !== '' && !this.isLabel(r.cells[0]!))
    const labels = left.filter((cell) => cell !== '').length - odd.length
    const empty = chunk.rows.every((r) => r.cells.every((c) => c === ''))
    const continues = left.every((cell) => cell === '') && (this.draft !== null || before === undefined)
    return empty || continues || (labels > 0 && odd.length <= 1)
  }

  private itemTable(chunk: TableChunk): void {
    let edge = true
    for (const row of chunk.rows) {
      const [left = '', right = ''] = row.cells
      const words = plain(left)
      if (words !== '' && this.isLabel(left)) for (const text of this.labelsIn(words)) this.label(text, row.line)
      else if (words !== '' && right === '' && !this.awaitsLabel()) {
        this.close()
        this.flushTitle()
        this.pendingTitle = { text: words, line: row.line }
      } else if (words !== '') {
        if (this.draft) this.draft.labels.push(words)
        else this.leftovers.push({ text: words, line: row.line })
      }
      if (right === '') continue
      this.language(cellParts(right, row.line), right, row.line, edge)
      if (this.draft) this.draft.inTable = true
      edge = false
    }
  }

  /** The labels of a cell line by line, where each line is one by itself; else as a whole (`Item` over its number). */
  private labelsIn(words: string): string[] {
    const lines = words.split('\n')
    return lines.every((line) => this.isLabel(line) && !/^item$/i.test(line)) ? lines : [words]
  }

  private awaitsLabel(): boolean {
    if (!this.draft) return false
    return this.draft.has.party === null && this.draft.parts.length > 0
  }

  /** A line of labels. A new item begins a new draft; so does a second party, under the same item. */
  private label(text: string, line: number): void {
    const found = parseLabels([text], this.parties, this.years)
    if (found.item || /^item$/i.test(text)) {
      this.close()
      this.draft = newDraft(found.item?.value ?? '', line)
      if (this.pendingTitle) {
        if (found.item) this.titles.set(found.item.value, this.pendingTitle.text)
        this.draft.labels.push(this.pendingTitle.text)
        this.pendingTitle = null
      }
    } else if (!this.draft) {
      this.leftovers.push({ text, line })
      return
    } else {
      const { party } = this.draft.has
      if (found.party && party !== null && this.draft.parts.length > 0 && party !== found.party.value) {
        const item = this.draft.item
        this.close()
        this.draft = newDraft(item, line)
      }
    }
    const { has, labels } = this.draft
    labels.push(text)
    has.party ??= found.party?.value ?? null
    has.date ||= found.date !== undefined
    has.status ||= found.status !== undefined
  }

  private language(parts: readonly Part[], source: string, line: number, edge = true): void {
    const kept = parts.filter((part) => {
      if (part.kind !== 'text' || !isLegend(partText(part))) return true
      this.legend.push({ text: partText(part), line: part.line })
      return false
    })
    if (!this.draft) {
      for (const part of kept) this.leftovers.push({ text: wordsOf(part), line: part.line || line })
      return
    }
    this.draft.source.push(source)
    const into = this.draft.parts
    const [first, ...rest] = kept
    const last = into.at(-1)
    if (edge && first && runsOn(last, first)) {
      into[into.length - 1] = joined(last as TextPart, first as TextPart)
      gather(into, rest)
    } else gather(into, kept)
  }

  /** Text outside tables: label lines first, where an item begins or its labels are not complete; the rest is language. */
  private paragraph(chunk: ParagraphChunk): void {
    let at = 0
    while (at < chunk.lines.length) {
      const taken = this.labelLines(chunk.lines[at]!, chunk.lines[at + 1])
      if (taken === 0) break
      at += taken
    }
    const lines = chunk.lines.slice(at)
    const [first, ...rest] = lines
    if (!first) return
    const split = lines.length < chunk.lines.length ? this.datedLine(first.text) : null
    if (split) this.label(split.date, first.line)
    const language: SourceLine[] = split ? [{ ...first, text: split.text }, ...rest] : [...lines]
    if (language.every((l) => l.text.trim() === '')) return
    const source = language.map((l) => l.text).join('\n')
    this.language(paragraphParts({ kind: 'paragraph', lines: language, line: language[0]!.line }), source, language[0]!.line)
  }

  /** How many lines at the start are one label; they are taken. */
  private labelLines(first: SourceLine, second: SourceLine | undefined): number {
    const text = plain(first.text)
    if (/^item$/i.test(text)) {
      const number = second && /^\d{1,4}[A-Za-z]?$/.test(plain(second.text)) ? plain(second.text) : null
      this.label(number ? `Item ${number}` : 'Item', first.line)
      return number ? 2 : 1
    }
    if (!isLabelLine(text, this.parties, this.years)) return 0
    const found = parseLabels([text], this.parties, this.years)
    const have = this.draft?.has ?? null
    const missing =
      have !== null && ((found.party && !have.party) || (found.date && !have.date) || (found.status && !have.status && !found.date))
    const clash = have !== null && ((found.party && have.party) || (found.date && have.date && !found.status))
    if (!found.item && (!missing || clash)) return 0
    this.label(text, first.line)
    return 1
  }

  /** `9.20 Section 1. …` right under a party: the date is a label, the rest language. */
  private datedLine(text: string): { date: string; text: string } | null {
    const match = /^\s*(\S{3,10})(?:\s|$)/.exec(text)
    const date = match?.[1]
    if (!date || !this.draft || !looksLikeDate(date) || this.draft.has.date) return null
    return { date, text: text.slice(match[0].length) }
  }

  private flushTitle(): void {
    if (this.pendingTitle) this.leftovers.push(this.pendingTitle)
    this.pendingTitle = null
  }

  /** Ends the draft: a proposal, an empty place, or (a stray heading under an empty place) left over. */
  private close(): void {
    const draft = this.draft
    this.draft = null
    if (!draft) return
    const named = draft.has.party !== null || draft.has.date
    const words = countWords(draft.parts.map(wordsOf).join(' '))
    const stray = !named && !draft.inTable && words <= 20 && draft.parts.every((p) => p.kind === 'text')
    if (draft.parts.length > 0 && draft.item !== '' && !stray) {
      this.drafts.push(draft)
      return
    }
    this.placeholders.push({ text: draft.labels.join('\n'), line: draft.line })
    if (named) this.empty.push({ text: draft.labels.join(' / '), line: draft.line })
    if (draft.parts.length) this.leftovers.push({ text: draft.parts.map(wordsOf).join('\n'), line: draft.parts[0]!.line })
  }
}

function normsDoc(chunk: TableChunk): Node {
  const parts = chunk.rows.flatMap(({ cells, line }): TextPart[] => {
    const [left = '', right = ''] = cells
    if (right === '') return cellParts(left, line).map((part) => ({ ...part, heading: 1 }))
    const label = plain(left) || null
    const [first, ...rest] = cellParts(right, line)
    if (label === null) return first ? [first, ...rest] : []
    // A label that cannot be the row's (no text beside it, or text with a label of its own) stands by itself.
    if (!first || first.label !== null) return [...cellParts(left, line), ...(first ? [first] : []), ...rest]
    return [{ ...first, list: 'ordered', label, labelBefore: label }, ...rest]
  })
  return tree(parts, { newId: counter(), party: null, allNew: false })
}

/** What the left column leaves open. */
function labelDoubts(draft: Draft, labels: ReturnType<typeof parseLabels>): OwnDoubt[] {
  const out: OwnDoubt[] = []
  const excerpt = draft.labels.join(' / ')
  const add = (kind: ReadDoubt['kind'], message: string): void => {
    out.push({ kind, message, excerpt, line: draft.line })
  }
  if (!labels.party) add('party', 'The document does not say whose proposal this is.')
  else if (!labels.party.certain) add('party', `Two parties stand beside this proposal; ${labels.party.value} was taken.`)
  if (labels.badDates.length) add('date', `${labels.badDates.join(', ')} is no day that can be read.`)
  if (!labels.date) add('date', 'The document does not say on which day this proposal was made.')
  else if (!labels.date.certain) add('date', `Which of the dates is the proposal's is not certain; ${labels.date.text} was taken.`)
  if (labels.status && !labels.statusDate) add('status', `${labels.status.text} stands without a date.`)
  else if (labels.status && !labels.statusDate?.certain)
    add(
      'status',
      `${labels.statusDate?.text} stands with ${labels.status.text} and alone: it was taken as the day of both the proposal and the ${labels.status.text}.`,
    )
  if (labels.status && !labels.status.certain) add('status', `Two statuses stand beside this proposal; ${labels.status.text} was taken.`)
  return out
}

/** Legend statements that name a day on which the party has no proposal. */
function legendDoubts(legend: ReadLegend | null, items: readonly ReadItem[]): ReadDoubt[] {
  return (legend?.rules ?? []).flatMap((rule): ReadDoubt[] => {
    const about = { item: null, proposal: null, excerpt: rule.statement, line: rule.line }
    if (rule.party === null) return [{ ...about, kind: 'party', message: 'The legend does not say which party this mark stands for.' }]
    if (rule.date === null) return []
    const known = items.some((item) => item.proposals.some((p) => p.party === rule.party && p.date === rule.date))
    const message = `The legend names a day on which ${rule.party} has no proposal in this document.`
    return known ? [] : [{ ...about, kind: 'date', message }]
  })
}

/**
 * Reads a negotiation in the commonly formatted form: item tables, the same without tables, page breaks that cut an item in two.
 * Every word of the text is in an item's language or labels, in the norms, the legend, the placeholders or the leftovers; what is
 * not certain is among the doubts. Throws `ParleyError` where the text is empty, too large or holds no item.
 */
export function readNegotiation(text: string, options: NegotiationOptions): ReadNegotiation {
  return readChunks(chunks(checkedText(text, options.name ?? 'The source')), options)
}

/** The same for a source that was gathered into tables and paragraphs already, its cells and lines with tags and escapes. */
export function readChunks(list: readonly Chunk[], options: NegotiationOptions): ReadNegotiation {
  const scan = new Scan(options)
  scan.read(list)
  const doubts: ReadDoubt[] = []
  const parties = options.parties.map((p) => p.label)
  const byNumber = new Map<string, { readonly proposals: ReadProposal[]; title: string | null; place: string | null }>()
  for (const draft of scan.drafts) {
    const labels = parseLabels(draft.labels, parties, options.years)
    const language = readLanguage(draft.parts, labels.party?.value ?? '?', counter(), options.underlines)
    const found = placeOf(draft.parts, language.doubtfulLines)
    const entry = byNumber.get(draft.item) ?? { proposals: [], title: null, place: null }
    byNumber.set(draft.item, entry)
    entry.title ??= scan.titles.get(draft.item) ?? found.title
    if (found.place !== null && (entry.place === null || found.place.startsWith(`${entry.place},`))) entry.place = found.place
    const about = { item: draft.item, proposal: entry.proposals.length }
    for (const doubt of [...labelDoubts(draft, labels), ...language.doubts]) doubts.push({ ...about, ...doubt })
    entry.proposals.push({
      party: labels.party?.value ?? null,
      date: labels.date?.value ?? null,
      status: labels.status?.value ?? 'open',
      statusDate: labels.status ? (labels.statusDate?.value ?? null) : null,
      kind: language.kind,
      before: language.before,
      after: language.after,
      marked: language.marked,
      source: draft.source.join('\n'),
      labels: draft.labels,
      line: draft.line,
    })
  }
  const items = [...byNumber].map(([number, entry]) => ({
    number,
    title: entry.title ?? `Item ${number}`,
    place: entry.place,
    proposals: entry.proposals,
  }))
  for (const item of items) doubts.push(...overlapDoubts(item.number, item.proposals))
  const legend = readLegend(scan.legend, parties, options.years)
  doubts.push(...legendDoubts(legend, items))
  for (const { text: labels, line } of scan.empty) {
    const message = 'Labels name a party or a day but no language stands beside them; no proposal was made of them.'
    doubts.push({ item: null, proposal: null, kind: 'structure', message, excerpt: labels, line })
  }
  for (const left of scan.leftovers)
    doubts.push({
      item: null,
      proposal: null,
      kind: 'structure',
      message: 'This text belongs to no item; it was kept apart.',
      excerpt: left.text.slice(0, 300),
      line: left.line,
    })
  return {
    norms: scan.norms ? { doc: scan.norms } : null,
    legend,
    items,
    doubts,
    leftovers: scan.leftovers,
    placeholders: scan.placeholders,
  }
}
