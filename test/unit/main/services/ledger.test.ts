import { describe, expect, it, vi } from 'vitest'
import { goesFirst, ledger, overview } from '../../../../main/services/ledger.ts'
import type { Store } from '../../../../main/store/index.ts'
import { addItem, addSealed, beginning, newStore } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const first = (store: Store) => goesFirst(store.parties(), store.proposals(), store.events())
const status = (
  store: Store,
  kind: 'ta' | 'drop' | 'hold' | 'reopen',
  item: string,
  proposal: string,
  date: string,
  party: string | null = null,
) => store.addStatus(kind, { item, proposal, party, date, whole: true })

describe('who goes first', () => {
  it('is nobody before anything was put forward', () => {
    expect(first(newStore())).toEqual({ party: null, reason: 'Nothing has been put forward yet.' })
  })

  it('is the party that did not give the last written proposal', () => {
    const store = newStore()
    const item = addItem(store)
    addSealed(store, item, 'LTA', '2023-09-20')
    addSealed(store, item, '300', '2023-11-01')
    expect(first(store)).toEqual({ party: 'LTA', reason: '300 gave the last written proposal on 11.1, so LTA begins.' })
  })

  it('counts a TA as the act of the party that agreed, not of the one that had proposed it', () => {
    const store = newStore()
    const item = addItem(store)
    const p = addSealed(store, item, 'LTA', '2023-09-20')
    status(store, 'ta', item.id, p.id, '2023-10-25')
    expect(first(store)).toEqual({ party: 'LTA', reason: '300 was the last to agree on 10.25, so LTA begins.' })
  })

  it('counts a drop as the act of the party that withdrew', () => {
    const store = newStore()
    const item = addItem(store)
    const p = addSealed(store, item, 'LTA', '2023-09-20')
    status(store, 'drop', item.id, p.id, '2024-01-03')
    expect(first(store)).toEqual({ party: '300', reason: 'LTA was the last to drop language on 1.3, so 300 begins.' })
  })

  it('looks only at the last meeting', () => {
    const store = newStore()
    const item = addItem(store)
    addSealed(store, item, 'LTA', '2023-09-20')
    addSealed(store, item, '300', '2023-09-20')
    const p = addSealed(store, item, 'LTA', '2023-12-06')
    status(store, 'drop', item.id, p.id, '2023-12-06')
    expect(first(store)).toEqual({
      party: '300',
      reason: 'LTA gave the last written proposal and dropped language on 12.6, so 300 begins.',
    })
  })

  it('goes by the order of the record, and says so, where both acted at the last meeting and its times are not known', () => {
    const store = newStore()
    const item = addItem(store)
    addSealed(store, item, 'LTA', '2023-09-20')
    addSealed(store, item, '300', '2023-09-20')
    expect(first(store)).toEqual({
      party: 'LTA',
      reason:
        '300 gave the last written proposal on 9.20, so LTA begins. No times of that day are known: this goes by the order of the record.',
    })
  })

  it('takes no notice of an open draft', () => {
    const store = newStore()
    const item = addItem(store)
    addSealed(store, item, '300', '2023-09-20')
    store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: null })
    expect(first(store).party).toBe('LTA')
  })
})

describe('whose move it is', () => {
  const move = (store: Store) => overview(store, 'f').items[0].move

  it('is nobody’s before there is a proposal', () => {
    const store = newStore()
    addItem(store)
    expect(move(store)).toBeNull()
  })

  it('is the other party’s after a proposal, and after an answer the first one’s again', () => {
    const store = newStore()
    const item = addItem(store)
    addSealed(store, item, 'LTA', '2023-09-20')
    expect(move(store)).toBe('300')
    addSealed(store, item, '300', '2023-11-01')
    expect(move(store)).toBe('LTA')
  })

  it.each(['ta', 'drop', 'hold'] as const)('is nobody’s once the item is %s, and somebody’s when it is reopened', (kind) => {
    const store = newStore()
    const item = addItem(store)
    const p = addSealed(store, item, 'LTA', '2023-09-20')
    status(store, kind, item.id, p.id, '2023-10-25')
    expect(overview(store, 'f').items[0]).toMatchObject({ move: null, statusDate: '2023-10-25' })
    status(store, 'reopen', item.id, p.id, '2023-11-01')
    expect(move(store)).toBe('300')
  })
})

describe('the ledger', () => {
  it('holds no open draft', () => {
    const store = newStore()
    const item = addItem(store)
    store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: null })
    expect(ledger(store).items[0].proposals).toEqual([])
    expect(JSON.stringify(ledger(store))).not.toContain('2023-12-06')
  })

  it('says null where the source did not say, and what was taken', () => {
    const store = newStore()
    const item = addItem(store)
    const doc = store.base(item.id)
    store.addSealed({
      id: 'p',
      item: item.id,
      kind: 'amended',
      answers: null,
      chain: [{ r: 1, party: 'LTA', date: '2023-09-20', proposal: 'p' }],
      doc,
      unstated: ['date'],
    })
    expect(ledger(store).items[0].proposals[0]).toMatchObject({ party: 'LTA', date: null, taken: { party: 'LTA', date: '2023-09-20' } })
  })

  it('names its parties in their order', () => {
    expect(ledger(newStore()).parties).toEqual(beginning.parties)
  })
})
