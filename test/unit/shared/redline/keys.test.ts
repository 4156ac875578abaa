import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import {
  deleteSelection,
  deleteWordBackward,
  deleteWordForward,
  hardBreak,
  insertText,
  joinBackward,
  joinForward,
  makeLabel,
  nextLabel,
  paste,
  propsOf,
  restore,
  revert,
  setBlock,
  splitBlock,
  toggleFormat,
  typedLabel,
} from '../../../../shared/redline/index.ts'
import { cell, Desk, h, p, row, slice, t, table } from './desk.ts'

describe('Backspace and Delete', () => {
  it('backspace in own open insertion leaves nothing', () => {
    const d = new Desk(p('a', 'base')).caret('base', 4).type('xyz')
    for (let i = 0; i < 3; i++) d.run(joinBackward(d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('repeated Backspace strikes one character after another, as one change', () => {
    const d = new Desk(p('a', 'one two')).caret('two', 3)
    for (let i = 0; i < 4; i++) d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual(['one'])
    expect(d.changes.map((c) => c.struck)).toEqual([' two'])
  })
  it('repeated Backspace is one step of undo; one after a pause is another', () => {
    const d = new Desk(p('a', 'one two')).caret('two', 3)
    for (let i = 0; i < 4; i++) d.run(joinBackward(d.cx))
    expect(d.undoDepth).toBe(1)
    d.wait().run(joinBackward(d.cx))
    expect(d.undoDepth).toBe(2)
    d.undo()
    expect(d.clean()).toEqual(['one'])
    d.undo()
    expect(d.doc.eq(d.base)).toBe(true)
    d.redo()
    expect(d.changes.map((c) => c.struck)).toEqual([' two'])
  })
  it('repeated Delete skips what is struck and leaves the caret after it', () => {
    const d = new Desk(p('a', 'abcdef')).strikeText('cd').caret('abcdef', 1)
    d.run(joinForward(d.cx))
    d.run(joinForward(d.cx))
    expect(d.clean()).toEqual(['af'])
    expect(d.state.selection.from).toBe(d.find('f'))
  })
  it('takes the one standing character between two deletions', () => {
    const d = new Desk(p('a', 'abcde')).strikeText('ab').strikeText('de').caret('de', 2)
    d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual([''])
    expect(
      d
        .changesSince(0)
        .map((c) => c.struck)
        .join(''),
    ).toBe('abcde')
  })
  it('takes a whole sign that is several code units wide', () => {
    const d = new Desk(p('a', 'a👩‍🏫')).caret('a', 6)
    d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual(['a'])
  })
  it('strikes a word back and a word on', () => {
    const d = new Desk(p('a', 'one two three')).caret('two', 3)
    d.run(deleteWordBackward(d.cx))
    d.run(deleteWordForward(d.cx))
    expect(d.clean()).toEqual(['one '])
  })
  it('Backspace at paragraph start: join heading and paragraph, reject restores the heading', () => {
    const d = new Desk(h('a', 'Title'), p('b', 'body')).caret('body')
    d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual(['Titlebody'])
    expect(propsOf(d.doc.child(1)).type).toBe('heading')
    d.apply(revert(d.state, 0, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('join with an empty side: Backspace after an empty paragraph takes that out and leaves the one at the caret as it is', () => {
    const d = new Desk(h('a', ''), p('b', 'body')).caret('body')
    d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual(['body'])
    expect(d.doc.child(1)).toBe(d.base.child(1))
  })
  it('Backspace at the start of a labelled paragraph drops the label first, then joins', () => {
    const d = new Desk(p('a', 'one', { label: 'a.', list: 'ordered' }), p('b', 'two', { label: 'b.', list: 'ordered' })).caret('two')
    d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual(['a. one', 'two'])
    d.run(joinBackward(d.cx))
    expect(d.clean()).toEqual(['a. onetwo'])
  })
  it('Delete at the end of a paragraph joins the next; in an empty one it goes itself', () => {
    const d = new Desk(p('a', 'one'), p('b', ''), h('c', 'Title')).caret('one', 3)
    d.run(joinForward(d.cx))
    expect(d.clean()).toEqual(['one', 'Title'])
    const e = new Desk(p('b', ''), h('c', 'Title')).selectRange(1, 1)
    e.run(joinForward(e.cx))
    expect(e.doc.child(1)).toBe(e.base.child(1))
  })
  it('Delete in the last standing paragraph does nothing, though struck ones follow', () => {
    const d = new Desk(p('a', 'one'), p('b', ''), p('c', 'gone'))
    d.edit((tr) => tr.delete(7, d.doc.content.size)).selectRange(6, 6)
    const before = d.doc
    d.run(joinForward(d.cx))
    expect(d.doc).toBe(before)
  })
  it('does nothing at the edges of the document, of a cell and of a table, and still keeps the page from editing itself', () => {
    const d = new Desk(p('a', 'x'), table('t', row('r', cell('c', p('b', 'y')))), p('z', 'z'))
    for (const [text, command] of [
      ['x', joinBackward],
      ['y', joinBackward],
      ['z', joinBackward],
    ] as const) {
      d.caret(text)
      expect(d.run(command(d.cx))).toBe(true)
    }
    for (const text of ['x', 'y', 'z']) {
      d.caret(text, 1)
      expect(d.run(joinForward(d.cx))).toBe(true)
    }
    expect(d.doc.eq(d.base)).toBe(true)
  })
})

describe('Enter', () => {
  it('Enter at start, middle, end splits; Enter then Backspace leaves no trace', () => {
    for (const offset of [0, 2, 4]) {
      const d = new Desk(p('a', 'abcd'), p('z', 'z')).caret('abcd', offset)
      d.run(splitBlock(d.cx))
      expect(d.clean()).toEqual(['abcd'.slice(0, offset), 'abcd'.slice(offset), 'z'])
      d.run(joinBackward(d.cx))
      expect(d.doc.eq(d.base), `${offset}: ${d.picture}`).toBe(true)
    }
  })
  it('at start or end leaves the standing paragraph as the same object', () => {
    for (const offset of [0, 4]) {
      const d = new Desk(p('a', 'abcd')).caret('abcd', offset)
      d.run(splitBlock(d.cx))
      expect(d.doc.children).toContain(d.base.child(0))
    }
  })
  it('Enter twice, Backspace twice leaves no trace', () => {
    const d = new Desk(p('a', 'abcd')).caret('abcd', 2)
    d.run(splitBlock(d.cx))
    d.run(splitBlock(d.cx))
    expect(d.clean()).toEqual(['ab', '', 'cd'])
    d.run(joinBackward(d.cx))
    d.run(joinBackward(d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('Enter, type, take all back by keys: no trace', () => {
    const d = new Desk(p('a', 'abcd')).caret('abcd', 4)
    d.run(splitBlock(d.cx))
    d.type('new')
    expect(d.changes.length).toBe(1)
    for (let i = 0; i < 4; i++) d.run(joinBackward(d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('Enter over a cross-block selection strikes it and leaves two paragraphs', () => {
    const d = new Desk(p('a', 'one two'), p('b', 'three four'))
    d.selectRange(d.find('two'), d.find('four'))
    d.run(splitBlock(d.cx))
    expect(d.clean()).toEqual(['one ', 'four'])
    d.apply(revert(d.state, 0, d.cx))
    expect(d.clean()).toEqual(['one two', 'three four'])
  })
  it('after a heading gives a plain paragraph, inside one another heading', () => {
    const d = new Desk(h('a', 'Title')).caret('Title', 5)
    d.run(splitBlock(d.cx))
    expect(d.doc.child(1).type.name).toBe('paragraph')
    const e = new Desk(h('a', 'Title')).caret('Title', 2)
    e.run(splitBlock(e.cx))
    expect(e.doc.child(0).type.name).toBe('heading')
    expect(e.doc.child(1).type.name).toBe('heading')
  })
  it('asks what stands: the end of a paragraph is where no standing text follows', () => {
    const d = new Desk(h('a', 'Title gone')).strikeText(' gone').caret('Title', 5)
    d.run(splitBlock(d.cx))
    d.type('x')
    expect(d.clean()).toEqual(['Title', 'x'])
    expect(d.doc.lastChild!.type.name).toBe('paragraph')
  })
  it.each([
    ['a.', 'b.'],
    ['1.', '2.'],
    ['Subd. 2.', 'Subd. 3.'],
    ['•', '•'],
  ])('in a paragraph labelled %s gives %s', (label, next) => {
    const d = new Desk(p('a', 'one', { label, list: label === '•' ? 'bullet' : 'ordered' })).caret('one', 3)
    d.run(splitBlock(d.cx))
    d.type('x')
    expect(d.clean()).toEqual([`${label} one`, `${next} x`])
  })
  it('on an empty labelled paragraph drops the label', () => {
    const d = new Desk(p('a', 'one', { label: 'a.', list: 'ordered' })).caret('one', 3)
    d.run(splitBlock(d.cx))
    d.run(splitBlock(d.cx))
    expect(d.clean()).toEqual(['a. one', ''])
  })
  it('split a list item and rejoin, four levels', () => {
    const levels = [0, 1, 2, 3].map((level) => p(`l${level}`, `item${level} text`, { level, list: 'ordered', label: `${level + 1}.` }))
    const d = new Desk(...levels)
    for (const level of [0, 1, 2, 3]) {
      d.caret(`item${level}`, 5)
      d.run(splitBlock(d.cx))
      d.run(joinBackward(d.cx)) // the label
      d.run(joinBackward(d.cx))
    }
    expect(d.clean()).toEqual(['1. item0 text', '2. item1 text', '3. item2 text', '4. item3 text'])
  })
})

describe('typing', () => {
  it('select all, delete, type ABCD reads ABCD', () => {
    const d = new Desk(h('a', 'Title'), p('b', 'one'), p('c', 'two')).selectAll()
    d.run(deleteSelection(d.cx))
    d.type('ABCD')
    expect(d.clean().join('')).toBe('ABCD')
    expect(d.clean(0)).toEqual(['Title', 'one', 'two'])
  })
  it('inherits bold from the nearest standing character, never from struck text', () => {
    const d = new Desk(p('a', [...t('plain '), ...t('bold', 'strong'), ...t(' end')])).strikeText('bold').caret(' end')
    d.run(insertText(d.cx, 'x'))
    const typed = d.doc.child(0).children.find((n) => n.text === 'x')!
    expect(typed.marks.map((m) => m.type.name)).toEqual(['insertion'])
  })
  it('puts a line break in the paragraph', () => {
    const d = new Desk(p('a', 'onetwo')).caret('two')
    d.run(hardBreak(d.cx))
    d.type('x')
    expect(d.clean()).toEqual(['one', 'xtwo'])
    expect(d.doc.childCount).toBe(1)
  })
  it('makes a label of what is typed at the start of a paragraph', () => {
    const d = new Desk(p('a', ' text')).caret(' text').type('a.')
    expect(d.run(makeLabel(d.cx))).toBe(true)
    expect(d.doc.child(0).attrs.label).toBe('a.')
    expect(d.doc.child(0).textContent).toBe(' text')
    const e = new Desk(p('a', 'see a.')).caret('see a.', 6)
    expect(e.run(makeLabel(e.cx))).toBe(false)
  })
})

describe('labels', () => {
  it.each([
    ['a.', null, 'b.'],
    ['(9)', null, '(10)'],
    ['5.4.9', null, '5.4.10'],
    ['Subd. 2a.', null, 'Subd. 2b.'],
    ['i.', null, 'ii.'],
    ['i.', 'h.', 'j.'],
    ['iv.', 'iii.', 'v.'],
    ['v.', 'iv.', 'vi.'],
    ['v.', 'u.', 'w.'],
    ['Article IV', null, 'Article V'],
    ['C.', 'B.', 'D.'],
    ['Note:', null, null],
    ['z.', null, null],
    ['•', null, '•'],
  ])('after %s (after %s) comes %s', (label, previous, next) => {
    expect(nextLabel(label, previous)).toBe(next)
  })
  it.each([
    ['a.', 'a.'],
    ['1.', '1.'],
    ['(a)', '(a)'],
    ['-', '•'],
    ['Subd. 2.', 'Subd. 2.'],
    ['word.', null],
    ['The', null],
  ])('reads %s typed at the start as the label %s', (typed, label) => {
    expect(typedLabel(typed)?.label ?? null).toBe(label)
  })
})

describe('formatting and properties', () => {
  it('bold on and off cancels', () => {
    const d = new Desk(p('a', 'one two')).select('two')
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.changes.map((c) => [c.kinds, c.format])).toEqual([[['format'], { before: [], after: ['strong'], text: 'two' }]])
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('bold across runs is one change and takes struck text for nothing', () => {
    const d = new Desk(p('a', [...t('one '), ...t('two ', 'em'), ...t('three')])).strikeText('two ').selectRange(1, 14)
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.changes.filter((c) => c.kinds.includes('format')).length).toBe(1)
    expect(
      d.doc
        .child(0)
        .children.find((n) => n.text === 'two ')!
        .marks.map((m) => m.type.name),
    ).toEqual(['em', 'deletion'])
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.changes.length).toBe(1)
  })
  it("bold in own and in another's insertion: a change only in another's", () => {
    const d = new Desk(p('a', 'base ')).caret('base', 5).type('new').select('new')
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.changes.map((c) => c.kinds)).toEqual([['insert']])
    d.seal().select('new').run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.changes.map((c) => [c.by.p, c.kinds])).toEqual([['191', ['format']]])
  })
  it('style changed twice keeps the first "before", and back again cancels', () => {
    const heading = (level: number) => () => ({ type: 'heading' as const, attrs: { level, align: 'left' as const } })
    const d = new Desk(p('a', 'one')).caret('one')
    d.run(setBlock(d.cx, heading(1)))
    d.run(setBlock(d.cx, heading(2)))
    expect(d.doc.child(0).attrs.was.map((w: { type: string }) => w.type)).toEqual(['paragraph'])
    expect(d.changes.map((c) => [c.kinds, c.props?.before.type, c.props?.after.attrs.level])).toEqual([[['paragraph'], 'paragraph', 2]])
    d.run(setBlock(d.cx, () => propsOf(d.base.child(0))))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('indent then outdent cancels; a middle item can be outdented alone', () => {
    const items = ['a', 'b', 'c'].map((id) => p(id, id, { list: 'ordered', label: `${id}.`, level: 1 }))
    const by = (n: number) => (props: ReturnType<typeof propsOf>) => ({ ...props, attrs: { ...props.attrs, level: props.attrs.level + n } })
    const d = new Desk(...items).caret('b')
    d.run(setBlock(d.cx, by(1)))
    d.run(setBlock(d.cx, by(-1)))
    expect(d.doc.eq(d.base)).toBe(true)
    d.run(setBlock(d.cx, by(-1)))
    expect(d.doc.children.map((b) => b.attrs.level)).toEqual([1, 0, 1])
    expect([d.doc.child(0), d.doc.child(2)]).toEqual([d.base.child(0), d.base.child(2)])
  })
  it('changes every paragraph of a selection, those in cells too, as one change', () => {
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', p('x', 'two')))), p('b', 'three')).selectAll()
    d.run(setBlock(d.cx, (props) => ({ ...props, attrs: { ...props.attrs, align: 'right' } })))
    expect(d.changes.map((c) => c.kinds)).toEqual([['paragraph']])
    d.apply(revert(d.state, 0, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
})

describe('paste', () => {
  it('plain text goes into the line, formatting kept apart', () => {
    const d = new Desk(p('a', 'one two')).caret('two')
    d.run(paste(d.cx, slice([p('', 'new ')])))
    expect(d.clean()).toEqual(['one new two'])
    expect(d.state.selection.from).toBe(d.find('two'))
  })
  it('several paragraphs split the one they go into', () => {
    const d = new Desk(p('a', 'one two', { label: 'a.' })).caret('two')
    d.run(paste(d.cx, slice([p('', 'X'), p('', 'Y', { label: 'q.' }), p('', 'Z')])))
    expect(d.clean()).toEqual(['a. one X', 'q. Y', 'Ztwo'])
    d.apply(revert(d.state, 0, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('into a paragraph that is empty or wholly struck gives no paragraph too many', () => {
    const d = new Desk(p('a', 'one'), p('b', ''), p('c', 'two')).selectRange(6, 6)
    d.run(paste(d.cx, slice([h('', 'X'), p('', 'Y')], 0)))
    expect(d.clean()).toEqual(['one', 'X', 'Y', 'two'])
    const e = new Desk(p('a', 'one'), p('b', 'gone'), p('c', 'two')).strikeText('gone').caret('gone')
    e.run(paste(e.cx, slice([p('', 'X'), p('', 'Y')])))
    expect(e.clean()).toEqual(['one', 'X', 'Y', 'two'])
  })
  it('over a selection that holds deletions strikes only what stands', () => {
    const d = new Desk(p('a', 'one two three')).strikeText('two ').select('one two three')
    d.run(paste(d.cx, slice([p('', 'new')])))
    expect(d.clean()).toEqual(['new'])
    d.apply(restore(d.state, 1, d.find('new'), d.cx))
    expect(d.clean()).toEqual(['one two threenew'])
  })
  it('drops tracking marks and ids of what comes in', () => {
    const from = new Desk(p('a', 'base')).caret('base').type('in').strikeText('base')
    const d = new Desk(p('a', 'x')).caret('x', 1)
    d.run(paste(d.cx, slice(from.doc.children.slice())))
    expect(d.clean()).toEqual(['xinbase'])
    expect(d.changes.map((c) => [c.kinds, c.inserted])).toEqual([[['insert'], 'inbase']])
  })
  it('puts a table between paragraphs', () => {
    const d = new Desk(p('a', 'one two')).caret('two')
    d.run(paste(d.cx, slice([table('', row('', cell('', p('', 'cell'))))], 0)))
    expect(d.clean()).toEqual(['one two', 'cell'])
    d.apply(revert(d.state, 0, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
  })
})
