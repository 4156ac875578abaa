import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { buildWindow, ROOT, WINDOW } from '../window.ts'

/** Folder of the compiled program: the same files one to one, with the window and the resources beside them. */
export const APP = join(ROOT, 'dist', 'app')

/** Compiles the program for Electron. Throws where a file does not compile. */
export async function compile(): Promise<void> {
  buildWindow()
  rmSync(APP, { recursive: true, force: true })
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const done = spawnSync(process.execPath, [tsc, '-p', join(ROOT, 'main', 'tsconfig.build.json')], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) throw new Error('The program could not be compiled.')
  // A sandboxed preload is one CommonJS file that may require nothing but Electron.
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      outDir: join(APP, 'main', 'hosts', 'electron'),
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      lib: { entry: join(ROOT, 'main', 'hosts', 'electron', 'preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  })
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string }
  writeFileSync(join(APP, 'package.json'), `${JSON.stringify({ name, version, type: 'module' }, null, 2)}\n`)
  cpSync(WINDOW, join(APP, 'dist', 'renderer'), { recursive: true })
  cpSync(join(ROOT, 'resources'), join(APP, 'resources'), { recursive: true })
}
