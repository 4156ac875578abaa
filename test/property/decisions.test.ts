import fc from 'fast-check'
import { Fragment, type Node } from 'prosemirror-model'
import { EditorState, type Transaction } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { schema } from '../../shared/model/schema.ts'
import type { Block, Choice, Redline, Verdict } from '../../shared/redline/index.ts'
import {
  accept,
  changes,
  decideAll,
  endOn,
  ends,
  inlineOn,
  invariants,
  preview,
  project,
  redline,
  reformat,
  restore,
  revert,
  strike,
  takeBack,
  track,
} from '../../shared/redline/index.ts'
import { grid } from './action.ts'
import { BASES, bare, checkAll, roundsTo, show, step, type Table } from './harness.ts'
import { check, insertOp, type Op, script } from './script.ts'
import { ownTokens, sealedTable } from './table.ts'

const order = fc.array(fc.nat(100), { minLength: 60, maxLength: 60 })
const idsOf = (view: Redline): string[] => changes(view).flatMap((c) => c.ids)

describe('decisions after random scripts', () => {
  it('10. insert, then take back by decision, is no change at all', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), fc.array(insertOp, { minLength: 1, maxLength: 8 })), ([b, ops, inserts]) => {
      const T = sealedTable(b, ops)
      const start = T.doc
      insertAll(T, inserts)
      const middle = T.doc
      T.apply(takeBack(T.state, T.cx()))
      if (!T.doc.eq(start)) throw new Error(`a trace\n start ${show(start)}\n then ${show(middle)}\n end  ${show(T.doc)}`)
    })
  })

  it('10. insert, then delete by keys in any order, is no change at all where the clean text is again what it was', () => {
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

  it('4 and 7. rejecting one by one, in any order, ends in the baseline', () => {
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

  it("7. deciding one party's changes leaves the other's independent ones alone", () => {
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

  it('4 and 10. a decision made again changes nothing; strike and restore in one round cancel', () => {
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

describe('many decisions at once', () => {
  const TIMES = 40
  /** A document's blocks so many times over, ids of their own in each, a standing table after each that nothing runs through. */
  const copies = (doc: Node, times: number): Node => {
    let n = 0
    const anew = (node: Node): Node =>
      'id' in node.attrs ? node.type.create({ ...node.attrs, id: `n${++n}` }, node.children.map(anew), node.marks) : node
    const border = (): Node => anew(grid(1, 1, 'x'))
    return doc.copy(Fragment.from(Array.from({ length: times }, () => [...doc.children.map(anew), border()]).flat()))
  }
  const bold = schema.marks.strong.create()
  const DECIDE: readonly ((state: EditorState, T: Table, k: number) => Transaction)[] = [
    (state, T, k) => revert(state, k % T.round, T.cx()),
    (state, T) => takeBack(state, T.cx()),
    (state, T) => restore(state, 0, state.doc.content.size, T.cx()),
    (state, T) => reformat(state, 0, state.doc.content.size, (marks) => bold.addToSet(marks), T.cx()),
    (state, T, k) => revert(state, 0, T.cx(), undefined, { only: k % 2 ? 'strike' : 'restore' }),
  ]

  it('in one step give in every copy of a document what they give in one (properties 4 and 7)', () => {
    const arbitrary = fc.tuple(
      fc.nat(BASES.length - 1),
      script(20),
      fc.array(insertOp, { maxLength: 3 }),
      fc.nat(DECIDE.length - 1),
      fc.nat(9),
    )
    check(
      arbitrary,
      ([b, ops, inserts, which, k]) => {
        const T = sealedTable(b, ops)
        insertAll(T, inserts)
        const decided = (times: number): Node => {
          const tr = DECIDE[which](EditorState.create({ doc: copies(T.doc, times) }), T, k)
          invariants(tr.doc)
          return project(tr.doc, T.round)
        }
        const [one, many] = [decided(1), decided(TIMES)]
        const each = bare(one.copy(Fragment.from(Array.from({ length: TIMES }, () => one.children).flat())))
        if (bare(many) !== each) throw new Error(`decision ${which} on\n ${show(T.doc)}\n one  ${show(one)}\n many ${show(many)}`)
      },
      0.2,
    )
  })

  it('are shown before without changing the document, by party, round and range (property 7)', () => {
    const verdict = fc.constantFrom<Verdict>('reject', 'strike', 'restore')
    check(fc.tuple(fc.nat(BASES.length - 1), script(25), verdict, fc.nat(9), fc.nat(99), fc.nat(99)), ([b, ops, what, k, x, y]) => {
      const T = sealedTable(b, ops)
      const { state } = T
      const json = JSON.stringify(T.doc.toJSON())
      const list = changes(redline(T.doc, roundsTo(T.round), 0, T.round))
      const [from, to] = [x % (T.doc.content.size + 1), y % (T.doc.content.size + 1)].sort((m, n) => m - n)
      const choice: Choice = [{}, { party: 'A' }, { party: 'B' }, { round: 1 + (k % T.round) }, { range: { from, to } }][k % 5]
      const decide = (s: EditorState): Transaction => decideAll(s, 0, list, choice, what, T.cx())
      const shown = preview(state, decide, roundsTo(T.round), 0, T.round)
      if (T.state !== state || JSON.stringify(T.doc.toJSON()) !== json) throw new Error('the preview changed the document')
      T.apply(decide(T.state))
      const then = redline(T.doc, roundsTo(T.round), 0, T.round)
      if (bare(accept(shown.blocks)) !== bare(accept(then.blocks))) throw new Error('the preview showed another outcome')
      const left = new Set(idsOf(then))
      const kept = list.filter((c) => choice.party && c.by.p !== choice.party && c.inserted.trim())
      const words = textIds(then.blocks, choice.party === 'A' ? 'B' : 'A')
      for (const c of kept) if (!c.ids.some((id) => left.has(id) || words.has(id))) throw new Error(`${c.id} of another party went`)
      checkAll(T, false)
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
