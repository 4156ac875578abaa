import type { Node } from 'prosemirror-model'
import { checkAmounts } from './amount.ts'
import { checkDates, checkTerm } from './date.ts'
import { checkNumbering } from './numbering.ts'
import type { Place } from './place.ts'
import { checkReferences } from './reference.ts'
import { checkSpelling } from './spelling.ts'
import type { Finding, Term } from './types.ts'

export { valueOfWords } from './amount.ts'
export { statedTerm, termOf } from './date.ts'
export { type Place, type Placed, parsePlace, placeName, placesOf } from './place.ts'
export { lookUp } from './reference.ts'
export type { Finding, FindingKind, Term } from './types.ts'

/** What the checks are told of the language that they look at. */
export interface Checked {
  /** The agreement’s term; null where it is not known, and dates are not checked. */
  readonly term: Term | null
  /** Where the language stands in the agreement, for an item’s. */
  readonly from?: Place
  /** The agreement that references lead into; left out where the language is the agreement. */
  readonly agreement?: Node | null
  /** The agreement as it was, to find references to what has moved. */
  readonly before?: Node | null
  /** A memorandum states a term of its own. */
  readonly mou?: boolean
}

/** Looks at a clean document and says what somebody should look at, in reading order. Changes nothing. */
export function check(doc: Node, o: Checked): Finding[] {
  const findings = [
    ...(o.term ? checkDates(doc, o.term) : []),
    ...(o.term && o.mou ? checkTerm(doc, o.term) : []),
    ...checkReferences(doc, o),
    ...checkNumbering(doc),
    ...checkSpelling(doc),
    ...checkAmounts(doc),
  ]
  const order = new Map<string, number>()
  doc.descendants((node) => {
    if (node.isTextblock) order.set(node.attrs.id, order.size)
    return !node.isTextblock
  })
  return findings.sort((a, b) => order.get(a.block)! - order.get(b.block)! || a.from - b.from)
}
