import type { Mark } from 'prosemirror-model'
import { inlineText } from '../../../../shared/model/schema.ts'
import {
  type Block,
  type Cause,
  type Run,
  sameMarks,
  sameProps,
  type TableBlock,
  type TextBlock,
} from '../../../../shared/redline/index.ts'
import { type Child, type Element, isElement, serialize } from '../package/tree.ts'
import type { TextPiece } from '../read/story.ts'
import { child, isWord } from '../read/word.ts'
import type { Guest } from './guest.ts'
import { inside, type Markup, withChildren, without } from './markup.ts'
import { content, type Kind, plainRun, reformatted, runs } from './run.ts'
import type { Cursor, Slice, SourceCell, SourceParagraph } from './source.ts'
import type { Stamps } from './stamp.ts'

/** What the writing of a story needs. */
export interface Desk {
  readonly markup: Markup
  readonly stamps: Stamps
  /** The language of the file that is written into: what stands at the baseline. */
  readonly own: Cursor
  /** The file that the target's language came from, and how what it holds is brought over; null where it was typed. */
  readonly other: { readonly cursor: Cursor; readonly guest: Guest } | null
  /** Whether changes are marked; else only the target is written. */
  readonly tracked: boolean
}

/** Language of one kind in a row: from the file, from the other one, or typed. */
interface Piece {
  readonly kind: Kind
  readonly by: Cause | null
  readonly slices: readonly Slice[]
  /** Typed text has no slices: its text and formatting. */
  readonly typed: { readonly text: string; readonly marks: readonly Mark[] } | null
  /** Formatting that changed on what stays. */
  readonly format: { readonly before: readonly Mark[]; readonly after: readonly Mark[]; readonly by: Cause | null } | null
  readonly foreign: boolean
}
/** The end of a paragraph on the two sides, and the paragraphs of the sources that it closes. */
interface End {
  readonly inA: boolean
  readonly inB: boolean
  readonly by: Cause | null
  readonly propsBy: Cause | null
  readonly block: TextBlock
  readonly a: SourceParagraph | null
  readonly b: SourceParagraph | null
}
interface Closed {
  readonly pieces: readonly Piece[]
  readonly end: End
  /** Elements of the file that it takes the place of. */
  readonly places: readonly Element[]
}

/** What becomes of the file's elements. Elements that nothing is said of stay the same objects. */
export class Plan {
  readonly replaced = new Map<Element, readonly Element[]>()
  readonly before = new Map<Element, Element[]>()
  readonly after = new Map<Element, Element[]>()
  readonly patched = new Map<Element, (element: Element) => Element>()

  /** An element with all of that done in it. */
  apply(element: Element): Element {
    let same = true
    const children: Child[] = []
    for (const c of element.children) {
      if (!isElement(c)) {
        children.push(c)
        continue
      }
      const [first, last] = [this.before.get(c), this.after.get(c)]
      const now = this.replaced.get(c) ?? [this.one(c)]
      if (first?.length || last?.length || now.length !== 1 || now[0] !== c) same = false
      children.push(...(first ?? []), ...now, ...(last ?? []))
    }
    return same ? element : withChildren(element, children)
  }
  private one(element: Element): Element {
    const inner = this.apply(element)
    const patch = this.patched.get(element)
    return patch ? patch(inner) : inner
  }
}

/** Writes the blocks of a redline into a plan of the file; new blocks that have no place in it are returned. */
export class StoryWriter {
  private readonly desk: Desk
  private readonly plan: Plan

  constructor(desk: Desk, plan: Plan) {
    this.desk = desk
    this.plan = plan
  }

  /**
   * The blocks of a container. `held`: it is one of the file's own; then everything finds its place there, and nothing is
   * returned. Else (a cell that comes in) all of it is returned.
   */
  container(blocks: readonly Block[], held: boolean, depth = 0): Element[] {
    let waiting: Element[] = []
    let lastPlace: Element | null = null
    const put = (places: readonly Element[], out: readonly Element[]): void => {
      if (!held || !places.length) {
        waiting.push(...out)
        return
      }
      const [first, ...rest] = places
      this.plan.replaced.set(first, [...waiting, ...out])
      for (const place of rest) this.plan.replaced.set(place, [])
      waiting = []
      lastPlace = first
    }
    for (const segment of segments(blocks)) {
      for (const unit of this.units(segment, depth)) {
        if (!('table' in unit)) put(unit.places, this.paragraph(unit))
        else if ('place' in unit.table) {
          this.plan.before.set(unit.table.place, waiting)
          waiting = []
          lastPlace = unit.table.place
        } else put([], unit.table.out)
      }
    }
    if (held && lastPlace && waiting.length) {
      this.plan.after.set(lastPlace, [...(this.plan.after.get(lastPlace) ?? []), ...waiting])
      return []
    }
    return waiting
  }

  // ---------- paragraphs

  /**
   * What a segment is written as, in order. Text whose end has moved past a table that comes or goes stands after that table:
   * on the side that it is in the table is not.
   */
  private units({ blocks, last, must }: Segment, depth: number): (Closed | { readonly table: MadeTable })[] {
    const read = blocks.map((block) => (block.kind === 'table' ? { table: this.table(block, depth) } : this.read(block)))
    const texts = read.filter((r) => 'end' in r)
    const all = texts.map((r) => r.end)
    const ends = last ? fused(all, must) : all
    const out: (Closed | { readonly table: MadeTable })[] = []
    let pieces: Piece[] = []
    let places: Element[] = []
    for (const r of read) {
      if ('table' in r) {
        out.push(r)
        continue
      }
      pieces.push(...r.pieces)
      places.push(...(r.end.a?.elements ?? []))
      const end = ends[texts.indexOf(r)]
      if (!end.inA && !end.inB) continue
      out.push({ pieces, end, places })
      pieces = []
      places = []
    }
    return out
  }

  private read(block: TextBlock): { pieces: Piece[]; end: End } {
    const pieces = block.runs.map((run) => this.piece(run))
    const inA = block.end !== 'insert'
    const inB = block.end !== 'delete'
    const a = inA ? this.desk.own.end() : null
    const b = inB ? (this.desk.other?.cursor.end() ?? null) : null
    const slices = (a?.slices ?? []).filter((s) => s.kind === 'anchor')
    if (slices.length) pieces.push({ kind: 'same', by: null, slices, typed: null, format: null, foreign: false })
    const end: End = { inA, inB, by: block.by, propsBy: block.propsBy, block, a: a?.paragraph ?? null, b: b?.paragraph ?? null }
    return { pieces, end }
  }

  private piece(run: Run): Piece {
    const size = run.node.nodeSize
    const own = run.kind === 'insert' ? null : this.desk.own.take(size)
    const other = run.kind === 'delete' ? null : (this.desk.other?.cursor.take(size) ?? null)
    const changed = run.kind === 'same' && !sameMarks(run.marksA, run.marksB)
    const format = changed ? { before: run.marksA, after: run.marksB, by: run.formatBy } : null
    if (own) return { kind: run.kind, by: run.by, slices: own, typed: null, format, foreign: false }
    // Places without width stay in the file that they are in.
    if (other)
      return { kind: run.kind, by: run.by, slices: other.filter((s) => s.kind !== 'anchor'), typed: null, format: null, foreign: true }
    return {
      kind: run.kind,
      by: run.by,
      slices: [],
      typed: { text: inlineText(run.node), marks: run.marksB },
      format: null,
      foreign: false,
    }
  }

  private paragraph({ pieces, end, places }: Closed): Element[] {
    const { markup, tracked } = this.desk
    const [only] = places
    if (places.length === 1 && end.inA && end.inB && end.a && untouched(pieces, end) && !ownChanges(end.a)) return [only]
    const made = end.a !== null && end.a.closing === null && end.inA
    if (made && (places.length > 0 || untouched(pieces, end))) return end.a!.elements.slice()
    if (!tracked && !end.inB) return []
    const properties = this.properties(end)
    return [markup.make('p', {}, [...(properties ? [properties] : []), ...this.inline(pieces)])]
  }

  /** The properties of a paragraph, with what happened to its mark and what stood before. */
  private properties(end: End): Element | null {
    const { markup, stamps, tracked } = this.desk
    const own = end.a?.closing?.properties ?? null
    const plain = own && without(own, 'pPrChange')
    const target = end.inB ? this.targetProperties(end, plain) : plain
    const mark = end.inA && end.inB ? null : markup.make(end.inB ? 'ins' : 'del', stamps.of(end.by))
    const shown = target ?? markup.make('pPr')
    const run = child(shown, 'rPr')
    const runProperties = plainRun(run)
    const section = child(plain, 'sectPr')
    const kept = inside(shown).filter((e) => !(isWord(e) && ['rPr', 'sectPr', 'pPrChange'].includes(e.local)))
    const old = plain && inside(plain).filter((e) => !(isWord(e) && ['rPr', 'sectPr', 'pPrChange'].includes(e.local)))
    const changed = tracked && end.inA && end.inB && end.a !== null && written(kept) !== written(old ?? [])
    const children: Element[] = [
      ...kept,
      ...((mark && tracked) || runProperties
        ? [markup.make('rPr', {}, [...(mark && tracked ? [mark] : []), ...inside(runProperties)])]
        : []),
      ...(section ? [section] : []),
      ...(changed ? [markup.make('pPrChange', stamps.of(end.propsBy ?? end.by), [markup.make('pPr', {}, old ?? [])])] : []),
    ]
    return children.length ? markup.make('pPr', {}, children) : null
  }

  private targetProperties(end: End, own: Element | null): Element | null {
    const { other } = this.desk
    if (!other) return own
    const theirs = end.b?.closing?.properties ?? null
    // What reads the same on both sides keeps the file's own properties.
    if (end.inA && end.a?.closing && sameProps(end.block.propsA, end.block.propsB) && end.a.closing === closingOf(end)) return own
    return theirs && other.guest.properties(without(theirs, 'pPrChange', 'sectPr'))
  }

  private inline(pieces: readonly Piece[]): Element[] {
    const { markup, tracked, stamps } = this.desk
    const builder = new InlineBuilder(markup)
    pieces.forEach((piece, i) => {
      if (!tracked && piece.kind === 'delete') {
        for (const slice of piece.slices) if (slice.kind === 'anchor') builder.add(slice.piece.around, null, [slice.piece.element])
        return
      }
      const around = piece.kind === 'insert' ? shared(pieces, i) : null
      const wrap =
        piece.kind === 'same' || !tracked
          ? null
          : { name: piece.kind === 'insert' ? 'ins' : 'del', key: `${piece.kind}${piece.by?.id}`, stamp: () => stamps.of(piece.by) }
      if (piece.typed) {
        const properties = reformatted(near(pieces, i), [], piece.typed.marks, markup)
        const run = markup.make('r', {}, [...(properties ? [properties] : []), ...content(piece.typed.text, markup, 't')])
        builder.add(around ?? [], wrap, [run])
        return
      }
      for (const slice of piece.slices) {
        const wrappers =
          around ?? (piece.foreign ? this.wrappers(slice.piece.around, lastSlice(pieces[i - 1])?.piece.around ?? []) : slice.piece.around)
        if (slice.kind === 'anchor') builder.add(wrappers, null, [slice.piece.element])
        else builder.add(wrappers, wrap, this.written(slice, piece))
      }
    })
    return builder.done()
  }

  /** The wrappers of what comes in: those of the words that it takes the place of, where they are of the same kinds; else its own, brought over. */
  private wrappers(theirs: readonly Element[], before: readonly Element[]): readonly Element[] {
    if (theirs.length && theirs.length === before.length && theirs.every((e, i) => e.local === before[i].local)) return before
    return theirs.map((e) => this.desk.other!.guest.wrapper(e))
  }

  private written(slice: Slice, piece: Piece): Element[] {
    const { markup, stamps, other, tracked } = this.desk
    let properties = slice.kind === 'anchor' ? null : plainRun(slice.piece.properties)
    if (piece.foreign && properties) properties = other!.guest.properties(properties)
    if (piece.format && slice.kind === 'text') {
      const now = reformatted(properties, piece.format.before, piece.format.after, markup)
      const change = tracked ? [markup.make('rPrChange', stamps.of(piece.format.by), [markup.make('rPr', {}, inside(properties))])] : []
      properties = markup.make('rPr', {}, [...inside(now), ...change])
    }
    const out = runs(slice, piece.kind, properties, markup)
    return piece.foreign && slice.kind === 'thing' ? out.map((e) => other!.guest.element(e)) : out
  }

  // ---------- tables

  private table(table: TableBlock, depth: number): MadeTable {
    return table.change === 'insert' ? { out: this.newTable(table, depth) } : { place: this.ownTable(table, depth) }
  }

  private at(cursor: Cursor, depth: number): SourceCell {
    const chain: SourceCell[] = []
    for (let at = cursor.paragraph?.cell ?? null; at; at = at.outer) chain.unshift(at)
    const found = chain[depth]
    if (!found) throw new Error('a table of the document is not where the file has one')
    return found
  }

  /** A table of the file: rows and cells that come in are put between its own, those that go are marked. */
  private ownTable(table: TableBlock, depth: number): Element {
    const { own } = this.desk
    const place = this.at(own, depth).table.element
    let waiting: Element[] = []
    let last: Element | null = null
    for (const row of table.rows) {
      if (row.change === 'insert') {
        waiting.push(...this.newRow(row, depth))
        continue
      }
      const source = this.at(own, depth).row
      this.ownCells(row, depth)
      if (waiting.length) this.plan.before.set(source.element, waiting)
      waiting = []
      last = source.element
      this.patchRow(source.element, row.change === 'delete' ? row.by : undefined)
    }
    if (last && waiting.length) this.plan.after.set(last, waiting)
    if (!this.desk.tracked && table.change === 'delete') this.plan.replaced.set(place, [])
    this.growGrid(place, table)
    return place
  }

  private patchRow(element: Element, gone: Cause | null | undefined): void {
    const { markup, stamps, tracked } = this.desk
    if (gone === undefined) return
    if (!tracked) {
      this.plan.replaced.set(element, [])
      return
    }
    this.plan.patched.set(element, (row) => withProperties(row, 'trPr', [markup.make('del', stamps.of(gone))], markup))
  }

  private ownCells(row: TableBlock['rows'][number], depth: number): void {
    const { own, markup, stamps, tracked } = this.desk
    let waiting: Element[] = []
    let last: Element | null = null
    for (const cell of row.cells) {
      // A place that another row's column needs: the file has no cell there.
      if (cell.absent) continue
      if (cell.change === 'insert') {
        waiting.push(this.newCell(cell, depth, row.change === 'same'))
        continue
      }
      const { element } = this.at(own, depth).cell
      const rest = this.container(cell.blocks, true, depth + 1)
      if (rest.length) this.plan.patched.set(element, (tc) => withChildren(tc, [...tc.children, ...rest]))
      if (waiting.length) this.plan.before.set(element, waiting)
      waiting = []
      last = element
      if (cell.change === 'delete' && row.change === 'same') {
        if (tracked)
          this.plan.patched.set(element, (tc) => withProperties(tc, 'tcPr', [markup.make('cellDel', stamps.of(cell.by))], markup))
        else this.plan.replaced.set(element, [])
      }
    }
    if (last && waiting.length) this.plan.after.set(last, waiting)
  }

  private newRow(row: TableBlock['rows'][number], depth: number): Element[] {
    const { other, markup, stamps, tracked } = this.desk
    const source = other ? this.at(other.cursor, depth).row.element : null
    const cells = row.cells.map((cell) => (cell.absent ? markup.make('tc', {}, [markup.make('p')]) : this.newCell(cell, depth, false)))
    const properties = source && child(source, 'trPr')
    const kept = inside(properties).filter((e) => !(isWord(e) && ['ins', 'del', 'trPrChange'].includes(e.local)))
    const mark = tracked ? [markup.make('ins', stamps.of(row.by))] : []
    const trPr = markup.make('trPr', {}, [...kept.map((e) => other!.guest.element(e)), ...mark])
    return [markup.make('tr', {}, [...(trPr.children.length ? [trPr] : []), ...cells])]
  }

  private newCell(cell: TableBlock['rows'][number]['cells'][number], depth: number, alone: boolean): Element {
    const { other, markup, stamps, tracked } = this.desk
    const source = other ? this.at(other.cursor, depth).cell.element : null
    const properties = source && child(source, 'tcPr')
    const kept = inside(properties).filter((e) => !(isWord(e) && ['cellIns', 'cellDel', 'cellMerge', 'tcPrChange'].includes(e.local)))
    const mark = alone && tracked ? [markup.make('cellIns', stamps.of(cell.by))] : []
    const tcPr = markup.make('tcPr', {}, [...kept.map((e) => other!.guest.element(e)), ...mark])
    const blocks = this.container(cell.blocks, false, depth + 1)
    return markup.make('tc', {}, [...(tcPr.children.length ? [tcPr] : []), ...(blocks.length ? blocks : [markup.make('p')])])
  }

  private newTable(table: TableBlock, depth: number): Element[] {
    const { other, markup } = this.desk
    const source = other ? this.at(other.cursor, depth).table.element : null
    const head = inside(source)
      .filter((e) => isWord(e, 'tblPr') || isWord(e, 'tblGrid'))
      .map((e) => other!.guest.element(without(e, 'tblPrChange', 'tblGridChange')))
    const columns = Math.max(1, ...table.rows.map((row) => row.cells.reduce((n, cell) => n + cell.attrs.colspan, 0)))
    const bare = [
      markup.make('tblPr', {}, [markup.make('tblW', { w: '0', type: 'auto' })]),
      markup.make(
        'tblGrid',
        {},
        Array.from({ length: columns }, () => markup.make('gridCol')),
      ),
    ]
    return [markup.make('tbl', {}, [...(head.length ? head : bare), ...table.rows.flatMap((row) => this.newRow(row, depth))])]
  }

  /** Columns that come in need their place in the grid. */
  private growGrid(place: Element, table: TableBlock): void {
    const width = (row: TableBlock['rows'][number]): number => row.cells.reduce((n, cell) => n + cell.attrs.colspan, 0)
    const now = Math.max(...table.rows.map(width))
    const grid = child(place, 'tblGrid')
    if (!grid) return
    const missing = now - inside(grid).filter((e) => isWord(e, 'gridCol')).length
    const comes = table.rows.some((row) => row.change === 'same' && row.cells.some((cell) => cell.change === 'insert'))
    if (missing <= 0 || !comes) return
    const { markup } = this.desk
    this.plan.patched.set(grid, (g) => withChildren(g, [...g.children, ...Array.from({ length: missing }, () => markup.make('gridCol'))]))
  }
}

/** A table written: the file's own one at its place, or a new one. */
type MadeTable = { readonly place: Element } | { readonly out: Element[] }
/** Blocks up to a table that stands on both sides, or to the end of the container (`must`). `last`: its last mark has to stand. */
interface Segment {
  readonly blocks: readonly Block[]
  readonly last: boolean
  readonly must: boolean
}
function segments(blocks: readonly Block[]): Segment[] {
  const out: Segment[] = []
  let from = 0
  for (let i = 0; i <= blocks.length; i++) {
    const block = blocks[i]
    if (block && !(block.kind === 'table' && block.change === 'same')) continue
    const part = blocks.slice(from, i)
    // After the last paragraph may come a table that is only in one of the two.
    if (part.length) out.push({ blocks: part, last: part[part.length - 1].kind === 'text', must: !block })
    if (block) out.push({ blocks: [block], last: false, must: false })
    from = i + 1
  }
  return out
}

/**
 * The last mark of a segment can be neither inserted nor deleted (Word has no way to write it): the last end of each side
 * becomes one standing mark. `must`: the last mark stands in any case (end of a story), even where one side has no end here.
 */
function fused(ends: readonly End[], must: boolean): readonly End[] {
  const n = ends.length - 1
  const lastA = ends.findLastIndex((end) => end.inA)
  const lastB = ends.findLastIndex((end) => end.inB)
  if (n < 0 || (lastA === n && lastB === n) || (!must && (lastA < 0 || lastB < 0))) return ends
  const mover = ends[n]
  const out = ends.map((end, i) => {
    const inA = end.inA && i !== lastA
    const inB = end.inB && i !== lastB
    return inA === end.inA && inB === end.inB ? end : { ...end, inA, inB, by: mover.by }
  })
  const [a, b] = [ends[lastA] ?? null, ends[lastB] ?? null]
  const { propsA, propsB } = { propsA: (a ?? b ?? mover).block.propsA, propsB: (b ?? a ?? mover).block.propsB }
  const block: TextBlock = { ...mover.block, end: 'same', propsA, propsB }
  out[n] = { inA: true, inB: true, by: null, propsBy: mover.propsBy ?? mover.by, block, a: a?.a ?? null, b: b?.b ?? null }
  return out
}

const untouched = (pieces: readonly Piece[], end: End): boolean =>
  pieces.every((piece) => piece.kind === 'same' && piece.format === null) &&
  end.propsBy === null &&
  sameProps(end.block.propsA, end.block.propsB)
/** Whether the paragraph of the file holds changes of its own, which count as accepted. */
const ownChanges = ({ pieces, closing }: SourceParagraph): boolean =>
  closing !== null &&
  (closing.mark.length > 0 ||
    closing.earlier !== null ||
    pieces.some((p) => p.kind !== 'anchor' && (p.tracked.length > 0 || (p.kind === 'text' && p.earlier !== null))))
const closingOf = (end: End) => end.a?.closing ?? null
const written = (elements: readonly Element[]): string => elements.map(serialize).join('')

/** An element with more in its properties, which are made where it has none. */
function withProperties(element: Element, name: 'trPr' | 'tcPr', more: readonly Element[], markup: Markup): Element {
  const found = child(element, name)
  if (!found) {
    // After the exceptions of a row, before everything else.
    const at = element.children.findIndex((c) => isElement(c) && !isWord(c, 'tblPrEx'))
    const children = element.children.slice()
    children.splice(Math.max(at, 0), 0, markup.make(name, {}, more))
    return withChildren(element, children)
  }
  const change = inside(found).filter((e) => isWord(e, `${name}Change`))
  const kept = found.children.filter((c) => !(isElement(c) && (isWord(c, `${name}Change`) || isWord(c, 'ins') || isWord(c, 'del'))))
  return withChildren(
    element,
    element.children.map((c) => (c === found ? withChildren(found, [...kept, ...more, ...change]) : c)),
  )
}

/** The wrappers of what comes in where the language before and after it stands in the same ones; null elsewhere. */
function shared(pieces: readonly Piece[], i: number): readonly Element[] | null {
  const before = lastSlice(pieces[i - 1])?.piece.around
  const after = pieces.slice(i + 1).find((p) => p.kind !== 'insert')?.slices[0]?.piece.around
  if (!before || !after) return null
  let n = 0
  while (n < before.length && before[n] === after[n]) n++
  return n ? before.slice(0, n) : null
}
const lastSlice = (piece: Piece | undefined): Slice | undefined => piece?.slices[piece.slices.length - 1]

/** The run properties that typed text takes over: of the language before it in the paragraph, else of what follows. */
function near(pieces: readonly Piece[], i: number): Element | null {
  const text = (slices: readonly Slice[]): TextPiece[] => slices.flatMap((s) => (s.kind === 'text' ? [s.piece] : []))
  const before = pieces.slice(0, i).flatMap((p) => text(p.slices))
  const after = pieces.slice(i + 1).flatMap((p) => text(p.slices))
  const from = before[before.length - 1] ?? after[0]
  return from ? bareFormat(plainRun(from.properties)) : null
}
/** Properties without the formatting that the language itself says of typed text. */
function bareFormat(properties: Element | null): Element | null {
  const bare = properties && without(properties, 'b', 'bCs', 'i', 'iCs', 'u', 'vertAlign')
  return bare?.children.length ? bare : null
}

/** How a stretch of runs is wrapped as a change. */
interface Wrap {
  readonly name: string
  readonly key: string
  stamp(): Record<string, string>
}

/** Puts runs into their wrappers again: hyperlinks and content controls outside, insertions and deletions inside of them. */
class InlineBuilder {
  private readonly markup: Markup
  private readonly out: Element[] = []
  private open: { readonly element: Element | null; readonly children: Element[] }[] = []
  private wrap: { readonly key: string; readonly element: Element; readonly children: Element[] } | null = null

  constructor(markup: Markup) {
    this.markup = markup
    this.open = [{ element: null, children: this.out }]
  }

  add(around: readonly Element[], wrap: Wrap | null, elements: readonly Element[]): void {
    let same = 0
    while (same < around.length && this.open[same + 1]?.element === around[same]) same++
    if (same + 1 < this.open.length || same < around.length) this.closeWrap()
    while (this.open.length > same + 1) this.closeAround()
    for (const element of around.slice(same)) this.open.push({ element, children: [] })
    if (!wrap) {
      this.closeWrap()
      this.top.push(...elements)
      return
    }
    if (this.wrap?.key !== wrap.key) {
      this.closeWrap()
      this.wrap = { key: wrap.key, element: this.markup.make(wrap.name, wrap.stamp()), children: [] }
    }
    this.wrap!.children.push(...elements)
  }
  private get top(): Element[] {
    return this.open[this.open.length - 1].children
  }
  private closeWrap(): void {
    const { wrap } = this
    if (!wrap) return
    this.wrap = null
    this.top.push(withChildren(wrap.element, wrap.children))
  }
  private closeAround(): void {
    const { element, children } = this.open.pop()!
    this.top.push(rewrapped(element!, children))
  }
  done(): Element[] {
    this.closeWrap()
    while (this.open.length > 1) this.closeAround()
    return this.out
  }
}

/** A wrapper around other content; a content control keeps its properties. */
function rewrapped(element: Element, children: readonly Element[]): Element {
  if (!isWord(element, 'sdt'))
    return withChildren(element, [...inside(element).filter((e) => /Pr$/.test(e.local) && e.local !== 'rPr'), ...children])
  return withChildren(
    element,
    element.children.map((c) => (isElement(c) && isWord(c, 'sdtContent') ? withChildren(c, children) : c)),
  )
}
