import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import {
  deleteSelection,
  insertText,
  invariants,
  joinBackward,
  joinForward,
  paste,
  project,
  propsOf,
  redline,
  reject,
  restore,
  revert,
  splitBlock,
  takeBack,
  toggleFormat,
} from '../../../../shared/redline/index.ts'
import { Desk, h, p, slice, t } from './desk.ts'

/** After an edit: the sealed versions read as they did, and what the open round did goes without a trace. */
const held = (d: Desk, before = d.base): void => {
  for (let v = 0; v < d.r; v++) expect(project(d.doc, v).eq(project(before, v))).toBe(true)
  const now = d.state
  d.apply(takeBack(d.state, d.cx))
  expect(project(d.doc, d.r).eq(project(before, d.r))).toBe(true)
  d.state = now
}
const ids = (d: Desk): string[] => {
  const out: string[] = []
  d.doc.descendants((node) => {
    if (node.attrs.id) out.push(node.attrs.id)
  })
  return out
}

describe('selections over several paragraphs', () => {
  it('start-to-start selection: whole paragraphs go, and the one after them keeps what it is', () => {
    const d = new Desk(h('a', 'Title'), p('b', 'gone'), p('c', 'body', { list: 'ordered', label: 'a.' }))
    d.selectRange(d.find('Title'), d.find('body'))
    d.run(deleteSelection(d.cx))
    expect(d.clean()).toEqual(['a. body'])
    expect(d.doc.lastChild).toBe(d.base.lastChild)
    held(d)
    d.type('any')
    expect(d.clean()).toEqual(['a. anybody'])
    const e = new Desk(h('a', 'Title'), p('b', 'body'))
    e.selectRange(e.find('Title') + 2, e.find('body'))
    e.run(deleteSelection(e.cx))
    expect([e.clean(), propsOf(project(e.doc, 1).child(0)).type]).toEqual([['Tibody'], 'heading'])
  })
  it('start-to-start selection after struck text: what stands decides where a paragraph starts', () => {
    const d = new Desk(h('a', 'Old Title'), p('b', 'gone body')).strikeText('Old ').strikeText('gone ').seal()
    const sealed = d.doc
    d.selectRange(d.find('Title'), d.find('body'))
    d.run(deleteSelection(d.cx))
    expect([d.clean(), propsOf(project(d.doc, 2).child(0)).type]).toEqual([['body'], 'paragraph'])
    held(d, sealed)
  })
  it('delete across paragraphs: the ends between go too, and come back by rejecting', () => {
    const d = new Desk(p('a', 'one two'), h('b', 'middle', 2), p('c', 'three four'))
    d.selectRange(d.find('two'), d.find('four'))
    d.run(deleteSelection(d.cx))
    expect(d.clean()).toEqual(['one four'])
    expect(d.changes.map((c) => c.struck)).toEqual(['two\nmiddle\nthree '])
    held(d)
  })
  it('Enter over a cross-block selection of another party: its words stay on record', () => {
    const d = new Desk(p('a', 'one'), p('b', 'four')).caret('one', 3).type(' two').seal()
    const sealed = d.doc
    d.selectRange(d.find('two'), d.find('four') + 2)
    d.run(splitBlock(d.cx))
    expect(d.clean()).toEqual(['one ', 'ur'])
    held(d, sealed)
  })
})

describe('joins', () => {
  it('join with an empty side: whichever is empty goes, and the other keeps its properties', () => {
    for (const empty of ['above', 'below'] as const) {
      const blocks = empty === 'above' ? [p('a', ''), h('b', 'Title')] : [h('a', 'Title'), p('b', '')]
      const d = new Desk(...blocks, p('z', 'end'))
      d.selectRange(empty === 'above' ? 3 : 8, empty === 'above' ? 3 : 8)
      d.run(joinBackward(d.cx))
      expect([d.clean(), propsOf(project(d.doc, 1).child(0)).type], empty).toEqual([['Title', 'end'], 'heading'])
      held(d)
    }
  })
  it('join heading and paragraph, reject restores the heading, by Delete as by Backspace and after sealing', () => {
    for (const key of ['Backspace', 'Delete'] as const) {
      const d = new Desk(h('a', 'Title', 2), p('b', 'body', { align: 'center' }))
      if (key === 'Backspace') d.caret('body').run(joinBackward(d.cx))
      else d.caret('Title', 5).run(joinForward(d.cx))
      expect([d.clean(), propsOf(project(d.doc, 1).child(0)).type]).toEqual([['Titlebody'], 'heading'])
      d.seal()
      d.apply(revert(d.state, 0, d.cx))
      expect(project(d.doc, 2).eq(d.base), key).toBe(true)
    }
  })
})

describe('keys over the record', () => {
  it("backspace in own open insertion, through it into another's", () => {
    const d = new Desk(p('a', 'base')).caret('base', 4).type('theirs').seal()
    const sealed = d.doc
    d.caret('theirs', 6).type('own')
    for (let i = 0; i < 5; i++) d.run(joinBackward(d.cx))
    expect(d.picture).toBe('basethei{ins1}rs{ins1 del2}¶')
    held(d, sealed)
  })
  it("repeated Backspace and repeated Delete pass over both parties' strikes and leave the caret beside them", () => {
    const d = new Desk(p('a', 'abcdefgh')).strikeText('cd').seal().strikeText('ef').seal()
    d.caret('gh', 1)
    for (let i = 0; i < 2; i++) d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual(['ah'])
    expect(d.state.selection.from).toBe(d.find('b'))
    const e = new Desk(p('a', 'abcdefgh')).strikeText('cd').seal().strikeText('ef').seal().caret('bc')
    for (let i = 0; i < 2; i++) e.run(joinForward(e.cx))
    expect(e.clean()).toEqual(['ah'])
    expect(e.state.selection.from).toBe(e.find('h'))
  })
  it('the one standing character between two deletions is typed anew and stands between them', () => {
    const d = new Desk(p('a', 'abcde')).strikeText('ab').strikeText('de').select('c')
    d.run(insertText(d.cx, 'X'))
    expect([d.clean(), d.clean(0)]).toEqual([['X'], ['abcde']])
    held(d)
  })
  it('select all, delete, type ABCD over two rounds: each reads as it was typed', () => {
    const d = new Desk(h('a', 'Title'), p('b', 'one'), p('c', 'two'))
    for (const text of ['ABCD', 'EFGH']) {
      d.selectAll()
      d.run(deleteSelection(d.cx))
      d.type(text)
      expect(d.clean().join('')).toBe(text)
      d.seal()
    }
    expect([0, 1, 2].map((v) => d.clean(v).join(' '))).toEqual(['Title one two', 'ABCD', 'EFGH'])
  })
  it('insert between two spaces, reject: both spaces of the base stay, whoever rejects', () => {
    const d = new Desk(p('a', 'a  b')).caret('a  b', 2).type('word ').seal()
    d.apply(revert(d.state, 0, d.cx))
    expect([d.clean(0), d.clean(1), d.clean(2)]).toEqual([['a  b'], ['a word  b'], ['a  b']])
  })
  it('bold across runs of three rounds is one change of each run, and off again is none', () => {
    const d = new Desk(p('a', 'one ')).caret('one ', 4).type('two ').seal().caret('two ', 4).type('three').seal()
    const sealed = d.doc
    d.selectRange(d.find('one'), d.find('three') + 5)
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.changes.map((c) => c.kinds)).toEqual([['format']])
    held(d, sealed)
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.doc.eq(sealed)).toBe(true)
  })
  it("bold in own and in another's insertion, which is then struck: the record keeps both", () => {
    const d = new Desk(p('a', 'base ')).caret('base ', 5).type('new').seal().select('new')
    d.run(toggleFormat(d.cx, schema.marks.strong))
    d.seal().strikeText('new')
    expect(d.picture).toBe('base new{ins1 del3}¶')
    const marks = (v: number) =>
      project(d.doc, v)
        .child(0)
        .lastChild!.marks.map((m) => m.type.name)
    expect([marks(1), marks(2)]).toEqual([[], ['strong']])
  })
})

describe('decisions', () => {
  it('decide one id only: of a replacement, the strike or the insertion', () => {
    const d = new Desk(p('a', 'pay four hours')).select('four').type('six').seal()
    const [change] = d.changesSince(0)
    const [first, second] = change.ids
    d.apply(revert(d.state, 0, d.cx, new Set([first])))
    expect(d.clean()).toEqual(['pay foursix hours'])
    d.apply(revert(d.state, 0, d.cx, new Set([second])))
    expect(d.clean()).toEqual(['pay four hours'])
  })
  it('decide part of a change, undo keeps ids: the part decided and the rest are the same change as before', () => {
    const d = new Desk(p('a', 'base ')).caret('base ', 5).type('one two three').seal()
    const before = d.doc
    d.apply(revert(d.state, 0, d.cx, undefined, { from: d.find('two'), to: d.find('two') + 4 }))
    expect(d.clean()).toEqual(['base one three'])
    expect(d.changesSince(0).map((c) => c.inserted)).toEqual(['one three'])
    expect(d.changesSince(1).map((c) => c.struck)).toEqual(['two '])
    d.undo()
    expect(d.doc.eq(before)).toBe(true)
  })
  it('strike, restore, strike again over three rounds and back again: every round reads as it was passed', () => {
    const d = new Desk(p('a', 'pay well'))
    const want = ['pay well']
    for (let round = 0; round < 6; round++) {
      const at = d.find('well')
      if (round % 2) d.apply(restore(d.state, at, at + 4, d.cx))
      else d.strikeText('well')
      want.push(round % 2 ? 'pay well' : 'pay ')
      d.seal()
    }
    expect(want.map((_, v) => d.clean(v)[0])).toEqual(want)
  })
  it('three rounds replacing one clause: rejected at once by the pure reading too', () => {
    const d = new Desk(p('a', 'paid at ninety percent'))
    for (const [was, is] of [
      ['ninety', 'eighty'],
      ['eighty', 'seventy'],
      ['seventy', 'sixty'],
    ]) {
      d.select(was)
      d.edit((tr) => tr.insertText(is))
      d.seal()
    }
    const view = project(d.doc, 3)
    expect(view.textContent).toBe('paid at sixty percent')
    d.r = 3
    expect(reject(redline(d.doc, d.rounds, 0, 3).blocks).textContent).toBe('paid at ninety percent')
  })
})

describe('what comes from outside', () => {
  it('repeated ids in what comes from outside: blocks get ids of their own, and its marks of tracking stay out', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'), p('c', 'end'))
    d.caret('one', 3).type(' more')
    const theirs = schema.marks.insertion.create({ id: d.changes[0].id, r: 1, p: 'BEA' })
    d.caret('end')
    d.run(paste(d.cx, slice([p('a', t('x')), p('a', [schema.text('y', [theirs])]), p('b', t('z'))])))
    expect(() => invariants(d.doc)).not.toThrow()
    expect(new Set(ids(d)).size).toBe(ids(d).length)
    expect(d.clean()).toEqual(['one more', 'two', 'x', 'y', 'zend'])
    expect(d.changes.map((c) => c.inserted)).toEqual([' more', 'x\ny\nz'])
    held(d)
  })
})
