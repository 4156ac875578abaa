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
}

/** The context of an open round. */
export const context = (round: { readonly r: number; readonly p: string }, newId: (prefix: string) => string): Context => ({
  r: round.r,
  p: round.p,
  newId,
})

/** A pen for one transaction in a context. */
export function penOf(cx: Context): Pen {
  const taken = new Map<PenKind, string>()
  const id = (kind: PenKind): string => {
    const known = taken.get(kind)
    if (known) return known
    const fresh = cx.newId('c')
    taken.set(kind, fresh)
    return fresh
  }
  return { r: cx.r, p: cx.p, newId: cx.newId, id }
}

/** An edit that cannot be tracked. Its message is one sentence for the person at the keyboard. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
/** Refuses an edit with a sentence. */
export function refuse(message: string): never {
  throw new Refused(message)
}
