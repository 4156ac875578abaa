import { readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Node } from 'prosemirror-model'
import { describe, expect, it, vi } from 'vitest'
import { openFile, type Store } from '../../../../main/store/index.ts'
import type { EventRow, ProposalRow } from '../../../../main/store/rows.ts'
import { cleanHashes, hashDoc, linkOf, parseChain, sealOf, sha256 } from '../../../../main/store/seal.ts'
import { schema } from '../../../../shared/model/schema.ts'
import type { ParleyError } from '../../../../shared/rpc/contract.ts'
import { addItem, addSealed, newStore, struck, typed } from './made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

/** A closed file with three sealed proposals in two items, one answering another. */
function sealedFile(): Store {
  const store = newStore()
  const item = addItem(store, '13')
  const other = addItem(store, '14')
  const theirs = addSealed(store, item, '300', '2023-09-20', 'p1')
  const draft = store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: theirs.id })
  store.append(draft.id, 0, [typed(1, 'Now: ', 'c1', 2, 'LTA'), struck(12, 16, 'c2', 2, 'LTA')])
  store.seal(draft.id)
  const last = addSealed(store, other, 'LTA', '2024-01-03', 'p3')
  store.addStatus('ta', { item: other.id, proposal: last.id, party: '300', date: '2024-01-10', whole: true })
  store.addSource({ name: 'notes.md', kind: 'negotiation', bytes: new TextEncoder().encode('words') })
  store.close()
  return store
}
/** Changes rows as somebody with a database tool would: the triggers go, the change is made, the triggers come back. */
function byHand(store: Store, sql: string): void {
  const db = new Database(store.path)
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[]
  for (const t of triggers) db.exec(`DROP TRIGGER ${t.name}`)
  db.exec(sql)
  for (const t of triggers) db.exec(t.sql)
  db.close()
}
/** Rewrites a sealed document and makes every hash over it good again, its clean hashes too where `clean`. */
function forge(store: Store, id: string, clean: boolean): void {
  const db = new Database(store.path)
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[]
  for (const t of triggers) db.exec(`DROP TRIGGER ${t.name}`)
  const p = db.prepare('SELECT * FROM proposal WHERE id = ?').get(id) as ProposalRow
  const doc = p.doc.replace('Paid', 'Sold')
  const hashes = clean ? JSON.stringify(cleanHashes(Node.fromJSON(schema, JSON.parse(doc)), parseChain(p.chain).length)) : p.clean!
  db.prepare('UPDATE proposal SET doc = ?, clean = ? WHERE id = ?').run(doc, hashes, id)
  const seal = sealOf({ ...p, doc, clean: hashes, sealedAt: p.sealed_at! })
  let before = ''
  for (const e of db.prepare('SELECT * FROM event ORDER BY seq').all() as EventRow[]) {
    const content = e.kind === 'seal' && e.proposal === id ? JSON.stringify({ seal }) : e.content
    before = linkOf(before, { ...e, content })
    db.prepare('UPDATE event SET content = ?, hash = ? WHERE seq = ?').run(content, before, e.seq)
  }
  for (const t of triggers) db.exec(t.sql)
  db.close()
}
const verdict = (store: Store) => {
  const s = openFile(store.path, { readOnly: true })
  try {
    return s.verify()
  } finally {
    s.close()
  }
}

describe('the hash of a document', () => {
  const heading = {
    type: 'heading',
    attrs: { level: 1, align: 'left', id: 'h', sw: [], was: [] },
    content: [{ type: 'text', text: 'Leave' }],
  }
  const old = { type: 'doc', content: [heading] }
  const cell = { id: 'c', sw: [], colspan: 1, rowspan: 1, colwidth: null, align: 'left' }
  const inTable = (inside: object): object => ({
    type: 'doc',
    content: [
      {
        type: 'table',
        attrs: { id: 't' },
        content: [{ type: 'table_row', attrs: { id: 'w', sw: [] }, content: [{ type: 'table_cell', attrs: cell, content: [inside] }] }],
      },
    ],
  })

  it('of headings without labels is what it was before headings had any', () => {
    for (const json of [old, inTable(heading)]) expect(hashDoc(Node.fromJSON(schema, json))).toBe(sha256(JSON.stringify(json)))
  })
  it('covers the label of a heading, and leaves the document as it is', () => {
    const labelled = (label: string | null) =>
      Node.fromJSON(schema, { ...old, content: [{ ...heading, attrs: { ...heading.attrs, label } }] })
    const hashes = [null, '', 'Article 1.', 'Article 2.'].map((label) => hashDoc(labelled(label)))
    expect(new Set(hashes).size).toBe(4)
    const doc = labelled(null)
    hashDoc(doc)
    expect(doc.firstChild!.attrs.label).toBe(null)
    expect(JSON.stringify(doc.toJSON())).toContain('"label":null')
  })
})

describe('a sealed proposal', () => {
  it('takes no edit, no other date, and cannot be thrown away or sealed again', () => {
    const store = newStore()
    const sealed = addSealed(store, addItem(store))
    const attempts = [
      () => store.append(sealed.id, 0, [typed(1, 'x', 'c', 1, 'LTA')]),
      () => store.setDate(sealed.id, '2024-01-01'),
      () => store.discard(sealed.id),
      () => store.seal(sealed.id),
    ]
    const codes = attempts.map((attempt) => {
      try {
        attempt()
        return 'none'
      } catch (error) {
        return (error as ParleyError).code
      }
    })
    expect(codes).toEqual(['sealed', 'sealed', 'sealed', 'sealed'])
  })

  it.each([
    ['its document', "UPDATE proposal SET doc = '{}'"],
    ['its date', "UPDATE proposal SET date = '2024-02-02'"],
    ['its seal time', "UPDATE proposal SET sealed_at = '2024-02-02T00:00:00.000Z'"],
    ['its state', "UPDATE proposal SET state = 'draft', sealed_at = NULL, clean = NULL"],
    ['itself', 'DELETE FROM proposal'],
    ['its edits', 'DELETE FROM edit'],
    ['the words of its edits', "UPDATE edit SET steps = '[]'"],
    ['its list of edits', "INSERT INTO edit (proposal, seq, at, steps) VALUES ('p1', 9, 'x', '[]')"],
    ['the language under it', "UPDATE item SET base = '{}'"],
    ['the record', "UPDATE event SET date = '2024-02-02'"],
    ['the length of the record', 'DELETE FROM event'],
    ['the source', "UPDATE source SET name = 'x'"],
    ['its changes', 'DELETE FROM change'],
  ])('keeps %s against any SQL', (_what, sql) => {
    const store = sealedFile()
    const db = new Database(store.path)
    expect(() => db.exec(sql)).toThrow(/never|only|stays|kept/i)
    db.close()
    expect(verdict(store).ok).toBe(true)
  })

  it('counts the words of its round', () => {
    const store = sealedFile()
    const again = openFile(store.path, { readOnly: true })
    const counter = again.proposals().find((p) => p.date === '2023-12-06')!
    again.close()
    expect([counter.added, counter.struck]).toEqual([1, 1])
  })
})

describe('verify', () => {
  it('finds nothing where nothing was changed', () => {
    expect(verdict(sealedFile())).toEqual({ ok: true, problems: [], checked: 3 })
  })

  it.each([
    [
      'one letter of a document',
      "UPDATE proposal SET doc = replace(doc, 'Up to', 'Up ta') WHERE id = 'p1'",
      /^Item 13, 300 9\.20 was changed/,
    ],
    ['one space between two brackets', "UPDATE proposal SET doc = doc || ' ' WHERE id = 'p3'", /^Item 14, LTA 1\.3 was changed/],
    ['a date', "UPDATE proposal SET date = '2023-09-21' WHERE id = 'p1'", /^Item 13, 300 9\.21 was changed/],
    ['a moment of sealing', "UPDATE proposal SET sealed_at = '2020-01-01T00:00:00.000Z' WHERE id = 'p3'", /^Item 14, LTA 1\.3 was changed/],
    ['a party', "UPDATE proposal SET party = '300' WHERE id = 'p3'", /^Item 14, 300 1\.3 was changed/],
    ['what was answered', "UPDATE proposal SET answers = NULL WHERE date = '2023-12-06'", /^Item 13, LTA 12\.6 was changed/],
    ['what the source did not say', `UPDATE proposal SET unstated = '["party"]' WHERE id = 'p3'`, /^Item 14, LTA 1\.3 was changed/],
    ['a clean hash', "UPDATE proposal SET clean = replace(clean, 'a', 'b') WHERE id = 'p3'", /^Item 14, LTA 1\.3 was changed/],
    ['the order of a stack', "UPDATE proposal SET position = position + 10 WHERE id = 'p1'", /^Item 13, 300 9\.20 was changed/],
    ['a status', "UPDATE event SET date = '2024-01-11' WHERE kind = 'ta'", /^Item 14, LTA 1\.3: its line in the record was changed/],
    ['the time of a line', "UPDATE event SET at = '2020-01-01' WHERE kind = 'seal' AND proposal = 'p1'", /^Item 13, 300 9\.20: its line/],
    ['a line taken out', "DELETE FROM event WHERE kind = 'seal' AND proposal = 'p1'", /Item 13, 300 9\.20 was changed/],
    [
      'two lines in each other’s place',
      'UPDATE event SET seq = seq + 100 WHERE seq = 4; UPDATE event SET seq = 4 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 104',
      /its line in the record was changed/,
    ],
    [
      'the current language',
      "UPDATE item SET base = replace(base, 'Five', 'Four') WHERE number = '14'",
      /^Item 14: its current language was changed/,
    ],
    ['an imported source', "UPDATE source SET bytes = CAST('worms' AS BLOB)", /^The imported source notes\.md was changed/],
    [
      'a seal taken off',
      "UPDATE proposal SET state = 'draft', sealed_at = NULL, clean = NULL WHERE id = 'p3'",
      /^Item 14, LTA 1\.3 was sealed and no longer is/,
    ],
    [
      'a proposal taken out',
      "PRAGMA foreign_keys = OFF; DELETE FROM proposal WHERE id = 'p3'",
      /^Item 14, LTA 1\.3 was sealed and is gone/,
    ],
    ['the number of an item', "UPDATE item SET number = '41' WHERE number = '14'", /^Item 41: its number was changed by hand/],
    ['the title of an item', "UPDATE item SET title = 'Pay' WHERE number = '14'", /^Item 14: its title or place was changed by hand/],
    ['the place of an item', "UPDATE item SET place = 'Article 1' WHERE number = '14'", /^Item 14: its title or place was changed by hand/],
    ['the name of a party', "UPDATE party SET name = 'Another' WHERE label = '300'", /^300: its name or role was changed by hand/],
    ['a party put in', "INSERT INTO party VALUES ('XYZ', 'Third', 'other', 7)", /^XYZ: its name or role was changed by hand/],
    ['the years', "UPDATE negotiation SET years = '2019-2021'", /^The negotiation: its title or years were changed by hand/],
    [
      'a party of another name',
      "PRAGMA foreign_keys = OFF; UPDATE party SET label = 'XYZ' WHERE label = 'LTA'",
      /a row of \w+ points to a party that/,
    ],
    ['a document that is none', 'UPDATE proposal SET doc = \'{"type":"doc"\' WHERE id = \'p3\'', /^Item 14, LTA 1\.3 was changed/],
  ])('names what was changed: %s', (_what, sql, expected) => {
    const store = sealedFile()
    byHand(store, sql)
    const { ok, problems } = verdict(store)
    expect(ok).toBe(false)
    expect(problems.join('\n')).toMatch(new RegExp(expected.source, 'm'))
  })

  it.each([
    ['and leaves its clean hashes', false, 'Item 13, 300 9.20 was changed after it was sealed.'],
    ['and them as well', true, 'Item 13, LTA 12.6 no longer holds 300 9.20 as it was sealed.'],
  ])('is not deceived by somebody who rewrites a document, its seal and the whole record %s', (_how, clean, expected) => {
    const store = sealedFile()
    forge(store, 'p1', clean)
    expect(verdict(store).problems).toContain(expected)
  })

  it('names a proposal whose bytes were changed in the file itself', () => {
    const store = sealedFile()
    const bytes = readFileSync(store.path)
    const at = bytes.indexOf('"text":"Now: "')
    expect(at).toBeGreaterThan(0)
    for (let i = at; i >= 0; i = bytes.indexOf('"text":"Now: "', i + 1)) bytes[i + 8] ^= 1
    writeFileSync(store.path, bytes)
    expect(verdict(store).problems.join('\n')).toMatch(/^Item 13, LTA 12\.6 was changed after it was sealed\.$/m)
  })

  it('says so where a protection is gone', () => {
    const store = sealedFile()
    const db = new Database(store.path)
    db.exec('DROP TRIGGER proposal_sealed')
    db.close()
    expect(verdict(store).problems).toEqual(["The file's own protection was changed (trigger proposal_sealed)."])
  })

  it('says so where a page of the file is broken', () => {
    const store = sealedFile()
    const bytes = readFileSync(store.path)
    bytes.fill(0x5a, bytes.length - 4096, bytes.length - 2048)
    writeFileSync(store.path, bytes)
    expect(verdict(store).ok).toBe(false)
  })
})
