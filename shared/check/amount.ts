import type { Node } from 'prosemirror-model'
import { textBlocks } from './text.ts'
import type { Finding } from './types.ts'

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const FRACTIONS: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  thirds: 3,
  fourth: 4,
  fourths: 4,
  quarter: 4,
  quarters: 4,
  fifth: 5,
  fifths: 5,
  tenth: 10,
  tenths: 10,
}
const SCALE: Readonly<Record<string, number>> = { thousand: 1000, million: 1_000_000 }
const VALUE = new Map<string, number>([...ONES.map((w, i) => [w, i] as const), ...TENS.map((w, i) => [w, 20 + 10 * i] as const)])
const WORD = [...VALUE.keys(), 'hundred', ...Object.keys(SCALE), 'and', 'a', 'point', ...Object.keys(FRACTIONS)].join('|')
const PAIR = new RegExp(
  `\\b((?:${WORD})(?:[\\s-]+(?:${WORD}))*)(?:\\s+(?:percent|per\\s?cent|dollars?|cents?|days?|hours?|years?|months?|weeks?|minutes?))?\\s*\\(\\s*(\\$?\\s*[0-9][0-9,]*(?:\\.[0-9]+)?(?:\\s*/\\s*[0-9]+)?|\\.[0-9]+|[½¼¾⅓⅔])\\s*(%|percent|[a-z]+)?\\s*\\)`,
  'gi',
)
const SIGNS: Readonly<Record<string, number>> = { '½': 1 / 2, '¼': 1 / 4, '¾': 3 / 4, '⅓': 1 / 3, '⅔': 2 / 3 }

/**
 * The value of a number in words (`one hundred and twenty-five`, `two and one-half`, `nineteen ninety`); null where the words are
 * no number that can be read with certainty.
 */
export function valueOfWords(text: string): number | null {
  const words = text.toLowerCase().split(/[\s-]+/)
  let total = 0
  let group = 0
  let last = 0
  let said = false
  for (const [i, word] of words.entries()) {
    const value = VALUE.get(word)
    const fraction = FRACTIONS[word]
    if (value !== undefined) {
      if (said && !fits(last, value)) {
        // `two and one-half`: the one begins a fraction.
        if (FRACTIONS[words[i + 1] ?? ''] === undefined) return null
      }
      group += value
      last = value
      said = true
    } else if (fraction !== undefined) {
      if (!said) return word === 'half' ? 0.5 : null
      group += last / fraction - last
      last = 0
    } else if (word === 'hundred') {
      group = (group || 1) * 100
      last = 100
      said = true
    } else if (SCALE[word]) {
      total += (group || 1) * SCALE[word]!
      group = 0
      last = SCALE[word]!
      said = true
    } else if (word === 'point') return null
    else if (word === 'a' && FRACTIONS[words[i + 1] ?? ''] !== undefined) {
      group += 1
      last = 1
      said = true
    }
  }
  return said ? total + group : null
}
const fits = (last: number, value: number): boolean => last >= 100 || (last >= 20 && last < 100 && value < 10)

const valueOfFigures = (text: string): number => {
  const plain = text.replace(/[$,\s]/g, '')
  if (SIGNS[plain]) return SIGNS[plain]!
  const [a, b] = plain.split('/')
  return b ? Number(a) / Number(b) : Number(a)
}

/** Amounts in words beside figures that say another amount: `five (4)`. */
export function checkAmounts(doc: Node): Finding[] {
  return textBlocks(doc).flatMap((b) =>
    [...b.text.matchAll(PAIR)].flatMap((found): Finding[] => {
      const leading = /^(?:(?:and|a)[\s-]+)+/i.exec(found[1]!)?.[0] ?? ''
      const words = found[1]!.slice(/^a[\s-]+(half|third|quarter)/i.test(found[1]!) ? 0 : leading.length)
      const said = valueOfWords(words)
      const figures = valueOfFigures(found[2]!)
      if (said === null || Number.isNaN(figures) || close(said, figures) || (found[3] === '%' && said < 1 && close(said * 100, figures)))
        return []
      const from = found.index + found[0].indexOf(words)
      const text = b.text.slice(from, found.index + found[0].length)
      return [{ kind: 'amount', message: `“${text}” says two amounts.`, block: b.id, from, to: from + text.length, text }]
    }),
  )
}
const close = (a: number, b: number): boolean => Math.abs(a - b) < 0.01 * Math.max(1, Math.abs(a)) * 0.5 || Math.abs(a - b) < 0.005
