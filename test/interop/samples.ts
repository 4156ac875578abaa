import type { Mark, Node } from 'prosemirror-model'
import type { Paper, PaperKey, PaperSection } from '../../main/formats/paper.ts'
import { bea191, type Legend } from '../../shared/model/legend.ts'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { type BlockProps, type Switch, type SwitchKind, schema } from '../../shared/model/schema.ts'
import { allRounds, type Block, project, type Redline, redline, type Version } from '../../shared/redline/index.ts'

/** Documents that remember three rounds of two parties, made by hand: one for each thing that can change in a contract. */

export const ROUNDS: readonly RoundRef[] = [
  { r: 1, party: 'LTA', date: '2023-09-20', proposal: 'p1' },
  { r: 2, party: '300', date: '2023-12-06', proposal: 'p2' },
  { r: 3, party: 'LTA', date: '2024-01-03', proposal: 'p3' },
]
const LEGEND: Legend = bea191('LTA', '300', { LTA: '2024-01-01' })

let ids = 0
const id = (): string => `n${++ids}`
const party = (r: number): string => ROUNDS[r - 1].party

const NAMES = { ins: 'insertion', del: 'deletion', res: 'restoration' } as const
/** A history in short: `ins1 del2` is put in by round 1 and struck by round 2. */
export type History = string
const switches = (history: History): Switch[] =>
  history === ''
    ? []
    : history.split(' ').map((s) => {
        const r = Number(s.slice(3))
        return { k: s.slice(0, 3) as SwitchKind, id: `c${r}`, r, p: party(r) }
      })
const marks = (history: History): Mark[] => switches(history).map(({ k, ...rest }) => schema.mark(NAMES[k], rest))
/** Text with a history and formatting. */
export function t(text: string, history: History = '', ...plain: ('strong' | 'em' | 'underline' | 'superscript' | 'subscript')[]): Node {
  let set: readonly Mark[] = []
  for (const mark of [...plain.map((name) => schema.mark(name)), ...marks(history)]) set = mark.addToSet(set)
  return schema.text(text, set)
}
/** Text whose formatting round `r` changed from `before` to `now`. */
function f(text: string, r: number, before: readonly string[], now: readonly string[]): Node {
  const format = schema.mark('format', { id: `f${r}`, r, p: party(r), before: before.map((type) => ({ type })) })
  let set: readonly Mark[] = []
  for (const mark of [...now.map((name) => schema.mark(name)), format]) set = mark.addToSet(set)
  return schema.text(text, set)
}
const br = (history: History = ''): Node => schema.nodes.hard_break.create(null, null, marks(history))

type Attrs = Partial<BlockProps['attrs']> & { history?: History; was?: readonly { r: number; type?: string; attrs: object }[] }
const tracked = ({ history = '', was = [] }: Attrs, base: object) => ({
  id: id(),
  sw: switches(history),
  was: was.map((w) => ({ r: w.r, id: `w${w.r}`, p: party(w.r), type: w.type ?? 'paragraph', attrs: { ...base, ...w.attrs } })),
})
export function p(attrs: Attrs, ...inline: Node[]): Node {
  const { history: _, was: __, ...own } = attrs
  const base = { level: 0, align: 'left', list: null, label: null, ...own }
  return schema.nodes.paragraph.create({ ...base, ...tracked(attrs, base) }, inline)
}
function h(level: number, attrs: Attrs, ...inline: Node[]): Node {
  const { history: _, was: __, ...own } = attrs
  const base = { level, align: 'left', ...own }
  return schema.nodes.heading.create({ ...base, ...tracked(attrs, base) }, inline)
}
export const item = (label: string, attrs: Attrs, ...inline: Node[]): Node => p({ list: 'ordered', label, ...attrs }, ...inline)
type CellAttrs = { history?: History; header?: boolean; colspan?: number; rowspan?: number; align?: string }
export function cell(attrs: CellAttrs, ...content: Node[]): Node {
  const { history = '', header = false, ...own } = attrs
  const blocks = content.length && content[0].isBlock ? content : [p({}, ...content)]
  return (header ? schema.nodes.table_header : schema.nodes.table_cell).create({ id: id(), sw: switches(history), ...own }, blocks)
}
export const row = (history: History, ...cells: Node[]): Node => schema.nodes.table_row.create({ id: id(), sw: switches(history) }, cells)
export const table = (...rows: Node[]): Node => schema.nodes.table.create({ id: id() }, rows)
export const doc = (...blocks: Node[]): Node => schema.nodes.doc.create(null, blocks)

const head = (...texts: string[]): Node => row('', ...texts.map((text) => cell({ header: true }, t(text))))
const figures = (history: History, step: string, ...texts: string[]): Node =>
  row(history, cell({ header: true }, t(step, history)), ...texts.map((text) => cell({}, t(text, history))))

/** One document for each kind of change. */
export const SAMPLES: Readonly<Record<string, () => Node>> = {
  words: () =>
    doc(
      p({}, t('A mentor shall have '), t('four (4)', 'del1'), t('six (6)', 'ins1'), t(' hours of release time each semester.')),
      p({}, t('The log is kept '), t('by the coordinator', 'del2'), t('by the mentor', 'ins2'), t(' for one school year.')),
    ),
  untouched: () => doc(h(2, {}, t('Section 4. Mentor Teachers')), p({}, t('Nothing is changed here.'))),
  'new language': () => doc(p({}, t('Both parties look at this section each spring.', 'ins1'))),
  'new language in two paragraphs': () =>
    doc(
      h(3, { history: 'ins1' }, t('Review', 'ins1')),
      p({ history: 'ins1' }, t('Both parties meet.', 'ins1')),
      p({}, t('They report.', 'ins2')),
    ),
  'paragraph inserted in the middle': () =>
    doc(p({}, t('First.')), p({ history: 'ins1' }, t('Between the two.', 'ins1')), p({}, t('Last.'))),
  'paragraph inserted at the end': () => doc(p({}, t('First.')), p({ history: 'ins2', level: 1 }, t('And one after it.', 'ins2'))),
  'paragraph struck in the middle': () => doc(p({}, t('First.')), p({ history: 'del1' }, t('Gone.', 'del1')), p({}, t('Last.'))),
  'paragraph struck at the end': () => doc(p({}, t('First.')), h(2, { history: 'del1' }, t('Gone.', 'del1'))),
  'all struck': () => doc(p({ history: 'del1' }, t('First.', 'del1')), p({}, t('Second.', 'del1'))),
  split: () => doc(p({ history: 'ins1' }, t('The first half, ')), p({}, t('the second half.'))),
  merge: () => doc(p({ history: 'del2' }, t('The first half, ')), p({}, t('the second half.'))),
  'merge of three': () => doc(h(2, { history: 'del1' }, t('One ')), p({ history: 'del2' }, t('two ')), p({ align: 'center' }, t('three.'))),
  formatting: () =>
    doc(
      p(
        {},
        t('A '),
        f('bold', 1, [], ['strong']),
        t(' word and an '),
        f('upright', 2, ['em'], []),
        t(' one, '),
        t('new and bold', 'ins2', 'strong'),
        t('.'),
      ),
      p({}, t('x'), t('2', '', 'superscript'), t(' and H'), t('2', '', 'subscript'), t('O, '), t('underlined', '', 'underline'), t('.')),
    ),
  properties: () =>
    doc(
      p({ level: 2, was: [{ r: 1, attrs: { level: 0 } }] }, t('Indented.')),
      h(2, { was: [{ r: 2, type: 'paragraph', attrs: { level: 0, list: null, label: null } }] }, t('Now a heading.')),
      p({ align: 'center', was: [{ r: 3, attrs: { align: 'right' } }] }, t('Centred.')),
    ),
  labels: () =>
    doc(
      p({ label: 'Subd. 1.' }, t('What a mentor does. During the school year a mentor shall:')),
      item('a.', {}, t('meet with the new teacher;')),
      item('b.', { history: 'ins1' }, t('visit one class;', 'ins1')),
      item('c.', { was: [{ r: 1, attrs: { label: 'b.' } }] }, t('keep a short log; and')),
      item('d.', { history: 'del2', was: [{ r: 1, attrs: { label: 'c.' } }] }, t('report to the principal.', 'del2')),
      p({ label: 'Subd. 5.', was: [{ r: 3, attrs: { label: 'Subd. 2.' } }] }, t('Pay. A mentor is paid once.')),
      p({ list: 'bullet', label: '•', level: 1 }, t('a point')),
    ),
  'labels where items merge': () =>
    doc(
      item('a.', { history: 'del1' }, t('meet, ')),
      item('b.', {}, t('and talk;')),
      item('c.', { history: 'ins2' }, t('and '), t('write', 'ins2')),
      p({}, t(' it down.')),
    ),
  'inserted by one, struck by the other': () =>
    doc(
      p({}, t('Paid '), t('twice', 'ins1 del2'), t('once', 'ins2'), t(' a year.')),
      p({ history: 'ins1 del2' }, t('In June.', 'ins1 del2')),
      p({}, t('End.')),
    ),
  'put in and withdrawn by one party': () =>
    doc(
      p({}, t('Paid '), t('new ', 'ins1'), t('twice', 'ins1 del3'), t('once', 'ins3'), t('.')),
      p({ history: 'ins1 del3' }, t('In June.', 'ins1 del3')),
      p({}, t('End.')),
    ),
  'struck and restored': () =>
    doc(
      p(
        {},
        t('Paid '),
        t('in June', 'del1 res2'),
        t(' and '),
        t('in May', 'del1 res3'),
        t(' and '),
        t('in July', 'ins1 del2 res3'),
        t('.'),
      ),
    ),
  'grid with changed figures': () =>
    doc(
      p({}, t('The schedule:')),
      table(
        head('Step', 'BA', 'MA'),
        row('', cell({ header: true }, t('1')), cell({}, t('1,100', 'del2'), t('1,130', 'ins2')), cell({}, t('1,220'))),
        figures('ins1', '2', '1,160', '1,280'),
        figures('del1', '3', '1,220', '1,340'),
        figures('', '4', '1,290', '1,410'),
      ),
      p({}, t('Steps are years.')),
    ),
  'grid at the end': () => doc(p({}, t('The schedule:')), table(head('Step', 'BA'), figures('', '1', '1,100'))),
  'grid inserted': () =>
    doc(p({}, t('Before.')), table(row('ins1', cell({}, t('1', 'ins1')), cell({}, t('2', 'ins1')))), p({}, t('After.'))),
  'grid struck': () => doc(p({}, t('Before.')), table(row('del1', cell({}, t('1', 'del1')), cell({}, t('2', 'del1')))), p({}, t('After.'))),
  'paragraph struck before a grid': () =>
    doc(
      p({}, t('Before.')),
      p({ history: 'del1' }, t('Gone.', 'del1')),
      table(head('Step', 'BA'), figures('', '1', '1,100')),
      p({}, t('After.')),
    ),
  'paragraph inserted before a grid': () =>
    doc(
      p({}, t('Before.')),
      p({ history: 'ins2' }, t('New.', 'ins2')),
      table(head('Step', 'BA'), figures('', '1', '1,100')),
      p({}, t('After.')),
    ),
  'merged cells': () =>
    doc(
      table(
        row('', cell({ header: true, rowspan: 2 }, t('Lane')), cell({ header: true, colspan: 2 }, t('Steps'))),
        row('', cell({ header: true }, t('1')), cell({ header: true }, t('2'))),
        row('', cell({ rowspan: 2 }, t('BA')), cell({}, t('10')), cell({}, t('20', 'del1'), t('21', 'ins1'))),
        row('', cell({}, t('11')), cell({}, t('22'))),
      ),
      p({}, t('After.')),
    ),
  'paragraphs in a cell': () =>
    doc(
      table(
        row(
          '',
          cell({}, p({}, t('One.')), p({ history: 'ins1' }, t('Two.', 'ins1'))),
          cell({}, p({}, t('Three.')), p({ history: 'del2' }, t('Four.', 'del2'))),
        ),
      ),
      p({}, t('After.')),
    ),
  'columns that come and go': () =>
    doc(
      table(
        row('', cell({}, t('Step')), cell({ history: 'ins1' }, t('BA', 'ins1')), cell({ history: 'del2' }, t('MA'))),
        row('', cell({}, t('1')), cell({ history: 'ins1' }, t('10', 'ins1')), cell({ history: 'del2' }, t('20'))),
      ),
      p({}, t('After.')),
    ),
  'rows that come and go among columns that do': () =>
    doc(
      table(
        row('', cell({}, t('Step')), cell({ history: 'del1' }, t('BA')), cell({ history: 'ins2' }, t('MA', 'ins2')), cell({}, t('PhD'))),
        row(
          'ins2',
          cell({}, t('1', 'ins2')),
          cell({ history: 'del1' }),
          cell({ history: 'ins2' }, t('30', 'ins2')),
          cell({}, t('40', 'ins2')),
        ),
        row('del1', cell({}, t('2')), cell({ history: 'del1' }, t('11')), cell({ history: 'ins2' }), cell({}, t('41'))),
      ),
      p({}, t('After.')),
    ),
  'breaks and odd characters': () =>
    doc(
      p({}, t('One line'), br(), t('another'), br('ins1'), t('\u00A0\u2011\u00AD tab\there  two  spaces ', 'ins1')),
      p({}, t(']]> <script>alert("x")</script> & &amp; '), t('שלום עולם', 'ins1'), t(' 🎓👩🏽‍🏫 ☐ ✓ → ≥ ½')),
    ),
}

/** The key of all the kinds of change in a redline, by round and kind. */
function keyOf(of: Redline): readonly PaperKey[] {
  const seen = new Map<string, PaperKey>()
  const note = (kind: PaperKey['kind'], r: number | undefined): void => {
    const round = of.rounds.find((x) => x.r === r)
    if (!round) return
    const [, month, day] = round.date.split('-').map(Number)
    const label = kind === 'delete' ? `${round.party} strikes` : `${round.party} ${month}.${day}`
    if (!seen.has(label)) seen.set(label, { kind, party: round.party, date: round.date, label })
  }
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks)
      if (block.kind === 'table') for (const r of block.rows) for (const c of r.cells) walk(c.blocks)
      else
        for (const run of block.runs) {
          if (run.inserted) note('insert', run.inserted.r)
          if (run.kind !== 'same') note(run.kind, run.by?.r)
        }
  }
  walk(of.blocks)
  return [...seen.values()]
}

/** A paper of one section. */
export function paperOf(of: Redline, view: 'clean' | 'redline', labels: readonly string[] | null = ['Item 13', 'LTA', '1.3']): Paper {
  const section: PaperSection = { labels, redline: of }
  return {
    title: 'Item 13. Mentor teachers',
    subtitle: 'Article XI, Section 4. Changes to current contract language.',
    language: 'en-US',
    date: '2024-01-03',
    view,
    legend: LEGEND,
    key: view === 'redline' ? keyOf(of) : [],
    sections: [section],
  }
}
export const redlinePaper = (of: Node, a: Version, b: Version, labels?: readonly string[] | null): Paper =>
  paperOf(redline(of, ROUNDS, a, b), 'redline', labels)
export const allRoundsPaper = (of: Node, a: Version, b: Version): Paper => paperOf(allRounds(of, ROUNDS, a, b), 'redline')
/** A clean document as a paper. */
export const cleanPaper = (of: Node, labels?: readonly string[] | null): Paper => paperOf(redline(of, ROUNDS, 0, 0), 'clean', labels)
export const cleanOf = (of: Node, v: Version): Node => project(of, v)
