import type { EventName, EventOf, Reply } from '../../shared/rpc/contract.ts'

/** One connection's end of the contract: validated calls in, events out. Transports carry it; they know nothing else. */
export interface Dispatcher {
  /** Never throws: an unknown method, bad input or failed service becomes `{ok: false, code, message}`. */
  call(method: string, input: unknown): Promise<Reply<unknown>>
  /** Returns a function that ends the subscription. */
  on(listener: <E extends EventName>(event: E, payload: EventOf<E>) => void): () => void
  close(): Promise<void>
}
