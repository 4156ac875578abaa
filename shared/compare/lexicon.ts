import { OBJECT_SIGN } from '../model/schema.ts'
import { isSpace, isWord, tokens } from './token.ts'

/** The inline content of a paragraph as one string: a hard break, or a paragraph end within, is one character. */
export interface Flat {
  readonly text: string
  /** The places of hard breaks and of objects. */
  readonly breaks: ReadonlySet<number>
  /** What the places in `breaks` hold that are objects, by what tells them apart; absent for none. */
  readonly objects?: ReadonlyMap<number, string>
  /** The places of paragraph ends, where several paragraphs are read as one; absent for none. */
  readonly ends?: ReadonlySet<number>
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
  readonly id: number
  readonly folded: number
  readonly space: boolean
}

/** The words that were met in a comparison, as numbers; each text is read once. */
export class Lexicon {
  private readonly tokens = new Map<string, Known>()
  private readonly words = new Map<string, number>()
  private readonly texts = new WeakMap<Flat, Spelled>()

  /** The words and marks of a text. */
  spell(flat: Flat): Spelled {
    const known = this.texts.get(flat)
    if (known) return known
    const made = this.read(flat)
    this.texts.set(flat, made)
    return made
  }

  /** A token, or another sign by which something is told apart. */
  know(token: string): Known {
    const known = this.tokens.get(token)
    if (known) return known
    const made = { id: this.tokens.size, folded: isWord(token) ? this.word(token.toLowerCase()) : -1, space: isSpace(token) }
    this.tokens.set(token, made)
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

class Speller implements Spelled {
  readonly ids: number[] = []
  readonly from: number[] = []
  readonly to: number[] = []
  readonly words: number[] = [0]
  readonly token: string[] = []
  private readonly met: number[] = []
  private sorted = false
  private readonly lexicon: Lexicon

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon
  }

  get folded(): readonly number[] {
    if (!this.sorted) this.met.sort((p, q) => p - q)
    this.sorted = true
    return this.met
  }

  push(id: number, token: string, from: number, to: number, words: number): void {
    this.ids.push(id)
    this.from.push(from)
    this.to.push(to)
    this.words.push(this.words[this.words.length - 1] + words)
    this.token.push(token)
  }

  stretch(text: string, start: number): void {
    let at = start
    for (const token of tokens(text)) {
      const end = at + token.length
      const { id, folded, space } = this.lexicon.know(token)
      if (!space) {
        if (folded >= 0) this.met.push(folded)
        this.push(id, token, at, end, folded >= 0 ? 1 : 0)
        if (token === ')') this.figure(text, start)
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
