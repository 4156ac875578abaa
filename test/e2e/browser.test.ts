import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNegotiation } from '../../main/services/index.ts'
import { launch } from './chromium.ts'

const ROOT = join(import.meta.dirname, '../..')
const SAMPLE = 'Lakeview sample.parley'

let home: string
let elsewhere: string
let browser: Browser
const running: ChildProcess[] = []

/** `npm start` on a machine without a display, as a process of its own; resolves to what it printed with the address, and a way to end it. */
async function npmStart(...args: string[]): Promise<{ address: string; end(signal: NodeJS.Signals): Promise<number | null> }> {
  const child = spawn(process.execPath, [join(ROOT, 'main/hosts/launch.ts'), ...args], {
    cwd: ROOT,
    env: { ...process.env, PARLEY_HOST: '', PARLEY_HOME: home, DISPLAY: '', WAYLAND_DISPLAY: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let said = ''
  const address = await new Promise<string>((done, fail) => {
    const hear = (data: Buffer) => {
      said += data
      const found = /Parley is open at (http:\S+)/.exec(said)
      if (found) done(found[1])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', () => fail(new Error(said)))
  })
  return {
    address,
    end: async (signal) => {
      const gone = once(child, 'exit')
      child.kill(signal)
      return (await gone)[0] as number | null
    },
  }
}

/** A window at an address; `trouble` collects what the page complains of and what was not answered. */
async function open(address: string): Promise<{ page: Page; trouble: string[] }> {
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()))
  page.on('response', (response) => response.status() >= 400 && trouble.push(`${response.status()} ${response.url()}`))
  page.on('request', (request) => new URL(request.url()).hostname !== '127.0.0.1' && trouble.push(`asked ${request.url()}`))
  await page.goto(address)
  return { page, trouble }
}
const startScreen = async (page: Page) => {
  // The address names the file that is open; without its name, loading anew begins at the start.
  await page.evaluate(() => window.history.replaceState(null, '', '/'))
  await page.reload()
  await page.getByRole('heading', { name: 'Parley', level: 1 }).waitFor()
}
const bring = async (page: Page, path: string) => {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a negotiation…' }).click()
  await (await choosing).setFiles(path)
}
const kept = () => readdirSync(home).filter((name) => name.endsWith('.parley'))

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'parley-home-'))
  elsewhere = mkdtempSync(join(tmpdir(), 'parley-elsewhere-'))
  const parties = [
    { label: 'CTA', name: 'Cedar Teachers', role: 'association' },
    { label: '12', name: 'District 12', role: 'employer' },
  ] as const
  createNegotiation(join(elsewhere, 'cedar.parley'), { title: 'Cedar 2024', years: null, parties, us: 'CTA' }).close()
  writeFileSync(join(elsewhere, 'letter.parley'), 'Dear colleagues, this is a letter that somebody renamed.')
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  for (const child of running) child.kill('SIGKILL')
  for (const dir of [home, elsewhere]) rmSync(dir, { recursive: true, force: true })
})

describe('the browser host, started as a person starts it', () => {
  it('opens the sample, complains of nothing and asks nobody outside', async () => {
    const host = await npmStart()
    const { page, trouble } = await open(host.address)
    await page.locator('.page').waitFor()
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#open=[\w-]{22}$/)
    await page.waitForLoadState('networkidle')
    expect(trouble).toEqual([])
    expect(kept()).toEqual([SAMPLE])
    await page.context().close()
    expect(await host.end('SIGTERM')).toBe(0)
    expect(readdirSync(home).filter((name) => name.startsWith(SAMPLE))).toEqual([SAMPLE])
  })

  it('opens the file that it is started with, and says in one line that there is none', async () => {
    const path = join(elsewhere, 'cedar.parley')
    const host = await npmStart(path)
    const { page } = await open(host.address)
    await page.waitForFunction(() => document.title.includes('Cedar 2024'))
    await page.context().close()
    expect(await host.end('SIGINT')).toBe(130)
    await expect(npmStart(join(elsewhere, 'gone.parley'))).rejects.toThrow(/^parley: there is no file gone\.parley\n$/)
  })

  it('lists what lies in its folder, and brings in a file from elsewhere', async () => {
    copyFileSync(join(elsewhere, 'cedar.parley'), join(home, 'lying there.parley'))
    const host = await npmStart()
    const { page } = await open(host.address)
    await page.locator('.page').waitFor()
    await startScreen(page)
    expect(await page.getByRole('button', { name: /lying there/ }).isVisible()).toBe(true)

    await bring(page, join(elsewhere, 'letter.parley'))
    await page.getByText('letter.parley is not a Parley file.').waitFor()
    expect(kept().sort()).toEqual([SAMPLE, 'lying there.parley'])
    await page
      .getByRole('button', { name: /close|ok|back/i })
      .last()
      .click()

    await bring(page, join(elsewhere, 'cedar.parley'))
    await page.waitForFunction(() => document.title.includes('Cedar 2024'))
    expect(kept().sort()).toEqual([SAMPLE, 'cedar.parley', 'lying there.parley'])
    await page.context().close()
    await host.end('SIGTERM')
    expect(readFileSync(join(home, 'cedar.parley'))).toEqual(readFileSync(join(elsewhere, 'cedar.parley')))
  })

  it('starts a second time beside the first, which keeps the file that it has open', async () => {
    const first = await npmStart()
    const one = await open(first.address)
    await one.page.locator('.page').waitFor()
    const second = await npmStart()
    expect(new URL(second.address).port).not.toBe(new URL(first.address).port)
    const two = await open(second.address)
    await two.page.getByText(`${SAMPLE} is open in another window or program; close it there first.`).waitFor()
    await first.end('SIGTERM')
    expect(existsSync(join(home, `${SAMPLE}-lock`))).toBe(false)
    await startScreen(two.page)
    await two.page.getByRole('button', { name: 'Continue' }).click()
    await two.page.locator('.page').waitFor()
    await second.end('SIGTERM')
  })
})
