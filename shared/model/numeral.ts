/** Roman numerals, as labels and lists count with them. */

const SIGNS: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

/** A whole number as a Roman numeral in lower case; empty for 0 and below. */
export function roman(value: number): string {
  let out = ''
  let left = value
  for (const [worth, sign] of SIGNS) for (; left >= worth; left -= worth) out += sign
  return out
}

/** The value of a Roman numeral in lower case; 0 where it is none. */
export function romanValue(text: string): number {
  let value = 0
  let rest = text
  for (const [worth, sign] of SIGNS)
    while (rest.startsWith(sign)) {
      value += worth
      rest = rest.slice(sign.length)
    }
  return rest === '' && roman(value) === text ? value : 0
}
