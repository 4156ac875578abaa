import { describe, expect, it } from 'vitest'
import { stays } from '../../../../shared/compare/index.ts'

const lines = (texts: string[]) => texts.map((text) => ({ text, breaks: new Set<number>(), label: '' }))
/** What stays, as text; `¶` for a paragraph's end. */
const kept = (a: string[], b: string[]): string[] => {
  const [x, y] = [a.join('¶'), b.join('¶')]
  return stays(lines(a), lines(b)).map(([i, j, n]) => {
    expect(x.slice(i, i + n)).toBe(y.slice(j, j + n))
    return x.slice(i, i + n)
  })
}

describe('what stays where language is pasted over other language', () => {
  it('is whole words and whole figures', () => {
    expect(kept(['A teacher has four hours.'], ['A teacher has forty hours.'])).toEqual(['A teacher has ', ' hours.'])
    expect(kept(['It pays $1,500.00 a year.'], ['It pays $1,550.00 a year.'])).toEqual(['It pays ', ' a year.'])
  })
  it('is all where both are the same, and nothing where they share nothing', () => {
    expect(kept(['One.', 'Two.'], ['One.', 'Two.'])).toEqual(['One.¶Two.'])
    expect(kept(['alpha beta'], ['gamma delta'])).toEqual([])
    expect(kept([''], [''])).toEqual([])
  })
  it('of a rewritten sentence is no more than its full stop: one strike and one insertion', () => {
    expect(
      kept(
        ['The board may decide to close a school in any year.'],
        ['Closing is subject to bargaining between the parties, and in no case happens before June.'],
      ),
    ).toEqual(['.'])
  })
  it('finds the paragraphs that are the same ones', () => {
    const [a, b, c] = ['The first of them is short.', 'The second goes on for a while.', 'The third ends it.']
    expect(kept([a, b, c], [a, 'Something quite new was put between.', b, c])).toEqual([`${a}¶`, `${b}¶${c}`])
    expect(kept([a, b, c], [a, c])).toEqual([`${a}¶`, c])
  })
  it('keeps the words where a paragraph was parted or two were joined', () => {
    expect(kept(['One two three. Four five six.'], ['One two three.', 'Four five six.'])).toEqual(['One two three.', 'Four five six.'])
    expect(kept(['One two three.', 'Four five six.'], ['One two three. Four five six.'])).toEqual(['One two three.', 'Four five six.'])
  })
  it('keeps the end of a paragraph that another one takes the place of', () => {
    expect(kept(['alpha', 'Same words in both.'], ['omega', 'Same words in both.'])).toEqual(['¶Same words in both.'])
  })
  it('tells hard breaks from words and from ends', () => {
    const broken = [{ text: 'one\ufffctwo', breaks: new Set([3]), label: '' }]
    expect(stays(broken, broken)).toEqual([[0, 0, 7]])
    expect(stays(broken, lines(['one two']))).toEqual([
      [0, 0, 3],
      [4, 4, 3],
    ])
  })
})
