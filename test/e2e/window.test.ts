import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { controls } from './names.ts'
import { type Stand, stand } from './stand.ts'

/** What the stand-in was asked, as the page can tell it. */
const calls = (page: Page, method: string) =>
  page.evaluate(
    (name) =>
      (window as unknown as { mock: { calls: { method: string; input: unknown }[] } }).mock.calls
        .filter((c) => c.method === name)
        .map((c) => c.input),
    method,
  ) as Promise<Record<string, unknown>[]>
const fail = (page: Page, method: string, messages: string[]) =>
  page.evaluate(
    ([name, list]) => {
      ;(window as unknown as { mock: { failures: Record<string, string[]> } }).mock.failures[name as string] = list as string[]
    },
    [method, messages] as const,
  )

const item = (page: Page, name: RegExp) => page.getByRole('listbox', { name: 'Items' }).getByRole('option', { name })
async function table(page: Page): Promise<Page> {
  await page
    .getByRole('button', { name: /Look around the sample/ })
    .first()
    .click()
  await page.locator('.page').waitFor()
  return page
}
async function mentors(page: Page): Promise<Page> {
  await table(page)
  await item(page, /Mentor teachers/).click()
  await page.getByRole('heading', { name: 'Mentor teachers', exact: true }).waitFor()
  await page.getByText('24 changes').waitFor()
  return page
}
const round = (page: Page, name: RegExp) => page.getByRole('listbox', { name: /^Rounds/ }).getByRole('option', { name })
const words = (page: Page) => page.locator('.page').innerText()
/** Waits until there are as many as this. */
const counts = (found: Locator, n: number) => expect.poll(() => found.count()).toBe(n)
const focused = (on: Locator) => expect.poll(() => on.evaluate((element) => element === document.activeElement)).toBe(true)

let host: Stand
let page: Page
beforeAll(async () => {
  host = await stand()
})
afterAll(() => host.close())
afterEach(() => page?.close())

describe('the start screen', () => {
  it('shows recent files, the last one with the way back into it, and says which are gone', async () => {
    page = await host.open()
    await page.getByRole('heading', { name: 'Lakeview 2023–2025' }).waitFor()
    await page.getByText('Not where it was.').waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.locator('.page').waitFor()
    expect(await calls(page, 'file.open')).toEqual([{ handle: 'r1' }])
  })

  it('says what is wrong with a new negotiation, and creates it once it is right', async () => {
    page = await host.open()
    await page.getByRole('button', { name: /^New negotiation/ }).click()
    await page.getByRole('button', { name: 'Create the negotiation' }).click()
    await counts(page.getByText('Write the party’s full name.'), 2)
    expect(await calls(page, 'file.create')).toEqual([])
    await page.getByLabel('Title').fill('Cedar 2024–2026')
    for (const [at, [name, label]] of [
      ['Cedar Teachers', 'CTA'],
      ['District 12', '12'],
    ].entries()) {
      await page.getByLabel('Full name').nth(at).fill(name)
      await page.getByLabel('Label', { exact: true }).nth(at).fill(label)
    }
    await page.getByRole('radio', { name: '12' }).click()
    await page.getByRole('button', { name: 'Create the negotiation' }).click()
    await page.locator('.page').waitFor()
    expect(await calls(page, 'file.create')).toEqual([
      {
        title: 'Cedar 2024–2026',
        years: null,
        parties: [
          { name: 'Cedar Teachers', label: 'CTA', role: 'association' },
          { name: 'District 12', label: '12', role: 'employer' },
        ],
        us: '12',
      },
    ])
  })

  it('keeps what was written where the file cannot be created', async () => {
    page = await host.open()
    await fail(page, 'file.create', ['“cedar.parley” cannot be written: the disk is full. Nothing was changed.'])
    await page.getByRole('button', { name: /^New negotiation/ }).click()
    await page.getByLabel('Title').fill('Cedar')
    for (const at of [0, 1]) {
      await page.getByLabel('Full name').nth(at).fill(`Party ${at}`)
      await page.getByLabel('Label', { exact: true }).nth(at).fill(`P${at}`)
    }
    await page.getByRole('button', { name: 'Create the negotiation' }).click()
    const error = page.getByRole('alertdialog', { name: 'The negotiation was not created' })
    await expect.poll(() => error.innerText()).toContain('the disk is full')
    await error.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Cedar')
  })

  it('says what belongs on an empty table', async () => {
    page = await host.open(undefined, { empty: true })
    await page.getByText('No negotiations yet').waitFor()
    await page
      .getByRole('button', { name: /Look around the sample/ })
      .first()
      .click()
    await page.getByText('No items yet').waitFor()
    await page.getByRole('button', { name: 'New item…' }).click()
    await page.getByLabel('Title').fill('Sabbaticals')
    await page.getByRole('button', { name: 'Add the item' }).click()
    await item(page, /1\. Sabbaticals/).waitFor()
  })
})

describe('finding an item', () => {
  it('filters by status, with counts', async () => {
    page = await table(await host.open())
    await page.getByRole('radio', { name: 'TA, 4' }).click()
    await counts(item(page, /./), 4)
    await counts(item(page, /^12\. Bereavement leave TA Article VIII, Section 4 12\.6$/), 1)
    await page.getByRole('radio', { name: /^Your move/ }).click()
    await expect.poll(async () => (await item(page, /./).count()) - (await item(page, /Your move/).count())).toBe(0)
    expect(await item(page, /Your move/).count()).toBeGreaterThan(0)
  })

  it('finds by title and by language, and says when there is nothing', async () => {
    page = await table(await host.open())
    const search = page.getByRole('searchbox', { name: 'Search items and language' })
    await search.fill('payroll')
    await item(page, /Mentor teachers/).waitFor()
    await counts(item(page, /./), 1)
    await search.fill('sabbatical')
    await page.getByText('Nothing for “sabbatical”').waitFor()
    await page.getByRole('button', { name: 'Show all items' }).click()
    await counts(item(page, /./), 19)
  })

  it('opens the agreement at a heading of its outline', async () => {
    page = await table(await host.open({ width: 1440, height: 700 }))
    await page.getByRole('tab', { name: 'Agreement', exact: true }).click()
    await page.getByRole('option', { name: 'Article XV. Grievances' }).click()
    await page.getByRole('heading', { name: 'Agreement 2021–2023', exact: true }).waitFor()
    const heading = page.locator('.page').getByText('Article XV. Grievances')
    await expect.poll(() => heading.isVisible()).toBe(true)
    await expect.poll(async () => (await heading.boundingBox())!.y).toBeLessThan(700)
  })
})

describe('the page and the record', () => {
  it('shows redline, clean and all rounds', async () => {
    page = await mentors(await host.open())
    expect(await page.locator('.page del').first().innerText()).toBe('two (2)')
    await page.getByRole('radio', { name: 'Clean' }).click()
    await counts(page.locator('.page del, .page ins'), 0)
    expect(await words(page)).not.toContain('two (2)')
    await expect.poll(() => page.getByRole('radio', { name: 'Current language' }).isDisabled()).toBe(true)
    await page.keyboard.press('Control+3')
    await expect.poll(() => page.locator('.page ins > del, .page del > ins').count()).toBeGreaterThan(0)
    await page.getByText('since').waitFor()
  })

  it('measures against current language, our last, their last or any version', async () => {
    page = await mentors(await host.open())
    await page.getByRole('radio', { name: 'Their last 12.6' }).click()
    await expect.poll(() => page.locator('.chg').innerText()).not.toBe('24 changes')
    const byWhom = () => page.locator('.page [data-by]').evaluateAll((all) => [...new Set(all.map((e) => e.getAttribute('data-by')))])
    await expect.poll(byWhom).toEqual(['LTA 1.3'])
    await page.getByRole('radio', { name: 'Any version…' }).click()
    await page.getByRole('dialog').getByRole('option', { name: '300 11.1' }).click()
    await page.getByRole('radio', { name: '300 11.1' }).waitFor()
    await counts(round(page, /^300 11\.1.*baseline$/), 1)
  })

  it('shows an earlier round as it stood, read only, and goes back to the draft', async () => {
    page = await mentors(await host.open())
    await round(page, /^300 11\.1/).click()
    await page.getByText('300 11.1 is sealed and cannot change.').waitFor()
    await expect.poll(() => words(page)).toContain('five (5)')
    expect(await words(page)).not.toContain('six (6)')
    const readOnly = () => page.getByRole('textbox', { name: 'Item 13, Mentor teachers' }).getAttribute('aria-readonly')
    await expect.poll(readOnly).toBe('true')
    await page.getByRole('button', { name: /Back to your draft of 1\.3/ }).click()
    await expect.poll(() => words(page)).toContain('six (6)')
    await expect.poll(readOnly).toBe('false')
  })

  it('compares two proposals that have no round in common', async () => {
    page = await table(await host.open())
    await item(page, /School calendar/).click()
    await round(page, /^300 11\.1/).waitFor()
    await page.getByRole('radio', { name: /Our last 11\.1/ }).click()
    await page.getByText('stands on another line of proposals').waitFor()
    await expect
      .poll(async () => (await calls(page, 'view.compare')).at(-1))
      .toMatchObject({ baseline: '#item-10-p1', target: '#item-10-p2' })
  })

  it('goes from change to change, and lists those of one party', async () => {
    page = await mentors(await host.open())
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByText('Change 1 of 24', { exact: true }).waitFor()
    await expect
      .poll(() => page.locator('.vh[aria-live]').innerText())
      .toMatch(/^Change 1 of 24, replaced by Lakeview Teachers Association, 9\.20$/)
    await page.getByRole('button', { name: 'Changes of: all parties' }).click()
    await page.getByRole('menuitem', { name: '300' }).click()
    const listed = page.getByRole('listbox', { name: 'Changes' }).getByRole('option')
    await listed.first().waitFor()
    await expect.poll(() => listed.evaluateAll((all) => all.every((e) => e.getAttribute('aria-label')?.startsWith('300 ')))).toBe(true)
    await listed.first().click()
    await page.getByText('Change 2 of 24', { exact: true }).waitFor()
  })

  it('tells the story of a change under the pointer, and restores from the card', async () => {
    page = await mentors(await host.open())
    await page.locator('.page ins', { hasText: 'once' }).first().hover()
    const card = page.getByRole('dialog', { name: /^Change \d+ of 24$/ })
    await card.waitFor()
    await expect.poll(() => card.innerText()).toContain('District 300 replaced')
    await expect.poll(() => card.innerText()).toContain('Round 12.6 · Sealed')
    await card.hover()
    await page.waitForTimeout(400)
    expect(await card.isVisible()).toBe(true)
    await card.getByRole('button', { name: /Restore/ }).click()
    await card.waitFor({ state: 'detached' })
    await expect.poll(async () => (await calls(page, 'draft.append')).length).toBe(1)
    await page.getByRole('radio', { name: 'Clean' }).click()
    await expect.poll(() => words(page)).toContain('at least twice a month')
  })
})

describe('drafting', () => {
  it('saves what is typed, in order, and says so only when it is on disk', async () => {
    page = await mentors(await host.open())
    await page.evaluate(() => Object.assign((window as unknown as { mock: object }).mock, { delay: 300 }))
    await page.locator('.page p').nth(3).click()
    await page.keyboard.press('End')
    await page.keyboard.type(' Quickly', { delay: 20 })
    await page.getByText('Saving…').waitFor()
    await page.getByText(/^Saved \d+:\d\d/).waitFor()
    const sent = await calls(page, 'draft.append')
    const sizes = sent.map((c) => (c.steps as unknown[]).length)
    expect(sent.map((c) => c.seq)).toEqual(sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0)))
    await page.evaluate(() => Object.assign((window as unknown as { mock: object }).mock, { delay: 0 }))
    await item(page, /Safe schools/).click()
    await page.getByRole('heading', { name: 'Safe schools', exact: true }).first().waitFor()
    await item(page, /Mentor teachers/).click()
    await expect.poll(() => words(page)).toContain('Quickly')
  })

  it('says that words are not on disk, keeps them, and saves them when it can', async () => {
    page = await mentors(await host.open())
    await fail(page, 'draft.append', ['The disk is full.', 'The disk is full.'])
    await page.locator('.page p').nth(3).click()
    await page.keyboard.type('X')
    await page.getByRole('alert').getByText('The disk is full.').waitFor()
    await expect.poll(() => page.getByRole('contentinfo').innerText()).toContain('Not saved')
    await item(page, /Safe schools/).click()
    await page.getByText('Your last words are not on disk yet.').waitFor()
    expect(await page.getByRole('heading', { name: 'Mentor teachers', exact: true }).isVisible()).toBe(true)
    await page.keyboard.type('Y')
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
    await page.getByText(/^Saved \d+:\d\d/).waitFor()
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('')
  })

  it('begins a counter that answers their last, and passes it only when told to', async () => {
    page = await table(await host.open())
    await item(page, /Association leave/).click()
    await page.getByRole('button', { name: 'Draft a counter' }).click()
    await page.getByLabel('Date of the round').fill('2024-01-03')
    await page.getByRole('button', { name: 'Begin the round' }).click()
    await page.getByRole('button', { name: /round 1\.3/ }).waitFor()
    expect((await calls(page, 'draft.start'))[0]).toMatchObject({ item: 'item-3', party: 'LTA', date: '2024-01-03', answers: 'item-3-p2' })
    await page.locator('.page p').first().click()
    await page.keyboard.type('Z')
    await page.keyboard.press('Control+Enter')
    const dialog = page.getByRole('alertdialog', { name: /^Pass round .* across/ })
    await dialog.getByText('37 private words').waitFor()
    await focused(dialog.getByRole('button', { name: 'Keep drafting' }))
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    expect(await calls(page, 'pass.run')).toEqual([])
    await page.getByRole('button', { name: 'Pass across…' }).click()
    await dialog.getByRole('button', { name: /^Pass \d items? across$/ }).click()
    await page.getByText(/ is passed across, /).waitFor()
    const [passed] = await calls(page, 'pass.run')
    expect((passed as { drafts: unknown[] }).drafts).toContainEqual({ proposal: expect.any(String), seq: 1 })
  })

  it('changes the date of the round, and discards it after asking', async () => {
    page = await mentors(await host.open())
    await page.getByRole('button', { name: /Drafting as/ }).click()
    await page.getByRole('menuitem', { name: /Change the round’s date/ }).click()
    await page.getByRole('dialog').getByLabel('Date').fill('2024-01-17')
    await page.getByRole('button', { name: 'Change the date' }).click()
    await page.getByRole('button', { name: /round 1\.17/ }).waitFor()
    await page.getByRole('button', { name: /Drafting as/ }).click()
    await page.getByRole('menuitem', { name: /Discard/ }).click()
    await page.getByRole('button', { name: 'Discard it' }).click()
    await page.getByRole('button', { name: 'Draft a counter' }).waitFor()
    await counts(round(page, /^LTA 1\.17/), 0)
  })
})

describe('doubts, import and export', () => {
  it('confirms and corrects what an import read', async () => {
    page = await table(await host.open())
    await page.getByRole('tab', { name: /Doubts 3/ }).click()
    await page.getByRole('region', { name: 'Item 6, Longevity pay' }).getByRole('button', { name: 'Confirm as read' }).click()
    await page.getByText('2 doubts').waitFor()
    await page
      .getByRole('region', { name: /Item 18/ })
      .getByRole('button', { name: 'Correct…' })
      .click()
    await page.getByLabel('What it means').fill('$1,200 was struck.')
    await page.getByRole('button', { name: 'Keep the correction' }).click()
    await page.getByText('1 doubt', { exact: false }).first().waitFor()
    expect((await calls(page, 'doubts.resolve')).map((c) => c.answer)).toEqual(['', '$1,200 was struck.'])
    await page.getByRole('button', { name: 'Show answered' }).click()
    await page.getByText('Answered: $1,200 was struck.').waitFor()
    await page.getByRole('button', { name: 'Item 12, Bereavement leave' }).click()
    await page.getByRole('heading', { name: 'Bereavement leave', exact: true }).first().waitFor()
  })

  it('exports the item as it is shown, and the same again by key', async () => {
    page = await mentors(await host.open())
    await page.getByRole('radio', { name: 'Their last 12.6' }).click()
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Redlined PDF', exact: true }).click()
    await page.getByText('Saved “lakeview.pdf”.').waitFor()
    await page.keyboard.press('Control+e')
    await expect.poll(async () => (await calls(page, 'export.run')).length).toBe(2)
    for (const call of await calls(page, 'export.run'))
      expect(call).toMatchObject({ scope: 'item:13', view: 'redline', format: 'pdf', baseline: '#item-13-p3', version: '#item-13-p4' })
  })

  it('exports a redline in Word in the manner that is asked for', async () => {
    page = await mentors(await host.open())
    await page.keyboard.press('Control+Shift+E')
    await page.getByText('Word options').click()
    await page.getByText('Moves as Word’s own moves').click()
    await page.getByText('Colours only, no tracked changes').click()
    await expect.poll(() => page.getByRole('checkbox', { name: 'Moves as Word’s own moves' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Export', exact: true }).last().click()
    await expect.poll(() => calls(page, 'export.run')).toMatchObject([{ view: 'redline', format: 'docx', manner: { changes: 'colours' } }])
  })

  it('exports the whole table in any view and format', async () => {
    page = await mentors(await host.open())
    await page.keyboard.press('Control+Shift+E')
    await page.getByRole('radio', { name: 'The whole table' }).click()
    await page.getByRole('radio', { name: 'All rounds' }).last().click()
    await page.getByRole('radio', { name: 'Markdown' }).click()
    await page.getByRole('button', { name: 'Export', exact: true }).last().click()
    await expect
      .poll(() => calls(page, 'export.run'))
      .toMatchObject([{ scope: 'table', view: 'all-rounds', format: 'md', baseline: null, version: null }])
  })

  it('imports their text into the item, and shows an error over what was kept', async () => {
    page = await mentors(await host.open())
    await fail(page, 'import.run', ['“counter.bin” is not text. Nothing was changed.'])
    await page.getByRole('button', { name: 'File menu' }).click()
    await page.getByRole('menuitem', { name: 'Import…' }).click()
    await page.getByLabel('Date', { exact: true }).fill('2024-01-17')
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByText('counter.md').waitFor()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    const error = page.getByRole('alertdialog', { name: 'Nothing was imported' })
    await expect.poll(() => error.innerText()).toContain('is not text')
    expect((await calls(page, 'import.run'))[0]).toMatchObject({
      as: 'proposal',
      item: '13',
      party: '300',
      date: '2024-01-17',
      answers: '#item-13-p3',
      source: (await calls(page, 'import.look'))[0].source,
    })
  })

  it('shows long work with the way to cancel it', async () => {
    page = await mentors(await host.open())
    await page.evaluate(() => Object.assign((window as unknown as { mock: object }).mock, { delay: 1500 }))
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Clean Word' }).click()
    await page.getByRole('progressbar', { name: 'Exporting Word' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(async () => (await calls(page, 'job.cancel')).length).toBe(1)
    const [{ job }] = await calls(page, 'job.cancel')
    expect((await calls(page, 'export.run'))[0].job).toBe(job)
  })
})

describe('keys, names and widths', () => {
  it('runs any command by its name, and lists the keys', async () => {
    page = await mentors(await host.open())
    await page.keyboard.press('Control+k')
    await focused(page.getByRole('dialog').locator('input'))
    await page.keyboard.type('clean')
    await page.getByRole('dialog').getByText('Clean').first().waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('radio', { name: 'Clean' }).getAttribute('aria-checked')).toBe('true')
    await page.keyboard.press('Control+/')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  })

  it('goes round the regions with F6, and the focus is always seen', async () => {
    page = await mentors(await host.open())
    await page.locator('body').press('F6')
    const seen = new Set<string>()
    for (let i = 0; i < 6; i++) {
      const here = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement
        const ringed = [element, element.parentElement!]
          .map((e) => getComputedStyle(e))
          .some((s) => s.outlineStyle !== 'none' && Number.parseFloat(s.outlineWidth) >= 2)
        return { region: element.closest('[data-region]')?.getAttribute('data-region') ?? '', ringed }
      })
      seen.add(here.region)
      expect(here.ringed, here.region).toBe(true)
      await page.keyboard.press('F6')
    }
    expect([...seen].sort()).toEqual(['bar', 'items', 'page', 'record', 'status', 'view'])
  })

  it('gives every control a name, on every screen', async () => {
    page = await host.open()
    const unnamed = async () => (await controls(page)).filter((c) => !c.name)
    expect((await controls(page)).length).toBeGreaterThan(4)
    expect(await unnamed()).toEqual([])
    await mentors(page)
    expect((await controls(page)).length).toBeGreaterThan(50)
    expect(await unnamed()).toEqual([])
    for (const open of ['Control+Shift+E', 'Control+k', 'Control+/', 'Control+Enter', 'Control+n']) {
      await page.keyboard.press(open)
      await page.locator('.dialog').waitFor()
      await expect.poll(unnamed, { message: open }).toEqual([])
      await page.keyboard.press('Escape')
      await page.locator('.dialog').waitFor({ state: 'detached' })
    }
    for (const menu of ['File menu', /Drafting as/, /Paragraph style/, 'Export', /^Zoom/]) {
      await page.getByRole('button', { name: menu }).click()
      await page.getByRole('menu').waitFor()
      expect(await unnamed(), String(menu)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'detached' })
    }
  })

  it.each([
    [1440, 900],
    [1366, 768],
    [1024, 768],
    [800, 600],
  ])('fits %i by %i: nothing scrolls sideways, the page is there', async (width, height) => {
    page = await table(await host.open({ width, height }))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    const desk = await page.locator('.desk').evaluate((e) => ({ scroll: e.scrollWidth, client: e.clientWidth }))
    expect(desk.scroll).toBe(desk.client)
    expect(await page.locator('.page').isVisible()).toBe(true)
    if (width <= 1180) {
      await counts(page.getByRole('complementary', { name: 'Record' }), 0)
      await page.keyboard.press('F8')
      await page.getByRole('complementary', { name: 'Record' }).waitFor()
    }
  })

  it('remembers the zoom of the paper and the panels', async () => {
    page = await table(await host.open())
    await page.getByRole('button', { name: 'Zoom, 100 percent' }).click()
    await page.getByRole('menuitem', { name: '125 %' }).click()
    await page.keyboard.press('F8')
    await page.reload()
    await page.locator('.page').waitFor()
    await page.getByRole('button', { name: 'Zoom, 125 percent' }).waitFor()
    await counts(page.getByRole('complementary', { name: 'Record' }), 0)
  })
})
