import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ledger } from '../../../../main/services/ledger.ts'
import { samplePath } from '../../../../main/services/sample.ts'
import { cleanOf, resolve, viewBetween } from '../../../../main/services/versions.ts'
import { openFile } from '../../../../main/store/index.ts'
import { invariants, plainText, redline, reject } from '../../../../shared/redline/index.ts'
import { tempDir } from '../store/made.ts'

it('the sample is read in by the ordinary import, whole, and only once', { timeout: 30_000 }, async () => {
  const dir = join(tempDir(), 'data')
  const path = await samplePath(dir)
  expect(readdirSync(dir)).toEqual(['Lakeview sample.parley'])
  const made = statSync(path).mtimeMs
  expect(await samplePath(dir)).toBe(path)
  expect(statSync(path).mtimeMs).toBe(made)

  const store = openFile(path)
  const { items, base, norms, us } = ledger(store)
  expect(us).toBe('LTA')
  expect(items.length).toBeGreaterThanOrEqual(8)
  expect(items.some((i) => i.status === 'ta')).toBe(true)
  expect(items.some((i) => i.status === 'dropped')).toBe(true)
  expect(items.some((i) => i.proposals.length >= 3)).toBe(true)
  expect(items.some((i) => new Set(i.proposals.filter((p) => p.answers === null).map((p) => p.party)).size === 2)).toBe(true)
  expect([base?.kind, norms?.kind]).toEqual(['base', 'norms'])
  expect(items.flatMap((i) => i.proposals).filter((p) => p.party === null || p.date === null)).toEqual([])
  expect(store.verify().ok).toBe(true)
  for (const p of store.proposals()) invariants(store.document(p.id).doc)
  store.close()
})

it('what a redline of the latest proposal is measured against is the text of the current language', { timeout: 30_000 }, async () => {
  const store = openFile(await samplePath(join(tempDir(), 'data')))
  let differ = 0
  for (const item of store.items()) {
    const view = viewBetween(store, resolve(store, item, 'base'), resolve(store, item, 'latest'))
    const rejected = reject(redline(view.doc, view.rounds, view.baseline, view.target).blocks)
    expect(plainText(cleanOf(store, resolve(store, item, 'base'))), item.title).toBe(plainText(rejected))
    if (plainText(store.base(item.id)) !== plainText(rejected)) differ++
  }
  // Some items have a first proposal that quotes other language than their last one does; the test means something.
  expect(differ).toBeGreaterThan(0)
  store.close()
})

it('a sample that cannot be made leaves nothing behind', async () => {
  const dir = tempDir()
  await expect(samplePath(join(dir, 'x'.repeat(300)))).rejects.toThrow()
  expect(existsSync(join(dir, 'x'.repeat(300)))).toBe(false)
})
