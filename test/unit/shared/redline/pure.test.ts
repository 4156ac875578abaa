import { type Mark, Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import type { RoundRef } from '../../../../shared/model/negotiation.ts'
import { type Switch, schema } from '../../../../shared/model/schema.ts'
import {
  accept,
  allRounds,
  changes,
  countWords,
  ends,
  ensureIds,
  invariants,
  plainText,
  project,
  type Redline,
  redline,
  reject,
  type TableBlock,
  type TextBlock,
  withLabels,
} from '../../../../shared/redline/index.ts'

const ROUNDS: RoundRef[] = [
  { r: 1, party: 'A', date: '2023-09-20', proposal: 'p1' },
  { r: 2, party: 'B', date: '2023-11-01', proposal: 'p2' },
  { r: 3, party: 'A', date: '2023-12-06', proposal: 'p3' },
]
const party = (r: number) => (r % 2 ? 'A' : 'B')
const sw = (k: Switch['k'], r: number, id = `${k}${r}`): Switch => ({ k, id, r, p: party(r) })
const m = (type: 'insertion' | 'deletion' | 'restoration', r: number, id = `${type.slice(0, 3)}${r}`): Mark =>
  schema.marks[type].create({ id, r, p: party(r) })
const t = (text: string, ...marks: Mark[]) => schema.text(text, marks)
const p = (id: string, content: Node[], attrs: Record<string, unknown> = {}) => schema.nodes.paragraph.create({ id, ...attrs }, content)
const doc = (...blocks: Node[]) => schema.nodes.doc.create(null, blocks)
const cell = (id: string, sws: Switch[], ...blocks: Node[]) => schema.nodes.table_cell.create({ id, sw: sws }, blocks)
const row = (id: string, sws: Switch[], ...cells: Node[]) => schema.nodes.table_row.create({ id, sw: sws }, cells)
const table = (id: string, ...rows: Node[]) => schema.nodes.table.create({ id }, rows)
const lines = (d: Node) => plainText(d).split('\n')

const threeRounds = doc(
  p('a', [t('paid '), t('95', m('deletion', 1)), t('90', m('insertion', 1), m('deletion', 2)), t('80', m('insertion', 2)), t(' percent')]),
  p('b', [t('stays', m('deletion', 2), m('restoration', 3))]),
  p('c', [t('untouched')]),
)

describe('versions of a document', () => {
  it('projects each round of a thrice replaced clause', () => {
    expect([0, 1, 2, 3].map((v) => lines(project(threeRounds, v))[0])).toEqual([
      'paid 95 percent',
      'paid 90 percent',
      'paid 80 percent',
      'paid 80 percent',
    ])
  })
  it('gives untouched blocks and untracked documents as the same objects', () => {
    expect(project(threeRounds, 1).child(2)).toBe(threeRounds.child(2))
    const plain = doc(p('a', [t('x')]))
    expect(project(plain, 4)).toBe(plain)
  })
  it('runs a paragraph whose end is struck into the next, which gives the properties', () => {
    const d = doc(p('a', [t('one ')], { level: 2, sw: [sw('del', 1)] }), p('b', [t('two')], { level: 3 }))
    const clean = project(d, 1)
    expect([clean.childCount, clean.child(0).textContent, clean.child(0).attrs.level, clean.child(0).attrs.id]).toEqual([
      1,
      'one two',
      3,
      'b',
    ])
    expect(project(d, 0).childCount).toBe(2)
  })
  it('counts an end as on where standing text has no other, and never one that came later', () => {
    const d = doc(p('a', [t('text')], { sw: [sw('del', 1)] }), p('b', [t('new', m('insertion', 2))], { sw: [sw('ins', 2)] }))
    expect(ends(d, 1)).toEqual([true, false])
    expect(ends(d, 2)).toEqual([false, true])
    const split = doc(p('a', [t('te')], { sw: [sw('ins', 2)] }), p('b', [t('xt', m('deletion', 1))], { sw: [sw('del', 1)] }))
    expect(ends(split, 1)).toEqual([false, true])
  })
  it('keeps the last block of a container in which nothing stands', () => {
    const d = doc(p('a', [t('x', m('deletion', 1))], { sw: [sw('del', 1)] }), p('b', [], { sw: [sw('del', 1)] }))
    expect(ends(d, 1)).toEqual([false, true])
  })
})

describe('redline', () => {
  it('attributes every run to the party and round that made it so', () => {
    const runs = (redline(threeRounds, ROUNDS, 0, 3).blocks[0] as TextBlock).runs
    expect(runs.map((r) => [r.kind, r.by?.r ?? null, r.node.text])).toEqual([
      ['same', null, 'paid '],
      ['delete', 1, '95'],
      ['insert', 2, '80'],
      ['same', null, ' percent'],
    ])
  })
  it('shows what came and went only in the all-rounds view', () => {
    const all = allRounds(threeRounds, ROUNDS, 0, 3)
    const runs = (all.blocks[0] as TextBlock).runs
    const gone = runs.find((r) => r.inserted)
    expect([gone?.node.text, gone?.inserted?.r, gone?.by?.r]).toEqual(['90', 1, 2])
    expect(accept(all.blocks).eq(project(threeRounds, 3))).toBe(true)
    expect(reject(all.blocks).eq(project(threeRounds, 0))).toBe(true)
  })
  it('says in the all-rounds view who restored what stands on both sides', () => {
    const restored = (r: Redline) => (r.blocks[1] as TextBlock).runs.map((run) => [run.kind, run.restored?.r])
    expect(restored(allRounds(threeRounds, ROUNDS, 0, 3))).toEqual([['same', 3]])
    expect(restored(redline(threeRounds, ROUNDS, 0, 3))).toEqual([['same', undefined]])
  })
  it('keeps apart in the all-rounds view what was restored and what stood all along', () => {
    const d = doc(p('a', [t('ab'), t('cd', m('deletion', 1), m('restoration', 2)), t('ef', m('deletion', 1, 'del9'), m('restoration', 3))]))
    const runs = (allRounds(d, ROUNDS, 0, 3).blocks[0] as TextBlock).runs
    expect(runs.map((run) => [run.kind, run.node.text, run.restored?.r ?? null])).toEqual([
      ['same', 'ab', null],
      ['same', 'cd', 2],
      ['same', 'ef', 3],
    ])
    const later = (allRounds(d, ROUNDS, 2, 3).blocks[0] as TextBlock).runs
    expect(later.map((run) => [run.kind, run.node.text, run.restored?.r ?? null])).toEqual([
      ['same', 'abcd', null],
      ['insert', 'ef', 3],
    ])
    const plain = (redline(d, ROUNDS, 0, 3).blocks[0] as TextBlock).runs
    expect(plain.map((run) => run.node.text)).toEqual(['abcdef'])
  })
  it('asks for each document anew whether an end stands: the same block may close one and run on in another', () => {
    const block = p('a', [t('one ')], { sw: [sw('del', 1)] })
    const next = p('b', [t('two')])
    const read = (d: Node) => redline(d, ROUNDS, 0, 1).blocks.map((b) => (b as TextBlock).end)
    expect(read(doc(block))).toEqual(['same'])
    expect(read(doc(block, next))).toEqual(['delete', 'same'])
    expect(read(doc(block))).toEqual(['same'])
  })
  it('is empty between a version and itself, and gives the same block objects when asked again', () => {
    expect(changes(redline(threeRounds, ROUNDS, 2, 2))).toEqual([])
    const [x, y] = [redline(threeRounds, ROUNDS, 0, 3), redline(threeRounds, ROUNDS, 0, 3)]
    expect(x.blocks.every((b, i) => b === y.blocks[i])).toBe(true)
  })
  it('shows inserted and struck rows, and a row that came and went', () => {
    const text = (id: string, s: string, ...marks: Mark[]) => p(id, [t(s, ...marks)])
    const d = doc(
      table(
        't',
        row('r1', [], cell('c1', [], text('x1', 'a'))),
        row('r2', [sw('ins', 1), sw('del', 2)], cell('c2', [], p('x2', [t('b', m('insertion', 1))], { sw: [sw('ins', 1)] }))),
        row('r3', [sw('del', 1)], cell('c3', [], text('x3', 'c'))),
      ),
    )
    invariants(d)
    const rows = (r: ReturnType<typeof redline>) => (r.blocks[0] as TableBlock).rows
    expect(rows(redline(d, ROUNDS, 0, 2)).map((r) => r.change)).toEqual(['same', 'delete'])
    const all = allRounds(d, ROUNDS, 0, 2)
    expect(rows(all).map((r) => [r.change, r.inserted !== null])).toEqual([
      ['same', false],
      ['delete', true],
      ['delete', false],
    ])
    for (const view of [redline(d, ROUNDS, 0, 2), all, redline(d, ROUNDS, 0, 1), redline(d, ROUNDS, 1, 2)]) {
      expect(accept(view.blocks).eq(project(d, view.target))).toBe(true)
      expect(reject(view.blocks).eq(project(d, view.baseline))).toBe(true)
    }
  })
})

describe('labels as text', () => {
  it('shows an unchanged label once', () => {
    const d = doc(p('a', [t('one')], { label: 'a.' }))
    const block = withLabels(redline(d, ROUNDS, 0, 1).blocks)[0] as TextBlock
    expect(block.runs.map((r) => [r.kind, r.label === true, r.node.text])).toEqual([
      ['same', true, 'a. '],
      ['same', false, 'one'],
    ])
    expect(block.propsB.attrs.label).toBe(null)
  })
  it('strikes the old label and inserts the new one where it changed', () => {
    const was = [{ r: 1, id: 'w1', p: 'A', type: 'paragraph', attrs: { level: 0, align: 'left', list: null, label: 'Subd. 2.' } }]
    const d = doc(p('a', [t('one')], { label: 'Subd. 5.', was }))
    const block = withLabels(redline(d, ROUNDS, 0, 1).blocks)[0] as TextBlock
    expect(block.runs.map((r) => [r.kind, r.by?.id ?? null, r.node.text])).toEqual([
      ['delete', 'w1', 'Subd. 2. '],
      ['insert', 'w1', 'Subd. 5. '],
      ['same', null, 'one'],
    ])
    expect(block.propsBy).toBe(null)
  })
  it('gives a merged paragraph the label of the end that closes it, in front of its text', () => {
    const d = doc(p('a', [t('one ')], { label: 'a.', sw: [sw('del', 1)] }), p('b', [t('two')], { label: 'b.' }))
    const blocks = withLabels(redline(d, ROUNDS, 0, 1).blocks)
    expect(lines(accept(blocks))).toEqual(['b. one two'])
    expect(lines(reject(blocks))).toEqual(['a. one ', 'b. two'])
  })
  it('waits with the label for the first block that has text on that side', () => {
    const d = doc(p('a', [t('gone', m('deletion', 1))], { label: 'a.', sw: [sw('del', 1)] }), p('b', [t('two')], { label: 'b.' }))
    const blocks = withLabels(redline(d, ROUNDS, 0, 1).blocks)
    expect((blocks[1] as TextBlock).runs[0].kind).toBe('same')
    expect(lines(accept(blocks))).toEqual(['b. two'])
  })
})

describe('lists of changes and counts', () => {
  it('lists a replacement as one entry with both ids', () => {
    const list = changes(redline(threeRounds, ROUNDS, 0, 1))
    expect(list.map((c) => [c.ids, c.kinds, c.struck, c.inserted, c.by.p, c.block, c.order])).toEqual([
      [['del1', 'ins1'], ['delete', 'insert'], '95', '90', 'A', 'a', 0],
    ])
  })
  it('keeps apart what two parties did side by side', () => {
    expect(changes(redline(threeRounds, ROUNDS, 0, 2)).map((c) => [c.by.p, c.struck, c.inserted])).toEqual([
      ['A', '95', ''],
      ['B', '', '80'],
      ['B', 'stays', ''],
    ])
  })
  it('counts words added and struck, not what came and went', () => {
    expect(countWords(redline(threeRounds, ROUNDS, 0, 2))).toEqual({ added: 1, struck: 2 })
    expect(countWords(allRounds(threeRounds, ROUNDS, 0, 2))).toEqual({ added: 1, struck: 2 })
  })
})

describe('text and ids', () => {
  it('writes labels, one line a block, cells apart by tabs', () => {
    const d = doc(
      p('a', [t('one')], { label: 'a.' }),
      table('t', row('r', [], cell('c', [], p('x', [t('Step')])), cell('d', [], p('y', [t('Pay')]), p('z', [t('more')])))),
    )
    expect(plainText(d)).toBe('a. one\nStep\tPay more')
  })
  it('fills missing and repeated ids and leaves the rest as the same objects', () => {
    const kept = p('a', [t('one')])
    let n = 0
    const d = ensureIds(doc(kept, p('a', [t('two')]), p('', [t('three')])), (prefix) => `${prefix}${++n}`)
    expect(d.child(0)).toBe(kept)
    expect([d.child(1).attrs.id, d.child(2).attrs.id]).toEqual(['b1', 'b2'])
    expect(() => invariants(d)).not.toThrow()
    expect(ensureIds(d, () => 'never')).toBe(d)
  })
})

describe('invariants', () => {
  const broken: [string, Node][] = [
    ['an id that stands twice', doc(p('a', []), p('a', []))],
    ['a missing id', doc(p('', []))],
    ['two switches of one round', doc(p('a', [], { sw: [sw('ins', 1), sw('del', 1)] }))],
    ['a restoration of what was never struck', doc(p('a', [t('x', m('insertion', 1), m('restoration', 2))]))],
    [
      'earlier properties from before the block was there',
      doc(p('a', [], { sw: [sw('ins', 2)], was: [{ r: 1, id: 'w', p: 'A', type: 'paragraph', attrs: {} }] })),
    ],
    [
      'a ragged table',
      doc(
        table(
          't',
          row('r', [], cell('c', [sw('del', 1)], p('x', [])), cell('d', [], p('y', []))),
          row('s', [], cell('e', [], p('z', [])), cell('f', [], p('w', []))),
        ),
      ),
    ],
  ]
  it.each(broken)('refuses %s', (_, d) => {
    expect(() => invariants(d)).toThrow(RangeError)
  })
  it('accepts a tree in order, and its JSON read back', () => {
    expect(() => invariants(threeRounds)).not.toThrow()
    expect(Node.fromJSON(schema, JSON.parse(JSON.stringify(threeRounds.toJSON()))).eq(threeRounds)).toBe(true)
  })
})
