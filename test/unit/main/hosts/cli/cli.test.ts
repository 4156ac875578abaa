import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { main } from '../../../../../main/hosts/cli/program.ts'
import { openFile } from '../../../../../main/store/index.ts'
import { SOURCE } from '../../../../contract/contract.ts'
import { tempDir } from '../../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

/** Runs one command in `dir`, as a shell would see it. */
async function parley(dir: string, line: string): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2])
  const hear = (side: 'out' | 'err') => (text: string) => {
    said[side] += text
  }
  const code = await main(args, { version: '0.0.0', from: dir, out: hear('out'), err: hear('err') })
  return { code, ...said }
}
const NEW = 'new n.parley --party "LTA:Lakeview Teachers Association" --party "300:District 300" --us LTA --years 2023-2025'
const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** A folder with a negotiation of two items and three proposals. */
async function talks(): Promise<string> {
  const dir = tempDir()
  writeFileSync(join(dir, 'talks.md'), SOURCE)
  for (const line of [NEW, 'import n.parley talks.md --as negotiation']) expect(await parley(dir, line)).toMatchObject({ code: 0, err: '' })
  return dir
}

describe('new', () => {
  it('begins a negotiation with its parties and their roles', async () => {
    const dir = tempDir()
    expect(await parley(dir, NEW)).toEqual({ code: 0, out: '', err: '' })
    const { out } = await parley(dir, 'ledger n.parley --json')
    expect(JSON.parse(out)).toEqual({
      title: 'Lakeview Teachers Association and District 300, 2023-2025',
      years: '2023-2025',
      us: 'LTA',
      parties: [
        { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
        { label: '300', name: 'District 300', role: 'employer' },
      ],
      items: [],
      norms: null,
      base: null,
      goesFirst: { party: null, reason: 'Nothing has been put forward yet.' },
      doubts: [],
    })
  })

  it.each([
    ['one party', 'new n.parley --party A:B --us A', 'A negotiation needs two parties.'],
    ['no name', 'new n.parley --party A --party B:C --us A', /LABEL:NAME/],
    ['a label twice', 'new n.parley --party A:X --party a:Y --us A', 'Two parties have the label a; each needs its own.'],
    ['a strange label', 'new n.parley --party A@B:X --party C:Y --us C', /cannot be a party's label/],
    ['us as a third', 'new n.parley --party A:X --party B:Y --us C', 'C is not one of the parties A and B.'],
    ['no us', 'new n.parley --party A:X --party B:Y', /--us/],
    [
      'nine parties',
      `new n.parley ${[...'ABCDEFGHI'].map((l) => `--party ${l}:X`).join(' ')} --us A`,
      'A negotiation has eight parties at most, not 9.',
    ],
    ['a word too many', 'new n.parley m.parley --party A:X --party B:Y --us A', /too many arguments/],
    ['years that run backwards', 'new n.parley --party A:X --party B:Y --us A --years 2025-2023', /years of a contract/],
    ['strange years', 'new n.parley --party A:X --party B:Y --us A --years soon', /years of a contract/],
    ['a folder that is not there', 'new far/n.parley --party A:X --party B:Y --us A', /no folder far/],
  ])('refuses %s', async (_name, line, message) => {
    const dir = tempDir()
    const { code, err } = await parley(dir, line)
    expect(code).toBe(1)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(err).toMatch(typeof message === 'string' ? new RegExp(message.replace(/[.]/g, '\\.')) : message)
    expect(readdirSync(dir)).toEqual([])
  })

  it('refuses a file that is there', async () => {
    const dir = tempDir()
    await parley(dir, NEW)
    const before = hash(join(dir, 'n.parley'))
    expect(await parley(dir, NEW)).toEqual({ code: 1, out: '', err: 'parley: n.parley already exists.\n' })
    expect(hash(join(dir, 'n.parley'))).toBe(before)
  })
})

describe('a negotiation on the command line', () => {
  it('is listed with each proposal’s party, date and status', async () => {
    const dir = await talks()
    const { items, goesFirst } = JSON.parse((await parley(dir, 'ledger n.parley --json')).out)
    const short = items.map((i: { number: string; status: string; statusDate: string; proposals: Record<string, string>[] }) => [
      i.number,
      i.status,
      i.statusDate,
      i.proposals.map((p) => `${p.party} ${p.date} ${p.kind} ${p.status} ${p.sealed}`),
    ])
    expect(short).toEqual([
      ['4', 'open', null, ['LTA 2023-09-20 amended open true', '300 2023-11-01 amended open true']],
      ['5', 'ta', '2023-10-04', ['300 2023-09-20 amended ta true']],
    ])
    expect(goesFirst).toEqual({ party: 'LTA', reason: '300 gave the last written proposal on 11.1, so LTA begins.' })
  })

  it('reads as a table for people', async () => {
    const dir = await talks()
    const { out } = await parley(dir, 'ledger n.parley')
    expect(out).toMatch(/^4 {2}Mileage.*move: LTA$/m)
    expect(out).toMatch(/300 9\.20 +TA 10\.4 +\+2 −0/)
    expect(out).toContain('Goes first: LTA.')
  })

  it('gives the text of any version, clean', async () => {
    const dir = await talks()
    const clean = async (version: string) => (await parley(dir, `text n.parley --scope item:4 --version ${version} --format json`)).out
    const sentence = async (version: string) => JSON.parse(await clean(version)).at(-1)
    expect(await sentence('base')).toEqual([{ text: 'The driver is paid sixty cents for each mile.', kind: 'same' }])
    expect(await sentence('LTA@2023-09-20')).toEqual([{ text: 'The driver is paid seventy cents for each mile.', kind: 'same' }])
    expect(await sentence('latest')).toEqual([{ text: 'The driver is paid sixty-five cents for each mile.', kind: 'same' }])
    expect(await sentence('last:LTA')).toEqual(await sentence('LTA@9.20'))
  })

  it('gives a redline as runs with party and date', async () => {
    const dir = await talks()
    const redline = async (more: string) =>
      JSON.parse((await parley(dir, `text n.parley --scope item:4 --view redline --format json ${more}`)).out).at(-1)
    const against = await redline('--baseline LTA@2023-09-20')
    expect(against.filter((r: { kind: string }) => r.kind !== 'same')).toEqual([
      { text: 'seventy', kind: 'delete', party: '300', date: '2023-11-01' },
      { text: 'sixty-five', kind: 'insert', party: '300', date: '2023-11-01' },
    ])
    const since = await redline('')
    expect(since.filter((r: { kind: string }) => r.kind === 'delete')).toEqual([
      { text: 'sixty', kind: 'delete', party: 'LTA', date: '2023-09-20' },
    ])
  })

  it('gives Markdown by default', async () => {
    const dir = await talks()
    const { out, code } = await parley(dir, 'text n.parley --scope item:4 --view redline --version LTA@2023-09-20 --format md')
    expect(code).toBe(0)
    expect(out).toContain('~~sixty~~')
    expect(out).toContain('<u>seventy</u>')
  })

  it('takes a proposal into an item, woven into what it answers', async () => {
    const dir = await talks()
    writeFileSync(join(dir, 'ours.md'), 'ARTICLE II Section 2. Mileage\n\nThe driver is paid sixty-eight cents for each mile.\n')
    const { code, out } = await parley(dir, 'import n.parley ours.md --as proposal --item 4 --party LTA --date 2023-12-06')
    expect([code, out.split(',')[1]]).toEqual([0, ' 1 proposal'])
    const { items } = JSON.parse((await parley(dir, 'ledger n.parley --json')).out)
    expect(items[0].proposals[2]).toMatchObject({ party: 'LTA', date: '2023-12-06', answers: { party: '300', date: '2023-11-01' } })
    const runs = JSON.parse((await parley(dir, 'text n.parley --scope item:4 --view redline --baseline last:300 --format json')).out).flat()
    expect(runs.filter((r: { kind: string }) => r.kind !== 'same').map((r: { text: string }) => r.text)).toEqual([
      'sixty-five',
      'sixty-eight',
    ])
  })

  it('writes papers of every format, twice the same, and overwrites what stands there', async () => {
    const dir = await talks()
    const before = hash(join(dir, 'n.parley'))
    for (const format of ['docx', 'md'])
      for (const view of ['clean', 'redline', 'all-rounds']) {
        const [a, b] = [`a.${format}`, `b.${format}`]
        for (const out of [a, b])
          expect(await parley(dir, `export n.parley --scope table --view ${view} --format ${format} -o ${out}`)).toEqual({
            code: 0,
            out: '',
            err: '',
          })
        expect(hash(join(dir, a))).toBe(hash(join(dir, b)))
      }
    expect(hash(join(dir, 'n.parley'))).toBe(before)
    expect(readdirSync(dir).sort()).toEqual(['a.docx', 'a.md', 'b.docx', 'b.md', 'n.parley', 'talks.md'])
  })

  it('writes the file that a link points to, and never a negotiation behind one', async () => {
    const dir = await talks()
    writeFileSync(join(dir, 'paper.md'), 'old')
    symlinkSync('paper.md', join(dir, 'link.md'))
    symlinkSync('n.parley', join(dir, 'other.md'))
    const to = (out: string) => parley(dir, `export n.parley --scope table --view clean --format md -o ${out}`)
    expect((await to('link.md')).code).toBe(0)
    expect(lstatSync(join(dir, 'link.md')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(dir, 'paper.md'), 'utf8')).toContain('Mileage')
    expect(await to('other.md')).toMatchObject({ code: 1, err: 'parley: other.md is a negotiation, which is not written over.\n' })
    expect((await parley(dir, 'verify n.parley')).code).toBe(0)
  })

  it('proves that nothing sealed was changed, and says what was', async () => {
    const dir = await talks()
    expect(await parley(dir, 'verify n.parley')).toEqual({ code: 0, out: '3 sealed proposals, unbroken\n', err: '' })
    const db = new Database(join(dir, 'n.parley'))
    const { sql } = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'proposal_sealed'").get() as { sql: string }
    db.exec("DROP TRIGGER proposal_sealed; UPDATE proposal SET doc = replace(doc, 'June', 'July')")
    db.exec(sql)
    db.close()
    expect(await parley(dir, 'verify n.parley')).toEqual({
      code: 1,
      out: '',
      err: 'parley: Item 5, 300 9.20 was changed after it was sealed.\n',
    })
  })

  it('can be read while the window has it open, and not written', async () => {
    const dir = await talks()
    const window = openFile(join(dir, 'n.parley'))
    expect((await parley(dir, 'ledger n.parley --json')).code).toBe(0)
    const { code, err } = await parley(dir, 'import n.parley talks.md --as negotiation')
    expect([code, err]).toEqual([1, 'parley: n.parley is open in another window or program; close it there first.\n'])
    window.close()
  })
})

describe('bad input: one sentence, exit 1, nothing changed', () => {
  const sources: Record<string, (path: string) => void> = {
    'picture.md': (p) => writeFileSync(p, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0])),
    'zeros.md': (p) => writeFileSync(p, 'words \0 words'),
    'page.docx': (p) => writeFileSync(p, '%PDF-1.7\n'),
    'old.doc': (p) => writeFileSync(p, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])),
    'rich.txt': (p) => writeFileSync(p, '{\\rtf1 words}'),
    'empty.md': (p) => writeFileSync(p, '  \n\n'),
    'large.txt': (p) => {
      writeFileSync(p, 'words\n')
      truncateSync(p, 50 * 1000 * 1000)
    },
    'prose.md': (p) => writeFileSync(p, 'A letter that holds no item at all.\n'),
    'folder.md': (p) => mkdirSync(p),
    'one.md': (p) => writeFileSync(p, 'One sentence.\n'),
    'letter.parley': (p) => writeFileSync(p, 'no database'.repeat(50)),
  }
  it.each([
    ['no command', '', /Say what to do/],
    ['an unknown command', 'seal n.parley', /There is no command seal; there are new/],
    ['an unknown option', 'ledger n.parley --yaml', /unknown option/],
    ['no such file', 'ledger none.parley --json', /There is no file none\.parley\./],
    ['not a Parley file', 'ledger letter.parley', /letter\.parley is not a Parley file\./],
    ['a folder for a file', 'verify folder.md', /folder/],
    ['no such source', 'import n.parley none.md --as negotiation', /There is no file none\.md\./],
    ['a source that is a folder', 'import n.parley folder.md --as negotiation', /folder\.md is not a file\./],
    ['a source that is no text', 'import n.parley picture.md --as base', /picture\.md is not a text file/],
    ['a source with zero bytes', 'import n.parley zeros.md --as base', /zeros\.md is not a text file/],
    ['a PDF', 'import n.parley page.docx --as base', /page\.docx is a PDF; /],
    ['a PDF to check', 'check page.docx n.parley --item 4', /page\.docx is a PDF; /],
    ['a file of an old Word', 'import n.parley old.doc --as base', /old\.doc is of an old Word \(DOC\)/],
    ['an RTF file', 'import n.parley rich.txt --as base', /rich\.txt is an RTF file/],
    ['a source without words', 'import n.parley empty.md --as base', /empty\.md holds no text\./],
    ['50 MB of text', 'import n.parley large.txt --as base', /large\.txt is too large to read: 48 MB, where 16 MB is the most\./],
    ['a source without items', 'import n.parley prose.md --as negotiation', /prose\.md/],
    ['the same negotiation again', 'import n.parley talks.md --as negotiation', /already has Item 4/],
    ['an unknown kind', 'import n.parley one.md --as novel', /novel/],
    ['an unknown item', 'import n.parley one.md --as proposal --item 99 --party LTA --date 2023-12-06', /no Item 99/],
    ['an unknown party', 'import n.parley one.md --as proposal --item 4 --party XYZ --date 2023-12-06', /There is no party XYZ/],
    ['an unknown date', 'import n.parley one.md --as proposal --item 4 --party LTA --date yesterday', /yesterday is not a date/],
    [
      'a date that is in no calendar',
      'import n.parley one.md --as proposal --item 4 --party LTA --date 2023-02-30',
      /2023-02-30 is not a date/,
    ],
    ['no item', 'import n.parley one.md --as proposal --party LTA --date 2023-12-06', /number of its item/],
    ['no party', 'import n.parley one.md --as proposal --item 4 --date 2023-12-06', /the party that put it forward/],
    ['no date', 'import n.parley one.md --as proposal --item 4 --party LTA', /the day on which/],
    [
      'an answer to what is not there',
      'import n.parley one.md --as proposal --item 4 --party LTA --date 2023-12-06 --answers 300@2024-01-01',
      /no proposal of 300 dated 2024-01-01/,
    ],
    [
      'a proposal that is there',
      'import n.parley one.md --as proposal --item 4 --party 300 --date 2023-11-01',
      /already has a proposal of 300/,
    ],
    [
      'a version that does not exist',
      'text n.parley --scope item:4 --version LTA@2024-01-01 --format json',
      /Item 4 has no proposal of LTA dated 2024-01-01\./,
    ],
    ['a party without a proposal', 'text n.parley --scope item:5 --version last:LTA --format json', /Item 5 has no proposal of LTA\./],
    ['a version that is none', 'text n.parley --scope item:5 --version newest --format json', /newest is not a version/],
    ['an unknown party in a version', 'text n.parley --scope item:5 --version XYZ@2023-09-20 --format json', /There is no party XYZ/],
    ['an unknown scope', 'text n.parley --scope everything --format json', /everything is not a scope/],
    [
      'a scope that is what the record says, at a version',
      'export n.parley --scope board --version latest --view clean --format pdf -o x.pdf',
      /takes no version/,
    ],
    ['a base that is not there', 'text n.parley --scope base --format md', /There is no base agreement in n\.parley\./],
    ['an item that is not there', 'export n.parley --scope item:77 --view clean --format docx -o x.docx', /There is no Item 77/],
    ['an unknown format', 'export n.parley --scope table --view clean --format odt -o x.odt', /odt/],
    ['an unknown view', 'export n.parley --scope table --view upside --format md -o x.md', /upside/],
    ['no place to write', 'export n.parley --scope table --view clean --format md', /--output/],
    ['a folder that is not there', 'export n.parley --scope table --view clean --format md -o far/x.md', /no folder/],
    ['a folder in the way', 'export n.parley --scope table --view clean --format md -o folder.md', /folder\.md/],
    ['a word too many', 'verify n.parley talks.md', /too many arguments/],
    [
      'the negotiation itself as the place',
      'export n.parley --scope table --view clean --format md -o n.parley',
      /is a negotiation, which/,
    ],
    ['a device as the place', 'export n.parley --scope table --view clean --format md -o /dev/null', /null is not a plain file\./],
    ['a window on nothing', 'open none.parley', /There is no file none\.parley\./],
  ])('%s', async (_name, line, message) => {
    const dir = await talks()
    for (const [name, make] of Object.entries(sources)) if (line.includes(name)) make(join(dir, name))
    const before = [hash(join(dir, 'n.parley')), readdirSync(dir).sort()]
    const { code, out, err } = await parley(dir, line)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(message)
    expect(err).toMatch(/^parley: \S[^\n]*\n$/)
    expect([hash(join(dir, 'n.parley')), readdirSync(dir).sort()]).toEqual(before)
  })
})

describe('as a program', () => {
  const script = new URL('../../../../../main/hosts/cli/parley.ts', import.meta.url).pathname
  const run = (cwd: string, env: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8', env: { ...process.env, npm_lifecycle_event: '', ...env } })

  it('starts relative paths where the person called from', async () => {
    const [project, person] = [tempDir(), await talks()]
    const { status, stdout } = run(project, { npm_lifecycle_event: 'parley', INIT_CWD: person }, 'verify', 'n.parley')
    expect([status, stdout]).toEqual([0, '3 sealed proposals, unbroken\n'])
    expect(run(person, { INIT_CWD: project }, 'verify', 'n.parley').status).toBe(0)
  })

  it('ends with 1 and one line', () => {
    const { status, stderr, stdout } = run(tempDir(), {}, 'ledger', 'none.parley')
    expect([status, stdout, stderr]).toEqual([1, '', 'parley: There is no file none.parley.\n'])
  })

  it('tells its version and its commands', () => {
    expect(run(tempDir(), {}, '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(run(tempDir(), {}, '--help').stdout).toMatch(/ledger/)
  })
})
