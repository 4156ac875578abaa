import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { describe, expect, it, vi } from 'vitest'
import { openProposal, sealDraft, startDraft } from '../../../../main/services/drafts.ts'
import { findings } from '../../../../main/services/findings.ts'
import { payGrids, setStaff } from '../../../../main/services/grid.ts'
import { startMemorandum } from '../../../../main/services/memorandum.ts'
import { resolve } from '../../../../main/services/versions.ts'
import { parsePayRule } from '../../../../shared/model/money.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { context, plainText, project, putPayRule } from '../../../../shared/redline/index.ts'
import { addItem, newStore, paragraphs } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const N = schema.nodes
const p = (id: string, text: string) => N.paragraph.create({ id }, text ? schema.text(text) : null)
const h = (id: string, text: string, level = 1) => N.heading.create({ id, level }, schema.text(text))
const doc = (...blocks: Node[]) => N.doc.create(null, blocks)

describe('a memorandum', () => {
  it('begins with its parties, the agreement’s term and lines for both to sign, all of it ours and nobody’s name', () => {
    const store = newStore()
    const item = store.addItem({ number: '22', title: 'MOU: literacy hours', place: null, kind: 'item', base: paragraphs('') })
    const draft = startMemorandum(store, { item: item.id, party: 'LTA', date: '2023-12-06' })
    expect(draft.kind).toBe('mou')
    const { doc: made } = store.document(draft.id)
    const text = plainText(project(made, 1))
    for (const words of ['literacy hours', 'from July 1, 2023 through June 30, 2025', 'Signature', 'The parties agree:'])
      expect(text).toContain(words)
    for (const party of store.parties()) expect(text.split(party.name)).toHaveLength(3)
    expect(plainText(project(made, 0)).trim()).toBe('')
    expect(findings(store, resolve(store, item, `#${draft.id}`)).findings).toEqual([])
    sealDraft(store, draft.id)
    expect(store.verify().ok).toBe(true)
    expect(startDraft(store, { item: item.id, party: '300', date: '2024-01-03' }).proposal.kind).toBe('mou')
  })

  it('is begun once, and in no item that was dropped', () => {
    const store = newStore()
    const item = store.addItem({ number: '22', title: 'MOU: literacy hours', place: null, kind: 'item', base: paragraphs('') })
    const memo = { item: item.id, party: 'LTA', date: '2023-12-06' }
    const draft = startMemorandum(store, memo)
    expect(() => startMemorandum(store, memo)).toThrow('LTA already has an open draft in Item 22.')
    sealDraft(store, draft.id)
    store.addStatus('drop', { item: item.id, proposal: draft.id, party: 'LTA', date: '2023-12-07', whole: true })
    expect(() => startMemorandum(store, memo)).toThrow('Item 22 was dropped on 12.7')
  })

  it('amends nothing: an item with language is refused, and no draft is left', () => {
    const store = newStore()
    const item = addItem(store)
    expect(() => startMemorandum(store, { item: item.id, party: 'LTA', date: '2023-12-06' })).toThrow(
      'a memorandum stands in an item of its own',
    )
    expect(store.proposals(item.id)).toEqual([])
  })
})

describe('findings', () => {
  it('look references up in the base agreement, from where the item stands', () => {
    const store = newStore()
    const base = doc(
      h('a', 'Article VIII. Leave'),
      h('s', 'Section 1. Days', 2),
      p('x', 'Ten.'),
      h('t', 'Section 2. Bank', 2),
      p('y', 'A bank.'),
    )
    store.addItem({ number: 'base', title: 'Agreement', place: null, kind: 'base', base })
    const said = (place: string) => {
      const number = String(store.items().length)
      const item = store.addItem({
        number,
        title: 'x',
        place,
        kind: 'item',
        base: doc(p('q', 'As in Section 2, until July 1, 2030, for five (4) days.')),
      })
      return findings(store, resolve(store, item, 'latest')).findings.map((f) => f.kind)
    }
    expect(said('Article VIII, Section 1')).toEqual(['date', 'amount'])
    expect(said('Article IX, Section 1')).toEqual(['reference', 'date', 'amount'])
  })
})

describe('salary grids', () => {
  const grid = () =>
    N.table.create(
      { id: 't' },
      [
        ['Step', 'BA'],
        ['1', '40,000'],
        ['2', '42,000'],
      ].map((cells, y) =>
        N.table_row.create(
          { id: `r${y}` },
          cells.map((text, x) => N.table_cell.create({ id: `c${y}${x}` }, p(`p${y}${x}`, text))),
        ),
      ),
    )

  it('cost what their cells and the staff counts say, for each party’s last proposal and our draft', () => {
    const store = newStore()
    const item = store.addItem({ number: '17', title: 'Pay', place: null, kind: 'item', base: doc(p('a', 'Pay.'), grid(), p('z', 'End.')) })
    const raise = (party: string, date: string, rule: string) => {
      const { proposal, doc: json, seq } = startDraft(store, { item: item.id, party, date })
      const state = EditorState.create({ doc: schema.nodeFromJSON(json) })
      let n = 0
      const cx = context({ r: proposal.chain.length, p: party }, (prefix) => `${prefix}${party}${date}${++n}`)
      const tr = putPayRule(state, state.doc.firstChild!.nodeSize, parsePayRule(rule)!, { cells: null, on: 0, place: '' }, cx)
      store.append(
        proposal.id,
        seq,
        tr.steps.map((s) => s.toJSON()),
      )
      return proposal.id
    }
    sealDraft(store, raise('LTA', '2023-09-20', '8 %'))
    sealDraft(store, raise('300', '2023-10-25', '2 %'))
    const draft = raise('LTA', '2023-12-06', '5 %')
    const [found] = setStaff(store, item.id, 't', { c11: 2, c21: 1.5 })
    expect(found!.costs.map((c) => [c.name, c.total / 100, c.draft])).toEqual([
      ['Current language', 143_000, false],
      ['LTA 9.20', 154_440, false],
      ['300 10.25', 145_860, false],
      ['LTA 12.6', 150_150, true],
    ])
    expect(found!.costs[0]).toMatchObject({ people: 3.5, uncounted: 0 })
    expect(found!.cells.filter((c) => c.figure).map((c) => c.text)).toEqual(['42,000', '44,100'])
    expect(payGrids(store, item.id)).toEqual([found])
    expect(openProposal(store, draft).editable).toBe(true)
    expect(() => setStaff(store, item.id, 'nowhere', {})).toThrow('There is no such salary grid')
    sealDraft(store, draft)
    raise('300', '2023-12-13', '3 %')
    expect(payGrids(store, item.id)[0]!.costs.map((c) => c.name)).toEqual(['Current language', 'LTA 12.6', '300 10.25'])
  })
})
