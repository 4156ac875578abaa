import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNegotiation } from '../../main/services/beginning.ts'
import { importSource } from '../../main/services/intake.ts'
import { makeOutput } from '../../main/services/output.ts'
import { schema } from '../../shared/model/schema.ts'
import { del, gone, ins, p, run, wordFile } from '../unit/main/formats/docx/word.ts'
import { type Program, program } from './host.ts'

const BY_HAND = join(import.meta.dirname, '../../../shared/corpus/bea191-by-hand.docx')
const LINES = ['A teacher gives notice of three days.', 'The office answers within one week.', 'A leave longer than a month needs consent.']

let folder: string
let running: Program
let page: Page
/** What we passed, sent back with one edit tracked and one not. */
let theirs: Uint8Array

/** A negotiation with two items: in one we passed a proposal, the other has the language alone. */
async function negotiation(path: string): Promise<void> {
  const parties = [
    { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' as const },
    { label: '300', name: 'District 300', role: 'employer' as const },
  ]
  const store = createNegotiation(path, { title: 'Lakeview', years: '2023-2025', us: 'LTA', parties })
  const base = schema.nodes.doc.create(
    null,
    LINES.map((text, i) => schema.nodes.paragraph.create({ id: `p${i}` }, schema.text(text))),
  )
  for (const number of ['1', '2']) store.addItem({ number, title: `Leave ${number}`, place: null, kind: 'item', base })
  const ours = new TextEncoder().encode(LINES.join('\n\n').replace('three', 'two'))
  await importSource(store, { as: 'proposal', name: 'ours.md', bytes: ours, item: '1', party: 'LTA', date: '2023-09-20', answers: null })
  const { bytes } = await makeOutput(store, { scope: 'item:1', view: 'redline', baseline: null, version: null, format: 'docx' })
  const parts = unzipSync(bytes)
  const by = 'w:id="901" w:author="J. Doe" w:date="2023-10-02T09:00:00Z"'
  const tracked = `one </w:t></w:r><w:del ${by}>${gone('week')}</w:del><w:ins ${by}>${run('month')}</w:ins><w:r><w:t xml:space="preserve">`
  const xml = strFromU8(parts['word/document.xml']).replace('one week', tracked).replace('than a month', 'than a year')
  theirs = zipSync({ ...parts, 'word/document.xml': strToU8(xml) })
  store.close()
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-word-'))
  const path = join(folder, 'lakeview.parley')
  await negotiation(path)
  running = await program(path)
  page = await running.open()
  await item(/^1\./).waitFor()
})
afterAll(async () => {
  await running.end()
  rmSync(folder, { recursive: true, force: true })
})

const item = (name: RegExp) => page.getByRole('listbox', { name: 'Items' }).getByRole('option', { name })
const rounds = () => page.getByRole('listbox', { name: /^Rounds/ }).getByRole('option')
const file = (name: string, bytes: Uint8Array) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
const choose = async (button: string | RegExp, given: ReturnType<typeof file>) => {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await choosing).setFiles(given)
}
const menu = async (name: string) => {
  await page.getByRole('button', { name: 'File menu' }).click()
  await page.getByRole('menuitem', { name }).click()
}
/** Drops a file on an element, as a file manager does. */
const dropOn = async (selector: string, name: string, bytes: Uint8Array) => {
  const data = await page.evaluateHandle(
    ([called, base64]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], called))
      return transfer
    },
    [name, Buffer.from(bytes).toString('base64')] as const,
  )
  await page.dispatchEvent(selector, 'drop', { dataTransfer: data })
}

describe('Word files in the window', () => {
  it('are checked before they become a round of theirs; what they did not track stays told apart', async () => {
    await item(/^1\./).click()
    await page.locator('.page').getByText('two').waitFor()
    await dropOn('.page', 'theirs.docx', theirs)
    await page.getByText('2 words tracked by J. Doe on 10.2').waitFor()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    const check = page.getByRole('dialog', { name: 'Check of their file' })
    await check.waitFor()
    expect(await check.innerText()).toMatch(/1 edit not tracked\.[\s\S]*Not tracked 1\s+month year[\s\S]*Tracked 1\s+week month/)
    // Enter alone takes nothing: the focus stands on the way back.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Back')
    await check.getByRole('button', { name: 'Take as 300 10.2' }).click()
    await expect.poll(() => rounds().allInnerTexts()).toHaveLength(3)
    await page.getByText('1 edit they did not track.').waitFor()
    const changes = page.getByRole('listbox', { name: 'Changes' })
    await changes.getByRole('option', { name: /300 10\.2 replaced month with year, not tracked in their file/ }).waitFor()
    await expect.poll(() => changes.getByText('not tracked').count()).toBe(1)
    await expect.poll(() => page.locator('.page [data-change^="silent-"]').allInnerTexts()).toEqual(['month', 'year'])
  })

  it('of several authors and days become a round each, as the person maps them', async () => {
    const body =
      p(run('A teacher gives notice of ') + del('Ann Lee', 3, gone('three')) + ins('Ann Lee', 3, run('two')) + run(' days.')) +
      p(run('The office answers within ') + del('Bob Roe', 5, gone('one')) + ins('Bob Roe', 5, run('a')) + run(' week.')) +
      p(run('A leave longer than a month needs consent.'))
    await page.getByRole('tab', { name: 'Items' }).click()
    await item(/^2\./).click()
    await rounds().first().waitFor()
    await expect.poll(() => rounds().count()).toBe(1)
    await menu('Import…')
    await choose('Choose a file…', file('several.docx', wordFile(body)))
    await page.getByText('4 words tracked by 2 authors on 2 days').waitFor()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('radio', { name: 'A round for each party and day' }).click()
    await page.getByRole('button', { name: /Ann Lee is of/ }).click()
    await page.getByRole('option', { name: 'LTA' }).click()
    await page.getByLabel('Tracked November 3, 2025').fill('2023-09-20')
    await page.getByText('Makes 2 rounds, in this order:').waitFor()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByText('Every edit is tracked.').waitFor()
    await page.getByRole('button', { name: 'Take as their rounds' }).click()
    await expect.poll(async () => (await rounds().allInnerTexts()).map((text) => text.split('\n').slice(0, 2).join(' '))).toHaveLength(3)
    const texts = await rounds().allInnerTexts()
    expect(texts[0]).toContain('11.5')
    expect(texts[1]).toContain('9.20')
  })

  it('two of them are compared, counted and saved', async () => {
    await menu('Compare two files…')
    await choose(/Choose: First file/, file('before.docx', wordFile(p(run('Leave is paid in June.')))))
    await choose(/Choose: Second file/, file('after.md', new TextEncoder().encode('Leave is paid at once in June.\n')))
    await page.getByText('1 insertion of 2 words, 0 deletions of 0 words.').waitFor()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save the redline as Word' }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toBe('before and after.docx')
    const xml = strFromU8(unzipSync(readFileSync((await saved.path())!))['word/document.xml'])
    expect(xml).toMatch(/<w:ins [^>]*w:author="300"[^>]*>/)
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })

  it('that cannot be read say so in a sentence, over what was kept', async () => {
    await menu('Import…')
    await choose('Choose a file…', file('broken.docx', strToU8('PK\u0003\u0004 and nothing more')))
    const error = page.getByRole('alertdialog', { name: 'The file was not read' })
    expect(await error.innerText()).toMatch(/broken\.docx/)
    await error.getByRole('button', { name: 'Close' }).click()
    await error.waitFor({ state: 'hidden' })
    // The focus is back where the person was, and Escape leaves.
    const button = page.getByRole('button', { name: 'Choose a file…' })
    await expect.poll(() => button.evaluate((e) => e === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })

  it.skipIf(!existsSync(BY_HAND))('marked by hand give their items and proposals, once the looks are confirmed', async () => {
    await menu('New negotiation…')
    await page.getByLabel('Title').fill('By hand')
    await page.getByLabel('Years').fill('2023-2025')
    for (const [i, [name, label]] of [
      ['Burnsville Education Association', 'BEA'],
      ['District 191', '191'],
    ].entries()) {
      await page.getByLabel('Full name').nth(i).fill(name)
      await page.getByLabel('Label', { exact: true }).nth(i).fill(label)
    }
    await page.getByRole('button', { name: 'Create the negotiation' }).click()
    await page.getByText('No items yet').waitFor()
    await page.getByRole('button', { name: 'Import…' }).click()
    await choose('Choose a file…', file('bea191-by-hand.docx', readFileSync(BY_HAND)))
    await page.getByText('marks made by hand in 5 looks').waitFor()
    // The focus has gone to the way on.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Next')
    await page.keyboard.press('Enter')
    const marks = page.getByRole('dialog', { name: 'What the marks made by hand mean' })
    await marks.getByText('Red strikeouts are what the BEA is proposing.').waitFor()
    await marks.getByRole('button', { name: 'Confirm and import' }).click()
    await page.getByText('Read 29 items, 46 proposals.').waitFor({ timeout: 30_000 })
  })
})
