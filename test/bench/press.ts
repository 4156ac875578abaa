import type { Page } from 'playwright-core'
import { random } from './compare.ts'
import type { Times } from './table.ts'

/** Key presses at one place of a document: milliseconds from each key event to the first task after the frame that shows it. */
export interface Presses {
  readonly place: Place
  readonly times: Times
}
export type Place = 'start' | 'middle' | 'end'
/** How the keys follow each other. `steady`: every 60 ms; `hands`: 40 to 240 ms apart, with rests in which lists are made again. */
export type Rhythm = 'steady' | 'hands'

const PLACES: readonly (readonly [Place, number])[] = [
  ['start', 0.02],
  ['middle', 0.5],
  ['end', 0.97],
]
const SENTENCE = 'the district shall give notice in writing before it changes any schedule '

declare global {
  interface Window {
    pressed: number[]
    typedAt: Element
  }
}

/**
 * Types at the start, in the middle and at the end of what stands on a page, and times each key press.
 * `blocks`: a selector of its paragraphs, in order. The time runs from the event's own time stamp (before any script has seen it) to
 * the first task after the frame in which the browser has laid out, painted and handed over what the key changed.
 */
export async function presses(page: Page, blocks: string, rhythm: Rhythm = 'steady'): Promise<Presses[]> {
  await page.evaluate(timer)
  const rnd = random(11)
  const out: Presses[] = []
  for (const [place, share] of PLACES) {
    await goTo(page, blocks, share)
    await page.keyboard.type('warm up ', { delay: 60 })
    await page.evaluate(() => window.pressed.splice(0))
    for (const letter of SENTENCE) {
      await page.keyboard.press(letter === ' ' ? 'Space' : letter)
      await page.waitForTimeout(rhythm === 'steady' ? 60 : 40 + rnd() * 200)
    }
    await page.waitForTimeout(200)
    out.push({ place, times: await page.evaluate(() => window.pressed.splice(0)) })
  }
  return out
}

function timer(): void {
  if (window.pressed) return
  const times: number[] = []
  window.pressed = times
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
}

/** Brings a paragraph into sight, waits until nothing moves, and clicks into its first line. */
async function goTo(page: Page, blocks: string, share: number): Promise<void> {
  await page.evaluate(
    async ({ blocks, share }) => {
      const all = document.querySelectorAll(blocks)
      const target = all[Math.floor(all.length * share)]!
      window.typedAt = target
      for (let still = 0, top = Number.NaN; still < 5; ) {
        target.scrollIntoView({ block: 'center' })
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))
        const next = target.getBoundingClientRect().top
        still = next === top ? still + 1 : 0
        top = next
      }
    },
    { blocks, share },
  )
  const { x, y } = await page.evaluate(() => window.typedAt.getBoundingClientRect().toJSON())
  await page.mouse.click(x + 60, y + 10)
  await page.waitForTimeout(300)
}
