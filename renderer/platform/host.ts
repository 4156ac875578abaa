import type { Bridge } from '../../shared/rpc/contract.ts'

export type Connection = 'up' | 'lost'

/** The window's end of the contract, and whether the other end can be reached just now. */
export interface Host extends Bridge {
  connection(): Connection
  /** Returns a function that ends the subscription. */
  watch(handler: (now: Connection) => void): () => void
}

/** A host whose transport cannot be lost while the window stands. */
export function steady(bridge: Bridge): Host {
  return {
    call: (method, input) => bridge.call(method, input),
    on: (event, handler) => bridge.on(event, handler),
    connection: () => 'up',
    watch: () => () => undefined,
  }
}
