import { existsSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { checkHeader } from '../store/index.ts'
import { writeWhole } from './output.ts'

/** The largest negotiation that can be brought in, in bytes: what one call carries. */
const MOST = 60 * 1024 * 1024

/**
 * Keeps a copy of a negotiation that came as bytes, at the place that `choose` gives for its name, and opens it with `open`.
 * Returns what that gave; null where `choose` gave no place. What cannot be opened is refused with the sentence that says why, and
 * the copy is taken away again.
 */
export async function bring<T>(
  source: { readonly name: string; readonly bytes: Uint8Array },
  choose: (name: string) => Promise<string | null>,
  open: (path: string) => T,
): Promise<T | null> {
  const name = source.name.split(/[\\/]/).at(-1) || source.name
  if (source.bytes.byteLength > MOST) throw new ParleyError('too-large', `${name} is larger than ${MOST / 1024 / 1024} MB.`)
  checkHeader(source.bytes, name)
  const path = await choose(name)
  if (path === null) return null
  if (existsSync(path)) throw new ParleyError('exists', `${basename(path)} already exists.`)
  writeWhole(path, source.bytes)
  try {
    return open(path)
  } catch (error) {
    for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) rmSync(file, { force: true })
    throw error
  }
}
