import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ports } from '../../main/services/ports.ts'
import type { Bridge, EventOf, Input, Method, Output, Reply } from '../../shared/rpc/contract.ts'
import { ins, p, run, wordFile } from '../unit/main/formats/docx/word.ts'
import { SCRATCH } from '../unit/main/store/made.ts'

/** What a transport gives the suite: its window's end, and a way to end it. */
export interface Connection {
  readonly bridge: Bridge
  close(): Promise<void>
}

/** Ports without a host: files in `dir`, papers handed down as bytes. */
function memoryPorts(dir: string): Ports {
  let made = 0
  return {
    version: '0.0.0',
    host: 'memory',
    dialogs: false,
    dataDir: dir,
    chooseNew: async () => join(dir, `made ${++made}.parley`),
    chooseOpen: async () => null,
    chooseSource: async () => null,
    deliver: async (name, mime, bytes) => ({ kind: 'download', name, mime, bytes }),
  }
}

export const SOURCE = `
| | |
|---|---|
| Item 4 | ARTICLE II Section 2. Mileage |
| LTA | The driver is paid ~~sixty~~<u>seventy</u> cents for each mile. |
| 9.20 | |

| | |
|---|---|
| Item 4 | ARTICLE II Section 2. Mileage |
| 300 | The driver is paid ~~seventy~~<u>sixty-five</u> cents for each mile. |
| 11.1 | |

| | |
|---|---|
| Item 5 | ARTICLE III Section 1. Keys |
| 300 | Each member returns<u> every key</u> in June. |
| 9.20 | |
| TA | |
| 10.4 | |
`

/** The contract test that every transport passes: the same calls, the same answers. `connect` gets ports for a folder of its own. */
export function contractSuite(name: string, connect: (ports: Ports) => Promise<Connection>): void {
  describe(`contract over ${name}`, () => {
    let dir: string
    let connection: Connection

    const call = <M extends Method>(method: M, input: Input<M>): Promise<Reply<Output<M>>> => connection.bridge.call(method, input)
    const raw = (method: string, input: unknown): Promise<Reply<unknown>> =>
      (connection.bridge.call as (m: string, i: unknown) => Promise<Reply<unknown>>)(method, input)
    const good = async <M extends Method>(method: M, input: Input<M>): Promise<Output<M>> => {
      const reply = await call(method, input)
      if (!reply.ok) throw new Error(`${method}: ${reply.code}: ${reply.message}`)
      return reply.value
    }
    const code = async <M extends Method>(method: M, input: Input<M>): Promise<string> => {
      const reply = await call(method, input)
      if (!reply.ok) expect(reply.message).toMatch(/^\S[^\n]*\.$/)
      return reply.ok ? 'ok' : reply.code
    }
    const begin = async (): Promise<string> => {
      const made = await good('file.create', {
        title: 'Lakeview',
        years: '2023-2025',
        parties: [
          { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
          { label: '300', name: 'District 300', role: 'employer' },
        ],
        us: 'LTA',
      })
      return made!.file
    }
    const source = (text: string) => ({ name: 'talks.md', bytes: new TextEncoder().encode(text) })
    const importing = (file: string, text = SOURCE, job = 'job-1') =>
      ({ file, job, as: 'negotiation', source: source(text), item: null, party: null, date: null, answers: null }) as const

    beforeEach(async () => {
      dir = mkdtempSync(join(SCRATCH, 'parley-contract-'))
      connection = await connect(memoryPorts(dir))
    })
    afterEach(async () => {
      await connection.close()
      rmSync(dir, { recursive: true, force: true })
    })

    it('answers', async () => {
      expect(await call('app.info', {})).toEqual({ ok: true, value: { version: '0.0.0', host: 'memory', dialogs: false } })
    })

    it.each(['no.such', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'App.info', 'app.info '])(
      'has no method %j',
      async (method) => {
        expect(await raw(method, {})).toMatchObject({ ok: false, code: 'bad-input' })
      },
    )

    it.each([
      ['null', null],
      ['text', 'x'],
      ['a list', []],
      ['a handle of another kind', { file: 7 }],
      ['an empty handle', { file: '' }],
    ])('refuses an input that is %s', async (_name, input) => {
      const reply = await raw('negotiation.get', input)
      expect(reply).toMatchObject({ ok: false, code: 'bad-input' })
    })

    it('refuses a handle of a file that is not open, and of nothing', async () => {
      expect(await code('negotiation.get', { file: 'nope' })).toBe('not-found')
      const file = await begin()
      expect(await code('item.get', { file, item: 'nope' })).toBe('not-found')
      expect(await code('proposal.open', { file, proposal: 'nope' })).toBe('not-found')
      expect(await code('doubts.resolve', { file, doubt: 'nope', answer: 'x' })).toBe('not-found')
      expect(await code('file.open', { handle: 'nope' })).toBe('not-found')
    })

    it('keeps a chosen file by handle: looks into it, checks it, compares it, takes it in once', async () => {
      const file = await begin()
      await good('import.run', importing(file))
      const take = async (name: string, bytes: Uint8Array) => (await good('source.take', { source: { name, bytes } }))!
      expect(await good('source.take', { source: null })).toBeNull()
      const word = await take('theirs.docx', wordFile(p(run('The driver is paid ') + ins('Roe', 3, run('ten')) + run(' cents.'))))
      expect(word).toMatchObject({ name: 'theirs.docx', word: true })
      const { source } = word
      expect(await good('import.look', { file, source, as: 'proposal' })).toMatchObject({
        word: true,
        rounds: [{ author: 'Roe', added: 1 }],
      })
      const rounds = { authors: [{ author: 'Roe', party: '300' }], dates: [{ date: '2025-11-03', day: '2024-01-05' }] }
      const on = { file, source, item: '4', party: '300', date: '2024-01-05', answers: null }
      const check = await good('import.check', { ...on, rounds })
      expect(check?.tracked.map((edit) => edit.inserted)).toEqual(['ten'])
      expect(check?.untracked.length).toBeGreaterThan(0)
      expect(await code('import.check', { ...on, rounds: { authors: [{ author: 'Roe', party: 'X' }], dates: [] } })).toBe('bad-input')
      const text = await take('a.md', new TextEncoder().encode('The driver is paid ten.'))
      expect(await good('compare.look', { job: 'j', before: text.source, after: source })).toMatchObject({
        insertions: 1,
        deletions: 0,
        added: 1,
      })
      const by = { job: 'j', before: text.source, after: source, party: '300', date: '2024-01-05' }
      expect(await good('compare.run', { ...by, format: 'docx' })).toMatchObject({ kind: 'download', name: 'a and theirs.docx' })
      expect(await good('import.run', { ...on, job: 'k', as: 'proposal', rounds })).toMatchObject({ proposals: 1 })
      expect(await code('import.look', { file, source, as: 'proposal' })).toBe('not-found')
      await good('source.drop', { source: text.source })
      expect(await code('compare.look', { job: 'l', before: text.source, after: text.source })).toBe('not-found')
    })

    it('never names a path', async () => {
      const file = await begin()
      const said = JSON.stringify([
        await call('negotiation.get', { file }),
        await call('app.recent', {}),
        await call('file.open', { handle: 'nope' }),
      ])
      expect(said).not.toContain(dir)
    })

    it('makes a file, closes it and opens it again by its recent handle', async () => {
      const file = await begin()
      await good('file.close', { file })
      expect(await code('negotiation.get', { file })).toBe('not-found')
      const [entry] = await good('app.recent', {})
      expect(entry).toMatchObject({ name: 'made 1', title: 'Lakeview', missing: false })
      const again = await good('file.open', { handle: entry.handle })
      expect(again).toMatchObject({ title: 'Lakeview', us: 'LTA', items: [], hasBase: false, readOnly: false })
    })

    it('keeps a file open until the last window on it is closed', async () => {
      const file = await begin()
      const [entry] = await good('app.recent', {})
      expect((await good('file.open', { handle: entry.handle }))!.file).toBe(file)
      await good('file.close', { file })
      expect(await code('negotiation.get', { file })).toBe('ok')
      await good('file.close', { file })
      expect(await code('negotiation.get', { file })).toBe('not-found')
    })

    it('brings in a negotiation as bytes, and refuses what is none', async () => {
      const file = await begin()
      await good('file.close', { file })
      const held = new Uint8Array(readFileSync(join(dir, 'made 1.parley')))
      const brought = await good('file.bring', { name: 'elsewhere.parley', bytes: held })
      expect(brought).toMatchObject({ title: 'Lakeview', name: 'made 2' })
      expect(await code('file.bring', { name: 'letter.parley', bytes: new Uint8Array(4096) })).toBe('not-parley')
      expect(await code('file.bring', { name: '', bytes: held })).toBe('bad-input')
      expect((await raw('file.bring', { name: 'x.parley', bytes: 'text' })).ok).toBe(false)
      expect(readdirSync(dir).filter((name) => name.endsWith('.parley'))).toEqual(['made 1.parley', 'made 2.parley'])
    })

    it('tells who cancelled the dialog from who chose', async () => {
      expect(await good('file.open', { handle: null })).toBeNull()
    })

    it('carries bytes in and out, reads a negotiation and tells that the file changed', async () => {
      const file = await begin()
      const told: EventOf<'negotiation.changed'>[] = []
      const progress: EventOf<'job.progress'>[] = []
      const off = connection.bridge.on('negotiation.changed', (e) => told.push(e))
      connection.bridge.on('job.progress', (e) => progress.push(e))
      expect(await good('import.run', importing(file))).toMatchObject({ items: 2, proposals: 3 })
      const { items } = await good('negotiation.get', { file })
      expect(items.map((i) => [i.number, i.status, i.statusDate, i.move])).toEqual([
        ['4', 'open', null, 'LTA'],
        ['5', 'ta', '2023-10-04', null],
      ])
      expect(told).toEqual([{ file }])
      expect(progress.every((p) => p.job === 'job-1')).toBe(true)
      expect(progress.length).toBeGreaterThan(1)
      off()
      const paper = await good('export.run', {
        file,
        job: 'job-2',
        scope: 'item:4',
        view: 'redline',
        baseline: null,
        version: null,
        format: 'docx',
      })
      if (paper.kind !== 'download') throw new Error('expected a download')
      expect(paper.name).toBe('Item 4 300 11.1 redline.docx')
      expect(paper.bytes).toBeInstanceOf(Uint8Array)
      expect([...paper.bytes.slice(0, 2)]).toEqual([0x50, 0x4b])
      const drawn = { file, scope: 'item:4', view: 'redline', baseline: null, version: null, format: 'docx' } as const
      expect(await good('export.run', { ...drawn, job: 'job-3', manner: { changes: 'colours' } })).toMatchObject({ kind: 'download' })
      expect(await code('export.run', { ...drawn, job: 'job-4', manner: { changes: 'ink' as 'colours' } })).toBe('bad-input')
      expect(told).toHaveLength(1)
    })

    it('refuses to read a negotiation twice', async () => {
      const file = await begin()
      await good('import.run', importing(file))
      expect(await code('import.run', importing(file))).toBe('exists')
    })

    it('cancels an import by its id, and nothing is changed', async () => {
      const file = await begin()
      const off = connection.bridge.on('job.progress', () => void connection.bridge.call('job.cancel', { job: 'job-9' }))
      const long = Array.from({ length: 300 }, (_, i) =>
        SOURCE.replaceAll('Item 4', `Item ${i + 100}`).replaceAll('Item 5', `Item ${i + 500}`),
      )
      expect(await code('import.run', importing(file, long.join('\n'), 'job-9'))).toBe('cancelled')
      off()
      expect((await good('negotiation.get', { file })).items).toEqual([])
    })

    it('drafts, saves, seals and shows a counter', async () => {
      const file = await begin()
      await good('import.run', importing(file))
      const item = (await good('negotiation.get', { file })).items[0]
      const opened = await good('draft.start', { file, item: item.id, party: 'LTA', date: '2023-12-06' })
      expect(opened).toMatchObject({ seq: 0, editable: true })
      expect(opened.proposal.chain.map((c) => c.party)).toEqual(['LTA', '300', 'LTA'])
      expect((await good('negotiation.get', { file })).items[0].draft).toBe(opened.proposal.id)
      expect(await code('draft.start', { file, item: item.id, party: 'LTA', date: '2023-12-06' })).toBe('exists')
      const mark = { type: 'insertion', attrs: { id: 'c1', r: 3, p: 'LTA' } }
      const step = { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'Note: ', marks: [mark] }] } }
      const proposal = opened.proposal.id
      expect((await good('draft.append', { file, proposal, seq: 0, steps: [step] })).seq).toBe(1)
      expect(await code('draft.append', { file, proposal, seq: 0, steps: [step] })).toBe('conflict')
      expect(await code('draft.append', { file, proposal, seq: 1, steps: [{ stepType: 'replace', from: 12, to: 16 }] })).toBe('refused')
      expect((await good('draft.setDate', { file, proposal, date: '2023-12-07' })).proposal.date).toBe('2023-12-07')
      const stack = await good('draft.seal', { file, proposal })
      expect(stack.proposals.map((p) => p.sealed)).toEqual([true, true, true])
      expect(stack.proposals[2]).toMatchObject({ added: 1, struck: 0 })
      expect(stack.item).toMatchObject({ move: '300', draft: null })
      expect(await code('draft.append', { file, proposal, seq: 1, steps: [step] })).toBe('sealed')
      const view = await good('view.compare', { file, item: item.id, baseline: 'last:300', target: 'latest' })
      expect(view).toMatchObject({ baseline: 2, target: 3, compared: false })
      expect(await good('file.verify', { file })).toEqual({ ok: true, problems: [], checked: 4 })
    })

    it('ties items to their places, shows them there, and puts the agreement together', async () => {
      const file = await begin()
      const agreement = 'ARTICLE I. PAY\n\nSection 1. Mileage\n\nThe driver is paid sixty cents for each mile that is driven.\n'
      await good('import.run', { ...importing(file, agreement), as: 'base' })
      const [heading] = (await good('outline.get', { file })).filter((h) => h.level === 2)
      const here = { file, from: heading.id, to: null }
      expect(await good('item.here', here)).toMatchObject({ number: '1', title: 'Mileage', place: 'Article 1, Section 1' })
      const { item } = await good('item.propose', { ...here, number: '1', title: 'Mileage' })
      expect(await code('item.propose', { ...here, number: '1', title: 'Mileage' })).toBe('exists')
      expect(await good('anchor.list', { file })).toMatchObject([{ item, place: 'Article 1, Section 1', found: false }])
      const by = {
        ...importing(file, 'Section 1. Mileage\n\nThe driver is paid seventy cents for each mile that is driven.\n', 'j2'),
        item: '1',
      }
      await good('import.run', { ...by, as: 'proposal', party: 'LTA', date: '2023-09-20' })
      const view = await good('view.inPlace', { file, kind: 'open' })
      expect(view).toMatchObject({ baseline: 0, target: 1, rounds: [{ party: 'LTA', item }], items: [{ item, number: '1' }], refused: [] })
      expect((await good('view.inPlace', { file, kind: 'ta' })).items).toEqual([])
      expect(await good('ratify.check', { file })).toMatchObject({
        stop: null,
        changes: 0,
        findings: [{ kind: 'none' }, { kind: 'open', item: '1' }],
      })
      expect(await good('anchor.propose', { file, take: true })).toEqual([])
      expect(await code('anchor.set', { file, item, at: { place: 'Article 9' } })).toBe('not-found')
      expect(await good('anchor.set', { file, item, at: { from: heading.id, to: null } })).toMatchObject({
        item,
        place: 'Article 1, Section 1',
      })
    })

    it('passes drafts across as they were seen, agrees, meets and keeps what is only thought of', async () => {
      const file = await begin()
      await good('import.run', importing(file))
      const [item, other] = (await good('negotiation.get', { file })).items
      const opened = await good('draft.start', { file, item: item.id, party: 'LTA', date: '2023-12-06' })
      const draft = opened.proposal.id
      const seen = await good('pass.preview', { file, job: 'job-3', proposals: null, date: null, against: 'base' })
      expect(seen.drafts.map((d) => [d.name, d.chosen, d.blocked])).toEqual([['Item 4', true, null]])
      expect(seen.files.map((f) => f.name)).toContain('LTA 12.6 redlined.pdf')
      const request = { file, job: 'job-4', date: null, against: 'base' }
      expect(await code('pass.run', { ...request, drafts: [{ proposal: draft, seq: 9 }] })).toBe('conflict')
      const done = await good('pass.run', { ...request, drafts: [{ proposal: draft, seq: 0 }] })
      expect([done.pass.how, done.pass.papers.length, done.unwritten]).toEqual(['passed', 4, null])
      expect(JSON.stringify(done)).not.toContain(dir)
      const paper = await good('pass.save', { file, pass: done.pass.id!, name: 'LTA 12.6 clean.docx' })
      if (paper.kind !== 'download') throw new Error('expected a download')
      expect(paper.bytes.byteLength).toBe(done.pass.papers.find((p) => p.name === 'LTA 12.6 clean.docx')!.size)
      expect((await good('pass.papers', { file, pass: done.pass.id! })).names).toHaveLength(4)
      expect(await code('status.set', { file, items: [item.id, other.id], kind: 'ta', date: '2023-12-06' })).toBe('refused')
      await good('status.set', { file, items: [item.id], kind: 'ta', date: '2023-12-06' })
      expect(await good('status.agreements', { file, item: item.id })).toMatchObject([{ proposal: draft, party: '300', blocks: null }])
      expect(await code('draft.start', { file, item: item.id, party: 'LTA', date: '2023-12-13' })).toBe('refused')
      expect(
        (await good('draft.start', { file, item: item.id, party: 'LTA', date: '2023-12-13', reopening: { both: true } })).editable,
      ).toBe(true)
      const { id } = await good('session.put', { file, id: null, date: '2023-12-06', agenda: ['Keys'], open: 'public' })
      const [ann] = await good('people.put', { file, id: null, name: 'Ann Example', party: 'LTA', role: '' })
      const [session] = await good('session.attend', { file, session: id, person: ann.id, came: true })
      expect(session).toMatchObject({ attendance: [ann.id], passed: [{ party: 'LTA', items: [item.id] }], agreed: [{ name: 'Item 4' }] })
      expect(await good('whatif.put', { file, id: null, title: 'If they move', proposals: [draft], note: '' })).toHaveLength(1)
      expect(await code('package.offer', { file, title: 'Pay', party: 'LTA', date: '2023-12-06', proposals: [draft] })).toBe('refused')
      expect(await good('rules.set', { file, date: null, reopen: 'never' })).toEqual({ first: 'not-last', reopen: 'never' })
      expect((await good('file.verify', { file })).problems).toEqual([])
    })

    it('throws a draft away', async () => {
      const file = await begin()
      const { item } = await good('item.create', { file, number: '30', title: 'Parking', place: null })
      const { proposal } = await good('draft.start', { file, item: item.id, party: 'LTA', date: '2023-12-06', answers: null })
      expect(proposal.kind).toBe('new')
      expect((await good('draft.discard', { file, proposal: proposal.id })).proposals).toEqual([])
    })

    it('finds words, and settles a doubt', async () => {
      const file = await begin()
      await good('import.run', importing(file))
      const hits = await good('search', { file, text: 'sixty-five' })
      expect(hits.map((h) => h.number)).toEqual(['4'])
      const doubts = await good('doubts.list', { file })
      for (const d of doubts) await good('doubts.resolve', { file, doubt: d.id, answer: 'As it stands' })
      expect((await good('negotiation.get', { file })).openDoubts).toBe(0)
    })

    it('keeps a legend', async () => {
      const file = await begin()
      const rules = [
        { party: 'LTA', kind: 'insert', from: null, to: null, label: 'ours', style: { text: '#112233', highlight: null, line: 'dotted' } },
      ] as const
      const said = await good('negotiation.setLegend', { file, legend: { preset: 'custom', rules: [...rules] } })
      expect(said.legend).toEqual({ preset: 'custom', rules })
      const labelled = await good('negotiation.setLegend', { file, legend: { preset: 'custom', rules: [...rules], labels: true } })
      expect(labelled.legend.labels).toBe(true)
    })

    it('shows the board, and in the room what was passed alone', async () => {
      const file = await begin()
      expect(await code('room.get', { file, item: null, proposal: null })).toBe('refused')
      await good('import.run', importing(file))
      const [first, second] = (await good('negotiation.get', { file })).items
      const draft = await good('draft.start', { file, item: first.id, party: 'LTA', date: '2023-12-06' })
      const board = await good('board.get', { file, today: '2023-12-01' })
      expect(board.counts).toMatchObject({ all: 2, open: 1, ta: 1 })
      expect(board.rows[0].cells.flat().map((m) => m.kind)).toEqual(['given', 'given', 'draft'])
      const room = await good('room.get', { file, item: null, proposal: null })
      expect([room.number, room.shown?.party, room.next?.item]).toEqual(['4', '300', second.id])
      expect(JSON.stringify(room)).not.toContain(draft.proposal.id)
      expect(await code('room.get', { file, item: first.id, proposal: draft.proposal.id })).toBe('refused')
    })

    it('answers many calls at once, each with its own', async () => {
      const file = await begin()
      const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => call('search', { file, text: `word${i}` })))
      expect(replies.every((r) => r.ok)).toBe(true)
    })
  })
}
