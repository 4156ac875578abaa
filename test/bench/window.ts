import type { Page } from 'playwright-core'
import { type Program, program } from '../e2e/host.ts'

/** Figures of the whole program: host process, socket, window, page. Milliseconds and megabytes. */
export interface WindowFigures {
  /** From the address to the first frame in which the page takes keys, each window. */
  readonly open: readonly number[]
  /** From a key press to the first task after the frame that shows it. */
  readonly press: readonly { readonly place: string; readonly times: readonly number[] }[]
  readonly heap: number
}

const PLACES = [
  ['start', 0.02],
  ['middle', 0.5],
  ['end', 0.97],
] as const
const SENTENCE = 'the district shall give notice in writing before this '

/** Opens a file with an open draft in the real window three times, and types at the start, in the middle and at the end of it. */
export async function benchWindow(file: string): Promise<WindowFigures> {
  const host = await program(file)
  try {
    const open: number[] = []
    for (let k = 0; k < 3; k++) {
      const { page, ms } = await opened(host)
      open.push(ms)
      if (k < 2) await page.context().close()
      else return { open, ...(await typed(page)) }
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

async function typed(page: Page): Promise<Pick<WindowFigures, 'press' | 'heap'>> {
  await page.waitForTimeout(1000)
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { pressed: times })
    document.addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => times.push(performance.now() - event.timeStamp)
          channel.port2.postMessage(null)
        })
      },
      { capture: true },
    )
  })
  const times = () => page.evaluate(() => (window as unknown as { pressed: number[] }).pressed.splice(0))
  const press: { place: string; times: number[] }[] = []
  for (const [place, share] of PLACES) {
    const paragraphs = page.locator('.page > p')
    const at = paragraphs.nth(Math.floor((await paragraphs.count()) * share))
    await at.evaluate((p) => p.scrollIntoView({ block: 'center' }))
    await page.waitForTimeout(500)
    await at.click({ position: { x: 40, y: 10 } })
    await page.keyboard.type('warm up ', { delay: 60 })
    await times()
    await page.keyboard.type(SENTENCE, { delay: 60 })
    await page.waitForTimeout(300)
    press.push({ place, times: await times() })
  }
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  return { press, heap: metrics.find((m) => m.name === 'JSHeapUsedSize')!.value / 1e6 }
}
