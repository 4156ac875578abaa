import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import { describe, expect, it } from 'vitest'
import { schema } from '../../shared/model/schema.ts'
import { project, Refused, readsAlike } from '../../shared/redline/index.ts'
import { BASES, doc, head, para, partyOf, posOf, show, step, text } from './harness.ts'
import { anyOp, check, script } from './script.ts'
import { sealedTable } from './table.ts'

/** An edit that went past tracking: what it does to which block, and where. */
const sneaky = fc.record({
  t: fc.constantFrom('type', 'delete', 'unmark', 'mark', 'end', 'props', 'move', 'copy', 'drop', 'table'),
  a: fc.nat(60),
  b: fc.nat(60),
  r: fc.nat(4),
})
type Sneaky = typeof sneaky extends fc.Arbitrary<infer T> ? T : never

const cell = (id: string, s: string): Node => schema.nodes.table_cell.create({ id }, para(`p${id}`, s))
const tableOf = (r: number): Node => {
  const sw = r ? [{ k: 'ins', id: `t${r}`, r, p: partyOf(r) }] : []
  return schema.nodes.table.create({ id: 't' }, schema.nodes.table_row.create({ id: 'r', sw }, [cell('k', 'v'), cell('l', '')]))
}

/** The document after a sneaky edit; the same document where it has nothing to bite on. */
function edited(d: Node, e: Sneaky): Node {
  const i = e.a % d.childCount
  const one = d.child(i)
  const at = posOf(d, i)
  const tr = new Transform(d)
  const size = one.isTextblock ? one.content.size : 0
  const [from, to] = [at + 1 + (e.b % (size + 1)), at + 1 + size]
  const mark = () =>
    schema.marks[['insertion', 'deletion', 'restoration'][e.b % 3]].create({ id: `m${e.b}`, r: 1 + e.r, p: partyOf(1 + e.r) })
  if (e.t === 'move') return doc(...d.children.filter((_, k) => k !== i).toSpliced(e.b % d.childCount, 0, one))
  if (e.t === 'copy') return doc(...d.children.toSpliced(e.b % (d.childCount + 1), 0, one))
  if (e.t === 'drop') return d.childCount > 1 ? doc(...d.children.toSpliced(i, 1)) : d
  if (e.t === 'table') return doc(...d.children.toSpliced(i, 0, tableOf(e.r)))
  if (!one.isTextblock) return d
  if (e.t === 'type') tr.insert(from, text('z'))
  if (e.t === 'delete') tr.delete(from, to)
  if (e.t === 'unmark') tr.removeMark(from, to)
  if (e.t === 'mark') tr.addMark(from, to, mark())
  if (e.t === 'end') {
    const sw = one.attrs.sw.length ? [] : [{ k: ['ins', 'del'][e.b % 2], id: 'e', r: 1 + e.r, p: partyOf(1 + e.r) }]
    tr.setNodeMarkup(at, null, { ...one.attrs, sw })
  }
  if (e.t === 'props') tr.setNodeMarkup(at, null, { ...one.attrs, align: 'right' })
  return tr.doc
}

describe('reading only what changed', () => {
  it('3. reading only what changed says of every version what comparing whole documents says, of tracked and of sneaky edits', () => {
    const seen = { alike: 0, other: 0 }
    const edits = fc.array(sneaky, { minLength: 1, maxLength: 3 })
    check(fc.tuple(fc.nat(BASES.length - 1), script(24), fc.array(sneaky, { maxLength: 2 }), edits), ([b, ops, ground, later]) => {
      let before = ground.reduce(edited, sealedTable(b, ops).doc)
      for (const e of later) {
        const after = edited(before, e)
        for (let v = 0; v <= 5; v++) {
          const whole = project(before, v).eq(project(after, v))
          seen[whole ? 'alike' : 'other']++
          if (readsAlike(before, after, v) !== whole)
            throw new Error(`version ${v} ${JSON.stringify(e)} reads ${whole ? 'alike' : 'otherwise'}\n ${show(before)}\n ${show(after)}`)
        }
        before = after
      }
    })
    expect(Math.min(seen.alike, seen.other)).toBeGreaterThan(10)
  })

  it('3. every tracked edit leaves the sealed versions as they were', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), anyOp), ([b, ops, op]) => {
      const T = sealedTable(b, ops)
      const before = T.doc
      try {
        const outcome = step(T, op)
        if (outcome) T.apply(outcome.tr)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
      for (let v = 0; v < T.round; v++)
        if (!readsAlike(before, T.doc, v)) throw new Error(`version ${v}\n ${show(before)}\n ${show(T.doc)}`)
    })
  })

  it('reads on where the end of the block before is struck: the block that nobody touched reads otherwise', () => {
    const struck = { sw: [{ k: 'del', id: 'e', r: 1, p: 'A' }] }
    const before = doc(head('h', 'Leave'), para('a', 'five ', struck), para('b', 'days'), para('c', 'end'))
    const after = doc(...before.children.toSpliced(2, 1, para('b', 'days', { align: 'right' })))
    expect([0, 1].map((v) => readsAlike(before, after, v))).toEqual([false, false])
    const gone = doc(...before.children.toSpliced(2, 1))
    expect(readsAlike(before, gone, 1)).toBe(false)
  })
})
