import { type Node, Slice } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { pasteOver } from '../../../../shared/compare/index.ts'
import { deleteSelection, revert } from '../../../../shared/redline/index.ts'
import { Desk, h, p, slice, t } from './desk.ts'

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
