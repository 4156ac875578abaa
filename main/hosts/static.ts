import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** What the window may load and do, whichever host it is in: its own files, its own socket, nothing from anywhere else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that go with every answer. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** A file of the built window by its URL path; null where there is none, or where the path leaves the folder. */
export async function windowFile(root: string, path: string): Promise<{ type: string; bytes: Uint8Array } | null> {
  let name: string
  try {
    name = normalize(decodeURIComponent(path === '/' ? '/index.html' : path))
  } catch {
    return null
  }
  const file = join(root, name)
  const type = TYPES[extname(file)]
  if (name.includes('\0') || type === undefined || !file.startsWith(root + sep)) return null
  try {
    return { type, bytes: await readFile(file) }
  } catch {
    return null
  }
}
