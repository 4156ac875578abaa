import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { main } from '../../../../../main/hosts/cli/program.ts'
import { tempDir } from '../../store/made.ts'

// Every write waits for the disk, which may be slow or busy; the PDF's press starts up once.
vi.setConfig({ testTimeout: 60_000 })

/** A folder with a negotiation of two items, and a way to run commands in it as a shell would. */
async function table() {
  const dir = tempDir()
  const run = async (line: string): Promise<{ code: number; out: string; err: string }> => {
    const said = { out: '', err: '' }
    const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2])
    const hear = (side: 'out' | 'err') => (text: string) => {
      said[side] += text
    }
    const code = await main(args, { version: '0.0.0', from: dir, out: hear('out'), err: hear('err') })
    return { code, ...said }
  }
  const good = async (line: string): Promise<string> => {
    const { code, out, err } = await run(line)
    expect([line, code, err]).toEqual([line, 0, ''])
    return out
  }
  const refused = async (line: string): Promise<string> => {
    const { code, out, err } = await run(line)
    expect([line, code, out]).toEqual([line, 1, ''])
    return err.replace(/^parley: /, '').trimEnd()
  }
  const write = (name: string, ...lines: string[]) => writeFileSync(join(dir, name), lines.join('\n\n'))
  write('two.md', 'Subd. 1. Every new teacher has a mentor for two years.', 'Subd. 2. A mentor has four hours of release time.')
  write('three.md', 'Subd. 1. Every new teacher has a mentor for three years.', 'Subd. 2. A mentor has four hours of release time.')
  await good('new n.parley --party "LTA:Lakeview Teachers Association" --party "300:District 300" --us LTA --years 2023-2025')
  await good('item n.parley 13 "Mentor teachers"')
  await good('item n.parley 14 Leave')
  return { dir, good, refused, data: async (line: string) => JSON.parse(await good(line)) }
}

it('a whole negotiation is held by a script: drafts, a pass, an answer, agreements, a package and a session', async () => {
  const { dir, good, refused, data } = await table()
  await good('session n.parley --date 9.20 --start 18:00 --place Library --open public --agenda Norms --came "LTA:Ann Example"')
  expect(await refused('pass n.parley')).toBe('LTA has no open draft to pass across.')
  await good('draft n.parley two.md --item 13 --date 9.20')
  await good('draft n.parley two.md --item 14 --date 9.20')
  expect(await refused('draft n.parley two.md --item 13 --answers LTA@9.20')).toContain('answers the current language')
  expect(await good('pass n.parley --item 13')).toBe(
    'LTA passed 1 item across\nLTA 9.20 redlined.pdf\nLTA 9.20 clean.pdf\nLTA 9.20 redlined.docx\nLTA 9.20 clean.docx\n',
  )
  expect(await refused('pass n.parley --item 13')).toBe('LTA has no open draft in Item 13 to pass across.')
  expect(await refused('pass n.parley --package Both')).toBe('A package holds two proposals at least.')
  await good('pass n.parley -o out')
  expect(readdirSync(join(dir, 'out'))).toHaveLength(4)
  const [first, second] = await data('passes n.parley --json')
  expect([first.how, first.date, first.items.length, second.papers.length]).toEqual(['passed', '2023-09-20', 1, 4])
  await good('passes n.parley --papers again')
  for (const { name } of second.papers)
    expect(readFileSync(join(dir, 'again', name)).equals(readFileSync(join(dir, 'out', name)))).toBe(true)

  await good('draft n.parley three.md --item 13 --party 300 --date 11.1 --seal')
  await good('agree n.parley --item 14 --date 11.1')
  expect(await refused('draft n.parley three.md --item 14 --date 12.6')).toBe(
    'Item 14 was agreed on 11.1: its language changes only when the item is reopened.',
  )
  expect(await refused('reopen n.parley --item 14')).toContain('only where both parties say so')
  await good('reopen n.parley --item 14 --both --date 12.6')
  await good('agree n.parley --item 13 --block "Subd. 2" --date 12.5')
  expect(await refused('agree n.parley --item 13 --block "Subd. 9"')).toBe('Item 13 has no part called Subd. 9.')
  expect(await refused('package n.parley --offer Pay --item 13')).toBe('A package holds two proposals at least.')
  await good('package n.parley --offer Pay --item 13 --item 14 --date 12.6')
  expect(await refused('agree n.parley --item 14')).toContain('offered in the package “Pay”')
  await good('package n.parley --accept Pay --date 12.6')
  const { items, goesFirst } = await data('ledger n.parley --json')
  expect(items.map((i: { status: string }) => i.status)).toEqual(['ta', 'ta'])
  expect(goesFirst).toEqual({ party: 'LTA', reason: '300 was the last to agree on 12.6, so LTA begins.' })
  await good('settle n.parley --item 13 --item 14 --date 12.6')
  expect(await refused('reopen n.parley --item 13 --both')).toBe('Item 13 is settled, and what is settled is not reopened.')
  expect(await good('verify n.parley')).toBe('3 sealed proposals, unbroken\n')
  expect(await good('session n.parley')).toBe(
    '9.20  18:00  Library                  public\n             Norms\n             LTA put forward 2 items\n',
  )
  expect(await good('passes n.parley')).toMatch(/300 11\.1\s+received/)
  expect(await good('package n.parley')).toContain('accepted 12.6')
  expect(existsSync(join(dir, 'n passed papers'))).toBe(true)
})

it('drops, holds and rules by command, each refusal one sentence', async () => {
  const { good, refused, data } = await table()
  expect(await refused('drop n.parley --item 13')).toBe('Item 13 has no proposal of LTA to drop.')
  await good('import n.parley two.md --as proposal --item 13 --party 300 --date 9.20')
  await good('hold n.parley --item 13 --date 10.4')
  expect(await refused('import n.parley three.md --as proposal --item 13 --party LTA --date 11.1')).toBe(
    'Item 13 is on hold: it takes a proposal again when it is reopened.',
  )
  await good('reopen n.parley --item 13 --date 10.5')
  await good('drop n.parley --item 13 --party 300 --date 10.6')
  expect((await data('ledger n.parley --json')).items[0]).toMatchObject({ status: 'dropped', statusDate: '2023-10-06' })
  expect(await data('rules n.parley --first alternate --reopen never')).toEqual({ first: 'alternate', reopen: 'never' })
  expect(await data('rules n.parley')).toEqual({ first: 'alternate', reopen: 'never' })
  expect(await refused('session n.parley --date 10.6 --start noon')).toBe('noon is no time of day; write it as 18:00.')
  expect(await refused('agree n.parley --item 13 --session 10.6')).toBe('There is no session on 2023-10-06.')
  expect(await refused('package n.parley --accept Pay --withdraw Pay')).toBe('Say one of --offer, --accept and --withdraw.')
  expect(await refused('item n.parley base Agreement')).toBe("base is not an item's number.")
})
