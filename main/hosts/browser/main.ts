import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import openInBrowser from 'open'
import { createDispatcher } from '../../rpc/index.ts'
import { createServices } from '../../services/index.ts'
import { buildWindow, ROOT, WINDOW } from '../window.ts'
import { browserPorts } from './ports.ts'
import { serve } from './server.ts'

/** How long the files of a window that was closed stay open, in milliseconds: it may be loaded again. */
const GONE_AFTER = 30_000
/** Exit code of a program that Ctrl+C ended. */
const INTERRUPTED = 130

/**
 * The program with a browser for its window: serves it, prints its address and (where there is a display) opens it. Shows `file`,
 * or the sample negotiation where none is named. Runs until it is interrupted; every file is then closed.
 */
export async function startBrowserHost(file: string | null, display: boolean): Promise<void> {
  buildWindow()
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const services = createServices(browserPorts(version))
  const show = file === null ? 'sample' : services.register(file)
  const running = await serve(createDispatcher(services), WINDOW, {
    port: Number(process.env.PARLEY_PORT ?? 0),
    show,
    left: { after: GONE_AFTER, run: () => services.close() },
  })
  console.log(`Parley is open at ${running.address}`)
  console.log('The address works once, in a browser on this machine. Press Enter for another one, Ctrl+C to end.')
  process.stdin.on('data', () => console.log(`Parley is open at ${running.renew()}`))
  process.stdin.on('error', () => undefined)
  if (display) await openInBrowser(running.address)

  let ending = false
  const end = async (code: number) => {
    if (ending) return
    ending = true
    await running.close()
    services.close()
    process.exit(code)
  }
  process.on('SIGINT', () => void end(INTERRUPTED))
  process.on('SIGTERM', () => void end(0))
}
