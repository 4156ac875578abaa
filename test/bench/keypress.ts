import { launch } from '../e2e/chromium.ts'
import { serve } from '../e2e/harness/serve.ts'

/** Key press to paint in milliseconds at one place of the document. */
export interface KeypressFigures {
  readonly place: 'start' | 'middle' | 'end'
  readonly median: number
  readonly p95: number
  readonly presses: number
}

const PLACES = [
  ['start', 0.01],
  ['middle', 0.5],
  ['end', 0.99],
] as const
const at = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10

/**
 * Types into a made-up contract of 3,000 blocks (about 390 KB) with 2,000 changes in a real Chromium, and times each key press
 * from the event to the first task after the frame that shows it. `executablePath`: which Chromium; without it the tests' own.
 * Prints nothing; returns the figures, and how long the page took to open.
 */
export async function benchKeypress(executablePath?: string): Promise<{ open: number; characters: number; figures: KeypressFigures[] }> {
  const server = await serve()
  const browser = await launch(executablePath)
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
    await page.goto(server.url)
    await page.waitForFunction(() => 'harness' in window)
    const opened = await page.evaluate(async () => {
      const start = performance.now()
      window.harness.open({ large: { blocks: 3000, changes: 2000 } })
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      window.harness.time()
      return { open: Math.round(performance.now() - start), characters: window.harness.page.doc.textContent.length }
    })
    const figures: KeypressFigures[] = []
    for (const [place, share] of PLACES) {
      await page.evaluate((where) => window.harness.goTo(where), share)
      await page.waitForTimeout(400)
      await page.keyboard.type('warm up ', { delay: 60 })
      await page.evaluate(() => {
        window.harness.times = []
      })
      await page.keyboard.type('the district shall give notice in writing before any change of this schedule ', { delay: 60 })
      await page.waitForTimeout(200)
      const times = (await page.evaluate(() => window.harness.times)).sort((a, b) => a - b)
      figures.push({ place, median: at(times, 0.5), p95: at(times, 0.95), presses: times.length })
    }
    return { ...opened, figures }
  } finally {
    await browser.close()
    await server.close()
  }
}

if (import.meta.main) console.log(JSON.stringify(await benchKeypress(process.argv[2]), null, 2))
