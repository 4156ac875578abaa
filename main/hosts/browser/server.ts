import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { decode, encode, type Frame, MAX_FRAME } from '../../../shared/rpc/wire.ts'
import type { Dispatcher } from '../../rpc/dispatch.ts'
import { HEADERS, windowFile } from '../static.ts'
import { Guard } from './guard.ts'

/** A running loopback server. */
export interface Running {
  /** The address to open in a browser; it works once. */
  readonly address: string
  readonly port: number
  /** A fresh single-use address, for another window. */
  renew(): string
  /** Windows that are connected now. */
  windows(): number
  close(): Promise<void>
}

/** Calls that one window may have under way at once; more are refused by closing the socket. */
const MAX_PENDING = 200

/** How the window is served. */
export interface ServeOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** What the window shows first: the handle of a file, or `sample`; nothing for the start screen. */
  readonly show?: string
  /** What to do when the last window has been gone for `after` milliseconds; a window that is loaded again is not gone. */
  readonly left?: { readonly after: number; run(): void }
}

/**
 * Serves the built window and carries its calls over a socket, on 127.0.0.1.
 * `root` is the folder of the built window. Rejects where the port cannot be had.
 */
export async function serve(dispatcher: Dispatcher, root: string, { port = 0, show = '', left }: ServeOptions = {}): Promise<Running> {
  const entry = show === '' ? '/' : `/#open=${encodeURIComponent(show)}`
  const http = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 })
  await new Promise<void>((done, fail) => {
    http.once('error', fail)
    http.listen(port, '127.0.0.1', () => done())
  })
  const { port: bound } = http.address() as AddressInfo
  const guard = new Guard(bound)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false })

  let leaving: NodeJS.Timeout | undefined
  const come = (socket: WebSocket) => {
    clearTimeout(leaving)
    socket.once('close', () => {
      clearTimeout(leaving)
      if (left && sockets.clients.size === 0) leaving = setTimeout(left.run, left.after).unref()
    })
    attend(dispatcher, socket)
  }

  http.on('request', (request, response) => void answer(guard, root, entry, request, response))
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Whoever hangs up while being refused is no reason to end.
    stream.on('error', () => stream.destroy())
    if (request.url !== '/socket' || guard.judge(request, true) !== 'pass') {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, stream, head, come)
  })

  const address = guard.address as string
  return {
    address,
    port: bound,
    renew: () => guard.renew(),
    windows: () => sockets.clients.size,
    close: async () => {
      left = undefined
      clearTimeout(leaving)
      for (const socket of sockets.clients) socket.close(1001)
      await new Promise<void>((done) => {
        http.close(() => done())
        http.closeAllConnections()
      })
    },
  }
}

async function answer(guard: Guard, root: string, entry: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const end = (status: number, headers: Record<string, string>, body?: Uint8Array | string) => {
    response.writeHead(status, { ...HEADERS, ...headers })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  const verdict = guard.judge(request, false)
  if (verdict === 'refuse')
    return end(403, { 'content-type': 'text/plain' }, 'Parley: open the address that was printed when it started.\n')
  if (verdict === 'enter') return end(303, { location: entry, 'set-cookie': guard.cookie })
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(405, { allow: 'GET, HEAD' })
  const path = URL.parse(request.url ?? '/', 'http://127.0.0.1')?.pathname
  const file = path === undefined ? null : await windowFile(root, path)
  if (file === null) return end(404, { 'content-type': 'text/plain' }, 'Not found\n')
  end(200, { 'content-type': file.type }, file.bytes)
}

function attend(dispatcher: Dispatcher, socket: WebSocket): void {
  let pending = 0
  const send = (frame: Frame) => {
    if (socket.readyState === socket.OPEN) socket.send(encode(frame))
  }
  const off = dispatcher.on((event, payload) => send({ event, payload }))
  socket.on('close', off)
  socket.on('error', () => socket.terminate())
  socket.on('message', async (data: Buffer, binary) => {
    let frame: Frame
    try {
      if (!binary) throw new RangeError('text frame')
      frame = decode(data)
    } catch {
      socket.close(1007)
      return
    }
    if (!('method' in frame) || pending >= MAX_PENDING) {
      socket.close(1008)
      return
    }
    pending++
    const reply = await dispatcher.call(frame.method, frame.input)
    pending--
    send({ id: frame.id, reply })
  })
}
