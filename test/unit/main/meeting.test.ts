import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { main } from '../../../main/hosts/cli/program.ts'
import { boardOf } from '../../../main/services/board.ts'
import { room } from '../../../main/services/room.ts'
import { openFile } from '../../../main/store/index.ts'
import { tempDir } from './store/made.ts'

// Every write waits for the disk, which may be slow or busy, and papers are written as PDF.
vi.setConfig({ testTimeout: 120_000 })

/** It is the evening of the session: who was last to act is told by the time at which it was written down. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2023-11-01T23:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Thirteen norms of our own writing; `with` changes some of them. */
const norms = (change: Readonly<Record<number, string>> = {}): string =>
  [
    'Both teams start on time.',
    'Each side picks its own team.',
    'Sessions are open to anybody who wants to listen.',
    'Each side records and streams the sessions that it hosts.',
    'Agendas are set before a session ends.',
    'Proposals are handed over in writing.',
    'A caucus may be called at any time.',
    'Requests for data are answered in writing.',
    'Both teams listen without breaking in.',
    'Dates are kept unless both sides agree to move them.',
    'Mail about bargaining goes to the two lead negotiators.',
    'What is agreed is signed with its date.',
    'These norms can be looked at again.',
  ]
    .map((text, i) => `${i + 1}. ${change[i + 1] ?? text}`)
    .join('\n\n')
const COUNTER = {
  4: 'The employer, with the union, sees to recording and streaming.',
  8: 'Requests for data are answered in writing, and receipt is confirmed within five (5) working days.',
}
const AMENDED = { ...COUNTER, 11: 'Mail about bargaining goes to the two lead negotiators and to the union’s business agent.' }
const NEW = {
  '5.4.9': ['Names of new people', 'The employer sends the union the names of people it hired within seven (7) days.'],
  '5.4.10': ['Trends in the unit', 'The employer reports trends in the unit to the stewards of the chapter each quarter.'],
  '5.4.11': ['Grievances and investigations', 'The employer tells the union of grievances and investigations of its members.'],
} as const

it('a public session is held from its norms to the agenda of the next one, by commands alone', async () => {
  const dir = tempDir()
  const said: string[] = []
  const parley = async (...args: string[]): Promise<string> => {
    let [out, err] = ['', '']
    vi.setSystemTime(Date.now() + 60_000)
    const code = await main(args, {
      version: '0',
      from: dir,
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
    })
    expect([args.join(' '), code, err]).toEqual([args.join(' '), 0, ''])
    said.push(out)
    return out
  }
  const draft = async (number: string, text: string, ...more: string[]) => {
    writeFileSync(join(dir, 'draft.md'), text)
    await parley('draft', 'n.parley', 'draft.md', '--item', number, '--date', '2023-11-01', ...more)
  }
  await parley(
    'new',
    'n.parley',
    '--party',
    'ESP:Education Support Professionals',
    '--party',
    'MPS:Public Schools',
    '--us',
    'ESP',
    '--years',
    '2023-2025',
  )
  await parley(
    'session',
    'n.parley',
    '--date',
    '2023-11-01',
    '--open',
    'public',
    '--place',
    'Board room',
    '--start',
    '18:00',
    '--agenda',
    'Both teams are introduced',
    '--agenda',
    'Values',
    '--agenda',
    'Norms',
    '--agenda',
    'Proposals',
    '--came',
    'ESP:Dana Steward',
    '--came',
    'MPS:Lee Counsel',
  )

  // Norms are an item like others: proposed, countered, amended, agreed.
  await parley('item', 'n.parley', 'norms', 'Meeting norms')
  await draft('norms', norms())
  await parley('pass', 'n.parley', '--item', 'norms')
  await draft('norms', norms(COUNTER), '--party', 'MPS', '--seal')
  await draft('norms', norms(AMENDED))
  await parley('pass', 'n.parley', '--item', 'norms', '--against', 'last:MPS')
  await parley('agree', 'n.parley', '--item', 'norms', '--date', '2023-11-01')

  // Three proposals of language that the agreement does not have.
  for (const [number, [title, text]] of Object.entries(NEW)) {
    await parley('item', 'n.parley', number, title)
    await draft(number, text)
  }
  const passed = await parley('pass', 'n.parley')
  expect(passed).toContain('ESP passed 3 items across')
  await parley(
    'session',
    'n.parley',
    '--date',
    '2023-12-06',
    '--open',
    'public',
    '--place',
    'Hall of the union',
    '--start',
    '18:00',
    '--end',
    '20:00',
    '--agenda',
    'Answers of MPS',
    '--agenda',
    'More proposals of ESP',
  )

  const ledger = JSON.parse(await parley('ledger', 'n.parley', '--json'))
  expect(ledger.norms).toMatchObject({ status: 'ta', statusDate: '2023-11-01' })
  expect(ledger.norms.proposals.map((p: { party: string }) => p.party)).toEqual(['ESP', 'MPS', 'ESP'])
  expect(
    ledger.items.map((i: { number: string; status: string; proposals: { kind: string }[] }) => [i.number, i.status, i.proposals[0]!.kind]),
  ).toEqual(Object.keys(NEW).map((number) => [number, 'open', 'new']))
  expect(ledger.goesFirst).toMatchObject({ party: 'MPS' })
  const sessions = JSON.parse(await parley('session', 'n.parley', '--json'))
  expect(sessions.map((s: { date: string; open: string }) => [s.date, s.open])).toEqual([
    ['2023-11-01', 'public'],
    ['2023-12-06', 'public'],
  ])
  expect(sessions[0].agreed.map((a: { title: string }) => a.title)).toEqual(['Meeting norms'])
  expect(sessions[0].passed.find((p: { party: string }) => p.party === 'ESP').items).toHaveLength(5)
  expect(sessions[1]).toMatchObject({ start: '18:00', end: '20:00', agenda: ['Answers of MPS', 'More proposals of ESP'] })

  const redlined = await parley(
    'text',
    'n.parley',
    '--scope',
    'item:norms',
    '--version',
    'latest',
    '--baseline',
    'last:MPS',
    '--view',
    'redline',
    '--format',
    'json',
  )
  expect(redlined).toContain('business agent')
  const changed = (JSON.parse(redlined) as { text: string; kind: string }[][]).flat().filter((run) => run.kind !== 'same')
  expect(changed.map((run) => run.text).join('')).toContain('and to the union’s business agent')
  expect(changed.map((run) => run.text).join('')).not.toContain('streaming')

  // What is on a screen in public, and every file that left, holds no name of anybody.
  const store = openFile(join(dir, 'n.parley'), { readOnly: true })
  try {
    expect(boardOf(store, '2023-11-02').counts).toMatchObject({ all: 3, open: 3, dropped: 0 })
    const [item] = store.items().filter((i) => i.number === '5.4.9')
    const shown = JSON.stringify(room(store, item!.id, null))
    expect(shown).toContain('within seven (7) days')
    expect(JSON.stringify(room(store, item!.id, null).before)).not.toContain('"text":"')
    expect(shown).not.toContain('Dana')
  } finally {
    store.close()
  }
  const papers = readdirSync(join(dir, 'n passed papers'))
  expect(papers.length).toBeGreaterThanOrEqual(4)
  for (const name of papers) expect(readFileSync(join(dir, 'n passed papers', name)).includes('Dana Steward')).toBe(false)
  expect(await parley('verify', 'n.parley')).toBe('6 sealed proposals, unbroken\n')
})
