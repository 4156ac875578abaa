import fc from 'fast-check'
import { history } from 'prosemirror-history'
import { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { compare } from '../../shared/compare/index.ts'
import { schema } from '../../shared/model/schema.ts'
import { accept, endOn, ensureIds, invariants, project, redline, reject, trackingGuard } from '../../shared/redline/index.ts'
import { ALL, grid, intents } from './action.ts'
import { contentOf, counter } from './documents.ts'
import type { Op } from './edit.ts'
import { act } from './harness.ts'
import { BASES, Broken, checkAll, checkRound, doc, type Ground, head, type Ids, para, show, Table, text } from './stage.ts'

/** A random negotiation of one item: what it starts from, how many parties sit at the table, what is done in turn. */
export interface Session {
  readonly base: number
  readonly parties: number
  readonly ops: readonly Op[]
}

/** A session as a failing one prints it: of each edit the fields that it reads. */
export interface Printed extends Omit<Session, 'ops'> {
  readonly ops: readonly (Pick<Op, 't'> & Partial<Op>)[]
}

const LONGEST = 8
/** The parties of sessions; the first ones sit at the table. */
export const PARTIES = ['A', 'B', 'C', 'D']

/** Documents that sessions start from: those of the scripts, and some with tables, figures and longer lists. */
export const GROUNDS: (() => Node)[] = [
  ...BASES,
  () => doc(para('a', 'one'), withIds(grid(2, 2, 'v'), 't'), para('z', 'end')),
  () => doc(head('h', 'Pay', 2), para('a', 'pays $1,500.00 or 4.5% by 9/1/2023, see 5.4'), para('b', '12 days'), para('c', 'on 10/2')),
  () =>
    doc(
      para('i', 'Items'),
      ...['a.', 'b.', 'c.'].map((label, n) => para(`l${n}`, `item ${n}`, { list: 'ordered', label })),
      para('m', 'deep', { list: 'ordered', label: 'i.', level: 1 }),
      para('n', 'last', { list: 'ordered', label: 'd.' }),
    ),
  () =>
    doc(
      withIds(grid(3, 2, 'v'), 't'),
      schema.nodes.paragraph.create({ id: 'p' }, [...text('plain '), ...text('bold', 'strong'), ...text(' 1,000')]),
    ),
]
function withIds(table: Node, id: string): Node {
  let n = 0
  const named = (node: Node): Node =>
    node.isInline
      ? node
      : node.type.create({ ...node.attrs, id: `${id}-${n++}` }, node.isTextblock ? node.content : node.children.map(named))
  return named(table)
}

/** Proposals of an item as a tree: each answers an earlier one, or the base. One of them is open. */
export class Bargain {
  readonly sealed: Ground[] = []
  readonly base: Node
  readonly parties: number
  table: Table
  private readonly ids: Ids = { n: 0 }
  private opened: Node
  /** Which sealed proposal the open one answers; -1 for the base. */
  answers = -1

  constructor(base: Node, parties: number) {
    this.base = base
    this.parties = parties
    this.table = this.open({ doc: base, chain: [], stored: [base] }, 0)
    this.opened = base
  }
  /** Opens a proposal of a party that answers another one. */
  private open(ground: Ground, party: number): Table {
    const T = new Table(this.base, ground, this.ids, PARTIES[party % this.parties])
    T.state = EditorState.create({ doc: ground.doc, plugins: [history({ newGroupDelay: 0 }), trackingGuard()] })
    T.others.push(...this.sealed.map((s) => s.doc))
    this.opened = ground.doc
    return T
  }
  /** Seals the open proposal; the next one answers it, or any earlier one. */
  seal(op: Op): void {
    const T = this.table
    backAndForth(T, this.opened)
    const { round } = T
    T.settle()
    checkRound(T)
    T.seal()
    this.sealed.push({ doc: T.doc, chain: T.chain.slice(0, round), stored: [...T.stored] })
    const open = [...this.sealed.filter((s) => s.chain.length < LONGEST), { doc: this.base, chain: [], stored: [this.base] }]
    const last = this.sealed[this.sealed.length - 1]
    const answered = op.a % 3 === 0 || !open.length ? (open.includes(last) ? last : open[0]) : open[op.a % open.length]
    this.answers = this.sealed.indexOf(answered)
    this.table = this.open(answered, answered.chain.length + op.b)
  }
  do(op: Op): void {
    if (op.t === 'seal') {
      this.seal(op)
      return
    }
    const before = this.table.doc
    this.table.selected = null
    this.table.reach = null
    act(this.table, op)
    const T = this.table
    if (T.doc === before || ['undo', 'redo', 'restart'].includes(op.t)) return
    T.note()
    // A drag touches two places, and a key over a selection all between its ends, of which not all need differ.
    if (!['drag', 'pasteCut', 'cutAndPaste'].includes(op.t) && (!T.selected || T.selected[0] === T.selected[1])) sharesBlocks(before, T)
  }
  /** What must hold of every proposal of the tree at the end. */
  close(): void {
    this.seal({ t: 'seal', a: 0, b: 0 } as Op)
    for (const [i, ground] of this.sealed.entries()) {
      const T = new Table(this.base, ground, { n: 1e6 })
      checkAll(T, i >= this.sealed.length - 2)
      roundTrip(ground.doc)
    }
    this.siblings()
  }
  /** Two proposals side by side meet by comparison. */
  private siblings(): void {
    for (let i = 1; i < Math.min(this.sealed.length, 4); i++) {
      const [x, y] = [this.sealed[i - 1], this.sealed[i]].map((s) => s.stored[s.stored.length - 1])
      const newId = counter()
      const base = ensureIds(x, newId)
      const met = compare(base, y, 'A', newId)
      invariants(met)
      const view = redline(met, [{ r: 1, party: 'A', date: '2023-09-20', proposal: 'p' }], 0, 1)
      const fail = (what: string): never => {
        throw new Broken(16, `${what}\n a ${show(x)}\n b ${show(y)}\n tree ${show(met)}`)
      }
      if (!project(met, 0).eq(base)) fail('the first is not given back')
      if (JSON.stringify(contentOf(project(met, 1))) !== JSON.stringify(contentOf(y))) fail('the second is not given back')
      if (!accept(view.blocks).eq(project(met, 1)) || !reject(view.blocks).eq(base)) fail('accepted or rejected it is neither')
    }
  }
}

/** Undo to the opening of the round gives that, and redo what there was (property 11). */
function backAndForth(T: Table, opened: Node): void {
  const there = T.reached
  while (T.reached > 0) again(T, 'undo')
  if (T.trail[0] === opened && !T.doc.eq(opened)) throw new Broken(11, `undone it is not as it was opened\n tree ${show(T.doc)}`)
  again(T, 'undo')
  while (T.reached < there) again(T, 'redo')
}
const again = (T: Table, t: string): void => void ALL[t].run(T, { t } as Op)

function roundTrip(tree: Node): void {
  const back = Node.fromJSON(schema, JSON.parse(JSON.stringify(tree.toJSON())))
  back.check()
  if (!back.eq(tree)) throw new Broken(12, `JSON\n want ${show(tree)}\n got  ${show(back)}`)
}

/**
 * Blocks that nobody touched are the same objects (property 6): all before the first block that differs and after the last one.
 * Touched are those that the edit reaches into, and the whole of the paragraph that they read as (ends that are off run on into
 * the next), with the paragraphs beside it, whose ends may change places with its own.
 */
function sharesBlocks(before: Node, T: Table): void {
  const after = T.doc
  if (before.eq(after)) return
  const room = Math.min(before.childCount, after.childCount)
  let start = 0
  while (start < room && before.child(start).eq(after.child(start))) start++
  let end = 0
  while (end < room - start && before.child(before.childCount - 1 - end).eq(after.child(after.childCount - 1 - end))) end++
  const [from, to] = T.reach ?? [Number.POSITIVE_INFINITY, 0]
  let first = start
  let last = before.childCount - end
  before.forEach((block, pos, i) => {
    if (pos > to || pos + block.nodeSize < from) return
    first = Math.min(first, i)
    last = Math.max(last, i + 1)
  })
  const closes = (i: number): boolean => !before.child(i).isTextblock || endOn(before.child(i), T.round)
  const back = (i: number): number => {
    let at = i
    while (at > 0 && !closes(at - 1)) at--
    return at
  }
  const on = (i: number): number => {
    let at = i
    while (at < before.childCount && !closes(at)) at++
    return Math.min(at + 1, before.childCount)
  }
  first = back(Math.max(back(first) - 1, 0))
  last = on(on(last))
  const shift = after.childCount - before.childCount
  for (let i = 0; i < before.childCount; i++) {
    if (i >= first && i < last) continue
    if (before.child(i) !== after.child(i < first ? i : i + shift))
      throw new Broken(6, `rebuilt ${show(doc(before.child(i)))}\n before ${show(before)}\n after  ${show(after)}`)
  }
}

/** Runs a session with every check. A failing one prints as a call of this. */
export function play(session: Printed): Bargain {
  const bargain = new Bargain(GROUNDS[session.base % GROUNDS.length](), session.parties)
  for (const op of session.ops) bargain.do(op as Op)
  bargain.close()
  return bargain
}

/** A session as the program that plays it: to be pasted as a test. */
export function program(session: Session): string {
  const line = (op: Op): string =>
    `    { ${Object.entries(op)
      .map(([name, value]) => `${name}: ${JSON.stringify(value).replaceAll('"', "'")}`)
      .join(', ')} },`
  return [`play({`, `  base: ${session.base},`, `  parties: ${session.parties},`, '  ops: [', ...session.ops.map(line), '  ],', '})'].join(
    '\n',
  )
}

const SEALED = fc.record({
  t: fc.constant('seal'),
  a: fc.constantFrom(0, 0, 0, 1, 2, 4, 5),
  b: fc.nat(3),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<Op>
const edits = intents(Object.fromEntries(Object.entries(ALL).filter(([t]) => t !== 'seal')))

/** Random negotiations of two to four parties, up to eight rounds deep, of up to `max` edits a round. */
export const session = (max = 8): fc.Arbitrary<Session> =>
  fc.record({
    base: fc.nat(GROUNDS.length - 1),
    parties: fc.integer({ min: 2, max: 4 }),
    ops: fc
      .array(fc.tuple(fc.array(edits, { maxLength: max, size: 'max' }), SEALED), { maxLength: LONGEST, size: 'max' })
      .map((rounds) => rounds.flatMap(([ops, seal]) => [...ops, seal])),
  })
