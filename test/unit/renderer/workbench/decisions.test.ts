import { describe, expect, it } from 'vitest'
import { decisionsFor, sayTally, whoseOf } from '../../../../renderer/workbench/decisions.ts'
import type { RoundRef } from '../../../../shared/model/negotiation.ts'
import type { Change } from '../../../../shared/redline/index.ts'

const rounds: RoundRef[] = [
  { r: 1, party: 'LTA', date: '2023-09-20', proposal: 'p1' },
  { r: 2, party: '300', date: '2023-11-01', proposal: 'p2' },
  { r: 3, party: '300', date: '2023-12-06', proposal: 'p3' },
]
const by = (r: number): Change => ({ by: { id: `c${r}`, r, p: rounds[r - 1]?.party ?? 'LTA' } }) as Change

describe('whose changes can be decided together', () => {
  it('all, each party and each round, with how many each holds', () => {
    expect(whoseOf([by(1), by(2), by(3), by(3)], rounds)).toEqual([
      { id: '', name: 'All parties and rounds (4)' },
      { id: 'LTA', name: 'LTA, all rounds (1)', party: 'LTA' },
      { id: '300', name: '300, all rounds (3)', party: '300' },
      { id: 'round 1', name: 'LTA 9.20 (1)', party: 'LTA', round: 1 },
      { id: 'round 2', name: '300 11.1 (1)', party: '300', round: 2 },
      { id: 'round 3', name: '300 12.6 (2)', party: '300', round: 3 },
    ])
  })
  it('of one party, its rounds and nothing twice', () => {
    expect(whoseOf([by(2), by(3)], rounds).map((w) => w.id)).toEqual(['', 'round 2', 'round 3'])
  })
})

describe('what can be done with one change', () => {
  const change = (r: number, kinds: string[], inserted = '', struck = ''): Change =>
    ({ ...by(r), kinds, inserted, struck, ids: [] }) as unknown as Change
  const open = { r: 4, party: 'LTA', date: '2024-01-03', proposal: 'p4' }
  it.each([
    [change(2, ['insert'], 'x'), ['keep', 'strike']],
    [change(2, ['delete'], '', 'x'), ['keep', 'restore']],
    [change(2, ['delete', 'insert'], 'x', 'y'), ['keep', 'strike', 'restore']],
    [change(2, ['insert-row']), ['keep', 'strike']],
    [change(2, ['delete-cell']), ['keep', 'restore']],
    [change(2, ['format']), ['keep', 'restore']],
    [change(2, ['paragraph']), ['keep', 'restore']],
    [change(4, ['insert'], 'x'), ['takeBack']],
  ])('%j', (given, can) => {
    expect(decisionsFor(given, open)).toEqual(can)
    expect(decisionsFor(given, null)).toEqual([])
  })
})

describe('how much a decision does', () => {
  const tally = (changes: number, struck: number, restored: number, looks = 0) => ({ changes, words: { struck, restored }, looks })
  it.each([
    [tally(3, 12, 4), false, 'Strikes 12 words and restores 4 words, in 3 changes.'],
    [tally(1, 1, 0), false, 'Strikes 1 word, in 1 change.'],
    [tally(4, 2, 1, 1), false, 'Strikes 2 words, restores 1 word and undoes 1 change of formatting or style, in 4 changes.'],
    [tally(1, 1200, 0), true, 'Takes back 1,200 words, in 1 change.'],
    [tally(2, 0, 0), false, 'Changes paragraphs, rows or columns, in 2 changes.'],
    [tally(0, 0, 0), false, 'Nothing here to decide.'],
  ])('%j, own: %s', (given, own, said) => {
    expect(sayTally(given, 'reject', own)).toBe(said)
  })
  it('says where there is nothing of the one kind', () => {
    expect([sayTally(tally(0, 0, 0), 'strike', false), sayTally(tally(0, 0, 0), 'restore', false)]).toEqual([
      'Nothing was inserted here.',
      'Nothing was struck here.',
    ])
  })
})
