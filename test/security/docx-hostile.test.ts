import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { scrubFile } from '../../main/formats/docx/scrub.ts'
import { allRounds, invariants, plainText, project, redline } from '../../shared/redline/index.ts'
import { del, gone, ins, p, run, wordFile } from '../unit/main/formats/docx/word.ts'

/** Word files made to do harm: each gives one sentence, or is read within bounds of time and memory. */

let fresh = 0
const open = (bytes: Uint8Array): Promise<WordFile> => readDocx(bytes, 'theirs.docx', (prefix) => `${prefix}${++fresh}`)
/** Milliseconds for one of these, on a machine that is busy with others. */
const LIMIT = 60_000

/** Reads a file and everything that is done with one; gives its latest text. */
async function through(bytes: Uint8Array): Promise<string> {
  const started = performance.now()
  const file = await open(bytes)
  invariants(file.doc)
  const latest = project(file.doc, file.rounds.length)
  const rounds = file.rounds.map(({ r, author, date }) => ({ r, party: author, date: date ?? '', proposal: '' }))
  allRounds(file.doc, rounds, 0, rounds.length)
  writeBack({ file, redline: redline(latest, [], 0, 0), other: file, view: 'redline' })
  await scrubFile(bytes, { name: 'theirs.docx', parties: [] })
  expect(performance.now() - started).toBeLessThan(LIMIT)
  return plainText(latest)
}
const refusal = (bytes: Uint8Array): Promise<string> =>
  through(bytes).then(
    () => 'read',
    (error: Error) => (error.name === 'ParleyError' ? error.message : `${error.stack}`),
  )
/** A file with another part in it, or one of its parts changed. */
const withParts = (bytes: Uint8Array, more: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync({
    ...unzipSync(bytes),
    ...Object.fromEntries(Object.entries(more).map(([path, part]) => [path, typeof part === 'string' ? strToU8(part) : part])),
  })
const repeat = (n: number, what: string): string => what.repeat(n)
const nested = (n: number, open: string, inside: string, close: string): string => open.repeat(n) + inside + close.repeat(n)
const char = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
const row = (cell: string, properties = ''): string => `<w:tr><w:tc><w:tcPr>${properties}</w:tcPr>${cell}</w:tc></w:tr>`
const table = (rows: string): string => `<w:tbl><w:tblPr/><w:tblGrid/>${rows}</w:tbl>`
const list = (level: string): string =>
  `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">${level}</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
const listed = (text: string, id = '1', level = '0'): string =>
  p(run(text), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${id}"/></w:numPr>`)
const NUMBER = 99999999999999999999999999999999n.toString()

describe('is refused with one sentence', () => {
  const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  test.each<[string, () => Uint8Array, RegExp]>([
    [
      'an archive that unpacks without end',
      () => withParts(wordFile(p(run('x'))), { 'word/bomb.xml': new Uint8Array(16 << 20) }),
      /unpacks to far more/,
    ],
    [
      'many parts that unpack without end together',
      () =>
        withParts(
          wordFile(p(run('x'))),
          Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`word/b${i}.bin`, new Uint8Array(2 << 20)])),
        ),
      /unpacks to far more/,
    ],
    ['entries that overlap', overlapping, /damaged or cut short|unpacks to far more|twice/],
    [
      'a document type in the document',
      () => withDocument((xml) => `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x">${xml}`),
      /has a document type declaration/,
    ],
    [
      'entities that grow',
      () => withDocument((xml) => `<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>${xml}`),
      /has a document type declaration/,
    ],
    [
      'elements in each other without end',
      () => wordFile(nested(5000, '<w:sdt><w:sdtContent>', p(run('x')), '</w:sdtContent></w:sdt>')),
      /nests more than/,
    ],
    [
      'bytes that are no UTF-8',
      () => withParts(wordFile(''), { 'word/document.xml': new Uint8Array([0x3c, 0xc3, 0x28]) }),
      /is not text in UTF-8/,
    ],
    [
      'a document that is another part',
      () => withDocument(() => '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'),
      /has no body/,
    ],
    ['a document that is cut short', () => withDocument((xml) => xml.slice(0, -20)), /is not well-formed XML/],
    [
      'a document that is elsewhere',
      () =>
        withParts(wordFile(''), {
          '_rels/.rels': `<Relationships xmlns="x"><Relationship Id="a" Type="${RELATION}/officeDocument" Target="http://127.0.0.1:1/document.xml" TargetMode="External"/></Relationships>`,
        }),
      /does not say which part holds the document/,
    ],
    ['a name out of the archive', () => withParts(wordFile(''), { '../../evil.xml': 'x' }), /damaged/],
    [
      'an element with a thousand attributes',
      () => wordFile(`<w:p ${Array.from({ length: 1000 }, (_, i) => `a${i}=""`).join(' ')}/>`),
      /more than 200 attributes/,
    ],
  ])('%s', async (_, bytes, message) => {
    const said = await refusal(bytes())
    expect(said).toMatch(message)
    expect(said).toMatch(/^«theirs\.docx» [^\n]+\.$/)
  })
})

const withDocument = (change: (xml: string) => string): Uint8Array => {
  const bytes = wordFile(p(run('One.')))
  return withParts(bytes, { 'word/document.xml': change(strFromU8(unzipSync(bytes)['word/document.xml'])) })
}
/** Every entry of the directory points at the same bytes. */
function overlapping(): Uint8Array {
  const bytes = withParts(
    wordFile(p(run('x'))),
    Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`word/b${i}.bin`, new Uint8Array(90_000)])),
  )
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  let first = -1
  for (let at = 0; at + 46 < bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue
    if (first < 0) first = view.getUint32(at + 42, true)
    view.setUint32(at + 42, first, true)
  }
  return bytes
}

describe('is read within bounds', () => {
  test.each<[string, () => Uint8Array, string | RegExp]>([
    ['100,000 empty paragraphs', () => wordFile(repeat(100_000, '<w:p/>') + p(run('end'))), /end$/],
    ['a paragraph of 200,000 runs', () => wordFile(p(repeat(200_000, '<w:r><w:t>x</w:t></w:r>'))), /^x{200000}$/],
    ['a paragraph of 10,000 tracked runs', () => wordFile(p(repeat(5000, ins('A', 3, run('a')) + del('B', 4, gone('b'))))), /^a{5000}$/],
    ['a run of 20 MB', () => wordFile(p(run(repeat(2 << 20, 'wage rates')))), /^wage/],
    ['300 authors', () => wordFile(p(Array.from({ length: 300 }, (_, i) => ins(`A${i}`, 3, run('a'))).join(''))), /^a{300}$/],
    ['fields that never end', () => wordFile(p(repeat(20_000, char('begin')) + run('x'))), 'x'],
    ['fields that never began', () => wordFile(p(repeat(20_000, char('end')) + run('x'))), 'x'],
    ['fields in fields', () => wordFile(p(repeat(5000, char('begin') + char('separate')) + run('x') + repeat(5000, char('end')))), /x/],
    [
      'fields that go on over every paragraph',
      () => wordFile(repeat(3000, p(char('begin') + char('separate') + run('x'))) + repeat(3000, p(char('end')))),
      /^x\n/,
    ],
    ['wrappers in each other up to the bound', () => wordFile(p(nested(280, '<w:smartTag>', run('x'), '</w:smartTag>'))), 'x'],
    ['content controls in each other', () => wordFile(nested(140, '<w:sdt><w:sdtContent>', p(run('x')), '</w:sdtContent></w:sdt>')), 'x'],
    ['insertions in each other', () => wordFile(p(nested(280, '<w:ins w:id="1" w:author="A">', run('x'), '</w:ins>'))), 'x'],
    ['tables in each other', () => wordFile(nested(90, '<w:tbl><w:tr><w:tc>', p(run('x')), '<w:p/></w:tc></w:tr></w:tbl>') + p('')), /x/],
    [
      'moves that never end',
      () =>
        wordFile(
          repeat(3000, `<w:moveFromRangeStart w:id="1" w:name="m"/>${p(`<w:moveFrom w:author="A">${run('x')}</w:moveFrom>`)}`) +
            p(run('end')),
        ),
      /end/,
    ],
    [
      'a move whose halves lie in and out of a table',
      () =>
        wordFile(
          `<w:moveToRangeStart w:id="1" w:name="m"/>${table(row(`${p(`<w:moveTo w:author="A">${run('x')}</w:moveTo>`)}<w:moveToRangeEnd w:id="1"/>`))}${p(`<w:moveFromRangeStart w:id="2" w:name="m"/><w:moveFrom w:author="A">${run('x')}</w:moveFrom>`)}`,
        ),
      /x/,
    ],
    [
      'cells that say they are endless',
      () => wordFile(table(repeat(200, row(p(run('x')), '<w:gridSpan w:val="1000000000"/><w:vMerge/>'))) + p('')),
      /x/,
    ],
    [
      'wide cells that reach down',
      () => wordFile(table(repeat(400, row(p(run('x')), '<w:gridSpan w:val="1000"/><w:vMerge/>'))) + p('')),
      /x/,
    ],
    [
      'columns left out without end',
      () => wordFile(table(`<w:tr><w:trPr><w:gridBefore w:val="${NUMBER}"/></w:trPr><w:tc>${p(run('x'))}</w:tc></w:tr>`) + p('')),
      /x/,
    ],
    [
      'a table of 200 columns and 200 rows',
      () => wordFile(table(repeat(200, `<w:tr>${repeat(200, `<w:tc>${p('')}</w:tc>`)}</w:tr>`)) + p(run('end'))),
      /end/,
    ],
    ['one id for everything', () => wordFile(repeat(2000, `<w:bookmarkStart w:id="${NUMBER}" w:name="x"/>${p(run('x'))}`)), /^x\n/],
    [
      'ids that are no numbers',
      () => wordFile(p(`<w:ins w:id="NaN" w:author="A">x</w:ins>${ins('A', 3, run('y'))}<w:bookmarkStart w:id="-1"/>`)),
      'y',
    ],
  ])('%s', { timeout: 120_000 }, async (_, bytes, text) => {
    // Not packed: what is packed too well is not even read.
    const said = await through(zipSync(unzipSync(bytes()), { level: 0 }))
    if (typeof text === 'string') expect(said.trim()).toBe(text)
    else expect(said.trim()).toMatch(text)
  })

  test.each<[string, string, string]>([
    [
      'a number of a list beyond all bounds',
      list(`<w:start w:val="${NUMBER}"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/>`),
      listed('x'),
    ],
    ['a Roman number of a million', list('<w:start w:val="1000000"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/>'), listed('x')],
    [
      'a number in words beyond all bounds',
      list('<w:start w:val="9007199254740991"/><w:numFmt w:val="cardinalText"/><w:lvlText w:val="%1."/>'),
      listed('x'),
    ],
    ['a number below nothing', list('<w:start w:val="-5"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1."/>'), listed('x')],
    ['a label of 50,000 numbers', list(`<w:numFmt w:val="decimal"/><w:lvlText w:val="${repeat(50_000, '%1')}"/>`), repeat(40, listed('x'))],
    ['a level that no list has', list('<w:numFmt w:val="decimal"/><w:lvlText w:val="%9"/>'), listed('x', '1', NUMBER)],
    [
      'a list that links to itself',
      '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/><w:styleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
      listed('x'),
    ],
    [
      'lists that link in a ring',
      '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/><w:styleLink w:val="b"/></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="b"/><w:styleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
      listed('x'),
    ],
    [
      'an own format of zeros without end',
      list(`<w:numFmt w:val="custom" w:format="${repeat(30_000, '0')}1"/><w:lvlText w:val="%1"/>`),
      listed('x'),
    ],
    [
      '10,000 lists and as many paragraphs',
      Array.from(
        { length: 5000 },
        (_, i) =>
          `<w:abstractNum w:abstractNumId="${i}"><w:numStyleLink w:val="s${i}"/></w:abstractNum><w:num w:numId="${i}"><w:abstractNumId w:val="${i}"/></w:num>`,
      ).join(''),
      Array.from({ length: 5000 }, (_, i) => listed('x', String(i))).join(''),
    ],
  ])('%s', { timeout: 120_000 }, async (_, numbering, body) => {
    expect((await through(wordFile(body, { numbering }))).length).toBeLessThan(1_000_000)
  })

  test.each<[string, string]>([
    [
      'styles based on each other in a ring',
      '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>',
    ],
    ['a style based on itself', '<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>'],
    [
      '10,000 styles, each based on the one before',
      Array.from({ length: 10_000 }, (_, i) => `<w:style w:styleId="${i ? `s${i}` : 'a'}"><w:basedOn w:val="s${i + 1}"/></w:style>`).join(
        '',
      ),
    ],
  ])('%s', { timeout: 120_000 }, async (_, styles) => {
    expect((await through(wordFile(repeat(2000, p(run('x'), '<w:pStyle w:val="a"/>')), { styles }))).slice(0, 1)).toBe('x')
  })

  test('changes of more authors than a contract can have are not read', async () => {
    const many = Array.from({ length: 1001 }, (_, i) => ins(`A${i}`, 3, run('a'))).join('')
    await expect(through(wordFile(p(many)))).rejects.toThrow(/^«theirs\.docx» holds changes of more authors and days/)
  })

  test('parts that are related to each other in a ring, or to nothing', async () => {
    const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
    const relation = (target: string) =>
      `<Relationships xmlns="${RELATIONS}"><Relationship Id="x" Type="a/image" Target="${target}"/><Relationship Id="y" Type="a/header" Target="nowhere.xml"/></Relationships>`
    const bytes = withParts(wordFile(p(run('x'))), {
      'word/a.xml': '<a/>',
      'word/_rels/a.xml.rels': relation('b.xml'),
      'word/b.xml': '<b/>',
      'word/_rels/b.xml.rels': relation('a.xml'),
      'word/_rels/document.xml.rels': relation('a.xml'),
    })
    expect(await through(bytes)).toBe('x')
  })
})
