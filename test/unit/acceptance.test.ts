import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBase, readNegotiation } from '../../main/formats/markdown/index.ts'
import { main } from '../../main/hosts/cli/program.ts'
import { CONTRACT, missing, NEGOTIATION, PARTIES, STACKS } from '../fixtures/seeds.ts'
import { allText, difference, sourceWords, wordCounts } from './main/formats/markdown/helpers.ts'

// The program on real documents, as the command line runs it.

interface Listed {
  readonly number: string
  readonly proposals: readonly { party: string | null; date: string | null; status: string; statusDate: string | null; taken?: Taken }[]
}
interface Taken {
  readonly party: string
  readonly date: string
}
type Runs = { text: string; kind: string; party?: string; date?: string }[][]

let dir = ''
/** Runs one command in the suite's folder, as a shell would see it. */
async function parley(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const hear = (side: 'out' | 'err') => (text: string) => {
    said[side] += text
  }
  const code = await main(args, { version: '0.0.0', from: dir, out: hear('out'), err: hear('err') })
  return { code, ...said }
}
async function data<T>(...args: string[]): Promise<T> {
  const { code, out, err } = await parley(...args)
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out) as T
}
const text = (file: string, scope: string, ...more: string[]) => data<Runs>('text', file, '--scope', scope, '--format', 'json', ...more)
const wordsOf = (runs: Runs) => wordCounts(runs.map((block) => block.map((run) => run.text).join('')).join('\n'))
const begin = (file: string) =>
  parley('new', file, ...PARTIES.flatMap((p) => ['--party', `${p.label}:${p.name}`]), '--us', 'BEA', '--years', '2023-2025')

/** A folder of its own for the suite, with one file made from one source. */
function imported(file: string, source: URL, as: string): void {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'parley-acceptance-'))
    expect(await begin(file)).toEqual({ code: 0, out: '', err: '' })
    expect(await parley('import', file, fileURLToPath(source), '--as', as)).toMatchObject({ code: 0, err: '' })
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
}

/** Exports twice and compares the files byte for byte. */
async function twice(file: string, scope: string, view: string, format: string): Promise<Buffer> {
  const [a, b] = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const path = `${name}.${format}`
      const args = ['export', file, '--scope', scope, '--view', view, '--format', format, '-o', path]
      expect(await parley(...args)).toEqual({ code: 0, out: '', err: '' })
      return readFileSync(join(dir, path))
    }),
  )
  expect(a!.equals(b!), `${scope} ${view} ${format}`).toBe(true)
  return a!
}

describe.skipIf(!existsSync(NEGOTIATION))(`a real negotiation on the command line${missing(NEGOTIATION)}`, { timeout: 60_000 }, () => {
  imported('n.parley', NEGOTIATION, 'negotiation')
  const items = async () => (await data<{ items: Listed[] }>('ledger', 'n.parley', '--json')).items

  it('lists 29 items with every proposal’s party, date and status as the document says', async () => {
    const listed = await items()
    expect(listed.map((i) => i.number)).toEqual(Array.from({ length: 29 }, (_, i) => `${i + 1}`))
    expect(
      listed.flatMap((i) => i.proposals.map((p) => `${i.number} ${p.party ?? '-'} ${p.date ?? '-'} ${p.status} ${p.statusDate ?? '-'}`)),
    ).toEqual(STACKS)
  })

  it('has a doubt for each thing that the document does not say', async () => {
    const { doubts } = await data<{ doubts: { item: string; kind: string; excerpt: string; resolved: boolean }[] }>(
      'ledger',
      'n.parley',
      '--json',
    )
    const unstated = (await items()).flatMap((i) =>
      i.proposals.flatMap((p) => [
        ...(p.party === null ? [`${i.number} party`] : []),
        ...(p.date === null ? [`${i.number} date`] : []),
        ...(p.status !== 'open' && p.statusDate === null ? [`${i.number} status`] : []),
      ]),
    )
    expect(unstated).toEqual(['19 party', '19 date', '28 date'])
    for (const one of unstated) expect(doubts.map((d) => `${d.item} ${d.kind}`)).toContain(one)
    expect(doubts.every((d) => d.excerpt !== '' && !d.resolved)).toBe(true)
  })

  it('has each language word for word: clean as it stood, redlined with each word that was struck', async () => {
    const read = readNegotiation(readFileSync(NEGOTIATION, 'utf8'), { parties: PARTIES, years: '2023-2025' })
    const listed = await items()
    const lost: string[] = []
    let languages = 0
    for (const [i, item] of read.items.entries())
      for (const [k, proposal] of item.proposals.entries()) {
        const p = listed[i]!.proposals[k]!
        const at = p.taken ?? (p as Taken)
        const scope = ['n.parley', `item:${item.number}`, '--version', `${at.party}@${at.date}`] as const
        const clean = wordsOf(await text(...scope))
        const redlined = await text(...scope, '--view', 'all-rounds')
        lost.push(...difference(wordCounts(allText(proposal.after)), clean).map((d) => `${scope[1]} ${scope[3]} ${d}`))
        // What a source repeats as struck in a later round is one word here: it was struck once.
        const shown = wordCounts(
          redlined.flatMap((block) => [...block.map((run) => run.text), block.map((run) => run.text).join('')]).join('\n'),
        )
        const marked = wordCounts(allText(proposal.marked))
        lost.push(...[...marked.keys()].filter((word) => !shown.has(word)).map((word) => `${scope[1]} ${scope[3]} redlined ${word}`))
        languages++
      }
    expect(lost).toEqual([])
    expect(languages).toBe(STACKS.length)
  })

  it('gives any version by its name, and says in one sentence which there is not', async () => {
    const version = async (name: string, scope = 'item:13') => JSON.stringify(await text('n.parley', scope, '--version', name))
    const all = await Promise.all(['base', 'latest', 'last:BEA', 'last:191', 'BEA@2023-09-20', '191@2023-11-01'].map((v) => version(v)))
    const [base, latest, ours, theirs, first, answer] = all
    expect(ours).toBe(latest)
    expect(ours).toBe(await version('BEA@1.3'))
    expect(theirs).toBe(answer)
    expect(new Set([base, latest, theirs]).size).toBe(3)
    expect(first).toContain('Bereavement')
    for (const [args, said] of [
      [['item:13', '--version', 'BEA@2024-02-02'], 'Item 13 has no proposal of BEA dated 2024-02-02.'],
      [['item:2', '--version', 'last:191'], 'Item 2 has no proposal of 191.'],
      [['item:30', '--version', 'latest'], 'There is no Item 30 in n.parley.'],
    ] as const)
      expect(await parley('text', 'n.parley', '--scope', ...args)).toEqual({ code: 1, out: '', err: `parley: ${said}\n` })
  })

  it('exports the same bytes each time', async () => {
    for (const format of ['docx', 'md'])
      for (const view of ['clean', 'redline', 'all-rounds']) await twice('n.parley', 'table', view, format)
    expect((await twice('n.parley', 'item:5', 'redline', 'pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('verifies, and names the proposal in which one byte was changed by hand', async () => {
    expect(await parley('verify', 'n.parley')).toEqual({ code: 0, out: '46 sealed proposals, unbroken\n', err: '' })
    const whole = readFileSync(join(dir, 'n.parley'))
    for (const [number, party, date, said] of [
      ['13', 'BEA', '2023-11-01', 'Item 13, BEA 11.1'],
      ['5', '191', '2023-12-06', 'Item 5, 191 12.6'],
      ['28', 'BEA', '2023-09-20', 'Item 28, BEA 9.20'],
    ] as const) {
      writeFileSync(join(dir, 'changed.parley'), oneByteChanged(whole, number, party, date))
      const { code, out, err } = await parley('verify', 'changed.parley')
      expect([code, out]).toEqual([1, ''])
      const sentences = err
        .replace(/^parley: /, '')
        .trim()
        .split(/(?<=[a-z]\.) /)
      const changed = sentences.filter((sentence) => !/ no longer holds /.test(sentence))
      expect(changed).toEqual([`${said} was changed after it was sealed.`])
    }
  })

  /** The file with one letter changed in the stored language of a proposal, where it stands on the disk. */
  function oneByteChanged(whole: Buffer, number: string, party: string, date: string): Buffer {
    const db = new Database(join(dir, 'n.parley'), { readonly: true })
    const row = db
      .prepare('SELECT p.doc FROM proposal p JOIN item i ON i.id = p.item WHERE i.number = ? AND p.party = ? AND p.date = ?')
      .get(number, party, date) as { doc: string }
    db.close()
    const doc = Buffer.from(row.doc)
    for (let from = doc.indexOf('"text":"') + 8; from > 8; from = doc.indexOf('"text":"', from) + 8) {
      const around = doc.subarray(from - 60, from + 12)
      const at = whole.indexOf(around)
      if (at < 0 || whole.indexOf(around, at + 1) >= 0) continue
      const changed = Buffer.from(whole)
      changed[at + 60] = changed[at + 60] === 0x78 ? 0x79 : 0x78
      return changed
    }
    throw new Error('the language of this proposal is not on the disk as it was written')
  }
})

describe.skipIf(!existsSync(CONTRACT))(`a real contract on the command line${missing(CONTRACT)}`, { timeout: 60_000 }, () => {
  imported('c.parley', CONTRACT, 'base')

  it('has 31 articles in order, and no repeated page header', async () => {
    const blocks = (await text('c.parley', 'base')).map((runs) => runs.map((run) => run.text).join(''))
    const heads = blocks.filter((b) => /^ARTICLE \d+\./.test(b)).map((b) => Number(/\d+/.exec(b)![0]))
    const first = heads.filter((n, i) => heads.indexOf(n) === i)
    expect(first).toEqual(Array.from({ length: 31 }, (_, i) => i + 1))
    expect(blocks.filter((b) => /\(cont/i.test(b))).toEqual([])
  })

  it('has every word of the source but those of the page headers that repeat', async () => {
    const source = readFileSync(CONTRACT, 'utf8')
    const headers = readBase(source).removed.map((r) => r.text)
    const kept = wordsOf(await text('c.parley', 'base'))
    for (const [word, count] of wordCounts(headers.join('\n'))) kept.set(word, (kept.get(word) ?? 0) + count)
    expect(difference(sourceWords(source), kept)).toEqual([])
    expect(headers).toHaveLength(70)
  })

  it('has every table as a table', async () => {
    const { out } = await parley('text', 'c.parley', '--scope', 'base', '--format', 'md')
    const lines = out.split('\n')
    expect(lines.filter((line, i) => line.startsWith('|') && !(lines[i - 1] ?? '').startsWith('|'))).toHaveLength(54)
  })

  it('exports the same bytes each time', async () => {
    for (const format of ['docx', 'md']) await twice('c.parley', 'base', 'clean', format)
  })
})
