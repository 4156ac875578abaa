/**
 * A move is a strike and an insertion whose change ids share one move: `m7.from` is what was taken away, `m7.to` what was put
 * in elsewhere. Both are ordinary changes, so every rule of strikes and insertions holds for them; where only one half is left
 * (the other was taken back or lies outside of what is shown), it reads as the strike or insertion that it is.
 */

/** Which half of a move a change id names. */
export interface MoveHalf {
  readonly move: string
  readonly half: 'from' | 'to'
}

/** The change ids of the two halves of a move. `move` is a fresh id (prefix `m`). */
export const moveIds = (move: string): { readonly from: string; readonly to: string } => ({ from: `${move}.from`, to: `${move}.to` })

/** The move that a change id belongs to and which half it is; null for any other change. */
export function moveOf(id: string): MoveHalf | null {
  const dot = id.lastIndexOf('.')
  const half = dot > 0 ? id.slice(dot + 1) : ''
  return half === 'from' || half === 'to' ? { move: id.slice(0, dot), half } : null
}

/** The change id of the other half of a move; null where the id names no move. */
export function otherHalf(id: string): string | null {
  const found = moveOf(id)
  return found && moveIds(found.move)[found.half === 'from' ? 'to' : 'from']
}
