import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { Transform } from 'prosemirror-transform'
import { describe, it } from 'vitest'
import { schema } from '../../shared/model/schema.ts'
import { track } from '../../shared/redline/index.ts'
import { bare, checkAll, placeIn, show, type Table } from './harness.ts'
import { cleanPlace } from './oracle.ts'
import { check, script } from './script.ts'
import { sealedTable } from './table.ts'

interface Sub {
  t: 'ins' | 'del' | 'split' | 'mark' | 'markIns' | 'delIns' | 'insIns' | 'splitIns'
  a: number
  b: number
  k: number
}
const sub = fc.record({
  t: fc.constantFrom<Sub['t']>('ins', 'del', 'split', 'mark', 'markIns', 'delIns', 'insIns', 'splitIns'),
  a: fc.nat(40),
  b: fc.nat(40),
  k: fc.nat(3),
})
interface Both {
  p: number
  c: number
}

/** Builds one transaction of several steps on the tree and the same on the clean text, step by step. */
class Pair {
  readonly tr: Transaction
  readonly ct: Transform
  private readonly used: Both[] = []
  private last: (Both & { i: number; j: number }) | null = null
  private readonly tree: Node
  private readonly v: number
  constructor(T: Table) {
    this.tree = T.doc
    this.v = T.round
    this.tr = T.state.tr
    this.ct = new Transform(T.clean())
  }
  /** A place that is told from the others in both documents. */
  private place(k: number): Both | null {
    const p = placeIn(this.tree, k)
    const c = cleanPlace(this.tree, p, this.v).pos
    if (c === null || this.used.some((u) => (u.p === p) !== (u.c === c))) return null
    this.used.push({ p, c })
    return { p: this.tr.mapping.map(p, 1), c: this.ct.mapping.map(c, 1) }
  }
  private span(s: Sub): [Both, Both] | null {
    const [x, y] = [this.place(s.a), this.place(s.b)]
    if (!x || !y) return null
    const [from, to] = x.p > y.p ? [y, x] : [x, y]
    return from.c > to.c ? null : [from, to]
  }
  private inText = (at: Both): boolean => this.tr.doc.resolve(at.p).parent.isTextblock && this.ct.doc.resolve(at.c).parent.isTextblock

  add(s: Sub): void {
    if (s.t === 'ins') this.insert(s)
    else if (s.t === 'del') {
      const r = this.span(s)
      if (!r) return
      this.tr.delete(r[0].p, r[1].p)
      this.ct.delete(r[0].c, r[1].c)
      this.last = null
    } else if (s.t === 'split') {
      const q = this.place(s.a)
      if (!q || !this.inText(q)) return
      this.tr.split(q.p)
      this.ct.split(q.c)
      this.last = null
    } else if (s.t === 'mark') {
      const r = this.span(s)
      const m = schema.mark(s.k & 1 ? 'strong' : 'em')
      if (!r) return
      this.tr.addMark(r[0].p, r[1].p, m)
      this.ct.addMark(r[0].c, r[1].c, m)
    } else this.onInserted(s.t)
  }
  private insert(s: Sub): void {
    const q = this.place(s.a)
    if (!q || !this.inText(q)) return
    this.tr.insert(q.p, schema.text('XY'))
    this.ct.insert(q.c, schema.text('XY'))
    this.last = { ...q, i: this.tr.steps.length, j: this.ct.steps.length }
  }
  /** A later step that speaks of what an earlier one of the same transaction put in. */
  private onInserted(t: Sub['t']): void {
    if (!this.last) return
    const p = this.tr.mapping.slice(this.last.i).map(this.last.p, 1)
    const c = this.ct.mapping.slice(this.last.j).map(this.last.c, 1)
    if (t === 'markIns') {
      this.tr.addMark(p, p + 1, schema.mark('strong'))
      this.ct.addMark(c, c + 1, schema.mark('strong'))
      return
    }
    if (t === 'delIns') {
      this.tr.delete(p + 1, p + 2)
      this.ct.delete(c + 1, c + 2)
    } else if (t === 'insIns') {
      this.tr.insert(p + 1, schema.text('!'))
      this.ct.insert(c + 1, schema.text('!'))
    } else {
      this.tr.split(p + 1)
      this.ct.split(c + 1)
    }
    this.last = null
  }
}

describe('transactions of several steps', () => {
  it('2 and 9. later steps of a transaction that speak of what earlier ones made are tracked as they are meant', () => {
    const subs = fc.array(sub, { minLength: 2, maxLength: 5 })
    check(fc.tuple(fc.nat(1), script(15), subs), ([b, ops, list]) => {
      const T = sealedTable(b, ops)
      const before = T.doc
      const pair = new Pair(T)
      for (const s of list) pair.add(s)
      if (!pair.tr.docChanged) return
      T.apply(track(T.state, pair.tr, T.cx()))
      if (bare(T.clean()) !== bare(pair.ct.doc))
        throw new Error(
          `before ${show(before)}\n tree ${show(T.doc)}\n want ${show(pair.ct.doc)}\n got ${show(T.clean())}\n ${pair.tr.steps.map((x) => JSON.stringify(x)).join('\n ')}`,
        )
      checkAll(T, false)
    })
  })
})
