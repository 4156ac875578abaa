import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { plainMarks, type Switch, schema, type Was } from '../model/schema.ts'
import { endOn, ensureIds, inlineOn, propsOf, sameProps, standsAt, switchesOf, tableOn } from '../redline/index.ts'

type State = 'same' | 'ins' | 'del'
const PLAIN = { type: 'paragraph', attrs: { level: 0, align: 'left', list: null, label: null } } as const

/**
 * The document of a proposal made against the base, from the source's own marks: a base of what they say stood before, and one
 * round of what they strike and put in. `marked` carries `insertion` and `deletion` marks of round 1; where it says nothing of
 * paragraph ends and rows (`sw`), those go with their text: wholly struck with the one, wholly new with the other. `fresh`:
 * nothing stood before, so all that is not struck is put in, over a base of one empty paragraph.
 */
export function rooted(marked: Node, fresh: boolean, party: string, newId: (prefix: string) => string): Node {
  let spoken = false
  marked.descendants((node) => {
    if (!node.isInline && switchesOf(node).length) spoken = true
    return !spoken
  })
  const blocks = new Rooter(fresh, spoken, party, newId).container(marked)
  return ensureIds(schema.nodes.doc.create(null, blocks), newId)
}

class Rooter {
  private readonly fresh: boolean
  /** Whether the source's marks say which ends and rows are new or struck. */
  private readonly spoken: boolean
  private readonly party: string
  private readonly newId: (prefix: string) => string

  constructor(fresh: boolean, spoken: boolean, party: string, newId: (prefix: string) => string) {
    this.fresh = fresh
    this.spoken = spoken
    this.party = party
    this.newId = newId
  }

  container(node: Node): Node[] {
    const blocks: Node[] = []
    node.forEach((block) => {
      blocks.push(block.isTextblock ? this.block(block, null) : this.table(block))
    })
    return this.standing(this.standing(blocks, 0), 1)
  }

  private sw(state: State, id: string): Switch[] {
    return state === 'same' ? [] : [{ k: state, id, r: 1, p: this.party }]
  }
  private mark(state: 'ins' | 'del', id: string): Mark {
    return schema.marks[state === 'ins' ? 'insertion' : 'deletion'].create({ id, r: 1, p: this.party })
  }

  /** What becomes of an inline node. */
  private stateOf(node: Node): State {
    if (!inlineOn(node, 1)) return 'del'
    return this.fresh || !inlineOn(node, 0) ? 'ins' : 'same'
  }
  private statesIn(node: Node, out = new Set<State>()): Set<State> {
    node.descendants((child) => {
      // White space that nobody marked goes with the words around it.
      if (child.isInline && !(this.stateOf(child) === 'same' && isBlank(child))) out.add(this.stateOf(child))
      if (child.isTextblock && saysThere(child)) out.add(this.fresh ? 'ins' : 'same')
      return true
    })
    return out
  }
  private stateOfAll(node: Node): State | null {
    const states = this.statesIn(node)
    if (node.isTextblock && saysThere(node)) states.add(this.fresh ? 'ins' : 'same')
    if (!states.size) return null
    return states.size === 1 ? [...states][0] : 'same'
  }

  /** A text block; `whole` is the state of the row that it stands in, where that is struck or new. */
  private block(block: Node, whole: State | null): Node {
    const own = this.spoken ? spokenState(block) : (this.stateOfAll(block) ?? 'same')
    const end = whole ?? (this.fresh && !this.statesIn(block).has('del') ? 'ins' : own)
    const endId = this.newId('x')
    const earlier = end === 'ins' ? [] : (block.attrs.was as readonly Was[])
    const was = earlier.filter((w) => w.r === 1).map((w) => ({ ...w, id: endId, p: this.party }))
    let last: State = 'same'
    let id = endId
    const content: Node[] = []
    block.forEach((node) => {
      const state = this.stateWithin(node, whole, end)
      if (state !== last && state !== 'same') id = state === end ? endId : this.newId('x')
      last = state
      content.push(this.inline(node, state, id))
    })
    return block.type.create({ ...block.attrs, sw: this.sw(whole === 'del' ? 'same' : end, endId), was }, Fragment.fromArray(content))
  }
  /** The state of an inline node in its row and block: a struck row keeps its content as it was. */
  private stateWithin(node: Node, row: State | null, end: State): State {
    if (row === 'del') return 'same'
    const own = this.stateOf(node)
    if (row === 'ins' && own === 'same') return 'ins'
    return own === 'same' && isBlank(node) && !this.spoken ? end : own
  }
  private inline(node: Node, state: State, id: string): Node {
    let marks = plainMarks(node.marks)
    const format = node.marks.find((m) => m.type.name === 'format' && m.attrs.r === 1)
    if (format && state === 'same')
      marks = schema.marks.format.create({ ...format.attrs, id: this.newId('x'), p: this.party }).addToSet(marks)
    if (state !== 'same') marks = this.mark(state, id).addToSet(marks)
    return node.mark(marks)
  }

  private table(table: Node): Node {
    const whole = this.stateOfAll(table)
    const id = this.newId('x')
    const rows: Node[] = []
    table.forEach((row) => {
      const own = this.spoken && !this.fresh ? spokenState(row) : (this.stateOfAll(row) ?? whole ?? (this.fresh ? 'ins' : 'same'))
      rows.push(this.row(row, own, whole === own ? id : this.newId('x')))
    })
    return table.copy(Fragment.fromArray(rows))
  }
  private readonly columnIds = new Map<string, string>()
  /** One id for all the cells that one change of the source put in or struck. */
  private columnId(cell: Node): string {
    const given = switchesOf(cell)[0]?.id ?? ''
    const known = this.columnIds.get(given) ?? this.newId('x')
    this.columnIds.set(given, known)
    return known
  }
  private row(row: Node, state: State, id: string): Node {
    const cells: Node[] = []
    row.forEach((cell) => {
      // Columns come and go only where the source's own switches say so.
      const own = this.spoken && !this.fresh ? spokenState(cell) : 'same'
      const inner = state === 'same' ? own : state
      const blocks: Node[] = []
      cell.forEach((block) => {
        blocks.push(block.isTextblock ? this.block(block, inner) : this.table(block))
      })
      cells.push(
        cell.type.create({ ...cell.attrs, sw: this.sw(own, this.columnId(cell)) }, inner === 'same' ? this.container(cell) : blocks),
      )
    })
    return row.type.create({ ...row.attrs, sw: this.sw(state, id) }, cells)
  }

  /** The blocks with something that stands at version v: an empty base, or all struck, is one empty paragraph. */
  private standing(blocks: readonly Node[], v: 0 | 1): Node[] {
    if (blocks.some((block) => (block.isTextblock ? endOn(block, v) : tableOn(block, v)))) return [...blocks]
    const last = blocks[blocks.length - 1]
    const id = this.newId('x')
    if (!last?.isTextblock) {
      const empty = schema.nodes.paragraph.create({ sw: this.sw(v === 0 ? 'del' : 'ins', id) })
      return v === 0 ? [empty, ...blocks] : [...blocks, empty]
    }
    return [...blocks.slice(0, -1), this.emptied(last, v, id)]
  }
  /** A block whose end stands in both versions; where it is the base's only one, a plain paragraph there. */
  private emptied(block: Node, v: 0 | 1, id: string): Node {
    const props = propsOf(block)
    const was = v === 1 ? block.attrs.was : sameProps(props, PLAIN) ? [] : [{ r: 1, id, p: this.party, ...PLAIN }]
    return block.type.create({ ...block.attrs, sw: [], was }, block.content)
  }
}

/** Whether a block says by itself that it was there before: it has a label without words, or earlier properties. */
const saysThere = (block: Node): boolean =>
  (block.childCount === 0 && !!block.attrs.label) || (block.attrs.was as readonly Was[]).some((w) => w.r === 1)
const isBlank = (node: Node): boolean => node.isText && node.text!.trim() === ''

/** What the source's own switches say of an end or a row. */
function spokenState(node: Node): State {
  const switches = switchesOf(node)
  return !standsAt(switches, 1) ? 'del' : standsAt(switches, 0) ? 'same' : 'ins'
}
