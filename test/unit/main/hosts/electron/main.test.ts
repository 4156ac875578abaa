import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EVENT } from '../../../../../main/hosts/electron/ipc.ts'
import type { Services } from '../../../../../main/services/index.ts'

const services = {
  register: vi.fn((path: string) => `handle of ${path}`),
  close: vi.fn(),
  handlers: {},
  on: () => () => undefined,
}
vi.mock('../../../../../main/services/index.ts', () => ({ createServices: () => services as unknown as Services, writeWhole: vi.fn() }))

class Contents extends EventEmitter {
  readonly sent: unknown[][] = []
  readonly mainFrame = { url: 'app://parley/index.html' }
  isDestroyed = () => false
  reload = vi.fn()
  send = (...message: unknown[]) => this.sent.push(message)
}
class Window extends EventEmitter {
  static all: Window[] = []
  readonly webContents = new Contents()
  readonly options: { webPreferences: Record<string, unknown> }
  loadURL = vi.fn(async (_url: string) => undefined)
  show = vi.fn()
  focus = vi.fn()
  restore = vi.fn()
  isMinimized = () => true
  constructor(options: { webPreferences: Record<string, unknown> }) {
    super()
    this.options = options
    Window.all.push(this)
  }
}

/** What stands for Electron: it records what it is told, and says what it is made to say. */
function fakeElectron(alone = true) {
  let ready = false
  let becomeReady = () => {}
  const app = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: () => alone,
    quit: vi.fn(),
    enableSandbox: vi.fn(() => {
      if (ready) throw new Error('too late')
    }),
    getVersion: () => '0.0.0',
    getPath: (name: string) => `/paths/${name}`,
    isReady: () => ready,
    whenReady: () =>
      new Promise<void>((done) => {
        becomeReady = () => {
          ready = true
          done()
        }
      }),
  })
  const menu = { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() }
  const electron = {
    app,
    BrowserWindow: Window,
    Menu: menu,
    dialog: { showErrorBox: vi.fn() },
    ipcMain: { handle: vi.fn(), removeHandler: vi.fn() },
    nativeTheme: { shouldUseDarkColors: false },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() },
    session: {
      defaultSession: {
        on: vi.fn(),
        setPermissionRequestHandler: vi.fn(),
        setPermissionCheckHandler: vi.fn(),
        setDevicePermissionHandler: vi.fn(),
        setSpellCheckerDictionaryDownloadURL: vi.fn(),
        webRequest: { onBeforeRequest: vi.fn() },
      },
    },
  }
  return {
    ...electron,
    /** Electron is ready; resolves when the program has done what it does then. */
    start: async () => {
      becomeReady()
      await new Promise((done) => setTimeout(done))
    },
  }
}

let dir: string
let file: string
let electron: ReturnType<typeof fakeElectron>
const argv = process.argv

async function launch(args: string[] = [], alone = true): Promise<void> {
  electron = fakeElectron(alone)
  Window.all = []
  vi.resetModules()
  vi.doMock('electron', () => electron)
  process.argv = ['parley', ...args]
  await import('../../../../../main/hosts/electron/main.ts')
}
const told = (window: Window) => window.webContents.sent.map(([channel, event, payload]) => ({ channel, event, payload }))
const asksFor = (path: string) => ({ channel: EVENT, event: 'menu.command', payload: { command: `open handle of ${path}` } })
const address = (window: Window) => window.loadURL.mock.calls[0][0]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parley-shell-'))
  file = join(dir, 'talks.parley')
  writeFileSync(file, '')
  services.register.mockClear()
  services.close.mockClear()
  vi.stubEnv('PARLEY_START', undefined)
})
afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
  vi.doUnmock('electron')
  rmSync(dir, { recursive: true })
})

describe('the Electron program', () => {
  it('closes everything before it opens a window on its own page', async () => {
    await launch()
    expect(electron.app.enableSandbox).toHaveBeenCalledOnce()
    expect(electron.protocol.registerSchemesAsPrivileged).toHaveBeenCalledOnce()
    expect(Window.all).toEqual([])
    await electron.start()
    const [window] = Window.all
    expect(window.options.webPreferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false })
    expect(window.options.webPreferences.preload).toMatch(/preload\.cjs$/)
    expect(address(window)).toBe('app://parley/index.html')
    const first = (fn: { mock: { invocationCallOrder: number[] } }) => fn.mock.invocationCallOrder[0]
    for (const before of [
      electron.session.defaultSession.webRequest.onBeforeRequest,
      electron.session.defaultSession.setPermissionRequestHandler,
      electron.protocol.handle,
      electron.ipcMain.handle,
    ])
      expect(first(before)).toBeLessThan(first(window.loadURL))
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() })
    electron.app.emit('web-contents-created', {}, contents)
    expect(contents.setWindowOpenHandler).toHaveBeenCalledOnce()
  })

  it('ends at once where another one runs', async () => {
    await launch([file], false)
    expect(electron.app.quit).toHaveBeenCalledOnce()
    expect(electron.app.enableSandbox).not.toHaveBeenCalled()
  })

  it('opens on the file of its command line', async () => {
    await launch(['--switch', file])
    await electron.start()
    expect(address(Window.all[0])).toBe(`app://parley/index.html#open=${encodeURIComponent(`handle of ${file}`)}`)
  })

  it('says that a file of its command line is not there, and opens on the start screen', async () => {
    await launch([join(dir, 'gone.parley')])
    await electron.start()
    expect(electron.dialog.showErrorBox.mock.calls).toEqual([['Parley', 'There is no file gone.parley.']])
    expect(address(Window.all[0])).toBe('app://parley/index.html')
  })

  it('opens on a file that macOS asks for before there is a window', async () => {
    await launch()
    const event = { preventDefault: vi.fn() }
    electron.app.emit('open-file', event, file)
    expect(event.preventDefault).toHaveBeenCalled()
    await electron.start()
    expect(Window.all).toHaveLength(1)
    expect(address(Window.all[0])).toContain('#open=')
  })

  it('keeps a file that is asked for while the page loads until the page hears of it', async () => {
    await launch()
    await electron.start()
    const [window] = Window.all
    electron.app.emit('open-file', { preventDefault: () => {} }, file)
    expect(told(window)).toEqual([])
    window.webContents.emit('did-finish-load')
    expect(told(window)).toEqual([asksFor(file)])
    window.webContents.emit('did-finish-load')
    expect(told(window)).toHaveLength(1)
  })

  it('comes to the front and shows the file that a second start names', async () => {
    await launch()
    await electron.start()
    const [window] = Window.all
    window.webContents.emit('did-finish-load')
    electron.app.emit('second-instance', {}, ['parley', '--x', 'talks.parley'], dir)
    expect(window.restore).toHaveBeenCalled()
    expect(window.focus).toHaveBeenCalled()
    expect(told(window)).toEqual([asksFor(file)])
    electron.app.emit('second-instance', {}, ['parley', 'gone.parley'], dir)
    expect(electron.dialog.showErrorBox).toHaveBeenCalledWith('Parley', 'There is no file gone.parley.')
    electron.app.emit('second-instance', {}, ['parley'], dir)
    expect(told(window)).toHaveLength(1)
  })

  it('lets go of its files with its window, and opens another one when asked to', async () => {
    await launch()
    await electron.start()
    Window.all[0].emit('closed')
    expect(services.close).toHaveBeenCalledOnce()
    electron.app.emit('activate')
    expect(Window.all).toHaveLength(2)
    Window.all[1].emit('closed')
    electron.app.emit('open-file', { preventDefault: () => {} }, file)
    expect(Window.all).toHaveLength(3)
    expect(address(Window.all[2])).toContain('#open=')
    electron.app.emit('will-quit')
    expect(services.close).toHaveBeenCalledTimes(3)
  })

  it('opens its page again where that stopped, and keeps what is asked for meanwhile', async () => {
    await launch()
    await electron.start()
    const [{ webContents }] = Window.all
    webContents.emit('did-finish-load')
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
    expect(webContents.reload).not.toHaveBeenCalled()
    webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(electron.dialog.showErrorBox).toHaveBeenCalledOnce()
    expect(webContents.reload).toHaveBeenCalledOnce()
    electron.app.emit('open-file', { preventDefault: () => {} }, file)
    expect(told(Window.all[0])).toEqual([])
    webContents.emit('did-finish-load')
    expect(told(Window.all[0])).toEqual([asksFor(file)])
  })

  it('sends the commands of its menu to the window, and opens one where there is none', async () => {
    await launch()
    await electron.start()
    const template = electron.Menu.setApplicationMenu.mock.calls[0][0] as { label?: string; submenu: { label?: string; click(): void }[] }[]
    const entry = template.find((m) => m.label === 'File')!.submenu.find((i) => i.label === 'Open…')!
    entry.click()
    expect(told(Window.all[0])).toEqual([{ channel: EVENT, event: 'menu.command', payload: { command: 'file.open' } }])
    Window.all[0].emit('closed')
    entry.click()
    expect(Window.all).toHaveLength(2)
  })
})
