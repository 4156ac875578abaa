import type { Browser, CDPSession, Page } from 'playwright-core'
import { launch } from '../chromium.ts'
import type { Opening } from './editor.ts'
import { serve } from './serve.ts'

/** A page under test in a real Chromium, and short ways to do what a person does. */
export interface Drive {
  readonly page: Page
  /** Errors of the page since it was opened. */
  readonly faults: string[]
  open(opening?: Opening): Promise<void>
  /** The text of a version (the open round's where none is given); checks the tree's rules on the way. */
  clean(v?: number): Promise<string>
  json(): Promise<string>
  /** Caret before words, or a selection from the first words to the end of the second ones. */
  select(from: string, to?: string, side?: 'before' | 'after'): Promise<void>
  press(...keys: string[]): Promise<void>
  type(text: string): Promise<void>
  /** The texts of what a selector finds on the page. */
  seen(selector: string): Promise<(string | null)[]>
  /** What an input method shows while it composes. */
  compose(...texts: string[]): Promise<void>
  /** What it writes in the end. */
  commit(text: string): Promise<void>
  /** Lets more time pass than two edits of one step may have between them. */
  rest(): Promise<void>
  /** Undoes until nothing is left; the number of steps. */
  undoAll(): Promise<number>
  close(): Promise<void>
}

export async function drive(): Promise<Drive> {
  const server = await serve()
  const browser: Browser = await launch()
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(server.url)
  await page.waitForFunction(() => 'harness' in window)
  let session: CDPSession | null = null
  const cdp = async (): Promise<CDPSession> => {
    session ??= await context.newCDPSession(page)
    return session
  }
  const settle = async () => {
    await page.waitForTimeout(60)
    await page.waitForFunction(() => window.harness.settled)
  }
  return {
    page,
    faults,
    open: (opening = {}) => page.evaluate((o) => window.harness.open(o), opening),
    clean: (v = 4) => page.evaluate((at) => window.harness.clean(at), v),
    json: () => page.evaluate(() => window.harness.json()),
    select: (from, to, side) =>
      page.evaluate(([a, b, c]) => window.harness.select(a!, b, c as 'before' | 'after' | undefined), [from, to, side]),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key)
    },
    type: (text) => page.keyboard.type(text),
    seen: (selector) => page.$$eval(`#host ${selector}`, (all) => all.map((one) => one.textContent)),
    compose: async (...texts) => {
      const input = await cdp()
      for (const text of texts) {
        await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
        await page.waitForTimeout(20)
      }
      if (texts.at(-1) === '') await settle()
    },
    commit: async (text) => {
      await (await cdp()).send('Input.insertText', { text })
      await settle()
    },
    rest: () => page.evaluate(() => window.harness.wait(600)),
    undoAll: async () => {
      let steps = 0
      while (await page.evaluate(() => window.harness.page.undo())) if (++steps > 200) throw new Error('undo does not end')
      return steps
    },
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}
