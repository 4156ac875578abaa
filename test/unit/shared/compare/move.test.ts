import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { type CompareOptions, compare, weave } from '../../../../shared/compare/index.ts'
import { moveOf, otherHalf } from '../../../../shared/model/move.ts'
import { type Block, changes, ensureIds, invariants, project, redline } from '../../../../shared/redline/index.ts'
import { contract, counter, table, view } from './helpers.ts'

const LEAVE = 'A teacher on leave shall notify the District of the intent to return by February 1.'
const PREMIUM = 'The District shall pay the premium for single coverage in full each month.'
const GRIEVANCE = 'A grievance that is not filed within twenty (20) days is waived for all purposes.'
const SIZE = 'Class size in the primary grades is reported to the Association each October.'
const GRID = table('Step|BA|MA', '1|40,000|44,000', '2|41,000|45,000')

type Part = string | Node
const compared = (a: readonly Part[], b: readonly Part[], options: CompareOptions = {}): Node => {
  const doc = compare(contract(...a), contract(...b), 'LTA', counter(), options)
  invariants(doc)
  return doc
}
/** What each half of each move holds, by change id. */
function halves(doc: Node): Record<string, string> {
  const out: Record<string, string> = {}
  const add = (id: string | undefined, text: string) => {
    if (id && moveOf(id)) out[id] = (out[id] ?? '') + text
  }
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
      else {
        for (const run of block.runs) add(run.by?.id, run.node.text ?? '')
        add(block.by?.id, '|')
      }
    }
  }
  walk(redline(doc, [], 0, 1).blocks)
  return out
}
const moves = (a: readonly Part[], b: readonly Part[]): string[] => {
  const found = halves(compared(a, b))
  for (const [id, text] of Object.entries(found)) expect(found[otherHalf(id)!]).toBe(text)
  return Object.entries(found).flatMap(([id, text]) => (id.endsWith('.from') ? [text] : []))
}

describe('moves', () => {
  it('finds a paragraph at its other place, and moves the one with fewer words of two that changed places', () => {
    expect(moves([LEAVE, PREMIUM, GRIEVANCE, SIZE], [LEAVE, GRIEVANCE, PREMIUM, SIZE])).toEqual([`${PREMIUM}|`])
  })
  it('moves a run of paragraphs as one, with the heading that stands above it', () => {
    const insurance = ['## Insurance', LEAVE, PREMIUM]
    const grievances = ['## Grievances', GRIEVANCE, `${SIZE} ${SIZE}`]
    expect(moves([...insurance, ...grievances], [...grievances, ...insurance])).toEqual([`Insurance|${LEAVE}|${PREMIUM}|`])
  })
  it('shows a small edit in what moved: struck at the old place, put in at the new one, by itself', () => {
    const edited = PREMIUM.replace('single coverage', 'single and family coverage').replace(' in full', '')
    const doc = compared([LEAVE, PREMIUM, GRIEVANCE, SIZE], [LEAVE, GRIEVANCE, SIZE, edited])
    expect(Object.values(halves(doc))).toEqual(Array(2).fill('The District shall pay the premium for single coverage each month.|'))
    const others = changes(redline(doc, [], 0, 1)).filter((c) => !moveOf(c.id))
    expect(others.map((c) => [c.struck, c.inserted])).toEqual([
      ['in full ', ''],
      ['', 'and family '],
    ])
  })
  it('never takes a paragraph for moved that could be one of two', () => {
    const [dental, vision] = [PREMIUM.replace('single', 'dental'), PREMIUM.replace('single', 'vision')]
    const family = PREMIUM.replace('single', 'family')
    expect(moves([dental, LEAVE, GRIEVANCE], [LEAVE, GRIEVANCE, family])).toHaveLength(1)
    expect(moves([dental, vision, LEAVE, GRIEVANCE], [LEAVE, GRIEVANCE, family])).toEqual([])
  })
  it('knows columns by their headings, not by their places', () => {
    const grid = (...rows: string[]) => [LEAVE, table(...rows)]
    const doc = compared(
      grid('Step|BA|MA', '1|40,000|44,000', '2|41,000|45,000'),
      grid('Step|MA|PhD', '1|44,000|50,000', '2|45,000|51,000'),
    )
    const found = changes(redline(doc, [], 0, 1)).map((c) => [c.kinds[0], c.grid?.what])
    expect(found).toEqual([
      ['delete-cell', 'column'],
      ['insert-cell', 'column'],
    ])
  })
  it('moves a table', () => {
    expect(moves([LEAVE, GRID, PREMIUM, GRIEVANCE], [LEAVE, PREMIUM, GRIEVANCE, GRID])).toEqual([
      'Step|BA|MA|1|40,000|44,000|2|41,000|45,000|',
    ])
  })
  it('moves a subdivision under its new letter', () => {
    const doc = compared([`a. ${LEAVE}`, `b. ${PREMIUM}`, `c. ${GRIEVANCE}`], [`a. ${LEAVE}`, `b. ${GRIEVANCE}`, `c. ${PREMIUM}`])
    expect(Object.keys(halves(doc))).toHaveLength(2)
    expect(project(doc, 1).children.map((b) => b.attrs.label)).toEqual(['a.', 'b.', 'c.'])
  })
  it('never takes a short paragraph for moved', () => {
    expect(moves(['None is due.', LEAVE, 'See the appendix.'], ['See the appendix.', LEAVE, 'None is due.'])).toEqual([])
  })
  it('never takes a paragraph for moved that stands more than once', () => {
    expect(moves([LEAVE, PREMIUM, SIZE, PREMIUM], [PREMIUM, LEAVE, PREMIUM, SIZE])).toEqual([])
  })
  it('leaves what was struck already where it was', () => {
    const newId = counter()
    const base = ensureIds(contract(LEAVE, PREMIUM, GRIEVANCE, SIZE), newId)
    const shorter = PREMIUM.replace(' in full', '')
    const first = weave(base, contract(LEAVE, shorter, GRIEVANCE, SIZE), { r: 1, p: 'LTA' }, newId)
    const doc = weave(first, contract(LEAVE, GRIEVANCE, SIZE, shorter), { r: 2, p: '300' }, newId)
    invariants(doc)
    expect(view(doc, 0, 2)[1].replaceAll('-][-', '')).toBe(`[-${PREMIUM}-]-¶`)
    expect(view(doc, 1, 2)[1]).toBe(`[-${shorter}-]-¶`)
    expect(view(doc, 1, 2).at(-1)).toBe(`{+${shorter}+}+¶`)
  })
  it('can be left out', () => {
    const doc = compared([LEAVE, PREMIUM, GRIEVANCE, SIZE], [LEAVE, GRIEVANCE, PREMIUM, SIZE], { moves: false })
    expect(halves(doc)).toEqual({})
    expect(view(doc, 0, 1)).toEqual([LEAVE, `[-${PREMIUM}-]-¶`, GRIEVANCE, `{+${PREMIUM}+}+¶`, SIZE])
  })
})

describe('paragraphs parted and joined', () => {
  const lines = (a: string[], b: string[]) => view(compared(a, b), 0, 1)
  it('parts a paragraph where the other has two', () => {
    expect(lines([`${LEAVE} ${PREMIUM}`, SIZE], [LEAVE, PREMIUM, SIZE])).toEqual([`${LEAVE}[- -]+¶`, PREMIUM, SIZE])
  })
  it('parts a paragraph by an empty one', () => {
    expect(lines([`${LEAVE} ${PREMIUM}`, SIZE], [LEAVE, '', PREMIUM, SIZE])).toEqual([`${LEAVE}[- -]+¶`, '+¶', PREMIUM, SIZE])
  })
  it('joins two paragraphs where the other has one', () => {
    expect(lines([LEAVE, PREMIUM, SIZE], [`${LEAVE} ${PREMIUM}`, SIZE])).toEqual([`${LEAVE}{+ +}-¶`, PREMIUM, SIZE])
  })
  it('parts a paragraph and changes words of it', () => {
    expect(lines([`${LEAVE} ${PREMIUM}`, SIZE], [LEAVE, PREMIUM.replace('single', 'family'), SIZE])).toEqual([
      `${LEAVE}[- -]+¶`,
      'The District shall pay the premium for [-single-]{+family+} coverage in full each month.',
      SIZE,
    ])
  })
})

describe('numbers and labels', () => {
  it('keeps sections in place that were renumbered after one was put in', () => {
    const doc = compared(
      ['## Section 1. Pay', LEAVE, '## Section 2. Leave', PREMIUM, '## Section 3. Class size', SIZE],
      [
        '## Section 1. Pay',
        LEAVE,
        '## Section 2. Mentors',
        'A mentor is assigned to each new teacher.',
        '## Section 3. Leave',
        PREMIUM,
        '## Section 4. Class size',
        SIZE,
      ],
    )
    expect(view(doc, 0, 1)).toEqual([
      'Section 1. Pay',
      LEAVE,
      '{+Section 2. Mentors+}+¶',
      '{+A mentor is assigned to each new teacher.+}+¶',
      'Section [-2-]{+3+}. Leave',
      PREMIUM,
      'Section [-3-]{+4+}. Class size',
      SIZE,
    ])
  })
  it('changes the labels of what stands after a new paragraph, and no word of it', () => {
    const doc = compared([`a. ${LEAVE}`, `b. ${PREMIUM}`, `c. ${SIZE}`], [`a. ${LEAVE}`, 'b. This is new.', `c. ${PREMIUM}`, `d. ${SIZE}`])
    expect(view(doc, 0, 1)).toEqual([LEAVE, '{+This is new.+}+¶', PREMIUM, SIZE])
    expect(changes(redline(doc, [], 0, 1)).map((c) => c.kinds.join())).toEqual(['insert,split', 'paragraph', 'paragraph'])
  })
  const typed = (text: string) => contract(LEAVE).type.schema.nodes.paragraph.create(null, contract(LEAVE).type.schema.text(text))
  it.each([
    ['text', 'a label', [typed(`c. ${LEAVE}`)], [`c. ${LEAVE}`]],
    ['a label', 'text', [`Subd. 4. ${LEAVE}`], [typed(`Subd. 4. ${LEAVE}`)]],
  ])('takes a label that is %s in one and %s in the other as one change of the same paragraph', (_, _to, a, b) => {
    const doc = compared(a, b)
    expect(changes(redline(doc, [], 0, 1))).toHaveLength(1)
    expect(project(doc, 1).child(0).attrs.label).toBe(contract(...b).child(0).attrs.label)
    expect(project(doc, 1).textContent).toBe(contract(...b).textContent)
    const words = compared(a, b, { properties: false })
    expect(changes(redline(words, [], 0, 1))).toEqual([])
  })
})

describe('what a comparison leaves out', () => {
  const bold = LEAVE.replace('teacher on leave', '**teacher on leave**')
  it('leaves formatting as it is, and words are compared all the same', () => {
    const doc = compared([LEAVE, PREMIUM], [bold.replace('February 1', 'March 1'), PREMIUM], { format: false })
    expect(view(doc, 0, 1)[0]).toBe(LEAVE.replace('February', '[-February-]{+March+}'))
    expect(changes(redline(doc, [], 0, 1)).map((c) => c.kinds.join())).toEqual(['delete,insert'])
    expect(compared([LEAVE], [bold], { format: false }).eq(ensureIds(contract(LEAVE), counter()))).toBe(true)
  })
  it('leaves labels, levels and headings as they are', () => {
    const doc = compared([`a. ${LEAVE}`, '## Leave of absence'], [`b. ${LEAVE}`, 'Leave of absence'], { properties: false })
    expect(changes(redline(doc, [], 0, 1))).toEqual([])
  })
})
