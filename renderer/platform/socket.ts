import type { EventName, EventOf, Input, Method, Output, Reply } from '../../shared/rpc/contract.ts'
import { decode, encode } from '../../shared/rpc/wire.ts'
import type { Connection, Host } from './host.ts'

interface Waiting {
  readonly frame: Uint8Array<ArrayBuffer>
  readonly answer: (reply: Reply<never>) => void
}

/** The part of a WebSocket that the bridge uses; tests give their own. */
export interface Wire {
  binaryType: string
  onopen: (() => void) | null
  onclose: (() => void) | null
  onmessage: ((message: { data: unknown }) => void) | null
  send(data: Uint8Array<ArrayBuffer>): void
}

const CUT: Reply<never> = {
  ok: false,
  code: 'io',
  message: 'The connection to Parley was cut before it answered. Your edits are kept here.',
}
const FIRST_WAIT = 250
const LONGEST_WAIT = 5000

/**
 * The bridge over a socket. A call that was sent and not answered when the socket closes is answered with `io`: whether it was
 * done is not known. A call made while the socket is away waits and is sent once it is back.
 */
export function socketHost(open: () => Wire): Host {
  const waiting = new Map<number, Waiting>()
  const unsent: number[] = []
  const events = new Map<EventName, Set<(payload: never) => void>>()
  const watchers = new Set<(now: Connection) => void>()
  let wire: Wire | null = null
  let now: Connection = 'up'
  let wait = FIRST_WAIT
  let id = 0

  const say = (next: Connection) => {
    if (next === now) return
    now = next
    for (const watcher of watchers) watcher(next)
  }
  const receive = (data: unknown) => {
    if (!(data instanceof ArrayBuffer)) return
    const frame = decode(new Uint8Array(data))
    if ('event' in frame) for (const handler of events.get(frame.event as EventName) ?? []) handler(frame.payload as never)
    else if ('reply' in frame) {
      waiting.get(frame.id)?.answer(frame.reply as Reply<never>)
      waiting.delete(frame.id)
    }
  }
  const dial = () => {
    const next = open()
    next.binaryType = 'arraybuffer'
    next.onopen = () => {
      wire = next
      wait = FIRST_WAIT
      say('up')
      for (const call of unsent.splice(0)) next.send(waiting.get(call)!.frame)
    }
    next.onmessage = (message) => receive(message.data)
    next.onclose = () => {
      wire = null
      say('lost')
      for (const [call, { answer }] of waiting)
        if (!unsent.includes(call)) {
          waiting.delete(call)
          answer(CUT)
        }
      setTimeout(dial, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT)
    }
  }
  dial()

  return {
    call<M extends Method>(method: M, input: Input<M>) {
      return new Promise<Reply<Output<M>>>((answer) => {
        const call = id++
        waiting.set(call, { frame: encode({ id: call, method, input }) as Uint8Array<ArrayBuffer>, answer })
        if (wire) wire.send(waiting.get(call)!.frame)
        else unsent.push(call)
      })
    },
    on<E extends EventName>(event: E, handler: (payload: EventOf<E>) => void) {
      const handlers = events.get(event) ?? new Set()
      events.set(event, handlers.add(handler as (payload: never) => void))
      return () => void handlers.delete(handler as (payload: never) => void)
    },
    connection: () => now,
    watch(handler) {
      watchers.add(handler)
      return () => void watchers.delete(handler)
    },
  }
}
