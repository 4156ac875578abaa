import { common, heaviest, type Pair } from './sequence.ts'

/** What alignment needs to know of a block or a row. */
export interface Piece {
  /** Only pieces of one shape may pair: a kind of block, or the cells of a row. */
  readonly shape: string
  /** All of the text, so that equal pieces are found at once. */
  readonly text: string
  /** The words as numbers, rising, each as often as it occurs. Asked for only where the text alone does not tell. */
  words(): readonly number[]
  /** What a reader would know it by, such as its label or its first cell; empty for nothing. */
  readonly lead: string
}

/** How alike two pieces of one shape must be to count as one, rewritten; below it the one was struck and the other is new. */
const ALIKE = 0.4
/** A piece shorter than this is no anchor. */
const ANCHOR = 16
/** Up to this many pairs between two anchors, every pair is weighed; above, only those that share a rare word. */
const EVERY_PAIR = 40_000
const RARE = 20
const BEST = 5

/** A stretch between two anchors: pieces a0 to a1 of the one list, b0 to b1 of the other. */
export interface Gap {
  readonly a0: number
  readonly a1: number
  readonly b0: number
  readonly b1: number
}

export interface Rules {
  /** What an equal lead adds to the likeness of two pieces (0 to 1; 0.5 makes them alike by itself). */
  readonly lead: number
  /** Whether two pieces of one shape can be written as one at all. */
  fits?(i: number, j: number): boolean
  /** Pairs what is left in a gap, in order. */
  settle?(gap: Gap): readonly (readonly [number, number])[]
}

/**
 * Pairs the pieces of two lists in order: for each of `b` the index of its partner in `a`, or -1. Equal pieces anchor; between
 * anchors, those alike in their words pair so that the most words stay.
 */
export function align(a: readonly Piece[], b: readonly Piece[], rules: Rules): number[] {
  const partner = new Array<number>(b.length).fill(-1)
  const each = (visit: (gap: Gap) => readonly (readonly [number, number])[]) => {
    for (const gap of gaps(partner, a.length)) for (const [i, j] of visit(gap)) partner[j] = i
  }
  for (const [i, j] of anchors(a, b)) partner[j] = i
  each((gap) => alike(a, b, gap, rules))
  // What was too much to weigh at once may be little enough now.
  each((gap) => alike(a, b, gap, rules))
  each((gap) => rules.settle?.(gap) ?? [])
  return partner
}

/** The stretches that are not paired, with something left on both sides. */
function gaps(partner: readonly number[], length: number): Gap[] {
  const out: Gap[] = []
  let a0 = 0
  let b0 = 0
  for (let j = 0; j <= partner.length; j++) {
    const i = j === partner.length ? length : partner[j]
    if (i < 0) continue
    if (a0 < i && b0 < j) out.push({ a0, a1: i, b0, b1: j })
    a0 = i + 1
    b0 = j + 1
  }
  return out
}

/** Equal pieces; short ones (an empty line, `None.`) are no anchors, they pair between them. */
function anchors(a: readonly Piece[], b: readonly Piece[]): [number, number][] {
  const ids = new Map<string, number>()
  const numbered = (list: readonly Piece[]) => {
    const at: number[] = []
    const keys: number[] = []
    list.forEach((piece, index) => {
      if (piece.text.length < ANCHOR) return
      const key = `${piece.shape}\n${piece.text}`
      if (!ids.has(key)) ids.set(key, ids.size)
      at.push(index)
      keys.push(ids.get(key)!)
    })
    return { at, keys }
  }
  const x = numbered(a)
  const y = numbered(b)
  return common(x.keys, y.keys).flatMap(([i, j, n]) => Array.from({ length: n }, (_, k): [number, number] => [x.at[i + k], y.at[j + k]]))
}

function alike(a: readonly Piece[], b: readonly Piece[], gap: Gap, rules: Rules): [number, number][] {
  const small = (gap.a1 - gap.a0) * (gap.b1 - gap.b0) <= EVERY_PAIR
  const pairs: Pair[] = []
  for (const [i, j] of small ? everyPair(gap) : rarePairs(a, b, gap)) {
    const weight = likeness(a[i], b[j], rules.lead)
    if (weight > 0 && (rules.fits?.(i, j) ?? true)) pairs.push({ i, j, weight })
  }
  return heaviest(pairs).map(({ i, j }) => [i, j])
}

function* everyPair(gap: Gap): Generator<[number, number]> {
  for (let i = gap.a0; i < gap.a1; i++) for (let j = gap.b0; j < gap.b1; j++) yield [i, j]
}

/** For each piece of `b` the few of `a` that share the most rare words with it. */
function* rarePairs(a: readonly Piece[], b: readonly Piece[], gap: Gap): Generator<[number, number]> {
  const holders = new Map<number, number[]>()
  for (let i = gap.a0; i < gap.a1; i++)
    for (const word of new Set(a[i].words())) {
      const list = holders.get(word)
      if (!list) holders.set(word, [i])
      else if (list.length <= RARE) list.push(i)
    }
  for (let j = gap.b0; j < gap.b1; j++) {
    const votes = new Map<number, number>()
    for (const word of new Set(b[j].words())) {
      const list = holders.get(word)
      if (list && list.length <= RARE) for (const i of list) votes.set(i, (votes.get(i) ?? 0) + 1)
    }
    const top = [...votes].sort((p, q) => q[1] - p[1]).slice(0, BEST)
    for (const [i] of top) yield [i, j]
  }
}

/** 0 where two pieces are not the same one; else a weight that grows with the words they share. */
function likeness(x: Piece, y: Piece, leadWorth: number): number {
  if (x.shape !== y.shape) return 0
  const [a, b] = [x.words(), y.words()]
  const all = a.length + b.length
  if (!all) return x.text === y.text ? 0.1 : 0
  const lead = x.lead === y.lead && x.lead !== '' ? leadWorth : 0
  // Two lists of very different length cannot be alike: spare the count.
  if ((2 * Math.min(a.length, b.length)) / all + lead < ALIKE) return 0
  const same = overlap(a, b)
  return (2 * same) / all + lead < ALIKE ? 0 : same + lead + (x.text === y.text ? 0.2 : 0.1)
}

/** How many elements two rising lists share. */
function overlap(x: readonly number[], y: readonly number[]): number {
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
