import { describe, expect, it } from 'vitest'
import { sayPlan } from '../../../../renderer/workbench/dialogs/import.tsx'
import {
  asOne,
  authorsOf,
  type LookOf,
  looksInOrder,
  madeRounds,
  proposedRounds,
  stepsFor,
  type Tracked,
} from '../../../../renderer/workbench/word/coming.ts'
import { sayCounts } from '../../../../renderer/workbench/word/compare.tsx'
import { sourceIn } from '../../../../renderer/workbench/word/dropped.ts'

const tracked = (author: string, date: string | null, party: string | null = null): Tracked => ({
  author,
  date,
  added: 2,
  struck: 1,
  examples: [`${author} ${date}`],
  party,
})
const ROUNDS = [
  tracked('LTA', '2023-09-20', 'LTA'),
  tracked('Ann', '2023-10-02'),
  tracked('Ann', '2023-10-09'),
  tracked('300', null, '300'),
]
const look = (key: string, certain: boolean, words: number): LookOf => ({
  key,
  name: key,
  look: { strike: 'single', underline: null, color: null, paper: null },
  meaning: { kind: 'delete', party: null, date: null },
  certain,
  why: '',
  runs: 1,
  words,
  examples: [],
  parties: [],
})
const plan = (more: Partial<Parameters<typeof sayPlan>[0]> = {}) => ({
  word: true,
  legend: [],
  looks: [],
  rounds: [],
  comments: 0,
  ...more,
})

describe('what a file needs before it comes in', () => {
  it('is nothing for text and for an agreement, a check for a proposal, more where marks or several authors want it', () => {
    const steps = (as: 'base' | 'negotiation' | 'proposal', p: ReturnType<typeof plan>, passed = [{ party: 'LTA', date: '2023-09-20' }]) =>
      stepsFor({ as, plan: p }, passed)
    const looks = [look('strike', true, 1)]
    expect(steps('proposal', { ...plan({ looks }), word: false })).toEqual([])
    expect(steps('base', plan({ looks, rounds: ROUNDS }))).toEqual([])
    expect(steps('negotiation', plan({ looks, rounds: ROUNDS }))).toEqual(['marks'])
    expect(steps('proposal', plan())).toEqual(['check'])
    expect(steps('proposal', plan({ looks, rounds: ROUNDS }))).toEqual(['marks', 'authors', 'check'])
    // What we passed ourselves is nobody's to map.
    expect(steps('proposal', plan({ rounds: ROUNDS.slice(0, 2) }))).toEqual(['check'])
    expect(steps('proposal', plan({ rounds: ROUNDS.slice(0, 2) }), [])).toEqual(['authors', 'check'])
  })

  it('maps authors and days, and says which rounds that makes', () => {
    expect(authorsOf(ROUNDS.slice(1))).toMatchObject([
      { name: 'Ann', days: ['2023-10-02', '2023-10-09'], added: 4, struck: 2 },
      { name: '300', days: [] },
    ])
    const said = proposedRounds(ROUNDS, 'LTA', '2023-12-01')
    expect(madeRounds(ROUNDS, said)).toEqual([
      { party: 'LTA', date: '2023-09-20' },
      { party: 'LTA', date: '2023-10-02' },
      { party: 'LTA', date: '2023-10-09' },
      { party: '300', date: '2023-12-01' },
    ])
    expect(madeRounds(ROUNDS, asOne(ROUNDS, '300', '2023-12-01'))).toEqual([{ party: '300', date: '2023-12-01' }])
  })

  it('asks for looks that are not certain first', () => {
    const list = [look('a', true, 90), look('b', false, 3), look('c', false, 30), look('d', true, 100)]
    expect(looksInOrder(list).map((l) => l.key)).toEqual(['c', 'b', 'd', 'a'])
  })

  it('is said in a sentence', () => {
    expect(sayPlan(plan(), 'proposal')).toBe('A Word file without tracked changes or marks made by hand.')
    expect(sayPlan(plan({ rounds: ROUNDS.slice(1), looks: [look('a', true, 1)], comments: 2 }), 'proposal')).toBe(
      'A Word file with 9 words tracked by 2 authors on 2 days; marks made by hand in 1 look; 2 comments, which stay private.',
    )
    expect(sayCounts({ insertions: 0, deletions: 0, others: 0, added: 0, struck: 0 })).toBe('The two files read the same: nothing differs.')
    expect(sayCounts({ insertions: 1, deletions: 2, others: 1, added: 4, struck: 1 })).toBe(
      '1 insertion of 4 words, 2 deletions of 1 word, 1 change of formatting or paragraphs.',
    )
  })

  it('is a file that can be read, by its ending; the picture that a copy carries is none', () => {
    const file = (name: string) => new File(['x'], name)
    const data = (...files: File[]) => ({ files: files as unknown as FileList })
    expect(sourceIn(data(file('image.png'), file('Theirs.DOCX')))?.name).toBe('Theirs.DOCX')
    expect(sourceIn(data(file('image.png')))).toBeNull()
    expect(sourceIn(null)).toBeNull()
  })
})
