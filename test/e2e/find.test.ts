import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launch } from './chromium.ts'
import { serve } from './harness/serve.ts'
import { controls } from './names.ts'
import { type Stand, stand } from './stand.ts'

/** A paragraph of a base: what the first round struck and put in around an amount that the open round, the fourth, edits. */
const PAY = {
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      attrs: { id: 'p1' },
      content: [
        { type: 'text', text: 'Pay is ' },
        { type: 'text', text: 'at least ', marks: [{ type: 'deletion', attrs: { id: 'c1', r: 1, p: 'LTA' } }] },
        { type: 'text', text: '$45,000' },
        { type: 'text', text: ' or so', marks: [{ type: 'deletion', attrs: { id: 'c1', r: 1, p: 'LTA' } }] },
        { type: 'text', text: ' a year, up 3.5% by 9/1/2023.' },
      ],
    },
  ],
}

describe('a figure that is typed over', () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof serve>>
  let page: Page
  const faults: string[] = []
  beforeAll(async () => {
    server = await serve()
    browser = await launch()
    page = await browser.newPage({ viewport: { width: 1000, height: 800 } })
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(server.url)
    await page.waitForFunction(() => 'harness' in window)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    faults.length = 0
    await page.evaluate((doc) => window.harness.open({ doc }), PAY)
  })
  afterEach(() => expect(faults).toEqual([]))

  const caret = (words: string) => page.evaluate((at) => window.harness.select(at, undefined, 'after'), words)
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const clean = (v = 4) => page.evaluate((at) => window.harness.clean(at), v)
  const seen = (tag: 'ins' | 'del') => page.$$eval(`#host ${tag}`, (all) => all.map((one) => one.textContent))
  const same = () => page.evaluate(() => window.harness.json() === JSON.stringify(window.harness.start))

  it('is struck and put in as a whole among struck words, and the caret stays between the digits', async () => {
    await caret('$45')
    await press('Backspace', '6')
    expect(await seen('ins')).toEqual(['$46,000'])
    expect(await seen('del')).toEqual(['at least ', '$45,000', ' or so'])
    await page.keyboard.type('7')
    expect(await clean()).toBe('Pay is $467,000 a year, up 3.5% by 9/1/2023.')
    expect(await clean(1)).toBe('Pay is $45,000 a year, up 3.5% by 9/1/2023.')
    await press('Control+z')
    expect(await same()).toBe(true)
    await press('Control+Shift+z')
    expect(await seen('ins')).toEqual(['$467,000'])
  })
  it('taken out key by key leaves its strike, and typed again leaves nothing', async () => {
    await caret('$45,000')
    await press(...Array(7).fill('Backspace'))
    expect(await clean()).toBe('Pay is  a year, up 3.5% by 9/1/2023.')
    expect(await seen('ins')).toEqual([])
    await page.keyboard.type('$45,000')
    expect(await same()).toBe(true)
    await page.keyboard.type(' gross')
    expect(await clean()).toBe('Pay is $45,000 gross a year, up 3.5% by 9/1/2023.')
  })
  it('from the left with Delete, and selected in part and typed over', async () => {
    await page.evaluate(() => window.harness.select('3.5%'))
    await press('Delete', '4')
    expect(await seen('ins')).toEqual(['4.5%'])
    await page.evaluate(() => window.harness.select('2023', '2023'))
    await page.keyboard.type('2024')
    expect(await seen('ins')).toEqual(['4.5%', '9/1/2024'])
    expect(await clean()).toBe('Pay is $45,000 a year, up 4.5% by 9/1/2024.')
  })
  it('through an input method is rewritten when the method is done', async () => {
    await caret('$45')
    const session = await page.context().newCDPSession(page)
    await session.send('Input.imeSetComposition', { text: '1', selectionStart: 1, selectionEnd: 1 })
    await session.send('Input.insertText', { text: '1' })
    await page.waitForFunction(() => window.harness.settled)
    await session.detach()
    await expect.poll(() => clean()).toBe('Pay is $451,000 a year, up 3.5% by 9/1/2023.')
    await expect.poll(() => seen('ins')).toEqual(['$451,000'])
  })
})

describe('the find bar', () => {
  let host: Stand
  let page: Page
  beforeAll(async () => {
    host = await stand()
  })
  afterAll(() => host.close())
  afterEach(() => page?.close())

  const open = async (): Promise<void> => {
    page = await host.open()
    await page
      .getByRole('button', { name: /Look around the sample/ })
      .first()
      .click()
    await page.locator('.page').waitFor()
    await page
      .getByRole('listbox', { name: 'Items' })
      .getByRole('option', { name: /Mentor teachers/ })
      .click()
    await page.getByText('24 changes').waitFor()
  }
  const bar = () => page.getByRole('search', { name: 'Find on the page' })
  const count = () => bar().getByRole('status')
  /** Opens the find bar and waits until keys go there. `field`: which of its fields they go to. */
  const find = async (key = 'Control+f', field = 'Find on the page') => {
    await page.keyboard.press(key)
    const box = page.getByRole('textbox', { name: field })
    await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true)
  }
  const says = (text: string) => expect.poll(() => count().textContent()).toBe(text)
  const words = () => page.locator('.page').innerText()
  const selected = () => page.evaluate(() => getSelection()?.toString())
  /** How much is painted over: the places, and the one that was gone to. */
  const painted = () =>
    page.evaluate(() => ['found', 'found-here'].map((name) => [...(CSS.highlights.get(name)?.values() ?? [])].map((r) => r.toString())))

  it('finds as it is typed, counts, goes on and back, and leaves the caret on the place', async () => {
    await open()
    await find()
    await page.keyboard.type('mentor')
    await says('1 of 8')
    await page.keyboard.press('Enter')
    await page.keyboard.press('F3')
    await says('3 of 8')
    await page.keyboard.press('Shift+Enter')
    await says('2 of 8')
    await page.keyboard.press('Shift+F3')
    await page.keyboard.press('Shift+F3')
    await says('8 of 8')
    await expect.poll(async () => (await painted())[1]).toEqual(['mentor'])
    await page.keyboard.press('Escape')
    await expect.poll(() => bar().count()).toBe(0)
    await expect.poll(selected).toBe('mentor')
    await expect.poll(async () => (await painted()).flat()).toEqual([])
    await page.keyboard.press('F3')
    await says('1 of 8')
  })
  it('tells capitals, whole words and struck text apart when asked, and what is not there', async () => {
    await open()
    await find()
    await page.keyboard.type('Mentor')
    await says('1 of 8')
    await bar().getByRole('button', { name: 'Match capital letters' }).click()
    await says('1 of 1')
    await page.getByRole('textbox', { name: 'Find on the page' }).fill('twenty (20)')
    await says('None found')
    await bar().getByRole('button', { name: 'Struck text too' }).click()
    await says('1 of 1')
    await page.getByRole('textbox', { name: 'Find on the page' }).fill('semest')
    await says('1 of 2')
    await bar().getByRole('button', { name: 'Whole words' }).click()
    await says('None found')
  })
  it('replaces one and goes on, replaces all as one step of undo, and says how many', async () => {
    await open()
    const before = await words()
    await find()
    await page.keyboard.type('mentor')
    await says('1 of 8')
    await find('Control+h', 'Replace by')
    await page.keyboard.type('coach')
    await page.keyboard.press('Enter')
    await says('1 of 7')
    await expect.poll(() => page.locator('.page h2 ins, .page h3 ins').first().innerText()).toBe('Coach')
    await bar().getByRole('button', { name: 'Replace all' }).click()
    await page.getByText('7 places replaced.').waitFor()
    await says('None found')
    expect(
      await page.locator('.page').evaluate((root) => [...root.querySelectorAll('del')].filter((d) => /^mentor$/i.test(d.innerText)).length),
    ).toBe(6)
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Find on the page')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect.poll(words).toBe(before)
  })
  it('finds what is selected, follows edits, and types on while it is open', async () => {
    await open()
    await page.locator('.page p[data-label="Subd. 3."]').click()
    await find()
    await page.keyboard.type('school year')
    await says('1 of 1')
    await page.locator('.page p[data-label="Subd. 3."]').click()
    await page.keyboard.press('End')
    await page.keyboard.type(' in the school year')
    await says('2 found')
  })
  it('finds only where a version is read, and says why nothing is replaced', async () => {
    await open()
    await page
      .getByRole('listbox', { name: /^Rounds/ })
      .getByRole('option', { name: /12\.6/ })
      .click()
    await find('Control+h')
    await page.keyboard.type('mentor')
    await expect.poll(() => count().textContent()).toMatch(/^1 of \d$/)
    await page.getByText('This version is read only. Draft a counter to replace words in it.').waitFor()
    expect(await bar().getByRole('button', { name: 'Replace all' }).isDisabled()).toBe(true)
    expect(await page.getByRole('textbox', { name: 'Replace by' }).isDisabled()).toBe(true)
  })
  it('names each of its controls', async () => {
    await open()
    await find('Control+h')
    await page.keyboard.type('mentor')
    expect((await controls(page)).filter((c) => !c.name)).toEqual([])
  })
  it('finds everywhere, and opens the version that holds the words, at the place', async () => {
    await open()
    await page.keyboard.press('Control+Shift+f')
    const dialog = page.getByRole('dialog', { name: 'Find everywhere' })
    await expect
      .poll(() =>
        dialog
          .locator('input')
          .first()
          .evaluate((element) => element === document.activeElement),
      )
      .toBe(true)
    await page.keyboard.type('bereavement')
    await expect.poll(() => dialog.getByRole('status').textContent()).toMatch(/^\d+ places?$/)
    await dialog
      .getByRole('menuitem', { name: /^12\. Bereavement leave.*LTA 9\.20/ })
      .first()
      .click()
    await page.locator('.paper-title', { hasText: 'Bereavement leave' }).waitFor()
    await expect.poll(() => count().textContent()).toMatch(/^1 of /)
  })
})
