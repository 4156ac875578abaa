import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { compare, weave } from '../../../../shared/compare/index.ts'
import { changes, ensureIds, invariants, project, redline } from '../../../../shared/redline/index.ts'
import { contract, counter, table, view } from './helpers.ts'

const compared = (a: Node, b: Node): Node => {
  const doc = compare(a, b, 'LTA', counter())
  invariants(doc)
  return doc
}
const lines = (a: string | string[], b: string | string[]): string[] =>
  view(compared(contract(...[a].flat()), contract(...[b].flat())), 0, 1)

describe('words in a paragraph', () => {
  it('changes a money figure as one strike and one insertion of the whole figure', () => {
    expect(lines('A mentor is paid $1,500 a year.', 'A mentor is paid $1,530 a year.')).toEqual([
      'A mentor is paid [-$1,500-]{+$1,530+} a year.',
    ])
  })
  it('changes percentages, dates and years whole, each by itself', () => {
    expect(lines('By 9/1/2023 the District pays 95% for 2021-2023.', 'By 9/15/2023 the District pays 5% for 2023-2025.')).toEqual([
      'By [-9/1/2023-]{+9/15/2023+} the District pays [-95%-]{+5%+} for [-2021-2023-]{+2023-2025+}.',
    ])
  })
  it('takes a number in words and in figures as one', () => {
    expect(lines('A mentor has four (4) hours off.', 'A mentor has six (6) hours off.')).toEqual([
      'A mentor has [-four (4)-]{+six (6)+} hours off.',
    ])
  })
  it('leaves a word of order before a number where it stands', () => {
    expect(lines('It holds in the first two (2) years.', 'It holds in the first three (3) years.')).toEqual([
      'It holds in the first [-two (2)-]{+three (3)+} years.',
    ])
    expect(lines('It pays one third (1/3) of it.', 'It pays one fourth (1/4) of it.')).toEqual([
      'It pays [-one third (1/3)-]{+one fourth (1/4)+} of it.',
    ])
  })
  it('reads a rewritten sentence as one strike and one insertion', () => {
    const [text] = lines(
      'The teacher shall submit a request in writing to the principal. Approval lies with the District.',
      'Teachers must send their written request by email to the human resources office. Approval lies with the District.',
    )
    expect(text).toBe(
      '[-The teacher shall submit a request in writing to the principal-]{+Teachers must send their written request by email to the human resources office+}. Approval lies with the District.',
    )
  })
  it('keeps two figures apart that stand far from each other', () => {
    expect(lines('Pay is $1,500 in year one and $2,000 in year two.', 'Pay is $1,600 in year one and $2,100 in year two.')).toEqual([
      'Pay is [-$1,500-]{+$1,600+} in year one and [-$2,000-]{+$2,100+} in year two.',
    ])
  })
  it('puts in a sentence from its first word to its last', () => {
    expect(lines('It is so. It is not.', 'It is so. It is new. It is not.')).toEqual(['It is so. {+It is new. +}It is not.'])
  })
  it('shows bold that came as formatting, not as words', () => {
    const doc = compared(contract('Leave is **paid** in full.'), contract('Leave is paid **in full**.'))
    expect(view(doc, 0, 1)).toEqual(['Leave is paid in full.'])
    expect(changes(redline(doc, [], 0, 1)).flatMap((c) => c.kinds)).toContain('format')
    expect(project(doc, 1).child(0).content.eq(contract('Leave is paid **in full**.').child(0).content)).toBe(true)
  })
})

describe('paragraphs', () => {
  it('strikes a rewritten paragraph whole and puts the new one after it', () => {
    const kept = ['Teachers earn ten days of leave a year.', 'Days not used carry over to the next year.']
    expect(
      lines(
        [kept[0], 'The superintendent approves each request of a teacher for leave.', kept[1]],
        [kept[0], 'The size of a class in grade one is at most twenty-two.', kept[1]],
      ),
    ).toEqual([
      kept[0],
      '[-The superintendent approves each request of a teacher for leave.-]-¶',
      '{+The size of a class in grade one is at most twenty-two.+}+¶',
      kept[1],
    ])
  })
  it('fills an empty base without leaving an empty paragraph behind', () => {
    const doc = compared(contract(''), contract('# Mentors', 'A mentor is paid.'))
    expect(view(doc, 0, 1)).toEqual(['{+Mentors+}+¶', '{+A mentor is paid.+}'])
    expect(project(doc, 1).childCount).toBe(2)
  })
  it('strikes everything and keeps one end', () => {
    expect(lines(['One is struck.', 'Two is too.'], [''])).toEqual(['[-One is struck.-]-¶', '[-Two is too.-]'])
  })
  it('renumbers a label as a property of the block, its text untouched', () => {
    const doc = compared(contract('Subd. 2. Pay is monthly.'), contract('Subd. 5. Pay is monthly.'))
    expect(view(doc, 0, 1)).toEqual(['Pay is monthly.'])
    expect([0, 1].map((v) => project(doc, v).child(0).attrs.label)).toEqual(['Subd. 2.', 'Subd. 5.'])
  })
  it('keeps untouched blocks as the same objects, and the document where nothing differs', () => {
    const base = ensureIds(contract('Leave is paid.', 'A day is eight hours.', table('a|b', '1|2')), counter())
    const doc = weave(base, contract('Leave is unpaid.', 'A day is eight hours.', table('a|b', '1|2')), { r: 1, p: 'LTA' }, counter())
    expect([doc.child(0) === base.child(0), doc.child(1) === base.child(1), doc.child(2) === base.child(2)]).toEqual([false, true, true])
    expect(weave(doc, project(doc, 1), { r: 2, p: '300' }, counter())).toBe(doc)
  })
  it('gives a new block a fresh id even where the source of ids repeats itself', () => {
    const base = ensureIds(contract('Leave is paid in full.'), counter())
    const doc = weave(base, contract('Leave is paid in full.', 'Something else is new here.'), { r: 1, p: 'LTA' }, counter())
    expect(() => invariants(doc)).not.toThrow()
    expect(doc.child(0).attrs.id).toBe(base.child(0).attrs.id)
  })
})

describe('what comes back', () => {
  const newId = counter()
  const one = 'A mentor is paid the amount once, with the final payroll of June.'
  const two = 'A mentor is paid the amount in two equal payments.'

  it('restores struck words at their place instead of putting them in again', () => {
    const base = ensureIds(contract(one), newId)
    const countered = weave(base, contract(two), { r: 1, p: 'LTA' }, newId)
    const doc = weave(countered, contract(one), { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(view(doc, 0, 2)).toEqual([one])
    expect(
      redline(doc, [], 1, 2).blocks.flatMap((b) => (b.kind === 'text' ? b.runs.filter((r) => r.restored).map((r) => r.node.text) : [])),
    ).toEqual(['once, with the final payroll of June'])
  })
  it('restores a struck paragraph', () => {
    const texts = ['Keep this one as it is.', 'This paragraph goes and comes.', 'Keep that one as well.']
    const base = ensureIds(contract(...texts), newId)
    const without = weave(base, contract(texts[0], texts[2]), { r: 1, p: 'LTA' }, newId)
    const doc = weave(without, contract(...texts), { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(view(doc, 0, 2)).toEqual(texts)
    expect(project(doc, 2).eq(base)).toBe(true)
  })
  it('restores a struck paragraph that comes back with other figures, and puts in those alone', () => {
    const limit = 'A teacher is limited to leaves in no more than three (3) school years.'
    const base = ensureIds(contract('Leave is without pay.', `b. ${limit}`, 'A longer leave is governed by statute.'), newId)
    const without = weave(base, contract('Leave is without pay.', 'A longer leave is governed by statute.'), { r: 1, p: 'LTA' }, newId)
    const back = contract('Leave is without pay.', `b. ${limit.replace('(3)', '(3) five (5)')}`, 'A longer leave is governed by statute.')
    const doc = weave(without, back, { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(view(doc, 0, 2)[1]).toBe('A teacher is limited to leaves in no more than three (3) {+five (5) +}school years.')
    expect(doc.childCount).toBe(3)
    expect(project(doc, 1).eq(project(without, 1))).toBe(true)
  })
  it('leaves struck what a paragraph comes back without', () => {
    const base = ensureIds(contract('It is so.', 'A teacher is paid for each day, including a holiday, on the first of the month.'), newId)
    const without = weave(base, contract('It is so.'), { r: 1, p: 'LTA' }, newId)
    const doc = weave(
      without,
      contract('It is so.', 'A teacher is paid for each day on the first of the month.'),
      { r: 2, p: '300' },
      newId,
    )
    invariants(doc)
    expect(view(doc, 0, 2)[1]).toBe('A teacher is paid for each day[-, including a holiday,-] on the first of the month.')
  })
  it('restores most of a struck sentence inside a paragraph, with a word of its own in between', () => {
    const base = ensureIds(contract('Leave is paid. It ends on the last day of the school year. Notice is given.'), newId)
    const cut = weave(base, contract('Leave is paid. Notice is given.'), { r: 1, p: 'LTA' }, newId)
    const target = contract('Leave is paid. It ends on the last duty day of the school year. Notice is given.')
    const doc = weave(cut, target, { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(view(doc, 0, 2)).toEqual(['Leave is paid. It ends on the last {+duty +}day of the school year. Notice is given.'])
    expect(project(doc, 2).textContent).toBe(target.textContent)
  })
  it('restores a struck row', () => {
    const rows = ['Step|BA', '1|41,000', '2|42,100', '3|43,300']
    const base = ensureIds(contract(table(...rows)), newId)
    const without = weave(base, contract(table(...rows.filter((_, i) => i !== 2))), { r: 1, p: 'LTA' }, newId)
    const doc = weave(without, contract(table(...rows)), { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(view(doc, 0, 2)).toEqual(['| Step | BA |', '| 1 | 41,000 |', '| 2 | 42,100 |', '| 3 | 43,300 |'])
    expect(project(doc, 2).eq(base)).toBe(true)
  })
  it('restores one struck word out of a struck sentence', () => {
    const base = ensureIds(contract('Leave is paid, if it is approved by the principal, in full.'), newId)
    const cut = weave(base, contract('Leave is paid in full.'), { r: 1, p: 'LTA' }, newId)
    const doc = weave(cut, contract('Leave is paid, if it is approved, in full.'), { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(project(doc, 2).textContent).toBe('Leave is paid, if it is approved, in full.')
  })
})

describe('tables', () => {
  const grid = table('Step|BA|MA', '1|41,000|44,000', '2|42,100|45,200', '3|43,300|46,500')

  it('changes a figure in a cell whole, in that cell alone', () => {
    const doc = compared(contract(grid), contract(table('Step|BA|MA', '1|41,000|44,000', '2|42,942|45,200', '3|43,300|46,500')))
    expect(view(doc, 0, 1)).toEqual([
      '| Step | BA | MA |',
      '| 1 | 41,000 | 44,000 |',
      '| 2 | [-42,100-]{+42,942+} | 45,200 |',
      '| 3 | 43,300 | 46,500 |',
    ])
  })
  it('puts in and strikes rows', () => {
    const doc = compared(contract(grid), contract(table('Step|BA|MA', '2|42,100|45,200', '3|43,300|46,500', '4|44,400|47,700')))
    expect(view(doc, 0, 1)).toEqual([
      '| Step | BA | MA |',
      '-| [-1-]-¶ | [-41,000-]-¶ | [-44,000-]-¶ |',
      '| 2 | 42,100 | 45,200 |',
      '| 3 | 43,300 | 46,500 |',
      '+| {+4+}+¶ | {+44,400+}+¶ | {+47,700+}+¶ |',
    ])
  })
  it('pairs the steps of a grid of which every figure changed', () => {
    const doc = compared(contract(grid), contract(table('Step|BA|MA', '1|44,280|47,520', '2|45,470|48,820', '3|46,770|50,220')))
    expect(view(doc, 0, 1).slice(0, 2)).toEqual(['| Step | BA | MA |', '| 1 | [-41,000-]{+44,280+} | [-44,000-]{+47,520+} |'])
  })
  it('strikes a column as a whole, and rows beside it', () => {
    const doc = compared(contract(grid, 'After.'), contract(table('Step|BA', '1|41,000'), 'After.'))
    expect(view(doc, 0, 1)).toEqual([
      '| Step | BA | -[-MA-]-¶ |',
      '| 1 | 41,000 | -[-44,000-]-¶ |',
      '-| [-2-]-¶ | [-42,100-]-¶ | [-45,200-]-¶ |',
      '-| [-3-]-¶ | [-43,300-]-¶ | [-46,500-]-¶ |',
      'After.',
    ])
  })
  it('puts in a column between two others, one change for all of its cells', () => {
    const doc = compared(contract(grid), contract(table('Step|BA|BA 15|MA', '1|41,000|42,500|44,000', '3|43,300|44,800|46,500')))
    expect(view(doc, 0, 1)).toEqual([
      '| Step | BA | +{+BA 15+}+¶ | MA |',
      '| 1 | 41,000 | +{+42,500+}+¶ | 44,000 |',
      '-| [-2-]-¶ | [-42,100-]-¶ | [-45,200-]-¶ |',
      '| 3 | 43,300 | +{+44,800+}+¶ | 46,500 |',
    ])
    expect(changes(redline(doc, [], 0, 1)).filter((c) => c.kinds.includes('insert-cell'))).toHaveLength(1)
    const back = weave(doc, project(doc, 0), { r: 2, p: '300' }, counter())
    invariants(back)
    expect(project(back, 1).eq(project(doc, 1))).toBe(true)
  })
  it('strikes a table with merged cells whole where its rows cannot be paired, and changes words in one that can', () => {
    const { table: t, table_row: row, table_cell: cell, paragraph } = contract('x').type.schema.nodes
    const text = (words: string) => paragraph.create(null, contract('x').type.schema.text(words))
    const merged = (pay: string, more: readonly Node[] = []) =>
      t.create(null, [
        row.create(null, [cell.create({ rowspan: 2 }, text('Step 1')), cell.create(null, text(pay))]),
        row.create(null, [cell.create(null, text('half'))]),
        ...more,
      ])
    const third = row.create(null, [cell.create(null, text('Step 2')), cell.create(null, text('47,000'))])
    expect(view(compared(contract(merged('41,000')), contract(merged('42,000'))), 0, 1)).toEqual([
      '| Step 1 | [-41,000-]{+42,000+} |',
      '| half |',
    ])
    const whole = compared(contract(merged('41,000')), contract(merged('41,000', [third])))
    expect(view(whole, 0, 1).map((l) => l.slice(0, 2))).toEqual(['-|', '-|', '+|', '+|', '+|'])
    expect(project(whole, 1).textContent).toBe(contract(merged('41,000', [third])).textContent)
  })
  it('leaves an inserted row rectangular where a column was struck before', () => {
    const newId = counter()
    const base = ensureIds(contract(grid), newId)
    const noColumn = base.type.schema.nodeFromJSON(
      JSON.parse(JSON.stringify(base.toJSON()), (_, value) =>
        value?.type === 'table_row'
          ? {
              ...value,
              content: value.content.map((c: { attrs: object }, i: number) =>
                i === 1 ? { ...c, attrs: { ...c.attrs, sw: [{ k: 'del', id: 'col', r: 1, p: 'LTA' }] } } : c,
              ),
            }
          : value,
      ),
    )
    invariants(noColumn)
    const doc = weave(noColumn, contract(table('Step|MA', '1|44,000', '2|45,200', '3|46,500', '4|47,700')), { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(view(doc, 1, 2).at(-1)).toBe('+| {+4+}+¶ | {+47,700+}+¶ |')
    expect(project(doc, 1).eq(project(noColumn, 1))).toBe(true)
  })
})

describe('two unrelated contracts', () => {
  it('are told apart without a square of their length', () => {
    const many = (word: string) =>
      contract(...Array.from({ length: 3000 }, (_, i) => `${word}${i} ${word}${i * 7} of the ${word}${i * 3} and ${word} shall be ${i}.`))
    const start = process.cpuUsage()
    const doc = compare(many('alpha'), many('beta'), 'LTA', counter())
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(4000)
    expect(project(doc, 1).childCount).toBe(3000)
  })
  it.each([
    ['equal short paragraphs, some fewer', 5000, () => 'None.', 4500, () => 'None.', 500],
    ['lines in turn, one more in front', 5000, (i: number) => `Line ${i % 2}.`, 5001, (i: number) => `Line ${(i + 1) % 2}.`, 1],
  ])('nor are %s, and no more is marked than differs', (_, n, a, m, b, most) => {
    const lines = (count: number, text: (i: number) => string) => contract(...Array.from({ length: count }, (_, i) => text(i)))
    const doc = compare(lines(n, a), lines(m, b), 'LTA', counter())
    expect(redline(doc, [], 0, 1).blocks.filter((block) => block.kind === 'text' && block.end !== 'same')).toHaveLength(most)
  })
})
