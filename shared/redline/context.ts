import { moveIds } from '../model/move.ts'

/** The open round that edits belong to, its party, and where fresh ids come from. */
export interface Context {
  readonly r: number
  readonly p: string
  /** A fresh id, unique in the negotiation's file: `c` for changes, `b` for blocks, `t`, `w` and `c` for tables, rows and cells. */
  readonly newId: (prefix: string) => string
}
/** What an id is taken for: one change has one kind. */
export type PenKind = 'insert' | 'delete' | 'restore' | 'format' | 'paragraph'
/** The context during one transaction: one change id for each kind. */
export interface Pen extends Context {
  readonly id: (kind: PenKind) => string
  /** The move that the transaction makes: its strikes and insertions are the move's two halves and join no neighbour. */
  readonly move: string | null
}

/** The context of an open round. */
export const context = (round: { readonly r: number; readonly p: string }, newId: (prefix: string) => string): Context => ({
  r: round.r,
  p: round.p,
  newId,
})

/** A pen for one transaction in a context; for one that makes a move, with the move's id. */
export function penOf(cx: Context, move: string | null = null): Pen {
  const halves = move === null ? null : moveIds(move)
  const taken = new Map<PenKind, string>(halves ? [['delete', halves.from] as const, ['insert', halves.to] as const] : [])
  const id = (kind: PenKind): string => {
    const known = taken.get(kind)
    if (known) return known
    const fresh = cx.newId('c')
    taken.set(kind, fresh)
    return fresh
  }
  return { r: cx.r, p: cx.p, newId: cx.newId, id, move }
}

/** An edit that cannot be tracked. Its message is one sentence for the person at the keyboard. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
/** Refuses an edit with a sentence. */
export function refuse(message: string): never {
  throw new Refused(message)
}
