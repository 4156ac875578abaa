import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Drive, drive } from './harness/drive.ts'

/** Lists, labels and styles of paragraphs with the keys and commands of the page. */

let d: Drive
beforeAll(async () => {
  d = await drive()
})
afterAll(() => d?.close())
afterEach(() => {
  expect(d.faults.splice(0)).toEqual([])
})

const block = (id: string, attrs: object, text: string, sw: object[] = []) => ({
  type: 'paragraph',
  attrs: { id, sw, ...attrs },
  content: [{ type: 'text', text, ...(sw.length ? { marks: [{ type: 'deletion', attrs: { id: 'gone', r: 2, p: '300' } }] } : {}) }],
})
const item = (id: string, label: string, level = 0) => block(id, { list: 'ordered', label, level }, `item ${id}`)
const struck = (id: string, label: string) =>
  block(id, { list: 'ordered', label }, `item ${id}`, [{ k: 'del', id: 'gone', r: 2, p: '300' }])
const doc = (...content: object[]): unknown => ({ type: 'doc', content })
const command = (name: string) => d.page.evaluate((n) => window.harness.page.command(n as 'indent'), name)
const props = () =>
  d.page.evaluate(() =>
    window.harness.page.doc.children.map((b) => [b.type.name[0], b.attrs.level, b.attrs.list ?? null, b.attrs.label ?? null]),
  )
const refused = () => d.page.evaluate(() => window.harness.refused)

describe('a list', () => {
  it('a struck item shows and does not count: Enter gives the label after what stands, renumbering passes over it', async () => {
    await d.open({ doc: doc(item('x', 'a.'), struck('y', 'b.'), item('z', 'c.')) })
    const start = await d.json()
    expect(await d.seen('del.m')).toEqual(['item y'])
    await d.select('item x', undefined, 'after')
    await d.press('Enter')
    await d.type('new')
    expect(await d.clean()).toBe('a. item x\nb. new\nc. item z')
    expect(await command('renumberAll')).toBe(false)
    expect(await refused()).toHaveLength(1)
    await d.select('item z')
    await d.press('Enter')
    expect(await d.clean()).toBe('a. item x\nb. new\nc. \nd. item z')
    await d.undoAll()
    expect(await d.json()).toBe(start)
  })
  it('a new item in the middle repeats a label until it is renumbered, in one step of undo', async () => {
    await d.open({ doc: doc(item('x', 'a.'), item('y', 'b.'), item('z', 'c.')) })
    await d.select('item x', undefined, 'after')
    await d.press('Enter')
    await d.type('new')
    expect(await d.clean()).toBe('a. item x\nb. new\nb. item y\nc. item z')
    const before = await d.json()
    expect(await command('renumberHere')).toBe(true)
    expect(await d.clean()).toBe('a. item x\nb. new\nc. item y\nd. item z')
    expect(await d.clean(3)).toBe('a. item x\nb. item y\nc. item z')
    await d.press('Control+z')
    expect(await d.json()).toBe(before)
  })
  it('Tab and Shift Tab over several items with a struck one between move those that stand', async () => {
    await d.open({ doc: doc(item('x', 'a.', 1), struck('y', 'b.'), item('z', 'c.', 2)) })
    const start = await d.json()
    await d.select('item x', 'item z')
    await d.press('Tab')
    expect(await props()).toEqual([
      ['p', 2, 'ordered', 'a.'],
      ['p', 0, 'ordered', 'b.'],
      ['p', 3, 'ordered', 'c.'],
    ])
    await d.press('Shift+Tab')
    expect(await d.json()).toBe(start)
  })
  it('four levels in by Tab and out again by Shift Tab leave no trace; the label stays as written', async () => {
    await d.open({ doc: doc(item('x', 'a.'), item('y', 'b.')) })
    const start = await d.json()
    await d.select('item y')
    await d.press('Tab', 'Tab', 'Tab')
    expect((await props())[1]).toEqual(['p', 3, 'ordered', 'b.'])
    await d.press('Shift+Tab', 'Shift+Tab', 'Shift+Tab')
    expect(await d.json()).toBe(start)
  })
  it('Enter in an empty item ends the list, Backspace at its start takes the label and then joins', async () => {
    await d.open({ doc: doc(item('x', 'a.'), item('y', 'b.')) })
    const start = await d.json()
    await d.select('item y', undefined, 'after')
    await d.press('Enter', 'Enter')
    expect((await props())[2]).toEqual(['p', 0, null, null])
    await d.press('Backspace')
    expect(await d.json()).toBe(start)
    await d.select('item y')
    await d.press('Backspace')
    expect(await d.clean()).toBe('a. item x\nitem y')
    await d.press('Backspace')
    expect(await d.clean()).toBe('a. item xitem y')
    await d.undoAll()
    expect(await d.json()).toBe(start)
  })
})

describe('styles of paragraphs', () => {
  it('headings of three levels, lists and alignment over several paragraphs keep the first "before", and back again is no change', async () => {
    await d.open({ doc: doc(block('x', {}, 'one'), struck('y', 'b.'), block('z', { align: 'center' }, 'two')) })
    const start = await d.json()
    await d.select('one', 'two')
    for (const name of ['heading1', 'heading2', 'heading3', 'bulletList', 'orderedList', 'alignRight'])
      expect(await command(name), name).toBe(true)
    expect(await props()).toEqual([
      ['p', 0, 'ordered', 'a.'],
      ['p', 0, 'ordered', 'b.'],
      ['p', 0, 'ordered', 'b.'],
    ])
    expect(await d.page.evaluate(() => window.harness.page.doc.children.map((b) => b.attrs.was.length))).toEqual([1, 0, 1])
    expect(await d.clean(3)).toBe('one\ntwo')
    await command('paragraph')
    await command('alignLeft')
    await d.select('two')
    await command('alignCenter')
    expect(await d.json()).toBe(start)
  })
})
