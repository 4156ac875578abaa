import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Node } from 'prosemirror-model'
import { describe, expect, it, vi } from 'vitest'
import { readNegotiation } from '../../../../main/formats/markdown/index.ts'
import { createNegotiation } from '../../../../main/services/beginning.ts'
import { type ImportRequest, importSource } from '../../../../main/services/intake.ts'
import { ledger } from '../../../../main/services/ledger.ts'
import { statedLegend } from '../../../../main/services/legend.ts'
import { numberOf, partOf } from '../../../../main/services/outline.ts'
import { dated } from '../../../../main/services/stack.ts'
import type { Store } from '../../../../main/store/index.ts'
import { words } from '../../../../shared/compare/index.ts'
import { styleOf } from '../../../../shared/model/legend.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { invariants, plainText, project } from '../../../../shared/redline/index.ts'
import type { ParleyError } from '../../../../shared/rpc/contract.ts'
import { SOURCE } from '../../../contract/contract.ts'
import { addItem, newStore, tempDir } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const request = (as: ImportRequest['as'], text: string, more: Partial<ImportRequest> = {}): ImportRequest => ({
  as,
  name: 'talks.md',
  bytes: new TextEncoder().encode(text),
  item: null,
  party: null,
  date: null,
  answers: null,
  ...more,
})
const clean = (store: Store, id: string) => plainText(project(store.document(id).doc, store.proposal(id).chain.length))
const refusal = async (work: Promise<unknown>): Promise<string> => work.then(() => 'none').catch((e: ParleyError) => e.code)

describe('a negotiation that is read in', () => {
  it('is sealed, holds the rounds of what each proposal answers, and is proved', async () => {
    const store = newStore()
    expect(await importSource(store, request('negotiation', SOURCE))).toMatchObject({ items: 2, proposals: 3 })
    const four = store.items().find((i) => i.number === '4')!
    const stack = store.proposals(four.id)
    expect(stack.map((p) => [p.party, p.sealed, p.chain.map((c) => `${c.party} ${c.date}`)])).toEqual([
      ['LTA', true, ['LTA 2023-09-20']],
      ['300', true, ['LTA 2023-09-20', '300 2023-11-01']],
    ])
    expect(stack[1].answers).toBe(stack[0].id)
    expect(clean(store, stack[1].id)).toContain('paid sixty-five cents')
    expect(plainText(store.base(four.id))).toContain('paid sixty cents')
    expect(store.verify()).toEqual({ ok: true, problems: [], checked: 3 })
    expect(store.sources()).toMatchObject([{ name: 'talks.md', kind: 'negotiation', size: new TextEncoder().encode(SOURCE).length }])
  })

  it('that is cut short by a fault leaves nothing', async () => {
    const store = newStore()
    const fail = (done: number) => {
      if (done > 0.9) throw new Error('cancelled')
    }
    await expect(importSource(store, request('negotiation', SOURCE), fail)).rejects.toThrow('cancelled')
    expect([store.items(), store.sources(), store.doubts()]).toEqual([[], [], []])
  })

  it('is not mixed with items that are there', async () => {
    const store = newStore()
    addItem(store, '5')
    expect(await refusal(importSource(store, request('negotiation', SOURCE)))).toBe('exists')
    expect(store.items()).toHaveLength(1)
    expect(store.sources()).toEqual([])
  })

  it.each([
    ['is dropped where its only proposal is', '| Item 6 | Keys. |\n| LTA | |\n| 9.20 | |\n| Drop | |\n| 1.3 | |', 'dropped'],
    [
      'stays open where the other party’s proposal still stands',
      '| Item 6 | Keys. |\n| LTA | |\n| 9.20 | |\n| Drop | |\n| 1.3 | |\n\n| | |\n|---|---|\n| Item 6 | No keys. |\n| 300 | |\n| 9.20 | |',
      'open',
    ],
    [
      'is open again where a proposal came after its TA',
      '| Item 6 | Keys. |\n| LTA | |\n| 9.20 | |\n| TA | |\n| 10.4 | |\n\n| | |\n|---|---|\n| Item 6 | No keys. |\n| 300 | |\n| 11.1 | |',
      'open',
    ],
  ])('%s', async (_name, rows, expected) => {
    const store = newStore()
    await importSource(store, request('negotiation', `| | |\n|---|---|\n${rows}\n`))
    const [item] = store.items()
    expect(item.status).toBe(expected)
    expect(store.proposals(item.id)[0].status).not.toBe('open')
  })

  it('says which party and day were taken where it does not say', async () => {
    const store = newStore()
    const text = SOURCE.replace('| 300 | Each', '|  | Each').replace('| 9.20 | |\n| TA | |\n| 10.4 | |\n', '')
    await importSource(store, request('negotiation', text))
    const item = ledger(store).items.find((i) => i.number === '5')!
    expect(item.proposals).toMatchObject([{ party: null, date: null, taken: { party: 'LTA', date: '2023-09-20' } }])
    const said = store.doubts().filter((d) => d.kind === 'party' || d.kind === 'date')
    expect(said.map((d) => d.message)).toEqual([
      'Whose proposal this is was taken to be LTA; the document does not say.',
      'The day of this proposal was taken to be 9.20; the document does not say.',
    ])
    expect(said.every((d) => d.proposal !== null)).toBe(true)
    // What a person confirms counts as said; what she corrects does not turn into what was taken.
    const shown = () => ledger(store).items.find((i) => i.number === '5')!.proposals[0]
    store.resolveDoubt(said[1].id, '')
    expect(shown()).toMatchObject({ party: null, date: '2023-09-20' })
    store.resolveDoubt(said[0].id, 'It was 300.')
    expect(shown()).toMatchObject({ party: null, date: '2023-09-20', taken: { party: 'LTA', date: '2023-09-20' } })
  })
})

describe('a proposal that is read into an item', () => {
  const ours = { item: '4', party: 'LTA', date: '2023-12-06' }

  it('answers the other party’s last, unless it is said what it answers', async () => {
    const store = newStore()
    await importSource(store, request('negotiation', SOURCE))
    await importSource(store, request('proposal', 'The driver is paid sixty-eight cents for each mile.', ours))
    await importSource(
      store,
      request('proposal', 'The driver is paid sixty-nine cents for each mile.', { ...ours, date: '2023-12-07', answers: 'base' }),
    )
    const stack = store.proposals(store.items().find((i) => i.number === '4')!.id)
    expect(stack.map((p) => p.chain.length)).toEqual([1, 2, 3, 1])
    expect(stack[2].answers).toBe(stack[1].id)
    expect(stack[3].answers).toBeNull()
    expect(store.verify().ok).toBe(true)
  })

  it('in an item without language says by its own marks what stood before', async () => {
    const store = newStore()
    const item = store.addItem({
      number: '4',
      title: 'Mileage',
      place: null,
      kind: 'item',
      base: schema.nodes.doc.create(null, schema.nodes.paragraph.create({ id: 'b' })),
    })
    await importSource(store, request('proposal', 'The driver is paid ~~sixty~~<u>seventy</u> cents.', ours))
    expect(plainText(store.base(item.id))).toBe('The driver is paid sixty cents.')
    const [p] = store.proposals(item.id)
    expect([clean(store, p.id), p.added, p.struck]).toEqual(['The driver is paid seventy cents.', 1, 1])
    expect(store.verify()).toEqual({ ok: true, problems: [], checked: 1 })
  })

  it('does not answer an open draft', async () => {
    const store = newStore()
    await importSource(store, request('negotiation', SOURCE))
    const item = store.items().find((i) => i.number === '4')!
    store.startDraft({ item: item.id, party: '300', date: '2023-12-05', kind: 'amended', answers: null })
    const asked = request('proposal', 'Words.', { ...ours, answers: '300@2023-12-05' })
    expect(await refusal(importSource(store, asked))).toBe('refused')
  })
})

describe('a base agreement', () => {
  const CONTRACT =
    '# ARTICLE I PURPOSE\n\nWords.\n\n# ARTICLE II PAY\n\n## Section 1. Mileage\n\nSixty cents.\n\n## Section 2. Meals\n\nTen dollars.\n'

  it('is read once', async () => {
    const store = newStore()
    expect(await importSource(store, request('base', CONTRACT))).toMatchObject({ items: 1, proposals: 0 })
    expect(await refusal(importSource(store, request('base', CONTRACT)))).toBe('exists')
    expect(store.items().filter((i) => i.kind === 'base')).toHaveLength(1)
  })

  it('gives an item the language of its place, where there is just one', async () => {
    const h = (level: number, text: string) => schema.nodes.heading.create({ id: text, level }, schema.text(text))
    const p = (text: string) => schema.nodes.paragraph.create({ id: text }, schema.text(text))
    const doc = schema.nodes.doc.create(null, [
      h(1, 'ARTICLE I PURPOSE'),
      p('Words.'),
      h(1, 'ARTICLE II PAY'),
      h(2, 'Section 1. Mileage'),
      p('Sixty cents.'),
      h(2, 'Section 2. Meals'),
      p('Ten dollars.'),
      h(1, 'ARTICLE III PAY'),
      h(2, 'Section 1. Mileage'),
      h(2, 'Section 1. Again'),
    ])
    const text = (place: string) => {
      const part: Node | null = partOf(doc, place)
      return part && plainText(part)
    }
    expect(text('Article II, Section 1')).toBe('Section 1. Mileage\nSixty cents.')
    expect(text('Article 2')).toBe('ARTICLE II PAY\nSection 1. Mileage\nSixty cents.\nSection 2. Meals\nTen dollars.')
    expect([text('Article IX'), text('Article II, Section 7'), text('Article III, Section 1'), text('Appendix C')]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it.each([
    ['VIII', 8],
    ['iv', 4],
    ['XXXI', 31],
    ['12', 12],
    ['XC', 90],
    ['nine', null],
  ])('%s is article %s', (text, n) => {
    expect(numberOf(text)).toBe(n)
  })
})

describe('a legend that a document states', () => {
  it('keeps the day that each colour begins on, the latest first', () => {
    const rule = (date: string | null, highlight: string | null, kind: 'insert' | 'delete' = 'insert') => ({
      party: '300',
      kind,
      date,
      text: 'red',
      highlight,
      statement: '',
      line: 1,
    })
    const legend = statedLegend(
      { lines: [], rules: [rule(null, null, 'delete'), rule(null, 'blue'), rule('2023-12-04', 'green'), rule('2024-01-03', 'orange')] },
      ['LTA', '300'],
    )!
    const highlight = (date: string) => styleOf(legend, 'insert', '300', date).highlight
    expect([highlight('2023-09-20'), highlight('2023-12-06'), highlight('2024-01-03')]).toEqual(['#D5E6FF', '#A9DFB2', '#F2B27A'])
    expect(styleOf(legend, 'insert', 'LTA', '2023-09-20').line).toBe('double')
  })

  it('that names no party is no legend', () => {
    expect(statedLegend({ lines: [], rules: [] }, ['LTA', '300'])).toBeNull()
    expect(statedLegend(null, ['LTA', '300'])).toBeNull()
  })
})

it('what is taken for a proposal without a day is the day of its status, then of the one before it', () => {
  const doc = schema.nodes.doc.create(null, schema.nodes.paragraph.create())
  const p = (party: string | null, date: string | null, statusDate: string | null = null) => ({
    party,
    date,
    statusDate,
    status: statusDate ? ('ta' as const) : ('open' as const),
    kind: 'amended' as const,
    before: doc,
    after: doc,
    marked: doc,
    source: '',
    labels: [],
    line: 1,
  })
  const item = { number: '1', title: '', place: null, proposals: [p('300', '2023-09-20'), p(null, null), p('300', null, '2023-11-01')] }
  const stack = dated(item, [item], ['LTA', '300'], { us: '300' })
  expect(stack.proposals.map((x) => [x.party, x.date])).toEqual([
    ['300', '2023-09-20'],
    ['LTA', '2023-09-20'],
    ['300', '2023-11-01'],
  ])
  expect(stack.unstated).toEqual([[], ['party', 'date'], ['date']])
})

const seeds = resolve(import.meta.dirname, '../../../../../shared/seeds')
const seed = (name: string) => resolve(seeds, name)
const NEGOTIATION = seed('003_8c71727a8495bf5e.txt')
const CONTRACT = seed('004_34ef1510ad821e84.txt')

describe.skipIf(!existsSync(seeds))('the seed documents (skipped where they are absent)', () => {
  const begin = (parties: [string, string], us: string) =>
    createNegotiation(resolve(tempDir(), 'n.parley'), {
      title: null,
      years: '2023-2025',
      us,
      parties: parties.map((label) => ({ label, name: `Party ${label}`, role: 'other' as const })),
    })

  it('a negotiation of 29 items: every word of every language stands in its document', { timeout: 60_000 }, async () => {
    const store = begin(['BEA', '191'], 'BEA')
    const bytes = new Uint8Array(readFileSync(NEGOTIATION))
    const result = await importSource(store, { ...request('negotiation', ''), bytes, name: 'n.txt' })
    expect(result).toMatchObject({ items: 29, proposals: 46 })
    const read = readNegotiation(new TextDecoder().decode(bytes), { parties: store.parties(), years: '2023-2025' })
    const bag = (list: readonly string[]) => {
      const out = new Map<string, number>()
      for (const w of list) out.set(w, (out.get(w) ?? 0) + 1)
      return out
    }
    let checked = 0
    for (const item of read.items) {
      const stored = store.items().find((i) => i.number === item.number)!
      const stack = store.proposals(stored.id)
      expect(stack).toHaveLength(item.proposals.length)
      for (const p of item.proposals) {
        const want = bag(words(plainText(p.after)))
        const fits = stack.some((s) => {
          const have = bag(words(clean(store, s.id)))
          return [...want].every(([w, n]) => (have.get(w) ?? 0) >= n)
        })
        expect(fits, `Item ${item.number}, line ${p.line}`).toBe(true)
        checked++
      }
      for (const s of stack) invariants(store.document(s.id).doc)
    }
    expect(checked).toBe(46)
    expect(store.verify()).toEqual({ ok: true, problems: [], checked: 46 })
    store.close()
  })

  it('a contract: edits in it are saved at once, and it opens again as it was', { timeout: 60_000 }, async () => {
    const store = begin(['SPFE', '625'], 'SPFE')
    await importSource(store, { ...request('base', ''), bytes: new Uint8Array(readFileSync(CONTRACT)), name: 'c.txt' })
    const base = store.items().find((i) => i.kind === 'base')!
    const draft = store.startDraft({ item: base.id, party: 'SPFE', date: '2023-09-20', kind: 'amended', answers: null })
    const { doc } = store.document(draft.id)
    const places: number[] = []
    doc.forEach((block, offset) => {
      if (block.isTextblock && block.content.size > 40) places.push(offset + 1)
    })
    const times: number[] = []
    for (let i = 0; i < 200; i++) {
      const at = places[(i * 37) % places.length]
      const id = `c${i}`
      const mark = { type: 'deletion', attrs: { id, r: 1, p: 'SPFE' } }
      const started = performance.now()
      store.append(draft.id, i, [{ stepType: 'addMark', mark, from: at + 2, to: at + 6 }])
      times.push(performance.now() - started)
    }
    times.sort((a, b) => a - b)
    expect(times[100]).toBeLessThan(60)
    expect(project(store.document(draft.id).doc, 0).eq(store.base(base.id))).toBe(true)
    store.close()
  })
})
