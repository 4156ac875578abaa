import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launch } from './chromium.ts'
import { serve } from './harness/serve.ts'

let browser: Browser
let server: Awaited<ReturnType<typeof serve>>
let page: Page
const faults: string[] = []

beforeAll(async () => {
  server = await serve()
  browser = await launch()
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] })
  page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(server.url)
  await page.waitForFunction(() => 'harness' in window)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})
beforeEach(() => {
  faults.length = 0
})
afterEach(() => {
  expect(faults).toEqual([])
})

const text = (words: string) => (words ? [{ type: 'text', text: words }] : [])
const paragraph = (id: string, words: string) => ({ type: 'paragraph', attrs: { id }, content: text(words) })
const GRID = [
  ['Step', 'BA', 'MA'],
  ['1', '40', '45'],
  ['2', '42', '47'],
]
const DOC = {
  type: 'doc',
  content: [
    paragraph('a', 'Salaries.'),
    {
      type: 'table',
      attrs: { id: 't' },
      content: GRID.map((cells, y) => ({
        type: 'table_row',
        attrs: { id: `r${y}` },
        content: cells.map((words, x) => ({
          type: y ? 'table_cell' : 'table_header',
          attrs: { id: `q${y}${x}` },
          content: [paragraph(`q${y}${x}p`, words)],
        })),
      })),
    },
    paragraph('z', 'End.'),
  ],
}

const open = (opening: object = {}) => page.evaluate((o) => window.harness.open(o), { doc: DOC, ...opening })
const rows = async (v = 4) => (await page.evaluate((at) => window.harness.clean(at), v)).split('\n').slice(1, -1)
const refused = () => page.evaluate(() => window.harness.refused)
const select = (from: string) => page.evaluate((words) => window.harness.select(words), from)
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const command = (name: string) => page.evaluate((n) => window.harness.page.command(n as 'rowBelow'), name)
const cell = (words: string) => page.locator('#host td, #host th', { hasText: new RegExp(`^${words}$`) }).first()
const selected = () => page.$$eval('#host .selectedCell', (all) => all.map((one) => one.textContent))
/** Drags the mouse from one cell to another. */
const drag = async (from: string, to: string) => {
  const [a, b] = [(await cell(from).boundingBox())!, (await cell(to).boundingBox())!]
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 6 })
  await page.mouse.up()
}
const lists = async () => {
  await page.evaluate(() => (window.harness.page as unknown as { list(): void }).list())
  return page.evaluate(() => window.harness.last.changes)
}

describe('cells selected with the mouse', () => {
  it('are drawn, and Delete strikes their text and keeps the grid', async () => {
    await open()
    await drag('40', '47')
    expect((await selected()).sort()).toEqual(['40', '42', '45', '47'])
    await press('Delete')
    expect(await rows()).toEqual(['Step\tBA\tMA', '1\t\t', '2\t\t'])
    expect(await rows(0)).toEqual(['Step\tBA\tMA', '1\t40\t45', '2\t42\t47'])
    expect(await lists()).toHaveLength(1)
    await press('Control+z')
    expect(await rows()).toEqual(await rows(0))
  })

  it('stay selected where the page hears late of what the browser selected', async () => {
    await open()
    await page.evaluate(() => {
      const hold = (event: Event) => event.stopImmediatePropagation()
      window.addEventListener('selectionchange', hold, { capture: true })
      Object.assign(window, { tell: () => window.removeEventListener('selectionchange', hold, { capture: true }) })
    })
    await drag('40', '47')
    await page.evaluate(() => {
      ;(window as unknown as { tell(): void }).tell()
      document.dispatchEvent(new Event('selectionchange'))
    })
    await press('Delete')
    expect(await rows()).toEqual(['Step\tBA\tMA', '1\t\t', '2\t\t'])
  })

  it('are typed over in the first of them', async () => {
    await open()
    await drag('40', '45')
    await page.keyboard.type('50')
    expect(await rows()).toEqual(['Step\tBA\tMA', '1\t50\t', '2\t42\t47'])
  })

  it('go to the clipboard as clean text and come back cell by cell', async () => {
    await open()
    await select('40')
    await press('Shift+ArrowRight', 'Shift+ArrowRight')
    await page.keyboard.type('41')
    await drag('1', '42')
    await press('Control+c')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe('1\t41\n2\t42')
    await drag('BA', 'BA')
    await cell('BA').click()
    await press('Control+v')
    expect(await rows()).toEqual(['Step\t1\t41', '1\t2\t42', '2\t42\t47'])
    expect(await refused()).toEqual([])
  })

  it('are cut: the clipboard has their text, the grid stays', async () => {
    await open()
    await drag('40', '42')
    await press('Control+x')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('40\n42')
    expect(await rows()).toEqual(['Step\tBA\tMA', '1\t\t45', '2\t\t47'])
  })
})

describe('keys in a table', () => {
  it('three clicks beside the words of a cell select it, and typing writes over it', async () => {
    await open()
    const box = (await cell('40').boundingBox())!
    await page.mouse.click(box.x + box.width * 0.9, box.y + box.height / 2, { clickCount: 3 })
    await page.keyboard.type('50')
    expect(await refused()).toEqual([])
    expect((await rows())[1]).toBe('1\t50\t45')
    expect(await rows(0)).toEqual(['Step\tBA\tMA', '1\t40\t45', '2\t42\t47'])
  })
  it('Shift with arrows selects cells, passing over what is out of sight', async () => {
    await open({ mode: 'clean' })
    await select('40')
    await command('deleteColumns')
    await select('1')
    await press('Shift+ArrowRight', 'Shift+ArrowRight')
    expect((await selected()).filter((words) => words !== '40').sort()).toEqual(['1', '45'])
    await press('Delete')
    expect(await rows()).toEqual(['Step\tMA', '\t', '2\t47'])
    await press('ArrowDown')
    expect(await selected()).toEqual([])
  })

  it('Tab goes from cell to cell and adds a row at the end', async () => {
    await open()
    await select('45')
    await press('Tab')
    expect(await page.evaluate(() => getSelection()!.toString())).toBe('2')
    await press('Shift+Tab', 'Shift+Tab')
    expect(await page.evaluate(() => getSelection()!.toString())).toBe('40')
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Tab')
    await page.keyboard.type('3')
    await press('Tab')
    await page.keyboard.type('44')
    expect(await rows()).toEqual(['Step\tBA\tMA', '1\t40\t45', '2\t42\t47', '3\t44\t'])
    expect(await page.$$eval('#host tr.row-insert', (all) => all.length)).toBe(1)
  })

  it('typing in a struck row is refused with a sentence', async () => {
    await open()
    await select('40')
    await command('deleteRows')
    expect(await page.$$eval('#host tr.row-delete', (all) => all.length)).toBe(1)
    await cell('40').click()
    await page.keyboard.type('x')
    expect((await refused())[0]).toContain('This row is struck')
    expect(await rows()).toEqual(['Step\tBA\tMA', '2\t42\t47'])
  })
})

describe('rows and columns by command', () => {
  it('are put in and struck, each one change and one step of undo', async () => {
    await open()
    await select('BA')
    await command('columnRight')
    await page.keyboard.type('BA+15')
    await select('2')
    await command('rowAbove')
    await page.keyboard.type('n')
    expect(await rows()).toEqual(['Step\tBA\tBA+15\tMA', '1\t40\t\t45', 'n\t\t\t', '2\t42\t\t47'])
    await select('47')
    await command('deleteColumns')
    expect(await rows()).toEqual(['Step\tBA\tBA+15', '1\t40\t', 'n\t\t', '2\t42\t'])
    expect((await lists()).map((change) => change.kinds[0])).toEqual(['insert-cell', 'delete-cell', 'insert-row'])
    expect(await page.$$eval('#host .cell-delete', (all) => all.length)).toBe(3)
    await press('Control+z', 'Control+z', 'Control+z', 'Control+z', 'Control+z')
    expect(await rows()).toEqual(await rows(0))
  })

  it('a table is put in at the caret, and taken out with the command again', async () => {
    await open()
    await page.evaluate(() => window.harness.select('End.', undefined, 'after'))
    await page.evaluate(() => window.harness.page.insertTable({ rows: 2, columns: 2, header: true }))
    await page.keyboard.type('Year')
    expect(await page.evaluate(() => window.harness.clean())).toContain('End.\nYear\t\n\t')
    expect(await page.evaluate(() => window.harness.last.inTable)).toBe(true)
    await command('deleteTable')
    expect(await lists()).toEqual([])
  })

  it('restores a struck column from selected cells', async () => {
    await open()
    await select('40')
    await command('deleteColumns')
    await drag('BA', '42')
    await page.evaluate(() => window.harness.page.decide('restore'))
    expect(await rows()).toEqual(await rows(0))
    expect(await lists()).toEqual([])
  })
})

describe('pasting into a table', () => {
  it('lines of a spreadsheet go cell by cell, and rows are added', async () => {
    await open()
    await select('42')
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', '50\t55\n60\t65\n')
      window.harness.view.dom.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
    expect(await rows()).toEqual(['Step\tBA\tMA', '1\t40\t45', '2\t50\t55', '\t60\t65'])
    await press('Control+z')
    expect(await rows()).toEqual(await rows(0))
  })
  it('more columns than there are, is refused with a sentence', async () => {
    await open()
    await select('47')
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', '<table><tr><td>1</td><td>2</td></tr></table>')
      clipboardData.setData('text/plain', '1\t2')
      window.harness.view.dom.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
    expect((await refused())[0]).toContain('has 2 columns')
    expect(await rows()).toEqual(await rows(0))
  })
})
