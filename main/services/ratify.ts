import { Fragment, type Node } from 'prosemirror-model'
import { check, type FindingKind, termOf } from '../../shared/check/index.ts'
import { inPlace, looseText, type PlacedRound } from '../../shared/compare/index.ts'
import type { Day } from '../../shared/model/negotiation.ts'
import type { Agreement } from '../../shared/model/record.ts'
import { readRecord } from '../../shared/model/record.ts'
import { schema } from '../../shared/model/schema.ts'
import { blockText, type Change, changes, plainText, project, redline, switchesOf, type Version } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Store } from '../store/index.ts'
import { counted } from './id.ts'
import { agreedItems, baseOf, holds, type Placeable } from './inplace.ts'
import { itemName } from './versions.ts'

/** A change of the agreement, and the tentative agreement that it follows from. */
export interface TracedChange {
  readonly change: Change
  /** The item’s id, number and title. */
  readonly item: string
  readonly number: string
  readonly title: string
  /** The proposal that was agreed, and on which day; the day is null where the record does not say. */
  readonly proposal: string
  readonly agreed: Day | null
}

/** What somebody should look at before a ratified agreement is signed. */
export interface RatifyFinding {
  /**
   * `memorandum`: language that stands at the end, since it has no place. `open`, `dropped`: what was not taken. `contents`: a line of
   * the table of contents. `none`: nothing was agreed. The others are those of the checks.
   */
  readonly kind: FindingKind | 'memorandum' | 'open' | 'dropped' | 'hold' | 'contents' | 'none'
  readonly message: string
  /** The item’s number; null where it is about none. */
  readonly item: string | null
  /** The block that it is about; null for none. */
  readonly block: string | null
}

/** The base agreement with every tentative agreement applied. Version `baseline` is the base, `target` the ratified agreement. */
export interface Ratified {
  readonly title: string
  readonly doc: Node
  /** The rounds of all agreed items, each with its item’s id. */
  readonly rounds: readonly PlacedRound[]
  readonly baseline: Version
  readonly target: Version
  /** Every change, in the order of the text. */
  readonly trace: readonly TracedChange[]
  readonly findings: readonly RatifyFinding[]
}

/** The heading over new language that has no place in the agreement. */
const MEMORANDA = 'Memoranda'

/**
 * Applies every tentative agreement to the base agreement: whole ones with their proposal’s language, those of a part with that part
 * alone; what is open, on hold or dropped is not applied. New language without a place stands at the end. Nothing else changes.
 * Refused, with the items named, where an agreement has no certain place.
 */
export function ratified(store: Store): Ratified {
  const base = baseOf(store)
  const { items, refused } = agreedItems(store)
  const placed = [...items.filter((i) => i.anchored), ...items.filter((i) => !i.anchored)]
  const made = inPlace(base.doc, placed, counted())
  const stops = [...refused, ...made.refused]
  if (stops.length)
    throw new ParleyError('refused', `The agreement cannot be put together: ${stops.map(({ message }) => message).join(' ')}`)
  const loose = placed.filter((item) => !item.anchored && made.placed.some((p) => p.item === item.item && p.blocks.length))
  const first = loose[0] && made.placed.find((p) => p.item === loose[0].item)!.blocks[0]
  const doc = first && !endsInMemoranda(base.doc) ? headed(made.doc, first) : made.doc
  const target = made.rounds.length
  const trace = traced(doc, made.rounds, placed)
  return {
    title: base.item.title,
    doc,
    rounds: made.rounds,
    baseline: 0,
    target,
    trace,
    findings: [...memoranda(loose), ...checked(store, base.doc, project(doc, target), trace), ...left(store)],
  }
}

/** Whether the last part of an agreement is its memoranda. */
function endsInMemoranda(doc: Node): boolean {
  const heads = doc.children.filter((block) => block.type === schema.nodes.heading && block.attrs.level === 1)
  return /memorand/i.test(heads.at(-1)?.textContent ?? '')
}
/** The document with a heading over a block that was put in, by the change that put that in. */
function headed(doc: Node, first: string): Node {
  const at = doc.children.findIndex((block) => block.attrs.id === first)
  const by = cameBy(doc.child(at))
  if (!by) return doc
  const ids = counted()
  const heading = schema.nodes.heading.create(
    { level: 1, id: ids('memoranda'), sw: [by] },
    schema.text(MEMORANDA, [schema.mark('insertion', { id: by.id, r: by.r, p: by.p })]),
  )
  return doc.copy(Fragment.fromArray([...doc.children.slice(0, at), heading, ...doc.children.slice(at)]))
}
function cameBy(block: Node) {
  const row = block.isTextblock ? block : block.firstChild!
  const first = switchesOf(row)[0]
  return first?.k === 'ins' ? first : null
}

/** Every change with the agreement that it follows from. */
function traced(doc: Node, rounds: readonly PlacedRound[], items: readonly Placeable[]): TracedChange[] {
  const owners = new Map(items.map((item) => [item.item, item]))
  return changes(redline(doc, rounds, 0, rounds.length)).map((change) => {
    const item = owners.get(rounds[change.by.r - 1].item)!
    const agreement = agreementOf(item, change)
    return {
      change,
      item: item.item,
      number: item.of.number,
      title: item.of.title,
      proposal: agreement.proposal,
      agreed: agreement.date,
    }
  })
}
/** Of several agreements on parts of an item, the one that holds the block in which a change begins; else the first that holds its round. */
function agreementOf(item: Placeable, change: Change): Agreement {
  const own = item.agreements
  return own.find((a) => a.blocks?.includes(change.block)) ?? own[0]
}

const named = (kind: RatifyFinding['kind'], item: { readonly number: string }, message: string): RatifyFinding => ({
  kind,
  message,
  item: item.number,
  block: null,
})

/** What is not agreed, and so not in the text. */
function left(store: Store): RatifyFinding[] {
  const { agreements } = readRecord(store.events())
  const out = store.items().flatMap((item): RatifyFinding[] => {
    if (item.kind !== 'item') return []
    const own = agreements.get(item.id) ?? []
    const name = itemName(item)
    if (item.status === 'dropped') return [named('dropped', item, `${name} was dropped; the current language stays.`)]
    if (item.status === 'hold')
      return [named('hold', item, `${name} is on hold; ${own.length ? 'only its agreed parts are in' : 'the current language stays'}.`)]
    if (item.status !== 'open')
      return own.length ? [] : [named('open', item, `${name} is agreed, but the record names no proposal; the current language stays.`)]
    if (own.length && holds(item, own))
      return [named('open', item, `${name} is agreed in part and still open; only the agreed part is in.`)]
    return store.proposals(item.id).some((p) => p.sealed) ? [named('open', item, `${name} is still open; the current language stays.`)] : []
  })
  const any = [...agreements].some(([id, own]) => holds(store.item(id), own))
  return any ? out : [{ kind: 'none', message: 'Nothing is agreed yet: the agreement stays as it is.', item: null, block: null }, ...out]
}

const memoranda = (items: readonly Placeable[]): RatifyFinding[] =>
  items.map(({ of, proposal }) =>
    named(
      'memorandum',
      of,
      proposal.kind === 'mou'
        ? `${itemName(of)} is a memorandum; it stands at the end of the agreement.`
        : `${itemName(of)} is new language without a place; it stands under “${MEMORANDA}” at the end of the agreement.`,
    ),
  )

/** Findings of the ratified agreement: every date and reference, the rest only where the agreement did not have it before. */
function checked(store: Store, base: Node, now: Node, trace: readonly TracedChange[]): RatifyFinding[] {
  const term = termOf(store.negotiation().years)
  const known = new Set(check(base, { term, agreement: null, before: null }).map((f) => `${f.kind} ${f.message}`))
  const always = new Set<FindingKind>(['date', 'term'])
  const numbers = new Map(trace.map((t) => [t.change.block, t.number]))
  const found = check(now, { term, agreement: null, before: base }).filter(
    (f) => always.has(f.kind) || !known.has(`${f.kind} ${f.message}`),
  )
  return [...found.map(({ kind, message, block }) => ({ kind, message, item: numbers.get(block) ?? null, block })), ...contents(base, now)]
}

const LINE = /^(.*?\p{L}.*?)(?:[\s.…_·]{2,}|\s)(\d{1,3}|[ivxl]{1,6})$/u
/** Lines of a table of contents whose heading now reads otherwise; and one sentence on page numbers, where there is such a table. */
function contents(base: Node, now: Node): RatifyFinding[] {
  const heads = (doc: Node): Map<string, string> =>
    new Map(
      doc.children.flatMap((block) =>
        block.type === schema.nodes.heading ? [[looseText(block).toLowerCase(), blockText(block)] as const] : [],
      ),
    )
  const [before, after] = [heads(base), heads(now)]
  const lines = now.children.flatMap((block) => textsOf(block).map((text) => ({ block: block.attrs.id as string, text })))
  const out: RatifyFinding[] = []
  let listed = 0
  for (const { block, text } of lines) {
    const title = LINE.exec(text)?.[1].toLowerCase()
    if (title === undefined || !(before.has(title) || after.has(title))) continue
    listed++
    if (!after.has(title))
      out.push({
        kind: 'contents',
        message: `The table of contents names “${before.get(title)}”, which reads otherwise now.`,
        item: null,
        block,
      })
  }
  if (!listed) return out
  const fresh = [...after].filter(([title]) => !before.has(title)).map(([, text]) => text)
  for (const text of fresh)
    out.push({ kind: 'contents', message: `“${text}” is new, and the table of contents does not name it.`, item: null, block: null })
  out.push({
    kind: 'contents',
    message: 'The table of contents gives page numbers; they are those of the old agreement.',
    item: null,
    block: null,
  })
  return out
}
/** The lines of a block; of a table one for each row. */
const textsOf = (block: Node): string[] =>
  block.isTextblock
    ? [looseText(block)]
    : plainText(schema.nodes.doc.create(null, block))
        .split('\n')
        .map((line) => line.replace(/\s+/g, ' ').trim())
