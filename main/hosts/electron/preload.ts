import { contextBridge, ipcRenderer } from 'electron'
import { EVENTS, METHODS } from '../../../shared/rpc/contract.ts'
import { CALL, EVENT } from './ipc.ts'

// The window sees two functions, limited to the names of the contract. No channel, no path and no object of Electron crosses.
contextBridge.exposeInMainWorld('parley', {
  call: (method: string, input: unknown): Promise<unknown> => {
    if (!Object.hasOwn(METHODS, method))
      return Promise.resolve({ ok: false, code: 'bad-input', message: `There is no call named "${method}".` })
    return ipcRenderer.invoke(CALL, method, input)
  },
  on: (event: string, handler: (payload: unknown) => void): (() => void) => {
    if (!Object.hasOwn(EVENTS, event)) return () => undefined
    const listener = (_: unknown, name: string, payload: unknown) => {
      if (name === event) handler(payload)
    }
    ipcRenderer.on(EVENT, listener)
    return () => void ipcRenderer.off(EVENT, listener)
  },
})
