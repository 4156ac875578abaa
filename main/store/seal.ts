import { createHash } from 'node:crypto'
import type { Node } from 'prosemirror-model'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { project } from '../../shared/redline/index.ts'

/** SHA-256 of a text (UTF-8) or of bytes, in hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/**
 * The hash of a document as it stands: what `clean(v)` is kept and compared by. A heading without a label is hashed as one was
 * before headings had any, so that what was sealed then still is what it was.
 */
export const hashDoc = (doc: Node): string => sha256(JSON.stringify(withoutNoLabels(doc.toJSON())))

interface NodeJson {
  readonly type: string
  attrs?: Readonly<Record<string, unknown>>
  readonly content?: readonly NodeJson[]
}
/** A document's JSON in which headings that have no label do not say so; changed in place, but for the attributes that nodes share with it. */
function withoutNoLabels(json: NodeJson): NodeJson {
  if (json.type === 'heading') {
    const { label, ...rest } = json.attrs ?? {}
    if (label === null) json.attrs = rest
  } else if (json.type !== 'paragraph') for (const child of json.content ?? []) withoutNoLabels(child)
  return json
}

/** The hashes of a document's clean versions 0 to `last`, in order. */
export const cleanHashes = (doc: Node, last: number): string[] => Array.from({ length: last + 1 }, (_, v) => hashDoc(project(doc, v)))

/** What a seal covers. `doc` is the document's JSON text, byte for byte as it is stored; `clean` its clean hashes, as JSON text. */
export interface SealedContent {
  readonly id: string
  readonly item: string
  readonly party: string
  readonly date: string
  readonly kind: string
  readonly answers: string | null
  readonly position: number
  readonly chain: string
  readonly doc: string
  readonly sealedAt: string
  readonly clean: string
  readonly unstated: string
}

/** The hash of everything that a sealed proposal says. */
export const sealOf = (p: SealedContent): string =>
  sha256(JSON.stringify([p.id, p.item, p.party, p.date, p.kind, p.answers, p.position, p.chain, p.doc, p.sealedAt, p.clean, p.unstated]))

/** What a seal covers beside it: how the proposal came about. `edits` by their number, `changes` by their id. */
export const restOf = (
  p: { readonly created_at: string; readonly doc_seq: number; readonly added: number; readonly struck: number },
  edits: readonly { readonly seq: number; readonly at: string; readonly steps: string }[],
  changes: readonly { readonly id: string; readonly r: number; readonly party: string; readonly at: string }[],
): string =>
  sha256(
    JSON.stringify([
      [p.created_at, p.doc_seq, p.added, p.struck],
      edits.map((e) => [e.seq, e.at, e.steps]),
      changes.map((c) => [c.id, c.r, c.party, c.at]),
    ]),
  )

/** One line of the record, as it is chained: each hash covers the one before it, so that order and time cannot be changed unseen. */
export interface RecordLine {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly item: string | null
  readonly proposal: string | null
  readonly party: string | null
  readonly date: string | null
  readonly content: string
}

/** The hash of a line of the record that follows the line with hash `before` (empty for the first). */
export const linkOf = (before: string, e: RecordLine): string =>
  sha256(JSON.stringify([before, e.seq, e.at, e.kind, e.item, e.proposal, e.party, e.date, e.content]))

/** Parses the chain of a stored proposal. */
export const parseChain = (text: string): RoundRef[] => JSON.parse(text) as RoundRef[]
