import { Fragment, Slice } from 'prosemirror-model'
import { CellSelection } from 'prosemirror-tables'
import { ReplaceStep } from 'prosemirror-transform'
import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import {
  deleteSelection,
  emptyCells,
  find,
  inlineSwitches,
  insertText,
  moveRange,
  pasteCells,
  Refused,
  replaceAll,
  restore,
  splitBlock,
  toggleFormat,
  typeOverCells,
} from '../../../../shared/redline/index.ts'
import { cell, Desk, p, row, table } from './desk.ts'

/** What random scripts found, each as the shortest that shows it. */
describe('found by random scripts', () => {
  it('a selection from a paragraph into a table cell is refused by every key, with a sentence', () => {
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', p('b', 'two')))))
    d.selectRange(d.find('ne'), d.find('wo'))
    const before = d.doc
    for (const command of [deleteSelection(d.cx), insertText(d.cx, 'x'), splitBlock(d.cx)]) expect(() => d.run(command)).toThrow(Refused)
    expect(d.doc).toBe(before)
  })

  it('a paragraph end of ours that gives way to another leaves the paragraph after it the same object', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'))
    d.caret('two', 1).run(splitBlock(d.cx))
    const last = d.doc.lastChild
    const two = new Slice(Fragment.from([p('', 'x'), p('', 'y')]), 1, 0)
    d.edit((tr) => tr.step(new ReplaceStep(2, d.doc.content.size - 4, two)))
    expect(d.clean()).toEqual(['ox', 'y', 'wo'])
    expect(d.doc.lastChild).toBe(last)
  })

  it('a selection from own words over a table into the next paragraph leaves the words in a paragraph of their own', () => {
    const d = new Desk(p('h', 'Title'), table('t', row('r', cell('c', p('b', 'two')))), p('z', 'end'))
    d.edit((tr) => tr.insert(7, p('', 'one more')))
    d.selectRange(d.find('one more') + 3, d.find('end')).run(deleteSelection(d.cx))
    expect(d.clean()).toEqual(['Title', 'oneend'])
  })

  it('replacing every space loses no letter where a later place makes a figure before it whole', () => {
    const d = new Desk(p('a', 'pays $15 or so'))
    d.selectRange(1, 9).run(insertText(d.cx, '15'))
    d.seal()
    d.apply(restore(d.state, d.find('pays'), d.find('pays') + 4, d.cx))
    const spaces = d.clean()[0].replaceAll(' ', '')
    d.apply(replaceAll(d.state, find(d.doc, ' ', d.r), '', d.cx))
    expect(d.clean()).toEqual([spaces])
  })

  it('a cell that begins with a table of its own is emptied, and typed over', () => {
    const inner = table('i', row('ir', cell('ic', p('ip', 'deep'))))
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', inner, p('b', 'two')))))
    const at = d.doc.child(0).nodeSize + 2
    const cells = () => d.apply(d.state.tr.setSelection(CellSelection.create(d.doc, at)))
    cells().run(emptyCells(d.cx))
    expect(d.clean()).toEqual(['one', ''])
    expect(d.undo()).toBe(true)
    cells().run(typeOverCells(d.cx, 'x'))
    expect(d.clean()).toEqual(['one', 'x'])
  })
})

/** Faults that were planted in the engine and that no other test caught. */
describe('planted', () => {
  it('of own words that are moved in part, both parts are changes by themselves', () => {
    const d = new Desk(p('a', 'left '), p('b', 'right'))
    d.selectRange(6, 6).run(insertText(d.cx, 'one two'))
    d.apply(moveRange(d.state, d.find('two'), d.find('two') + 3, d.find('right') + 5, d.cx)!)
    expect(d.clean()).toEqual(['left one ', 'righttwo'])
    expect(new Set(d.changes.flatMap((c) => c.ids)).size).toBe(2)
  })

  it('rows that a paste adds have their words put in by the round, not only themselves', () => {
    const d = new Desk(p('a', 'one'), table('t', row('r', cell('c', p('b', 'two')))))
    d.apply(d.state.tr.setSelection(CellSelection.create(d.doc, d.doc.child(0).nodeSize + 2)))
    const two = table('', row('', cell('', p('', 'x'))), row('', cell('', p('', 'new'))))
    d.run(pasteCells(d.cx, new Slice(Fragment.from(two), 0, 0)))
    expect(d.clean()).toEqual(['one', 'x', 'new'])
    const [first] = inlineSwitches(d.doc.nodeAt(d.find('new'))!)
    expect(first.k).toBe('ins')
  })

  it('formatting changed on what the round had restored goes when it is struck again', () => {
    const d = new Desk(p('a', 'one two')).strikeText('two').seal()
    const start = d.doc
    d.apply(restore(d.state, 5, 8, d.cx))
    d.select('two').run(toggleFormat(d.cx, schema.marks.strong))
    d.select('two').run(deleteSelection(d.cx))
    expect(d.doc.eq(start)).toBe(true)
  })
})
