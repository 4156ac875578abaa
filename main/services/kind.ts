import { MAX_SOURCE, tooLarge } from '../formats/markdown/index.ts'

/** The largest Word file that is read, in bytes: a contract with scanned pages; what it unpacks to is bounded by itself. */
export const MAX_WORD = 60 * 1024 * 1024
const ZIP = [0x50, 0x4b]
/** Whether bytes are a zip archive, as every Word file is: what a file is called says nothing. */
export const isWordFile = (bytes: Uint8Array): boolean => ZIP.every((byte, i) => bytes[i] === byte)

/** Refuses a source of `size` bytes that is larger than its kind may be; `head`: its first bytes. */
export function checkSize(name: string, size: number, head: Uint8Array): void {
  const most = isWordFile(head) ? MAX_WORD : MAX_SOURCE
  if (size > most) throw tooLarge(name, size, most)
}
