import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { parseXml } from '../../../../../main/formats/docx/package/tree.ts'
import { readNumbering } from '../../../../../main/formats/docx/read/numbering.ts'
import { numeral } from '../../../../../main/formats/docx/read/numeral.ts'
import { readStyles } from '../../../../../main/formats/docx/read/style.ts'

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const STRICT = 'http://purl.oclc.org/ooxml/wordprocessingml/main'
const tree = (inside: string, uri = W) => parseXml(strToU8(`<w:x xmlns:w="${uri}">${inside}</w:x>`), 'x.docx', 'p.xml').root
const level = (at: number, format: string, text: string, more = ''): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`
const definition = (id: number, ...levels: readonly string[]): string =>
  `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`
const list = (id: number, of: number, more = ''): string => `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`
const labels = (inside: string, items: readonly (readonly [number, number])[], uri = W): (string | undefined)[] => {
  const counter = readNumbering(tree(inside, uri)).count('en-US')
  return items.map(([id, at]) => counter.next(id, at)?.label)
}

test.each([
  ['decimal', 12, 'en-US', '12'],
  ['decimalZero', 7, 'en-US', '07'],
  ['upperRoman', 1994, 'en-US', 'MCMXCIV'],
  ['lowerLetter', 27, 'en-US', 'aa'],
  ['upperLetter', 53, 'en-US', 'AAA'],
  ['ordinal', 112, 'en-US', '112th'],
  ['ordinal', 22, 'en-US', '22nd'],
  ['ordinalText', 21, 'en-US', 'Twenty-first'],
  ['cardinalText', 1001, 'en-US', 'One thousand and one'],
  ['cardinalText', 21, 'fr-FR', 'Vingt-et-un'],
  ['ordinalText', 24, 'ru-RU', 'Двадцать четвёртый'],
  ['chineseCounting', 20, 'zh-CN', '二十'],
  ['chineseCountingThousand', 1010, 'zh-CN', '一千零一十'],
  ['ideographTraditional', 11, 'zh-CN', '11'],
  ['decimalEnclosedCircle', 21, 'en-US', '㉑'],
  ['chicago', 6, 'en-US', '††'],
  ['none', 4, 'en-US', ''],
  ['somethingNew', 4, 'en-US', '4'],
  ['constructor', 4, 'en-US', '4'],
  ['lowerLetter', 1_000_000_000, 'en-US', '1000000000'],
  ['lowerRoman', 0, 'en-US', '0'],
])('%s %i in %s is %s', (format, value, language, label) => {
  expect(numeral(value, format, language)).toBe(label)
})

test('a pattern of zeros pads', () => {
  expect(numeral(42, 'custom', 'en-US', '00001, 00002, 00003, ...')).toBe('00042')
})

test('levels count for themselves and start again under a higher one', () => {
  const lists = definition(0, level(0, 'decimal', '%1.'), level(1, 'lowerLetter', '%2.'), level(2, 'lowerRoman', '(%3)')) + list(1, 0)
  const items = [0, 1, 1, 2, 2, 1, 0, 1, 2].map((at): [number, number] => [1, at])
  expect(labels(lists, items)).toEqual(['1.', 'a.', 'b.', '(i)', '(ii)', 'c.', '2.', 'a.', '(i)'])
  expect(labels(lists, items, STRICT)).toEqual(labels(lists, items))
})

test('a label of several levels, in figures where it is legal', () => {
  const lists = definition(0, level(0, 'upperRoman', 'Article %1'), level(1, 'decimal', 'Section %1.%2', '<w:isLgl/>')) + list(1, 0)
  expect(
    labels(lists, [
      [1, 0],
      [1, 0],
      [1, 1],
    ]),
  ).toEqual(['Article I', 'Article II', 'Section 2.1'])
})

test('a level that never starts again, and one that does so only under the first', () => {
  const never = definition(0, level(0, 'decimal', '%1'), level(1, 'decimal', '%1.%2', '<w:lvlRestart w:val="0"/>')) + list(1, 0)
  expect(
    labels(
      never,
      [0, 1, 0, 1].map((at) => [1, at] as const),
    ),
  ).toEqual(['1', '1.1', '2', '2.2'])
  const first =
    definition(0, level(0, 'decimal', '%1'), level(1, 'decimal', '%2'), level(2, 'decimal', '%3', '<w:lvlRestart w:val="1"/>')) + list(1, 0)
  expect(
    labels(
      first,
      [0, 1, 2, 1, 2, 0, 2].map((at) => [1, at] as const),
    ),
  ).toEqual(['1', '1', '1', '2', '2', '2', '1'])
})

test('lists of one definition count on together; an override starts anew or brings its own level', () => {
  const base = definition(0, level(0, 'decimal', '%1.'))
  const over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
  const own = `<w:lvlOverride w:ilvl="0">${level(0, 'upperLetter', '%1)')}</w:lvlOverride>`
  const lists = base + list(1, 0) + list(2, 0) + list(3, 0, over) + list(4, 0, own)
  expect(
    labels(lists, [
      [1, 0],
      [2, 0],
      [3, 0],
      [3, 0],
      [4, 0],
      [9, 0],
    ]),
  ).toEqual(['1.', '2.', '5.', '6.', 'G)', undefined])
})

test('a list style stands in for the levels; a paragraph style names its level', () => {
  const link = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Ours"/></w:abstractNum>'
  const style = `<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Ours"/>${level(0, 'decimal', '%1')}${level(1, 'decimal', '%1.%2', '<w:pStyle w:val="Sub"/>')}</w:abstractNum>`
  const lists = link + style + list(1, 0)
  const numbering = readNumbering(tree(lists))
  expect(numbering.levelOf(1, 'Sub')).toBe(1)
  expect(numbering.levelOf(1, 'Other')).toBe(null)
  expect(
    labels(lists, [
      [1, 0],
      [1, 1],
    ]),
  ).toEqual(['1', '1.1'])
})

test('bullets of symbol fonts are the signs that people see', () => {
  const lists = definition(0, level(0, 'bullet', '\uf0b7'), level(1, 'bullet', 'o'), level(2, 'bullet', '\uf0a7')) + list(1, 0)
  expect(
    labels(
      lists,
      [0, 1, 2].map((at) => [1, at] as const),
    ),
  ).toEqual(['•', 'o', '▪'])
})

test('styles: what a style says goes over what it is based on and the defaults; rings end; headings have their level by name', () => {
  const styles = readStyles(
    tree(
      `<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="111111"/></w:rPr></w:rPrDefault></w:docDefaults>
      <w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="H"><w:name w:val="Heading 2"/><w:basedOn w:val="N"/><w:rPr><w:b/></w:rPr><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="L"><w:name w:val="Lower"/><w:basedOn w:val="H"/><w:rPr><w:b w:val="0"/><w:i/></w:rPr><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>
      <w:style w:type="character" w:styleId="S"><w:name w:val="Struck"/><w:rPr><w:strike/><w:color w:val="FF0000"/></w:rPr></w:style>
      <w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>
      <w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/><w:rPr><w:i/></w:rPr></w:style>`,
    ),
  )
  expect(styles.normal).toBe('N')
  expect(styles.paragraph(null)).toMatchObject({ align: 'both', list: null, outline: null })
  expect(styles.paragraph('H')).toMatchObject({ align: 'both', outline: 1, list: { id: 3, level: null } })
  expect(styles.paragraph('L')).toMatchObject({ outline: 1, list: { id: 3, level: 2 } })
  expect(styles.run('H', null)).toMatchObject({ bold: true, italic: null, color: '111111', strike: null })
  expect(styles.run('L', 'S')).toMatchObject({ bold: false, italic: true, strike: true, color: 'FF0000' })
  expect(styles.run('A', null)).toMatchObject({ italic: true })
  expect(styles.run('nowhere', 'nowhere')).toMatchObject({ color: '111111' })
  expect(styles.nameOf('H')).toBe('heading 2')
})

test('alternative content: what is understood is chosen, else the fallback', () => {
  const mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
  const both = (requires: string): string =>
    `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent ${mc}><mc:Choice Requires="${requires}"><w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>${list(1, 0)}`
  expect(labels(both('w14'), [[1, 0]])).toEqual(['001'])
  expect(labels(both('w99'), [[1, 0]])).toEqual(['1'])
})
