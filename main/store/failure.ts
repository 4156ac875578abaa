import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { ParleyError } from '../../shared/rpc/contract.ts'

const full = (name: string) => new ParleyError('disk-full', `The disk is full, so ${name} was left as it was.`)

/** What went wrong with a file, as one sentence that names it. Passes a `ParleyError` on as it is. */
export function failure(error: unknown, path: string): ParleyError {
  if (error instanceof ParleyError) return error
  const name = basename(path)
  const code = (error as { code?: string } | null)?.code ?? ''
  if (error instanceof Database.SqliteError) {
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return locked(name)
    if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return full(name)
    if (code.startsWith('SQLITE_READONLY')) return readOnly(name)
    if (code === 'SQLITE_CONSTRAINT_TRIGGER') return new ParleyError('sealed', error.message)
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return damaged(name)
    if (/^no such (table|column)/.test(error.message)) return damaged(name)
    return new ParleyError('io', `${name} could not be read or written (${code}).`)
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(name)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return readOnly(name)
  if (code === 'ENOENT') return new ParleyError('not-found', `There is no file ${name}.`)
  if (code === 'EISDIR') return new ParleyError('not-parley', `${name} is a folder, not a Parley file.`)
  if (code.startsWith('E')) return new ParleyError('io', `${name} could not be read or written (${code}).`)
  throw error
}

/** Another window or program has the file. */
export const locked = (name: string) => new ParleyError('locked', `${name} is open in another window or program; close it there first.`)
/** The file, or the folder that it is in, may not be written. */
export const readOnly = (name: string) => new ParleyError('read-only', `${name} is read-only, so nothing in it can be changed.`)
/** The file is one of ours, but its content does not hold together. */
export const damaged = (name: string) => new ParleyError('io', `${name} is damaged and cannot be read.`)

/** Runs `work` and turns whatever goes wrong with the file into a sentence. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw failure(error, path)
  }
}
