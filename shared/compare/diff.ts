import { type Flat, Lexicon, type Spelled } from './lexicon.ts'
import { common, type Match } from './sequence.ts'

export type { Flat } from './lexicon.ts'

/** Characters a0 to a1 of the one text became b0 to b1 of the other; what lies between two edits is the same in both. */
export interface Edit {
  readonly a0: number
  readonly a1: number
  readonly b0: number
  readonly b1: number
}

/** A paragraph of which less than this share of its words stays, in several pieces, reads better as one replacement. */
const TOO_LITTLE = 0.25
/** The same for a sentence within a paragraph; but one of which so much stays as this was not rewritten, only added to or cut. */
const SENTENCE_TOO_LITTLE = 0.4
const SENTENCE_MOST = 0.6
/** With fewer words changed than this, no sentence is rewritten. */
const FEW = 5
/** Words that a rewritten sentence must share with the old one at its beginning or its end for them to stay. */
const EDGE = 3

/**
 * The edits that turn one text into the other, whole words and figures at a time, in order. Short runs of words that happen to
 * stand in both between two changes go with the changes: a rewritten sentence is one strike and one insertion. What could stand
 * at several places that read the same is put where a sentence, or else a clause, begins.
 */
export function diff(a: Flat, b: Flat, lexicon: Lexicon = new Lexicon()): Edit[] {
  const x = lexicon.spell(a)
  const y = lexicon.spell(b)
  const matches = common(x.ids, y.ids)
  const plain = matches.length === 0 || (matches.length === 1 && matches[0][2] === x.ids.length && x.ids.length === y.ids.length)
  return edits(plain ? matches : readable(matches, x, y), a, b, x, y)
}

const readable = (matches: readonly Match[], x: Spelled, y: Spelled): Match[] =>
  slid(balanced(extended(gathered(sentences(slid(matches, x, y), x, y), x, y), x, y), x, y), x, y)

const countWords = (s: Spelled, from: number, to: number): number => s.words[to] - s.words[from]

const ABBREVIATION = /^(?:subd|sec|art|no|nos|mr|mrs|ms|dr|st|minn|stat|inc|co|jr|sr|vs|ch|p|pp|para|cl)$/i
const CONNECTIVE = new Set(
  'and or nor but of by in on if for to at from with without unless except provided who which that as after before during upon within under until when where while including'.split(
    ' ',
  ),
)
const OPENS = /^[\p{Lu}\d("“‘[]/u

/** Whether a sentence begins at an entry. */
function beginsSentence(s: Spelled, k: number): boolean {
  if (k === 0 || s.token[k - 1] === '\n') return true
  let end = k - 1
  if (s.token[end].length > 1) return false
  while (end > 0 && /^[)\]"”’']$/.test(s.token[end])) end--
  const mark = s.token[end]
  if (mark !== '.' && mark !== '?' && mark !== '!') return false
  // The label that opens a paragraph is no sentence, nor does an abbreviation end one.
  if (mark === '.' && end > 0 && ABBREVIATION.test(s.token[end - 1])) return false
  return k >= s.token.length || (s.from[k] > s.to[k - 1] && OPENS.test(s.token[k]))
}

/** How good a place the border before an entry is for a change to begin or to end. */
function border(s: Spelled, k: number): number {
  if (k >= s.token.length || beginsSentence(s, k)) return 5
  const before = s.token[k - 1]
  if (before === ';' || before === ':') return 4
  if (before === ',') return 2
  const next = s.token[k]
  return before === ')' || next === '(' || next === ',' || next === ';' || CONNECTIVE.has(next) ? 1 : 0
}

/**
 * A pure insertion or strike can often stand at several places that read the same (`A. B. |B. |C.`). Moves it to the one that
 * begins and ends best.
 */
function slid(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  const out = matches.map((m): [number, number, number] => [m[0], m[1], m[2]])
  const last = out.at(-1)
  // A place behind the last match, so that what is put in at the very end can move too.
  if (last && (last[0] + last[2] < x.ids.length || last[1] + last[2] < y.ids.length)) out.push([x.ids.length, y.ids.length, 0])
  if (out.length && (out[0][0] > 0 || out[0][1] > 0)) out.unshift([0, 0, 0])
  for (let k = 0; k + 1 < out.length; k++) {
    const [before, after] = [out[k], out[k + 1]]
    const i0 = before[0] + before[2]
    const j0 = before[1] + before[2]
    if (i0 !== after[0] && j0 !== after[1]) continue
    const [side, from, to] = i0 === after[0] ? [y, j0, after[1]] : [x, i0, after[0]]
    const shift = bestShift(side, from, to, before[2], after[2])
    before[2] += shift
    after[0] += shift
    after[1] += shift
    after[2] -= shift
  }
  return out.filter((m) => m[2] > 0)
}

/** How far the run from `from` to `to` is to move, at most `back` to the left and `on` to the right. */
function bestShift(side: Spelled, from: number, to: number, back: number, on: number): number {
  const score = (k: number) => border(side, from + k) + border(side, to + k)
  let best = 0
  let bestScore = score(0)
  for (let k = -1; k >= -back && side.ids[from + k] === side.ids[to + k]; k--) if (score(k) > bestScore) [best, bestScore] = [k, score(k)]
  for (let k = 1; k <= on && side.ids[from + k - 1] === side.ids[to + k - 1]; k++)
    if (score(k) > bestScore) [best, bestScore] = [k, score(k)]
  return best
}

/** The sentence of each entry, as the number of the entry at which it begins. */
function sentenceStarts(s: Spelled): number[] {
  const out: number[] = []
  for (let k = 0; k < s.token.length; k++) out.push(k === 0 || beginsSentence(s, k) ? k : out[k - 1])
  return out
}

/** A stretch of a match within one sentence of each text. */
interface Shared {
  readonly match: Match
  readonly a: number
  readonly b: number
}

/**
 * Drops what a sentence happens to share with one that it does not stand for: words scattered over several places that are few
 * beside the rest of it. A common beginning and a common end stay.
 */
function sentences(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  const lost = Math.max(x.words[x.ids.length], y.words[y.ids.length]) - matches.reduce((n, [i, , k]) => n + countWords(x, i, i + k), 0)
  if (matches.length < 3 || lost < FEW) return [...matches]
  const [sx, sy] = [sentenceStarts(x), sentenceStarts(y)]
  const shared = matches.flatMap((match) => within(match, sx, sy))
  const groups = new Map<string, { words: number; pieces: number }>()
  for (const { a, b, match } of shared) {
    const key = `${a} ${b}`
    const group = groups.get(key) ?? { words: 0, pieces: 0 }
    group.words += countWords(x, match[0], match[0] + match[2])
    group.pieces++
    groups.set(key, group)
  }
  const [ex, ey] = [sentenceEnds(sx), sentenceEnds(sy)]
  const kept = shared.filter((piece) => {
    const { words, pieces } = groups.get(`${piece.a} ${piece.b}`)!
    const [aEnd, bEnd] = [ex.get(piece.a)!, ey.get(piece.b)!]
    const [all, other] = [countWords(x, piece.a, aEnd), countWords(y, piece.b, bEnd)]
    const enough = words >= SENTENCE_TOO_LITTLE * Math.max(all, other) || words >= SENTENCE_MOST * Math.min(all, other)
    if (enough || pieces < 3) return true
    const [i, j, n] = piece.match
    const opens = i === piece.a && j === piece.b
    const closes = i + n === aEnd && j + n === bEnd
    const size = countWords(x, i, i + n)
    return (opens && size >= EDGE) || (closes && (size >= EDGE || size === 0 || n <= 2))
  })
  return kept.map((piece) => piece.match)
}

const sentenceEnds = (starts: readonly number[]): Map<number, number> => {
  const out = new Map<number, number>()
  starts.forEach((start, k) => void out.set(start, k + 1))
  return out
}

/** A match cut where a sentence of either text begins. */
function within([i, j, n]: Match, sx: readonly number[], sy: readonly number[]): Shared[] {
  const out: Shared[] = []
  for (let from = 0; from < n; ) {
    let to = from + 1
    while (to < n && sx[i + to] === sx[i + from] && sy[j + to] === sy[j + from]) to++
    out.push({ match: [i + from, j + from, to - from], a: sx[i + from], b: sy[j + from] })
    from = to
  }
  return out
}

/** Drops the matches that are confetti: fewer words than the changes on either side of them, of which one replaces words. */
function gathered(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  let kept = joined(matches)
  for (let pass = 0; pass < 8; pass++) {
    const next = withoutIslands(kept, x, y)
    if (next.length === kept.length) break
    kept = next
  }
  if (kept.length <= 3) return kept
  const words = kept.reduce((n, [i, , length]) => n + countWords(x, i, i + length), 0)
  const all = Math.max(countWords(x, 0, x.ids.length), countWords(y, 0, y.ids.length))
  if (words >= TOO_LITTLE * all) return kept
  return kept.filter(([i, j, n]) => (i === 0 && j === 0) || (i + n === x.ids.length && j + n === y.ids.length))
}

const joined = (matches: readonly Match[]): Match[] => {
  const out: [number, number, number][] = []
  for (const [i, j, n] of matches) {
    const last = out.at(-1)
    if (last && last[0] + last[2] === i && last[1] + last[2] === j) last[2] += n
    else out.push([i, j, n])
  }
  return out
}

function withoutIslands(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  const out: Match[] = []
  // Ends of the last match that stays: what lies between it and the next is one change.
  let i0 = 0
  let j0 = 0
  matches.forEach((match, k) => {
    const [i, j, n] = match
    const next = matches[k + 1]
    const i1 = next ? next[0] : x.ids.length
    const j1 = next ? next[1] : y.ids.length
    const left = [countWords(x, i0, i), countWords(y, j0, j)]
    const right = [countWords(x, i + n, i1), countWords(y, j + n, j1)]
    const changed = (i > i0 || j > j0) && (i1 > i + n || j1 > j + n)
    const both = (left[0] > 0 && left[1] > 0) || (right[0] > 0 && right[1] > 0)
    const island = countWords(x, i, i + n)
    if (changed && both && (island === 0 || (island < Math.max(...left) && island < Math.max(...right)))) return
    out.push(match)
    i0 = i + n
    j0 = j + n
  })
  return out
}

/** Matches grown over what a change has the same at its edges: a word that was matched further off than it need be. */
function extended(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  const out = matches.map((m): [number, number, number] => [m[0], m[1], m[2]])
  out.forEach((match, k) => {
    const before = out[k - 1]
    const [i0, j0] = before ? [before[0] + before[2], before[1] + before[2]] : [0, 0]
    while (match[0] > i0 && match[1] > j0 && x.ids[match[0] - 1] === y.ids[match[1] - 1]) {
      match[0]--
      match[1]--
      match[2]++
    }
    const after = out[k + 1]
    const [i1, j1] = after ? [after[0], after[1]] : [x.ids.length, y.ids.length]
    while (match[0] + match[2] < i1 && match[1] + match[2] < j1 && x.ids[match[0] + match[2]] === y.ids[match[1] + match[2]]) match[2]++
  })
  return out
}

/** A change that takes in an opening bracket takes in the closing one too. */
function balanced(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  const out: Match[] = []
  let i0 = 0
  let j0 = 0
  for (const [i, j, n] of matches) {
    const open = x.token[i] === ')' && depth(x, i0, i) > 0 && depth(y, j0, j) > 0
    const skip = open ? 1 : 0
    if (n > skip) out.push([i + skip, j + skip, n - skip])
    i0 = i + n
    j0 = j + n
  }
  return out
}
const depth = (s: Spelled, from: number, to: number): number => {
  let open = 0
  for (let i = from; i < to; i++) open += s.token[i] === '(' ? 1 : s.token[i] === ')' ? -1 : 0
  return open
}

/** From matches of words to edits of characters: white space that is the same at the edges of a change stays. */
function edits(matches: readonly Match[], a: Flat, b: Flat, x: Spelled, y: Spelled): Edit[] {
  const out: Edit[] = []
  let a0 = 0
  let b0 = 0
  const region = (a1: number, b1: number) => {
    const edit = trimmed(a.text, b.text, a0, a1, b0, b1)
    if (edit) out.push(edit)
  }
  for (const [i, j, n] of matches)
    for (let k = 0; k < n; k++) {
      const a1 = x.from[i + k]
      const b1 = y.from[j + k]
      const apart = a1 > a0 || b1 > b0
      if (apart && !(a1 - a0 === 1 && b1 - b0 === 1 && a.text[a0] === ' ' && b.text[b0] === ' ')) region(a1, b1)
      a0 = x.to[i + k]
      b0 = y.to[j + k]
    }
  if (a0 < a.text.length || b0 < b.text.length) region(a.text.length, b.text.length)
  return out
}

const SPACE = /\s/
function trimmed(a: string, b: string, a0: number, a1: number, b0: number, b1: number): Edit | null {
  while (a0 < a1 && b0 < b1 && a[a0] === b[b0] && SPACE.test(a[a0])) {
    a0++
    b0++
  }
  while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1] && SPACE.test(a[a1 - 1])) {
    a1--
    b1--
  }
  return a0 === a1 && b0 === b1 ? null : { a0, a1, b0, b1 }
}
