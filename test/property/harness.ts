import type { Node } from 'prosemirror-model'
import { Refused } from '../../shared/redline/index.ts'
import { step } from './action.ts'
import type { Op } from './edit.ts'
import { Broken, bare, checkAll, show, Table } from './stage.ts'

export { step } from './action.ts'
export type { Outcome } from './edit.ts'
export * from './stage.ts'

/** Runs one intent with every check; refusals leave the document as it was. */
export function act(T: Table, op: Op, deep = false): void {
  const before = T.doc
  try {
    const r = step(T, op)
    if (!r?.tr.docChanged) return
    T.apply(r.tr.setTime(T.now()))
    if (!T.doc.eq(r.tr.doc)) throw new Broken(9, 'the edit was tracked and then not let through')
    r.check?.(T.doc)
    const now = T.clean()
    if (r.expected && (r.exact ? !now.eq(r.expected) : bare(now) !== bare(r.expected)))
      throw new Broken(2, `clean(now)\n want ${show(r.expected)}\n got  ${show(now)}`)
    checkAll(T, deep)
  } catch (error) {
    if (error instanceof Refused) {
      if (T.doc !== before) throw new Broken(9, `refused, and yet changed: ${error.message}`)
      return
    }
    const { property } = error instanceof Broken ? error : { property: 9 }
    throw new Broken(
      property,
      `${JSON.stringify(op)} in round ${T.round}\n before ${show(before)}\n after  ${show(T.doc)}\n ${(error as Error).stack}`,
    )
  }
}

/** Runs a script with every check; a failure says which intent, in which round, before and after. */
export function runScript(base: Node, ops: readonly Op[], deepEvery = false): Table {
  const T = new Table(base)
  for (const op of ops) act(T, op, deepEvery)
  T.seal()
  checkAll(T, true)
  return T
}
