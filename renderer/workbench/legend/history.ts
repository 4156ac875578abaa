import type { Legend } from '../../../shared/model/legend.ts'

/** What was done to a legend while it is edited, step by step. */
export interface History {
  readonly past: readonly Legend[]
  readonly now: Legend
  readonly future: readonly Legend[]
}

export const begin = (now: Legend): History => ({ past: [], now, future: [] })
/** The next step; one that changes nothing is none. */
export const step = (h: History, next: Legend): History =>
  JSON.stringify(next) === JSON.stringify(h.now) ? h : { past: [...h.past, h.now], now: next, future: [] }
export const undo = (h: History): History => {
  const before = h.past.at(-1)
  return before ? { past: h.past.slice(0, -1), now: before, future: [h.now, ...h.future] } : h
}
export const redo = (h: History): History => {
  const [next, ...rest] = h.future
  return next ? { past: [...h.past, h.now], now: next, future: rest } : h
}
