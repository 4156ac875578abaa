import { strFromU8, unzipSync } from 'fflate'
import { Fragment, type Node } from 'prosemirror-model'
import { describe, expect, test } from 'vitest'
import { type BackRequest, writeBack } from '../../../../../main/formats/docx/back/index.ts'
import { readDocx, type WordFile } from '../../../../../main/formats/docx/read/index.ts'
import { weave } from '../../../../../shared/compare/index.ts'
import { bea191 } from '../../../../../shared/model/legend.ts'
import { type BlockProps, inlineText, schema } from '../../../../../shared/model/schema.ts'
import { allRounds, project } from '../../../../../shared/redline/index.ts'
import { type More, p, run, wordFile } from './word.ts'

const STYLES = [
  '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>',
  '<w:style w:type="paragraph" w:styleId="Art"><w:name w:val="Article"/><w:basedOn w:val="N"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>',
  '<w:style w:type="paragraph" w:styleId="Loud"><w:name w:val="Loud"/><w:basedOn w:val="N"/><w:rPr><w:b/></w:rPr></w:style>',
].join('')
const LISTS =
  '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
const MORE: More = { styles: STYLES, numbering: LISTS }
const item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'

const part = (bytes: Uint8Array): string => /<w:body>(.*)<w:sectPr\/>/s.exec(strFromU8(unzipSync(bytes)['word/document.xml']))![1]
const said = (doc: Node): string[] => {
  const out: string[] = []
  doc.descendants((node) => {
    if (!node.isTextblock) return true
    let text = ''
    node.forEach((c) => {
      text += inlineText(c)
    })
    out.push(`${node.attrs.label ? `${node.attrs.label} ` : ''}${text}`)
    return false
  })
  return out
}
const para = (text: string, attrs: Partial<BlockProps['attrs']> = {}, type: 'paragraph' | 'heading' = 'paragraph'): Node =>
  schema.nodes[type].create(attrs, text ? schema.text(text) : null)

/** Rounds of two parties in turn, each given as what the document becomes. */
async function rounds(
  bytes: Uint8Array,
  edits: readonly ((now: Node) => readonly Node[])[],
  how: Partial<BackRequest> = {},
): Promise<{ bytes: Uint8Array; doc: Node; file: WordFile; xml: string }> {
  let n = 0
  const newId = (prefix: string): string => `${prefix}${++n}`
  const file = await readDocx(bytes, 'a.docx', newId)
  let doc = project(file.doc, file.rounds.length)
  const chain = edits.map((_, i) => ({ r: i + 1, party: i % 2 ? '191' : 'BEA', date: `2025-11-${12 + i}`, proposal: '' }))
  edits.forEach((edit, i) => {
    const after = schema.nodes.doc.create(null, Fragment.from(edit(project(doc, i))))
    doc = weave(doc, after, { r: i + 1, p: chain[i].party }, newId)
  })
  const written = writeBack({ file, redline: allRounds(doc, chain, 0, edits.length), other: null, view: 'redline', ...how })
  return { bytes: written, doc, file, xml: part(written) }
}
const again = async (bytes: Uint8Array): Promise<{ rejected: string[]; accepted: string[]; doc: Node; rounds: WordFile['rounds'] }> => {
  let n = 0
  const { doc, rounds: of } = await readDocx(bytes, 'r.docx', (prefix) => `${prefix}${++n}`)
  return { rejected: said(project(doc, 0)), accepted: said(project(doc, of.length)), doc: project(doc, of.length), rounds: of }
}
const blocks = (doc: Node): Node[] => Array.from({ length: doc.childCount }, (_, i) => doc.child(i))

describe('language that was typed in Parley', () => {
  test('takes the looks of its neighbours', async () => {
    const file = wordFile(p(run('The old rule holds.', '<w:color w:val="112233"/><w:sz w:val="30"/>'), '<w:spacing w:after="40"/>'), MORE)
    const { xml, bytes } = await rounds(file, [() => [para('The new old rule holds.'), para('And one more.')]])
    expect(xml).toContain('<w:rPr><w:color w:val="112233"/><w:sz w:val="30"/></w:rPr><w:t xml:space="preserve">new ')
    expect(xml).toContain('<w:rPr><w:color w:val="112233"/><w:sz w:val="30"/></w:rPr><w:t xml:space="preserve">And one more.')
    expect(xml.match(/<w:spacing w:after="40"\/>/g)!.length).toBeGreaterThan(1)
    expect(await again(bytes)).toMatchObject({
      rejected: ['The old rule holds.'],
      accepted: ['The new old rule holds.', 'And one more.'],
      rounds: [{ r: 1, author: 'BEA', date: '2025-11-12' }],
    })
  })

  test('is not bold where a style is and the words are not meant to be', async () => {
    const file = wordFile(p(run('Loud words.'), '<w:pStyle w:val="Loud"/>'), MORE)
    const { xml } = await rounds(file, [(now) => [now.child(0).copy(Fragment.from([...now.child(0).children, schema.text(' Quiet.')]))]])
    expect(xml).toContain('<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/></w:rPr><w:t xml:space="preserve"> Quiet.')
  })

  test('a paragraph that is split keeps its own properties on both sides', async () => {
    const file = wordFile(p(run('One. Two.'), '<w:jc w:val="center"/>'), MORE)
    const { xml, bytes } = await rounds(file, [() => [para('One.', { align: 'center' }), para('Two.', { align: 'center' })]])
    expect(xml.match(/<w:jc w:val="center"\/>/g)).toHaveLength(2)
    expect(await again(bytes)).toMatchObject({ rejected: ['One. Two.'], accepted: ['One.', 'Two.'] })
  })

  test('a paragraph that is split where nothing else changes stands once', async () => {
    const file = wordFile(p(run('One. Two.')) + p(run('Three.')), MORE)
    const { bytes } = await rounds(file, [() => [para('One. '), para('Two.'), para('Three.')]])
    expect(await again(bytes)).toMatchObject({ rejected: ['One. Two.', 'Three.'], accepted: ['One. ', 'Two.', 'Three.'] })
  })

  test('a heading takes the style of the file for its level; one that the file has no style for says its level', async () => {
    const file = wordFile(p(run('Body.')), MORE)
    const { xml, bytes } = await rounds(file, [
      () => [para('Article I', { level: 1 }, 'heading'), para('Section 1', { level: 2 }, 'heading'), para('Body.')],
    ])
    expect(xml).toContain('<w:pStyle w:val="Art"/>')
    expect(xml).toContain('<w:outlineLvl w:val="1"/>')
    const { doc } = await again(bytes)
    expect(blocks(doc).map((b) => [b.type.name, b.attrs.level])).toEqual([
      ['heading', 1],
      ['heading', 2],
      ['paragraph', 0],
    ])
  })

  test('an item joins the list of its neighbours; a label that no list of the file gives is text', async () => {
    const file = wordFile(p(run('First.'), item) + p(run('Second.'), item) + p(run('Body.')), MORE)
    const list = (text: string, label: string): Node => para(text, { list: 'ordered', label })
    const { xml, bytes } = await rounds(file, [
      () => [list('First.', 'a.'), list('Second.', 'b.'), list('Third.', 'c.'), list('Roman.', '(IV)'), para('Body.')],
    ])
    expect(xml.match(/<w:numId w:val="1"\/>/g)).toHaveLength(3)
    expect(await again(bytes)).toMatchObject({
      rejected: ['a. First.', 'b. Second.', 'Body.'],
      accepted: ['a. First.', 'b. Second.', 'c. Third.', '(IV)\tRoman.', 'Body.'],
    })
  })

  test('properties that change keep what stood before', async () => {
    const file = wordFile(p(run('Body.'), '<w:spacing w:after="40"/>') + p(run('Item.'), item), MORE)
    const { xml, bytes } = await rounds(file, [
      () => [para('Body.', { align: 'right', level: 2 }), schema.nodes.paragraph.create(null, schema.text('Item.'))],
    ])
    expect(xml).toContain('<w:spacing w:after="40"/><w:ind w:left="720"/><w:jc w:val="right"/><w:pPrChange')
    expect(xml).toContain('<w:pPr><w:spacing w:after="40"/></w:pPr></w:pPrChange>')
    const { rejected, accepted } = await again(bytes)
    expect(rejected).toEqual(['Body.', 'a. Item.'])
    expect(accepted).toEqual(['Body.', 'Item.'])
  })

  test('rows and columns are made like those beside them', async () => {
    const cell = (text: string): string =>
      `<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>${p(run(text, '<w:sz w:val="18"/>'))}</w:tc>`
    const grid = (...rows: readonly string[][]): string =>
      `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`
    const file = wordFile(grid(['Step one', '100'], ['Step two', '200']) + p(run('After.')), MORE)
    const row = (...texts: readonly string[]): Node =>
      schema.nodes.table_row.create(
        null,
        texts.map((text) => schema.nodes.table_cell.create(null, para(text))),
      )
    const { xml, bytes } = await rounds(file, [
      () => [schema.nodes.table.create(null, [row('Step one', '100'), row('Step two', '200'), row('Step three', '300')]), para('After.')],
    ])
    expect(xml.match(/<w:tcW w:w="900" w:type="dxa"\/>/g)).toHaveLength(6)
    expect(xml.match(/<w:sz w:val="18"\/>/g)).toHaveLength(6)
    expect(await again(bytes)).toMatchObject({
      rejected: ['Step one', '100', 'Step two', '200', 'After.'],
      accepted: ['Step one', '100', 'Step two', '200', 'Step three', '300', 'After.'],
    })
  })
})

describe('several rounds', () => {
  const file = wordFile(p(run('The term is three days.')), MORE)
  const edits = [() => [para('The term is three school days.'), para('New here.')], () => [para('The term is three long days.')]]

  test('what one put in and the other struck is a deletion inside an insertion, each with its author', async () => {
    const { xml, bytes } = await rounds(file, edits)
    expect(xml).toMatch(
      /<w:ins [^>]*w:author="BEA"[^>]*><w:del [^>]*w:author="191"[^>]*><w:r>(<w:rPr>.*?<\/w:rPr>)?<w:delText xml:space="preserve">school/,
    )
    expect(xml).toMatch(/<w:rPr><w:ins [^>]*w:author="BEA"[^>]*\/><w:del [^>]*w:author="191"[^>]*\/><\/w:rPr>/)
    expect(await again(bytes)).toMatchObject({
      rejected: ['The term is three days.'],
      accepted: ['The term is three long days.'],
      rounds: [
        { r: 1, author: 'BEA', date: '2025-11-12' },
        { r: 2, author: '191', date: '2025-11-13' },
      ],
    })
  })

  test('for programs that lose the outer one only the deletion is written', async () => {
    const { xml, bytes } = await rounds(file, edits, { passing: 'flat' })
    expect(xml).not.toMatch(/<w:ins [^>]*><w:del/)
    expect((await again(bytes)).accepted).toEqual(['The term is three long days.'])
  })

  test('in colours both texts stand and nothing is tracked; clean is the target alone', async () => {
    const { xml, bytes } = await rounds(file, edits, { view: 'colours', legend: bea191('BEA', '191') })
    expect(xml).not.toMatch(/<w:(ins|del|delText|pPrChange|rPrChange)\b/)
    expect(xml).toContain('<w:dstrike/>')
    expect((await again(bytes)).accepted.join(' ')).toContain('school')
    const clean = await rounds(file, edits, { view: 'clean' })
    expect((await again(clean.bytes)).accepted).toEqual(['The term is three long days.'])
    expect(clean.xml).not.toMatch(/<w:(ins|del|delText)\b/)
  })

  test('paragraphs that are joined are one in the clean view', async () => {
    const two = wordFile(p(run('One.')) + p(run(' Two.')) + p(run('Three.')), MORE)
    const joined = await rounds(two, [() => [para('One. Two.'), para('Three.')]], { view: 'clean' })
    expect((await again(joined.bytes)).accepted).toEqual(['One. Two.', 'Three.'])
  })

  test('moves are a deletion and an insertion, or Word’s own where they are asked for', async () => {
    const texts = [
      'A teacher who takes a leave of absence gives written notice to the office before it begins.',
      'Pay for work beyond the contract day follows the hourly rate of the schedule in force.',
      'The calendar of the coming school year is set by the board after it has met with us.',
      'Grievances are filed in writing within twenty days of the event that gave rise to them.',
    ]
    const four = wordFile(texts.map((text) => p(run(text))).join(''), MORE)
    const moved = [() => [1, 2, 0, 3].map((i) => para(texts[i]))]
    const plain = await rounds(four, moved)
    expect(plain.xml).not.toContain('move')
    const { xml, bytes } = await rounds(four, moved, { moves: 'word' })
    expect(xml).not.toMatch(/parley|<w:(ins|del)\b/)
    const ranges = (name: string): number[] => [...xml.matchAll(new RegExp(`<w:${name}\\b`, 'g'))].map((m) => m.index)
    for (const half of ['From', 'To']) {
      const [start, end] = [ranges(`move${half}RangeStart`), ranges(`move${half}RangeEnd`)]
      expect([start.length, end.length]).toEqual([1, 1])
      expect(ranges(`move${half}`).every((at) => at < end[0])).toBe(true)
    }
    expect(xml.match(/w:name="move1"/g)).toHaveLength(2)
    expect(await again(bytes)).toMatchObject({ rejected: texts, accepted: [1, 2, 0, 3].map((i) => texts[i]) })
  })

  test('the same input gives the same bytes', async () => {
    expect((await rounds(file, edits)).bytes).toEqual((await rounds(file, edits)).bytes)
  })
})
