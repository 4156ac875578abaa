import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { parseXml } from '../../main/formats/docx/package/tree.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { barePicture } from '../../main/formats/docx/scrub/picture.ts'
import { scrub, scrubFile } from '../../main/formats/docx/scrub.ts'
import { plainText, project } from '../../shared/redline/index.ts'
import { del, gone, ins, p, run, wordFile } from '../unit/main/formats/docx/word.ts'
import { everything, gif, jpeg, png, tiff } from './everything.ts'

/** What leaves carries nothing of who wrote it, where, with what, and what was hidden in it. */

let fresh = 0
const open = (bytes: Uint8Array): Promise<WordFile> => readDocx(bytes, 'x.docx', (prefix) => `${prefix}${++fresh}`)
const OPTIONS = { name: 'x.docx', parties: ['LTA', '300'] } as const
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const body = async (inside: string, more: Parameters<typeof wordFile>[1] = {}): Promise<string> => {
  const out = await scrubFile(wordFile(inside, more), OPTIONS)
  return /<w:body>(.*)<w:sectPr\/>/s.exec(strFromU8(unzipSync(out)['word/document.xml']))![1]
}
/** Empty elements as the writer writes them. */
const tidy = (xml: string): string => xml.replace(/<(w:\w+)(?![\w/])([^<>]*)><\/\1>/g, '<$1$2/>')
const char = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
const field = (code: string, result: string): string =>
  `${char('begin')}<w:r><w:instrText>${code}</w:instrText></w:r>${char('separate')}${run(result)}${char('end')}`

describe('one file with everything in it', async () => {
  const given = everything()
  const notices: string[] = []
  const out = await scrubFile(given, { ...OPTIONS, authors: new Map(), notice: (sentence) => notices.push(sentence) })
  const parts = unzipSync(out)

  test('no private word goes out, in any part', () => {
    const before = Object.values(unzipSync(given)).flatMap((part) => latin(part).match(/Zwiebel\d+/g) ?? [])
    expect(new Set(before).size).toBeGreaterThan(50)
    expect(Object.entries(parts).flatMap(([path, part]) => (latin(part).match(/Zwiebel\d+/g) ?? []).map((word) => [path, word]))).toEqual(
      [],
    )
    const { '[Content_Types].xml': _, 'word/styles.xml': __, ...rest } = parts
    expect(Object.values(rest).map(latin).join('')).not.toMatch(/22:47|00AB12|comment|people|printerSettings|customXml|rsid|vanish/)
  })
  test('what people read stays, field results and links to the web included', async () => {
    const { doc, rounds } = await open(out)
    const text = plainText(project(doc, rounds.length))
    for (const words of [
      'This stays',
      'new words',
      'Seen.',
      'the picture',
      'linked cell',
      'shown value',
      'a link to a file',
      'bound',
      'tagged',
    ])
      expect(text).toContain(words)
    expect(strFromU8(parts['word/_rels/document.xml.rels'])).toContain('https://example.org/contract')
    expect(rounds).toEqual([{ r: 1, author: 'Author', date: '2025-11-12' }])
  })
  test('it says in one sentence what was left out', () => {
    expect(notices).toEqual([
      'Left out of what is sent of «x.docx»: a comment, 3 stretches of hidden text, data of other programs, 3 fields that name a file or a person, a link to a file, what 4 pictures say of themselves, who wrote it, when and with what, the names of 4 authors.',
    ])
  })
  test('every part that is named is there, and every one that is there is named', () => {
    const types = strFromU8(parts['[Content_Types].xml'])
    for (const [, path] of types.matchAll(/PartName="\/([^"]*)"/g)) expect(Object.keys(parts)).toContain(path)
    expect(Object.keys(parts)).not.toContain('word/orphan.xml')
  })
  test('the archive has one moment for all parts, and what is scrubbed stays scrubbed, byte for byte', async () => {
    const view = new DataView(out.buffer, out.byteOffset)
    for (let at = 0; at + 46 < out.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) expect([view.getUint16(at + 12, true), view.getUint16(at + 14, true)]).toEqual([0, 0x21])
    expect(await scrubFile(out, OPTIONS)).toBe(out)
  })
})

describe('what does things, or holds more than the page shows', () => {
  const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  const OLD = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${kind.includes('/') ? kind : `${OLD}/${kind}`}" Target="${target}"/>`
  const relations = (...list: readonly string[]): Uint8Array =>
    strToU8(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`)
  const object = (inside: string): string => `<w:r><w:object><v:shape xmlns:v="urn:v" id="s"/>${inside}</w:object></w:r>`
  /** A file with macros, an active control, a workbook behind a chart, an embedded document and building blocks. */
  const busy = (more: readonly string[] = []): Uint8Array => {
    const parts = unzipSync(
      wordFile(
        p(
          run('Pay') +
            object('<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Word.Document.12" r:id="o"/>') +
            object('<w:control r:id="c" w:name="Button" w:shapeid="s"/>'),
        ),
      ),
    )
    const types = strFromU8(parts['[Content_Types].xml'])
      .replace(MAIN, 'application/vnd.ms-word.document.macroEnabled.main+xml')
      .replace('<Override', '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override')
    return zipSync({
      ...parts,
      '[Content_Types].xml': strToU8(types),
      'word/_rels/document.xml.rels': relations(
        relation('m', 'http://schemas.microsoft.com/office/2006/relationships/vbaProject', 'vbaProject.bin'),
        relation('c', 'control', 'activeX/activeX1.xml'),
        relation('o', 'package', 'embeddings/inner.docx'),
        relation('h', 'chart', 'charts/chart1.xml'),
        relation('g', 'glossaryDocument', 'glossary/document.xml'),
        ...more,
      ),
      'word/vbaProject.bin': strToU8('Zwiebel macro'),
      'word/_rels/vbaProject.bin.rels': relations(
        relation('d', 'http://schemas.microsoft.com/office/2006/relationships/wordVbaData', 'vbaData.xml'),
      ),
      'word/vbaData.xml': strToU8('<Zwiebel/>'),
      'word/activeX/activeX1.xml': strToU8('<Zwiebel/>'),
      'word/embeddings/inner.docx': strToU8('Zwiebel inner'),
      'word/embeddings/book.xlsx': strToU8('Zwiebel book'),
      'word/glossary/document.xml': strToU8('<Zwiebel/>'),
      'word/charts/chart1.xml': strToU8(
        `<c:chartSpace xmlns:c="urn:c" xmlns:r="${OLD}"><c:v>42</c:v><c:externalData r:id="b"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`,
      ),
      'word/charts/_rels/chart1.xml.rels': relations(relation('b', 'package', '../embeddings/book.xlsx')),
    })
  }
  test('goes; what the page shows of it stays, and the file is a plain document', async () => {
    const notices: string[] = []
    const out = unzipSync(await scrubFile(busy(), { ...OPTIONS, notice: (sentence) => notices.push(sentence) }))
    expect(Object.keys(out).sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'word/_rels/document.xml.rels',
      'word/charts/chart1.xml',
      'word/document.xml',
    ])
    expect(Object.values(out).map(latin).join('')).not.toMatch(/Zwiebel|vbaProject|OLEObject|w:control|externalData|macroEnabled/)
    expect(strFromU8(out['[Content_Types].xml'])).toContain(MAIN)
    expect(strFromU8(out['word/charts/chart1.xml'])).toContain('<c:v>42</c:v>')
    expect(strFromU8(out['word/document.xml'])).toMatch(/Pay.*v:shape.*v:shape/s)
    expect(notices).toEqual(['Left out of what is sent of «x.docx»: its macros, an active control, 2 embedded files, its building blocks.'])
  })
  test('a file that Word takes in unseen stops it with one sentence', async () => {
    await expect(scrubFile(busy([relation('a', 'aFChunk', 'chunk.html')]), OPTIONS)).rejects.toThrow(
      '«x.docx» takes in another file when Word opens it, which cannot be looked through. Open it in Word, save it there, and take it from there.',
    )
  })
})

test('authors become parties: a label stays, a known author is its party, anyone else is nobody', async () => {
  const bytes = wordFile(p(ins('LTA', 3, run('a')) + ins('Jane Doe', 3, run('b')) + del('Bob', 3, gone('c'))))
  const out = await scrubFile(bytes, { ...OPTIONS, authors: new Map([['Jane Doe', '300']]) })
  expect(strFromU8(unzipSync(out)['word/document.xml']).match(/author="[^"]*"/g)).toEqual([
    'author="LTA"',
    'author="300"',
    'author="Author"',
  ])
})

test.each<[string, string, string]>([
  ['a page number stays a field', field('PAGE', '7'), field('PAGE', '7')],
  ['a file name goes with what it shows', field('FILENAME \\p', 'draft.docx'), ''],
  ['what a link brought stays as text', field('LINK Excel.Sheet.12 C:\\\\pay.xlsx', '12'), run('12')],
  ['a result that is a path goes', field('QUOTE x', 'C:\\Users\\bob\\x'), ''],
  ['a field without a result that names goes', `${char('begin')}<w:r><w:instrText>AUTHOR</w:instrText></w:r>${char('end')}`, ''],
  [
    'a field in the code of another takes its code with it',
    `${char('begin')}<w:r><w:instrText>IF </w:instrText></w:r>${field('MERGEFIELD who', 'Bob')}${char('separate')}${run('yes')}${char('end')}`,
    run('yes'),
  ],
  [
    'a field in the result of another is looked at by itself',
    `${char('begin')}<w:r><w:instrText>QUOTE x</w:instrText></w:r>${char('separate')}${field('USERNAME', 'Bob')}${run('yes')}${char('end')}`,
    `${char('begin')}<w:r><w:instrText>QUOTE x</w:instrText></w:r>${char('separate')}${run('yes')}${char('end')}`,
  ],
  ['the end of a field that never began stays', `${char('end')}${run('x')}`, `${char('end')}${run('x')}`],
  ['a simple field that names goes', `<w:fldSimple w:instr=" LASTSAVEDBY ">${run('Bob')}</w:fldSimple>${run('x')}`, run('x')],
  ['a simple field that brings leaves its text', `<w:fldSimple w:instr="DOCVARIABLE x">${run('9')}</w:fldSimple>`, run('9')],
  ['a revision id goes', run('x').replace('<w:r>', '<w:r w:rsidR="00112233">'), run('x')],
  ['a run that is shown again stays', run('x', '<w:vanish w:val="0"/>'), run('x', '<w:vanish w:val="0"/>')],
  ['hidden text goes, struck hidden text too', run('a') + del('LTA', 3, run('h', '<w:vanish/>')), run('a') + del('LTA', 3)],
])('%s', async (_, given, expected) => {
  expect(tidy(await body(p(given)))).toBe(tidy(p(expected).replaceAll('T10:00:00Z', 'T00:00:00Z')))
})

test('hidden lines go, but never the last paragraph of a cell or of the document', async () => {
  const hidden = p(run('h', '<w:vanish/>'), '', '<w:vanish/>')
  expect(await body(hidden + p(run('a')))).toBe(tidy(p(run('a'))))
  expect(await body(p(run('a')) + hidden)).toBe(tidy(p(run('a')) + p('', '', '<w:vanish/>')))
})

test('text that a paragraph style hides goes', async () => {
  const styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
  expect(await body(p(run('h') + run('shown', '<w:vanish w:val="false"/>'), '<w:pStyle w:val="H"/>'), { styles })).toBe(
    p(run('shown', '<w:vanish w:val="false"/>'), '<w:pStyle w:val="H"/>'),
  )
})

test('a part in which nothing is private keeps its bytes, and a clean file is the same file', async () => {
  const clean = wordFile(p(run('One: see https://example.org/a and C or D.')), { styles: '<w:style w:styleId="x"/>' })
  expect(await scrubFile(clean, OPTIONS)).toBe(clean)
  const mixed = new Map(Object.entries(unzipSync(wordFile(p(run('x').replace('<w:r>', '<w:r w:rsidR="1">')), { styles: '' }))))
  const out = scrub(mixed, OPTIONS)
  for (const [path, part] of mixed) expect(out.get(path) === part, path).toBe(path !== 'word/document.xml')
})

test('a part that is no XML where it has to be stops it with one sentence', () => {
  const parts = new Map(Object.entries(unzipSync(everything())))
  parts.set('word/header1.xml', strToU8('<w:hdr rsid="">'))
  expect(() => scrub(parts, OPTIONS)).toThrow('«x.docx» cannot be read: its part word/header1.xml is not well-formed XML.')
})

describe('pictures', () => {
  const pixels: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['JPEG', jpeg(), /ICC_PROFILE/],
    ['PNG', png(), /IHDR.*pHYs.*IDAT.*IEND/s],
    ['TIFF', tiff(), /^II/],
    ['GIF', gif(), /^GIF89a/],
  ]
  test.each(pixels)('%s: no word, place or time; colours and pixels untouched', (_, given, kept) => {
    const bare = barePicture(given)
    expect(latin(given)).toMatch(/Zwiebel/)
    expect(latin(bare)).not.toMatch(/Zwiebel|Exif.*Zwiebel|xmp|Photoshop/s)
    expect(latin(bare)).toMatch(kept)
    expect(barePicture(bare)).toBe(bare)
  })
  test('a JPEG that lies on its side still says so, and its scan is the same bytes', () => {
    const [given, bare] = [latin(jpeg()), latin(barePicture(jpeg()))]
    expect(Buffer.from(bare, 'latin1').toString('hex')).toContain('4578696600004d4d002a000000080001011200030000000100060000')
    const scan = given.slice(given.indexOf('\xff\xdb'), given.indexOf('\xff\xd9') + 2)
    expect(bare.endsWith(scan)).toBe(true)
  })
  test('a TIFF keeps its size, the tags of its pixels and the pixel', () => {
    const [given, bare] = [tiff(), barePicture(tiff())]
    expect(bare.length).toBe(given.length)
    const view = new DataView(bare.buffer, bare.byteOffset)
    const tags = Array.from({ length: view.getUint16(8, true) }, (_, i) => view.getUint16(10 + 12 * i, true))
    expect(tags).toEqual([256, 257, 258, 259, 262, 273, 274])
    expect(bare.at(-1)).toBe(200)
    expect(bare.subarray(-20, -1).every((byte) => byte === 0)).toBe(true)
  })
  test.each(pixels)('%s cut short anywhere does no harm', (_, given) => {
    for (let to = 0; to < given.length; to++) expect(barePicture(given.slice(0, to)).length).toBeLessThanOrEqual(to + 40)
  })
})

const CORPUS = join(import.meta.dirname, '../../../shared/corpus')
const files = existsSync(CORPUS) ? readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.docx')) : []
test.skipIf(!files.length)(`every Word file at hand (${files.length}) says the same afterwards`, { timeout: 240_000 }, async () => {
  for (const path of files) {
    const bytes = new Uint8Array(readFileSync(join(CORPUS, path)))
    let hidden = false
    const notice = (sentence: string): void => {
      hidden = /hidden text/.test(sentence)
    }
    const out = await scrubFile(bytes, { ...OPTIONS, notice })
    for (const [part, content] of Object.entries(unzipSync(out))) if (part.endsWith('.xml')) parseXml(content, path, part)
    const [before, after] = [await open(bytes), await open(out)]
    if (hidden) continue
    const text = (file: WordFile): string => plainText(project(file.doc, file.rounds.length))
    expect(text(after), path).toBe(text(before))
    expect(zipSync(unzipSync(out)).length, path).toBeGreaterThan(0)
  }
})
