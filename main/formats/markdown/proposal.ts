import type { Node } from 'prosemirror-model'
import { type Labels, parseLabels } from '../../../shared/model/labels.ts'
import type { ProposalKind } from '../../../shared/model/negotiation.ts'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import { joined, type Part, paragraphParts, runsOn, type TextPart, tablePart } from './block.ts'
import { type Chunk, chunks } from './chunk.ts'
import type { OwnDoubt } from './doubt.ts'
import { gather, readLanguage } from './language.ts'
import type { Underlines } from './mark.ts'
import { Scan } from './negotiation.ts'
import { checkedText } from './text.ts'
import type { NewId } from './tree.ts'

/** One text, read as the language of one proposal. */

/** Whose proposal it is, and how it is read. */
export interface ProposalOptions {
  /** Label of the party whose proposal it is: its strikes and insertions are this party's. */
  readonly party: string
  /** Labels of all parties, and the contract's years, for a text that carries its own left column. */
  readonly parties?: readonly string[]
  readonly years?: string | null
  readonly newId?: NewId
  readonly name?: string
  /** What an underline is; left out, an insertion. */
  readonly underlines?: Underlines
}
/** A proposal’s language as it was read. */
export interface ReadText {
  readonly kind: ProposalKind
  /** Without the marks; null where all of it is new. */
  readonly before: Node | null
  readonly after: Node
  /** Every word, marks as switches of round 1. */
  readonly marked: Node
  readonly doubts: readonly OwnDoubt[]
  /** The left column, where the text has one. */
  readonly labels: Labels | null
}

/** The language of a text without a left column. */
function plainParts(list: readonly Chunk[]): Part[] {
  const out: Part[] = []
  for (const chunk of list) {
    const [first, ...rest] = chunk.kind === 'table' ? [tablePart(chunk)] : paragraphParts(chunk)
    const last = out.at(-1)
    if (first && runsOn(last, first)) out[out.length - 1] = joined(last as TextPart, first as TextPart)
    else if (first) gather(out, [first])
    gather(out, rest)
  }
  return out
}

/**
 * Reads a text as one proposal's language, with or without the left column of the commonly formatted document. Throws
 * `ParleyError` where it is empty, too large, or holds the proposals of several items.
 */
export function readProposal(text: string, options: ProposalOptions): ReadText {
  return readProposalChunks(chunks(checkedText(text, options.name ?? 'The source')), options)
}

/** The same for a source that was gathered into tables and paragraphs already, its cells and lines with tags and escapes. */
export function readProposalChunks(list: readonly Chunk[], options: ProposalOptions): ReadText {
  const name = options.name ?? 'The source'
  const parties = options.parties ?? [options.party]
  const years = options.years ?? null
  const scan = new Scan({ parties: parties.map((label) => ({ label, name: label })), years })
  scan.read(list)
  if (scan.drafts.length > 1)
    throw new ParleyError('bad-input', `${name} holds ${scan.drafts.length} proposals; import it as a negotiation.`)
  const [draft] = scan.drafts
  const own = draft && scan.leftovers.length === 0 && scan.norms === null && scan.legend.length === 0 ? draft : null
  const { kind, before, after, marked, doubts } = readLanguage(
    own ? own.parts : plainParts(list),
    options.party,
    options.newId,
    options.underlines,
  )
  return { kind, before, after, marked, doubts, labels: own ? parseLabels(own.labels, parties, years) : null }
}
