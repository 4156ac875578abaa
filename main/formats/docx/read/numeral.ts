import { toCardinal as english, toOrdinal as englishOrdinal } from 'n2words/en-US'
import { toCardinal as spanish, toOrdinal as spanishOrdinal } from 'n2words/es-ES'
import { toCardinal as french, toOrdinal as frenchOrdinal } from 'n2words/fr-FR'
import { toCardinal as russian, toOrdinal as russianOrdinal } from 'n2words/ru-RU'
import { roman } from '../../../../shared/model/numeral.ts'

/** The number of a list item as people see it: number formats of WordprocessingML (ECMA-376 part 1, 17.18.59 ST_NumberFormat). */

type Spell = (value: number) => string
const hyphened = (text: string): string => text.replaceAll(' ', '-')
/** `one thousand and one`, but `one thousand one hundred one`. */
const joined =
  (spell: Spell): Spell =>
  (n) =>
    n > 1000 && n % 1000 > 0 && n % 1000 < 100 ? spell(n).replace(/ thousand (?!and )/, ' thousand and ') : spell(n)
/** The plural of eighty and of the hundreds stays in the ordinal, as LibreOffice writes it, so that both show one label. */
const frenchPlural: Spell = (n) => {
  const cardinal = french(n)
  return /(vingts|cents)$/.test(cardinal) ? `${cardinal}ième` : frenchOrdinal(n)
}
/** Words for numbers by language; where a language is not here, English stands in. */
const WORDS: Readonly<Record<string, { readonly cardinal: Spell; readonly ordinal: Spell }>> = {
  en: { cardinal: joined(english), ordinal: joined(englishOrdinal) },
  es: { cardinal: spanish, ordinal: spanishOrdinal },
  // Hyphens throughout, as the spelling of 1990 has it.
  fr: { cardinal: (n) => hyphened(french(n)), ordinal: (n) => hyphened(frenchPlural(n)) },
  ru: { cardinal: russian, ordinal: russianOrdinal },
}
const wordsOf = (language: string) => WORDS[language.slice(0, 2).toLowerCase()] ?? WORDS.en
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** a to z, then aa, bb, cc: Word doubles the letter instead of counting on. */
const letter = (value: number): string => String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26))

function ordinal(value: number, language: string): string {
  const lang = language.slice(0, 2).toLowerCase()
  if (lang === 'fr') return value === 1 ? '1ᵉʳ' : `${value}ᵉ`
  if (lang === 'es') return `${value}º`
  if (lang === 'ru' || lang === 'de') return `${value}.`
  const teen = value % 100 >= 11 && value % 100 <= 13
  return `${value}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`
}

const HAN = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九']
/** As it is counted aloud: tens, hundreds and thousands by their own signs, one zero for what is skipped between. */
function han(value: number): string {
  if (value > 9999) return [...String(value)].map((d) => HAN[Number(d)]).join('')
  let out = ''
  let skipped = false
  for (const [worth, sign] of PLACES) {
    const digit = Math.floor(value / worth) % 10
    if (digit) {
      const one = digit === 1 && worth === 10 && out === ''
      out += `${skipped && out ? '零' : ''}${one ? '' : HAN[digit]}${sign}`
    }
    skipped = !digit
  }
  return out
}
const PLACES = [
  [1000, '千'],
  [100, '百'],
  [10, '十'],
  [1, ''],
] as const
/** A row of signs that are counted through once; what comes after is written in figures. */
const row =
  (signs: string) =>
  (value: number): string =>
    [...signs][value - 1] ?? String(value)
const range = (first: number, count: number): string => Array.from({ length: count }, (_, i) => String.fromCodePoint(first + i)).join('')
const CIRCLED = row(range(0x2460, 20) + range(0x3251, 15) + range(0x32b1, 15))
const pad = (width: number) => (value: number) => String(value).padStart(width, '0')

type Format = (value: number, language: string) => string
const FORMATS: Readonly<Record<string, Format>> = {
  decimal: String,
  decimalZero: pad(2),
  upperRoman: (n) => roman(n).toUpperCase(),
  lowerRoman: roman,
  upperLetter: (n) => letter(n).toUpperCase(),
  lowerLetter: letter,
  ordinal,
  cardinalText: (n, language) => capital(wordsOf(language).cardinal(n)),
  ordinalText: (n, language) => capital(wordsOf(language).ordinal(n)),
  hex: (n) => n.toString(16).toUpperCase(),
  chicago: (n) => ['*', '†', '‡', '§'][(n - 1) % 4].repeat(Math.ceil(n / 4)),
  numberInDash: (n) => `- ${n} -`,
  decimalEnclosedCircle: CIRCLED,
  decimalEnclosedCircleChinese: CIRCLED,
  decimalEnclosedParen: row(range(0x2474, 20)),
  decimalEnclosedFullstop: row(range(0x2488, 20)),
  chineseCounting: han,
  taiwaneseCounting: han,
  chineseCountingThousand: han,
  taiwaneseCountingThousand: han,
  japaneseCounting: han,
  ideographDigital: (n) => [...String(n)].map((d) => HAN[Number(d)]).join(''),
  ideographTraditional: row('甲乙丙丁戊己庚辛壬癸'),
  ideographZodiac: row('子丑寅卯辰巳午未申酉戌亥'),
  russianLower: row('абвгдежзиклмнопрстуфхцчшщыэюя'),
  russianUpper: row('АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ'),
  none: () => '',
}

/**
 * A number in a format of Word. `custom`: the pattern of a `custom` format, such as `0001, 0002, 0003, ...`. `language`:
 * BCP 47, for numbers in words. A format that is not known is written in figures; `bullet` has no number.
 */
export function numeral(value: number, format: string, language: string, custom: string | null = null): string {
  if (format === 'custom') return pad(/^0*1/.exec(custom ?? '')?.[0].length ?? 1)(value)
  if (format === 'bullet') return ''
  // What counts from one has no sign for nothing.
  if (value < 1 && !/^(decimal|hex|none)/.test(format)) return String(value)
  // Rows of letters and Roman signs grow with the number: above this nobody counts so.
  if (value > 20_000) return String(value)
  return (Object.hasOwn(FORMATS, format) ? FORMATS[format] : String)(value, language)
}
