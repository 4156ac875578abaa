import type { Paper, PaperSection } from '../../../../../main/formats/paper.ts'
import { bea191 } from '../../../../../shared/model/legend.ts'
import type { RoundRef } from '../../../../../shared/model/negotiation.ts'
import { type Align, type BlockProps, type ListKind, schema } from '../../../../../shared/model/schema.ts'
import type {
  Block,
  Cause,
  CellBlock,
  Redline,
  RowBlock,
  Run,
  RunKind,
  TableBlock,
  TextBlock,
} from '../../../../../shared/redline/types.ts'

/** Papers of our own making, for the tests of the writers. Text is written in a small notation, see `runs`. */

const ROUNDS: readonly RoundRef[] = [
  { r: 1, party: 'LTA', date: '2023-09-20', proposal: 'p1' },
  { r: 2, party: '300', date: '2023-11-01', proposal: 'p2' },
  { r: 3, party: '300', date: '2023-12-06', proposal: 'p3' },
  { r: 4, party: 'LTA', date: '2024-01-03', proposal: 'p4' },
]
const CAUSES: Readonly<Record<string, Cause>> = {
  1: { id: 'c1', r: 1, p: 'LTA' },
  2: { id: 'c2', r: 2, p: '300' },
  3: { id: 'c3', r: 3, p: '300' },
  4: { id: 'c4', r: 4, p: 'LTA' },
}
export const cause = (round: number): Cause => CAUSES[round]

const marks = (names: readonly string[]) => names.map((name) => schema.mark(name))
/** One run; `text` of `\n` is a hard break. */
export const run = (kind: RunKind, text: string, names: readonly string[] = [], extra: Partial<Run> = {}): Run => ({
  kind,
  node: text === '\n' ? schema.nodes.hard_break.create() : schema.text(text),
  marksA: marks(names),
  marksB: marks(names),
  by: null,
  formatBy: null,
  inserted: null,
  restored: null,
  ...extra,
})

/**
 * Runs from a notation: `{+1 words+}` inserted in round 1, `{-2 words-}` struck in round 2, `{-2/1 words-}` struck in 2 and inserted
 * in 1, `{+4/4 words+}` inserted and restored in 4, `{=3 words=}` reformatted in 3, `**strong**`, `*em*`, everything else as it stands.
 */
function runs(text: string): Run[] {
  const out: Run[] = []
  for (const m of text.matchAll(
    /\{([-+=])(\d)(?:\/(\d))? ([\s\S]*?)\1\}|\*\*(.+?)\*\*|\*(.+?)\*|(\n)|((?:[^{*\n]|\{(?![-+=]\d))+|[{*])/g,
  )) {
    const [, sign, by, other, changed, strong, em, br, plain] = m
    if (sign === '+') out.push(run('insert', changed, [], { by: CAUSES[by], restored: other ? CAUSES[other] : null }))
    else if (sign === '-') out.push(run('delete', changed, [], { by: CAUSES[by], inserted: other ? CAUSES[other] : null }))
    else if (sign === '=') out.push(run('same', changed, ['strong'], { formatBy: CAUSES[by], marksA: [] }))
    else if (strong) out.push(run('same', strong, ['strong']))
    else if (em) out.push(run('same', em, ['em']))
    else out.push(run('same', br ?? plain))
  }
  return out
}

let made = 0
const textBlock = (text: string | readonly Run[], props: BlockProps, extra: Partial<TextBlock>): TextBlock => ({
  kind: 'text',
  id: `b${++made}`,
  end: 'same',
  by: null,
  inserted: null,
  propsA: props,
  propsB: props,
  propsBy: null,
  runs: typeof text === 'string' ? runs(text) : text,
  ...extra,
})
interface Given extends Partial<TextBlock> {
  readonly level?: number
  readonly align?: Align
  readonly list?: ListKind
}
/** A paragraph with the label given, such as `Subd. 2.`; a list item where `list` is given. */
export function para(text: string | readonly Run[], label: string | null = null, given: Given = {}): TextBlock {
  const { level = 0, align = 'left', list = null, ...extra } = given
  return textBlock(text, { type: 'paragraph', attrs: { level, align, list, label } }, extra)
}
export const item = (text: string, label: string, given: Given = {}): TextBlock => para(text, label, { list: 'ordered', ...given })
export function head(text: string, level = 2, given: Given = {}): TextBlock {
  const { align = 'left', ...extra } = given
  return textBlock(text, { type: 'heading', attrs: { level, align } }, extra)
}
export const cell = (text: string, header = false, attrs: Partial<CellBlock['attrs']> = {}): CellBlock => ({
  id: `c${++made}`,
  change: 'same',
  by: null,
  inserted: null,
  header,
  attrs: { colspan: 1, rowspan: 1, align: 'left', colwidth: null, ...attrs },
  blocks: text.split('\n\n').map((t) => para(t)),
})
export const row = (cells: readonly (string | CellBlock)[], header = false, extra: Partial<RowBlock> = {}): RowBlock => ({
  id: `w${++made}`,
  change: 'same',
  by: null,
  inserted: null,
  cells: cells.map((c) => (typeof c === 'string' ? cell(c, header) : c)),
  ...extra,
})
export const table = (rows: readonly RowBlock[]): TableBlock => ({ kind: 'table', id: `t${++made}`, change: 'same', rows })
const redlineOf = (blocks: readonly Block[]): Redline => ({ blocks, rounds: ROUNDS, baseline: 0, target: 4 })
export const section = (labels: readonly string[] | null, ...blocks: Block[]): PaperSection => ({ labels, redline: redlineOf(blocks) })

/** A redline paper with a legend for two parties; `given` replaces what differs. */
export const paperOf = (sections: readonly PaperSection[], given: Partial<Paper> = {}): Paper => ({
  title: 'Item 13. Mentor teachers',
  subtitle: 'Round 1.3, answering 300’s 12.6',
  language: 'en-US',
  date: '2024-01-03',
  view: 'redline',
  legend: bea191('LTA', '300', { LTA: '2024-01-01', 300: '2023-12-01' }),
  key: [
    { kind: 'delete', party: 'LTA', date: '2023-09-20', label: 'LTA strikes' },
    { kind: 'insert', party: 'LTA', date: '2023-09-20', label: 'LTA 9.20' },
    { kind: 'insert', party: 'LTA', date: '2024-01-03', label: 'LTA 1.3' },
    { kind: 'delete', party: '300', date: '2023-11-01', label: '300 strikes' },
    { kind: 'insert', party: '300', date: '2023-11-01', label: '300 11.1' },
    { kind: 'insert', party: '300', date: '2023-12-06', label: '300 12.6' },
  ],
  sections,
  ...given,
})

/** The language of a small item with one of everything. */
export const mentors = (): Block[] => [
  head('Article XI, Section 4. Mentor Teachers'),
  para(
    '*Who is mentored.* Every teacher in the first {-1 two (2)-} {+1 three (3)+} years is offered a mentor {-2 in the same building-} {+2 of the same grade+}.',
    'Subd. 1.',
  ),
  para(
    '*Release time.* A mentor has {-1 four (4)-} {-2/1 eight (8)-} {+4 six (6)+} hours each {=3 semester=}. {+4/4 An hour lost to cover a class is given back.+}',
    'Subd. 2.',
  ),
  para('*What a mentor does.* During the year a mentor shall:', 'Subd. 3.'),
  item('meet with the new teacher {-3 twice a month-} {+3 once a month+}, in person or by video;', 'a.'),
  item('visit one class', 'b.'),
  item('in the fall; and', 'i.', { level: 1 }),
  item('in the spring;', 'ii.', { level: 1 }),
  item('{+1 keep what is seen on a visit out of the evaluation+}{+3 , unless safety is at risk+}{+1 .+}', 'c.', {
    end: 'insert',
    by: cause(1),
  }),
  para('*Pay.* A mentor is paid {-4 once, in June-} {+4 in two equal payments+}.', 'Subd. 4.'),
  para('The first is in January.', null, { end: 'insert', by: cause(4) }),
  para(' The second is in June.'),
  table([
    row(['Step', 'BA', 'MA'], true),
    row([cell('1', true), '{-3 1,100-} {+3 1,130+}', '{-3 1,150-} {+3 1,180+}']),
    row([cell('2', true), '1,160', '1,210']),
    row([cell('{+4 3+}', true), '{+4 1,290+}', '{+4 1,340+}'], false, { change: 'insert', by: cause(4) }),
    row([cell('{-2 4-}', true), '{-2 1,400-}', '{-2 1,450-}'], false, { change: 'delete', by: cause(2) }),
  ]),
  para('{+3 Review. Both parties look at this section in the last spring of the Agreement.+}', 'Subd. 5.', { end: 'insert', by: cause(3) }),
]

const WORDS = (
  'teacher district leave paid days year section notice hours request building schedule salary step lane review committee absence ' +
  'contract duty member assigned position within after before written approval program school board class student time period'
).split(' ')

/**
 * A contract of our own words: `paragraphs` of about 22 words in articles and sections, with a salary grid in every article, and
 * `changes` replacements spread over it. The same numbers give the same contract.
 */
export function contract(paragraphs: number, changes: number): Block[] {
  let seed = 12345
  const next = (n: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * n)
  }
  const words = (n: number): string => Array.from({ length: n }, () => WORDS[next(WORDS.length)]).join(' ')
  const blocks: Block[] = []
  let owed = 0
  for (let i = 0; i < paragraphs; i++) {
    if (i % 100 === 0) {
      blocks.push(head(`ARTICLE ${i / 100 + 1}. ${words(2).toUpperCase()}`, 1, { align: 'center' }))
      const grid = Array.from({ length: 24 }, (_, step) =>
        row([cell(String(step + 1), true), ...Array.from({ length: 6 }, (_, lane) => `${40 + step},${100 + lane * 137}`)]),
      )
      blocks.push(table([row(['Step', 'BA', 'BA 15', 'BA 30', 'MA', 'MA 15', 'MA 30'], true), ...grid]))
    }
    if (i % 10 === 0) blocks.push(head(`Section ${(i % 100) / 10 + 1}. ${words(3)}`, 2))
    owed += changes / paragraphs
    let text = words(11)
    for (; owed >= 1; owed--) text += ` {-${1 + next(4)} ${words(2)}-} {+${1 + next(4)} ${words(3)}+} ${words(2)}`
    text += ` ${words(9)}.`
    blocks.push(i % 3 === 0 ? para(text, `Subd. ${(i % 10) + 1}.`) : i % 3 === 1 ? item(text, `${'abc'[i % 3]}.`) : para(text))
  }
  return blocks
}

/** Every word of a paper's sections in order, labels included, as a reader should find them. */
export function wordsOf(sections: readonly PaperSection[], withLabels: (blocks: readonly Block[]) => Block[]): string[] {
  const texts: string[] = []
  const visit = (block: Block): void => {
    if (block.kind === 'table') for (const r of block.rows) for (const c of r.cells) c.blocks.forEach(visit)
    else texts.push(block.runs.map((r) => (r.node.isText ? r.node.text : '\n')).join(''))
  }
  for (const s of sections) {
    if (s.labels) texts.push(...s.labels)
    withLabels(s.redline.blocks).forEach(visit)
  }
  return texts.join('\n').split(/\s+/).filter(Boolean)
}
