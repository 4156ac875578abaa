import fc from 'fast-check'
import type { Node, ResolvedPos } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import { describe, it } from 'vitest'
import { schema } from '../../shared/model/schema.ts'
import {
  cellOn,
  changes,
  invariants,
  project,
  Refused,
  redline,
  restore,
  revert,
  rowOn,
  strike,
  track,
} from '../../shared/redline/index.ts'
import { ALL, intents, TABLES } from './action.ts'
import { GROUNDS, play, program, type Session } from './bargain.ts'
import type { Op as Intent } from './edit.ts'
import { bare, block, checkAll, doc, PROPS, para, posOf, show, Table } from './harness.ts'
import { cleanPlace } from './oracle.ts'
import { check } from './script.ts'

const N = schema.nodes
const cell = (id: string, ...blocks: Node[]): Node => N.table_cell.create({ id }, blocks)
const table = (id: string, rows: number, columns: number, s: string): Node =>
  N.table.create(
    { id },
    Array.from({ length: rows }, (_, i) =>
      N.table_row.create(
        { id: id && `${id}r${i}` },
        Array.from({ length: columns }, (__, j) => cell(id && `${id}c${i}${j}`, para(id && `${id}p${i}${j}`, s && `${s}${i}${j}`))),
      ),
    ),
  )
const base = (): Node => doc(para('a', 'one'), table('t', 2, 2, 'v'), para('z', 'end'))

const n = fc.nat(60)
const kinds = [
  'type',
  'type',
  'type',
  'del',
  'del',
  'enter',
  'enter',
  'fmt',
  'insertTable',
  'insertTable',
  'delBlocks',
  'across',
  'across',
  'strike',
  'restore',
  'revert',
  'props',
  'seal',
  'seal',
] as const
const op = fc.record({ t: fc.constantFrom(...kinds), a: n, b: n, k: fc.nat(7) })
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never

const places = (d: Node): number[] => {
  const out: number[] = []
  d.descendants((node, pos) => {
    if (node.isTextblock) for (let i = 0; i <= node.content.size; i++) out.push(pos + 1 + i)
    return !node.isTextblock
  })
  return out
}
const containerDepth = ($p: ResolvedPos): number => $p.depth - 1

/** The clean position of a text position; null where its row or cell does not stand, or no end comes after it. */
function where(D: Node, C: Node, pos: number, v: number): number | null {
  const $p = D.resolve(pos)
  const d = containerDepth($p)
  if (d === 0) return cleanPlace(D, pos, v).pos
  const [row, its] = [$p.node(d - 1), $p.node(d - 2)]
  if (!rowOn(row, v) || !cellOn($p.node(d), v)) return null
  let at = cleanPlace(D, $p.before(d - 2), v).base
  const cleanTable = C.resolve(at).nodeAfter!
  const rows = its.children.slice(0, $p.index(d - 2)).filter((r) => rowOn(r, v)).length
  at += 1 + posOf(cleanTable, rows)
  const cells = row.children.slice(0, $p.index(d - 1)).filter((c) => cellOn(c, v)).length
  at += 1 + posOf(cleanTable.child(rows), cells) + 1
  const inside = cleanPlace($p.node(d), pos - $p.start(d), v).pos
  return inside === null ? null : at + inside
}

/** Runs one intent; the clean text it is to give, or null where only the general checks tell. */
function run(T: Table, o: Op): { tr: ReturnType<typeof track>; expected: Node | null } | null {
  const [D, v, C] = [T.doc, T.round, T.clean()]
  const ct = new Transform(C)
  const tr = T.state.tr
  const all = places(D)
  const [p1, p2] = [all[o.a % all.length], all[o.b % all.length]].sort((x, y) => x - y)
  const [$1, $2] = [D.resolve(p1), D.resolve(p2)]
  const [c1, c2] = [where(D, C, p1, v), where(D, C, p2, v)]
  const same = $1.start(containerDepth($1)) === $2.start(containerDepth($2))
  const done = (known: boolean) => ({ tr: track(T.state, tr, T.cx()), expected: known ? ct.doc : null })
  switch (o.t) {
    case 'seal':
      T.seal()
      return null
    case 'type':
      tr.insert(p1, schema.text('x'))
      if (c1 !== null) ct.insert(c1, schema.text('x'))
      return done(c1 !== null)
    case 'enter':
      tr.split(p1)
      if (c1 !== null) ct.split(c1)
      return done(c1 !== null)
    case 'del': {
      let crosses = false
      D.nodesBetween(p1, p2, (x) => {
        if (x.type === N.table && $1.depth === 1) crosses = true
      })
      if (!same || crosses) return null
      tr.delete(p1, p2)
      if (c1 !== null && c2 !== null) ct.delete(c1, c2)
      return tr.docChanged ? done(c1 !== null && c2 !== null) : null
    }
    case 'across': {
      if ($1.depth !== 1 || $2.depth !== 1) return null
      tr.delete(p1, p2)
      if (c1 !== null && c2 !== null) ct.delete(c1, c2)
      return tr.docChanged ? done(c1 !== null && c2 !== null) : null
    }
    case 'fmt':
      if ($1.parent !== $2.parent) return null
      tr.addMark(p1, p2, schema.mark('strong'))
      if (c1 !== null && c2 !== null) ct.addMark(c1, c2, schema.mark('strong'))
      return tr.docChanged ? done(c1 !== null && c2 !== null) : null
    case 'insertTable': {
      const at = posOf(D, o.a % (D.childCount + 1))
      const fresh = table('', 1 + (o.k & 1), 1 + ((o.k >> 1) & 1), 'n')
      const c = cleanPlace(D, at, v)
      tr.insert(at, fresh)
      if (!c.chars) ct.insert(c.base, fresh)
      else {
        ct.split(c.pos!)
        ct.insert(c.pos! + 1, fresh)
      }
      return done(true)
    }
    case 'delBlocks': {
      const [i, j] = [o.a % D.childCount, o.b % D.childCount].sort((x, y) => x - y)
      if (j - i === D.childCount - 1) return null
      tr.delete(posOf(D, i), posOf(D, j + 1))
      return done(false)
    }
    case 'props': {
      const p = PROPS[o.k % PROPS.length]
      tr.setNodeMarkup($1.before(), N[p.type], block(p, '').attrs)
      return done(false)
    }
    case 'strike':
      return { tr: strike(T.state, p1 - (o.k & 1), p2 + ((o.k >> 1) & 1), T.cx()), expected: null }
    case 'restore':
      return { tr: restore(T.state, p1 - (o.k & 1), p2 + ((o.k >> 1) & 1), T.cx()), expected: null }
    case 'revert': {
      const a = o.a % T.round
      return { tr: revert(T.state, a, T.cx()), expected: T.stored[a] }
    }
  }
}

/** Edits of tables and of what is in them, among keys, decisions, undo and redo. */
const AMONG = ['keyType', 'keyEnter', 'keyBack', 'keyForward', 'keyDelete', 'keyBold', 'keyBlock', 'rejectSome', 'takeBack', 'undo', 'redo']
const edits = intents({ ...Object.fromEntries(AMONG.map((t) => [t, ALL[t]])), ...TABLES })
const sealed = fc.record({ t: fc.constant('seal'), a: fc.nat(5), b: fc.nat(3) }) as fc.Arbitrary<unknown> as fc.Arbitrary<Intent>
/** Sessions that start from documents with tables. */
const session: fc.Arbitrary<Session> = fc.record({
  base: fc.constantFrom(...GROUNDS.flatMap((ground, i) => (ground().children.some((b) => b.type === N.table) ? [i] : []))),
  parties: fc.integer({ min: 2, max: 4 }),
  ops: fc.array(fc.oneof({ weight: 1, arbitrary: sealed }, { weight: 7, arbitrary: edits }), { maxLength: 25, size: 'max' }),
})

describe('documents with tables', () => {
  it('puts in, strikes and restores rows, columns, tables and what is in cells, over rounds of several parties (properties 1 to 6, 8, 9, 11, 12, 15, 16)', () => {
    check(session, (one) => {
      try {
        play(one)
      } catch (error) {
        throw new Error(`${program(one)}\n${(error as Error).stack}`)
      }
    })
  })

  it('changes of rows and columns rejected one by one, in any order, end in the same place (property 4)', () => {
    check(
      fc.tuple(session, fc.array(fc.nat(60), { minLength: 12, maxLength: 12 }), fc.nat(8)),
      ([one, order, since]) => {
        const bargain = play(one)
        const ground = bargain.sealed[bargain.sealed.length - 1]
        const v = ground.chain.length
        const a = since % v
        const T = new Table(bargain.base, ground, { n: 1e7 })
        const left = changes(redline(T.doc, T.rounds(), a, v)).map((c) => new Set(c.ids))
        try {
          for (let i = 0; left.length; i++) {
            const [ids] = left.splice(order[i % order.length] % left.length, 1)
            T.apply(revert(T.state, a, T.cx(), ids))
            invariants(T.doc)
          }
        } catch (error) {
          if (error instanceof Refused) return
          throw new Error(`${program(one)}\n since ${a}\n${show(T.doc)}\n${(error as Error).stack}`)
        }
        if (bare(project(T.doc, T.round)) !== bare(T.stored[a]))
          throw new Error(
            `${program(one)}\n since ${a}\n want ${show(T.stored[a])}\n got  ${show(project(T.doc, T.round))}\n tree ${show(T.doc)}`,
          )
      },
      0.5,
    )
  })

  it('tracks text in cells, whole tables put in and struck, and refuses the rest (properties 1 to 5, 8, 9)', () => {
    check(fc.array(op, { minLength: 1, maxLength: 25, size: 'max' }), (ops) => {
      const T = new Table(base())
      for (const o of ops) {
        const before = T.doc
        try {
          const r = run(T, o)
          if (!r) continue
          T.apply(r.tr)
          if (r.expected && bare(T.clean()) !== bare(r.expected)) throw new Error(`want ${show(r.expected)}\n got  ${show(T.clean())}`)
          T.clean().check()
          checkAll(T, false)
        } catch (err) {
          if (err instanceof Refused) continue
          throw new Error(
            `${JSON.stringify(o)} in round ${T.round}\n before ${show(before)}\n after  ${show(T.doc)}\n ${(err as Error).stack}`,
          )
        }
      }
      T.seal()
      checkAll(T, true)
    })
  })
})
