const SIGNS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A fresh id with a prefix: unique in any document of any window, so that papers of two parties can be brought together. */
export function freshId(prefix: string): string {
  const random = crypto.getRandomValues(new Uint8Array(12))
  return prefix + [...random].map((byte) => SIGNS[byte % SIGNS.length]).join('')
}
