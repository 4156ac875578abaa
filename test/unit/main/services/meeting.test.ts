import { describe, expect, it, vi } from 'vitest'
import { goesFirst } from '../../../../main/services/first.ts'
import { attend, putSession, sessions } from '../../../../main/services/meeting.ts'
import { setRules } from '../../../../main/services/rules.ts'
import { setStatus } from '../../../../main/services/status.ts'
import type { Store } from '../../../../main/store/index.ts'
import { addItem, addSealed, newStore } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const first = (store: Store) => goesFirst(store.parties(), store.proposals(), store.events())

describe('a session', () => {
  it('has what was put forward, agreed and dropped in it, by its day or by its name', () => {
    const store = newStore()
    const [a, b, c] = ['13', '14', '15'].map((number) => addItem(store, number))
    const morning = putSession(store, {
      date: '2023-12-06',
      start: '09:00',
      place: 'Library',
      open: 'public',
      agenda: ['Norms', ' ', ' Leave '],
    })
    addSealed(store, a, 'LTA', '2023-12-06')
    addSealed(store, b, '300', '2023-11-01')
    addSealed(store, c, 'LTA', '2023-11-01')
    setStatus(store, { item: b.id, kind: 'ta', date: '2023-12-06' })
    setStatus(store, { item: c.id, kind: 'drop', date: '2023-12-06' })
    expect(sessions(store)).toMatchObject([
      {
        id: morning.id,
        agenda: ['Norms', 'Leave'],
        passed: [{ party: 'LTA', items: [a.id] }],
        agreed: [{ name: 'Item 14', part: false }],
        dropped: [{ name: 'Item 15' }],
      },
    ])
    // On a day with two sessions, only what names one belongs to it.
    const evening = putSession(store, { date: '2023-12-06', start: '18:00' })
    setStatus(store, { item: a.id, kind: 'ta', date: '2023-12-06', session: evening.id })
    expect(sessions(store).map((s) => [s.start, s.passed.length, s.agreed.map((x) => x.name)])).toEqual([
      ['09:00', 0, ['Item 14']],
      ['18:00', 0, ['Item 13']],
    ])
  })

  it('is said anew under its id, and what is left out stays', () => {
    const store = newStore()
    const made = putSession(store, { date: '2023-12-06', place: 'Library', start: '09:00', end: '11:00' })
    putSession(store, { id: made.id, cancelled: true })
    putSession(store, { id: made.id, date: '2023-12-13', end: null })
    expect(sessions(store)).toMatchObject([
      { id: made.id, date: '2023-12-13', place: 'Library', start: '09:00', end: null, cancelled: true },
    ])
    expect(() => putSession(store, { id: 'x' })).toThrow('There is no such session in this file.')
    expect(() => putSession(store, {})).toThrow('A session needs its day.')
    expect(() => putSession(store, { date: '2023-12-20', start: '11:00', end: '09:00' })).toThrow(
      'A session that begins at 11:00 cannot end at 09:00.',
    )
    expect(() => putSession(store, { date: '2023-12-20', first: 'XYZ' })).toThrow('There is no party XYZ')
  })

  it('remembers who came, outside of the record', () => {
    const store = newStore()
    const { id } = putSession(store, { date: '2023-12-06' })
    const ann = store.caucus.putPerson({ name: 'Ann Example', party: 'LTA', role: '' })
    const lines = store.events().length
    attend(store, id, ann.id, true)
    expect(sessions(store)[0].attendance).toEqual([ann.id])
    attend(store, id, ann.id, false)
    expect(sessions(store)[0].attendance).toEqual([])
    expect(store.events()).toHaveLength(lines)
    expect(() => attend(store, id, 'x', true)).toThrow('There is no such person in this file.')
  })
})

it('nothing happens in a session that was called off', () => {
  const store = newStore()
  const item = addItem(store)
  addSealed(store, item, 'LTA', '2023-11-01')
  const { id } = putSession(store, { date: '2023-12-06', cancelled: true })
  const ann = store.caucus.putPerson({ name: 'Ann Example', party: 'LTA', role: '' })
  const off = 'The session of 12.6 was called off.'
  expect(() => attend(store, id, ann.id, true)).toThrow(off)
  expect(() => setStatus(store, { item: item.id, kind: 'ta', date: '2023-12-06', session: id })).toThrow(off)
  expect(store.item(item.id).status).toBe('open')
  putSession(store, { id, cancelled: false })
  attend(store, id, ann.id, true)
  putSession(store, { id, cancelled: true })
  expect(sessions(store)[0].attendance).toEqual([])
  attend(store, id, ann.id, false)
})

describe('who goes first', () => {
  it('is told by the times where both acted on one day and it was written down as it happened', () => {
    let now = '2023-12-06T15:00:00.000Z'
    const store = newStore({ now: () => now })
    const item = addItem(store)
    addSealed(store, item, 'LTA', '2023-12-06')
    now = '2023-12-06T17:00:00.000Z'
    const other = addSealed(store, addItem(store, '14'), '300', '2023-12-06')
    expect(first(store)).toEqual({ party: 'LTA', reason: '300 gave the last written proposal on 12.6, so LTA begins.' })
    now = '2023-12-07T01:00:00.000Z'
    setStatus(store, { item: other.item, kind: 'ta', date: '2023-12-06' })
    expect(first(store)).toEqual({ party: '300', reason: 'LTA was the last to agree on 12.6, so 300 begins.' })
    // Entered weeks later, its time says nothing: the order of the record is gone by, and the reason says so.
    now = '2024-02-01T01:00:00.000Z'
    addSealed(store, addItem(store, '15'), '300', '2023-12-06', 'late')
    expect(first(store).reason).toBe(
      '300 gave the last written proposal on 12.6, so LTA begins. No times of that day are known: this goes by the order of the record.',
    )
  })

  it('is as the parties settled for the next session, with that reason', () => {
    const store = newStore()
    addSealed(store, addItem(store), '300', '2023-12-06')
    putSession(store, { date: '2023-12-06', first: 'LTA' })
    putSession(store, { date: '2023-12-10', first: 'LTA', cancelled: true })
    expect(first(store)).toEqual({ party: 'LTA', reason: '300 gave the last written proposal on 12.6, so LTA begins.' })
    putSession(store, { date: '2023-12-13', first: '300' })
    expect(first(store)).toEqual({ party: '300', reason: 'The parties settled that 300 begins on 12.13.' })
  })

  it('goes by turns, or by no rule, where the parties set that', () => {
    const store = newStore()
    addSealed(store, addItem(store), '300', '2023-12-06')
    setRules(store, { first: 'alternate' })
    expect(first(store)).toEqual({ party: null, reason: 'The parties begin by turns, and no session says who began.' })
    putSession(store, { date: '2023-12-06', first: 'LTA' })
    expect(first(store)).toEqual({ party: '300', reason: 'The parties begin by turns, and LTA began on 12.6, so 300 begins.' })
    putSession(store, { date: '2023-12-13' })
    expect(first(store).party).toBe('300')
    addSealed(store, addItem(store, '14'), '300', '2023-12-13')
    expect(first(store)).toEqual({ party: 'LTA', reason: 'The parties begin by turns, and 300 began on 12.13, so LTA begins.' })
    setRules(store, { first: 'none' })
    expect(first(store)).toEqual({ party: null, reason: 'The parties go by no rule for who begins.' })
    expect(store.record().rules).toEqual({ first: 'none', reopen: 'both' })
  })
})
