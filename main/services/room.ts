import type { Item } from '../../shared/model/negotiation.ts'
import { shownText } from '../../shared/model/schema.ts'
import {
  type Block,
  type Cause,
  type CellBlock,
  type Run,
  type RunKind,
  redline,
  type TextBlock,
  withLabels,
} from '../../shared/redline/index.ts'
import type { Room, RoomBlock, RoomRun, RoomText } from '../../shared/rpc/board.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { itemName, lastOf, viewBetween } from './versions.ts'

/**
 * The room view: one item as everybody in the room may see it. It is read from sealed proposals alone; an item of which nothing
 * was passed is not there at all, since that it will be raised is the caucus's own.
 */
type Side = 'before' | 'after'
type Shown = Item & { readonly kind: 'item' | 'norms' }

/** An item for the room: the one with this id, or the first that can be shown; its last proposal, or the one named. */
export function room(store: Store, id: string | null, proposal: string | null): Room {
  const stacks = new Map<string, StoredProposal[]>()
  for (const p of store.proposals()) if (p.sealed) stacks.set(p.item, [...(stacks.get(p.item) ?? []), p])
  const items = store.items().filter((i): i is Shown => i.kind === 'norms' || (i.kind === 'item' && stacks.has(i.id)))
  const item = id === null ? items.find((i) => stacks.has(i.id)) : items.find((i) => i.id === id)
  if (!item) throw new ParleyError('refused', nothingToShow(store, id))
  const stack = stacks.get(item.id) ?? []
  const target = proposal === null ? lastOf(stack) : (stack.find((p) => p.id === proposal) ?? null)
  if (proposal !== null && !target) throw new ParleyError('refused', `That proposal of ${itemName(item)} was not passed.`)
  const v = viewBetween(store, { item, proposal: null }, { item, proposal: target })
  const { blocks } = redline(v.doc, v.rounds, v.baseline, v.target)
  const at = items.indexOf(item)
  return {
    item: item.id,
    number: item.number,
    title: item.title,
    place: item.place,
    kind: item.kind,
    status: item.status,
    statusDate: item.statusDate,
    passed: stack.map(passedInfo),
    shown: target && passedInfo(target),
    rounds: v.rounds.map(({ r, party, date }) => ({ r, party, date })),
    before: sideOf(blocks, 'before'),
    after: target ? sideOf(blocks, 'after') : [],
    previous: neighbour(items[at - 1]),
    next: neighbour(items[at + 1]),
  }
}

function nothingToShow(store: Store, id: string | null): string {
  const item = id === null ? null : store.item(id)
  if (item?.kind === 'base') return 'The room view shows items; the base agreement is read in its own window.'
  return item
    ? `Nothing of ${itemName(item)} was passed yet, so there is nothing to show in the room.`
    : 'Nothing was passed yet, so there is nothing to show in the room.'
}

const passedInfo = ({ id, party, date, kind, status, statusDate }: StoredProposal) => ({
  proposal: id,
  party,
  date,
  kind,
  status,
  statusDate,
})
const neighbour = (item: Shown | undefined): Room['next'] => (item ? { item: item.id, number: item.number, kind: item.kind } : null)

const byOf = (cause: Cause | null): RoomRun['by'] => cause && { r: cause.r, party: cause.p }
const stands = (kind: RunKind, side: Side): boolean => kind === 'same' || kind === (side === 'before' ? 'delete' : 'insert')

/** What stands on one side, with what marks it off from the other. */
function sideOf(given: readonly Block[], side: Side): RoomBlock[] {
  const out: RoomBlock[] = []
  let open: { label: RoomRun[]; runs: RoomRun[] } = { label: [], runs: [] }
  for (const [at, block] of withLabels(given).entries()) {
    if (block.kind === 'table') {
      const table = tableOf(block, side, at)
      if (table) out.push(table)
      continue
    }
    for (const run of block.runs) if (stands(run.kind, side)) (run.label ? open.label : open.runs).push(runOf(run, side))
    if (!stands(block.end, side)) continue
    out.push(paragraph(block, side, at, open))
    open = { label: [], runs: [] }
  }
  return out
}

/** A paragraph that the block's end closes. Where its end alone came or went beside text that stands, a sign says so. */
function paragraph(block: TextBlock, side: Side, at: number, { label, runs }: { label: RoomRun[]; runs: RoomRun[] }): RoomText {
  const { type, attrs } = side === 'before' ? block.propsA : block.propsB
  const split = block.end !== 'same' && !(runs.length > 0 && runs.every((r) => r.kind !== 'same'))
  return {
    kind: 'text',
    at,
    heading: type === 'heading',
    level: attrs.level,
    list: (attrs.list ?? null) !== null,
    align: attrs.align,
    label,
    runs: split ? [...runs, { text: '¶', kind: block.end, by: byOf(block.by), marks: [] }] : runs,
  }
}

const PLAIN: readonly string[] = ['strong', 'em', 'underline', 'superscript', 'subscript']
const runOf = (run: Run, side: Side): RoomRun => ({
  text: run.label ? shownText(run.node).trimEnd() : shownText(run.node),
  kind: run.kind,
  by: byOf(run.kind === 'insert' ? (run.restored ?? run.by) : run.by),
  marks: (side === 'before' ? run.marksA : run.marksB).map((m) => m.type.name).filter((name) => PLAIN.includes(name)) as RoomRun['marks'],
})

function tableOf(table: Extract<Block, { kind: 'table' }>, side: Side, at: number): RoomBlock | null {
  if (!stands(table.change, side)) return null
  const rows = table.rows
    .filter((row) => stands(row.change, side))
    .map((row) => ({
      cells: row.cells
        .filter((cell) => stands(cell.change, side) && !cell.absent)
        .map((cell) => cellOf(cell, row.change === 'same' ? cell : row, side)),
    }))
    .filter((row) => row.cells.length > 0)
  return rows.length ? { kind: 'table', at, rows } : null
}

function cellOf(cell: CellBlock, by: { readonly change: RunKind; readonly by: Cause | null }, side: Side) {
  const { colspan, rowspan, align } = cell.attrs
  const blocks = sideOf(cell.blocks, side).filter((b): b is RoomText => b.kind === 'text')
  return { header: cell.header, colspan, rowspan, align: alignOf(align), kind: by.change, by: byOf(by.by), blocks }
}
const alignOf = (align: string): RoomText['align'] => (align === 'center' || align === 'right' ? align : 'left')
