import { describe, expect, it, vi } from 'vitest'
import { languageOf, type Paper, type PaperPart, redlinesOf, saidBy } from '../../../../main/formats/paper.ts'
import { makePaper, type PaperRequest } from '../../../../main/services/paper.ts'
import { textOf } from '../../../../main/services/text.ts'
import type { Store } from '../../../../main/store/index.ts'
import { PAPERS, paperNamed, SCOPES } from '../../../../shared/model/paper.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { addItem, addSealed, newStore, paragraphs, struck, typed } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const request = (scope: string, more: Partial<PaperRequest> = {}): PaperRequest => ({
  scope,
  view: 'redline',
  baseline: null,
  version: null,
  ...more,
})
const paperOf = (store: Store, scope: string, more: Partial<PaperRequest> = {}): Paper => makePaper(store, request(scope, more)).paper
/** All that a paper says besides language. */
const said = (paper: Paper): string[] => [paper.title, paper.subtitle, ...paper.sections.flatMap(saidBy)]
const parts = <K extends PaperPart['kind']>(paper: Paper, kind: K) =>
  paper.sections.filter((part): part is Extract<PaperPart, { kind: K }> => part.kind === kind)
/** The words of every language in a paper, whatever became of them. */
const language = (paper: Paper): string =>
  redlinesOf(paper.sections)
    .flatMap((r) => r.blocks)
    .flatMap((b) => (b.kind === 'text' ? b.runs.map((run) => run.node.text ?? '') : []))
    .join('')

const NEW = schema.nodes.doc.create(null, schema.nodes.paragraph.create({ id: 'n0' }))

/**
 * Item 11 open: ours of 9.20. Item 12 open: ours of 9.20, their counter of 11.1 that strikes ours and puts in its own. Item 13
 * agreed on 10.25. Item 14 dropped. Item 15 new language, agreed in part (its first paragraph). Item 16 a draft of ours alone.
 */
function table(): Store {
  const store = newStore({ now: () => '2023-08-15T12:00:00.000Z' })
  store.addItem({ number: 'norms', title: 'Meeting norms', place: null, kind: 'norms', base: paragraphs('One speaks at a time.') })
  addSealed(store, addItem(store, '11', 'Leave is paid.'), 'LTA', '2023-09-20', 'p11')
  const twelve = addItem(store, '12', 'Hours are kept.')
  addSealed(store, twelve, 'LTA', '2023-09-20', 'p12')
  const counter = store.startDraft({ item: twelve.id, party: '300', date: '2023-11-01', kind: 'amended', answers: 'p12' })
  store.append(counter.id, 0, [struck(1, 7, 'c2', 2, '300'), typed(1, 'At most ', 'c3', 2, '300')])
  store.seal(counter.id)
  const thirteen = addItem(store, '13', 'Four days of leave.')
  addSealed(store, thirteen, 'LTA', '2023-09-20', 'p13')
  store.addStatus('ta', { item: thirteen.id, proposal: 'p13', party: '300', date: '2023-10-25', whole: true })
  const fourteen = addItem(store, '14', 'Cars may park.')
  addSealed(store, fourteen, '300', '2023-09-20', 'p14')
  store.addStatus('drop', { item: fourteen.id, proposal: 'p14', party: '300', date: '2023-11-01', whole: true })
  const fifteen = store.addItem({
    number: '15',
    title: 'Mentors',
    place: null,
    kind: 'item',
    base: paragraphs('A mentor is named.', 'A mentor is paid.'),
  })
  addSealed(store, fifteen, '300', '2023-09-20', 'p15')
  store.addStatus('ta', { item: fifteen.id, proposal: 'p15', party: 'LTA', date: '2023-11-01', whole: false, content: { blocks: ['b0'] } })
  const sixteen = store.addItem({ number: '16', title: 'Fallback on pay', place: null, kind: 'item', base: NEW })
  store.startDraft({ item: sixteen.id, party: 'LTA', date: '2023-12-06', kind: 'new', answers: null })
  return store
}

describe('scopes', () => {
  it('name each paper once, with a number where it is of an item', () => {
    expect(new Set(PAPERS.map((p) => p.scope)).size).toBe(PAPERS.length)
    expect(SCOPES).toContain('sign-off[:N]')
    expect(paperNamed('sign-off:12')).toMatchObject({ kind: { scope: 'sign-off' }, item: '12' })
    expect([paperNamed('stack'), paperNamed('board:3'), paperNamed('item:'), paperNamed('toString')]).toEqual([null, null, null, null])
  })

  it.each(PAPERS.filter((p) => !p.versions && p.of !== 'item').map((p) => p.scope))('%s takes no version', (scope) => {
    expect(() => makePaper(table(), request(scope, { version: 'latest' }))).toThrow(
      `The scope ${scope} is what the record says; it takes no version`,
    )
  })

  it('an item of which nothing was passed is on no paper of the record, and neither is a draft', () => {
    const store = table()
    for (const scope of ['table', 'board', 'sign-off', 'ta-summary', 'final-positions', 'passes'])
      expect(said(paperOf(store, scope)).join('\n')).not.toMatch(/Fallback|Item 16|12\.6|open draft/)
  })
})

describe('the table', () => {
  it('measures each proposal against what it answered, and otherwise where somebody says so', () => {
    const runs = (baseline: string | null) =>
      languageOf(paperOf(table(), 'table', { baseline }))
        .filter((s) => s.labels?.[0] === 'Item 12')
        .map((s) => s.redline.blocks.flatMap((b) => (b.kind === 'text' ? b.runs.map((r) => `${r.kind[0]}:${r.node.text}`) : [])))
    expect(runs(null)[1]).toEqual(['i:At most ', 'd:Up to ', 's:Hours are kept.'])
    expect(runs('base')[1]).toEqual(['i:At most ', 's:Hours are kept.'])
  })

  it('begins a table for each item, under its title where the language does not say that', () => {
    const rows = languageOf(paperOf(table(), 'table'))
    expect(rows.map((r) => [r.labels?.[0], r.apart ?? false, r.caption])).toEqual([
      ['Meeting norms', true, undefined],
      ['Item 11', true, 'Bereavement'],
      ['Item 12', true, 'Bereavement'],
      ['Item 12', false, undefined],
      ['Item 13', true, 'Bereavement'],
      ['Item 14', true, 'Bereavement'],
      ['Item 15', true, 'Mentors'],
    ])
  })

  it('says of an item that is set aside so at its last proposal, and of a part that it is one', () => {
    const store = table()
    const twelve = store.items().find((i) => i.number === '12')!
    store.addStatus('hold', { item: twelve.id, proposal: null, party: null, date: '2023-12-06', whole: true })
    const labels = languageOf(paperOf(store, 'table')).map((r) => r.labels?.join(' '))
    expect(labels).toContain('Item 12 LTA 9.20')
    expect(labels).toContain('Item 12 300 11.1 Hold 12.6')
    expect(labels).toContain('Item 15 300 9.20 TA in part 11.1')
    expect(labels).toContain('Item 14 300 9.20 Drop 11.1')
  })
})

it('the stack of an item holds its proposals in order', () => {
  const paper = paperOf(table(), 'stack:12')
  expect(languageOf(paper).map((s) => s.labels)).toEqual([
    ['Item 12', 'LTA', '9.20'],
    ['Item 12', '300', '11.1'],
  ])
})

describe('sign-off sheets', () => {
  it('stand one to a page, clean and against current language, with lines for both spokespersons and no name', () => {
    const paper = paperOf(table(), 'sign-off')
    expect(parts(paper, 'heading').map((h) => h.text)).toEqual(['Item 13: Bereavement', 'Item 15: Mentors'])
    expect(parts(paper, 'break')).toHaveLength(1)
    expect(languageOf(paper).map((s) => s.labels)).toEqual([
      ['Item 13', 'TA', '10.25'],
      ['Against', 'current', 'language'],
      ['Item 15', 'TA in part', '11.1'],
      ['Against', 'current', 'language'],
    ])
    expect(parts(paper, 'signatures')[0]).toMatchObject({
      about: 'Item 13: Bereavement. Tentatively agreed on October 25, 2023.',
      blocks: [
        { head: 'For Lakeview Teachers Association', role: 'Spokesperson', lines: [['Signature'], ['Name'], ['Date', 'Initials']] },
        { head: 'For Lakeview Public Schools', role: 'Spokesperson' },
      ],
    })
    expect(said(paper)).toContainEqual(
      expect.stringMatching(/Tentatively agreed on October 25, 2023; not final until the whole agreement is ratified\.$/),
    )
  })

  it('of a part hold that part alone', () => {
    const paper = paperOf(table(), 'sign-off:15')
    expect(language(paper)).toContain('A mentor is named.')
    expect(language(paper)).not.toContain('A mentor is paid.')
  })

  it('that are clean hold no change', () => {
    const paper = paperOf(table(), 'sign-off:13', { view: 'clean' })
    expect(languageOf(paper)).toHaveLength(1)
    expect([paper.view, paper.key, language(paper)]).toEqual(['clean', [], 'Up to Four days of leave.'])
  })

  it('carry the record of the proposal, which follows from its seal', () => {
    const store = table()
    const seal = store.events().find((e) => e.kind === 'seal' && e.proposal === 'p13')!
    const { seal: hash } = JSON.parse(seal.content) as { seal: string }
    expect(said(paperOf(store, 'sign-off:13')).join(' ').replaceAll(' ', '')).toContain(`Record${hash.slice(0, 16)}.`)
  })
})

describe('the summary for the vote', () => {
  it('tells before and after, what changes in words, and counts; nothing that is not agreed is in it', () => {
    const paper = paperOf(table(), 'ta-summary')
    expect(said(paper)).toContain('1 item agreed, and a part of 1 more item. Not in this summary: 3 items still open and 1 item dropped.')
    expect(said(paper)).toContain('“Up to” is put in.')
    const [sides] = parts(paper, 'sides')
    expect(sides.sides.map((s) => s.head)).toEqual(['Before: current language', 'After: agreed language'])
    expect(sides.sides[0].redline!.blocks.flatMap((b) => (b.kind === 'text' ? b.runs.map((r) => r.kind) : []))).toEqual(['same'])
    for (const open of ['Leave is paid', 'Hours are kept', 'Cars may park', 'A mentor is paid']) expect(language(paper)).not.toContain(open)
  })

  it('says of new language that it is', () => {
    const store = table()
    const item = store.addItem({ number: '17', title: 'Remote days', place: null, kind: 'item', base: NEW })
    addSealed(store, item, 'LTA', '2023-11-01', 'p17')
    store.addStatus('ta', { item: item.id, proposal: 'p17', party: '300', date: '2023-12-06', whole: true })
    expect(said(paperOf(store, 'ta-summary'))).toContain('New language: the contract says nothing of this today.')
  })

  it('drops what was reopened, and says so where nothing is left', () => {
    const store = table()
    for (const number of ['13', '15']) {
      const item = store.items().find((i) => i.number === number)!
      store.addStatus('reopen', { item: item.id, proposal: `p${number}`, party: null, date: '2023-12-06', whole: true })
    }
    expect(() => paperOf(store, 'ta-summary')).toThrow('Nothing is agreed yet in n.parley.')
  })
})

it('final positions hold the last proposal of each party on what is open, and say where there is one', () => {
  const paper = paperOf(table(), 'final-positions')
  expect(parts(paper, 'heading').map((h) => h.text)).toEqual(['Item 11: Bereavement', 'Item 12: Bereavement', 'Item 15: Mentors'])
  expect(parts(paper, 'sides').map((p) => p.sides.map((s) => s.head))).toEqual([
    ['Lakeview Teachers Association, 9.20'],
    ['Lakeview Teachers Association, 9.20', 'Lakeview Public Schools, 11.1'],
    ['Lakeview Public Schools, 9.20'],
  ])
  expect(said(paper)).toContain(
    '3 items open. On 2 of them one party alone has put a proposal. 2 items agreed, dropped or settled: not in here. Each position is marked against current language.',
  )
  expect(said(paper)).toContainEqual(expect.stringContaining('One position only: Lakeview Public Schools put no proposal on this item.'))
})

it('what was agreed in a part of an item that was dropped since is in no paper of what is agreed', () => {
  const store = table()
  const fifteen = store.items().find((i) => i.number === '15')!
  expect(said(paperOf(store, 'ta-summary'))).toContain('Item 15: Mentors')
  store.addStatus('drop', { item: fifteen.id, proposal: 'p15', party: '300', date: '2023-11-08', whole: true })
  expect(said(paperOf(store, 'ta-summary'))).not.toContain('Item 15: Mentors')
  expect(() => paperOf(store, 'sign-off:15')).toThrow('Nothing is agreed in Item 15.')
})

it('final positions hold nothing that was withdrawn, and say so', () => {
  const store = table()
  const [, twelve] = store.items().filter((i) => i.kind === 'item')
  store.addStatus('drop', { item: twelve.id, proposal: 'p12', party: 'LTA', date: '2023-11-08', whole: false })
  const paper = paperOf(store, 'final-positions')
  expect(parts(paper, 'sides')[1].sides.map((s) => s.head)).toEqual(['Lakeview Public Schools, 11.1'])
  expect(said(paper)).toContain('Article VIII, Section 4. Lakeview Teachers Association withdrew its proposal on this item.')
  expect(said(paper)[2]).toContain('On 2 of them one party alone')
})

it('the pass ledger tells moments in the zone of their clock, files with their whole fingerprints, and what came from papers', () => {
  const store = table()
  const bytes = new TextEncoder().encode('as it left')
  const paper = store.addPaper('pass1', { name: 'Item 11 LTA 9.20.pdf', mime: 'application/pdf', bytes })
  store.addLine('pass', {
    party: 'LTA',
    date: '2023-09-20',
    content: { id: 'pass1', at: '2023-09-20T22:12:00.000Z', zone: 'America/Chicago', session: null, proposals: ['p11'], papers: [paper] },
  })
  const [passed, prints, received] = parts(paperOf(store, 'passes'), 'grid').map((g) => g.rows)
  expect(passed).toEqual([
    [
      '1',
      'September 20, 2023, 5:12 p.m. Central',
      'LTA',
      '9.20',
      '',
      '11',
      expect.stringMatching(/^Item 11 LTA 9\.20\.pdf {2}[0-9a-f]{4} [0-9a-f]{4}$/),
    ],
  ])
  expect(prints).toEqual([['1', 'Item 11 LTA 9.20.pdf', '10', paper.sha256]])
  expect(received.map((row) => row.slice(0, 3))).toEqual([
    ['September 20, 2023', 'Lakeview Public Schools', '14, 15'],
    ['September 20, 2023', 'Lakeview Teachers Association', '12, 13'],
    ['November 1, 2023', 'Lakeview Public Schools', '12'],
  ])
})

it('the board tells status, move, days and rounds of each item, and counts', () => {
  const paper = paperOf(table(), 'board')
  expect([paper.landscape, paper.key]).toEqual([true, []])
  expect(said(paper)).toContain('5 items: 3 open, 1 TA and 1 dropped.')
  const [grid] = parts(paper, 'grid')
  expect(grid.columns.map((c) => c.head)).toEqual([
    'No.',
    'Item',
    'Place in the agreement',
    'Status',
    'Move',
    '9.20',
    '10.25',
    '11.1',
    'Rounds',
    'Days since',
  ])
  expect(grid.rows[1]).toEqual(['12', 'Bereavement', 'Article VIII, Section 4', 'Open', 'LTA', 'LTA', '', '300', '2', '0'])
  expect(grid.rows[2]).toEqual(['13', 'Bereavement', 'Article VIII, Section 4', 'TA 10.25', '', 'LTA', 'TA', '', '1', ''])
  expect(grid.rows[4].slice(5, 8)).toEqual(['300', '', 'TA in part'])
})

describe('the ratification draft', () => {
  const store = (): Store => {
    const made = table()
    made.addItem({
      number: 'base',
      title: 'Master Agreement',
      place: null,
      kind: 'base',
      base: paragraphs(
        'Leave is paid.',
        'Hours are kept.',
        'Four days of leave.',
        'Cars may park.',
        'A mentor is named.',
        'A mentor is paid.',
      ),
    })
    for (const [number, ...blocks] of [
      ['13', 'b2'],
      ['15', 'b4', 'b5'],
    ])
      made.addLine('anchor', { item: made.items().find((i) => i.number === number)!.id, content: { blocks, after: null } })
    return made
  }
  it('is the agreement with what was agreed in it and nothing else, between a title page, contents and lines to sign', () => {
    const { paper, findings } = makePaper(store(), request('ratification', { view: 'clean' }))
    expect(paper.sections.map((p) => p.kind ?? 'language')).toEqual(['cover', 'contents', 'language', 'signatures'])
    const [{ redline }] = languageOf(paper)
    expect(redline.blocks.map((b) => (b.kind === 'text' ? b.runs.map((r) => r.node.text).join('') : ''))).toEqual([
      'Leave is paid.',
      'Hours are kept.',
      'Up to Four days of leave.',
      'Cars may park.',
      'Up to A mentor is named.',
      'A mentor is paid.',
    ])
    expect(findings).toContain('Item 12 is still open; the current language stays.')
    expect(said(paper).join('\n')).not.toContain('still open')
  })
  it('redlined shows the changes of the agreements alone', () => {
    const [{ redline }] = languageOf(paperOf(store(), 'ratification'))
    expect(
      redline.blocks.flatMap((b) =>
        b.kind === 'text' ? b.runs.filter((r) => r.kind !== 'same').map((r) => [r.kind, r.by?.p, r.node.text]) : [],
      ),
    ).toEqual([
      ['insert', 'LTA', 'Up to '],
      ['insert', '300', 'Up to '],
    ])
  })
})

it('text as runs has what the paper says around its language, and language side by side', () => {
  const text = textOf(table(), request('final-positions')).map((runs) => runs.map((run) => run.text).join(''))
  expect(text).toContain('Item 12: Bereavement')
  expect(text).toContain('Lakeview Public Schools, 11.1')
  expect(text).toContain('At most Hours are kept.')
  expect(textOf(table(), request('board')).flatMap((runs) => runs.map((run) => run.text))).toContain('TA 10.25')
})

it('no paper of the record says what is private: drafts, notes, people, thoughts of packages', () => {
  const store = table()
  const { caucus } = store
  const twelve = store.items().find((i) => i.number === '12')!
  caucus.putPerson({ name: 'Ottoline Quigley', party: 'LTA', role: 'spokesperson' })
  caucus.putWhatIf({ title: 'Walrus deal', proposals: ['p12'], note: 'Walrus for leave' })
  const draft = store.startDraft({ item: twelve.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: null })
  store.append(draft.id, 0, [typed(1, 'Zanzibar ', 'c9', 1, 'LTA')])
  for (const { scope, of } of PAPERS) {
    if (scope === 'base' || scope === 'ratification') continue
    const paper = paperOf(store, of === 'item' ? `${scope}:12` : scope)
    expect(`${said(paper).join(' ')} ${language(paper)}`).not.toMatch(/Zanzibar|Ottoline|Quigley|12\.6|Fallback|Walrus/)
  }
})
