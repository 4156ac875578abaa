import { history, redo, undo, undoDepth } from 'prosemirror-history'
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { AllSelection, type Command, EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import type { RoundRef } from '../../../../shared/model/negotiation.ts'
import { schema } from '../../../../shared/model/schema.ts'
import {
  type Change,
  type Context,
  changes,
  context,
  inlineSwitches,
  invariants,
  plainText,
  project,
  redline,
  settleAll,
  switchesOf,
  track,
  trackingGuard,
} from '../../../../shared/redline/index.ts'

const N = schema.nodes
export const t = (s: string, ...marks: string[]): Node[] =>
  s
    ? [
        schema.text(
          s,
          marks.map((m) => schema.mark(m)),
        ),
      ]
    : []
export const p = (id: string, s: string | Node[] = '', attrs: object = {}): Node =>
  N.paragraph.create({ ...attrs, id }, typeof s === 'string' ? t(s) : s)
export const h = (id: string, s: string, level = 1): Node => N.heading.create({ id, level }, t(s))
export const cell = (id: string, ...blocks: Node[]): Node => N.table_cell.create({ id }, blocks)
export const row = (id: string, ...cells: Node[]): Node => N.table_row.create({ id }, cells)
export const table = (id: string, ...rows: Node[]): Node => N.table.create({ id }, rows)

const partyOf = (r: number): string => (r % 2 ? 'BEA' : '191')

/** Two parties drafting in turn, with history and guard as in the window. Every change is checked against the invariants. */
export class Desk {
  state: EditorState
  readonly base: Node
  r = 1
  private n = 0
  private time = 1000
  constructor(...blocks: Node[]) {
    this.base = N.doc.create(null, blocks)
    this.state = EditorState.create({ schema, doc: this.base, plugins: [history(), trackingGuard()] })
  }
  get doc(): Node {
    return this.state.doc
  }
  get cx(): Context {
    return context({ r: this.r, p: partyOf(this.r) }, (prefix) => `${prefix}${++this.n}`)
  }
  apply(tr: Transaction): this {
    this.state = this.state.apply(tr)
    invariants(this.doc)
    return this
  }
  /** Tracks and applies an ordinary transaction. */
  edit(make: (tr: Transaction) => Transaction): this {
    return this.apply(track(this.state, make(this.state.tr).setTime(this.tick()), this.cx))
  }
  /** Runs a command as a key would. */
  run(command: Command): boolean {
    return command(this.state, (tr) => {
      this.apply(track(this.state, tr.setTime(this.tick()), this.cx))
    })
  }
  private tick(): number {
    this.time += 10
    return this.time
  }
  wait(): this {
    this.time += 10_000
    return this
  }
  /** The position right before the n-th occurrence of a text in the tree. */
  find(text: string, nth = 0): number {
    const found: number[] = []
    this.doc.descendants((node, pos) => {
      if (!node.isTextblock) return true
      const all = node.textBetween(0, node.content.size, '', '\n')
      for (let i = all.indexOf(text); i >= 0; i = all.indexOf(text, i + 1)) found.push(pos + 1 + i)
      return false
    })
    if (found[nth] === undefined) throw new Error(`${text} is not in ${this.picture}`)
    return found[nth]
  }
  /** Selects a text, or puts the caret before (offset from its start) it. */
  select(text: string, nth = 0): this {
    const from = this.find(text, nth)
    return this.selectRange(from, from + text.length)
  }
  caret(text: string, offset = 0): this {
    const at = this.find(text) + offset
    return this.selectRange(at, at)
  }
  selectRange(from: number, to: number): this {
    this.state = this.state.apply(this.state.tr.setSelection(TextSelection.create(this.doc, from, to)))
    return this
  }
  selectAll(): this {
    this.state = this.state.apply(this.state.tr.setSelection(new AllSelection(this.doc)))
    return this
  }
  type(text: string): this {
    for (const key of text) {
      const { from, to } = this.state.selection
      this.edit((tr) => tr.insertText(key, from, to))
    }
    return this
  }
  strikeText(text: string): this {
    const from = this.find(text)
    return this.edit((tr) => tr.delete(from, from + text.length))
  }
  seal(): this {
    const tr = settleAll(this.state, this.cx)
    if (tr) this.apply(tr)
    this.r++
    return this
  }
  undo(): boolean {
    return undo(this.state, (tr) => this.apply(tr))
  }
  redo(): boolean {
    return redo(this.state, (tr) => this.apply(tr))
  }
  get undoDepth(): number {
    return undoDepth(this.state)
  }
  clean(v = this.r): string[] {
    return plainText(project(this.doc, v)).split('\n')
  }
  get changes(): Change[] {
    return this.changesSince(this.r - 1)
  }
  changesSince(v: number): Change[] {
    return changes(redline(this.doc, this.rounds, v, this.r))
  }
  get rounds(): RoundRef[] {
    return Array.from({ length: this.r }, (_, i) => ({ r: i + 1, party: partyOf(i + 1), date: '2023-09-20', proposal: `p${i + 1}` }))
  }
  /** The tree in short: each run with its switches, `¶` with its own. */
  get picture(): string {
    const sw = (list: readonly { k: string; r: number }[]): string => (list.length ? `{${list.map((s) => s.k + s.r).join(' ')}}` : '')
    const go = (node: Node): string =>
      node.isTextblock
        ? `${node.children.map((n) => (n.text ?? '⏎') + sw(inlineSwitches(n))).join('')}¶${sw(switchesOf(node))}`
        : `[${node.children.map(go).join(' ')}]${sw(switchesOf(node))}`
    return this.doc.children.map(go).join(' ')
  }
}

/** A slice of paragraphs, open at both ends unless said otherwise. */
export const slice = (blocks: Node[], open = 1): Slice => new Slice(Fragment.from(blocks), open, open)
