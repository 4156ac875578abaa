import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron'

/** Scheme and address of the window: files of ours, served by `protocol.ts`. */
export const SCHEME = 'app'
/** The one origin that the window has. */
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

/** Whether an address is of our own window: the scheme and the host exactly, with no user, password or port beside them. */
export const isOurs = (address: string): boolean => address === ORIGIN || address.startsWith(`${ORIGIN}/`)

/**
 * Permissions are denied (copying to the clipboard excepted), nothing is downloaded, and every request that is not ours is
 * blocked: the program is offline. Words are checked against the dictionaries that the system has; none is fetched.
 */
export function closeSession(session: Session): void {
  const granted = (permission: string, origin: string) => permission === 'clipboard-sanitized-write' && isOurs(origin)
  session.setPermissionRequestHandler((contents, permission, decide) => decide(granted(permission, contents.getURL())))
  session.setPermissionCheckHandler((_contents, permission, origin) => granted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = isOurs(details.url) || /^(data|blob|devtools):/.test(details.url)
    decide({ cancel: !own })
  })
  session.on('will-download', (event) => event.preventDefault())
  session.setSpellCheckerDictionaryDownloadURL(`${ORIGIN}/dictionaries/`)
}

/** No navigation of any frame, no new windows, no embedded views: the window stays on the page that it was opened with. */
export function closeContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
