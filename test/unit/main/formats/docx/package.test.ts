import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openPackage } from '../../../../../main/formats/docx/package/package.ts'
import { BOUNDS, parseXml, serialize, writeXml } from '../../../../../main/formats/docx/package/tree.ts'
import { LIMITS } from '../../../../../main/formats/docx/package/zip.ts'

const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const types = (type = TYPE): string =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`
const relations = (...list: readonly string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`
const relation = (id: string, kind: string, target: string, more = ''): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"${more}/>`
const DOCUMENT = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="${W}"><w:body><w:p/></w:body></w:document>`
const parts = (): Record<string, string> => ({
  '[Content_Types].xml': types(),
  '_rels/.rels': relations(relation('rId1', 'officeDocument', 'word/document.xml')),
  'word/document.xml': DOCUMENT,
})
const pack = (given: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(given).map(([path, text]) => [path, strToU8(text)])))
const refusal = async (bytes: Uint8Array): Promise<string> =>
  openPackage(bytes, 'theirs.docx').then(
    () => 'opened',
    (error: Error) => (error.name === 'ParleyError' ? error.message : `${error.name}: ${error.message}`),
  )
const uint32 = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const find = (bytes: Uint8Array, signature: number, from = 0): number => {
  const view = uint32(bytes)
  for (let i = from; i + 4 <= bytes.length; i++) if (view.getUint32(i, true) === signature) return i
  return -1
}

test('a package opens: main part, relations in and out of it, types, trees read once', async () => {
  const given = {
    ...parts(),
    'word/_rels/document.xml.rels': relations(
      relation('a', 'styles', 'styles.xml'),
      relation('b', 'hyperlink', 'https://example.org/x', ' TargetMode="External"'),
      relation('c', 'image', '/word/media/missing.png'),
      relation('d', 'footnotes', '../word/./notes.xml'),
    ),
    'word/styles.xml': '<w:styles xmlns:w="x"/>',
    'word/notes.xml': '<w:footnotes xmlns:w="x"/>',
  }
  const opened = await openPackage(pack(given), 'theirs.docx')
  expect(opened.main).toBe('word/document.xml')
  expect(opened.typeOf('word/document.xml')).toBe(TYPE)
  expect(opened.typeOf('word/styles.xml')).toBe('application/xml')
  expect(opened.typeOf('word/media/x.png')).toBe(null)
  expect(opened.relations(opened.main).map((r) => [r.id, r.kind, r.target, r.external])).toEqual([
    ['a', 'styles', 'word/styles.xml', false],
    ['b', 'hyperlink', 'https://example.org/x', true],
    ['d', 'footnotes', 'word/notes.xml', false],
  ])
  expect(opened.related(opened.main, 'styles')).toBe('word/styles.xml')
  expect(opened.related(opened.main, 'hyperlink')).toBe(null)
  expect(opened.xml('word/document.xml')).toBe(opened.xml('word/document.xml'))
  expect(opened.xml('word/document.xml').root.local).toBe('document')
})

test.each<[string, () => Uint8Array, RegExp]>([
  ['no archive at all', () => strToU8('Dear colleague,'), /^«theirs\.docx» is not a Word file \(DOCX\): it is not a zip archive/],
  ['nothing', () => new Uint8Array(), /not a zip archive/],
  ['another archive', () => pack({ 'a.txt': 'x' }), /another kind of zip archive/],
  [
    'a workbook',
    () => pack({ ...parts(), '[Content_Types].xml': types('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml') }),
    /a workbook of Excel/,
  ],
  ['a wrong content type', () => pack({ ...parts(), '[Content_Types].xml': types('image/png') }), /main part is of another kind/],
  ['no relation to a document', () => pack({ ...parts(), '_rels/.rels': relations() }), /does not say which part holds the document/],
  [
    'a relation out of the package',
    () => pack({ ...parts(), '_rels/.rels': relations(relation('r', 'officeDocument', '../../etc/passwd')) }),
    /does not say which part/,
  ],
  ['a missing main part', () => pack({ '[Content_Types].xml': types(), '_rels/.rels': parts()['_rels/.rels'] }), /does not say which part/],
  [
    'a document type',
    () => pack({ ...parts(), '_rels/.rels': `<!DOCTYPE x [<!ENTITY a "b">]>${relations()}` }),
    /part _rels\/\.rels has a document type declaration/,
  ],
  [
    'broken XML',
    () => pack({ ...parts(), '[Content_Types].xml': '<Types><a></Types>' }),
    /part \[Content_Types\]\.xml is not well-formed XML/,
  ],
  ['an unknown entity', () => pack({ ...parts(), '[Content_Types].xml': '<Types>&boom;</Types>' }), /not well-formed/],
  ['a truncated file', () => pack(parts()).slice(0, -30), /cut short/],
])('%s is refused with one sentence', async (_, bytes, message) => {
  expect(await refusal(bytes())).toMatch(message)
})

test('a checksum that does not fit the bytes is damage', async () => {
  const bytes = zipSync({ '[Content_Types].xml': strToU8(types()) }, { level: 0 })
  bytes[find(bytes, 0x04034b50) + 30 + '[Content_Types].xml'.length + 12] ^= 1
  expect(await refusal(bytes)).toMatch(/damaged or cut short/)
})

test('a part that says it is small and is not is damage, however far it expands', async () => {
  const bytes = zipSync({
    ...Object.fromEntries(Object.entries(parts()).map(([k, v]) => [k, strToU8(v)])),
    'word/bomb.xml': new Uint8Array(4 << 20),
  })
  let at = find(bytes, 0x02014b50)
  for (let next = at; next >= 0; next = find(bytes, 0x02014b50, next + 1)) at = next
  uint32(bytes).setUint32(at + 24, 10, true)
  expect(await refusal(bytes)).toMatch(/damaged or cut short/)
})

test('a part that expands without end is stopped on the way', async () => {
  const bomb = zipSync({ '[Content_Types].xml': strToU8(types()), 'word/bomb.xml': new Uint8Array(64 << 20) }, { level: 9 })
  expect(bomb.length).toBeLessThan(1 << 20)
  expect(await refusal(bomb)).toMatch(/unpacks to far more than a Word file holds \(at word\/bomb\.xml\)/)
})

test('a part that stands twice, a path out of the folder and too many parts are refused', async () => {
  const twice = zipSync({ 'word/a.xml': strToU8('x'), 'word/b.xml': strToU8('y') })
  for (let at = 0; at + 10 <= twice.length; at++)
    if (String.fromCharCode(...twice.slice(at, at + 10)) === 'word/b.xml') twice[at + 5] = 'a'.charCodeAt(0)
  expect(await refusal(twice)).toMatch(/holds the part word\/a\.xml twice/)
  expect(await refusal(zipSync({ '../evil.xml': strToU8('x') }))).toMatch(/damaged/)
  const many = Object.fromEntries(Array.from({ length: LIMITS.parts + 1 }, (_, i) => [`p${i}`, new Uint8Array()]))
  expect(await refusal(zipSync(many))).toMatch(/holds 4001 parts/)
})

test('elements nested without end are refused', () => {
  const deep = '<a>'.repeat(BOUNDS.depth + 1) + '</a>'.repeat(BOUNDS.depth + 1)
  expect(() => parseXml(strToU8(deep), 'x.docx', 'p.xml')).toThrow(/«x\.docx» cannot be read: its part p\.xml nests more than/)
  expect(() => parseXml(new Uint8Array([0xc3, 0x28]), 'x.docx', 'p.xml')).toThrow(/is not text in UTF-8/)
  expect(() => parseXml(strToU8(''), 'x.docx', 'p.xml')).toThrow(/is (empty|not well-formed)/)
})

test('a tree is written as it was read: unknown names, prefixes, comments, order, white space and escapes', () => {
  const source =
    '<w:p xmlns:w="urn:w" xmlns:x="urn:x" w:b="1" a="2 &lt;&amp;&quot;&#9;&#10;"><!-- kept --><x:odd x:y="z"/> <w:t xml:space="preserve"> a &amp; b &lt;c&gt; </w:t><?go on?></w:p>'
  const { root, head } = parseXml(strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${source}`), 'x.docx', 'p.xml')
  expect(serialize(root)).toBe(source)
  expect(head).toBe('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>')
  expect(root.attributes.constructor).toBe(undefined)
})

test('UTF-16 with its mark is read and written as UTF-8', () => {
  const text = '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'
  const bytes = new Uint8Array([0xff, 0xfe, ...new Uint8Array(new Uint16Array([...text].map((c) => c.charCodeAt(0))).buffer)])
  const part = parseXml(bytes, 'x.docx', 'p.xml')
  expect(new TextDecoder().decode(writeXml(part))).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a>é</a>')
})

const corpus = join(import.meta.dirname, '../../../../../../shared/corpus')
const folders = ((): string[] => {
  try {
    return readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.docx'))
  } catch {
    return []
  }
})()
test.skipIf(!folders.length)(
  `every Word file at hand opens, and its language is written as it was read (${folders.length} files)`,
  { timeout: 60_000 },
  async () => {
    for (const path of folders) {
      const opened = await openPackage(readFileSync(join(corpus, path)), path)
      const { root } = opened.xml(opened.main)
      const written = serialize(root)
      expect(serialize(parseXml(strToU8(written), path, opened.main).root) === written, path).toBe(true)
    }
  },
)
