import { describe, expect, it } from 'vitest'
import { roman, romanValue } from '../../../../shared/model/numeral.ts'

describe('Roman numerals', () => {
  it.each([
    [1, 'i'],
    [4, 'iv'],
    [9, 'ix'],
    [14, 'xiv'],
    [40, 'xl'],
    [90, 'xc'],
    [444, 'cdxliv'],
    [1999, 'mcmxcix'],
  ])('%i is %s, both ways', (value, text) => {
    expect(roman(value)).toBe(text)
    expect(romanValue(text)).toBe(value)
  })
  it.each(['', 'iiii', 'vv', 'ic', 'a', 'IV', 'ivx'])('%j is none', (text) => {
    expect(romanValue(text)).toBe(0)
  })
})
