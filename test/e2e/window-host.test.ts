import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, program } from './host.ts'

/** The window on a real host: what comes in from outside, and what happens when the host goes away. */

let running: Program
let page: Page
beforeAll(async () => {
  running = await program()
  page = await running.open()
  page.setDefaultTimeout(20_000)
  await page.locator('.page').waitFor()
})
afterAll(() => running.end())

const item = (name: RegExp) => page.getByRole('listbox', { name: 'Items' }).getByRole('option', { name })
const rounds = (name: RegExp) => page.getByRole('listbox', { name: /^Rounds/ }).getByRole('option', { name })
const words = () => page.locator('.page').innerText()

/** Imports a text as the other party's proposal in the item that is picked. */
async function importText(text: string, day: string): Promise<void> {
  await page.getByRole('button', { name: 'File menu' }).click()
  await page.getByRole('menuitem', { name: 'Import…' }).click()
  await page.getByRole('radio', { name: /^Proposal in item/ }).click()
  await page.getByLabel('Date', { exact: true }).fill(day)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file…' }).click()
  await (await choosing).setFiles({ name: 'theirs.md', mimeType: 'text/markdown', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Import', exact: true }).click()
}

describe('the window on a real host', () => {
  it('imports a text from outside as their proposal', async () => {
    await item(/^4\./).click()
    await rounds(/^LTA/).first().waitFor()
    await importText('The District answers in plain words.\n', '2024-01-20')
    await rounds(/^300 1\.20/).waitFor()
    await expect.poll(words).toContain('The District answers in plain words.')
    await page.getByRole('tab', { name: 'Items' }).click()
    await item(/^4\. .*Your move/).waitFor()
  })

  it('shows in one sentence why a source cannot be imported', async () => {
    await importText('\u0000\u0001\u0002 not text', '2024-01-21')
    const error = page.getByRole('alertdialog', { name: 'Nothing was imported' })
    await expect.poll(() => error.innerText()).toMatch(/theirs\.md/)
    await error.getByRole('button', { name: 'Close' }).click()
    expect(await rounds(/^300 1\.21/).count()).toBe(0)
  })

  it('says that the connection is lost, and keeps what is typed then', async () => {
    await page.getByRole('button', { name: 'Draft a counter' }).click()
    await page.getByRole('button', { name: 'Begin the round' }).click()
    await page.getByRole('button', { name: /round .*open/ }).waitFor()
    await running.kill()
    await page.getByText('The connection to Parley is lost.').waitFor()
    await page.locator('.page p:visible').first().click()
    await page.keyboard.type('Quince')
    await page.getByText('Saving…').waitFor()
    await expect.poll(words).toContain('Quince')
  })
})
