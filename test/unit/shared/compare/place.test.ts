import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { inPlace, type Placing, Quotable, weave } from '../../../../shared/compare/index.ts'
import { holds } from '../../../../shared/compare/quote.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { changes, ensureIds, invariants, plainText, project, redline } from '../../../../shared/redline/index.ts'
import { contract, counter, table } from './helpers.ts'

const ROUND = { r: 1, party: 'A', date: '2023-09-20', proposal: 'p1' }
const base = ensureIds(
  contract(
    '# ARTICLE 1. PAY',
    '## Section 1. Mileage',
    'The driver is paid “sixty” cents for each mile – and no more. The rate holds for a year.',
    'a. A form is handed in.',
    '## Section 2. Keys',
    'Each member returns every key in June of each year.',
    table('Step|Pay', '1|100'),
    'None.',
  ),
  counter(),
)
const id = (at: number): string => base.child(at).attrs.id
const change = (quoted: Node, wanted: Node): Node =>
  weave(
    ensureIds(quoted, (p) => `q${p}${Math.random()}`),
    wanted,
    { r: 1, p: 'A' },
    counter(),
  )
const item = (doc: Node, ...blocks: number[]): Placing => ({ item: 'i', name: 'Item 1', blocks: blocks.map(id), doc, rounds: [ROUND] })
/** The lines that the base does not have, once the items are in it. */
function put(...items: Placing[]): string[] {
  const made = inPlace(base, items, counter())
  expect(made.refused).toEqual([])
  invariants(made.doc)
  expect(project(made.doc, 0).eq(base)).toBe(true)
  const was = plainText(base).split('\n')
  return plainText(project(made.doc, made.rounds.length))
    .split('\n')
    .filter((line) => !was.includes(line))
}
const refused = (...items: Placing[]): string[] => inPlace(base, items, counter()).refused.map((r) => r.message)

describe('an item that quotes the agreement otherwise than it is set', () => {
  it('is read as the agreement’s own words: quotes, dashes and spaces', () => {
    const quoted = 'The driver is paid "sixty"  cents for each mile - and no more. The rate holds for a year.'
    expect(put(item(change(contract(quoted), contract(quoted.replace('sixty', 'ninety'))), 2))).toEqual([
      'The driver is paid “ninety” cents for each mile – and no more. The rate holds for a year.',
    ])
  })
  it('may leave out headings and a part of the paragraph, which stay', () => {
    const doc = change(contract('The rate holds for a year.'), contract('The rate holds for two years.', 'It is looked at again.'))
    expect(put(item(doc, 1, 2, 3))).toEqual([
      'The driver is paid “sixty” cents for each mile – and no more. The rate holds for two years.',
      'It is looked at again.',
    ])
  })
  it('may write a label as text', () => {
    const quoted = schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, schema.text('a. A form is handed in.')))
    const wanted = schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, schema.text('a. A form is handed in twice.')))
    expect(put(item(change(quoted, wanted), 3))).toEqual(['a. A form is handed in twice.'])
    const other = schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, schema.text('b. A form is handed in.')))
    expect(refused(item(change(quoted, other), 3))).toEqual([
      'Item 1 changes the label of “a. A form is handed in.”, which it quotes as text.',
    ])
  })
  it('may quote a table, and change a cell', () => {
    expect(put(item(change(contract(table('Step|Pay', '1|100')), contract(table('Step|Pay', '1|120'))), 6))).toEqual(['1\t120'])
    expect(refused(item(change(contract(table('Step|Pay', '1|90')), contract(table('Step|Pay', '1|120'))), 6))).toHaveLength(1)
  })
})

describe('a place that is not certain', () => {
  it('is refused where the words are not those of the agreement', () => {
    const doc = change(contract('Each member returns all keys in June of each year.'), contract('Each member keeps all keys.'))
    expect(refused(item(doc, 5))).toEqual([
      'Item 1 quotes “Each member returns all keys in June of each year.”, which does not stand so at its place in the base agreement.',
    ])
  })
  it('is refused where new language could stand before or after what was not quoted', () => {
    const doc = change(
      contract('a. A form is handed in.', 'Each member returns every key in June of each year.'),
      contract('a. A form is handed in.', 'New words stand here.', 'Each member returns every key in June of each year.'),
    )
    expect(refused(item(doc, 3, 5))).toEqual([
      'What Item 1 puts in before “Each member returns every key in June of each year.” could stand in more than one place.',
    ])
  })
})

describe('paragraph ends', () => {
  it('that only read as standing at the end of an item close it in its place', () => {
    const come = schema.text(' So it is.', [schema.mark('insertion', { id: 'x2', r: 1, p: 'A' })])
    const end = { id: id(2), sw: [{ k: 'del', id: 'x1', r: 1, p: 'A' }] }
    const doc = schema.nodes.doc.create(null, schema.nodes.paragraph.create(end, [schema.text(base.child(2).textContent), come]))
    expect(put(item(doc, 2))).toEqual([`${base.child(2).textContent} So it is.`])
  })
  it('go with a part that is wholly struck', () => {
    const doc = weave(schema.nodes.doc.create(null, base.child(5)), contract(''), { r: 1, p: 'A' }, counter())
    const made = inPlace(base, [item(doc, 5)], counter())
    const now = project(made.doc, 1)
    expect(now.children.map((block) => block.textContent)).not.toContain('Each member returns every key in June of each year.')
    expect(changes(redline(made.doc, made.rounds, 0, 1)).length).toBeGreaterThan(0)
  })
})

describe('looking for a quotation', () => {
  const quotable = new Quotable(base)
  const find = (...lines: string[]) => quotable.find(contract(...lines))
  it('finds all of its paragraphs where they lie closest together, or none', () => {
    expect(find('Section 1. Mileage', 'A form is handed in.')).toMatchObject({ kind: 'none' })
    expect(find('a. A form is handed in.')).toEqual({ kind: 'found', blocks: [id(3)], exact: true })
    expect(find('The rate holds for a year.')).toEqual({ kind: 'found', blocks: [id(2)], exact: false })
    expect(find('Each member returns no key.')).toEqual({ kind: 'none', missing: 'Each member returns no key.' })
  })
  it('says where it stands twice', () => {
    const twice = ensureIds(contract('None.', 'Some.', 'None.'), counter())
    expect(new Quotable(twice).find(contract('None.'))).toMatchObject({ kind: 'several', options: [['b1'], ['b3']] })
    expect(new Quotable(twice).find(contract('Some.', 'None.'))).toMatchObject({ kind: 'found', blocks: ['b2', 'b3'] })
  })
})

it('a text holds a quotation only where it says it once, in whole words', () => {
  expect([holds('paid leave of ten days', 'leave of ten'), holds('paid leave of ten days', 'eave of ten')]).toEqual([true, false])
  expect(holds('leave is paid and leave is given', 'leave is')).toBe(false)
})
