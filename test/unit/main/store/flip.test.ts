import Database from 'better-sqlite3'
import { expect, it, vi } from 'vitest'
import { openFile, type Store } from '../../../../main/store/index.ts'
import { verify } from '../../../../main/store/verify.ts'
import { addItem, addSealed, newStore, struck, typed } from './made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 60_000 })

/** A closed file with a proposal that was received, one that was passed with its papers, an agreement, a package and a session. */
function passedFile(): Store {
  const store = newStore()
  const item = addItem(store, '13')
  const theirs = addSealed(store, item, '300', '2023-12-06', 'p1')
  const draft = store.startDraft({ item: item.id, party: 'LTA', date: '2024-01-03', kind: 'amended', answers: theirs.id })
  store.append(draft.id, 0, [typed(1, 'Now: ', 'c1', 2, 'LTA')])
  store.append(draft.id, 1, [struck(12, 16, 'c2', 2, 'LTA')])
  const at = '2024-01-03T23:12:00.000Z'
  store.atomically(() => {
    store.seal(draft.id, at)
    const papers = ['a.pdf', 'a.docx'].map((name) =>
      store.addPaper('pass1', { name, mime: 'x/y', bytes: new TextEncoder().encode(name) }, at),
    )
    const content = { id: 'pass1', at, zone: 'America/Chicago', session: null, proposals: [draft.id], papers }
    store.addLine('pass', { party: 'LTA', date: '2024-01-03', content })
  })
  store.addLine('session', { date: '2024-01-03', content: { id: 's1', place: 'Library', agenda: [] } })
  store.addStatus('ta', { item: item.id, proposal: draft.id, party: '300', date: '2024-01-10', whole: true, content: { session: 's1' } })
  store.close()
  return store
}

/** Something else in place of a value: one letter, one byte, another number. */
function flipped(value: unknown): unknown {
  if (typeof value === 'number') return value + 1000
  if (value === null) return 'x'
  if (Buffer.isBuffer(value)) {
    const bytes = Buffer.from(value)
    bytes[bytes.length >> 1] ^= 1
    return bytes
  }
  const text = String(value)
  const at = text.length >> 1
  return `${text.slice(0, at)}${text[at] === 'q' ? 'r' : 'q'}${text.slice(at + 1)}`
}

it.each([
  ['proposal', /^Item 13|is not there|was sealed and|damaged/m],
  ['event', /its line in the record was changed/],
  ['paper', /a paper of the pass of LTA on 1\.3, was changed|is gone|by hand/],
  ['edit', /^Item 13, LTA 1\.3 was changed/m],
  ['change', /^Item 13, (LTA 1\.3|300 12\.6) was changed/m],
])('verify finds and names one letter changed in any column of any row: %s', (table, named) => {
  const store = passedFile()
  const db = new Database(store.path)
  db.pragma('foreign_keys = OFF')
  db.pragma('ignore_check_constraints = ON')
  for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string }[])
    db.exec(`DROP TRIGGER ${name}`)
  const before = new Set(verify(db).problems)
  expect([...before].every((problem) => problem.startsWith("The file's own protection"))).toBe(true)
  const columns = (db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { name: string }[]).map((c) => c.name)
  const key =
    columns.includes('seq') && table !== 'event'
      ? ['proposal', 'seq']
      : table === 'change'
        ? ['proposal', 'id']
        : [table === 'event' ? 'seq' : 'id']
  const rows = db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
  expect(rows.length).toBeGreaterThan(1)
  const where = key.map((k) => `${k} = ?`).join(' AND ')
  const missed: string[] = []
  for (const row of rows)
    for (const column of columns) {
      const value = flipped(row[column])
      db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(value, ...key.map((k) => row[k]))
      const found = verify(db).problems.filter((problem) => !before.has(problem))
      if (!found.some((problem) => named.test(problem))) missed.push(`${table}.${column}: ${found.join(' ') || 'nothing'}`)
      const now = { ...row, [column]: value }
      db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(row[column], ...key.map((k) => now[k]))
    }
  expect(missed).toEqual([])
  expect(verify(db).problems.filter((problem) => !before.has(problem))).toEqual([])
  db.close()
  const again = openFile(store.path, { readOnly: true })
  expect(again.verify().problems.length).toBe(before.size)
  again.close()
})
