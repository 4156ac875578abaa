import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { MenuItemConstructorOptions, Protocol, Session, WebContents } from 'electron'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { named } from '../../main/hosts/electron/argument.ts'
import { closeContents, closeSession, isOurs, webPreferences } from '../../main/hosts/electron/hardening.ts'
import { CALL, carry, EVENT, isTrusted, tell } from '../../main/hosts/electron/ipc.ts'
import { menuTemplate } from '../../main/hosts/electron/menu.ts'
import { answerWith, declareScheme } from '../../main/hosts/electron/protocol.ts'
import { COMMANDS } from '../../renderer/workbench/commands.ts'
import { EVENTS, METHODS } from '../../shared/rpc/contract.ts'

const FOREIGN = [
  'https://example.org/',
  'http://127.0.0.1/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'about:blank',
  'app://parley.example.org/index.html',
  'app://parley:80/index.html',
  'app://user@parley/index.html',
  'app://user:parley@example.org/',
  'app://example.org/app://parley/',
  'app:parley/index.html',
  'app:///parley/index.html',
  'app://parleyx/',
  'app://parley\\@example.org/',
  'xapp://parley/',
  'blob:app://parley/1',
  'https://example.org/#app://parley/',
  ' app://parley/',
  '',
]

describe('the address of the window', () => {
  it.each(['app://parley', 'app://parley/', 'app://parley/index.html#open=x', 'app://parley/assets/a.js?x=https://example.org'])(
    '%j is ours',
    (address) => expect(isOurs(address)).toBe(true),
  )
  it.each(FOREIGN)('%j is not', (address) => expect(isOurs(address)).toBe(false))
})

describe('the window', () => {
  it('has no Node, a sandbox and nothing that loosens either', () => {
    expect(webPreferences('/program/preload.cjs')).toEqual({
      preload: '/program/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableWebSQL: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    })
  })

  it('stays on its page: no navigation of any frame, no redirect, no new window, no embedded view', () => {
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() })
    closeContents(contents as unknown as WebContents)
    const [open] = contents.setWindowOpenHandler.mock.calls[0]
    for (const url of ['https://example.org/', 'app://parley/index.html', 'about:blank']) expect(open({ url })).toEqual({ action: 'deny' })
    for (const happening of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])
      for (const url of [...FOREIGN, 'app://parley/other.html'])
        for (const isMainFrame of [true, false]) {
          const event = { url, isMainFrame, preventDefault: vi.fn() }
          contents.emit(happening, event, url)
          expect(event.preventDefault, `${happening} ${url}`).toHaveBeenCalled()
        }
  })
})

describe('the session', () => {
  type Decide = (granted: boolean) => void
  const closed = () => {
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: vi.fn<(h: (c: { getURL(): string }, permission: string, decide: Decide) => void) => void>(),
      setPermissionCheckHandler: vi.fn<(h: (c: null, permission: string, origin: string) => boolean) => void>(),
      setDevicePermissionHandler: vi.fn<(h: () => boolean) => void>(),
      setSpellCheckerDictionaryDownloadURL: vi.fn<(url: string) => void>(),
      webRequest: { onBeforeRequest: vi.fn<(h: (d: { url: string }, decide: (r: { cancel: boolean }) => void) => void) => void>() },
    })
    closeSession(session as unknown as Session)
    return session
  }
  const PERMISSIONS = [
    'ar,background-sync,clipboard-read,deprecated-sync-clipboard-read,display-capture,fileSystem,fullscreen,geolocation,hid',
    'idle-detection,keyboardLock,local-fonts,local-network,media,mediaKeySystem,midi,midiSysex,notifications,openExternal',
    'pointerLock,screen-wake-lock,sensors,serial,speaker-selection,storage-access,usb,window-management,unknown',
  ].flatMap((line) => line.split(','))

  it.each(PERMISSIONS)('denies %s, asked for or looked up', (permission) => {
    const session = closed()
    const decide = vi.fn<Decide>()
    session.setPermissionRequestHandler.mock.calls[0][0]({ getURL: () => 'app://parley/index.html' }, permission, decide)
    expect(decide.mock.calls).toEqual([[false]])
    expect(session.setPermissionCheckHandler.mock.calls[0][0](null, permission, 'app://parley/')).toBe(false)
  })

  it('lets our own page copy, and no other', () => {
    const session = closed()
    const check = session.setPermissionCheckHandler.mock.calls[0][0]
    const request = session.setPermissionRequestHandler.mock.calls[0][0]
    const asked = (url: string) => {
      const decide = vi.fn<Decide>()
      request({ getURL: () => url }, 'clipboard-sanitized-write', decide)
      return decide.mock.calls
    }
    expect(check(null, 'clipboard-sanitized-write', 'app://parley/')).toBe(true)
    expect(asked('app://parley/index.html')).toEqual([[true]])
    for (const url of FOREIGN) {
      expect(check(null, 'clipboard-sanitized-write', url)).toBe(false)
      expect(asked(url)).toEqual([[false]])
    }
  })

  it('gives no device, downloads nothing and fetches no dictionary', () => {
    const session = closed()
    expect(session.setDevicePermissionHandler.mock.calls[0][0]()).toBe(false)
    const download = { preventDefault: vi.fn() }
    session.emit('will-download', download)
    expect(download.preventDefault).toHaveBeenCalled()
    expect(isOurs(session.setSpellCheckerDictionaryDownloadURL.mock.calls[0][0])).toBe(true)
  })

  it('cancels every request that is not ours', () => {
    const before = closed().webRequest.onBeforeRequest.mock.calls[0][0]
    const cancelled = (url: string) => {
      const decide = vi.fn<(r: { cancel: boolean }) => void>()
      before({ url }, decide)
      expect(decide).toHaveBeenCalledOnce()
      return decide.mock.calls[0][0].cancel
    }
    for (const url of ['app://parley/assets/index.js', 'data:image/png;base64,AA', 'blob:app://parley/1'])
      expect(cancelled(url)).toBe(false)
    const foreign = FOREIGN.filter((url) => !url.startsWith('blob:'))
    for (const url of [...foreign, 'wss://example.org/', 'ftp://example.org/', 'filesystem:x']) expect(cancelled(url), url).toBe(true)
  })
})

describe('the protocol', () => {
  let dir: string
  let root: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'parley-protocol-'))
    root = join(dir, 'renderer')
    mkdirSync(join(root, 'assets'), { recursive: true })
    writeFileSync(join(root, 'index.html'), '<!doctype html>')
    writeFileSync(join(root, 'assets', 'a.js'), 'export {}')
    writeFileSync(join(root, 'secret.key'), 'no type of ours')
    writeFileSync(join(dir, 'outside.json'), '{"private":true}')
    mkdirSync(join(dir, 'renderer-other'))
    writeFileSync(join(dir, 'renderer-other', 'a.js'), 'beside')
  })
  afterAll(() => rmSync(dir, { recursive: true }))
  /** A request as Electron gives it: the address is not normalised again. */
  const ask = (url: string, method = 'GET') => answerWith(root)({ url, method } as Request)

  it('is declared as a secure scheme with an origin, that no policy is lifted for', () => {
    const declared = vi.fn<Protocol['registerSchemesAsPrivileged']>()
    declareScheme({ registerSchemesAsPrivileged: declared } as unknown as Protocol)
    const [[{ scheme, privileges }]] = declared.mock.calls[0]
    expect(scheme).toBe('app')
    expect(privileges).toMatchObject({ standard: true, secure: true })
    expect(privileges).not.toHaveProperty('bypassCSP')
    expect(privileges).not.toHaveProperty('corsEnabled')
    expect(privileges).not.toHaveProperty('allowServiceWorkers')
  })

  it.each([
    ['app://parley/', 'text/html; charset=utf-8'],
    ['app://parley/index.html#open=sample', 'text/html; charset=utf-8'],
    ['app://parley/assets/a.js?v=1', 'text/javascript; charset=utf-8'],
  ])('answers %s under the policy', async (url, type) => {
    const answer = await ask(url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    const policy = answer.headers.get('content-security-policy')!.split('; ')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    'app://parley/../outside.json',
    'app://parley/%2e%2e/outside.json',
    'app://parley/..%2foutside.json',
    'app://parley/..%5coutside.json',
    'app://parley/%2e%2e%2frenderer-other/a.js',
    'app://parley/assets/../../outside.json',
    'app://parley//etc/passwd.txt',
    'app://parley/secret.key',
    'app://parley/assets',
    'app://parley/a%00.js',
    'app://parley/%',
    'app://parley/none.js',
  ])('gives nothing for %s', async (url) => {
    const answer = await ask(url)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('refuses another host and every method but GET', async () => {
    expect((await ask('app://example.org/index.html')).status).toBe(403)
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) expect((await ask('app://parley/', method)).status).toBe(403)
  })
})

describe('the channel', () => {
  const top = { url: 'app://parley/index.html' }
  const from = (senderFrame: unknown, mainFrame: unknown = top) => ({ sender: { mainFrame }, senderFrame }) as never
  const gone = {
    get url(): string {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    },
  }
  const strangers: [string, never][] = [
    ['a frame in our page', from({ url: 'app://parley/index.html' })],
    ['a foreign frame in our page', from({ url: 'https://example.org/' })],
    ['a page that is not ours', from({ url: 'https://example.org/' }, undefined)],
    ['no frame', from(null)],
    ['no frame on either side', from(null, null)],
    ['a frame that was disposed of', from(gone, gone)],
    ...FOREIGN.map((url): [string, never] => {
      const frame = { url }
      return [`a top frame at ${JSON.stringify(url)}`, from(frame, frame)]
    }),
  ]
  it.each(strangers)('is not for %s', async (_who, event) => {
    expect(isTrusted(event)).toBe(false)
    const handle = vi.fn()
    const call = vi.fn()
    carry({ handle, removeHandler: vi.fn() }, { call })
    expect(await handle.mock.calls[0][1](event, 'app.info', {})).toMatchObject({ ok: false, code: 'refused' })
    expect(call).not.toHaveBeenCalled()
  })

  it('is for the top frame of our page, with a method by name', async () => {
    const handle = vi.fn()
    const call = vi.fn(async () => ({ ok: true, value: 1 }) as const)
    const removeHandler = vi.fn()
    const down = carry({ handle, removeHandler }, { call })
    expect(handle).toHaveBeenCalledOnce()
    const [channel, listener] = handle.mock.calls[0]
    expect(channel).toBe(CALL)
    expect(await listener(from(top), 'app.info', {})).toEqual({ ok: true, value: 1 })
    expect(call.mock.calls).toEqual([['app.info', {}]])
    for (const method of [null, 7, {}, ['app.info'], undefined])
      expect(await listener(from(top), method, {})).toMatchObject({ ok: false, code: 'refused' })
    expect(call).toHaveBeenCalledOnce()
    down()
    expect(removeHandler).toHaveBeenCalledWith(CALL)
  })

  it('tells a window nothing after it is gone', () => {
    const contents = Object.assign(new EventEmitter(), { isDestroyed: vi.fn(() => false), send: vi.fn() })
    const heard = new Set<(event: never, payload: never) => void>()
    tell(contents as unknown as WebContents, {
      on: (listener) => {
        heard.add(listener)
        return () => heard.delete(listener)
      },
    })
    const say = () => {
      for (const listener of heard) listener('negotiation.changed' as never, { file: 'x' } as never)
    }
    say()
    expect(contents.send.mock.calls).toEqual([[EVENT, 'negotiation.changed', { file: 'x' }]])
    contents.isDestroyed.mockReturnValue(true)
    say()
    expect(contents.send).toHaveBeenCalledOnce()
    contents.emit('destroyed')
    expect(heard.size).toBe(0)
  })
})

describe('the preload', () => {
  const ipcRenderer = Object.assign(new EventEmitter(), { invoke: vi.fn(async () => ({ ok: true, value: 'answered' })) })
  const worlds: Record<string, unknown> = {}
  type Exposed = { call(method: unknown, input?: unknown): Promise<unknown>; on(event: unknown, handler: unknown): () => unknown }
  let parley: Exposed

  beforeAll(async () => {
    vi.doMock('electron', () => ({
      ipcRenderer,
      contextBridge: {
        exposeInMainWorld: (key: string, api: unknown) => {
          worlds[key] = api
        },
      },
    }))
    await import('../../main/hosts/electron/preload.ts')
    parley = worlds.parley as Exposed
  })
  afterAll(() => {
    vi.doUnmock('electron')
  })
  beforeEach(() => ipcRenderer.invoke.mockClear())

  it('gives the window two functions', () => {
    expect(Object.keys(worlds)).toEqual(['parley'])
    expect(Object.keys(parley).sort()).toEqual(['call', 'on'])
    expect(typeof parley.call).toBe('function')
    expect(typeof parley.on).toBe('function')
  })

  it.each(Object.keys(METHODS))('carries %s on the one channel', async (method) => {
    expect(await parley.call(method, { a: 1 })).toEqual({ ok: true, value: 'answered' })
    expect(ipcRenderer.invoke.mock.calls).toEqual([[CALL, method, { a: 1 }]])
  })

  it.each(['no.such', '', 'constructor', '__proto__', 'toString', CALL, EVENT, 7, null, undefined, ['no.such']])(
    'carries nothing for %j',
    async (method) => {
      expect(await parley.call(method, {})).toMatchObject({ ok: false, code: 'bad-input' })
      expect(ipcRenderer.invoke).not.toHaveBeenCalled()
    },
  )

  it.each(Object.keys(EVENTS))('tells the payload of %s and nothing else, until it is not wanted any more', (event) => {
    const handler = vi.fn()
    const off = parley.on(event, handler)
    ipcRenderer.emit(EVENT, { sender: 'electron' }, event, { x: 1 })
    ipcRenderer.emit(EVENT, { sender: 'electron' }, 'another.event', { x: 2 })
    expect(handler.mock.calls).toEqual([[{ x: 1 }]])
    expect(off()).toBeUndefined()
    ipcRenderer.emit(EVENT, {}, event, { x: 3 })
    expect(handler).toHaveBeenCalledOnce()
  })

  it.each(['no.event', 'constructor', '__proto__', EVENT, CALL, 'error'])('listens to nothing called %j', (event) => {
    const before = ipcRenderer.listenerCount(EVENT)
    expect(parley.on(event, vi.fn())()).toBeUndefined()
    expect(ipcRenderer.listenerCount(EVENT)).toBe(before)
    expect(ipcRenderer.eventNames()).not.toContain(event === EVENT ? 'none' : event)
  })
})

describe('what is asked from outside', () => {
  const here = resolve('/work')
  it.each<[string[], string | null]>([
    [['parley'], null],
    [['parley', 'talks.parley'], resolve(here, 'talks.parley')],
    [['electron', '/checkout', '/a/b.PARLEY'], resolve('/a/b.PARLEY')],
    [['parley', '--allow-file-access-from-files', 'talks.parley', '--original-process-start-time=1'], resolve(here, 'talks.parley')],
    [['parley', '--load=evil.parley'], null],
    [['talks.parley'], null],
    [['parley', 'talks.docx'], null],
    [['parley', 'one.parley', 'two.parley'], resolve(here, 'two.parley')],
  ])('%j names %j', (args, path) => expect(named(args, here)).toBe(path))
})

describe('the menu', () => {
  const leaves = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => (Array.isArray(item.submenu) ? leaves(item.submenu) : [item]))
  const all = (mac: boolean) => {
    const sent: string[] = []
    const entries = leaves(menuTemplate(mac, (name) => sent.push(name))).filter((item) => item.click)
    for (const entry of entries) (entry.click as () => void)()
    return entries.map((entry, i) => ({ entry, command: COMMANDS.find((c) => c.name === sent[i]), name: sent[i] }))
  }
  /** A key as Electron writes it, in the form of the window's command table. */
  const asKey = (accelerator: string, mac: boolean): string => {
    const parts = accelerator.replace(mac ? /CmdOrCtrl|Cmd/ : /CmdOrCtrl|Ctrl/, 'Mod').split('+')
    const key = parts.pop()!
    const order = ['Mod', 'Alt', 'Shift'].filter((part) => parts.includes(part))
    return [...order, /^(Up|Down)$/.test(key) ? `Arrow${key}` : key].join('+')
  }

  it.each([true, false])('sends only commands that the window has, each once (macOS: %s)', (mac) => {
    const entries = all(mac)
    expect(entries.length).toBeGreaterThan(35)
    expect(entries.filter((e) => !e.command).map((e) => e.name)).toEqual([])
    expect(new Set(entries.map((e) => e.name)).size).toBe(entries.length)
    for (const { name } of entries) expect(EVENTS['menu.command'].safeParse({ command: name }).success).toBe(true)
  })

  it.each([true, false])('shows the keys that the window listens to, and takes none away from it (macOS: %s)', (mac) => {
    for (const { entry, command } of all(mac)) {
      if (!entry.accelerator) expect(command!.keys, command!.name).toEqual([])
      else {
        expect(command!.keys).toContain(asKey(entry.accelerator as string, mac))
        expect(entry.registerAccelerator).toBe(false)
      }
    }
  })

  it('has no way to load another page or to look behind it', () => {
    const roles = [true, false].flatMap((mac) => leaves(menuTemplate(mac, () => {})).map((item) => item.role))
    for (const role of ['reload', 'forceReload', 'toggleDevTools', 'viewMenu']) expect(roles).not.toContain(role)
  })
})
