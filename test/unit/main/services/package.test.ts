import { expect, it, vi } from 'vitest'
import { overview } from '../../../../main/services/ledger.ts'
import { accept, offer, packages, withdraw } from '../../../../main/services/package.ts'
import { setStatus } from '../../../../main/services/status.ts'
import type { Store } from '../../../../main/store/index.ts'
import { addItem, addSealed, newStore } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const said = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as Error).message
  }
  return 'done'
}
/** Three items with a proposal of each party; the later ones are ours. */
function table(): { store: Store; items: string[]; ours: string[]; theirs: string[] } {
  const store = newStore()
  const items = ['13', '14', '15'].map((number) => addItem(store, number))
  const theirs = items.map((item) => addSealed(store, item, '300', '2023-09-20', `t${item.number}`).id)
  const ours = items.map((item) => addSealed(store, item, 'LTA', '2023-11-01', `o${item.number}`).id)
  return { store, items: items.map((i) => i.id), ours, theirs }
}
const pay = (store: Store, proposals: readonly string[]) =>
  offer(store, { title: 'Pay and leave', party: 'LTA', date: '2023-12-06', proposals })
const statuses = (store: Store) => store.items().map((i) => i.status)

it('is accepted as one: every item is agreed, by the other party', () => {
  const { store, ours } = table()
  const { id } = pay(store, ours.slice(0, 2))
  expect(accept(store, { package: id, date: '2023-12-13' })).toMatchObject({ status: 'accepted', statusDate: '2023-12-13' })
  expect(statuses(store)).toEqual(['ta', 'ta', 'open'])
  expect([...store.record().agreements.values()].flat().map((a) => [a.proposal, a.party])).toEqual([
    ['o13', '300'],
    ['o14', '300'],
  ])
  expect(packages(store)[0].items.map((i) => [i.name, i.status])).toEqual([
    ['Item 13', 'ta'],
    ['Item 14', 'ta'],
  ])
  expect(said(() => withdraw(store, { package: id, date: '2023-12-14' }))).toBe('The package “Pay and leave” was accepted already.')
  expect(store.verify().ok).toBe(true)
})

it('is withdrawn as one: its proposals go, and its items stand as before', () => {
  const { store, ours } = table()
  const moves = () => overview(store, 'f').items.map((i) => [i.status, i.move])
  const before = moves()
  const { id } = pay(store, ours.slice(0, 2))
  expect(moves()).toEqual(before)
  withdraw(store, { package: id, date: '2023-12-13' })
  expect(ours.map((p) => store.proposal(p).status)).toEqual(['dropped', 'dropped', 'open'])
  // Theirs is on the table again, so that it is our move where it was theirs.
  expect(moves()).toEqual([
    ['open', 'LTA'],
    ['open', 'LTA'],
    ['open', '300'],
  ])
})

it('gives each party back what it held before, where it is withdrawn', () => {
  const { store, ours, items } = table()
  const before = addSealed(store, store.item(items[2]), 'LTA', '2023-11-08', 'second').id
  const { id } = pay(store, [ours[0], addSealed(store, store.item(items[2]), 'LTA', '2023-12-06', 'third').id])
  withdraw(store, { package: id, date: '2023-12-13' })
  setStatus(store, { item: items[2], kind: 'ta', date: '2023-12-20', party: '300' })
  expect(store.record().agreements.get(items[2])).toMatchObject([{ proposal: before }])
})

it('is not accepted once one of its proposals was overtaken by another of the same party', () => {
  const { store, ours } = table()
  const { id } = pay(store, ours.slice(0, 2))
  addSealed(store, store.items()[0], 'LTA', '2023-12-08', 'later')
  expect(said(() => accept(store, { package: id, date: '2023-12-13' }))).toBe(
    'LTA 11.1 of Item 13 is in the package “Pay and leave”, but LTA has put another forward since: LTA 12.8.',
  )
  expect(statuses(store)).toEqual(['open', 'open', 'open'])
})

it('is neither accepted nor withdrawn on a day before it was offered', () => {
  const { store, ours } = table()
  const { id } = pay(store, ours.slice(0, 2))
  const early = 'The package “Pay and leave” was offered on 12.6, after 12.1.'
  expect(said(() => accept(store, { package: id, date: '2023-12-01' }))).toBe(early)
  expect(said(() => withdraw(store, { package: id, date: '2023-12-01' }))).toBe(early)
})

it('is all or nothing: where one item cannot be agreed, none is', () => {
  const { store, ours, items } = table()
  const { id } = pay(store, ours.slice(0, 2))
  store.addStatus('drop', { item: items[1], proposal: null, party: 'LTA', date: '2023-12-10', whole: true })
  expect(said(() => accept(store, { package: id, date: '2023-12-13' }))).toContain('Item 14 was dropped on 12.10')
  expect(statuses(store)).toEqual(['open', 'dropped', 'open'])
  expect(packages(store)[0].status).toBe('offered')
})

it('keeps its items from being agreed or dropped alone, until it is taken apart', () => {
  const { store, ours, items } = table()
  const { id } = pay(store, ours.slice(0, 2))
  const alone =
    'Item 13 is offered in the package “Pay and leave” and cannot be agreed alone: accept or withdraw it whole, or take it apart first.'
  expect(said(() => setStatus(store, { item: items[0], kind: 'ta', date: '2023-12-13' }))).toBe(alone)
  expect(said(() => setStatus(store, { item: items[0], kind: 'drop', party: 'LTA', date: '2023-12-13' }))).toBe(
    alone.replace('agreed', 'dropped'),
  )
  expect(withdraw(store, { package: id, date: '2023-12-13', apart: true }).status).toBe('apart')
  expect(ours.map((p) => store.proposal(p).status)).toEqual(['open', 'open', 'open'])
  setStatus(store, { item: items[0], kind: 'ta', date: '2023-12-13' })
  expect(statuses(store)).toEqual(['ta', 'open', 'open'])
})

it.each([
  ['one proposal', (s: Store) => pay(s, ['o13']), 'A package holds two proposals at least.'],
  ['the other party’s', (s: Store) => pay(s, ['o13', 't14']), '300 9.20 of Item 14 is not LTA’s to offer.'],
  [
    'two of one item',
    (s: Store) => pay(s, ['o13', addSealed(s, s.items()[0], 'LTA', '2023-11-02', 'again').id]),
    'A package holds one proposal of Item 13, not two.',
  ],
  [
    'a draft',
    (s: Store) =>
      pay(s, ['o13', s.startDraft({ item: s.items()[1].id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: null }).id]),
    'LTA 12.6 of Item 14 is a draft: pass it across, then offer it.',
  ],
  [
    'an item of another package',
    (s: Store) => [pay(s, ['o13', 'o14']), pay(s, ['o14', 'o15'])],
    'Item 14 is offered in the package “Pay and leave” already.',
  ],
  [
    'what is agreed',
    (s: Store) => [setStatus(s, { item: s.items()[0].id, kind: 'ta', date: '2023-12-01' }), pay(s, ['o13', 'o14'])],
    'Item 13 was agreed on 12.1: its language changes only when the item is reopened.',
  ],
])('cannot hold %s', (_name, work, sentence) => {
  const { store } = table()
  expect(said(() => work(store))).toBe(sentence)
})

it('is accepted by the other party, and withdrawn by the one that offered it', () => {
  const { store, ours } = table()
  const { id } = pay(store, ours.slice(0, 2))
  expect(said(() => accept(store, { package: id, date: '2023-12-13', party: 'LTA' }))).toBe(
    'LTA offered the package “Pay and leave” itself: the other party accepts it.',
  )
  expect(said(() => withdraw(store, { package: id, date: '2023-12-13', party: '300' }))).toContain('only LTA withdraws it')
  expect(said(() => accept(store, { package: 'Nothing', date: '2023-12-13' }))).toBe('There is no package “Nothing” in this file.')
})
