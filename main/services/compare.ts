import type { Node } from 'prosemirror-model'
import { compare } from '../../shared/compare/index.ts'
import { formatDay } from '../../shared/model/labels.ts'
import { bea191, type Legend } from '../../shared/model/legend.ts'
import type { Day } from '../../shared/model/negotiation.ts'
import { type Change, changes, countWords, ensureIds, project, type Redline, redline } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Manner } from '../formats/docx/manner.ts'
import type { WordFile } from '../formats/docx/read/index.ts'
import { decodeText, readBase } from '../formats/markdown/index.ts'
import type { Paper, Progress } from '../formats/paper.ts'
import { counted } from './id.ts'
import { isWordFile } from './kind.ts'
import { type Output, writerOf } from './output.ts'
import { runsOf } from './text.ts'

/** A file to read: its name, which messages call it by, and its bytes. */
export interface GivenFile {
  readonly name: string
  readonly bytes: Uint8Array
}
/** Two files to compare, and to whom what differs is attributed. */
export interface CompareRequest {
  readonly before: GivenFile
  readonly after: GivenFile
  readonly party: string
  readonly date: Day
  readonly format: 'docx' | 'pdf' | 'json'
  /** How changes are written in a Word file. */
  readonly manner?: Manner
  /** True: comments, hidden text, names and other things of the files stay in a Word file; for the person's own use. */
  readonly unscrubbed?: boolean
}
/** A file as a clean document, with what it was read from where that was Word. */
interface Read {
  readonly doc: Node
  readonly word: WordFile | null
}

/** Reads a Word file (its own tracked changes accepted), Markdown or text. */
async function readFile({ name, bytes }: GivenFile, newId: (prefix: string) => string): Promise<Read> {
  if (!isWordFile(bytes)) return { doc: ensureIds(readBase(decodeText(bytes, name), { name }).doc, newId), word: null }
  const { readDocx } = await import('../formats/docx/read/index.ts')
  const word = await readDocx(bytes, name, newId)
  return { doc: project(word.doc, word.rounds.length), word }
}

/** Reads both files and compares them. */
async function compared(before: GivenFile, after: GivenFile, by: { readonly party: string; readonly date: Day }, progress?: Progress) {
  const newId = counted()
  await progress?.(0, `Reading ${before.name}`)
  const a = await readFile(before, newId)
  await progress?.(0.2, `Reading ${after.name}`)
  const b = await readFile(after, newId)
  await progress?.(0.4, 'Comparing')
  const doc = compare(a.doc, b.doc, by.party, newId)
  return { a, b, made: redline(doc, [{ r: 1, ...by, proposal: '' }], 0, 1) }
}

/** How long what a party is called may be, in characters. */
const MAX_PARTY = 60
/** What a party is called, on one line and without signs that a file cannot hold. Refuses what is empty or too long. */
function partyCalled(given: string): string {
  const party = given.replace(/[\p{Cc}\p{Cs}\p{Cn}\s]+/gu, ' ').trim()
  if (party === '') throw new ParleyError('bad-input', 'Say whose the changes are.')
  if (party.length > MAX_PARTY) throw new ParleyError('bad-input', `What a party is called has ${MAX_PARTY} characters at most.`)
  return party
}

/** What differs between two files: how many changes of each kind, and the words put in and struck. Throws as `compareFiles` does. */
export async function compareCounts(before: GivenFile, after: GivenFile, progress?: Progress) {
  const { made } = await compared(before, after, { party: 'Comparison', date: '2000-01-01' }, progress)
  await progress?.(1, 'Compared')
  const list = changes(made)
  const is = (change: Change, what: 'inserted' | 'struck'): boolean => change[what] !== ''
  return {
    insertions: list.filter((c) => is(c, 'inserted')).length,
    deletions: list.filter((c) => is(c, 'struck')).length,
    others: list.filter((c) => !is(c, 'inserted') && !is(c, 'struck')).length,
    ...countWords(made),
  }
}

/**
 * The second of two files as a redline against the first, all of it by one party on one day. A Word file gets its redline in its
 * own package, scrubbed of what is private in both. Throws a `ParleyError` that names the file where one cannot be read.
 */
export async function compareFiles(given: CompareRequest, progress?: Progress): Promise<Output> {
  const request = { ...given, party: partyCalled(given.party) }
  const { before, after, party, date, format } = request
  const { a, b, made } = await compared(before, after, { party, date }, progress)
  await progress?.(0.7, 'Writing')
  const name = `${stem(before.name)} and ${stem(after.name)}`
  if (format === 'json') {
    const bytes = new TextEncoder().encode(`${JSON.stringify(runsOf(made), null, 2)}\n`)
    return { name: `${name}.json`, mime: 'application/json', bytes, notices: [] }
  }
  if (format === 'pdf') {
    const { writePdf } = await import('../formats/pdf/index.ts')
    return { name: `${name}.pdf`, mime: 'application/pdf', bytes: await writePdf(paperOf(request, made), progress), notices: [] }
  }
  const notices: string[] = []
  const written = await word(request, a, b, made, progress)
  if (!a.word || request.unscrubbed) return { name: `${name}.docx`, mime: writerOf('docx').mime, bytes: written, notices }
  const { scrubFile } = await import('../formats/docx/scrub.ts')
  const notice = (sentence: string): void => void notices.push(sentence)
  return {
    name: `${name}.docx`,
    mime: writerOf('docx').mime,
    bytes: await scrubFile(written, { name: before.name, parties: [party], notice }),
    notices,
  }
}

async function word(request: CompareRequest, a: Read, b: Read, made: Redline, progress?: Progress): Promise<Uint8Array> {
  const { manner = {}, party } = request
  if (!a.word) return (await import('../formats/docx/index.ts')).writeDocx(paperOf(request, made), progress, manner)
  const { writeBack } = await import('../formats/docx/back/index.ts')
  const { passing, moves } = manner
  const view = manner.changes === 'colours' ? 'colours' : 'redline'
  return writeBack({ file: a.word, redline: made, other: b.word, view, legend: bea191(party, ''), passing, moves })
}

const stem = (name: string): string => name.replace(/\.[^.]*$/, '')

/** The redline as a paper of its own: the colours are those of the first party of the preset. */
function paperOf({ before, after, party, date }: CompareRequest, made: Redline): Paper {
  const legend: Legend = bea191(party, '')
  const kinds = new Set(changes(made).flatMap((change) => [...(change.inserted ? ['insert'] : []), ...(change.struck ? ['delete'] : [])]))
  const key = (['insert', 'delete'] as const)
    .filter((kind) => kinds.has(kind))
    .map((kind) => ({ kind, party, date, label: kind === 'insert' ? `${party} ${formatDay(date)}` : `${party} strikes` }))
  return {
    title: stem(after.name),
    subtitle: `Compared with ${stem(before.name)}`,
    language: 'en-US',
    date,
    view: 'redline',
    legend,
    key,
    sections: [{ labels: null, redline: made }],
  }
}
