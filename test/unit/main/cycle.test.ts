import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { ReplaceStep } from 'prosemirror-transform'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { anchorsOf, proposeHere } from '../../../main/services/anchor.ts'
import { createNegotiation } from '../../../main/services/beginning.ts'
import { enterDraft, startDraft } from '../../../main/services/drafts.ts'
import { newId } from '../../../main/services/id.ts'
import { importSource } from '../../../main/services/intake.ts'
import { nextNegotiation } from '../../../main/services/next.ts'
import { makeOutput } from '../../../main/services/output.ts'
import { accept } from '../../../main/services/package.ts'
import { ownDrafts, runPass } from '../../../main/services/pass/index.ts'
import { ratified } from '../../../main/services/ratify.ts'
import { setStatus } from '../../../main/services/status.ts'
import type { Store, StoredProposal } from '../../../main/store/index.ts'
import { openFile } from '../../../main/store/index.ts'
import { weave } from '../../../shared/compare/index.ts'
import type { Item } from '../../../shared/model/negotiation.ts'
import { schema } from '../../../shared/model/schema.ts'
import { changes, invariants, plainText, project, redline } from '../../../shared/redline/index.ts'
import { CONTRACT, missing } from '../../fixtures/seeds.ts'
import { tempDir } from './store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 120_000 })

const SAMPLE = new URL('../../../resources/sample/agreement.md', import.meta.url)
const PARTIES = [
  { label: 'A', name: 'Teachers Association', role: 'association' },
  { label: 'D', name: 'School District', role: 'employer' },
] as const

const NO_ONE = { item: null, party: null, date: null, answers: null }
const baseOf = (store: Store): Node => store.base(store.items().find((i) => i.kind === 'base')!.id)
const text = (s: string): Node => schema.text(s)
const paragraph = (s: string): Node => schema.nodes.paragraph.create(null, text(s))
const isText = (block: Node): boolean => block.type === schema.nodes.paragraph && block.textContent.length > 60

/** Headings of parts that have a few paragraphs of language, far apart. */
function parts(base: Node, count: number): string[] {
  const found: string[] = []
  base.children.forEach((block, i) => {
    if (block.type !== schema.nodes.heading || block.attrs.level < 2) return
    let end = i + 1
    while (end < base.childCount && base.child(end).type !== schema.nodes.heading) end++
    const inside = base.children.slice(i + 1, end)
    if (inside.length && inside.length < 9 && inside.some(isText)) found.push(block.attrs.id)
  })
  return Array.from({ length: count }, (_, k) => found[Math.floor((k * found.length) / count)])
}

/** The first paragraph of language in a clean document with other words, and what is put after it. */
function reworded(clean: Node, change: (words: string[]) => string[], ...more: string[]): Node {
  const at = clean.children.findIndex(isText)
  const block = clean.child(at)
  const words = change(block.textContent.split(' '))
  const now = block.copy(Fragment.from(text(words.join(' '))))
  return clean.copy(Fragment.fromArray([...clean.children.slice(0, at), now, ...more.map(paragraph), ...clean.children.slice(at + 1)]))
}

/** A draft of a party that makes an item read otherwise. */
function draft(store: Store, item: Item, party: string, date: string, change: (clean: Node) => Node): string {
  const { proposal } = startDraft(store, { item: item.id, party, date })
  const { doc, seq } = store.document(proposal.id)
  const r = proposal.chain.length
  const next = weave(doc, change(project(doc, r)), { r, p: party }, newId)
  store.append(proposal.id, seq, [new ReplaceStep(0, doc.content.size, new Slice(next.content, 0, 0)).toJSON()])
  return proposal.id
}
const seen = (store: Store) => ownDrafts(store).map((p) => ({ proposal: p.id, seq: store.document(p.id).seq }))
const pass = (store: Store, title: string | null = null) =>
  runPass(store, { drafts: seen(store), date: null, against: 'base', session: null, package: title })
const agree = (store: Store, p: StoredProposal, date: string, blocks: readonly string[] | null = null) =>
  setStatus(store, { item: p.item, kind: 'ta', date, proposal: p.id, blocks })

/** Runs a whole negotiation on an agreement; every claim is checked on the way. */
async function cycle(source: URL): Promise<void> {
  const dir = tempDir()
  const store = createNegotiation(join(dir, 'this.parley'), { title: 'This contract', years: '2023-2025', parties: PARTIES, us: 'A' })
  onTestFinished(() => store.close())
  await importSource(store, { as: 'base', name: 'agreement.md', bytes: new Uint8Array(readFileSync(source)), ...NO_ONE })
  const base = baseOf(store)
  const items = parts(base, 5).map((from) => proposeHere(store, { from, to: null, number: null, title: null }))
  expect(items.map((item) => item.number)).toEqual(['1', '2', '3', '4', '5'])
  expect(items.every((item) => anchorsOf(store).get(item.id)!.blocks.length > 1)).toBe(true)
  const [one, two, three, four, five] = items

  // The first round of each party.
  for (const item of [one, two, three])
    draft(store, item, 'A', '2023-09-20', (clean) => reworded(clean, ([first, ...rest]) => [first, 'always', ...rest], 'This is new.'))
  await pass(store)
  for (const item of [four, five])
    enterDraft(
      store,
      draft(store, item, 'D', '2023-09-20', (clean) => reworded(clean, (words) => words.slice(0, -3), 'So is this.')),
    )
  // The second: each answers the other.
  draft(store, four, 'A', '2023-10-18', (clean) => reworded(clean, (words) => [...words, 'indeed.']))
  await pass(store)
  enterDraft(
    store,
    draft(store, three, 'D', '2023-10-18', (clean) => reworded(clean, (words) => words.filter((w) => w !== 'always'))),
  )
  for (const item of [one, two])
    enterDraft(
      store,
      draft(store, item, 'D', '2023-10-18', (clean) => reworded(clean, (words) => [...words.slice(0, 4), 'mostly', ...words.slice(4)])),
    )
  // The third: a package. The fourth: it is accepted, one item is dropped, one agreed, one in part.
  for (const item of [one, two])
    draft(store, item, 'A', '2023-11-15', (clean) => reworded(clean, (words) => words.filter((w) => w !== 'mostly')))
  await pass(store, 'Both or none')
  const last = (item: Item): StoredProposal => store.proposals(item.id).at(-1)!
  accept(store, { package: 'Both or none', date: '2023-12-06' })
  setStatus(store, { item: five.id, kind: 'drop', date: '2023-12-06', proposal: last(five).id })
  agree(store, last(four), '2023-12-06')
  const threeNow = project(store.document(last(three).id).doc, 2)
  const part = threeNow.children.find((block) => block.textContent === 'This is new.')!
  agree(store, last(three), '2023-12-07', [part.attrs.id])
  expect(store.items().map((item) => item.status)).toEqual(['ta', 'ta', 'open', 'ta', 'dropped', 'open'])

  // The ratified agreement: nothing but what was agreed differs from the base.
  const made = ratified(store)
  invariants(made.doc)
  const now = project(made.doc, made.target)
  expect(project(made.doc, 0).eq(base)).toBe(true)
  const agreed = new Map([one, two, four].map((item) => [item.id, project(store.document(last(item).id).doc, last(item).chain.length)]))
  const anchors = anchorsOf(store)
  const expected = base.children.flatMap((block): readonly Node[] => {
    for (const item of [one, two, four])
      if (anchors.get(item.id)!.blocks.includes(block.attrs.id))
        return anchors.get(item.id)!.blocks[0] === block.attrs.id ? agreed.get(item.id)!.children : []
    const after = threeNow.children[threeNow.children.indexOf(part) - 1]
    return block.attrs.id === after.attrs.id ? [block, part] : [block]
  })
  expect(plainText(now)).toBe(plainText(schema.nodes.doc.create(null, expected)))
  expect(new Set(made.trace.map((t) => `${t.number} ${t.agreed}`))).toEqual(
    new Set(['1 2023-12-06', '2 2023-12-06', '3 2023-12-07', '4 2023-12-06']),
  )
  const said = (list: readonly { readonly struck: string; readonly inserted: string }[]) =>
    list.map((c) => `${c.struck}|${c.inserted}`).sort()
  const own = [one, two, four].flatMap((item) => {
    const p = last(item)
    return changes(redline(store.document(p.id).doc, p.chain, 0, p.chain.length))
  })
  expect(said(made.trace.filter((t) => t.number !== '3').map((t) => t.change))).toEqual(said(own))
  expect(made.trace).toHaveLength(changes(redline(made.doc, made.rounds, 0, made.target)).length)
  expect(made.findings.filter((f) => ['open', 'dropped'].includes(f.kind)).map((f) => f.item)).toEqual(['3', '5'])

  // The papers of the end.
  for (const [scope, view] of [
    ['sign-off', 'clean'],
    ['ta-summary', 'redline'],
    ['ratification', 'redline'],
    ['ratification', 'clean'],
  ] as const) {
    const { bytes } = await makeOutput(store, { scope, view, baseline: null, version: null, format: 'docx' })
    expect(bytes.length).toBeGreaterThan(1000)
  }
  expect(store.verify()).toMatchObject({ ok: true })

  // The clean agreement is the base of the next negotiation.
  nextNegotiation(join(dir, 'next.parley'), store, { title: null, years: '2025-2027' }).close()
  const next = openFile(join(dir, 'next.parley'))
  onTestFinished(() => next.close())
  expect(baseOf(next).eq(now)).toBe(true)
  const again = proposeHere(next, { from: parts(baseOf(next), 5)[0], to: null, number: null, title: null })
  enterDraft(
    next,
    draft(next, again, 'D', '2025-09-20', (clean) => reworded(clean, (words) => words.slice(1))),
  )
  expect(next.verify()).toMatchObject({ ok: true })
  expect(next.items().map((item) => item.number)).toEqual(['1', 'base'])
}

describe('a negotiation from the contract in force to the next one', () => {
  it('on the sample agreement', () => cycle(SAMPLE))
  it.skipIf(!existsSync(CONTRACT))(`on a whole contract${missing(CONTRACT)}`, () => cycle(CONTRACT))
})
