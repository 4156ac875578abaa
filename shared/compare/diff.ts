import { common, type Match } from './sequence.ts'
import { isSpace, isWord, tokens } from './token.ts'

/** The inline content of a paragraph as one string: a hard break is one character (its places are in `breaks`). */
export interface Flat {
  readonly text: string
  readonly breaks: ReadonlySet<number>
}
/** Characters a0 to a1 of the one text became b0 to b1 of the other; what lies between two edits is the same in both. */
export interface Edit {
  readonly a0: number
  readonly a1: number
  readonly b0: number
  readonly b1: number
}

/** The words and marks of a text (no white space): what each is as a number, where it stands, whether it counts as a word. */
interface Spelled {
  readonly ids: number[]
  readonly from: number[]
  readonly to: number[]
  readonly word: boolean[]
  readonly token: string[]
}

/** A paragraph of which less than this share of its words stays, in several pieces, reads better as one replacement. */
const TOO_LITTLE = 0.25
const SENTENCE_END = new Set(['.', ';', ':', '?', '!'])

/**
 * The edits that turn one text into the other, whole words and figures at a time, in order. Short runs of words that happen to
 * stand in both between two changes go with the changes: a rewritten sentence is one strike and one insertion.
 */
export function diff(a: Flat, b: Flat): Edit[] {
  const numbers = new Map<string, number>()
  const x = spell(a, numbers)
  const y = spell(b, numbers)
  const kept = balanced(gathered(slid(common(x.ids, y.ids), x, y), x, y), x, y)
  return edits(kept, a, b, x, y)
}

function spell(flat: Flat, numbers: Map<string, number>): Spelled {
  const out: Spelled = { ids: [], from: [], to: [], word: [], token: [] }
  const push = (key: string, token: string, from: number, to: number) => {
    if (!numbers.has(key)) numbers.set(key, numbers.size)
    out.ids.push(numbers.get(key)!)
    out.from.push(from)
    out.to.push(to)
    out.word.push(isWord(token))
    out.token.push(token)
  }
  const stretch = (from: number, to: number) => {
    let at = from
    for (const token of tokens(flat.text.slice(from, to))) {
      if (!isSpace(token)) push(`t${token}`, token, at, at + token.length)
      at += token.length
    }
  }
  let from = 0
  for (const at of [...flat.breaks].sort((p, q) => p - q)) {
    stretch(from, at)
    push('break', '\n', at, at + 1)
    from = at + 1
  }
  stretch(from, flat.text.length)
  return out
}

const countWords = (s: Spelled, from: number, to: number): number => {
  let n = 0
  for (let i = from; i < to; i++) if (s.word[i]) n++
  return n
}

/**
 * A pure insertion or strike can often stand at several places that read the same (`A. B. |B. |C.`). Moves it so that it begins
 * where a sentence does, if it can.
 */
function slid(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  const out = matches.map((m): [number, number, number] => [m[0], m[1], m[2]])
  for (let k = 0; k + 1 < out.length; k++) {
    const [before, after] = [out[k], out[k + 1]]
    const i0 = before[0] + before[2]
    const j0 = before[1] + before[2]
    if (i0 !== after[0] && j0 !== after[1]) continue
    const [side, from, to] = i0 === after[0] ? [y, j0, after[1]] : [x, i0, after[0]]
    const back = stepsBack(side, from, to, before[2])
    if (!back) continue
    before[2] -= back
    after[0] -= back
    after[1] -= back
    after[2] += back
  }
  return out.filter((m) => m[2] > 0)
}

function stepsBack(side: Spelled, from: number, to: number, room: number): number {
  const begins = (at: number) => at === 0 || SENTENCE_END.has(side.token[at - 1])
  for (let k = 0; k <= room; k++) {
    if (begins(from - k)) return k
    if (k === room || side.ids[from - k - 1] !== side.ids[to - k - 1]) return 0
  }
  return 0
}

/** Drops the matches that are confetti: fewer words than the changes on either side of them, between a strike and an insertion. */
function gathered(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  let kept = [...matches]
  for (let pass = 0; pass < 8; pass++) {
    const next = withoutIslands(kept, x, y)
    if (next.length === kept.length) break
    kept = next
  }
  const words = kept.reduce((n, [i, , length]) => n + countWords(x, i, i + length), 0)
  const all = Math.max(countWords(x, 0, x.ids.length), countWords(y, 0, y.ids.length))
  if (kept.length > 3 && words < TOO_LITTLE * all)
    kept = kept.filter(([i, j, n]) => (i === 0 && j === 0) || (i + n === x.ids.length && j + n === y.ids.length))
  return kept
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
    const both = left[0] + right[0] > 0 && left[1] + right[1] > 0
    const island = countWords(x, i, i + n)
    if (changed && both && (island === 0 || (island < Math.max(...left) && island < Math.max(...right)))) return
    out.push(match)
    i0 = i + n
    j0 = j + n
  })
  return out
}

/** A change that takes in an opening bracket takes in the closing one too: `four (4)` became `six (6)`. */
function balanced(matches: readonly Match[], x: Spelled, y: Spelled): Match[] {
  const out: Match[] = []
  let i0 = 0
  let j0 = 0
  for (const [i, j, n] of matches) {
    const open = depth(x, i0, i) > 0 && depth(y, j0, j) > 0 && x.token[i] === ')'
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
  let [a0, b0] = [0, 0]
  const region = (a1: number, b1: number) => {
    const edit = trimmed(a.text, b.text, a0, a1, b0, b1)
    if (edit) out.push(edit)
  }
  for (const [i, j, n] of matches)
    for (let k = 0; k < n; k++) {
      region(x.from[i + k], y.from[j + k])
      a0 = x.to[i + k]
      b0 = y.to[j + k]
    }
  region(a.text.length, b.text.length)
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
