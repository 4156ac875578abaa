import type { Node } from 'prosemirror-model'
import { costOf } from '../../shared/model/money.ts'
import { payCells, tableOn, type Version } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { lastOf, proposalName } from './versions.ts'

/** What one version of a salary grid costs. Amounts are hundredths; `uncounted`: cells with a figure and no staff count. */
export interface GridCost {
  readonly version: string
  readonly name: string
  readonly party: string | null
  readonly draft: boolean
  readonly total: number
  readonly people: number
  readonly uncounted: number
  /** The figure of each cell, in hundredths, by the cell's id. */
  readonly figures: Readonly<Record<string, number>>
}
/** A salary grid of an item: its cells as they stand in the newest version, staff counts (private), and what each version costs. */
export interface PayGrid {
  readonly id: string
  readonly cells: readonly {
    readonly id: string
    readonly row: number
    readonly column: number
    readonly text: string
    readonly figure: boolean
  }[]
  readonly staff: Readonly<Record<string, number>>
  readonly costs: readonly GridCost[]
}

/** A document that grids are read in, at a version. */
interface Source {
  readonly doc: Node
  readonly v: Version
  readonly version: string
  readonly proposal: StoredProposal | null
}

/** The current language, each party's last proposal, and this copy's own draft. */
function sources(store: Store, item: string): Source[] {
  const stack = store.proposals(item)
  const { us } = store.negotiation()
  const of = (p: StoredProposal): Source => ({ doc: store.document(p.id).doc, v: p.chain.length, version: `#${p.id}`, proposal: p })
  const last = store.parties().flatMap(({ label }) => lastOf(stack.filter((p) => p.sealed && p.party === label)) ?? [])
  const draft = stack.find((p) => !p.sealed && p.party === us)
  const newest = draft ?? lastOf(last)
  const base: Source = newest
    ? { doc: store.document(newest.id).doc, v: 0, version: 'base', proposal: null }
    : { doc: store.base(item), v: 0, version: 'base', proposal: null }
  return [base, ...last.map(of), ...(draft ? [of(draft)] : [])]
}

/** Tables of a document with at least one figure outside their first row and column, by their ids. */
function gridsIn({ doc, v }: Source): Map<string, number> {
  const out = new Map<string, number>()
  doc.forEach((node, pos) => {
    if (node.type.name !== 'table' || !tableOn(node, v)) return
    if (payCells(doc, pos, v).some((c) => c.row > 0 && c.column > 0 && c.figure)) out.set(node.attrs.id, pos)
  })
  return out
}

/** The salary grids of an item, each with what it costs in every version that the parties stand at. */
export function payGrids(store: Store, item: string): PayGrid[] {
  const all = sources(store, item)
  const staff = new Map(store.caucus.staff(item).map((s) => [s.grid, s.cells]))
  const found = new Map<string, { source: Source; pos: number }[]>()
  for (const source of all) for (const [id, pos] of gridsIn(source)) found.set(id, [...(found.get(id) ?? []), { source, pos }])
  return [...found].map(([id, places]) => {
    const newest = places.at(-1)!
    const counts = staff.get(id) ?? {}
    return {
      id,
      cells: payCells(newest.source.doc, newest.pos, newest.source.v).map((c) => ({
        id: c.id,
        row: c.row,
        column: c.column,
        text: c.text,
        figure: c.row > 0 && c.column > 0 && c.figure !== null,
      })),
      staff: counts,
      costs: places.map(({ source, pos }) => costIn(source, pos, counts)),
    }
  })
}

function costIn({ doc, v, version, proposal }: Source, pos: number, staff: Readonly<Record<string, number>>): GridCost {
  const figures = new Map(
    payCells(doc, pos, v).flatMap((c) => (c.figure && c.row > 0 && c.column > 0 ? [[c.id, c.figure.value] as const] : [])),
  )
  return {
    version,
    name: proposal ? proposalName(proposal) : 'Current language',
    party: proposal?.party ?? null,
    draft: proposal ? !proposal.sealed : false,
    ...costOf(figures, staff),
    figures: Object.fromEntries(figures),
  }
}

/** Keeps how many people (FTE) stand in the cells of a grid; private, and part of no paper. A count is 0 or more. */
export function setStaff(store: Store, item: string, grid: string, cells: Readonly<Record<string, number>>): PayGrid[] {
  const known = payGrids(store, item).find((g) => g.id === grid)
  if (!known) throw new ParleyError('not-found', 'There is no such salary grid in this item.')
  store.caucus.putStaff({ item, grid, cells })
  return payGrids(store, item)
}
