import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserPorts } from '../../../../main/hosts/browser/ports.ts'
import { createDispatcher, type Dispatcher } from '../../../../main/rpc/index.ts'
import { createNegotiation, createServices } from '../../../../main/services/index.ts'
import type { Negotiation, Reply } from '../../../../shared/rpc/contract.ts'

let dir: string
let home: string
let dispatcher: Dispatcher
/** A negotiation that lies elsewhere, as bytes. */
let elsewhere: Buffer

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parley-bring-'))
  home = join(dir, 'home')
  mkdirSync(home)
  const path = join(dir, 'talks.parley')
  const parties = [
    { label: 'LTA', name: 'Lakeview Teachers', role: 'association' },
    { label: '300', name: 'District 300', role: 'employer' },
  ] as const
  createNegotiation(path, { title: 'Talks of May', years: null, parties, us: 'LTA' }).close()
  elsewhere = readFileSync(path)
  dispatcher = createDispatcher(createServices(browserPorts('0.0.0', home)))
})
afterEach(async () => {
  await dispatcher.close()
  rmSync(dir, { recursive: true })
})

const bring = (name: string, bytes: Uint8Array) => dispatcher.call('file.bring', { name, bytes }) as Promise<Reply<Negotiation | null>>
const negotiations = () => readdirSync(home).filter((name) => /\.parley/.test(name))
const changed = (at: number, ...bytes: number[]): Buffer => {
  const copy = Buffer.from(elsewhere)
  copy.set(bytes, at)
  return copy
}

describe('a negotiation from elsewhere', () => {
  it('is kept as a copy under its name, and opened', async () => {
    const reply = await bring('talks.parley', elsewhere)
    expect(reply).toMatchObject({ ok: true, value: { title: 'Talks of May', name: 'talks', readOnly: false } })
    await dispatcher.close()
    expect(negotiations()).toEqual(['talks.parley'])
    expect(readFileSync(join(home, 'talks.parley'))).toEqual(elsewhere)
    expect(readFileSync(join(dir, 'talks.parley'))).toEqual(elsewhere)
  })

  it('gets a name of its own where its name is taken', async () => {
    await bring('talks.parley', elsewhere)
    const again = await bring('talks.parley', elsewhere)
    expect(again).toMatchObject({ ok: true, value: { name: 'talks 2' } })
    await dispatcher.close()
    expect(negotiations().sort()).toEqual(['talks 2.parley', 'talks.parley'])
  })

  it.each([
    ['../../outside.parley', 'outside.parley'],
    ['C:\\Users\\x\\talks.parley', 'talks.parley'],
    ['/etc/passwd', 'passwd.parley'],
    ['..', 'Negotiation.parley'],
    ['CON.parley', 'CON negotiation.parley'],
  ])('named %j stays in the folder as %j', async (name, kept) => {
    expect(await bring(name, elsewhere)).toMatchObject({ ok: true })
    await dispatcher.close()
    expect(negotiations()).toEqual([kept])
    expect(readdirSync(dir).sort()).toEqual(['home', 'talks.parley'])
  })

  it.each<[string, () => Uint8Array, string, string]>([
    ['nothing', () => new Uint8Array(), 'not-parley', 'x.docx is not a Parley file.'],
    ['a text', () => Buffer.from('x'.repeat(5000)), 'not-parley', 'x.docx is not a Parley file.'],
    ['the database of another program', () => changed(68, 0, 0, 0, 1), 'not-parley', 'x.docx is not a Parley file.'],
    ['a file of a newer version', () => changed(60, 0, 0, 3, 0), 'newer-file', 'x.docx was made by a newer Parley'],
    ['a file that says no version', () => changed(60, 0, 0, 0, 0), 'io', 'x.docx is damaged and cannot be read.'],
    ['a file that was cut off', () => elsewhere.subarray(0, 8192), 'io', 'is damaged and cannot be read.'],
    ['a header and nothing behind it', () => elsewhere.subarray(0, 100), 'io', 'damaged'],
    ['pages of rubbish', () => Buffer.concat([elsewhere.subarray(0, 100), Buffer.alloc(elsewhere.length - 100, 7)]), 'io', 'damaged'],
  ])('that is %s is refused with one sentence and leaves nothing behind', async (_what, bytes, code, message) => {
    const reply = await bring('x.docx', bytes())
    expect(reply).toMatchObject({ ok: false, code })
    if (!reply.ok) {
      expect(reply.message).toContain(message)
      expect(reply.message).not.toContain(home)
    }
    expect(readdirSync(home)).toEqual([])
  })

  it('that is too large is refused before anything is written', async () => {
    expect(await bring('x.parley', Buffer.alloc(61 * 1024 * 1024))).toMatchObject({ ok: false, code: 'too-large' })
    expect(readdirSync(home)).toEqual([])
  })
})

describe('the folder of the browser host', () => {
  const listed = async () => {
    const reply = (await dispatcher.call('app.recent', {})) as Reply<{ handle: string; name: string; missing: boolean }[]>
    return reply.ok ? reply.value : []
  }

  it('is listed behind what was opened, last changed first, each once', async () => {
    for (const [name, day] of [
      ['old.parley', '2026-01-01'],
      ['new.PARLEY', '2026-03-01'],
    ]) {
      writeFileSync(join(home, name), elsewhere)
      utimesSync(join(home, name), new Date(day), new Date(day))
    }
    writeFileSync(join(home, 'notes.txt'), 'x')
    writeFileSync(join(home, '.hidden.parley'), elsewhere)
    mkdirSync(join(home, 'folder.parley'))
    expect((await listed()).map((e) => e.name)).toEqual(['new', 'old'])
    await bring('talks.parley', elsewhere)
    expect((await listed()).map((e) => e.name)).toEqual(['talks', 'new', 'old'])
  })

  it('opens what it lists by its handle', async () => {
    writeFileSync(join(home, 'lying.parley'), elsewhere)
    const [{ handle }] = await listed()
    expect(await dispatcher.call('file.open', { handle })).toMatchObject({ ok: true, value: { name: 'lying', title: 'Talks of May' } })
    expect((await listed()).map((e) => e.name)).toEqual(['lying'])
  })
})
