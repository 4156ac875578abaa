import { unzipSync } from 'fflate'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { writeBack } from '../../../../../main/formats/docx/back/index.ts'
import { readDocx, type WordFile } from '../../../../../main/formats/docx/read/index.ts'
import { compare } from '../../../../../shared/compare/index.ts'
import { inlineText, schema } from '../../../../../shared/model/schema.ts'
import { project, redline } from '../../../../../shared/redline/index.ts'
import { del, gone, ins, type More, p, run, wordFile } from './word.ts'

let fresh = 0
const newId = (prefix: string): string => `${prefix}${++fresh}`
const clean = (file: WordFile): Node => project(file.doc, file.rounds.length)
const ROUND = { r: 1, party: 'BEA', date: '2025-11-12', proposal: '' }

/** The second of two files as a redline in the package of the first. */
async function written(
  a: Uint8Array,
  b: Uint8Array,
  view: 'redline' | 'clean' = 'redline',
): Promise<{ bytes: Uint8Array; a: WordFile; b: WordFile }> {
  const [own, other] = [await readDocx(a, 'a.docx', newId), await readDocx(b, 'b.docx', newId)]
  const doc = compare(clean(own), clean(other), ROUND.party, newId)
  const bytes = writeBack({ file: own, redline: redline(doc, [ROUND], 0, 1), other, view })
  return { bytes, a: own, b: other }
}
/** What a document says: a line a paragraph, its kind, its text and its things. */
const said = (doc: Node): string[] => {
  const out: string[] = []
  doc.descendants((node) => {
    if (!node.isTextblock) return true
    let text = ''
    node.forEach((c) => {
      text += c.type === schema.nodes.object ? `[${c.attrs.what}]` : inlineText(c)
    })
    out.push(text)
    return false
  })
  return out
}
const part = (bytes: Uint8Array, path: string): string => new TextDecoder().decode(unzipSync(bytes)[path])
const body = (bytes: Uint8Array): string => /<w:body>(.*)<w:sectPr\/>/s.exec(part(bytes, 'word/document.xml'))![1]
const again = async (bytes: Uint8Array): Promise<{ rejected: string[]; accepted: string[]; rounds: WordFile['rounds'] }> => {
  const { doc, rounds } = await readDocx(bytes, 'r.docx', newId)
  return { rejected: said(project(doc, 0)), accepted: said(project(doc, rounds.length)), rounds }
}

test('what nobody changed comes back as the same bytes, part by part', async () => {
  const file = wordFile(p(run('One.', '<w:color w:val="112233"/>')) + p(run('Two.')), { styles: '<w:style w:styleId="x"/>', footnotes: '' })
  const { bytes } = await written(file, file)
  expect(unzipSync(bytes)).toEqual(unzipSync(file))
})

test('a change is a tracked one of the party and the day, in the file’s own runs; what is not touched is the same markup', async () => {
  const first = p(run('Stays.', '<w:color w:val="112233"/>'), '<w:spacing w:after="40"/>')
  const a = wordFile(first + p(`${run('The ')}${run('three', '<w:sz w:val="30"/>')}${run(' days.')}`))
  const { bytes } = await written(a, wordFile(p(run('Stays.')) + p(run('The four days.'))))
  const xml = body(bytes)
  expect(xml.startsWith(first)).toBe(true)
  expect(xml).toContain(
    '<w:del w:id="1" w:author="BEA" w:date="2025-11-12T00:00:00Z"><w:r><w:rPr><w:sz w:val="30"/></w:rPr><w:delText xml:space="preserve">three</w:delText></w:r></w:del>',
  )
  expect(await again(bytes)).toEqual({
    rejected: ['Stays.', 'The three days.'],
    accepted: ['Stays.', 'The four days.'],
    rounds: [{ r: 1, author: 'BEA', date: '2025-11-12' }],
  })
})

test('the clean view holds the target and no change', async () => {
  const { bytes } = await written(
    wordFile(p(run('One two.')) + p(run('Gone.'))),
    wordFile(p(run('One three.')) + p(run('New.')) + p(run('More.'))),
    'clean',
  )
  expect(body(bytes)).not.toMatch(/w:(ins|del)\b/)
  expect((await again(bytes)).accepted).toEqual(['One three.', 'New.', 'More.'])
})

test('changes that the file itself holds count as accepted and are not in the result', async () => {
  const a = wordFile(
    p(`${run('Paid ')}${del('X', 1, gone('nine'))}${ins('X', 1, run('ten'))}${run(' days.')}`) +
      p(run('Joined '), '', del('X', 1)) +
      p(run('here.')),
  )
  const { bytes } = await written(a, wordFile(p(run('Paid ten school days.')) + p(run('Joined here.'))))
  expect(await again(bytes)).toMatchObject({
    rejected: ['Paid ten days.', 'Joined here.'],
    accepted: ['Paid ten school days.', 'Joined here.'],
  })
  expect(body(bytes)).not.toContain('"X"')
})

test('hyperlinks, content controls and bookmarks stay around what is edited in them', async () => {
  const link = (text: string): string => `<w:hyperlink w:anchor="here">${run(text)}</w:hyperlink>`
  const control = (text: string): string => `<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>${run(text)}</w:sdtContent></w:sdt>`
  const a = wordFile(
    p(
      `${run('See ')}${link('the old list')}${run(' or ')}<w:bookmarkStart w:id="5" w:name="m"/>${control('box one')}<w:bookmarkEnd w:id="5"/>${run('.')}`,
    ),
  )
  const { bytes } = await written(a, wordFile(p(`${run('See ')}${link('the new list')}${run(' or ')}${control('box two')}${run('.')}`)))
  const xml = body(bytes)
  expect(xml.match(/<w:hyperlink /g)).toHaveLength(1)
  expect(xml.match(/<w:sdt>/g)).toHaveLength(1)
  expect(xml).toContain('<w:bookmarkStart w:id="5" w:name="m"/>')
  expect(await again(bytes)).toMatchObject({ rejected: ['See the old list or box one.'], accepted: ['See the new list or box two.'] })
})

test('what another file brings has its style, list and note in the result', async () => {
  const styles = (more: string): string =>
    `<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>${more}`
  const more: More = {
    styles: styles(
      '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/><w:basedOn w:val="N"/><w:rPr><w:i/></w:rPr></w:style>',
    ),
    numbering:
      '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    footnotes: `<w:footnote w:id="2">${p(run('Said below.'))}</w:footnote>`,
  }
  const a = wordFile(p(run('One.')), { styles: styles('') })
  const b = wordFile(
    p(run('One.')) +
      p(`${run('Quoted')}<w:r><w:footnoteReference w:id="2"/></w:r>`, '<w:pStyle w:val="Q"/>') +
      p(run('Listed.'), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
    more,
  )
  const { bytes } = await written(a, b)
  const { doc, rounds } = await readDocx(bytes, 'r.docx', newId)
  const now = project(doc, rounds.length)
  expect(said(now)).toEqual(['One.', 'Quoted[footnote]', 'Listed.'])
  expect(now.child(1).firstChild!.marks.map((m) => m.type.name)).toEqual(['em'])
  expect(now.child(2).attrs.label).toBe('a)')
  expect(part(bytes, 'word/footnotes.xml')).toContain('Said below.')
  expect(said(project(doc, 0))).toEqual(['One.'])
})

test('rows that come and go, in a table that keeps its looks; a table that comes whole', async () => {
  const table = (...rows: readonly string[]): string =>
    `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>${rows.map((text) => `<w:tr><w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>${p(run(text))}</w:tc></w:tr>`).join('')}</w:tbl>`
  const a = wordFile(table('Step one pays', 'Step two pays', 'Step three pays') + p(run('After.')))
  const b = wordFile(table('Step one pays', 'Step three pays', 'Step four pays') + p(run('After.')) + table('Another grid') + p(''))
  const { bytes } = await written(a, b)
  expect(await again(bytes)).toMatchObject({
    rejected: ['Step one pays', 'Step two pays', 'Step three pays', 'After.'],
    accepted: ['Step one pays', 'Step three pays', 'Step four pays', 'After.', 'Another grid', ''],
  })
})
