import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session } from 'electron'
import { createDispatcher } from '../../rpc/index.ts'
import { createServices } from '../../services/index.ts'
import { WINDOW } from '../window.ts'
import { dialogs } from './dialogs.ts'
import { closeContents, closeSession, ORIGIN, SCHEME, webPreferences } from './hardening.ts'
import { carry, tell } from './ipc.ts'
import { menuTemplate } from './menu.ts'
import { answerWith, declareScheme } from './protocol.ts'

const PAPER_DARK = '#141516'
const PAPER_LIGHT = '#ECEAE4'

/** The negotiation named on a command line, where there is one. */
const named = (args: readonly string[], cwd: string): string | null => {
  const path = args.slice(1).findLast((arg) => arg.endsWith('.parley'))
  return path === undefined ? null : resolve(cwd, path)
}

if (!app.requestSingleInstanceLock()) app.quit()
else start()

function start(): void {
  declareScheme(protocol)
  app.enableSandbox()
  let waiting = named(process.argv, process.cwd())
  let window: BrowserWindow | null = null
  app.on('open-file', (event, path) => {
    event.preventDefault()
    if (window === null) waiting = path
    else show(path)
  })
  app.on('second-instance', (_event, args, cwd) => {
    window?.restore()
    window?.focus()
    const path = named(args, cwd)
    if (path !== null) show(path)
  })
  app.on('web-contents-created', (_event, contents) => closeContents(contents))

  const services = createServices({
    version: app.getVersion(),
    host: 'electron',
    dialogs: true,
    dataDir: app.getPath('userData'),
    ...dialogs(dialog, () => BrowserWindow.getFocusedWindow(), app.getPath('documents')),
  })
  const dispatcher = createDispatcher(services)
  const command = (name: string) => window?.webContents.send('parley:event', 'menu.command', { command: name })
  const show = (path: string) => {
    if (existsSync(path)) command(`open ${services.register(path)}`)
  }
  const openWindow = () => {
    const made = new BrowserWindow({
      width: 1440,
      height: 900,
      minWidth: 700,
      minHeight: 500,
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER_DARK : PAPER_LIGHT,
      webPreferences: webPreferences(join(import.meta.dirname, 'preload.cjs')),
    })
    window = made
    made.once('ready-to-show', () => made.show())
    made.once('closed', () => {
      if (window === made) window = null
    })
    tell(made.webContents, dispatcher)
    const first = waiting === null ? (process.env.PARLEY_START ?? '') : services.register(waiting)
    waiting = null
    void made.loadURL(`${ORIGIN}/index.html${first === '' ? '' : `#open=${encodeURIComponent(first)}`}`)
  }

  app.whenReady().then(() => {
    closeSession(session.defaultSession)
    protocol.handle(SCHEME, answerWith(WINDOW))
    carry(ipcMain, dispatcher)
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform === 'darwin', command)))
    openWindow()
    app.on('activate', () => {
      if (window === null) openWindow()
    })
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', () => services.close())
}
