import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { electronBinary, hasDisplay } from '../../main/hosts/binary.ts'
import { compile } from '../../main/hosts/electron/compile.ts'
import { ROOT } from '../../main/hosts/window.ts'

const binary = electronBinary()
const missing = binary === null ? 'no Electron binary was fetched here' : hasDisplay() ? null : 'there is no display'

describe.skipIf(missing !== null)(`the Electron window${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let dir: string
  let shell: ElectronApplication
  let page: Page

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'parley-electron-'))
    await compile()
    shell = await _electron.launch({
      executablePath: binary!,
      // A process of root (in a container) cannot use the sandbox of the operating system.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${dir}`, ROOT],
      env: { ...(process.env as Record<string, string>), PARLEY_START: 'sample' },
    })
    page = await shell.firstWindow()
    page.setDefaultTimeout(30_000)
  })
  afterAll(async () => {
    await shell?.close()
    if (dir) rmSync(dir, { recursive: true, force: true })
  })

  it('shows the sample at our own address', async () => {
    await page.locator('.page').waitFor()
    expect(page.url()).toBe('app://parley/index.html')
    expect(existsSync(join(dir, 'Lakeview sample.parley'))).toBe(true)
  })

  it('gives the page two functions, and nothing of Node or Electron', async () => {
    const seen = await page.evaluate(() => {
      const world = globalThis as unknown as Record<string, unknown>
      return {
        parley: Object.keys(world.parley as object).sort(),
        others: ['require', 'process', 'module', 'Buffer'].filter((k) => k in world),
      }
    })
    expect(seen).toEqual({ parley: ['call', 'on'], others: [] })
  })

  it('carries bytes and failures over the bridge', async () => {
    const replies = await page.evaluate(async () => {
      const { call } = (globalThis as unknown as { parley: { call(method: string, input: unknown): Promise<unknown> } }).parley
      return [await call('app.info', {}), await call('no.such', {}), await call('file.bring', { name: 'x', bytes: new Uint8Array(9) })]
    })
    expect(replies).toMatchObject([
      { ok: true, value: { host: 'electron', dialogs: true } },
      { ok: false, code: 'bad-input' },
      { ok: false, code: 'not-parley', message: 'x is not a Parley file.' },
    ])
  })

  it('goes nowhere and asks nobody', async () => {
    const reached = await page.evaluate(async () => {
      const answers = await Promise.allSettled([
        fetch('https://example.org/'),
        fetch('http://127.0.0.1:9/'),
        fetch('app://other/index.html'),
      ])
      return { opened: window.open('https://example.org/') !== null, answers: answers.map((a) => a.status) }
    })
    expect(reached).toEqual({ opened: false, answers: ['rejected', 'rejected', 'rejected'] })
    await page.evaluate(() => {
      window.location.href = 'https://example.org/'
    })
    await page.waitForTimeout(300)
    expect(page.url()).toBe('app://parley/index.html')
    expect(shell.windows()).toHaveLength(1)
  })

  it('saves a paper where the native dialog says', async () => {
    const out = join(dir, 'paper.docx')
    await shell.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath: path })) as typeof dialog.showSaveDialog
    }, out)
    await page.keyboard.press('ControlOrMeta+Shift+E')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Export/ })
      .click()
    await page.getByText('Saved “paper.docx”.').waitFor()
    expect(readFileSync(out).subarray(0, 2).toString('latin1')).toBe('PK')
  })

  it('does what its menu says', async () => {
    await shell.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()!.items.find((item) => item.label === 'Go')!
      view.submenu!.items.find((item) => item.label.startsWith('Any command'))!.click()
    })
    await page.getByRole('dialog').waitFor()
  })
})
