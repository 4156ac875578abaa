import { describe, expect, it } from 'vitest'
import { readBase, readNegotiation, writeMarkdown } from '../../../../../main/formats/markdown/index.ts'
import type { Paper, PaperSection } from '../../../../../main/formats/paper.ts'
import type { Block } from '../../../../../shared/redline/index.ts'
import { accept, plainText, reject, withLabels } from '../../../../../shared/redline/index.ts'
import { cause, cell, head, item, mentors, paperOf, para, row, run, section, table } from '../pdf/papers.ts'

const write = async (sections: readonly PaperSection[], given: Partial<Paper> = {}): Promise<string> =>
  new TextDecoder('utf-8', { fatal: true }).decode(await writeMarkdown(paperOf(sections, given)))
/** The lines of one section without a head above it. */
const lines = async (...blocks: Block[]): Promise<string[]> =>
  (await write([section(null, ...blocks)], { title: '', subtitle: '', key: [] })).trimEnd().split('\n\n')
const parties = [
  { label: 'LTA', name: 'Lakeview Teachers’ Association' },
  { label: '300', name: 'District 300' },
]
const read = (text: string) => readNegotiation(text, { parties, years: '2023-2025' })
const words = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:])/g, '')
    .trim()

describe('writeMarkdown', () => {
  it('writes the same bytes twice', async () => {
    const paper = paperOf([section(['Item 13', 'LTA', '1.3'], ...mentors()), section(null, ...mentors())])
    expect(Buffer.compare(await writeMarkdown(paper), await writeMarkdown(paper))).toBe(0)
  })

  it('strikes with ~~ and underlines with <u>', async () => {
    expect(await lines(para('The first day of {-1 two (2)-} {+1 three (3)+} years is paid.'))).toEqual([
      'The first day of ~~two (2)~~ <u>three (3)</u> years is paid.',
    ])
    expect(await lines(para('A leave of {-2/1 eight (8)-} days.'))).toEqual(['A leave of <u>~~eight (8)~~</u> days.'])
  })

  it('keeps the spaces at the edges of a strike out of it, and uses a tag where that would leave a space behind', async () => {
    expect(await lines(para('A {-1 paid -}leave.'))).toEqual(['A ~~paid~~ leave.'])
    expect(await lines(para('A leave{-1  with pay-}.'))).toEqual(['A leave<del> with pay</del>.'])
    expect(await lines(para('Within (ten{-1 )-}{+1 ) days+}.'))).toEqual(['Within (ten<del>)</del><ins>) days</ins>.'])
  })

  it('writes headings by level, labels as written, formatting, and no marks in a clean view', async () => {
    const blocks = [
      head('ARTICLE 1', 1),
      head('Section 2. Leave', 2),
      head('Subd. 3', 3),
      item('**Sick** and *other* days', '1.'),
      para('x', 'Subd. 2.'),
    ]
    expect(await lines(...blocks)).toEqual([
      '# ARTICLE 1',
      '## Section 2. Leave',
      '### Subd. 3',
      '1\\. **Sick** and *other* days',
      'Subd. 2. x',
    ])
    const clean = await write([section(null, para([run('same', 'plain '), run('same', 'under', ['underline'])]))], { view: 'clean' })
    expect(clean).toContain('plain <u>under</u>')
    expect(clean).not.toContain('Legend')
  })

  it('puts labels at the left of the language, block by block, and keeps a row for every label', async () => {
    expect(await write([section(['Item 5', 'LTA', '9.20'], para('One | two'))], { title: '', subtitle: '', key: [] })).toBe(
      '|  |  |\n|---|---|\n| Item 5 | One \\| two |\n| LTA |  |\n| 9.20 |  |\n',
    )
  })

  it('sets the labels on lines of their own where the language holds a table', async () => {
    const text = await write([section(['Item 5', 'LTA', '9.20'], para('Pay:'), table([row(['Step', 'BA'], true), row(['1', '1,100'])]))], {
      key: [],
    })
    expect(text).toContain('Item 5\n\nLTA\n\n9.20\n\nPay:\n\n| Step | BA |\n|---|---|\n| 1 | 1,100 |')
  })

  it('leaves empty what a merged cell covers and gives a table without a header an empty one', async () => {
    const merged = table([
      row([cell('Lane', false, { colspan: 2 }), 'x']),
      row([cell('1', false, { rowspan: 2 }), 'a', 'b']),
      row(['c', 'd\n\ne']),
    ])
    expect(await lines(merged)).toEqual(['|  |  |  |\n|---|---|---|\n| Lane |  | x |\n| 1 | a | b |\n|  | c | <p>d</p><p>e</p> |'])
  })

  it('marks every cell of an inserted or struck row', async () => {
    const rows = [
      row(['Step', 'BA'], true),
      row(['1', '10'], false, { change: 'insert', by: cause(1) }),
      row(['2', '20'], false, { change: 'delete', by: cause(1) }),
    ]
    expect(await lines(table(rows))).toEqual(['| Step | BA |\n|---|---|\n| <ins>1</ins> | <ins>10</ins> |\n| ~~2~~ | ~~20~~ |'])
  })

  it('says the legend in words at the head of a redline', async () => {
    const text = await write([section(null, para('x'))])
    expect(text).toMatch(
      /^\*\*Item 13\. Mentor teachers\*\*\n\nRound 1\.3[^\n]*\n\nLegend: ~~struck~~ words are taken out, <u>underlined<\/u> words are new\./,
    )
    expect(text).toContain('~~LTA strikes~~, <u>LTA 9.20</u>')
  })

  it.each([
    'a * b ** c *d* _e_ __f__ `g` ~h~ ~~i~~ j|k',
    '<u>not a tag</u> <br> <see below> a<b & c>d &amp; &copy; R&D &#35; \\ \\* \\\\',
    '# no heading',
    '- no list',
    '+ no list',
    '> no quotation',
    '12) no item 3. here',
    '^{up} [text](link) ![x](y) $5 $x$ 100%',
    '--- no rule',
    '| no | table |',
    'שלום 😀 é ☐ ✓',
  ])('leaves %s to be read back as it is', async (text) => {
    const doubled = await lines(para([run('same', 'Say ')].concat([run('same', text)])))
    expect(plainText(readBase(doubled.join('\n\n')).doc)).toBe(`Say ${text}`)
    const struck = await write([
      section(['Item 5', 'LTA', '9.20'], para([run('same', 'Say '), run('delete', text, [], { by: cause(1) }), run('same', ' so.')])),
    ])
    const found = read(struck).items[0].proposals[0]
    expect(words(found.before!.textContent)).toBe(words(`Say ${text} so.`))
    expect(words(found.after.textContent)).toBe('Say so.')
  })
  it.each(['# no heading', '- no list', '> no quotation', '12) no item', '+ plus', '| no table'])(
    'does not let %s begin a block',
    async (text) => {
      const [line] = await lines(para([run('same', text)]))
      expect(line).toMatch(/^(?:\\|\d+\\|&)/)
      expect(plainText(readBase(line).doc)).toBe(text)
    },
  )

  it('is read back: the language before and after, labels, party, date', async () => {
    const blocks = mentors().filter((b) => b.kind === 'text')
    const text = await write([section(['Item 13', 'LTA', '1.3'], ...blocks), section(['Item 14', '300', '12.6'], ...mentors())])
    const found = read(text)
    expect(found.items.map((i) => [i.number, i.proposals.map((p) => [p.party, p.date])])).toEqual([
      ['13', [['LTA', '2024-01-03']]],
      ['14', [['300', '2023-12-06']]],
    ])
    for (const [i, shown] of [withLabels(blocks), withLabels(mentors())].entries()) {
      const back = found.items[i].proposals[0]
      expect(words(plainText(back.after))).toBe(words(plainText(accept(shown))))
      // What one round put in and another struck is in neither version; the form has it as struck.
      expect(words(plainText(back.before!)).replace('eight (8) ', '')).toBe(words(plainText(reject(shown))))
    }
  })

  it('stops where progress throws, and says how far it is', async () => {
    const seen: number[] = []
    await writeMarkdown(paperOf([section(null, para('x')), section(null, para('y'))]), (done) => void seen.push(done))
    expect(seen).toEqual([0, 0.5, 1])
    const stop = new Error('enough')
    await expect(
      writeMarkdown(paperOf([section(null, para('x'))]), () => {
        throw stop
      }),
    ).rejects.toBe(stop)
  })
})
