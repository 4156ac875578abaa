import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createNegotiation } from '../../main/services/beginning.ts'
import { startDraft } from '../../main/services/drafts.ts'
import { importSource } from '../../main/services/intake.ts'
import { typed } from '../unit/main/store/made.ts'
import { type Program, program } from './host.ts'

/** Words that are the caucus's own, in every place that holds any. */
const SECRET = 'zebra fallback'
const SOURCE = `
| | |
|---|---|
| Item 4 | ARTICLE II Section 2. Mileage |
| LTA | The driver is paid ~~sixty~~<u>seventy</u> cents for each mile. |
| 9.20 | |

| | |
|---|---|
| Item 4 | ARTICLE II Section 2. Mileage |
| 300 | The driver is paid ~~seventy~~<u>sixty-five</u> cents for each mile. |
| 11.1 | |

| | |
|---|---|
| Item 5 | ARTICLE III Section 1. Keys |
| 300 | Each member returns<u> every key</u> in June. |
| 9.20 | |
| TA | |
| 10.4 | |
`

let dir: string
let host: Program
let page: Page

/** A negotiation with two items that were passed, a draft on one, and an item that is only drafted. */
async function made(path: string): Promise<void> {
  const store = createNegotiation(path, {
    title: 'Lakeview',
    years: '2023-2025',
    us: 'LTA',
    parties: [
      { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
      { label: '300', name: 'District 300', role: 'employer' },
    ],
  })
  try {
    const source = { name: 'n.md', bytes: new TextEncoder().encode(SOURCE), item: null, party: null, date: null, answers: null }
    await importSource(store, { as: 'negotiation', ...source })
    const item = store.items().find((i) => i.number === '4')!
    const draft = startDraft(store, { item: item.id, party: 'LTA', date: '2023-12-06' }).proposal
    store.append(draft.id, 0, [typed(1, `${SECRET} `, 'c-secret', draft.chain.length, 'LTA')])
    const hidden = store.addItem({ number: '6', title: `${SECRET} item`, place: null, kind: 'item', base: store.base(item.id) })
    store.startDraft({ item: hidden.id, party: 'LTA', date: '2023-12-06', kind: 'new', answers: null })
    const { name } = store.caucus.putPerson({ name: `Ada ${SECRET}`, party: 'LTA', role: 'spokesperson' })
    const note = { item: item.id, proposal: null, session: null, answers: null, place: null, body: SECRET, author: name }
    store.caucus.addNote(note)
    store.caucus.putWhatIf({ title: SECRET, proposals: [draft.id], note: SECRET })
  } finally {
    store.close()
  }
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'parley-board-'))
  await made(join(dir, 'n.parley'))
  host = await program(join(dir, 'n.parley'))
})
afterAll(async () => {
  await host?.end()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  page = await host.open()
  await page.locator('.page').waitFor()
})
afterEach(() => page?.close())

const board = async () => {
  await page.keyboard.press('Control+Shift+B')
  const grid = page.getByRole('grid', { name: 'Items' })
  await grid.getByRole('row', { name: /Mileage/ }).waitFor()
  return grid
}
const picked = () => page.getByRole('listbox', { name: 'Items' }).getByRole('option', { selected: true })

describe('the board', () => {
  it('has every item with what each party put forward, and shows the items of a filter', async () => {
    const grid = await board()
    const rows = () => grid.locator('tbody tr').allInnerTexts()
    expect(
      (await rows()).map((row) =>
        row
          .split(/\s*\n\s*|\t+/)
          .filter(Boolean)
          .join(' '),
      ),
    ).toEqual([
      expect.stringMatching(/^4 .*Mileage.* Open Your move LTA 300 draft 2 0$/),
      expect.stringMatching(/^5 .*Keys.* TA 10.4 300 TA 1$/),
      expect.stringMatching(/^6 zebra fallback item Open draft$/),
    ])
    await page.getByRole('radio', { name: 'TA, 1' }).click()
    await expect.poll(async () => (await rows()).length).toBe(1)
  })

  it('is walked by keys: Enter opens the item of the row, Escape goes back to the page as it was', async () => {
    const grid = await board()
    await grid.locator('tbody tr').first().focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => grid.locator('tr:focus').innerText()).toContain('Keys')
    await page.keyboard.press('Enter')
    await picked().getByText('Keys').waitFor()
    await page.locator('.page').waitFor()
    await board()
    await page.keyboard.press('Escape')
    await page.locator('.page').waitFor()
    await expect.poll(() => picked().innerText()).toContain('Keys')
  })
})

describe('the room view', () => {
  it('holds passed language only, whatever the caucus has written, and gives the draft back as it was', async () => {
    await page.getByRole('option', { name: /Mileage/ }).click()
    await expect.poll(() => page.locator('.page').innerText()).toContain(SECRET)
    await page.locator('.page').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(` and ${SECRET}`)
    await expect.poll(() => page.locator('.page').innerText()).toContain(` and ${SECRET}`)
    await page.keyboard.press('Shift+F9')
    await page.getByRole('heading', { level: 1, name: /Mileage/ }).waitFor()
    const said = await page.locator('.rm').innerText()
    expect(said).toContain('Proposed by District 300')
    expect(said).toContain('sixty-five')
    const whole = await page.evaluate(() => document.documentElement.outerHTML)
    expect(whole).not.toContain('zebra')
    expect(whole).not.toContain('draft')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('heading', { level: 1, name: /Keys/ }).waitFor()
    expect(await page.getByRole('button', { name: 'Item 6' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.page').innerText()).toContain(` and ${SECRET}`)
  })
})

describe('the legend', () => {
  const open = async () => {
    await page.keyboard.press('Control+K')
    await page.getByRole('searchbox', { name: 'Any command by name' }).fill('legend')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox', { name: 'Rules in order' }).waitFor()
  }
  const rule = (name: RegExp) => page.getByRole('listbox', { name: 'Rules in order' }).getByRole('option', { name })

  it('warns of what is hard to read, mends it at one press, and takes steps back', async () => {
    await open()
    await rule(/300 strikes/).click()
    await page.keyboard.press('Alt+Shift+ArrowUp')
    await page.keyboard.press('Alt+Shift+ArrowUp')
    const strikes = () => page.getByRole('listbox', { name: 'Rules in order' }).getByText('strikes').allInnerTexts()
    await expect.poll(strikes).toEqual(['300 strikes', 'LTA strikes'])
    await page.locator('.sw input[type=color]').first().fill('#b39ddb')
    await page.getByText('300 strikes is hard to read.').waitFor()
    await page.getByRole('button', { name: /^Darken the text to #/ }).click()
    await page.getByText('300 strikes is hard to read.').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await page.getByText('300 strikes is hard to read.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Leave it as it was' }).click()
    await page.locator('.page').waitFor()
  })

  it('is kept once it is used, and draws the page', async () => {
    await page.getByRole('option', { name: /Keys/ }).click()
    const mark = page.locator('.page ins.m').first()
    await expect.poll(() => mark.getAttribute('style')).toContain('#5A2CA8')
    await open()
    await page.getByRole('button', { name: /Preset$/ }).click()
    await page.getByRole('option', { name: 'By party', exact: true }).click()
    await page.getByRole('button', { name: 'Use this legend' }).click()
    await page.getByText('The legend is kept in the file.').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => mark.getAttribute('style')).toContain('#0C5A34')
  })
})
