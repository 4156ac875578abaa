import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import { find, joinForward, type Match, replaceAll, replaceMatch } from '../../../../shared/redline/index.ts'
import { cell, Desk, h, p, row, t, table } from './desk.ts'

/** What was found, as it stands in the tree between the two positions. */
const texts = (d: Desk, matches: readonly Match[]): string[] => matches.map((m) => d.doc.textBetween(m.from, m.to, '¶', '⏎'))
const all = (d: Desk, query: string, options = {}): Match[] => find(d.doc, query, d.r, options)
const replace = (d: Desk, query: string, text: string, options = {}): Desk => {
  d.apply(replaceAll(d.state, all(d, query, options), text, d.cx))
  return d
}

describe('find', () => {
  it('finds capital and small letters alike, unless told otherwise', () => {
    const d = new Desk(p('a', 'The College and the college'))
    expect(texts(d, all(d, 'college'))).toEqual(['College', 'college'])
    expect(texts(d, all(d, 'College', { caseSensitive: true }))).toEqual(['College'])
  })
  it('finds whole words alone when asked', () => {
    const d = new Desk(p('a', 'art, article, Art'))
    expect(all(d, 'art')).toHaveLength(3)
    expect(texts(d, all(d, 'art', { wholeWords: true }))).toEqual(['art', 'Art'])
  })
  it('finds straight quotation marks, plain spaces and hyphens where typographic ones stand, and the other way round', () => {
    const d = new Desk(p('a', "the Union\u2019s \u201cstep\u00a02\u201d co\u2011chair it's"))
    for (const query of ["union's", '"step 2"', 'co-chair', 'it\u2019s']) expect(all(d, query)).toHaveLength(1)
  })
  it('a letter whose small form is longer moves nothing', () => {
    const d = new Desk(p('a', '\u0130\u0130 Zeta zeta'))
    expect(texts(d, all(d, 'ZETA'))).toEqual(['Zeta', 'zeta'])
  })
  it('reads across formatting, across struck text, and across paragraphs that were joined', () => {
    const d = new Desk(p('a', [...t('full '), ...t('ti', 'strong'), ...t('me')]), p('b', 'teach not er'), p('c', 'lec'), p('d', 'turer'))
    d.strikeText(' not ').caret('lec', 3)
    d.run(joinForward(d.cx))
    expect(texts(d, all(d, 'full time'))).toEqual(['full time'])
    expect(texts(d, all(d, 'teacher'))).toEqual(['teach not er'])
    expect(texts(d, all(d, 'lecturer'))).toEqual(['lec¶turer'])
    expect(find(d.doc, 'lecturer', 0)).toEqual([])
    expect(all(d, 'timeteach')).toEqual([])
  })
  it('never finds struck text as standing, and finds it when asked', () => {
    const d = new Desk(p('a', 'shall may shall')).strikeText('may')
    expect(all(d, 'may')).toEqual([])
    expect(find(d.doc, 'may', 0)).toHaveLength(1)
    expect(all(d, 'may', { struckSince: 0 })).toEqual([{ from: 7, to: 10, struck: true }])
    expect(all(d, 'shall', { struckSince: 0 }).map((m) => m.struck)).toEqual([false, false])
  })
  it('struck words with standing ones between them are not one text', () => {
    const d = new Desk(p('a', 'one x two')).strikeText('one ').strikeText(' two')
    expect(all(d, 'one  two', { struckSince: 0 })).toEqual([])
    expect(all(d, ' two', { struckSince: 0 })).toHaveLength(1)
  })
  it('finds in cells, not in struck rows', () => {
    const d = new Desk(table('t', row('v', cell('c', p('a', 'Step 1'))), row('w', cell('e', p('b', 'Step 2')))), p('z', 'Step 3'))
    expect(texts(d, all(d, 'step'))).toEqual(['Step', 'Step', 'Step'])
    d.apply(d.state.tr.setNodeAttribute(1, 'sw', [{ k: 'del', id: 'x', r: 1, p: 'BEA' }]).setMeta('tracked', true))
    expect(texts(d, all(d, 'step 1'))).toEqual([])
    expect(all(d, 'step 1', { struckSince: 0 })).toHaveLength(1)
    expect(all(d, 'step')).toHaveLength(2)
  })
  it('finds what a field shows as the place of the field, and never replaces it', () => {
    const field = schema.nodes.object.create({ what: 'field', text: 'Appendix B', key: 'field:1' })
    const d = new Desk(p('a', [...t('See '), field, ...t(' and appendix C.')]))
    const found = all(d, 'appendix')
    expect(found).toEqual([
      { from: 5, to: 6, struck: false, kept: true },
      { from: 11, to: 19, struck: false },
    ])
    d.apply(replaceAll(d.state, found, 'annex', d.cx))
    expect(d.clean().join()).toContain('Appendix B')
    expect(all(d, 'annex')).toHaveLength(1)
  })
  it('finds every place once, in order, and nothing for nothing', () => {
    const d = new Desk(p('a', 'aaaa'), h('b', 'a'))
    expect(all(d, 'aa').map((m) => m.from)).toEqual([1, 3])
    expect(all(d, '')).toEqual([])
  })
})

describe('replace', () => {
  it('strikes and puts in whole words, each place a change of its own, in one step of undo', () => {
    const d = new Desk(p('a', 'the College and colleges'), p('b', 'a college.'))
    replace(d, 'college', 'School')
    expect(d.picture).toBe('the College{del1}School{ins1} and colleges{del1}Schools{ins1}¶ a college{del1}School{ins1}.¶')
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([
      ['College', 'School'],
      ['colleges', 'Schools'],
      ['college', 'School'],
    ])
    d.undo()
    expect(d.doc.eq(d.base)).toBe(true)
    d.redo()
    expect(d.clean()).toEqual(['the School and Schools', 'a School.'])
  })
  it('leaves the words alone that stay', () => {
    const d = replace(new Desk(p('a', 'by the first day of May')), 'first day of', 'last day of')
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([['first', 'last']])
  })
  it('keeps the formatting of the first character that it replaces', () => {
    const d = new Desk(p('a', [...t('a '), ...t('bo', 'strong'), ...t('ok b')]))
    replace(d, 'book', 'paper')
    const fresh = d.doc.firstChild!.children.find((n) => n.text === 'paper')!
    expect(fresh.marks.map((m) => m.type.name)).toContain('strong')
  })
  it('a figure in part changes as a whole', () => {
    const d = replace(new Desk(p('a', 'pay $45,000 and $45,500')), '45', '46')
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([
      ['$45,000', '$46,000'],
      ['$45,500', '$46,500'],
    ])
  })
  it('across struck text and joined paragraphs, from the end of one to the start of the next', () => {
    const d = new Desk(p('a', 'teach not er'), p('c', 'lec'), p('d', 'turer'))
    d.strikeText(' not ').caret('lec', 3)
    d.run(joinForward(d.cx))
    replace(d, 'teacher', 'tutor')
    replace(d, 'lecturer', 'fellow')
    expect(d.clean()).toEqual(['tutor', 'fellow'])
    expect(d.clean(0)).toEqual(['teach not er', 'lec', 'turer'])
  })
  it('and back again leaves nothing', () => {
    const d = replace(new Desk(p('a', 'the College pays $5')), 'college', 'School')
    replace(d, '$5', '$6')
    replace(replace(d, 'School', 'College'), '$6', '$5')
    expect(d.doc.eq(d.base)).toBe(true)
  })
  it('by nothing, by itself, and by what holds it', () => {
    const d = new Desk(p('a', 'very very good'))
    expect(replaceAll(d.state, all(d, 'good'), 'good', d.cx).docChanged).toBe(false)
    replace(d, 'very ', '')
    expect(d.clean()).toEqual(['good'])
    replace(d, 'good', 'good and good')
    expect(d.clean()).toEqual(['good and good'])
  })
  it('takes out own words and strikes those of others', () => {
    const d = new Desk(p('a', 'one')).caret('one', 3).type(' one')
    replace(d, 'one', 'two')
    expect(d.picture).toBe('one{del1}two two{ins1}¶')
  })
  it('passes struck text over', () => {
    const d = new Desk(p('a', 'may may')).strikeText('may ')
    replace(d, 'may', 'shall', { struckSince: 0 })
    expect(d.clean()).toEqual(['shall'])
    expect(d.clean(0)).toEqual(['may may'])
  })
  it('keeps capitals when asked', () => {
    const d = new Desk(p('a', 'Mentor, MENTOR, mentor'))
    d.apply(replaceAll(d.state, all(d, 'mentor'), 'coach', d.cx, true))
    expect(d.clean()).toEqual(['Coach, COACH, coach'])
    d.apply(replaceAll(d.state, all(d, 'coach'), 'eCoach', d.cx, true))
    expect(d.clean()).toEqual(['eCoach, eCoach, eCoach'])
  })
  it('one place alone', () => {
    const d = new Desk(p('a', 'x y x'))
    d.apply(replaceMatch(d.state, all(d, 'x')[1], 'z', d.cx))
    expect(d.clean()).toEqual(['x y z'])
  })
})
