import { closeSync, openSync, statSync, unlinkSync } from 'node:fs'
import Database from 'better-sqlite3'

/** Gives the lock back. */
export type Unlock = () => void

const inode = (path: string): bigint | null => statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null

/**
 * Takes the one writer's place of the file at `path`, or returns null where another program holds it. Readers need no place.
 *
 * The lock is an SQLite lock on an empty file beside it: the operating system lets go of it when a program dies, so that it is
 * never stale. The file is removed on the way out, while the lock is still held; whoever opened it a moment before then holds
 * a lock on nothing, notices that another file (or none) stands in its place, and tries again.
 */
export function lock(path: string): Unlock | null {
  const place = `${path}-lock`
  for (let attempt = 0; attempt < 20; attempt++) {
    closeSync(openSync(place, 'a'))
    const before = inode(place)
    const db = new Database(place, { timeout: 0 })
    try {
      db.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      db.close()
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null
      throw error
    }
    if (before !== null && before === inode(place))
      return () => {
        if (process.platform !== 'win32') remove(place)
        db.exec('ROLLBACK')
        db.close()
        if (process.platform === 'win32') remove(place)
      }
    db.close()
  }
  return null
}

function remove(place: string): void {
  try {
    unlinkSync(place)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // On Windows another program may be looking at it this very moment; it will take it away itself.
    if (code !== 'ENOENT' && code !== 'EBUSY' && code !== 'EPERM') throw error
  }
}
