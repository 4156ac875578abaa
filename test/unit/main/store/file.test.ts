import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { createFile, openFile } from '../../../../main/store/index.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../../../main/store/migrate.ts'
import { ParleyError } from '../../../../shared/rpc/contract.ts'
import { addItem, addSealed, beginning, newStore, tempDir, typed } from './made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const refusal = (work: () => unknown): ParleyError => {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(ParleyError)
    return error as ParleyError
  }
  throw new Error('expected a refusal')
}
const oneSentence = /^\S[^\n]*\.$/u

describe('a new file', () => {
  it('carries our application id and the latest version, and holds what it was begun with', () => {
    const path = join(tempDir(), 'n.parley')
    createFile(path, beginning).close()
    const header = readFileSync(path).subarray(0, 100)
    expect(header.readInt32BE(68)).toBe(APPLICATION_ID)
    expect(header.readInt32BE(60)).toBe(MIGRATIONS.length)
    const store = openFile(path)
    expect(store.negotiation()).toMatchObject({ title: beginning.title, years: '2023-2025', us: 'LTA' })
    expect(store.parties()).toEqual(beginning.parties)
    store.close()
  })

  it('is one plain file after closing, with no log, lock or draft beside it', () => {
    const store = newStore()
    addSealed(store, addItem(store))
    expect(existsSync(`${store.path}-wal`)).toBe(true)
    store.close()
    expect(readdirSync(dirname(store.path))).toEqual(['n.parley'])
    expect(readFileSync(store.path)[18]).toBe(1)
  })

  it('is refused where a file already stands, which stays as it is', () => {
    const path = join(tempDir(), 'n.parley')
    writeFileSync(path, 'my notes')
    expect(refusal(() => createFile(path, beginning))).toMatchObject({ code: 'exists', message: 'n.parley already exists.' })
    expect(readFileSync(path, 'utf8')).toBe('my notes')
  })

  it('is refused in a folder that is not there', () => {
    expect(refusal(() => createFile(join(tempDir(), 'none', 'n.parley'), beginning)).code).toBe('not-found')
  })

  it('leaves nothing behind where its beginning cannot be written', () => {
    const dir = tempDir()
    const twice = { ...beginning, parties: [beginning.parties[0], beginning.parties[0]] }
    expect(() => createFile(join(dir, 'n.parley'), twice)).toThrow()
    expect(readdirSync(dir)).toEqual([])
  })

  it('has only STRICT tables of its own', () => {
    const store = newStore()
    store.close()
    const db = new Database(store.path, { readonly: true })
    const tables = db.pragma('table_list') as { name: string; strict: number; schema: string }[]
    const ours = tables.filter((t) => t.schema === 'main' && !/^(sqlite_|search)/.test(t.name))
    db.close()
    expect(ours.length).toBeGreaterThan(7)
    expect(ours.filter((t) => !t.strict)).toEqual([])
  })
})

describe('a file that cannot be opened', () => {
  it.each([
    ['text', 'Just a letter, not a database at all. '.repeat(20)],
    ['nothing', ''],
    ['the start of a database', 'SQLite format 3\0'],
  ])('is refused where it is %s', (_name, content) => {
    const path = join(tempDir(), 'x.parley')
    writeFileSync(path, content)
    const before = hash(path)
    const error = refusal(() => openFile(path))
    expect(error).toMatchObject({ code: 'not-parley', message: 'x.parley is not a Parley file.' })
    expect(hash(path)).toBe(before)
    expect(readdirSync(dirname(path))).toEqual(['x.parley'])
  })

  it('is refused where it is another program’s database', () => {
    const path = join(tempDir(), 'x.parley')
    const db = new Database(path)
    db.exec('CREATE TABLE t (x)')
    db.close()
    expect(refusal(() => openFile(path)).code).toBe('not-parley')
  })

  it('is refused where it is a folder, and where it is not there', () => {
    const dir = tempDir()
    mkdirSync(join(dir, 'd.parley'))
    expect(refusal(() => openFile(join(dir, 'd.parley'))).code).toBe('not-parley')
    const missing = refusal(() => openFile(join(dir, 'none.parley')))
    expect(missing).toMatchObject({ code: 'not-found', message: 'There is no file none.parley.' })
  })

  it('is refused where a newer Parley made it, and is left byte for byte', () => {
    const store = newStore()
    store.close()
    const db = new Database(store.path)
    db.pragma('user_version = 99')
    db.close()
    const before = hash(store.path)
    for (const readOnly of [false, true]) {
      const error = refusal(() => openFile(store.path, { readOnly }))
      expect(error.code).toBe('newer-file')
      expect(error.message).toMatch(oneSentence)
    }
    expect(hash(store.path)).toBe(before)
    expect(readdirSync(dirname(store.path))).toEqual(['n.parley'])
  })

  it('is refused where only its log says that a newer Parley wrote it', () => {
    const store = newStore()
    store.close()
    const copy = join(tempDir(), 'copy.parley')
    const db = new Database(store.path)
    db.pragma('journal_mode = WAL')
    db.pragma('wal_autocheckpoint = 0')
    db.pragma('user_version = 99')
    for (const end of ['', '-wal']) copyFileSync(`${store.path}${end}`, `${copy}${end}`)
    db.close()
    const before = [hash(copy), hash(`${copy}-wal`)]
    expect(refusal(() => openFile(copy)).code).toBe('newer-file')
    expect([hash(copy), hash(`${copy}-wal`)]).toEqual(before)
  })

  it('is refused where its content is damaged', () => {
    const store = newStore()
    addSealed(store, addItem(store))
    store.close()
    const bytes = readFileSync(store.path)
    bytes.fill(0xff, 100, 4096)
    writeFileSync(store.path, bytes)
    const error = refusal(() => openFile(store.path))
    expect(error.code).toBe('io')
    expect(error.message).toMatch(oneSentence)
  })
})

describe('a file from outside', () => {
  const changed = (sql: string) => {
    const store = newStore()
    addItem(store)
    store.close()
    const db = new Database(store.path)
    db.exec(sql)
    db.close()
    return store.path
  }

  it.each([
    ['a colour that is none', `UPDATE negotiation SET legend = replace(legend, '#AD0F1B', 'red;background:url(x)')`],
    ['a legend that is none', `UPDATE negotiation SET legend = '{"rules": 7}'`],
    ['no negotiation', 'DELETE FROM negotiation'],
    ['no tables', 'DROP TABLE doubt; DROP TABLE negotiation'],
  ])('is refused with %s', (_name, sql) => {
    const path = changed(sql)
    expect(refusal(() => openFile(path))).toMatchObject({ code: 'io', message: 'n.parley is damaged and cannot be read.' })
    expect(openable(path)).toBe(true)
  })

  it.each([
    ['of another schema', `{"type":"doc","content":[{"type":"script"}]}`],
    ['with what does not fit', `{"type":"doc","content":[{"type":"text","text":"bare"}]}`],
    ['with a switch that is none', `{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"a","sw":"x"}}]}`],
  ])('gives no document %s', (_name, json) => {
    const store = openFile(changed(`UPDATE item SET base = '${json}'`))
    expect(refusal(() => store.base(store.items()[0].id)).code).toBe('io')
    store.close()
  })
})

/** Whether the file's lock was given back. */
const openable = (path: string): boolean => {
  const db = new Database(`${path}-lock`)
  try {
    db.exec('BEGIN EXCLUSIVE')
    return true
  } catch {
    return false
  } finally {
    db.close()
  }
}

describe('two programs', () => {
  it('never write one file at the same time, but the second may read', () => {
    const store = newStore()
    const item = addItem(store)
    const error = refusal(() => openFile(store.path))
    expect(error).toMatchObject({ code: 'locked' })
    expect(error.message).toMatch(oneSentence)
    const reading = openFile(store.path, { readOnly: true })
    expect(reading.items().map((i) => i.id)).toEqual([item.id])
    addSealed(store, item)
    expect(reading.proposals()).toHaveLength(1)
    reading.close()
  })

  it('lets a second program in once the first has closed', () => {
    const store = newStore()
    store.close()
    const again = openFile(store.path)
    expect(again.readOnly).toBe(false)
    again.close()
  })

  it('names a file that another database program holds', () => {
    const store = newStore()
    store.close()
    const other = new Database(store.path)
    other.exec('BEGIN EXCLUSIVE')
    expect(refusal(() => openFile(store.path)).code).toBe('locked')
    other.close()
  })

  it('forgets the lock of a program that was killed', () => {
    const store = newStore()
    store.close()
    const hold = `import { openFile } from ${JSON.stringify(new URL('../../../../main/store/index.ts', import.meta.url).href)}
      openFile(process.argv[1]); process.kill(process.pid, 'SIGKILL')`
    const killed = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', hold, store.path], { encoding: 'utf8' })
    expect(killed.signal, killed.stderr).toBe('SIGKILL')
    const again = openFile(store.path)
    expect(again.readOnly).toBe(false)
    again.close()
    expect(readdirSync(dirname(store.path))).toEqual(['n.parley'])
  })
})

describe('a file that may only be read', () => {
  it('opens, and refuses to be written in one sentence', () => {
    const store = newStore()
    const item = addItem(store)
    const draft = store.startDraft({ item: item.id, party: 'LTA', date: '2023-09-20', kind: 'amended', answers: null })
    store.close()
    const before = hash(store.path)
    const reading = openFile(store.path, { readOnly: true })
    expect(reading.readOnly).toBe(true)
    for (const write of [
      () => reading.append(draft.id, 0, [typed(1, 'x', 'c1', 1, 'LTA')]),
      () => reading.seal(draft.id),
      () => reading.setLegend(beginning.legend),
    ])
      expect(refusal(write)).toMatchObject({ code: 'read-only', message: 'n.parley is read-only, so nothing in it can be changed.' })
    reading.close()
    expect(hash(store.path)).toBe(before)
  })

  it.skipIf(process.platform === 'win32')('is recognised by its permissions', () => {
    const store = newStore()
    addItem(store)
    store.close()
    const look = `import { openFile } from ${JSON.stringify(new URL('../../../../main/store/index.ts', import.meta.url).href)}
        const s = openFile(process.argv[1]); console.log(s.readOnly, s.items().length); s.close()`
    // The superuser may write everything, so somebody else looks.
    spawnSync('chmod', ['-R', 'a+rX,a-w', dirname(store.path)])
    const uid = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const seen = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', look, store.path], { encoding: 'utf8', ...uid })
    spawnSync('chmod', ['-R', 'u+w', dirname(store.path)])
    expect(seen.stdout.trim(), seen.stderr).toBe('true 1')
  })
})

describe('migration', () => {
  const next = [...MIGRATIONS, { version: MIGRATIONS.length + 1, sql: 'ALTER TABLE negotiation ADD COLUMN motto TEXT' }]

  it('backs the file up first, byte for byte, and keeps what it held', () => {
    const store = newStore()
    addSealed(store, addItem(store))
    store.close()
    const before = readFileSync(store.path)
    const newer = openFile(store.path, { migrations: next })
    expect(newer.proposals()).toHaveLength(1)
    newer.close()
    const copy = `${store.path}.v${MIGRATIONS.length}.backup`
    const old = openFile(copy)
    expect(old.proposals()).toHaveLength(1)
    old.close()
    expect(readFileSync(store.path).readInt32BE(60)).toBe(next.length)
    expect(before.length).toBe(readFileSync(copy).length)
  })

  it('that fails leaves the file at its version', () => {
    const store = newStore()
    store.close()
    const bad = [...MIGRATIONS, { version: MIGRATIONS.length + 1, sql: 'CREATE TABLE half (x); CREATE NONSENSE' }]
    expect(refusal(() => openFile(store.path, { migrations: bad })).code).toBe('io')
    const db = new Database(store.path, { readonly: true })
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half'").get()).toEqual({ n: 0 })
    db.close()
  })

  it('is not done to a file that may only be read', () => {
    const store = newStore()
    store.close()
    const before = hash(store.path)
    expect(refusal(() => openFile(store.path, { migrations: next, readOnly: true })).code).toBe('read-only')
    expect(hash(store.path)).toBe(before)
  })

  it('never overwrites an earlier backup', () => {
    const store = newStore()
    store.close()
    const copy = `${store.path}.v${MIGRATIONS.length}.backup`
    writeFileSync(copy, 'kept')
    openFile(store.path, { migrations: next }).close()
    expect(readFileSync(copy, 'utf8')).toBe('kept')
    expect(existsSync(`${store.path}.v${MIGRATIONS.length}-1.backup`)).toBe(true)
  })
})

it('a copy of a file opens beside the original', () => {
  const store = newStore()
  addItem(store)
  store.close()
  const copy = join(tempDir(), 'copy.parley')
  copyFileSync(store.path, copy)
  const [a, b] = [openFile(store.path), openFile(copy)]
  expect(a.items()).toEqual(b.items())
  a.close()
  b.close()
})
