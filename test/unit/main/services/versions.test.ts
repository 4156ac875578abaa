import { describe, expect, it, vi } from 'vitest'
import { resolve, viewBetween } from '../../../../main/services/versions.ts'
import { accept, plainText, project, redline, reject } from '../../../../shared/redline/index.ts'
import type { ParleyError } from '../../../../shared/rpc/contract.ts'
import { addItem, addSealed, newStore, typed } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

/** An item with both parties' proposals of one day against the base, a counter to ours, and an open draft on that. */
function stack() {
  const store = newStore()
  const item = addItem(store)
  const ours = addSealed(store, item, 'LTA', '2023-09-20', 'ours')
  const theirs = addSealed(store, item, '300', '2023-09-20', 'theirs')
  const counter = store.startDraft({ item: item.id, party: '300', date: '2023-11-01', kind: 'amended', answers: 'ours' })
  store.append(counter.id, 0, [typed(1, 'No: ', 'c-counter', 2, '300')])
  store.seal(counter.id)
  const draft = store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: counter.id })
  return { store, item, ours: ours.id, theirs: theirs.id, counter: counter.id, draft: draft.id }
}

describe('a version', () => {
  it.each([
    ['base', null],
    ['latest', 'counter'],
    ['last:LTA', 'ours'],
    ['last:300', 'counter'],
    ['LTA@2023-09-20', 'ours'],
    ['300@9.20', 'theirs'],
    ['LTA@2023-12-06', 'draft'],
  ] as const)('%s is the one meant', (version, expected) => {
    const s = stack()
    expect(resolve(s.store, s.item, version).proposal?.id ?? null).toBe(expected && s[expected])
  })

  it('is found by its id, an open draft too, but only in its own item', () => {
    const s = stack()
    expect(resolve(s.store, s.item, `#${s.draft}`).proposal?.sealed).toBe(false)
    const other = addItem(s.store, '14')
    expect(() => resolve(s.store, other, `#${s.draft}`)).toThrow('There is no such proposal in Item 14.')
  })

  it('that is latest in an item without proposals is the current language', () => {
    const store = newStore()
    expect(resolve(store, addItem(store), 'latest').proposal).toBeNull()
  })

  it.each([
    ['last:XYZ', 'bad-input', 'There is no party XYZ in this negotiation; its parties are LTA and 300.'],
    ['LTA@2024-02-30', 'bad-input', '2024-02-30 is not a date; write it as 2023-09-20.'],
    ['LTA@2024-02-01', 'not-found', 'Item 13 has no proposal of LTA dated 2024-02-01.'],
    ['newest', 'bad-input', 'newest is not a version; write base, latest, last:LABEL or LABEL@DATE.'],
    ['@2023-09-20', 'bad-input', '@2023-09-20 is not a version; write base, latest, last:LABEL or LABEL@DATE.'],
  ])('%s is refused in one sentence', (version, code, message) => {
    const s = stack()
    let error: ParleyError | null = null
    try {
      resolve(s.store, s.item, version)
    } catch (e) {
      error = e as ParleyError
    }
    expect([error?.code, error?.message]).toEqual([code, message])
  })
})

describe('a view between two versions', () => {
  const view = (baseline: string, target: string) => {
    const s = stack()
    const v = viewBetween(s.store, resolve(s.store, s.item, baseline), resolve(s.store, s.item, target))
    const r = redline(v.doc, v.rounds, v.baseline, v.target)
    return { ...v, from: plainText(reject(r.blocks)), to: plainText(accept(r.blocks)), causes: r.rounds.map((x) => `${x.party} ${x.date}`) }
  }
  const BASE = 'Five days of leave.\nPaid in full.'
  const OURS = `Up to ${BASE}`

  it.each([
    ['base', 'LTA@2023-09-20', 0, 1, BASE, OURS],
    ['LTA@2023-09-20', '300@2023-11-01', 1, 2, OURS, `No: ${OURS}`],
    ['base', 'latest', 0, 2, BASE, `No: ${OURS}`],
    ['latest', 'base', 2, 0, `No: ${OURS}`, BASE],
    ['latest', 'LTA@2023-09-20', 2, 1, `No: ${OURS}`, OURS],
    ['latest', 'latest', 2, 2, `No: ${OURS}`, `No: ${OURS}`],
    ['base', 'base', 0, 0, BASE, BASE],
  ])('on one chain, from %s to %s, is that chain’s own document', (baseline, target, a, b, from, to) => {
    const v = view(baseline, target)
    expect(v).toMatchObject({ baseline: a, target: b, compared: false, from, to })
  })
})

it('a view on two branches is a comparison, with the target’s party and day on what differs', () => {
  const s = stack()
  const v = viewBetween(s.store, resolve(s.store, s.item, 'latest'), resolve(s.store, s.item, '300@2023-09-20'))
  expect(v).toMatchObject({ compared: true, baseline: 0, target: 1 })
  expect(v.rounds).toEqual([{ r: 1, party: '300', date: '2023-09-20', proposal: s.theirs }])
  expect(plainText(project(v.doc, 0))).toBe('No: Up to Five days of leave.\nPaid in full.')
  expect(plainText(project(v.doc, 1))).toBe('Up to Five days of leave.\nPaid in full.')
})
