import type { Slice } from 'prosemirror-model'
import type { Command } from 'prosemirror-state'
import { type Context, type How, type Line, pasteComparing, type Stays } from '../redline/index.ts'
import { diff, type Edit } from './diff.ts'
import { common, heaviest, type Match, type Pair } from './sequence.ts'
import { words } from './token.ts'

/** What stands for a paragraph's end where paragraphs are compared as one text. No text of a document holds it. */
const END = '\uf8ff'

/**
 * What stays of some paragraphs when others are put in their place: stretches of characters, and paragraph ends (one unit each,
 * after the text of every paragraph but the last). Paragraphs are paired by their words and compared inside; where that keeps
 * less than one comparison of the whole (a paragraph was parted, or two were joined), the whole is taken.
 */
export const stays: Stays = (a, b) => {
  const paired = byParagraph(a, b)
  if (a.length === 1 && b.length === 1) return paired
  const whole = throughout(a, b)
  return whole && worth(whole) > worth(paired) ? whole : paired
}

/** What is kept, less a little for every piece that it is in: of two ways that keep as much, the one in fewer pieces reads better. */
const worth = (kept: readonly Match[]): number => kept.reduce((sum, [, , n]) => sum + 2 * n, -3 * kept.length)

/** Where each paragraph starts, in units. */
function starts(lines: readonly Line[]): number[] {
  const out: number[] = []
  let at = 0
  for (const line of lines) {
    out.push(at)
    at += line.text.length + 1
  }
  return out
}

function byParagraph(a: readonly Line[], b: readonly Line[]): Match[] {
  const [x, y] = [starts(a), starts(b)]
  const out: Match[] = []
  for (const [i, j] of pairs(a, b)) {
    for (const [from, to, n] of unchanged(diff(a[i], b[j]), a[i].text.length, b[j].text.length)) add(out, [x[i] + from, y[j] + to, n])
    if (i < a.length - 1 && j < b.length - 1) add(out, [x[i] + a[i].text.length, y[j] + b[j].text.length, 1])
  }
  return out
}

/** Above this many pairs of paragraphs, only those that are the same pair; the rest is compared as one text or struck. */
const EVERY_PAIR = 40_000
/** How alike two paragraphs must be to count as one, rewritten. */
const ALIKE = 0.4

/** Which paragraphs are the same ones. What is left over in equal number pairs in order: one paragraph in another's place keeps its end. */
function pairs(a: readonly Line[], b: readonly Line[]): [number, number][] {
  const out: [number, number][] = []
  const between = (i0: number, i1: number, j0: number, j1: number): void => {
    if (i0 === i1 || j0 === j1) return
    const alike = (i1 - i0) * (j1 - j0) <= EVERY_PAIR ? likePairs(a, b, i0, i1, j0, j1) : []
    let [i, j] = [i0, j0]
    for (const [x, y] of [...alike, [i1, j1] as const]) {
      if (x - i === y - j) for (let k = 0; k < x - i; k++) out.push([i + k, j + k])
      if (x < i1) out.push([x, y])
      i = x + 1
      j = y + 1
    }
  }
  let [i, j] = [0, 0]
  for (const [x, y, n] of [...sameLines(a, b), [a.length, b.length, 0] as const]) {
    between(i, x, j, y)
    for (let k = 0; k < n; k++) out.push([x + k, y + k])
    i = x + n
    j = y + n
  }
  return out
}
function sameLines(a: readonly Line[], b: readonly Line[]): Match[] {
  const ids = new Map<string, number>()
  const id = (line: Line): number => {
    const key = `${line.label}\n${line.text}`
    if (!ids.has(key)) ids.set(key, ids.size)
    return ids.get(key)!
  }
  return common(a.map(id), b.map(id))
}

/** The pairs of a gap that share the most words, in order. */
function likePairs(a: readonly Line[], b: readonly Line[], i0: number, i1: number, j0: number, j1: number): [number, number][] {
  const counted = (lines: readonly Line[]) => lines.map((line) => ({ label: line.label, count: countOf(words(line.text)) }))
  const [x, y] = [counted(a.slice(i0, i1)), counted(b.slice(j0, j1))]
  const found: Pair[] = []
  x.forEach((one, i) => {
    y.forEach((other, j) => {
      const all = one.count.all + other.count.all
      const same = overlap(one.count.of, other.count.of)
      const label = one.label !== '' && one.label === other.label ? 0.1 : 0
      if (all && same && (2 * same) / all + label >= ALIKE) found.push({ i, j, weight: same + label })
    })
  })
  return heaviest(found).map(({ i, j }): [number, number] => [i0 + i, j0 + j])
}
function countOf(list: readonly string[]): { all: number; of: Map<string, number> } {
  const of = new Map<string, number>()
  for (const word of list) of.set(word, (of.get(word) ?? 0) + 1)
  return { all: list.length, of }
}
function overlap(x: ReadonlyMap<string, number>, y: ReadonlyMap<string, number>): number {
  const [small, large] = x.size < y.size ? [x, y] : [y, x]
  let n = 0
  for (const [word, times] of small) n += Math.min(times, large.get(word) ?? 0)
  return n
}

/** Above this many characters, paragraphs are not compared as one text. */
const AS_ONE = 60_000
const sizeOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.text.length, 0)

/** The comparison of all paragraphs as one text; null where that is too long, or a text holds the sign for an end itself. */
function throughout(a: readonly Line[], b: readonly Line[]): Match[] | null {
  if ([...a, ...b].some((line) => line.text.includes(END)) || sizeOf(a) + sizeOf(b) > AS_ONE) return null
  const one = (lines: readonly Line[]) => {
    const at = starts(lines)
    return {
      text: lines.map((line) => line.text).join(END),
      breaks: new Set(lines.flatMap((l, i) => [...l.breaks].map((k) => at[i] + k))),
      objects: new Map(lines.flatMap((l, i) => [...(l.objects ?? [])].map(([k, key]) => [at[i] + k, key] as const))),
    }
  }
  const [x, y] = [one(a), one(b)]
  return unchanged(diff(x, y), x.text.length, y.text.length)
}

/** What lies between the edits. */
function unchanged(edits: readonly Edit[], lengthA: number, lengthB: number): Match[] {
  const out: Match[] = []
  let [a, b] = [0, 0]
  for (const edit of edits) {
    add(out, [a, b, edit.a0 - a])
    a = edit.a1
    b = edit.b1
  }
  if (lengthA - a === lengthB - b) add(out, [a, b, lengthA - a])
  return out
}

/** Adds a stretch, to the last one where it follows it on both sides. */
function add(out: Match[], [i, j, n]: Match): void {
  if (n <= 0) return
  const last = out[out.length - 1]
  if (last && last[0] + last[2] === i && last[1] + last[2] === j) out[out.length - 1] = [last[0], last[1], last[2] + n]
  else out.push([i, j, n])
}

/** Pastes a slice over the selection so that only the words that differ are struck and put in (see `pasteComparing`). */
export const pasteOver = (cx: Context, slice: Slice, how?: How): Command => pasteComparing(cx, slice, stays, how)
