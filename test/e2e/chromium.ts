import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium'
import { type Browser, chromium as driver } from 'playwright-core'

/** Where Debian and its kin put the browser. */
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A sandbox needs rights that a container does not give; a small /dev/shm kills tabs. */
const FLAGS = ['--no-sandbox', '--disable-setuid-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none']

/**
 * The path of a Chromium to test with: `PARLEY_CHROMIUM` where set, else the system's, else the one that ships inside
 * `@sparticuz/chromium` (unpacked to the temporary folder at first use).
 */
async function chromiumPath(): Promise<string> {
  const named = process.env.PARLEY_CHROMIUM
  if (named) {
    if (!existsSync(named)) throw new Error(`PARLEY_CHROMIUM names ${named}, which does not exist.`)
    return named
  }
  return SYSTEM.find((path) => existsSync(path)) ?? (await packedChromium())
}

/**
 * The browser inside `@sparticuz/chromium`. It needs a few system libraries (NSS and its kin) that a bare machine lacks; the package
 * brings them too, and unpacks them by itself only where it was made to run.
 */
async function packedChromium(): Promise<string> {
  const path = await chromium.executablePath()
  if (spawnSync('ldd', [path], { encoding: 'utf8' }).stdout?.includes('not found')) {
    await inflate(join(fileURLToPath(import.meta.resolve('@sparticuz/chromium')), '../../bin/al2023.tar.br'))
    setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'))
  }
  return path
}

/**
 * Starts a headless Chromium for a test. The caller closes it.
 * `executablePath`: a certain browser; without it the one that `chromiumPath` finds. `args`: further flags.
 */
export async function launch(executablePath?: string, args: readonly string[] = []): Promise<Browser> {
  return await driver.launch({ executablePath: executablePath ?? (await chromiumPath()), headless: true, args: [...FLAGS, ...args] })
}
