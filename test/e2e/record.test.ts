import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Stand, stand } from './stand.ts'

// The bargaining record in the window, against a stand-in for the services: what each act asks of them.

const calls = (page: Page, method: string) =>
  page.evaluate(
    (name) =>
      (window as unknown as { mock: { calls: { method: string; input: unknown }[] } }).mock.calls
        .filter((c) => c.method === name)
        .map((c) => c.input),
    method,
  ) as Promise<Record<string, unknown>[]>
const item = (page: Page, name: RegExp) => page.getByRole('listbox', { name: 'Items' }).getByRole('option', { name })
const focused = (on: Locator) => expect.poll(() => on.evaluate((element) => element === document.activeElement)).toBe(true)

let host: Stand
let page: Page
beforeAll(async () => {
  host = await stand()
})
afterAll(() => host.close())
afterEach(() => page?.close())

/** A window with an item of the table on the page. */
async function shown(name: RegExp, title: string): Promise<void> {
  page = await host.open()
  await page
    .getByRole('button', { name: /Look around the sample/ })
    .first()
    .click()
  await page.locator('.page').waitFor()
  await item(page, name).click()
  await page.locator('.paper-title', { hasText: title }).waitFor()
}

it('asks what leaves, with the focus on the way back; a draft can stay behind', async () => {
  await shown(/Mentor teachers/, 'Mentor teachers')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('alertdialog', { name: /^Pass round / })
  await dialog.getByText('37 private words').waitFor()
  await focused(dialog.getByRole('button', { name: 'Keep drafting' }))
  const first = dialog.getByRole('checkbox').first()
  await first.focus()
  await page.keyboard.press('Space')
  await expect.poll(() => dialog.getByText('stays a draft').count()).toBe(1)
  expect(await calls(page, 'pass.run')).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

it('agrees to the last proposal on the table from the record, and the item takes no draft any more', async () => {
  await shown(/Association leave/, 'Association leave')
  await page.getByRole('button', { name: /^Status: Open/ }).click()
  await page.getByRole('menuitem', { name: 'Agree…' }).click()
  await page.getByLabel('Date', { exact: true }).fill('2024-01-10')
  await page.getByRole('button', { name: 'Record the TA' }).click()
  await page.getByRole('button', { name: /^Status: TA/ }).waitFor()
  expect(await calls(page, 'status.set')).toMatchObject([
    { items: ['item-3'], kind: 'ta', date: '2024-01-10', party: 'LTA', proposal: 'item-3-p2' },
  ])
  await page.getByRole('button', { name: 'Reopen…' }).waitFor()
  expect(await page.getByRole('button', { name: 'Draft a counter' }).count()).toBe(0)
})

it('says why something was refused and keeps the question, which Escape leaves', async () => {
  await shown(/Association leave/, 'Association leave')
  await item(page, /Association leave/).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Hold…' }).click()
  await page.getByRole('button', { name: 'Set aside' }).click()
  await page.getByRole('button', { name: /^Status: Hold/ }).click()
  await page.getByRole('menuitem', { name: 'Reopen…' }).click()
  await page.getByRole('button', { name: 'Reopen', exact: true }).click()
  await page.getByText('What was agreed is opened again only where both parties say so.').waitFor()
  const dialog = page.getByRole('dialog', { name: 'Reopen: Item 3' })
  expect(await dialog.count()).toBe(1)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

it('agrees in part: the parts are ticked as the proposal has them', async () => {
  await shown(/Association leave/, 'Association leave')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').locator('input').fill('agree in part')
  await page.getByRole('menuitem', { name: /Agree in part/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Agree in part: Item 3' })
  const act = dialog.getByRole('button', { name: 'Record the TA' })
  await dialog.getByRole('checkbox').first().waitFor()
  expect(await act.isDisabled()).toBe(true)
  await dialog.getByRole('checkbox').first().focus()
  await page.keyboard.press('Space')
  await act.click()
  await expect.poll(async () => (await calls(page, 'status.set')).length).toBe(1)
  const [said] = await calls(page, 'status.set')
  expect(said).toMatchObject({ kind: 'ta', proposal: 'item-3-p2' })
  expect(said!.blocks).toHaveLength(1)
})

it('enters what the other party gave, as their round, and seals it as received', async () => {
  await shown(/Association leave/, 'Association leave')
  await item(page, /Association leave/).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Enter their proposal…' }).click()
  await page.getByLabel('Date that it was given').fill('2024-01-10')
  await page.getByRole('button', { name: 'Begin to enter it' }).click()
  await page.getByText('Entering for').waitFor()
  expect((await calls(page, 'draft.start'))[0]).toMatchObject({ item: 'item-3', party: '300', date: '2024-01-10' })
  await page.getByRole('button', { name: 'Seal as received…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Seal the round' }).click()
  await page.getByText('300 1.10 is sealed as received.').waitFor()
  expect(await calls(page, 'pass.run')).toEqual([])
})

it('writes a session down, with its agenda a line for each point', async () => {
  await shown(/Association leave/, 'Association leave')
  await page.getByRole('tab', { name: 'Sessions' }).click()
  await page.getByRole('button', { name: 'New session…' }).click()
  await page.getByLabel('Date', { exact: true }).fill('2024-01-10')
  await page.getByRole('textbox', { name: 'Begins' }).fill('18:00')
  await page.getByRole('textbox', { name: 'Place' }).fill('Library')
  await page.getByRole('radio', { name: 'Public' }).click()
  await page.getByRole('textbox', { name: /^Agenda/ }).fill('Norms\n\nMentor teachers')
  await page.getByRole('button', { name: 'Add the session' }).click()
  await page.getByRole('button', { name: /January 10, 2024/ }).waitFor()
  expect(await calls(page, 'session.put')).toMatchObject([
    {
      id: null,
      date: '2024-01-10',
      start: '18:00',
      end: null,
      place: 'Library',
      open: 'public',
      agenda: ['Norms', 'Mentor teachers'],
      first: null,
    },
  ])
})
