import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launch } from './chromium.ts'
import type { Opening } from './harness/editor.ts'
import { serve } from './harness/serve.ts'

let browser: Browser
let server: Awaited<ReturnType<typeof serve>>
let page: Page

beforeAll(async () => {
  server = await serve()
  browser = await launch()
  page = await browser.newPage({ viewport: { width: 1000, height: 800 } })
  await page.goto(server.url)
  await page.waitForFunction(() => 'harness' in window)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const open = (opening: Opening) => page.evaluate((o) => window.harness.open(o), opening)
/** Puts the caret before the first block of a group. */
const toGroup = (k: number) =>
  page.evaluate((at) => {
    const { view } = window.harness
    const first = document.querySelectorAll('.chunk')[at]!.firstElementChild!
    view.focus()
    const pos = view.posAtDOM(first, 0)
    const { doc } = view.state
    const selection = view.state.selection.constructor as unknown as { create(doc: unknown, at: number): typeof view.state.selection }
    view.dispatch(view.state.tr.setSelection(selection.create(doc, pos)).scrollIntoView())
  }, k)
/**
 * Puts the caret at one end of a group and at once, before the browser can lay out or paint anything, does what a key does to it.
 * `key`: what the page is told of first. Returns where the selection's moving end comes to stand:
 * block, how many blocks on, and group.
 */
const atOnce = (k: number, alter: 'move' | 'extend', way: 'backward' | 'forward', by: string, key?: string) =>
  page.evaluate(
    ([group, how, direction, granularity, name]) => {
      const { view } = window.harness
      const chunks = [...document.querySelectorAll('.chunk')]
      const chunk = chunks.at(group)!
      const back = direction === 'backward'
      const block = (back ? chunk.firstElementChild : chunk.lastElementChild)!
      view.focus()
      const { doc } = view.state
      const selection = view.state.selection.constructor as unknown as { create(doc: unknown, at: number): typeof view.state.selection }
      const pos = view.posAtDOM(block, back ? 0 : block.childNodes.length)
      view.dispatch(view.state.tr.setSelection(selection.create(doc, pos)).scrollIntoView())
      if (name) view.dom.dispatchEvent(new KeyboardEvent('keydown', { key: name, ctrlKey: true, bubbles: true }))
      getSelection()!.modify(how, direction, granularity)
      const { focusNode } = getSelection()!
      const found = (focusNode instanceof Element ? focusNode : focusNode!.parentElement!).closest('.chunk > *')
      const blocks = [...document.querySelectorAll('.chunk > *')]
      const to = blocks.indexOf(found as Element)
      return { to, moved: to - blocks.indexOf(block), group: chunks.indexOf(found?.parentElement as Element) }
    },
    [k, alter, way, by, key] as const,
  )
/** The place of the caret's block, and of its group. */
const at = () =>
  page.evaluate(() => {
    const { focusNode } = getSelection()!
    const block = (focusNode instanceof Element ? focusNode : focusNode!.parentElement!).closest('.chunk > *')!
    return {
      block: [...document.querySelectorAll('.chunk > *')].indexOf(block),
      group: [...document.querySelectorAll('.chunk')].indexOf(block.parentElement!),
    }
  })
const drawnAnew = async () => {
  const [shown, anew] = await page.evaluate(() => window.harness.twice())
  expect(shown).toBe(anew)
}

describe('a long page in groups', () => {
  beforeEach(() => open({ large: { blocks: 400, changes: 200 } }))

  it('holds every block in a group, and more than one group', async () => {
    expect(await page.locator('.page > :not(.chunk)').count()).toBe(0)
    expect(await page.locator('.chunk > *').count()).toBe(400)
    expect(await page.locator('.chunk').count()).toBeGreaterThan(5)
  })

  it('takes the caret over the edge of a group line by line, both ways', async () => {
    await toGroup(3)
    const start = await at()
    expect(start.group).toBe(3)
    await page.keyboard.press('ArrowUp')
    expect(await at()).toEqual({ block: start.block - 1, group: 2 })
    await page.keyboard.press('ArrowDown')
    expect(await at()).toEqual(start)
    await page.keyboard.press('ArrowLeft')
    expect(await at()).toEqual({ block: start.block - 1, group: 2 })
    await page.keyboard.press('ArrowRight')
    expect(await at()).toEqual(start)
  })

  it.each(['move', 'extend'] as const)(
    'lets nothing out of sight be passed over by a key that comes before it is laid out: %s',
    async (alter) => {
      expect(await atOnce(3, alter, 'backward', 'line')).toMatchObject({ moved: -1, group: 2 })
      await open({ large: { blocks: 400, changes: 200 } })
      expect(await atOnce(6, alter, 'forward', 'line')).toMatchObject({ moved: 1, group: 7 })
      expect(await atOnce(9, alter, 'backward', 'character')).toMatchObject({ moved: -1, group: 8 })
      expect(await atOnce(5, alter, 'forward', 'character')).toMatchObject({ moved: 1, group: 6 })
    },
  )

  it.each(['move', 'extend'] as const)('takes the caret to either end of the document before that is laid out: %s', async (alter) => {
    const groups = await page.locator('.chunk').count()
    expect(await atOnce(1, alter, 'forward', 'documentboundary', 'End')).toMatchObject({ to: 399, group: groups - 1 })
    await open({ large: { blocks: 400, changes: 200 } })
    expect(await atOnce(-3, alter, 'backward', 'documentboundary', 'Home')).toMatchObject({ to: 0, group: 0 })
  })

  it('strikes a selection over the edge of a group', async () => {
    await toGroup(3)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    for (let k = 0; k < 3; k++) await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Delete')
    expect(await page.locator('.chunk:nth-child(3) del[data-by="LTA 1.3"]').count()).toBeGreaterThan(0)
    expect(await page.locator('.page > :not(.chunk)').count()).toBe(0)
    await drawnAnew()
  })

  it('splits, joins and undoes at the edge of a group', async () => {
    const blocks = await page.locator('.chunk > *').count()
    await toGroup(4)
    await page.keyboard.press('Enter')
    await page.keyboard.type('Put in. ')
    expect(await page.locator('.chunk > *').count()).toBe(blocks + 1)
    await drawnAnew()
    for (let k = 0; k < 12; k++) await page.keyboard.press('Control+z')
    expect(await page.locator('.chunk > *').count()).toBe(blocks)
    await drawnAnew()
  })

  it('keeps text that runs on in one group with what it runs into', async () => {
    await open({ large: { blocks: 400, changes: 200 }, mode: 'clean' })
    const groups = await page.locator('.chunk').count()
    await toGroup(4)
    await page.keyboard.press('Backspace')
    expect(await page.locator('.runs').count()).toBe(1)
    expect(await page.evaluate(() => document.querySelector('.runs')!.nextElementSibling?.matches('.joined'))).toBe(true)
    expect(await page.locator('.chunk').count()).toBe(groups)
    await drawnAnew()
  })
})
