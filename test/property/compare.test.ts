import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { buildStack, type CompareOptions, compare, type GivenProposal, tokens, weave, words } from '../../shared/compare/index.ts'
import { moveOf, otherHalf } from '../../shared/model/move.ts'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { inlineText } from '../../shared/model/schema.ts'
import {
  accept,
  allRounds,
  type Block,
  changes,
  ensureIds,
  invariants,
  project,
  redline,
  reject,
  switchesOf,
  withLabels,
} from '../../shared/redline/index.ts'
import { cleanDocument, contentOf, counter, type Revision, revision } from './documents.ts'

const RUNS = Number(process.env.PARLEY_RUNS ?? 2000)
const SEED = process.env.PARLEY_SEED ? Number(process.env.PARLEY_SEED) : undefined
const same = (a: Node, b: Node) => expect(contentOf(a)).toEqual(contentOf(b))
const rounds = (n: number): RoundRef[] =>
  Array.from({ length: n }, (_, k) => ({ r: k + 1, party: k % 2 ? '300' : 'LTA', date: `2023-10-${10 + k}`, proposal: `p${k}` }))

/** The words of the two halves of every move in a document of one round: each half has its other, and they say the same. */
function halves(doc: Node): void {
  const said = new Map<string, string>()
  const add = (id: string, words: string) => {
    if (moveOf(id)) said.set(id, (said.get(id) ?? '') + words)
  }
  doc.descendants((node) => {
    for (const m of node.marks) if (m.type.name !== 'format' && m.attrs.id) add(m.attrs.id, inlineText(node))
    for (const s of switchesOf(node)) {
      // A struck row keeps its language untouched; what is in a row that is put in carries the change itself.
      const row = node.type.name === 'table_row' && s.k === 'del'
      add(s.id, row ? node.textContent : '')
    }
    return true
  })
  for (const [id, words] of said) expect(said.get(otherHalf(id)!)?.replaceAll('\n', '')).toBe(words.replaceAll('\n', ''))
}
const compared = (a: Node, b: Node, options: CompareOptions = {}): { base: Node; doc: Node } => {
  const newId = counter()
  const base = ensureIds(a, newId)
  const doc = compare(base, b, 'LTA', newId, options)
  invariants(doc)
  expect(project(doc, 0).eq(base)).toBe(true)
  return { base, doc }
}
/** Both ends come back by projection, and by accepting and rejecting the redline; moves are whole. */
function comesBack(a: Node, b: Node, options: CompareOptions = {}): void {
  const { base, doc } = compared(a, b, options)
  same(project(doc, 1), b)
  const both = redline(doc, rounds(1), 0, 1)
  same(accept(both.blocks), b)
  same(reject(both.blocks), base)
  halves(doc)
  expect(compare(base, base, 'LTA', counter())).toBe(base)
}
const options = fc.record({ moves: fc.boolean() }, { requiredKeys: [] })
const inlineOf = (doc: Node, says: (block: Node) => unknown): unknown[] => {
  const out: unknown[] = []
  doc.descendants((node) => {
    if (node.isTextblock) out.push(says(node))
    return !node.isTextblock
  })
  return out
}

describe('16. comparing A and B and projecting gives A and B back', () => {
  it('for two documents that have nothing to do with each other', () => {
    fc.assert(fc.property(cleanDocument, cleanDocument, options, comesBack), { numRuns: RUNS, seed: SEED })
  })
  it('for a document and its revision; nothing changes where nothing differs', () => {
    const pair = fc.tuple(cleanDocument, fc.array(revision, { maxLength: 6 }), fc.boolean())
    fc.assert(
      fc.property(pair, options, ([a, edits, sameIds], given) => {
        const base = sameIds ? ensureIds(a, counter()) : a
        comesBack(
          base,
          edits.reduce((doc, edit) => edit(doc), base),
          given,
        )
      }),
      { numRuns: RUNS, seed: SEED },
    )
  })
  it('up to formatting, or to the properties of paragraphs, where these are left out', () => {
    fc.assert(
      fc.property(cleanDocument, fc.array(revision, { maxLength: 5 }), (a, edits) => {
        const b = edits.reduce((doc, edit) => edit(doc), a)
        const text = compared(a, b, { format: false })
        expect(inlineOf(project(text.doc, 1), (n) => n.textContent)).toEqual(inlineOf(b, (n) => n.textContent))
        const formats = changes(redline(text.doc, rounds(1), 0, 1)).flatMap((c) => c.kinds)
        expect(formats).not.toContain('format')
        const words = compared(a, b, { properties: false })
        expect(changes(redline(words.doc, rounds(1), 0, 1)).flatMap((c) => c.kinds)).not.toContain('paragraph')
        expect(project(words.doc, 1).textContent.replace(/\d\. |[ab]\. |Subd\. 2\. /g, '')).toBe(
          b.textContent.replace(/\d\. |[ab]\. |Subd\. 2\. /g, ''),
        )
      }),
      { numRuns: RUNS, seed: SEED },
    )
  })
})

describe('weaving rounds over rounds', () => {
  interface Step {
    readonly edits: readonly Revision[]
    /** Which earlier version is revised: going back to one is restoring what was struck since. */
    readonly from: number
    readonly other: Node | null
  }
  const step: fc.Arbitrary<Step> = fc.record({
    edits: fc.array(revision, { maxLength: 3 }),
    from: fc.nat({ max: 9 }),
    other: fc.option(cleanDocument, { freq: 6 }),
  })

  it('gives each round its text and leaves every earlier version as it was', () => {
    fc.assert(
      fc.property(cleanDocument, fc.array(step, { minLength: 2, maxLength: 5 }), (a, steps) => {
        const newId = counter()
        let doc = ensureIds(a, newId)
        const stored = [doc]
        for (const { edits, from, other } of steps) {
          const r = stored.length
          const start = other ?? (from < 5 ? stored[r - 1] : stored[from % r])
          const target = edits.reduce((d, edit) => edit(d), start)
          doc = weave(doc, target, { r, p: r % 2 ? 'LTA' : '300' }, newId)
          invariants(doc)
          const now = project(doc, r)
          same(now, target)
          stored.forEach((then, v) => {
            expect(project(doc, v).eq(then)).toBe(true)
          })
          stored.push(now)
        }
        const n = stored.length - 1
        for (let v = 0; v <= n; v++) {
          const view = redline(doc, rounds(n), v, n)
          expect(accept(view.blocks).eq(stored[n])).toBe(true)
          expect(reject(view.blocks).eq(stored[v])).toBe(true)
          allRounds(doc, rounds(n), v, n)
        }
      }),
      { numRuns: RUNS, seed: SEED },
    )
  })
  it('refuses a round that is not later than what the document holds', () => {
    fc.assert(
      fc.property(cleanDocument, cleanDocument, (a, b) => {
        const newId = counter()
        const doc = compare(a, b, 'LTA', newId)
        fc.pre(!project(doc, 0).eq(project(doc, 1)))
        expect(() => weave(doc, b, { r: 1, p: '300' }, newId)).toThrow(RangeError)
      }),
      { numRuns: 50, seed: SEED },
    )
  })
})

describe('a stack of proposals', () => {
  /** What a run says; an object is a word by itself. */
  const said = ({ node }: { node: Node }): string => node.text ?? ` ${inlineText(node)} `
  /** What each block says, and, where `apart`, each run of it. */
  const saidBy = (blocks: readonly Block[], apart: boolean): string[] =>
    blocks.flatMap((block) =>
      block.kind === 'table'
        ? block.rows.flatMap((row) => row.cells.flatMap((cell) => saidBy(cell.blocks, apart)))
        : [block.runs.map(said).join(''), ...(apart ? block.runs.map(said) : [])],
    )
  const wordsAt = (doc: Node, v: number): string[] => saidBy(withLabels(redline(project(doc, v), [], 0, 0).blocks), false).flatMap(words)

  /** Where the source's marks do not say which ends and rows are struck, only the words can be asked for, and not labels. */
  const says = (marked: Node) => /"sw":\[\{/.test(JSON.stringify(marked.toJSON()))
  const alike = (a: Node, b: Node, exact: boolean) => {
    if (exact) same(a, b)
    else expect(words(a.textBetween(0, a.content.size, ' '))).toEqual(words(b.textBetween(0, b.content.size, ' ')))
  }

  it('holds each text as proposed and every word that it strikes, and the first by its own marks', () => {
    fc.assert(
      fc.property(
        cleanDocument,
        fc.array(fc.tuple(fc.array(revision, { minLength: 1, maxLength: 3 }), fc.nat({ max: 3 }), fc.boolean()), {
          minLength: 1,
          maxLength: 4,
        }),
        (a, steps) => {
          const newId = counter()
          let before = ensureIds(a, newId)
          const stack = steps.map(([edits, day, other]): GivenProposal => {
            const after = edits.reduce((doc, edit) => edit(doc), before)
            const marked = compare(before, after, '', newId)
            const given = { party: other ? '300' : 'LTA', date: `2023-10-1${day}`, kind: 'amended', before, after, marked } as const
            before = ensureIds(after, newId)
            return given
          })
          buildStack(stack, newId).forEach((built, i) => {
            const n = built.chain.length
            invariants(built.doc)
            expect(built.chain.map((c) => c.r)).toEqual(Array.from({ length: n }, (_, k) => k + 1))
            const { before, after, marked } = stack[i]
            const blank = !before?.textContent.trim()
            const exact = built.answers !== null || (!blank && says(marked))
            if (built.answers === null) alike(project(built.doc, 0), before as Node, exact)
            alike(project(built.doc, n), after, exact)
            const held = new Set(saidBy(withLabels(allRounds(built.doc, rounds(n), 0, n).blocks), true).flatMap(words))
            // A word of which only a part changed reads whole in the versions that it stood in.
            for (let v = 0; v <= n; v++) for (const word of wordsAt(built.doc, v)) held.add(word)
            for (const v of [0, 1]) for (const word of wordsAt(marked, v)) expect(held).toContain(word)
          })
        },
      ),
      { numRuns: RUNS, seed: SEED },
    )
  })
})

describe('tokens', () => {
  it('joined are the text again, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[\d.,:/$% -]*$/)), (text) => {
        expect(tokens(text).join('')).toBe(text)
      }),
      { numRuns: RUNS, seed: SEED },
    )
  })
})
