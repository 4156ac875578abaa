import { describe, expect, it } from 'vitest'
import { filterCounts, firstItem, shownItems } from '../../../../renderer/workbench/filter.ts'
import { byItem } from '../../../../renderer/workbench/left/doubtlist.tsx'
import { dateOf, moveOf } from '../../../../renderer/workbench/left/itemrow.tsx'
import type { DoubtInfo, ItemSummary, Negotiation } from '../../../../shared/rpc/contract.ts'

const item = (number: string, own: Partial<ItemSummary> = {}): ItemSummary => ({
  id: `i${number}`,
  number,
  title: `Subject ${number}`,
  place: null,
  kind: 'item',
  status: 'open',
  statusDate: null,
  move: null,
  last: null,
  draft: null,
  doubts: 0,
  ...own,
})
const items = [
  item('1', { move: 'LTA', last: { party: '300', date: '2023-12-06' } }),
  item('2', { status: 'ta', statusDate: '2023-10-25', place: 'Article I' }),
  item('3', { move: '300', title: 'Mentor teachers', draft: 'd' }),
  item('base', { id: 'b', kind: 'base', title: 'Agreement' }),
]
const negotiation = { us: 'LTA', items } as unknown as Negotiation
const shown = (own: object) => shownItems({ negotiation, filter: 'all', query: '', hits: [], ...own }).map((i) => i.number)

describe('the item list', () => {
  it('counts each filter, leaves out the agreement and the norms, and hides filters beyond the first four that hold nothing', () => {
    expect(filterCounts(items, 'LTA')).toEqual([
      { filter: 'all', count: 3 },
      { filter: 'ours', count: 1 },
      { filter: 'open', count: 2 },
      { filter: 'ta', count: 1 },
    ])
  })

  it('shows the agreement first, and filters by status', () => {
    expect(shown({})).toEqual(['base', '1', '2', '3'])
    expect(shown({ filter: 'open' })).toEqual(['1', '3'])
    expect(shown({ filter: 'ours' })).toEqual(['1'])
  })

  it('opens with what we draft, else with what is ours to move', () => {
    expect(firstItem(negotiation)?.number).toBe('3')
    expect(firstItem({ ...negotiation, items: items.map((i) => ({ ...i, draft: null })) })?.number).toBe('1')
    expect(firstItem({ ...negotiation, items: items.slice(3) })?.number).toBe('base')
  })

  it('finds by number, title, place and language', () => {
    expect(shown({ query: '2' })).toEqual(['2'])
    expect(shown({ query: 'mentor' })).toEqual(['3'])
    expect(shown({ query: 'article i' })).toEqual(['2'])
    expect(shown({ query: 'payroll', hits: [{ item: 'i1', proposal: 'p', number: '1', title: '', snippet: 'the payroll of' }] })).toEqual([
      '1',
    ])
    expect(shown({ query: 'sabbatical' })).toEqual([])
  })

  it('says whose move it is and the last date as the table writes them', () => {
    expect(moveOf(items[0], 'LTA')).toBe('Your move')
    expect(dateOf(items[0])).toBe('300 12.6')
    expect(moveOf(items[1], 'LTA')).toBe('Article I')
    expect(dateOf(items[1])).toBe('10.25')
    expect(moveOf(items[2], 'LTA')).toBe('Their move · drafting')
  })
})

describe('the list of doubts', () => {
  it('is grouped by item in the order of the table, those of no item first', () => {
    const doubt = (id: string, about: string | null) => ({ id, item: about }) as DoubtInfo
    const groups = byItem([doubt('1', 'i3'), doubt('2', 'i1'), doubt('3', null), doubt('4', 'i3')], ['i1', 'i2', 'i3'])
    expect(groups.map((g) => [g.item, g.doubts.map((d) => d.id)])).toEqual([
      [null, ['3']],
      ['i1', ['2']],
      ['i3', ['1', '4']],
    ])
  })
})
