import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { readDocx } from '../../../../main/formats/docx/read/index.ts'
import { createNegotiation } from '../../../../main/services/beginning.ts'
import { counted } from '../../../../main/services/id.ts'
import { importSource, readSource } from '../../../../main/services/intake.ts'
import { makeOutput } from '../../../../main/services/output.ts'
import { makePaper, type PaperRequest } from '../../../../main/services/paper.ts'
import { samplePath } from '../../../../main/services/sample.ts'
import { openFile, type Store } from '../../../../main/store/index.ts'
import { allRounds } from '../../../../shared/redline/index.ts'
import { changesIn } from '../../../fixtures/changes.ts'
import { missing, NEGOTIATION } from '../../../fixtures/seeds.ts'
import { tempDir } from '../store/made.ts'

vi.setConfig({ testTimeout: 300_000 })

/** Every scope in both views as a Word file, read again: (kind, party, date, text) of each change, in order. Returns how many. */
async function returned(store: Store): Promise<number> {
  const scopes = ['table', ...store.items().map((item) => (item.kind === 'base' ? 'base' : `item:${item.number}`))]
  let found = 0
  for (const scope of scopes)
    for (const view of ['redline', 'all-rounds'] as const) {
      const request: PaperRequest = { scope, view, baseline: null, version: null }
      const { paper } = makePaper(store, request)
      const wanted = paper.sections.flatMap((section) => ('redline' in section ? changesIn(section.redline, false) : []))
      const { bytes } = await makeOutput(store, { ...request, format: 'docx' })
      const { doc, rounds } = await readDocx(bytes, 'x.docx', counted())
      const { blocks } = allRounds(doc, [], 0, rounds.length)
      expect(changesIn({ blocks, rounds }, false), `${scope}, ${view}`).toEqual(wanted)
      found += wanted.length
    }
  return found
}

describe('Word files of a negotiation say what it holds', () => {
  it('the sample', async () => {
    const store = openFile(await samplePath(join(tempDir(), 'data')))
    expect(await returned(store)).toBeGreaterThan(700)
    store.close()
  })
  it.skipIf(!existsSync(NEGOTIATION))(`a real one${missing(NEGOTIATION)}`, async () => {
    const parties = [
      { label: 'BEA', name: 'Burnsville Education Association', role: 'association' },
      { label: '191', name: 'Independent School District 191', role: 'employer' },
    ] as const
    const store = createNegotiation(join(tempDir(), 'n.parley'), { title: null, years: '2023-2025', parties: [...parties], us: 'BEA' })
    const { name, bytes } = readSource(NEGOTIATION.pathname)
    await importSource(store, { as: 'negotiation', name, bytes, item: null, party: null, date: null, answers: null })
    expect(await returned(store)).toBeGreaterThan(300)
    store.close()
  })
})
