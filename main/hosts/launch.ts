import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { ELECTRON, electronBinary, hasDisplay } from './binary.ts'
import { startBrowserHost } from './browser/main.ts'
import { ROOT } from './window.ts'

// `npm start [-- FILE.parley]`: the Electron window where there is a display and a binary, else the browser host.
const file =
  process.argv[2] === undefined
    ? null
    : resolve(process.env.npm_lifecycle_event === 'start' ? (process.env.INIT_CWD ?? '.') : '.', process.argv[2])
if (file !== null && !existsSync(file)) {
  console.error(`parley: there is no file ${basename(file)}`)
  process.exit(1)
}
const display = hasDisplay()
const electron = process.env.PARLEY_HOST === 'browser' || !display ? null : fetchedElectron()
if (electron === null) {
  if (display && process.env.PARLEY_HOST !== 'browser')
    console.error('Parley: the Electron binary cannot be had here; the window opens in the browser.')
  await startBrowserHost(file, display)
} else {
  const { compile } = await import('./electron/compile.ts')
  await compile()
  const child = spawn(electron, [ROOT, ...(file === null ? [] : [file])], {
    stdio: 'inherit',
    env: { ...process.env, PARLEY_START: 'sample' },
  })
  child.once('exit', (code) => process.exit(code ?? 1))
}

/** The Electron binary, fetched from its own site where it is absent; null where it cannot be had. */
function fetchedElectron(): string | null {
  const there = electronBinary()
  const script = join(ELECTRON, 'install.js')
  if (there !== null || !existsSync(script)) return there
  console.error('Parley: fetching Electron (once).')
  spawnSync(process.execPath, [script], { stdio: 'ignore', timeout: 300_000 })
  return electronBinary()
}
