import { randomUUID } from 'node:crypto'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { Fragment, type Node } from 'prosemirror-model'
import { expect, test, vi } from 'vitest'
import { readDocx } from '../../../../main/formats/docx/read/index.ts'
import { counted, newId } from '../../../../main/services/id.ts'
import { importSource, readSource } from '../../../../main/services/intake.ts'
import { makeOutput } from '../../../../main/services/output.ts'
import type { PaperRequest } from '../../../../main/services/paper.ts'
import type { Store } from '../../../../main/store/index.ts'
import { weave } from '../../../../shared/compare/index.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { plainText, project } from '../../../../shared/redline/index.ts'
import { p, run, wordFile } from '../formats/docx/word.ts'
import { newStore, tempDir } from '../store/made.ts'

vi.setConfig({ testTimeout: 30_000 })

const BYTES = wordFile(
  p(run('Lakeview Agreement', '<w:b/><w:sz w:val="40"/>')) +
    p(run('The notice is three days.', '<w:color w:val="112233"/>'), '<w:spacing w:after="40"/>') +
    p(run('It is given in writing.')),
  { styles: '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>' },
)
async function imported(): Promise<Store> {
  const store = newStore()
  await importSource(store, { as: 'base', name: 'base.docx', bytes: BYTES, item: null, party: null, date: null, answers: null })
  return store
}
/** Adds a proposal that says this in place of the second paragraph, answering the last one. */
const pass = (store: Store, party: string, date: string, text: string): void =>
  passed(store, party, date, (blocks) => blocks.map((b, i) => (i === 1 ? b.copy(Fragment.from(schema.text(text))) : b)))
/** Adds a proposal that makes this of the blocks. */
function passed(store: Store, party: string, date: string, edit: (blocks: readonly Node[]) => readonly Node[]): void {
  const item = store.items().find((i) => i.kind === 'base')!
  const last = store.proposals(item.id).at(-1) ?? null
  const from = last ? store.document(last.id).doc : store.base(item.id)
  const r = (last?.chain.length ?? 0) + 1
  const now = project(from, r - 1)
  const blocks = edit(now.children)
  const id = randomUUID()
  store.addSealed({
    id,
    item: item.id,
    kind: 'amended',
    answers: last?.id ?? null,
    chain: [...(last?.chain ?? []), { r, party, date, proposal: id }],
    doc: weave(from, now.copy(Fragment.from([...blocks])), { r, p: party }, newId),
  })
}
const exported = async (store: Store, view: PaperRequest['view'], more: Partial<PaperRequest> = {}) => {
  const { bytes } = await makeOutput(store, { scope: 'base', view, baseline: null, version: null, format: 'docx', ...more })
  const { doc, rounds } = await readDocx(bytes, 'out.docx', counted())
  return { bytes, xml: strFromU8(unzipSync(bytes)['word/document.xml']), rounds, at: (v: number) => plainText(project(doc, v)).split('\n') }
}

test('an agreement that nobody edited leaves as the parts that came', async () => {
  const { bytes } = await exported(await imported(), 'clean')
  expect(unzipSync(bytes)).toEqual(unzipSync(BYTES))
})

test('an agreement with scanned pages of 40 MB comes in, is kept, and goes back', async () => {
  const parts = unzipSync(BYTES)
  const scan = (): Uint8Array => {
    const bytes = new Uint8Array(20 << 20)
    for (let at = 0; at < bytes.length; at += 1 << 16) crypto.getRandomValues(bytes.subarray(at, at + (1 << 16)))
    return bytes
  }
  const media = { 'word/media/a.jpg': scan(), 'word/media/b.jpg': scan() }
  const relations = strFromU8(parts['word/_rels/document.xml.rels']).replace(
    '</Relationships>',
    ['a', 'b']
      .map((name) => `<Relationship Id="${name}" Type="http://x/relationships/image" Target="media/${name}.jpg"/>`)
      .concat('</Relationships>')
      .join(''),
  )
  const bytes = zipSync({ ...parts, ...media, 'word/_rels/document.xml.rels': strToU8(relations) }, { level: 0 })
  expect(bytes.length).toBeGreaterThan(40 << 20)
  const path = join(tempDir(), 'scans.docx')
  writeFileSync(path, bytes)
  const store = newStore()
  await importSource(store, { as: 'base', ...readSource(path), item: null, party: null, date: null, answers: null })
  pass(store, 'LTA', '2023-09-20', 'The notice is four days.')
  const { bytes: out, at } = await exported(store, 'redline')
  expect(at(1)[1]).toBe('The notice is four days.')
  expect(Buffer.compare(unzipSync(out)['word/media/b.jpg'], media['word/media/b.jpg'])).toBe(0)
  expect(store.verify().problems).toEqual([])
})
test('a Word file of more than 60 MB and text of more than 16 are refused by their size', () => {
  const large = (name: string, head: string, megabytes: number): string => {
    const path = join(tempDir(), name)
    writeFileSync(path, head)
    truncateSync(path, megabytes << 20)
    return path
  }
  expect(() => readSource(large('a.docx', 'PK', 61))).toThrow('a.docx is too large to read: 61 MB, where 60 MB is the most.')
  expect(() => readSource(large('a.txt', 'a', 17))).toThrow('a.txt is too large to read: 17 MB, where 16 MB is the most.')
})

test('the redline of an agreement is in its own file, in its own looks, by party and day', async () => {
  const store = await imported()
  pass(store, 'LTA', '2023-09-20', 'The notice is four days.')
  pass(store, '300', '2023-11-01', 'The notice is four school days.')
  const { xml, rounds, at } = await exported(store, 'redline')
  expect(rounds).toEqual([
    { r: 1, author: 'LTA', date: '2023-09-20' },
    { r: 2, author: '300', date: '2023-11-01' },
  ])
  expect(xml).toContain('<w:rPr><w:color w:val="112233"/></w:rPr><w:t xml:space="preserve">four')
  expect(xml).toContain('<w:sz w:val="40"/>')
  expect([at(0)[1], at(2)[1]]).toEqual(['The notice is three days.', 'The notice is four school days.'])
  expect((await exported(store, 'clean')).at(0)[1]).toBe('The notice is four school days.')
  expect((await exported(store, 'clean')).rounds).toEqual([])
})

test('measured against a later version, only what came after it is tracked', async () => {
  const store = await imported()
  pass(store, 'LTA', '2023-09-20', 'The notice is four days.')
  pass(store, '300', '2023-11-01', 'The notice is four school days.')
  const { rounds, at } = await exported(store, 'redline', { baseline: 'LTA@2023-09-20' })
  expect(rounds).toEqual([{ r: 1, author: '300', date: '2023-11-01' }])
  expect([at(0)[1], at(1)[1]]).toEqual(['The notice is four days.', 'The notice is four school days.'])
})

test('labels that the file has no list for stand in it as text, and what comes after a later version is in its place', async () => {
  const store = await imported()
  const item = (label: string, text: string): Node =>
    schema.nodes.paragraph.create({ list: 'ordered', label, id: `item ${label}` }, schema.text(text))
  passed(store, 'LTA', '2023-09-20', ([title, ...rest]) => [title, item('a.', 'First of all.'), item('b.', 'Then this.'), ...rest])
  passed(store, '300', '2023-11-01', ([title, , b, ...rest]) => [title, b.type.create({ ...b.attrs, label: 'a.' }, b.content), ...rest])
  pass(store, 'LTA', '2023-12-06', 'Then that.')
  const lines = (list: readonly string[]): string[] => list.map((line) => line.replace(/\s+/g, ' '))
  const { rounds, at } = await exported(store, 'redline', { baseline: 'LTA@2023-09-20' })
  expect(rounds.map(({ author }) => author)).toEqual(['300', 'LTA'])
  const end = ['The notice is three days.', 'It is given in writing.']
  expect(lines(at(0))).toEqual(['Lakeview Agreement', 'a. First of all.', 'b. Then this.', ...end])
  expect(lines(at(2))).toEqual(['Lakeview Agreement', 'a. Then that.', ...end])
})

test('a file that cannot hold what is measured against gives way to a new document, and that is said', async () => {
  const store = await imported()
  const { table, table_row: row, table_cell: cell, paragraph } = schema.nodes
  const grid = table.create(null, row.create(null, cell.create(null, paragraph.create(null, schema.text('Step')))))
  const nested = table.create(null, row.create(null, cell.create(null, [paragraph.create(null, schema.text('Rate')), grid])))
  passed(store, 'LTA', '2023-09-20', (blocks) => [...blocks, nested])
  pass(store, '300', '2023-11-01', 'The notice is four days.')
  const asked = { scope: 'base', view: 'redline', version: null, format: 'docx' } as const
  const { bytes, notices } = await makeOutput(store, { ...asked, baseline: 'LTA@2023-09-20' })
  expect(notices).toEqual([expect.stringMatching(/^«base\.docx» cannot hold the version .*: it is written as a new document/)])
  expect(unzipSync(bytes)['word/header1.xml']).toBeDefined()
  expect((await makeOutput(store, { ...asked, baseline: null })).notices).toEqual([])
})
