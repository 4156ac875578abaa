import { describe, expect, test } from 'vitest'
import { applyMapping, type HandMapping, type MappedLook, proposeMapping, remapped } from '../../../../../main/formats/docx/hand/index.ts'
import { buildDocument } from '../../../../../main/formats/docx/read/document.ts'
import { type OpenWord, openWord } from '../../../../../main/formats/docx/read/index.ts'
import { inlineText } from '../../../../../shared/model/schema.ts'
import { inlineSwitches, project, switchesOf } from '../../../../../shared/redline/index.ts'
import { type More, p, run, wordFile } from './word.ts'

const PARTIES = ['LTA', '300']
const YEARS = '2023-2025'
const RED = '<w:color w:val="FF0000"/>'
const STRUCK = `<w:strike/>${RED}`
const pen = (name: string): string => `<w:highlight w:val="${name}"/>`
const LINE = '<w:u w:val="single"/>'
const BLUE = `${LINE}<w:color w:val="1F4E9E"/>`

const cell = (...inside: string[]): string => `<w:tc>${inside.join('')}</w:tc>`
/** A table of one row: labels, one a paragraph, beside language. */
const row = (labels: readonly string[], ...language: string[]): string =>
  `<w:tbl><w:tr>${cell(...labels.map((text) => p(run(text))))}${cell(...language)}</w:tr></w:tbl>`
const open = (body: string, more?: More): Promise<OpenWord> => openWord(wordFile(body, more), 'theirs.docx')
const proposed = async (body: string, more?: More): Promise<HandMapping> => {
  const word = await open(body, more)
  return proposeMapping(word.blocks, word.sheet.styles, PARTIES, YEARS)
}
const short = ({ key, meaning, certain }: MappedLook): string =>
  `${key}: ${meaning.kind === 'emphasis' ? 'emphasis' : [meaning.kind, meaning.party ?? '?', meaning.date ?? '?'].join(' ')}${certain ? '' : ' (?)'}`
const looks = async (body: string, more?: More): Promise<string[]> => (await proposed(body, more)).looks.map(short)

const LEGEND = [
  p(run('Red strikeouts are what the LTA is proposing.', STRUCK)),
  p(run('Blue highlight with red text is new from the LTA.', RED + pen('cyan'))),
  p(run('Green highlight is new from the LTA 12/4/2023', pen('green'))),
].join('')

describe('what marks made by hand are taken for', () => {
  test('a legend says it by the look of its own words, and a row says whose the other marks are', async () => {
    const body =
      LEGEND +
      row(['Item 1', 'LTA', '9.20'], p(run('A bus ') + run('seldom', STRUCK) + run('often', LINE + RED + pen('cyan')) + run(' leaves.'))) +
      row(['Item 1', 'LTA', '12.4'], p(run('A bus often leaves ') + run('early', LINE + RED + pen('green')))) +
      row(['Item 1', '300', '12.6'], p(run('A bus ') + run('often', '<w:strike/><w:color w:val="1F4E9E"/>') + run('gladly', BLUE)))
    expect(await looks(body)).toEqual([
      'strike red: delete LTA ?',
      'underline red on cyan: insert LTA ?',
      'underline red on green: insert LTA 2023-12-04',
      'strike #1F4E9E: delete 300 ?',
      'underline #1F4E9E: insert 300 ?',
    ])
  })

  test('a legend in plain words is read by the colours that it names', async () => {
    const body =
      p(run('Red strikethrough is what the LTA strikes. Blue text is new from the LTA.')) +
      row(['Item 1', 'LTA', '9.20'], p(run('gone', '<w:strike/><w:color w:val="C00000"/>') + run('come', '<w:color w:val="0070C0"/>')))
    expect(await looks(body)).toEqual(['strike #C00000: delete LTA ?', '#0070C0: insert LTA ?'])
  })

  test('each look has its counts, where it stands, three examples and the statement that it follows', async () => {
    const many = ['one', 'two', 'three', 'four'].map((word) => p(run(`${word} bus`, STRUCK) + run(' stays')))
    const { looks: found, legend } = await proposed(LEGEND + row(['Item 1', 'LTA', '9.20'], ...many))
    expect(legend?.rules).toHaveLength(3)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ runs: 4, words: 8, examples: ['one bus', 'two bus', 'three bus'], parties: { LTA: 8 } })
    expect(found[0].statement).toBe('Red strikeouts are what the LTA is proposing.')
  })

  test('without a legend: struck is deleted, underlined in a colour inserted; what two parties share is of the row that it stands in', async () => {
    const body =
      row(['Item 1', 'LTA', '9.20'], p(run('gone', '<w:dstrike/>') + run('new', BLUE))) +
      row(
        ['Item 1', '300', '10.4'],
        p(run('gone too', '<w:dstrike/>') + run('shaded', '<w:u w:val="double"/><w:shd w:val="clear" w:fill="FFE1BF"/>')),
      )
    expect(await looks(body)).toEqual([
      'double strike: delete ? ?',
      'underline #1F4E9E: insert LTA ?',
      'double underline on #FFE1BF: insert 300 ?',
    ])
  })

  test('bold, italic, the look of headings and links, an underlined caption and grey text stay emphasis', async () => {
    const styles = [
      '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:rPr><w:color w:val="2E74B5"/><w:u w:val="single"/></w:rPr></w:style>',
      '<w:style w:type="character" w:styleId="Link"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>',
    ].join('')
    const body = row(
      ['Item 1', 'LTA', '9.20'],
      p(run('ARTICLE IX HOURS'), '<w:pStyle w:val="H1"/>'),
      p(run('bold', '<w:b/>') + run('italic', '<w:i/>') + run('link', '<w:rStyle w:val="Link"/>')),
      p(run('Section 2. Hours of Service:', LINE) + run(' The day begins at eight.')),
      p(run('A remark', '<w:color w:val="808080"/>')),
    )
    expect(await looks(body, { styles })).toEqual(['underline: emphasis', 'dark gray: emphasis (?)'])
  })

  test('a colour alone inserts only where something else in the document is marked', async () => {
    const red = p(run('A bus ') + run('leaves', RED))
    expect(await looks(row(['Item 1', 'LTA', '9.20'], red))).toEqual(['red: emphasis (?)'])
    expect(await looks(row(['Item 1', 'LTA', '9.20'], red, p(run('gone', '<w:strike/>'))))).toEqual([
      'red: insert LTA ? (?)',
      'strike: delete ? ?',
    ])
  })

  test('a mark may come from a style of the run or of the paragraph', async () => {
    const styles = [
      '<w:style w:type="character" w:styleId="Out"><w:name w:val="Taken out"/><w:rPr><w:strike/></w:rPr></w:style>',
      `<w:style w:type="paragraph" w:styleId="In"><w:name w:val="Put in"/><w:rPr>${BLUE}</w:rPr></w:style>`,
    ].join('')
    const body = row(['Item 1', 'LTA', '9.20'], p(run('gone', '<w:rStyle w:val="Out"/>')), p(run('come'), '<w:pStyle w:val="In"/>'))
    expect(await looks(body, { styles })).toEqual(['strike: delete ? ?', 'underline #1F4E9E: insert LTA ?'])
  })

  test('what a person says of a look goes before what is proposed; other looks stay', async () => {
    const found = await proposed(row(['Item 1', 'LTA', '9.20'], p(run('a', '<w:strike/>') + run('b', '<w:highlight w:val="yellow"/>'))))
    expect(found.looks.map(short)).toEqual(['strike: delete ? ?', 'on yellow: emphasis (?)'])
    const said = remapped(found, new Map([['on yellow', { kind: 'insert', party: '300', date: '2024-01-03' }]]))
    expect(said.looks.map(short)).toEqual(['strike: delete ? ?', 'on yellow: insert 300 2024-01-03'])
  })
})

/** A document as text in which each stretch says what happened to it: `-LTA 2023-09-20{gone}`. */
async function applied(body: string, mapping?: (m: HandMapping) => HandMapping): Promise<string[]> {
  const word = await open(body)
  const found = proposeMapping(word.blocks, word.sheet.styles, PARTIES, YEARS)
  const context = { styles: word.sheet.styles, parties: PARTIES, years: YEARS, own: { party: '300', date: '2024-02-01' } }
  const { blocks } = applyMapping(word.blocks, mapping ? mapping(found) : found, context)
  let n = 0
  const { doc, rounds } = buildDocument(blocks, { ...word.sheet, newId: (prefix) => `${prefix}${++n}` })
  const told = (list: readonly { readonly k: string; readonly r: number }[]): string =>
    list.map((s) => `${s.k === 'ins' ? '+' : '-'}${rounds[s.r - 1].author} ${rounds[s.r - 1].date}`).join('')
  const out: string[] = []
  doc.descendants((node) => {
    if (!node.isTextblock) return true
    const inside = node.children.map((c) => {
      const look = c.marks.map((m) => m.type.name).filter((name) => name === 'underline')
      const what = told(inlineSwitches(c)) + look.join('')
      return what ? `${what}{${inlineText(c)}}` : inlineText(c)
    })
    const end = told(switchesOf(node))
    out.push(inside.join('') + (end && ` ¶${end}`))
    return false
  })
  expect(project(doc, rounds.length).textContent).not.toContain('gone')
  return out.filter((line) => line !== '')
}

describe('marks turned into changes', () => {
  test('of the party and day that the mapping names; the look goes, and a paragraph that is struck whole loses its end', async () => {
    const body =
      LEGEND + row(['Item 1', 'LTA', '9.20'], p(run('gone', STRUCK)), p(run('A ') + run('new', LINE + RED + pen('cyan')) + run(' bus')))
    expect((await applied(body)).slice(-2)).toEqual(['-LTA 2023-09-20{gone} ¶-LTA 2023-09-20', 'A +LTA 2023-09-20{new} bus'])
  })

  test('a mark of the legend’s other day is of that round where the item has it, else of the row’s own', async () => {
    const green = LINE + RED + pen('green')
    const body =
      LEGEND +
      row(['Item 1', 'LTA', '12.4'], p(run('x ') + run('early', green))) +
      row(['Item 1', 'LTA', '1.3'], p(run('y ') + run('early', green))) +
      row(['Item 2', 'LTA', '9.20'], p(run('z ') + run('late', green)))
    expect((await applied(body)).filter((line) => /^[xyz]/.test(line))).toEqual([
      'x +LTA 2023-12-04{early}',
      'y +LTA 2023-12-04{early}',
      'z +LTA 2023-09-20{late}',
    ])
  })

  test('a mark in the colours of the other party is what its earlier round did', async () => {
    const body =
      LEGEND +
      row(['Item 1', 'LTA', '9.20'], p(run('x ') + run('gone', STRUCK))) +
      row(['Item 1', '300', '10.4'], p(run('y ') + run('gone', STRUCK) + run(' bus', BLUE)))
    expect((await applied(body)).filter((line) => /^[xy]/.test(line))).toEqual([
      'x -LTA 2023-09-20{gone}',
      'y -LTA 2023-09-20{gone}+300 2023-10-04{ bus}',
    ])
  })

  test('without labels all of it is of the round that is read; a caption keeps its line', async () => {
    const body =
      p(run('Section 2. Hours of Service:', LINE) + run(' eight')) +
      p(run('A ') + run('gone', '<w:strike/>') + run('new words', LINE) + run(' end'))
    expect(await applied(body)).toEqual([
      'underline{Section 2. Hours of Service:} eight',
      'A -300 2024-02-01{gone}+300 2024-02-01{new words} end',
    ])
  })

  test('what is kept as emphasis keeps its look', async () => {
    const keep = (m: HandMapping): HandMapping => remapped(m, new Map([['underline', { kind: 'emphasis' }]]))
    expect(await applied(p(run('A ') + run('firm', LINE) + run(' word')), keep)).toEqual(['A underline{firm} word'])
  })
})
