import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron'

/** Scheme and address of the window: files of ours, served by `protocol.ts`. */
export const SCHEME = 'app'
export const ORIGIN = `${SCHEME}://parley`

/** Preferences of the one window: its code has no Node, runs in a sandbox, and shares no objects with the preload. */
export const webPreferences = (preload: string): NonNullable<BrowserWindowConstructorOptions['webPreferences']> => ({
  preload,
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

/** Whether an address is of our own window. */
export function isOurs(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === `${SCHEME}:` && url.host === 'parley'
  } catch {
    return false
  }
}

/** Permissions are denied (copying to the clipboard excepted), and every request that is not ours is blocked: the program is offline. */
export function closeSession(session: Session): void {
  const granted = (permission: string, origin: string) => permission === 'clipboard-sanitized-write' && isOurs(origin)
  session.setPermissionRequestHandler((contents, permission, decide) => decide(granted(permission, contents.getURL())))
  session.setPermissionCheckHandler((_contents, permission, origin) => granted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = isOurs(details.url) || /^(data|blob|devtools):/.test(details.url)
    decide({ cancel: !own })
  })
  session.setSpellCheckerDictionaryDownloadURL(`${ORIGIN}/dictionaries/`)
}

/** No navigation, no new windows, no embedded views. */
export function closeContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event, address) => {
    if (!isOurs(address)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault()
  })
}
