import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { openFile, type StepJSON, type Store } from '../../../../main/store/index.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { plainText, project } from '../../../../shared/redline/index.ts'
import type { ParleyError } from '../../../../shared/rpc/contract.ts'
import { addItem, addSealed, newStore, struck, typed } from './made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const draftIn = (store: Store, answers: string | null = null, item = addItem(store)) =>
  store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers })
const clean = (store: Store, id: string, v: number) => plainText(project(store.document(id).doc, v))
const code = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as ParleyError).code
  }
  return 'none'
}

describe('an open round', () => {
  it('takes edits and has them again after closing', () => {
    const store = newStore()
    const draft = draftIn(store)
    expect(store.append(draft.id, 0, [typed(1, 'Up to ', 'c1', 1, 'LTA')]).seq).toBe(1)
    expect(store.append(draft.id, 1, [struck(7, 11, 'c2', 1, 'LTA')]).seq).toBe(2)
    store.close()
    const again = openFile(store.path)
    expect(again.document(draft.id).seq).toBe(2)
    expect(clean(again, draft.id, 1)).toBe('Up to  days of leave.\nPaid in full.')
    expect(clean(again, draft.id, 0)).toBe('Five days of leave.\nPaid in full.')
    expect(again.append(draft.id, 2, [typed(1, 'x', 'c1', 1, 'LTA')]).seq).toBe(3)
    again.close()
  })

  it('is one for each party in an item', () => {
    const store = newStore()
    const item = addItem(store)
    draftIn(store, null, item)
    expect(() => draftIn(store, null, item)).toThrow()
    expect(store.startDraft({ item: item.id, party: '300', date: '2023-12-06', kind: 'amended', answers: null }).party).toBe('300')
  })

  it('stands on the document of the proposal that it answers', () => {
    const store = newStore()
    const item = addItem(store)
    const theirs = addSealed(store, item, '300')
    const draft = draftIn(store, theirs.id, item)
    expect(draft.chain.map((c) => [c.r, c.party, c.date])).toEqual([
      [1, '300', '2023-09-20'],
      [2, 'LTA', '2023-12-06'],
    ])
    expect(clean(store, draft.id, 2)).toBe('Up to Five days of leave.\nPaid in full.')
  })

  it('answers no draft', () => {
    const store = newStore()
    const item = addItem(store)
    const draft = draftIn(store, null, item)
    expect(code(() => store.startDraft({ item: item.id, party: '300', date: '2023-12-07', kind: 'amended', answers: draft.id }))).toBe(
      'refused',
    )
  })

  it('moves to another date, its round with it', () => {
    const store = newStore()
    const draft = draftIn(store)
    store.append(draft.id, 0, [typed(1, 'Up to ', 'c1', 1, 'LTA')])
    const moved = store.setDate(draft.id, '2024-01-03')
    expect([moved.date, moved.chain[0].date]).toEqual(['2024-01-03', '2024-01-03'])
    expect(store.document(draft.id).seq).toBe(1)
  })

  it('is gone when it is thrown away, but its edits stay in the file', () => {
    const store = newStore()
    const item = addItem(store)
    const draft = draftIn(store, null, item)
    store.append(draft.id, 0, [typed(1, 'Up to ', 'c1', 1, 'LTA')])
    store.discard(draft.id)
    expect(store.proposals(item.id)).toEqual([])
    expect(code(() => store.proposal(draft.id))).toBe('not-found')
    expect(draftIn(store, null, item).id).not.toBe(draft.id)
    store.close()
    const db = new Database(store.path, { readonly: true })
    expect(db.prepare('SELECT count(*) AS n FROM edit').get()).toEqual({ n: 1 })
    db.close()
  })

  it('keeps who made each change, and when it was first seen', () => {
    const store = newStore({ now: () => '2023-12-06T15:00:00.000Z' })
    const draft = draftIn(store)
    store.append(draft.id, 0, [typed(1, 'Up to ', 'c1', 1, 'LTA')])
    store.close()
    const db = new Database(store.path, { readonly: true })
    expect(db.prepare('SELECT id, r, party, at FROM change').all()).toEqual([
      { id: 'c1', r: 1, party: 'LTA', at: '2023-12-06T15:00:00.000Z' },
    ])
    db.close()
  })

  it('is compacted now and then, and opens the same', () => {
    const store = newStore()
    const draft = draftIn(store)
    store.atomically(() => {
      for (let seq = 0; seq < 1001; seq++) store.append(draft.id, seq, [typed(1, 'x', 'c1', 1, 'LTA')])
    })
    const whole = store.document(draft.id).doc
    const db = new Database(store.path, { readonly: true })
    expect(db.prepare('SELECT doc_seq FROM proposal').get()).toEqual({ doc_seq: 1000 })
    db.close()
    store.close()
    const again = openFile(store.path)
    expect(again.document(draft.id)).toMatchObject({ seq: 1001 })
    expect(again.document(draft.id).doc.eq(whole)).toBe(true)
    again.close()
  })
})

describe('an edit is refused, and everything is as before,', () => {
  const refusedEdits: [string, (r: number) => StepJSON, string][] = [
    [
      'where it types without a switch',
      () => ({ ...typed(1, 'x', 'c', 2, 'LTA'), slice: { content: [{ type: 'text', text: 'x' }] } }),
      'refused',
    ],
    ['where it deletes what stood', () => ({ stepType: 'replace', from: 8, to: 12 }), 'refused'],
    ['where it carries the other party’s name', () => typed(1, 'x', 'c9', 2, '300'), 'refused'],
    ['where it writes into a sealed round', () => typed(1, 'x', 'c9', 1, '300'), 'refused'],
    ['where it takes a sealed change’s id for another', () => typed(1, 'x', 'c-theirs', 1, 'LTA'), 'refused'],
    ['where it takes a sealed change’s id into this round', () => typed(1, 'x', 'c-theirs', 2, '300'), 'refused'],
    ['where it is of a round to come', () => typed(1, 'x', 'c9', 3, 'LTA'), 'refused'],
    ['where it is no step', () => ({ stepType: 'nonsense' }), 'refused'],
    ['where it lies outside the document', () => struck(5000, 6000, 'c9', 2, 'LTA'), 'refused'],
    [
      'where it removes a sealed switch',
      () => ({ stepType: 'removeMark', mark: { type: 'insertion', attrs: { id: 'c-theirs', r: 1, p: '300' } }, from: 9, to: 15 }),
      'refused',
    ],
    [
      'where it leaves a block twice',
      () => ({
        stepType: 'replace',
        from: 0,
        to: 0,
        slice: { content: [{ type: 'paragraph', attrs: { id: 'b9', sw: [{ k: 'res', id: 'x', r: 2, p: 'LTA' }] } }] },
      }),
      'refused',
    ],
  ]
  it.each(refusedEdits)('%s', (_name, step, expected) => {
    const store = newStore()
    const item = addItem(store)
    const theirs = addSealed(store, item, '300', '2023-09-20', 'theirs')
    const draft = draftIn(store, theirs.id, item)
    store.append(draft.id, 0, [typed(1, 'At most ', 'c1', 2, 'LTA')])
    const before = store.document(draft.id)
    expect(code(() => store.append(draft.id, 1, [step(2)]))).toBe(expected)
    expect(store.document(draft.id)).toEqual(before)
    expect(store.append(draft.id, 1, [typed(1, 'y', 'c1', 2, 'LTA')]).seq).toBe(2)
  })

  it('where it gives sealed words to another party, though every version would read the same', () => {
    const store = newStore()
    const item = addItem(store)
    const theirs = addSealed(store, item, '300', '2023-09-20', 'theirs')
    const draft = draftIn(store, theirs.id, item)
    const mark = (p: string) => ({ type: 'insertion', attrs: { id: 'c-theirs', r: 1, p } })
    const steps = [
      { stepType: 'removeMark', mark: mark('300'), from: 1, to: 7 },
      { stepType: 'addMark', mark: mark('LTA'), from: 1, to: 7 },
    ]
    expect(code(() => store.append(draft.id, 0, steps))).toBe('refused')
  })

  it.each([
    ['another party', 2, '300', 'refused'],
    ['a sealed round', 1, '300', 'refused'],
    ['itself', 2, 'LTA', 'none'],
  ])('where it says that a paragraph was changed by %s, though every version would read the same', (_name, r, p, expected) => {
    const store = newStore()
    const item = addItem(store)
    const theirs = addSealed(store, item, '300', '2023-09-20', 'theirs')
    const draft = draftIn(store, theirs.id, item)
    const last = store.document(draft.id).doc.lastChild!
    const from = store.document(draft.id).doc.content.size - last.nodeSize
    const { level, align, list, label } = last.attrs
    const was = [{ id: 'c9', r, p, type: 'paragraph', attrs: { level, align, list, label } }]
    const next = last.type.create({ ...last.attrs, align: r === 2 ? 'right' : align, was }, last.content)
    const step = { stepType: 'replace', from, to: from + last.nodeSize, slice: { content: [next.toJSON()] } }
    expect(code(() => store.append(draft.id, 0, [step]))).toBe(expected)
  })

  it('where a block of its own breaks the rules of the tree', () => {
    const store = newStore()
    const draft = draftIn(store)
    const own = (attrs: object) => ({
      stepType: 'replace',
      from: 0,
      to: 0,
      slice: { content: [{ type: 'paragraph', attrs: { sw: [{ k: 'ins', id: 'x', r: 1, p: 'LTA' }], ...attrs } }] },
    })
    expect(code(() => store.append(draft.id, 0, [own({ id: '' })]))).toBe('refused')
    expect(store.append(draft.id, 0, [own({ id: 'b9' })]).seq).toBe(1)
  })

  it('where it does not follow the last one', () => {
    const store = newStore()
    const draft = draftIn(store)
    store.append(draft.id, 0, [typed(1, 'x', 'c1', 1, 'LTA')])
    expect(code(() => store.append(draft.id, 0, [typed(1, 'y', 'c1', 1, 'LTA')]))).toBe('conflict')
    expect(code(() => store.append(draft.id, 2, [typed(1, 'y', 'c1', 1, 'LTA')]))).toBe('conflict')
  })

  it('where one of its steps does not hold, the ones before it included', () => {
    const store = newStore()
    const draft = draftIn(store)
    expect(code(() => store.append(draft.id, 0, [typed(1, 'x', 'c1', 1, 'LTA'), { stepType: 'replace', from: 8, to: 12 }]))).toBe('refused')
    expect(clean(store, draft.id, 1)).toBe('Five days of leave.\nPaid in full.')
  })

  it('where the disk is full, and the next one goes through when there is room again', () => {
    const store = newStore()
    const draft = draftIn(store)
    store.close()
    const pages = new Database(store.path)
    const used = Number(pages.pragma('page_count', { simple: true }))
    pages.close()
    const again = openFile(store.path)
    const limit = (n: number) => again.limitPages(n)
    limit(used)
    const long = 'x'.repeat(20_000)
    expect(code(() => again.append(draft.id, 0, [typed(1, long, 'c1', 1, 'LTA')]))).toBe('disk-full')
    expect(again.document(draft.id).seq).toBe(0)
    limit(1_000_000)
    expect(again.append(draft.id, 0, [typed(1, long, 'c1', 1, 'LTA')]).seq).toBe(1)
    again.close()
  })
})

it('what a transaction did in memory is gone with it', () => {
  const store = newStore()
  const draft = draftIn(store)
  const cut = () =>
    store.atomically(() => {
      store.append(draft.id, 0, [typed(1, 'x', 'c1', 1, 'LTA')])
      throw new Error('cut')
    })
  expect(cut).toThrow('cut')
  expect(store.document(draft.id).seq).toBe(0)
  expect(clean(store, draft.id, 1)).toBe('Five days of leave.\nPaid in full.')
})

it.each([
  ['the current language', null],
  ['a sealed proposal', 'theirs'],
])('an open round whose ground was changed by hand is not opened: it stands on %s', (_name, answers) => {
  const store = newStore()
  const item = addItem(store)
  addSealed(store, item, '300', '2023-09-20', 'theirs')
  const draft = draftIn(store, answers, item)
  store.close()
  const db = new Database(store.path)
  db.exec("UPDATE proposal SET doc = replace(doc, 'Paid', 'Sold') WHERE state = 'draft'")
  db.close()
  const again = openFile(store.path)
  expect(code(() => again.document(draft.id))).toBe('io')
  again.close()
})

it('an open round is not opened where an edit in the file would change a sealed one', () => {
  const store = newStore()
  const item = addItem(store)
  const theirs = addSealed(store, item, '300', '2023-09-20', 'theirs')
  const draft = draftIn(store, theirs.id, item)
  store.append(draft.id, 0, [typed(1, 'At most ', 'c1', 2, 'LTA')])
  store.close()
  const db = new Database(store.path)
  const insert = db.prepare('INSERT INTO edit (proposal, seq, at, steps) VALUES (?, 2, ?, ?)')
  insert.run(draft.id, '2023-12-06T15:00:00.000Z', JSON.stringify([{ stepType: 'replace', from: 17, to: 20 }]))
  db.close()
  const again = openFile(store.path)
  expect(code(() => again.document(draft.id))).toBe('io')
  again.close()
})

describe('a kill at any moment', () => {
  it('loses no edit that was acknowledged', { timeout: 60_000 }, async () => {
    const store = newStore()
    const draft = draftIn(store)
    store.close()
    const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
    const child = `import { openFile } from ${url('../../../../main/store/index.ts')}
      const s = openFile(process.argv[1]); let { seq } = s.document(process.argv[2])
      const step = (n) => ({ stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: n + ' ', marks: [{ type: 'insertion', attrs: { id: 'c1', r: 1, p: 'LTA' } }] }] } })
      for (;;) { seq = s.append(process.argv[2], seq, [step(seq + 1)]).seq; process.stdout.write(seq + '\\n') }`
    let acknowledged = 0
    for (let kill = 0; kill < 8; kill++) {
      const writer = spawn(process.execPath, ['--input-type=module-typescript', '-e', child, store.path, draft.id])
      const goal = acknowledged + 5 + kill * 17
      for await (const line of createInterface(writer.stdout)) {
        acknowledged = Number(line)
        if (acknowledged >= goal) writer.kill('SIGKILL')
      }
      if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
      const reading = openFile(store.path, { readOnly: true })
      const read = reading.document(draft.id).seq
      reading.close()
      const again = openFile(store.path)
      const { doc, seq } = again.document(draft.id)
      expect(seq).toBeGreaterThanOrEqual(acknowledged)
      expect(read).toBe(seq)
      const standing = plainText(project(doc, 1)).split(' ').slice(0, seq).map(Number)
      expect(standing).toEqual(Array.from({ length: seq }, (_, i) => seq - i))
      expect(again.verify()).toEqual({ ok: true, problems: [], checked: 0 })
      again.close()
      acknowledged = seq
    }
    expect(acknowledged).toBeGreaterThan(100)
  })
})

it('a document of the schema comes back as it went in', () => {
  const store = newStore()
  const cell = (text: string) =>
    schema.nodes.table_cell.create({ id: `k${text}` }, schema.nodes.paragraph.create({ id: `p${text}` }, schema.text(text)))
  const doc = schema.nodes.doc.create(null, [
    schema.nodes.heading.create({ id: 'h', level: 2 }, schema.text('Section 4', [schema.marks.strong.create()])),
    schema.nodes.paragraph.create({ id: 'l', list: 'ordered', label: 'a.', level: 1 }, [
      schema.text('x'),
      schema.nodes.hard_break.create(),
    ]),
    schema.nodes.table.create({ id: 't' }, schema.nodes.table_row.create({ id: 'r' }, [cell('1'), cell('2')])),
  ])
  const item = store.addItem({ number: '1', title: 'T', place: null, kind: 'item', base: doc })
  store.close()
  const again = openFile(store.path)
  expect(again.base(item.id).eq(doc)).toBe(true)
  again.close()
})
