import { describe, expect, it } from 'vitest'
import { deleteSelection, insertText, Refused, splitBlock } from '../../../../shared/redline/index.ts'
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
})
