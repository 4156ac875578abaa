import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Program, program } from './host.ts'

const SHOTS = join(import.meta.dirname, '../output')
const item = (page: Page, name: RegExp) => page.getByRole('listbox', { name: 'Items' }).getByRole('option', { name })
const changes = (page: Page) => page.getByRole('listbox', { name: 'Changes' }).getByRole('option')
const paragraph = (page: Page, label: string) => page.locator(`.page p[data-label="${label}"]`)
const mark = (page: Page, tag: 'ins' | 'del', by: string, text: string | RegExp) =>
  page.locator(`.page ${tag}[data-by="${by}"]`, { hasText: text })
const view = (page: Page, name: string | RegExp) => page.getByRole('radio', { name })
const shot = (page: Page, name: string) => page.screenshot({ path: join(SHOTS, `main-${name}.png`) })
const saved = (page: Page) =>
  page
    .getByRole('contentinfo')
    .getByText(/^Saved \d+:\d\d/)
    .waitFor()

/** The text that the page shows in its view as a person reads it: labels, and a line for each block. */
const reading = (page: Page) =>
  page
    .locator('.page')
    .evaluate((root) =>
      [...root.querySelectorAll<HTMLElement>('h2, h3, h4, p')].map((b) => `${b.dataset.label ?? ''} ${b.innerText}`.trim()).join('\n'),
    )
async function cleanText(page: Page): Promise<string> {
  await view(page, 'Clean').click()
  await expect.poll(() => page.locator('.page ins, .page del').count()).toBe(0)
  const text = await reading(page)
  await view(page, 'Redline').click()
  await page.locator('.page ins').first().waitFor()
  return text
}

/** Opens the window on the sample and picks the mentors' item. */
async function mentors(): Promise<Page> {
  const page = await app.open()
  await item(page, /^13\. Mentor Teachers/).click()
  await page.getByRole('heading', { name: 'Mentor Teachers', exact: true }).waitFor()
  await paragraph(page, 'Subd. 4.').waitFor()
  return page
}

/** Puts the caret at the end of a paragraph, as a person does who clicks into its last line. */
async function toEnd(page: Page, label: string): Promise<void> {
  const box = await paragraph(page, label).boundingBox()
  await page.mouse.click(box!.x + 30, box!.y + box!.height - 8)
  await page.keyboard.press('End')
}

/** Selects a word of the page by clicking it twice. */
async function pickWord(page: Page, word: string): Promise<void> {
  const at = await page.locator('.page').evaluate((root, text) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const from = node.textContent!.indexOf(text)
      if (from < 0) continue
      const range = document.createRange()
      range.setStart(node, from)
      range.setEnd(node, from + text.length)
      const rect = range.getBoundingClientRect()
      return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
    }
    throw new Error(`no such word: ${text}`)
  }, word)
  await page.mouse.dblclick(at.x, at.y)
}

/** Exports by the menu and gives the file that the browser was sent. */
async function exported(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name, exact: true }).click()
  const file = await download
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}
const documentXml = (docx: Uint8Array): string => strFromU8(unzipSync(docx)['word/document.xml']!)
/** The tracked changes of a document part: kind, author, day and words. */
const tracked = (xml: string) =>
  [...xml.matchAll(/<w:(ins|del) ([^>]*[^/])>(.*?)<\/w:\1>/gs)].map(([, kind, attributes, inside]) => ({
    kind,
    by: /w:author="([^"]*)"/.exec(attributes!)?.[1],
    date: /w:date="([^"]*)"/.exec(attributes!)?.[1],
    text: [...inside!.matchAll(/<w:(?:t|delText)(?: [^>]*)?>([^<]*)</g)].map((m) => m[1]).join(''),
  }))

const TYPED = 'The mentor picks two of these hours.'
let app: Program
let page: Page
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  app = await program()
})
afterEach(() => page?.close())
afterAll(() => app.end())

describe('the main job, in the program as a person runs it', () => {
  it('begins a counter to their last, in which one types, strikes, restores and undoes', async () => {
    page = await mentors()
    expect(await page.getByText('300 12.6 is sealed and cannot change.').isVisible()).toBe(true)
    await shot(page, '1-sealed')
    await page.getByRole('button', { name: 'Draft a counter' }).click()
    await page.getByLabel('Date of the round').fill('2024-01-03')
    await page.getByRole('button', { name: 'Begin the round' }).click()
    await page.getByRole('button', { name: /round 1\.3/ }).waitFor()
    const before = await cleanText(page)

    await toEnd(page, 'Subd. 2.')
    await page.keyboard.type(` ${TYPED}`)
    await mark(page, 'ins', 'LTA 1.3', TYPED).waitFor()

    await pickWord(page, 'payroll')
    await page.keyboard.press('Delete')
    await mark(page, 'del', 'LTA 1.3', 'payroll').waitFor()

    await changes(page)
      .filter({ hasText: /A mentor called away/ })
      .click()
    await page.getByRole('toolbar', { name: 'The picked change' }).getByRole('button', { name: 'Restore' }).click()
    await expect.poll(() => mark(page, 'del', '300 12.6', /A mentor called away/).count()).toBe(0)

    await mark(page, 'ins', '300 12.6', 'once').hover()
    const card = page.getByRole('dialog', { name: /^Change \d+ of \d+$/ })
    await card.waitFor()
    await shot(page, '2-card')
    await card.getByRole('button', { name: /Restore/ }).click()
    await expect.poll(() => mark(page, 'del', '300 12.6', 'twice').count()).toBe(0)
    await saved(page)
    await shot(page, '3-drafted')

    const after = await cleanText(page)
    expect(before).not.toContain('A mentor called away')
    expect(after).toContain('A mentor called away to cover a class shall have that hour returned within ten (10) school days.')
    expect(after).toContain(TYPED)
    expect(after).toContain('at least twice a month')
    expect(after).toContain('with the final of June')

    await page.locator('.page').focus()
    await page.keyboard.press('Control+z')
    await mark(page, 'del', '300 12.6', 'twice').waitFor()
    await page.keyboard.press('Control+y')
    await expect.poll(() => mark(page, 'del', '300 12.6', 'twice').count()).toBe(0)
    expect(await cleanText(page)).toBe(after)
    await saved(page)
  })

  it('strikes the word that was picked by keys, however fast Delete follows', async () => {
    page = await mentors()
    const { keyboard } = page
    const whole = await cleanText(page)
    for (const label of ['Subd. 3.', 'a.', 'Subd. 4.']) {
      await toEnd(page, label)
      await keyboard.type(' anew')
      // Not one key waits for what the one before it did.
      await Promise.all([
        keyboard.down('Control'),
        keyboard.down('Shift'),
        keyboard.down('ArrowLeft'),
        keyboard.up('ArrowLeft'),
        keyboard.up('Shift'),
        keyboard.up('Control'),
        keyboard.press('Delete'),
      ])
      await keyboard.press('Backspace')
    }
    await saved(page)
    expect(await cleanText(page)).toBe(whole)
  })

  it('measures the draft against their last and the current language, clean, and with all that came and went', async () => {
    page = await mentors()
    await mark(page, 'ins', 'LTA 1.3', TYPED).waitFor()
    const byWhom = () =>
      page.locator('.page [data-by]').evaluateAll((all) => [...new Set(all.map((e) => e.getAttribute('data-by')!))].sort())
    expect(await byWhom()).toEqual(['300 11.1', '300 12.6', 'LTA 1.3', 'LTA 9.20'])
    await view(page, 'Their last 12.6').click()
    await expect.poll(byWhom).toEqual(['LTA 1.3'])
    await shot(page, '4-their-last')
    await view(page, 'All rounds').click()
    await view(page, 'Current language').click()
    const cameAndWent = page.locator('.page ins del, .page del ins').filter({ hasText: 'eight (8)' })
    await cameAndWent.first().waitFor()
    await shot(page, '5-all-rounds')
    await view(page, 'Clean').click()
    await expect.poll(() => page.locator('.page ins, .page del').count()).toBe(0)
    expect(await reading(page)).toContain(TYPED)
    await shot(page, '6-clean')
  })

  it('exports Word and PDF, clean and redlined, the same bytes each time', async () => {
    page = await mentors()
    await mark(page, 'ins', 'LTA 1.3', TYPED).waitFor()
    const files = new Map<string, Buffer>()
    for (const name of ['Redlined Word', 'Clean Word', 'Redlined PDF', 'Clean PDF']) {
      const one = await exported(page, name)
      expect(one.name).toMatch(/^Item 13 LTA 1\.3 (redline|clean)\.(docx|pdf)$/)
      expect((await exported(page, name)).bytes.equals(one.bytes), name).toBe(true)
      files.set(name, one.bytes)
    }
    const ours = tracked(documentXml(files.get('Redlined Word')!)).filter((c) => c.by === 'LTA' && c.date === '2024-01-03T00:00:00Z')
    expect(ours.find((c) => c.kind === 'ins' && c.text.includes(TYPED))).toBeDefined()
    expect(ours.find((c) => c.kind === 'del' && c.text.includes('payroll'))).toBeDefined()
    const clean = documentXml(files.get('Clean Word')!)
    expect(clean).not.toMatch(/<w:(ins|del|rPrChange|pPrChange|delText)\b/)
    expect(clean).toContain(TYPED)
    expect(clean).not.toContain('payroll')
    for (const name of ['Redlined PDF', 'Clean PDF']) {
      const pdf = files.get(name)!.toString('latin1')
      expect(pdf.slice(0, 5)).toBe('%PDF-')
      expect(pdf).toMatch(/\/Marked true/)
      expect(pdf).toMatch(/\/StructTreeRoot/)
    }
  })

  it('has the draft again after the window is loaded anew', async () => {
    page = await mentors()
    const before = await cleanText(page)
    expect(before).toContain(TYPED)
    await page.reload()
    await item(page, /^13\. Mentor Teachers/).click()
    await mark(page, 'ins', 'LTA 1.3', TYPED).waitFor()
    expect(await cleanText(page)).toBe(before)
  })

  it('has every word that it called saved, though the program was killed right after', async () => {
    page = await mentors()
    await toEnd(page, 'Subd. 3.')
    await page.keyboard.type(' Such a log is two pages at most.')
    await page.waitForTimeout(100)
    await page.getByText('Saving…').waitFor({ state: 'detached' })
    await saved(page)
    await app.kill()
    const before = await cleanText(page)
    expect(before).toContain('shall: Such a log is two pages at most.')
    await page.close()
    await app.start()
    page = await mentors()
    await mark(page, 'ins', 'LTA 1.3', TYPED).waitFor()
    expect(await cleanText(page)).toBe(before)
    await shot(page, '7-after-kill')
  })

  it('passes the round across: from then on it is read and not written', async () => {
    page = await mentors()
    await mark(page, 'ins', 'LTA 1.3', TYPED).waitFor()
    const before = await cleanText(page)
    await page.getByRole('button', { name: 'Pass across…' }).click()
    await page.getByText('None found').waitFor()
    await shot(page, '8-pass')
    await page.getByRole('button', { name: 'Pass 1 item across' }).click()
    await page.getByText('LTA 1.3 is sealed and cannot change.').waitFor()
    const paper = page.getByRole('textbox', { name: 'Item 13, Mentor Teachers' })
    expect(await paper.getAttribute('aria-readonly')).toBe('true')
    expect(await paper.getAttribute('contenteditable')).toBe('false')
    await paper.click()
    await page.keyboard.type('nothing of this')
    expect(await cleanText(page)).toBe(before)
    expect(await item(page, /^13\. Mentor Teachers/).getAttribute('aria-label')).toContain('Their move')
    await shot(page, '9-sealed')
  })
})
