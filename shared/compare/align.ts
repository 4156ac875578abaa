import { common, heaviest, type Pair } from './sequence.ts'

/** What alignment needs to know of a block, a row or a column. */
export interface Piece {
  /** Only pieces of one shape may pair: text, a table, or the cells of a row. */
  readonly shape: string
  /** All of the text, so that equal pieces are found at once; without the number or letter that it may begin with. */
  readonly text: string
  /** The words as numbers, rising, each as often as it occurs. Asked for only where the text alone does not tell. */
  words(): readonly number[]
  /** What a reader would know it by, such as its label, its section number or its first cell; empty for nothing. */
  readonly lead: string
  /** What sort of block it is, such as a heading; pieces of two sorts must be more alike to pair. */
  readonly sort?: string
  /** The id of its block, where the other document may know it by the same. */
  readonly id?: string
  /** It stands struck and may come back; it pairs only where what is wanted is nearly it, and after what stands. */
  readonly off?: boolean
}

/** How alike two pieces of one shape must be to count as one, rewritten; below it the one was struck and the other is new. */
const ALIKE = 0.4
/** Likeness at which two pieces in a place are surely one. */
const SURE = 0.7
/** What a heading and a paragraph lack in likeness. */
const OTHER_SORT = 0.15
/** How alike what stands struck must be to what is wanted, and what its words are worth beside those that stand. */
const COMES_BACK = 0.6
const STRUCK_WORTH = 0.6
/** A piece shorter than this is no anchor. */
const ANCHOR = 16
/** Pieces on either side of a pair that are looked at for what stands around it. */
const BESIDE = 4
/** Words that an equal, or a nearly equal, piece must have to be found at another place. */
const MOVED_WORDS = 8
const NEARLY_MOVED_WORDS = 12
/** Likeness of what moved and was edited, and the most that any other piece may come near to it. */
const MOVED_ALIKE = 0.75
const RIVAL = 0.6
/** Up to this many pairs between two anchors, every pair is weighed; above, only those that share a rare word. */
const EVERY_PAIR = 40_000
const RARE = 20
const BEST = 5

/** What lies between two anchors: places in the one list, and in the other. */
export interface Gap {
  readonly as: readonly number[]
  readonly bs: readonly number[]
}
type Pairs = readonly (readonly [number, number])[]

export interface Rules {
  /** What an equal lead adds to the likeness of two pieces (0 to 1; 0.5 makes them alike by itself). */
  readonly lead: number
  /** Whether pieces may be found at another place, out of order. */
  readonly moves?: boolean
  /** Whether two pieces of one shape can be written as one at all. */
  fits?(i: number, j: number): boolean
  /** Pairs what is left in a gap, in order. */
  settle?(gap: Gap): Pairs
}

/** Which pieces are the same: for each of `b` the index of its partner in `a`, or -1; and what stands at another place. */
export interface Alignment {
  readonly partner: number[]
  /** For pieces of `b` that moved, the index in `a` where they stood. */
  readonly moved: ReadonlyMap<number, number>
}

/**
 * Pairs the pieces of two lists in order. Equal pieces anchor, so that the most text stays in place; between anchors, those alike
 * in their words pair so that the most words stay. With `moves`, equal long pieces out of order have moved, and of what is left
 * at last, those that are nearly equal to just one other.
 */
export function align(a: readonly Piece[], b: readonly Piece[], rules: Rules): Alignment {
  return new Aligner(a, b, rules).run()
}

class Aligner {
  private readonly a: readonly Piece[]
  private readonly b: readonly Piece[]
  private readonly rules: Rules
  private readonly partner: number[]
  private readonly moved = new Map<number, number>()
  private readonly left = new Set<number>()
  /** The text of each piece as a number: equal for pieces of one shape and text. */
  private readonly keysA: readonly number[]
  private readonly keysB: readonly number[]

  constructor(a: readonly Piece[], b: readonly Piece[], rules: Rules) {
    this.a = a
    this.b = b
    this.rules = rules
    this.partner = new Array<number>(b.length).fill(-1)
    const texts = new Map<string, Map<string, number>>()
    this.keysA = keysOf(a, texts)
    this.keysB = keysOf(b, texts)
  }

  run(): Alignment {
    this.anchors()
    this.each((gap) => this.repeated(gap))
    this.each((gap) => this.alike(gap, SURE))
    if (this.rules.moves) this.nearlyMoved()
    this.each((gap) => this.alike(gap, 0))
    // What was too much to weigh at once may be little enough now.
    this.each((gap) => this.alike(gap, 0))
    this.each((gap) => this.rules.settle?.({ as: gap.as.filter((i) => !this.a[i].off), bs: gap.bs }) ?? [])
    return { partner: this.partner, moved: this.moved }
  }

  private each(visit: (gap: Gap) => Pairs): void {
    for (const gap of this.gaps()) for (const [i, j] of visit(gap)) this.partner[j] = i
  }

  /** The stretches that are not paired, with something left on both sides. */
  private gaps(): Gap[] {
    const out: Gap[] = []
    let [a0, b0] = [0, 0]
    for (let j = 0; j <= this.partner.length; j++) {
      const i = j === this.partner.length ? this.a.length : this.partner[j]
      if (i < 0) continue
      if (a0 < i && b0 < j) {
        const as = among(a0, i, this.left)
        const bs = among(b0, j, this.moved)
        if (as.length && bs.length) out.push({ as, bs })
      }
      a0 = i + 1
      b0 = j + 1
    }
    return out
  }

  private fits(i: number, j: number): boolean {
    return this.rules.fits?.(i, j) ?? true
  }

  /** Equal pieces that stand once on each side: in order the heaviest of them stay; a long one out of order has moved. */
  private anchors(): void {
    const pairs = this.equal()
    const chain = heaviest(pairs)
    for (const { i, j } of chain) this.partner[j] = i
    if (!this.rules.moves || chain.length === pairs.length) return
    for (const { i, j, once } of pairs) {
      if (!once || this.partner[j] === i || this.a[i].words().length < MOVED_WORDS) continue
      this.moved.set(j, i)
      this.left.add(i)
    }
  }

  private equal(): (Pair & { readonly once: boolean })[] {
    const pairs: (Pair & { readonly once: boolean })[] = []
    const note = (i: number, j: number, once: boolean): void => {
      if (this.fits(i, j)) pairs.push({ i, j, weight: this.around(i, j), once })
    }
    const [x, y] = [this.places(this.a, this.keysA), this.places(this.b, this.keysB)]
    for (const [key, as] of x) {
      const bs = y.get(key)
      if (!bs) continue
      if (as.length === 1 && bs.length === 1) note(as[0], bs[0], true)
      else for (const [i, j] of byLead(this.a, as, this.b, bs)) note(i, j, false)
    }
    return pairs
  }

  /** Where each text stands that is long enough for an anchor. */
  private places(list: readonly Piece[], keys: readonly number[]): Map<number, number[]> {
    const out = new Map<number, number[]>()
    for (let at = 0; at < list.length; at++) {
      if (list[at].off || list[at].text.length < ANCHOR) continue
      const known = out.get(keys[at])
      if (known) known.push(at)
      else out.set(keys[at], [at])
    }
    return out
  }

  /** How much text goes with a pair of equal pieces: their own, and that of the equal ones right beside them. */
  private around(i: number, j: number): number {
    let weight = this.a[i].text.length + (this.a[i].lead === this.b[j].lead ? 8 : 0)
    for (const step of [-1, 1])
      for (let k = step; Math.abs(k) <= BESIDE; k += step) {
        const [x, y] = [this.a[i + k], this.b[j + k]]
        if (!x || !y || x.off || x.text !== y.text || x.shape !== y.shape) break
        weight += x.text.length / 2
      }
    return weight
  }

  /** Equal pieces that stand more than once: in a gap, as many as can pair in order. */
  private repeated({ as, bs }: Gap): Pairs {
    return this.inOrder(as, bs, ANCHOR)
  }
  private inOrder(as: readonly number[], bs: readonly number[], least: number): [number, number][] {
    const numbered = (list: readonly Piece[], keys: readonly number[], among: readonly number[]) => {
      const at = among.filter((index) => !list[index].off && list[index].text.length >= least)
      return { at, keys: at.map((index) => keys[index]) }
    }
    const x = numbered(this.a, this.keysA, as)
    const y = numbered(this.b, this.keysB, bs)
    return common(x.keys, y.keys)
      .flatMap(([i, j, n]) => range(0, n).map((k): [number, number] => [x.at[i + k], y.at[j + k]]))
      .filter(([i, j]) => this.fits(i, j))
  }

  /** Pairs what is alike in a gap: only what is surely one (`least`), or all that may be. */
  private alike(gap: Gap, least: number): Pairs {
    const small = gap.as.length * gap.bs.length <= EVERY_PAIR
    const pairs: Pair[] = []
    const weigh = (i: number, j: number, worth: number): void => {
      const weight = likeness(this.a[i], this.b[j], this.rules.lead, least)
      if (weight > 0 && this.fits(i, j)) pairs.push({ i, j, weight: weight + worth })
    }
    if (small) for (const i of gap.as) for (const j of gap.bs) weigh(i, j, 0)
    else {
      const seen = new Set<string>()
      for (const [i, j] of rarePairs(this.a, this.b, gap)) {
        seen.add(`${i} ${j}`)
        weigh(i, j, 0)
      }
      for (const [i, j] of this.inOrder(gap.as, gap.bs, 0)) if (!seen.has(`${i} ${j}`)) weigh(i, j, 0.1)
    }
    return heaviest(pairs).map(({ i, j }) => [i, j])
  }

  /** Of what has no partner, pairs each with the one other that it is nearly equal to, wherever that stands. */
  private nearlyMoved(): void {
    const paired = new Set(this.partner)
    const long = (list: readonly Piece[], free: (at: number) => boolean) =>
      range(0, list.length).filter((at) => free(at) && list[at].shape === 'text' && list[at].words().length >= NEARLY_MOVED_WORDS)
    let as = long(this.a, (i) => !paired.has(i) && !this.left.has(i) && !this.a[i].off)
    let bs = long(this.b, (j) => this.partner[j] < 0 && !this.moved.has(j))
    if (!as.length || !bs.length) return
    const again = new Set([...repeats(this.a, this.keysA), ...repeats(this.b, this.keysB)])
    as = as.filter((i) => !again.has(this.keysA[i]))
    bs = bs.filter((j) => !again.has(this.keysB[j]))
    const best = new Best()
    for (const [i, j] of rarePairs(this.a, this.b, { as, bs })) best.offer(i, j, share(this.a[i].words(), this.b[j].words()))
    for (const [i, j] of best.clear(MOVED_ALIKE, RIVAL)) {
      if (this.inPlace(i, j)) continue
      this.moved.set(j, i)
      this.left.add(i)
    }
  }

  /** Whether two pieces lie in the same gap, so that they can pair where they are. */
  private inPlace(i: number, j: number): boolean {
    let [lo, hi] = [-1, this.a.length]
    for (let k = j; k >= 0; k--)
      if (this.partner[k] >= 0) {
        lo = this.partner[k]
        break
      }
    for (let k = j; k < this.partner.length; k++)
      if (this.partner[k] >= 0) {
        hi = this.partner[k]
        break
      }
    return lo < i && i < hi
  }
}

/** For pieces of both sides, the best and the second best likeness. */
class Best {
  private readonly pairs: [i: number, j: number, like: number][] = []
  private readonly a = new Map<number, [number, number]>()
  private readonly b = new Map<number, [number, number]>()

  offer(i: number, j: number, like: number): void {
    this.pairs.push([i, j, like])
    for (const [side, at] of [
      [this.a, i],
      [this.b, j],
    ] as const) {
      const [first, second] = side.get(at) ?? [0, 0]
      side.set(at, like > first ? [like, first] : [first, Math.max(second, like)])
    }
  }

  /** The pairs of at least `least` in which neither has another partner of `rival` or more. */
  clear(least: number, rival: number): [number, number][] {
    return this.pairs
      .filter(([i, j, like]) => {
        const [x, y] = [this.a.get(i)!, this.b.get(j)!]
        return like >= least && like === x[0] && like === y[0] && x[1] < rival && y[1] < rival
      })
      .map(([i, j]) => [i, j])
  }
}

/** The texts that stand more than once, as their numbers. */
function repeats(list: readonly Piece[], keys: readonly number[]): number[] {
  const seen = new Set<number>()
  return keys.filter((key, at) => {
    if (list[at].off) return false
    if (seen.has(key)) return true
    seen.add(key)
    return false
  })
}

/** The text of each piece as a number. */
function keysOf(list: readonly Piece[], texts: Map<string, Map<string, number>>): number[] {
  let next = 0
  for (const known of texts.values()) next += known.size
  return list.map(({ shape, text }) => {
    const known = texts.get(shape) ?? new Map<string, number>()
    texts.set(shape, known)
    const key = known.get(text)
    if (key !== undefined) return key
    known.set(text, next)
    return next++
  })
}

/** Of equal pieces that stand more than once, the pairs of which each is the only one known by its lead. */
function byLead(a: readonly Piece[], as: readonly number[], b: readonly Piece[], bs: readonly number[]): [number, number][] {
  const once = (list: readonly Piece[], among: readonly number[]) => {
    const seen = new Map<string, number>()
    for (const at of among) seen.set(list[at].lead, seen.has(list[at].lead) ? -1 : at)
    return seen
  }
  const [x, y] = [once(a, as), once(b, bs)]
  return [...x].flatMap(([lead, i]): [number, number][] => {
    const j = y.get(lead) ?? -1
    return i < 0 || j < 0 ? [] : [[i, j]]
  })
}

/** The places from one to another that are not left out. */
function among(from: number, to: number, less: { has(at: number): boolean }): number[] {
  const out: number[] = []
  for (let at = from; at < to; at++) if (!less.has(at)) out.push(at)
  return out
}
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k)

/** For each piece of `b` the few of `a` that share the most rare words with it. */
function* rarePairs(a: readonly Piece[], b: readonly Piece[], gap: Gap): Generator<[number, number]> {
  const holders = new Map<number, number[]>()
  for (const i of gap.as) {
    let before = -1
    for (const word of a[i].words()) {
      if (word === before) continue
      before = word
      const list = holders.get(word)
      if (!list) holders.set(word, [i])
      else if (list.length <= RARE) list.push(i)
    }
  }
  for (const j of gap.bs) {
    const votes = new Map<number, number>()
    let before = -1
    for (const word of b[j].words()) {
      if (word === before) continue
      before = word
      const list = holders.get(word)
      if (list && list.length <= RARE) for (const i of list) votes.set(i, (votes.get(i) ?? 0) + 1)
    }
    const top = [...votes].sort((p, q) => q[1] - p[1]).slice(0, BEST)
    for (const [i] of top) yield [i, j]
  }
}

/** 0 where two pieces are not the same one; else a weight that grows with the words they share. */
function likeness(x: Piece, y: Piece, leadWorth: number, least: number): number {
  if (x.shape !== y.shape) return 0
  const [a, b] = [x.words(), y.words()]
  const all = a.length + b.length
  const known = x.id !== undefined && x.id === y.id ? 0.05 : 0
  if (!all) return x.text === y.text && !x.off ? 0.1 + known : 0
  const lead = x.lead === y.lead && x.lead !== '' ? leadWorth : 0
  const need = Math.max(least, x.off ? COMES_BACK : ALIKE) + (x.sort === y.sort ? 0 : OTHER_SORT)
  // Two lists of very different length cannot be alike: spare the count.
  if ((2 * Math.min(a.length, b.length)) / all + lead < need) return 0
  const same = overlap(a, b)
  if ((2 * same) / all + lead < need) return 0
  return (x.off ? STRUCK_WORTH : 1) * same + lead + known + (x.text === y.text ? 0.2 : 0.1)
}

/** The share of words that two rising lists have in common, 0 to 1. */
const share = (x: readonly number[], y: readonly number[]): number => (2 * overlap(x, y)) / (x.length + y.length)

/** How many elements two rising lists share. */
export function overlap(x: readonly number[], y: readonly number[]): number {
  let same = 0
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    if (x[i] === y[j]) {
      same++
      i++
      j++
    } else if (x[i] < y[j]) i++
    else j++
  }
  return same
}
