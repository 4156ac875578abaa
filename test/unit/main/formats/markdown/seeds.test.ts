import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBase, readNegotiation } from '../../../../../main/formats/markdown/index.ts'
import { invariants, plainText, project } from '../../../../../shared/redline/index.ts'
import { CONTRACT, missing, NEGOTIATION, PARTIES, STACKS } from '../../../../fixtures/seeds.ts'
import { allText, difference, sourceWords, wordCounts } from './helpers.ts'

describe.skipIf(!existsSync(NEGOTIATION))(`the negotiation of the seeds${missing(NEGOTIATION)}`, () => {
  const source = existsSync(NEGOTIATION) ? readFileSync(NEGOTIATION, 'utf8') : 'x'
  const read = readNegotiation(source, { parties: PARTIES, years: '2023-2025' })
  const stack = (number: string) => read.items.find((i) => i.number === number)!.proposals

  it('has 29 items in order, and every proposal with the party, date and status that the document gives', () => {
    expect(read.items.map((i) => i.number)).toEqual(Array.from({ length: 29 }, (_, i) => `${i + 1}`))
    const found = read.items.flatMap((i) =>
      i.proposals.map((p) => `${i.number} ${p.party ?? '-'} ${p.date ?? '-'} ${p.status} ${p.statusDate ?? '-'}`),
    )
    expect(found).toEqual(STACKS)
    expect(found).toHaveLength(46)
  })

  it('loses no word and makes none up', () => {
    const texts = [
      ...read.items.flatMap((i) => i.proposals.flatMap((p) => [...p.labels, allText(p.marked)])),
      allText(read.norms!.doc),
      ...read.legend!.lines.map((l) => l.text),
      ...read.leftovers.map((l) => l.text),
      ...read.placeholders.map((l) => l.text),
    ]
    expect(difference(sourceWords(source), wordCounts(texts.join('\n')))).toEqual([])
  })

  it('has the places and captions of the items', () => {
    const of = (n: string) => read.items.find((i) => i.number === n)!
    expect(of('13')).toMatchObject({ title: 'Bereavement Absence', place: 'Article VIII, Section 4' })
    expect(of('2')).toMatchObject({ title: 'Recognition', place: 'Article I' })
    expect(of('10')).toMatchObject({ title: 'Health and Hospitalization Insurance Options', place: 'Article VII, Section 1' })
    expect(of('5')).toMatchObject({ place: 'Article V' })
    expect(of('27')).toMatchObject({ title: 'Extra Compensation', place: 'Appendix C-4' })
    expect(of('1')).toMatchObject({ title: 'Update general dates', place: null })
    expect(read.items.every((i) => !/^Item \d+$/.test(i.title))).toBe(true)
  })

  it('has the kinds: memoranda and rules are new, tables stand in the salary item', () => {
    const kinds = read.items.flatMap((i) => i.proposals.map((p) => ({ item: i.number, kind: p.kind, isNew: p.before === null })))
    expect(kinds.filter((k) => k.kind === 'mou').map((k) => k.item)).toEqual(['13', '29'])
    expect(kinds.filter((k) => k.kind === 'rule').map((k) => k.item)).toEqual(['1', '1', '26', '28'])
    expect(kinds.every((k) => k.isNew === (k.kind !== 'amended'))).toBe(true)
    expect(
      stack('28')[0]!
        .after.children.filter((b) => b.type.name === 'table')
        .map((t) => t.childCount),
    ).toEqual([21, 21])
  })

  it('carries on over page breaks', () => {
    expect(plainText(stack('15')[0]!.after)).toContain('nearest one hundred')
    expect(plainText(stack('20')[0]!.after)).toContain('on the district website')
    expect(stack('15')[0]!.after.children.filter((b) => /^Subd/.test(b.attrs.label ?? ''))).toHaveLength(9)
    expect(
      stack('12')[0]!
        .after.children.filter((b) => b.attrs.list === 'ordered')
        .map((b) => b.attrs.label),
    ).toEqual(['b.', 'c.', 'a.', 'b.', 'c.', 'd.'])
  })

  it('reads norms, the legend, and the stray heading', () => {
    expect(read.norms!.doc.children.map((b) => b.attrs.label).filter(Boolean)).toEqual(Array.from({ length: 17 }, (_, i) => `${i + 1}.`))
    expect(read.legend!.rules.map((r) => [r.party, r.kind, r.date, r.text, r.highlight])).toEqual([
      ['BEA', 'delete', null, 'red', null],
      ['BEA', 'insert', null, 'red', 'blue'],
      ['BEA', 'insert', '2023-12-04', null, 'green'],
      ['BEA', 'insert', '2024-01-03', null, 'orange'],
    ])
    expect(read.leftovers.map((l) => l.line)).toEqual([349])
  })

  it('says what the document does not say', () => {
    const about = (item: string | null) => read.doubts.filter((d) => d.item === item).map((d) => d.kind)
    expect(about('19')).toEqual(expect.arrayContaining(['party', 'date', 'value', 'marks']))
    expect(about('28')).toContain('date')
    expect(read.doubts.filter((d) => d.kind === 'status').map((d) => d.item)).toEqual(['5', '14', '20'])
    const values = read.doubts.filter((d) => d.kind === 'value').map((d) => `${d.item} ${d.excerpt}`)
    for (const value of [
      '$1,500,000',
      '$3,000,500',
      '2024-2024',
      'Subd. 42',
      '$27.50-38.00',
      '$1,500 $2,000',
      'fourth-first',
      '2021-2022-2023-2024',
      '4.5.',
      'Subd. 4⁵',
      'Section 34',
      'Section 109',
    ])
      expect(
        values.filter((v) => v.includes(value)),
        value,
      ).not.toEqual([])
    expect(read.doubts.every((d) => d.message !== '' && d.excerpt !== '' && d.line > 0)).toBe(true)
  })

  it('gives documents that hold together', () => {
    for (const proposal of read.items.flatMap((i) => i.proposals)) {
      invariants(proposal.marked)
      proposal.after.check()
      expect(plainText(project(proposal.marked, 1))).toBe(plainText(proposal.after))
      if (proposal.before) expect(plainText(project(proposal.marked, 0))).toBe(plainText(proposal.before))
      else expect(plainText(project(proposal.marked, 0))).toBe('')
    }
  })
})

describe.skipIf(!existsSync(CONTRACT))(`the contract of the seeds${missing(CONTRACT)}`, () => {
  const source = existsSync(CONTRACT) ? readFileSync(CONTRACT, 'utf8') : 'x'
  const read = readBase(source)

  it('loses no word and makes none up; page headers are listed', () => {
    const texts = [allText(read.doc), ...read.removed.map((r) => r.text)]
    expect(difference(sourceWords(source), wordCounts(texts.join('\n')))).toEqual([])
    expect(read.removed).toHaveLength(70)
  })

  it('has 31 articles in order, each with its sections', () => {
    const articles = read.outline.flatMap((o) => (o.level === 1 ? [...o.text.matchAll(/^ARTICLE (\d+)\./g)].map((m) => Number(m[1])) : []))
    expect(articles).toEqual(Array.from({ length: 31 }, (_, i) => i + 1))
    const sections = new Map<number, number[]>()
    let article = 0
    for (const { level, text } of read.outline) {
      if (level === 1) article = Number(/^ARTICLE (\d+)/.exec(text)?.[1] ?? 0)
      const section = /^SECTION (\d+)/.exec(text)?.[1]
      if (article && level === 2 && section) sections.set(article, [...(sections.get(article) ?? []), Number(section)])
    }
    for (const found of sections.values()) expect(found).toEqual(found.map((_, i) => i + 1))
    const counts = [0, 2, 7, 2, 4, 6, 3, 6, 12, 5, 14, 3, 2, 8, 8, 5, 7, 7, 6, 5, 0, 0, 2, 2, 4, 4, 3, 0, 0, 0, 0]
    expect(counts.map((_, i) => sections.get(i + 1)?.length ?? 0)).toEqual(counts)
  })

  it('leaves no repeated header in the text, and doubts the one that does not say so', () => {
    expect(plainText(read.doc)).not.toMatch(/\(cont/i)
    expect(read.doubts.filter((d) => d.kind === 'structure').map((d) => d.line)).toEqual([622, 1483])
  })

  it('keeps every table as a table', () => {
    const tables = source.split('\n').filter((line, i, all) => line.startsWith('|') && !(all[i - 1] ?? '').startsWith('|')).length
    expect(tables).toBe(54)
    const found = read.doc.children.filter((b) => b.type.name === 'table')
    expect(found).toHaveLength(tables)
    expect(found.flatMap((t) => t.children).every((row) => row.childCount > 0)).toBe(true)
    const schedule = found.find((t) => t.textContent.includes('48,216'))!
    expect(schedule.children.map((row) => row.childCount)).toEqual(Array.from({ length: 16 }, () => 11))
    expect(schedule.firstChild!.firstChild!.type.name).toBe('table_header')
  })

  it('holds together, with ids that the same text gives again', () => {
    invariants(read.doc)
    expect(read.doc.eq(readBase(source).doc)).toBe(true)
    expect(read.outline.every((o) => o.id !== '')).toBe(true)
    expect(read.title).toMatch(/2021 - 2023$/)
  })

  it('is read in less than a second', () => {
    const times = Array.from({ length: 3 }, () => {
      const started = performance.now()
      readBase(source)
      return performance.now() - started
    })
    expect(Math.min(...times)).toBeLessThan(1000)
  })
})
