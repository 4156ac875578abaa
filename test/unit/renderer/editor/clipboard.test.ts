import { Fragment, Slice } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { cleanSlice, legible, sliceText, textSlice, withoutFirstLabel } from '../../../../renderer/editor/clipboard.ts'
import { Composition } from '../../../../renderer/editor/compose.ts'
import { ordinal } from '../../../../renderer/editor/dom.ts'
import { cssOf, inkOf, shortDate } from '../../../../renderer/editor/style.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { clause, doc, legend, p, rounds, run } from '../../../e2e/harness/sample.ts'

const all = (node: ReturnType<typeof clause>): Slice => new Slice(node.content, 0, 0)

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

  it('lose the first label only', () => {
    const slice = all(doc(p({ label: 'a.', list: 'ordered' }, run('one')), p({ label: 'b.', list: 'ordered' }, run('two'))))
    expect(sliceText(withoutFirstLabel(slice))).toBe('one\nb. two')
  })
})

describe('pasted text', () => {
  const at = (text: string) => sliceText(textSlice(text, doc(p({}, run('here'))).resolve(3)))
  it('becomes one paragraph a line', () => {
    expect(at('one\r\n\r\ntwo\nthree')).toBe('one\ntwo\nthree')
  })
  it('loses control characters and keeps tabs', () => {
    expect(legible('a\u0000b\u0007c\td\ne')).toBe('abc\td\ne')
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
  ])('%s in a list of type %s is %s', (n, type, label) => {
    expect(ordinal(n, type)).toBe(label)
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
    expect(ink.css('insert', { id: 'y', r: 4, p: 'LTA' })).toContain('--mh:#CDEFD2')
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
  const start = () => {
    const document = doc(p({}, run('aaaa')))
    return EditorState.create({ doc: document, selection: TextSelection.create(document, 3) })
  }
  it('amounts to one edit of the state before it, where the caret was', () => {
    const before = start()
    const composition = new Composition()
    let now = composition.follow(before, before.tr.insertText('a', 3))
    now = composition.follow(now, now.tr.insertText('b', 3, 4))
    now = composition.follow(now, now.tr.insertText('a', 3, 4))
    const done = composition.end(now)!
    expect(done.before).toBe(before)
    expect(done.edit!.steps).toHaveLength(1)
    expect(done.edit!.steps[0].toJSON()).toMatchObject({ from: 3, to: 3 })
    expect(done.edit!.doc.textContent).toBe('aaaaa')
    expect(composition.holds).toBe(false)
  })
  it('that was abandoned amounts to none', () => {
    const before = start()
    const composition = new Composition()
    let now = composition.follow(before, before.tr.insertText('xy', 3))
    now = composition.follow(now, now.tr.delete(3, 5))
    expect(composition.end(now)).toEqual({ before, edit: null })
  })
})
