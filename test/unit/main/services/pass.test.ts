import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { unzipSync } from 'fflate'
import { describe, expect, it, vi } from 'vitest'
import { startDraft } from '../../../../main/services/drafts.ts'
import { checkLeaks } from '../../../../main/services/leak.ts'
import { putSession } from '../../../../main/services/meeting.ts'
import { folderOf, ownDrafts, passes, previewPass, runPass, writePapers } from '../../../../main/services/pass/index.ts'
import { setStatus } from '../../../../main/services/status.ts'
import { openFile, type Store } from '../../../../main/store/index.ts'
import { ParleyError } from '../../../../shared/rpc/contract.ts'
import { addItem, addSealed, newStore, typed } from '../store/made.ts'

vi.mock('../../../../main/services/leak.ts', async (original) => {
  const leak = await original<typeof import('../../../../main/services/leak.ts')>()
  return { ...leak, checkLeaks: vi.fn(leak.checkLeaks) }
})

// Every write waits for the disk, which may be slow or busy; the PDF's press starts up once.
vi.setConfig({ testTimeout: 90_000 })

const DAY = '2024-01-03'
/** A file with a draft of ours in two items, and one of theirs. */
function table(): { store: Store; drafts: string[]; theirs: string } {
  const store = newStore()
  const items = ['13', '14'].map((number) => addItem(store, number))
  addSealed(store, items[0], '300', '2023-12-06')
  const drafts = items.map((item, i) => {
    const { proposal } = startDraft(store, { item: item.id, party: 'LTA', date: DAY })
    store.append(proposal.id, 0, [typed(1, 'Not fewer than ', 'mine', i === 0 ? 2 : 1, 'LTA')])
    return proposal.id
  })
  const theirs = startDraft(store, { item: items[1].id, party: '300', date: DAY }).proposal.id
  return { store, drafts, theirs }
}
const seen = (store: Store) => ownDrafts(store).map((p) => ({ proposal: p.id, seq: store.document(p.id).seq }))
const request = (store: Store) => ({ drafts: seen(store), date: null, against: 'base', session: null, package: null })
const text = (bytes: Uint8Array) => new TextDecoder().decode(unzipSync(bytes)['word/document.xml'])
const foot = (bytes: Uint8Array) => new TextDecoder().decode(unzipSync(bytes)['word/footer1.xml'])

describe('a preview', () => {
  it('says what would leave, and seals nothing', async () => {
    const { store, drafts } = table()
    store.caucus.addNote({
      item: null,
      proposal: null,
      session: null,
      answers: null,
      place: null,
      body: 'Hold at four hours at the least.',
      author: '',
    })
    store.caucus.putPerson({ name: 'Ann Example', party: 'LTA', role: '' })
    const lines = store.events().length
    const all = await previewPass(store, { proposals: null, date: null, against: 'base' })
    expect(all.drafts.map((d) => [d.name, d.chosen, d.added, d.struck])).toEqual([
      ['Item 13', true, 3, 0],
      ['Item 14', true, 3, 0],
    ])
    expect(all.files.map((f) => [f.name, f.pages])).toEqual([
      ['LTA 1.3 redlined.pdf', 1],
      ['LTA 1.3 clean.pdf', 1],
      ['LTA 1.3 redlined.docx', null],
      ['LTA 1.3 clean.docx', null],
    ])
    expect(all.files.every((f) => f.size > 1000)).toBe(true)
    expect(all).toMatchObject({ party: 'LTA', date: DAY, title: 'Proposal of LTA, 1.3', folder: 'n passed papers' })
    expect(all.searched).toEqual({ notes: 1, names: 1, drafts: 1, words: 9 })
    const one = await previewPass(store, { proposals: [drafts[0]], date: null, against: 'answered' })
    expect(one.drafts.map((d) => d.chosen)).toEqual([true, false])
    expect(one.title).toBe('Item 13: Bereavement')
    expect(one.searched.drafts).toBe(2)
    expect(store.events()).toHaveLength(lines)
    expect(seen(store).map((d) => d.seq)).toEqual([1, 1])
    expect(readdirSync(join(store.path, '..')).filter((name) => name.includes('passed'))).toEqual([])
  })

  it('searches each paper, and is refused where something private would leave; so is the pass', async () => {
    const { store, drafts } = table()
    vi.mocked(checkLeaks).mockClear()
    await previewPass(store, { proposals: null, date: null, against: 'base' })
    expect(vi.mocked(checkLeaks).mock.calls.map(([, named, out]) => [[...named], out.format])).toEqual(
      ['pdf', 'pdf', 'docx', 'docx'].map((format) => [drafts, format]),
    )
    const leaking = () => {
      throw new ParleyError('refused', 'Nothing was written: a private note would have left in the file, at its text.')
    }
    vi.mocked(checkLeaks).mockImplementationOnce(leaking)
    await expect(previewPass(store, { proposals: null, date: null, against: 'base' })).rejects.toThrow('a private note would have left')
    vi.mocked(checkLeaks).mockImplementationOnce(leaking)
    await expect(runPass(store, request(store))).rejects.toThrow('a private note would have left')
    expect(ownDrafts(store)).toHaveLength(2)
    await expect(previewPass(newStore(), { proposals: null, date: null, against: 'base' })).rejects.toThrow(
      'LTA has no open draft to pass across.',
    )
  })
})

describe('a pass', () => {
  it('seals every draft at one moment, keeps the papers, and is entered with their hashes', async () => {
    const { store } = table()
    const pass = await runPass(store, request(store))
    const sealed = pass.proposals.map((id) => store.proposal(id))
    expect(sealed.map((p) => [p.sealed, p.sealedAt])).toEqual([
      [true, pass.at],
      [true, pass.at],
    ])
    const paper = store.paper(pass.id, 'LTA 1.3 redlined.docx').bytes
    expect(text(paper)).toContain('Not fewer than ')
    expect(text(paper)).not.toMatch(/>open</)
    expect(foot(paper)).toMatch(/Passed \w+ \d+, \d{4}, \d+:\d\d [ap]\.m\./)
    expect(store.verify()).toMatchObject({ ok: true, problems: [] })
    expect(passes(store).map((p) => [p.how, p.party, p.date, p.items.map((i) => i.name), p.papers.length])).toEqual([
      ['received', '300', '2023-12-06', ['Item 13'], 0],
      ['passed', 'LTA', DAY, ['Item 13', 'Item 14'], 4],
    ])
  })

  it('gives the same papers again, byte for byte, and never writes over another file', async () => {
    const { store } = table()
    const pass = await runPass(store, request(store))
    const folder = folderOf(store)
    const names = writePapers(store, pass, folder)
    for (const { name } of pass.papers)
      expect(readFileSync(join(folder, name)).equals(Buffer.from(store.paper(pass.id, name).bytes))).toBe(true)
    expect(writePapers(store, pass, folder)).toEqual(names)
    writeFileSync(join(folder, names[1]), 'mine')
    expect(() => writePapers(store, pass, folder)).toThrow('LTA 1.3 clean.pdf in n passed papers is another file')
    expect(readFileSync(join(folder, names[1]), 'utf8')).toBe('mine')
  })

  it('is refused where a draft was changed since it was seen, or while its papers were written', async () => {
    const { store, drafts } = table()
    const before = request(store)
    store.append(drafts[0], 1, [typed(1, 'x', 'mine', 2, 'LTA')])
    await expect(runPass(store, before)).rejects.toMatchObject({ code: 'conflict' })
    let changed = false
    const meanwhile = () => {
      if (!changed) store.append(drafts[1], 1, [typed(1, 'x', 'mine', 1, 'LTA')])
      changed = true
    }
    await expect(runPass(store, request(store), meanwhile)).rejects.toMatchObject({ code: 'conflict' })
    expect(ownDrafts(store)).toHaveLength(2)
    expect(store.record().passes).toEqual([])
  })

  it('is refused where something else was passed, or the day of a draft changed, while its papers were written', async () => {
    const { store, drafts } = table()
    let date = '2024-01-02'
    const moved = () => void store.setDate(drafts[0], date)
    const one = { ...request(store), drafts: seen(store).slice(0, 1) }
    await expect(runPass(store, one, moved)).rejects.toMatchObject({ code: 'conflict' })
    date = DAY
    moved()
    let passed = false
    const other = async () => {
      if (passed) return
      passed = true
      await runPass(store, { ...request(store), drafts: seen(store).slice(1) })
    }
    await expect(runPass(store, one, other)).rejects.toMatchObject({ code: 'conflict' })
    expect(store.record().passes).toHaveLength(1)
    await runPass(store, one)
    const names = store.record().passes.flatMap((p) => p.papers.map((paper) => paper.name))
    expect(new Set(names).size).toBe(8)
  })

  it('is of no day before that of what it answers', async () => {
    const { store } = table()
    const early = { ...request(store), drafts: seen(store).slice(0, 1), date: '2023-12-01' }
    await expect(runPass(store, early)).rejects.toThrow('The draft in Item 13 answers 300 12.6: it cannot be passed under 12.1.')
  })

  it('names its papers apart from those of the same day of another year', async () => {
    const { store } = table()
    await runPass(store, { ...request(store), drafts: seen(store).slice(0, 1) })
    const next = await runPass(store, { ...request(store), date: '2025-01-03' })
    expect(next.papers[0].name).toBe('LTA 1.3 (2) redlined.pdf')
  })

  it('can be stopped until the last moment, and then nothing is done', async () => {
    const { store } = table()
    const stop = (done: number) => {
      if (done > 0.9) throw new Error('stopped')
    }
    await expect(runPass(store, request(store), stop)).rejects.toThrow('stopped')
    expect(ownDrafts(store)).toHaveLength(2)
    expect(store.verify().ok).toBe(true)
  })

  it('is one round: drafts of several days need one, and take it', async () => {
    const { store, drafts } = table()
    store.setDate(drafts[1], '2024-01-10')
    await expect(runPass(store, request(store))).rejects.toThrow('The drafts are of 1.3 and 1.10: a pass is one round, so say its day.')
    const pass = await runPass(store, { ...request(store), date: '2024-01-10' })
    expect(pass.proposals.map((id) => store.proposal(id).date)).toEqual(['2024-01-10', '2024-01-10'])
    expect(store.verify().ok).toBe(true)
  })

  it('refuses what cannot be put forward, and what is not ours', async () => {
    const { store, theirs } = table()
    const held = store.items()[1].id
    setStatus(store, { item: held, kind: 'hold', date: DAY })
    await expect(runPass(store, request(store))).rejects.toThrow('Item 14 is on hold')
    await expect(runPass(store, { ...request(store), drafts: [{ proposal: theirs, seq: 0 }] })).rejects.toThrow(
      'The draft in Item 14 is of 300',
    )
    await expect(runPass(store, { ...request(store), drafts: [] })).rejects.toThrow('Nothing is chosen')
  })

  it('can offer what it passes as a package, and names a second pass of the day apart', async () => {
    const { store } = table()
    const { id: session } = putSession(store, { date: DAY })
    const pass = await runPass(store, { ...request(store), package: 'Leave' })
    expect(pass.session).toBe(session)
    expect(store.record().packages).toMatchObject([{ title: 'Leave', proposals: pass.proposals, status: 'offered' }])
    const again = startDraft(store, { item: addItem(store, '15').id, party: 'LTA', date: DAY }).proposal.id
    store.append(again, 0, [typed(1, 'Also ', 'c1', 1, 'LTA')])
    const second = await runPass(store, request(store))
    expect(second.papers[0].name).toBe('LTA 1.3 (2) redlined.pdf')
  })
})

describe('a kill at any moment', () => {
  it('leaves each pass and each agreement done or not done, never half, and papers that can be written again', {
    timeout: 180_000,
  }, async () => {
    const store = newStore()
    for (let n = 1; n <= 40; n++) addItem(store, `${n}`)
    store.close()
    const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
    const child = `
      import { openFile } from ${url('../../../../main/store/index.ts')}
      import { startDraft } from ${url('../../../../main/services/drafts.ts')}
      import { folderOf, ownDrafts, runPass, writePapers } from ${url('../../../../main/services/pass/index.ts')}
      import { setStatus } from ${url('../../../../main/services/status.ts')}
      const s = openFile(process.argv[1])
      const step = { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'Up to ', marks: [{ type: 'insertion', attrs: { id: 'c1', r: 1, p: 'LTA' } }] }] } }
      for (const item of s.items()) {
        if (item.status !== 'open') continue
        if (!s.proposals(item.id).length) s.append(startDraft(s, { item: item.id, party: 'LTA', date: '2024-01-03' }).proposal.id, 0, [step])
        const drafts = ownDrafts(s).map((p) => ({ proposal: p.id, seq: s.document(p.id).seq }))
        if (drafts.length) {
          const pass = await runPass(s, { drafts, date: null, against: 'base', session: null, package: null })
          process.stdout.write('pass ' + pass.id + '\\n')
          writePapers(s, pass, folderOf(s))
        }
        setStatus(s, { item: item.id, kind: 'ta', date: '2024-01-03' })
        process.stdout.write('ta ' + item.id + '\\n')
      }`
    const acknowledged = new Set<string>()
    for (let kill = 0; kill < 3; kill++) {
      const writer = spawn(process.execPath, ['--input-type=module-typescript', '-e', child, store.path])
      const goal = acknowledged.size + 1 + 2 * kill
      for await (const line of createInterface(writer.stdout)) {
        acknowledged.add(line)
        if (acknowledged.size >= goal) setTimeout(() => writer.kill('SIGKILL'), kill * 37)
      }
      if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
      const again = openFile(store.path)
      const { passes: done, agreements } = again.record()
      expect(again.verify().problems).toEqual([])
      for (const line of acknowledged) {
        const [kind, id] = line.split(' ')
        expect(kind === 'pass' ? done.some((p) => p.id === id) : agreements.has(id)).toBe(true)
      }
      for (const p of again.proposals())
        expect(p.sealed).toBe(done.some((pass) => pass.proposals.includes(p.id) && pass.papers.length === 4))
      for (const pass of done) writePapers(again, pass, folderOf(again))
      again.close()
    }
    expect(acknowledged.size).toBeGreaterThan(3)
    // Only whole papers lie in the folder: what was begun stands beside them under a name of its own, if at all.
    const whole = openFile(store.path, { readOnly: true })
    const kept = new Set(whole.record().passes.flatMap((p) => p.papers.map((x) => x.name)))
    expect(readdirSync(folderOf(whole)).filter((name) => !name.startsWith('.') && !kept.has(name))).toEqual([])
    whole.close()
  })
})

it('papers go where somebody says, and a folder that cannot be made is said', async () => {
  const { store } = table()
  const pass = await runPass(store, request(store))
  const dir = join(store.path, '..', 'elsewhere')
  mkdirSync(dir)
  expect(writePapers(store, pass, dir)).toHaveLength(4)
  expect(() => writePapers(store, pass, join(store.path, 'inside'))).toThrow('The folder inside could not be made.')
})
