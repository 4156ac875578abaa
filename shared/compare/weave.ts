import { Fragment, type Node } from 'prosemirror-model'
import { moveIds } from '../model/move.ts'
import { cellOn, endOn, ends, ensureIds, hasText, isTracked, lastSwitch, project, rowOn, switchesOf, tableOn } from '../redline/index.ts'
import { type Alignment, align, type Gap, overlap, type Piece } from './align.ts'
import { diff } from './diff.ts'
import { plainLead, splitLead } from './lead.ts'
import { type Flat, Lexicon } from './lexicon.ts'
import {
  flatten,
  flattenTargets,
  insertedBlock,
  insertedCell,
  type Moved,
  NOW,
  newRow,
  type Pen,
  type Source,
  sameFlat,
  standingSource,
  struckParagraph,
  struckSource,
  switchedPart,
  toldBy,
  wovenParagraph,
} from './paragraph.ts'
import { Columns, cellsShape, type Plan, planOf, standingCells, standingRows, type Texts, withCells } from './table.ts'

/** The round to write: its place in the chain and its party. */
export interface Round {
  readonly r: number
  readonly p: string
}

/** What a comparison may leave out. All are written unless they are `false`. */
export interface CompareOptions {
  /** Text that stands at another place is shown as moved; without it, as struck at the one and put in at the other. */
  readonly moves?: boolean
  /** Formatting of words that stay is taken from the target; without it they keep what they have. */
  readonly format?: boolean
  /** Properties of paragraphs that stay (label, level, list, alignment, heading or not) are taken from the target. */
  readonly properties?: boolean
}

/**
 * Writes `target`, a clean document, into `doc` as the switches of a new round, which must be later than any in `doc`.
 *
 * `project(result, round.r)` is `target` (type, attributes, formatting and text; a block, row or cell that stays keeps the
 * id it has in `doc`, a new one gets an id from `newId`; column widths of tables stay as in `doc`), and every earlier version
 * is what it was. What `options` leave out stays as in `doc`.
 *
 * Blocks are aligned first, by their words and by what they are known by; words inside aligned blocks then. A paragraph is the
 * same one with words changed, or was split or joined, or is struck, or new, or moved: the halves of a move are a strike and an
 * insertion with the ids of `moveIds`, and what was edited in it is struck at the old place and put in at the new one by itself.
 * Tables are aligned by columns and rows. Words that stand struck at the place where they are wanted are restored.
 * Blocks that do not change are the same objects; where nothing changes the result is `doc`.
 *
 * Throws a `RangeError` where `doc` holds a switch of the round, or of a later one.
 */
export function weave(doc: Node, target: Node, round: Round, newId: (prefix: string) => string, options: CompareOptions = {}): Node {
  return new Weaver(penFor(doc, round, newId, options), options.moves ?? true).container(doc, target)
}

/**
 * The base `a` with the differences of `b` as its round 1, by party `p`. Both are clean documents, of one base or wholly
 * unrelated; `a` gets the ids it lacks. See `weave` for what the result holds.
 */
export function compare(a: Node, b: Node, p: string, newId: (prefix: string) => string, options: CompareOptions = {}): Node {
  return weave(ensureIds(a, newId), b, { r: 1, p }, newId, options)
}

function penFor(doc: Node, round: Round, newId: (prefix: string) => string, options: CompareOptions): Pen {
  const used = new Set<string>()
  idsIn(doc, round, used)
  const free = (id: string): boolean => {
    if (used.has(id)) return false
    used.add(id)
    return true
  }
  const fresh = (prefix: string): string => {
    let id = newId(prefix)
    while (!free(id)) id = newId(prefix)
    return id
  }
  const move = (): string => {
    for (;;) {
      const id = fresh('m')
      const halves = moveIds(id)
      if (free(halves.from) && free(halves.to)) return id
    }
  }
  return {
    r: round.r,
    p: round.p,
    change: () => fresh('x'),
    move,
    block: fresh,
    format: options.format ?? true,
    properties: options.properties ?? true,
    lexicon: new Lexicon(),
  }
}
/** Every id of blocks and changes in a node; throws where a change is of the round or later. */
function idsIn(node: Node, round: Round, used: Set<string>): void {
  for (const child of childrenOf(node)) {
    if (child.attrs.id) used.add(child.attrs.id)
    if (isTracked(child)) {
      for (const s of switchesOf(child)) taken(s, round, used)
      for (const m of child.marks) if (typeof m.attrs.r === 'number') taken(m.attrs as { r: number; id: string }, round, used)
      for (const w of (child.attrs.was as readonly { r: number; id: string }[] | undefined) ?? []) taken(w, round, used)
    } else if (child.isTextblock) continue
    idsIn(child, round, used)
  }
}
function taken(s: { readonly r: number; readonly id: string }, round: Round, used: Set<string>): void {
  if (s.r >= round.r) throw new RangeError(`round ${round.r} is not later than round ${s.r}, which the document already holds`)
  used.add(s.id)
}

/** A child of a container, or several that read as one: a standing paragraph, a standing table, or one that does not stand. */
interface Part {
  readonly kind: 'text' | 'table' | 'off'
  readonly nodes: readonly Node[]
}

/** The parts of a container in order. Blocks whose end is off belong to the paragraph that they run on into. */
function partsOf(container: Node): Part[] {
  const closes = ends(container, NOW)
  const out: Part[] = []
  let open: Node[] = []
  container.forEach((node, _, i) => {
    if (!node.isTextblock && tableOn(node, NOW)) out.push({ kind: 'table', nodes: [node] })
    else if (closes[i]) {
      out.push({ kind: 'text', nodes: [...open, node] })
      open = []
    } else if (open.length || (node.isTextblock && hasText(node, NOW))) open.push(node)
    else out.push({ kind: 'off', nodes: [node] })
  })
  return out
}

const childrenOf = (node: Node): readonly Node[] => node.content.content

/** A part of the document, or a block of the target, as it is aligned; `source` and `flat` for text. */
interface Block extends Piece {
  readonly source: Source | null
  readonly flat: Flat | null
}
/** What becomes of the parts of a node: parts and children of the target that are one, and those that moved. */
interface Match {
  /** Places of parts, in order and side by side. */
  readonly parts: readonly number[]
  /** Places of children of the target, in order and side by side. */
  readonly targets: readonly number[]
}
/** How each kind of part is written. */
interface Hand {
  same(match: Match): readonly Node[]
  /** What stands and has no partner, and what does not stand. */
  gone(part: number): readonly Node[]
  fresh(target: number): readonly Node[]
}

/** Of the words of a piece of a paragraph that was split or joined, the share that must come from it, and how many at least. */
const PIECE = 0.7
const PIECE_WORDS = 4
/** A heading up to this length is known by its words without its number. */
const SHORT = 80

/** Writes containers and tables of one round. */
class Weaver implements Texts {
  private readonly pen: Pen
  private readonly moves: boolean
  private readonly plans = new Map<Node, Map<Node, Plan | null>>()

  constructor(pen: Pen, moves: boolean) {
    this.pen = pen
    this.moves = moves
  }

  container(container: Node, target: Node): Node {
    const parts = partsOf(container)
    const wanted = childrenOf(target)
    const a = parts.map((part) => this.block(part))
    const b = wanted.map((node) => this.block({ kind: node.isTextblock ? 'text' : 'table', nodes: [node] }))
    const fits = (i: number, j: number) => this.fit(parts[i], wanted[j])
    const found = align(a, b, {
      lead: 0.1,
      moves: this.moves,
      fits,
      settle: (gap) => settled(container.type.name !== 'doc', a, b, gap, fits),
    })
    const moved = this.movedHalves(a, b, found)
    const matches = this.matches(parts, a, b, found)
    return this.assembled(container, parts.length, wanted.length, matches, {
      same: (match) => this.woven(match, parts, wanted, a, b),
      gone: (i) => (parts[i].kind === 'off' ? parts[i].nodes : this.struck(parts[i], moved.from.get(i))),
      fresh: (j) => [insertedBlock(wanted[j], this.pen, moved.to.get(j))],
    })
  }

  private fit(part: Part, target: Node): boolean {
    if (part.kind === 'table') return !target.isTextblock && this.plan(part.nodes[0], target) !== null
    return target.isTextblock && part.nodes[0].isTextblock
  }
  private plan(table: Node, target: Node): Plan | null {
    const known = this.plans.get(table) ?? new Map<Node, Plan | null>()
    this.plans.set(table, known)
    if (!known.has(target)) known.set(target, planOf(table, target, this, this.pen.format))
    return known.get(target)!
  }

  private block(part: Part): Block {
    const node = part.nodes[part.nodes.length - 1]
    const source = part.kind === 'off' ? struckSource(node) : standingSource(part.nodes)
    if (!node.isTextblock || part.kind === 'table') return this.tableBlock(node, part.kind === 'off')
    const off = part.kind === 'off'
    if (!source) return { ...this.pieceOf('nothing', '', '', ''), off, source: null, flat: null }
    const flat = flatten(source)
    const label = node.attrs.label as string | null | undefined
    const { lead, rest } = label ? { lead: plainLead(label), rest: flat.text } : splitLead(flat.text)
    const counted = lead !== '' && !label && flat.text.length < SHORT ? { text: rest, breaks: NONE } : flat
    return new TextPiece(node, toldBy(flat, rest), lead, off, source, flat, counted, this.pen.lexicon)
  }
  private tableBlock(table: Node, off: boolean): Block {
    const rows = off ? [] : standingRows(table)
    const texts = rows.map((row) => this.rowText(standingCells(row)))
    const text = rows.map((row, at) => `${this.shape(standingCells(row))}\t${texts[at]}`).join('\n')
    const piece = this.pieceOf(off ? 'nothing' : 'table', text, texts[0] ?? '', texts.join('\n'))
    return { ...piece, sort: 'table', id: (table.attrs.id as string) || undefined, off, source: null, flat: null }
  }

  piece(shape: string, text: string, lead: string): Piece {
    return this.pieceOf(shape, text, lead, text)
  }
  private pieceOf(shape: string, text: string, lead: string, counted: string): Piece {
    let words: readonly number[] | null = null
    return { shape, text, lead, words: () => (words ??= this.pen.lexicon.spell({ text: counted, breaks: NONE }).folded) }
  }
  cell(cell: Node): string {
    return partsOf(cell)
      .map((part) => (part.kind === 'table' ? this.tableText(part.nodes[0]) : toldBy(flatten(standingSource(part.nodes)))))
      .join('\n')
  }
  private tableText(table: Node): string {
    return standingRows(table)
      .map((row) => this.rowText(standingCells(row)))
      .join('\n')
  }
  private rowText(cells: readonly Node[]): string {
    return cells.map((cell) => this.cell(cell)).join('\t')
  }
  private shape(cells: readonly Node[]): string {
    return cellsShape(cells, this.pen.format)
  }

  /** The halves of what moved: runs of blocks that stand side by side at both places are one move. */
  private movedHalves(a: readonly Block[], b: readonly Block[], found: Alignment): { from: Map<number, Moved>; to: Map<number, Moved> } {
    const from = new Map<number, Moved>()
    const to = new Map<number, Moved>()
    const paired = new Set(found.partner)
    const free = (i: number, j: number) =>
      i >= 0 && j >= 0 && i < a.length && j < b.length && !paired.has(i) && found.partner[j] < 0 && !a[i].off && !from.has(i) && !to.has(j)
    const equal = (i: number, j: number) => a[i].shape === b[j].shape && a[i].text === b[j].text
    const one = (i: number, j: number, move: { from: string; to: string }) => {
      const [x, y] = [a[i].flat, b[j].flat]
      const edits = x && y && !sameFlat(x, y) ? diff(x, y, this.pen.lexicon) : []
      from.set(i, { id: move.from, edits })
      to.set(j, { id: move.to, edits })
    }
    for (const [j, i] of [...found.moved].sort((p, q) => p[0] - q[0])) {
      if (from.has(i)) continue
      const move = moveIds(this.pen.move())
      one(i, j, move)
      for (let k = 1; free(i - k, j - k) && !found.moved.has(j - k) && equal(i - k, j - k); k++) one(i - k, j - k, move)
      for (let k = 1; free(i + k, j + k) && (found.moved.get(j + k) === i + k || (!found.moved.has(j + k) && equal(i + k, j + k))); k++)
        one(i + k, j + k, move)
    }
    return { from, to }
  }

  /** What is one on both sides. A paragraph that holds the words of several that stand side by side was joined, or split. */
  private matches(parts: readonly Part[], a: readonly Block[], b: readonly Block[], { partner, moved }: Alignment): Match[] {
    const paired = new Set(partner)
    const left = new Set(moved.values())
    const freeA = (i: number) =>
      parts[i]?.kind === 'text' && !paired.has(i) && !left.has(i) && endOn(parts[i].nodes[parts[i].nodes.length - 1], NOW)
    const taken = new Set<number>()
    const freeB = (j: number) => b[j]?.shape === 'text' && partner[j] < 0 && !moved.has(j) && !taken.has(j)
    const out: Match[] = []
    partner.forEach((i, j) => {
      if (i < 0 || taken.has(j)) return
      const text = parts[i].kind === 'text' && a[i].text !== b[j].text
      const targets = text ? pieces(a[i], b, j, freeB) : [j]
      const joins = text && targets.length === 1 && endOn(parts[i].nodes[parts[i].nodes.length - 1], NOW)
      const joined = joins ? pieces(b[j], a, i, freeA) : [i]
      for (const k of targets) taken.add(k)
      for (const k of joined) paired.add(k)
      out.push({ parts: joined, targets })
    })
    return out
  }

  private woven(
    { parts: is, targets: js }: Match,
    parts: readonly Part[],
    wanted: readonly Node[],
    a: readonly Block[],
    b: readonly Block[],
  ) {
    const part = parts[is[0]]
    if (part.kind === 'table') return [this.table(part.nodes[0], wanted[js[0]])]
    const targets = js.map((j) => wanted[j])
    if (is.length === 1) {
      const flat = js.length === 1 ? b[js[0]].flat! : flattenTargets(targets)
      return wovenParagraph(a[is[0]].source!, targets, this.pen, { a: a[is[0]].flat!, b: flat })
    }
    const members: Node[] = []
    const inner = new Set<number>()
    for (const i of is) {
      if (members.length) inner.add(members.length - 1)
      members.push(...parts[i].nodes)
    }
    return wovenParagraph({ members, inner, back: 0 }, targets, this.pen)
  }
  private struck(part: Part, moved: Moved | undefined): readonly Node[] {
    if (part.kind === 'text') return struckParagraph(part.nodes, this.pen, moved)
    const table = part.nodes[0]
    const id = moved?.id ?? this.pen.change()
    return [
      table.copy(Fragment.fromArray(childrenOf(table).map((row) => (rowOn(row, NOW) ? switchedPart(row, 'del', id, this.pen) : row)))),
    ]
  }

  private table(table: Node, target: Node): Node {
    const plan = this.plan(table, target)!
    const rows = childrenOf(table)
    const wanted = childrenOf(target)
    const columns = plan.kind === 'columns' ? new Columns(plan.columns, this.pen) : null
    const on = rows.map((row) => rowOn(row, NOW))
    const partner = plan.kind === 'places' ? rows.flatMap((_, at) => (on[at] ? [at] : [])) : this.rowPartners(rows, on, wanted, columns)
    if (!columns?.changed) this.rowsBack(rows, on, wanted, partner)
    const matches = partner.flatMap((i, j) => (i < 0 ? [] : [{ parts: [i], targets: [j] }]))
    return this.assembled(table, rows.length, wanted.length, matches, {
      same: ({ parts: [i], targets: [j] }) => {
        if (!on[i]) return [switchedPart(rows[i], 'res', this.pen.change(), this.pen)]
        return [columns ? columns.row(rows[i], wanted[j], (cell, to) => this.container(cell, to)) : this.row(rows[i], wanted[j])]
      },
      gone: (i) => {
        const row = columns ? columns.absent(rows[i]) : rows[i]
        return [on[i] ? switchedPart(row, 'del', this.pen.change(), this.pen) : row]
      },
      fresh: (j) => {
        const id = this.pen.change()
        return [
          columns
            ? columns.fresh(wanted[j], id)
            : newRow(
                childrenOf(wanted[j]).map((cell) => insertedCell(cell, [], id, this.pen)),
                id,
                this.pen,
              ),
        ]
      },
    })
  }

  /**
   * Rows pair where their cells (of the columns that are in both) match in kind and span, and their words or their first cell
   * say so; else in order, if as many.
   */
  private rowPartners(rows: readonly Node[], on: readonly boolean[], wanted: readonly Node[], columns: Columns | null): number[] {
    const piece = (cells: readonly Node[]) => this.piece(this.shape(cells), this.rowText(cells), this.cell(cells[0]).trim())
    const standing = rows.flatMap((_, at) => (on[at] ? [at] : []))
    const a = standing.map((at) => piece(columns ? columns.kept(rows[at], 'place') : standingCells(rows[at])))
    const b = wanted.map((row) => piece(columns ? columns.kept(row, 'target') : childrenOf(row)))
    const settle = ({ as, bs }: Gap) =>
      as.length === bs.length ? as.map((i, k) => [i, bs[k]] as const).filter(([i, j]) => a[i].shape === b[j].shape) : []
    return align(a, b, { lead: 0.5, settle }).partner.map((i) => (i < 0 ? -1 : standing[i]))
  }

  /** Pairs rows that are wanted where the very same row stands struck. */
  private rowsBack(rows: readonly Node[], on: readonly boolean[], wanted: readonly Node[], partner: number[]): void {
    const at = new Map(partner.flatMap((i, j) => (i < 0 ? [] : [[i, j] as const])))
    let low = 0
    rows.forEach((row, i) => {
      const j = at.get(i)
      if (j !== undefined) low = j + 1
      const last = lastSwitch(switchesOf(row), NOW)
      if (on[i] || last?.k !== 'del') return
      for (let k = low; k < wanted.length && partner[k] < 0; k++) {
        if (!readsAs(row, wanted[k])) continue
        partner[k] = i
        low = k + 1
        return
      }
    })
  }

  private row(row: Node, target: Node): Node {
    let at = 0
    return withCells(
      row,
      childrenOf(row).map((cell) => (cellOn(cell, NOW) ? this.container(cell, target.child(at++)) : cell)),
    )
  }

  /** The parts and what is new in the order of the target; what is new in a place comes after all that stood there before. */
  private assembled(node: Node, parts: number, wanted: number, matches: readonly Match[], write: Hand): Node {
    const first = new Map(matches.map((match) => [match.parts[0], match]))
    const taken = new Set(matches.flatMap((match) => match.parts))
    const out: Node[] = []
    let next = 0
    const add = (to: number) => {
      for (; next < to; next++) out.push(...write.fresh(next))
    }
    for (let i = 0; i < parts; i++) {
      const match = first.get(i)
      if (match) {
        add(match.targets[0])
        next = match.targets[match.targets.length - 1] + 1
        out.push(...write.same(match))
      } else if (!taken.has(i)) out.push(...write.gone(i))
    }
    add(wanted)
    const same = out.length === node.childCount && out.every((child, i) => child === node.child(i))
    return same ? node : node.copy(Fragment.fromArray(out))
  }
}

const NONE: ReadonlySet<number> = new Set()

/** A paragraph as it is aligned. */
class TextPiece implements Block {
  readonly shape = 'text'
  readonly text: string
  readonly lead: string
  readonly sort: string
  readonly id: string | undefined
  readonly off: boolean
  readonly source: Source
  readonly flat: Flat
  private readonly counted: Flat
  private readonly lexicon: Lexicon

  constructor(node: Node, text: string, lead: string, off: boolean, source: Source, flat: Flat, counted: Flat, lexicon: Lexicon) {
    this.text = text
    this.lead = lead
    this.sort = node.type.name
    this.id = (node.attrs.id as string) || undefined
    this.off = off
    this.source = source
    this.flat = flat
    this.counted = counted
    this.lexicon = lexicon
  }
  words(): readonly number[] {
    return this.lexicon.spell(this.counted).folded
  }
}

/** Places around `at` whose words are those of `whole` that the piece at `at` lacks, side by side and in order; at least `at`. */
function pieces(whole: Piece, among: readonly Piece[], at: number, free: (at: number) => boolean): number[] {
  if (!free(at - 1) && !free(at + 1)) return [at]
  let rest = without(whole.words(), among[at].words())
  const takes = (k: number): boolean => {
    if (!free(k)) return false
    const own = among[k].words()
    const same = overlap(rest, own)
    if (same < PIECE_WORDS || same < PIECE * own.length) return false
    rest = without(rest, own)
    return true
  }
  // Empty paragraphs may stand between the pieces.
  const reach = (step: 1 | -1): number => {
    let end = at
    for (;;) {
      let next = end + step
      while (free(next) && among[next].words().length === 0) next += step
      if (!takes(next)) return end
      end = next
    }
  }
  const to = reach(1)
  const from = reach(-1)
  return Array.from({ length: to - from + 1 }, (_, k) => from + k)
}

/** A rising list less the elements of another, each as often as it occurs there. */
function without(x: readonly number[], y: readonly number[]): number[] {
  const out: number[] = []
  let j = 0
  for (const value of x) {
    while (j < y.length && y[j] < value) j++
    if (j < y.length && y[j] === value) j++
    else out.push(value)
  }
  return out
}

/** Whether what is in a struck row reads, but for ids, exactly as a clean row. */
function readsAs(row: Node, target: Node): boolean {
  const { doc, table } = row.type.schema.nodes
  const back = row.type.create({ ...row.attrs, sw: [] }, row.content)
  const now = project(doc.create(null, table.create(null, back)), NOW).firstChild?.firstChild
  return !!now && sameContent(now, target)
}
function sameContent(a: Node, b: Node): boolean {
  if (a.isInline || b.isInline) return a.eq(b)
  const { id: _a, colwidth: _x, ...x } = a.attrs
  const { id: _b, colwidth: _y, ...y } = b.attrs
  return (
    a.type === b.type &&
    a.childCount === b.childCount &&
    JSON.stringify(x) === JSON.stringify(y) &&
    childrenOf(a).every((child, i) => sameContent(child, b.child(i)))
  )
}

/**
 * What is left in a gap: tables of one form pair by their head row, or in order where there are as many; the only paragraph of a
 * cell stays the same paragraph whatever it says; an empty container's paragraph is filled, and one that is emptied keeps its last.
 */
function settled(
  isCell: boolean,
  a: readonly Piece[],
  b: readonly Piece[],
  { as, bs }: Gap,
  fits: (i: number, j: number) => boolean,
): [number, number][] {
  const standing = a.filter((piece) => !piece.off).length
  if (!as.length || !bs.length) return []
  if (as.length === standing && bs.length === b.length) {
    const [i, j] = [as[as.length - 1], bs[bs.length - 1]]
    const texts = a[i].shape === 'text' && b[j].shape === 'text'
    const alone = as.length === 1 && bs.length === 1 && isCell
    const fills = as.length === 1 && a[i].text === ''
    const empties = bs.length === 1 && b[j].text === ''
    if (texts && (alone || fills || empties)) return [[i, j]]
  }
  const ta = as.filter((i) => a[i].shape === 'table')
  const tb = bs.filter((j) => b[j].shape === 'table')
  const out: [number, number][] = []
  let k = 0
  tb.forEach((j, n) => {
    const same = ta.findIndex((i, m) => m >= k && fits(i, j) && (a[i].lead === b[j].lead || (ta.length === tb.length && m === n)))
    if (same < 0) return
    out.push([ta[same], j])
    k = same + 1
  })
  return out
}
