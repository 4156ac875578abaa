import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { EditorState, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import type { Decoration } from 'prosemirror-view'
import { describe, expect, it } from 'vitest'
import { Drawer, framesOf, type Look } from '../../../../renderer/editor/draw.ts'
import { decorationsOf, layer, look } from '../../../../renderer/editor/layer.ts'
import { inkOf } from '../../../../renderer/editor/style.ts'
import type { Mode } from '../../../../renderer/editor/types.ts'
import { schema } from '../../../../shared/model/schema.ts'
import {
  allRounds,
  type Block,
  changes,
  context,
  ensureIds,
  joinBackward,
  redline,
  setBlock,
  splitBlock,
  toggleFormat,
  track,
} from '../../../../shared/redline/index.ts'
import { clause, legend, rounds } from '../../../e2e/harness/sample.ts'

const lookAt = (a: number, b: number, mode: Mode, labels = false): Look => ({
  a,
  b,
  mode,
  ink: inkOf(legend, rounds),
  labels,
  focusable: false,
})

/** The text of a document by state, as the page draws it: `+` inserted, `-` struck, `±` came and went, a space unchanged. */
function drawn(doc: Node, at: Look): string {
  const drawer = new Drawer(at)
  const out: string[] = []
  framesOf(doc, at).forEach((frame, i) => {
    const block = doc.child(i)
    const { pieces } = drawer.draw(block, frame)
    const state = (pos: number): string => {
      let found = ' '
      for (const piece of pieces) {
        if (piece.type === 'widget' || pos < piece.from || pos >= piece.to) continue
        if (piece.attrs.class === 'gone') return 'x'
        if (piece.type === 'node') continue
        if (piece.attrs.nodeName === 'ins') found = found === '-' ? '±' : '+'
        else if (piece.attrs.nodeName === 'del') found = found === '+' ? '±' : '-'
      }
      return found
    }
    block.descendants((node, pos) => {
      if (!node.isInline) return
      const text = node.isText ? node.text! : '\n'
      for (let k = 0; k < text.length; k++) out.push(state(pos + 1 + k) + text[k])
    })
    if (block.isInline) out.push('')
  })
  return out.filter((one) => one[0] !== 'x').join('')
}
/** The same from the projection that every export takes. */
function projected(blocks: readonly Block[]): string {
  let out = ''
  for (const block of blocks) {
    if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) out += projected(cell.blocks)
    else
      for (const run of block.runs) {
        const sign = run.inserted ? '±' : { same: ' ', insert: '+', delete: '-' }[run.kind]
        for (const char of run.node.isText ? run.node.text! : '\n') out += sign + char
      }
  }
  return out
}

/** One edit by chance: what, where and how far, as shares of the document. */
const edit = fc.record({
  what: fc.constantFrom('type', 'delete', 'enter', 'back', 'bold', 'level'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  span: fc.nat(30),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

let count = 0
const newId = (prefix: string): string => `${prefix}x${++count}`
function doEdit(state: EditorState, r: number, { what, at, span }: Edit): EditorState {
  const size = state.doc.content.size
  const $from = state.doc.resolve(Math.floor(at * size))
  const from = Selection.near($from).head
  const to = what === 'delete' || what === 'bold' ? Math.min(size, from + span) : from
  const $to = state.doc.resolve(to)
  const placed = state.apply(
    state.tr.setSelection($to.parent.isTextblock ? TextSelection.create(state.doc, from, to) : Selection.near($from)),
  )
  const cx = context({ r, p: rounds[r - 1].party }, newId)
  let next = placed
  const send = (tr: Transaction): void => {
    next = placed.apply(track(placed, tr, cx))
  }
  try {
    if (what === 'type') send(placed.tr.insertText('new '))
    else if (what === 'delete') send(placed.tr.deleteSelection())
    else if (what === 'enter') splitBlock(cx)(placed, send)
    else if (what === 'back') joinBackward(cx)(placed, send)
    else if (what === 'bold') toggleFormat(cx, schema.marks.strong)(placed, send)
    else setBlock(cx, (props) => ({ ...props, attrs: { ...props.attrs, level: (props.attrs.level % 3) + 1 } }))(placed, send)
  } catch (error) {
    if ((error as Error).name !== 'Refused') throw error
  }
  return next
}
const scripts = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), edit), { minLength: 1, maxLength: 14 })
  .map((list) => list.sort((x, y) => x[0] - y[0]))
const paragraph = (text: string): Node => schema.nodes.paragraph.create({ label: text.slice(0, 1) }, schema.text(text))
const base = (): Node =>
  ensureIds(
    schema.nodes.doc.create(null, [
      schema.nodes.heading.create({ level: 2 }, schema.text('Leave of absence')),
      paragraph('a teacher may take leave'),
      paragraph('by notice to the board'),
      schema.nodes.table.create(null, [
        schema.nodes.table_row.create(null, [
          schema.nodes.table_cell.create(null, paragraph('1,000')),
          schema.nodes.table_cell.create(null, paragraph('1,200')),
        ]),
      ]),
      paragraph('pay goes on in the meantime'),
    ]),
    newId,
  )

describe('what the page draws', () => {
  it('is what the projection says, between all versions of the sample clause', () => {
    const doc = clause()
    for (let a = 0; a <= 4; a++)
      for (let b = 0; b <= 4; b++) {
        expect(drawn(doc, lookAt(a, b, 'redline'))).toBe(projected(redline(doc, rounds, a, b).blocks))
        expect(drawn(doc, lookAt(a, b, 'all-rounds'))).toBe(projected(allRounds(doc, rounds, a, b).blocks))
        expect(drawn(doc, lookAt(a, b, 'clean'))).toBe(projected(redline(doc, rounds, b, b).blocks))
      }
  })

  it('stands apart from the struck text that it replaces, though what came and went is hidden between them', () => {
    const at = lookAt(0, 3, 'redline')
    const drawer = new Drawer(at)
    const doc = clause()
    const apart = framesOf(doc, at).flatMap((frame, i) =>
      drawer
        .draw(doc.child(i), frame)
        .pieces.filter((p) => p.type === 'inline' && p.attrs.class?.split(' ').includes('after'))
        .map((p) => doc.child(i).textBetween((p as { from: number }).from - 1, (p as { to: number }).to - 1)),
    )
    expect(apart).toContain('three (3)')
    expect(apart).toContain('five (5)')
  })

  it('is what the projection says after any edits of four rounds', () => {
    fc.assert(
      fc.property(scripts, fc.nat(4), fc.nat(4), (script, a, b) => {
        let state = EditorState.create({ doc: base() })
        for (const [r, one] of script) state = doEdit(state, r, one)
        expect(drawn(state.doc, lookAt(a, b, 'redline'))).toBe(projected(redline(state.doc, rounds, a, b).blocks))
        expect(drawn(state.doc, lookAt(a, b, 'all-rounds'))).toBe(projected(allRounds(state.doc, rounds, a, b).blocks))
      }),
      { numRuns: 150 },
    )
  })

  it('touches every change of the list', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        let state = EditorState.create({ doc: base(), plugins: [layer(lookAt(0, 4, 'redline'))] })
        for (const [r, one] of script) state = doEdit(state, r, one)
        const drawer = new Drawer(lookAt(0, 4, 'redline'))
        const touched = new Set(
          framesOf(state.doc, drawer.look).flatMap((frame, i) => drawer.draw(state.doc.child(i), frame).touches.map((t) => t.id)),
        )
        for (const change of changes(redline(state.doc, rounds, 0, 4))) expect(change.ids.some((id) => touched.has(id))).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what is laid over the page', () => {
  const print = (all: readonly Decoration[]): string[] =>
    all
      .map((d) => {
        const { type, from, to } = d as unknown as { type: { attrs?: object; spec: { key?: string } }; from: number; to: number }
        return `${from} ${to} ${JSON.stringify(type.attrs ?? type.spec.key)}`
      })
      .sort()

  it('after each edit is the same as drawn anew', () => {
    fc.assert(
      fc.property(scripts, fc.constantFrom<Mode>('redline', 'clean', 'all-rounds'), fc.boolean(), (script, mode, labels) => {
        const at = lookAt(0, 4, mode, labels)
        let state = EditorState.create({ doc: base(), plugins: [layer(at)] })
        for (const [r, one] of script) {
          state = doEdit(state, r, one)
          const anew = EditorState.create({ doc: state.doc, plugins: [layer(at)] })
          expect(print(decorationsOf(state).find())).toEqual(print(decorationsOf(anew).find()))
        }
      }),
      { numRuns: 80 },
    )
  })

  it('follows a new look', () => {
    const state = EditorState.create({ doc: clause(), plugins: [layer(lookAt(0, 4, 'redline'))] })
    const then = state.apply(look(state.tr, lookAt(0, 2, 'clean')))
    const anew = EditorState.create({ doc: clause(), plugins: [layer(lookAt(0, 2, 'clean'))] })
    expect(decorationsOf(then).find()).toHaveLength(decorationsOf(anew).find().length)
  })
})
