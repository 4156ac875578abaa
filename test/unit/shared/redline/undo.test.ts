import Database from 'better-sqlite3'
import { closeHistory, undoDepth } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import type { StepJSON, Store } from '../../../../main/store/index.ts'
import { schema } from '../../../../shared/model/schema.ts'
import {
  decideAll,
  deleteSelection,
  insertRow,
  insertText,
  joinBackward,
  paste,
  renumber,
  restore,
  revert,
  setBlock,
  splitBlock,
  strike,
  takeBack,
  toggleFormat,
  track,
} from '../../../../shared/redline/index.ts'
import { newStore } from '../../main/store/made.ts'
import { cell, Desk, h, p, row, slice, table } from './desk.ts'

/** Two rounds that are passed, and the third open on them. */
const table3 = (): Desk => {
  const d = new Desk(
    h('a', 'Title'),
    p('b', 'one two three', { list: 'ordered', label: 'a.' }),
    p('c', 'four five', { list: 'ordered', label: 'a.' }),
    table('t', row('r', cell('x', p('y', 'pay')), cell('z', p('w', '1,000')))),
    p('e', 'end'),
  )
  d.strikeText('two ').caret('five', 4).type(' new').seal()
  d.strikeText('new').caret('end').type('the ').seal()
  return d
}
type Edit = [string, (d: Desk) => unknown]
const EDITS: readonly Edit[] = [
  ['typing', (d) => d.caret('three').type('ABC')],
  ['typing over a selection', (d) => d.select('four').run(insertText(d.cx, 'X'))],
  ['Backspace through a join', (d) => d.caret('four').run(joinBackward(d.cx))],
  ['Enter', (d) => d.caret('three', 2).run(splitBlock(d.cx))],
  ['a strike over paragraphs', (d) => d.selectRange(d.find('Title') + 2, d.find('five')).run(deleteSelection(d.cx))],
  ['bold', (d) => d.select('three').run(toggleFormat(d.cx, schema.marks.strong))],
  ['another style', (d) => d.caret('three').run(setBlock(d.cx, () => ({ type: 'heading', attrs: { level: 3, align: 'left' } })))],
  ['renumbering', (d) => d.caret('four').run(renumber(d.cx, 'all'))],
  ['a paste of paragraphs', (d) => d.caret('four', 2).run(paste(d.cx, slice([p('', 'x'), p('', 'y')])))],
  ['a row', (d) => d.caret('pay').run(insertRow(d.cx, 'below'))],
  ['a strike by range', (d) => d.apply(strike(d.state, d.find('four'), d.find('five') + 2, d.cx))],
  ['a restoration', (d) => d.apply(restore(d.state, 0, d.doc.content.size, d.cx))],
  ['a decision on one change', (d) => d.apply(revert(d.state, 0, d.cx, new Set(d.changesSince(0)[0].ids)))],
  ["a decision on a party's changes", (d) => d.apply(decideAll(d.state, 0, d.changesSince(0), { party: 'BEA' }, 'reject', d.cx))],
  ['a decision on all', (d) => d.apply(revert(d.state, 0, d.cx))],
]

describe('undo and redo', () => {
  it.each(EDITS)('%s: one step back to the same document, ids included, and one step forth', (_, edit) => {
    const d = table3().wait()
    const before = d.doc
    const depth = d.undoDepth
    edit(d)
    const after = d.doc
    expect(after.eq(before)).toBe(false)
    let steps = 0
    while (d.undoDepth > depth) {
      d.undo()
      steps++
    }
    expect(steps).toBe(1)
    expect(d.doc.eq(before)).toBe(true)
    d.redo()
    expect(d.doc.eq(after)).toBe(true)
  })
  it('all of them one after another, in both directions, stop by stop', () => {
    const d = table3()
    const docs: Node[] = [d.doc]
    const depth = d.undoDepth
    for (const [, edit] of EDITS) {
      d.apply(closeHistory(d.state.tr))
      const was = d.doc
      try {
        d.wait()
        edit(d)
      } catch {
        // Its words are struck by now.
      }
      if (!d.doc.eq(was)) docs.push(d.doc)
    }
    expect(docs.length).toBeGreaterThan(10)
    for (let i = docs.length - 2; i >= 0; i--) {
      d.undo()
      expect(d.doc.eq(docs[i]), `back to ${i}`).toBe(true)
    }
    expect(d.undoDepth).toBe(depth)
    for (let i = 1; i < docs.length; i++) {
      d.redo()
      expect(d.doc.eq(docs[i]), `forth to ${i}`).toBe(true)
    }
  })
  it('the selection that was replaced is selected again', () => {
    const d = table3().wait().select('four')
    const { from, to } = d.state.selection
    d.run(insertText(d.cx, 'X'))
    d.undo()
    expect([d.state.selection.from, d.state.selection.to]).toEqual([from, to])
  })
  it('repeated Backspace goes back in groups, as it was typed: with a pause between, in two', () => {
    const d = new Desk(p('a', 'one two three')).caret('three', 5)
    for (let i = 0; i < 5; i++) d.run(joinBackward(d.cx))
    d.wait()
    for (let i = 0; i < 4; i++) d.run(joinBackward(d.cx))
    expect(undoDepth(d.state)).toBe(2)
    d.undo()
    expect(d.clean()).toEqual(['one two '])
    d.undo()
    expect(d.doc.eq(d.base)).toBe(true)
    d.redo()
    d.redo()
    expect(d.clean()).toEqual(['one '])
    expect(d.changes.map((c) => c.struck)).toEqual(['two three'])
  })
  it('a decision between two bursts of typing parts them', () => {
    const d = new Desk(p('a', 'one ')).caret('one ', 4).type('two').seal()
    d.caret('two', 3).type('A')
    d.apply(revert(d.state, 0, d.cx, new Set(d.changesSince(0)[0].ids)))
    const docs = [d.doc]
    d.type('B')
    expect(d.undo()).toBe(true)
    expect(d.doc.eq(docs[0])).toBe(true)
    d.undo()
    expect(d.clean()).toEqual(['one twoA'])
  })
  it('what was taken back by a decision comes back by undo with its own ids', () => {
    const d = new Desk(p('a', 'one ')).caret('one ', 4).type('two')
    const [{ id }] = d.changes
    d.wait().apply(takeBack(d.state, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
    d.undo()
    expect(d.changes.map((c) => c.id)).toEqual([id])
  })
})

describe('undo and redo through a file', () => {
  /** An open round of ours that is saved edit by edit. */
  class Saved extends Desk {
    readonly store: Store
    readonly draft: string
    private seq = 0
    private readonly clock: { now: Date }
    constructor(...blocks: Node[]) {
      super(...blocks)
      this.clock = { now: new Date('2024-01-03T12:00:00Z') }
      this.store = newStore({ now: () => this.clock.now.toISOString() })
      const item = this.store.addItem({ number: '14', title: 'Other', place: '', kind: 'item', base: this.doc })
      this.draft = this.store.startDraft({ item: item.id, party: 'LTA', date: '2024-01-03', kind: 'amended', answers: null }).id
    }
    override get cx() {
      const { newId } = super.cx
      return { r: 1, p: 'LTA', newId }
    }
    override apply(tr: Parameters<Desk['apply']>[0]): this {
      super.apply(tr)
      if (!this.store || !tr.steps.length) return this
      this.clock.now = new Date(this.clock.now.getTime() + 60_000)
      this.seq = this.store.append(
        this.draft,
        this.seq,
        tr.steps.map((step) => step.toJSON() as StepJSON),
      ).seq
      return this
    }
    /** The row of the table of changes. */
    made(id: string): unknown {
      const db = new Database(this.store.path, { readonly: true })
      try {
        return db.prepare('SELECT id, r, party, at FROM change WHERE id = ?').get(id)
      } finally {
        db.close()
      }
    }
    get saved(): Node {
      return this.store.document(this.draft).doc
    }
  }

  it('every step back and forth is saved like an edit: the file has what the page has', () => {
    const d = new Saved(p('a', 'one two three'), p('b', 'four'))
    d.strikeText('two ').caret('four', 4)
    d.wait().type(' five')
    const full = d.doc
    for (let i = 0; i < 2; i++) {
      d.undo()
      expect(d.saved.eq(d.doc)).toBe(true)
    }
    expect(d.saved.eq(d.base)).toBe(true)
    for (let i = 0; i < 2; i++) d.redo()
    expect(d.saved.eq(full)).toBe(true)
  })
  it('a change that is undone and redone keeps the time at which it was first made', () => {
    const d = new Saved(p('a', 'one two three'))
    d.strikeText('two ')
    const [{ id }] = d.changes
    const first = d.made(id)
    expect(first).toMatchObject({ r: 1, party: 'LTA' })
    d.undo()
    d.redo()
    d.undo()
    expect(d.saved.eq(d.base)).toBe(true)
    d.redo()
    expect(d.changes.map((c) => c.id)).toEqual([id])
    expect(d.made(id)).toEqual(first)
  })
  it('no undo reaches past the seal: what would change a sealed round is refused by the file', () => {
    const d = new Saved(p('a', 'one two three'))
    d.strikeText('two ')
    d.store.seal(d.draft)
    expect(() => d.undo()).toThrow(/sealed/)
  })
  it('a raw edit under the name of undo is refused by the file where it touches what was sealed', () => {
    const d = new Saved(p('a', 'one two three'))
    const raw = d.state.tr.delete(1, 5).setMeta('history$', { redo: false })
    expect(track(d.state, raw, d.cx)).toBe(raw)
    expect(() =>
      d.store.append(
        d.draft,
        0,
        raw.steps.map((step) => step.toJSON() as StepJSON),
      ),
    ).toThrow(/sealed/)
  })
})
