import fc from 'fast-check'
import { history, redo, undo } from 'prosemirror-history'
import { Node } from 'prosemirror-model'
import { type Command, EditorState } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { schema } from '../../shared/model/schema.ts'
import { project } from '../../shared/redline/index.ts'
import { BASES, show, step } from './harness.ts'
import { anyOp, check, script } from './script.ts'
import { sealedTable } from './table.ts'

describe('undo, sharing and JSON after random scripts', () => {
  it('11. undo to the start gives the start; redo gives back the same, ids included', () => {
    const edits = fc.array(
      anyOp.filter((o) => o.t !== 'seal'),
      { minLength: 1, maxLength: 10 },
    )
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), edits), ([b, ops, after]) => {
      const T = sealedTable(b, ops)
      T.state = EditorState.create({ doc: T.doc, plugins: [history({ newGroupDelay: 0 })] })
      const states = [T.doc]
      for (const op of after) {
        const r = step(T, op)
        if (!r?.tr.docChanged) continue
        T.apply(r.tr.setTime(states.length * 1e5))
        states.push(T.doc)
      }
      const go = (command: Command): boolean => command(T.state, (tr) => T.apply(tr))
      for (let i = states.length - 2; i >= 0; i--) {
        if (!go(undo)) throw new Error('nothing to undo')
        if (!T.doc.eq(states[i])) throw new Error(`undo ${i}\n want ${show(states[i])}\n got  ${show(T.doc)}`)
      }
      for (let i = 1; i < states.length; i++) {
        go(redo)
        if (!T.doc.eq(states[i])) throw new Error(`redo ${i}\n want ${show(states[i])}\n got  ${show(T.doc)}`)
      }
    })
  })

  it('6. blocks nobody touched are the same objects, in the tree and in the clean text', () => {
    const edits = fc.array(
      anyOp.filter((o) => ['type', 'enter', 'fmt', 'insertBlocks'].includes(o.t)),
      { minLength: 1, maxLength: 5 },
    )
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), edits), ([b, ops, after]) => {
      const T = sealedTable(b, ops)
      for (const op of after) {
        const before = T.doc
        const r = step(T, op)
        if (!r) continue
        T.apply(r.tr)
        const was = new Set(before.children)
        for (const n of T.doc.children)
          if (!was.has(n) && before.children.some((m) => m.eq(n)))
            throw new Error(`rebuilt by ${JSON.stringify(op)}\n ${show(before)}\n ${show(T.doc)}`)
      }
      const clean = project(T.doc, 0)
      for (const n of T.stored[0].children)
        if (T.doc.children.includes(n) && !clean.children.includes(n)) throw new Error('the clean text rebuilt a block')
    })
  })

  it('12. the JSON round trip keeps the tree', () => {
    check(
      fc.tuple(fc.nat(BASES.length - 1), script(40)),
      ([b, ops]) => {
        const T = sealedTable(b, ops)
        const back = Node.fromJSON(schema, JSON.parse(JSON.stringify(T.doc.toJSON())))
        back.check()
        if (!back.eq(T.doc)) throw new Error(`JSON\n ${show(T.doc)}\n ${show(back)}`)
      },
      0.3,
    )
  })
})
