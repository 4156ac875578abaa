import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { launch } from './chromium.ts'

const ROOT = join(import.meta.dirname, '../..')
const ADDRESS = /^Parley is open at (http:\S+)/

/** A running host: each address that it prints opens one window. */
interface Host {
  readonly process: ChildProcess
  /** The next address. Asks for one where none is left. */
  address(): Promise<string>
}

/** The program as a person runs it: the browser host as a process of its own, and a Chromium for its window. */
export interface Program {
  /** Folder that the negotiations are kept in. */
  readonly home: string
  /** A new window, at an address that the host prints. An error in the page fails the test. */
  open(): Promise<Page>
  /** Ends the host at once, as a power cut would. */
  kill(): Promise<void>
  /** Starts the host again on the same folder. */
  start(): Promise<void>
  /** Megabytes that the host process has resident; null where the system does not say. */
  resident(): number | null
  end(): Promise<void>
}

/** Starts the browser host on an empty folder. `file`: what its windows show; the sample where none is named. */
export async function program(file?: string): Promise<Program> {
  const home = mkdtempSync(join(tmpdir(), 'parley-home-'))
  const browser: Browser = await launch()
  let host: Host | null = null
  const start = async () => {
    host = await spawnHost(home, file)
  }
  const kill = async () => {
    const running = host?.process
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    running.kill('SIGKILL')
    await gone
  }
  await start()
  return {
    home,
    open: async () => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      page.on('pageerror', (error) => {
        throw error
      })
      await page.goto(await host!.address())
      return page
    },
    kill,
    start,
    resident: () => {
      const said = spawnSync('ps', ['-o', 'rss=', '-p', String(host?.process.pid)], { encoding: 'utf8' }).stdout
      return Number(said) / 1024 || null
    },
    end: async () => {
      await browser.close()
      await kill()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Runs the launcher and waits for the first address that it prints. */
async function spawnHost(home: string, file?: string): Promise<Host> {
  const child = spawn(process.execPath, [join(ROOT, 'main/hosts/launch.ts'), ...(file ? [file] : [])], {
    cwd: ROOT,
    env: { ...process.env, PARLEY_HOST: 'browser', PARLEY_HOME: home, DISPLAY: '', WAYLAND_DISPLAY: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const printed = async (): Promise<string> => {
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const found = ADDRESS.exec(line.value)
      if (found) return found[1]!
    }
    throw new Error('The host ended before it printed an address.')
  }
  let ready: string | null = await printed()
  return {
    process: child,
    address: async () => {
      if (ready === null) child.stdin!.write('\n')
      const address = ready ?? (await printed())
      ready = null
      return address
    },
  }
}
