import type { Node, Slice } from 'prosemirror-model'
import { NodeSelection } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { pasteOver } from '../../../../shared/compare/index.ts'
import { moveOf } from '../../../../shared/model/move.ts'
import {
  allRounds,
  changes,
  cutOut,
  inlineSwitches,
  moveBack,
  moveDown,
  moveRange,
  moveUp,
  pasteCut,
  project,
  redline,
  revert,
  splitBlock,
  switchesOf,
  takeBack,
} from '../../../../shared/redline/index.ts'
import { cell, Desk, h, p, row, t, table } from './desk.ts'

const subd = (id: string, label: string, text: string) => p(id, text, { label })
const item = (id: string, label: string, text: string) => p(id, text, { label, list: 'ordered', level: 1 })

/** The move ids that a document's open round holds, with the text under each half. */
function halves(d: Desk): Record<string, string> {
  const out: Record<string, string> = {}
  const note = (node: Node, sign: string): void => {
    for (const s of node.isInline ? inlineSwitches(node) : switchesOf(node))
      if (moveOf(s.id) && s.r === d.r) out[s.id] = `${out[s.id] ?? ''}${sign}`
  }
  const walk = (node: Node): void => {
    if (node.isInline) note(node, node.text ?? '\n')
    node.forEach(walk)
    if (node.isTextblock) note(node, '¶')
    else if (node.type.name === 'table_row') note(node, '▭')
  }
  walk(d.doc)
  return out
}
const up = (d: Desk): boolean => d.run(moveUp(d.cx))
const down = (d: Desk): boolean => d.run(moveDown(d.cx))
function drag(d: Desk, from: number, to: number, target: number): boolean {
  const tr = moveRange(d.state, from, to, target, d.cx)
  if (tr) d.apply(tr)
  return tr !== null
}
/** Cuts the selection and gives what a clipboard would hold. */
function cut(d: Desk): { slice: Slice; move: string } {
  const { from, to } = d.state.selection
  const slice = d.doc.slice(from, to)
  const made = cutOut(d.state, d.cx)!
  d.apply(made.tr)
  return { slice, move: made.move }
}
function pasteBack(d: Desk, held: { slice: Slice; move: string }): boolean {
  const tr = pasteCut(d.state, held.slice, held.move, d.cx)
  if (tr) d.apply(tr)
  return tr !== null
}

describe('moving a subdivision', () => {
  const three = (): Desk =>
    new Desk(
      h('h', 'Leaves', 2),
      subd('s1', 'Subd. 1.', 'Sick'),
      subd('s2', 'Subd. 2.', 'Bereavement'),
      item('a', 'a.', 'kin'),
      subd('s3', 'Subd. 3.', 'Jury'),
    )

  it('goes past the next one with all that belongs to it, as one strike and one insertion', () => {
    const d = three().caret('Bereavement', 3)
    expect(down(d)).toBe(true)
    expect(d.clean()).toEqual(['Leaves', 'Subd. 1. Sick', 'Subd. 3. Jury', 'Subd. 2. Bereavement', 'a. kin'])
    expect(d.clean(0)).toEqual(['Leaves', 'Subd. 1. Sick', 'Subd. 2. Bereavement', 'a. kin', 'Subd. 3. Jury'])
    expect(Object.values(halves(d))).toEqual(['Bereavement¶kin¶', 'Bereavement¶kin¶'])
    expect(d.undoDepth).toBe(1)
  })
  it('takes the caret along', () => {
    const d = three().caret('Bereavement', 3)
    down(d)
    d.type('X')
    expect(d.clean()[3]).toBe('Subd. 2. BerXeavement')
  })
  it('passes the whole of the one before', () => {
    const d = three().caret('Jury')
    up(d)
    expect(d.clean()).toEqual(['Leaves', 'Subd. 1. Sick', 'Subd. 3. Jury', 'Subd. 2. Bereavement', 'a. kin'])
  })
  it('move up then down cancels', () => {
    const d = three().caret('Bereavement')
    const before = d.doc
    down(d)
    up(d)
    expect(d.doc.eq(before)).toBe(true)
    expect(d.undoDepth).toBe(2)
    d.undo()
    d.undo()
    expect(d.doc.eq(before)).toBe(true)
  })
  it('is no change either where the others are moved instead', () => {
    const d = three().caret('Bereavement')
    const before = d.doc
    down(d)
    d.caret('Jury')
    down(d)
    expect(d.doc.eq(before)).toBe(true)
  })
  it('stays one move when it is moved on', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'), p('c', 'three'), p('d', 'four')).caret('one')
    down(d)
    down(d)
    expect(Object.keys(halves(d))).toHaveLength(2)
    expect(Object.values(halves(d))).toEqual(['one¶', 'one¶'])
    expect(d.clean()).toEqual(['two', 'three', 'one', 'four'])
    up(d)
    up(d)
    expect(halves(d)).toEqual({})
    expect(d.clean()).toEqual(['one', 'two', 'three', 'four'])
  })
  it('is refused with a sentence at the edge', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('one')
    expect(() => up(d)).toThrow('This is already the first in the text.')
    d.caret('two')
    expect(() => down(d)).toThrow('This is already the last in the text.')
  })
  it('leaves its section past the heading, and comes under the next', () => {
    const d = new Desk(h('h1', 'A', 2), subd('s1', 'Subd. 1.', 'x'), h('h2', 'B', 2), subd('s2', 'Subd. 1.', 'y')).caret('x')
    down(d)
    expect(d.clean()).toEqual(['A', 'B', 'Subd. 1. x', 'Subd. 1. y'])
  })
  it('moves a whole section by its heading', () => {
    const d = new Desk(h('h1', 'A', 2), p('a', 'aa'), h('h2', 'B', 2), p('b', 'bb')).caret('A')
    down(d)
    expect(d.clean()).toEqual(['B', 'bb', 'A', 'aa'])
  })
})

describe('move of a paragraph with struck and own text', () => {
  it('strikes what is others’, carries what is own, leaves what is struck', () => {
    const d = new Desk(p('a', 'one two three'), p('b', 'next')).strikeText('two ')
    d.caret('three', 0).type('NEW ')
    d.caret('one')
    down(d)
    expect(d.clean()).toEqual(['next', 'one NEW three'])
    expect(Object.values(halves(d))).toEqual(['one three¶', 'one three¶'])
    expect(d.picture).toContain('two ')
    up(d)
    expect(d.clean()).toEqual(['one NEW three', 'next'])
    expect(halves(d)).toEqual({})
    expect(d.clean(0)).toEqual(['one two three', 'next'])
  })
  it('own text simply moves', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('one', 3)
    d.edit((tr) => tr.split(4))
    d.selectRange(6, 6).type('MINE')
    const id = d.changes[0].id
    down(d)
    expect(d.clean()).toEqual(['one', 'two', 'MINE'])
    expect(halves(d)).toEqual({})
    expect(d.changes).toHaveLength(1)
    expect(d.changes[0].id).toBe(id)
  })
  it('keeps what was typed and struck in it when it goes back', () => {
    const d = new Desk(p('a', 'one two'), p('b', 'next')).caret('one')
    down(d)
    const at = d.find('one two', 1)
    d.edit((tr) => tr.insertText('!', at + 3))
    d.edit((tr) => tr.delete(at + 4, at + 8))
    d.selectRange(at + 1, at + 1)
    up(d)
    expect(d.clean()).toEqual(['one!', 'next'])
    expect(d.changes.map((c) => [c.inserted, c.struck])).toEqual([['!', ' two']])
    expect(halves(d)).toEqual({})
  })
  it('keeps formatting and properties, and records what was changed on the way', () => {
    const d = new Desk(p('a', [...t('plain '), ...t('bold', 'strong')], { label: 'a.', list: 'ordered' }), p('b', 'next')).caret('plain')
    down(d)
    expect(
      project(d.doc, d.r)
        .child(1)
        .lastChild!.marks.map((m) => m.type.name),
    ).toEqual(['strong'])
    const at = d.find('plain bold', 1)
    d.edit((tr) => tr.addMark(at, at + 5, tr.doc.type.schema.mark('em')))
    d.edit((tr) => tr.setNodeMarkup(at - 1, undefined, { ...tr.doc.nodeAt(at - 1)!.attrs, label: 'b.' }))
    d.selectRange(at, at)
    up(d)
    expect(d.clean()).toEqual(['b. plain bold', 'next'])
    expect(d.changes.flatMap((c) => c.kinds)).toEqual(['format', 'paragraph'])
    expect(d.clean(0)).toEqual(['a. plain bold', 'next'])
  })
  it('becomes a strike when what was moved in is struck', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('one')
    down(d)
    const at = d.find('one', 1)
    d.edit((tr) => tr.delete(at - 1, at + 4))
    expect(d.clean()).toEqual(['two'])
    expect(d.changes.map((c) => c.struck)).toEqual(['one\n'])
    expect(d.changes[0].kinds).not.toContain('move')
  })
})

describe('moved text over several rounds', () => {
  it('another party moves it on: two moves, each with its own halves', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'), p('c', 'three')).caret('one')
    down(d)
    d.seal().selectRange(d.find('one', 1), d.find('one', 1))
    down(d)
    expect(d.clean(0)).toEqual(['one', 'two', 'three'])
    expect(d.clean(1)).toEqual(['two', 'one', 'three'])
    expect(d.clean(2)).toEqual(['two', 'three', 'one'])
    expect(d.changes).toHaveLength(1)
    expect(d.changes[0].kinds).toEqual(['move'])
  })
  it('of what an earlier round put in: a move where all rounds are shown, an insertion where its old place is out of sight', () => {
    const d = new Desk(subd('s1', 'Subd. 1.', 'Sick'), subd('s2', 'Subd. 2.', 'Jury'))
    d.caret('Jury', 4).run(splitBlock(d.cx))
    d.type('Travel').seal()
    d.caret('Travel')
    expect(up(d)).toBe(true)
    const [entry] = changes(allRounds(d.doc, d.rounds, 0, 2))
    expect(entry).toMatchObject({ kinds: ['move'], inserted: 'Travel\n', struck: 'Travel\n' })
    expect(entry.move).toMatchObject({ from: { label: 'Subd. 3.' }, to: { above: 'Subd. 1.' } })
    expect(changes(redline(d.doc, d.rounds, 0, 2)).map((c) => c.kinds)).toEqual([['insert', 'split']])
  })
  it('taken back by both ids it is gone, rejected by another it is answered', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('one')
    const before = d.doc
    down(d)
    const ids = new Set(d.changes[0].ids)
    expect(ids.size).toBe(2)
    expect(takeBack(d.state, d.cx, ids).doc.eq(before)).toBe(true)
    d.seal()
    d.apply(revert(d.state, 0, d.cx, ids))
    expect(d.clean()).toEqual(['one', 'two'])
    expect(d.clean(1)).toEqual(['two', 'one'])
  })
  it('taken back it goes home from afar with what was typed into it', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'), p('c', 'three')).caret('one')
    const before = d.doc
    down(d)
    down(d)
    const move = moveOf(d.changes[0].id)!.move
    expect(moveBack(d.state, move, d.cx)!.doc.eq(before)).toBe(true)
    d.edit((tr) => tr.insertText('!', d.find('one', 1) + 3))
    d.apply(moveBack(d.state, move, d.cx)!)
    expect(d.clean()).toEqual(['one!', 'two', 'three'])
    expect(d.changes.map((c) => [c.inserted, c.struck])).toEqual([['!', '']])
    expect(moveBack(d.state, move, d.cx)).toBe(null)
  })
  it('decide one id only: the strike alone stands twice, the insertion alone is gone', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('one')
    down(d)
    const [from, to] = d.changes[0].ids
    expect(moveOf(from)!.half).toBe('from')
    const twice = takeBack(d.state, d.cx, new Set([from])).doc
    expect(project(twice, 1).textContent).toBe('onetwoone')
    const gone = takeBack(d.state, d.cx, new Set([to])).doc
    expect(project(gone, 1).textContent).toBe('two')
    d.apply(takeBack(d.state, d.cx, new Set([to])))
    expect(d.changes.map((c) => c.kinds)).toEqual([['delete', 'join']])
  })
})

describe('cut and paste, and drag, as a move', () => {
  it('cut and paste is one move', () => {
    const d = new Desk(p('a', 'one two three'), p('b', 'next')).select('two ')
    const held = cut(d)
    expect(d.changes.map((c) => c.kinds)).toEqual([['delete']])
    d.caret('next')
    expect(pasteBack(d, held)).toBe(true)
    expect(d.clean()).toEqual(['one three', 'two next'])
    expect(Object.values(halves(d))).toEqual(['two ', 'two '])
    d.undo()
    expect(d.changes.map((c) => c.kinds)).toEqual([['delete']])
    d.redo()
    expect(d.changes.map((c) => c.kinds)).toEqual([['move']])
  })
  it('a second paste of the same cut is an ordinary insertion', () => {
    const d = new Desk(p('a', 'one two three'), p('b', 'next')).select('two ')
    const held = cut(d)
    d.caret('next')
    pasteBack(d, held)
    expect(pasteBack(d, held)).toBe(false)
  })
  it('an undone or sealed cut is pasted as an ordinary insertion', () => {
    const d = new Desk(p('a', 'one two three')).select('two ')
    const held = cut(d)
    d.undo()
    expect(pasteBack(d, held)).toBe(false)
    d.redo()
    d.seal()
    expect(pasteBack(d, held)).toBe(false)
  })
  it('pasted where it was cut from, it leaves no change', () => {
    const d = new Desk(p('a', 'one two three'), p('b', 'next')).select('two ')
    const before = d.doc
    const held = cut(d)
    expect(pasteBack(d, held)).toBe(true)
    expect(d.doc.eq(before)).toBe(true)
  })
  it('several labelled paragraphs cut and pasted back leave no change', () => {
    const d = new Desk(
      p('a', 'one two', { label: 'a.', list: 'ordered' }),
      p('b', 'three four', { label: 'b.', list: 'ordered' }),
      p('c', 'five'),
    )
    const before = d.doc
    d.selectRange(d.find('two'), d.find('four'))
    const held = cut(d)
    expect(d.clean()).toEqual(['a. one four', 'five'])
    expect(pasteBack(d, held)).toBe(true)
    expect(d.doc.eq(before)).toBe(true)
  })
  it('own words that were cut along are pasted as own words', () => {
    const d = new Desk(p('a', 'one two'), p('b', 'next')).caret('two').type('NEW ')
    d.select('one NEW two')
    const held = cut(d)
    d.caret('next')
    pasteBack(d, held)
    expect(Object.values(halves(d))).toEqual(['one two', 'one two'])
    expect(d.clean()).toEqual(['', 'one NEW twonext'])
  })
  it('words are dragged within a line, and back to no change', () => {
    const d = new Desk(p('a', 'one two three four')).select('two ')
    const before = d.doc
    drag(d, d.find('two '), d.find('three'), d.find('four'))
    expect(d.clean()).toEqual(['one three two four'])
    expect(d.undoDepth).toBe(1)
    const { from, to } = d.state.selection
    expect(d.doc.textBetween(from, to)).toBe('two ')
    drag(d, from, to, d.find('three'))
    expect(d.doc.eq(before)).toBe(true)
  })
  it('steps whose positions cross: words exchanged by two drags, in both directions', () => {
    const d = new Desk(p('a', 'one two three'), p('b', 'four five six')).select('two')
    drag(d, d.find('two'), d.find('two') + 3, d.find('six'))
    drag(d, d.find('five'), d.find('five') + 4, d.find(' three'))
    expect(d.clean()).toEqual(['one five three', 'four  twosix'])
    expect(new Set(Object.keys(halves(d)).map((id) => moveOf(id)!.move)).size).toBe(2)
    d.undo()
    d.undo()
    expect(d.clean()).toEqual(['one two three', 'four five six'])
  })
  it('dropping inside the dragged range, or at its edge, does nothing', () => {
    const d = new Desk(p('a', 'one two three'))
    for (const at of [5, 6, 8]) expect(drag(d, 5, 8, at)).toBe(false)
  })
  it('a whole paragraph dropped before or after another goes there as a paragraph', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'), p('c', 'three'))
    drag(d, d.find('three'), d.find('three') + 5, d.find('one'))
    expect(d.clean()).toEqual(['three', 'one', 'two'])
    drag(d, d.find('one'), d.find('one') + 3, d.find('two') + 3)
    expect(d.clean()).toEqual(['three', 'two', 'one'])
  })
  it('a range over paragraphs goes into a line as it would by cut and paste', () => {
    const d = new Desk(p('a', 'one two'), p('b', 'three four'), p('c', 'five six'))
    drag(d, d.find('two'), d.find('three') + 5, d.find('six'))
    expect(d.clean()).toEqual(['one  four', 'five two', 'threesix'])
    expect(d.changes.filter((c) => c.kinds.includes('move'))).toHaveLength(1)
    d.undo()
    expect(d.clean()).toEqual(['one two', 'three four', 'five six'])
  })
})

describe('tables', () => {
  const grid = (): Desk =>
    new Desk(p('a', 'one'), table('t', row('r1', cell('c1', p('x', 'p'), p('y', 'q'))), row('r2', cell('c2', p('z', 'r')))), p('b', 'two'))
  it('a whole table is moved, and back to no change', () => {
    const d = grid()
    const before = d.doc
    const at = d.doc.child(0).nodeSize
    drag(d, at, at + d.doc.child(1).nodeSize, 0)
    expect(d.clean()).toEqual(['p q', 'r', 'one', 'two'])
    expect(Object.values(halves(d))).toContain('▭▭')
    const now = d.doc
    expect(drag(d, 0, now.child(0).nodeSize, now.child(0).nodeSize + now.child(1).nodeSize)).toBe(true)
    expect(d.doc.eq(before)).toBe(true)
  })
  it('a paragraph passes a table as a whole', () => {
    const d = grid().caret('one')
    down(d)
    expect(d.clean()).toEqual(['p q', 'r', 'one', 'two'])
  })
  it('a selected table moves by the keys', () => {
    const d = grid()
    d.state = d.state.apply(d.state.tr.setSelection(NodeSelection.create(d.doc, d.doc.child(0).nodeSize)))
    up(d)
    expect(d.clean()).toEqual(['p q', 'r', 'one', 'two'])
    expect(d.state.selection).toBeInstanceOf(NodeSelection)
  })
  it('in a cell paragraphs move within the cell', () => {
    const d = grid().caret('q')
    up(d)
    expect(d.clean()).toEqual(['one', 'q p', 'r', 'two'])
    expect(() => up(d)).toThrow('This is already the first in this table cell.')
  })
  it('words go into a cell and out of it', () => {
    const d = grid()
    const before = d.doc
    drag(d, d.find('ne'), d.find('ne') + 2, d.find('r'))
    expect(d.clean()).toEqual(['o', 'p q', 'ner', 'two'])
    const { from, to } = d.state.selection.empty ? { from: d.find('ner'), to: d.find('ner') + 2 } : d.state.selection
    drag(d, from, to, d.find('one') + 1)
    expect(d.doc.eq(before)).toBe(true)
  })
  it('the only paragraph of a cell leaves an empty one', () => {
    const d = grid()
    drag(d, d.find('r'), d.find('r') + 1, d.find('two'))
    expect(d.clean()).toEqual(['one', 'p q', '', 'r', 'two'])
  })
  it('a table is not put into the middle of a line', () => {
    const d = grid()
    const at = d.doc.child(0).nodeSize
    expect(() => drag(d, at, at + d.doc.child(1).nodeSize, d.find('two') + 1)).toThrow('A table can be moved between paragraphs')
  })
})

describe('a move that is read or used otherwise', () => {
  it('backwards is a strike and an insertion: nothing moved that way', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two')).caret('one')
    down(d)
    const kinds = (a: number, b: number) => changes(redline(d.doc, d.rounds, a, b)).flatMap((c) => c.kinds)
    expect(kinds(0, 1)).toEqual(['move'])
    expect(kinds(1, 0)).not.toContain('move')
    expect(kinds(1, 0).length).toBeGreaterThan(0)
  })
  it('words pasted once more where they were cut are new ones while the moved ones stand', () => {
    const d = new Desk(p('a', 'one two three'), p('b', 'four')).select('two ')
    const held = cut(d)
    d.caret('four')
    expect(pasteBack(d, held)).toBe(true)
    const both = halves(d)
    expect(Object.values(both)).toEqual(['two ', 'two '])
    d.caret('three')
    d.run(pasteOver(d.cx, held.slice))
    expect(d.clean()).toEqual(['one two three', 'two four'])
    expect(halves(d)).toEqual(both)
  })
  it('the one table of a cell stays there', () => {
    const inner = table('n', row('nr', cell('nc', p('np', 'deep'))))
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', inner))), p('z', 'end'))
    const at = d.doc.child(0).nodeSize + 3
    expect(() => drag(d, at, at + inner.nodeSize, 0)).toThrow('Nothing would be left in its place')
  })
})
