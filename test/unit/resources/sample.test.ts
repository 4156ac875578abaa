import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBase, readNegotiation } from '../../../main/formats/markdown/index.ts'
import { buildStack, words } from '../../../shared/compare/index.ts'
import { allRounds, invariants, plainText, project, withLabels } from '../../../shared/redline/index.ts'
import { counter } from '../shared/compare/helpers.ts'

const text = (name: string): string => readFileSync(new URL(`../../../resources/sample/${name}`, import.meta.url), 'utf8')
const PARTIES = [
  { label: 'LTA', name: 'Lakeview Teachers Association' },
  { label: '300', name: 'Independent District 300' },
]
const base = readBase(text('agreement.md'))
const table = readNegotiation(text('negotiation.md'), { parties: PARTIES, years: '2023-2025' })
const item = (number: string) => table.items.find((i) => i.number === number)!

describe('the sample agreement', () => {
  it('has sixteen articles and two appendices, and no doubt', () => {
    const heads = base.outline.filter((entry) => entry.level === 1).map((entry) => entry.text)
    expect(heads).toHaveLength(18)
    expect(heads[0]).toBe('ARTICLE I. RECOGNITION')
    expect(base.doubts).toEqual([])
  })
  it('has four tables, the salary schedule among them', () => {
    const tables = base.doc.children.filter((block) => block.type.name === 'table')
    expect(tables.map((t) => [t.childCount, t.child(0).childCount])).toEqual([
      [5, 2],
      [5, 5],
      [9, 7],
      [6, 2],
    ])
  })
})

describe('the sample negotiation', () => {
  it('reads into 24 items, its norms and its legend, and nothing is left over', () => {
    expect(table.items.map((i) => i.number)).toEqual(Array.from({ length: 24 }, (_, k) => `${k + 1}`))
    expect(table.norms?.doc.childCount).toBe(9)
    expect(table.legend?.rules.map((r) => `${r.party} ${r.kind} ${r.date ?? ''}`)).toEqual([
      'LTA delete ',
      'LTA insert ',
      'LTA insert 2024-01-03',
      '300 delete ',
      '300 insert ',
    ])
    expect(table.leftovers).toEqual([])
  })
  it('names a party and a day for every proposal', () => {
    const proposals = table.items.flatMap((i) => i.proposals)
    expect(proposals).toHaveLength(42)
    expect(proposals.filter((p) => !p.party || !p.date)).toEqual([])
    expect([...new Set(proposals.map((p) => p.date))].sort()).toEqual(['2023-09-20', '2023-11-01', '2023-12-06', '2024-01-03'])
  })
  it('holds agreements, drops and a hold with their days', () => {
    const status = table.items.flatMap((i) =>
      i.proposals.filter((p) => p.status !== 'open').map((p) => `${i.number} ${p.status} ${p.statusDate}`),
    )
    expect(status).toEqual([
      '1 ta 2023-10-25',
      '2 ta 2023-10-25',
      '6 hold 2023-12-06',
      '7 ta 2023-11-01',
      '9 dropped 2024-01-03',
      '12 ta 2023-12-06',
      '19 dropped 2023-11-01',
      '20 ta 2023-12-06',
      '21 ta 2023-12-06',
      '24 ta 2023-10-25',
    ])
  })
  it('holds a rule, new language and a memorandum', () => {
    expect(['17', '14', '22'].map((n) => item(n).proposals.at(-1)?.kind)).toEqual(['rule', 'new', 'mou'])
  })
  it('asks about the amount that was run together', () => {
    expect(table.doubts.filter((d) => d.item === '23').map((d) => d.kind)).toEqual(['value'])
  })
  it('leaves three places to confirm, and no others', () => {
    expect(table.doubts.map((d) => `${d.item} ${d.kind}`).sort()).toEqual(['1 kind', '23 value', '7 status'])
  })
  it('reads as clean text with single spaces, a space left between the halves of each replacement', () => {
    expect(text('negotiation.md')).not.toContain('~~<u>')
    for (const { number, proposals } of table.items)
      for (const { before, after } of proposals)
        for (const doc of [before, after]) expect(doc ? plainText(doc) : '', `item ${number}`).not.toMatch(/ {2}|^ | $| [.,;:)]|\( /m)
    expect(plainText(item('3').proposals[0].after)).toContain('The Association pays the District $125 for each day')
    expect(plainText(item('4').proposals[1].after)).toContain('who is struck or threatened while at work')
    expect(plainText(item('13').proposals[0].after)).toContain('five (5) school days;\nc.')
  })
  it('starts each item from what the agreement says', () => {
    const agreement = plainText(base.doc)
    for (const { number, proposals } of table.items) {
      const first = proposals[0]
      // Item 23 has an old and a new amount run together.
      if (first.kind !== 'amended' || !first.before || number === '23') continue
      // The schedules carry the year that they are for.
      const lines = plainText(first.before)
        .split('\n')
        .filter((line) => !line.startsWith('APPENDIX'))
      for (const line of lines) expect(agreement, `item ${number}: ${line}`).toContain(line.trim())
    }
  })
  it('becomes documents that remember their rounds: each counter answers, and no word is lost', () => {
    const chains = table.items.map(({ number, proposals }) => {
      const built = buildStack(
        proposals.map((p) => ({ ...p, party: p.party!, date: p.date! })),
        counter(),
      )
      built.forEach(({ doc, chain, doubts }, i) => {
        invariants(doc)
        expect(doubts, `item ${number}`).toEqual([])
        expect(plainText(project(doc, chain.length))).toBe(plainText(proposals[i].after))
        const shown = JSON.stringify(withLabels(allRounds(doc, [], 0, chain.length).blocks))
        for (const v of [0, 1])
          for (const word of words(plainText(project(proposals[i].marked, v)))) expect(shown, `item ${number}`).toContain(word)
      })
      return Math.max(...built.map((b) => b.chain.length))
    })
    expect(chains).toEqual([1, 1, 2, 3, 3, 2, 2, 2, 1, 2, 2, 2, 3, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1])
  })
})
