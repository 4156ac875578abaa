import type { Mark } from 'prosemirror-model'
import type { BlockProps } from '../model/schema.ts'
import { sameProps } from './present.ts'
import type { Block, Cause, Redline, RowBlock, Run, RunKind, TextBlock } from './types.ts'

/**
 * What a change does: text put in or struck, a paragraph end put in (`split`) or struck (`join`), formatting, paragraph
 * properties, table rows or columns put in or struck.
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

/** One entry of the list of changes. A replacement (a strike and the insertion beside it, by one party in one round) is one entry. */
export interface Change {
  /** The change id of the entry's first token. */
  readonly id: string
  /** Every change id that the entry covers: two for a replacement. Decide all of them together. */
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
  readonly block: string
}

/** Collects changes in the order of the text. `open` is the entry that touches the place reached, if a replacement may still join it. */
interface Collector {
  readonly byId: Map<string, Entry>
  readonly entries: Entry[]
  open: Entry | null
}

const isStrike = (entry: Entry): boolean => entry.struck !== '' && entry.inserted === ''
const isInsertion = (entry: Entry): boolean => entry.inserted !== '' && entry.struck === ''

function note(list: Collector, by: Cause, kind: ChangeKind, block: string, inserted = '', struck = ''): Entry {
  let entry = list.byId.get(by.id)
  if (!entry) {
    const beside = list.open
    const pairs = beside !== null && beside.by.r === by.r && beside.by.p === by.p
    const replaces = pairs && ((inserted !== '' && isStrike(beside)) || (struck !== '' && isInsertion(beside)))
    if (replaces) {
      entry = beside
      entry.ids.push(by.id)
    } else {
      entry = { ids: [by.id], kinds: [], by, inserted: '', struck: '', props: null, format: null, block }
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
  const list: Collector = { byId: new Map(), entries: [], open: null }
  walk(redline.blocks, list)
  return list.entries.map((entry, order) => ({ id: entry.ids[0], ...entry, order }))
}

const firstBlock = (row: RowBlock): string => {
  for (const cell of row.cells) for (const block of cell.blocks) return block.id
  return row.id
}
const part = (kind: RunKind, what: 'row' | 'cell'): ChangeKind => `${kind as 'insert' | 'delete'}-${what}`

function walk(blocks: readonly Block[], list: Collector): void {
  for (const block of blocks) {
    if (block.kind === 'text') {
      text(block, list)
      continue
    }
    list.open = null
    for (const row of block.rows) {
      if (row.by) note(list, row.by, part(row.change, 'row'), firstBlock(row))
      for (const cell of row.cells) {
        if (cell.by && cell.by.id !== row.by?.id) note(list, cell.by, part(cell.change, 'cell'), cell.blocks[0]?.id ?? cell.id)
        list.open = null
        walk(cell.blocks, list)
      }
    }
    list.open = null
  }
}

function text(block: TextBlock, list: Collector): void {
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
  const words = r.node.isText ? r.node.text! : '\n'
  if (r.by)
    note(list, r.by, r.kind === 'insert' ? 'insert' : 'delete', block, r.kind === 'insert' ? words : '', r.kind === 'delete' ? words : '')
  else if (r.formatBy) {
    note(list, r.formatBy, 'format', block).format ??= { before: names(r.marksA), after: names(r.marksB), text: words }
    list.open = null
  } else list.open = null
}
