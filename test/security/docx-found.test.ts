import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { serialize } from '../../main/formats/docx/package/tree.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { compare } from '../../shared/compare/index.ts'
import { invariants, plainText, project, redline } from '../../shared/redline/index.ts'
import { ins, p, run, wordFile } from '../unit/main/formats/docx/word.ts'

/** Faults that mutants of Word files found, each by its name. */

let fresh = 0
const newId = (prefix: string): string => `${prefix}${++fresh}`
const open = (bytes: Uint8Array): Promise<WordFile> => readDocx(bytes, 'theirs.docx', newId)
const latest = (file: WordFile) => project(file.doc, file.rounds.length)
const ROUND = { r: 1, party: 'LTA', date: '2025-11-12', proposal: '' }

/** What the second file says, written into the first and read again. */
async function into(a: Uint8Array, b: Uint8Array): Promise<readonly [string, string]> {
  const [own, other] = [await open(a), await open(b)]
  const doc = compare(latest(own), latest(other), ROUND.party, newId)
  const again = await open(writeBack({ file: own, redline: redline(doc, [ROUND], 0, 1), other, view: 'redline' }))
  return [plainText(project(again.doc, 0)).trim(), plainText(latest(again)).trim()]
}
const table = (cell: string): string =>
  `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>${cell}</w:tc></w:tr></w:tbl>`

test('language comes into a body that has no paragraph, and into such a cell', async () => {
  expect(await into(wordFile(''), wordFile(p(run('One.'))))).toEqual(['', 'One.'])
  const [before, after] = await into(wordFile(table('') + p(run('After.'))), wordFile(table(p(run('One.'))) + p(run('After.'))))
  expect([before.replace(/\s+/g, ' '), after.replace(/\s+/g, ' ')]).toEqual(['After.', 'One. After.'])
})

test('a document with a table that nobody changed is the same bytes, white space around its root included', async () => {
  const bytes = wordFile(table(p(run('One.'))) + p(run('After.')))
  const file = await open(bytes)
  const written = writeBack({ file, redline: redline(latest(file), [], 0, 0), other: file, view: 'redline' })
  expect(unzipSync(written)['word/document.xml']).toEqual(unzipSync(bytes)['word/document.xml'])
})

test('prefixes that only another part of the other file declares are declared where its lists and styles go', async () => {
  const odd = (body: string, more = ''): Uint8Array =>
    wordFile(body, {
      numbering: `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>${more}<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
    })
  const parts = unzipSync(
    odd(p(run('One.')) + p(run('Listed.'), '<w:numPr><w:numId w:val="1"/></w:numPr>') + p(run('Two.')), '<x:odd x:say="1"/>'),
  )
  const numbering = strFromU8(parts['word/numbering.xml']).replace('<w:numbering ', '<w:numbering xmlns:x="urn:odd" ')
  const other = zipSync({ ...parts, 'word/numbering.xml': strToU8(numbering) })
  expect(await into(odd(p(run('One.')) + p(run('Two.'))), other)).toEqual(['One.\nTwo.', 'One.\n1. Listed.\nTwo.'])
})

test('tracked places without any words are no change', async () => {
  const bytes = wordFile(p(ins('Bob', 3, '<w:bookmarkStart w:id="4" w:name="x"/><w:bookmarkEnd w:id="4"/>')) + p(run('One.')))
  const file = await open(bytes)
  const written = writeBack({ file, redline: redline(latest(file), [], 0, 0), other: file, view: 'redline' })
  expect(unzipSync(written)['word/document.xml']).toEqual(unzipSync(bytes)['word/document.xml'])
})

test('words and elements that are called like what every object has are only words and elements', async () => {
  const words = p(run('constructor')) + p(`<w:constructor><w:r><w:t>kept</w:t></w:r></w:constructor>${run('__proto__')}`)
  expect(await into(wordFile(p(run('One.'))), wordFile(words))).toEqual(['One.', 'constructor\n__proto__'])
  const file = await open(wordFile(words))
  expect(file.rounds).toEqual([])
})

test('characters that XML cannot hold do not break a file that they were typed into', () => {
  const element = { name: 'a', uri: '', local: 'a', attributes: { b: '\u0001' }, children: ['\u0000x\ud800y\u{1f600}'] }
  expect(serialize(element)).toBe('<a b="\ufffd">\ufffdx\ufffdy\u{1f600}</a>')
})

test('a cell whose only paragraph came later than its row has a paragraph at every version', async () => {
  const later = p(ins('B', 4, run('x')), '', ins('B', 4))
  const file = await open(
    wordFile(`<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr>${ins('A', 3)}</w:trPr><w:tc>${later}</w:tc></w:tr></w:tbl>${p('')}`),
  )
  for (let v = 0; v <= file.rounds.length; v++) project(file.doc, v).check()
  expect([plainText(project(file.doc, 1)).trim(), plainText(project(file.doc, 2)).trim()]).toEqual(['', 'x'])
})

test('a row that comes in has no cell where the other rows lose theirs: every version of the table is a grid', async () => {
  const row = (...cells: string[]): string => `<w:tr>${cells.map((text) => `<w:tc><w:tcPr/>${p(run(text))}</w:tc>`).join('')}</w:tr>`
  const grid = (...rows: string[]): Uint8Array => wordFile(`<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>${p(run('After.'))}`)
  const own = await open(grid(row('Step', 'Lane', 'Old pay'), row('One', 'BA', '100')))
  const other = await open(grid(row('New', 'New lane', 'New note'), row('Step', 'Note', 'Lane'), row('One', 'see 4', 'BA')))
  const doc = compare(latest(own), latest(other), ROUND.party, newId)
  for (const view of ['redline', 'clean'] as const) {
    const again = await open(writeBack({ file: own, redline: redline(doc, [ROUND], 0, 1), other, view }))
    invariants(again.doc)
    expect(
      latest(again)
        .child(0)
        .children.map((tr) => tr.childCount),
    ).toEqual([3, 3, 3])
  }
})
