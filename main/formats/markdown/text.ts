import { ParleyError } from '../../../shared/rpc/contract.ts'

/** The largest text that is read, in bytes (and, once decoded, in characters): forty times the longest contract we know. */
export const MAX_SOURCE = 16 * 1024 * 1024
const megabytes = (n: number): string => `${Math.ceil(n / 1024 / 1024)} MB`
/** The refusal of a source of `size` bytes that is over what is read of its kind. */
export const tooLarge = (name: string, size: number, most = MAX_SOURCE) =>
  new ParleyError('too-large', `${name} is too large to read: ${megabytes(size)}, where ${megabytes(most)} is the most.`)

/** Files that are neither Word nor text, by their first bytes: what one is, and what to do about it. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['%PDF', 'is a PDF; Word files (DOCX), Markdown and text are read'],
  ['{\\rtf', 'is an RTF file; save it in Word as DOCX'],
  ['\xd0\xcf\x11\xe0', 'is of an old Word (DOC) or locked with a password; save it in Word as DOCX, without one'],
]
/** Refuses (`not-text`) what is known to be neither a Word file nor text, saying what it is. */
export function refuseForeign(bytes: Uint8Array, name: string): void {
  const found = FOREIGN.find(([head]) => [...head].every((sign, i) => bytes[i] === sign.charCodeAt(0)))
  if (found) throw new ParleyError('not-text', `${name} ${found[1]}.`)
}

/**
 * The text of a source file. UTF-8, with or without a byte order mark; line ends become `\n`. Throws `ParleyError`: `too-large`
 * over `MAX_SOURCE`, `not-text` where the bytes are no UTF-8 or hold a NUL, `bad-input` where there is no text in it.
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  if (bytes.length > MAX_SOURCE) throw tooLarge(name, bytes.length)
  refuseForeign(bytes, name)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ParleyError('not-text', `${name} is not a text file in UTF-8.`)
  }
  if (text.includes('\0')) throw new ParleyError('not-text', `${name} is not a text file: it holds zero bytes.`)
  return checkedText(text, name)
}

/** The same limits for text that is already decoded. */
export function checkedText(text: string, name: string): string {
  if (text.length > MAX_SOURCE) throw tooLarge(name, text.length)
  if (text.includes('\0')) throw new ParleyError('not-text', `${name} is not a text file: it holds zero bytes.`)
  if (text.trim() === '') throw new ParleyError('bad-input', `${name} holds no text.`)
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
