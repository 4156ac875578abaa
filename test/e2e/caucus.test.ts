import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, program } from './host.ts'

let app: Program
let page: Page
beforeAll(async () => {
  app = await program()
  page = await app.open()
})
afterAll(() => app?.end())

const item = (name: RegExp) => page.getByRole('listbox', { name: 'Items' }).getByRole('option', { name })
const tab = (name: RegExp) => page.getByRole('complementary', { name: 'Record' }).getByRole('tab', { name })
const command = async (name: string) => {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type(name)
  await page.getByRole('dialog').getByText(name).first().waitFor()
  await page.keyboard.press('Enter')
}

describe('what a team keeps to itself', () => {
  it('is written beside an item, answered, settled, and there again after the window was closed', async () => {
    await item(/^13\. /).click()
    await page.locator('.page ins').first().waitFor()
    await tab(/Notes/).click()
    await page.getByRole('textbox', { name: 'New private note' }).fill('Five hours would do.')
    await page.keyboard.press('Control+Enter')
    const note = page.getByRole('article', { name: 'Note', exact: true })
    await note.locator('p', { hasText: 'Five hours would do.' }).waitFor()
    await note.getByRole('button', { name: 'Reply' }).click()
    await page.getByRole('textbox', { name: 'Reply' }).fill('Not below five.')
    await page.keyboard.press('Control+Enter')
    await note.locator('p', { hasText: 'Not below five.' }).waitFor()
    await page.getByRole('textbox', { name: 'Reply' }).waitFor({ state: 'detached' })
    await page.close()
    page = await app.open()
    await item(/^13\. /).click()
    await page.locator('.page ins').first().waitFor()
    await tab(/Notes 1/).click()
    await page.locator('.note p', { hasText: 'Not below five.' }).waitFor()
    await page.getByRole('button', { name: 'Settle' }).click()
    await page.getByRole('article', { name: 'Settled note' }).waitFor()
    await expect.poll(() => tab(/Notes/).textContent()).not.toContain('1')
  })

  it('counts what a rule on the salary grid costs', async () => {
    await tab(/Changes/).click()
    await item(/^17\. /).click()
    await page.getByRole('button', { name: /Draft a counter/ }).click()
    await page.getByRole('button', { name: 'Begin the round' }).click()
    await page.locator('.page[contenteditable="true"] td').first().waitFor()
    await page.locator('.page td').nth(3).click()
    await expect.poll(() => page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('td') !== null)).toBe(true)
    await command('Rule on this grid…')
    await page.getByRole('textbox', { name: 'Rule' }).fill('8 %, round up to the nearest 10')
    await page.getByText('8% increase, rounded up to the nearest 10, 48 figures:').waitFor()
    await page.getByRole('button', { name: 'Put the rule on' }).click()
    await page.locator('.page ins', { hasText: 'Rule: 8% increase, rounded up to the nearest 10.' }).waitFor()
    expect(await page.locator('.page td ins[data-by^="LTA"]').count()).toBe(48)
    await command('What the grid costs…')
    await page.getByRole('textbox', { name: /^FTE at \$44,500/ }).fill('10')
    await page.keyboard.press('Tab')
    await page.getByText('10 FTE counted, 47 cells without a count').waitFor()
    const draft = page.getByRole('row', { name: /open draft/ })
    expect(await draft.textContent()).toContain('$445,000')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('begins a memorandum with its parties, its term and lines to sign, and finds a term that does not fit', async () => {
    await command('New item…')
    await page.getByRole('textbox', { name: 'Title' }).fill('MOU: literacy hours')
    await page.getByRole('radio', { name: 'Memorandum (MOU)' }).click()
    await page.getByRole('button', { name: 'Begin the memorandum' }).click()
    await page
      .locator('.page[contenteditable="true"] ins', { hasText: 'It is in effect from July 1, 2023 through June 30, 2025.' })
      .waitFor()
    expect(await page.locator('.page td', { hasText: 'Signature' }).count()).toBe(2)
    const year = await page.locator('.page p', { hasText: 'in effect' }).boundingBox()
    await page.mouse.click(year!.x + 60, year!.y + 12)
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    for (let n = 0; n < 4; n++) await page.keyboard.press('Backspace')
    await page.keyboard.type('2026')
    await page.locator('.page ins', { hasText: 'June 30, 2026' }).waitFor()
    await tab(/Checks/).click()
    await page.getByRole('option', { name: 'The memorandum ends after the agreement does, on June 30, 2025.' }).waitFor()
  })
})
