import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { buildStack, type GivenProposal, words } from '../../../../shared/compare/index.ts'
import type { ProposalKind } from '../../../../shared/model/negotiation.ts'
import { allRounds, type Block, invariants, plainText, project, withLabels } from '../../../../shared/redline/index.ts'
import { contract, counter, marked, table, view, viewAll } from './helpers.ts'

/** A proposal as a reader gives it: lines with the source's marks. */
function given(party: string, date: string, lines: string[], kind: ProposalKind = 'amended'): GivenProposal {
  const all = marked(...lines)
  const before = kind === 'new' || kind === 'mou' ? null : project(all, 0)
  return { party, date, kind, before, after: project(all, 1), marked: all }
}
const build = (...stack: GivenProposal[]) => {
  const built = buildStack(stack, counter())
  built.forEach((b, i) => {
    invariants(b.doc)
    nothingLost(stack[i], b.doc, b.chain.length)
  })
  return built
}
/** Every word of the source stands, or stands struck, in what was built. */
function nothingLost(source: GivenProposal, doc: Node, n: number): void {
  const shown: string[] = []
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
      else
        shown.push(
          ...words(block.runs.map((run) => run.node.text ?? '\n').join('')),
          ...block.runs.flatMap((run) => words(run.node.text ?? '')),
        )
    }
  }
  walk(withLabels(allRounds(doc, [], 0, n).blocks))
  for (const v of [0, 1]) for (const word of words(plainText(project(source.marked, v)))) expect(shown).toContain(word)
  expect(plainText(project(doc, n))).toBe(plainText(source.after))
}

const FIRST = ['Article XI. Mentors', 'A mentor shall have [-four (4)-]{+six (6)+} hours of release time.', 'Pay is once a year.']

describe('a stack of proposals', () => {
  it('reads the first against the base by its own marks, not by a comparison', () => {
    const [one] = build(given('LTA', '2023-09-20', ['Pay is [-once a year-]{+once a year, in June+}.']))
    expect(one).toMatchObject({ answers: null, doubts: [], chain: [{ r: 1, party: 'LTA', date: '2023-09-20' }] })
    expect(view(one.doc, 0, 1)).toEqual(['Pay is [-once a year-]{+once a year, in June+}.'])
  })
  it('reads what both parties put forward on the first day against the base, side by side', () => {
    const built = build(given('LTA', '2023-09-20', FIRST), given('300', '2023-09-20', ['Pay is [-once-]{+twice+} a year.']))
    expect(built.map((b) => b.answers)).toEqual([null, null])
    expect(built[1].chain).toEqual([{ r: 1, party: '300', date: '2023-09-20' }])
  })
  it('writes a counter into the document that it answers, as one more round', () => {
    const counterOffer = [
      'Article XI. Mentors',
      'A mentor shall have [-six (6)-]{+five (5)+} hours of release time.',
      'Pay is once a year.',
    ]
    const [, two] = build(given('LTA', '2023-09-20', FIRST), given('300', '2023-11-01', counterOffer))
    expect(two.answers).toBe(0)
    expect(two.chain.map((c) => `${c.r} ${c.party}`)).toEqual(['1 LTA', '2 300'])
    expect(view(two.doc, 0, 2)[1]).toBe('A mentor shall have [-four (4)-]{+five (5)+} hours of release time.')
    expect(viewAll(two.doc, 0, 2)[1]).toBe('A mentor shall have [-four (4)-]<six (6)>{+five (5)+} hours of release time.')
  })
  it('finds the one that holds the words it strikes, past a later one that does not', () => {
    const third = ['Article XI. Mentors', 'A mentor shall have [-six (6)-]{+seven (7)+} hours of release time.', 'Pay is once a year.']
    const built = build(
      given('LTA', '2023-09-20', FIRST),
      given('300', '2023-11-01', ['The section is wholly new and short.'], 'new'),
      given('300', '2023-12-06', third),
    )
    expect(built[2].answers).toBe(1)
    const parallel = build(
      given('LTA', '2023-09-20', FIRST),
      given('300', '2023-09-20', ['Pay is [-yearly-]{+monthly+}.']),
      given('300', '2023-12-06', third),
    )
    expect(parallel[2].answers).toBe(0)
  })
  it('takes the one of two parallel proposals that it has more words in common with', () => {
    const built = build(
      given('300', '2023-09-20', ['Up to five days of paid bereavement leave for a death in the family.'], 'new'),
      given('LTA', '2023-09-20', ['Three days are added at the discretion of the superintendent.'], 'new'),
      given('LTA', '2023-11-01', ['Up to five days of paid bereavement leave for {+each+} death in the family.']),
    )
    expect(built[2].answers).toBe(0)
  })
  it('says so where no earlier one holds what it strikes, and reads it against its own text before', () => {
    const [, two] = build(given('LTA', '2023-09-20', FIRST), given('300', '2023-11-01', ['The [-superintendent-]{+principal+} decides.']))
    expect(two.answers).toBeNull()
    expect(two.chain).toEqual([{ r: 1, party: '300', date: '2023-11-01' }])
    expect(view(two.doc, 0, 1)).toEqual(['The [-superintendent-]{+principal+} decides.'])
    expect(two.doubts).toEqual([{ kind: 'answers', message: expect.stringContaining('LTA 2023-09-20'), excerpt: 'superintendent' }])
  })
  it('does not lose a word that a counter strikes and also keeps elsewhere', () => {
    const [, two] = build(
      given('LTA', '2023-09-20', ['Pay is [-low-]{+fair+}.']),
      given('300', '2023-11-01', ['Pay is fair. [-Pay-]{+It+} is due.']),
    )
    expect(two.answers).toBeNull()
    expect(two.doubts).toHaveLength(1)
  })
  it('takes the stack by its dates whatever order it is given in', () => {
    const later = ['Article XI. Mentors', 'A mentor shall have [-six (6)-]{+five (5)+} hours of release time.', 'Pay is once a year.']
    const built = build(given('300', '2023-11-01', later), given('LTA', '2023-09-20', FIRST))
    expect(built.map((b) => b.answers)).toEqual([1, null])
  })
  it('puts new language in over one empty paragraph', () => {
    const [one] = build(given('LTA', '2023-09-20', ['Subd. 1. New language.', 'Subd. 2. More of it.'], 'new'))
    expect(view(one.doc, 0, 1)).toEqual(['{+New language.+}+¶', '{+More of it.+}'])
    const base = project(one.doc, 0)
    expect([base.childCount, base.textContent, base.child(0).attrs.label]).toEqual([1, '', null])
    expect(project(one.doc, 1).child(1).attrs.label).toBe('Subd. 2.')
  })
  it('lets a memorandum stand beside the language, and answers it with a memorandum only', () => {
    const built = build(
      given('LTA', '2023-09-20', FIRST),
      given('300', '2023-11-01', ['Memorandum of Understanding', 'The parties agree.'], 'mou'),
      given('LTA', '2023-12-06', ['Memorandum of Understanding', 'The parties agree to meet.'], 'mou'),
      given(
        '300',
        '2024-01-03',
        FIRST.map((l) => l.replace(/\[-.*?-\]\{\+(.*?)\+\}/, '$1')),
      ),
    )
    expect(built.map((b) => b.answers)).toEqual([null, null, 1, 0])
  })
  it('asks about a counter that strikes nothing and is about something else', () => {
    const [, two] = build(given('LTA', '2023-09-20', FIRST), given('300', '2023-11-01', ['Nine per cent, rounded up.']))
    expect(two.answers).toBe(0)
    expect(two.doubts.map((d) => d.kind)).toEqual(['answers'])
  })
  it('finds a word of which the source strikes only a part', () => {
    const [, two] = build(
      given('LTA', '2023-09-20', ['The [-boards-]{+teachers+} decide.']),
      given('300', '2023-11-01', ['The teacher[-s-] decide{+s+}.']),
    )
    expect(two.answers).toBe(0)
  })
  it('reads struck paragraphs and rows with their ends', () => {
    const all = marked('Keep this.', '[-Strike this.-]', '{+Add this.+}')
    const grid = contract(table('Step|BA', '1|41,000'))
    const struckGrid = grid.type.schema.nodeFromJSON(
      JSON.parse(JSON.stringify(grid.toJSON()), (_, v) =>
        v?.type === 'text' && v.text !== 'Step' && v.text !== 'BA'
          ? { ...v, marks: [{ type: 'deletion', attrs: { id: 'm', r: 1, p: '' } }] }
          : v,
      ),
    )
    const both = all.copy(all.content.append(struckGrid.content))
    const [one] = buildStack(
      [{ party: 'LTA', date: '2023-09-20', kind: 'amended', before: contract('Keep this.'), after: contract('Keep this.'), marked: both }],
      counter(),
    )
    invariants(one.doc)
    expect(view(one.doc, 0, 1)).toEqual([
      'Keep this.',
      '[-Strike this.-]-¶',
      '{+Add this.+}+¶',
      '| Step | BA |',
      '-| [-1-]-¶ | [-41,000-]-¶ |',
    ])
  })
})
