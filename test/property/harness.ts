import { Fragment, type Node, Slice } from 'prosemirror-model'
import { EditorState, type Transaction } from 'prosemirror-state'
import { ReplaceStep, Transform } from 'prosemirror-transform'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { type BlockProps, schema } from '../../shared/model/schema.ts'
import {
  accept,
  type Block,
  type Context,
  changes,
  context,
  endOn,
  ends,
  inlineOn,
  inlineSwitches,
  invariants,
  plainText,
  project,
  propsOf,
  Refused,
  redline,
  reformat,
  reject,
  reshape,
  restore,
  revert,
  settleAll,
  strike,
  switchesOf,
  track,
  withLabels,
} from '../../shared/redline/index.ts'
import { cleanPlace } from './oracle.ts'
import type { Op } from './script.ts'

const N = schema.nodes
export const text = (s: string, ...marks: string[]): Node[] =>
  s
    ? [
        schema.text(
          s,
          marks.map((m) => schema.mark(m)),
        ),
      ]
    : []
export const para = (id: string, s = '', attrs: object = {}): Node => N.paragraph.create({ ...attrs, id }, text(s))
export const head = (id: string, s: string, level = 1): Node => N.heading.create({ level, id }, text(s))
export const doc = (...blocks: Node[]): Node => N.doc.create(null, blocks)

/** Documents that scripts start from. */
export const BASES: (() => Node)[] = [
  () => doc(para('a', 'abcd')),
  () => doc(head('a', 'He'), para('b', 'one two'), para('c'), para('d', 'three')),
  () => doc(para('a'), para('b', 'q', { label: 'a.', list: 'ordered' })),
  () =>
    doc(
      head('h', 'Title', 2),
      N.paragraph.create({ id: 'l', list: 'bullet', label: '•' }, [
        ...text('ab'),
        ...text('CD', 'strong'),
        N.hard_break.create(),
        ...text('ef', 'em'),
      ]),
      para('z', 'end', { level: 2 }),
    ),
]

const paragraph = (attrs: Partial<BlockProps['attrs']> = {}): BlockProps => ({
  type: 'paragraph',
  attrs: { level: 0, align: 'left', list: null, label: null, ...attrs },
})
export const PROPS: BlockProps[] = [
  paragraph(),
  { type: 'heading', attrs: { level: 1, align: 'left' } },
  { type: 'heading', attrs: { level: 2, align: 'center' } },
  paragraph({ list: 'bullet', label: '•' }),
  paragraph({ list: 'ordered', level: 1, label: 'b.' }),
  paragraph({ label: 'Subd. 2.' }),
]
export const block = (props: BlockProps, id: string, content: Node[] = []): Node => N[props.type].create({ ...props.attrs, id }, content)

/** The document as JSON without ids: what two documents must share where ids may differ. */
export const bare = (node: Node): string => JSON.stringify(node.toJSON(), (key, value) => (key === 'id' ? undefined : value))
/** A short picture of a tree for messages. */
export const show = (node: Node): string =>
  node.children
    .map((b) => {
      const sw = (b.attrs.sw ?? []).map((s: { k: string; r: number }) => s.k + s.r).join(',')
      if (!b.isTextblock) return `${b.type.name}(${sw})[${show(b)}]`
      const runs = b.children.map((n) => {
        const marks = n.marks.map((m) => m.type.name.slice(0, 3) + (m.attrs.r ?? ''))
        return `${n.text ?? '⏎'}${marks.length ? `{${marks}}` : ''}`
      })
      const kind = b.type.name === 'heading' ? `H${b.attrs.level}` : `P${b.attrs.level || ''}${b.attrs.label ?? ''}`
      const was = b.attrs.was.map(
        (w: { r: number; type: string; attrs: { label?: string } }) => `${w.r}:${w.type[0]}${w.attrs.label ?? ''}`,
      )
      return `${kind}#${b.attrs.id}[${runs.join('|')}](${sw})${was.length ? `{was ${was}}` : ''}`
    })
    .join('  ')

export const partyOf = (r: number): string => (r % 2 ? 'A' : 'B')
export const roundsTo = (n: number): RoundRef[] =>
  Array.from({ length: n }, (_, i) => ({ r: i + 1, party: partyOf(i + 1), date: '2023-09-20', proposal: `p${i + 1}` }))

/** Two parties at a table: a document, the open round, and the clean texts that were stored when rounds were sealed. */
export class Table {
  state: EditorState
  round = 1
  readonly stored: Node[]
  private n = 0
  constructor(base: Node) {
    this.state = EditorState.create({ schema, doc: base })
    this.stored = [base]
  }
  get doc(): Node {
    return this.state.doc
  }
  cx(): Context {
    return context({ r: this.round, p: partyOf(this.round) }, (prefix) => `${prefix}${++this.n}`)
  }
  clean(): Node {
    return project(this.doc, this.round)
  }
  apply(tr: Transaction): void {
    this.state = this.state.apply(tr)
  }
  settle(): void {
    const tr = settleAll(this.state, this.cx())
    if (tr) this.apply(tr)
  }
  seal(): void {
    this.settle()
    this.stored[this.round] = this.clean()
    this.round++
  }
}

const textPlaces = (d: Node): number => d.children.reduce((sum, b) => sum + (b.isTextblock ? b.content.size + 1 : 0), 0)
export function placeIn(d: Node, k: number): number {
  let left = k % textPlaces(d)
  let p = 0
  for (const b of d.children) {
    if (b.isTextblock) {
      if (left <= b.content.size) return p + 1 + left
      left -= b.content.size + 1
    }
    p += b.nodeSize
  }
  return 1
}
export const posOf = (d: Node, i: number): number => d.children.slice(0, i).reduce((sum, b) => sum + b.nodeSize, 0)
const formats = (k: number) => [[], ['strong'], ['em'], ['strong', 'em']][k % 4].map((m) => schema.mark(m))

export interface Outcome {
  readonly tr: Transaction
  /** What clean(now) is to be; null where only the check tells. */
  readonly expected: Node | null
  /** Ids are to be the same too. */
  readonly exact?: boolean
  readonly check?: (after: Node) => void
}

/** What one intent gives: the tracked transaction, and the clean text that the same intent gives with tracking off. */
export function step(T: Table, op: Op): Outcome | null {
  const D = T.doc
  const v = T.round
  const C = T.clean()
  const closes = ends(D, v)
  const ct = new Transform(C)
  const tr = T.state.tr
  const end = C.content.size - 1
  const lastOn = closes.lastIndexOf(true)
  const nth = (i: number): number => closes.slice(0, i).filter(Boolean).length
  const hasText = (b: Node): boolean => b.children.some((n) => inlineOn(n, v))
  const o = op as { a: number; b?: number }
  let p1 = placeIn(D, o.a ?? 0)
  let p2 = placeIn(D, o.b ?? o.a ?? 0)
  if (p1 > p2) [p1, p2] = [p2, p1]
  const at = (p: number) => cleanPlace(D, p, v)
  const done = (expected: Node | null): Outcome => ({ tr: track(T.state, tr, T.cx()), expected })
  const range = (): [number | null, number] => {
    const [a, b] = [at(p1), at(p2)]
    return [a.pos, b.pos ?? end]
  }
  switch (op.t) {
    case 'type':
    case 'replace': {
      if (op.t === 'type') p2 = p1
      const [c1, c2] = range()
      const n = op.s === '\n' ? N.hard_break.create(null, null, formats(op.k)) : schema.text(op.s, formats(op.k))
      tr.replaceWith(p1, p2, n)
      if (c1 === null) ct.insert(C.content.size, block(propsOf(D.resolve(p2).parent), '', [n]))
      else ct.replaceWith(c1, c2, n)
      return done(ct.doc)
    }
    case 'del': {
      const [c1, c2] = range()
      tr.delete(p1, p2)
      if (c1 !== null) ct.delete(c1, c2)
      return done(ct.doc)
    }
    case 'enter': {
      const a = at(p1)
      if (a.pos === null) {
        tr.split(p1)
        ct.insert(C.content.size, block(propsOf(D.resolve(p1).parent), ''))
        return done(ct.doc)
      }
      const $c = C.resolve(a.pos)
      const plain = $c.parent.type === N.heading && $c.parentOffset === $c.parent.content.size ? [{ type: N.paragraph }] : undefined
      tr.split(p1, 1, plain)
      ct.split(a.pos, 1, plain)
      return done(ct.doc)
    }
    case 'join': {
      if (D.childCount < 2) return null
      const i = op.a % (D.childCount - 1)
      tr.join(posOf(D, i + 1))
      if (closes[i] && i !== lastOn) ct.join(posOf(C, nth(i) + 1))
      return done(ct.doc)
    }
    case 'back':
    case 'fwd': {
      const tokens = standing(D, v, closes)
      const a = at(p1)
      if (op.t === 'back') {
        const t = tokens.filter((x) => (x[1] ?? x[0] + 1) <= p1).pop()
        if (!t) return null
        tr.delete(t[0], t[1] ?? p1)
        if (a.pos !== null) {
          const $c = C.resolve(a.pos)
          if ($c.parentOffset) ct.delete(a.pos - 1, a.pos)
          else ct.join($c.before())
        }
        return done(ct.doc)
      }
      const t = tokens.find((x) => x[0] >= p1)
      if (!t) return null
      if (t[1]) tr.delete(t[0], t[1])
      else {
        const i = D.resolve(t[0]).index(0)
        if (i + 1 >= D.childCount) return null
        tr.delete(p1, posOf(D, i + 1) + 1)
      }
      if (a.pos !== null) {
        const $c = C.resolve(a.pos)
        if ($c.parentOffset < $c.parent.content.size) ct.delete(a.pos, a.pos + 1)
        else if ($c.after() < C.content.size) ct.join($c.after())
      }
      return done(ct.doc)
    }
    case 'delBlocks': {
      let [i, j] = [op.a % D.childCount, op.b % D.childCount]
      if (i > j) [i, j] = [j, i]
      const [from, to] = [posOf(D, i), posOf(D, j + 1)]
      tr.delete(from, to)
      if (!tr.docChanged) return null
      return done(withoutBlocks(T, ct, i, j, from, to, closes, nth))
    }
    case 'insertBlocks': {
      const i = op.a % (D.childCount + 1)
      const place = posOf(D, i)
      const list = op.list.map(([k, s]) => block(PROPS[k % PROPS.length], '', text(s)))
      tr.insert(place, list)
      const a = at(place)
      if (!a.chars) ct.insert(a.pos === null ? C.content.size : a.base, list)
      else {
        ct.split(a.pos!)
        ct.insert(a.pos! + 1, list)
      }
      return done(ct.doc)
    }
    case 'paste': {
      const list = op.list.map(([k, s]) => block(PROPS[k % PROPS.length], '', text(s)))
      const openLeft = !(op.k & 1)
      const openRight = !(op.k & 2)
      const [i, j] = [D.resolve(p1).index(0), D.resolve(p2).index(0)]
      const from = openLeft ? p1 : posOf(D, i)
      const to = openRight ? p2 : posOf(D, j + 1)
      const [a, b] = [at(from), at(to)]
      if ((openLeft || openRight) && a.pos === null) return null
      tr.step(new ReplaceStep(from, to, new Slice(Fragment.fromArray(list), openLeft ? 1 : 0, openRight ? 1 : 0)))
      const clean = [...list]
      let [c1, c2, o1, o2] = [0, 0, 1, 1]
      if (openLeft) c1 = a.pos!
      else if (!a.chars) {
        c1 = a.pos === null ? C.content.size : a.base
        o1 = 0
      } else {
        c1 = a.pos!
        clean.unshift(C.resolve(c1).parent.copy(Fragment.empty))
      }
      if (openRight) c2 = b.pos ?? end
      else if (b.pos === null) {
        c2 = C.content.size
        o2 = 0
      } else if (!b.chars) {
        c2 = b.base
        o2 = 0
      } else {
        c2 = b.pos
        clean.push(C.resolve(c2).parent.copy(Fragment.empty))
      }
      ct.step(new ReplaceStep(c1, c2, new Slice(Fragment.fromArray(clean), o1, o2)))
      return done(ct.doc)
    }
    case 'fmt': {
      const m = schema.mark(op.k & 1 ? 'strong' : 'em')
      const [c1, c2] = range()
      if (op.k & 4) {
        ct.addMark(c1 ?? end, c2, m)
        return { tr: reformat(T.state, p1, p2, (marks) => m.addToSet(marks), T.cx()), expected: ct.doc }
      }
      if (op.k & 2) {
        tr.addMark(p1, p2, m)
        ct.addMark(c1 ?? end, c2, m)
      } else {
        tr.removeMark(p1, p2, m)
        ct.removeMark(c1 ?? end, c2, m)
      }
      return tr.docChanged ? done(ct.doc) : null
    }
    case 'props': {
      const i = op.a % D.childCount
      const p = PROPS[op.k % PROPS.length]
      tr.setNodeMarkup(posOf(D, i), N[p.type], p.attrs)
      if (closes[i] || hasText(D.child(i))) {
        const k = nth(i)
        ct.setNodeMarkup(posOf(C, k), N[p.type], { ...p.attrs, id: C.child(k).attrs.id })
      }
      return done(ct.doc)
    }
    case 'typeOf': {
      const p = PROPS[op.k % PROPS.length]
      const asOne = op.k === 5
      tr.setBlockType(p1, p2, N[p.type], p.attrs)
      if (!tr.docChanged && !asOne) return null
      const hit = new Set<number>()
      D.nodesBetween(p1, p2, (n, _pos, _parent, i) => {
        if (n.isTextblock && !n.hasMarkup(N[p.type], p.attrs) && (closes[i] || hasText(n))) hit.add(nth(i))
        return false
      })
      for (const k of hit) ct.setNodeMarkup(posOf(C, k), N[p.type], { ...p.attrs, id: C.child(k).attrs.id })
      return asOne ? { tr: reshape(T.state, p1, p2, () => p, T.cx()), expected: ct.doc } : done(ct.doc)
    }
    case 'strike':
    case 'restore':
      return decideRange(T, op.t, p1, p2)
    case 'revert': {
      const a = op.a % T.round
      return { tr: revert(T.state, a, T.cx()), expected: T.stored[a], exact: true }
    }
    case 'seal':
      T.seal()
      return null
  }
}

/** What stands, as [from, to] of characters and [position, null] of ends. */
export function standing(D: Node, v: number, closes = ends(D, v)): [number, number | null][] {
  const out: [number, number | null][] = []
  let p = 0
  D.forEach((b, _, i) => {
    b.forEach((n, o) => {
      if (inlineOn(n, v)) for (let k = 0; k < n.nodeSize; k++) out.push([p + 1 + o + k, p + 2 + o + k])
    })
    if (closes[i]) out.push([p + b.nodeSize - 1, null])
    p += b.nodeSize
  })
  return out
}

function withoutBlocks(
  T: Table,
  ct: Transform,
  i: number,
  j: number,
  from: number,
  to: number,
  closes: boolean[],
  nth: (i: number) => number,
): Node {
  const [D, C, v] = [T.doc, T.clean(), T.round]
  if (i === 0 && j === D.childCount - 1) return doc(N.paragraph.create())
  const a = cleanPlace(D, from, v)
  const on = closes.flatMap((c, k) => (c && k >= i && k <= j ? [k] : []))
  const last = on[on.length - 1]
  // Standing text at the end of the range that runs on into what follows it.
  let tail = 0
  for (let k = on.length ? last + 1 : i; k <= j; k++) for (const n of D.child(k).children) if (inlineOn(n, v)) tail += n.nodeSize
  if (a.chars > 0) {
    const c1 = a.pos!
    let c2: number
    if (on.length) {
      const k = nth(last)
      const q = posOf(C, k + 1) + 1
      if (tail) ct.delete(q, q + tail)
      c2 = posOf(C, k) + C.child(k).nodeSize - 1
    } else c2 = cleanPlace(D, to, v).pos!
    ct.delete(c1, c2)
    return ct.doc
  }
  const first = nth(i)
  const rest = C.children.slice(first + on.length)
  if (tail) rest[0] = rest[0].cut(tail)
  const left = [...C.children.slice(0, first), ...rest]
  return doc(...(left.length ? left : [C.lastChild!.copy(Fragment.empty)]))
}

function decideRange(T: Table, what: 'strike' | 'restore', p1: number, p2: number): Outcome {
  const [D, v] = [T.doc, T.round]
  let want = ''
  let p = 0
  D.forEach((b) => {
    b.forEach((n, o) => {
      for (let k = 0; k < n.nodeSize; k++) {
        const q = p + 1 + o + k
        if (q >= p1 && q < p2 ? what === 'restore' : inlineOn(n, v)) want += n.isText ? n.text![k] : '\n'
      }
    })
    const q = p + b.nodeSize - 1
    if (q >= p1 && q < p2 ? what === 'restore' : endOn(b, v)) want += '¶'
    p += b.nodeSize
  })
  if (!want.endsWith('¶')) want += '¶'
  const tr = (what === 'strike' ? strike : restore)(T.state, p1, p2, T.cx())
  const check = (after: Node): void => {
    const got = project(after, v)
      .children.map((b) => `${b.children.map((n) => n.text ?? '\n').join('')}¶`)
      .join('')
    if (got !== want) throw new Error(`${what}: want ${JSON.stringify(want)} got ${JSON.stringify(got)}`)
  }
  return { tr, expected: null, check }
}

/** The tokens of a redline's blocks, flat. */
interface Flat {
  kind: string
  by: unknown
  changed: unknown
  text: string
}
const flatten = (blocks: readonly Block[]): Flat[] =>
  blocks.flatMap((b): Flat[] =>
    b.kind === 'table'
      ? b.rows.flatMap((r) => [
          { kind: r.change, by: r.by, changed: null, text: '[row]' },
          ...r.cells.flatMap((c) => [{ kind: c.change, by: c.by, changed: null, text: '[cell]' }, ...flatten(c.blocks)]),
        ])
      : [
          ...b.runs.map((r) => ({ kind: r.kind, by: r.by, changed: r.formatBy, text: r.node.text ?? '\n' })),
          { kind: b.end, by: b.by, changed: b.propsBy, text: '¶' },
        ],
  )

/** Properties 1, 3, 4, 5, 8 and 9 of a tree: sealed versions are as stored, redlines resolve to both sides, nobody is misnamed. */
export function checkAll(T: Table, deep = true): void {
  invariants(T.doc)
  checkIds(T.doc)
  for (let v = 0; v < T.round; v++)
    if (!project(T.doc, v).eq(T.stored[v]))
      throw new Error(`clean(${v}) changed:\n want ${show(T.stored[v])}\n got  ${show(project(T.doc, v))}\n tree ${show(T.doc)}`)
  if (deep) for (let a = 0; a <= T.round; a++) for (let b = 0; b <= T.round; b++) checkRedline(T.doc, a, b)
}

/** One change, one round, one party, one kind of switch. (Properties that a join hands on stand under the join's id.) */
function checkIds(tree: Node): void {
  const known = new Map<string, string>()
  const see = (k: string, s: { id: string; r: number; p: string }): void => {
    const who = `${s.r} ${s.p}`
    for (const [key, value] of [
      [s.id, who],
      [`${s.id} kind`, k],
    ]) {
      if (key.endsWith('kind') && k === 'was') continue
      if ((known.get(key) ?? value) !== value) throw new Error(`the id ${s.id} is ${known.get(key)} and ${value}\n tree ${show(tree)}`)
      known.set(key, value)
    }
  }
  tree.descendants((node) => {
    for (const s of node.isInline ? inlineSwitches(node) : switchesOf(node)) see(s.k, s)
    for (const m of node.marks) if (m.type.name === 'format') see('format', m.attrs as { id: string; r: number; p: string })
    for (const w of node.attrs.was ?? []) see('was', w)
  })
}

function checkRedline(tree: Node, a: number, b: number): void {
  const rounds = roundsTo(Math.max(a, b))
  const view = redline(tree, rounds, a, b)
  const fail = (what: string): never => {
    throw new Error(`redline(${a},${b}) ${what}\n tree ${show(tree)}`)
  }
  if (!reject(view.blocks).eq(project(tree, a))) fail(`rejected is not clean: ${show(reject(view.blocks))} for ${show(project(tree, a))}`)
  if (!accept(view.blocks).eq(project(tree, b))) fail(`accepted is not clean: ${show(accept(view.blocks))} for ${show(project(tree, b))}`)
  const changed = flatten(view.blocks).filter((x) => x.kind !== 'same' || x.changed)
  if (a === b && (changed.length || changes(view).length)) fail('is not empty')
  for (const x of changed) if (!(x.by || x.changed)) fail(`has a change without a party: ${JSON.stringify(x)}`)
  if (a < b) checkSwap(tree, a, b, view.blocks, fail)
  const list = changes(view)
  const ids = list.flatMap((c) => c.ids)
  if (new Set(ids).size !== ids.length) fail('lists an id twice')
  for (const c of list)
    if (!c.kinds.length || c.by.p !== partyOf(c.by.r)) fail(`has a change with the wrong party or no kind: ${JSON.stringify(c)}`)
  const shown = withLabels(view.blocks)
  if (plainText(accept(shown)) !== plainText(project(tree, b))) fail(`labels of the target: ${plainText(accept(shown))}`)
  if (plainText(reject(shown)) !== plainText(project(tree, a))) fail(`labels of the baseline: ${plainText(reject(shown))}`)
  for (const x of flatten(shown)) if (x.kind !== 'same' && !x.by) fail(`has a label without a party: ${JSON.stringify(x)}`)
}
function checkSwap(tree: Node, a: number, b: number, blocks: readonly Block[], fail: (what: string) => never): void {
  const flip = (k: string): string => (k === 'insert' ? 'delete' : k === 'delete' ? 'insert' : k)
  // Runs may be joined differently in the two directions where something was restored, so characters are compared.
  const characters = (x: Flat[], turn: boolean) => x.flatMap((y) => [...y.text].map((c) => [turn ? flip(y.kind) : y.kind, y.by, c]))
  const forth = JSON.stringify(characters(flatten(blocks), true))
  const back = JSON.stringify(characters(flatten(redline(tree, roundsTo(Math.max(a, b)), b, a).blocks), false))
  if (forth !== back) fail(`does not swap\n ${forth}\n ${back}`)
}

/** Runs a script with every check; a failure says which intent, in which round, before and after. */
export function runScript(base: Node, ops: readonly Op[], deepEvery = false): Table {
  const T = new Table(base)
  for (const op of ops) {
    const before = T.doc
    try {
      const r = step(T, op)
      if (!r) continue
      T.apply(r.tr)
      r.check?.(T.doc)
      const now = T.clean()
      if (r.expected && (r.exact ? !now.eq(r.expected) : bare(now) !== bare(r.expected)))
        throw new Error(`clean(now)\n want ${show(r.expected)}\n got  ${show(now)}`)
      checkAll(T, deepEvery)
    } catch (err) {
      if (err instanceof Refused) continue
      throw new Error(
        `${JSON.stringify(op)} in round ${T.round}\n before ${show(before)}\n after  ${show(T.doc)}\n ${(err as Error).stack}`,
      )
    }
  }
  T.seal()
  checkAll(T, true)
  return T
}
