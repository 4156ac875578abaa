import { unzipSync } from 'fflate'
import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { writeDocx } from '../../main/formats/docx/index.ts'
import { pasteOver } from '../../shared/compare/index.ts'
import { schema } from '../../shared/model/schema.ts'
import {
  accept,
  changes,
  deleteRows,
  insertRow,
  insertText,
  invariants,
  nextLabel,
  paste,
  plainText,
  project,
  propsOf,
  redline,
  reject,
  renumber,
  revert,
  setBlock,
  splitBlock,
  track,
  trackingGuard,
} from '../../shared/redline/index.ts'
import { allRoundsPaper, doc as paperDoc, p as para, redlinePaper, t as words } from '../interop/samples.ts'
import { resolve } from '../interop/word.ts'
import { cell, Desk, h, p, row, slice, t, table } from './shared/redline/desk.ts'

/** What other editors' users complain of, each as a test. */

const baseAgain = (d: Desk): void => {
  d.apply(revert(d.state, 0, d.cx))
  expect(project(d.doc, d.r).eq(d.base)).toBe(true)
}
const grid = (): Desk =>
  new Desk(
    p('a', 'one'),
    table('t', row('r', cell('c', p('x', 'step')), cell('e', p('y', 'pay'))), row('q', cell('f', p('z', '1')), cell('g', p('w', '1,000')))),
    p('v', 'end'),
  )

describe('what goes wrong elsewhere: edits that are not tracked', () => {
  it.each<[string, () => Desk]>([
    [
      'Enter',
      () => {
        const d = new Desk(p('a', 'one two')).caret('two')
        d.run(splitBlock(d.cx))
        return d
      },
    ],
    [
      'paragraph style',
      () => {
        const d = new Desk(p('a', 'one')).caret('one')
        d.run(setBlock(d.cx, () => ({ type: 'heading', attrs: { level: 2, align: 'center' } })))
        return d
      },
    ],
    [
      'paste of several paragraphs',
      () => {
        const d = new Desk(p('a', 'one')).caret('one', 2)
        d.run(paste(d.cx, slice([p('', 'x'), h('', 'y'), p('', 'z')])))
        return d
      },
    ],
    [
      'row insertion',
      () => {
        const d = grid().caret('pay')
        d.run(insertRow(d.cx, 'below'))
        return d
      },
    ],
  ])('%s is on record as a change of its party and round, and rejecting gives the base back', (_, make) => {
    const d = make()
    expect(d.doc.eq(d.base)).toBe(false)
    expect(d.clean(0)).toEqual(plainText(d.base).split('\n'))
    expect(d.changes.map((c) => [c.by.p, c.by.r])).toEqual([['BEA', 1]])
    baseAgain(d)
  })
  it('a tracked row deletion loses no data: its words and figures come back with it, in this round and a later one', () => {
    const d = grid().caret('1,000')
    d.run(deleteRows(d.cx))
    expect(d.clean()).toEqual(['one', 'step\tpay', 'end'])
    expect(d.doc.textContent).toContain('1,000')
    d.seal()
    baseAgain(d)
  })
  it('what no code of ours makes is refused, never silently let through', () => {
    const d = new Desk(p('a', 'one'))
    expect(d.state.plugins.some((plugin) => plugin.spec.key === trackingGuard().spec.key)).toBe(true)
    expect(d.state.apply(d.state.tr.insertText('raw', 1)).doc).toBe(d.doc)
    expect(track(d.state, d.state.tr.insertText('raw', 1), d.cx).getMeta('tracked')).toBe(true)
  })
})

describe('what goes wrong elsewhere: decisions', () => {
  const mark = (before: unknown) => schema.marks.format.create({ id: 'c', r: 1, p: 'BEA', before })
  it('one malformed change that blocks accept-all cannot get in: it is named and refused at the door', () => {
    const odd: [string, Node][] = [
      ['formats', p('a', [schema.text('x', [mark([{ type: 'blink' }])])])],
      ['formats', p('a', [schema.text('x', [mark('strong')])])],
      ['properties', schema.nodes.paragraph.create({ id: 'a', was: [{ r: 1, id: 'c', p: 'BEA', type: 'table', attrs: {} }] }, t('x'))],
      ['switches', p('a', [schema.text('x', [schema.marks.restoration.create({ id: 'c', r: 1, p: 'BEA' })])])],
    ]
    for (const [what, block] of odd) expect(() => invariants(schema.nodes.doc.create(null, block)), what).toThrow(new RegExp(what))
  })
  it('reject-all leaves no remains: it ends where one by one does, and where the base is', () => {
    const make = (): Desk => {
      const d = grid().caret('one', 3).type(' more')
      d.run(splitBlock(d.cx))
      d.type('new').select('pay')
      d.run(insertText(d.cx, 'wage'))
      d.caret('1,000').run(deleteRows(d.cx))
      return d.seal()
    }
    const [once, single] = [make(), make()]
    baseAgain(once)
    for (const id of single.changesSince(0).flatMap((c) => c.ids)) single.apply(revert(single.state, 0, single.cx, new Set([id])))
    expect(project(single.doc, 2).eq(project(once.doc, 2))).toBe(true)
    expect(reject(redline(single.doc, single.rounds, 0, 1).blocks).eq(single.base)).toBe(true)
  })
  it('accepting a deleted paragraph gives its properties to nobody, and leaves no empty numbered paragraph behind', () => {
    const d = new Desk(p('a', 'one', { list: 'ordered', label: 'a.' }), p('b', 'two', { list: 'ordered', label: 'b.' }), h('c', 'Title'))
    const from = d.doc.child(0).nodeSize
    d.edit((tr) => tr.delete(from, from + d.doc.child(1).nodeSize))
    const clean = accept(redline(d.doc, d.rounds, 0, 1).blocks)
    expect(clean.children.map((b) => [propsOf(b).type, propsOf(b).attrs.label ?? null, b.textContent])).toEqual([
      ['paragraph', 'a.', 'one'],
      ['heading', null, 'Title'],
    ])
  })
  it('a struck list item shows and does not count in the numbering', () => {
    const d = new Desk(...['a.', 'b.', 'c.'].map((label, i) => p(`i${i}`, `item ${i}`, { list: 'ordered', label })))
    d.edit((tr) => tr.delete(d.doc.child(0).nodeSize, d.doc.child(0).nodeSize * 2)).caret('item 0')
    d.run(renumber(d.cx, 'all'))
    expect(d.clean()).toEqual(['a. item 0', 'b. item 2'])
    expect(d.changes[0].struck).toBe('item 1\n')
    expect(nextLabel('b.', 'a.')).toBe('c.')
  })
  it('several rounds on one clause: accept-all never runs the wordings of the rounds together', () => {
    const d = new Desk(p('a', 'paid at ninety percent'))
    const said = ['ninety', 'eighty', 'seventy', 'sixty', 'eighty']
    for (let i = 1; i < said.length; i++) {
      d.select(said[i - 1], said[i - 1] === 'eighty' ? d.doc.textContent.split('eighty').length - 2 : 0)
      d.run(insertText(d.cx, said[i]))
      d.seal()
    }
    for (let a = 0; a < said.length; a++)
      for (let b = 0; b < said.length; b++) {
        const view = redline(d.doc, d.rounds, a, b)
        expect(accept(view.blocks).textContent).toBe(`paid at ${said[b]} percent`)
        expect(reject(view.blocks).textContent).toBe(`paid at ${said[a]} percent`)
      }
  })
})

describe('what goes wrong elsewhere: typing', () => {
  it('typing over a strike comes out in the order it was typed, and is one change and not one for each character', () => {
    const d = new Desk(p('a', 'pay four hours')).strikeText('four').seal().select('four').type('ABCD')
    expect(d.clean()).toEqual(['pay ABCD hours'])
    expect(d.changes.map((c) => c.inserted)).toEqual(['ABCD'])
    const e = new Desk(p('a', 'pay four hours')).select('four').type('ABCD')
    expect(e.changes.map((c) => [c.struck, c.inserted])).toEqual([['four', 'ABCD']])
  })
  it('a replacement strikes only the word that differs, never the whole selection', () => {
    const text = 'Every teacher has four hours of release time.'
    const d = new Desk(p('a', text)).select(text)
    d.run(pasteOver(d.cx, slice([p('', text.replace('four', 'six'))])))
    expect(d.changes.map((c) => [c.struck, c.inserted])).toEqual([['four', 'six']])
  })
  it('rejecting what was typed between two spaces eats no space of the base', () => {
    const d = new Desk(p('a', 'a  b')).caret('a  b', 2).type('x').seal()
    baseAgain(d)
  })
})

describe('what goes wrong elsewhere: papers', () => {
  const xml = async (of: Node): Promise<string> =>
    new TextDecoder().decode(unzipSync(await writeDocx(redlinePaper(of, 0, 1)))['word/document.xml'])
  it('an inserted run that is split on export by its formatting gets ids that nobody else has', async () => {
    const of = paperDoc(
      para({}, words('plain '), words('new ', 'ins1'), words('bold ', 'ins1', 'strong'), words('again', 'ins1'), words(' end')),
    )
    const ids = [...(await xml(of)).matchAll(/<w:(?:ins|del|rPrChange|pPrChange)\b[^>]* w:id="(\d+)"/g)].map((m) => m[1])
    expect(ids.length).toBeGreaterThan(0)
    expect(new Set(ids).size).toBe(ids.length)
  })
  it('an exporter changes nothing of what it is given, and gives the same bytes twice', async () => {
    const of = paperDoc(para({}, words('one '), words('new', 'ins1'), words('gone', 'del1')))
    const before = JSON.stringify(of.toJSON())
    const paper = redlinePaper(of, 0, 1)
    const [first, second] = [await writeDocx(paper), await writeDocx(paper)]
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    expect(JSON.stringify(of.toJSON())).toBe(before)
  })
  it('an insertion of one party that another struck keeps both in Word, and a flattened redline is to be had', async () => {
    const of = paperDoc(para({}, words('pay '), words('well ', 'ins1 del2'), words('hours')))
    const nested = new TextDecoder().decode(unzipSync(await writeDocx(allRoundsPaper(of, 0, 2)))['word/document.xml'])
    expect(nested).toMatch(/<w:ins\b[^>]*>(?:(?!<\/w:ins>).)*<w:del\b/s)
    const flat = await writeDocx(redlinePaper(of, 0, 2))
    expect(new TextDecoder().decode(unzipSync(flat)['word/document.xml'])).not.toMatch(/<w:ins\b[^>]*>(?:(?!<\/w:ins>).)*<w:del\b/s)
    expect(JSON.stringify(resolve(flat, 'accept'))).toContain('pay hours')
  })
})

describe('scenarios that leave the page', () => {
  it('export twice, reopen, reject all: the papers are the same, and the base comes back', async () => {
    const d = grid().caret('one', 3).type(' more').select('pay')
    d.run(insertText(d.cx, 'wage'))
    d.seal()
    const first = await writeDocx(redlinePaper(d.doc, 0, 1))
    const reopened = schema.nodeFromJSON(JSON.parse(JSON.stringify(d.doc.toJSON())))
    const second = await writeDocx(redlinePaper(reopened, 0, 1))
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    expect(changes(redline(reopened, d.rounds, 0, 1))).toEqual(d.changesSince(0))
    expect(JSON.stringify(resolve(second, 'reject'))).not.toMatch(/more|wage/)
    const again = new Desk(...reopened.children)
    again.r = 2
    again.apply(revert(again.state, 0, again.cx))
    expect(project(again.doc, 2).eq(d.base)).toBe(true)
  })
})
