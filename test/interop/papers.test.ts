import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stopPress } from '../../main/formats/pdf/index.ts'
import { createNegotiation, importSource, makeOutput } from '../../main/services/index.ts'
import { ratified } from '../../main/services/ratify.ts'
import { samplePath } from '../../main/services/sample.ts'
import { openFile, type Store } from '../../main/store/index.ts'
import { plainText, project } from '../../shared/redline/index.ts'
import { checkValid, missing, officeTexts } from './readers.ts'

const tools = ['pdftotext', 'pdfinfo'].filter((tool) => spawnSync(tool, ['-v']).error)
const absent = [missing, ...tools].filter(Boolean).join(', ')
const folder = mkdtempSync(join(tmpdir(), 'parley-papers-'))

/** Every paper of the sample, and words that its pages must show; `not`: words that they must not. */
const PAPERS: readonly { readonly scope: string; readonly shows: readonly string[]; readonly not?: readonly string[] }[] = [
  { scope: 'item:12', shows: ['Item 12: Bereavement Leave', 'Legend'] },
  { scope: 'stack:13', shows: ['Every proposal, each against what it answered', 'Item 13 300 11.1', 'Subd. 5. Review.'] },
  { scope: 'table', shows: ['Legend', 'Meeting norms', 'Item 24'] },
  { scope: 'board', shows: ['24 items: 14 open, 7 TA, 2 dropped and 1 on hold.', 'Days since', 'Hold 12.6'] },
  {
    scope: 'sign-off',
    shows: ['Item 2: Who Is in the Unit', 'For Lakeview Teachers Association', 'Signature', 'Initials', 'sheet 7 of 7'],
  },
  {
    scope: 'ta-summary',
    shows: ['7 items agreed.', 'After: agreed language', '“fourteen (14)” becomes “twelve (12)”.'],
    not: ['Mentor Teachers'],
  },
  { scope: 'final-positions', shows: ['Item 13: Mentor Teachers', 'One position only:'], not: ['Bereavement'] },
  { scope: 'passes', shows: ['Entered from papers', 'Seals in the record'] },
  { scope: 'ratification', shows: ['Ratification draft', 'Contents', 'Signatures', 'ARTICLE VIII. LEAVES'] },
]

describe(`every paper of the record, in Word and PDF${absent && `: not on this machine: ${absent}`}`, () => {
  let store: Store
  const word: string[] = []
  const pdf = new Map<string, string>()
  beforeAll(async () => {
    store = openFile(await samplePath(folder), { readOnly: true })
    if (absent) return
    for (const { scope } of PAPERS) {
      const write = async (format: 'docx' | 'pdf'): Promise<string> => {
        const { bytes } = await makeOutput(store, { scope, view: 'redline', baseline: null, version: null, format })
        const file = join(folder, `${scope.replace(':', '-')}.${format}`)
        writeFileSync(file, bytes)
        return file
      }
      word.push(await write('docx'))
      pdf.set(scope, await write('pdf'))
    }
  }, 120_000)
  afterAll(async () => {
    store?.close()
    await stopPress()
    rmSync(folder, { recursive: true, force: true })
  })
  const tool = (name: string, ...args: string[]): string =>
    execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

  it.skipIf(absent)('is a valid Word file', async () => {
    expect(await checkValid(word)).toEqual([])
  })

  it.skipIf(absent)('opens in LibreOffice: a summary whose changes are rejected has its before twice', async () => {
    const [texts] = await officeTexts([join(folder, 'ta-summary.docx')])
    expect(texts.accepted.split('more than twelve (12) hours').length).toBe(2)
    expect(texts.rejected.split('more than fourteen (14) hours').length).toBe(3)
  })

  it.skipIf(absent).each(PAPERS)('$scope: pages show what it is about and no more, tagged', ({ scope, shows, not = [] }) => {
    const file = pdf.get(scope)!
    const text = tool('pdftotext', '-raw', file, '-').replace(/\s+/g, ' ')
    for (const words of shows) expect(text).toContain(words)
    for (const words of not) expect(text).not.toContain(words)
    expect(tool('pdfinfo', file)).toMatch(/Tagged:\s+yes/)
  })

  it('the clean ratification draft is read again as the agreement and nothing else', async () => {
    const { bytes } = await makeOutput(store, { scope: 'ratification', view: 'clean', baseline: null, version: null, format: 'docx' })
    const next = createNegotiation(join(folder, 'next.parley'), { title: null, years: '2025-2027', parties: store.parties(), us: 'LTA' })
    try {
      await importSource(next, { as: 'base', name: 'Ratified.docx', bytes, item: null, party: null, date: null, answers: null })
      const base = next.items().find((item) => item.kind === 'base')!
      const { doc, target } = ratified(store)
      const lines = (text: string): string[] =>
        text
          .split('\n')
          .map((line) => line.replace(/\s+/g, ' ').trim())
          .filter(Boolean)
      expect(lines(plainText(next.base(base.id)))).toEqual(lines(plainText(project(doc, target))))
    } finally {
      next.close()
    }
  })
})
