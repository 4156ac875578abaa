import { Fragment, type Node } from 'prosemirror-model'
import { describe, expect, it, vi } from 'vitest'
import { setAnchor, takeProposed } from '../../../../main/services/anchor.ts'
import { agreementInPlace } from '../../../../main/services/inplace.ts'
import { ratified } from '../../../../main/services/ratify.ts'
import { setStatus } from '../../../../main/services/status.ts'
import { resolve, viewBetween } from '../../../../main/services/versions.ts'
import { weave } from '../../../../shared/compare/index.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { accept, changes, invariants, plainText, project, redline, reject } from '../../../../shared/redline/index.ts'
import { newStore } from '../store/made.ts'
import { added, agree, baseOf, blockLike, edited, idOf, itemAt, para, propose, withBase } from './agreed.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 60_000 })

const LTA = { party: 'LTA', date: '2023-09-20' }
const D300 = { party: '300', date: '2023-10-04' }
/** Lines that two texts do not share, one after the other: struck, then put in. */
const differing = (a: string, b: string): string[] => {
  const [x, y] = [a.split('\n'), b.split('\n')]
  return [...x.filter((line) => !y.includes(line)), ...y.filter((line) => !x.includes(line))]
}

describe('the ratified agreement', () => {
  it('holds what was agreed and nothing else, and every change names its item and day', async () => {
    const store = newStore()
    const base = await withBase(store)
    const one = itemAt(store, 'Section 2. Who Is in the Unit')
    const two = itemAt(store, 'Section 1. Words Used')
    const three = itemAt(store, 'Section 1. Exclusive')
    const first = propose(store, one, LTA, (clean) => edited(clean, (text) => text.replace('fourteen (14)', 'twelve (12)')))
    const counter = propose(store, one, { ...D300, answers: first }, (clean) =>
      edited(clean, (text) => text.replace('twelve (12)', 'thirteen (13)')),
    )
    agree(store, counter, '2023-11-01')
    const words = propose(store, two, LTA, (clean) => added(clean, para('"Board" means the School Board.', 'e.')))
    agree(store, words, '2023-11-08')
    propose(store, three, LTA, (clean) => edited(clean, (text) => `${text} Always.`))
    const made = ratified(store)
    invariants(made.doc)
    const now = project(made.doc, made.target)
    expect(project(made.doc, 0).eq(base)).toBe(true)
    const lines = differing(plainText(base), plainText(now))
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('fourteen (14)')
    expect(lines[1]).toContain('thirteen (13)')
    expect(lines[2]).toBe('e. "Board" means the School Board.')
    expect(made.trace.map((t) => [t.number, t.agreed, t.change.struck, t.change.inserted])).toEqual([
      ['1', '2023-11-01', 'fourteen (14)', ''],
      ['1', '2023-11-01', '', 'thirteen (13)'],
      ['2', '2023-11-08', '', '"Board" means the School Board.\n'],
    ])
    expect(made.findings.filter((f) => f.kind === 'open').map((f) => f.item)).toEqual(['3'])
    const line = redline(made.doc, made.rounds, 0, made.target)
    expect(accept(line.blocks).eq(now)).toBe(true)
    expect(reject(line.blocks).eq(base)).toBe(true)
    expect(made.doc.children.filter((block) => base.children.includes(block)).length).toBeGreaterThan(base.childCount - 4)
  })

  it('holds of a part that was agreed that part alone', async () => {
    const store = newStore()
    const base = await withBase(store)
    const item = itemAt(store, 'Section 1. Words Used')
    const p = propose(store, item, LTA, (clean) => edited(clean, (text, i) => (i > 0 ? `${text} Really.` : text)))
    const part = store.base(item.id).child(2)
    agree(store, p, '2023-11-01', [idOf(part)])
    const made = ratified(store)
    invariants(made.doc)
    const lines = differing(plainText(base), plainText(project(made.doc, made.target)))
    expect(lines).toHaveLength(2)
    expect(lines[1]).toBe(`${part.attrs.label} ${part.textContent} Really.`)
    expect(made.trace.map((t) => [t.number, t.agreed])).toEqual([['1', '2023-11-01']])
    setStatus(store, { item: item.id, kind: 'drop', date: '2023-11-08' })
    expect(store.item(item.id).status).toBe('dropped')
    expect(ratified(store).trace).toEqual([])
    setStatus(store, { item: item.id, kind: 'reopen', date: '2023-11-09' })
    expect(ratified(store).trace).toHaveLength(1)
  })

  it('puts a memorandum at the end under a heading, and new language at its place', async () => {
    const store = newStore()
    const base = await withBase(store)
    const mou = store.addItem({
      number: '7',
      title: 'Pilot',
      place: null,
      kind: 'item',
      base: edited(base, () => null).type.create(null, para('')),
    })
    agree(
      store,
      propose(store, mou, { ...LTA, kind: 'mou' }, () => base.type.create(null, [para('A pilot of one year.'), para('Signed:')])),
      '2023-12-01',
    )
    const fresh = store.addItem({
      number: '8',
      title: 'Wall',
      place: 'Article 2, Section 1',
      kind: 'item',
      base: base.type.create(null, para('')),
    })
    agree(
      store,
      propose(store, fresh, { ...D300, kind: 'new' }, () => base.type.create(null, para('A wall is built.'))),
      '2023-12-01',
    )
    setAnchor(store, fresh.id, { place: 'Article II, Section 1' })
    const made = ratified(store)
    invariants(made.doc)
    const now = project(made.doc, made.target).children.map((block) => block.textContent)
    expect(now.slice(-3)).toEqual(['Memoranda', 'A pilot of one year.', 'Signed:'])
    expect(made.findings.filter((f) => f.kind === 'memorandum').map((f) => f.item)).toEqual(['7'])
    const at = now.indexOf('A wall is built.')
    expect(
      baseOf(store)
        .children.map((block) => block.textContent)
        .indexOf(now[at + 1]),
    ).toBe(at)
    expect(project(made.doc, 0).eq(base)).toBe(true)
    expect(new Set(made.trace.map((t) => t.number))).toEqual(new Set(['7', '8']))
  })

  it('stops where an agreement has no certain place, and names the item', async () => {
    const store = newStore()
    const base = await withBase(store)
    const item = store.addItem({
      number: '9',
      title: 'Elsewhere',
      place: null,
      kind: 'item',
      base: base.type.create(null, para('Words of nowhere.')),
    })
    agree(
      store,
      propose(store, item, LTA, (clean) => edited(clean, (text) => `${text} More.`)),
      '2023-12-01',
    )
    expect(() => ratified(store)).toThrow(
      'The agreement cannot be put together: Item 9 quotes “Words of nowhere.”, which the base agreement does not have.',
    )
    setAnchor(store, item.id, { blocks: [idOf(blockLike(base, 'Section 1. Exclusive'))] })
    expect(() => ratified(store)).toThrow(/Item 9 quotes “Words of nowhere\.”, which does not stand so/)
  })
  it('holds two agreements in one paragraph; where they change the same words it stops and names both', async () => {
    const store = newStore()
    await withBase(store)
    for (const word of ['fourteen', 'Principals', 'fourteen']) {
      if (store.items().length === 3) {
        const { doc, target } = ratified(store)
        const words = blockLike(project(doc, target), 'The unit is').textContent
        expect([words.includes('Some (14) hours'), words.includes('Some, directors')]).toEqual([true, true])
      }
      const item = itemAt(store, 'Section 2. Who Is in the Unit')
      agree(
        store,
        propose(store, item, LTA, (clean) => edited(clean, (text) => text.replace(word, 'Some'))),
        '2023-12-01',
      )
    }
    expect(() => ratified(store)).toThrow(/Item 3 and Item 1 both change “The unit is/)
  })
})

it('new language that is tied to a paragraph goes in after it', async () => {
  const store = newStore()
  const base = await withBase(store)
  const empty = base.type.create(null, para(''))
  const fresh = store.addItem({ number: '8', title: 'Wall', place: null, kind: 'item', base: empty })
  agree(
    store,
    propose(store, fresh, { ...D300, kind: 'new' }, () => base.type.create(null, para('A wall is built.'))),
    '2023-12-01',
  )
  const block = blockLike(base, 'Section 1. Words Used')
  setAnchor(store, fresh.id, { blocks: [idOf(block)] })
  const made = ratified(store)
  const now = project(made.doc, made.target).children
  const at = now.findIndex((b) => b.attrs.id === idOf(block))
  expect(now[at + 1].textContent).toBe('A wall is built.')
})

it('in place stands what is on the table: a party that withdrew its last proposal does not stand at its one before', async () => {
  const store = newStore()
  await withBase(store)
  const one = itemAt(store, 'Section 2. Who Is in the Unit')
  const first = propose(store, one, LTA, (clean) => edited(clean, (text) => text.replace('fourteen (14)', 'twelve (12)')))
  const last = propose(store, one, { ...LTA, date: '2023-10-01', answers: first }, (clean) =>
    edited(clean, (text) => text.replace('twelve (12)', 'ten (10)')),
  )
  expect(agreementInPlace(store, 'open').placed).toHaveLength(1)
  setStatus(store, { item: one.id, kind: 'drop', proposal: last.id, whole: false, date: '2023-11-01' })
  expect(agreementInPlace(store, 'open').placed).toEqual([])
})

describe('places', () => {
  it('of items that quote the agreement are found by their words; where they stand twice they are asked', async () => {
    const store = newStore()
    const base = await withBase(store)
    const quote = blockLike(base, 'The unit is')
    const one = store.addItem({
      number: '1',
      title: 'Unit',
      place: null,
      kind: 'item',
      base: base.type.create(null, para(quote.textContent.replaceAll(' ', '  '))),
    })
    const half = quote.textContent.slice(0, quote.textContent.indexOf('. ') + 1)
    const two = store.addItem({ number: '2', title: 'Unit', place: null, kind: 'item', base: base.type.create(null, para(half)) })
    store.addItem({
      number: '3',
      title: 'Odd',
      place: null,
      kind: 'item',
      base: base.type.create(null, para('Not in there at all, not one word.')),
    })
    const found = takeProposed(store)
    expect(found.map((p) => [p.number, p.kind, p.options[0]?.blocks ?? null])).toEqual([
      ['1', 'found', [idOf(quote)]],
      ['2', 'found', [idOf(quote)]],
      ['3', 'none', null],
    ])
    expect(takeProposed(store).map((p) => p.number)).toEqual(['3'])
    propose(store, two, LTA, (clean) => edited(clean, (text) => text.replace('fourteen (14)', 'ten (10)')))
    const shown = agreementInPlace(store, 'open')
    expect(shown.refused).toEqual([])
    const now = project(shown.doc, shown.rounds.length)
    expect(differing(plainText(base), plainText(now))).toEqual([quote.textContent, quote.textContent.replace('fourteen (14)', 'ten (10)')])
    expect(changes(redline(shown.doc, shown.rounds, 0, shown.rounds.length))).toHaveLength(1)
    propose(store, one, D300, (clean) => edited(clean, (text) => text.replace('substitutes', 'nobody')))
    expect(agreementInPlace(store, 'open').refused).toEqual([])
    propose(store, one, { party: '300', date: '2023-11-01' }, (clean) => edited(clean, (text) => text.replace('fourteen', 'nine')))
    expect(agreementInPlace(store, 'open').refused.map((r) => r.message)).toEqual([expect.stringMatching(/^Item 2 and Item 1 both change/)])
  })
})

describe('two parties that quote different parts of a place', () => {
  it('are compared within all of it', async () => {
    const store = newStore()
    await withBase(store)
    const whole = itemAt(store, 'Section 4. Bereavement')
    const [one, other] = store.base(whole.id).children.filter((block) => block.textContent.length > 60)
    const doc = (text: string, block: Node) => schema.nodes.doc.create(null, block.copy(Fragment.from(schema.text(text))))
    const made = (party: string, block: Node, word: string) => {
      const id = `p-${party}`
      const [words, now] = [block.textContent, block.textContent.replace('granted', word)]
      const tree = weave(doc(words, block), doc(now, block), { r: 1, p: party }, (prefix) => `${prefix}-${party}-${Math.random()}`)
      const chain = [{ r: 1, party, date: '2023-09-20', proposal: id }]
      store.addSealed({ id, item: whole.id, kind: 'amended', answers: null, chain, doc: tree })
    }
    made('LTA', one, 'given')
    made('300', other, 'allowed')
    const view = viewBetween(store, resolve(store, whole, 'last:LTA'), resolve(store, whole, 'last:300'))
    expect(view.compared).toBe(true)
    const said = changes(redline(view.doc, view.rounds, view.baseline, view.target)).map((c) => [c.struck, c.inserted])
    expect(said).toEqual([
      ['given', 'granted'],
      ['granted', 'allowed'],
    ])
  })
})
