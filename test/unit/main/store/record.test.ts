import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFile, openFile, type Store } from '../../../../main/store/index.ts'
import { MIGRATIONS } from '../../../../main/store/migrate.ts'
import { bea191 } from '../../../../shared/model/legend.ts'
import { RULES, readRecord } from '../../../../shared/model/record.ts'
import { addItem, addSealed } from './made.ts'

const beginning = {
  title: 'Lakeview',
  years: '2023-2025',
  us: 'LTA',
  legend: bea191('LTA', '300'),
  parties: [
    { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' as const },
    { label: '300', name: 'District 300', role: 'employer' as const },
  ],
}
let path: string
let store: Store
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'parley-record-')), 'a.parley')
  store = createFile(path, beginning)
  return () => store.close()
})

describe('the record', () => {
  it('of a file of the first version is carried over line by line and still proves itself', () => {
    store.close()
    const old = join(mkdtempSync(join(tmpdir(), 'parley-record-')), 'old.parley')
    const first = createFile(old, beginning, { migrations: MIGRATIONS.slice(0, 1) })
    const lines = first.events()
    first.close()
    store = openFile(old)
    expect(store.events()).toEqual(lines)
    store.addLine('rule', { content: { reopen: 'never' } })
    expect(store.verify()).toMatchObject({ ok: true, problems: [] })
  })

  it('says of each session, package and rule what its last line says', () => {
    expect(readRecord(store.events()).rules).toEqual(RULES)
    const session = {
      id: 's1',
      start: '18:00',
      end: null,
      place: 'Room 4',
      open: 'public',
      agenda: ['Norms'],
      first: null,
      cancelled: false,
    }
    store.addLine('session', { date: '2023-12-06', content: session })
    store.addLine('session', { date: '2023-11-01', content: { ...session, id: 's0' } })
    store.addLine('session', { date: '2023-12-13', content: { ...session, place: 'Library' } })
    store.addLine('package', { party: 'LTA', date: '2023-12-06', content: { id: 'p', title: 'Pay', proposals: ['a', 'b'] } })
    store.addLine('withdraw', { party: 'LTA', date: '2023-12-13', content: { package: 'p' } })
    store.addLine('rule', { content: { reopen: 'never' } })
    const record = readRecord(store.events())
    expect(record.sessions.map((s) => [s.id, s.date, s.place])).toEqual([
      ['s0', '2023-11-01', 'Room 4'],
      ['s1', '2023-12-13', 'Library'],
    ])
    expect(record.packages).toEqual([
      { id: 'p', title: 'Pay', party: 'LTA', date: '2023-12-06', proposals: ['a', 'b'], status: 'withdrawn', statusDate: '2023-12-13' },
    ])
    expect(record.rules).toEqual({ ...RULES, reopen: 'never' })
  })

  it.each(['pass', 'package', 'accept', 'withdraw', 'session', 'rule', 'anchor'] as const)(
    'names a line of a %s that was changed',
    (kind) => {
      store.addLine(kind, { party: 'LTA', date: '2023-12-06', content: { id: 'a', text: 'six', proposals: [], papers: [], session: null } })
      store.addLine('rule', { content: { reopen: 'never' } })
      expect(store.verify().problems).toEqual([])
      const { seq } = store.events().find((e) => e.kind === kind)!
      store.close()
      const db = new Database(path)
      const { sql } = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'event_update'").get() as { sql: string }
      db.exec('DROP TRIGGER event_update')
      db.exec(`UPDATE event SET content = replace(replace(content, 'six', 'ten'), 'never', 'allowed') WHERE kind = '${kind}'`)
      db.exec(sql)
      db.close()
      store = openFile(path)
      expect(store.verify().problems.join('\n')).toContain(`its line in the record was changed (line ${seq}, ${kind}).`)
    },
  )

  it('keeps what an earlier rule said of something else', () => {
    store.addLine('rule', { content: { reopen: 'never' } })
    store.addLine('rule', { content: { first: 'alternate' } })
    expect(store.record().rules).toEqual({ first: 'alternate', reopen: 'never' })
  })

  it('names a proposal that was not sealed at the moment of its pass', () => {
    const { id } = addSealed(store, addItem(store))
    const at = '2020-01-01T00:00:00.000Z'
    store.addLine('pass', {
      party: 'LTA',
      date: '2023-09-20',
      content: { id: 'p1', at, zone: 'UTC', session: null, proposals: [id], papers: [] },
    })
    expect(store.verify().problems).toEqual(['Item 13, LTA 9.20 was not sealed at the moment of the pass of LTA on 9.20.'])
  })

  it('of the first version with an agreement holds it after it is carried over', () => {
    store.close()
    const old = join(mkdtempSync(join(tmpdir(), 'parley-record-')), 'old.parley')
    const first = createFile(old, beginning, { migrations: MIGRATIONS.slice(0, 1) })
    const item = addItem(first)
    const { id } = addSealed(first, item)
    first.addStatus('ta', { item: item.id, proposal: id, party: null, date: '2023-10-25', whole: true })
    first.close()
    store = openFile(old)
    expect(store.record().agreements.get(item.id)).toMatchObject([{ proposal: id, blocks: null, session: null }])
    expect(store.item(item.id)).toMatchObject({ status: 'ta', statusDate: '2023-10-25' })
    expect(() => addSealed(store, item, '300', '2023-11-01')).toThrow('Item 13 was agreed on 10.25')
    expect(store.verify().problems).toEqual([])
  })

  it('names a paper of a pass that was changed, is gone, or was put there by hand', () => {
    const bytes = new TextEncoder().encode('as it left')
    const papers = ['a.pdf', 'b.pdf'].map((name) => store.addPaper('p1', { name, mime: 'application/pdf', bytes }))
    store.addLine('pass', { party: 'LTA', date: '2023-12-06', content: { id: 'p1', session: null, proposals: [], papers } })
    expect(store.verify().problems).toEqual([])
    expect(new TextDecoder().decode(store.paper('p1', 'a.pdf').bytes)).toBe('as it left')
    store.close()
    const db = new Database(path)
    db.exec('DROP TRIGGER paper_update; DROP TRIGGER paper_delete')
    db.exec("UPDATE paper SET bytes = x'00' WHERE name = 'a.pdf'; DELETE FROM paper WHERE name = 'b.pdf'")
    db.exec("INSERT INTO paper VALUES ('x', 'p1', 'c.pdf', 'application/pdf', '', x'00', '')")
    db.close()
    store = openFile(path)
    const said = store.verify().problems.join('\n')
    expect(said).toContain('a.pdf, a paper of the pass of LTA on 12.6, was changed by hand.')
    expect(said).toContain('b.pdf, a paper of the pass of LTA on 12.6, is gone.')
    expect(said).toContain('c.pdf was put among the papers that were passed by hand.')
  })
})

describe('what is one party’s own', () => {
  it('can be written, changed and taken away, and is no part of the record', () => {
    const lines = store.events().length
    const { caucus } = store
    const ann = caucus.putPerson({ name: 'Ann Example', party: 'LTA', role: 'spokesperson' })
    caucus.putPerson({ ...ann, role: 'notes' })
    expect(caucus.people()).toEqual([{ ...ann, role: 'notes' }])
    caucus.setAttendance('s1', ann.id, true)
    expect(caucus.attendance('s1')).toEqual([ann.id])
    const note = {
      item: null,
      proposal: null,
      session: null,
      answers: null,
      place: { block: 'b', text: 'four' },
      body: 'Hold at four.',
      author: '',
    }
    const first = caucus.addNote(note)
    const reply = caucus.addNote({ ...note, place: null, answers: first.id, body: 'Agreed.' })
    caucus.editNote(reply.id, 'Yes.')
    caucus.resolveNote(first.id, true)
    expect(caucus.notes().map((n) => [n.body, n.answers, n.resolvedAt !== null])).toEqual([
      ['Hold at four.', null, true],
      ['Yes.', first.id, false],
    ])
    caucus.removeNote(first.id)
    expect(caucus.notes()).toEqual([])
    const idea = caucus.putWhatIf({ title: 'Pay for calendar', proposals: ['a'], note: 'only if they move' })
    caucus.putWhatIf({ ...idea, proposals: ['a', 'b'] })
    expect(caucus.whatIfs()).toMatchObject([{ id: idea.id, proposals: ['a', 'b'], note: 'only if they move' }])
    caucus.removeWhatIf(idea.id)
    expect(() => caucus.removeWhatIf(idea.id)).toThrow('There is no such package in this file.')
    caucus.removePerson(ann.id)
    expect(caucus.attendance('s1')).toEqual([])
    expect(store.events()).toHaveLength(lines)
    expect(store.verify().ok).toBe(true)
  })
})
