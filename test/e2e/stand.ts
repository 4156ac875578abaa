import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { launch } from './chromium.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}
const ROOT = join(import.meta.dirname, '../../dist/test-window')

/** The window against a stand-in for the services, built and served for tests. */
export interface Stand {
  /** Opens the window and waits for its first screen. Errors of the page fail the test that opened it. */
  open(size?: { width: number; height: number }, options?: { empty?: boolean; dark?: boolean }): Promise<Page>
  close(): Promise<void>
}

export async function stand(): Promise<Stand> {
  await build({ configFile: join(import.meta.dirname, '../fixtures/window/vite.config.ts'), logLevel: 'error' })
  const server = serve()
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(null)))
  const { port } = server.address() as { port: number }
  const browser: Browser = await launch()
  return {
    async open(size = { width: 1440, height: 900 }, { empty = false, dark = false } = {}) {
      const page = await browser.newPage({ viewport: size, colorScheme: dark ? 'dark' : 'light' })
      page.setDefaultTimeout(30_000)
      page.on('pageerror', (error) => {
        throw error
      })
      await page.goto(`http://127.0.0.1:${port}/${empty ? '?empty' : ''}`)
      await page
        .getByRole('button', { name: /Look around the sample/ })
        .first()
        .waitFor()
      return page
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}

function serve(): Server {
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = await readFile(join(ROOT, pathname === '/' ? 'index.html' : pathname)).catch(() => null)
    response.writeHead(file ? 200 : 404, { 'content-type': TYPES[extname(pathname)] ?? 'text/html' })
    response.end(file)
  })
}
