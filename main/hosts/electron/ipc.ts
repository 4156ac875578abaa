import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import type { Dispatcher } from '../../rpc/dispatch.ts'
import { isOurs } from './hardening.ts'

/** Channels of the bridge between preload and main. */
export const CALL = 'parley:call'
export const EVENT = 'parley:event'

/** Whether a message comes from the top frame of a window of ours. */
export const isTrusted = (event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean =>
  event.senderFrame !== null && event.senderFrame === event.sender.mainFrame && isOurs(event.senderFrame.url)

/** Carries calls from the preload to the dispatcher; strangers get a refusal. Returns a function that takes the channel down. */
export function carry(ipc: IpcMain, dispatcher: Dispatcher): () => void {
  ipc.handle(CALL, (event, method: unknown, input: unknown) => {
    if (!isTrusted(event) || typeof method !== 'string')
      return { ok: false, code: 'refused', message: 'This call did not come from the window of Parley.' }
    return dispatcher.call(method, input)
  })
  return () => ipc.removeHandler(CALL)
}

/** Sends the dispatcher's events to a window until it is gone. */
export function tell(contents: WebContents, dispatcher: Dispatcher): void {
  const off = dispatcher.on((event, payload) => {
    if (!contents.isDestroyed()) contents.send(EVENT, event, payload)
  })
  contents.once('destroyed', off)
}
