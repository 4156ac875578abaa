import type { Bridge, EventName, EventOf, Input, Method, Output, Reply } from '../../shared/rpc/contract.ts'
import { decode, encode, type Frame } from '../../shared/rpc/wire.ts'

/** What the memory bridge needs of the other end: a dispatcher, or anything that answers like one. */
export interface Answerer {
  call(method: string, input: unknown): Promise<Reply<unknown>>
  on(listener: (event: EventName, payload: never) => void): () => void
}

const through = (frame: Frame): Frame => decode(encode(frame))

/**
 * A bridge inside one process, for tests. Everything passes through the wire's encoding, so what works here works on a socket:
 * nothing is shared by reference.
 */
export function memoryBridge(answerer: Answerer): Bridge {
  let id = 0
  return {
    async call<M extends Method>(method: M, input: Input<M>) {
      const call = through({ id: id++, method, input })
      const reply = await answerer.call(method, 'input' in call ? call.input : undefined)
      const answer = through({ id, reply })
      return ('reply' in answer ? answer.reply : null) as Reply<Output<M>>
    },
    on<E extends EventName>(event: E, handler: (payload: EventOf<E>) => void) {
      return answerer.on((name, payload) => {
        const frame = through({ event: name, payload })
        if (name === event && 'payload' in frame) handler(frame.payload as EventOf<E>)
      })
    },
  }
}
