import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { Block, Redline } from '../../shared/redline/index.ts'
import {
  changes,
  endOn,
  ends,
  inlineOn,
  invariants,
  project,
  redline,
  restore,
  revert,
  strike,
  takeBack,
  track,
} from '../../shared/redline/index.ts'
import { BASES, bare, checkAll, roundsTo, show, step, type Table } from './harness.ts'
import { check, insertOp, type Op, script } from './script.ts'
import { ownTokens, sealedTable } from './table.ts'

const order = fc.array(fc.nat(100), { minLength: 60, maxLength: 60 })
const idsOf = (view: Redline): string[] => changes(view).flatMap((c) => c.ids)

describe('decisions after random scripts', () => {
  it('leaves no trace of what a round inserted and took back by decision (property 10)', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), fc.array(insertOp, { minLength: 1, maxLength: 8 })), ([b, ops, inserts]) => {
      const T = sealedTable(b, ops)
      const start = T.doc
      insertAll(T, inserts)
      const middle = T.doc
      T.apply(takeBack(T.state, T.cx()))
      if (!T.doc.eq(start)) throw new Error(`a trace\n start ${show(start)}\n then ${show(middle)}\n end  ${show(T.doc)}`)
    })
  })

  it('leaves no trace of what a round inserted and deleted again by keys, in any order (property 10)', () => {
    check(
      fc.tuple(fc.nat(BASES.length - 1), script(20), fc.array(insertOp, { minLength: 1, maxLength: 8 }), order),
      ([b, ops, inserts, picks]) => {
        const T = sealedTable(b, ops)
        const start = T.doc
        insertAll(T, inserts)
        const log = [show(T.doc)]
        deleteOwn(T, picks, log)
        if (bare(T.clean()) !== bare(project(start, T.round))) return
        if (!T.doc.eq(start)) throw new Error(`a trace\n start ${show(start)}\n ${log.join('\n ')}`)
      },
    )
  })

  it('rejects one by one, in any order, to the baseline (properties 4 and 7)', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(30), fc.nat(9), order), ([b, ops, k, picks]) => {
      const T = sealedTable(b, ops)
      T.round--
      const base = k % T.round
      const log = [show(T.doc)]
      const todo = idsOf(redline(T.doc, roundsTo(T.round), base, T.round))
      for (let i = 0; todo.length; i++) {
        const [id] = todo.splice(picks[i % 60] % todo.length, 1)
        T.apply(revert(T.state, base, T.cx(), new Set([id])))
        invariants(T.doc)
        log.push(`${id} ${show(T.doc)}`)
      }
      const got = T.clean()
      if (!got.eq(T.stored[base]))
        throw new Error(`one by one to ${base}\n want ${show(T.stored[base])}\n got ${show(got)}\n ${log.join('\n ')}`)
      checkAll(T, false)
    })
  })

  it("rejects one party's changes and leaves the other's alone (property 7)", () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(30), fc.nat(9)), ([b, ops, k]) => {
      const T = sealedTable(b, ops)
      const view = () => redline(T.doc, roundsTo(T.round), 0, T.round)
      const mine = changes(view()).filter((c) => c.by.p === 'A')
      // Their text. (A paragraph end that only the other's change made superfluous is needed again: it depends on that change.)
      const theirs = textIds(view().blocks, 'B')
      if (!mine.length || !theirs.size) return
      const one = mine[k % mine.length]
      T.apply(revert(T.state, 0, T.cx(), new Set(one.ids)))
      const left = textIds(view().blocks, 'B')
      for (const id of theirs) if (!left.has(id)) throw new Error(`${id} of the other party went with ${one.ids}\n ${show(T.doc)}`)
      checkAll(T, false)
    })
  })

  it('changes nothing when a decision is made again; strike and restore in one round cancel (properties 4 and 10)', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(30), fc.nat(9), fc.nat(60), fc.nat(60)), ([b, ops, k, x, y]) => {
      const T = sealedTable(b, ops)
      const base = k % T.round
      T.apply(revert(T.state, base, T.cx()))
      const once = T.doc
      T.apply(revert(T.state, base, T.cx()))
      if (!T.doc.eq(once)) throw new Error('rejecting twice is not rejecting once')
      T.seal()
      const start = T.doc
      const [p, q] = [x % start.content.size, y % start.content.size].sort((m, n) => m - n)
      if (!allStand(T, p, q)) return
      T.apply(strike(T.state, p, q, T.cx()))
      const middle = T.doc
      T.apply(restore(T.state, p, q, T.cx()))
      if (!T.doc.eq(start)) throw new Error(`strike, restore\n ${show(start)}\n ${show(middle)}\n ${show(T.doc)}`)
    })
  })
})

const textIds = (blocks: readonly Block[], party: string): Set<string> =>
  new Set(blocks.flatMap((b) => (b.kind === 'text' ? b.runs.flatMap((r) => (r.by?.p === party ? [r.by.id] : [])) : [])))

function insertAll(T: Table, inserts: readonly Op[]): void {
  for (const o of inserts) {
    const r = step(T, o.t === 'paste' ? { ...o, b: o.a } : o)
    if (r) T.apply(r.tr)
  }
}

function deleteOwn(T: Table, picks: readonly number[], log: string[]): void {
  for (let i = 0; ; i++) {
    const tokens = ownTokens(T)
    if (!tokens.length) return
    if (i > 200) throw new Error(`does not end\n ${log.join('\n ')}`)
    const { from, to, index, open } = tokens[picks[i % 60] % tokens.length]
    const tr = T.state.tr
    if (to !== null) tr.delete(from, to)
    else {
      // The last paragraph goes as a whole, with the end before it.
      const closes = ends(T.doc, T.round)
      let j = index - 1
      let q = open
      while (j >= 0 && !closes[j]) q -= T.doc.child(j--).nodeSize
      if (j < 0) return
      tr.delete(q - 1, open + 1)
    }
    T.apply(track(T.state, tr, T.cx()))
    log.push(show(T.doc))
  }
}

function allStand(T: Table, p: number, q: number): boolean {
  let all = true
  T.doc.nodesBetween(p, q, (n, pos) => {
    if (n.isInline && !inlineOn(n, T.round)) all = false
    const end = pos + n.nodeSize - 1
    if (n.isTextblock && end >= p && end < q && !endOn(n, T.round)) all = false
  })
  return all
}
