import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session } from 'electron'
import { createDispatcher } from '../../rpc/index.ts'
import { createServices } from '../../services/index.ts'
import { WINDOW } from '../window.ts'
import { named } from './argument.ts'
import { dialogs } from './dialogs.ts'
import { closeContents, closeSession, ORIGIN, SCHEME, webPreferences } from './hardening.ts'
import { carry, send, tell } from './ipc.ts'
import { menuTemplate } from './menu.ts'
import { answerWith, declareScheme } from './protocol.ts'

const PAPER_DARK = '#141516'
const PAPER_LIGHT = '#ECEAE4'

if (!app.requestSingleInstanceLock()) app.quit()
else start()

/** Runs the program: one window at a time, and the files that the system asks it to show. */
function start(): void {
  declareScheme(protocol)
  app.enableSandbox()
  /** A file to show as soon as a window can hear of it. */
  let waiting = named(process.argv, process.cwd())
  let window: BrowserWindow | null = null
  let listening = false

  const services = createServices({
    version: app.getVersion(),
    host: 'electron',
    dialogs: true,
    dataDir: app.getPath('userData'),
    ...dialogs(dialog, () => window, app.getPath('documents')),
  })
  const dispatcher = createDispatcher(services)

  const command = (name: string) => {
    if (window === null) openWindow()
    else send(window.webContents, 'menu.command', { command: name })
  }
  const show = (path: string) => {
    waiting = path
    if (!app.isReady()) return
    if (window === null) openWindow()
    else if (listening) showWaiting()
  }
  /** The handle of the file that waits; empty where none does, or where it is not there. */
  const takeWaiting = (): string => {
    const path = waiting
    waiting = null
    if (path === null) return ''
    if (existsSync(path)) return services.register(path)
    dialog.showErrorBox('Parley', `There is no file ${basename(path)}.`)
    return ''
  }
  const showWaiting = () => {
    const handle = takeWaiting()
    if (handle !== '') command(`open ${handle}`)
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
    listening = false
    made.once('ready-to-show', () => made.show())
    made.once('closed', () => {
      if (window !== made) return
      window = null
      // A program without a window (macOS) holds no file: each is one plain file now, and others may open it.
      services.close()
    })
    made.webContents.on('did-finish-load', () => {
      listening = true
      showWaiting()
    })
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return
      listening = false
      dialog.showErrorBox('Parley', 'The window stopped and is opened again. Everything that it called saved is in the file.')
      made.webContents.reload()
    })
    tell(made.webContents, dispatcher)
    const first = takeWaiting() || (process.env.PARLEY_START ?? '')
    void made.loadURL(`${ORIGIN}/index.html${first === '' ? '' : `#open=${encodeURIComponent(first)}`}`)
  }

  app.on('open-file', (event, path) => {
    event.preventDefault()
    show(path)
  })
  app.on('second-instance', (_event, args, cwd) => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
    const path = named(args, cwd)
    if (path !== null) show(path)
  })
  app.on('web-contents-created', (_event, contents) => closeContents(contents))
  app.on('activate', () => {
    if (app.isReady() && window === null) openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', () => services.close())
  void app.whenReady().then(() => {
    closeSession(session.defaultSession)
    protocol.handle(SCHEME, answerWith(WINDOW))
    carry(ipcMain, dispatcher)
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform === 'darwin', command)))
    openWindow()
  })
}
