import { launch } from '../e2e/chromium.ts'
import { serve } from '../e2e/harness/serve.ts'
import { type Presses, presses } from './press.ts'

/** What a key press costs on the page alone, and what it costs without us: milliseconds to the frame that shows it. */
export interface KeypressFigures {
  /** From the document to the first frame, in milliseconds. */
  readonly open: number
  readonly characters: number
  /** Our page: 3,000 blocks, 2,000 changes, every edit tracked; nothing around it. */
  readonly page: readonly Presses[]
  /** The same text as plain paragraphs in a plain ProseMirror view: no tracking, no changes. */
  readonly plain: readonly Presses[]
  /** The same paragraphs in a bare editable element of the browser: no script at all. */
  readonly bare: readonly Presses[]
}

const STYLE =
  'p{margin:0 0 10px;font:16px/25px serif;white-space:break-spaces}[contenteditable]{width:600px;margin:auto}main{height:880px;overflow:auto}'

/**
 * Types into a made-up contract of 3,000 blocks (about 390 KB) with 2,000 changes in a real Chromium, then into its text without us.
 * `executablePath`: which Chromium; without it the tests' own. Prints nothing.
 */
export async function benchKeypress(executablePath?: string): Promise<KeypressFigures> {
  const server = await serve()
  const browser = await launch(executablePath)
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(server.url)
    await page.waitForFunction(() => 'harness' in window)
    const opened = await page.evaluate(async () => {
      const start = performance.now()
      window.harness.open({ large: { blocks: 3000, changes: 2000 } })
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      return { open: performance.now() - start, characters: window.harness.page.doc.textContent.length }
    })
    const ours = await presses(page, '.page p:not(td p, th p)')
    const texts = await page.evaluate(() => window.harness.plain())
    const plain = await presses(page, '.ProseMirror p')
    await page.close()
    const without = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const paragraphs = texts.map((text) => `<p>${text.replace(/[<&]/g, ' ')}</p>`).join('')
    await without.setContent(`<style>${STYLE}</style><main><div contenteditable spellcheck="false">${paragraphs}</div></main>`)
    return { ...opened, page: ours, plain, bare: await presses(without, 'p') }
  } finally {
    await browser.close()
    await server.close()
  }
}

if (import.meta.main) console.log(JSON.stringify(await benchKeypress(process.argv[2]), null, 2))
