import { OBJECT_SIGN } from '../model/schema.ts'
import { isSpace, isWord, tokenAt } from './token.ts'

/** The inline content of a paragraph as one string: a hard break, or a paragraph end within, is one character. */
export interface Flat {
  readonly text: string
  /** The places of hard breaks and of objects. */
  readonly breaks: ReadonlySet<number>
  /** What the places in `breaks` hold that are objects, by what tells them apart; absent for none. */
  readonly objects?: ReadonlyMap<number, string>
  /** The places of paragraph ends, where several paragraphs are read as one; absent for none. */
  readonly ends?: ReadonlySet<number>
  /** Its words, once a lexicon has read them. */
  spelled?: Spelled
}

/**
 * The words and marks of a text (no white space), one entry each: what it is as a number, where it stands, and how it is
 * spelled. A number in words with its figure, `four (4)`, is one entry, so that no change cuts it.
 */
export interface Spelled {
  readonly ids: readonly number[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** How many words stand before each entry; one more than there are entries. */
  readonly words: readonly number[]
  readonly token: readonly string[]
  /** For each word its number without regard to case, rising; the words of a figure in brackets each by itself. */
  readonly folded: readonly number[]
  /** Whose numbers they are. */
  readonly lexicon: Lexicon
}

const NUMBER_WORD = new RegExp(
  `^(?:${[
    'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen',
    'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|percent',
  ].join('|')})(?:-(?:one|two|three|four|five|six|seven|eight|nine|half))?$`,
  'i',
)
/** A word of order ends a number, as in `one third (1/3)`; before one it belongs to the language, as in `the first two (2) years`. */
const ORDER_WORD = /^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$/i
const FIGURE = /^[$£€]?\s?\d/

/** What a token is, once it was met: its number, the number of its word without regard to case (-1: no word), white space or not. */
interface Known {
  readonly token: string
  readonly id: number
  readonly folded: number
  readonly space: boolean
}

/** The words that were met in a comparison, as numbers; each text is read once. */
export class Lexicon {
  private readonly tokens = new Map<string, Known>()
  private readonly words = new Map<string, number>()
  private readonly plain = new Map<number, Known>()

  /** The words and marks of a text. */
  spell(flat: Flat): Spelled {
    if (flat.spelled?.lexicon !== this) flat.spelled = this.read(flat)
    return flat.spelled!
  }

  /** A token, or another sign by which something is told apart. */
  know(token: string): Known {
    const known = this.tokens.get(token)
    if (known) return known
    const made = { token, id: this.tokens.size, folded: isWord(token) ? this.word(token.toLowerCase()) : -1, space: isSpace(token) }
    this.tokens.set(token, made)
    return made
  }
  /** A word of plain letters where it stands in a text, by the sum of its letters; it is not cut out of the text to be known. */
  knowPlain(text: string, from: number, to: number, sum: number): Known {
    const known = this.plain.get(sum)
    if (known && known.token.length === to - from && text.startsWith(known.token, from)) return known
    const made = this.know(text.slice(from, to))
    if (!known) this.plain.set(sum, made)
    return made
  }
  private word(key: string): number {
    const known = this.words.get(key)
    if (known !== undefined) return known
    this.words.set(key, this.words.size)
    return this.words.size - 1
  }

  private read(flat: Flat): Spelled {
    const speller = new Speller(this)
    let from = 0
    if (flat.breaks.size || flat.ends) {
      for (const at of [...flat.breaks, ...(flat.ends ?? [])].sort((p, q) => p - q)) {
        speller.stretch(flat.text.slice(from, at), from)
        const object = flat.objects?.get(at)
        if (object !== undefined) speller.push(this.know(`\nobject ${object}`).id, OBJECT_SIGN, at, at + 1, 0)
        else speller.push(this.know(flat.breaks.has(at) ? '\nbreak' : '\nend').id, '\n', at, at + 1, 0)
        from = at + 1
      }
    }
    speller.stretch(from ? flat.text.slice(from) : flat.text, from)
    return speller
  }
}

/** Up to this many numbers are put in order one by one. */
const LITTLE = 80
/** Puts numbers in rising order, in place. */
function sort(list: number[]): void {
  if (list.length > LITTLE) {
    list.sort((p, q) => p - q)
    return
  }
  for (let i = 1; i < list.length; i++) {
    const value = list[i]
    let at = i
    for (; at > 0 && list[at - 1] > value; at--) list[at] = list[at - 1]
    list[at] = value
  }
}

const BLANK = 0x20
const CLOSING = 0x29
const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
const isDigit = (code: number): boolean => (code >= 0x30 && code <= 0x39) || code === 0x5f
const isPrinted = (code: number): boolean => code > BLANK && code < 0x7f
/** Whether a sign (NaN: the end of the text) surely ends a word of so many plain letters: a blank, `,`, `;`, `:`, a bracket or a full stop. */
const endsWord = (code: number, length: number): boolean =>
  code === BLANK ||
  code === 0x2c ||
  code === 0x3a ||
  code === 0x3b ||
  code === 0x28 ||
  code === CLOSING ||
  (code === 0x2e && length > 1) ||
  Number.isNaN(code)

class Speller implements Spelled {
  readonly ids: number[] = []
  readonly from: number[] = []
  readonly to: number[] = []
  readonly words: number[] = [0]
  readonly token: string[] = []
  private readonly met: number[] = []
  private sorted = false
  readonly lexicon: Lexicon

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon
  }

  get folded(): readonly number[] {
    if (!this.sorted) sort(this.met)
    this.sorted = true
    return this.met
  }

  push(id: number, token: string, from: number, to: number, words: number): void {
    const n = this.ids.length
    this.ids.push(id)
    this.from.push(from)
    this.to.push(to)
    this.words.push(this.words[n] + words)
    this.token.push(token)
  }

  stretch(text: string, start: number): void {
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at)
      if (code === BLANK && isPrinted(text.charCodeAt(at + 1))) {
        at++
        continue
      }
      let to = at
      let sum = 0
      if (isLetter(code))
        for (let c = code; isLetter(c) || isDigit(c); c = text.charCodeAt(++to)) sum = (Math.imul(sum, 31) + c) & 0x3fffffff
      const plain = to > at && endsWord(text.charCodeAt(to), to - at)
      const met = plain ? this.lexicon.knowPlain(text, at, to, sum) : this.lexicon.know(tokenAt(text, at))
      // The lexicon's own string: one for all the places where it stands.
      const { token, id, folded, space } = met
      const end = at + token.length
      if (!space) {
        if (folded >= 0) this.met.push(folded)
        this.push(id, token, start + at, start + end, folded >= 0 ? 1 : 0)
        if (code === CLOSING) this.figure(text, start)
      }
      at = end
    }
  }

  /** Joins `four`, `(`, `4`, `)` at the end of what was read to one entry. */
  private figure(text: string, start: number): void {
    const n = this.token.length
    if (n < 4 || this.token[n - 3] !== '(' || !FIGURE.test(this.token[n - 2])) return
    let first = n - 3
    if (first > 0 && ORDER_WORD.test(this.token[first - 1])) first--
    while (first > 0 && NUMBER_WORD.test(this.token[first - 1])) first--
    if (first === n - 3) return
    const [from, to] = [this.from[first], this.to[n - 1]]
    const words = this.words[n] - this.words[first]
    const token = text.slice(from - start, to - start)
    for (const list of [this.ids, this.from, this.to]) list.length = first
    this.words.length = first + 1
    this.token.length = first
    this.push(this.lexicon.know(token).id, token, from, to, words)
  }
}
