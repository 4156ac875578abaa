import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Running, serve } from '../../main/hosts/browser/server.ts'
import type { Dispatcher } from '../../main/rpc/dispatch.ts'
import { decode, encode } from '../../shared/rpc/wire.ts'

const dispatcher: Dispatcher = {
  call: async (method) => ({ ok: true, value: method }),
  on: () => () => undefined,
  close: async () => undefined,
}

let root: string
let running: Running
let host: string
let cookie: string

type Answer = { status: number; location?: string; cookie?: string; csp?: string }
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((done, fail) => {
    const req = request({ host: '127.0.0.1', port: running.port, path, method, headers: { host, ...headers }, setHost: false }, (res) => {
      res.resume()
      res.on('end', () =>
        done({
          status: res.statusCode ?? 0,
          location: res.headers.location,
          cookie: res.headers['set-cookie']?.[0],
          csp: res.headers['content-security-policy'] as string | undefined,
        }),
      )
    })
    req.on('error', fail)
    req.end()
  })
/** 101 where the socket opened, else the status of the refusal. */
const knock = (headers: Record<string, string>, path = '/socket'): Promise<number> =>
  new Promise((done) => {
    const socket = new WebSocket(`ws://127.0.0.1:${running.port}${path}`, { headers: { host, ...headers } })
    socket.on('open', () => {
      socket.terminate()
      done(101)
    })
    socket.on('unexpected-response', (_req, res) => done(res.statusCode ?? 0))
    socket.on('error', () => undefined)
  })

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'parley-window-'))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>window</title>')
  writeFileSync(join(root, 'secret.key'), 'not a type that is served')
  running = await serve(dispatcher, root)
  host = `127.0.0.1:${running.port}`
  const entered = await ask(new URL(running.address).pathname + new URL(running.address).search)
  cookie = (entered.cookie ?? '').split(';')[0]
})
afterAll(async () => {
  await running.close()
  rmSync(root, { recursive: true })
})

describe('the loopback server', () => {
  it('gives the launch secret 256 bits, takes it once and turns it into a strict cookie', async () => {
    const address = new URL(running.renew())
    expect(Buffer.from(address.searchParams.get('key') ?? '', 'base64url')).toHaveLength(32)
    const first = await ask(address.pathname + address.search)
    expect(first).toMatchObject({ status: 303, location: '/' })
    expect(first.cookie).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await ask(address.pathname + address.search)).status).toBe(403)
  })

  it('serves the window under a policy that allows nothing from elsewhere', async () => {
    const answer = await ask('/', { cookie })
    expect(answer.status).toBe(200)
    expect(answer.csp).toContain("default-src 'none'")
    expect(answer.csp).not.toContain("script-src 'self' 'unsafe")
  })

  const own = () => `http://${host}`
  const cases: [what: string, headers: () => Record<string, string>, get: number, socket: number][] = [
    ['right host, own origin, cookie', () => ({ origin: own(), cookie }), 200, 101],
    ['right host, no origin, cookie', () => ({ cookie }), 200, 403],
    ['right host, own origin, no cookie', () => ({ origin: own() }), 403, 403],
    ['right host, own origin, a wrong cookie', () => ({ origin: own(), cookie: 'parley=x' }), 403, 403],
    ['right host, foreign origin, cookie', () => ({ origin: 'https://example.org', cookie }), 403, 403],
    ['right host, null origin, cookie', () => ({ origin: 'null', cookie }), 403, 403],
    ['right host, own origin with https, cookie', () => ({ origin: own().replace('http', 'https'), cookie }), 403, 403],
    ['right host, another port as origin, cookie', () => ({ origin: 'http://127.0.0.1:1', cookie }), 403, 403],
    ['localhost as host, cookie', () => ({ host: host.replace('127.0.0.1', 'localhost'), origin: own(), cookie }), 403, 403],
    ['a rebound host, cookie', () => ({ host: 'parley.example.org', origin: own(), cookie }), 403, 403],
    ['a host without a port, cookie', () => ({ host: '127.0.0.1', origin: own(), cookie }), 403, 403],
    ['the cookie behind another of its name', () => ({ origin: own(), cookie: `parley=x; ${cookie}` }), 403, 403],
  ]
  it.each(cases)('%s', async (_what, headers, get, socket) => {
    expect((await ask('/', headers())).status).toBe(get)
    expect(await knock(headers())).toBe(socket)
  })

  it('refuses a write without its own origin, and knows no writes at all', async () => {
    expect((await ask('/', { cookie }, 'POST')).status).toBe(403)
    expect((await ask('/', { cookie, origin: own() }, 'POST')).status).toBe(405)
  })

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/secret.key', '/a%00.html', '/%', '//etc/passwd.txt'])(
    'does not leave the folder of the window for %s',
    async (path) => expect((await ask(path, { cookie })).status).toBe(404),
  )

  it.each(['//', '///', '//[', '/\\', '//:@', '/?key=%', '/?key', '*'])('stands after an address that is none: %s', async (path) => {
    const raw = (text: string) =>
      new Promise<string>((done) => {
        let said = ''
        const socket = connect(running.port, '127.0.0.1', () => socket.write(text))
        socket.on('data', (data) => {
          said += data
        })
        socket.on('error', () => done(said))
        socket.on('close', () => done(said))
      })
    for (const headers of ['', `Cookie: ${cookie}\r\n`])
      expect(await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 (200|403|404)/)
    expect((await ask('/', { cookie })).status).toBe(200)
  })

  it('stands after a stranger at the socket who hangs up at once', async () => {
    for (let i = 0; i < 20; i++)
      await new Promise<void>((done) => {
        const socket = connect(running.port, '127.0.0.1', () => {
          socket.write(`GET /socket HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`)
          setTimeout(() => socket.resetAndDestroy(), i % 3)
        })
        socket.on('error', () => undefined)
        socket.on('close', () => done())
      })
    expect((await ask('/', { cookie })).status).toBe(200)
  })

  it('opens the socket at one place only', async () => {
    expect(await knock({ origin: own(), cookie }, '/other')).toBe(403)
  })

  it('notices when the last window is gone, and not that one is loaded again', async () => {
    let left = 0
    const other = await serve(dispatcher, root, { left: { after: 150, run: () => left++ } })
    const entered = await fetch(other.address, { redirect: 'manual' })
    const headers = { cookie: (entered.headers.get('set-cookie') ?? '').split(';')[0], origin: new URL(other.address).origin }
    const open = () =>
      new Promise<WebSocket>((done) => {
        const socket = new WebSocket(`ws://127.0.0.1:${other.port}/socket`, { headers })
        socket.on('open', () => done(socket))
      })
    const close = (socket: WebSocket) =>
      new Promise<void>((done) => {
        socket.on('close', () => done())
        socket.close()
      })
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
    const [one, two] = [await open(), await open()]
    await close(one)
    await wait(300)
    expect(left).toBe(0)
    await close(two)
    const again = await open()
    await wait(300)
    expect(left).toBe(0)
    await close(again)
    await wait(300)
    expect(left).toBe(1)
    await close(await open())
    await other.close()
    await wait(200)
    expect(left).toBe(1)
  })

  it('closes the socket on what is no frame, and answers what is one', async () => {
    const open = () => new WebSocket(`ws://${host}/socket`, { headers: { host, origin: own(), cookie } })
    const closed = (data: Buffer | string) =>
      new Promise<number>((done) => {
        const socket = open()
        socket.on('open', () => socket.send(data))
        socket.on('close', (code) => done(code))
      })
    expect(await closed('{}')).toBe(1007)
    expect(await closed(Buffer.from([0, 0, 0, 9, 1]))).toBe(1007)
    expect(await closed(Buffer.from(encode({ event: 'x', payload: 1 })))).toBe(1008)
    const reply = await new Promise((done) => {
      const socket = open()
      socket.on('open', () => socket.send(encode({ id: 7, method: 'app.info', input: {} })))
      socket.on('message', (data: Buffer) => {
        done(decode(data))
        socket.close()
      })
    })
    expect(reply).toEqual({ id: 7, reply: { ok: true, value: 'app.info' } })
  })
})
