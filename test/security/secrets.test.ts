import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { EditorState } from 'prosemirror-state'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { resource } from '../../main/formats/resource.ts'
import { createNegotiation } from '../../main/services/beginning.ts'
import { boardOf } from '../../main/services/board.ts'
import { startDraft } from '../../main/services/drafts.ts'
import { importSource } from '../../main/services/intake.ts'
import { attend, putSession } from '../../main/services/meeting.ts'
import { type Format, makeOutput } from '../../main/services/output.ts'
import { makePaper } from '../../main/services/paper.ts'
import { ownDrafts, runPass } from '../../main/services/pass/index.ts'
import { room } from '../../main/services/room.ts'
import { setStatus } from '../../main/services/status.ts'
import type { Store } from '../../main/store/index.ts'
import { SCOPES } from '../../shared/model/paper.ts'
import { context, track } from '../../shared/redline/index.ts'
import { tempDir } from '../unit/main/store/made.ts'

// Every write waits for the disk, and every paper is written in every form.
vi.setConfig({ testTimeout: 180_000 })

/** A word that stands in each field that is private, with a number to tell which, and the word of what was passed. */
const SECRET = 'Zwiebel'
const PASSED = 'Kartoffel'
let made = 0
const secret = (words: string): string => `${SECRET}${++made} ${words}`

/** Writes words of our own into an open draft. */
function write(store: Store, id: string, words: string): void {
  const p = store.proposal(id)
  const { doc, seq } = store.document(id)
  const state = EditorState.create({ doc })
  let n = 0
  const cx = context({ r: p.chain.length, p: p.party }, (prefix) => `${prefix}${id.slice(0, 6)}${++n}`)
  const tr = track(state, state.tr.insertText(words, 1), cx)
  store.append(
    id,
    seq,
    tr.steps.map((s) => s.toJSON()),
  )
}

/** The sample negotiation with something private in every field that takes it, and a pass of one item. */
async function seeded(): Promise<Store> {
  const dir = join(tempDir(), `${SECRET}folder`)
  mkdirSync(dir)
  const store = createNegotiation(join(dir, `${SECRET}file.parley`), {
    title: 'Lakeview teachers',
    years: '2023-2025',
    us: 'LTA',
    parties: [
      { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
      { label: '300', name: 'Lakeview Public Schools', role: 'employer' },
    ],
  })
  onTestFinished(() => store.close())
  for (const as of ['base', 'negotiation'] as const) {
    const name = as === 'base' ? 'agreement.md' : 'negotiation.md'
    const source = { name: `${SECRET} ${name}`, bytes: resource(`sample/${name}`) }
    await importSource(store, { as, ...source, item: null, party: null, date: null, answers: null })
  }
  const item = (number: string) => store.items().find((i) => i.number === number)!
  const draft = (number: string) => startDraft(store, { item: item(number).id, party: 'LTA', date: '2024-01-17' }).proposal.id
  const { caucus } = store
  const note = {
    item: item('13').id,
    proposal: null,
    session: null,
    answers: null,
    place: { block: 'b', text: secret('beside these words') },
  }
  const first = caucus.addNote({ ...note, body: secret('we would take five hours'), author: secret('Writer') })
  caucus.addNote({ ...note, answers: first.id, body: secret('never below five hours'), author: '' })
  const people = ['LTA', '300'].map((party) => caucus.putPerson({ name: secret('Negotiator'), party, role: secret('spokesperson') }))
  caucus.putWhatIf({ title: secret('pay for the calendar'), proposals: [], note: secret('only if they drop the calendar') })
  const session = putSession(store, { date: '2024-01-17', start: '17:00', place: 'Board room', open: 'public', agenda: ['Mentors'] })
  for (const person of people) attend(store, session.id, person.id, true)
  for (const doubt of store.doubts().slice(0, 2)) store.resolveDoubt(doubt.id, secret('what the source really means here'))
  write(store, draft('13'), `${PASSED} stands here. `)
  const drafts = ownDrafts(store).map((p) => ({ proposal: p.id, seq: store.document(p.id).seq }))
  await runPass(store, { drafts, date: null, against: 'base', session: session.id, package: null })
  write(store, draft('3'), secret('is what we would really give. '))
  const gone = draft('8')
  write(store, gone, secret('was thrown away. '))
  store.discard(gone)
  setStatus(store, { item: item('13').id, kind: 'ta', date: '2024-01-17', party: '300' })
  return store
}

/** Everything that a file holds: its parts, unpacked, as letters in the ways in which programs write them. */
function everything(format: Format, bytes: Uint8Array): string[] {
  const letters = (data: Uint8Array): string[] => [new TextDecoder('latin1').decode(data), new TextDecoder('utf-16le').decode(data)]
  if (format === 'docx') return Object.entries(unzipSync(bytes)).flatMap(([name, data]) => [name, ...letters(data), withoutTags(data)])
  if (format === 'md') return letters(bytes)
  const raw = Buffer.from(bytes)
  const out = letters(bytes)
  for (let at = raw.indexOf('stream\n'); at >= 0; at = raw.indexOf('stream\n', at + 7)) {
    try {
      out.push(...letters(inflateSync(raw.subarray(at + 7))))
    } catch {
      // Not packed, and searched as it is.
    }
  }
  return out
}
/** The text of a part, whatever runs it is cut into. */
const withoutTags = (data: Uint8Array): string => new TextDecoder().decode(data).replace(/<[^>]*>/g, '')

const scopes = (): string[] =>
  SCOPES.flatMap((scope) =>
    scope.endsWith(':NUMBER') || /:/.test(scope) ? [scope.replace(/:.*/, ':13'), scope.replace(/:.*/, ':3')] : [scope],
  )

describe('what is one party’s own', () => {
  it('is in no part of any paper, in any view and format, nor in what was passed, nor on a screen for the room', async () => {
    const store = await seeded()
    expect(made).toBeGreaterThan(11)
    const found: string[] = []
    let written = 0
    let told = 0
    for (const scope of scopes())
      for (const view of ['clean', 'redline', 'all-rounds'] as const) {
        const request = { scope, view, baseline: null, version: null }
        let paper: string
        try {
          paper = JSON.stringify(makePaper(store, request).paper)
        } catch (error) {
          // A paper that is not to be had says so in a sentence that tells nothing either.
          expect(String(error)).not.toContain(SECRET)
          continue
        }
        if (paper.includes(SECRET)) found.push(`${scope} ${view}`)
        // A PDF draws letters; what it draws is what the paper says, and one view of each is unpacked.
        for (const format of view === 'redline' ? (['docx', 'md', 'pdf'] as const) : (['docx', 'md'] as const)) {
          const { name, bytes } = await makeOutput(store, { ...request, format })
          const parts = everything(format, bytes)
          written++
          if (name.includes(SECRET) || parts.some((part) => part.includes(SECRET))) found.push(`${scope} ${view} ${format}`)
          if (format !== 'pdf' && parts.some((part) => part.includes(PASSED))) told++
        }
      }
    expect(found).toEqual([])
    expect(written).toBeGreaterThan(40)
    // The search finds what was passed: it would find the rest.
    expect(told).toBeGreaterThan(8)

    const [pass] = store.record().passes
    for (const { name, mime } of pass!.papers) {
      const { bytes } = store.paper(pass!.id, name)
      const parts = everything(mime.endsWith('pdf') ? 'pdf' : 'docx', bytes)
      expect([name, parts.some((part) => part.includes(SECRET))]).toEqual([name, false])
    }
    for (const item of store.items()) {
      if (item.kind === 'base') continue
      try {
        expect(JSON.stringify(room(store, item.id, null))).not.toContain(SECRET)
      } catch (error) {
        expect(String(error)).not.toContain(SECRET)
      }
    }
    expect(JSON.stringify(boardOf(store, '2024-01-18', true))).not.toContain(SECRET)
    expect(store.verify().problems).toEqual([])
  })

  it('that got into the words of a pass stops it, and nothing is sealed', async () => {
    const store = await seeded()
    const item = store.items().find((i) => i.number === '16')!
    const { proposal } = startDraft(store, { item: item.id, party: 'LTA', date: '2024-01-17' })
    const [person] = store.caucus.people()
    write(store, proposal.id, `Agreed with ${person!.name}. `)
    const drafts = [{ proposal: proposal.id, seq: store.document(proposal.id).seq }]
    await expect(runPass(store, { drafts, date: null, against: 'base', session: null, package: null })).rejects.toThrow(
      'the name of a person',
    )
    expect(store.proposal(proposal.id).sealed).toBe(false)
    expect(store.record().passes).toHaveLength(1)
  })
})
