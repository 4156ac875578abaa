import type { Day } from '../../../../shared/model/negotiation.ts'
import { type Element, isElement } from '../package/tree.ts'
import type { Piece, TextPiece, Tracked, WordBlock, WordParagraph } from '../read/story.ts'
import type { Styles } from '../read/style.ts'
import { isWord, valOf } from '../read/word.ts'
import { keyOf } from './look.ts'
import { colour, type HandMapping, type MappedLook, type Marked, marksOf } from './mapping.ts'
import { type Placed, placed } from './place.ts'

/** What the turning of marks into changes needs besides the blocks and the mapping. */
export interface HandContext {
  readonly styles: Styles
  readonly parties: readonly string[]
  readonly years: string | null
  /** Whose round the marks of a text without labels are; null where nobody said. */
  readonly own?: { readonly party: string; readonly date: Day } | null
}

/** What one mark comes to. */
interface Verdict {
  readonly kind: 'ins' | 'del'
  readonly party: string
  readonly date: Day | null
  /** It was done in an earlier round of the item than the one in whose row it stands. */
  readonly earlier: boolean
}

/** Blocks whose marks became changes, and what was taken on the way. */
export interface Applied {
  readonly blocks: readonly WordBlock[]
  /** Marks in colours of a party that had put nothing forward before: they were taken for the row's own. */
  readonly foreign: readonly { readonly text: string; readonly line: number; readonly party: string }[]
}

/**
 * Turns marks made by hand into tracked changes of the party and day that the mapping names: the reader then makes the switches.
 * A mark of the row's own party is of the row's round; one whose meaning names an earlier round of the same item, or another
 * party that has one, stays what that round did. Text loses the look that became a change.
 */
export const applyMapping = (blocks: readonly WordBlock[], mapping: HandMapping, context: HandContext): Applied =>
  new Applier(blocks, mapping, context, false).run(blocks)

/**
 * The same as each row of the document has it: what its own round did is tracked; what an earlier round put in stands plainly, and
 * what an earlier round struck is left out where that round's row holds the same words as struck.
 */
export const settleMapping = (blocks: readonly WordBlock[], mapping: HandMapping, context: HandContext): Applied =>
  new Applier(blocks, mapping, context, true).run(blocks)

const flat = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

class Applier {
  private readonly verdicts = new Map<Piece, Verdict>()
  private readonly foreign: { text: string; line: number; party: string }[] = []
  private readonly settle: boolean
  private readonly context: HandContext
  private readonly items = new Map<Piece, string | null>()
  /** The dated marks of each row: kind, party and day of the meaning. */
  private readonly dated = new Map<Placed['place'], Set<string>>()
  private readonly looks: ReadonlyMap<string, MappedLook>
  private readonly rounds: readonly Placed['place'][]
  /** All that the rows of an item's rounds have struck, as plain words. */
  private readonly struck = new Map<Placed['place'], string>()

  constructor(blocks: readonly WordBlock[], mapping: HandMapping, context: HandContext, settle: boolean) {
    this.settle = settle
    this.context = context
    const list = placed(blocks, context.parties, context.years)
    const marks = marksOf(list, context.styles)
    this.looks = new Map(mapping.looks.map((look) => [look.key, look]))
    this.rounds = [...new Set(list.map((at) => at.place))]
    for (const mark of marks) {
      const meaning = this.looks.get(keyOf(mark.look))?.meaning
      const { place } = mark.at
      this.items.set(mark.piece, place.item)
      if (meaning && meaning.kind !== 'emphasis' && meaning.date !== null) {
        const known = this.dated.get(place) ?? new Set<string>()
        this.dated.set(place, known.add(datedKey(meaning.kind, meaning.party ?? '', meaning.date)))
      }
      if (meaning?.kind === 'delete') this.struck.set(place, `${this.struck.get(place) ?? ''} ${flat(mark.piece.text)}`)
    }
    for (const mark of marks) {
      const verdict = this.judge(mark)
      if (verdict) this.verdicts.set(mark.piece, verdict)
    }
  }

  run(blocks: readonly WordBlock[]): Applied {
    return { blocks: this.container(blocks), foreign: this.foreign }
  }

  private judge(mark: Marked): Verdict | null {
    const known = this.looks.get(keyOf(mark.look))
    if (!known || known.meaning.kind === 'emphasis') return null
    // A line without a colour under a caption only dresses it.
    if (mark.caption && known.meaning.kind === 'insert' && !colour(mark.look)) return null
    const { meaning } = known
    const { place } = mark.at
    const { own } = this.context
    const party = meaning.party ?? place.party ?? own?.party ?? ''
    const kind = meaning.kind === 'insert' ? 'ins' : 'del'
    const here = place.date ?? own?.date ?? null
    const mine = place.party === null || party === place.party
    const before = this.before(mark, party, meaning.date, mine)
    if (before) return { kind, party, date: before.date, earlier: true }
    if (!mine && place.party !== null) this.foreign.push({ text: mark.piece.text.trim(), line: mark.at.line, party })
    return { kind, party, date: place.party === null ? (meaning.date ?? here) : here, earlier: false }
  }

  /** The earlier round of the item that a mark tells of; null where it is of the row's own. */
  private before(mark: Marked, party: string, date: Day | null, mine: boolean): Placed['place'] | null {
    const { place } = mark.at
    if (place.item === null || place.date === null) return null
    const earlier = this.rounds
      .filter((r) => r.item === place.item && r.party === party && r.date !== null && r.date < place.date!)
      .sort((a, b) => (a.date! < b.date! ? 1 : -1))
    if (date !== null)
      return date === place.date && mine ? null : (earlier.find((r) => r.date === date) ?? (mine ? null : (earlier[0] ?? null)))
    if (!mine) return earlier[0] ?? null
    return this.hasDated(mark, party) ? (earlier[0] ?? null) : null
  }
  /** Whether the row marks the same kind of change in a look that the legend ties to this very day: the other is then older. */
  private hasDated(mark: Marked, party: string): boolean {
    const kind = this.looks.get(keyOf(mark.look))?.meaning.kind ?? ''
    return this.dated.get(mark.at.place)?.has(datedKey(kind, party, mark.at.place.date ?? '')) ?? false
  }

  private container(blocks: readonly WordBlock[]): WordBlock[] {
    return blocks.map((block, i): WordBlock => {
      if (block.kind === 'paragraph') return this.paragraph(block, i === blocks.length - 1)
      if (block.kind === 'thing') return block
      return {
        ...block,
        rows: block.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, blocks: this.container(cell.blocks) })) })),
      }
    })
  }

  private paragraph(block: WordParagraph, last: boolean): WordParagraph {
    if (!block.pieces.some((piece) => this.verdicts.has(piece))) return block
    const pieces = block.pieces.flatMap((piece): Piece[] => {
      const verdict = this.verdicts.get(piece)
      return verdict && piece.kind === 'text' ? this.piece(piece, verdict, valOf(block.properties, 'pStyle')) : [piece]
    })
    const whole = last ? null : wholeOf(block, this.verdicts)
    const mark = whole && !(this.settle && whole.earlier) && block.mark.length === 0 ? [trackedOf(whole)] : block.mark
    return { ...block, pieces, mark }
  }

  private piece(piece: TextPiece, verdict: Verdict, paragraphStyle: string | null): Piece[] {
    const plain = { ...piece, properties: undressed(piece.properties, this.context.styles, paragraphStyle) }
    const had = piece.tracked.some((t) => t.kind === verdict.kind)
    if (!this.settle || !verdict.earlier) return [had ? plain : { ...plain, tracked: [...piece.tracked, trackedOf(verdict)] }]
    if (verdict.kind === 'ins') return [plain]
    return this.heldBefore(piece, verdict) ? [] : [{ ...plain, tracked: [...piece.tracked, trackedOf(verdict)] }]
  }
  private heldBefore(piece: TextPiece, { party, date }: Verdict): boolean {
    const item = this.items.get(piece) ?? null
    const text = flat(piece.text)
    return this.rounds.some((r) => r.item === item && r.party === party && r.date === date && holds(this.struck.get(r) ?? '', text))
  }
}

const trackedOf = ({ kind, party, date }: Verdict): Tracked => ({
  kind,
  author: party,
  date: date === null ? null : `${date}T00:00:00Z`,
  move: null,
})
/** More struck text than that in one row is no proposal: it is not searched, and what may be in it is kept. */
const SEARCHED = 200_000
const holds = (struck: string, text: string): boolean => struck.length <= SEARCHED && struck.includes(text)
const datedKey = (kind: string, party: string, date: string): string => `${kind}\n${party}\n${date}`
/** What happened to a paragraph of which every word has one fate; null otherwise. */
function wholeOf(block: WordParagraph, verdicts: ReadonlyMap<Piece, Verdict>): Verdict | null {
  const said = block.pieces.filter((piece) => piece.kind === 'thing' || (piece.kind === 'text' && piece.text.trim() !== ''))
  const first = said[0] && verdicts.get(said[0])
  const like = (v: Verdict | undefined): boolean =>
    v !== undefined && v.kind === first?.kind && v.party === first.party && v.date === first.date
  return first && said.every((piece) => like(verdicts.get(piece))) ? first : null
}

const DRESSING: ReadonlySet<string> = new Set(['strike', 'dstrike', 'u', 'color', 'highlight', 'shd'])
/** Run properties without the look that became a change; a style's line is taken off by name. */
function undressed(properties: Element | null, styles: Styles, paragraphStyle: string | null): Element | null {
  if (!properties) return properties
  const children = properties.children.filter((c) => !(isElement(c) && isWord(c) && DRESSING.has(c.local)))
  const { underline } = styles.run(paragraphStyle, valOf(properties, 'rStyle'))
  if (underline === null || underline === 'none') return { ...properties, children }
  const prefix = properties.name.includes(':') ? `${properties.name.slice(0, properties.name.indexOf(':'))}:` : ''
  const off: Element = { name: `${prefix}u`, uri: properties.uri, local: 'u', attributes: { [`${prefix}val`]: 'none' }, children: [] }
  return { ...properties, children: [...children, off] }
}
