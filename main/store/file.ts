import { closeSync, constants, copyFileSync, existsSync, linkSync, openSync, statSync, unlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { Legend } from '../../shared/model/legend.ts'
import type { Moment, Party } from '../../shared/model/negotiation.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { failure, guarded, locked, readOnly } from './failure.ts'
import { readHeader } from './header.ts'
import { lock, type Unlock } from './lock.ts'
import { backup, LATEST, MIGRATIONS, type Migration, migrate, versionOf } from './migrate.ts'
import { linkOf } from './seal.ts'
import { Store } from './store.ts'

/** What a new negotiation begins with. */
export interface Beginning {
  readonly title: string
  readonly years: string | null
  readonly parties: readonly Party[]
  readonly us: string
  readonly legend: Legend
}
/** How a file is opened or made. */
export interface FileOptions {
  /** Only read: the file is not touched, and others may have it open. */
  readonly readOnly?: boolean
  /** The clock; for tests. */
  readonly now?: () => Moment
  /** The migrations; for tests. */
  readonly migrations?: readonly Migration[]
}

const clock = (): Moment => new Date().toISOString()

/** Settings of every connection that may write. The log is begun with the first edit (`Store`): opening a file does not change it. */
function prepare(db: Database.Database): void {
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('synchronous = FULL')
}

/** Creates a negotiation at `path` and opens it. A file that is already there is refused (`exists`) and left as it is. */
export function createFile(path: string, beginning: Beginning, options: FileOptions = {}): Store {
  const full = resolve(path)
  if (existsSync(full)) throw new ParleyError('exists', `${basename(full)} already exists.`)
  if (!existsSync(dirname(full)))
    throw new ParleyError('not-found', `There is no folder ${basename(dirname(full))} to put ${basename(full)} in.`)
  const draft = join(dirname(full), `.${basename(full)}.${process.pid}.new`)
  guarded(full, () => {
    try {
      fill(draft, beginning, options)
      publish(draft, full)
    } catch (error) {
      throw failure(error, full).code === 'disk-full'
        ? new ParleyError('disk-full', `The disk is full, so ${basename(full)} was not made.`)
        : error
    } finally {
      for (const leftover of [draft, `${draft}-journal`, `${draft}-wal`, `${draft}-shm`]) if (existsSync(leftover)) unlinkSync(leftover)
    }
  })
  return openFile(full, options)
}

function fill(path: string, b: Beginning, { now = clock, migrations = MIGRATIONS }: FileOptions): void {
  const db = new Database(path)
  try {
    db.pragma('foreign_keys = ON')
    migrate(db, migrations)
    db.transaction(() => {
      b.parties.forEach((p, i) => {
        db.prepare('INSERT INTO party (label, name, role, place) VALUES (?, ?, ?, ?)').run(p.label, p.name, p.role, i)
      })
      const at = now()
      db.prepare('INSERT INTO negotiation (id, title, years, us, legend, created_at) VALUES (1, ?, ?, ?, ?, ?)').run(
        b.title,
        b.years,
        b.us,
        JSON.stringify(b.legend),
        at,
      )
      const line = {
        seq: 1,
        at,
        kind: 'create',
        item: null,
        proposal: null,
        party: null,
        date: null,
        content: JSON.stringify({ parties: b.parties, title: b.title, years: b.years }),
      }
      db.prepare("INSERT INTO event (seq, at, kind, content, hash) VALUES (1, ?, 'create', ?, ?)").run(at, line.content, linkOf('', line))
    })()
  } finally {
    db.close()
  }
}

/** Puts a finished file in its place, never over another one. */
function publish(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') throw new ParleyError('exists', `${basename(to)} already exists.`)
    // A file system without hard links (FAT, some network drives).
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  }
}

/**
 * Opens a negotiation. Refuses, and leaves as it was: what is not ours (`not-parley`), what a newer Parley made (`newer-file`),
 * what another program writes (`locked`). A file that may only be read is opened so; writing to it is then refused.
 */
export function openFile(path: string, options: FileOptions = {}): Store {
  const full = resolve(path)
  return guarded(full, () => {
    const { migrations = MIGRATIONS } = options
    const latest = migrations.at(-1)?.version ?? LATEST
    if (statSync(full).isDirectory()) throw new ParleyError('not-parley', `${basename(full)} is a folder, not a Parley file.`)
    const version = readHeader(full, latest)
    const unlock = options.readOnly ? null : place(full)
    if (!unlock) return reader(full, version, latest, options)
    try {
      return writer(full, unlock, options)
    } catch (error) {
      unlock()
      throw error
    }
  })
}

/** The writer's place, null where the file or its folder may not be written; refuses where another program has it. */
function place(path: string): Unlock | null {
  try {
    closeSync(openSync(path, 'r+'))
    const unlock = lock(path)
    if (!unlock) throw locked(basename(path))
    return unlock
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return null
    throw error
  }
}

function reader(path: string, version: number, latest: number, { now = clock }: FileOptions): Store {
  if (version < latest)
    throw new ParleyError('read-only', `${basename(path)} is from an older Parley and must be writable once to be brought up to date.`)
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 2000 })
  db.pragma('trusted_schema = OFF')
  return opened(db, path, null, now)
}

function writer(path: string, unlock: Unlock, { now = clock, migrations = MIGRATIONS }: FileOptions): Store {
  const db = new Database(path, { fileMustExist: true, timeout: 1000 })
  try {
    prepare(db)
    db.exec('BEGIN IMMEDIATE')
    db.exec('ROLLBACK')
    if (versionOf(db) < migrations.at(-1)!.version) {
      backup(db, path)
      migrate(db, migrations)
    }
    return opened(db, path, unlock, now)
  } catch (error) {
    db.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_READONLY')) throw readOnly(basename(path))
    throw error
  }
}

function opened(db: Database.Database, path: string, unlock: Unlock | null, now: () => Moment): Store {
  try {
    const store = new Store(db, path, unlock, now)
    store.negotiation()
    return store
  } catch (error) {
    db.close()
    throw error
  }
}
