import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { readBase } from '../../main/formats/markdown/index.ts'
import { inPlace, type Placing, weave } from '../../shared/compare/index.ts'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { schema } from '../../shared/model/schema.ts'
import {
  accept,
  changes,
  ensureIds,
  inlineSwitches,
  invariants,
  project,
  Refused,
  redline,
  reject,
  standsAt,
} from '../../shared/redline/index.ts'
import { CONTRACT, missing } from '../fixtures/seeds.ts'
import { ALL, intents, step } from './action.ts'
import { GROUNDS } from './bargain.ts'
import { counter } from './documents.ts'
import { bare, doc, head, para, show, Table } from './harness.ts'
import { check, script } from './script.ts'

/** An item after a script, with the rounds that it went through. `settled`: its last round is sealed, and every end in it explicit. */
function item(k: number, ground: number, ops: Parameters<typeof step>[1][], settled = true): { doc: Node; base: Node; rounds: RoundRef[] } {
  const T = new Table(GROUNDS[ground % GROUNDS.length]())
  for (const op of ops) {
    try {
      const r = step(T, op)
      if (r) T.apply(r.tr)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
  if (settled) T.seal()
  const rounds = T.rounds(settled ? T.round - 1 : T.round).map((round) => ({ ...round, proposal: `${k}-${round.proposal}` }))
  return { doc: T.doc, base: project(T.doc, 0), rounds }
}
/** A node with other ids. */
const called = (node: Node, k: number): Node =>
  node.isInline
    ? node
    : node.type.create(
        { ...node.attrs, id: `${k}:${node.attrs.id}` },
        node.isTextblock ? node.content : node.children.map((c) => called(c, k)),
      )
/** The same words, set otherwise: every space twice, labels as text. */
const spaced = (node: Node): Node => {
  if (node.isText) return schema.text(node.text!.replaceAll(' ', '  '), node.marks)
  if (node.isInline) return node
  const content = node.children.map(spaced)
  if (!node.isTextblock || !node.attrs.label || !content.length) return node.type.create(node.attrs, content)
  return node.type.create({ ...node.attrs, label: null }, [schema.text(`${node.attrs.label} `), ...content])
}

const editing = intents(ALL).filter((op) => op.t !== 'undo' && op.t !== 'redo')
const one = fc.tuple(fc.nat(GROUNDS.length - 1), script(16, editing), fc.boolean())
const bareAll = (nodes: readonly Node[]): string[] => nodes.map(bare)
/** What an item says where it stands: nothing, where all of it is struck. */
const saysAt = (clean: Node): readonly Node[] =>
  clean.childCount === 1 && clean.child(0).isTextblock && clean.child(0).childCount === 0 ? [] : clean.children

describe('items in their places', () => {
  it('the words of the agreement stay, rejected it is the agreement, accepted it has the language of each item', () => {
    const seen = { placed: 0, loose: 0 }
    check(
      fc.tuple(one, one, fc.boolean(), fc.nat(2)),
      ([x, y, other, how]) => {
        const [a, b] = [item(1, ...x), item(2, ...y)]
        const of = (made: { base: Node }, k: number): readonly Node[] =>
          made.base.children.map((block) => called(other ? spaced(block) : block, k))
        const [as, bs] = [of(a, 1), of(b, 2)]
        const [first, middle, last] = [head('H', 'Before it all'), [para('M', 'In the middle'), para('N')], para('Z', 'After it all')]
        const fresh = how === 2
        const base = doc(first, ...as, ...middle, ...(fresh ? [] : bs), last)
        const ids = (nodes: readonly Node[]): string[] => nodes.map((node) => node.attrs.id)
        const items: Placing[] = [
          { item: 'a', name: 'Item 1', blocks: ids(as), ...a },
          fresh ? { item: 'b', name: 'Item 2', blocks: [], after: 'N', ...b } : { item: 'b', name: 'Item 2', blocks: ids(bs), ...b },
        ]
        let n = 0
        const made = inPlace(base, items, (prefix) => `${prefix}~${++n}`)
        const told = `\n base ${show(base)}\n a ${show(a.doc)}\n b ${show(b.doc)}\n made ${show(made.doc)}\n refused ${JSON.stringify(made.refused)}`
        try {
          invariants(made.doc)
          if (!other && made.refused.length) throw new Error('refused')
          if (!project(made.doc, 0).eq(base)) throw new Error(`the agreement is not what it was: ${show(project(made.doc, 0))}`)
          if (made.refused.length) return
          const now = project(made.doc, made.rounds.length)
          seen[other ? 'loose' : 'placed']++
          const line = redline(made.doc, made.rounds, 0, made.rounds.length)
          if (!accept(line.blocks).eq(now) || !reject(line.blocks).eq(base)) throw new Error('the redline does not resolve to both sides')
          const names = new Set(made.rounds.map((round) => round.r))
          if (changes(line).some((change) => !names.has(change.by.r))) throw new Error('a change of no round')
          if (made.doc.firstChild !== first || made.doc.lastChild !== last) throw new Error('words outside changed')
          if (other) return
          const [ca, cb] = [a, b].map((i) => project(i.doc, i.rounds.length))
          const wants = [
            [first, ...saysAt(ca), ...middle, ...(fresh ? cb.children : saysAt(cb)), last],
            [first, ...ca.children, ...middle, ...cb.children, last],
          ]
          const strict = (nodes: readonly Node[]) =>
            JSON.stringify(bareAll(nodes.filter((node) => !(node.isTextblock && node.childCount === 0))))
          if (!wants.some((want) => strict(want) === strict(now.children))) throw new Error(`accepted it is ${show(now)}`)
        } catch (error) {
          throw new Error(`${(error as Error).message}${told}`)
        }
      },
      0.25,
    )
    expect(seen.placed).toBeGreaterThan(0)
    expect(seen.loose).toBeGreaterThan(0)
  })

  it('two items that change one paragraph at places of their own stand in it both', () => {
    const seen = { both: 0, refused: 0 }
    const few = fc.tuple(script(3, editing), script(3, editing))
    check(
      fc.tuple(fc.nat(GROUNDS.length - 1), few),
      ([ground, [x, y]]) => {
        const [a, b] = [item(1, ground, x), item(2, ground, y)]
        const base = doc(head('H', 'Before'), ...a.base.children.map((block) => called(block, 1)), para('Z', 'After'))
        const blocks = base.children.slice(1, -1).map((block) => block.attrs.id as string)
        let n = 0
        const items = [
          { item: 'a', name: 'Item 1', blocks, ...a },
          { item: 'b', name: 'Item 2', blocks, ...b },
        ]
        const made = inPlace(base, items, (prefix) => `${prefix}~${++n}`)
        const told = `\n a ${show(a.doc)}\n b ${show(b.doc)}\n made ${show(made.doc)}\n refused ${JSON.stringify(made.refused)}`
        invariants(made.doc)
        if (!project(made.doc, 0).eq(base)) throw new Error(`the agreement is not what it was${told}`)
        seen[made.refused.length ? 'refused' : 'both']++
        if (made.refused.length) return
        const own = (k: string) => (by: number) => made.rounds[by - 1].item === k
        const [inA, inB] = [a, b].map((i) => tokens(i.doc, i.rounds.length, () => true))
        const all = tokens(made.doc, made.rounds.length, () => true)
        if (
          tokens(made.doc, made.rounds.length, own('a')).fresh !== inA.fresh ||
          tokens(made.doc, made.rounds.length, own('b')).fresh !== inB.fresh
        )
          throw new Error(`what an item puts in is not what it says${told}`)
        const stays = [...inA.base].map((sign, i) => (sign === '+' && inB.base[i] === '+' ? '+' : '-')).join('')
        if (!all.base.includes(stays)) throw new Error(`what stands of the agreement is not what both leave: ${stays} ${all.base}${told}`)
      },
      0.25,
    )
    expect(Math.min(seen.both, seen.refused)).toBeGreaterThan(0)
  })
})

/** What is done to some language: at which block, what. */
const rewriting = fc.array(fc.tuple(fc.nat(999), fc.constantFrom('put in', 'strike', 'word', 'split', 'move', 'join', 'cell')), {
  minLength: 1,
  maxLength: 4,
})
type Rewriting = typeof rewriting extends fc.Arbitrary<infer T> ? T : never
const line = (text: string): Node => schema.nodes.paragraph.create(null, schema.text(text))
const withText = (block: Node, text: string): Node => schema.nodes[block.type.name as 'paragraph'].create(block.attrs, schema.text(text))
/** A clean document rewritten. */
function rewritten(clean: Node, how: Rewriting): Node {
  const blocks = [...clean.children]
  how.forEach(([at, what], n) => {
    const i = at % blocks.length
    const block = blocks[i]
    const text = block.isTextblock ? block.textContent : ''
    if (what === 'put in') blocks.splice(i, 0, line(`New language ${at} stands here.`))
    else if (what === 'strike' && blocks.length > 1) blocks.splice(i, 1)
    else if (what === 'word' && text)
      blocks[i] = withText(
        block,
        text
          .split(' ')
          .with(at % text.split(' ').length, `word${n}`)
          .join(' '),
      )
    else if (what === 'split' && text.length > 20) blocks.splice(i, 1, withText(block, text.slice(0, 10)), line(text.slice(10)))
    else if (what === 'move') blocks.splice(at % 7, 0, ...blocks.splice(i, 1))
    else if (what === 'join' && text && blocks[i + 1]?.isTextblock)
      blocks.splice(i, 2, block.copy(block.content.append(blocks[i + 1].content)))
    else if (what === 'cell' && !block.isTextblock) {
      const row = block.child(at % block.childCount)
      const cells = row.children.with(-1, row.lastChild!.type.create(row.lastChild!.attrs, line(`$${at}`)))
      blocks[i] = block.copy(block.content.replaceChild(at % block.childCount, row.type.create(row.attrs, cells)))
    }
  })
  return doc(...blocks)
}

describe(`items all over a whole contract${missing(CONTRACT)}`, () => {
  const source = existsSync(CONTRACT) ? CONTRACT : new URL('../../resources/sample/agreement.md', import.meta.url)
  const base = ensureIds(readBase(readFileSync(source, 'utf8'), { name: 'contract' }).doc, counter())
  const some = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 12 }), fc.array(rewriting, { minLength: 1, maxLength: 3 })), {
    minLength: 8,
    maxLength: 30,
  })

  it('nothing differs but what they change, and each change is of one of them', () => {
    check(
      some,
      (plan) => {
        const items: Placing[] = []
        const wanted: Node[] = []
        let changed = 0
        let at = 0
        plan.forEach(([skip, length, rounds], k) => {
          const from = Math.min(at + skip, base.childCount - 1)
          const to = Math.min(from + length, base.childCount)
          if (from >= to || from < at) return
          wanted.push(...base.children.slice(at, from))
          at = to
          let n = 0
          const newId = (prefix: string) => `${prefix}${k}.${++n}`
          const own = base.children.slice(from, to)
          const made = rounds.reduce((d, how, r) => weave(d, rewritten(project(d, r), how), { r: r + 1, p: 'A' }, newId), doc(...own))
          const chain = rounds.map((_, r) => ({ r: r + 1, party: 'A', date: `2023-09-1${(k + r) % 10}`, proposal: `${k}.${r}` }))
          items.push({ item: `${k}`, name: `Item ${k}`, blocks: own.map((block) => block.attrs.id), doc: made, rounds: chain })
          wanted.push(...saysAt(project(made, chain.length)))
          changed += changes(redline(made, chain, 0, chain.length)).length
        })
        wanted.push(...base.children.slice(at))
        const made = inPlace(base, items, counter())
        expect(made.refused).toEqual([])
        invariants(made.doc)
        expect(project(made.doc, 0).eq(base)).toBe(true)
        const words = (nodes: readonly Node[]) => bareAll(nodes.filter((node) => !(node.isTextblock && node.childCount === 0)))
        expect(words(project(made.doc, made.rounds.length).children)).toEqual(words(wanted))
        expect(changes(redline(made.doc, made.rounds, 0, made.rounds.length))).toHaveLength(changed)
      },
      0.002,
    )
  })
})

/** Of a document at a version: the words that rounds put in, and for each character of the base whether it stands. */
function tokens(d: Node, v: number, rounds: (r: number) => boolean): { fresh: string; base: string } {
  let [fresh, base] = ['', '']
  d.descendants((node) => {
    if (!node.isInline) return true
    const [first] = inlineSwitches(node)
    const on = standsAt(inlineSwitches(node), v)
    if (first?.k === 'ins') fresh += on && rounds(first.r) ? (node.text ?? '\n') : ''
    else base += (on ? '+' : '-').repeat(node.nodeSize)
    return true
  })
  return { fresh, base }
}
