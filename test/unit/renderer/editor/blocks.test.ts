import { describe, expect, it } from 'vitest'
import { setHeading, setLabel, setParagraph, toggleList } from '../../../../renderer/editor/blocks.ts'
import { type Change, joinBackward, renumber, splitBlock } from '../../../../shared/redline/index.ts'
import { Desk, h, p } from '../../shared/redline/desk.ts'

const numbered = (id: string, label: string, text: string, level = 1) => {
  const node = h(id, text, level)
  return node.type.create({ ...node.attrs, label }, node.content)
}
const kindOf = (d: Desk): string => d.doc.firstChild!.type.name
const kinds = (d: Desk): readonly Change['kinds'][] => d.changes.map((c) => c.kinds)

describe('the label of a heading', () => {
  it('is a run-in label: it goes along from paragraph to heading and back, in a tracked change', () => {
    const d = new Desk(p('a', 'Leave', { label: 'Subd. 2.' })).caret('Leave')
    d.run(setHeading(d.cx, 3))
    expect([kindOf(d), d.clean(), d.clean(0)]).toEqual(['heading', ['Subd. 2. Leave'], ['Subd. 2. Leave']])
    expect(kinds(d)).toEqual([['paragraph']])
    d.run(setHeading(d.cx, 2))
    expect(d.clean()).toEqual(['Subd. 2. Leave'])
    d.run(setParagraph(d.cx))
    expect([kindOf(d), d.clean(), kinds(d)]).toEqual(['paragraph', ['Subd. 2. Leave'], []])
  })
  it('is not that of a list item, which stays with the list', () => {
    const d = new Desk(p('a', 'Leave', { label: 'a.', list: 'ordered' })).caret('Leave')
    d.run(setHeading(d.cx, 2))
    expect([kindOf(d), d.clean(), d.clean(0)]).toEqual(['heading', ['Leave'], ['a. Leave']])
    const e = new Desk(numbered('a', 'Article 1.', 'Leave')).caret('Leave')
    e.run(toggleList(e.cx, 'bullet'))
    expect([e.clean(), e.clean(0)]).toEqual([['• Leave'], ['Article 1. Leave']])
  })
  it('is written, struck by Backspace and given on by Enter in the middle, as that of a paragraph is', () => {
    const d = new Desk(numbered('a', 'Article 1.', 'Leave and pay'), p('b', 'Ten days.')).caret('Leave')
    d.run(setLabel(d.cx, 'Article 7.'))
    expect([d.clean(), d.clean(0), kinds(d)]).toEqual([
      ['Article 7. Leave and pay', 'Ten days.'],
      ['Article 1. Leave and pay', 'Ten days.'],
      [['paragraph']],
    ])
    d.caret('pay').run(splitBlock(d.cx))
    expect(d.clean().slice(0, 2)).toEqual(['Article 7. Leave and ', 'Article 8. pay'])
    d.run(joinBackward(d.cx))
    expect(d.clean().slice(0, 2)).toEqual(['Article 7. Leave and ', 'pay'])
  })
  it('counts on over what stands under the headings before it', () => {
    const d = new Desk(
      numbered('a', 'Article 1.', 'Leave'),
      p('b', 'Ten days.', { label: 'a.', list: 'ordered', level: 1 }),
      numbered('c', 'Section 1.', 'Sick leave', 2),
      numbered('d', 'Article 1.', 'Pay'),
      numbered('e', 'Article 2.', 'Hours'),
    ).caret('Pay')
    d.run(renumber(d.cx, 'here'))
    expect(d.clean()).toEqual(['Article 1. Leave', 'a. Ten days.', 'Section 1. Sick leave', 'Article 2. Pay', 'Article 3. Hours'])
  })
})
