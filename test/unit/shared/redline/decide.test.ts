import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import {
  type Choice,
  chosen,
  decideAll,
  plainText,
  preview,
  project,
  reformat,
  restore,
  revert,
  setBlock,
  splitBlock,
  strike,
  takeBack,
  tally,
  type Verdict,
} from '../../../../shared/redline/index.ts'
import { cell, Desk, p, row, table } from './desk.ts'

/** Two rounds on one text: BEA replaced a word and added two, 191 struck one and added one of its own. It is BEA's turn. */
const counter = (): Desk => {
  const d = new Desk(p('a', 'Every teacher has four hours of release time.'), p('b', 'Both sides agree on it.'))
  d.select('four').type('six').caret(' hours').type(' full')
  d.seal().strikeText(' release').caret('agree').type('must ')
  return d.seal()
}
const all = (d: Desk, choice: Choice, verdict: Verdict): Desk => d.apply(decideAll(d.state, 0, d.changesSince(0), choice, verdict, d.cx))

describe('deciding many changes at once', () => {
  it("by party: strikes what it put in, restores what it struck, and leaves the other's changes alone", () => {
    const d = all(counter(), { party: '191' }, 'reject')
    expect(d.clean()).toEqual(['Every teacher has six full hours of release time.', 'Both sides agree on it.'])
    expect(d.changesSince(0).map((c) => c.by.p)).toEqual(['BEA'])
    expect(d.clean(2)).toEqual(['Every teacher has six full hours of time.', 'Both sides must agree on it.'])
  })
  it('by round, and by all', () => {
    expect(all(counter(), { round: 1 }, 'reject').clean()[0]).toBe('Every teacher has four hours of time.')
    expect(all(counter(), {}, 'reject').clean()).toEqual(counter().clean(0))
    expect(all(counter(), { party: 'BEA', round: 2 }, 'reject').doc.eq(counter().doc)).toBe(true)
  })
  it('one half of it: only strikes, or only restores', () => {
    expect(all(counter(), {}, 'strike').clean()).toEqual(['Every teacher has  hours of time.', 'Both sides agree on it.'])
    expect(all(counter(), {}, 'restore').clean()[0]).toBe('Every teacher has foursix full hours of release time.')
  })
  it('in a range: a part of a change where it reaches beyond, and nothing outside', () => {
    const d = counter()
    const from = d.find('ull')
    all(d, { range: { from, to: from + 3 } }, 'reject')
    expect(d.clean()[0]).toBe('Every teacher has six f hours of time.')
    all(d, { range: { from: 0, to: d.doc.child(0).nodeSize } }, 'reject')
    expect(d.clean()).toEqual(['Every teacher has four hours of release time.', 'Both sides must agree on it.'])
  })
  it('is one transaction and one step of undo, exact to the ids; doing it again changes nothing', () => {
    const d = counter()
    const before = d.doc
    const depth = d.undoDepth
    all(d, {}, 'reject')
    const after = d.doc
    expect(d.undoDepth).toBe(depth + 1)
    d.undo()
    expect(d.doc.eq(before)).toBe(true)
    d.redo()
    expect(d.doc.eq(after)).toBe(true)
    expect(all(d, {}, 'reject').doc.eq(after)).toBe(true)
  })
  it('says before how much it is', () => {
    const list = counter().changesSince(0)
    expect(tally(chosen(list, {}, 'reject'), 'reject')).toEqual({ changes: 3, words: { struck: 3, restored: 2 }, looks: 0 })
    expect(tally(chosen(list, { party: '191' }, 'strike'), 'strike')).toEqual({ changes: 1, words: { struck: 1, restored: 0 }, looks: 0 })
    expect(chosen(list, { round: 7 }, 'reject')).toEqual([])
  })
  it('leaving is no switch: what is kept is the same document', () => {
    const d = counter()
    expect(revert(d.state, 0, d.cx, new Set()).docChanged).toBe(false)
  })
  it('a preview gives what the decision gives and never changes the document', () => {
    const d = counter()
    const { state } = d
    const json = JSON.stringify(state.doc.toJSON())
    const shown = preview(state, (s) => decideAll(s, 0, d.changesSince(0), {}, 'reject', d.cx), d.rounds, 0, d.r)
    expect(shown.blocks.every((b) => b.kind === 'text' && b.runs.every((r) => r.kind === 'same'))).toBe(true)
    expect(d.state).toBe(state)
    expect(JSON.stringify(state.doc.toJSON())).toBe(json)
  })
})

describe('many decisions in one step', () => {
  const COPIES = 40
  /** The children of a document so many times over, each copy with ids of its own and a standing paragraph after it. */
  const copies = (doc: Node): Node => {
    let n = 0
    const renamed = (node: Node, k: number): Node =>
      node.isText || node.isLeaf
        ? node
        : node.type.create(
            { ...node.attrs, id: node.type.name === 'doc' ? '' : `k${k}-${++n}` },
            node.children.map((c) => renamed(c, k)),
            node.marks,
          )
    const blocks = Array.from({ length: COPIES }, (_, k) => [...renamed(doc, k).children, p(`s${k}`, '—')]).flat()
    return schema.nodes.doc.create(null, blocks)
  }
  const worn = (): Desk => {
    const d = new Desk(
      p('a', 'one two'),
      p('b', 'three'),
      table(
        't',
        row('r', cell('c', p('x', 'step')), cell('e', p('y', 'pay'))),
        row('q', cell('f', p('z', '1')), cell('g', p('w', '1,000'))),
      ),
      p('v', 'end'),
    )
    d.strikeText('two').caret('three', 5).type('!').select('1,000').type('2,000')
    d.edit((tr) => tr.delete(d.find('one') + 2, d.find('three') + 1)).seal()
    d.caret('end', 1)
    d.run(splitBlock(d.cx))
    d.type('new').strikeText('pay').strikeText('hre')
    d.run(setBlock(d.cx, (props) => ({ ...props, attrs: { ...props.attrs, level: 1 } })))
    return d
  }
  const bare = (doc: Node): string => plainText(doc) + doc.children.map((b) => `${b.type.name}${b.attrs.level ?? ''}`).join()
  const onCopies = (d: Desk, make: (state: EditorState) => EditorState['tr']): [string, string] => {
    const many = EditorState.create({ doc: copies(d.doc) })
    const one = EditorState.create({ doc: copies(make(EditorState.create({ doc: d.doc })).doc) })
    const tr = make(many)
    expect(tr.steps.length).toBe(1)
    return [bare(project(tr.doc, d.r)), bare(project(one.doc, d.r))]
  }
  it.each([
    ['reject all', (d: Desk) => (s: EditorState) => revert(s, 0, d.cx)],
    ['take back all', (d: Desk) => (s: EditorState) => takeBack(s, d.cx)],
    ['restore all', (d: Desk) => (s: EditorState) => restore(s, 0, s.doc.content.size, d.cx)],
    ['format all', (d: Desk) => (s: EditorState) => reformat(s, 0, s.doc.content.size, () => [schema.mark('strong')], d.cx)],
  ])('%s gives in every copy what it gives in one', (_, make) => {
    const d = worn()
    const [got, want] = onCopies(d, make(d))
    expect(got).toBe(want)
  })
  it('strikes everything and keeps one paragraph to type into; restoring brings it all back', () => {
    const d = new Desk(...copies(worn().doc).children)
    d.r = 2
    const was = d.clean()
    const sealed = d.clean(1)
    d.apply(strike(d.state, 0, d.doc.content.size, d.cx)).seal()
    expect(d.clean()).toEqual([''])
    d.apply(restore(d.state, 0, d.doc.content.size, d.cx))
    expect(d.clean().length).toBeGreaterThanOrEqual(was.length)
    expect(d.clean(1)).toEqual(sealed)
  })
  it('leaves the caret in the text where it was, less what went before it', () => {
    const d = new Desk(...Array.from({ length: 70 }, (_, i) => p(`p${i}`, `paragraph ${i}`)))
    for (let i = 0; i < 70; i++) d.caret(`paragraph ${i}`, 9).type(' new')
    d.caret('paragraph new 60', 14)
    d.apply(takeBack(d.state, d.cx))
    expect(d.doc.eq(d.base)).toBe(true)
    expect(d.state.selection.from).toBe(d.find('paragraph 60') + 10)
  })
})

describe('what a verdict is about', () => {
  it('leaves out what it would do nothing to', () => {
    const d = new Desk(p('a', 'one two three')).strikeText(' two').caret('three', 5).type(' four')
    const list = d.changesSince(0)
    const words = (verdict: Verdict) => chosen(list, {}, verdict).map((c) => `${c.struck}|${c.inserted}`)
    expect(words('reject')).toEqual([' two|', '| four'])
    expect(words('restore')).toEqual([' two|'])
    expect(words('strike')).toEqual(['| four'])
  })
  it('strikes all that stands: the end that stays is one struck just now, not one that was struck long before', () => {
    const d = new Desk(p('a', 'one'), p('b', 'two'), p('c', 'three'))
    d.apply(strike(d.state, d.find('three') - 1, d.doc.content.size, d.cx)).seal()
    d.apply(strike(d.state, 0, d.doc.content.size, d.cx))
    expect(d.clean()).toEqual([''])
    expect(d.picture).toBe('one{del2}¶{del2} two{del2}¶ three{del1}¶{del1}')
  })
})
