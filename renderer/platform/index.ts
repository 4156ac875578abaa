import type { Bridge } from '../../shared/rpc/contract.ts'
import { type Host, steady } from './host.ts'
import { socketHost, type Wire } from './socket.ts'

export type { Connection, Host } from './host.ts'
export { type Answerer, memoryBridge } from './memory.ts'
export { socketHost, type Wire } from './socket.ts'

declare global {
  interface Window {
    /** What the Electron preload exposes. */
    readonly parley?: Bridge
  }
}

/** Connects the window to its host: the preload's bridge where there is one, else the socket of the address it was served from. */
export function connect(): Promise<Host> {
  if (window.parley) return Promise.resolve(steady(window.parley))
  const address = new URL('/socket', window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return Promise.resolve(socketHost(() => new WebSocket(address) as unknown as Wire))
}
