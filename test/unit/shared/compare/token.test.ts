import { describe, expect, it } from 'vitest'
import { tokens, words } from '../../../../shared/compare/index.ts'

describe('tokens', () => {
  const whole = (text: string) => expect(tokens(`of ${text} in`)).toEqual(['of', ' ', text, ' ', 'in'])

  it.each(['$1,500.00', '$2,000', '$1,500,000', '$27.50', '€40', '$ 42,570'])('takes the money %s whole', whole)
  it.each(['95%', '8 %', '5.03%', '12.5%'])('takes the percentage %s whole', whole)
  it.each(['9/1/2023', '12/4/23', '10/25', '2023-09-20'])('takes the date %s whole', whole)
  it.each(['2021-2023', '2023–2024', '2014-15'])('takes the years %s whole', whole)
  it.each(['5.4.9', '179A.03', '1,500', '14.75', '7:30', '15th', '3'])('takes the number %s whole', whole)
  it.each(["teacher's", 'teacher’s', 'on-line', 'i.e.', 'P.E.L.R.A.', 'BA15', 'Größe'])('takes the word %s whole', whole)

  it('leaves the full stop of a subdivision out of its number', () => {
    expect(tokens('Subd. 5. Pay')).toEqual(['Subd', '.', ' ', '5', '.', ' ', 'Pay'])
    expect(tokens('Section 4, $1,500, 95%.')).toEqual(['Section', ' ', '4', ',', ' ', '$1,500', ',', ' ', '95%', '.'])
  })
  it('never cuts a figure that is glued to another', () => {
    expect(tokens('$1,500$2,000')).toEqual(['$1,500', '$2,000'])
    expect(tokens('9/1/20239/1/2024').join('')).toBe('9/1/20239/1/2024')
  })
  it('leaves white space and marks out of words', () => {
    expect(words('four (4)  hours; “paid”.')).toEqual(['four', '4', 'hours', 'paid'])
  })
  it('is linear in the length of what it reads', () => {
    const time = (n: number) => {
      const texts = ['1,', '1.', "a'", 'a.', '1/', '$1', ' \t', '9-'].map((t) => t.repeat(n))
      const start = performance.now()
      for (const text of texts) tokens(text)
      return performance.now() - start
    }
    time(20_000)
    expect(time(200_000)).toBeLessThan(3000)
  })
})
