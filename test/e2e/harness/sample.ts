import { Mark, type Node } from 'prosemirror-model'
import { bea191 } from '../../../shared/model/legend.ts'
import type { RoundRef } from '../../../shared/model/negotiation.ts'
import { type Switch, schema } from '../../../shared/model/schema.ts'

/** A clause of our own writing over four rounds, the last one open, with every kind of mark that the page draws. */

export const rounds: readonly RoundRef[] = [
  { r: 1, party: 'LTA', date: '2023-09-20', proposal: 'p1' },
  { r: 2, party: '300', date: '2023-11-01', proposal: 'p2' },
  { r: 3, party: '300', date: '2023-12-06', proposal: 'p3' },
  { r: 4, party: 'LTA', date: '2024-01-03', proposal: 'p4' },
]
export const legend = bea191('LTA', '300', { LTA: '2024-01-01', '300': '2023-12-01' })
const party = (r: number): string => rounds[r - 1].party

let count = 0
const id = (prefix: string): string => `${prefix}${++count}`
const { marks } = schema
const kinds = { ins: marks.insertion, del: marks.deletion, res: marks.restoration }
type Kind = keyof typeof kinds

/** Text with switches such as `['ins', 1]`, `['del', 2]`; further marks after them. */
export const run = (text: string, switches: readonly [Kind, number, string?][] = [], ...more: Mark[]): Node =>
  schema.text(
    text,
    switches.reduce((set, [k, r, name]) => kinds[k].create({ id: name ?? id('c'), r, p: party(r) }).addToSet(set), Mark.setFrom(more)),
  )
export const sw = (k: Kind, r: number, name = id('c')): Switch => ({ k, id: name, r, p: party(r) })
export const p = (attrs: Record<string, unknown>, ...content: Node[]): Node =>
  schema.nodes.paragraph.create({ id: id('b'), ...attrs }, content)
export const h = (level: number, ...content: Node[]): Node => schema.nodes.heading.create({ id: id('b'), level }, content)
export const doc = (...blocks: Node[]): Node => schema.nodes.doc.create(null, blocks)

const em = marks.em.create()
const cell = (header: boolean, ...content: Node[]): Node =>
  schema.nodes[header ? 'table_header' : 'table_cell'].create({ id: id('c') }, p({}, ...content))
const row = (...cells: Node[]): Node => schema.nodes.table_row.create({ id: id('w') }, cells)
const figure = (before: string, after: string, r: number): Node[] => [run(before, [['del', r]]), run(after, [['ins', r]])]

/** The clause. */
export const clause = (): Node =>
  doc(
    h(2, run('Article XI, Section 4. Mentor Teachers')),
    p(
      { label: 'Subd. 1.' },
      run('Who is mentored.', [], em),
      run(' Every teacher in the first '),
      run('two (2)', [['del', 1]]),
      run('three (3)', [['ins', 1]]),
      run(' years of service is offered a mentor '),
      run('who works in the same building', [['del', 2]]),
      run('who teaches the same subject or grade', [['ins', 2]]),
      run('.'),
    ),
    p(
      { label: 'Subd. 2.' },
      run('Release time.', [], em),
      run(' A mentor has '),
      run('four (4)', [['del', 1]]),
      run('eight (8)', [
        ['ins', 1],
        ['del', 2],
      ]),
      run('five (5)', [
        ['ins', 2],
        ['del', 4],
      ]),
      run('six (6)', [['ins', 4]]),
      run(' hours of release time each '),
      run('semester', [
        ['del', 1],
        ['res', 2],
      ]),
      run('quarter', [
        ['ins', 1],
        ['del', 2],
      ]),
      run(', on days agreed by both. '),
      run('A mentor who covers a class has that hour returned within ten (10) days.', [
        ['ins', 1],
        ['del', 3],
        ['res', 4],
      ]),
    ),
    p({ label: 'Subd. 3.' }, run('What a mentor does.', [], em), run(' During the school year a mentor shall:')),
    p(
      { list: 'ordered', label: 'a.' },
      run('meet with the new teacher '),
      run('at least twice a month', [['del', 3]]),
      run('once a month', [['ins', 3]]),
      run(', in person or by video;'),
    ),
    p(
      { list: 'ordered', label: 'b.' },
      run('visit one class each semester and talk it over within '),
      run('twenty (20)', [['del', 1]]),
      run('five (5)', [['ins', 1]]),
      run(' school days;'),
    ),
    p({ list: 'ordered', label: 'c.', sw: [sw('del', 3, 'gone')] }, run('write a report on each visit;', [['del', 3, 'gone']])),
    p(
      { list: 'ordered', label: 'd.', sw: [sw('ins', 1, 'new')] },
      run('keep what is seen on a visit out of the evaluation', [['ins', 1, 'new']]),
      run(', unless a student’s safety is at risk', [['ins', 3]]),
      run('.', [['ins', 1, 'new']]),
    ),
    p(
      { label: 'Subd. 4.', sw: [sw('ins', 4, 'split')] },
      run('Pay.', [], em),
      run(' For each new teacher a mentor is paid the amount below.'),
    ),
    p({}, run('It is paid '), run('once, in June', [['del', 1]]), run('in two equal payments', [['ins', 4]]), run('.')),
    schema.nodes.table.create({ id: id('t') }, [
      row(cell(true, run('Step')), cell(true, run('BA')), cell(true, run('MA'))),
      row(cell(true, run('1')), cell(false, ...figure('1,100', '1,130', 3)), cell(false, ...figure('1,220', '1,250', 3))),
      row(cell(true, run('2')), cell(false, run('1,160')), cell(false, run('1,280'))),
      row(cell(true, run('3')), cell(false, ...figure('1,220', '1,280', 4)), cell(false, ...figure('1,340', '1,410', 4))),
    ]),
    p(
      { label: 'Subd. 5.', sw: [sw('del', 4, 'join')] },
      run('Review.', [], em),
      run(' Both parties look at this section in the last spring.'),
    ),
    p({}, run('They report to the board.')),
  )
