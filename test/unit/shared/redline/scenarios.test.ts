import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import {
  joinBackward,
  project,
  propsOf,
  restore,
  revert,
  settleAll,
  splitBlock,
  strike,
  takeBack,
} from '../../../../shared/redline/index.ts'
import { cell, Desk, h, p, row, slice, table } from './desk.ts'

const strikeIn = (d: Desk, text: string): Desk => d.apply(strike(d.state, d.find(text), d.find(text) + text.length, d.cx))
const restoreIn = (d: Desk, text: string): Desk => d.apply(restore(d.state, d.find(text), d.find(text) + text.length, d.cx))

describe('one token over several rounds', () => {
  it("delete another's insertion: it stays on record with both names", () => {
    const d = new Desk(p('a', 'pay ')).caret('pay ', 4).type('well').seal().strikeText('well')
    expect(d.picture).toBe('pay well{ins1 del2}¶')
    expect([d.clean(0), d.clean(1), d.clean(2)]).toEqual([['pay '], ['pay well'], ['pay ']])
  })
  it("restore another's strike", () => {
    const d = restoreIn(new Desk(p('a', 'pay well')).strikeText(' well').seal(), ' well')
    expect(d.picture).toBe('pay well{del1 res2}¶')
    expect(d.changes.map((c) => [c.by.p, c.kinds, c.inserted])).toEqual([['191', ['insert'], ' well']])
  })
  it('strike, restore, strike again over three rounds', () => {
    const d = new Desk(p('a', 'pay well')).strikeText('well').seal()
    restoreIn(d, 'well').seal().strikeText('well')
    expect(d.picture).toBe('pay well{del1 res2 del3}¶')
    expect([0, 1, 2, 3].map((v) => d.clean(v)[0])).toEqual(['pay well', 'pay ', 'pay well', 'pay '])
  })
  it('toggling twice in the open round cancels', () => {
    const d = new Desk(p('a', 'pay well'))
    for (let i = 0; i < 3; i++) restoreIn(strikeIn(d, 'well'), 'well')
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('three rounds replacing one clause: each version has one wording, rejecting all gives the base', () => {
    const d = new Desk(p('a', 'paid at 95 percent'))
    for (const [was, is] of [
      ['95', '90'],
      ['90', '80'],
      ['80', '85'],
    ]) {
      d.select(was)
      d.edit((tr) => tr.insertText(is))
      d.seal()
    }
    expect([0, 1, 2, 3].map((v) => d.clean(v)[0])).toEqual(['95', '90', '80', '85'].map((n) => `paid at ${n} percent`))
    expect(d.changesSince(0).map((c) => [c.struck, c.inserted])).toEqual([
      ['95', ''],
      ['', '85'],
    ])
    d.apply(revert(d.state, 0, d.cx))
    expect(d.clean()).toEqual(['paid at 95 percent'])
    expect(d.clean(3)).toEqual(['paid at 85 percent'])
  })
})

describe('overlaps', () => {
  it('overlap left, right, containing: what is struck already stays as it was', () => {
    for (const [from, to] of [
      ['abc', 'abc'],
      ['efg', 'efg'],
      ['abcdefgh', 'abcdefgh'],
    ]) {
      const d = new Desk(p('a', 'abcdefgh')).strikeText('cdef').seal().strikeText(from)
      expect(d.clean()[0]).toBe('abgh'.replace(new RegExp(`[${to}]`, 'g'), ''))
      expect(d.clean(1)).toEqual(['abgh'])
      expect(d.picture).toContain('{del1}')
      expect(d.picture).not.toContain('del1 del2')
    }
  })
  it("type inside own deletion, inside another's deletion and inside another's insertion", () => {
    const own = new Desk(p('a', 'abcd')).strikeText('abcd').caret('abcd', 2).type('X')
    expect(own.picture).toBe('ab{del1}X{ins1}cd{del1}¶')
    const theirs = new Desk(p('a', 'abcd')).strikeText('bc').seal().caret('abcd', 2).type('X')
    expect(theirs.picture).toBe('ab{del1}X{ins2}c{del1}d¶')
    const inserted = new Desk(p('a', 'ad')).caret('ad', 1).type('bc').seal().caret('abcd', 2).type('X')
    expect(inserted.picture).toBe('ab{ins1}X{ins2}c{ins1}d¶')
  })
  it("delete through another's deletion; delete a mix of standing, own and other", () => {
    const d = new Desk(p('a', 'one two three')).strikeText('two ').seal().caret('three').type('new ')
    d.strikeText('e two new thr')
    expect(d.clean()).toEqual(['onee'])
    expect(d.picture).toBe('one {del2}two {del1}thr{del2}ee¶')
  })
  it('replace a selection that holds deletions: what is typed goes after it, and the strikes stay', () => {
    const d = new Desk(p('a', 'one two three')).strikeText('two').select('one two three').type('X')
    expect(d.clean()).toEqual(['X'])
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([['one two three', 'X']])
  })
  it('insert between two spaces, reject: no space of the base is eaten', () => {
    const d = new Desk(p('a', 'a  b')).caret('a  b', 2).type('x')
    d.apply(takeBack(d.state, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('delete a word between spaces, accept: the clean text keeps both spaces, as was asked', () => {
    expect(new Desk(p('a', 'a word b')).strikeText('word').clean()).toEqual(['a  b'])
  })
})

describe('neighbouring keystrokes', () => {
  it('make one change; text between them splits it', () => {
    const d = new Desk(p('a', 'abcd')).caret('abcd', 1).type('xyz')
    expect(d.changes.map((c) => c.inserted)).toEqual(['xyz'])
    d.caret('d').type('w')
    expect(d.changes.map((c) => c.inserted)).toEqual(['xyz', 'w'])
    d.caret('w', 1).type('v')
    expect(d.changes.map((c) => c.inserted)).toEqual(['xyz', 'wv'])
  })
  it('a typed replacement is one entry of strike and insertion', () => {
    const d = new Desk(p('a', 'pay well')).select('well').type('more')
    expect(d.changes.map((c) => [c.kinds, c.struck, c.inserted, c.ids.length])).toEqual([[['delete', 'insert'], 'well', 'more', 2]])
  })
  it('a new paragraph and what is typed into it are one change', () => {
    const d = new Desk(p('a', 'one')).caret('one', 3)
    d.run(splitBlock(d.cx))
    d.type('two')
    expect(d.changes.map((c) => c.inserted)).toEqual(['two\n'])
  })
})

describe('joins and whole paragraphs', () => {
  it("delete across paragraphs keeps the first one's properties", () => {
    const d = new Desk(h('a', 'Title'), p('b', 'body'), p('c', 'last'))
    d.edit((tr) => tr.delete(d.find('Title') + 2, d.find('body') + 2))
    expect(d.clean()).toEqual(['Tidy', 'last'])
    expect(propsOf(project(d.doc, 1).child(0)).type).toBe('heading')
  })
  it('delete an empty paragraph; delete a whole block, accept leaves no husk', () => {
    const d = new Desk(p('a', 'one'), p('b', ''), p('c', 'two'))
    d.edit((tr) => tr.delete(5, 7))
    expect(d.clean()).toEqual(['one', 'two'])
    d.edit((tr) => tr.delete(0, 5))
    expect(d.clean()).toEqual(['two'])
    expect(d.doc.child(2)).toBe(d.base.child(2))
  })
  it('numbered list with a struck item: it shows in the redline and is not in the clean text', () => {
    const items = ['a', 'b', 'c'].map((id) => p(id, `item ${id}`, { list: 'ordered', label: `${id}.` }))
    const d = new Desk(...items)
    d.edit((tr) => tr.delete(d.doc.child(0).nodeSize, d.doc.child(0).nodeSize * 2))
    expect(d.clean()).toEqual(['a. item a', 'c. item c'])
    expect(d.changes.map((c) => c.struck)).toEqual(['item b\n'])
  })
  it('last paragraph of a cell, of the document: each keeps an end to type into', () => {
    const d = new Desk(p('a', 'only'))
    d.apply(strike(d.state, 0, d.doc.content.size, d.cx))
    expect(d.clean()).toEqual([''])
    const e = new Desk(table('t', row('r', cell('c', p('x', 'cell')))))
    e.apply(strike(e.state, e.find('cell'), e.find('cell') + 5, e.cx))
    expect(e.clean()).toEqual([''])
  })
  it('joins rejected one by one, in reverse, at once: all end in the base', () => {
    const make = (): Desk => {
      const d = new Desk(p('a', 'one'), h('b', 'two'), p('c', 'three'), p('z', 'end'))
      for (const text of ['two', 'three']) {
        d.caret(text)
        d.run(joinBackward(d.cx))
        d.type('-')
      }
      return d
    }
    expect(make().clean()).toEqual(['one-two-three', 'end'])
    for (const order of ['forward', 'reverse', 'once']) {
      const d = make().seal()
      const ids = d.changesSince(0).flatMap((c) => c.ids)
      if (order === 'reverse') ids.reverse()
      if (order === 'once') d.apply(revert(d.state, 0, d.cx))
      else for (const id of ids) d.apply(revert(d.state, 0, d.cx, new Set([id])))
      expect(project(d.doc, d.r).eq(d.base), order).toBe(true)
    }
  })
})

describe('decisions', () => {
  it('decide one id only', () => {
    const d = new Desk(p('a', 'one two three')).strikeText('one').strikeText('three').seal()
    const [first] = d.changesSince(0)
    d.apply(revert(d.state, 0, d.cx, new Set(first.ids)))
    expect(d.clean()).toEqual(['one two '])
    expect(d.changes.map((c) => [c.by.p, c.inserted])).toEqual([['191', 'one']])
  })
  it('decide part of a change, undo keeps ids', () => {
    const d = new Desk(p('a', 'base ')).caret('base ', 5).type('one two').seal()
    const before = d.doc
    strikeIn(d, 'two')
    const after = d.doc
    expect(d.clean()).toEqual(['base one '])
    d.undo()
    expect(d.doc.eq(before)).toBe(true)
    d.redo()
    expect(d.doc.eq(after)).toBe(true)
  })
  it('is one step of undo for many changes', () => {
    const d = new Desk(...Array.from({ length: 30 }, (_, i) => p(`p${i}`, `paragraph ${i}`)))
    for (let i = 0; i < 30; i++) d.strikeText(`paragraph ${i}`)
    d.seal()
    const depth = d.undoDepth
    d.apply(revert(d.state, 0, d.cx))
    expect(d.undoDepth).toBe(depth + 1)
    expect(d.clean()).toEqual(d.clean(0))
  })
  it('takes back own words without a trace and leaves the sealed rounds alone', () => {
    const d = new Desk(p('a', 'one two')).strikeText('one').seal()
    const start = d.doc
    d.caret(' two', 4).type(' three')
    strikeIn(d, 'two')
    d.apply(takeBack(d.state, d.cx))
    expect(d.doc.eq(start)).toBe(true)
  })
  it('strikes and restores a whole table as one switch a row', () => {
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', p('x', 'cell'))), row('s', cell('d', p('y', 'more')))), p('z', 'end'))
    const at = d.doc.child(0).nodeSize
    d.apply(strike(d.state, at, at + d.doc.child(1).nodeSize, d.cx))
    expect(d.clean()).toEqual(['one', 'end'])
    d.seal()
    d.apply(restore(d.state, at, at + d.doc.child(1).nodeSize, d.cx))
    expect(d.clean()).toEqual(['one', 'cell', 'more', 'end'])
    expect(d.clean(1)).toEqual(['one', 'end'])
  })
})

describe('tables', () => {
  const grid = (): Desk => new Desk(p('a', 'one'), table('t', row('r', cell('c', p('x', 'step')), cell('d', p('y', 'pay')))), p('z', 'end'))
  it('tracks text in a kept table, and in one that is struck afterwards', () => {
    const d = grid().caret('pay', 3).type('!')
    expect(d.clean()).toEqual(['one', 'step\tpay!', 'end'])
    d.seal()
    d.edit((tr) => tr.delete(d.find('one') + 1, d.find('end') + 1))
    expect(d.clean()).toEqual(['ond'])
    expect(d.clean(1)).toEqual(['one', 'step\tpay!', 'end'])
  })
  it('puts a table in and takes it out without a trace', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'))
    d.edit((tr) => tr.insert(5, table('', row('', cell('', p('', 'new'))))))
    expect(d.clean()).toEqual(['one', 'new', 'two'])
    d.edit((tr) => tr.delete(5, 5 + d.doc.child(1).nodeSize))
    expect(d.doc.eq(d.base)).toBe(true)
  })
})

describe('counterexamples of the prototype', () => {
  it('1: what is typed inside struck text does not inherit the strike', () => {
    const d = new Desk(p('a', 'abcd')).strikeText('bc').caret('abcd', 2).type('X')
    expect(d.clean()).toEqual(['aXd'])
  })
  it("2: a later round's paragraph never becomes the carrier of a sealed version", () => {
    const d = new Desk(p('a', 'x'))
    d.apply(strike(d.state, 0, d.doc.content.size, d.cx)).seal()
    const sealed = project(d.doc, 1)
    d.edit((tr) => tr.insert(d.doc.content.size, p('', 'new')))
    d.seal().strikeText('new')
    expect(project(d.doc, 1).eq(sealed)).toBe(true)
  })
  it('3: text, Enter, text of one round, decided one by one', () => {
    const d = new Desk(p('a', 'base')).caret('base', 4)
    d.type('A')
    d.run(splitBlock(d.cx))
    d.type('B')
    d.seal()
    for (const id of d.changesSince(0).flatMap((c) => c.ids)) d.apply(revert(d.state, 0, d.cx, new Set([id])))
    expect(d.clean()).toEqual(['base'])
  })
  it('4: several steps of one transaction speak of what the earlier ones made', () => {
    const d = new Desk(p('a', 'abcdef'))
    d.edit((tr) => tr.delete(2, 4).insertText('X', 2).insertText('Y', 3))
    expect(d.clean()).toEqual(['aXYdef'])
  })
  it('4: a later step from the start of a paragraph, after one that put a paragraph in before it', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'), p('c', 'three'))
    d.edit((tr) => tr.split(d.find('two') + 3).delete(1, d.find('three') + 2))
    expect(d.clean()).toEqual(['three'])
  })
  it('5: a paste into a clean-empty paragraph gives no paragraph too many', () => {
    const d = new Desk(p('a', 'gone')).strikeText('gone')
    d.edit((tr) => tr.replace(1, 1, slice([p('', 'X'), p('', 'Y')])))
    expect(d.clean()).toEqual(['X', 'Y'])
  })
  it('6: a join across a struck table, then the table restored: the text before keeps an end', () => {
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', p('x', 'cell')))), p('z', 'end'))
    d.edit((tr) => tr.delete(d.find('one') + 3, d.find('end'))).seal()
    expect(d.clean(1)).toEqual(['oneend'])
    const at = d.doc.child(0).nodeSize
    d.apply(restore(d.state, at, at + d.doc.child(1).nodeSize, d.cx))
    expect(d.clean()).toEqual(['one', 'cell', 'end'])
    expect(d.clean(1)).toEqual(['oneend'])
  })
  it('7: single cells are never restored apart from their column', () => {
    const cells = (sw: object[]): Node[] => [p('x', 'a')].map((b) => cell('c', b).type.create({ id: 'c', sw }, b))
    const d = new Desk(table('t', row('r', ...cells([{ k: 'del', id: 'k', r: 1, p: 'BEA' }]), cell('d', p('y', 'b')))))
    d.seal()
    d.apply(restore(d.state, d.find('a') - 2, d.find('a') + 2, d.cx))
    expect(d.clean()).toEqual(['b'])
    d.apply(restore(d.state, 0, d.doc.content.size, d.cx))
    expect(d.clean()).toEqual(['a\tb'])
  })
  it('8: taking back the last own paragraph of an own cell leaves one to type into', () => {
    const d = new Desk(p('a', 'one'))
    d.edit((tr) => tr.insert(d.doc.content.size, table('', row('', cell('', p('', 'new')), cell('', p('', 'more'))))))
    const at = d.find('new')
    d.apply(strike(d.state, at - 1, at + 4, d.cx))
    expect(d.clean()).toEqual(['one', '\tmore'])
  })
  it('9: striking everything keeps the last end struck just now, not one struck long ago', () => {
    const d = new Desk(h('a', 'Title'), p('b', 'old'))
    d.edit((tr) => tr.delete(d.find('Title') + 5, d.find('old') + 3)).seal()
    d.apply(strike(d.state, 0, d.doc.content.size, d.cx))
    expect(d.clean()).toEqual([''])
    expect(project(d.doc, 2).child(0).type.name).toBe(project(d.doc, 1).child(0).type.name)
  })
  it('10: a split at the start does not rebuild the paragraph below', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('two')
    d.run(splitBlock(d.cx))
    expect(d.doc.child(2)).toBe(d.base.child(1))
  })
  it('11: own words in any order of ranges are taken out at once', () => {
    const d = new Desk(p('a', 'abc'), p('b', 'def')).caret('def', 1).type('2').caret('abc', 1).type('1')
    d.apply(takeBack(d.state, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('12: a struck block restored by typing, its properties changed, then reverted: nothing of it remains', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'))
    d.edit((tr) => tr.delete(5, 10)).seal()
    const start = d.doc
    d.caret('two', 3).type('X')
    d.edit((tr) => tr.setNodeMarkup(5, tr.doc.type.schema.nodes.heading, { level: 2 }))
    d.apply(takeBack(d.state, d.cx))
    expect(d.doc.eq(start), d.picture).toBe(true)
  })
})

describe('sealing', () => {
  it('makes ends that only count as on explicit, and has nothing to do the second time', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).strikeText('two').seal()
    d.edit((tr) => tr.delete(5, 10)).seal()
    const ids = d.changesSince(0).flatMap((c) => c.ids)
    d.apply(revert(d.state, 0, d.cx, new Set([ids[0]])))
    const tr = settleAll(d.state, d.cx)
    if (tr) d.apply(tr)
    expect(settleAll(d.state, d.cx)).toBe(null)
  })
})
