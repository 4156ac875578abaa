import type { Protocol } from 'electron'
import { HEADERS, windowFile } from '../static.ts'
import { isOurs, SCHEME } from './hardening.ts'

/** To be called before the app is ready: the scheme is a secure one with an origin of its own. */
export function declareScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true } },
  ])
}

/** Answers `app://parley/…` with the files of the built window in `root`, and nothing else. */
export const answerWith =
  (root: string) =>
  async (request: Request): Promise<Response> => {
    if (!isOurs(request.url) || request.method !== 'GET') return new Response(null, { status: 403, headers: HEADERS })
    const file = await windowFile(root, new URL(request.url).pathname)
    if (file === null) return new Response(null, { status: 404, headers: HEADERS })
    return new Response(new Uint8Array(file.bytes), { headers: { ...HEADERS, 'content-type': file.type } })
  }
