import { Mark, type Node } from 'prosemirror-model'
import type { RoundRef } from '../model/negotiation.ts'
import { type Switch, schema } from '../model/schema.ts'
import { gridOf } from './grid.ts'
import {
  cellOn,
  ends,
  formatAt,
  inlineSwitches,
  isTracked,
  lastSwitch,
  propsAt,
  propsOf,
  rowOn,
  sameMarks,
  sameProps,
  standsAt,
  switchesOf,
} from './present.ts'
import type { Block, Cause, CellBlock, Redline, RowBlock, Run, RunKind, TableBlock, TextBlock, Version } from './types.ts'

/** The two versions that are compared. `all`: tokens that came and went between them are shown too. */
interface View {
  readonly a: Version
  readonly b: Version
  readonly lo: Version
  readonly hi: Version
  readonly all: boolean
}
/** What the row and cell around a container say: whether it stands on each side, and who made it so. */
interface Scope {
  readonly inA: boolean
  readonly inB: boolean
  readonly by: Cause | null
  /** Whether it stood at a version. */
  readonly on: (v: Version) => boolean
  /** The row or cell came and went between the versions: who put it in, and a version at which it stood. */
  readonly passing: { readonly v: Version; readonly inserted: Cause } | null
}
/** The state of one token. */
interface State {
  readonly kind: RunKind
  readonly by: Cause | null
  readonly inserted: Cause | null
}

const OUTERMOST: Scope = { inA: true, inB: true, by: null, on: () => true, passing: null }
const SAME: State = { kind: 'same', by: null, inserted: null }

const causeOf = (s: { readonly id: string; readonly r: number; readonly p: string }): Cause => ({ id: s.id, r: s.r, p: s.p })

/**
 * The redline between any two versions of a chain: what stands in both, what only in `b` (inserted), what only in `a`
 * (deleted), each with the switch that made it so. `rounds` is the chain that the causes point into.
 */
export function redline(doc: Node, rounds: readonly RoundRef[], a: Version, b: Version): Redline {
  return between(doc, rounds, a, b, false)
}

/**
 * The same with everything that came and went between the two versions: kind `delete`, `by` who struck it, `inserted` who put
 * it in. Such runs, ends, rows and cells are in neither version: `accept` and `reject` both leave them out.
 */
export function allRounds(doc: Node, rounds: readonly RoundRef[], a: Version, b: Version): Redline {
  return between(doc, rounds, a, b, true)
}

function between(doc: Node, rounds: readonly RoundRef[], a: Version, b: Version, all: boolean): Redline {
  const view: View = { a, b, lo: Math.min(a, b), hi: Math.max(a, b), all }
  return { blocks: blocksOf(doc, view, OUTERMOST), rounds, baseline: a, target: b }
}

const kindOf = (onA: boolean, onB: boolean): RunKind | null => (onA ? (onB ? 'same' : 'delete') : onB ? 'insert' : null)

/** The last switch that turned a token on strictly between the two versions; null where there is none. */
function cameBetween(switches: readonly Switch[], view: View, scope: Scope): Switch | null {
  let came: Switch | null = null
  for (const s of switches) if (s.k !== 'del' && s.r > view.lo && s.r < view.hi && scope.on(s.r)) came = s
  return came
}

/** The state of a token, given whether it reads as standing at the two versions; null where it is not shown. */
function stateOf(switches: readonly Switch[], onA: boolean, onB: boolean, view: View, scope: Scope): State | null {
  const kind = kindOf(onA, onB)
  if (kind === 'same') return SAME
  if (kind) {
    const own = scope.by === null || standsAt(switches, view.a) !== standsAt(switches, view.b)
    const last = own ? lastSwitch(switches, view.hi) : null
    return { kind, by: last ? causeOf(last) : scope.by, inserted: null }
  }
  if (!view.all) return null
  if (scope.passing) return standsAt(switches, scope.passing.v) ? { kind: 'delete', by: scope.by, inserted: scope.passing.inserted } : null
  if (!(scope.inA || scope.inB)) return null
  const came = cameBetween(switches, view, scope)
  const last = came && lastSwitch(switches, view.hi)
  // What still stands by itself went with the row or cell around it.
  const went = last && (last.k === 'del' ? causeOf(last) : scope.by)
  return came && went ? { kind: 'delete', by: went, inserted: causeOf(came) } : null
}

const unmarked = (node: Node): Node => (node.marks.length ? node.mark(Mark.none) : node)

function runOf(node: Node, view: View, scope: Scope): Run | null {
  if (!node.marks.length && scope.inA && scope.inB) return plainRun(node)
  const switches = inlineSwitches(node)
  const state = stateOf(switches, scope.inA && standsAt(switches, view.a), scope.inB && standsAt(switches, view.b), view, scope)
  if (!state) return null
  const marksA = formatAt(node, view.a)
  const marksB = node.marks.length > switches.length ? formatAt(node, view.b) : marksA
  const last = state.kind === 'delete' ? null : lastSwitch(switches, view.b)
  return {
    kind: state.kind,
    node: unmarked(node),
    marksA,
    marksB,
    by: state.by,
    formatBy: state.kind === 'same' && !sameMarks(marksA, marksB) ? formatCause(node, view) : null,
    inserted: state.inserted,
    restored: last && last.k === 'res' && last.r > view.lo && (view.all || state.kind !== 'same') ? causeOf(last) : null,
  }
}
/** The run of an inline node that nothing ever happened to. */
const plainRun = (node: Node): Run => ({
  kind: 'same',
  node: unmarked(node),
  marksA: node.marks,
  marksB: node.marks,
  by: null,
  formatBy: null,
  inserted: null,
  restored: null,
})

function formatCause(node: Node, view: View): Cause | null {
  let last: Cause | null = null
  for (const m of node.marks)
    if (m.type.name === 'format' && m.attrs.r <= view.hi && (!last || m.attrs.r > last.r)) last = causeOf(m.attrs as Cause)
  return last
}
function propsCause(block: Node, view: View): Cause | null {
  let last: Cause | null = null
  for (const w of block.attrs.was) if (w.r <= view.hi) last = causeOf(w)
  return last
}

/** Whether two causes name the same change. */
const sameCause = (a: Cause | null, b: Cause | null): boolean => a === b || (!!a && !!b && a.id === b.id && a.r === b.r && a.p === b.p)

/** Adds a run, joined to the one before where nothing but history tells them apart. */
function push(runs: Run[], run: Run): void {
  const last = runs[runs.length - 1]
  if (
    last?.node.isText &&
    run.node.isText &&
    last.kind === run.kind &&
    sameCause(last.by, run.by) &&
    sameCause(last.inserted, run.inserted) &&
    sameCause(last.restored, run.restored) &&
    sameCause(last.formatBy, run.formatBy) &&
    sameMarks(last.marksA, run.marksA) &&
    sameMarks(last.marksB, run.marksB)
  )
    runs[runs.length - 1] = { ...last, node: schema.text(last.node.text! + run.node.text!) }
  else runs.push(run)
}

const untouched = new WeakMap<Node, TextBlock>()
interface Remembered {
  readonly view: View
  readonly endA: boolean
  readonly endB: boolean
  readonly block: TextBlock
}
const remembered = new WeakMap<Node, Remembered>()
const recall = (block: Node, view: View, endA: boolean, endB: boolean): TextBlock | null => {
  const m = remembered.get(block)
  const hit = m && m.view.a === view.a && m.view.b === view.b && m.view.all === view.all && m.endA === endA && m.endB === endB
  return hit ? m.block : null
}

/** The text block of a block without any tracking that stands on both sides. One object a block, so that views can compare by identity. */
function plainBlock(block: Node): TextBlock {
  const known = untouched.get(block)
  if (known) return known
  const props = propsOf(block)
  const made: TextBlock = {
    kind: 'text',
    id: block.attrs.id,
    end: 'same',
    by: null,
    inserted: null,
    propsA: props,
    propsB: props,
    propsBy: null,
    runs: block.children.map(plainRun),
  }
  untouched.set(block, made)
  return made
}

/** The blocks of a container without any tracking that stands on both sides. */
function plainBlocks(container: Node, view: View, scope: Scope): Block[] {
  return container.children.map((block) => (block.isTextblock ? plainBlock(block) : tableOf(block, view, scope, 'same')!))
}

function blocksOf(container: Node, view: View, scope: Scope): Block[] {
  if (scope.inA && scope.inB && scope !== OUTERMOST && !container.children.some(isTracked)) return plainBlocks(container, view, scope)
  const nowhere = (): boolean[] => new Array(container.childCount).fill(false)
  const endsA = scope.inA ? ends(container, view.a) : nowhere()
  const endsB = scope.inB ? ends(container, view.b) : nowhere()
  const endsPassing = scope.passing ? ends(container, scope.passing.v) : null
  const both = scope.inA && scope.inB
  const out: Block[] = []
  let runs: Run[] = []
  for (let i = 0; i < container.childCount; i++) {
    const block = container.child(i)
    if (!block.isTextblock) {
      const table = tableIn(block, view, scope, kindOf(endsA[i], endsB[i]))
      if (table) out.push(table)
      continue
    }
    if (both && !runs.length) {
      const known = endsA[i] && endsB[i] && !isTracked(block) ? plainBlock(block) : recall(block, view, endsA[i], endsB[i])
      if (known) {
        out.push(known)
        continue
      }
    }
    const fresh = runs.length === 0
    for (let j = 0; j < block.childCount; j++) {
      const run = runOf(block.child(j), view, scope)
      if (run) push(runs, run)
    }
    const state = endsPassing
      ? endsPassing[i]
        ? { kind: 'delete' as const, by: scope.by, inserted: scope.passing!.inserted }
        : null
      : stateOf(switchesOf(block), endsA[i], endsB[i], view, scope)
    if (!state) continue
    const made = textBlock(block, view, state, runs)
    if (fresh && both) remembered.set(block, { view, endA: endsA[i], endB: endsB[i], block: made })
    out.push(made)
    runs = []
  }
  if (runs.length) out.push(leftover(container, runs))
  return out
}

function textBlock(block: Node, view: View, state: State, runs: readonly Run[]): TextBlock {
  const propsA = propsAt(block, view.a)
  const propsB = block.attrs.was.length ? propsAt(block, view.b) : propsA
  const changed = state.kind === 'same' && !sameProps(propsA, propsB)
  return {
    kind: 'text',
    id: block.attrs.id,
    end: state.kind,
    by: state.by,
    inserted: state.inserted,
    propsA,
    propsB,
    propsBy: changed ? propsCause(block, view) : null,
    runs,
  }
}

/** Text that came and went at the very end of a container, after the last end of both versions: it closes with an end of its own kind. */
function leftover(container: Node, runs: readonly Run[]): TextBlock {
  const last = runs[runs.length - 1]
  if (runs.some((run) => !run.inserted)) throw new Error('redline: text without an end')
  const block = container.lastChild!
  const props = block.isTextblock ? propsOf(block) : propsOf(schema.nodes.paragraph.create())
  const id = block.isTextblock ? (block.attrs.id as string) : ''
  return { kind: 'text', id, end: 'delete', by: last.by, inserted: last.inserted, propsA: props, propsB: props, propsBy: null, runs }
}

/** The scope of a part (row or cell) inside another scope, and its state; null where it is not shown. */
function partOf(part: Node, onA: boolean, onB: boolean, view: View, scope: Scope): { state: State; scope: Scope } | null {
  const state = stateOf(switchesOf(part), onA, onB, view, scope)
  if (!state) return null
  const by = state.kind === 'same' ? scope.by : state.by
  const came = scope.passing ? null : state.inserted
  const passing = scope.passing ?? (came ? { v: came.r, inserted: came } : null)
  const on = (v: Version): boolean => scope.on(v) && standsAt(switchesOf(part), v)
  return { state, scope: { inA: onA, inB: onB, by, on, passing } }
}

const tables = new WeakMap<Node, { readonly view: View; readonly kind: RunKind | null; readonly block: TableBlock | null }>()

/** The table as it shows; one of the document's own is remembered as it was last looked at, so that its cells are read once. */
function tableIn(table: Node, view: View, scope: Scope, kind: RunKind | null): TableBlock | null {
  if (scope !== OUTERMOST) return tableOf(table, view, scope, kind)
  const m = tables.get(table)
  if (m && m.kind === kind && m.view.a === view.a && m.view.b === view.b && m.view.all === view.all) return m.block
  const block = tableOf(table, view, scope, kind)
  tables.set(table, { view, kind, block })
  return block
}

function tableOf(table: Node, view: View, scope: Scope, kind: RunKind | null): TableBlock | null {
  if (!kind && !view.all) return null
  const rows: RowBlock[] = []
  const shown: [Node, CellBlock][] = []
  for (const row of table.children) {
    const r = rowOf(row, view, scope)
    if (!r) continue
    const cells: CellBlock[] = []
    for (const cell of row.children) {
      const made = cellIn(cell, view, r.scope)
      if (!made) continue
      cells.push(made)
      shown.push([cell, made])
    }
    rows.push({ id: row.attrs.id, change: r.state.kind, by: r.state.by, inserted: r.state.inserted, cells })
  }
  return rows.length ? { kind: 'table', id: table.attrs.id, change: kind ?? 'delete', rows: evened(table, rows, shown) } : null
}

/** A row's state. One that went with the last of its columns, or came with the first, did so by who struck or put in that. */
function rowOf(row: Node, view: View, scope: Scope): ReturnType<typeof partOf> {
  const r = partOf(row, scope.inA && rowOn(row, view.a), scope.inB && rowOn(row, view.b), view, scope)
  const own = switchesOf(row)
  const told = scope.by !== null || standsAt(own, view.a) !== standsAt(own, view.b)
  if (!r || r.state.kind === 'same' || r.state.inserted || told) return r
  const last = row.children
    .flatMap((cell) => lastSwitch(switchesOf(cell), view.hi) ?? [])
    .reduce<Switch | null>((x, y) => (x && x.r >= y.r ? x : y), null)
  const by = last && causeOf(last)
  return { state: { ...r.state, by }, scope: { ...r.scope, by } }
}

/** The cell of a row with that scope as it shows; null where it is not shown. */
function cellIn(cell: Node, view: View, row: Scope): CellBlock | null {
  if (row.inA && row.inB && !isTracked(cell)) return cellBlock(cell, SAME, plainBlocks(cell, view, row))
  const c = partOf(cell, row.inA && cellOn(cell, view.a), row.inB && cellOn(cell, view.b), view, row)
  return c && cellBlock(cell, c.state, blocksOf(cell, view, c.scope))
}

/** Rows that came or went with an absent cell in each column that others show and they do not. */
function evened(table: Node, rows: readonly RowBlock[], made: readonly (readonly [Node, CellBlock])[]): readonly RowBlock[] {
  if (rows.every((row) => row.change === 'same')) return rows
  const most = Math.max(...rows.map((row) => row.cells.length))
  if (rows.every((row) => row.change === 'same' || row.cells.length === most)) return rows
  const { cells } = gridOf(table, 0)
  const shown = new Map(made)
  const columns = new Set(cells.flatMap((c) => (shown.has(c.node) ? [c.column] : [])))
  const byId = new Map(table.children.map((row, y) => [row.attrs.id as string, y]))
  return rows.map((row) => {
    if (row.change === 'same') return row
    const whole = cells.flatMap((c): CellBlock[] => {
      if (c.row !== byId.get(row.id)) return []
      const block = shown.get(c.node)
      if (block) return [block]
      return columns.has(c.column) ? [{ ...cellBlock(c.node, row, []), absent: true }] : []
    })
    return whole.length === row.cells.length ? row : { ...row, cells: whole }
  })
}

function cellBlock(cell: Node, state: Pick<CellBlock, 'change' | 'by' | 'inserted'> | State, blocks: readonly Block[]): CellBlock {
  const { id, colspan, rowspan, align, colwidth } = cell.attrs
  return {
    id,
    change: 'kind' in state ? state.kind : state.change,
    by: state.by,
    inserted: state.inserted,
    header: cell.type === schema.nodes.table_header,
    attrs: { colspan, rowspan, align, colwidth },
    blocks,
  }
}
