import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { damaged } from './failure.ts'
import { APPLICATION_ID, LATEST } from './migrate.ts'

const MAGIC = 'SQLite format 3\0'

/**
 * Looks at a file's first 100 bytes (SQLite file format, section 1.3) without touching it, and refuses what is not ours
 * (`not-parley`) or comes from a newer Parley (`newer-file`). Returns the file's version.
 */
export function readHeader(path: string, latest: number = LATEST): number {
  const name = basename(path)
  const header = Buffer.alloc(100)
  const fd = openSync(path, 'r')
  let size: number
  try {
    size = readSync(fd, header, 0, 100, 0)
  } finally {
    closeSync(fd)
  }
  mustBeOurs(header.subarray(0, size), name)
  return readable(existsSync(`${path}-wal`) ? pendingVersion(path) : header.readInt32BE(60), name, latest)
}

/** The same look at a whole file that is held as bytes; `name` is what the person calls it. Returns the version that it says. */
export function checkHeader(bytes: Uint8Array, name: string, latest: number = LATEST): number {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 100))
  mustBeOurs(header, name)
  return readable(header.readInt32BE(60), name, latest)
}

/** Whether a file is a negotiation of ours, of whatever version. */
export function isParley(path: string): boolean {
  const header = Buffer.alloc(100)
  const fd = openSync(path, 'r')
  try {
    mustBeOurs(header.subarray(0, readSync(fd, header, 0, 100, 0)), basename(path))
    return true
  } catch (error) {
    if (error instanceof ParleyError) return false
    throw error
  } finally {
    closeSync(fd)
  }
}

function mustBeOurs(header: Buffer, name: string): void {
  if (header.length < 100 || header.toString('latin1', 0, 16) !== MAGIC || header.readInt32BE(68) !== APPLICATION_ID)
    throw new ParleyError('not-parley', `${name} is not a Parley file.`)
}

function readable(version: number, name: string, latest: number): number {
  if (version > latest)
    throw new ParleyError('newer-file', `${name} was made by a newer Parley (file version ${version}, this one reads ${latest}).`)
  if (version < 1) throw damaged(name)
  return version
}

/** The version of a file that still has a write-ahead log beside it: the log may hold a later one than the header. */
function pendingVersion(path: string): number {
  const db = new Database(path, { readonly: true, timeout: 500 })
  try {
    return Number(db.pragma('user_version', { simple: true }))
  } finally {
    db.close()
  }
}
