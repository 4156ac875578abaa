import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Node } from 'prosemirror-model'
import { afterAll, describe, expect, it } from 'vitest'
import { writeDocx } from '../../main/formats/docx/index.ts'
import { createNegotiation, importSource, readSource } from '../../main/services/index.ts'
import { makePaper } from '../../main/services/paper.ts'
import { cleanOf, resolve as version, viewBetween } from '../../main/services/versions.ts'
import type { Store } from '../../main/store/index.ts'
import { project } from '../../shared/redline/index.ts'
import { checkRedlineDocx, checkValid, type Expectation, expectation, missing } from './readers.ts'

const SEEDS = resolve(import.meta.dirname, '../../../shared/seeds')
const NEGOTIATION = join(SEEDS, '003_8c71727a8495bf5e.txt')
const CONTRACT = join(SEEDS, '004_34ef1510ad821e84.txt')
const absent = [missing, ...(existsSync(NEGOTIATION) && existsSync(CONTRACT) ? [] : ['../shared/seeds'])].filter(Boolean).join(', ')
const folder = mkdtempSync(join(tmpdir(), 'parley-seed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function imported(source: string, as: 'negotiation' | 'base', name: string = as): Promise<Store> {
  const store = createNegotiation(join(folder, `${name}.parley`), {
    title: null,
    years: '2023-2025',
    parties: [
      { label: 'BEA', name: 'Burnsville Education Association', role: 'association' },
      { label: '191', name: 'Independent School District 191', role: 'employer' },
    ],
    us: 'BEA',
  })
  await importSource(store, { as, ...readSource(source), item: null, party: null, date: null, answers: null })
  return store
}

describe(`the real documents in Word${absent && `: not on this machine: ${absent}`}`, () => {
  it.skipIf(absent)('every item of the negotiation: redlined against current language, the readers see the same', async () => {
    const store = await imported(NEGOTIATION, 'negotiation')
    const files: string[] = []
    const expected: Expectation[] = []
    try {
      for (const item of store.items()) {
        const scope = `item:${item.number}`
        const between = viewBetween(store, version(store, item, 'base'), version(store, item, 'latest'))
        const baseline = project(between.doc, between.baseline)
        const target = project(between.doc, between.target)
        for (const view of ['redline', 'all-rounds'] as const) {
          const { paper } = makePaper(store, { scope, view, baseline: null, version: null })
          files.push(join(folder, `${view}-${item.number.replace(/\W+/g, '-')}.docx`))
          writeFileSync(files.at(-1)!, await writeDocx(paper))
          expected.push(expectation(paper, [baseline], [target]))
        }
      }
    } finally {
      store.close()
    }
    expect(files.length).toBeGreaterThanOrEqual(58)
    expect(await checkRedlineDocx(files, expected)).toEqual([])
  })

  it.skipIf(absent)('the whole table in one file: valid, and twice the same bytes', async () => {
    const store = await imported(NEGOTIATION, 'negotiation', 'table')
    try {
      const { paper } = makePaper(store, { scope: 'table', view: 'redline', baseline: null, version: null })
      const bytes = await writeDocx(paper)
      expect(await writeDocx(paper)).toEqual(bytes)
      const file = join(folder, 'table.docx')
      writeFileSync(file, bytes)
      expect(await checkValid([file])).toEqual([])
    } finally {
      store.close()
    }
  })

  it.skipIf(absent)('the whole contract, clean: valid, every paragraph in its place', async () => {
    const store = await imported(CONTRACT, 'base')
    try {
      const item = store.items().find((x) => x.kind === 'base')!
      const clean: Node = cleanOf(store, version(store, item, 'base'))
      const { paper } = makePaper(store, { scope: 'base', view: 'clean', baseline: null, version: null })
      const file = join(folder, 'contract.docx')
      writeFileSync(file, await writeDocx(paper))
      expect(await checkRedlineDocx([file], [expectation(paper, [clean], [clean])])).toEqual([])
    } finally {
      store.close()
    }
  })
})
