import type { Page } from 'playwright-core'
import { type Program, program } from '../e2e/host.ts'
import { type Presses, presses } from './press.ts'
import type { Times } from './table.ts'

/** Memory in megabytes: what the window's script holds after it was cleaned up, and what the host process has resident. */
export interface Memory {
  readonly heap: number
  readonly host: number | null
}
/** Figures of the whole program: host process, socket, window, page. Milliseconds and megabytes. */
export interface WindowFigures {
  /** From the address to the first frame in which the page takes keys, each window. */
  readonly open: Times
  readonly press: readonly Presses[]
  readonly opened: Memory
  readonly edited: Memory
}

/** Edits after which memory is looked at again. */
export const MANY = 10_000
const AT_ONCE = 100

/** Opens a file with an open draft in the real window three times, types at three places of it, and then edits it ten thousand times. */
export async function benchWindow(file: string): Promise<WindowFigures> {
  const host = await program(file)
  try {
    const open: number[] = []
    for (let k = 0; k < 3; k++) {
      const { page, ms } = await opened(host)
      open.push(ms)
      if (k < 2) await page.context().close()
      else {
        await page.waitForTimeout(1500)
        const before = await memory(page, host)
        const press = await presses(page, '.page p:not(td p, th p)', 'hands')
        await edit(page)
        return { open, press, opened: before, edited: await memory(page, host) }
      }
    }
    throw new Error('no window was opened')
  } finally {
    await host.end()
  }
}

async function opened(host: Program): Promise<{ page: Page; ms: number }> {
  const page = await host.open()
  const editable = page.locator('.page[contenteditable="true"]')
  await editable.waitFor({ timeout: 60_000 })
  const ms = await page.evaluate(
    () => new Promise<number>((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now())))),
  )
  return { page, ms }
}

/** Writes letters all over the document, each as the browser reports a typed one, and waits until all are on disk. */
async function edit(page: Page): Promise<void> {
  await page.evaluate(
    async ({ many, atOnce }) => {
      const editor = document.querySelector<HTMLElement>('.page')!
      const paragraphs = [...document.querySelectorAll('.page p:not(td p, th p)')]
      for (let done = 0; done < many; done += atOnce) {
        const at = paragraphs[Math.floor((paragraphs.length * done) / many)]!
        const text = document.createTreeWalker(at, NodeFilter.SHOW_TEXT).nextNode()
        if (text) getSelection()!.collapse(text, 0)
        for (let k = 0; k < atOnce; k++)
          editor.dispatchEvent(
            new InputEvent('beforeinput', { inputType: 'insertText', data: k % 6 ? 'a' : ' ', bubbles: true, cancelable: true }),
          )
        await new Promise((next) => setTimeout(next))
      }
    },
    { many: MANY, atOnce: AT_ONCE },
  )
  await page.waitForTimeout(500)
  await page.getByText('Saving…').waitFor({ state: 'detached', timeout: 120_000 })
  await page.waitForTimeout(2000)
}

async function memory(page: Page, host: Program): Promise<Memory> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  await session.detach()
  return { heap: metrics.find((m) => m.name === 'JSHeapUsedSize')!.value / 1e6, host: host.resident() }
}
