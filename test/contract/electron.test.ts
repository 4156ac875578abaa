import { EventEmitter } from 'node:events'
import type { IpcMain, WebContents } from 'electron'
import { afterAll, vi } from 'vitest'
import { carry, tell } from '../../main/hosts/electron/ipc.ts'
import { createDispatcher } from '../../main/rpc/index.ts'
import { createServices } from '../../main/services/index.ts'
import type { Bridge } from '../../shared/rpc/contract.ts'
import { contractSuite } from './contract.ts'

type Handler = (event: unknown, ...input: unknown[]) => unknown

afterAll(() => {
  vi.doUnmock('electron')
})

/**
 * The real preload over the real channel, with what stands for Electron between them: what crosses is cloned as its IPC clones
 * it, once between the processes and once between the preload and the page; the caller is the top frame of our window.
 */
contractSuite('Electron’s channel', async (ports) => {
  const dispatcher = createDispatcher(createServices(ports))
  const handlers = new Map<string, Handler>()
  const frame = { url: 'app://parley/index.html' }
  const ipcRenderer = new EventEmitter()
  const contents = Object.assign(new EventEmitter(), {
    mainFrame: frame,
    isDestroyed: () => false,
    send: (channel: string, ...message: unknown[]) => ipcRenderer.emit(channel, {}, ...structuredClone(message)),
  })
  const down = carry(
    {
      handle: (channel: string, handler: Handler) => void handlers.set(channel, handler),
      removeHandler: (channel: string) => void handlers.delete(channel),
    } as unknown as IpcMain,
    dispatcher,
  )
  tell(contents as unknown as WebContents, dispatcher)

  let exposed: Bridge | null = null
  vi.resetModules()
  vi.doMock('electron', () => ({
    ipcRenderer: Object.assign(ipcRenderer, {
      invoke: async (channel: string, ...input: unknown[]) =>
        structuredClone(await handlers.get(channel)?.({ sender: contents, senderFrame: frame }, ...structuredClone(input))),
    }),
    contextBridge: {
      exposeInMainWorld: (_key: string, api: Bridge) => {
        exposed = api
      },
    },
  }))
  await import('../../main/hosts/electron/preload.ts')
  const preload = exposed as unknown as Bridge
  const bridge: Bridge = {
    call: async (method, input) => structuredClone(await preload.call(method, structuredClone(input))),
    on: (event, handler) => preload.on(event, (payload) => handler(structuredClone(payload))),
  }
  return {
    bridge,
    close: async () => {
      contents.emit('destroyed')
      down()
      if (handlers.size > 0) throw new Error('the channel is still up')
      await dispatcher.close()
    },
  }
})
