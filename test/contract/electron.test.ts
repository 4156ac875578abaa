import { EventEmitter } from 'node:events'
import type { IpcMain, WebContents } from 'electron'
import { CALL, carry, EVENT, tell } from '../../main/hosts/electron/ipc.ts'
import { createDispatcher } from '../../main/rpc/index.ts'
import { createServices } from '../../main/services/index.ts'
import type { Bridge } from '../../shared/rpc/contract.ts'
import { contractSuite } from './contract.ts'

type Handler = (event: unknown, method: unknown, input: unknown) => unknown

/** What stands for Electron: what crosses is cloned as its IPC clones it; the caller is the top frame of our window. */
contractSuite('Electron’s channel', async (ports) => {
  const dispatcher = createDispatcher(createServices(ports))
  const handlers = new Map<string, Handler>()
  const ipc = {
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
    removeHandler: (channel: string) => handlers.delete(channel),
  }
  const frame = { url: 'app://parley/index.html' }
  const window = new EventEmitter()
  const heard = new EventEmitter()
  const contents = Object.assign(window, {
    mainFrame: frame,
    isDestroyed: () => false,
    send: (channel: string, name: string, payload: unknown) => channel === EVENT && heard.emit(name, structuredClone(payload)),
  })
  const down = carry(ipc as unknown as IpcMain, dispatcher)
  tell(contents as unknown as WebContents, dispatcher)
  const bridge: Bridge = {
    call: async (method, input) =>
      structuredClone(await handlers.get(CALL)?.({ sender: contents, senderFrame: frame }, method, structuredClone(input))) as never,
    on: (event, handler) => {
      heard.on(event, handler as (payload: unknown) => void)
      return () => void heard.off(event, handler as (payload: unknown) => void)
    },
  }
  return {
    bridge,
    close: async () => {
      window.emit('destroyed')
      down()
      await dispatcher.close()
    },
  }
})
