import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Drive, drive } from './harness/drive.ts'

/** The scenarios that hang on real keys, selections, input methods and the clipboard, by their names. */

let d: Drive
beforeAll(async () => {
  d = await drive()
})
afterAll(() => d?.close())
afterEach(() => {
  expect(d.faults.splice(0)).toEqual([])
})

const TEXT = ['Every teacher has four hours of release time.', 'Release time is agreed by both.'] as const
const [FIRST, SECOND] = TEXT
const BASE = TEXT.join('\n')
type Part = {
  readonly type: string
  readonly attrs?: object
  readonly content?: readonly unknown[]
  readonly marks?: readonly unknown[]
  readonly text?: string
}
const text = (words: string, ...switches: [string, number][]): Part => ({
  type: 'text',
  text: words,
  marks: switches.map(([type, r]) => ({ type, attrs: { id: `${type}${r}${words}`, r, p: r % 3 === 1 ? 'LTA' : '300' } })),
})
const block = (id: string, attrs: object, ...content: Part[]): Part => ({ type: 'paragraph', attrs: { id, ...attrs }, content })
const doc = (...content: Part[]): unknown => ({ type: 'doc', content })
/** Everything undone gives what was opened. */
const undone = async (start: string): Promise<number> => {
  const steps = await d.undoAll()
  expect(await d.json()).toBe(start)
  return steps
}

describe('keys', () => {
  it('backspace in own open insertion', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('four', undefined, 'before')
    await d.type('exactly ')
    for (let i = 0; i < 8; i++) await d.press('Backspace')
    expect(await d.json()).toBe(start)
    await d.type('x')
    await d.press('Backspace', 'Backspace')
    expect(await d.seen('del.m')).toEqual([' '])
  })
  it("type inside own deletion, inside another's deletion, inside another's insertion: it stands there, in the order typed", async () => {
    await d.open({ doc: doc(block('a', {}, text('one '), text('gone ', ['deletion', 2]), text('new ', ['insertion', 3]), text('two'))) })
    const start = await d.json()
    await d.select('ne ', undefined, 'before')
    await d.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Delete')
    await d.select('ne ', undefined, 'before')
    await d.press('ArrowRight')
    await d.type('AB')
    await d.select('gone ', undefined, 'before')
    await d.press('ArrowRight', 'ArrowRight')
    await d.type('CD')
    await d.select('ew ', undefined, 'before')
    await d.type('EF')
    expect(await d.clean()).toBe('oABCDnEFew two'.replace('oABCD', 'oABCD'))
    expect(await d.clean(3)).toBe('one new two')
    await undone(start)
  })
  it('select all, delete, type ABCD', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('Every')
    await d.press('Control+a', 'Delete')
    await d.type('ABCD')
    expect(await d.clean()).toBe('ABCD')
    expect(await d.clean(0)).toBe(BASE)
    await undone(start)
  })
  it('replace a selection that holds deletions', async () => {
    await d.open({ doc: doc(block('a', {}, text('one '), text('gone ', ['deletion', 2]), text('two three'))) })
    const start = await d.json()
    await d.select('one', 'two')
    await d.type('X')
    expect([await d.clean(), await d.clean(3)]).toEqual(['X three', 'one two three'])
    expect(await undone(start)).toBe(1)
  })
  it('repeated Backspace held down is one step of undo; repeated Delete another', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('of release')
    for (let i = 0; i < 6; i++) await d.press('Backspace')
    expect(await d.clean()).toContain('has four of release')
    await d.rest()
    for (let i = 0; i < 3; i++) await d.press('Delete')
    expect(await d.clean()).toContain('has four release')
    expect(await undone(start)).toBe(2)
  })
  it('the one standing character between two deletions', async () => {
    await d.open({ doc: doc(block('a', {}, text('ab', ['deletion', 2]), text('c'), text('de', ['deletion', 3]))) })
    await d.select('de')
    await d.press('Backspace')
    expect(await d.clean()).toBe('')
    await d.type('xyz')
    expect([await d.clean(), await d.clean(3)]).toEqual(['xyz', 'c'])
  })
  it('insert between two spaces, reject', async () => {
    await d.open({ text: ['a  b'] })
    const start = await d.json()
    await d.select('a ', undefined, 'after')
    await d.type('word')
    expect(await d.clean()).toBe('a word b')
    await d.page.evaluate(() => window.harness.page.decideMany({ where: 'all', verdict: 'reject' }))
    expect(await d.json()).toBe(start)
  })
  it('Enter at start, middle, end; Enter then Backspace', async () => {
    for (const [place, side, want] of [
      ['Every', 'before', `\n${BASE}`],
      ['four', 'before', BASE.replace('four', '\nfour')],
      ['time.', 'after', `${FIRST}\n\n${SECOND}`],
    ] as const) {
      await d.open({ text: TEXT })
      const start = await d.json()
      await d.select(place, undefined, side)
      await d.press('Enter')
      expect([await d.clean(), await d.clean(0)]).toEqual([want, BASE])
      await d.press('Backspace')
      expect(await d.json(), place).toBe(start)
    }
  })
  it('Enter twice, Backspace twice; Enter, type, take all back', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('four')
    await d.press('Enter', 'Enter', 'Backspace', 'Backspace')
    expect(await d.json()).toBe(start)
    await d.press('Enter')
    await d.type('new')
    await d.press('Backspace', 'Backspace', 'Backspace', 'Backspace')
    expect(await d.json()).toBe(start)
  })
  it('Backspace at paragraph start: join heading and paragraph, reject restores the heading', async () => {
    await d.open({ doc: doc({ type: 'heading', attrs: { id: 'h', level: 2 }, content: [text('Title')] }, block('b', {}, text('body'))) })
    const start = await d.json()
    await d.select('body')
    await d.press('Backspace')
    expect(await d.clean()).toBe('Titlebody')
    await d.page.evaluate(() => window.harness.page.decideMany({ where: 'all', verdict: 'reject' }))
    expect(await d.json()).toBe(start)
  })
  it('start-to-start selection: by Shift and the arrow down, then Delete', async () => {
    await d.open({ doc: doc({ type: 'heading', attrs: { id: 'h', level: 2 }, content: [text('Title')] }, block('b', {}, text('body'))) })
    const start = await d.json()
    await d.select('Title')
    await d.press('Shift+ArrowDown')
    expect(await d.page.evaluate(() => window.harness.view.state.selection.$to.parentOffset)).toBe(0)
    await d.press('Delete')
    await d.type('any')
    expect(await d.clean()).toBe('anybody')
    expect(await d.page.evaluate(() => window.harness.page.doc.lastChild!.type.name)).toBe('paragraph')
    await undone(start)
  })
  it('Enter over a cross-block selection', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('four', 'Release')
    await d.press('Enter')
    expect([await d.clean(), await d.clean(0)]).toEqual(['Every teacher has \n time is agreed by both.', BASE])
    await undone(start)
  })
  it('bold on and off cancels; bold across runs of two parties is one change', async () => {
    await d.open({ doc: doc(block('a', {}, text('one '), text('new ', ['insertion', 2]), text('gone ', ['deletion', 3]), text('two'))) })
    const start = await d.json()
    await d.select('one', 'two')
    await d.press('Control+b')
    expect(await d.seen('del.m strong, strong del.m')).toEqual([])
    expect((await d.seen('strong')).join('')).toBe('one new two')
    await d.press('Control+b')
    expect(await d.json()).toBe(start)
  })
  it('indent then outdent cancels; outdent a middle item', async () => {
    const item = (id: string, label: string, level: number) => block(id, { list: 'ordered', label, level }, text(`item ${id}`))
    await d.open({ doc: doc(item('x', 'a.', 0), item('y', '1.', 1), item('z', '2.', 1)) })
    const start = await d.json()
    await d.select('item y')
    await d.press('Tab', 'Shift+Tab')
    expect(await d.json()).toBe(start)
    await d.press('Shift+Tab')
    const levels = () => d.page.evaluate(() => window.harness.page.doc.children.map((b) => b.attrs.level))
    expect(await levels()).toEqual([0, 0, 1])
    expect(await undone(start)).toBe(1)
  })
  it('split a list item and rejoin, four levels', async () => {
    const LABELS = ['a.', '1.', 'i.', '(A)']
    await d.open({
      doc: doc(...LABELS.map((label, level) => block(`l${level}`, { list: 'ordered', label, level }, text(`item ${level} words`)))),
    })
    const start = await d.json()
    for (let level = 0; level < 4; level++) {
      await d.select(`item ${level}`, undefined, 'after')
      await d.press('Enter')
      expect(await d.clean()).toContain(`item ${level}\n`)
      await d.press('Backspace', 'Backspace')
      expect(await d.json(), LABELS[level]).toBe(start)
    }
  })
})

describe('cells', () => {
  it('delete a cell selection: what the cells hold is struck, the grid stays, one undo brings it back', async () => {
    await d.open()
    const start = await d.json()
    const middle = async (words: string) => {
      const box = (await d.page.locator('.page td, .page th').filter({ hasText: words }).first().boundingBox())!
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    const [from, to] = [await middle('1,160'), await middle('1,280')]
    await d.page.mouse.move(from.x, from.y)
    await d.page.mouse.down()
    await d.page.mouse.move(to.x, to.y, { steps: 6 })
    await d.page.mouse.up()
    await d.press('Delete')
    const rows = (await d.clean()).split('\n')
    expect(rows).toContain('2\t\t')
    expect(await d.clean(3)).toContain('1,160\t1,280')
    expect(await undone(start)).toBe(1)
  })
})

describe('decisions on one change of the other party', () => {
  const decide = (decision: string, id: string) =>
    d.page.evaluate(([what, on]) => window.harness.page.decide(what as 'restore', on), [decision, id])
  const steps = () => d.page.evaluate(() => window.harness.steps)
  it('restore gives a changed look back, of words and of a paragraph, as a switch of ours', async () => {
    const bold = {
      type: 'text',
      text: 'bold',
      marks: [{ type: 'strong' }, { type: 'format', attrs: { id: 'f', r: 2, p: '300', before: [] } }],
    }
    const was = [{ r: 3, id: 'w', p: '300', type: 'paragraph', attrs: { level: 0, align: 'left', list: null, label: null } }]
    await d.open({ doc: doc(block('a', {}, text('one '), bold as Part), block('b', { level: 2, was }, text('deep'))) })
    const start = await d.json()
    await decide('restore', 'f')
    expect(await d.seen('strong')).toEqual([])
    await decide('restore', 'w')
    expect(await d.page.evaluate(() => window.harness.page.doc.lastChild!.attrs.level)).toBe(0)
    const levels = (v: number) => d.page.evaluate((at) => window.harness.clean(at), v)
    expect([await levels(1), await levels(3)]).toEqual(['one bold\ndeep', 'one bold\ndeep'])
    expect(await undone(start)).toBe(2)
  })
  it('keep leaves it and goes on to the next, and is no switch', async () => {
    await d.open()
    const start = await d.json()
    await d.page.evaluate(() => {
      window.harness.view.focus()
      window.harness.page.nextChange()
    })
    const active = () => d.page.evaluate(() => window.harness.last.activeIndex)
    expect(await active()).toBe(0)
    await d.press('Control+Alt+k', 'Control+Alt+k')
    expect(await active()).toBe(2)
    expect([await d.json(), await steps()]).toEqual([start, 0])
  })
  it('Control Alt S and R decide the change at the caret, or what is selected', async () => {
    await d.open({ doc: doc(block('a', {}, text('pay '), text('four', ['deletion', 2]), text('six', ['insertion', 3]), text(' hours'))) })
    const start = await d.json()
    await d.select('ix hours', undefined, 'before').catch(() => d.select('six'))
    await d.press('ArrowRight')
    await d.press('Control+Alt+s')
    expect(await d.clean()).toBe('pay  hours')
    await d.select('our', 'our')
    await d.press('Control+Alt+r')
    expect(await d.clean()).toBe('pay our hours')
    await d.select('hours', 'hours')
    await d.press('Control+Alt+s')
    expect(await d.clean()).toBe('pay our ')
    expect(await undone(start)).toBe(3)
  })
})

describe('undo', () => {
  it('goes on after another view, an earlier round and back; caret and selection are where they were', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('four', 'four')
    const selection = () => d.page.evaluate(() => [window.harness.view.state.selection.from, window.harness.view.state.selection.to])
    const was = await selection()
    await d.type('six')
    const typed = await d.json()
    const view = (v: object) => d.page.evaluate((to) => window.harness.page.setView(to), v)
    await view({ mode: 'clean' })
    await view({ target: 3, baseline: 0, mode: 'redline' })
    await d.press('Control+z')
    expect(await d.json()).toBe(typed)
    expect(await d.page.evaluate(() => window.harness.last.canUndo)).toBe(false)
    await view({ target: 4 })
    expect(await d.page.evaluate(() => window.harness.last.canUndo)).toBe(true)
    await d.page.evaluate(() => window.harness.view.focus())
    await d.press('Control+z')
    expect(await d.json()).toBe(start)
    expect(await selection()).toEqual(was)
    await d.press('Control+y')
    expect(await d.json()).toBe(typed)
    await d.type('!')
    expect(await d.clean()).toBe(BASE.replace('four', 'six!'))
  })
  it('of a decision on everything puts caret and page back, in one step', async () => {
    await d.open()
    const start = await d.json()
    await d.select('Release time')
    expect(await d.page.evaluate(() => window.harness.page.decideMany({ where: 'all', verdict: 'reject' }))).toBe(true)
    expect((await d.seen('ins.m')).length + (await d.seen('del.m')).length).toBe(0)
    const [shown, anew] = await d.page.evaluate(() => window.harness.twice())
    expect(shown).toBe(anew)
    await d.press('Control+z')
    expect(await d.json()).toBe(start)
    await d.type('X')
    expect(await d.clean()).toContain('Subd. 2. XRelease time')
  })
})

describe('input methods', () => {
  it('input method over a selection, dead key, abandoned composition: each is one edit, or none', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('four', 'four')
    await d.compose('l', 'li', 'liu')
    await d.commit('六')
    expect([await d.clean(), await d.clean(0)]).toEqual([BASE.replace('four', '六'), BASE])
    expect([await d.seen('del.m'), await d.seen('ins.m')]).toEqual([['four'], ['六']])
    expect(await undone(start)).toBe(1)
    await d.select('hours')
    await d.compose('´')
    await d.commit('é')
    expect(await d.clean()).toBe(BASE.replace('hours', 'éhours'))
    expect(await undone(start)).toBe(1)
    await d.select('hours')
    await d.compose('n', 'ni', '')
    expect(await d.json()).toBe(start)
    expect(await undone(start)).toBe(0)
  })
  it('over a selection of two paragraphs with struck text between: all that stood is struck, and one undo brings it back', async () => {
    await d.open({ doc: doc(block('a', {}, text('one '), text('gone', ['deletion', 2])), block('b', {}, text('two three'))) })
    const start = await d.json()
    await d.select('ne ', 'two')
    await d.compose('x', 'xy')
    await d.commit('字')
    expect([await d.clean(), await d.clean(3)]).toEqual(['o字 three', 'one \ntwo three'])
    expect(await undone(start)).toBe(1)
  })
  it('inside struck text it stands there unstruck, and inside an own insertion it is the same change', async () => {
    await d.open({ doc: doc(block('a', {}, text('one '), text('gone', ['deletion', 2]), text(' two'))) })
    await d.select('ne two', undefined, 'before').catch(() => d.select('gone', undefined, 'before'))
    await d.press('ArrowRight', 'ArrowRight')
    await d.compose('n', 'ni')
    await d.commit('你')
    expect(await d.clean(3)).toBe('one  two')
    expect((await d.clean()).replace('你', '')).toBe('one  two')
    expect(await d.seen('ins.m')).toEqual(['你'])
    await d.type('ab')
    await d.press('ArrowLeft')
    await d.compose('h')
    await d.commit('好')
    expect((await d.seen('ins.m')).join('')).toBe('你a好b')
    const ids = await d.page.$$eval('#host ins.m', (all) => [...new Set(all.map((e) => e.getAttribute('data-change')))])
    expect(ids.length).toBe(1)
  })
  it("at a paragraph's start, in an empty paragraph and in a cell", async () => {
    const cells = {
      type: 'table_row',
      attrs: { id: 'w' },
      content: [{ type: 'table_cell', attrs: { id: 'c' }, content: [block('x', {}, text('pay'))] }],
    }
    await d.open({
      doc: doc(
        block('a', {}, text('one')),
        block('b', {}),
        { type: 'table', attrs: { id: 't' }, content: [cells] },
        block('z', {}, text('end')),
      ),
    })
    const start = await d.json()
    await d.select('one')
    await d.compose('k', 'ka')
    await d.commit('か')
    await d.press('ArrowDown')
    await d.compose('k')
    await d.commit('き')
    await d.select('pay')
    await d.compose('k')
    await d.commit('く')
    expect(await d.clean()).toBe('かone\nき\nくpay\nend')
    expect(await d.clean(0)).toBe('one\n\npay\nend')
    await undone(start)
  })
  it('ended by Enter, by typing on and by an arrow key: what was composed stays, and the key does its own', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('hours')
    await d.compose('n', 'ni')
    await d.commit('你')
    await d.press('Enter')
    expect(await d.clean()).toBe(BASE.replace('hours', '你\nhours'))
    await d.compose('h')
    await d.commit('好')
    await d.type('!')
    expect(await d.clean()).toBe(BASE.replace('hours', '你\n好!hours'))
    await d.compose('w')
    await d.commit('我')
    await d.press('ArrowLeft', 'Backspace')
    expect(await d.clean()).toBe(BASE.replace('hours', '你\n好我hours'))
    await undone(start)
  })
  it('marks are not rewritten while it composes, and nothing of it is saved before it ends', async () => {
    await d.open({ doc: doc(block('a', {}, text('one '), text('new', ['insertion', 2]), text(' two'))) })
    await d.select('ew', undefined, 'before')
    const before = await d.page.evaluate(() => window.harness.steps)
    for (const shown of ['n', 'ni', 'nih', 'niha', 'nihao']) {
      await d.compose(shown)
      expect(await d.page.evaluate(() => [window.harness.view.composing, window.harness.steps])).toEqual([true, before])
    }
    await d.commit('你好')
    expect(await d.clean()).toBe('one n你好ew two')
    expect(await d.clean(3)).toBe('one new two')
    expect(await d.seen('ins.m')).toEqual(['n', '你好', 'ew'])
  })
  it('what was typed and what was composed is undone step by step, and redone to the same ids', async () => {
    await d.open({ text: TEXT })
    const start = await d.json()
    await d.select('hours')
    await d.type('full ')
    await d.rest()
    await d.compose('n')
    await d.commit('你')
    const full = await d.json()
    await d.press('Control+z')
    expect(await d.clean()).toBe(BASE.replace('hours', 'full hours'))
    await d.press('Control+y')
    expect(await d.json()).toBe(full)
    await undone(start)
  })
})

describe('input methods at any place', () => {
  for (const mode of ['redline', 'clean', 'all-rounds'] as const)
    it(`leave sealed rounds as they were, put in what was composed and nothing else, and draw the page as if anew (${mode})`, async () => {
      await d.open({ mode })
      const start = await d.json()
      const sealed = await d.clean(3)
      let seed = mode.length * 104_729
      const next = (n: number) => {
        seed = (seed * 48_271) % 2_147_483_647
        return seed % n
      }
      for (let i = 0; i < 14; i++) {
        await d.page.evaluate((share) => window.harness.goTo(share), next(100) / 100)
        for (let k = next(6); k > 0; k--) await d.press(['ArrowRight', 'ArrowLeft', 'End', 'Home', 'ArrowDown'][next(5)])
        const own = await d.clean()
        await d.compose('n', 'ni')
        if (i % 5 === 4) await d.compose('')
        else await d.commit('你好')
        const now = await d.clean()
        expect(now.length - own.length, `${i}`).toBe(i % 5 === 4 ? 0 : 2)
        expect(await d.clean(3), `${i}`).toBe(sealed)
        const [shown, anew] = await d.page.evaluate(() => window.harness.twice())
        let at = 0
        while (at < shown.length && shown[at] === anew[at]) at++
        expect(shown.slice(Math.max(0, at - 300), at + 200), `${i}`).toBe(anew.slice(Math.max(0, at - 300), at + 200))
      }
      await undone(start)
    })
})

describe('the clipboard', () => {
  it('struck text is not copied as if it stood', async () => {
    await d.open({ doc: doc(block('a', {}, text('pay '), text('four ', ['deletion', 2]), text('hours')), block('b', {}, text('end'))) })
    await d.select('pay', 'end')
    await d.press('Control+c')
    const copied = await d.page.evaluate(() => navigator.clipboard.readText())
    expect(copied.replace(/\s+/g, ' ')).toBe('pay hours end')
  })
})
