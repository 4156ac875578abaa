import { describe, expect, it, vi } from 'vitest'
import { enterDraft, startDraft } from '../../../../main/services/drafts.ts'
import { importSource } from '../../../../main/services/intake.ts'
import { overview } from '../../../../main/services/ledger.ts'
import { setRules } from '../../../../main/services/rules.ts'
import { type StatusChange, setStatus, setStatuses } from '../../../../main/services/status.ts'
import type { Store } from '../../../../main/store/index.ts'
import type { Item } from '../../../../shared/model/negotiation.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { addItem, addSealed, newStore, struck, switchMark, typed } from '../store/made.ts'

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
const item = (store: Store, number = '13') => store.items().find((i) => i.number === number)!
const set = (store: Store, kind: StatusChange['kind'], more: Partial<StatusChange> = {}) =>
  setStatus(store, { item: item(store).id, kind, date: '2023-12-06', ...more })
/** A file with one item that LTA put a proposal of. */
function table(): { store: Store; item: Item; ours: string } {
  const store = newStore()
  const made = addItem(store)
  return { store, item: made, ours: addSealed(store, made, 'LTA', '2023-09-20').id }
}

describe('a tentative agreement', () => {
  it('is on the last proposal on the table, by the party that did not give it, and changes no word', () => {
    const { store, ours } = table()
    const before = JSON.stringify(store.document(ours).doc.toJSON())
    set(store, 'ta')
    expect(item(store)).toMatchObject({ status: 'ta', statusDate: '2023-12-06' })
    expect(store.record().agreements.get(item(store).id)).toMatchObject([
      { proposal: ours, party: '300', date: '2023-12-06', blocks: null },
    ])
    expect(JSON.stringify(store.document(ours).doc.toJSON())).toBe(before)
    expect(store.verify().ok).toBe(true)
  })

  it.each([
    [
      'of an item without a proposal',
      (s: Store) => setStatus(s, { item: addItem(s, '14').id, kind: 'ta', date: '2023-12-06' }),
      'Item 14 has no proposal on the table to agree to.',
    ],
    ['by who gave it', (s: Store) => set(s, 'ta', { party: 'LTA' }), 'LTA gave LTA 9.20 of Item 13 itself: the other party agrees to it.'],
    [
      'before it was put forward',
      (s: Store) => set(s, 'ta', { date: '2023-09-01' }),
      'Item 13 cannot be agreed on 9.1: LTA 9.20 was not there yet.',
    ],
    [
      'of a part that is not there',
      (s: Store) => set(s, 'ta', { blocks: ['b0', 'x'] }),
      'A part that was chosen is not in LTA 9.20 of Item 13.',
    ],
    ['twice', (s: Store) => [set(s, 'ta'), set(s, 'ta')], 'Item 13 was agreed on 12.6 already.'],
    ['of what was withdrawn', (s: Store) => [set(s, 'drop'), set(s, 'ta')], 'Item 13 was dropped on 12.6; reopen it first.'],
    [
      'of a draft',
      (s: Store) => {
        const { proposal } = startDraft(s, { item: item(s).id, party: 'LTA', date: '2023-12-06' })
        set(s, 'ta', { proposal: proposal.id })
      },
      'LTA 12.6 of Item 13 is a draft that was not passed; nobody can agree to it yet.',
    ],
  ])('is refused %s, in one sentence', (_name, work, sentence) => {
    const { store } = table()
    expect(said(() => work(store))).toBe(sentence)
  })

  it('freezes its language: a draft, an edit of an open one, sealing it and an import are refused', async () => {
    const { store } = table()
    const { proposal } = startDraft(store, { item: item(store).id, party: '300', date: '2023-11-01' })
    store.append(proposal.id, 0, [typed(1, 'x', 'c9', 2, '300')])
    set(store, 'ta', { proposal: 'p-LTA-2023-09-20' })
    const frozen = 'Item 13 was agreed on 12.6: its language changes only when the item is reopened.'
    expect(said(() => store.append(proposal.id, 1, [typed(1, 'y', 'c9', 2, '300')]))).toBe(frozen)
    expect(said(() => enterDraft(store, proposal.id))).toBe(frozen)
    expect(said(() => startDraft(store, { item: item(store).id, party: 'LTA', date: '2023-12-07' }))).toBe(frozen)
    const source = {
      as: 'proposal' as const,
      name: 'a.md',
      bytes: new TextEncoder().encode('Six days.'),
      item: '13',
      party: '300',
      date: '2023-12-08',
      answers: null,
    }
    await expect(importSource(store, source)).rejects.toThrow(frozen)
    expect(store.document(proposal.id).seq).toBe(1)
    expect(store.proposals()).toHaveLength(2)
  })

  it('is shown as a reopening where a draft or an import asks for one', async () => {
    const { store, ours } = table()
    set(store, 'ta')
    const draft = { item: item(store).id, party: 'LTA', date: '2023-12-07' }
    expect(said(() => startDraft(store, { ...draft, reopening: { both: false } }))).toContain('only where both parties say so')
    startDraft(store, { ...draft, reopening: { both: true } })
    expect(item(store).status).toBe('open')
    expect(store.proposal(ours).status).toBe('open')
    expect(store.events().slice(-1)[0]).toMatchObject({ kind: 'reopen', party: 'LTA', date: '2023-12-07' })
    set(store, 'ta', { date: '2023-12-08' })
    const bytes = new TextEncoder().encode('Six days.')
    await importSource(store, {
      as: 'proposal',
      name: 'a.md',
      bytes,
      item: '13',
      party: '300',
      date: '2023-12-08',
      answers: null,
      reopening: { both: true },
    })
    expect(item(store).status).toBe('open')
    expect(store.verify().ok).toBe(true)
  })

  it('of a part leaves the item open and freezes those blocks alone', () => {
    const { store, ours } = table()
    set(store, 'ta', { blocks: ['b1'] })
    expect(item(store).status).toBe('open')
    expect(store.proposal(ours).status).toBe('open')
    const { proposal } = startDraft(store, { item: item(store).id, party: '300', date: '2023-12-07' })
    const second = store.document(proposal.id).doc.child(0).nodeSize + 1
    const refusal = '“Paid in full.” of Item 13 was agreed on 12.6: it changes only when the item is reopened.'
    expect(said(() => store.append(proposal.id, 0, [typed(second, 'x', 'c9', 2, '300')]))).toBe(refusal)
    expect(said(() => store.append(proposal.id, 0, [struck(second, second + 4, 'c9', 2, '300')]))).toBe(refusal)
    expect(store.append(proposal.id, 0, [typed(1, 'At most ', 'c9', 2, '300')]).seq).toBe(1)
    enterDraft(store, proposal.id)
    expect(said(() => startDraft(store, { item: item(store).id, party: 'LTA', date: '2023-12-08', answers: null }))).toBe('done')
    expect(store.verify().ok).toBe(true)
  })

  it('of a part refuses language that does not hold it', async () => {
    const { store } = table()
    set(store, 'ta', { blocks: ['b0'] })
    const refusal = /“Up to Five days of…” of Item 13 was agreed on 12\.6/
    expect(said(() => startDraft(store, { item: item(store).id, party: 'LTA', date: '2023-12-08', answers: null }))).toMatch(refusal)
    const source = {
      as: 'proposal' as const,
      name: 'a.md',
      bytes: new TextEncoder().encode('Six days of leave.'),
      item: '13',
      party: '300',
      date: '2023-12-08',
      answers: null,
    }
    await expect(importSource(store, source)).rejects.toThrow(refusal)
    await importSource(store, { ...source, reopening: { both: true } })
    expect(store.record().agreements.get(item(store).id)).toBeUndefined()
  })

  it('of an earlier proposal goes by its own parts, not by those of the last', () => {
    const { store, item: made, ours } = table()
    const by = switchMark('insertion', 'c7', 1, '300')
    const more = schema.nodes.paragraph.create({ id: 'n1', sw: [{ k: 'ins', id: 'c7', r: 1, p: '300' }] }, schema.text('More.', [by]))
    const base = store.base(made.id)
    const chain = [{ r: 1, party: '300', date: '2023-11-01', proposal: 'wide' }]
    store.addSealed({
      id: 'wide',
      item: made.id,
      kind: 'amended',
      answers: null,
      chain,
      doc: base.copy(base.content.addToEnd(more)),
    })
    expect(said(() => set(store, 'ta', { proposal: ours, blocks: ['n1'] }))).toContain('is not in LTA 9.20 of Item 13')
    set(store, 'ta', { proposal: ours, blocks: ['b0', 'b1'] })
    expect([item(store).status, store.proposal(ours).status]).toEqual(['ta', 'ta'])
  })

  it('of every part is one of the whole', () => {
    const { store } = table()
    set(store, 'ta', { blocks: ['b0', 'b1'] })
    expect(item(store).status).toBe('ta')
  })
})

describe('reopening', () => {
  it.each([
    ['allowed', false, 'done'],
    [
      'both',
      false,
      'What was agreed in Item 13 on 12.6 is opened again only where both parties say so; say that they did, or change the rule.',
    ],
    ['both', true, 'done'],
    ['never', true, 'What was agreed in Item 13 on 12.6 stays agreed: the parties’ rule is that a tentative agreement is never reopened.'],
  ] as const)('goes by the rule %s (both say so: %s)', (rule, both, expected) => {
    const { store } = table()
    setRules(store, { reopen: rule })
    set(store, 'ta')
    expect(said(() => set(store, 'reopen', { both }))).toBe(expected)
    expect(item(store).status).toBe(expected === 'done' ? 'open' : 'ta')
  })

  it('of what was dropped or on hold needs no rule, and of what is settled or open is refused', () => {
    const { store, ours } = table()
    expect(said(() => set(store, 'reopen'))).toBe('Item 13 is open already.')
    set(store, 'hold')
    set(store, 'reopen')
    set(store, 'drop')
    expect(store.proposal(ours).status).toBe('dropped')
    set(store, 'reopen')
    expect([item(store).status, store.proposal(ours).status]).toEqual(['open', 'open'])
    expect(said(() => set(store, 'settle'))).toBe('Item 13 is not agreed: only what was agreed is settled.')
    set(store, 'ta')
    set(store, 'settle')
    expect(item(store).status).toBe('settled')
    expect(said(() => set(store, 'reopen', { both: true }))).toBe('Item 13 is settled, and what is settled is not reopened.')
  })
})

describe('reopening gives back what stood before', () => {
  it('of what is on hold, and of what was dropped, keeps the part that is agreed, and needs no rule', () => {
    const { store, ours } = table()
    setRules(store, { reopen: 'never' })
    set(store, 'ta', { blocks: ['b1'] })
    for (const kind of ['hold', 'drop'] as const) {
      set(store, kind)
      set(store, 'reopen')
      expect([item(store).status, store.proposal(ours).status]).toEqual(['open', 'open'])
      expect(store.record().agreements.get(item(store).id)).toMatchObject([{ blocks: ['b1'] }])
    }
    expect(said(() => set(store, 'reopen', { both: true }))).toContain('is never reopened')
  })

  it('of a part leaves the proposal withdrawn whose language it was', () => {
    const { store, item: made, ours } = table()
    addSealed(store, made, '300', '2023-11-01')
    set(store, 'ta', { proposal: ours, blocks: ['b1'] })
    set(store, 'drop', { party: 'LTA' })
    set(store, 'reopen', { both: true })
    expect(store.record().agreements.size).toBe(0)
    expect([item(store).status, store.proposal(ours).status]).toEqual(['open', 'dropped'])
  })

  it('of a dropped item leaves withdrawn what was withdrawn before', () => {
    const { store, item: made, ours } = table()
    const theirs = addSealed(store, made, '300', '2023-11-01').id
    set(store, 'drop', { party: 'LTA', date: '2023-11-10' })
    set(store, 'drop', { party: '300' })
    expect(item(store).status).toBe('dropped')
    set(store, 'reopen')
    expect([item(store).status, store.proposal(ours).status, store.proposal(theirs).status]).toEqual(['open', 'dropped', 'open'])
  })

  it.each(['reopen', 'settle'] as const)('%s is refused on a day before what it follows', (kind) => {
    const { store } = table()
    set(store, 'ta')
    const [what, day] = [kind === 'settle' ? 'settled' : 'reopened', '12.1']
    expect(said(() => set(store, kind, { both: true, date: '2023-12-01' }))).toBe(
      `Item 13 cannot be ${what} on ${day}: it was agreed on 12.6.`,
    )
    expect(item(store).status).toBe('ta')
  })
})

describe('a drop', () => {
  it('is of no day before the proposal was there', () => {
    const { store } = table()
    expect(said(() => set(store, 'drop', { date: '2023-09-01' }))).toBe('Item 13 cannot be dropped on 9.1: LTA 9.20 was not there yet.')
    expect(item(store).status).toBe('open')
  })

  it('of an earlier proposal leaves the later one of the same party, and the item, on the table', () => {
    const { store, item: made, ours } = table()
    const later = addSealed(store, made, 'LTA', '2023-11-01').id
    set(store, 'drop', { proposal: ours })
    expect([item(store).status, store.proposal(ours).status, store.proposal(later).status]).toEqual(['open', 'dropped', 'open'])
    expect(overview(store, 'f').items[0].move).toBe('300')
  })

  it('takes the item off the table where nobody else holds a proposal in it, else only the proposal', () => {
    const { store, item: made, ours } = table()
    const theirs = addSealed(store, made, '300', '2023-11-01').id
    set(store, 'drop', { party: '300' })
    expect([item(store).status, store.proposal(theirs).status, store.proposal(ours).status]).toEqual(['open', 'dropped', 'open'])
    expect(overview(store, 'f').items[0].move).toBe('300')
    expect(said(() => set(store, 'drop', { party: '300' }))).toBe('Item 13 has no proposal of 300 to drop.')
    set(store, 'drop')
    expect(item(store).status).toBe('dropped')
    expect(said(() => startDraft(store, { item: made.id, party: '300', date: '2023-12-07' }))).toContain('was dropped on 12.6')
  })

  it('can be said of the whole item', () => {
    const { store, item: made } = table()
    addSealed(store, made, '300', '2023-11-01')
    set(store, 'drop', { party: 'LTA', whole: true })
    expect(item(store).status).toBe('dropped')
  })
})

it('an item on hold can be drafted in, but takes no proposal', () => {
  const { store } = table()
  set(store, 'hold')
  const { proposal } = startDraft(store, { item: item(store).id, party: '300', date: '2023-12-07' })
  expect(store.append(proposal.id, 0, [typed(1, 'x', 'c9', 2, '300')]).seq).toBe(1)
  expect(said(() => enterDraft(store, proposal.id))).toBe('Item 13 is on hold: it takes a proposal again when it is reopened.')
})

it('the other party’s proposal can be typed in and sealed as received', () => {
  const { store } = table()
  const { proposal } = startDraft(store, { item: item(store).id, party: '300', date: '2023-11-01' })
  store.append(proposal.id, 0, [typed(1, 'At most ', 'c9', 2, '300')])
  expect(enterDraft(store, proposal.id)).toMatchObject({ party: '300', date: '2023-11-01', sealed: true })
  expect(store.record().passes).toEqual([])
})

it('several items change together or not at all', () => {
  const { store } = table()
  const other = addItem(store, '14')
  const changes = [item(store).id, other.id].map((id) => ({ item: id, kind: 'ta' as const, date: '2023-12-06' }))
  expect(said(() => setStatuses(store, changes))).toBe('Item 14 has no proposal on the table to agree to.')
  expect(item(store).status).toBe('open')
  addSealed(store, other, '300')
  setStatuses(store, changes)
  expect([item(store).status, item(store, '14').status]).toEqual(['ta', 'ta'])
})

it('the base agreement is no item', () => {
  const { store } = table()
  const base = store.addItem({ number: 'base', title: 'Agreement', place: null, kind: 'base', base: store.base(item(store).id) })
  expect(said(() => setStatus(store, { item: base.id, kind: 'hold', date: '2023-12-06' }))).toContain('The base agreement is no item')
})
