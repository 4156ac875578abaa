import { Fragment, Slice } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { leftBehind, noticeOf } from '../../../../renderer/editor/clipboard.ts'
import { Composition } from '../../../../renderer/editor/compose.ts'
import { cleanSlice, readFlavour, standingSlice, struckWords } from '../../../../renderer/editor/flavour.ts'
import { legible } from '../../../../renderer/editor/letters.ts'
import { labelFrom } from '../../../../renderer/editor/office.ts'
import { listType, ordinal } from '../../../../renderer/editor/ordinal.ts'
import { NOTHING_LEFT, readText, withTypedLabels } from '../../../../renderer/editor/pasted.ts'
import { cssOf, inkOf, shortDate } from '../../../../renderer/editor/style.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { plainText } from '../../../../shared/redline/index.ts'
import { clause, doc, legend, p, rounds, run } from '../../../e2e/harness/sample.ts'

const all = (node: ReturnType<typeof clause>): Slice => new Slice(node.content, 0, 0)
const sliceText = (slice: Slice): string =>
  plainText(slice.content.firstChild?.isInline ? doc(p({}, ...slice.content.content)) : doc(...slice.content.content))

describe('clean slices', () => {
  it('hold what stands at the version, without ids and tracking', () => {
    const slice = cleanSlice(all(clause()), 2)
    const text = sliceText(slice)
    expect(text).toContain('has five (5) hours')
    expect(text).not.toMatch(/two \(2\)|six \(6\)|once a month/)
    expect(JSON.stringify(slice)).not.toMatch(/"p":|insertion|deletion|restoration|"id":"[^"]/)
  })

  it('of text inside one paragraph stay inline', () => {
    const slice = new Slice(Fragment.from([run('kept '), run('struck', [['del', 2]]), run('new', [['ins', 2]])]), 0, 0)
    expect(sliceText(cleanSlice(slice, 2))).toBe('kept new')
    expect(sliceText(cleanSlice(slice, 1))).toBe('kept struck')
  })

  it('never claim to be open deeper than they are', () => {
    const slice = new Slice(doc(p({}, run('a')), p({}, run('b', [['del', 1]]))).content, 1, 1)
    const clean = cleanSlice(slice, 1)
    expect(clean.openStart).toBeLessThanOrEqual(1)
    expect(() => Slice.fromJSON(schema, clean.toJSON())).not.toThrow()
  })
})

describe("Parley's own flavour", () => {
  const made = (...blocks: ReturnType<typeof p>[]) =>
    JSON.stringify({
      v: 1,
      content: doc(...blocks).content.toJSON(),
      at: 2,
      start: true,
      end: true,
      source: { proposal: 'p2', round: 2 },
      move: null,
    })
  const tracked = () => made(p({ id: 'a' }, run('kept '), run('two struck ', [['del', 1]]), run('new', [['ins', 2]])))

  it('keeps what is struck apart from what stands', () => {
    const parley = readFlavour(tracked())!
    expect(sliceText(standingSlice(parley))).toBe('kept new')
    expect(struckWords(parley)).toEqual(['two', 'struck'])
  })
  it('that is damaged, or of another kind, is none', () => {
    expect(readFlavour('')).toBeNull()
    expect(readFlavour('{')).toBeNull()
    expect(readFlavour('{"v":2}')).toBeNull()
    expect(readFlavour(tracked().replace('paragraph', 'script'))).toBeNull()
    expect(readFlavour(tracked().replace('"r":1', '"r":"1"'))).toBeNull()
    expect(readFlavour(JSON.stringify({ v: 1, content: [{ type: 'text', text: 'loose' }], at: 1 }))).toBeNull()
  })
  it('loses characters that cannot be stored', () => {
    const parley = readFlavour(tracked().replace('kept ', 'ke\\u0000pt\\ud800 '))!
    expect(sliceText(standingSlice(parley))).toBe('kept new')
  })
})

describe('pasted text', () => {
  const read = (text: string) => sliceText(readText(text).slice)
  it('becomes one paragraph a line', () => {
    expect(read('one\r\n\r\ntwo\nthree')).toBe('one\ntwo\nthree')
    expect(readText('one\vtwo').slice.content.firstChild!.childCount).toBe(3)
    expect(read('one\u2028two\u2029three')).toBe('one\ntwo\nthree')
  })
  it('keeps tabs within a line, and nothing of lines that are empty', () => {
    expect(read('a\tb\n\n\n\tc')).toBe('a\tb\n\tc')
    expect(readText('\n').slice.content.childCount).toBe(1)
  })
  it('loses what cannot be stored or seen, and has one kind of space', () => {
    expect(legible('a\u0000b\u0007c\td\ne')).toBe('abc\td\ne')
    expect(legible('co\u00adop\u200ber\ufeffate \u200fright\u202e left')).toBe('cooperate right left')
    expect(legible('5\u00a0%\u2009x')).toBe('5 % x')
    expect(legible('a\ud83d\ude00b\ud83dc\ude00d\ufffe')).toBe('a\ud83d\ude00bcd')
  })
})

describe('typed labels', () => {
  const labels = (lines: string[], first = true) =>
    withTypedLabels(readText(lines.join('\n')).slice.content.content, first).map((b) => [b.attrs.label, b.attrs.level, b.textContent])
  it('follow the rule of typing', () => {
    expect(labels(['a. one', '(2)\ttwo', 'Subd. 2. three', '- four', 'iv. five'])).toEqual([
      ['a.', 0, 'one'],
      ['(2)', 0, 'two'],
      ['Subd. 2.', 0, 'three'],
      ['•', 0, 'four'],
      ['iv.', 0, 'five'],
    ])
    expect(labels(['\tb. deeper'])).toEqual([['b.', 1, 'deeper']])
  })
  it('are not made of ordinary words, of a label alone, or in the middle of a paragraph', () => {
    expect(labels(['The employer', '1,500 hours', 'a.', 'a.one'])).toEqual([
      [null, 0, 'The employer'],
      [null, 0, '1,500 hours'],
      [null, 0, 'a.'],
      [null, 0, 'a.one'],
    ])
    expect(labels(['a. one', 'b. two'], false)).toEqual([
      [null, 0, 'a. one'],
      ['b.', 0, 'two'],
    ])
  })
})

describe('labels of pasted lists', () => {
  it.each([
    [3, null, '3.'],
    [1, 'a', 'a.'],
    [28, 'a', 'ab.'],
    [2, 'A', 'B.'],
    [14, 'i', 'xiv.'],
    [4, 'I', 'IV.'],
    [0, 'a', '0.'],
  ])('%s in a list of type %s is %s', (n, type, label) => {
    expect(ordinal(n, type)).toBe(label)
  })
  it('are told by type or list style', () => {
    expect([listType('lower-roman'), listType('I'), listType('disc'), listType(null)]).toEqual(['i', 'I', null, null])
  })
  it('of Word are kept as written; what a symbol font draws is a bullet', () => {
    expect(labelFrom('(iv)\u00a0 ')).toEqual({ label: '(iv)', list: 'ordered' })
    expect(labelFrom('·')).toEqual({ label: '•', list: 'bullet' })
    expect(labelFrom('o')).toEqual({ label: '•', list: 'bullet' })
    expect(labelFrom(' ')).toBeNull()
  })
})

describe('what was left behind', () => {
  it('is told in one notice', () => {
    expect(noticeOf(NOTHING_LEFT)).toBeNull()
    expect(noticeOf({ ...NOTHING_LEFT, struck: ['one'] })).toBe('1 struck word was left behind: it does not stand in what you copied.')
    expect(noticeOf({ struck: ['a', 'b', 'c', 'd'], pictures: 1, comments: 2, merged: true })).toBe(
      '4 struck words were left behind: they do not stand in what you copied. 1 picture was left out: a contract here holds text and tables. 2 comments were left out. Merged cells came in as single cells, with the words in the first.',
    )
  })
  it('is what is not struck where it went', () => {
    const before = doc(p({ id: 'a' }, run('one two three')))
    const after = doc(p({ id: 'a' }, run('one '), run('two ', [['del', 1]]), run('three')))
    const words = { ...NOTHING_LEFT, struck: ['two', 'two', 'four'] }
    expect(leftBehind(before, after, words, 1, 5, 1).struck).toEqual(['two', 'four'])
    expect(leftBehind(before, before, words, 1, 5, 1).struck).toEqual(['two', 'two', 'four'])
    expect(leftBehind(after, after, words, 1, 5, 1).struck).toEqual(['two', 'four'])
  })
})

describe('the ink of a legend', () => {
  it('writes dates as the table does', () => {
    expect(shortDate('2023-09-20')).toBe('9.20')
    expect(shortDate('2024-01-03')).toBe('1.3')
  })
  it('is one style for a kind, a party and a round', () => {
    const ink = inkOf(legend, rounds)
    expect(ink.css('insert', { id: 'x', r: 1, p: 'LTA' })).toBe('--mt:#AD0F1B;--mh:#D5E6FF;--mu:solid;--muw:1.25px')
    expect(ink.css('insert', { id: 'y', r: 4, p: 'LTA' })).toContain('--mh:#A9DFB2')
    expect(ink.css('delete', { id: 'z', r: 3, p: '300' })).toBe('--mt:#5A2CA8;--ms:double;--msw:1px')
    expect(ink.name({ id: 'x', r: 3, p: '300' })).toBe('300 12.6')
  })
  it('keeps underline and strike for every line style', () => {
    for (const line of ['single', 'double', 'dotted', 'dashed'] as const) {
      expect(cssOf({ text: '#000000', highlight: null, line }, 'insert')).toMatch(/--mu:(solid|double|dotted|dashed)/)
      expect(cssOf({ text: '#000000', highlight: null, line }, 'delete')).toMatch(/--ms:(solid|double|dotted|dashed)/)
    }
  })
})

describe('a composition', () => {
  /** A page whose caret is nowhere. */
  const root = { ownerDocument: { getSelection: () => null } } as unknown as HTMLElement
  const start = () => {
    const document = doc(p({}, run('aaaa')))
    return EditorState.create({ doc: document, selection: TextSelection.create(document, 3) })
  }
  it('amounts to one edit of the state before it, where the caret was', () => {
    const before = start()
    const composition = new Composition()
    let now = composition.follow(before, before.tr.insertText('a', 3), root)
    now = composition.follow(now, now.tr.insertText('b', 3, 4), root)
    now = composition.follow(now, now.tr.insertText('a', 3, 4), root)
    const done = composition.end(now, 1)!
    expect(done.before).toBe(before)
    expect(done.edit!.steps).toHaveLength(1)
    expect(done.edit!.steps[0].toJSON()).toMatchObject({ from: 3, to: 3 })
    expect(done.edit!.doc.textContent).toBe('aaaaa')
    expect(composition.holds).toBe(false)
  })
  it('that was abandoned amounts to none', () => {
    const before = start()
    const composition = new Composition()
    let now = composition.follow(before, before.tr.insertText('xy', 3), root)
    now = composition.follow(now, now.tr.delete(3, 5), root)
    expect(composition.end(now, 1)).toEqual({ before, edit: null })
  })
})
