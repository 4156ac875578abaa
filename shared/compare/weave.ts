import { Fragment, type Node } from 'prosemirror-model'
import { cellOn, ends, ensureIds, hasText, rowOn, switchesOf, tableOn } from '../redline/index.ts'
import { align, type Gap, type Piece } from './align.ts'
import {
  type Column,
  flatten,
  insertedBlock,
  insertedRow,
  NOW,
  type Pen,
  restoredBlock,
  rowSwitched,
  struckParagraph,
  struckText,
  wovenParagraph,
} from './paragraph.ts'
import { words } from './token.ts'

/** The round to write: its place in the chain and its party. */
export interface Round {
  readonly r: number
  readonly p: string
}

/**
 * Writes `target`, a clean document, into `doc` as the switches of a new round, which must be later than any in `doc`.
 *
 * `project(result, round.r)` is `target` (type, attributes, formatting and text; a block, row or cell that stays keeps the
 * id it has in `doc`, a new one gets an id from `newId`; column widths of tables stay as in `doc`), and every earlier version
 * is what it was. Blocks are aligned first, words inside aligned blocks then: a paragraph is either the same one with words
 * changed, or wholly struck, or wholly new. Words that stand struck at the place where they are wanted are restored.
 * Blocks that do not change are the same objects; where nothing changes the result is `doc`.
 *
 * Throws a `RangeError` where `doc` holds a switch of the round, or of a later one.
 */
export function weave(doc: Node, target: Node, round: Round, newId: (prefix: string) => string): Node {
  return new Weaver(penFor(doc, round, newId)).container(doc, target)
}

/** The base `a` with the differences of `b` as its round 1, by party `p`. Both are clean documents; `a` gets the ids it lacks. */
export function compare(a: Node, b: Node, p: string, newId: (prefix: string) => string): Node {
  return weave(ensureIds(a, newId), b, { r: 1, p }, newId)
}

function penFor(doc: Node, round: Round, newId: (prefix: string) => string): Pen {
  const used = new Set<string>()
  doc.descendants((node) => {
    for (const s of switchesOf(node)) taken(s, round, used)
    for (const m of node.marks) if (typeof m.attrs.r === 'number') taken(m.attrs as { r: number; id: string }, round, used)
    for (const w of (node.attrs.was as readonly { r: number; id: string }[] | undefined) ?? []) taken(w, round, used)
    if (node.attrs.id) used.add(node.attrs.id)
    return true
  })
  const fresh = (prefix: string): string => {
    for (;;) {
      const id = newId(prefix)
      if (used.has(id)) continue
      used.add(id)
      return id
    }
  }
  return { r: round.r, p: round.p, change: () => fresh('x'), block: fresh }
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

const childrenOf = (node: Node): Node[] => node.content.content as Node[]
const standingRows = (table: Node): Node[] => childrenOf(table).filter((row) => rowOn(row, NOW))
const standingCells = (row: Node): Node[] => childrenOf(row).filter((cell) => cellOn(cell, NOW))

/** Writes containers and tables of one round; remembers the words it has met as numbers. */
class Weaver {
  private readonly pen: Pen
  private readonly numbers = new Map<string, number>()

  constructor(pen: Pen) {
    this.pen = pen
  }

  container(container: Node, target: Node): Node {
    const parts = partsOf(container)
    const wanted = childrenOf(target)
    const standing = parts.flatMap((part, at) => (part.kind === 'off' ? [] : [at]))
    const a = standing.map((at) => this.piece(parts[at]))
    const b = wanted.map((node) => this.piece({ kind: node.isTextblock ? 'text' : 'table', nodes: [node] }))
    const partner = align(a, b, {
      lead: 0.1,
      fits: (i, j) => a[i].shape === 'text' || tablesFit(parts[standing[i]].nodes[0], wanted[j]),
      settle: (gap) => settled(container.type.name !== 'doc', a, b, gap, (i, j) => tablesFit(parts[standing[i]].nodes[0], wanted[j])),
    }).map((i) => (i < 0 ? -1 : standing[i]))
    restorations(parts, wanted, partner)
    return this.assembled(container, parts, wanted, partner, {
      same: (part, node) => this.woven(part, node),
      gone: (part) => this.struck(part),
      fresh: (node) => [insertedBlock(node, this.pen)],
    })
  }

  private piece(part: Part): Piece {
    const node = part.nodes[part.nodes.length - 1]
    const text = part.kind === 'table' ? tableText(node) : flatten(part.nodes).text
    const lead = part.kind === 'table' ? rowText(standingRows(node)[0]) : ((node.attrs.label as string | null | undefined) ?? '')
    return this.pieceOf(part.kind, text, lead)
  }
  private pieceOf(shape: string, text: string, lead: string): Piece {
    let known: number[] | null = null
    return { shape, text, lead, words: () => (known ??= this.wordsOf(text)) }
  }
  private wordsOf(text: string): number[] {
    const out = words(text).map((word) => {
      const known = this.numbers.get(word)
      if (known !== undefined) return known
      this.numbers.set(word, this.numbers.size)
      return this.numbers.size - 1
    })
    return out.sort((x, y) => x - y)
  }

  private woven(part: Part, target: Node): readonly Node[] {
    if (part.kind === 'text') return wovenParagraph(part.nodes, target, this.pen)
    if (part.kind === 'off') return [restoredBlock(part.nodes[0], target, this.pen)]
    return [this.table(part.nodes[0], target)]
  }
  private struck(part: Part): readonly Node[] {
    if (part.kind === 'text') return struckParagraph(part.nodes, this.pen)
    const table = part.nodes[0]
    const id = this.pen.change()
    const rows = childrenOf(table).map((row) => (rowOn(row, NOW) ? rowSwitched(row, 'del', id, this.pen) : row))
    return [table.copy(Fragment.fromArray(rows))]
  }

  private table(table: Node, target: Node): Node {
    const rows = childrenOf(table)
    const standing = rows.flatMap((row, at) => (rowOn(row, NOW) ? [at] : []))
    const wanted = childrenOf(target)
    const columns = evenly(table, target) ? columnsOf(table) : null
    const partner = columns ? this.rowPartners(standingRows(table), wanted).map((i) => (i < 0 ? -1 : standing[i])) : [...standing]
    const parts = rows.map((row): Part => ({ kind: rowOn(row, NOW) ? 'text' : 'off', nodes: [row] }))
    return this.assembled(table, parts, wanted, partner, {
      same: (part, row) => [this.row(part.nodes[0], row)],
      gone: (part) => [rowSwitched(part.nodes[0], 'del', this.pen.change(), this.pen)],
      fresh: (row) => [insertedRow(row, columns ?? [], this.pen.change(), this.pen)],
    })
  }

  /** Rows pair where their cells match in kind and span, and their words or their first cell say so; else in order, if as many. */
  private rowPartners(rows: readonly Node[], wanted: readonly Node[]): number[] {
    const piece = (row: Node) => this.pieceOf(rowShape(row), rowText(row), standingCells(row)[0].textContent.trim())
    const a = rows.map(piece)
    const b = wanted.map(piece)
    const settle = ({ a0, a1, b0, b1 }: Gap): [number, number][] =>
      a1 - a0 === b1 - b0
        ? Array.from({ length: a1 - a0 }, (_, k): [number, number] => [a0 + k, b0 + k]).filter(([i, j]) => a[i].shape === b[j].shape)
        : []
    return align(a, b, { lead: 0.5, settle })
  }

  private row(row: Node, target: Node): Node {
    let at = 0
    const cells = childrenOf(row).map((cell) => (cellOn(cell, NOW) ? this.container(cell, target.child(at++)) : cell))
    return cells.every((cell, i) => cell === row.child(i)) ? row : row.copy(Fragment.fromArray(cells))
  }

  /** The parts and what is new in the order of the target; what is new in a place comes after all that stood there before. */
  private assembled(node: Node, parts: readonly Part[], wanted: readonly Node[], partner: readonly number[], write: Hand): Node {
    const at = new Map<number, number>()
    partner.forEach((i, j) => {
      if (i >= 0) at.set(i, j)
    })
    const out: Node[] = []
    let next = 0
    const add = (to: number) => {
      for (; next < to; next++) out.push(...write.fresh(wanted[next]))
    }
    parts.forEach((part, i) => {
      const j = at.get(i)
      if (j !== undefined) {
        add(j)
        next = j + 1
        out.push(...write.same(part, wanted[j]))
      } else out.push(...(part.kind === 'off' ? part.nodes : write.gone(part)))
    })
    add(wanted.length)
    const same = out.length === node.childCount && out.every((child, i) => child === node.child(i))
    return same ? node : node.copy(Fragment.fromArray(out))
  }
}

/** How each kind of part is written. */
interface Hand {
  same(part: Part, target: Node): readonly Node[]
  gone(part: Part): readonly Node[]
  fresh(target: Node): readonly Node[]
}

/**
 * What is left in a gap: tables of one form pair by their head row, or in order where there are as many; the only paragraph of a
 * cell stays the same paragraph whatever it says; an empty container's paragraph is filled, and one that is emptied keeps its last.
 */
function settled(
  isCell: boolean,
  a: readonly Piece[],
  b: readonly Piece[],
  gap: Gap,
  fits: (i: number, j: number) => boolean,
): [number, number][] {
  const whole = gap.a0 === 0 && gap.b0 === 0 && gap.a1 === a.length && gap.b1 === b.length
  if (whole) {
    const [i, j] = [a.length - 1, b.length - 1]
    const texts = a[i].shape === 'text' && b[j].shape === 'text'
    const alone = a.length === 1 && b.length === 1 && isCell
    const fills = a.length === 1 && a[0].text === ''
    const empties = b.length === 1 && b[0].text === ''
    if (texts && (alone || fills || empties)) return [[i, j]]
  }
  const tables = (pieces: readonly Piece[], from: number, to: number) =>
    pieces.flatMap((piece, i) => (i >= from && i < to && piece.shape === 'table' ? [i] : []))
  const ta = tables(a, gap.a0, gap.a1)
  const tb = tables(b, gap.b0, gap.b1)
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

/** Pairs blocks that are wanted at a place where the very same text stands struck. */
function restorations(parts: readonly Part[], wanted: readonly Node[], partner: number[]): void {
  const at = new Map(partner.flatMap((i, j) => (i < 0 ? [] : [[i, j] as const])))
  let low = 0
  const flats = new Map<number, string>()
  const textOf = (j: number) => {
    if (!flats.has(j)) flats.set(j, flatten([wanted[j]]).text)
    return flats.get(j)!
  }
  parts.forEach((part, i) => {
    const j = at.get(i)
    if (j !== undefined) {
      low = j + 1
      return
    }
    const block = part.nodes[0]
    if (part.kind !== 'off' || !block.isTextblock || partner[low] !== -1) return
    const text = struckText(block)
    if (text === null) return
    for (let k = low; k < wanted.length && partner[k] < 0; k++)
      if (wanted[k].isTextblock && textOf(k) === text) {
        partner[k] = i
        low = k + 1
        return
      }
  })
}

const rowText = (row: Node): string =>
  standingCells(row)
    .map((cell) =>
      partsOf(cell)
        .map((part) => (part.kind === 'table' ? tableText(part.nodes[0]) : flatten(part.nodes).text))
        .join('\n'),
    )
    .join('\t')
const tableText = (table: Node): string =>
  standingRows(table)
    .map((row) => `${rowShape(row)}\t${rowText(row)}`)
    .join('\n')
/** The kinds, spans and alignment of a row's standing cells: they carry no earlier state, so rows that differ here cannot be one. */
const rowShape = (row: Node): string =>
  standingCells(row)
    .map((cell) => `${cell.type.name === 'table_header' ? 'h' : 'c'}${cell.attrs.colspan}.${cell.attrs.rowspan}.${cell.attrs.align}`)
    .join(' ')

/** Whether a clean table can be written into a standing one as changes of rows and cells. */
function tablesFit(table: Node, target: Node): boolean {
  if (table.isTextblock || target.isTextblock) return false
  return (evenly(table, target) && columnsOf(table) !== null) || rowByRow(table, target)
}
/** Whether both have the same number of columns in every row, and no cell spans rows. */
function evenly(table: Node, target: Node): boolean {
  const width = evenWidth(childrenOf(table), standingCells)
  return width > 0 && width === evenWidth(childrenOf(target), childrenOf)
}

/** The number of columns where all rows have as many and no cell spans rows; else 0. */
function evenWidth(rows: readonly Node[], cellsOf: (row: Node) => Node[]): number {
  let width = -1
  for (const row of rows) {
    const cells = cellsOf(row)
    if (childrenOf(row).some((cell) => cell.attrs.rowspan > 1)) return 0
    const own = cells.reduce((n, cell) => n + (cell.attrs.colspan as number), 0)
    if (width >= 0 && own !== width) return 0
    width = own
  }
  return width
}
/** Whether every standing row has its partner of the same cells at the same place. */
function rowByRow(table: Node, target: Node): boolean {
  const rows = standingRows(table)
  return rows.length === target.childCount && rows.every((row, i) => rowShape(row) === rowShape(target.child(i)))
}

/** The columns of a table where any was put in or struck; empty where none was; null where its rows do not agree on them. */
function columnsOf(table: Node): Column[] | null {
  const switchless = childrenOf(table).every((row) => childrenOf(row).every((cell) => switchesOf(cell).length === 0))
  if (switchless) return []
  const key = (row: Node) => JSON.stringify(childrenOf(row).map((cell) => [cell.attrs.colspan, switchesOf(cell)]))
  const first = table.child(0)
  const spanless = childrenOf(first).every((cell) => cell.attrs.colspan === 1)
  if (!spanless || childrenOf(table).some((row) => key(row) !== key(first))) return null
  return childrenOf(first).map((cell) => ({ sw: switchesOf(cell), on: cellOn(cell, NOW) }))
}
