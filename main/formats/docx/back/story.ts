import type { Mark } from 'prosemirror-model'
import { type Legend, type MarkStyle, styleOf } from '../../../../shared/model/legend.ts'
import { schema, shownText } from '../../../../shared/model/schema.ts'
import {
  type Block,
  type Cause,
  type CellBlock,
  type RowBlock,
  type Run,
  sameMarks,
  sameProps,
  type TableBlock,
  type TextBlock,
} from '../../../../shared/redline/index.ts'
import { type EndState, lastStanding } from '../last.ts'
import { append, type Child, type Element, isElement, serialize } from '../package/tree.ts'
import type { TextPiece, ThingPiece } from '../read/story.ts'
import { child, isWord, valOf } from '../read/word.ts'
import type { Guest } from './guest.ts'
import type { Looks, Models } from './look.ts'
import { inside, type Markup, withChildren, without } from './markup.ts'
import type { OwnMoves } from './move.ts'
import { coloured, content, type Kind, plainRun, reformatted, runs } from './run.ts'
import { type Cursor, lengthOf, type Slice, type SourceCell, type SourceParagraph } from './source.ts'
import type { Stamps } from './stamp.ts'

/** What the writing of a story needs. */
export interface Desk {
  readonly markup: Markup
  readonly stamps: Stamps
  /** The language of the file that is written into: what stands at the baseline. */
  readonly own: Cursor
  /** The file that the target's language came from; null where it was typed. */
  readonly other: { readonly cursor: Cursor } | null
  /** Brings over what comes in: from the other file, or again from the same one where things of it are put in elsewhere. */
  readonly guest: Guest
  /** What typed language looks like. */
  readonly looks: Looks
  readonly models: Models
  /** `redline`: changes are tracked; `colours`: they are shown in the colours of the legend; `clean`: only the target is written. */
  readonly view: 'redline' | 'colours' | 'clean'
  readonly legend: Legend
  /** What came in and went again: `nested`, a deletion inside an insertion, as Word has it; `flat`: the deletion alone. */
  readonly passing: 'nested' | 'flat'
  /** Moves that are written as Word's own; null: as a deletion and an insertion. */
  readonly moves: OwnMoves | null
}

/** Language of one kind in a row: from the file, from the other one, or typed. */
interface Piece {
  readonly kind: Kind
  readonly by: Cause | null
  /** Who put in what was struck again in between. */
  readonly inserted: Cause | null
  readonly slices: readonly Slice[]
  /** Typed text has no slices: its text and formatting, or the thing of the file that is put in again. */
  readonly typed: { readonly text: string; readonly marks: readonly Mark[]; readonly thing: ThingPiece | null } | null
  /** Formatting that changed on what stays. */
  readonly format: { readonly before: readonly Mark[]; readonly after: readonly Mark[]; readonly by: Cause | null } | null
  readonly foreign: boolean
}
/** The end of a paragraph on the two sides, and the paragraphs of the sources that it closes. */
interface End extends EndState {
  readonly propsBy: Cause | null
  readonly block: TextBlock
  /** How many paragraphs of the file come before it. */
  readonly at: number
  readonly a: SourceParagraph | null
  readonly b: SourceParagraph | null
}
interface Closed {
  readonly pieces: readonly Piece[]
  /** Null where nothing is left of it. */
  readonly end: End | null
  /** Elements of the file that it takes the place of. */
  readonly places: readonly Element[]
}

/** What is written of a segment: a paragraph, or a table. */
type Unit = Closed | { readonly table: MadeTable; readonly gone: boolean }
/** The properties that a paragraph is to have, and its label where no list of the file gives it. */
interface Wanted {
  readonly target: Element | null
  readonly label: string | null
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
      append(children, first ?? [])
      append(children, now)
      append(children, last ?? [])
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
        append(waiting, out)
        return
      }
      const [first, ...rest] = places
      this.plan.replaced.set(first, [...waiting, ...out])
      for (const place of rest) this.plan.replaced.set(place, [])
      waiting = []
      lastPlace = first
    }
    for (const segment of segments(blocks)) {
      for (const unit of this.labelled(this.units(segment, depth))) {
        if (!('table' in unit)) put(unit.places, unit.end ? this.paragraph({ ...unit, end: unit.end }) : [])
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
  private units({ blocks, last, must }: Segment, depth: number): Unit[] {
    const read = blocks.map((block) =>
      block.kind === 'table' ? { table: this.table(block, depth), gone: block.change === 'delete' } : this.read(block),
    )
    const texts = read.filter((r) => 'end' in r)
    const all = texts.map((r) => r.end)
    const ends = last ? fused(all, must) : all
    const out: Unit[] = []
    let pieces: Piece[] = []
    let places: Element[] = []
    let at = 0
    for (const r of read) {
      if ('table' in r) {
        out.push(r)
        continue
      }
      append(pieces, r.pieces)
      append(places, r.end.a?.elements ?? [])
      const end = ends[at++]
      if (!this.shown(end)) continue
      out.push({ pieces, end, places })
      pieces = []
      places = []
    }
    if (places.length) out.push({ pieces, end: null, places })
    return out
  }

  /**
   * Labels that no list gives, as text before the words of their paragraph: where the marks before it are struck, these begin
   * further up.
   */
  private labelled(units: readonly Unit[]): readonly Unit[] {
    const out = [...units]
    units.forEach((unit, i) => {
      if ('table' in unit || !unit.end) return
      const label = this.label(unit.end, unit.pieces)
      if (!label) return
      let at = i
      for (let k = i - 1; k >= 0 && unit.end.inB; k--) {
        const above = units[k]
        if ('table' in above) {
          if (above.gone) continue
          break
        }
        if (above.end?.inB) break
        if (above.end && above.pieces.some((piece) => piece.kind !== 'delete' && !anchorsOnly(piece))) at = k
      }
      const first = out[at] as Closed
      out[at] = { ...first, pieces: [label, ...first.pieces] }
    })
    return out
  }

  /** Whether a paragraph ends there in what is written. */
  private shown(end: End): boolean {
    return this.desk.view === 'clean' ? end.inB : end.inA || end.inB || end.inserted !== null
  }

  private read(block: TextBlock): { pieces: Piece[]; end: End } {
    const { at } = this.desk.own
    const pieces = block.runs.map((run) => this.piece(run))
    const inA = block.end === 'same' || (block.end === 'delete' && block.inserted === null)
    const inB = block.end !== 'delete'
    const a = inA ? this.desk.own.end() : null
    const b = inB ? (this.desk.other?.cursor.end() ?? null) : null
    const slices = (a?.slices ?? []).filter((s) => s.kind === 'anchor')
    if (slices.length) pieces.push({ ...STANDING, slices })
    const { by, inserted, propsBy } = block
    return { pieces, end: { inA, inB, by, inserted, propsBy, block, at, a: a?.paragraph ?? null, b: b?.paragraph ?? null } }
  }

  private piece(run: Run): Piece {
    const size = run.node.nodeSize
    const { kind, by, inserted } = run
    const own = kind === 'insert' || inserted ? null : this.desk.own.take(size)
    const other = kind === 'delete' ? null : (this.desk.other?.cursor.take(size) ?? null)
    const changed = kind === 'same' && !sameMarks(run.marksA, run.marksB)
    const format = changed ? { before: run.marksA, after: run.marksB, by: run.formatBy } : null
    if (own) return { ...STANDING, kind, by, slices: own, format }
    // Places without width stay in the file that they are in.
    if (other) return { ...STANDING, kind, by, slices: other.filter((s) => s.kind !== 'anchor'), foreign: true }
    const thing = run.node.type === schema.nodes.object ? this.desk.models.thing(run.node.attrs.key) : null
    return {
      ...STANDING,
      kind,
      by,
      inserted,
      typed: { text: shownText(run.node), marks: kind === 'insert' ? run.marksB : run.marksA, thing },
    }
  }

  private paragraph({ pieces, end, places }: Closed & { readonly end: End }): Element[] {
    const { markup } = this.desk
    const [only] = places
    if (places.length === 1 && end.inA && end.inB && end.a && untouched(pieces, end) && !ownChanges(end.a)) return [only]
    const made = end.a !== null && end.a.closing === null && end.inA
    if (made && (places.length > 0 || untouched(pieces, end))) return this.besideThing(end.a!, pieces, end)
    const { properties, style } = this.properties(end, pieces)
    return [markup.make('p', {}, [...(properties ? [properties] : []), ...this.inline(pieces, style, end.at)])]
  }

  /** What is kept between paragraphs stays as it is; language that was put beside it gets a paragraph of its own. */
  private besideThing(source: SourceParagraph, pieces: readonly Piece[], end: End): Element[] {
    const { markup } = this.desk
    const typed = pieces.filter((piece) => piece.typed !== null)
    const gone = this.desk.view === 'clean' && pieces.length > 0 && pieces.every((piece) => piece.kind === 'delete')
    const kept = gone ? [] : source.elements.slice()
    return typed.length ? [...kept, markup.make('p', {}, this.inline(typed, null, end.at))] : kept
  }

  /** A label as text, where no list of the file gives it. */
  private label(end: End, pieces: readonly Piece[]): Piece | null {
    const label = this.targetOf(end, pieces).label
    if (!label) return null
    return {
      ...STANDING,
      kind: end.inB ? 'insert' : 'delete',
      by: end.inA ? (end.propsBy ?? end.by) : end.by,
      inserted: end.inserted,
      typed: { text: label, marks: [], thing: null },
    }
  }
  private targetOf(end: End, pieces: readonly Piece[]): Wanted {
    const plain = this.plain(end)
    return end.inB || !end.inA ? this.target(end, plain, pieces) : { target: plain, label: null }
  }
  /** The properties that the file has for a paragraph. */
  private plain(end: End): Element | null {
    const own = end.a?.closing?.properties ?? null
    return own && without(own, 'pPrChange')
  }

  /** The properties of a paragraph, with what happened to its mark and what stood before. */
  private properties(end: End, pieces: readonly Piece[]): { readonly properties: Element | null; readonly style: string | null } {
    const { markup, stamps, view } = this.desk
    const tracked = view === 'redline'
    const plain = this.plain(end)
    const { target } = this.targetOf(end, pieces)
    const shown = target ?? markup.make('pPr')
    const runProperties = plainRun(child(shown, 'rPr'))
    const section = child(plain, 'sectPr')
    const bare = (e: Element | null): Element[] => inside(e).filter((c) => !(isWord(c) && ['rPr', 'sectPr', 'pPrChange'].includes(c.local)))
    const kept = bare(shown)
    const old = bare(plain)
    const changed = tracked && end.inA && end.inB && end.a !== null && written(kept) !== written(old)
    const mark = tracked ? this.mark(end) : []
    const children: Element[] = [
      ...kept,
      ...(mark.length || runProperties ? [markup.make('rPr', {}, [...mark, ...inside(runProperties)])] : []),
      ...(section ? [section] : []),
      ...(changed ? [markup.make('pPrChange', stamps.of(end.propsBy ?? end.by), [markup.make('pPr', {}, old)])] : []),
    ]
    return { properties: children.length ? markup.make('pPr', {}, children) : null, style: valOf(shown, 'pStyle') }
  }

  /** What tracking says of a paragraph's mark. */
  private mark(end: End): Element[] {
    const { markup, stamps, moves } = this.desk
    if (end.inA && end.inB) return []
    if (end.by && moves?.has(end.by.id))
      return [markup.make(end.inB ? 'moveTo' : 'moveFrom', { ...stamps.of(end.by), ...moves.mark(end.by.id) })]
    const came = end.inB ? end.by : end.inA ? null : this.outer(end)
    return [...(came || end.inB ? [markup.make('ins', stamps.of(came))] : []), ...(end.inB ? [] : [markup.make('del', stamps.of(end.by))])]
  }

  private target(end: End, own: Element | null, pieces: readonly Piece[]): Wanted {
    const { other, looks, models } = this.desk
    const { propsA, propsB } = end.block
    if (other) return { target: this.foreignProperties(end, own), label: null }
    if (end.a?.closing && end.inA) return looks.reshaped(own, propsA, propsB, models.near(end.at))
    // A paragraph that was split goes on with the looks of the one that it was part of.
    const split = pieces.some((piece) => piece.slices.some((slice) => slice.kind !== 'anchor'))
    return looks.typed(propsB, models.near(end.at, split))
  }

  private foreignProperties(end: End, own: Element | null): Element | null {
    const theirs = end.b?.closing?.properties ?? null
    // What reads the same on both sides keeps the file's own properties.
    if (end.inA && end.a?.closing && sameProps(end.block.propsA, end.block.propsB) && end.a.closing === closingOf(end)) return own
    return theirs && this.desk.guest.properties(without(theirs, 'pPrChange', 'sectPr'))
  }

  /** Runs in their wrappers. `style`: the paragraph's; `at`: its place in the file. */
  private inline(pieces: readonly Piece[], style: string | null, at: number): Element[] {
    const { markup, view } = this.desk
    const builder = new InlineBuilder(markup)
    pieces.forEach((piece, i) => {
      if (view === 'clean' && piece.kind === 'delete') {
        for (const slice of piece.slices) if (slice.kind === 'anchor') builder.add(slice.piece.around, null, [slice.piece.element])
        return
      }
      const around = piece.kind === 'insert' || piece.inserted ? shared(pieces, i) : null
      const wrap = this.wrap(piece)
      if (piece.typed) {
        builder.add(around ?? [], wrap, this.typed(piece, piece.typed, near(pieces, i, around !== null), style, at))
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

  /** How a piece is wrapped as a change; null where it is not. */
  private wrap({ kind, by, inserted }: Piece): Wrap | null {
    const { stamps, view, moves } = this.desk
    if (kind === 'same' || view !== 'redline') return null
    if (by && moves?.has(by.id)) {
      const stamp = () => ({ ...stamps.of(by), ...moves.mark(by.id) })
      return { key: `${kind} ${by.r} ${by.id}`, layers: [{ name: kind === 'insert' ? 'moveTo' : 'moveFrom', stamp }] }
    }
    const one = (name: 'ins' | 'del', cause: Cause | null): Layer => ({ name, stamp: () => stamps.of(cause) })
    const key = `${kind} ${by?.r} ${by?.id} ${inserted?.r} ${inserted?.id}`
    if (kind === 'insert') return { key, layers: [one('ins', by)] }
    const around = this.outer({ by, inserted })
    return { key, layers: [...(around ? [one('ins', around)] : []), one('del', by)] }
  }

  /** Whose insertion a deletion stands in: another party's. What a party put in and struck itself is its deletion alone. */
  private outer({ by, inserted }: { readonly by: Cause | null; readonly inserted: Cause | null }): Cause | null {
    return this.desk.passing === 'nested' && inserted && inserted.p !== by?.p ? inserted : null
  }

  /** Typed text in the looks of its neighbours; a thing of the file that is put in again. */
  private typed(piece: Piece, given: NonNullable<Piece['typed']>, beside: TextPiece | null, style: string | null, at: number): Element[] {
    const { markup, looks, models, guest } = this.desk
    const kind = this.kindOf(piece)
    if (given.thing) return runs({ kind: 'thing', piece: given.thing }, kind, null, markup).map((e) => guest.element(e))
    const from = beside ? { properties: beside.properties } : models.text(at)
    const model = plainRun(from?.properties ?? null)
    const properties = this.colour(piece, reformatted(model, looks.marks(model, style), given.marks, markup))
    return [
      markup.make('r', {}, [...(properties ? [properties] : []), ...content(given.text, markup, kind === 'delete' ? 'delText' : 't')]),
    ]
  }
  /** Text is deleted text only where the deletion is tracked. */
  private kindOf({ kind, by }: Piece): Kind {
    return this.desk.view === 'redline' && !this.desk.moves?.has(by?.id) ? kind : 'same'
  }
  /** In the view that shows changes by colour, the legend's colour and line. */
  private colour({ kind, by, inserted }: Piece, properties: Element | null): Element | null {
    const { view, legend, stamps, markup } = this.desk
    if (view !== 'colours' || kind === 'same') return properties
    const look = (as: 'insert' | 'delete', cause: Cause | null): MarkStyle => {
      const { party, date } = stamps.round(cause)
      return styleOf(legend, as, party, date)
    }
    // What came and went: in the colour of who put it in, under the line of who struck it.
    const style = inserted ? { ...look('insert', inserted), line: look('delete', by).line } : look(kind, by)
    return coloured(properties, kind, style, markup)
  }

  /** The wrappers of what comes in: those of the words that it takes the place of, where they are of the same kinds; else its own, brought over. */
  private wrappers(theirs: readonly Element[], before: readonly Element[]): readonly Element[] {
    if (theirs.length && theirs.length === before.length && theirs.every((e, i) => e.local === before[i].local)) return before
    return theirs.map((e) => this.desk.guest.wrapper(e))
  }

  private written(slice: Slice, piece: Piece): Element[] {
    const { markup, stamps, guest, view } = this.desk
    let properties = slice.kind === 'anchor' ? null : plainRun(slice.piece.properties)
    if (piece.foreign && properties) properties = guest.properties(properties)
    if (piece.format && slice.kind === 'text') {
      const now = reformatted(properties, piece.format.before, piece.format.after, markup)
      const change =
        view === 'redline' ? [markup.make('rPrChange', stamps.of(piece.format.by), [markup.make('rPr', {}, inside(properties))])] : []
      properties = markup.make('rPr', {}, [...inside(now), ...change])
    }
    const out = runs(slice, this.kindOf(piece), this.colour(piece, properties), markup)
    return piece.foreign && slice.kind === 'thing' ? out.map((e) => guest.element(e)) : out
  }

  // ---------- tables

  private table(table: TableBlock, depth: number): MadeTable {
    const passing = table.rows.every((row) => row.inserted !== null)
    if (table.change !== 'insert' && !passing) return { place: this.ownTable(table, depth) }
    return { out: this.newTable(table, depth) }
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
      if (row.change === 'insert' || row.inserted) {
        append(waiting, this.newRow(row, depth, last ?? this.desk.own.paragraph?.cell?.row.element ?? null))
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
    if (this.desk.view === 'clean' && table.change === 'delete') this.plan.replaced.set(place, [])
    this.growGrid(place, table)
    return place
  }

  private patchRow(element: Element, gone: Cause | null | undefined): void {
    const { markup, stamps, view } = this.desk
    if (gone === undefined || view === 'colours') return
    if (view === 'clean') {
      this.plan.replaced.set(element, [])
      return
    }
    this.plan.patched.set(element, (row) => withProperties(row, 'trPr', [markup.make('del', stamps.of(gone))], markup))
  }

  private ownCells(row: RowBlock, depth: number): void {
    const { own, markup, stamps, view } = this.desk
    let waiting: Element[] = []
    let last: Element | null = null
    for (const cell of row.cells) {
      // A place that another row's column needs, and a cell that came and went: the file has no cell there.
      if (cell.absent || cell.inserted) continue
      if (cell.change === 'insert') {
        waiting.push(this.newCell(cell, depth, row.change === 'same', last ?? this.desk.own.paragraph?.cell?.cell.element ?? null))
        continue
      }
      const { element } = this.at(own, depth).cell
      const rest = this.container(cell.blocks, true, depth + 1)
      if (rest.length) this.plan.patched.set(element, (tc) => withChildren(tc, [...tc.children, ...rest]))
      if (waiting.length) this.plan.before.set(element, waiting)
      waiting = []
      last = element
      if (cell.change === 'delete' && row.change === 'same') {
        const before = this.plan.patched.get(element)
        const mark = (tc: Element): Element => withProperties(tc, 'tcPr', [markup.make('cellDel', stamps.of(cell.by))], markup)
        if (view === 'redline') this.plan.patched.set(element, (tc) => mark(before ? before(tc) : tc))
        else if (view === 'clean') this.plan.replaced.set(element, [])
      }
    }
    if (last && waiting.length) this.plan.after.set(last, waiting)
  }

  /** A row that comes in (or came and went). `model`: the row of the file that it looks like, where it was typed. */
  private newRow(row: RowBlock, depth: number, model: Element | null, places: readonly Place[] = placesOf(row)): Element[] {
    const { other, guest, markup, stamps, view } = this.desk
    if (view === 'clean' && row.change === 'delete') return []
    const source = other ? this.at(other.cursor, depth).row.element : null
    const like = source ? [] : inside(model).filter((e) => isWord(e, 'tc'))
    // Where only what stands is written, a place of a column that other rows only used to have is no cell.
    const shown = view === 'clean' ? places.filter(({ cell }) => !cell?.absent) : places
    const cells = shown.map(({ cell, columns }, k) =>
      cell === null
        ? markup.make('tc', {}, [this.covered(columns), markup.make('p')])
        : cell.absent
          ? this.neverThere(cell, row)
          : this.newCell(cell, depth, false, like[k] ?? like[like.length - 1] ?? null),
    )
    const kept = source
      ? propertiesOf(source, 'trPr', ['ins', 'del', 'trPrChange']).map((e) => guest.element(e))
      : propertiesOf(model, 'trPr', ['ins', 'del', 'trPrChange', 'tblHeader', 'cnfStyle'])
    const came = row.change === 'insert' ? row.by : this.outer(row)
    const marks = [
      ...(row.change === 'insert' || came ? [markup.make('ins', stamps.of(came))] : []),
      ...(row.change === 'delete' ? [markup.make('del', stamps.of(row.by))] : []),
    ]
    const trPr = markup.make('trPr', {}, [...kept, ...(view === 'redline' ? marks : [])])
    return [markup.make('tr', {}, [...(trPr.children.length ? [trPr] : []), ...cells])]
  }
  /** The empty cell of a place that a row never had while it stood: it goes, or came, with the column that the other rows show. */
  private neverThere(cell: CellBlock, row: RowBlock): Element {
    const { markup, stamps, view } = this.desk
    const mark = markup.make(row.change === 'insert' ? 'cellDel' : 'cellIns', stamps.of(cell.by))
    return markup.make('tc', {}, [...(view === 'redline' ? [markup.make('tcPr', {}, [mark])] : []), markup.make('p')])
  }
  /** The properties of a cell that is covered by one above it. */
  private covered(columns: number): Element {
    const { markup } = this.desk
    return markup.make('tcPr', {}, [
      ...(columns > 1 ? [markup.make('gridSpan', { val: String(columns) })] : []),
      markup.make('vMerge', { val: 'continue' }),
    ])
  }

  private newCell(cell: CellBlock, depth: number, alone: boolean, model: Element | null): Element {
    const { other, guest, markup, stamps, view } = this.desk
    const source = other ? this.at(other.cursor, depth).cell.element : null
    const marks = ['cellIns', 'cellDel', 'cellMerge', 'tcPrChange']
    const kept = source
      ? propertiesOf(source, 'tcPr', marks).map((e) => guest.element(e))
      : this.cellProperties(cell, propertiesOf(model, 'tcPr', [...marks, 'gridSpan', 'hMerge', 'vMerge', 'cnfStyle']))
    const mark = alone && view === 'redline' ? [markup.make('cellIns', stamps.of(cell.by))] : []
    const tcPr = markup.make('tcPr', {}, [...kept, ...mark])
    const blocks = this.container(cell.blocks, false, depth + 1)
    const last = blocks[blocks.length - 1]
    const whole = last && isWord(last, 'p') ? blocks : [...blocks, markup.make('p')]
    return markup.make('tc', {}, [...(tcPr.children.length ? [tcPr] : []), ...whole])
  }
  /** Those of a typed cell: its model's, with the columns and rows that it spans. */
  private cellProperties({ attrs }: CellBlock, model: readonly Element[]): Element[] {
    const { markup } = this.desk
    const width = model.filter((e) => isWord(e, 'tcW'))
    return [
      ...width,
      ...(attrs.colspan > 1 ? [markup.make('gridSpan', { val: String(attrs.colspan) })] : []),
      ...(attrs.rowspan > 1 ? [markup.make('vMerge', { val: 'restart' })] : []),
      ...model.filter((e) => !isWord(e, 'tcW')),
    ]
  }

  private newTable(table: TableBlock, depth: number): Element[] {
    const { other, guest, markup, view } = this.desk
    if (view === 'clean' && table.rows.every((row) => row.change === 'delete')) return []
    const source = other ? this.at(other.cursor, depth).table.element : null
    const head = inside(source)
      .filter((e) => isWord(e, 'tblPr') || isWord(e, 'tblGrid'))
      .map((e) => guest.element(without(e, 'tblPrChange', 'tblGridChange')))
    const places = tablePlaces(table.rows)
    const columns = Math.max(1, ...places.map((row) => row.reduce((n, place) => n + place.columns, 0)))
    const rows = table.rows.flatMap((row, i) => this.newRow(row, depth, null, places[i]))
    return [markup.make('tbl', {}, [...(head.length ? head : this.plainTable(columns)), ...rows])]
  }
  /** Head of a typed table: ruled, as wide as its text wants. */
  private plainTable(columns: number): Element[] {
    const { markup } = this.desk
    const rule = (side: string): Element => markup.make(side, { val: 'single', sz: '4', space: '0', color: 'auto' })
    const borders = markup.make('tblBorders', {}, ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(rule))
    const width = String(Math.floor(TABLE_WIDTH / columns))
    return [
      markup.make('tblPr', {}, [markup.make('tblW', { w: '0', type: 'auto' }), borders]),
      markup.make(
        'tblGrid',
        {},
        Array.from({ length: columns }, () => markup.make('gridCol', { w: width })),
      ),
    ]
  }

  /** Columns that come in need their place in the grid. */
  private growGrid(place: Element, table: TableBlock): void {
    const width = (row: RowBlock): number =>
      row.cells.reduce(
        (n, cell) => n + (cell.inserted || (this.desk.view === 'clean' && cell.change === 'delete') ? 0 : cell.attrs.colspan),
        0,
      )
    const now = table.rows.reduce((most, row) => Math.max(most, width(row)), 0)
    const grid = child(place, 'tblGrid')
    if (!grid) return
    const missing = now - inside(grid).filter((e) => isWord(e, 'gridCol')).length
    const comes = table.rows.some((row) => row.change === 'same' && row.cells.some((cell) => cell.change === 'insert'))
    if (missing <= 0 || !comes) return
    const { markup } = this.desk
    this.plan.patched.set(grid, (g) => withChildren(g, [...g.children, ...Array.from({ length: missing }, () => markup.make('gridCol'))]))
  }
}

/** Width of a typed table, in twentieths of a point: a column of text of a usual page. */
const TABLE_WIDTH = 9000

/** A place in a row: a cell, or null where a cell from above reaches down to it. */
interface Place {
  readonly cell: CellBlock | null
  readonly columns: number
}
const placesOf = (row: RowBlock): Place[] => row.cells.map((cell) => ({ cell, columns: cell.attrs.colspan }))
/** The places of all rows, those included that cells from above cover. */
function tablePlaces(rows: readonly RowBlock[]): Place[][] {
  /** How many rows a cell still reaches down and how wide it is, by the column where it starts. */
  let reach = new Map<number, { readonly rows: number; readonly columns: number }>()
  return rows.map((row) => {
    const out: Place[] = []
    const below = new Map<number, { readonly rows: number; readonly columns: number }>()
    let column = 0
    const fromAbove = (): void => {
      for (let above = reach.get(column); above; above = reach.get(column)) {
        out.push({ cell: null, columns: above.columns })
        if (above.rows > 1) below.set(column, { ...above, rows: above.rows - 1 })
        column += above.columns
      }
    }
    for (const cell of row.cells) {
      fromAbove()
      const { colspan, rowspan } = cell.attrs
      out.push({ cell, columns: colspan })
      if (rowspan > 1) below.set(column, { rows: rowspan - 1, columns: colspan })
      column += colspan
    }
    fromAbove()
    reach = below
    return out
  })
}
/** What the properties of a row or cell hold, less some names. */
const propertiesOf = (element: Element | null, name: 'trPr' | 'tcPr', less: readonly string[]): Element[] =>
  inside(child(element, name)).filter((e) => !(isWord(e) && less.includes(e.local)))

/** Language that stands, without anything in it yet. */
const STANDING: Piece = { kind: 'same', by: null, inserted: null, slices: [], typed: null, format: null, foreign: false }

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

/** The last end of each side of a segment as one standing mark at its end (see `lastStanding`). */
function fused(ends: readonly End[], must: boolean): readonly End[] {
  const states = lastStanding(ends, must)
  if (!states) return ends
  const mover = ends[ends.length - 1]
  const a = ends.findLast((end) => end.inA) ?? null
  const b = ends.findLast((end) => end.inB) ?? null
  const propsA = (a ?? b ?? mover).block[a ? 'propsA' : 'propsB']
  const propsB = b ? b.block.propsB : propsA
  const block: TextBlock = { ...mover.block, end: 'same', propsA, propsB }
  const out = ends.map((end, i) => ({ ...end, ...states[i] }))
  const propsBy = b?.propsBy ?? mover.propsBy ?? mover.by
  out[out.length - 1] = { ...states[states.length - 1], propsBy, block, at: mover.at, a: a?.a ?? null, b: b?.b ?? null }
  return out
}

/** Whether a piece holds nothing that is read. */
const anchorsOnly = (piece: Piece): boolean => piece.typed === null && piece.slices.every((slice) => slice.kind === 'anchor')

const untouched = (pieces: readonly Piece[], end: End): boolean =>
  pieces.every((piece) => piece.kind === 'same' && piece.format === null) &&
  whole(pieces, end) &&
  end.propsBy === null &&
  sameProps(end.block.propsA, end.block.propsB)
/** Whether a paragraph holds all that the file's holds: the start of one that was split stands in another. */
const whole = (pieces: readonly Piece[], { a }: End): boolean =>
  a !== null && sum(a.pieces.map(lengthOf)) === sum(pieces.flatMap((piece) => piece.slices.map(sizeOf)))
const sum = (list: readonly number[]): number => list.reduce((n, x) => n + x, 0)
const sizeOf = (slice: Slice): number => (slice.kind === 'text' ? slice.to - slice.from : lengthOf(slice.piece))
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

/**
 * The text of the file whose looks typed text takes over: what stands before it in the paragraph, else what follows. `within`:
 * it is typed inside of a link or a content control.
 */
function near(pieces: readonly Piece[], i: number, within: boolean): TextPiece | null {
  const text = (list: readonly Piece[]): TextPiece[] =>
    list.flatMap((p) => p.slices.flatMap((s) => (s.kind === 'text' && (within || !s.piece.around.some(isLink)) ? [s.piece] : [])))
  return text(pieces.slice(0, i)).at(-1) ?? text(pieces.slice(i + 1))[0] ?? null
}
const isLink = (element: Element): boolean => isWord(element, 'hyperlink')

/** One wrapper of a change. */
interface Layer {
  readonly name: 'ins' | 'del' | 'moveFrom' | 'moveTo'
  stamp(): Record<string, string>
}
/** How a stretch of runs is wrapped as a change, the outermost first. */
interface Wrap {
  readonly key: string
  readonly layers: readonly Layer[]
}

/** Puts runs into their wrappers again: hyperlinks and content controls outside, insertions and deletions inside of them. */
class InlineBuilder {
  private readonly markup: Markup
  private readonly out: Element[] = []
  private open: { readonly element: Element | null; readonly children: Element[] }[] = []
  private wrap: { readonly key: string; readonly layers: readonly Element[]; readonly children: Element[] } | null = null

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
      append(this.top, elements)
      return
    }
    if (this.wrap?.key !== wrap.key) {
      this.closeWrap()
      this.wrap = { key: wrap.key, layers: wrap.layers.map(({ name, stamp }) => this.markup.make(name, stamp())), children: [] }
    }
    append(this.wrap!.children, elements)
  }
  private get top(): Element[] {
    return this.open[this.open.length - 1].children
  }
  private closeWrap(): void {
    const { wrap } = this
    if (!wrap) return
    this.wrap = null
    append(
      this.top,
      wrap.layers.reduceRight<Element[]>((children, layer) => [withChildren(layer, children)], wrap.children),
    )
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
