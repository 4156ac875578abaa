import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './window.ts'

/** Folder of the package that brings Electron's types and fetches its binary. */
export const ELECTRON = join(ROOT, 'node_modules', 'electron')

/** Path of the Electron binary that was fetched for this checkout; null where there is none. */
export function electronBinary(): string | null {
  const name = join(ELECTRON, 'path.txt')
  const path = existsSync(name) ? join(ELECTRON, 'dist', readFileSync(name, 'utf8')) : null
  return path !== null && existsSync(path) ? path : null
}

/** Whether there is a screen to open a window on. */
export const hasDisplay = (): boolean =>
  process.platform === 'win32' || process.platform === 'darwin' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
