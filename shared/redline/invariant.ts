import type { Node } from 'prosemirror-model'
import { type Switch, schema, TRACKING_MARKS, type Was } from '../model/schema.ts'
import { cellOn, inlineSwitches, rowOn, switchesOf } from './present.ts'

/**
 * Everything that must hold of a stored tree: the schema, at most one switch a round on a token with rounds strictly rising and
 * kinds alternating, earlier states in the order of rounds and none from before the token was there, ids present and unique,
 * tables rectangular at every version. Throws a `RangeError` that names the fault.
 */
export function invariants(doc: Node): void {
  doc.check()
  const seen = new Set<string>()
  doc.descendants((node) => {
    if (node.isInline) {
      checkInline(node)
      return false
    }
    checkId(node, seen)
    checkSwitches(switchesOf(node))
    if (node.isTextblock) {
      checkRising(node.attrs.was, switchesOf(node), `the earlier properties of block ${node.attrs.id}`)
      for (const was of node.attrs.was as readonly Was[]) checkProps(was, node)
    } else if (node.type.name === 'table') checkTable(node)
    return true
  })
}

function checkSwitches(switches: readonly Switch[]): void {
  let before: Switch | null = null
  for (const s of switches) {
    if (before && s.r <= before.r) throw new RangeError(`switches not in rising rounds: ${JSON.stringify(switches)}`)
    const allowed = before === null ? s.k !== 'res' : before.k === 'del' ? s.k === 'res' : s.k === 'del'
    if (!allowed) throw new RangeError(`switches do not alternate: ${JSON.stringify(switches)}`)
    before = s
  }
}

function checkRising(entries: readonly { readonly r: number }[], switches: readonly Switch[], what: string): void {
  let before = switches[0]?.k === 'ins' ? switches[0].r : 0
  for (const entry of entries) {
    if (entry.r <= before) throw new RangeError(`${what} are not in rising rounds`)
    before = entry.r
  }
}

function checkInline(node: Node): void {
  const switches = inlineSwitches(node)
  checkSwitches(switches)
  const formats = node.marks.filter((m) => m.type.name === 'format').map((m) => m.attrs as { r: number; before: unknown })
  checkRising(formats, switches, `the earlier formats of "${node.text ?? 'a break'}"`)
  for (const { before } of formats) checkFormats(before, node)
  let before = -1
  for (const m of node.marks) {
    const rank = (m.type as unknown as { rank: number }).rank * 1e6 + (TRACKING_MARKS.has(m.type.name) ? m.attrs.r : 0)
    if (rank < before) throw new RangeError(`marks out of order on "${node.text ?? 'a break'}"`)
    before = rank
  }
}

/** What a change of formatting keeps must be formats: else no reading of an earlier version could be made. */
function checkFormats(before: unknown, node: Node): void {
  const known = (json: unknown): boolean => {
    const name = (json as { type?: string } | null)?.type ?? ''
    return name in schema.marks && !TRACKING_MARKS.has(name)
  }
  if (!Array.isArray(before) || !before.every(known)) throw new RangeError(`the earlier formats of "${node.text ?? 'a break'}" are none`)
}
function checkProps(was: Was, node: Node): void {
  const { type, attrs } = was
  if ((type !== 'paragraph' && type !== 'heading') || !Number.isInteger(attrs?.level))
    throw new RangeError(`the earlier properties of block ${node.attrs.id} are none`)
}

function checkId(node: Node, seen: Set<string>): void {
  const id = node.attrs.id as string
  if (!id) throw new RangeError(`a ${node.type.name} without an id`)
  if (seen.has(id)) throw new RangeError(`the id ${id} stands twice`)
  seen.add(id)
}

/** Columns that a table's rows take up at a version (all its rows and cells where v is null), spans counted. */
export function widths(table: Node, v: number | null): number[] {
  const carried: number[] = []
  const out: number[] = []
  table.forEach((row) => {
    if (v !== null && !rowOn(row, v)) return
    let width = carried.shift() ?? 0
    row.forEach((cell) => {
      if (v !== null && !cellOn(cell, v)) return
      width += cell.attrs.colspan
      for (let k = 0; k < cell.attrs.rowspan - 1; k++) carried[k] = (carried[k] ?? 0) + cell.attrs.colspan
    })
    out.push(width)
  })
  return out
}

function checkTable(table: Node): void {
  if (new Set(widths(table, null)).size > 1) return // came in ragged: nothing of ours can be told from it
  let last = 0
  table.descendants((node) => {
    for (const s of switchesOf(node)) last = Math.max(last, s.r)
    return !node.isTextblock
  })
  for (let v = 0; v <= last; v++)
    if (new Set(widths(table, v)).size > 1) throw new RangeError(`the table ${table.attrs.id} is not rectangular at version ${v}`)
}
