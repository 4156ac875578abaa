import type { CellBlock } from '../../../shared/redline/types.ts'
import type { Placement } from '../grid.ts'
import { ems } from './measure.ts'

/** What a column must hold, in ems: its longest word, its longest line, how many cells with figures and with words. */
interface Need {
  word: number
  line: number
  figures: number
  words: number
}
export interface Measured {
  readonly widths: readonly number[]
  /** Type size in points. */
  readonly size: number
  /** Columns of figures: most cells below the header hold one; a column of row heads is none. */
  readonly numeric: readonly boolean[]
}

const NUMBER = /^[-−–+(]?\s*[$€£]?\s*[\d.,]*\d[\d.,]*\s*%?\)?$/
const DASHES = /^[-–—−*]*$/
/** What a cell's padding and rules take, in points; what bold takes over plain type; the widest that a line asks for, in ems. */
export const PADDING = 10
const BOLD = 1.07
const LINE = 40
const SIZES = [10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6] as const

/**
 * Widths of the columns in points, and the largest type size at which no word is cut, for a table `width` points wide.
 * `texts` gives a cell's lines of text, each change apart (a figure struck and the one put in its place are two words).
 */
export function measure(placement: Placement, width: number, texts: (cell: CellBlock) => readonly string[]): Measured {
  const needs: Need[] = Array.from({ length: placement.columns }, () => ({ word: 1, line: 1, figures: 0, words: 0 }))
  const spanning: { from: number; to: number; word: number }[] = []
  for (const { cell, x, y, w } of placement.cells) {
    const lines = texts(cell)
    const weight = cell.header ? BOLD : 1
    const word = weight * largest(lines.flatMap((l) => l.split(/\s+/)))
    if (w > 1) {
      spanning.push({ from: x, to: x + w, word })
      continue
    }
    const need = needs[x]
    need.word = Math.max(need.word, word)
    need.line = Math.max(need.line, weight * largest(lines))
    const text = lines.join(' ').trim()
    if (y < placement.head || DASHES.test(text)) continue
    if (cell.header) need.words = Number.POSITIVE_INFINITY
    else if (text.length <= 60 && text.split(/\s+/).every((s) => NUMBER.test(s))) need.figures++
    else need.words++
  }
  const numeric = needs.map((n) => n.figures > 2 * n.words)
  const wanted = (size: number) => needs.map((n) => Math.min(n.word * size + PADDING, width / 2))
  const fits = (size: number) => sum(wanted(size)) <= width
  const size = SIZES.find(fits) ?? SIZES[SIZES.length - 1]
  const least = wanted(size)
  for (const s of spanning) {
    const have = sum(least.slice(s.from, s.to))
    const lack = s.word * size + PADDING - have
    if (lack > 0) for (let i = s.from; i < s.to; i++) least[i] += lack / (s.to - s.from)
  }
  const most = needs.map((n, i) => Math.max(least[i], Math.min(n.line, LINE) * size + PADDING))
  return { widths: share(least, most, width), size, numeric }
}

const largest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, ems(text)), 0)
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/**
 * Shares a width out: everybody's least first, then by what each would take more, then evenly. Where there is not enough for
 * everybody's least, the widest give way first.
 */
function share(least: readonly number[], most: readonly number[], width: number): number[] {
  const low = sum(least)
  if (low >= width) {
    const most = highest(least, width)
    return least.map((w) => round(Math.min(w, most)))
  }
  const want = sum(most) - low
  const spare = width - low
  if (want >= spare) return least.map((w, i) => round(w + ((most[i] - w) * spare) / want))
  const even = (spare - want) / least.length
  return most.map((w) => round(w + even))
}
/** The width at which columns must be cut so that together they take no more than `width`. */
function highest(least: readonly number[], width: number): number {
  const rising = [...least].sort((a, b) => a - b)
  let left = width
  for (let i = 0; i < rising.length; i++) {
    const each = left / (rising.length - i)
    if (rising[i] >= each) return each
    left -= rising[i]
  }
  return rising[rising.length - 1]
}
const round = (n: number): number => Math.round(n * 100) / 100
