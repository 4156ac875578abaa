import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { serve } from '../../main/hosts/browser/server.ts'
import { createDispatcher } from '../../main/rpc/index.ts'
import { createServices } from '../../main/services/index.ts'
import { socketHost, type Wire } from '../../renderer/platform/socket.ts'
import { contractSuite } from './contract.ts'

/** A socket as the window has it: a real one to the loopback server, with the cookie that its address gave. */
function wireTo(port: number, cookie: string): Wire {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: { cookie, origin: `http://127.0.0.1:${port}` } })
  socket.binaryType = 'arraybuffer'
  const wire: Wire = { binaryType: 'arraybuffer', onopen: null, onclose: null, onmessage: null, send: (data) => socket.send(data) }
  socket.on('open', () => wire.onopen?.())
  socket.on('close', () => wire.onclose?.())
  socket.on('message', (data) => wire.onmessage?.({ data }))
  socket.on('error', () => {})
  return wire
}

contractSuite('the loopback socket', async (ports) => {
  const dispatcher = createDispatcher(createServices(ports))
  const root = mkdtempSync(join(tmpdir(), 'parley-window-'))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>window</title>')
  const running = await serve(dispatcher, root)
  const entered = await fetch(running.address, { redirect: 'manual' })
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0]
  let over = false
  const nowhere: Wire = { binaryType: '', onopen: null, onclose: null, onmessage: null, send: () => {} }
  const bridge = socketHost(() => (over ? nowhere : wireTo(running.port, cookie)))
  return {
    bridge,
    close: async () => {
      over = true
      await running.close()
      await dispatcher.close()
      rmSync(root, { recursive: true })
    },
  }
})
