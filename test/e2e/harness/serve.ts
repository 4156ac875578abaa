import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

/** Serves the pages of this folder on a free port. Returns the address of the editor's page, and what stops it. */
export async function serve(): Promise<{ url: string; close: () => Promise<void> }> {
  const root = fileURLToPath(new URL('.', import.meta.url))
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    cacheDir: `${root}../../../node_modules/.vite-harness`,
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, fs: { allow: ['../../..'] } },
  })
  await server.listen()
  const address = server.resolvedUrls?.local[0]
  if (!address) throw new Error('The harness has no address.')
  return { url: `${address}editor.html`, close: () => server.close() }
}
