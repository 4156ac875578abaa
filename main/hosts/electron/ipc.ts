import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import type { EventName, EventOf, Reply } from '../../../shared/rpc/contract.ts'
import type { Dispatcher } from '../../rpc/dispatch.ts'
import { isOurs } from './hardening.ts'

/** Channels of the bridge between preload and main. */
export const CALL = 'parley:call'
export const EVENT = 'parley:event'

/** Whether a message comes from the top frame of a window of ours. A frame that is gone by now is nobody. */
export function isTrusted(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  try {
    const frame = event.senderFrame
    return frame !== null && frame === event.sender.mainFrame && isOurs(frame.url)
  } catch {
    // Electron throws where a frame was disposed of while its message was on the way.
    return false
  }
}

/** Carries calls from the preload to the dispatcher; strangers get a refusal. Returns a function that takes the channel down. */
export function carry(ipc: Pick<IpcMain, 'handle' | 'removeHandler'>, dispatcher: Pick<Dispatcher, 'call'>): () => void {
  ipc.handle(CALL, (event, method: unknown, input: unknown): Promise<Reply<unknown>> | Reply<never> => {
    if (!isTrusted(event) || typeof method !== 'string')
      return { ok: false, code: 'refused', message: 'This call did not come from the window of Parley.' }
    return dispatcher.call(method, input)
  })
  return () => ipc.removeHandler(CALL)
}

/** Sends one event to a window, where it still stands. */
export function send<E extends EventName>(contents: Pick<WebContents, 'isDestroyed' | 'send'>, event: E, payload: EventOf<E>): void {
  if (!contents.isDestroyed()) contents.send(EVENT, event, payload)
}

/** Sends the dispatcher's events to a window until it is gone. */
export function tell(contents: Pick<WebContents, 'isDestroyed' | 'send' | 'once'>, dispatcher: Pick<Dispatcher, 'on'>): void {
  const off = dispatcher.on((event, payload) => send(contents, event, payload))
  contents.once('destroyed', off)
}
