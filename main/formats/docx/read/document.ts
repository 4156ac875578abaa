import type { Mark, Node } from 'prosemirror-model'
import { moveIds } from '../../../../shared/model/move.ts'
import { type Align, type BlockProps, type ListKind, type Switch, schema, type Was } from '../../../../shared/model/schema.ts'
import { sameMarks, sameProps, standsAt } from '../../../../shared/redline/index.ts'
import { ParleyError } from '../../../../shared/rpc/contract.ts'
import type { Element } from '../package/tree.ts'
import type { Numbering } from './numbering.ts'
import type { Earlier, Piece, Tracked, WordBlock, WordCell, WordParagraph, WordRow, WordTable, WordThing } from './story.ts'
import { NO_RUN, type ParagraphLook, paragraphWithDirect, type RunLook, readParagraph, readRun, type Styles, withDirect } from './style.ts'
import { valOf } from './word.ts'

/** What one author changed on one day: a round of the document that is read. */
export interface WordRound {
  readonly r: number
  /** Empty where the file was scrubbed. */
  readonly author: string
  /** `YYYY-MM-DD`; null where the file gives none. */
  readonly date: string | null
}
/** Blocks of a file as a document that remembers who changed what. */
export interface Built {
  readonly doc: Node
  readonly rounds: readonly WordRound[]
}
/** What the reading of blocks needs besides them. */
export interface Sheet {
  readonly styles: Styles
  readonly numbering: Numbering
  /** BCP 47, for numbers in words. */
  readonly language: string
  readonly newId: (prefix: string) => string
  /** What messages call the file. */
  readonly name: string
}

/** Left indentation that makes one step of depth, in twentieths of a point. */
const STEP = 360
const DEEPEST = 8
/** Authors and days whose changes a file may hold: every paragraph is looked at once for each. */
const MOST_ROUNDS = 1000

/** Builds the document of a story's blocks: its tracked changes become the switches of rounds, one for each author and day. */
export function buildDocument(blocks: readonly WordBlock[], sheet: Sheet): Built {
  const calendar = new Calendar(blocks, sheet.name)
  const builder = new Builder(sheet, calendar, labelsOf(blocks, sheet, calendar))
  const content = builder.container(blocks)
  return { doc: schema.nodes.doc.create(null, content), rounds: calendar.rounds }
}

const dayOf = (date: string | null): string | null => (date && /^\d{4}-\d\d-\d\d/.test(date) ? date.slice(0, 10) : null)
interface Stamp {
  readonly author: string
  readonly date: string | null
}

/**
 * The rounds of a file: one for each author and day, in the order of the days (those without a day last, in the order met). Who
 * deletes what came in the same round or, by the dates of the file, in a later one, does so in a further round at the end.
 */
class Calendar {
  readonly rounds: readonly WordRound[]
  private readonly places = new Map<string, number>()
  /** The looks of `w:pPr` elements: each is asked for at many versions. */
  readonly looks = new Map<Element, ParagraphLook>()

  constructor(blocks: readonly WordBlock[], name: string) {
    const first = new Map<string, Stamp>()
    const pairs: (readonly [Tracked, Tracked])[] = []
    const note = (stamp: Stamp): void => {
      const key = keyOf(stamp)
      if (!first.has(key)) first.set(key, { author: stamp.author, date: dayOf(stamp.date) })
    }
    eachStamp(blocks, (tracked, earlier) => {
      for (const t of tracked) note(t)
      if (earlier) note(earlier)
      const [came, went] = spanOf(tracked)
      if (came && went) pairs.push([came, went])
    })
    if (first.size > MOST_ROUNDS)
      throw new ParleyError('too-large', `«${name}» holds changes of more authors and days than a contract can have, so it was not read.`)
    const order = [...first.values()].sort((x, y) => (x.date ?? '9999').localeCompare(y.date ?? '9999'))
    const rounds: WordRound[] = order.map((stamp, i) => ({ r: i + 1, ...stamp }))
    for (const { r, author, date } of rounds) this.places.set(keyOf({ author, date }), r)
    for (const [came, went] of pairs) {
      if (this.of(went) > this.of(came) || this.places.has(lateKey(went))) continue
      rounds.push({ r: rounds.length + 1, author: went.author, date: dayOf(went.date) })
      this.places.set(lateKey(went), rounds.length)
    }
    this.rounds = rounds
  }

  /** The round of a change. */
  of(stamp: Stamp): number {
    return this.places.get(keyOf(stamp))!
  }
  /** The switches of a token: when it came and when it went, in rising rounds. */
  switches(tracked: readonly Tracked[]): (Tracked & { readonly r: number })[] {
    const [came, went] = spanOf(tracked)
    const out = came ? [{ ...came, r: this.of(came) }] : []
    if (!went) return out
    const late = came && this.of(went) <= this.of(came)
    return [...out, { ...went, r: late ? this.places.get(lateKey(went))! : this.of(went) }]
  }
}
const keyOf = ({ author, date }: Stamp): string => `${dayOf(date) ?? ''}\n${author}`
const lateKey = (stamp: Stamp): string => `${keyOf(stamp)}\nlate`
/** Who put something in and who took it out: of several that are wrapped in each other, the outermost of each kind. */
const spanOf = (tracked: readonly Tracked[]): readonly [Tracked | null, Tracked | null] => [
  tracked.find((t) => t.kind === 'ins') ?? null,
  tracked.find((t) => t.kind === 'del') ?? null,
]

function eachStamp(blocks: readonly WordBlock[], visit: (tracked: readonly Tracked[], earlier: Earlier | null) => void): void {
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      visit(block.mark, block.earlier)
      for (const piece of block.pieces) if (piece.kind !== 'anchor') visit(piece.tracked, piece.kind === 'text' ? piece.earlier : null)
    } else if (block.kind === 'table')
      for (const row of block.rows) {
        visit(row.tracked, null)
        for (const cell of row.cells) {
          visit(cell.tracked, null)
          eachStamp(cell.blocks, visit)
        }
      }
  }
}

/** The label of each paragraph at each version, from 0 to the last round; paragraphs without a list are not in it. */
type Labels = ReadonlyMap<WordParagraph, readonly (ItemLabel | null)[]>
interface ItemLabel {
  readonly label: string
  readonly level: number
  readonly bullet: boolean
}

/** Counts through the document once for each version: what does not stand then does not count. */
function labelsOf(blocks: readonly WordBlock[], sheet: Sheet, calendar: Calendar): Labels {
  const out = new Map<WordParagraph, (ItemLabel | null)[]>()
  for (let v = 0; v <= calendar.rounds.length; v++) {
    const counter = sheet.numbering.count(sheet.language)
    const stands = (tracked: readonly Tracked[]): boolean => standsAt(switchesOf(calendar.switches(tracked)), v)
    const walk = (list: readonly WordBlock[]): void => {
      for (const block of list) {
        if (block.kind === 'table') {
          for (const row of block.rows)
            if (stands(row.tracked)) for (const cell of row.cells) if (stands(cell.tracked) && cell.merge !== 'on') walk(cell.blocks)
        } else if (block.kind === 'paragraph') {
          const ref = lookAt(block, v, sheet.styles, calendar)
          const id = ref.list?.id ?? 0
          // A paragraph whose end was struck is still shown with a label, but does not count.
          if (!id || !stands(block.mark)) continue
          const style = valOf(propertiesAt(block, v, calendar), 'pStyle') ?? sheet.styles.normal
          const level = ref.list?.level ?? sheet.numbering.levelOf(id, style) ?? 0
          const item = counter.next(id, level)
          if (!item) continue
          const versions = out.get(block) ?? new Array<ItemLabel | null>(calendar.rounds.length + 1).fill(null)
          versions[v] = item
          out.set(block, versions)
        }
      }
    }
    walk(blocks)
  }
  return out
}
const switchesOf = (list: readonly (Tracked & { readonly r: number })[]): Switch[] =>
  list.map((t) => ({ k: t.kind, id: '', r: t.r, p: t.author }))

/** The `w:pPr` that a paragraph has at a version. */
const propertiesAt = (block: WordParagraph, v: number, calendar: Calendar): Element | null =>
  block.earlier && v < calendar.of(block.earlier) ? block.earlier.properties : block.properties
function lookAt(block: WordParagraph, v: number, styles: Styles, calendar: Calendar): ParagraphLook {
  const properties = propertiesAt(block, v, calendar)
  if (!properties) return styles.paragraph(null)
  let look = calendar.looks.get(properties)
  if (!look) {
    look = paragraphWithDirect(styles.paragraph(valOf(properties, 'pStyle')), readParagraph(properties))
    calendar.looks.set(properties, look)
  }
  return look
}

class Builder {
  private readonly sheet: Sheet
  private readonly calendar: Calendar
  private readonly labels: Labels
  private readonly moves = new Map<string, string>()
  /** The change that the token before belongs to, by kind and round, so that neighbours make one. */
  private readonly open = new Map<string, string>()

  constructor(sheet: Sheet, calendar: Calendar, labels: Labels) {
    this.sheet = sheet
    this.calendar = calendar
    this.labels = labels
  }

  container(blocks: readonly WordBlock[]): Node[] {
    const out = blocks.map((block) =>
      block.kind === 'paragraph' ? this.paragraph(block) : block.kind === 'table' ? this.table(block) : this.thing(block),
    )
    const nodes = out.filter((node) => node !== null)
    return nodes.length ? nodes : [schema.nodes.paragraph.create({ id: this.sheet.newId('b') })]
  }

  /** The switches of a token; neighbours with the same one share its change. */
  private switches(tracked: readonly Tracked[]): Switch[] {
    const list = this.calendar.switches(tracked)
    const here = new Set(list.map((t) => `${t.kind}${t.r}`))
    for (const key of [...this.open.keys()]) if (!here.has(key)) this.open.delete(key)
    return list.map((t) => ({ k: t.kind, id: this.change(t), r: t.r, p: t.author }))
  }
  private change(t: Tracked & { readonly r: number }): string {
    if (t.move !== null) {
      const known = this.moves.get(t.move) ?? this.sheet.newId('m')
      this.moves.set(t.move, known)
      const { from, to } = moveIds(known)
      return t.kind === 'ins' ? to : from
    }
    const key = `${t.kind}${t.r}`
    const known = this.open.get(key) ?? this.sheet.newId('c')
    this.open.set(key, known)
    return known
  }

  private paragraph(block: WordParagraph): Node {
    const { styles, newId } = this.sheet
    const last = this.calendar.rounds.length
    const style = valOf(block.properties, 'pStyle')
    const heading = this.propsAt(block, last).type === 'heading'
    const base = heading ? styles.run(style, null) : NO_RUN
    const content = block.pieces.flatMap((piece) => this.inline(piece, style, base))
    const sw = this.switches(block.mark)
    const { props, was } = this.history(block, sw)
    return schema.nodes[props.type].create({ ...props.attrs, id: newId('b'), sw, was }, content)
  }

  /** The properties now and what they were before each round that changed them. */
  private history(block: WordParagraph, sw: readonly Switch[]): { props: BlockProps; was: Was[] } {
    const last = this.calendar.rounds.length
    const born = sw[0]?.k === 'ins' ? sw[0].r : 0
    const was: Was[] = []
    let props = this.propsAt(block, born)
    for (let r = born + 1; r <= last; r++) {
      const next = this.propsAt(block, r)
      if (sameProps(props, next)) continue
      const by = block.earlier && this.calendar.of(block.earlier) === r ? block.earlier.author : this.calendar.rounds[r - 1].author
      was.push({ r, id: this.sheet.newId('c'), p: by, type: props.type, attrs: props.attrs })
      props = next
    }
    return { props, was }
  }

  private propsAt(block: WordParagraph, v: number): BlockProps {
    const look = lookAt(block, v, this.sheet.styles, this.calendar)
    const align: Align = look.align === 'center' ? 'center' : look.align === 'right' || look.align === 'end' ? 'right' : 'left'
    const versions = this.labels.get(block)
    // Out of the list at this version: it has no label then, whatever it had before.
    const item = look.list?.id ? (versions?.[v] ?? versions?.find((x) => x !== null) ?? null) : null
    const label = item?.label || null
    if (look.outline !== null && look.outline < 9) return { type: 'heading', attrs: { level: Math.min(look.outline + 1, 3), align, label } }
    const list: ListKind = item ? (item.bullet ? 'bullet' : 'ordered') : null
    const depth = item ? item.level : Math.round((look.indent ?? 0) / STEP)
    return { type: 'paragraph', attrs: { level: Math.max(0, Math.min(depth, DEEPEST)), align, list, label } }
  }

  private inline(piece: Piece, style: string | null, base: RunLook): Node[] {
    if (piece.kind === 'anchor') return []
    const marksOf = (properties: Element | null): readonly Mark[] => {
      const direct = readRun(properties)
      return marksFor(withDirect(this.sheet.styles.run(style, valOf(properties, 'rStyle')), direct), base)
    }
    let marks = marksOf(piece.properties)
    const switches = this.switches(piece.tracked)
    if (piece.kind === 'text' && piece.earlier) {
      const r = this.calendar.of(piece.earlier)
      const before = marksOf(piece.earlier.properties)
      const born = switches[0]?.k === 'ins' ? switches[0].r : 0
      if (r > born && !sameMarks(before, marks))
        marks = schema.marks.format
          .create({ id: this.sheet.newId('c'), r, p: piece.earlier.author, before: before.map((m) => m.toJSON()) })
          .addToSet(marks)
    }
    for (const s of switches)
      marks = schema.marks[s.k === 'ins' ? 'insertion' : 'deletion'].create({ id: s.id, r: s.r, p: s.p }).addToSet(marks)
    if (piece.kind === 'thing') return [schema.nodes.object.create({ what: piece.what, text: piece.text, key: piece.key }, null, marks)]
    return piece.text
      .split(/(\n)/)
      .filter((text) => text !== '')
      .map((text) => (text === '\n' ? schema.nodes.hard_break.create(null, null, marks) : schema.text(text, marks)))
  }

  private thing(block: WordThing): Node {
    this.open.clear()
    const object = schema.nodes.object.create({ what: block.what, text: block.text, key: block.key })
    return schema.nodes.paragraph.create({ id: this.sheet.newId('b') }, object)
  }

  private table(table: WordTable): Node | null {
    const spans = rowSpans(table)
    const rows = table.rows.map((row, i) => this.row(row, spans?.[i] ?? null)).filter((row) => row !== null)
    this.open.clear()
    return rows.length ? schema.nodes.table.create({ id: this.sheet.newId('t') }, rows) : null
  }
  private row(row: WordRow, spans: readonly number[] | null): Node | null {
    const sw = this.switches(row.tracked)
    const cells = row.cells
      .map((cell, k) => (spans && spans[k] === 0 ? null : this.cell(cell, row.header, spans?.[k] ?? 1, sw)))
      .filter((cell) => cell !== null)
    return cells.length ? schema.nodes.table_row.create({ id: this.sheet.newId('w'), sw }, cells) : null
  }
  private cell(cell: WordCell, header: boolean, rowspan: number, rowSw: readonly Switch[]): Node {
    const sw = this.switches(cell.tracked)
    this.open.clear()
    const type = header ? schema.nodes.table_header : schema.nodes.table_cell
    return type.create(
      { id: this.sheet.newId('c'), sw, colspan: cell.span, rowspan },
      closed(this.container(cell.blocks), [...rowSw, ...sw]),
    )
  }
}

/** The formatting of a run, less what the style of its heading gives already. */
/**
 * The blocks of a cell, one of which has to be there as long as the cell is: where all came later by what the file says, the end
 * of the last one came with the cell. `around`: the switches of the row and the cell.
 */
function closed(blocks: Node[], around: readonly Switch[]): Node[] {
  const born = Math.max(0, ...around.filter((s) => s.k === 'ins').map((s) => s.r))
  const cameOf = (node: Node): number => ((node.attrs.sw as readonly Switch[] | undefined)?.[0]?.k === 'ins' ? node.attrs.sw[0].r : 0)
  if (blocks.some((node) => node.isTextblock && cameOf(node) <= born)) return blocks
  const at = blocks.findLastIndex((node) => node.isTextblock)
  if (at < 0) return blocks
  const last = blocks[at]
  const sw = (last.attrs.sw as readonly Switch[]).slice(1)
  return blocks.with(at, last.type.create({ ...last.attrs, sw }, last.content, last.marks))
}

export function marksFor(look: RunLook, base: RunLook): readonly Mark[] {
  let marks: readonly Mark[] = []
  const add = (on: boolean, mark: Mark): void => {
    if (on) marks = mark.addToSet(marks)
  }
  add(look.bold === true && base.bold !== true, schema.marks.strong.create())
  add(look.italic === true && base.italic !== true, schema.marks.em.create())
  add(look.underline !== null && look.underline !== 'none' && base.underline === null, schema.marks.underline.create())
  add(look.raise === 'superscript', schema.marks.superscript.create())
  add(look.raise === 'subscript', schema.marks.subscript.create())
  return marks
}

/**
 * How many rows each cell reaches down (0 for one that is covered from above), by row and cell; null where no cells are merged
 * or where rows or cells of the table were put in or struck: there each stands for itself, so that every version has its cells.
 */
export function rowSpans(table: WordTable): number[][] | null {
  const merged = table.rows.some((row) => row.cells.some((cell) => cell.merge !== null))
  const changed = table.rows.some((row) => row.tracked.length > 0 || row.cells.some((cell) => cell.tracked.length > 0))
  if (!merged || changed) return null
  const out: number[][] = []
  /** The cell that reaches down to the next row at a column: its row, its place there, how wide it is. */
  let above = new Map<number, { row: number; cell: number; span: number }>()
  table.rows.forEach((row, i) => {
    const here = new Map<number, { row: number; cell: number; span: number }>()
    let column = row.before
    out.push(
      row.cells.map((cell, k) => {
        const open = above.get(column)
        const covered = cell.merge === 'on' && open !== undefined && open.span === cell.span
        if (covered) {
          out[open.row][open.cell]++
          here.set(column, open)
        } else if (cell.merge !== null) here.set(column, { row: i, cell: k, span: cell.span })
        column += cell.span
        return covered ? 0 : 1
      }),
    )
    above = here
  })
  return out.every((row) => row.some((span) => span > 0)) ? out : null
}
