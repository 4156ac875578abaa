import { crc32 } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { ParleyError } from '../../../../shared/rpc/contract.ts'

/**
 * The parts of a Word file as bytes. Files from outside are hostile: what the archive says of itself is never trusted. Sizes
 * are counted while unpacking, checksums compared, and everything is bounded.
 */

/** Bounds of an archive: parts, bytes of one part and of all together once unpacked, and how far a large part may expand. */
export const LIMITS = { parts: 4000, part: 128 << 20, all: 256 << 20, ratio: 400 } as const
/** Below this many bytes the ratio is not looked at: a small part of blanks may well expand a thousandfold. */
const SMALL = 1 << 20

const bad = (name: string, what: string): ParleyError => new ParleyError('bad-input', `«${name}» ${what}`)
const DAMAGED = 'is not a whole Word file: its archive is damaged or cut short.'

/**
 * The parts of the archive by their path, in its order; folders are left out. `name` is what messages call the file. Throws a
 * `ParleyError` where it is no archive, is damaged, encrypted, holds a part twice, or unpacks to more than `LIMITS`.
 */
export async function unpack(bytes: Uint8Array, name: string): Promise<Map<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array>()
  let all = 0
  let zip: ZipFile
  try {
    zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch {
    throw bad(name, 'is not a Word file (DOCX): it is not a zip archive, or it is cut short.')
  }
  if (zip.entryCount > LIMITS.parts) throw bad(name, `holds ${zip.entryCount} parts; a Word file of more than ${LIMITS.parts} is not read.`)
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      if (parts.has(entry.fileName)) throw bad(name, `holds the part ${entry.fileName} twice, so it cannot be told which one counts.`)
      if (entry.isEncrypted()) throw bad(name, 'is encrypted; save it without a password first.')
      const part = await unpackPart(zip, entry, LIMITS.all - all, name)
      all += part.length
      parts.set(entry.fileName, part)
    }
  } catch (error) {
    throw error instanceof ParleyError ? error : bad(name, DAMAGED)
  }
  return parts
}

async function unpackPart(zip: ZipFile, entry: Entry, room: number, name: string): Promise<Uint8Array> {
  const most = Math.min(LIMITS.part, room)
  const chunks: Buffer[] = []
  let size = 0
  const stream = await zip.openReadStreamPromise(entry)
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > most || (size > SMALL && size > entry.compressedSize * LIMITS.ratio))
        throw new ParleyError(
          'too-large',
          `«${name}» unpacks to far more than a Word file holds (at ${entry.fileName}), so it was not read.`,
        )
      chunks.push(chunk)
    }
  } finally {
    stream.destroy()
  }
  const part = Buffer.concat(chunks)
  if (crc32(part) !== entry.crc32) throw bad(name, DAMAGED)
  return new Uint8Array(part.buffer, part.byteOffset, part.length)
}
