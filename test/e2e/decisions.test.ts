import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Stand, stand } from './stand.ts'

const words = (page: Page) => page.locator('.page').innerText()
const appended = (page: Page) =>
  page.evaluate(
    () => (window as unknown as { mock: { calls: { method: string }[] } }).mock.calls.filter((c) => c.method === 'draft.append').length,
  )
const shot = async (page: Page, name: string) => {
  if (process.env.PARLEY_SHOTS) await page.screenshot({ path: `${process.env.PARLEY_SHOTS}/${name}.png` })
}

let host: Stand
let page: Page
beforeAll(async () => {
  host = await stand()
})
afterAll(() => host.close())
afterEach(() => page?.close())

async function mentors(): Promise<void> {
  page = await host.open()
  await page
    .getByRole('button', { name: /Look around the sample/ })
    .first()
    .click()
  await page
    .getByRole('listbox', { name: 'Items' })
    .getByRole('option', { name: /Mentor teachers/ })
    .click()
  await page.getByText('24 changes').waitFor()
}
const dialog = () => page.getByRole('dialog', { name: 'Decide many changes' })
const openDialog = async () => {
  await page.getByRole('button', { name: 'Decide many…' }).click()
  await dialog().waitFor()
}
const whose = async (name: RegExp) => {
  await dialog().getByRole('button', { name: /Whose/ }).click()
  await page.getByRole('option', { name }).click()
}

describe('deciding many changes in the window', () => {
  it("strikes and restores all of one party's round, counted before, and leaves the others; one undo takes it back", async () => {
    await mentors()
    const before = await words(page)
    await openDialog()
    await whose(/^300 11\.1 \(/)
    await shot(page, 'decide')
    const live = dialog().locator('p[aria-live]')
    await expect.poll(() => live.innerText()).toMatch(/^Strikes \d+ words? and restores \d+ words?, in \d+ changes\.$/)
    const said = await live.innerText()
    expect(said).toMatch(/^Strikes \d+ words? and restores \d+ words?, in \d+ changes\.$/)
    expect(await words(page)).toBe(before)
    expect(await appended(page)).toBe(0)
    const changes = Number(/in (\d+) change/.exec(said)![1])
    await page.getByRole('button', { name: `Decide ${changes} changes` }).click()
    await page.getByText(`${24 - changes} changes`).waitFor()
    await shot(page, 'decided')
    await expect.poll(() => appended(page)).toBe(1)
    const listed = page.getByRole('listbox', { name: 'Changes' }).getByRole('option', { name: /^300 11\.1 / })
    await expect.poll(() => listed.count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.getByText('24 changes').waitFor()
    await expect.poll(() => words(page)).toBe(before)
  })

  it('decides all there is at once, and says where there is nothing', async () => {
    await mentors()
    await openDialog()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await openDialog()
    await whose(/^All parties/)
    await dialog().getByRole('button', { name: 'Decide 24 changes' }).click()
    await page.locator('.chg', { hasText: 'No changes' }).waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText('24 changes').waitFor()
    await page.locator('.page').getByText('Article XI, Section 4').click()
    await openDialog()
    await dialog().getByRole('radio', { name: 'This paragraph' }).click()
    await expect.poll(() => dialog().locator('p[aria-live]').innerText()).toBe('Nothing here to decide.')
    expect(await dialog().getByRole('button', { name: 'Decide 0 changes' }).isDisabled()).toBe(true)
  })

  it('tells of a repeated label after a new item, and renumbers when asked', async () => {
    await mentors()
    await page.locator('.page p', { hasText: 'visit one class' }).first().click()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.keyboard.type('new')
    const notice = page.getByRole('status', { name: 'Notices' })
    await notice.getByText('c. stands twice in this list.').waitFor()
    await shot(page, 'renumber')
    await notice.getByRole('button', { name: 'Renumber from here' }).click()
    await shot(page, 'renumbered')
    expect(await words(page)).toContain('new')
    const labels = () => page.locator('.page p[data-list]').evaluateAll((all) => all.map((p) => p.getAttribute('data-label')))
    await expect.poll(labels).toEqual(['a.', 'b.', 'c.', 'd.', 'e.'])
  })
})
