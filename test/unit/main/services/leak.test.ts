import { homedir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { stopPress } from '../../../../main/formats/pdf/index.ts'
import { checkLeaks, type Outgoing, secretsOf } from '../../../../main/services/leak.ts'
import { type Format, makeOutput } from '../../../../main/services/output.ts'
import { makePaper } from '../../../../main/services/paper.ts'
import { samplePath } from '../../../../main/services/sample.ts'
import { openFile, type Store } from '../../../../main/store/index.ts'
import { PAPERS } from '../../../../shared/model/paper.ts'
import { addItem, addSealed, newStore, struck, tempDir, typed } from '../store/made.ts'

vi.setConfig({ testTimeout: 120_000 })
afterAll(() => stopPress())

const DRAFT = { item: '', party: 'LTA', date: '2023-12-06', kind: 'amended', answers: null } as const
const NOBODY: ReadonlySet<string> = new Set()
const encode = new TextEncoder()

/** A negotiation with a proposal that was passed and an open draft with words of its own. */
function caucus(): { store: Store; draft: string } {
  const store = newStore()
  const item = addItem(store, '13', 'Five days of leave for every teacher in a year.', 'Paid in full.')
  addSealed(store, item, '300')
  const draft = store.startDraft({ ...DRAFT, item: item.id, answers: 'p-300-2023-09-20' })
  store.append(draft.id, 0, [typed(7, 'and no fewer than eleven ', 'c-own', 2, 'LTA')])
  return { store, draft: draft.id }
}
const stopped = (store: Store, out: Partial<Outgoing> & { readonly bytes: Uint8Array }, named = NOBODY): string => {
  try {
    checkLeaks(store, named, { format: 'md', paper: null, ...out })
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
const md = (text: string): { bytes: Uint8Array } => ({ bytes: encode.encode(text) })

describe('words of an open draft', () => {
  it('stop what holds them, whatever their case and what stands between them; the sentence does not repeat them', () => {
    const { store } = caucus()
    const said = 'Nothing was written: words of the open draft of LTA 12.6 in Item 13 would have left in the file, at its text.'
    expect(stopped(store, md('Up to and no fewer than eleven five days'))).toBe(said)
    expect(stopped(store, md('AND **no** few<ins>er</ins> than ELEVEN'))).toBe(said)
    expect(stopped(store, md('and ~~maybe ~~no fewer than eleven'))).toBe(said)
  })
  it('are no leak where the draft itself is the paper, nor one by one, nor where the same was passed', () => {
    const { store, draft } = caucus()
    expect(stopped(store, md('and no fewer than eleven'), new Set([draft]))).toBe('')
    expect(stopped(store, md('eleven, and no fewer'))).toBe('')
    expect(stopped(store, md('This and no fewer\nthan eleven of them'))).toBe('')
    expect(stopped(store, md('Five days of leave for every teacher in a year.'))).toBe('')
    addItem(store, '14', 'It is and no fewer than eleven.')
    expect(stopped(store, md('and no fewer than eleven'))).toBe('')
  })
  it('are also those on both sides of what it struck', () => {
    const store = newStore()
    const item = addItem(store, '13', 'Five days of paid leave for every teacher.')
    const draft = store.startDraft({ ...DRAFT, item: item.id })
    store.append(draft.id, 0, [struck(14, 19, 'c-own', 1, 'LTA')])
    expect(stopped(store, md('days of leave for every'))).toMatch(/^Nothing was written: words of the open draft/)
    expect(stopped(store, md('leave for every teacher now'))).toBe('')
  })
  it('are found in each kind of file: split over runs, in a note, in an attribute, in JSON, in the pages of a PDF', async () => {
    const { store, draft } = caucus()
    const { bytes } = await makeOutput(store, { scope: 'item:13', view: 'clean', baseline: null, version: 'latest', format: 'docx' })
    const parts = unzipSync(bytes)
    const document = strFromU8(parts['word/document.xml'])
    const split = '<w:p><w:r><w:t>and no few</w:t></w:r><w:r><w:rPr/><w:t>er than</w:t></w:r><w:r><w:tab/><w:t>eleven</w:t></w:r></w:p>'
    const packed = (more: Record<string, string>): { format: 'docx'; bytes: Uint8Array } => ({
      format: 'docx',
      bytes: zipSync({ ...parts, ...Object.fromEntries(Object.entries(more).map(([path, xml]) => [path, strToU8(xml)])) }),
    })
    expect(stopped(store, packed({}))).toBe('')
    expect(stopped(store, packed({ 'word/document.xml': document.replace('</w:body>', `${split}</w:body>`) }))).toMatch(
      /at word\/document\.xml\.$/,
    )
    expect(stopped(store, packed({ 'word/footnotes.xml': split }))).toMatch(/at word\/footnotes\.xml\.$/)
    expect(stopped(store, packed({ 'word/x.xml': '<a descr="and no fewer than eleven"/>' }))).toMatch(/at word\/x\.xml\.$/)
    expect(stopped(store, packed({ 'word/x.xml': '<w:instrText>and no fewer than eleven</w:instrText>' }))).toMatch(/at word\/x\.xml\.$/)
    expect(stopped(store, { format: 'json', ...md('[[{"text":"and no fewer"},{"text":" than eleven"}]]') })).toMatch(/^Nothing/)
    const { paper } = makePaper(store, { scope: 'item:13', view: 'clean', baseline: null, version: `#${draft}` })
    expect(stopped(store, { format: 'pdf', bytes: new Uint8Array(), paper })).toMatch(/at its pages\.$/)
    expect(stopped(store, { format: 'pdf', bytes: new Uint8Array(), paper }, new Set([draft]))).toBe('')
  })
})

it('answers to doubts and remarks of files do not leave', () => {
  const store = newStore()
  const doubt = { item: null, proposal: null, kind: 'other', excerpt: '', line: 1 } as const
  store.addDoubt({ ...doubt, message: 'The day is not clear.' })
  store.resolveDoubt(store.doubts()[0].id, 'Ask our counsel before the next session')
  store.addDoubt({ ...doubt, message: 'A comment of Ann Grant, 2025-11-12: we could live with three of these' })
  expect(stopped(store, md('So: ask our counsel before the vote'))).toMatch(/an answer to a doubt/)
  expect(stopped(store, md('We could live with three.'))).toMatch(/a remark beside the text/)
  expect(stopped(store, md('Ann Grant said so.'))).toBe('')
  expect(stopped(store, { format: 'docx', bytes: zipSync({ 'word/x.xml': strToU8('<w:ins w:author="Ann Grant"/>') }) })).toMatch(
    /the name of a person/,
  )
})

describe('a name or a path in disguise', () => {
  const store = (): Store => {
    const made = newStore()
    made.addSource({ name: 'caucus notes.txt', kind: 'base', bytes: new Uint8Array(1) })
    return made
  }
  const part = (path: string, content: Uint8Array): Partial<Outgoing> & { bytes: Uint8Array } => ({
    format: 'docx',
    bytes: zipSync({ [path]: content }),
  })
  const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  const NAMED_SOURCE = /the name of a source file would have left in the file, at /
  it.each<[string, string, Uint8Array]>([
    [
      'split over runs',
      'word/x.xml',
      strToU8('<w:p><w:r><w:t>caucus no</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>tes.txt</w:t></w:r></w:p>'),
    ],
    ['in other capitals', 'word/x.xml', strToU8('<w:t>CAUCUS Notes.txt</w:t>')],
    ['in an attribute', 'word/x.xml', strToU8('<a:x descr="caucus notes.txt"/>')],
    ['written by numbers', 'word/x.xml', strToU8('<a:x descr="caucus&#32;notes&#x2e;txt"/>')],
    ['in a percent-encoded link', 'word/_rels/x.xml.rels', strToU8('<R Target="file:///C:/a/c%61ucus%20notes%2Etxt"/>')],
    ['in a part in UTF-16', 'word/x.xml', utf16('<w:t>caucus no</w:t><w:t>tes.txt</w:t>')],
    ['in wide letters of an old format', 'word/media/a.wmf', Buffer.from('x caucus notes.txt', 'utf16le')],
    ...[0, 1, 2].map((n): [string, string, Uint8Array] => [
      `in base64, ${n} letters into it`,
      'word/x.xml',
      strToU8(`<v>${Buffer.from(`${'(~'.slice(0, n)}caucus notes.txt)))`).toString('base64')}</v>`),
    ]),
  ])('%s', (_, path, content) => {
    expect(stopped(store(), part(path, content))).toMatch(NAMED_SOURCE)
  })
  it('in a packed stream of a PDF, and in its pages', () => {
    const packed = deflateSync(Buffer.from('x (caucus notes.txt) y'))
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7 1 0 obj stream\n'), packed, Buffer.from('\nendstream')])
    expect(stopped(store(), { format: 'pdf', bytes })).toMatch(NAMED_SOURCE)
    const { paper } = makePaper(caucus().store, { scope: 'item:13', view: 'clean', baseline: null, version: 'latest' })
    const said = { ...paper!, subtitle: 'from caucus notes.txt' }
    expect(stopped(store(), { format: 'pdf', bytes: new Uint8Array(), paper: said })).not.toMatch(NAMED_SOURCE)
  })
  it('is none where it is part of a longer one', () => {
    expect(stopped(store(), part('word/x.xml', strToU8('<w:t>caucus notes.txts</w:t>')))).toBe('')
    expect(stopped(store(), part('word/x.xml', strToU8('<w:t>acaucus notes.txt</w:t>')))).toBe('')
  })
  it('words of a draft in a percent-encoded link and in UTF-16 are found', () => {
    const { store: own } = caucus()
    expect(stopped(own, part('word/_rels/x.xml.rels', strToU8('<R Target="https://a.b/and%20no%20fewer%20than%20eleven"/>')))).toMatch(
      /words of the open draft/,
    )
    expect(stopped(own, part('word/x.xml', utf16('<w:p><w:t>and no few</w:t><w:t>er than eleven</w:t></w:p>')))).toMatch(
      /words of the open draft/,
    )
  })
})

describe('paths and names', () => {
  it('of the file, its folder, the home folder and the sources are found in any part, in any spelling', () => {
    const store = newStore()
    store.addSource({ name: 'caucus notes.txt', kind: 'base', bytes: new Uint8Array(1) })
    const zip = (content: Uint8Array): Partial<Outgoing> & { bytes: Uint8Array } => ({
      format: 'docx',
      bytes: zipSync({ 'word/media/a.bin': content }),
    })
    expect(stopped(store, zip(encode.encode(`x "${store.path}"`)))).toMatch(/a path on this computer .* at word\/media\/a\.bin\.$/)
    expect(stopped(store, zip(Buffer.from(`${homedir()}/x`, 'utf16le')))).toMatch(/a path on this computer/)
    expect(stopped(store, zip(encode.encode('from caucus%20notes.txt')))).toMatch(/the name of a source file/)
    expect(stopped(store, zip(encode.encode(`${homedir()}x`)))).toBe('')
  })
  it('in what a PDF says of itself are found, packed or not', () => {
    const store = newStore()
    const pdf = (text: string): Partial<Outgoing> & { bytes: Uint8Array } => ({ format: 'pdf', bytes: encode.encode(`%PDF-1.7 ${text}`) })
    expect(stopped(store, pdf(`/Title (${store.path})`))).toMatch(/a path on this computer .* at its properties\.$/)
    expect(stopped(store, pdf('/Title (Contract)'))).toBe('')
  })
})

it('what may leave is told by one list over the store', () => {
  const { store, draft } = caucus()
  const kinds = (named: ReadonlySet<string>) =>
    secretsOf(store, named).flatMap((s) => (s.texts.length ? [s.what.replace(/ of LTA.*/, '')] : []))
  expect(kinds(NOBODY)).toContain('words of the open draft')
  expect(kinds(new Set([draft]))).not.toContain('words of the open draft')
})

it('an export that would leak writes nothing; one that names the draft goes out', async () => {
  const { store, draft } = caucus()
  const request = { scope: 'item:13', view: 'redline', baseline: null, format: 'md' } as const
  expect(strFromU8((await makeOutput(store, { ...request, version: `#${draft}` })).bytes)).toContain('eleven')
  const passed = await makeOutput(store, { ...request, version: 'latest' })
  expect(strFromU8(passed.bytes)).not.toContain('eleven')
})

it('no honest export of the sample is stopped, in any view and format, with a draft in each item that is open', async () => {
  const store = openFile(await samplePath(join(tempDir(), 'data')))
  for (const item of store.items().filter((i) => i.kind === 'item' && i.status === 'open')) {
    const last = store.proposals(item.id).at(-1) ?? null
    const draft = store.startDraft({ ...DRAFT, item: item.id, answers: last?.id ?? null })
    const n = draft.chain.length
    store.append(draft.id, 0, [typed(1, 'Whatever the caucus may think of it, ', 'c-x', n, 'LTA')])
  }
  const whole = PAPERS.flatMap(({ scope, of }) => (of === 'item' ? [] : [scope]))
  const scopes = [...whole, 'stack:13', 'sign-off:12', ...store.items().flatMap((i) => (i.kind === 'item' ? [`item:${i.number}`] : []))]
  let made = 0
  for (const scope of scopes)
    for (const view of ['clean', 'redline', 'all-rounds'] as const)
      for (const format of ['docx', 'md', ...(scope === 'table' ? ['pdf'] : [])] as Format[]) {
        const { bytes } = await makeOutput(store, { scope, view, baseline: null, version: null, format })
        expect(bytes.length).toBeGreaterThan(0)
        if (format === 'md') expect(new TextDecoder().decode(bytes)).not.toContain('the caucus may think')
        made++
      }
  expect(made).toBeGreaterThan(50)
  store.close()
})
