import { describe, expect, it } from 'vitest'
import { placesFor, wordsOn } from '../../../../renderer/workbench/find/everywhere.ts'
import { sayFound } from '../../../../renderer/workbench/find/findbar.tsx'
import type { Hit } from '../../../../renderer/workbench/state.ts'
import type { Negotiation } from '../../../../shared/rpc/contract.ts'

const item = (id: string, number: string, title: string, kind = 'item', place: string | null = null) =>
  ({ id, number, title, kind, place }) as unknown as Negotiation['items'][number]
const ITEMS = [
  item('b', 'base', 'Agreement 2021–2023', 'base'),
  item('i4', '4', 'Safe schools', 'item', 'Article V'),
  item('i5', '5', 'Schools closed'),
]
const hit = (of: string, proposal: string, party: string | null, snippet: string): Hit => ({
  item: of,
  proposal,
  party,
  date: party && '2023-09-20',
  number: '',
  title: '',
  snippet,
})

describe('places found in the file', () => {
  it('are titles and numbers first, then each version that holds the words, by its name', () => {
    const places = placesFor(ITEMS, 'schools', [
      hit('i4', 'p1', 'LTA', '…safe schools…'),
      hit('b', '', null, '…schools…'),
      hit('gone', 'p2', 'LTA', ''),
    ])
    expect(places.map((p) => [p.name, p.version, p.target])).toEqual([
      ['4. Safe schools', 'Article V', null],
      ['5. Schools closed', '', null],
      ['4. Safe schools', 'LTA 9.20', 'p1'],
      ['Agreement 2021–2023', 'Current language', 'base'],
    ])
    expect(placesFor(ITEMS, '5', []).map((p) => p.name)).toEqual(['5. Schools closed'])
    expect(new Set(places.map((p) => p.key)).size).toBe(places.length)
  })
  it('are looked for as typed where the words stand so, else by the longest of them', () => {
    const [place] = placesFor(ITEMS, 'x', [hit('i4', 'p1', 'LTA', '…a Safe  School day…')])
    expect(wordsOn(place!, 'safe school')).toBe('safe school')
    expect(wordsOn(place!, 'day school')).toBe('school')
    expect(wordsOn(placesFor(ITEMS, 'safe', [])[0]!, 'safe')).toBe('')
  })
  it('are counted', () => {
    expect(sayFound('', { total: 0, at: -1, standing: 0 })).toBe('')
    expect(sayFound('x', { total: 0, at: -1, standing: 0 })).toBe('None found')
    expect(sayFound('x', { total: 17, at: 2, standing: 17 })).toBe('3 of 17')
    expect(sayFound('x', { total: 1700, at: -1, standing: 17 })).toBe('1,700 found')
  })
})
