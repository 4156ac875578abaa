import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languageOf, type Paper, type PaperSection } from '../../main/formats/paper.ts'
import { pdfWriter, stopPress, writePdf } from '../../main/formats/pdf/index.ts'
import { withLabels } from '../../shared/redline/index.ts'
import { cause, cell, contract, head, mentors, paperOf, para, row, run, section, table, wordsOf } from '../unit/main/formats/pdf/papers.ts'

const poppler = spawnSync('pdftotext', ['-v']).status === 0
const reason = poppler ? '' : ' (skipped: poppler-utils is not installed)'

describe.skipIf(!poppler)(`a PDF as poppler reads it${reason}`, { timeout: 300_000 }, () => {
  let dir = ''
  let count = 0
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'parley-pdf-'))
  })
  afterAll(async () => {
    if (dir && existsSync(dir)) rmSync(dir, { recursive: true })
    await stopPress()
  })
  const save = (bytes: Uint8Array): string => {
    const file = join(dir, `${++count}.pdf`)
    writeFileSync(file, bytes)
    return file
  }
  const tool = (name: string, ...args: string[]): string =>
    execFileSync(name, args, { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] })
  /** The words of a PDF's pages, heads and feet of the pages left out. */
  const wordsIn = (file: string): string[] =>
    tool('pdftotext', '-raw', '-nopgbrk', '-y', '60', '-x', '0', '-W', '612', '-H', '672', file, '-').split(/\s+/).filter(Boolean)
  const shown = async (sections: readonly PaperSection[], given: Partial<Paper> = {}) => {
    const paper = paperOf(sections, { title: 'Title', subtitle: '', key: [], ...given })
    return { file: save(await writePdf(paper)), words: ['Title', ...wordsOf(sections, withLabels)] }
  }

  it('holds every word of the view once and in reading order', async () => {
    const { file, words } = await shown([
      section(['Item 13', 'LTA', '1.3'], ...mentors()),
      section(['Item 12', 'TA', '12.6'], ...mentors()),
    ])
    const found = wordsIn(file).join(' ').replaceAll('¶', '')
    // Words of two names and put back carry a label, which is no word of the language.
    expect(found.replaceAll(/ LTA 9\.20 \/ 300 11\.1/g, '')).toBe(words.join(' '))
  })

  it('holds every word of a contract of 3,000 paragraphs and 2,000 changes, and says what that took', async () => {
    const paper = paperOf([section(null, ...contract(3000, 2000))], { title: 'Agreement', subtitle: '', key: [] })
    const words = ['Agreement', ...wordsOf(languageOf(paper), withLabels)]
    await stopPress()
    const times: number[] = []
    let bytes = new Uint8Array()
    for (let i = 0; i < 2; i++) {
      const from = performance.now()
      bytes = new Uint8Array(await writePdf(paper))
      times.push(Math.round(performance.now() - from))
    }
    const file = save(bytes)
    const memory = Math.round(process.memoryUsage.rss() / 1e6)
    const pages = /Pages:\s+(\d+)/.exec(tool('pdfinfo', file))?.[1]
    console.log(`PDF of ${words.join(' ').length} characters on ${pages} pages: cold ${times[0]} ms, again ${times[1]} ms, ${memory} MB`)
    // The header of a grid stands again where the grid runs on over a page.
    const less = (list: readonly string[]): string => list.join(' ').replaceAll('Step BA BA 15 BA 30 MA MA 15 MA 30 ', '')
    expect(less(wordsIn(file))).toBe(less(words))
    expect(times[0]).toBeLessThan(120_000)
  })

  it('is tagged, has title, language and bookmarks, and stands on US Letter with its faces inside', async () => {
    const { file } = await shown([section(['Item 13', 'LTA', '1.3'], ...mentors()), section(null, head('ARTICLE 1', 1), para('x'))], {
      title: 'Item 13. Ménage',
    })
    const info = tool('pdfinfo', file)
    expect(info).toMatch(/Tagged:\s+yes/)
    expect(info).toMatch(/Title:\s+Item 13\. Ménage/)
    expect(info).toMatch(/Page size:\s+612 x 792 pts \(letter\)/)
    expect(info).toMatch(/Pages:\s+\d/)
    const fonts = tool('pdffonts', file).split('\n').slice(2).filter(Boolean)
    expect(fonts.length).toBeGreaterThan(1)
    for (const font of fonts) expect(font).toMatch(/yes yes yes/)
    const outline = tool('pdftohtml', '-xml', '-i', '-stdout', file)
    expect([...outline.matchAll(/<item page="\d+">([^<]*)</g)].map((m) => m[1])).toEqual([
      'Item 13 LTA 1.3',
      'Article XI, Section 4. Mentor Teachers',
      'ARTICLE 1',
    ])
    expect(execFileSync('strings', ['-n', '5', file], { encoding: 'latin1' })).toContain('/Lang (en-US)')
  })

  it('tags headings, paragraphs, lists with their labels, and tables with their header cells', async () => {
    const { file } = await shown([section(['Item 13'], ...mentors())])
    const tree = tool('pdfinfo', '-struct-text', file)
    for (const tag of [
      'H1 "Item 13"',
      'H2 "Article XI',
      'L (block)',
      'Lbl (block)',
      'LBody (block)',
      'Table (block)',
      'TH',
      'TD',
      '/LineThrough',
      '/Underline',
    ])
      expect(tree).toContain(tag)
    expect(tree.indexOf('"a."')).toBeLessThan(tree.indexOf('meet with the new teacher'))
  })

  it('numbers its pages, and heads those after the first with the title', async () => {
    const { file } = await shown([section(null, ...contract(60, 10))], { title: 'A heading of its own' })
    const pages = tool('pdftotext', '-layout', file, '-').split('\f').filter(Boolean)
    expect(pages.length).toBeGreaterThan(2)
    pages.forEach((page, i) => {
      expect(page).toContain(`Page ${i + 1} of ${pages.length}`)
      expect(page).toContain('January 3, 2024')
      expect(page).toContain('A heading of its own')
    })
  })

  it('repeats the header of a table on every page that it stands on', async () => {
    const rows = Array.from({ length: 90 }, (_, i) => row([cell(`${i + 1}`, true), '1,000', '2,000']))
    const { file } = await shown([section(['Item 1'], table([row(['Step', 'Bachelor', 'Master'], true), ...rows]))])
    const pages = tool('pdftotext', '-layout', file, '-').split('\f').filter(Boolean)
    expect(pages.length).toBeGreaterThan(1)
    for (const page of pages) expect(page).toMatch(/Step\s+Bachelor\s+Master/)
  })

  it.each([
    '#{panic("x")} #let a = 1; #import "@preview/x:0.1.0"',
    '$x^2$ \\alpha \\ \\u{41} // not a comment /* nor this */',
    '= no heading - no list + no list / no: term',
    '<label> @reference *strong* _em_ `raw` ```raw``` ~ -- --- ... "quotes" \'single\'',
    '{"json": [1, null]} \\" \\n \\u0041 </script> %s %PDF-1.7 ) >> endobj',
    'office affluent fjord difficult waffle AVATAR To Ty',
    'Ñandú Łódź Ştefan Đorđe Žižka Ελληνικά Кириллица',
    '☐ ✓ → ≥ ≤ ● ■ ○ § † – — ‘x’ “y” … $1,500,000 95% ½',
    'well-known full-time and/or 2021–2023 non-probationary early—late e-mail re-opener '.repeat(6).trim(),
  ])('keeps %s as text', async (text) => {
    const { file, words } = await shown([
      section(['Item 1'], para([run('same', text)]), para([run('insert', text, [], { by: cause(1) })])),
      section(null, para([run('delete', text, [], { by: cause(2) })])),
    ])
    expect(wordsIn(file)).toEqual(words)
  })

  it('keeps text from right to left, of other scripts and emoji in the file', async () => {
    const { file } = await shown([section(null, para([run('same', 'Say שלום עולם and مرحبا and 中文 and 👍🏽 so.')]))])
    const found = wordsIn(file).join(' ')
    for (const word of ['שלום', 'עולם', 'مرحبا', '中文', '👍🏽', 'so.']) expect(found).toContain(word)
  })

  it('breaks words that no line holds, and keeps them on the page', async () => {
    const word = 'Donaudampfschifffahrtsgesellschaft'.repeat(8)
    const cells = table([row(['A', 'B', 'C', 'D'].map((h) => cell(h, true))), row(['1', word, '{-1 $104,567-} {+1 $104,568+}', word])])
    const { file } = await shown([section(['Item 1'], para([run('same', word)]), cells)])
    const boxes = [...tool('pdftotext', '-bbox', file, '-').matchAll(/xMin="([\d.]+)"[^>]*xMax="([\d.]+)"/g)]
    expect(boxes.length).toBeGreaterThan(10)
    for (const [, left, right] of boxes) {
      expect(Number(left)).toBeGreaterThan(50)
      expect(Number(right)).toBeLessThan(560)
    }
    expect(tool('pdftotext', '-raw', file, '-').replace(/\s+/g, '')).toContain(word)
  })

  it('stands every word on its line, those kept together too', async () => {
    const { file } = await shown([section(['Item 1'], para('A full-time teacher {+1 and/or+} nurse'))])
    const words = [...tool('pdftotext', '-bbox', file, '-').matchAll(/yMax="([\d.]+)">(A|full-time|teacher|and\/or|nurse)</g)]
    expect(words.map((w) => w[2])).toEqual(['A', 'full-time', 'teacher', 'and/or', 'nurse'])
    expect(new Set(words.map((w) => Math.round(Number(w[1])))).size).toBe(1)
  })

  it('carries party and date beside each change where labels are asked for', async () => {
    const paper = paperOf([section(null, para('The first {-1 two-} {+1 three+} years.'))], { key: [] })
    const labelled = tool('pdftotext', '-raw', save(await pdfWriter({ labels: true })(paper)), '-')
    expect(labelled.replace(/\s+/g, ' ')).toContain('The first two three LTA 9.20 years.')
    expect(tool('pdftotext', '-raw', save(await writePdf(paper)), '-')).toContain('The first two three years.')
  })
})
