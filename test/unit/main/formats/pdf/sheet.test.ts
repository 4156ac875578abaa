import { describe, expect, it } from 'vitest'
import {
  type Sheet,
  type SheetBlock,
  type SheetPart,
  type SheetRun,
  type SheetTable,
  sheetOf,
} from '../../../../../main/formats/pdf/sheet.ts'
import { MONO } from '../../../../../shared/model/legend.ts'
import { cause, cell, head, item, mentors, paperOf, para, row, run, section, table } from './papers.ts'

const sheet = (blocks: Parameters<typeof section>[1][], labels = false): Sheet => sheetOf(paperOf([section(null, ...blocks)]), labels)
const blocksOf = (part: SheetPart): readonly SheetBlock[] => {
  if (part.k === 'rows') return part.rows.flatMap((r) => r.blocks)
  if (part.k !== 'language') throw new Error(`a ${part.k}`)
  return part.blocks
}
const first = (s: Sheet): SheetBlock => blocksOf(s.parts[0])[0]
const textOf = (runs: readonly SheetRun[]): string => runs.map((r) => (r.n ? '\n' : r.g ? `‹${r.g}›` : r.t!.flat().join(''))).join('')
const runsOf = (s: Sheet): readonly SheetRun[] => {
  const block = first(s)
  if (block.k !== 'text') throw new Error(`a ${block.k}`)
  return block.runs
}
const lookOf = (s: Sheet, words: string) => s.looks[runsOf(s).find((r) => r.t && r.t.flat().join('').trim() === words)!.l!]

describe('sheetOf: marks', () => {
  it('draws an insertion in the colours and line of its party and round', () => {
    const s = sheet([para('in {+1 three (3)+} and {+2 four (4)+} and {+4 six (6)+} days')])
    expect(lookOf(s, 'three (3)')).toMatchObject({ fill: '#AD0F1B', high: '#D5E6FF', under: 'single', strike: null })
    expect(lookOf(s, 'four (4)')).toMatchObject({ fill: '#5A2CA8', high: null, under: 'double', strike: null })
    expect(lookOf(s, 'six (6)')).toMatchObject({ fill: '#0C4A2A', high: '#A9DFB2', under: 'single' })
  })

  it('strikes a deletion with the line of its party', () => {
    const s = sheet([para('{-1 two-} {-2 three-}')])
    expect(lookOf(s, 'two')).toMatchObject({ fill: '#B3261E', under: null, strike: 'single' })
    expect(lookOf(s, 'three')).toMatchObject({ fill: '#5A2CA8', under: null, strike: 'double' })
  })

  it('keeps the inserter’s colours and line under what another round struck, and names both', () => {
    const s = sheet([para('has {-2/1 eight (8)-} hours')])
    expect(lookOf(s, 'eight (8)')).toMatchObject({
      fill: '#AD0F1B',
      high: '#D5E6FF',
      under: 'single',
      strike: 'double',
      strikeFill: '#5A2CA8',
    })
    expect(textOf(runsOf(s))).toBe('has eight (8)‹LTA 9.20 / 300 11.1› hours')
  })

  it('draws what was put back with a broken line, and restored base text with a dotted one and a label', () => {
    expect(lookOf(sheet([para('x {+4/4 back+}')]), 'back')).toMatchObject({ fill: '#0C4A2A', under: 'dashed' })
    const s = sheet([para([run('same', 'each '), run('same', 'semester', [], { restored: cause(2) })])])
    expect(lookOf(s, 'semester')).toMatchObject({ under: 'dotted', strike: null, high: null })
    expect(textOf(runsOf(s))).toBe('each semester‹restored 300 11.1›')
  })

  it('puts a dotted line under what was only reformatted, run or block', () => {
    expect(lookOf(sheet([para('each {=3 semester=} day')]), 'semester')).toMatchObject({ fill: '#1E1D1B', under: 'dotted' })
    const props = { type: 'paragraph', attrs: { level: 2, align: 'left', list: null, label: null } } as const
    expect(lookOf(sheet([para('moved in', null, { propsA: props, propsBy: cause(1) })]), 'moved in')).toMatchObject({ under: 'dotted' })
  })

  it('shows the end of a paragraph where it came or went by itself, and not where the whole paragraph did', () => {
    expect(textOf(runsOf(sheet([para('Same words.', null, { end: 'insert', by: cause(1) })])))).toBe('Same words.¶')
    expect(textOf(runsOf(sheet([para('', null, { end: 'delete', by: cause(1) })])))).toBe('¶')
    expect(textOf(runsOf(sheet([para('{+1 New words.+}', null, { end: 'insert', by: cause(1) })])))).toBe('New words.')
  })

  it('labels each change once where labels are asked for: a strike and what replaces it are one change', () => {
    const s = sheet([para('{-1 two (2)-} {+1 three (3) +}years, {-1 on-}{+2 in+} {+3 May+}.')], true)
    expect(textOf(runsOf(s))).toBe('two (2) three (3)‹LTA 9.20› years, on‹LTA 9.20›in‹300 11.1› May‹300 12.6›.')
  })

  it('has labels by itself in black and white, and where colours do not tell its rounds apart', async () => {
    const { labelsByDefault } = await import('../../../../../main/formats/pdf/sheet.ts')
    expect(labelsByDefault(paperOf([]))).toBe(false)
    expect(labelsByDefault(paperOf([], { legend: { preset: 'mono', rules: [] } }))).toBe(true)
    expect(labelsByDefault(paperOf([section(null, para('x {+1 new+}'))]))).toBe(false)
    expect(labelsByDefault(paperOf([section(null, para('x {+1 new+}'))], { legend: { preset: 'custom', rules: [] } }))).toBe(true)
  })

  it('falls back to ink with a line where no rule of the legend matches', () => {
    const s = sheetOf(paperOf([section(null, para('{+1 a+}'))], { legend: { preset: 'custom', rules: [] } }), false)
    expect(s.looks[0]).toMatchObject({ fill: MONO.text, under: 'single' })
  })
})

describe('sheetOf: legend', () => {
  it('draws each key with its own mark and says in words what lines mean', () => {
    const { legend, looks } = sheetOf(paperOf([section(null, ...mentors())]), false)
    expect(textOf(legend!.keys)).toBe('LTA strikesLTA 9.20LTA 1.3300 strikes300 11.1300 12.6')
    expect(looks[legend!.keys[0].l!]).toMatchObject({ strike: 'single' })
    expect(legend!.says).toEqual([
      'Underlined is new, struck is taken out.',
      'One line is LTA, two lines are 300.',
      'Broken underline: put back.',
      'Dotted underline: only the formatting changed.',
      '¶ is the end of a paragraph.',
    ])
  })
  it('says nothing of lines that do not tell the parties apart, and stands on no clean paper', () => {
    const same = paperOf([section(null, para('x'))], { legend: { preset: 'custom', rules: [] } })
    expect(sheetOf(same, false).legend!.says).toEqual(['Underlined is new, struck is taken out.'])
    expect(sheetOf(paperOf([], { view: 'clean' }), false).legend).toBeNull()
  })
})

describe('sheetOf: blocks', () => {
  it('nests lists by depth and keeps labels apart from the text', () => {
    const s = sheet([item('one', 'a.'), item('deep', 'i.', { level: 1 }), item('deeper', '•', { level: 2 }), item('two', 'b.')])
    const list = first(s)
    if (list.k !== 'list') throw new Error(list.k)
    expect(list.items.map((i) => [textOf(i.label), textOf(i.runs), i.inner.length])).toEqual([
      ['a.', 'one', 1],
      ['b.', 'two', 0],
    ])
    expect(textOf(list.items[0].inner[0].items[0].inner[0].items[0].runs)).toBe('deeper')
    expect(blocksOf(s.parts[0])).toHaveLength(1)
  })

  it('runs labels with words in, in bold, and shows how a label changed', () => {
    expect(runsOf(sheet([para('Days.', 'Subd. 2.')]))[0]).toEqual({ t: ['Subd. 2. '], b: true })
    const was = { type: 'paragraph', attrs: { level: 0, align: 'left', list: null, label: 'Subd. 2.' } } as const
    const s = sheet([para('Days.', 'Subd. 5.', { propsA: was, propsBy: cause(1) })])
    expect(textOf(runsOf(s))).toBe('Subd. 2. Subd. 5. Days.')
    expect(lookOf(s, 'Subd. 2.')).toMatchObject({ strike: 'single' })
    expect(lookOf(s, 'Subd. 5.')).toMatchObject({ under: 'single' })
  })

  it('bookmarks headings as they read after the changes, on levels without a gap', () => {
    const s = sheetOf(
      paperOf([
        section(['Item 1'], head('Section {-1 2-}{+1 3+}. Leave', 2), head('Deep', 3)),
        section(null, head('ARTICLE 1', 1), head('Deep', 3)),
      ]),
      false,
    )
    const heads = s.parts.flatMap(blocksOf).filter((b) => b.k === 'head')
    expect(heads.map((h) => [h.level, h.size, h.mark])).toEqual([
      [2, 2, 'Section 3. Leave'],
      [3, 3, 'Deep'],
      [1, 1, 'ARTICLE 1'],
      [2, 3, 'Deep'],
    ])
    expect(first(sheet([head('{-1 Gone-}')]))).toMatchObject({ mark: null })
    const attrs = { level: 1, align: 'left', label: 'Article 1.' } as const
    const numbered = { propsA: { type: 'heading', attrs }, propsB: { type: 'heading', attrs: { ...attrs, label: 'Article 2.' } } } as const
    const relabelled = sheet([head('Leave', 1, { ...numbered, propsBy: cause(1) })])
    expect(first(relabelled)).toMatchObject({
      mark: 'Article 2. Leave',
      runs: [{ t: ['Article 1. '] }, { t: ['Article 2. '] }, { t: ['Leave'] }],
    })
  })

  it('keeps words with hyphens on one line, lets words part that no line holds, and takes out what no face can set', () => {
    const long = 'a'.repeat(300)
    const [only] = runsOf(sheet([para([run('same', `(well-known) is ${long} now`)])]))
    expect(only.t!.slice(0, 3)).toEqual(['(', ['well-known'], ') is '])
    expect(only.t!.flat().join('')).toBe(`(well-known) is ${long} now`)
    expect((only.t![3] as readonly string[]).length).toBeGreaterThan(50)
    expect(textOf(runsOf(sheet([para([run('same', 'a\u0000\u0007b\tc\u00add\ud800e\nf')])])))).toBe('ab cd\ufffde\nf')
  })

  it('joins neighbouring rows into one table of labels, its column as wide as the longest word asks', () => {
    const s = sheetOf(
      paperOf([section(['Item 1', 'LTA'], para('a')), section(['Counterproposal'], para('b')), section(null, para('c'))]),
      false,
    )
    expect(s.parts.map((p) => (p.k === 'rows' ? p.rows.length : p.k))).toEqual([2, 'language'])
    expect(s.parts[0]).toMatchObject({ labelWidth: 100 })
  })

  it('gives title, language, and the day in words; a date that is no day is printed as it stands', () => {
    expect(sheetOf(paperOf([]), false)).toMatchObject({ lang: 'en', region: 'US', date: [2024, 1, 3], day: 'January 3, 2024' })
    expect(sheetOf(paperOf([], { date: 'soon', language: 'es' }), false)).toMatchObject({
      lang: 'es',
      region: null,
      date: null,
      day: 'soon',
    })
    expect(sheetOf(paperOf([], { date: '2024-02-31' }), false).date).toBeNull()
  })
})

describe('sheetOf: tables', () => {
  const tableOf = (s: Sheet): SheetTable => {
    const found = first(s)
    if (found.k !== 'table') throw new Error(found.k)
    return found
  }
  it('aligns figures to the right and row heads and words to the left, and repeats a header', () => {
    const t = tableOf(
      sheet([
        table([
          row(['Step', 'BA', 'Note'], true),
          row([cell('1', true), '{-1 $1,100-} {+1 $1,130+}', 'ten 10']),
          row([cell('2', true), '–', '2']),
        ]),
      ]),
    )
    expect(t.cells.map((c) => c.align)).toEqual(['left', 'right', 'left', 'left', 'right', 'left', 'left', 'right', 'left'])
    expect(t).toMatchObject({ head: 1, repeat: true })
    expect(t.cells.filter((c) => c.strong)).toHaveLength(5)
  })

  it('takes a column as one of figures where most of its cells hold one', () => {
    const cells = (texts: readonly string[]) =>
      tableOf(sheet([table([row(['BA'], true), ...texts.map((t) => row([t]))])])).cells.at(-1)!.align
    expect(cells(['7/8', '1', '2', '3'])).toBe('right')
    expect(cells(['one', 'two', '2', '3'])).toBe('left')
    expect(cells(['', '—'])).toBe('left')
  })

  it('does not repeat a header that holds sentences', () => {
    const t = tableOf(sheet([table([row(['Every word of a long header would stand on every page again. '.repeat(3)], true), row(['1'])])]))
    expect(t).toMatchObject({ head: 1, repeat: false })
  })

  it('tints rows that came or went and marks every word in them', () => {
    const s = sheet([
      table([
        row(['1', '2'], false, { change: 'insert', by: cause(1) }),
        row(['3', '4'], false, { change: 'delete', by: cause(2) }),
        row(['5', '6']),
      ]),
    ])
    const t = tableOf(s)
    expect(t.cells.map((c) => c.tint !== null)).toEqual([true, true, true, true, false, false])
    const looks = t.cells.map((c) => (c.blocks[0].k === 'text' ? s.looks[c.blocks[0].runs[0].l ?? -1] : null))
    expect(looks.slice(0, 2).every((l) => l?.under === 'single')).toBe(true)
    expect(looks.slice(2, 4).every((l) => l?.strike === 'double')).toBe(true)
    expect(looks[4]).toBeUndefined()
  })

  it('says who changed a row once, in its first cell', () => {
    const t = tableOf(sheet([table([row(['1', '{-1 10-}{+1 11+}', '{-2 20-}{+2 21+}'])])], true))
    expect(t.cells.map((c) => (c.blocks[0].k === 'text' ? textOf(c.blocks[0].runs) : ''))).toEqual([
      '1‹LTA 9.20, 300 11.1›',
      '1011',
      '2021',
    ])
  })

  it('fits the page: smaller type for many columns, no column without width, all within the page', () => {
    const wide = (n: number) => tableOf(sheet([table([row(Array.from({ length: n }, () => '$104,567'))])]))
    expect(wide(4).size).toBe(10)
    expect(wide(13).size).toBeLessThan(8)
    for (const n of [1, 4, 13, 40]) {
      const t = wide(n)
      expect(t.widths.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(504.5)
      expect(Math.min(...t.widths)).toBeGreaterThan(5)
    }
    const one = tableOf(sheet([table([row(['x'.repeat(300), 'a', 'b'])])]))
    expect(one.widths[1]).toBeGreaterThan(12)
  })

  it('places merged cells, and cuts spans that overlap or leave the table', () => {
    const odd = table([
      row([cell('a', false, { rowspan: 9 }), cell('b', false, { colspan: 2 })]),
      row([cell('c', false, { rowspan: 0, colspan: 0 }), 'd', 'e']),
      row([]),
    ])
    const t = tableOf(sheet([odd]))
    expect(t.cells.map(({ x, y, w, h }) => [x, y, w, h])).toEqual([
      [0, 0, 1, 3],
      [1, 0, 2, 1],
      [1, 1, 1, 1],
      [2, 1, 1, 1],
      [3, 1, 1, 1],
    ])
  })
})
