import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Name of the cookie that a window carries after it came in with the secret of its launch. */
const COOKIE = 'parley'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
/** Compares two secrets without telling by time where they differ. */
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** What a request may do: nothing, come in with the launch secret, or go on. */
export type Verdict = 'refuse' | 'enter' | 'pass'

/**
 * Keeps strangers out of the loopback server: other programs, other users of the machine and other sites open in the browser.
 * Every request needs the exact `Host`; the socket and every request that is not a GET need the exact `Origin` too; the launch
 * secret works once and is then a cookie (`HttpOnly; SameSite=Strict`).
 */
export class Guard {
  readonly #host: string
  #launch: string | null = randomBytes(32).toString('base64url')
  readonly #session = randomBytes(32).toString('base64url')

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`
  }

  /** The address that lets one window in, once; null after it was used. */
  get address(): string | null {
    return this.#launch === null ? null : `http://${this.#host}/?key=${this.#launch}`
  }

  /** Makes a new single-use address: for a second window, or after the first was closed. */
  renew(): string {
    this.#launch = randomBytes(32).toString('base64url')
    return `http://${this.#host}/?key=${this.#launch}`
  }

  get cookie(): string {
    return `${COOKIE}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
  }

  judge(request: IncomingMessage, socket: boolean): Verdict {
    if (request.headers.host !== this.#host) return 'refuse'
    const origin = request.headers.origin
    const write = socket || (request.method !== 'GET' && request.method !== 'HEAD')
    if (origin !== undefined ? origin !== `http://${this.#host}` : write) return 'refuse'
    const held = cookies(request.headers.cookie).get(COOKIE)
    if (held !== undefined && same(held, this.#session)) return 'pass'
    if (socket || request.method !== 'GET') return 'refuse'
    const url = URL.parse(request.url ?? '/', `http://${this.#host}`)
    const key = url?.pathname === '/' ? url.searchParams.get('key') : null
    if (key === null || this.#launch === null || !same(key, this.#launch)) return 'refuse'
    this.#launch = null
    return 'enter'
  }
}

/** The cookies of a request by name; the first of a name counts. */
function cookies(header: string | undefined): Map<string, string> {
  const out = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at < 0) continue
    const name = part.slice(0, at).trim()
    if (!out.has(name)) out.set(name, part.slice(at + 1).trim())
  }
  return out
}
