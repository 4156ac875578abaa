import type { Node } from 'prosemirror-model'
import { EditorState, type Transaction } from 'prosemirror-state'
import type { Step } from 'prosemirror-transform'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { type BlockProps, schema } from '../../shared/model/schema.ts'
import {
  accept,
  allRounds,
  type Block,
  type Context,
  changes,
  context,
  inlineSwitches,
  invariants,
  plainText,
  project,
  redline,
  reject,
  settleAll,
  switchesOf,
  withLabels,
} from '../../shared/redline/index.ts'

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
  { type: 'heading', attrs: { level: 2, align: 'left', label: 'Section 2.' } },
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

/** A property of the engine that does not hold: which one (its number in the list of sixteen), and what was seen. */
export class Broken extends Error {
  readonly property: number
  constructor(property: number, what: string) {
    super(what)
    this.property = property
  }
}

export const partyOf = (r: number): string => (r % 2 ? 'A' : 'B')
/** The chain of rounds of these parties; without them, of two in turn. */
export const roundsTo = (n: number, chain: readonly string[] = []): RoundRef[] =>
  Array.from({ length: n }, (_, i) => ({ r: i + 1, party: chain[i] ?? partyOf(i + 1), date: dayOf(i + 1), proposal: `p${i + 1}` }))
const dayOf = (r: number): string => `2023-09-${String(10 + r)}`

/** Ids that are unique in a negotiation. */
export interface Ids {
  n: number
}

/** What a proposal starts from: a document that holds the rounds of its chain, and the clean texts stored when they were sealed. */
export interface Ground {
  readonly doc: Node
  /** The party of each round. */
  readonly chain: readonly string[]
  readonly stored: readonly Node[]
}

/** One open proposal at a table: a document, the open round, and the clean texts that were stored when rounds were sealed. */
export class Table {
  state: EditorState
  round: number
  readonly stored: Node[]
  /** The party of each round so far; the parties take turns beyond it. */
  readonly chain: string[]
  /** Other documents that language may be taken from. */
  readonly others: Node[] = []
  /** The states since the round was opened that undo goes back through, and the one reached. */
  trail: Node[]
  reached = 0
  /** What the last key was pressed over. */
  selected: readonly [number, number] | null = null
  /** The positions that the last edit by places lies between. */
  reach: readonly [number, number] | null = null
  private readonly ids: Ids
  private time = 0
  constructor(base: Node, from: Partial<Ground> = {}, ids: Ids = { n: 0 }, party?: string) {
    const chain = [...(from.chain ?? [])]
    this.round = chain.length + 1
    this.chain = party ? [...chain, party] : chain
    this.stored = [...(from.stored ?? [base])]
    this.ids = ids
    this.state = EditorState.create({ schema, doc: from.doc ?? base })
    this.trail = [this.state.doc]
  }
  get doc(): Node {
    return this.state.doc
  }
  partyAt(r: number): string {
    return this.chain[r - 1] ?? partyOf(r)
  }
  rounds(n = this.round): RoundRef[] {
    return roundsTo(
      n,
      Array.from({ length: n }, (_, i) => this.partyAt(i + 1)),
    )
  }
  newId = (prefix: string): string => `${prefix}${++this.ids.n}`
  cx(): Context {
    return context({ r: this.round, p: this.partyAt(this.round) }, this.newId)
  }
  clean(): Node {
    return project(this.doc, this.round)
  }
  /** A time for the next transaction that is well after the one before, so that each is its own step of undo. */
  now(): number {
    this.time += 10_000
    return this.time
  }
  /** The steps applied so far that nobody has saved. */
  readonly unsaved: Step[] = []
  apply(tr: Transaction): void {
    this.state = this.state.apply(tr)
    this.unsaved.push(...tr.steps)
  }
  /** Notes an edit as one that undo goes back over. */
  note(): void {
    if (this.doc === this.trail[this.reached]) return
    this.trail = [...this.trail.slice(0, this.reached + 1), this.doc]
    this.reached++
  }
  settle(): void {
    const tr = settleAll(this.state, this.cx())
    if (tr) this.apply(tr)
  }
  seal(): void {
    this.settle()
    this.stored[this.round] = this.clean()
    this.round++
    this.trail = [this.doc]
    this.reached = 0
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
  try {
    invariants(T.doc)
  } catch (error) {
    throw new Broken(9, (error as Error).message)
  }
  checkIds(T.doc)
  checkParts(T.doc)
  for (let v = 0; v < T.round; v++)
    if (!project(T.doc, v).eq(T.stored[v]))
      throw new Broken(
        v ? 3 : 1,
        `clean(${v}) changed:\n want ${show(T.stored[v])}\n got  ${show(project(T.doc, v))}\n tree ${show(T.doc)}`,
      )
  if (deep) for (let a = 0; a <= T.round; a++) for (let b = 0; b <= T.round; b++) checkRedline(T, a, b)
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
      if ((known.get(key) ?? value) !== value) throw new Broken(8, `the id ${s.id} is ${known.get(key)} and ${value}\n tree ${show(tree)}`)
      known.set(key, value)
    }
  }
  tree.descendants((node) => {
    for (const s of node.isInline ? inlineSwitches(node) : switchesOf(node)) see(s.k, s)
    for (const m of node.marks) if (m.type.name === 'format') see('format', m.attrs as { id: string; r: number; p: string })
    for (const w of node.attrs.was ?? []) see('was', w)
  })
}

/** Words in a row or column that was put in were put in too (property 9: nothing is untracked). */
function checkParts(tree: Node): void {
  const walk = (node: Node, came: boolean): void => {
    if (node.isInline && came && inlineSwitches(node)[0]?.k !== 'ins')
      throw new Broken(9, `${JSON.stringify(node.text ?? 'a break')} came in with its row or column, untracked\n tree ${show(tree)}`)
    const part = node.type.name.startsWith('table_')
    node.children.forEach((child) => {
      walk(child, came || (part && switchesOf(node)[0]?.k === 'ins'))
    })
  }
  for (const block of tree.children) if (!block.isTextblock) walk(block, false)
}

/** What the open round changed is its party's and nobody else's (property 8). */
export function checkRound(T: Table): void {
  const by = (c: { r: number; p: string } | null): void => {
    if (c && (c.r !== T.round || c.p !== T.partyAt(T.round)))
      throw new Broken(8, `a change of round ${T.round} stands under ${c.p} in round ${c.r}\n tree ${show(T.doc)}`)
  }
  for (const c of changes(redline(T.doc, T.rounds(), T.round - 1, T.round))) by(c.by)
}

function checkRedline(T: Table, a: number, b: number): void {
  const tree = T.doc
  const rounds = T.rounds(Math.max(a, b))
  const view = redline(tree, rounds, a, b)
  const fail = (property: number, what: string): never => {
    throw new Broken(property, `redline(${a},${b}) ${what}\n tree ${show(tree)}`)
  }
  const [cleanA, cleanB] = [project(tree, a), project(tree, b)]
  if (!reject(view.blocks).eq(cleanA)) fail(4, `rejected is not clean: ${show(reject(view.blocks))} for ${show(cleanA)}`)
  if (!accept(view.blocks).eq(cleanB)) fail(4, `accepted is not clean: ${show(accept(view.blocks))} for ${show(cleanB)}`)
  const all = allRounds(tree, rounds, a, b).blocks
  if (!reject(all).eq(cleanA)) fail(4, `all rounds rejected is not clean: ${show(reject(all))} for ${show(cleanA)}`)
  if (!accept(all).eq(cleanB)) fail(4, `all rounds accepted is not clean: ${show(accept(all))} for ${show(cleanB)}`)
  const changed = flatten(view.blocks).filter((x) => x.kind !== 'same' || x.changed)
  if (a === b && (changed.length || changes(view).length)) fail(5, 'is not empty')
  for (const x of changed) if (!(x.by || x.changed)) fail(8, `has a change without a party: ${JSON.stringify(x)}`)
  if (a < b) checkSwap(T, a, b, view.blocks, (what) => fail(5, what))
  const list = changes(view)
  const ids = list.flatMap((c) => c.ids)
  if (new Set(ids).size !== ids.length) fail(8, 'lists an id twice')
  for (const c of list)
    if (!c.kinds.length || c.by.p !== T.partyAt(c.by.r)) fail(8, `has a change with the wrong party or no kind: ${JSON.stringify(c)}`)
  const shown = withLabels(view.blocks)
  if (plainText(accept(shown)) !== plainText(cleanB)) fail(4, `labels of the target: ${plainText(accept(shown))}`)
  if (plainText(reject(shown)) !== plainText(cleanA)) fail(4, `labels of the baseline: ${plainText(reject(shown))}`)
  for (const x of flatten(shown)) if (x.kind !== 'same' && !x.by) fail(8, `has a label without a party: ${JSON.stringify(x)}`)
}
function checkSwap(T: Table, a: number, b: number, blocks: readonly Block[], fail: (what: string) => never): void {
  const flip = (k: string): string => (k === 'insert' ? 'delete' : k === 'delete' ? 'insert' : k)
  // Runs may be joined differently in the two directions where something was restored, so characters are compared.
  const characters = (x: Flat[], turn: boolean) => x.flatMap((y) => [...y.text].map((c) => [turn ? flip(y.kind) : y.kind, y.by, c]))
  const forth = JSON.stringify(characters(flatten(blocks), true))
  const back = JSON.stringify(characters(flatten(redline(T.doc, T.rounds(Math.max(a, b)), b, a).blocks), false))
  if (forth !== back) fail(`does not swap\n ${forth}\n ${back}`)
}
