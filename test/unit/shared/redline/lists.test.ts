import type { Command } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import type { BlockProps } from '../../../../shared/model/schema.ts'
import {
  joinBackward,
  project,
  propsOf,
  Refused,
  renumber,
  repeatedLabel,
  revert,
  setBlock,
  splitBlock,
  strike,
  takeBack,
} from '../../../../shared/redline/index.ts'
import { cell, Desk, h, p, row, table } from './desk.ts'

const item = (id: string, label: string, level = 0, text = `item ${id}`) => p(id, text, { list: 'ordered', label, level })
const abc = (...labels: string[]): Desk => new Desk(...labels.map((label, i) => item(`i${i}`, label)))
const run = (d: Desk, command: Command): Desk => {
  d.run(command)
  return d
}
const shift = (by: number) => (props: BlockProps) => ({ ...props, attrs: { ...props.attrs, level: props.attrs.level + by } })
const labels = (d: Desk, v = d.r): (string | null | undefined)[] => project(d.doc, v).children.map((b) => propsOf(b).attrs.label)
const levels = (d: Desk): number[] => project(d.doc, d.r).children.map((b) => propsOf(b).attrs.level)
const enterAfter = (d: Desk, text: string, typed: string): Desk => {
  d.caret(text, text.length)
  d.run(splitBlock(d.cx))
  return d.type(typed)
}

describe('a new item in the middle of a list', () => {
  it('gets the next label, changes no other in silence, and the repeated one can be told', () => {
    const d = abc('a.', 'b.', 'c.')
    expect(repeatedLabel(d.state, d.cx)).toBe(null)
    enterAfter(d, 'item i0', 'new')
    expect(d.clean()).toEqual(['a. item i0', 'b. new', 'b. item i1', 'c. item i2'])
    expect(repeatedLabel(d.state, d.cx)).toBe('b.')
    expect(d.changes.map((c) => c.kinds)).toEqual([['insert', 'split']])
  })
  it('renumber from here sets those after it, as one step of undo, each a change of its paragraph', () => {
    const d = enterAfter(abc('a.', 'b.', 'c.'), 'item i0', 'new')
    const before = d.doc
    run(d.wait(), renumber(d.cx, 'here'))
    expect(labels(d)).toEqual(['a.', 'b.', 'c.', 'd.'])
    expect(repeatedLabel(d.state, d.cx)).toBe(null)
    expect(d.changes.map((c) => c.kinds.join())).toEqual(['insert,split', 'paragraph'])
    expect(labels(d, 0)).toEqual(['a.', 'b.', 'c.'])
    d.undo()
    expect(d.doc.eq(before)).toBe(true)
  })
  it('from the second of two equal labels it goes on after the first', () => {
    const d = run(abc('a.', 'b.', 'b.', 'c.').caret('item i2'), (s, f) => renumber({ r: 1, p: 'BEA', newId: (x) => `${x}9` }, 'here')(s, f))
    expect(labels(d)).toEqual(['a.', 'b.', 'c.', 'd.'])
  })
  it('renumbering twice changes nothing the second time; taking it back leaves no trace', () => {
    const d = run(abc('a.', 'c.', 'c.').caret('item i1'), renumber({ r: 1, p: 'BEA', newId: (x) => `${x}9` }, 'all'))
    expect(labels(d)).toEqual(['a.', 'b.', 'c.'])
    expect(d.run(renumber(d.cx, 'all'))).toBe(false)
    expect(d.apply(takeBack(d.state, d.cx)).doc.eq(d.base)).toBe(true)
  })
})

describe('what counts in a series', () => {
  const all = (d: Desk, at: string): (string | null | undefined)[] => labels(run(d.caret(at), (s, f) => renumber(d.cx, 'all')(s, f)))
  it('a struck item shows and does not count: neither for the next label nor when renumbering', () => {
    const d = abc('a.', 'b.', 'c.')
    d.apply(strike(d.state, d.doc.child(0).nodeSize, d.doc.child(0).nodeSize * 2, d.cx))
    enterAfter(d, 'item i0', 'new')
    expect(labels(d)).toEqual(['a.', 'b.', 'c.'])
    expect(repeatedLabel(d.state, d.cx)).toBe(null)
    const e = abc('a.', 'b.', 'c.', 'd.')
    e.apply(strike(e.state, e.doc.child(0).nodeSize, e.doc.child(0).nodeSize * 2, e.cx))
    expect(all(e, 'item i2')).toEqual(['a.', 'b.', 'c.'])
    expect(propsOf(e.doc.child(1)).attrs.label).toBe('b.')
  })
  it('deeper items stand under theirs and keep their own numbers', () => {
    const d = new Desk(item('i0', 'a.'), item('i1', '1.', 1), item('i2', '2.', 1), item('i3', 'a.'), item('i4', '1.', 1))
    expect(all(d, 'item i3')).toEqual(['a.', '1.', '2.', 'b.', '1.'])
  })
  it('subdivisions count past their paragraphs, lists and tables, and end at a heading', () => {
    const sub = (id: string, n: number) => p(id, `sub ${id}`, { label: `Subd. ${n}.` })
    const grid = table('t', row('r', cell('c', p('x', 'step'))))
    const d = new Desk(h('h', 'One', 2), sub('s1', 1), p('u', 'text'), item('i', 'a.'), grid, sub('s2', 3), h('g', 'Two', 2), sub('s3', 1))
    expect(all(d, 'sub s2').filter(Boolean)).toEqual(['Subd. 1.', 'a.', 'Subd. 2.', 'Subd. 1.'])
  })
  it('another list, begun anew after plain text or after items of another form, is left alone', () => {
    const d = new Desk(item('i0', 'a.'), item('i1', 'c.'), p('u', 'text'), item('i2', 'a.'))
    expect(all(d, 'item i0')).toEqual(['a.', 'b.', null, 'a.'])
    const e = new Desk(item('i0', 'a.'), item('i1', 'c.'), item('i2', '1.'), item('i3', 'a.'), item('i4', 'b.'))
    expect(all(e, 'item i0')).toEqual(['a.', 'b.', '1.', 'a.', 'b.'])
    expect(all(e, 'item i4')).toEqual(['a.', 'b.', '1.', 'a.', 'b.'])
  })
  it('keeps the style of the first: capitals, brackets, Roman numerals, sections', () => {
    for (const [first, ...rest] of [
      ['(A)', '(B)', '(C)'],
      ['i.', 'ii.', 'iii.'],
      ['5.4.9', '5.4.10', '5.4.11'],
      ['h)', 'i)', 'j)'],
    ]) {
      const d = abc(first, first, first)
      expect(all(d, 'item i1'), first).toEqual([first, ...rest])
    }
  })
  it('bullets and plain paragraphs have nothing to renumber; past z it is refused and nothing changes', () => {
    const d = new Desk(p('a', 'one', { list: 'bullet', label: '•' }), p('b', 'two'))
    expect(d.caret('one').run(renumber(d.cx, 'all'))).toBe(false)
    expect(d.caret('two').run(renumber(d.cx, 'all'))).toBe(false)
    const e = abc('z.', 'z.').caret('item i0')
    expect(() => e.run(renumber(e.cx, 'all'))).toThrow(Refused)
    expect(e.doc).toBe(e.base)
  })
  it('in a cell renumbers what is in the cell', () => {
    const d = new Desk(item('i0', 'a.'), table('t', row('r', cell('c', item('x', 'a.'), item('y', 'a.')))), p('z', 'end'))
    run(d.caret('item y'), (s, f) => renumber(d.cx, 'all')(s, f))
    expect(d.clean()).toEqual(['a. item i0', 'a. item x b. item y', 'end'])
  })
})

describe('list edits', () => {
  const four = (): Desk => new Desk(item('i0', 'a.'), item('i1', '1.', 1), item('i2', 'i.', 2), item('i3', '(A)', 3), item('i4', 'b.'))
  it('split a list item and rejoin, four levels: the new item stands at the same level and goes without a trace', () => {
    for (const [at, label] of [
      ['item i0', 'b.'],
      ['item i1', '2.'],
      ['item i2', 'ii.'],
      ['item i3', '(B)'],
    ]) {
      const d = four().caret(at, 4)
      d.run(splitBlock(d.cx))
      const index = d.doc.resolve(d.state.selection.from).index(0)
      expect([labels(d)[index], levels(d)[index]]).toEqual([label, levels(d)[index - 1]])
      expect(d.clean(0)).toEqual(four().clean(0))
      d.run(joinBackward(d.cx))
      d.run(joinBackward(d.cx))
      expect(d.doc.eq(d.base), at).toBe(true)
    }
  })
  it('indent then outdent cancels at every level', () => {
    const d = four()
    for (const text of ['item i0', 'item i1', 'item i2', 'item i3']) {
      run(d.caret(text), (s, f) => setBlock(d.cx, shift(1))(s, f))
      expect(d.changes.map((c) => c.kinds)).toEqual([['paragraph']])
      run(d, (s, f) => setBlock(d.cx, shift(-1))(s, f))
      expect(d.doc.eq(d.base)).toBe(true)
    }
  })
  it('outdent a middle item: its neighbours, and what stands under it, stay as written', () => {
    const d = four().caret('item i2')
    run(d, (s, f) => setBlock(d.cx, shift(-1))(s, f))
    expect(levels(d)).toEqual([0, 1, 1, 3, 0])
    expect(labels(d)).toEqual(['a.', '1.', 'i.', '(A)', 'b.'])
    expect(d.changes[0].props).toMatchObject({ before: { attrs: { level: 2 } }, after: { attrs: { level: 1 } } })
    d.seal()
    d.apply(revert(d.state, 0, d.cx))
    expect(project(d.doc, 2).eq(d.base)).toBe(true)
    expect(levels(d)).toEqual([0, 1, 2, 3, 0])
  })
  it('over several items with struck text between, changes what stands and leaves the struck item as it was', () => {
    const d = abc('a.', 'b.', 'c.')
    d.apply(strike(d.state, d.doc.child(0).nodeSize, d.doc.child(0).nodeSize * 2, d.cx)).seal()
    d.selectRange(d.find('item i0') + 2, d.find('item i2') + 3)
    run(d, (s, f) => setBlock(d.cx, shift(1))(s, f))
    expect(levels(d)).toEqual([1, 1])
    expect(d.doc.child(1).attrs.was).toEqual([])
    expect(d.changes.map((c) => c.kinds)).toEqual([['paragraph']])
  })
  it('style changed twice keeps the first "before", over headings, lists and plain paragraphs', () => {
    const d = new Desk(h('a', 'Title', 1), item('b', 'a.'), p('c', 'plain'))
    const to = (props: BlockProps) => d.run((s, f) => setBlock(d.cx, () => props)(s, f))
    d.selectRange(2, d.doc.content.size - 2)
    to({ type: 'heading', attrs: { level: 2, align: 'left' } })
    to({ type: 'paragraph', attrs: { level: 1, align: 'center', list: 'bullet', label: '•' } })
    to({ type: 'heading', attrs: { level: 3, align: 'right' } })
    expect(project(d.doc, 0).eq(d.base)).toBe(true)
    for (const block of d.doc.children) expect(block.attrs.was).toHaveLength(1)
    expect(d.changes.map((c) => [c.props?.before.type, c.props?.after.attrs.level])).toEqual([['heading', 3]])
    d.apply(takeBack(d.state, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('Enter at the start of an item gives an empty item before it with the same label; at its end, one after it', () => {
    const d = abc('a.', 'b.').caret('item i1')
    d.run(splitBlock(d.cx))
    expect(d.clean()).toEqual(['a. item i0', 'b. ', 'c. item i1'])
    expect(labels(d, 0)).toEqual(['a.', 'b.'])
    d.undo()
    expect(d.doc.eq(d.base)).toBe(true)
    enterAfter(d, 'item i1', '')
    expect(labels(d)).toEqual(['a.', 'b.', 'c.'])
  })
})
