import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import { joinBackward, joinForward, splitBlock, toggleFormat } from '../../../../shared/redline/index.ts'
import { cell, Desk, p, row, t, table } from './desk.ts'

/** What stands and, in the place where it stood, what this round struck. */
const view = (d: Desk): string => d.picture
const back = (d: Desk, times = 1): Desk => {
  for (let i = 0; i < times; i++) d.run(joinBackward(d.cx))
  return d
}
const pay = (): Desk => new Desk(p('a', 'pay $45,000 a year'))

describe('a figure changes as a whole', () => {
  it('one digit typed over: the whole old amount struck, the whole new one put in, as one change', () => {
    const d = pay().caret(',000')
    back(d)
    expect(view(d)).toBe('pay $45,000{del1}$4,000{ins1} a year¶')
    d.type('6')
    expect(view(d)).toBe('pay $45,000{del1}$46,000{ins1} a year¶')
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([['$45,000', '$46,000']])
    expect(d.state.selection.from).toBe(d.find('$46,000') + 3)
    expect(d.clean(0)).toEqual(['pay $45,000 a year'])
  })
  it('Backspace through the amount leaves only the strike, and typing it again leaves nothing', () => {
    const d = pay().caret(' a year')
    back(d, 7)
    expect(view(d)).toBe('pay $45,000{del1} a year¶')
    d.type('$45,00')
    expect(view(d)).toBe('pay $45,000{del1}$45,00{ins1} a year¶')
    d.type('0')
    expect(d.doc.eq(d.base)).toBe(true)
    expect(d.state.selection.from).toBe(d.find(' a year'))
    d.type('.50')
    expect(view(d)).toBe('pay $45,000{del1}$45,000.50{ins1} a year¶')
    expect(d.state.selection.from).toBe(d.find(' a year'))
  })
  it('Delete from the left', () => {
    const d = pay().caret('$45')
    d.run(joinForward(d.cx))
    expect(view(d)).toBe('pay $45,000{del1}45,000{ins1} a year¶')
    expect(d.state.selection.from).toBe(d.find('45,000', 1))
    d.run(joinForward(d.cx))
    expect(d.clean()).toEqual(['pay 5,000 a year'])
    d.type('$4')
    expect(d.doc.eq(d.base)).toBe(true)
    expect(d.state.selection.from).toBe(d.find('5,000'))
  })
  it('digits selected and typed over', () => {
    const d = pay().select('45').type('46')
    expect(view(d)).toBe('pay $45,000{del1}$46,000{ins1} a year¶')
    d.undo()
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('the same digits typed over leave nothing', () => {
    const d = pay().select('45').type('45')
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('digits put before and after', () => {
    expect(view(pay().caret('45').type('1'))).toBe('pay $45,000{del1}$145,000{ins1} a year¶')
    expect(view(pay().caret(' a').type('1'))).toBe('pay $45,000{del1}$45,0001{ins1} a year¶')
  })
  it('percentages, dates and section numbers', () => {
    const d = new Desk(p('a', 'up 3.5% by 9/1/2023 under 5.4.9'))
    d.select('5%').type('75%').select('23 under').type('24 under').select('.9').type('.10')
    expect(d.clean()).toEqual(['up 3.75% by 9/1/2024 under 5.4.10'])
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([
      ['3.5%', '3.75%'],
      ['9/1/2023 under', '9/1/2024 under'],
      ['5.4.9', '5.4.10'],
    ])
  })
  it('takes the words typed before a figure off it again once a space parts them', () => {
    const d = new Desk(p('a', 'by 2023')).caret('2023').type('in')
    expect(view(d)).toBe('by in{ins1}2023¶')
    d.type(' 5')
    expect(view(d)).toBe('by in {ins1}2023{del1}52023{ins1}¶')
    d.type(' ')
    expect(view(d)).toBe('by in 5 {ins1}2023¶')
    expect(d.state.selection.from).toBe(d.find('2023'))
    d.type('or ')
    expect(view(d)).toBe('by in 5 or {ins1}2023¶')
  })
  it('takes letters typed after a figure off it again', () => {
    const d = new Desk(p('a', 'by 2023')).caret('2023', 4).type('a')
    expect(view(d)).toBe('by 2023{del1}2023a{ins1}¶')
    back(d).type(' x')
    expect(view(d)).toBe('by 2023 x{ins1}¶')
  })
  it('never touches ordinary words', () => {
    const d = new Desk(p('a', 'the days of a2023')).caret('days').type('5')
    expect(view(d)).toBe('the 5{ins1}days of a2023¶')
    d.caret('a2023', 1)
    back(d)
    expect(view(d)).toBe('the 5{ins1}days of a{del1}2023¶')
    const e = new Desk(p('a', '2 days')).caret('days')
    back(e)
    expect(view(e)).toBe('2 {del1}days¶')
  })
  it('a space put into or taken out of a figure', () => {
    expect(view(new Desk(p('a', 'x 45 y')).caret('5 y').type(' '))).toBe('x 45{del1}4 5{ins1} y¶')
    const d = new Desk(p('a', 'x 4 5 y')).caret('5')
    expect(view(back(d))).toBe('x 4 5{del1}45{ins1} y¶')
    d.type(' ')
    expect(d.clean()).toEqual(['x 4 5 y'])
  })
  it('struck text around it', () => {
    const d = new Desk(p('a', 'old 45 new')).strikeText('old ').strikeText(' new').seal()
    d.caret('5 new').type('6')
    expect(view(d)).toBe('old {del1}45{del2}465{ins2} new{del1}¶')
    back(d)
    expect(view(d)).toBe('old {del1}45 new{del1}¶')
  })
  it('struck text inside it', () => {
    const d = new Desk(p('a', 'x 4567 y')).select('56').seal()
    d.edit((tr) => tr.delete(d.find('56'), d.find('56') + 2)).caret('7 y')
    expect(view(d)).toBe('x 4567{del2}47{ins2} y¶')
    d.seal().caret('7{'.slice(0, 1), 0)
    d.caret('7 y').type('8')
    expect(view(d)).toBe('x 4567{del2}47{ins2 del3}487{ins3} y¶')
    expect(d.clean(2)).toEqual(['x 47 y'])
  })
  it('three rounds replacing one figure', () => {
    const d = pay().caret(',000')
    back(d).type('6').seal()
    d.caret(',000 a')
    back(d).type('7').seal()
    d.caret(',000 a')
    back(d).type('8')
    expect(view(d)).toBe('pay $45,000{del1}$46,000{ins1 del2}$47,000{ins2 del3}$48,000{ins3} a year¶')
    expect([0, 1, 2, 3].map((v) => d.clean(v)[0])).toEqual(['5', '6', '7', '8'].map((n) => `pay $4${n},000 a year`))
  })
  it('formatting inside it stays', () => {
    const d = new Desk(p('a', [...t('$4'), ...t('5', 'strong'), ...t(',000')])).caret('5').type('1')
    const runs = d.doc.firstChild!.children.filter((n) => n.marks.some((m) => m.type.name === 'insertion'))
    expect(runs.map((n) => [n.text, n.marks.some((m) => m.type.name === 'strong')])).toEqual([
      ['$41', false],
      ['5', true],
      [',000', false],
    ])
    back(d)
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('formatting by itself does not strike it, and stays when it is typed again', () => {
    const d = pay().select('45')
    d.run(toggleFormat(d.cx, schema.marks.strong))
    expect(d.changes.map((c) => c.kinds)).toEqual([['format']])
    d.caret(',000')
    back(d).type('5')
    expect(d.changes.map((c) => c.kinds)).toEqual([['format']])
  })
  it('at the start and the end of a paragraph, and in a cell', () => {
    const d = new Desk(p('a', '45'), table('t', row('w', cell('c', p('b', '3%')))))
    d.caret('5').type('6')
    expect(d.clean()[0]).toBe('465')
    d.caret('%').type('.5')
    expect(view(d)).toBe('45{del1}465{ins1}¶ [[[3%{del1}3.5%{ins1}¶]]]')
  })
  it('Enter inside it and Backspace again', () => {
    const d = pay().caret(',000')
    d.run(splitBlock(d.cx))
    expect(d.clean()).toEqual(['pay $45', ',000 a year'])
    back(d)
    expect(d.doc.eq(d.base)).toBe(true)
    d.caret(',000')
    back(d)
    d.run(splitBlock(d.cx))
    back(d).type('5')
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('typing is one step of undo, and repeated Backspaces are one', () => {
    const d = pay().caret(',000')
    back(d, 2)
    expect(d.undoDepth).toBe(1)
    d.type('5')
    d.type('6')
    expect(d.clean()).toEqual(['pay $56,000 a year'])
    expect(d.undoDepth).toBe(1)
    d.wait().type('7')
    expect(d.undoDepth).toBe(2)
    d.undo()
    expect(d.clean()).toEqual(['pay $56,000 a year'])
    d.undo()
    expect(d.doc.eq(d.base)).toBe(true)
    d.redo()
    d.redo()
    expect(d.clean()).toEqual(['pay $567,000 a year'])
  })
  it('a sentence written anew that ends with the same amount keeps it', () => {
    const d = pay().select('pay $45,000')
    d.type('about $45,000')
    expect(view(d)).toBe('pay{del1}about{ins1} $45,000 a year¶')
    expect(d.state.selection.from).toBe(d.find(' a year'))
  })
  it('an amount in the middle of a new sentence is no reason to tear the old one', () => {
    const d = new Desk(p('a', 'the term of 5 years and more'))
    d.select('the term of 5 years and more').type('In 5 ye')
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([['the term of 5 years and more', 'In 5 ye']])
  })
})
