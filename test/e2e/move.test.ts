import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { schema } from '../../shared/model/schema.ts'
import { type Drive, drive } from './harness/drive.ts'

let d: Drive
beforeAll(async () => {
  d = await drive()
})
afterAll(() => d?.close())
beforeEach(() => {
  d.faults.length = 0
})
afterEach(() => {
  expect(d.faults).toEqual([])
})

const subd = (id: string, label: string | null, text: string) => schema.nodes.paragraph.create({ id, label }, schema.text(text))
const LEAVES = schema.nodes.doc
  .create(null, [
    schema.nodes.heading.create({ id: 'h', level: 2 }, schema.text('Leaves')),
    subd('s1', 'Subd. 1.', 'Sick leave is ten days.'),
    subd('s2', 'Subd. 2.', 'Bereavement leave is five days.'),
    schema.nodes.paragraph.create({ id: 'a', label: 'a.', list: 'ordered', level: 1 }, schema.text('For kin.')),
    subd('s3', 'Subd. 3.', 'Jury duty is paid.'),
  ])
  .toJSON()
const MOVED = 'Leaves\nSubd. 1. Sick leave is ten days.\nSubd. 3. Jury duty is paid.\nSubd. 2. Bereavement leave is five days.\na. For kin.'
const PLAIN = 'Leaves\nSubd. 1. Sick leave is ten days.\nSubd. 2. Bereavement leave is five days.\na. For kin.\nSubd. 3. Jury duty is paid.'
const BASE = ['Every teacher has four hours of release time.', 'Release time is agreed by both.']

const changes = () => d.page.evaluate(() => window.harness.last.changes.map((c) => [c.kinds, c.inserted, c.struck, c.ids.length] as const))
const refused = () => d.page.evaluate(() => window.harness.refused)
/** Where a place in the text is on the screen. `at`: characters from its start. */
const spot = (text: string, at = 0) =>
  d.page.evaluate(
    ([words, offset]) => {
      const { view } = window.harness
      let found = -1
      view.state.doc.descendants((node, pos) => {
        const i = node.isTextblock ? node.textContent.indexOf(words as string) : -1
        if (i >= 0 && found < 0) found = pos + 1 + i
        return found < 0
      })
      const { left, top, bottom } = view.coordsAtPos(found + (offset as number))
      return { x: left, y: (top + bottom) / 2 }
    },
    [text, at] as const,
  )
async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  const { mouse } = d.page
  await mouse.move(from.x + 3, from.y)
  await mouse.down()
  await mouse.move(from.x + 12, from.y + 4, { steps: 4 })
  await mouse.move(to.x, to.y, { steps: 8 })
  await mouse.up()
}

describe('move subdivision, by the keys', () => {
  it('down and up again is no change; down is one move that one undo takes back', async () => {
    await d.open({ doc: LEAVES })
    const start = await d.json()
    await d.select('Bereavement')
    await d.press('Alt+Shift+ArrowDown')
    expect(await d.clean()).toBe(MOVED)
    expect(await d.clean(3)).toBe(PLAIN)
    await expect
      .poll(changes)
      .toEqual([[['move'], 'Bereavement leave is five days.\nFor kin.\n', 'Bereavement leave is five days.\nFor kin.\n', 2]])
    await d.press('Alt+Shift+ArrowUp')
    expect(await d.json()).toBe(start)
    await d.press('Alt+Shift+ArrowDown', 'Control+z')
    expect(await d.json()).toBe(start)
  })

  it('typing goes on where the caret was', async () => {
    await d.open({ doc: LEAVES })
    await d.select('leave is five')
    await d.press('Alt+Shift+ArrowDown')
    await d.type('paid ')
    expect(await d.clean()).toContain('Subd. 2. Bereavement paid leave is five days.')
  })

  it('says at both halves where the other one is, and goes there', async () => {
    await d.open({ doc: LEAVES })
    await d.select('Bereavement')
    await d.press('Alt+Shift+ArrowDown')
    await expect.poll(() => d.seen('a.moved')).toEqual(['moved below Subd. 3', 'moved from Subd. 2'])
    const head = () => d.page.evaluate(() => window.harness.view.state.selection.head)
    const before = await head()
    await d.page.click('#host a.moved >> nth=0')
    const there = await head()
    expect(there).toBeGreaterThan(before - 40)
    await d.page.click('#host a.moved >> nth=1')
    expect(await head()).toBeLessThan(there)
    await d.press('Control+z')
    await expect.poll(() => d.seen('a.moved')).toEqual([])
  })

  it('at the edge it is refused with a sentence', async () => {
    await d.open({ doc: LEAVES })
    await d.select('Leaves')
    await d.press('Alt+Shift+ArrowUp')
    expect(await refused()).toEqual(['This is already the first in the text.'])
  })

  it('taken back as one, from its entry', async () => {
    await d.open({ doc: LEAVES })
    const start = await d.json()
    await d.select('Bereavement')
    await d.press('Alt+Shift+ArrowDown')
    await expect.poll(changes).toHaveLength(1)
    await d.page.evaluate(() => window.harness.page.decide('takeBack', window.harness.last.changes[0].id))
    expect(await d.json()).toBe(start)
  })
})

describe('cut and paste, and drag, as a move', () => {
  it('words dragged within the page are one move, the selection goes along, one undo takes it back', async () => {
    await d.open({ text: BASE })
    const start = await d.json()
    await d.select('four ', 'four ')
    await drag(await spot('four '), await spot('agreed'))
    expect(await d.clean()).toBe('Every teacher has hours of release time.\nRelease time is four agreed by both.')
    expect(await d.clean(3)).toBe(BASE.join('\n'))
    await expect.poll(changes).toEqual([[['move'], 'four ', 'four ', 2]])
    expect(await d.page.evaluate(() => getSelection()?.toString())).toBe('four ')
    await d.press('Control+z')
    expect(await d.json()).toBe(start)
  })

  it('dragged back to where they came from they are no change', async () => {
    await d.open({ text: BASE })
    const start = await d.json()
    await d.select('four ', 'four ')
    await drag(await spot('four '), await spot('agreed'))
    await expect.poll(changes).toHaveLength(1)
    await drag(await spot('four agreed'), await spot('hours'))
    expect(await d.json()).toBe(start)
  })

  it('dropped inside the dragged words nothing happens', async () => {
    await d.open({ text: BASE })
    const start = await d.json()
    await d.select('teacher has four', 'teacher has four')
    await drag(await spot('teacher'), await spot('has four', 2))
    expect(await d.json()).toBe(start)
  })

  it('dragged with Ctrl they are put in twice', async () => {
    await d.open({ text: BASE })
    await d.select('four ', 'four ')
    await d.page.keyboard.down('Control')
    await drag(await spot('four '), await spot('agreed'))
    await d.page.keyboard.up('Control')
    expect(await d.clean()).toBe('Every teacher has four hours of release time.\nRelease time is four agreed by both.')
    await expect.poll(changes).toEqual([[['insert'], 'four ', '', 1]])
  })

  it('what is dropped from outside is pasted there', async () => {
    await d.open({ text: BASE })
    const { x, y } = await spot('agreed')
    await d.page.evaluate(
      ([clientX, clientY]) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.setData('text/plain', 'freely ')
        window.harness.view.dom.dispatchEvent(new DragEvent('drop', { dataTransfer, clientX, clientY, bubbles: true, cancelable: true }))
      },
      [x, y] as const,
    )
    expect(await d.clean()).toBe(`${BASE[0]}\nRelease time is freely agreed by both.`)
    expect(await d.clean(3)).toBe(BASE.join('\n'))
  })

  it('cut and pasted with the keys it is one move, and pasted back where it was it is no change', async () => {
    await d.open({ text: BASE })
    const start = await d.json()
    await d.select('four ', 'four ')
    await d.press('Control+x')
    await expect.poll(changes).toEqual([[['delete'], '', 'four ', 1]])
    await d.press('Control+v')
    expect(await d.json()).toBe(start)
    await d.select('four ', 'four ')
    await d.press('Control+x')
    await d.select('agreed')
    await d.press('Control+v')
    await expect.poll(changes).toEqual([[['move'], 'four ', 'four ', 2]])
    await d.press('Control+v')
    await expect.poll(async () => (await changes()).map(([kinds]) => kinds)).toEqual([['move'], ['insert']])
    expect(await d.clean()).toContain('is four four agreed')
  })
})
