import type { Mark, Node } from 'prosemirror-model'
import { Step } from 'prosemirror-transform'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { schema, TRACKING_MARKS } from '../../shared/model/schema.ts'
import { invariants, project, readsAlike, sharedEnds } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'

/** A step as it travels: ProseMirror's own JSON. */
export type StepJSON = Readonly<Record<string, unknown>>

/** A change id, with the round and party that its switches carry. */
export interface Seen {
  readonly id: string
  readonly r: number
  readonly p: string
}

/** An open round in memory: its document, and what the sealed rounds under it must go on reading as. */
export interface Working {
  readonly round: RoundRef
  readonly doc: Node
  readonly seq: number
  /** Clean documents of versions 0 to r − 1, as they were sealed. */
  readonly sealed: readonly Node[]
  /** Every change of the rounds before, by id. */
  readonly before: ReadonlyMap<string, Seen>
}

const refused = (message: string) => new ParleyError('refused', message)

/** Calls `found` for each switch, format mark and earlier state in a node and everything under it. */
export function eachChange(node: Node, found: (change: Seen) => void): void {
  const mark = (m: Mark): void => {
    if (TRACKING_MARKS.has(m.type.name)) found({ id: m.attrs.id, r: m.attrs.r, p: m.attrs.p })
  }
  const read = (n: Node): void => {
    for (const m of n.marks) mark(m)
    for (const s of n.attrs.sw ?? []) found(s)
    for (const w of n.attrs.was ?? []) found(w)
  }
  read(node)
  node.descendants((n) => {
    read(n)
    return true
  })
}

/** Starts the memory of an open round on the document `base` that its edits were begun on. */
export function working(base: Node, round: RoundRef): Working {
  const before = new Map<string, Seen>()
  eachChange(base, (c) => {
    if (c.r < round.r) before.set(c.id, c)
  })
  const sealed = Array.from({ length: round.r }, (_, v) => project(base, v))
  return { round, doc: base, seq: 0, sealed, before }
}

/** Applies steps to a document; what cannot be applied is refused, and the document stays as it was. */
export function applySteps(doc: Node, steps: readonly StepJSON[]): Node {
  let next = doc
  for (const json of steps) {
    let result: { doc: Node | null; failed: string | null }
    try {
      result = Step.fromJSON(schema, json).apply(next)
    } catch {
      throw refused('The edit could not be saved: it is not an edit that this document knows.')
    }
    if (!result.doc) throw refused('The edit could not be saved: it does not fit the document as it was last saved.')
    next = result.doc
  }
  return next
}

/** The children of `next` that are not in `before`: where an edit left its traces. */
function changedBlocks(before: Node, next: Node): Node[] {
  const { start, end } = sharedEnds(before, next)
  const kept = new Set(before.children.slice(start, before.childCount - end))
  return next.children.slice(start, next.childCount - end).filter((block) => !kept.has(block))
}

/** Whether every version before the open round reads as it did when it was sealed (property 3). Reads the whole document. */
export const standsAsSealed = (w: Working): boolean => w.sealed.every((clean, v) => project(w.doc, v).eq(clean))

/**
 * What must hold of an edit before it is saved: the changed blocks are valid, every switch in them is either the open round's
 * own or one that was sealed, and every version before the open round reads as it did before the edit. With `standsAsSealed`
 * where an open round is read and where it is sealed, that is property 3. Returns the changes of the open round that the edit
 * touched.
 */
export function checkEdit(w: Working, next: Node): Seen[] {
  const { r, party } = w.round
  const blocks = changedBlocks(w.doc, next)
  const own = new Map<string, Seen>()
  try {
    if (!schema.nodes.doc.validContent(next.content)) throw new RangeError('empty')
    if (blocks.length) invariants(schema.nodes.doc.create(null, blocks))
  } catch {
    throw refused('The edit could not be saved: it would leave a document that is not well formed.')
  }
  for (const block of blocks)
    eachChange(block, (c) => {
      if (c.r === r && c.p === party && c.id !== '') {
        own.set(c.id, c)
        return
      }
      const known = w.before.get(c.id)
      if (!known || known.r !== c.r || known.p !== c.p)
        throw refused('The edit could not be saved: it carries a change that is neither of this round nor of a sealed one.')
    })
  for (let v = 0; v < r; v++)
    if (!readsAlike(w.doc, next, v)) throw refused('The edit could not be saved: it would change a round that is sealed.')
  return [...own.values()]
}
