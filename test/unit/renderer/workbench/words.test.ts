import { describe, expect, it } from 'vitest'
import { clock, longDay, shortDay, today, whenOpened, whenSealed } from '../../../../renderer/workbench/dates.ts'
import { decisionsFor } from '../../../../renderer/workbench/decisions.ts'
import { wrongWith } from '../../../../renderer/workbench/dialogs/newfile.tsx'
import { placesOf } from '../../../../renderer/workbench/places.ts'
import { added, count, struck } from '../../../../renderer/workbench/words.ts'
import type { Change } from '../../../../shared/redline/index.ts'
import { docOf } from '../../../fixtures/window/table.ts'

describe('dates and counts', () => {
  it('are written as the table writes them', () => {
    expect(shortDay('2023-09-20')).toBe('9.20')
    expect(longDay('2023-12-06')).toBe('December 6, 2023')
    expect(clock('2023-12-06T22:52:00')).toBe('10:52 p.m.')
    expect(clock('2023-12-06T00:05:00')).toBe('12:05 a.m.')
    expect(today(new Date(2024, 0, 3))).toBe('2024-01-03')
    expect(added(1042)).toBe('+1,042')
    expect(struck(17)).toBe('−17')
    expect(count(1, 'doubt')).toBe('1 doubt')
  })

  it('say when a round was sealed', () => {
    expect(whenSealed('2023-12-06', '2023-12-06T16:18:00')).toBe('Sealed at 4:18 p.m.')
    expect(whenSealed('2023-12-06', '2024-01-03T16:18:00')).toBe('Sealed, entered 1.3')
    expect(whenSealed('2023-12-06', null)).toBe('Sealed')
  })

  it('say how long ago a file was opened', () => {
    const now = new Date(2024, 0, 3, 9)
    expect(whenOpened(new Date(2024, 0, 3, 1).toISOString(), now)).toBe('Today')
    expect(whenOpened(new Date(2024, 0, 2, 23).toISOString(), now)).toBe('Yesterday')
    expect(whenOpened(new Date(2023, 11, 18).toISOString(), now)).toBe('December 18, 2023')
  })
})

describe('a new negotiation', () => {
  const party = { name: 'Lakeview Teachers Association', label: 'LTA', role: 'association' } as const
  it('is right with a title and two parties of their own labels', () => {
    expect(wrongWith({ title: 'Lakeview', years: '', parties: [party, { ...party, label: '300' }] })).toEqual({})
  })
  it('says what is wrong with each field', () => {
    const wrong = wrongWith({ title: ' ', years: '', parties: [party, { ...party, name: '', label: 'lta' }] })
    expect(Object.keys(wrong).sort()).toEqual(['label1', 'name1', 'title'])
    expect(wrong.label1).toMatch(/label/)
  })
})

describe('what can be done with a change', () => {
  const change = (r: number, inserted: string, gone: string) =>
    ({
      by: { id: 'c', r, p: '300' },
      kinds: [...(gone ? ['delete'] : []), ...(inserted ? ['insert'] : [])],
      inserted,
      struck: gone,
    }) as unknown as Change
  const open = { r: 3, party: 'LTA', date: '2024-01-03', proposal: 'p' }
  it('is taking back our own open words, and keeping, striking or restoring theirs', () => {
    expect(decisionsFor(change(3, 'a', ''), open)).toEqual(['takeBack'])
    expect(decisionsFor(change(2, 'a', 'b'), open)).toEqual(['keep', 'strike', 'restore'])
    expect(decisionsFor(change(2, '', 'b'), open)).toEqual(['keep', 'restore'])
    expect(decisionsFor(change(2, 'a', ''), null)).toEqual([])
  })
})

describe('places of blocks', () => {
  it('are named by subdivision, list label and row', () => {
    const doc = docOf(
      ['# Section 4. Mentors', 'Before.', 'Subd. 3. | A mentor shall:', 'a. | meet;', 'T | Step | BA', 'T | 1 | 1,100'],
      'x',
    )
    const places = placesOf(doc)
    const named: string[] = []
    doc.descendants((node) => {
      if (node.isTextblock) named.push(places.get(node.attrs.id) ?? '')
    })
    expect(named).toEqual(['Section 4. Mentors', 'Section 4. Mentors', 'Subd. 3', 'Subd. 3 a', 'Step', 'Step', '1', '1'])
  })
})
