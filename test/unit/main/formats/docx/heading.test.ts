import { unzipSync } from 'fflate'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { writeBack } from '../../../../../main/formats/docx/back/index.ts'
import { writeDocx } from '../../../../../main/formats/docx/index.ts'
import { readDocx, type WordFile } from '../../../../../main/formats/docx/read/index.ts'
import { writeMarkdown } from '../../../../../main/formats/markdown/index.ts'
import { compare } from '../../../../../shared/compare/index.ts'
import { type BlockProps, schema } from '../../../../../shared/model/schema.ts'
import { changes, plainText, project, redline } from '../../../../../shared/redline/index.ts'
import { paperOf } from '../../../../interop/samples.ts'
import { changed, del, gone, ins, type More, p, run, wordFile } from './word.ts'

/** Headings that their styles number: `Article 1.` and, under it, `1.1`. */
const style = (id: string, name: string, more: string): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="N"/><w:pPr>${more}</w:pPr></w:style>`
const numbered = (at: number): string => `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="1"/></w:numPr>`
const level = (at: number, text: string): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="H${at + 1}"/><w:lvlText w:val="${text}"/></w:lvl>`
const MORE: More = {
  styles:
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>' +
    style('H1', 'heading 1', numbered(0)) +
    style('H2', 'heading 2', numbered(1)),
  numbering: `<w:abstractNum w:abstractNumId="0">${level(0, 'Article %1.')}${level(1, '%1.%2')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
}
const article = (inside: string, mark = ''): string => p(inside, '<w:pStyle w:val="H1"/>', mark)
const section = (inside: string): string => p(inside, '<w:pStyle w:val="H2"/>')
const BODY =
  article(run('Leave')) + section(run('Sick leave')) + p(run('Ten days.')) + article(run('Pay')) + section(run('Steps')) + p(run('Paid.'))
const SAID = 'Article 1. Leave\n1.1 Sick leave\nTen days.\nArticle 2. Pay\n2.1 Steps\nPaid.'

let fresh = 0
const newId = (prefix: string): string => `${prefix}${++fresh}`
const read = (bytes: Uint8Array): Promise<WordFile> => readDocx(bytes, 'a.docx', newId)
const ROUND = { r: 1, party: 'BEA', date: '2025-11-12', proposal: '' }
const xmlOf = (bytes: Uint8Array): string => new TextDecoder().decode(unzipSync(bytes)['word/document.xml'])

/** A file whose accepted text becomes other blocks, as a redline in its own package, and what each side of that says. */
async function edited(body: string, edit: (blocks: readonly Node[]) => readonly Node[]) {
  const file = await read(wordFile(body, MORE))
  const before = project(file.doc, file.rounds.length)
  const doc = compare(before, schema.nodes.doc.create(null, edit(before.children)), 'BEA', newId)
  const bytes = writeBack({ file, redline: redline(doc, [ROUND], 0, 1), other: null, view: 'redline' })
  const back = await read(bytes)
  return {
    bytes,
    xml: xmlOf(bytes),
    rejected: plainText(project(back.doc, 0)),
    accepted: plainText(project(back.doc, back.rounds.length)),
  }
}
const block = (type: BlockProps['type'], text: string, attrs: Partial<BlockProps['attrs']> = {}): Node =>
  schema.nodes[type].create(attrs, schema.text(text))

test('the number of a heading is its label, and the papers say it', async () => {
  const { doc } = await read(wordFile(BODY, MORE))
  expect(plainText(doc)).toBe(SAID)
  expect(doc.child(0).attrs).toMatchObject({ level: 1, label: 'Article 1.' })
  expect(doc.child(0).textContent).toBe('Leave')
  const paper = paperOf(redline(doc, [], 0, 0), 'clean', null)
  const markdown = new TextDecoder().decode(await writeMarkdown(paper))
  expect(markdown).toContain('# Article 1. Leave')
  expect(markdown).toContain('## 1.1 Sick leave')
  expect(plainText((await read(await writeDocx(paper))).doc)).toContain(SAID)
})

test('headings that nobody changed come back as the same bytes, part by part', async () => {
  const file = wordFile(BODY, MORE)
  expect(unzipSync((await edited(BODY, (blocks) => blocks)).bytes)).toEqual(unzipSync(file))
})

test('a heading that came counts in what is accepted, and not in what is rejected', async () => {
  const { doc, rounds } = await read(
    wordFile(article(run('Leave')) + article(ins('BEA', 1, run('Hours')), ins('BEA', 1)) + article(run('Pay')), MORE),
  )
  expect(plainText(project(doc, 0))).toBe('Article 1. Leave\nArticle 2. Pay')
  expect(plainText(project(doc, rounds.length))).toBe('Article 1. Leave\nArticle 2. Hours\nArticle 3. Pay')
})

test('a heading that was taken out of its list has lost its label since', async () => {
  const { doc } = await read(
    wordFile(
      p(
        run('Leave'),
        `<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>${changed('pPrChange', 'BEA', 1, '<w:pPr><w:pStyle w:val="H1"/></w:pPr>')}`,
      ) + p(`${del('BEA', 1, gone('Ten'))}${run(' days.')}`),
      MORE,
    ),
  )
  expect([plainText(project(doc, 0)), plainText(project(doc, 1))]).toEqual(['Article 1. Leave\nTen days.', 'Leave\n days.'])
  const chain = [{ ...ROUND, date: '2025-11-01' }]
  expect(changes(redline(doc, chain, 0, 1)).some(({ kinds }) => kinds.includes('paragraph'))).toBe(true)
  const markdown = new TextDecoder().decode(await writeMarkdown(paperOf(redline(doc, chain, 0, 1), 'redline', null)))
  expect(markdown).toContain('# ~~Article 1.~~ Leave')
})

test('a heading that is put in among numbered ones is numbered by the file and not by words', async () => {
  const { xml, rejected, accepted } = await edited(BODY, (blocks) => [
    ...blocks.slice(0, 3),
    block('heading', 'Hours', { level: 1, label: 'Article 2.' }),
    block('paragraph', 'Eight hours.'),
    block('heading', 'Pay', { level: 1, label: 'Article 3.' }),
    block('heading', 'Steps', { level: 2, label: '3.1' }),
    blocks[5],
  ])
  expect(rejected).toBe(SAID)
  expect(accepted).toBe('Article 1. Leave\n1.1 Sick leave\nTen days.\nArticle 2. Hours\nEight hours.\nArticle 3. Pay\n3.1 Steps\nPaid.')
  expect(xml).not.toContain('Article')
  expect(xml).not.toContain('pPrChange')
})

test('a heading without a label is not numbered by the file', async () => {
  const { rejected, accepted } = await edited(BODY, (blocks) => [...blocks, block('heading', 'Memoranda', { level: 1 })])
  expect(rejected).toBe(SAID)
  expect(accepted).toBe(`${SAID}\nMemoranda`)
  const bare = await edited(BODY, (blocks) => [...blocks.slice(0, 3), block('heading', 'Pay', { level: 1 }), ...blocks.slice(4)])
  expect(bare.rejected).toBe(SAID)
  expect(bare.accepted.split('\n')[3]).toBe('Pay')
})

test('a heading that becomes a paragraph takes its label along as words, which no list gives any more', async () => {
  const { rejected, accepted } = await edited(BODY, (blocks) => [
    ...blocks.slice(0, 3),
    block('paragraph', 'Pay', { label: 'Article 2.' }),
    ...blocks.slice(4),
  ])
  expect(rejected).toBe(SAID)
  expect(accepted.split('\n')[3]).toBe('Article 2. Pay')
})
