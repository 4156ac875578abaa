import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, program } from './host.ts'

let host: Program
let page: Page

beforeAll(async () => {
  host = await program()
  page = await host.open()
})
afterAll(() => host.end())

describe('the agreement with items in place', () => {
  it('shows open proposals and agreements in it, each with its item, and goes from a change to its item', async () => {
    await page.getByRole('tab', { name: 'Agreement' }).click()
    await page.getByRole('button', { name: 'Open the agreement' }).click()
    await page.getByRole('radio', { name: 'Open proposals in place' }).click()
    await page.getByRole('button', { name: /^Item 13,/ }).click()
    const change = page.locator('.page [data-change]', { hasText: 'subject or grade' }).first()
    await change.waitFor()
    await page.locator('.page .tag[data-tag="Item 13 300 12.6"]').first().waitFor()
    await page.getByText('items are not in place').click()
    await page.getByText('Item 4 is new language that has no place').waitFor()
    await page.getByRole('radio', { name: 'Tentative agreements in place' }).click()
    await page.getByRole('button', { name: /^Item 12,/ }).click()
    await page.locator('.page .tag[data-tag="Item 12 300 11.1"]').first().waitFor()
    await page.locator('.page [data-change]', { hasText: 'five (5)' }).first().hover()
    await page.getByRole('button', { name: 'Open Item 12' }).click()
    await page.getByRole('article', { name: /^Item 12,/ }).waitFor()
  })

  it('gives new language its place, and makes an item of a section with a draft of ours in it', async () => {
    await page.getByRole('button', { name: 'Open the agreement' }).click()
    await page.getByRole('radio', { name: 'Open proposals in place' }).click()
    await page.getByRole('button', { name: /^Item 13,/ }).waitFor()
    await page.locator('.outline [role=option]', { hasText: 'Section 2. Dues' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'An item stands here…' }).click()
    await page.getByRole('button', { name: /Pick an item/ }).click()
    await page.getByRole('option', { name: /^Item 4:/ }).click()
    await page.getByRole('button', { name: 'Keep the place' }).click()
    await page.getByRole('button', { name: /^Item 4,/ }).waitFor()
    await page.locator('.outline [role=option]', { hasText: 'Section 2. Dues' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Propose a change to this part…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Propose a change here' })
    await expect.poll(() => dialog.innerText()).toContain('Article 4, Section 2')
    expect(await dialog.getByLabel('Number').inputValue()).toBe('25')
    expect(await dialog.getByLabel('Title').inputValue()).toBe('Dues')
    await dialog.getByRole('button', { name: 'Begin drafting' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('article', { name: 'Item 25, Dues' }).waitFor()
    await page.locator('.page[aria-readonly=false]').waitFor()
  })
})
