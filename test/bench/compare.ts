import { diffLines, diffWordsWithSpace } from 'diff'
import patch from 'diff-match-patch'
import { diff } from 'fast-myers-diff'
import { ChangeSet, simplifyChanges } from 'prosemirror-changeset'
import type { Node } from 'prosemirror-model'
import { StepMap } from 'prosemirror-transform'
import { compare } from '../../shared/compare/index.ts'
import { schema } from '../../shared/model/schema.ts'
import { redline } from '../../shared/redline/index.ts'

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

/** What a comparison marks: of either text a flag for each character, set where it does not stand in the other. */
interface Marked {
  readonly a: Uint8Array
  readonly b: Uint8Array
}
/** Words of a text of which any character is marked. */
const touched = (text: string, flags: Uint8Array): number => {
  let n = 0
  for (const found of text.matchAll(/\S+/g)) if (flags.subarray(found.index, found.index + found[0].length).includes(1)) n++
  return n
}
/** Both texts read from left to right as a peer gives them out; what it keeps must be the same in both. */
class Pages {
  private readonly ta: string
  private readonly tb: string
  readonly a: Uint8Array
  readonly b: Uint8Array
  private i = 0
  private j = 0

  constructor(ta: string, tb: string) {
    this.ta = ta
    this.tb = tb
    this.a = new Uint8Array(ta.length)
    this.b = new Uint8Array(tb.length)
  }
  keep(n: number): void {
    if (this.ta.slice(this.i, this.i + n) !== this.tb.slice(this.j, this.j + n)) throw new Error('the comparison keeps what differs')
    this.i += n
    this.j += n
  }
  strike(n: number): void {
    this.a.fill(1, this.i, this.i + n)
    this.i += n
  }
  put(n: number): void {
    this.b.fill(1, this.j, this.j + n)
    this.j += n
  }
  done(): Marked {
    if (this.i < this.ta.length || this.j < this.tb.length) throw new Error('the comparison lost text')
    return this
  }
}

/** A way to compare two lists of paragraphs. */
interface Peer {
  readonly name: string
  run(a: readonly string[], b: readonly string[]): (pages: Pages) => void
}

/** The hunks of two lists of paragraphs, and what a peer makes of a pair of paragraphs in them. */
function byParagraph(name: string, pair: (a: string, b: string) => (pages: Pages) => void): Peer {
  return {
    name,
    run(a, b) {
      const out: ((pages: Pages) => void)[] = []
      let i = 0
      const same = (to: number) => {
        const kept = a.slice(i, to).map((text) => text.length + 1)
        out.push((pages) => {
          for (const n of kept) pages.keep(n)
        })
      }
      for (const [i0, i1, j0, j1] of diff([...a], [...b])) {
        same(i0)
        const both = Math.min(i1 - i0, j1 - j0)
        for (let k = 0; k < both; k++) {
          const inside = pair(a[i0 + k], b[j0 + k])
          out.push((pages) => {
            inside(pages)
            pages.keep(1)
          })
        }
        const [gone, fresh] = [a.slice(i0 + both, i1), b.slice(j0 + both, j1)]
        out.push((pages) => {
          for (const text of gone) pages.strike(text.length + 1)
          for (const text of fresh) pages.put(text.length + 1)
        })
        i = i1
      }
      same(a.length)
      return (pages) => {
        for (const write of out) write(pages)
      }
    },
  }
}
const lengthOf = (tokens: readonly string[]): number => tokens.reduce((n, token) => n + token.length, 0)
const paragraph = (text: string): Node =>
  schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, text ? schema.text(text) : null))

const PEERS: readonly Peer[] = [
  byParagraph('fast-myers-diff, paragraphs then words', (ta, tb) => {
    const [a, b] = [ta.split(/(\s+)/), tb.split(/(\s+)/)]
    const edits = [...diff(a, b)]
    return (pages) => {
      let i = 0
      for (const [i0, i1, j0, j1] of edits) {
        pages.keep(lengthOf(a.slice(i, i0)))
        pages.strike(lengthOf(a.slice(i0, i1)))
        pages.put(lengthOf(b.slice(j0, j1)))
        i = i1
      }
      pages.keep(lengthOf(a.slice(i)))
    }
  }),
  byParagraph('prosemirror-changeset, by paragraph', (ta, tb) => {
    const [a, b] = [paragraph(ta), paragraph(tb)]
    const set = ChangeSet.create(a).addSteps(b, [new StepMap([0, a.content.size, b.content.size])], null)
    const spans = simplifyChanges(set.changes, b)
    return (pages) => {
      let at = 1
      for (const { fromA, toA, fromB, toB } of spans) {
        pages.keep(fromA - at)
        pages.strike(toA - fromA)
        pages.put(toB - fromB)
        at = toA
      }
      pages.keep(ta.length + 1 - at)
    }
  }),
  {
    name: 'jsdiff, lines then words',
    run(a, b) {
      const parts = diffLines(`${a.join('\n')}\n`, `${b.join('\n')}\n`)
      const inside = parts.map((part, k) =>
        part.removed && parts[k + 1]?.added ? diffWordsWithSpace(part.value, parts[k + 1].value) : null,
      )
      const write = (pages: Pages, part: { value: string; added: boolean; removed: boolean }) => {
        if (part.added) pages.put(part.value.length)
        else if (part.removed) pages.strike(part.value.length)
        else pages.keep(part.value.length)
      }
      return (pages) =>
        parts.forEach((part, k) => {
          if (inside[k]) for (const piece of inside[k]) write(pages, piece)
          else if (!inside[k - 1]) write(pages, part)
        })
    },
  },
  {
    name: 'diff-match-patch, lines then characters',
    run(a, b) {
      const engine = new patch.diff_match_patch()
      engine.Diff_Timeout = 10
      const parts = engine.diff_main(`${a.join('\n')}\n`, `${b.join('\n')}\n`)
      engine.diff_cleanupSemantic(parts)
      return (pages) => {
        for (const [kind, text] of parts) {
          if (kind < 0) pages.strike(text.length)
          else if (kind > 0) pages.put(text.length)
          else pages.keep(text.length)
        }
      }
    },
  },
]

/** Our own comparison of two documents as the same pages. */
function ours(doc: Node, pages: Pages): void {
  const write = { same: (n: number) => pages.keep(n), insert: (n: number) => pages.put(n), delete: (n: number) => pages.strike(n) }
  for (const block of redline(doc, [], 0, 1).blocks) {
    if (block.kind === 'table') continue
    for (const run of block.runs) write[run.kind](run.node.text?.length ?? 1)
    write[block.end](1)
  }
}

/** Runs of each way to compare, turn about, so that a busy moment of the machine meets all of them. */
const TURNS = 7
const middle = (times: number[]): number => times.sort((p, q) => p - q)[times.length >> 1]
const once = (run: () => unknown): number => {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** A comparison measured: milliseconds (median), and of how many words any character is marked; null where words say nothing. */
export interface Compared {
  readonly name: string
  readonly ms: number
  readonly words: number | null
}

/**
 * Two versions of a contract of 400 KB, 1,400 of its paragraphs changed: ours first, then libraries that compare text, in one run.
 * Each gives both texts back, or this throws. The libraries keep no document and no rounds; the time is what they share.
 */
export function benchPeers(): Compared[] {
  const a = contract(400_000, 1)
  const b = revised(a, 1400, 2)
  const [docA, docB] = [documentOf(a), documentOf(b)]
  const [ta, tb] = [`${a.join('\n')}\n`, `${b.join('\n')}\n`]
  const newId = ids()
  const all = [() => compare(docA, docB, 'LTA', newId), ...PEERS.map((peer) => () => peer.run(a, b))]
  const times = all.map((): number[] => [])
  for (let turn = 0; turn < TURNS; turn++) all.forEach((run, k) => void times[k].push(once(run)))
  const words = (write: (pages: Pages) => void): number => {
    const pages = new Pages(ta, tb)
    write(pages)
    const marked = pages.done()
    return touched(ta, marked.a) + touched(tb, marked.b)
  }
  const mine = compare(docA, docB, 'LTA', newId)
  const counts = [words((pages) => ours(mine, pages)), ...PEERS.map((peer) => words(peer.run(a, b)))]
  const names = [`compare, 400 KB, 1,400 of ${a.length.toLocaleString('en-US')} paragraphs changed`, ...PEERS.map((peer) => peer.name)]
  return names.map((name, k) => ({ name, ms: middle(times[k]), words: counts[k] }))
}

/** What would be quadratic if anything were: the time is to stay bounded. */
export function benchWorst(): Compared[] {
  const newId = ids()
  const long = contract(400_000, 1)
  const other = contract(450_000, 3)
  const lines = (n: number, text: (i: number) => string) => documentOf(Array.from({ length: n }, (_, i) => text(i)))
  const cases: [string, Node, Node][] = [
    ['two unrelated contracts of 400 and 450 KB', documentOf(long), documentOf(other)],
    [
      'one paragraph of 300 KB against another',
      documentOf([long.join(' ').slice(0, 300_000)]),
      documentOf([other.join(' ').slice(0, 300_000)]),
    ],
    ['10,000 equal short paragraphs, 500 fewer', lines(10_000, () => 'None.'), lines(9500, () => 'None.')],
    ['10,000 lines in turn, one more at the front', lines(10_000, (i) => `Line ${i % 2}.`), lines(10_001, (i) => `Line ${(i + 1) % 2}.`)],
    [
      '10,000 repeated paragraphs of a few kinds, shuffled',
      lines(10_000, (i) => long[(i * 7) % 9]),
      lines(10_000, (i) => long[(i * 5) % 9]),
    ],
    ['a contract turned back to front', documentOf(long), documentOf([...long].reverse())],
  ]
  return cases.map(([name, a, b]) => {
    const times: number[] = []
    for (let turn = 0; turn < 3; turn++) times.push(once(() => compare(a, b, 'LTA', newId)))
    return { name: `compare, ${name}`, ms: middle(times), words: null }
  })
}
const ids = () => {
  let n = 0
  return (prefix: string) => `${prefix}n${++n}`
}
