import { describe, expect, it } from 'vitest'
import { formatDay, formatDayLong, isLabelLine, parseDay, parseLabels, parseStatus } from '../../../../shared/model/labels.ts'

const PARTIES = ['BEA', '191', 'North Union']
const YEARS = '2023-2025'

describe('parseDay', () => {
  it.each([
    ['9.20', YEARS, '2023-09-20'],
    ['12.6', YEARS, '2023-12-06'],
    ['1.3', YEARS, '2024-01-03'],
    ['6.30', YEARS, '2024-06-30'],
    ['7.1', YEARS, '2023-07-01'],
    ['12/4', YEARS, '2023-12-04'],
    ['12/4/2023', null, '2023-12-04'],
    ['12.6.23', null, '2023-12-06'],
    ['2.29', YEARS, '2024-02-29'],
    ['2023-12-06', null, '2023-12-06'],
    ['December 6, 2023', null, '2023-12-06'],
    ['Dec. 6', YEARS, '2023-12-06'],
    ['9.20', '2023', '2023-09-20'],
    ['9.20', '2023–25', '2023-09-20'],
    ['9.20,', YEARS, '2023-09-20'],
  ])('reads %s of %s as %s', (text, years, day) => {
    expect(parseDay(text, years)).toBe(day)
  })

  it.each([
    ['13.4', YEARS],
    ['9.31', YEARS],
    ['2.30', YEARS],
    ['0.5', YEARS],
    ['9.0', YEARS],
    ['2/29/2023', YEARS],
    ['9.20', null],
    ['9.20', 'next year'],
    ['9.20/23', YEARS],
    ['TA', YEARS],
    ['1.2.3.4', YEARS],
    ['', YEARS],
  ])('refuses %s of %s', (text, years) => {
    expect(parseDay(text, years)).toBeNull()
  })
})

describe('days as text', () => {
  it('writes the short form without zeros', () => expect(formatDay('2023-09-05')).toBe('9.5'))
  it('writes the long form', () => expect(formatDayLong('2023-12-06')).toBe('December 6, 2023'))
  it('reads back what it writes, through the years of one bargaining', () => {
    for (const day of ['2023-07-01', '2023-12-31', '2024-01-01', '2024-06-30']) expect(parseDay(formatDay(day), YEARS)).toBe(day)
  })
})

describe('parseStatus', () => {
  it.each([
    ['TA', 'ta'],
    ['T.A.', 'ta'],
    ['Drop', 'dropped'],
    ['Dropped', 'dropped'],
    ['HOLD', 'hold'],
    ['Settled', 'settled'],
    ['Tab', null],
    ['Droplet', null],
  ])('reads %s as %s', (word, status) => expect(parseStatus(word)).toBe(status))
})

/** Item, party, date, status, status date of a left column; a value that is not certain ends in `?`. */
const short = (...lines: string[]): string => {
  const { item, party, date, status, statusDate } = parseLabels(lines, PARTIES, YEARS)
  return [item, party, date, status, statusDate].map((l) => (l ? `${l.value}${l.certain ? '' : '?'}` : '-')).join(' ')
}

describe('parseLabels', () => {
  it.each([
    [['Item 5'], '5 - - - -'],
    [['Item 5', 'BEA', '9.20'], '5 BEA 2023-09-20 - -'],
    [['BEA 9.20'], '- BEA 2023-09-20 - -'],
    [['9.20 BEA'], '- BEA 2023-09-20 - -'],
    [['Item\n13\nBEA\n1.3'], '13 BEA 2024-01-03 - -'],
    [['Item', '29'], '29 - - - -'],
    [['item 7a'], '7a - - - -'],
    [['191', 'Item 191', '12.6'], '191 191 2023-12-06 - -'],
    [['Item 2', 'BEA', '9.20', 'TA', '10.25'], '2 BEA 2023-09-20 ta 2023-10-25'],
    [['Item 2', '9.20', 'TA 10.25', 'BEA'], '2 BEA 2023-09-20 ta 2023-10-25'],
    [['BEA', '9.20', '1.3 Drop'], '- BEA 2023-09-20 dropped 2024-01-03'],
    [['BEA', '1.3 TA'], '- BEA 2024-01-03 ta 2024-01-03?'],
    [['TA 1.3'], '- - 2024-01-03? ta 2024-01-03?'],
    [['BEA', 'TA'], '- BEA - ta -'],
    [['BEA', '9.20', '11.1'], '- BEA 2023-09-20? - -'],
    [['BEA', '191', '9.20'], '- BEA? 2023-09-20 - -'],
    [['North Union 9.20 Hold'], '- North Union 2023-09-20 hold 2023-09-20?'],
    [['bea'], '- - - - -'],
  ])('reads %j as %s', (lines, expected) => expect(short(...lines)).toBe(expected))

  it('keeps what is no label', () => {
    expect(parseLabels(['Update dates', 'Item 1'], PARTIES, YEARS).rest).toEqual(['Update', 'dates'])
    expect(parseLabels(['Item'], PARTIES, YEARS).rest).toEqual(['Item'])
  })

  it('keeps apart what looks like a date and is none', () => {
    expect(parseLabels(['BEA', '13.45'], PARTIES, YEARS)).toMatchObject({ badDates: ['13.45'], rest: [] })
    expect(parseLabels(['BEA', '9.20'], PARTIES, null)).toMatchObject({ badDates: ['9.20'], date: undefined })
  })
})

describe('isLabelLine', () => {
  it.each(['Item 4', 'Item', 'BEA', '191', '9.20', 'BEA 11.1', '1.3 TA', '1.3 Drop', 'North Union'])('%s is one', (line) =>
    expect(isLabelLine(line, PARTIES, YEARS)).toBe(true),
  )
  it.each(['', '  ', 'Item of business', '9.20 Section 1.', 'BEA agrees', 'Items 4', '1.3 Leave for Adoption'])('%j is none', (line) =>
    expect(isLabelLine(line, PARTIES, YEARS)).toBe(false),
  )
})
