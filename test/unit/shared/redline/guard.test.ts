import { EditorState, Plugin } from 'prosemirror-state'
import { addColumnAfter, deleteRow } from 'prosemirror-tables'
import { DocAttrStep, ReplaceAroundStep } from 'prosemirror-transform'
import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import { bypass, context, Refused, track, trackingGuard } from '../../../../shared/redline/index.ts'
import { cell, Desk, p, row, slice, table } from './desk.ts'

const grid = (): Desk =>
  new Desk(
    p('a', 'one'),
    table('t', row('r', cell('c', p('x', 'step')), cell('d', p('y', 'pay'))), row('s', cell('e', p('v', '1')), cell('f', p('w', '2')))),
    p('z', 'end'),
  )

describe('the guard', () => {
  it('refuses raw edits, and edits that a plugin appends', () => {
    const appends = new Plugin({
      appendTransaction: (_trs, _old, now) => (now.doc.textContent.includes('!') ? now.tr.insertText('sneaked', 1) : null),
    })
    const cx = context({ r: 1, p: 'BEA' }, (prefix) => `${prefix}1`)
    let state = EditorState.create({ doc: schema.nodes.doc.create(null, p('a', 'abc')), plugins: [trackingGuard(), appends] })
    state = state.apply(state.tr.insertText('raw', 1))
    expect(state.doc.textContent).toBe('abc')
    state = state.apply(track(state, state.tr.insertText('!', 4), cx))
    expect(state.doc.textContent).toBe('abc!')
  })
  it('lets a document be loaded, and no other untracked edit by name', () => {
    const d = new Desk(p('a', 'abc'))
    d.apply(bypass(d.state.tr.insertText('loaded', 1), 'load'))
    expect(d.doc.textContent).toBe('loadedabc')
    d.apply(d.state.tr.insertText('x', 1).setMeta('addToHistory', false).setMeta('untracked', true))
    expect(d.doc.textContent).toBe('loadedabc')
  })
})

describe('edits that cannot be tracked are refused with a sentence', () => {
  const refused = (d: Desk, make: Parameters<Desk['edit']>[0]): string => {
    const before = d.doc
    try {
      d.edit(make)
    } catch (err) {
      expect(err).toBeInstanceOf(Refused)
      expect(d.doc).toBe(before)
      return (err as Error).message
    }
    return ''
  }
  it.each([
    ['an attribute of the document', (d: Desk) => refused(d, (tr) => tr.step(new DocAttrStep('none', 1)))],
    ['a switch set by hand', (d: Desk) => refused(d, (tr) => tr.setNodeAttribute(0, 'sw', []))],
    [
      'a tracking mark set by hand',
      (d: Desk) => refused(d, (tr) => tr.addMark(1, 3, schema.marks.deletion.create({ id: 'x', r: 1, p: 'BEA' }))),
    ],
    ['a width of a cell', (d: Desk) => refused(d, (tr) => tr.setNodeAttribute(7, 'colwidth', [40]))],
    [
      'a step that moves blocks about',
      (d: Desk) => refused(d, (tr) => tr.step(new ReplaceAroundStep(0, 5, 1, 3, slice([p('q', '')], 0), 1, false))),
    ],
    ['a selection out of a cell', (d: Desk) => refused(d, (tr) => tr.replaceWith(d.find('pay'), d.find('end'), schema.text('x')))],
  ])('%s', (_, attempt) => {
    const message = attempt(grid())
    expect(message).toMatch(/^[A-Z].*\.$/)
  })
  it('a new column and a removed row', () => {
    for (const command of [addColumnAfter, deleteRow]) {
      const d = grid().caret('step')
      const before = d.doc
      expect(() => d.run(command)).toThrow(Refused)
      expect(d.doc).toBe(before)
    }
  })
})
