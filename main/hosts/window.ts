import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder: the checkout, or the root of the packed program. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
/** Folder of the built window. */
export const WINDOW = join(ROOT, 'dist', 'renderer')

const newest = (path: string): number => {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((most, name) => Math.max(most, newest(join(path, name))), 0)
}

/** Builds the window where its sources are newer than what was built. Throws where the build fails; a packed program has none to build. */
export function buildWindow(): void {
  const sources = ['renderer', 'shared', 'resources/fonts', 'resources/icons', 'vite.config.ts', 'package-lock.json']
    .map((p) => join(ROOT, p))
    .filter((p) => existsSync(p))
  const built = join(WINDOW, 'index.html')
  if (!existsSync(join(ROOT, 'vite.config.ts'))) return
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(newest))) return
  console.error('Parley: building the window (once).')
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const done = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) throw new Error('The window could not be built.')
}
