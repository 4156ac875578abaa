import { EditorState } from 'prosemirror-state'
import { describe, expect, it, vi } from 'vitest'
import { languageOf } from '../../../../main/formats/paper.ts'
import { makePaper, type PaperRequest } from '../../../../main/services/paper.ts'
import { textOf } from '../../../../main/services/text.ts'
import type { Store } from '../../../../main/store/index.ts'
import { context, moveDown, type Redline } from '../../../../shared/redline/index.ts'
import { addItem, addSealed, newStore, paragraphs, struck, typed } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const request = (scope: string, more: Partial<PaperRequest> = {}): PaperRequest => ({
  scope,
  view: 'redline',
  baseline: null,
  version: null,
  ...more,
})

/** Item 13: ours of 9.20, agreed on 10.25; Item 14: theirs of 9.20 and our counter of 12.6, which strikes part of it; norms; a base. */
function table(): Store {
  const store = newStore({ now: () => '2023-08-15T12:00:00.000Z' })
  store.addItem({ number: 'base', title: 'Agreement', place: null, kind: 'base', base: paragraphs('Article 1', 'Words.') })
  const a = addItem(store, '13')
  const b = addItem(store, '14')
  store.addItem({ number: 'norms', title: 'Meeting norms', place: null, kind: 'norms', base: paragraphs('One speaks at a time.') })
  const ours = addSealed(store, a, 'LTA', '2023-09-20', 'p1')
  store.addStatus('ta', { item: a.id, proposal: ours.id, party: '300', date: '2023-10-25', whole: true })
  addSealed(store, b, '300', '2023-09-20', 'p2')
  const draft = store.startDraft({ item: b.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: 'p2' })
  store.append(draft.id, 0, [struck(1, 7, 'c9', 2, 'LTA'), typed(1, 'Now ', 'c8', 2, 'LTA')])
  store.seal(draft.id)
  return store
}
const kinds = (r: Redline) => r.blocks.flatMap((b) => (b.kind === 'text' ? b.runs.map((run) => run.kind) : []))

describe('a paper', () => {
  it('of one item names it, its version and what it is measured against', () => {
    const { paper, name } = makePaper(table(), request('item:14', { baseline: 'last:300' }))
    expect(name).toBe('Item 14 LTA 12.6 redline')
    expect(paper.title).toBe('Item 14: Bereavement')
    expect(paper.subtitle).toBe("Lakeview and District 300. LTA 12.6, answering 300's 9.20, against 300 9.20")
    expect(paper.date).toBe('2023-12-06')
    expect(languageOf(paper).map((s) => s.labels)).toEqual([['Item 14', 'LTA', '12.6']])
  })

  it('has a key of each kind of change that occurs, and no other', () => {
    const { paper } = makePaper(table(), request('item:14', { baseline: 'last:300' }))
    expect(paper.key.map((k) => [k.kind, k.party, k.date, k.label])).toEqual([
      ['insert', 'LTA', '2023-12-06', 'LTA 12.6'],
      ['delete', 'LTA', '2023-12-06', 'LTA strikes'],
    ])
  })

  it('in all rounds shows what came and went, with both names', () => {
    const { paper } = makePaper(table(), request('item:14', { view: 'all-rounds' }))
    expect(paper.key.map((k) => k.label)).toEqual(['300 9.20', 'LTA 12.6', 'LTA strikes'])
    expect(makePaper(table(), request('item:14')).paper.key.map((k) => k.label)).toEqual(['LTA 12.6'])
  })

  it('that is clean holds no change and no key', () => {
    const { paper } = makePaper(table(), request('table', { view: 'clean' }))
    expect(paper.key).toEqual([])
    expect(new Set(languageOf(paper).flatMap((s) => kinds(s.redline)))).toEqual(new Set(['same']))
  })

  it('of the whole table has the norms first and a row for every proposal', () => {
    const { paper, name } = makePaper(table(), request('table'))
    expect(name).toBe('Commonly formatted document redline')
    expect(languageOf(paper).map((s) => s.labels)).toEqual([
      ['Meeting norms'],
      ['Item 13', 'LTA', '9.20', 'TA', '10.25'],
      ['Item 14', '300', '9.20'],
      ['Item 14', 'LTA', '12.6'],
    ])
    expect(paper.date).toBe('2023-12-06')
  })

  it('of the table at one version leaves out the items that lack it', () => {
    const { paper } = makePaper(table(), request('table', { version: 'last:300' }))
    expect(languageOf(paper).map((s) => s.labels)).toEqual([['Item 14', '300', '9.20']])
  })

  it('of the base agreement runs over the whole width and carries no day, least of all that of the import', () => {
    const { paper, name } = makePaper(table(), request('base', { view: 'clean' }))
    expect([name, paper.date, languageOf(paper)[0].labels]).toEqual(['Base agreement current language clean', null, null])
  })

  it('of an open draft says that it is open, and is only made when asked for', () => {
    const store = table()
    const [a] = store.items().filter((i) => i.number === '13')
    const draft = store.startDraft({ item: a.id, party: '300', date: '2024-01-03', kind: 'amended', answers: null })
    expect(makePaper(store, request('table')).paper.sections).toHaveLength(4)
    expect(makePaper(store, request('item:13')).name).toBe('Item 13 LTA 9.20 redline')
    expect(languageOf(makePaper(store, request('item:13', { version: `#${draft.id}` })).paper)[0].labels).toEqual([
      'Item 13',
      '300',
      '1.3',
      'open',
    ])
  })

  it.each([
    ['all', /^all is not a scope; there are item:N, stack:N, table, .* and base\.$/],
    ['item:', /^item: is not a scope/],
    ['item', /^item is not a scope/],
    ['table:13', /^table:13 is not a scope/],
    ['item:77', 'There is no Item 77 in n.parley.'],
    ['sign-off:14', 'Nothing is agreed in Item 14.'],
    ['constructor', /^constructor is not a scope/],
  ])('of %s is refused', (scope, message) => {
    expect(() => makePaper(table(), request(scope))).toThrow(message)
  })
})

describe('text as runs', () => {
  it('joins neighbours of one state and names who and when', () => {
    expect(textOf(table(), request('item:14', { baseline: '300@2023-09-20' }))).toEqual([
      [
        { text: 'Now ', kind: 'insert', party: 'LTA', date: '2023-12-06' },
        { text: 'Up to ', kind: 'delete', party: 'LTA', date: '2023-12-06' },
        { text: 'Five days of leave.', kind: 'same' },
      ],
      [{ text: 'Paid in full.', kind: 'same' }],
    ])
  })

  it('tells both halves of a move by one name', () => {
    const store = newStore()
    const item = addItem(store, '13', 'Five days.', 'Paid in full.', 'For kin.')
    const draft = store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: null })
    const { doc } = store.document(draft.id)
    let n = 0
    moveDown(context({ r: 1, p: 'LTA' }, (prefix) => `${prefix}${++n}`))(EditorState.create({ doc }), (tr) => {
      store.append(
        draft.id,
        0,
        tr.steps.map((step) => step.toJSON()),
      )
    })
    store.seal(draft.id)
    const blocks = textOf(store, request('item:13'))
    const moved = blocks.flat().filter((run) => run.move !== undefined)
    expect(moved.map((run) => [run.text, run.kind])).toEqual([
      ['Five days.\n', 'delete'],
      ['Five days.\n', 'insert'],
    ])
    expect(new Set(moved.map((run) => run.move)).size).toBe(1)
    expect(blocks.flat().filter((run) => run.kind === 'same')).toHaveLength(2)
  })

  it('of the table begins each row with its labels', () => {
    const blocks = textOf(table(), request('table', { view: 'clean' }))
    expect(blocks.map((b) => b[0].text).filter((t) => /^(Item|Meeting)/.test(t))).toEqual([
      'Meeting norms',
      'Item 13 LTA 9.20 TA 10.25',
      'Item 14 300 9.20',
      'Item 14 LTA 12.6',
    ])
  })
})
