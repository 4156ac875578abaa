import { describe, expect, it } from 'vitest'
import { readProposal } from '../../../../../main/formats/markdown/index.ts'
import { invariants, plainText } from '../../../../../shared/redline/index.ts'
import { outline } from './helpers.ts'

const OPTIONS = { party: 'LTA', parties: ['LTA', '88'], years: '2023-2025' }
const read = (...lines: string[]) => readProposal(lines.join('\n'), OPTIONS)

describe('readProposal', () => {
  it('reads a text without a left column, its marks as the party’s', () => {
    const found = read('Section 4. Pay: A mentor is paid ~~once~~ <u>twice a year</u>.', '', '| Step | Pay |', '|---|---|', '| 1 | \\$40 |')
    invariants(found.marked)
    expect(outline(found.marked)).toEqual([
      'h2 Section 4. Pay:',
      'p0 A mentor is paid [-once-]{+twice a year+}.',
      '| #Step | #Pay |',
      '| 1 | $40 |',
    ])
    expect(plainText(found.before!)).toContain('is paid once.')
    expect(plainText(found.after)).toContain('twice a year')
    expect(
      found.marked
        .child(1)
        .child(1)
        .marks.map((m) => m.attrs.p),
    ).toEqual(['LTA'])
    expect(found).toMatchObject({ kind: 'amended', labels: null, doubts: [] })
  })

  it('reads one with a left column, and says what it is', () => {
    const found = read('| | |', '|---|---|', '| Item 4 | <u>All of this is put in.</u> |', '| 88 | |', '| 12.6 | |')
    expect(found).toMatchObject({ kind: 'new', before: null })
    expect(found.labels).toMatchObject({ item: { value: '4' }, party: { value: '88' }, date: { value: '2023-12-06' } })
  })

  it('reads a figure or a party in the text as text', () => {
    expect(plainText(read('88', '', '9.20', '', 'LTA agrees.').after)).toBe('88\n9.20\nLTA agrees.')
  })

  it('refuses the proposals of several items, and nothing', () => {
    const two = ['Item 1', 'LTA 9.20', '', 'Words.', '', 'Item 2', 'LTA 9.20', '', 'Words.']
    expect(() => read(...two)).toThrow(/2 proposals/)
    expect(() => read('')).toThrow(/no text/)
  })
})
