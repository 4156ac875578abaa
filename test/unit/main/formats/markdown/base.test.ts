import { describe, expect, it } from 'vitest'
import { decodeText, readBase } from '../../../../../main/formats/markdown/index.ts'
import { plainText } from '../../../../../shared/redline/index.ts'
import type { ParleyError } from '../../../../../shared/rpc/contract.ts'
import { outline } from './helpers.ts'

const base = (...lines: string[]) => readBase(lines.join('\n'))
const LONG = 'The parties shall meet at least four times in each school year, and each of them may bring up to three persons'

describe('readBase', () => {
  it('reads title pages as paragraphs, then articles, sections and subdivisions', () => {
    const read = base(
      '2024 - 2026',
      '',
      'LAKESIDE SCHOOLS',
      '',
      'Agreement between the parties',
      '',
      'ARTICLE 1. PURPOSE',
      '',
      'SECTION 1. AIM. This contract sets terms.',
      '',
      '- SECTION 2. NAMES',
      '- <u>Subd. 1</u>. "Teacher" means a teacher.',
      '- <u>Subd. 2.</u> <u>Others.</u> Nobody else.',
      '',
      'Subd. 3. Word List',
      '',
      'SECTION 3. A paragraph may have no caption of its own at all.',
    )
    expect(outline(read.doc)).toEqual([
      'p0 2024 - 2026',
      'p0 LAKESIDE SCHOOLS',
      'p0 Agreement between the parties',
      'h1 ARTICLE 1. PURPOSE',
      'h2 SECTION 1. AIM.',
      'p0 This contract sets terms.',
      'h2 SECTION 2. NAMES',
      'p0 <Subd. 1.> "Teacher" means a teacher.',
      'p0 <Subd. 2.> _Others._ Nobody else.',
      'p0 <Subd. 3.> Word List',
      'h2 SECTION 3.',
      'p0 A paragraph may have no caption of its own at all.',
    ])
    expect(read.outline.map((o) => `${o.level} ${o.text}`)).toEqual([
      '1 ARTICLE 1. PURPOSE',
      '2 SECTION 1. AIM.',
      '2 SECTION 2. NAMES',
      '3 Subd. 3. Word List',
      '2 SECTION 3.',
    ])
    expect(read.title).toBe('Agreement between the parties, 2024 - 2026')
    expect(read.outline.map((o) => o.id)).toEqual(['b4', 'b5', 'b7', 'b10', 'b11'])
  })

  it.each([
    'ARTICLE 2. LEAVES (continued)',
    '- ARTICLE 2. LEAVES (continued)',
    'ARTICLE 2. LEAVES (contined)',
    'ARTICLE 2. LEAVES (cont.)',
    'ARTICLE 2. LEAVES (cont…)',
    'ARTICLE 2. LEAVES(CONTINUED)',
    'ARTICLE 2. LEAVES (continued) SECTION 1. TYPES, Subd. 8 (continued)',
    '<u>Subd. 3</u>. <u>Sick Leave.</u> (continued)',
    'STATEMENTS OF INTENT (Continued)',
  ])('takes the page header %s out and lists it', (header) => {
    const read = base('ARTICLE 2. LEAVES', '', 'First words.', '', header, '', 'Second words.')
    expect(outline(read.doc)).toEqual(['h1 ARTICLE 2. LEAVES', 'p0 First words.', 'p0 Second words.'])
    expect(read.removed).toEqual([{ line: 5, text: header.replace(/<\/?u>/g, '').replace(/^- /, '') }])
  })

  it('cuts a header off the text that stands on its line', () => {
    const read = base('ARTICLE 2. LEAVES', '', 'ARTICLE 2. LEAVES (continued) Subd. 2. Four days are given.')
    expect(outline(read.doc)).toEqual(['h1 ARTICLE 2. LEAVES', 'p0 <Subd. 2.> Four days are given.'])
  })

  it('leaves a sentence that speaks of continuing alone', () => {
    const text = 'A leave of this kind (continued service) counts, and so does a second one.'
    expect(outline(base('ARTICLE 2. LEAVES', '', text).doc)[1]).toBe(`p0 ${text}`)
  })

  it('takes a heading that stands a second time for a page header, with a doubt', () => {
    const read = base(
      'ARTICLE 1. LEAVES',
      '',
      'SECTION 1. TYPES',
      '',
      'Some words.',
      '',
      'ARTICLE 1. LEAVES',
      '',
      'SECTION 1. TYPES',
      '',
      'Other words.',
      '',
      'ARTICLE 2. PAY',
      '',
      'SECTION 1. TYPES',
      '',
      'x',
    )
    expect(read.outline.map((o) => o.text)).toEqual(['ARTICLE 1. LEAVES', 'SECTION 1. TYPES', 'ARTICLE 2. PAY', 'SECTION 1. TYPES'])
    expect(read.doubts.map((d) => `${d.kind} ${d.line}`)).toEqual(['structure 7', 'structure 9'])
    expect(read.removed.map((r) => r.text)).toEqual(['ARTICLE 1. LEAVES', 'SECTION 1. TYPES'])
  })

  it('joins a sentence over a page header where it runs on in lower case, and else leaves it', () => {
    const header = ['', 'ARTICLE 1. AIM (continued)', '']
    expect(outline(base('ARTICLE 1. AIM', '', LONG, ...header, 'to each meeting.').doc)[1]).toBe(`p0 ${LONG} to each meeting.`)
    expect(outline(base('ARTICLE 1. AIM', '', LONG, '', 'to each meeting.').doc)).toHaveLength(3)
    expect(outline(base('ARTICLE 1. AIM', '', LONG, ...header, 'To each meeting.').doc)).toHaveLength(3)
  })

  it('takes page numbers out where there are several, and leaves a single figure', () => {
    const read = base('ARTICLE 1. AIM', '', 'One.', '', '- 1 -', '', 'Two.', '', '- 2 -', '', 'Three.', '', 'Page 3 of 9', '', 'Four.')
    expect(outline(read.doc)).toEqual(['h1 ARTICLE 1. AIM', 'p0 One.', 'p0 Two.', 'p0 Three.', 'p0 Four.'])
    expect(read.removed.map((r) => r.line)).toEqual([5, 9, 13])
    expect(plainText(base('ARTICLE 1. AIM', '', '12').doc)).toBe('ARTICLE 1. AIM\n12')
  })

  it('reads lists with their labels and depths, and wrapped lines', () => {
    const read = base(
      'ARTICLE 1. AIM',
      '',
      '- 1.1 First.',
      ' - a. Inner item that is long enough for the line to be wrapped somewhere near',
      ' its end by the editor.',
      ' - (b) Inner.',
      '- 1.2 Second.',
      '- * Star.',
      '- Plain.',
      '- o Ring.',
      '- •Dot.',
      '',
      'First Name Chair',
      'Second Name Clerk',
    )
    expect(outline(read.doc).slice(1)).toEqual([
      'p0o <1.1> First.',
      'p1o <a.> Inner item that is long enough for the line to be wrapped somewhere near its end by the editor.',
      'p1o <(b)> Inner.',
      'p0o <1.2> Second.',
      'p0b <*> Star.',
      'p0b <•> Plain.',
      'p0b <o> Ring.',
      'p0b <•> Dot.',
      'p0 First Name Chair',
      'p0 Second Name Clerk',
    ])
  })

  it.each([
    ['1.5 % increase and round up.', 'p0 1.5 % increase and round up.'],
    ['7.5 hours are a day.', 'p0 7.5 hours are a day.'],
    ['7.5 hours are a day.\n\n9.25 hours are not.', 'p0 7.5 hours are a day.|p0 9.25 hours are not.'],
    ['2.1 the Board pays;\n\n2.2 the teacher pays.', 'p0o <2.1> the Board pays;|p0o <2.2> the teacher pays.'],
    ['2.1 The Board pays;\n\nunless\n\n2.2 **the** teacher pays.', 'p0o <2.1> The Board pays;|p0 unless|p0o <2.2> **the** teacher pays.'],
    ['2.1 Pay\n\n2.4 hours are paid.', 'p0o <2.1> Pay|p0 2.4 hours are paid.'],
    ['2.1 Pay\n\n# Hours\n\n2.2 hours are paid.', 'p0o <2.1> Pay|h1 Hours|p0 2.2 hours are paid.'],
    ['4.1 Teachers who work', 'p0o <4.1> Teachers who work'],
    ['5.4.9 the third case', 'p0o <5.4.9> the third case'],
    ['1.5. the first case', 'p0o <1.5.> the first case'],
    ['1. five', 'p0o <1.> five'],
  ])('tells a quantity from a label at the start of %s', (text, lines) => {
    expect(outline(readBase(text).doc).join('|')).toBe(lines)
  })

  it('reads tables with header cells, ragged rows filled, pipes and notes kept', () => {
    const read = base(
      'APPENDIX A',
      '',
      'PAY SCALE',
      '',
      '| Step | Pay |',
      '|---|---|',
      '| 1 | \\$40 \\| net^{*} |',
      '| 2 |',
      '',
      '| | |',
      '|---|---|',
      '| a | b |',
      '|---|---|',
    )
    expect(outline(read.doc)).toEqual(['h1 APPENDIX A PAY SCALE', '| #Step | #Pay |', '| 1 | $40 | net^*^ |', '| 2 |  |', '| a | b |'])
  })

  it('finds appendices, schedules, memoranda and their captions', () => {
    const read = base(
      'ARTICLE I',
      '',
      'PURPOSE',
      '',
      'x',
      '',
      'SCHEDULE C-1',
      '',
      'MEMORANDUM OF UNDERSTANDING',
      '',
      'Regarding: Travel Pay',
      '',
      'Meet and Confer',
      '',
      `${LONG} ${LONG}.`,
      '',
      '## Own heading',
    )
    expect(read.outline.map((o) => `${o.level} ${o.text}`)).toEqual([
      '1 ARTICLE I PURPOSE',
      '1 SCHEDULE C-1',
      '1 MEMORANDUM OF UNDERSTANDING',
      '2 Regarding: Travel Pay',
      '2 Meet and Confer',
      '2 Own heading',
    ])
  })

  it('doubts what the conversion broke', () => {
    const read = base(
      'ARTICLE 1. AIM',
      '',
      'Coverage TypeSingleFamilyOther costs\\$300 per month',
      '',
      'It is $16 \\times 4$ now.',
      '',
      '- a. One.',
      '- Two.',
      '- c. Three.',
      '',
      'Some ~~struck~~ words.',
      '',
      'ARTICLE 3. PAY',
    )
    expect(read.doubts.map((d) => `${d.kind} ${d.line}`).sort()).toEqual(['label 8', 'marks 11', 'structure 13', 'value 3', 'value 5'])
    expect(plainText(read.doc)).toContain('Some struck words.')
  })

  it('takes ids from its caller', () => {
    let n = 0
    const read = readBase('ARTICLE 1. AIM\n\nWords.', { newId: (prefix) => `${prefix}-${++n}` })
    expect(read.doc.children.map((b) => b.attrs.id)).toEqual(['b-1', 'b-2'])
  })
})

describe('decodeText', () => {
  const code = (bytes: Uint8Array): string => {
    try {
      return decodeText(bytes, 'old.txt')
    } catch (error) {
      expect((error as Error).message).toMatch(/^old\.txt /)
      return (error as ParleyError).code
    }
  }
  it('reads UTF-8, with or without a mark, and any line ends', () => {
    expect(code(new TextEncoder().encode('\uFEFFa\r\nb\rc'))).toBe('a\nb\nc')
  })
  it.each([
    ['empty', new Uint8Array(), 'bad-input'],
    ['blank', new TextEncoder().encode(' \n\t'), 'bad-input'],
    ['with zero bytes', new Uint8Array([65, 0, 66]), 'not-text'],
    ['not UTF-8', new Uint8Array([0xff, 0xfe, 65, 0]), 'not-text'],
    ['over 16 MB', new Uint8Array(16 * 1024 * 1024 + 1), 'too-large'],
  ])('refuses what is %s', (_, bytes, expected) => expect(code(bytes)).toBe(expected))
})
