import type { Node } from 'prosemirror-model'
import type { Day, ProposalKind } from '../model/negotiation.ts'
import { inlineText } from '../model/schema.ts'
import { cellOn, endOn, existed, inlineOn, plainText, project, propsAt, rowOn } from '../redline/index.ts'
import { rooted } from './rooted.ts'
import { words } from './token.ts'
import { weave } from './weave.ts'

/** A proposal as a source document has it: one text in which its author struck and put in words. */
export interface GivenProposal {
  readonly party: string
  readonly date: Day
  readonly kind: ProposalKind
  /** What stood before it by the source's own marks (struck and unmarked words); null where the language is new. */
  readonly before: Node | null
  /** The clean text as proposed. */
  readonly after: Node
  /** All of its words, what it strikes and puts in as `deletion` and `insertion` marks (and `sw`, where known) of round 1. */
  readonly marked: Node
}
/** What was taken although the source does not say it, for a person to confirm. */
export interface StackDoubt {
  readonly kind: 'answers'
  readonly message: string
  /** The words of the source that it is about. */
  readonly excerpt: string
}
/** A proposal as a document that remembers its rounds. */
export interface BuiltProposal {
  readonly doc: Node
  /** The rounds that the document holds; the last is the proposal's own. */
  readonly chain: readonly { readonly r: number; readonly party: string; readonly date: Day }[]
  /** The place in the given list of the proposal that it answers; null where it was made against the base. */
  readonly answers: number | null
  readonly doubts: readonly StackDoubt[]
}

/** Below this share of common words, a counter that strikes nothing is taken for one only with a doubt. */
const FEW = 0.3
const EXCERPT = 120

/**
 * Turns an item's stack of dated texts into documents that remember their rounds. The result is in the order given.
 *
 * What answers what is read by these rules:
 * - The stack is taken in the order of its dates; on one date, in the order given.
 * - The first proposal, and what another party put forward on that same date, is made against the base. Its document is the
 *   source's own marks, word for word: what the source says is struck is struck. Where nothing stood before (new language, a
 *   memorandum), the base is one empty paragraph and all of it is put in.
 * - A later one answers the latest proposal of an earlier date whose document holds every word that it strikes, standing or
 *   struck already; of several of one date, the one that shares the most words with it is tried first. After those, one of its
 *   own date that stands before it in the stack is tried. The clean text is then compared with that document and written into
 *   it as one more round.
 * - A memorandum answers only a memorandum, and is answered by nothing else.
 * - Where no earlier document holds all the words that it strikes, it is read against its own text before, as if made against
 *   the base, and a doubt says so. A doubt also says where it strikes nothing and has little in common with what it answers.
 *
 * No word of `marked` is lost: each stands, or stands struck, in the document built.
 */
export function buildStack(given: readonly GivenProposal[], newId: (prefix: string) => string): BuiltProposal[] {
  const order = given.map((_, i) => i).sort((x, y) => compareDays(given[x].date, given[y].date) || x - y)
  const built: BuiltProposal[] = []
  order.forEach((index, place) => {
    built[index] = build(given, index, order.slice(0, place), built, newId)
  })
  return built
}
const compareDays = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0)

function build(
  given: readonly GivenProposal[],
  index: number,
  earlier: readonly number[],
  built: readonly BuiltProposal[],
  newId: (prefix: string) => string,
): BuiltProposal {
  const own = given[index]
  const parallel = earlier.every((i) => given[i].date === own.date && given[i].party !== own.party)
  if (parallel) return fromBase(own, newId, [])
  const candidates = candidatesOf(given, own, earlier, built)
  const need = changedWords(own.marked, 0)
  // A word that is struck and put in again may be one that stays.
  const left = without(need, changedWords(own.marked, 1))
  for (const answers of candidates) {
    const answered = built[answers]
    if (missing(need, supplyOf(answered.doc, answered.chain.length)).length) continue
    const r = answered.chain.length + 1
    const doc = weave(answered.doc, own.after, { r, p: own.party }, newId)
    if (missing([...left, ...spoken(own.after)], supplyOf(doc, r)).length) continue
    const chain = [...answered.chain, { r, party: own.party, date: own.date }]
    return { doc, chain, answers, doubts: stranger(own, need, answered) ? [strangeDoubt(own, given[answers])] : [] }
  }
  return fromBase(own, newId, candidates.length ? [branchDoubt(own, need, candidates, given, built)] : [])
}

/** What a proposal may answer, most likely first. */
function candidatesOf(
  given: readonly GivenProposal[],
  own: GivenProposal,
  earlier: readonly number[],
  built: readonly BuiltProposal[],
): number[] {
  const kin = earlier.filter((i) => (given[i].kind === 'mou') === (own.kind === 'mou'))
  const mine = spoken(own.after)
  const alike = new Map(kin.map((i) => [i, sharedWords(mine, spoken(project(built[i].doc, built[i].chain.length)))]))
  const rank = (i: number): number => (given[i].date === own.date ? 1 : 0)
  return kin.sort((x, y) => rank(x) - rank(y) || compareDays(given[y].date, given[x].date) || alike.get(y)! - alike.get(x)! || y - x)
}

const fromBase = (own: GivenProposal, newId: (prefix: string) => string, doubts: readonly StackDoubt[]): BuiltProposal => ({
  doc: rooted(own.marked, own.before === null || plainText(own.before).trim() === '', own.party, newId),
  chain: [{ r: 1, party: own.party, date: own.date }],
  answers: null,
  doubts,
})

/** Whether a text that strikes nothing has next to nothing in common with what it is taken to answer. */
function stranger(own: GivenProposal, need: readonly string[], answered: BuiltProposal): boolean {
  if (need.length) return false
  const mine = spoken(own.after)
  return sharedWords(mine, spoken(project(answered.doc, answered.chain.length))) < FEW * mine.length
}
/** How many words two lists share, each as often as it occurs in both. */
const sharedWords = (a: readonly string[], b: readonly string[]): number => a.length - without(a, b).length
const strangeDoubt = (own: GivenProposal, answered: GivenProposal): StackDoubt => ({
  kind: 'answers',
  message: `${own.party} ${own.date} strikes nothing and shares few words with ${answered.party} ${answered.date}; it was taken to answer it.`,
  excerpt: plainText(own.after).slice(0, EXCERPT),
})
function branchDoubt(
  own: GivenProposal,
  need: readonly string[],
  candidates: readonly number[],
  given: readonly GivenProposal[],
  built: readonly BuiltProposal[],
): StackDoubt {
  const lackings = candidates.map((i) => ({ i, words: missing(need, supplyOf(built[i].doc, built[i].chain.length)) }))
  const { i: nearest, words: lacking } = lackings.reduce((best, next) => (next.words.length < best.words.length ? next : best))
  const what = lacking.length
    ? `strikes words that no earlier proposal holds (${given[nearest].party} ${given[nearest].date} comes nearest)`
    : 'strikes words that no earlier proposal holds beside those that it keeps'
  return {
    kind: 'answers',
    message: `${own.party} ${own.date} ${what}; it was read against the text that its own marks say stood before.`,
    excerpt: (lacking.length ? lacking : need).join(' ').slice(0, EXCERPT),
  }
}

const counts = (list: readonly string[]): Map<string, number> => {
  const out = new Map<string, number>()
  for (const word of list) out.set(word, (out.get(word) ?? 0) + 1)
  return out
}
/** A list less the words of another, each as often as it occurs there. */
function without(list: readonly string[], less: readonly string[]): string[] {
  const left = counts(less)
  return list.filter((word) => {
    const n = left.get(word) ?? 0
    left.set(word, n - 1)
    return n <= 0
  })
}
/** The words that are needed more often than they are there. */
function missing(need: readonly string[], there: ReadonlyMap<string, number>): string[] {
  return [...counts(need)].filter(([word, n]) => n > (there.get(word) ?? 0)).map(([word]) => word)
}

const textBlocks = (doc: Node): Node[] => {
  const out: Node[] = []
  doc.descendants((node) => {
    if (node.isTextblock) out.push(node)
    return !node.isTextblock
  })
  return out
}
const labelOf = (block: Node): string => (block.attrs.label as string | null | undefined) ?? ''
/** The words of a clean document, labels included. */
const spoken = (doc: Node): string[] => textBlocks(doc).flatMap((block) => [...words(labelOf(block)), ...words(flat(block, () => true))])
const flat = (block: Node, take: (node: Node) => boolean): string => {
  let text = ''
  block.forEach((node) => {
    if (take(node)) text += inlineText(node)
  })
  return text
}

/**
 * The words of a marked text at version v (0 as it stood before, 1 as proposed) that do not stand at the other: whole words of
 * which any part is struck or put in, those of struck and new rows and cells, and labels.
 */
function changedWords(marked: Node, v: 0 | 1): string[] {
  const out: string[] = []
  const other = 1 - v
  const walk = (node: Node, gone: boolean): void => {
    if (node.isTextblock) out.push(...changedIn(node, v, gone))
    else if (partOn(node, v)) node.forEach((child) => void walk(child, gone || !partOn(node, other)))
  }
  walk(marked, false)
  return out
}
/** Whether a row or a cell stands at version v; everything else does. */
const partOn = (node: Node, v: number): boolean =>
  node.type.name === 'table_row' ? rowOn(node, v) : node.type.name === 'table' || node.type.name === 'doc' || cellOn(node, v)
function changedIn(block: Node, v: 0 | 1, gone: boolean): string[] {
  const other = 1 - v
  const changed: [number, number][] = []
  let text = ''
  block.forEach((node) => {
    if (!inlineOn(node, v)) return
    const from = text.length
    text += inlineText(node)
    if (gone || !inlineOn(node, other)) changed.push([from, text.length])
  })
  const all = words(text)
  let at = 0
  const out = all.filter((word) => {
    const from = text.indexOf(word, at)
    at = from + word.length
    return changed.some(([lo, hi]) => lo < at && from < hi)
  })
  const label = existed(block, v) ? propsAt(block, v).attrs.label : null
  const left = gone || !endOn(block, other) || (all.length > 0 && out.length === all.length)
  return label && (left || label !== propsAt(block, other).attrs.label) ? [...words(label), ...out] : out
}

/**
 * How often each word is to be had in a document of `n` rounds, standing or struck. A word of which only a part ever changed
 * counts as it reads in any version, and as it reads with all of its parts.
 */
function supplyOf(doc: Node, n: number): Map<string, number> {
  const out = new Map<string, number>()
  const offer = (list: readonly string[]) => {
    for (const [word, k] of counts(list)) out.set(word, Math.max(k, out.get(word) ?? 0))
  }
  const blocks = textBlocks(doc)
  const labels = blocks.flatMap((block) => [
    labelOf(block),
    ...block.attrs.was.map((w: { attrs: { label?: string | null } }) => w.attrs.label ?? ''),
  ])
  const labelWords = labels.flatMap(words)
  offer([...labelWords, ...blocks.flatMap((block) => words(flat(block, () => true)))])
  offer([...labelWords, ...blocks.flatMap((block) => stretches(block).flatMap(words))])
  for (let v = 0; v <= n; v++) offer(spoken(project(doc, v)))
  return out
}
/** The text of a block in stretches of one history. */
function stretches(block: Node): string[] {
  const out: string[] = []
  let last = ''
  block.forEach((node) => {
    const history = node.marks
      .map((m) => `${m.type.name}${m.attrs.r ?? ''}`)
      .filter((m) => /^(insertion|deletion|restoration)/.test(m))
      .join()
    const text = inlineText(node)
    if (out.length && history === last) out[out.length - 1] += text
    else out.push(text)
    last = history
  })
  return out
}
