import { diff } from 'fast-myers-diff'
import type { Node } from 'prosemirror-model'
import { compare } from '../../shared/compare/index.ts'
import { schema } from '../../shared/model/schema.ts'
import { project } from '../../shared/redline/index.ts'

/** One line of the bench: what was measured, and milliseconds. */
export interface Figure {
  readonly name: string
  readonly ms: number
}

const WORDS =
  'teacher district association principal leave salary schedule step lane school year day hour notice written request grievance board member building assignment license credit course mentor class student parent report date approval payment rate amount insurance premium benefit meeting committee form file record review evaluation transfer seniority position vacancy posting prior after during within between under each any all no shall may must will be is are has have the a an of to in for by on at with from as or and not'.split(
    ' ',
  )

/** A generator of the same random numbers for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let s = seed
  return () => {
    s = (s + 0x6d2b79f5) | 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A contract of about `size` characters in paragraphs of 5 to 45 words. */
export function contract(size: number, seed: number): string[] {
  const rnd = random(seed)
  const out: string[] = []
  for (let length = 0; length < size; length += out.at(-1)!.length) {
    const n = 5 + Math.floor(rnd() * 40)
    out.push(`${Array.from({ length: n }, () => WORDS[Math.floor(rnd() * WORDS.length)]).join(' ')}, ${Math.floor(rnd() * 9000)}.`)
  }
  return out
}

/** The same with `count` paragraphs changed: words replaced, and now and then a paragraph struck or put in. */
export function revised(paragraphs: readonly string[], count: number, seed: number): string[] {
  const rnd = random(seed)
  const every = paragraphs.length / count
  const out: string[] = []
  let next = 0
  paragraphs.forEach((text, i) => {
    if (i < next) {
      out.push(text)
      return
    }
    next += every
    const dice = rnd()
    if (dice < 0.05) return
    if (dice < 0.1) out.push(`${text.slice(0, 20)} wholly new language of one sentence`)
    const words = text.split(' ')
    words[Math.floor(rnd() * words.length)] = 'amended'
    words[Math.floor(rnd() * words.length)] = '$1,500.00'
    out.push(words.join(' '))
  })
  return out
}

/** Paragraphs as a document without switches. */
export const documentOf = (paragraphs: readonly string[]): Node =>
  schema.nodes.doc.create(
    null,
    paragraphs.map((text, i) => schema.nodes.paragraph.create({ id: `b${i}` }, schema.text(text))),
  )

/** What a bare diff of paragraphs and then words costs: the floor under `weave`, without alignment or a document. */
function bare(a: readonly string[], b: readonly string[]): number {
  let edits = 0
  for (const [i0, i1, j0, j1] of diff([...a], [...b]))
    for (const _ of diff(a.slice(i0, i1).join('\n').split(/(\s+)/), b.slice(j0, j1).join('\n').split(/(\s+)/))) edits++
  return edits
}

function timed(name: string, run: () => unknown): Figure {
  const times: number[] = []
  for (let k = 0; k < 5; k++) {
    const start = performance.now()
    run()
    times.push(performance.now() - start)
  }
  return { name, ms: times.sort((p, q) => p - q)[2] }
}

/** Comparison at the size of a whole contract: median of five, in milliseconds. */
export function benchCompare(): Figure[] {
  const a = contract(400_000, 1)
  const b = revised(a, 1400, 2)
  const other = contract(450_000, 3)
  const [docA, docB, docOther] = [documentOf(a), documentOf(b), documentOf(other)]
  let n = 0
  const newId = (prefix: string) => `${prefix}n${++n}`
  if (project(compare(docA, docB, 'LTA', newId), 1).textContent !== docB.textContent) throw new Error('the comparison lost text')
  return [
    timed(`compare: weave, 400 KB, 1,400 of ${a.length} paragraphs changed`, () => compare(docA, docB, 'LTA', newId)),
    timed('compare: fast-myers-diff on the same text, paragraphs then words', () => bare(a, b)),
    timed('compare: weave, two unrelated contracts of 400 and 450 KB', () => compare(docA, docOther, 'LTA', newId)),
    timed('compare: weave, two unrelated paragraphs of 400 and 450 KB', () =>
      compare(documentOf([a.join(' ')]), documentOf([other.join(' ')]), 'LTA', newId),
    ),
  ]
}
