import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { check, parsePlace, placeName, placesOf, statedTerm, termOf, valueOfWords } from '../../../../shared/check/index.ts'
import { schema } from '../../../../shared/model/schema.ts'

let n = 0
const p = (text: string, attrs: object = {}) => schema.node('paragraph', { id: `p${++n}`, ...attrs }, text ? [schema.text(text)] : [])
const h = (text: string, level = 1, id = `h${++n}`, label: string | null = null) =>
  schema.node('heading', { id, level, label }, [schema.text(text)])
const doc = (...blocks: Node[]) => schema.node('doc', null, blocks)
const term = termOf('2023-2025')
const said = (d: Node, o: Partial<Parameters<typeof check>[1]> = {}) => check(d, { term, ...o }).map((f) => `${f.kind}: ${f.message}`)

describe('dates', () => {
  it('outside the term are named, with where they lie, and those inside are not', () => {
    const d = doc(p('From July 1, 2023 to June 30, 2025, and on 7/1/2025, since March 3, 1998. Not on February 30, 2024.'))
    expect(said(d)).toEqual([
      'date: “7/1/2025” lies after the term, which ends on June 30, 2025.',
      'date: “March 3, 1998” lies before the term, which begins on July 1, 2023.',
      'date: “February 30, 2024” is no day of the calendar.',
    ])
    const [first] = check(d, { term })
    expect(d.firstChild!.textContent.slice(first!.from, first!.to)).toBe('7/1/2025')
  })
  it('are not checked where the term is not known', () => {
    expect(termOf(null)).toBeNull()
    expect(termOf('2023-25')).toEqual(termOf('2023–2025'))
    expect(check(doc(p('On May 4, 1999.')), { term: null })).toEqual([])
  })
  it('of a memorandum that does not fit the agreement', () => {
    expect(said(doc(p('This memorandum holds from July 1, 2024 through June 30, 2026.')), { mou: true })).toContain(
      'term: The memorandum ends after the agreement does, on June 30, 2025.',
    )
    expect(said(doc(p('This memorandum holds from July 1, 2024 through June 30, 2025.')), { mou: true })).toEqual([])
    expect(said(doc(p('Both parties meet.')), { mou: true })).toEqual(['term: The memorandum does not state its term.'])
    expect(statedTerm(doc(p('effective July 1, 2024, through June 30, 2025')))).toMatchObject({ from: '2024-07-01', to: '2025-06-30' })
  })
})

describe('references', () => {
  const agreement = () =>
    doc(
      h('ARTICLE VIII. LEAVE', 1, 'a8'),
      h('Section 1. Sick leave', 2, 's1'),
      p('Ten days.', { id: 'x1', label: 'Subd. 1.' }),
      p('More days.', { id: 'x2', label: 'Subd. 2.' }),
      h('Section 2. Bank', 2, 's2'),
      p('A bank.', { id: 'x3', label: 'Subd. 1.' }),
      h('ARTICLE IX. PAY', 1, 'a9'),
      h('Section 1. Grid', 2, 's3'),
      h('APPENDIX C', 1, 'ac'),
    )
  const of = (text: string, place: string | null = null) =>
    said(doc(p(text)), { agreement: agreement(), ...(place ? { from: parsePlace(place)! } : {}) })

  it('that lead somewhere are quiet', () => {
    for (const text of [
      'as in Article 8, Section 1, Subd. 2',
      'see Article VIII, Sections 1 and 2',
      'Article 8: Leave, Sections 1 through 2, holds',
      'the grid of Appendix C',
      'Article 9 Section 1',
    ])
      expect(of(text)).toEqual([])
  })
  it('that lead nowhere are named, each place of a list by itself', () => {
    expect(of('as in Article 8, Sections 1 and 3')).toEqual([
      'reference: “Article 8, Sections 1 and 3” leads nowhere: there is no Article 8, Section 3.',
    ])
    expect(of('see Article 12')).toEqual(['reference: “Article 12” leads nowhere: there is no Article 12.'])
    expect(of('see Appendix D')).toEqual(['reference: “Appendix D” leads nowhere: there is no Appendix D.'])
  })
  it('are looked up by the labels of numbered headings', () => {
    const numbered = doc(
      h('Leave', 1, 'n8', 'Article VIII.'),
      h('Sick leave', 2, 'n1', 'Section 1.'),
      p('Ten days.', { id: 'n2', label: 'Subd. 1.' }),
    )
    const find = (text: string) => said(doc(p(text)), { agreement: numbered })
    expect(find('as in Article 8, Section 1, Subd. 1')).toEqual([])
    expect(find('see Article 8, Section 2')).toEqual(['reference: “Article 8, Section 2” leads nowhere: there is no Article 8, Section 2.'])
    expect(said(doc(h('Leave', 1, 'u1', 'Article 1.'), h('Pay', 1, 'u2', 'Article 1.')))).toEqual([
      'numbering: Article 1 stands twice in the agreement.',
    ])
  })
  it('that leave the article to the reader are looked up where they stand', () => {
    expect(of('as in Section 2', 'Article VIII, Section 1')).toEqual([])
    expect(of('as in Section 2', 'Article IX, Section 1')).toEqual([
      'reference: “Section 2” leads nowhere: there is no Article 9, Section 2.',
    ])
    expect(of('under Subd. 2 of this section', 'Article VIII, Section 1')).toEqual([])
  })
  it('to a law are none of the agreement', () => {
    for (const text of [
      'under M.S. §122A.41, Subd. 9',
      'Section 403(b) plans',
      'Section 125 of the Internal Revenue Code',
      'Minnesota Statutes, Section 179A, Subd. 18',
      'the schedule a teacher keeps',
    ])
      expect(of(text)).toEqual([])
  })
  it('to what has moved say where it is now', () => {
    const before = agreement()
    const after = doc(
      h('ARTICLE VIII. LEAVE', 1, 'a8'),
      h('Section 1. New', 2, 'new'),
      h('Section 2. Sick leave', 2, 's1'),
      p('as in Article 8, Section 1'),
    )
    expect(said(after, { before })).toEqual(['moved: “Article 8, Section 1” leads to what now is Article 8, Section 2.'])
  })
})

describe('numbers', () => {
  it('that stand twice beside each other are named; the same ones elsewhere are not', () => {
    const d = doc(
      h('Article 1'),
      h('Section 1. A', 2),
      p('x', { label: 'Subd. 1.' }),
      p('x', { label: 'Subd. 1.' }),
      h('Section 2. B', 2),
      p('x', { label: 'Subd. 1.' }),
      h('Article 1 (continued)'),
      h('Section 2. C', 2),
    )
    expect(said(d)).toEqual(['numbering: Subd. 1 stands twice in Article 1, Section 1.', 'numbering: Section 2 stands twice in Article 1.'])
  })
  it('of lists: a list that begins anew is another list', () => {
    const item = (label: string, level = 1) => p('x', { label, list: 'ordered', level })
    expect(said(doc(item('a.'), item('b.'), item('1.', 2), item('b.')))).toEqual(['numbering: b. stands twice in one list.'])
    expect(said(doc(item('a.'), item('b.'), p('Then:'), item('a.'), item('b.'), item('a.')))).toEqual([])
  })
})

describe('amounts', () => {
  it('reads numbers in words', () => {
    const cases: [string, number | null][] = [
      ['five', 5],
      ['twenty-five', 25],
      ['one hundred and twenty', 120],
      ['two thousand five hundred', 2500],
      ['one-half', 0.5],
      ['two and one-half', 2.5],
      ['three-quarters', 0.75],
      ['nineteen ninety', null],
    ]
    for (const [words, value] of cases) expect([words, valueOfWords(words)]).toEqual([words, value])
  })
  it('in words and figures that differ are named, with their words', () => {
    expect(said(doc(p('at least five (4) days and twelve (12) months')))).toEqual(['amount: “five (4)” says two amounts.'])
    expect(said(doc(p('ninety-five percent (90%) or one half (50%) or one and one-half (1 1/2)')))).toEqual([
      'amount: “ninety-five percent (90%)” says two amounts.',
    ])
    expect(said(doc(p('a) the teacher (2) and ten dollars ($10) and one thousand dollars ($1,000) and one-half (½)')))).toEqual([])
  })
})

describe('terms', () => {
  it('that are defined and written in two ways are named', () => {
    const d = doc(p('“Part-Time Teacher” means one below full time.'), p('A part time teacher shall be paid. Each part-time teacher too.'))
    expect(said(d)).toEqual(['spelling: “part time teacher” is written “Part-Time Teacher” elsewhere.'])
  })
  it('are named in a paragraph that has the usual spelling, too', () => {
    const d = doc(p('“Part-Time Teacher” means one who works less. A Part-Time Teacher or a part time teacher is paid.'))
    expect(said(d)).toEqual(['spelling: “part time teacher” is written “Part-Time Teacher” elsewhere.'])
  })
  it('that are written with capitals again and again count as well', () => {
    const d = doc(...Array.from({ length: 3 }, () => p('The Health Care Plan pays.')), p('The Healthcare Plan pays.'))
    expect(said(d)).toEqual(['spelling: “Healthcare Plan” is written “Health Care Plan” elsewhere.'])
  })
})

it('a place in words is read and written', () => {
  expect(placeName(parsePlace('Article VIII, Section 4, Subd. 2')!)).toBe('Article 8, Section 4, Subd. 2')
  expect(placeName(parsePlace('Appendix C')!)).toBe('Appendix C')
  expect(parsePlace('New language')).toBeNull()
  const listed = doc(h('Article 2'), p('x', { label: 'c.', list: 'ordered' }))
  expect(placesOf(listed).places.map((x) => placeName(x.place))).toEqual(['Article 2', 'Article 2, c'])
})
