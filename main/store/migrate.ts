import { copyFileSync, constants as fs } from 'node:fs'
import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { migration as first } from './migrations/0001.ts'
import { migration as record } from './migrations/0002.ts'

/** One step of a file's shape: `sql` takes a file of version `version - 1` to `version`. */
export interface Migration {
  readonly version: number
  readonly sql: string
}

/** `PRLY`: what marks an SQLite file as ours (SQLite file format, offset 68). */
export const APPLICATION_ID = 0x50524c59
/** Every migration, in order; they are only ever added to. */
export const MIGRATIONS: readonly Migration[] = [first, record]
/** The version that this program writes. */
export const LATEST = MIGRATIONS.at(-1)!.version

/** The version of an open file. */
export const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }))

/** Brings an open database to the last of `migrations`, all in one transaction. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  const run = db.transaction(() => {
    const from = versionOf(db)
    for (const m of migrations)
      if (m.version > from) {
        db.exec(m.sql)
        db.pragma(`user_version = ${m.version}`)
      }
    db.pragma(`application_id = ${APPLICATION_ID}`)
  })
  run.immediate()
}

/**
 * Copies a file of an older version beside itself before it is migrated. Returns the copy's path. A copy that is already there
 * is kept, because it may be the only one from before.
 */
export function backup(db: Database, path: string): string {
  db.pragma('wal_checkpoint(TRUNCATE)')
  const version = versionOf(db)
  for (let n = 0; n < 100; n++) {
    const copy = `${path}.v${version}${n ? `-${n}` : ''}.backup`
    try {
      copyFileSync(path, copy, fs.COPYFILE_EXCL)
      return copy
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  throw new ParleyError('exists', `${basename(path)} has too many backups beside it; move some away first.`)
}
