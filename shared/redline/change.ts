import type { Mark } from 'prosemirror-model'
import { moveIds, moveOf } from '../model/move.ts'
import { type BlockProps, inlineText, schema, shownText } from '../model/schema.ts'
import { isSilent } from '../model/silent.ts'
import { sameProps } from './present.ts'
import type { Block, Cause, Redline, RowBlock, Run, RunKind, TableBlock, TextBlock } from './types.ts'

/**
 * What a change does: text put in or struck, a paragraph end put in (`split`) or struck (`join`), formatting, paragraph
 * properties, table rows or columns put in or struck; text, paragraphs or a table moved (a strike and an insertion, see
 * shared/model/move).
 */
export type ChangeKind =
  | 'insert'
  | 'delete'
  | 'split'
  | 'join'
  | 'format'
  | 'paragraph'
  | 'insert-row'
  | 'delete-row'
  | 'insert-cell'
  | 'delete-cell'
  | 'move'

/** Where one half of a move is: from the baseline's side where it was, from the target's where it went. */
export interface MoveEnd {
  /** The block in which the half begins. */
  readonly block: string
  /** Label of the paragraph (the words of a heading); null where it has none. */
  readonly label: string | null
  /** The label or heading that stands nearest above it; null where there is none. */
  readonly above: string | null
}

/** One entry of the list of changes. A replacement (a strike and the insertion beside it, by one party in one round) is one entry, and so is a move of which both halves are shown. */
export interface Change {
  /** The change id of the entry's first token. */
  readonly id: string
  /** Every change id that the entry covers: two for a replacement or a move. Decide all of them together. */
  readonly ids: readonly string[]
  readonly kinds: readonly ChangeKind[]
  readonly by: Cause
  /** What it put in and what it struck, paragraph ends as line breaks; empty where it did neither. */
  readonly inserted: string
  readonly struck: string
  /** For `paragraph`: the properties of the first paragraph it changed, before and after; else null. */
  readonly props: { readonly before: BlockProps; readonly after: BlockProps } | null
  /** For `format`: the names of the formats on the first text it changed, before and after, and that text; else null. */
  readonly format: { readonly before: readonly string[]; readonly after: readonly string[]; readonly text: string } | null
  /** For `move`: where its text was and where it went; else null. */
  readonly move: { readonly from: MoveEnd; readonly to: MoveEnd } | null
  /** Where it puts in or strikes parts of a grid: which, and how many; left out for any other change. */
  readonly grid?: { readonly what: 'row' | 'column' | 'table'; readonly count: number }
  /** The block in which it begins. */
  readonly block: string
  /** Its place in the order of the text, from 0. */
  readonly order: number
}

interface Entry {
  readonly ids: string[]
  readonly kinds: ChangeKind[]
  readonly by: Cause
  inserted: string
  struck: string
  props: Change['props']
  format: Change['format']
  grid?: Change['grid']
  readonly ends: { from: MoveEnd | null; to: MoveEnd | null }
  readonly block: string
}

/** Collects changes in the order of the text. `open` is the entry that touches the place reached, if a replacement may still join it. */
interface Collector {
  readonly byId: Map<string, Entry>
  readonly entries: Entry[]
  open: Entry | null
  /** Moves of which both halves are shown. */
  readonly moves: ReadonlySet<string>
  /** The nearest label or heading above, on each side. */
  readonly above: { a: string | null; b: string | null }
}

const isStrike = (entry: Entry): boolean => entry.struck !== '' && entry.inserted === ''
const isInsertion = (entry: Entry): boolean => entry.inserted !== '' && entry.struck === ''

/** The entry of a move, of which both halves are shown; null for any other change. */
function moveEntry(list: Collector, by: Cause, block: string): Entry | null {
  const found = moveOf(by.id)
  if (!found || !list.moves.has(found.move)) return null
  let entry = list.byId.get(found.move)
  if (!entry) {
    entry = { ids: [], kinds: ['move'], by, inserted: '', struck: '', props: null, format: null, ends: { from: null, to: null }, block }
    list.entries.push(entry)
    list.byId.set(found.move, entry)
  }
  if (!entry.ids.includes(by.id)) entry.ids.push(by.id)
  entry.ends[found.half] ??= { block, label: null, above: list.above[found.half === 'from' ? 'a' : 'b'] }
  list.open = null
  return entry
}

function note(list: Collector, by: Cause, kind: ChangeKind, block: string, inserted = '', struck = ''): Entry {
  const moved = moveEntry(list, by, block)
  if (moved) {
    moved.inserted += inserted
    moved.struck += struck
    return moved
  }
  let entry = list.byId.get(by.id)
  if (!entry) {
    const beside = list.open
    const pairs = beside !== null && beside.by.r === by.r && beside.by.p === by.p && isSilent(beside.by.id) === isSilent(by.id)
    const replaces = pairs && ((inserted !== '' && isStrike(beside)) || (struck !== '' && isInsertion(beside)))
    if (replaces) {
      entry = beside
      entry.ids.push(by.id)
    } else {
      entry = { ids: [by.id], kinds: [], by, inserted: '', struck: '', props: null, format: null, ends: { from: null, to: null }, block }
      list.entries.push(entry)
    }
    list.byId.set(by.id, entry)
  }
  if (!entry.kinds.includes(kind)) entry.kinds.push(kind)
  entry.inserted += inserted
  entry.struck += struck
  list.open = entry
  return entry
}

/**
 * The changes of a redline in the order of the text. What came and went in between (all-rounds view) is listed under the change
 * that struck it.
 */
export function changes(redline: Redline): Change[] {
  const list: Collector = { byId: new Map(), entries: [], open: null, moves: movesIn(redline.blocks), above: { a: null, b: null } }
  walk(redline.blocks, list)
  return list.entries.map(({ ends: { from, to }, ...entry }, order) => ({
    id: entry.ids[0],
    ...entry,
    move: from && to ? { from, to } : null,
    order,
  }))
}

/** The moves of which both halves are shown: the struck one struck and the other inserted. */
function movesIn(blocks: readonly Block[]): Set<string> {
  const seen = new Set<string>()
  const see = (by: Cause | null, kind: RunKind): void => {
    const half = by && moveOf(by.id)
    if (half && (half.half === 'from') === (kind === 'delete')) seen.add(by.id)
  }
  const go = (list: readonly Block[]): void => {
    for (const block of list) {
      if (block.kind === 'text') {
        for (const r of block.runs) see(r.by, r.kind)
        see(block.by, block.end)
        continue
      }
      for (const row of block.rows) {
        if (!row.inserted) see(row.by, row.change)
        for (const cell of row.cells) go(cell.blocks)
      }
    }
  }
  go(blocks)
  const both = new Set<string>()
  for (const id of seen) {
    const { move, half } = moveOf(id)!
    if (half === 'from' && seen.has(moveIds(move).to)) both.add(move)
  }
  return both
}

/** How a paragraph is named on one side: its label, else the words of a heading; null where it has neither or is not there. */
function nameOn(block: TextBlock, side: 'a' | 'b'): string | null {
  return block.end === (side === 'a' ? 'insert' : 'delete') || (side === 'a' && block.inserted) ? null : nameOf(block, side)
}
/** The same for one that came and went in between, by what it was. */
function nameOf(block: TextBlock, side: 'a' | 'b'): string | null {
  const props = side === 'a' ? block.propsA : block.propsB
  if (props.type === 'paragraph' || props.attrs.label) return props.attrs.label || null
  const gone: RunKind = side === 'a' ? 'insert' : 'delete'
  return block.runs.flatMap((r) => (r.kind === gone || r.node.type === schema.nodes.hard_break ? [] : inlineText(r.node))).join('') || null
}
/** Names the places of moves by the paragraph in which they begin. */
function nameMoves(block: TextBlock, list: Collector): void {
  for (const by of [...block.runs.map((r) => r.by), block.by]) {
    const half = by && moveOf(by.id)
    const end = half && list.byId.get(half.move)?.ends[half.half]
    if (!end || end.block !== block.id) continue
    const side = half.half === 'from' ? 'a' : 'b'
    const passed = half.half === 'from' && block.inserted && block.end === 'delete'
    list.byId.get(half.move)!.ends[half.half] = { ...end, label: (passed ? nameOf : nameOn)(block, side) }
  }
  list.above.a = nameOn(block, 'a') ?? list.above.a
  list.above.b = nameOn(block, 'b') ?? list.above.b
}

const firstBlock = (row: RowBlock): string => {
  for (const cell of row.cells) for (const block of cell.blocks) return block.id
  return row.id
}
const part = (kind: RunKind, what: 'row' | 'cell'): ChangeKind => `${kind as 'insert' | 'delete'}-${what}`

/** Whether one change put in or struck the whole table. */
const wholly = (table: TableBlock): boolean => table.change !== 'same' && table.rows.every((row) => row.by?.id === table.rows[0].by?.id)

/** Counts a row or table more; for columns, `columns` of them in one row. */
function countIn(entry: Entry, what: 'row' | 'column' | 'table', columns?: number): void {
  const count = what === 'table' ? 1 : (columns ?? (entry.grid?.what === 'row' ? entry.grid.count : 0) + 1)
  if (!entry.grid || entry.grid.what === what) entry.grid = { what, count: Math.max(count, entry.grid?.count ?? 0) }
}

function walk(blocks: readonly Block[], list: Collector): void {
  for (const block of blocks) {
    if (block.kind === 'text') {
      text(block, list)
      continue
    }
    list.open = null
    for (const row of block.rows) {
      if (row.by) countIn(note(list, row.by, part(row.change, 'row'), firstBlock(row)), wholly(block) ? 'table' : 'row')
      const columns = new Map<string, number>()
      for (const cell of row.cells) {
        if (cell.by && cell.by.id !== row.by?.id) {
          const entry = note(list, cell.by, part(cell.change, 'cell'), cell.blocks[0]?.id ?? cell.id)
          columns.set(cell.by.id, (columns.get(cell.by.id) ?? 0) + 1)
          countIn(entry, 'column', columns.get(cell.by.id))
        }
        list.open = null
        walk(cell.blocks, list)
      }
    }
    list.open = null
  }
}

function text(block: TextBlock, list: Collector): void {
  tokens(block, list)
  nameMoves(block, list)
}
function tokens(block: TextBlock, list: Collector): void {
  for (const r of block.runs) run(r, block.id, list)
  if (block.by)
    note(
      list,
      block.by,
      block.end === 'insert' ? 'split' : 'join',
      block.id,
      block.end === 'insert' ? '\n' : '',
      block.end === 'delete' ? '\n' : '',
    )
  else list.open = null
  if (block.propsBy && !sameProps(block.propsA, block.propsB)) {
    note(list, block.propsBy, 'paragraph', block.id).props ??= { before: block.propsA, after: block.propsB }
    list.open = null
  }
}

const names = (marks: readonly Mark[]): string[] => marks.map((m) => m.type.name)

function run(r: Run, block: string, list: Collector): void {
  const words = shownText(r.node)
  if (r.by)
    note(list, r.by, r.kind === 'insert' ? 'insert' : 'delete', block, r.kind === 'insert' ? words : '', r.kind === 'delete' ? words : '')
  else if (r.formatBy) {
    note(list, r.formatBy, 'format', block).format ??= { before: names(r.marksA), after: names(r.marksB), text: words }
    list.open = null
  } else list.open = null
}
