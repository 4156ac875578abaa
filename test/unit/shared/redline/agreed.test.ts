import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import { blockName, missingOf, project, takenAway } from '../../../../shared/redline/index.ts'

const by = { id: 'c', r: 1, p: 'LTA' }
const insertion = (text: string) => schema.text(text, [schema.marks.insertion.create(by)])
const deletion = (text: string) => schema.text(text, [schema.marks.deletion.create(by)])
const paragraph = (id: string, ...words: (string | Node)[]) =>
  schema.nodes.paragraph.create(
    { id },
    words.map((w) => (typeof w === 'string' ? schema.text(w) : w)),
  )
const doc = (...blocks: Node[]) => schema.nodes.doc.create(null, blocks)

describe('what was agreed in a part', () => {
  const plain = doc(paragraph('a', 'Five days.'), paragraph('b', 'Paid in full.'))
  const agreed = [project(plain, 0).child(1)]

  it('stands while other blocks change, come in or go', () => {
    const edited = doc(
      paragraph('a', 'Five ', deletion('days'), insertion('weeks'), '.'),
      paragraph('n', insertion('New.')),
      plain.child(1),
    )
    expect(takenAway(plain, edited, 1, agreed)).toBeNull()
    expect(missingOf(project(edited, 1), agreed)).toBeNull()
  })

  it.each([
    ['a word of it is struck', doc(plain.child(0), paragraph('b', 'Paid', deletion(' in full'), '.'))],
    ['a word is put in', doc(plain.child(0), paragraph('b', 'Paid in full', insertion(' now'), '.'))],
    [
      'it is joined to the paragraph before it',
      doc(schema.nodes.paragraph.create({ id: 'a', sw: [{ k: 'del', ...by }] }, schema.text('Five days.')), plain.child(1)),
    ],
    ['it is gone', doc(plain.child(0))],
  ])('is taken away where %s', (_how, edited) => {
    expect(takenAway(plain, edited, 1, agreed)?.attrs.id).toBe('b')
  })

  it('is not asked for where it did not stand before', () => {
    const without = doc(plain.child(0))
    expect(takenAway(without, without, 1, agreed)).toBeNull()
    expect(missingOf(project(without, 1), agreed)?.attrs.id).toBe('b')
  })

  it('is named by its label, else by its first words', () => {
    expect(blockName(schema.nodes.paragraph.create({ id: 'x', label: 'Subd. 2.' }, schema.text('Pay.')))).toBe('Subd. 2')
    expect(blockName(paragraph('x', 'A mentor has four hours of release time.'))).toBe('“A mentor has four hours…”')
    expect(blockName(paragraph('x'))).toBe('A paragraph')
  })
})
