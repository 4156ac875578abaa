import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { writeDocx } from '../../../../../main/formats/docx/index.ts'
import { fill, text, w } from '../../../../../main/formats/docx/xml.ts'
import type { Paper } from '../../../../../main/formats/paper.ts'
import { redline } from '../../../../../shared/redline/index.ts'
import {
  allRoundsPaper,
  COLUMNS,
  cell,
  cleanOf,
  cleanPaper,
  doc,
  item,
  p,
  paperOf,
  ROUNDS,
  redlinePaper,
  row,
  SAMPLES,
  t,
  table,
} from '../../../../interop/samples.ts'
import { child, descendants, type Element, elements, parse, parts, type Resolved, resolve } from '../../../../interop/word.ts'

const body = async (paper: Paper): Promise<Element> => child(parse(parts(await writeDocx(paper))['word/document.xml']), 'w:body')!
const all = (of: Element, name: string): Element[] => descendants(of).filter((e) => e.name === name)
const words = (of: Element): string => of.children.map((c) => (typeof c === 'string' ? c : words(c))).join('')
const textOf = (list: readonly Resolved[]): string =>
  list.map((x) => ('table' in x ? x.table.map((cells) => cells.map(textOf).join('|')).join('\n') : x.text)).join('\n')
const runOf = (of: Element, text: string): Element => all(of, 'w:r').find((r) => words(r) === text)!
const look = (of: Element): Record<string, string> =>
  Object.fromEntries(
    elements(child(of, 'w:rPr')!).map((e) => [
      e.name,
      e.attributes['w:val'] === 'clear' ? e.attributes['w:fill'] : (e.attributes['w:val'] ?? ''),
    ]),
  )

describe('the package', () => {
  it('is the same to the byte for the same paper', async () => {
    const of = SAMPLES.labels()
    expect(await writeDocx(redlinePaper(of, 0, 3))).toEqual(await writeDocx(redlinePaper(of, 0, 3)))
  })

  it('carries no moment of its making', async () => {
    const bytes = await writeDocx(redlinePaper(SAMPLES.words(), 0, 3))
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    for (let at = 0; view.getUint32(at, true) === 0x04034b50; ) {
      expect(view.getUint32(at + 10, true)).toBe(0x00210000)
      at += 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true) + view.getUint32(at + 18, true)
    }
    expect(strFromU8(unzipSync(bytes)['docProps/core.xml'])).toContain('2024-01-03T00:00:00Z')
  })

  it('names no moment where the paper has no day', async () => {
    const core = parts(await writeDocx({ ...redlinePaper(SAMPLES.words(), 0, 3), date: null }))['docProps/core.xml']!
    expect(() => parse(core)).not.toThrow()
    expect(core).toContain('<dc:title>')
    expect(core).not.toMatch(/dcterms:(created|modified)|T00:00:00Z/)
  })

  it('starts with its content types, and every part is well-formed and declared', async () => {
    const bytes = await writeDocx(redlinePaper(SAMPLES.words(), 0, 3))
    const files = parts(bytes)
    expect(Object.keys(files)[0]).toBe('[Content_Types].xml')
    for (const xml of Object.values(files)) expect(() => parse(xml)).not.toThrow()
    const declared = all(parse(files['[Content_Types].xml']), 'Override').map((e) => e.attributes.PartName.slice(1))
    expect(new Set(declared)).toEqual(new Set(Object.keys(files).filter((path) => path.endsWith('.xml') && path !== '[Content_Types].xml')))
  })

  it('names no person, no company, no template, no revision session', async () => {
    const everything = Object.values(parts(await writeDocx(redlinePaper(SAMPLES.words(), 0, 3)))).join('')
    expect(everything).not.toMatch(/creator|lastModifiedBy|Company|Template|TotalTime|rsid/i)
  })

  it('says its title and language', async () => {
    const files = parts(await writeDocx({ ...redlinePaper(SAMPLES.words(), 0, 3), title: 'Pay & <leave>', language: 'es-MX' }))
    expect(files['docProps/core.xml']).toContain('<dc:title>Pay &amp; &lt;leave&gt;</dc:title>')
    expect(files['docProps/core.xml']).toContain('<dc:language>es-MX</dc:language>')
    expect(files['word/styles.xml']).toContain('w:lang w:val="es-MX"')
    expect(words(parse(files['word/header1.xml']))).toBe('Pay & <leave>')
    expect(words(parse(files['word/footer1.xml']))).toMatch(/^Page \d of \d$/)
  })

  it('reports progress up to the end, and stops where progress throws', async () => {
    const paper = redlinePaper(SAMPLES.words(), 0, 3)
    const done: number[] = []
    await writeDocx({ ...paper, sections: [...paper.sections, ...paper.sections] }, (part) => void done.push(part))
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(done).toHaveLength(3)
    expect(done.at(-1)).toBe(1)
    const stop = new Error('stop')
    await expect(writeDocx(paper, () => Promise.reject(stop))).rejects.toBe(stop)
  })
})

describe('text that is no markup', () => {
  it('keeps what looks like markup, right-to-left text, emoji and spaces as they are', async () => {
    const odd = ']]> <script>alert("1")</script> <!-- & &amp; {{title}} שלום عربى 👩🏽‍🏫 \u00A0\u2011\u00AD  end '
    const made = await writeDocx({ ...paperOf(redline(doc(p({}, t(odd))), ROUNDS, 0, 0), 'clean', [odd]), title: odd, subtitle: odd })
    const lines = textOf(resolve(made, 'accept'))
    expect(lines.split(odd)).toHaveLength(5)
  })

  it('shows a character that XML cannot hold as U+FFFD', async () => {
    const made = await writeDocx(cleanPaper(doc(p({}, t('a\u0000b\u0008c\u000Bd\uFFFEe\uD800f\uDC00g')))))
    expect(textOf(resolve(made, 'accept'))).toContain('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg')
  })

  it('writes tabs and line breaks as elements', async () => {
    const made = await body(cleanPaper(doc(p({}, t('a\tb\nc\r\nd')))))
    const run = all(made, 'w:r').find((r) => words(r) === 'abcd')!
    expect(elements(run).map((e) => e.name)).toEqual(['w:t', 'w:tab', 'w:t', 'w:br', 'w:t', 'w:br', 'w:t'])
  })

  it('escapes attribute values, and fills a part with text only', () => {
    expect(w('x', { val: '"<&\n', gone: undefined })).toBe('<w:x w:val="&quot;&lt;&amp;&#10;"/>')
    expect(fill('<a>{{b}}</a>', { b: '<c>' })).toBe('<a>&lt;c&gt;</a>')
    expect(() => fill('{{toString}}', {})).toThrow(/toString/)
    expect(text('\r')).toBe('&#13;')
  })
})

describe('changes', () => {
  it('carry the party as author and the day of the round, with ids that stand once', async () => {
    const made = await body(redlinePaper(SAMPLES.words(), 0, 3))
    const revisions = descendants(made).filter((e) => e.attributes['w:author'] !== undefined)
    expect(revisions.map((e) => [e.name, e.attributes['w:author'], e.attributes['w:date'], words(e)])).toEqual([
      ['w:del', 'LTA', '2023-09-20T00:00:00Z', 'four (4)'],
      ['w:ins', 'LTA', '2023-09-20T00:00:00Z', 'six (6)'],
      ['w:del', '300', '2023-12-06T00:00:00Z', 'by the coordinator'],
      ['w:ins', '300', '2023-12-06T00:00:00Z', 'by the mentor'],
    ])
    expect(revisions.map((e) => e.attributes['w:id'])).toEqual(['1', '2', '3', '4'])
  })

  it('stand once in the whole paper, over all its sections', async () => {
    const paper = redlinePaper(SAMPLES.labels(), 0, 3)
    const made = await body({ ...paper, sections: [...paper.sections, ...redlinePaper(SAMPLES.properties(), 0, 3, null).sections] })
    const ids = descendants(made).flatMap((e) => e.attributes['w:id'] ?? [])
    expect(ids.length).toBeGreaterThan(10)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('carry the colours of the legend; only what is new is underlined, nothing is struck by formatting', async () => {
    const made = await body(redlinePaper(SAMPLES.words(), 0, 3))
    expect(look(runOf(made, 'six (6)'))).toEqual({ 'w:color': 'AD0F1B', 'w:u': 'single', 'w:shd': 'D5E6FF' })
    expect(look(runOf(made, 'by the mentor'))).toEqual({ 'w:color': '5A2CA8', 'w:u': 'double' })
    expect(look(runOf(made, 'four (4)'))).toEqual({ 'w:color': 'B3261E' })
    expect(look(runOf(made, 'LTA\u00A0strikes'))).toEqual({ 'w:color': 'B3261E', 'w:strike': '' })
    expect(look(runOf(made, '300\u00A0strikes'))).toEqual({ 'w:color': '5A2CA8', 'w:dstrike': '' })
  })

  it('that came and went stand as a deletion inside an insertion', async () => {
    const made = await body(allRoundsPaper(SAMPLES['inserted by one, struck by the other'](), 0, 3))
    const outer = all(made, 'w:ins').find((e) => words(e) === 'twice')!
    expect(outer.attributes['w:author']).toBe('LTA')
    const inner = elements(outer)[0]
    expect([inner.name, inner.attributes['w:author']]).toEqual(['w:del', '300'])
    expect(look(runOf(inner, 'twice'))).toEqual({ 'w:color': 'AD0F1B', 'w:shd': 'D5E6FF' })
  })

  it('that one party put in and struck itself stand as its deletion alone', async () => {
    const made = await body(allRoundsPaper(SAMPLES['put in and withdrawn by one party'](), 0, 3))
    const struck = all(made, 'w:del').find((e) => words(e) === 'twice')!
    expect(struck.attributes['w:date']).toBe('2024-01-03T00:00:00Z')
    expect(all(made, 'w:ins').map(words)).not.toContain('twice')
  })

  it('that were put back have a broken underline, and the key says so', async () => {
    const made = await body(redlinePaper(SAMPLES['struck and restored'](), 0, 3))
    expect(look(runOf(made, 'in July'))).toMatchObject({ 'w:u': 'dash' })
    expect(words(made)).toContain('Broken underline: put back.')
  })

  it('of rows and columns are marked on the row and the cell', async () => {
    const rows = all(await body(redlinePaper(SAMPLES['grid with changed figures'](), 0, 3)), 'w:trPr').map((e) =>
      elements(e).map((x) => x.name),
    )
    expect(rows).toEqual([
      ['w:cantSplit', 'w:tblHeader'],
      ['w:cantSplit'],
      ['w:cantSplit', 'w:ins'],
      ['w:cantSplit', 'w:del'],
      ['w:cantSplit'],
    ])
    const columns = await body(redlinePaper(COLUMNS(), 0, 3))
    expect([all(columns, 'w:cellIns').length, all(columns, 'w:cellDel').length]).toEqual([2, 2])
  })

  it('leave no trace in a clean paper', async () => {
    for (const make of Object.values(SAMPLES)) {
      const xml = parts(await writeDocx(cleanPaper(cleanOf(make(), 3))))['word/document.xml']
      expect(xml).not.toMatch(/w:author|w:ins\b|w:del\b|Change\b|<w:color|w:shd(?! w:val="clear" w:color="auto" w:fill="F5F3EF")|Legend/)
    }
  })

  it('are refused in a clean paper', async () => {
    for (const name of ['words', 'split', 'formatting', 'properties', 'grid struck'])
      await expect(writeDocx(paperOf(redline(SAMPLES[name](), ROUNDS, 0, 3), 'clean')), name).rejects.toThrow(/clean view/)
  })

  it('that point at no round of the chain are refused', async () => {
    await expect(writeDocx(paperOf(redline(SAMPLES.words(), ROUNDS.slice(0, 1), 0, 3), 'redline'))).rejects.toThrow(/round 2/)
  })
})

describe('the page', () => {
  it('has labels at the left and the language at the right, a row a section, full width where there are no labels', async () => {
    const paper = cleanPaper(doc(p({}, t('One.'))), ['Item 1', 'LTA'])
    const wide = cleanPaper(doc(p({}, t('Two.'))), null)
    const made = resolve(await writeDocx({ ...paper, sections: [...paper.sections, ...paper.sections, ...wide.sections] }), 'accept')
    const line = (props: string, text: string): Resolved => ({ props: `${props}  0`, text })
    const section = [[line('LabelHead', 'Item 1'), line('LabelColumn', 'LTA')], [line('', 'One.')]]
    expect(made.slice(2)).toEqual([{ table: [section, section] }, line('Gap', ''), line('', 'Two.')])
  })

  it('hangs list items and runs other labels in', async () => {
    const made = await body(cleanPaper(doc(p({ label: 'Subd. 1.' }, t('One.')), item('a.', { level: 1 }, t('two;'))), null))
    const [subdivision, listed] = all(made, 'w:p').slice(2)
    expect(look(runOf(subdivision, 'Subd. 1. '))).toEqual({ 'w:rStyle': 'Number' })
    expect(child(child(listed, 'w:pPr'), 'w:ind')!.attributes).toEqual({ 'w:left': '870', 'w:hanging': '360' })
    expect(elements(listed)[1].children.map((c) => (c as Element).name)).toEqual(['w:t', 'w:tab'])
  })

  it('merges cells over rows and columns into one rectangular grid', async () => {
    const made = all(await body(cleanPaper(cleanOf(SAMPLES['merged cells'](), 3), null)), 'w:tbl')[0]
    const width = (tc: Element): number => Number(child(child(tc, 'w:tcPr'), 'w:gridSpan')?.attributes['w:val'] ?? 1)
    const rows = elements(made).filter((e) => e.name === 'w:tr')
    expect(
      rows.map((tr) =>
        elements(tr)
          .filter((e) => e.name === 'w:tc')
          .reduce((sum, tc) => sum + width(tc), 0),
      ),
    ).toEqual([3, 3, 3, 3])
    expect(all(made, 'w:vMerge').map((e) => e.attributes['w:val'] ?? 'on')).toEqual(['restart', 'on', 'restart', 'on'])
  })

  it('sets wide salary grids smaller, never wider than the page', async () => {
    const wide = doc(
      table(...Array.from({ length: 3 }, () => row('', ...Array.from({ length: 13 }, (_, i) => cell({}, t(`$${45 + i},100`)))))),
      p({}, t('.')),
    )
    const made = await body(cleanPaper(wide, null))
    const widths = all(made, 'w:gridCol').map((e) => Number(e.attributes['w:w']))
    expect(widths.reduce((a, b) => a + b)).toBe(9360)
    expect(all(made, 'w:pStyle').map((e) => e.attributes['w:val'])).toContain('TableTextTiny')
  })

  it('keeps an amount and its sign in one line, in a face with wide figures too', async () => {
    const rows = Array.from({ length: 2 }, () =>
      row(
        '',
        cell({}, t('Step')),
        ...Array.from({ length: 7 }, () => cell({}, t('$ 102,020'))),
        cell({}, t('some words that have to wrap')),
      ),
    )
    const made = await body(cleanPaper(doc(table(...rows), p({}, t('.'))), null))
    const widths = all(made, 'w:gridCol').map((e) => Number(e.attributes['w:w']))
    const points = { TableText: 10, TableTextSmall: 8.5, TableTextTiny: 7 }[
      String(all(made, 'w:pStyle').find((e) => e.attributes['w:val'].startsWith('TableText'))!.attributes['w:val'])
    ]!
    // Six figures of 0.64 em, a sign as wide, a comma and a space of a third, and the cell's margins and border.
    const needed = (7 * 0.64 + 0.64) * points * 20 + 160
    for (const width of widths.slice(1, 8)) expect(width).toBeGreaterThanOrEqual(needed)
  })

  it('gives bold capitals over narrow figures the room that they need', async () => {
    const heads = row('', ...['BA', 'MA+15'].map((head) => cell({ header: true }, t(head))))
    const rows = [heads, ...['10', '20'].map((figure) => row('', cell({}, t(figure)), cell({}, t(figure))))]
    const widths = all(await body(cleanPaper(doc(table(...rows), p({}, t('.'))), null)), 'w:gridCol').map((e) =>
      Number(e.attributes['w:w']),
    )
    expect(widths[1]).toBeGreaterThan(widths[0] * 1.5)
  })

  it('puts figures and the heads over them to the right, but not the first column', async () => {
    const grid = SAMPLES['grid with changed figures']()
    const rows = all(await body(cleanPaper(cleanOf(grid, 3), null)), 'w:tr').map((tr) =>
      all(tr, 'w:p').map((x) => child(child(x, 'w:pPr'), 'w:jc')?.attributes['w:val'] ?? 'left'),
    )
    expect(new Set(rows.map((cells) => cells.join(' ')))).toEqual(new Set(['left right right']))
  })
})
