import { type Node, Slice } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { pasteOver } from '../../../../shared/compare/index.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { deleteSelection, revert } from '../../../../shared/redline/index.ts'
import { cell, Desk, h, p, row, slice, t, table } from './desk.ts'

const over = (d: Desk, blocks: Node[], open = 1, formatted = true) => d.run(pasteOver(d.cx, slice(blocks, open), { formatted }))
const back = (d: Desk) => {
  d.apply(revert(d.state, 0, d.cx))
  expect(d.doc.eq(d.base)).toBe(true)
}
/** Changes as `-struck +inserted`. */
const marks = (d: Desk) => d.changes.map((c) => `${c.struck && `-${c.struck}`}${c.inserted && `+${c.inserted}`}`)

describe('paste over a selection', () => {
  it('writes only the words that differ, each difference a change by itself', () => {
    const d = new Desk(p('a', 'A teacher has four hours of release time each week.')).select(
      'A teacher has four hours of release time each week.',
    )
    over(d, [p('', 'A teacher has six hours of release time each month.')])
    expect(d.clean()).toEqual(['A teacher has six hours of release time each month.'])
    expect(marks(d)).toEqual(['-four+six', '-week+month'])
    back(d)
  })
  it('of the same words is no change, and the caret goes on', () => {
    const d = new Desk(p('a', 'one two three')).select('two')
    over(d, [p('', 'two')])
    expect(d.doc.eq(d.base)).toBe(true)
    expect(d.state.selection.from).toBe(d.find('two') + 3)
  })
  it('several paragraphs keep those that are the same', () => {
    const d = new Desk(p('a', 'Alpha is one.'), p('b', 'Beta is two.'), p('c', 'Gamma is three.')).select('Alpha is one.').selectRange(1, 1)
    d.selectRange(d.find('Alpha'), d.find('three.') + 6)
    over(d, [p('', 'Alpha is one.'), p('', 'Delta is quite new here.'), p('', 'Beta is not two.'), p('', 'Gamma is three.')])
    expect(d.clean()).toEqual(['Alpha is one.', 'Delta is quite new here.', 'Beta is not two.', 'Gamma is three.'])
    expect(marks(d)).toEqual(['+Delta is quite new here.\n', '+not '])
    back(d)
  })
  it('cut and pasted at its place is no change', () => {
    const d = new Desk(p('a', 'one two three')).select('two ')
    const cut = d.doc.slice(d.find('two '), d.find('three'))
    d.run(deleteSelection(d.cx))
    d.run(pasteOver(d.cx, cut))
    expect(d.doc.eq(d.base)).toBe(true)
    expect(d.state.selection.from).toBe(d.find('three'))
  })
  it('whole paragraphs cut and pasted at their place are no change', () => {
    const d = new Desk(p('a', 'one', { label: 'a.' }), p('b', 'two', { label: 'b.' }), h('c', 'three'))
    d.selectRange(1, d.find('three'))
    const cut = d.doc.slice(1, d.find('three'))
    d.run(deleteSelection(d.cx))
    d.run(pasteOver(d.cx, new Slice(cut.content, 0, 1)))
    expect(d.clean()).toEqual(['a. one', 'b. two', 'three'])
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('formatting that differs is a change of its own', () => {
    const d = new Desk(p('a', 'one two three')).select('one two three')
    over(d, [p('', [...t('one '), ...t('two', 'strong'), ...t(' three')])])
    expect(d.changes.map((c) => c.kinds)).toEqual([['format']])
    back(d)
  })
})

describe('paste plain, several paragraphs, an open slice, tracked content', () => {
  it('plain text over a selection keeps the formatting and the label of what stays', () => {
    const d = new Desk(p('a', [...t('one '), ...t('two', 'strong'), ...t(' three')], { label: 'a.', list: 'ordered' }))
    d.selectRange(1, d.find('three') + 5)
    over(d, [p('', 'one two four')], 0, false)
    expect(d.clean()).toEqual(['a. one two four'])
    expect(marks(d)).toEqual(['-three+four'])
    back(d)
  })
  it('an open slice over the middle of two paragraphs', () => {
    const d = new Desk(p('a', 'one two', { label: 'a.' }), p('b', 'three four', { label: 'b.' }))
    d.selectRange(d.find('two'), d.find(' four'))
    over(d, [p('', 'two'), p('', 'new'), p('', 'three')])
    expect(d.clean()).toEqual(['a. one two', 'new', 'b. three four'])
    expect(marks(d)).toEqual(['+new\n'])
    back(d)
  })
  it('several paragraphs over one, at the end of it: it keeps its end', () => {
    const d = new Desk(p('a', 'one two', { label: 'a.' }), p('b', 'after')).select('two')
    over(d, [p('', 'two'), p('', 'three'), p('', 'four')])
    expect(d.clean()).toEqual(['a. one two', 'three', 'four', 'after'])
    expect(d.doc.child(0)).toBe(d.base.child(0))
    back(d)
  })
  it('whole items before the first word of another keep their labels, and so does it', () => {
    const d = new Desk(p('a', 'first', { label: 'a.' })).caret('first')
    over(d, [p('', 'new', { label: 'x.' }), p('', 'newer', { label: 'y.' }), p('')], 0)
    expect(d.clean()).toEqual(['x. new', 'y. newer', 'a. first'])
    expect(d.doc.lastChild!.attrs.id).toBe('a')
    back(d)
  })
  it('one heading into an empty paragraph is a heading; in text it is words', () => {
    const d = new Desk(p('a', 'one'), p('b')).selectRange(6, 6)
    over(d, [h('', 'Title')], 0)
    expect(d.doc.lastChild!.type.name).toBe('heading')
    const e = new Desk(p('a', 'one two')).caret('two')
    over(e, [h('', 'Title ')], 0)
    expect(e.clean()).toEqual(['one Title two'])
  })
  it('inside struck text of the other side goes exactly there', () => {
    const d = new Desk(p('a', 'one two three')).strikeText('two ').seal().caret('two', 1)
    over(d, [p('', 'new ')])
    expect(d.picture).toContain('t{del1}new {ins2}wo {del1}')
  })
  it('words that the other side struck are put in anew; those that this round struck come back', () => {
    const d = new Desk(p('a', 'one two three')).strikeText('two ').seal().select('three')
    over(d, [p('', 'two three')])
    expect(marks(d)).toEqual(['+two '])
    const e = new Desk(p('a', 'one two three')).strikeText('two ').select('three')
    over(e, [p('', 'two three')])
    expect(e.doc.eq(e.base)).toBe(true)
  })
  it('a sentence that was struck, pasted back with one word changed, is that one change', () => {
    const d = new Desk(p('a', 'Pay is due in June of every year. It is final.')).strikeText('Pay is due in June of every year.')
    d.caret('Pay')
    over(d, [p('', 'Pay is due in July of every year.')])
    expect(d.clean()).toEqual(['Pay is due in July of every year. It is final.'])
    expect(marks(d)).toEqual(['-June+July'])
    back(d)
  })
  it('over own words is no more than other own words', () => {
    const d = new Desk(p('a', 'one ')).caret('one ', 4).type('two three').select('two three')
    over(d, [p('', 'two four')])
    expect(marks(d)).toEqual(['+two four'])
    back(d)
  })
  it('a figure that is in part selected changes as a whole', () => {
    const d = new Desk(p('a', 'It pays $1,500 a year.')).select('50')
    over(d, [p('', '75')])
    expect(d.clean()).toEqual(['It pays $1,750 a year.'])
    expect(marks(d)).toEqual(['-$1,500+$1,750'])
    back(d)
  })
  it('in a cell stays in the cell', () => {
    const d = new Desk(p('a', 'x'), table('t', row('r', cell('c', p('b', 'ten days')), cell('e', p('f', 'y'))))).select('ten days')
    over(d, [p('', 'ten working days'), p('', 'and more')])
    expect(d.clean()).toEqual(['x', 'ten working days and more\ty'])
    back(d)
  })
  it('over everything, tables too', () => {
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', p('b', 'in a cell')))), p('z', 'end')).selectAll()
    over(d, [p('', 'only this')])
    expect(d.clean()).toEqual(['only this'])
    back(d)
  })
  it('is one step of undo, redone with the same ids', () => {
    const d = new Desk(p('a', 'one two three four five')).select('one two three four five')
    over(d, [p('', 'one 2 three 4 five')])
    const after = JSON.stringify(d.doc)
    expect(d.undo()).toBe(true)
    expect(d.doc.eq(d.base)).toBe(true)
    d.redo()
    expect(JSON.stringify(d.doc)).toBe(after)
  })
  it('hard breaks are compared like words', () => {
    const br = schema.nodes.hard_break.create()
    const d = new Desk(p('a', [...t('one'), br, ...t('two')])).selectRange(1, 8)
    over(d, [p('', [...t('one'), br, ...t('three')])])
    expect(marks(d)).toEqual(['-two+three'])
    back(d)
  })
})

describe('repeated ids in what comes from outside', () => {
  it('are not taken over', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('two')
    over(d, [p('a', 'x'), p('b', 'y'), p('a', 'z')])
    const ids = d.doc.children.map((b) => b.attrs.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => id === 'a' || id === 'b')).toEqual(['a', 'b'])
  })
})

describe('paste of language with tables over its like', () => {
  const clause = (pay: string, last: string) => [
    p('a', 'Pay is as follows.'),
    table('t', row('r', cell('c', p('b', 'BA')), cell('e', p('f', pay))), row('s', cell('g', p('i', 'MA')), cell('j', p('k', '$51,000')))),
    p('z', last),
  ]
  it('writes what differs in each cell', () => {
    const d = new Desk(...clause('$42,570', 'Paid monthly.')).selectAll()
    over(d, clause('$43,000', 'Paid twice a month.'), 0)
    expect(d.clean()).toEqual(['Pay is as follows.', 'BA\t$43,000', 'MA\t$51,000', 'Paid twice a month.'])
    expect(marks(d)).toEqual(['-$42,570+$43,000', '-monthly+twice a month'])
    expect(d.doc.child(1).child(1)).toBe(d.base.child(1).child(1))
    back(d)
  })
  it('strikes the table where another one takes its place', () => {
    const d = new Desk(...clause('$42,570', 'Paid monthly.')).selectRange(1, new Desk(...clause('$42,570', 'Paid monthly.')).find('Paid'))
    over(d, [p('', 'New.'), table('', row('', cell('', p('', 'one')))), p('', 'And ')], 0)
    expect(d.clean().join('|')).toContain('one')
    expect(d.clean(0)).toEqual(['Pay is as follows.', 'BA\t$42,570', 'MA\t$51,000', 'Paid monthly.'])
    back(d)
  })
})
