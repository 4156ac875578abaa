import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Fragment, type Node } from 'prosemirror-model'
import { afterAll, describe, expect, it } from 'vitest'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { keyOf, proposeMapping } from '../../main/formats/docx/hand/index.ts'
import { marksOf } from '../../main/formats/docx/hand/mapping.ts'
import { placed } from '../../main/formats/docx/hand/place.ts'
import { openWord, readDocx } from '../../main/formats/docx/read/index.ts'
import { takeNegotiation } from '../../main/formats/docx/take/index.ts'
import { type ReadNegotiation, readNegotiation } from '../../main/formats/markdown/index.ts'
import { createNegotiation, importSource, readSource } from '../../main/services/index.ts'
import type { Store } from '../../main/store/index.ts'
import { compare } from '../../shared/compare/index.ts'
import { inlineText, schema } from '../../shared/model/schema.ts'
import { inlineSwitches, plainText, project, redline, switchesOf } from '../../shared/redline/index.ts'

const SHARED = resolve(import.meta.dirname, '../../../shared')
const HAND = join(SHARED, 'corpus/bea191-by-hand.docx')
const SEED = join(SHARED, 'seeds/003_8c71727a8495bf5e.txt')
const CONTRACT = join(SHARED, 'corpus/contract-130-pages.docx')
const absent = [HAND, SEED, CONTRACT].every((path) => existsSync(path)) ? '' : '../shared'
const folder = mkdtempSync(join(tmpdir(), 'parley-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PARTIES = [
  { label: 'BEA', name: 'Burnsville Education Association', role: 'association' as const },
  { label: '191', name: 'Independent School District 191', role: 'employer' as const },
]
const LABELS = PARTIES.map((p) => p.label)
const YEARS = '2023-2025'
const begun = (name: string): Store =>
  createNegotiation(join(folder, `${name}.parley`), { title: null, years: YEARS, parties: PARTIES, us: 'BEA' })
const nothing = { item: null, party: null, date: null, answers: null }
const ids = (): ((prefix: string) => string) => {
  let n = 0
  return (prefix) => `${prefix}${++n}`
}

const words = (text: string): string[] => text.match(/[\p{L}\p{N}$%]+/gu) ?? []
const blocks = (doc: Node): Node[] => {
  const out: Node[] = []
  doc.descendants((node) => {
    if (node.isTextblock) out.push(node)
    return !node.isTextblock
  })
  return out
}
/** Every word of a marked language, whatever happened to it, labels before and after among them; sorted. */
const spoken = (doc: Node): string[] =>
  blocks(doc)
    .flatMap((b) => {
      const labels = [b.attrs.label, ...b.attrs.was.map((w: { attrs: { label?: string | null } }) => w.attrs.label)]
      return [...new Set(labels.filter(Boolean)), b.children.map(inlineText).join('')]
    })
    .flatMap(words)
    .sort()
const heads = (read: ReadNegotiation) =>
  read.items.flatMap((item) =>
    item.proposals.map((p) => [item.number, p.party, p.date, p.status, p.statusDate, p.kind, spoken(p.marked)] as const),
  )

describe(`Word files that come in${absent && `: not on this machine: ${absent}`}`, () => {
  it.skipIf(absent)('a negotiation redlined by hand gives the items, stacks and words of the same one as text', async () => {
    const options = { name: 'hand.docx', parties: PARTIES, years: YEARS, newId: ids() }
    const { read } = await takeNegotiation(new Uint8Array(readFileSync(HAND)), options)
    const text = readNegotiation(readFileSync(SEED, 'utf8'), { parties: PARTIES, years: YEARS })
    expect([read.items.length, heads(read).length]).toEqual([29, 46])
    expect(heads(read)).toEqual(heads(text))
    expect(read.legend?.rules.map((rule) => [rule.party, rule.kind, rule.date])).toEqual(
      text.legend?.rules.map((rule) => [rule.party, rule.kind, rule.date]),
    )
  })

  it.skipIf(absent)('each run that is struck or coloured there is struck or put in by the party whose look it has', async () => {
    const store = begun('hand')
    try {
      await importSource(store, { as: 'negotiation', ...readSource(HAND), ...nothing })
      expect(store.verify()).toMatchObject({ problems: [], checked: 46 })
      const word = await openWord(new Uint8Array(readFileSync(HAND)), 'hand.docx')
      const mapping = proposeMapping(word.blocks, word.sheet.styles, LABELS, YEARS)
      expect(mapping.looks.map((look) => [look.meaning.kind, look.certain])).toEqual([
        ['delete', true],
        ['insert', true],
        ['insert', true],
        ['delete', true],
        ['insert', true],
      ])
      const marks = marksOf(placed(word.blocks, LABELS, YEARS), word.sheet.styles)
      const lost = marks.filter((mark) => {
        const { meaning } = mapping.looks.find((look) => look.key === keyOf(mark.look))!
        if (meaning.kind === 'emphasis') return true
        const { place } = mark.at
        const item = store.items().find((i) => i.number === place.item)!
        const proposal = store.proposals(item.id).find((p) => p.party === place.party && p.date === place.date)!
        const there = changed(store.document(proposal.id).doc, meaning.kind === 'insert' ? 'ins' : 'del', meaning.party!)
        return words(mark.piece.text).some((w) => !there.has(w))
      })
      expect(marks).toHaveLength(64)
      // A caption that the proposal before it holds already is not new.
      expect(lost.map((mark) => mark.at.place)).toEqual([{ item: '14', party: '191', date: '2024-01-03' }])
    } finally {
      store.close()
    }
  })

  it.skipIf(absent)('a contract of 130 pages comes in block for block, is edited, and goes back into its own package', async () => {
    const store = begun('contract')
    try {
      const { item } = await importSource(store, { as: 'base', ...readSource(CONTRACT), ...nothing })
      const base = store.base(item!)
      expect(base.children.filter((b) => b.type === schema.nodes.heading).length).toBeGreaterThan(150)
      const at = base.children.findIndex((b) => b.isTextblock && b.childCount === 1 && words(b.textContent).length > 30)
      const put = schema.nodes.paragraph.create({ id: 'new' }, schema.text('Words of our own.'))
      const first = schema.text(`Changed ${base.child(at).textContent}`)
      const kids = base.children.flatMap((b, i) => (i === at ? [b.copy(Fragment.from(first)), put] : [b]))
      const edited = base.copy(Fragment.fromArray(kids))
      const made = redline(compare(base, edited, 'BEA', ids()), [{ r: 1, party: 'BEA', date: '2024-01-03', proposal: '' }], 0, 1)
      const source = store.sourceOf(item!)!
      const file = await readDocx(new Uint8Array(source.bytes), source.name, ids())
      const back = await readDocx(writeBack({ file, redline: made, other: null, view: 'redline' }), 'back.docx', ids())
      expect(plainText(project(back.doc, 0))).toBe(plainText(base))
      expect(plainText(project(back.doc, back.rounds.length))).toBe(plainText(edited))
      expect(back.rounds.map((round) => round.author)).toEqual(['BEA'])
      const other = [...back.package.parts].filter(([path, bytes]) =>
        Buffer.compare(bytes, file.package.parts.get(path) ?? Buffer.alloc(0)),
      )
      expect(other.map(([path]) => path)).toEqual(['word/document.xml'])
    } finally {
      store.close()
    }
  })
})

/** The words that a party put in or struck in a document, labels of blocks that changed among them. */
function changed(doc: Node, kind: 'ins' | 'del', party: string): Set<string> {
  const own = (list: readonly { readonly k: string; readonly p: string }[]): boolean => list.some((s) => s.k === kind && s.p === party)
  const out = new Set<string>()
  for (const block of blocks(doc)) {
    const text = block.children.map((c) => (own(inlineSwitches(c)) ? inlineText(c) : ' ')).join('')
    const label = text.trim() !== '' || own(switchesOf(block)) || block.attrs.was.length ? `${block.attrs.label ?? ''} ` : ''
    for (const word of words(label + text)) out.add(word)
  }
  return out
}
