import { Fragment, type Node } from 'prosemirror-model'
import { isLabelLine } from '../../../../shared/model/labels.ts'
import type { Day } from '../../../../shared/model/negotiation.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { project } from '../../../../shared/redline/index.ts'
import { ParleyError } from '../../../../shared/rpc/contract.ts'
import { headingLevels, type ReadDoubt, type ReadNegotiation, type ReadText, readChunks, readProposalChunks } from '../../markdown/index.ts'
import { applyMapping, type HandMapping, type Meaning, proposeMapping, remapped, settleMapping } from '../hand/index.ts'
import { readComments } from '../read/comment.ts'
import { buildDocument } from '../read/document.ts'
import { type OpenWord, openWord } from '../read/index.ts'
import type { WordBlock } from '../read/story.ts'
import { chunked, withObjects } from './chunk.ts'
import { commentDoubts, foreignDoubts, layoutDoubts, lookDoubts, objectDoubts } from './doubt.ts'
import { asOneRound } from './flatten.ts'
import { restamped, type Stamp, type TrackedRound, trackedRounds, withoutTracked } from './stamp.ts'

export { dayOf, type Stamp, type TrackedRound } from './stamp.ts'

/** Word files as what a negotiation takes in: an agreement, a proposal, a whole negotiation. */

type NewId = (prefix: string) => string
/** What is known before a file is read. */
export interface TakeOptions {
  /** What messages call the file. */
  readonly name: string
  readonly parties: readonly { readonly label: string; readonly name: string }[]
  /** The years of the contract, from which dates without a year take theirs. */
  readonly years: string | null
  readonly newId: NewId
  /** What a person says of looks, by their keys; it goes before what is proposed. */
  readonly said?: ReadonlyMap<string, Meaning>
}
/** A negotiation with what its marks were taken for. */
export interface TakenNegotiation {
  readonly read: ReadNegotiation
  readonly mapping: HandMapping
}
/** An agreement. `doc` has a block for each paragraph that stands in the file, so that it can go back into it. */
export interface TakenBase {
  readonly doc: Node
  readonly title: string | null
  readonly doubts: readonly ReadDoubt[]
}

const labelsOf = (options: TakeOptions): string[] => options.parties.map((p) => p.label)
const mappingOf = (word: OpenWord, options: TakeOptions): HandMapping => {
  const proposed = proposeMapping(word.blocks, word.sheet.styles, labelsOf(options), options.years)
  return options.said ? remapped(proposed, options.said) : proposed
}

/** The marks made by hand in a Word file and what they would be taken for. Throws as `readDocx` does. */
export async function takeMapping(bytes: Uint8Array, options: TakeOptions): Promise<HandMapping> {
  return mappingOf(await openWord(bytes, options.name), options)
}

/**
 * Reads a Word file as a negotiation in the commonly formatted form. In a proposal's row, what is tracked or marked by hand is of
 * that proposal; what the legend ties to an earlier round of its item stays as that round left it. Throws as `readDocx` does.
 */
export async function takeNegotiation(bytes: Uint8Array, options: TakeOptions): Promise<TakenNegotiation> {
  const word = await openWord(bytes, options.name)
  const mapping = mappingOf(word, options)
  const { parties, years, name } = options
  const settled = settleMapping(word.blocks, mapping, { styles: word.sheet.styles, parties: labelsOf(options), years })
  const { doc } = buildDocument(settled.blocks, { ...word.sheet, newId: options.newId })
  const { chunks, objects } = chunked(doc, (line) => isLabelLine(line, labelsOf(options), years))
  if (!chunks.length) throw new ParleyError('bad-input', `${name} holds no text.`)
  const read = readChunks(chunks, { parties, years, name, underlines: 'look' })
  const put = (node: Node): Node => withObjects(node, objects)
  const items = read.items.map((item) => ({
    ...item,
    proposals: item.proposals.map((p) => ({ ...p, before: p.before && put(p.before), after: put(p.after), marked: put(p.marked) })),
  }))
  const doubts = [
    ...read.doubts,
    ...lookDoubts(mapping),
    ...foreignDoubts(settled.foreign),
    ...objectDoubts(doc),
    ...layoutDoubts(word.package),
    ...commentDoubts(readComments(word.package, word.blocks)),
  ]
  return {
    read: { ...read, items, norms: read.norms && { doc: put(read.norms.doc) }, doubts: doubts.map(readable) },
    mapping,
  }
}
/** Excerpts hold no private characters. */
const readable = (doubt: ReadDoubt): ReadDoubt => ({ ...doubt, excerpt: doubt.excerpt.replace(/[\ue000-\uefff]/g, '') })

/**
 * Reads a Word file as the language of one proposal: its tracked changes, and the marks made by hand, are what the party strikes
 * and puts in, all of one round. Throws as `readDocx` does, and where the file holds the proposals of several items.
 */
export async function takeProposal(
  bytes: Uint8Array,
  options: TakeOptions & { readonly party: string; readonly date: Day },
): Promise<ReadText & { readonly mapping: HandMapping }> {
  const word = await openWord(bytes, options.name)
  const mapping = mappingOf(word, options)
  const { party, date, years, newId } = options
  const parties = labelsOf(options)
  const applied = applyMapping(word.blocks, mapping, { styles: word.sheet.styles, parties, years, own: { party, date } })
  const one = asOneRound(applied.blocks, { party, date })
  const { doc, rounds } = buildDocument(one.blocks, { ...word.sheet, newId })
  const { chunks, objects } = chunked(doc, (line) => isLabelLine(line, parties, years))
  if (!chunks.length) throw new ParleyError('bad-input', `${options.name} holds no text.`)
  const read = readProposalChunks(chunks, { party, parties, years, newId, name: options.name, underlines: 'look' })
  const doubts = [...read.doubts, ...wordDoubts(word, mapping, doc), ...droppedDoubt(one.dropped)].map((d) =>
    readable({ item: null, proposal: null, ...d }),
  )
  if (read.labels) {
    const put = (node: Node): Node => withObjects(node, objects)
    return { ...read, before: read.before && put(read.before), after: put(read.after), marked: put(read.marked), doubts, mapping }
  }
  // Without a left column the file is the language itself: its own paragraphs, lists and tables stand.
  const after = project(doc, rounds.length)
  return { kind: read.kind, labels: null, before: read.before && project(doc, 0), after, marked: doc, doubts, mapping }
}

/** What a Word file shows before anything of it is taken in. */
export interface Looked {
  /** The marks made by hand, with what they are taken for. */
  readonly mapping: HandMapping
  /** What was tracked, by whom and on which day. */
  readonly rounds: readonly TrackedRound[]
  readonly comments: number
}
/**
 * Looks into a Word file: who tracked what, and what marks made by hand would be taken for. `loose`: marks on words that are
 * tracked besides are passed over. Throws as `readDocx` does.
 */
export async function takeLook(bytes: Uint8Array, options: TakeOptions, loose: boolean): Promise<Looked> {
  const word = await openWord(bytes, options.name)
  const mapping = mappingOf(loose ? { ...word, blocks: withoutTracked(word.blocks) } : word, options)
  return { mapping, rounds: trackedRounds(word.blocks), comments: readComments(word.package, word.blocks).length }
}

/** How the changes of a file become rounds. */
export interface RoundsOptions extends TakeOptions {
  /** Whose and of when a tracked change is. */
  readonly who: (stamp: Stamp) => Stamp
  /** Whose round the marks made by hand are where nothing else says. Without `said` such marks are left as they are. */
  readonly own: { readonly party: string; readonly date: Day }
}
/** The blocks of a file whose tracked changes, and marks made by hand that a person confirmed, are those of parties and days. */
export function roundsOf(word: OpenWord, options: RoundsOptions): { blocks: readonly WordBlock[]; doubts: readonly ReadDoubt[] } {
  const blocks = restamped(word.blocks, options.who)
  if (!options.said) return { blocks, doubts: [] }
  const { said } = options
  const proposed = mappingOf({ ...word, blocks }, options)
  // What nobody was asked about is left as it is: tracked besides, or a look of our own papers.
  const mapping = { ...proposed, looks: proposed.looks.filter((look) => said.has(look.key)) }
  const { blocks: applied } = applyMapping(blocks, mapping, {
    styles: word.sheet.styles,
    parties: labelsOf(options),
    years: options.years,
    own: options.own,
  })
  return { blocks: applied, doubts: lookDoubts(mapping).map(readable) }
}

/**
 * Reads a Word file as the agreement in force. Tracked changes count as accepted. Where no style says what is a heading, a
 * paragraph that is an article's or a section's heading as a whole becomes one. Throws as `readDocx` does.
 */
export async function takeBase(bytes: Uint8Array, options: Pick<TakeOptions, 'name' | 'newId'>): Promise<TakenBase> {
  const word = await openWord(bytes, options.name)
  const built = buildDocument(word.blocks, { ...word.sheet, newId: options.newId })
  const doc = outlined(project(built.doc, built.rounds.length))
  if (!holdsAnything(doc)) throw new ParleyError('bad-input', `${options.name} holds no text.`)
  const mapping = proposeMapping(word.blocks, word.sheet.styles, [], null)
  const struck = mapping.looks.filter((look) => look.look.strike !== null)
  const doubts = [...objectDoubts(doc), ...layoutDoubts(word.package), ...commentDoubts(readComments(word.package, word.blocks))]
  if (built.rounds.length)
    doubts.unshift(
      note(
        'marks',
        'The file has tracked changes, which an agreement in force does not have: they are taken as accepted.',
        authors(built.rounds),
      ),
    )
  if (struck.length)
    doubts.unshift(
      note(
        'marks',
        'Words are struck in the source, which a contract in force does not have: they are kept as plain text.',
        struck.flatMap((look) => look.examples).join(' | '),
      ),
    )
  return { doc, title: titleIn(doc), doubts }
}
const note = (kind: ReadDoubt['kind'], message: string, excerpt: string): ReadDoubt => ({
  item: null,
  proposal: null,
  kind,
  message,
  excerpt,
  line: 0,
})
const authors = (rounds: readonly { readonly author: string; readonly date: string | null }[]): string =>
  rounds
    .map(({ author, date }) => [author || 'somebody', date].filter(Boolean).join(' '))
    .join(', ')
    .slice(0, 300)

function wordDoubts(word: OpenWord, mapping: HandMapping, doc: Node): ReadDoubt[] {
  return [
    ...lookDoubts(mapping),
    ...objectDoubts(doc),
    ...layoutDoubts(word.package),
    ...commentDoubts(readComments(word.package, word.blocks)),
  ]
}
const droppedDoubt = (words: number): ReadDoubt[] =>
  words
    ? [note('marks', 'Words that were put in and struck again in the file stood in no version of it and are left out.', `${words} words`)]
    : []

/** The document with headings by what its paragraphs say, where it has none by its styles. Every block stays one block. */
function outlined(doc: Node): Node {
  if (doc.children.some((block) => block.type === schema.nodes.heading)) return doc
  const levels = headingLevels(
    doc.children.map((b) => (b.isTextblock ? { text: b.textContent, label: b.attrs.label ?? null, list: b.attrs.list ?? null } : null)),
  )
  const blocks = doc.children.map((block, i) => {
    if (!levels[i]) return block
    const { id, align, sw } = block.attrs
    return schema.nodes.heading.create({ id, align, sw, level: levels[i] }, block.content)
  })
  return doc.copy(Fragment.fromArray(blocks))
}

/** Whether there is a word or an object in a document. */
function holdsAnything(doc: Node): boolean {
  let found = doc.textContent.trim() !== ''
  doc.descendants((node) => {
    found ||= node.type === schema.nodes.object
    return !found
  })
  return found
}

const FRONT = 12
/** What the first page calls the agreement. */
function titleIn(doc: Node): string | null {
  const lines = doc.children
    .slice(0, FRONT * 2)
    .filter((block) => block.isTextblock && block.textContent.trim() !== '')
    .map((block) => block.textContent.trim())
    .filter((text) => text.split(/\s+/).length <= 14)
    .slice(0, FRONT)
  const named = lines.find((line) => /agreement|contract|terms and conditions/i.test(line))
  const years = lines.find((line) => /^(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d$/.test(line))
  const title = [named ?? lines[0], years].filter((line) => line !== undefined)
  return title.length ? [...new Set(title)].join(', ') : null
}
