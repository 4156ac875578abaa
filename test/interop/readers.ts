import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Node } from 'prosemirror-model'
import { languageOf, type Paper } from '../../main/formats/paper.ts'
import { type Block, blockText, type Cause, type Redline, type RunKind, withLabels } from '../../shared/redline/index.ts'

/**
 * Readers of Word files that are not ours: the schema, LibreOffice and pandoc. Each is asked what it sees in a redline, and its
 * answer is held against what the redline says.
 */

const TOOLS = resolve(import.meta.dirname, '../../../shared/tools')
const MANY = { maxBuffer: 1 << 30 }
const run = promisify(execFile)
const installed = (name: string): boolean => (process.env.PATH ?? '').split(':').some((dir) => existsSync(join(dir, name)))

/** Why the readers cannot be asked on this machine, for the name of a skipped test; empty where they can. */
export const missing: string = [
  ...['lo_redlines.py', 'xsd_validate.py'].filter((name) => !existsSync(join(TOOLS, name))).map((name) => `../shared/tools/${name}`),
  ...['soffice', 'python3', 'pandoc'].filter((name) => !installed(name)),
].join(', ')

/** A change as any reader tells it. Neighbours of one kind, author and date are one; white space is left out (see `lines` for that). */
export interface Seen {
  readonly kind: 'insert' | 'delete' | 'format'
  readonly author: string
  readonly date: string
  readonly text: string
}
/** A change of a redline. `inserted`: who put it in, where it came and went in between (all rounds). */
export interface Expected extends Seen {
  readonly inserted: { readonly author: string; readonly date: string } | null
}
/** What the readers must find in a redlined file. */
export interface Expectation {
  /** In the order of the text. */
  readonly changes: readonly Expected[]
  /** Lines of the body that come before the first section. */
  readonly head: number
  /** Lines with all changes accepted and with all rejected; a line a paragraph, empty ones left out. */
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
}

/**
 * What readers must find in the file of a paper. `baseline` and `target` are the clean documents of each section, taken from
 * the document itself and not from the redline.
 */
export function expectation(paper: Paper, baseline: readonly Node[], target: readonly Node[]): Expectation {
  return {
    changes: languageOf(paper).flatMap((section) => changesOf(section.redline)),
    head: 1 + (paper.subtitle ? 1 : 0) + (paper.view === 'redline' && paper.key.length ? 2 : 0),
    accepted: languageOf(paper).flatMap((section, i) => tidy([...(section.labels ?? []), ...lines(target[i])])),
    rejected: languageOf(paper).flatMap((section, i) => tidy([...(section.labels ?? []), ...lines(baseline[i])])),
  }
}

/** The text of a clean document, a line a paragraph, those of cells too. */
const lines = (of: Node): readonly string[] => of.children.flatMap((node) => (node.isTextblock ? [blockText(node)] : lines(node)))
const tidy = (all: readonly string[]): readonly string[] =>
  all.flatMap((line) => line.replaceAll('\t', ' ').split('\n')).filter((line) => line !== '')

function changesOf(redline: Redline): readonly Expected[] {
  const out: Expected[] = []
  const date = (by: Cause): string => `${redline.rounds.find((round) => round.r === by.r)?.date}T00:00:00`
  const note = (kind: RunKind | 'format', by: Cause | null, text: string, inserted: Cause | null): void => {
    if (kind !== 'same' && by)
      out.push({ kind, author: by.p, date: date(by), text, inserted: inserted && { author: inserted.p, date: date(inserted) } })
  }
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks)
      if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
      else
        for (const { kind, by, formatBy, inserted, node } of block.runs) {
          const text = node.text ?? '\n'
          note(kind, by, text, inserted)
          note(formatBy ? 'format' : 'same', formatBy, text, null)
        }
  }
  walk(withLabels(redline.blocks))
  return out
}

/** Joins neighbours and leaves out white space and what has no text. */
function joined(changes: readonly Seen[]): readonly Seen[] {
  const out: Seen[] = []
  for (const change of changes) {
    const text = change.text.replace(/\s+/g, '')
    const last = out[out.length - 1]
    if (text === '') continue
    if (last && last.kind === change.kind && last.author === change.author && last.date === change.date)
      out[out.length - 1] = { ...last, text: last.text + text }
    else out.push({ kind: change.kind, author: change.author, date: change.date, text })
  }
  return out
}

/** One finding for each file that differs: which reader, what it should have seen and what it saw. */
export interface Fault {
  readonly file: string
  readonly reader: 'schema' | 'LibreOffice' | 'pandoc'
  readonly what: string
  readonly expected: unknown
  readonly found: unknown
}

/**
 * Asks all readers about redlined Word files. `files[i]` must show `expected[i]`. Empty where everything agrees.
 * LibreOffice is started once for all of them.
 */
export async function checkRedlineDocx(files: readonly string[], expected: readonly Expectation[]): Promise<readonly Fault[]> {
  if (files.length !== expected.length) throw new RangeError('each file needs its expectation')
  // One waits for another process most of the time: together they take as long as the slowest.
  const faults = await Promise.all([checkValid(files), checkOffice(files, expected), checkPandoc(files, expected)])
  return faults.flat()
}

/** The answers of one of the tools in `../shared/tools` about several files. */
async function ask<T>(tool: string, files: readonly string[], ...options: readonly string[]): Promise<readonly T[]> {
  if (!files.length) return []
  const { stdout } = await run('python3', [join(TOOLS, tool), ...options, ...files], MANY)
  const answer = JSON.parse(stdout)
  return Array.isArray(answer) ? answer : [answer]
}

/** Files against the schema of WordprocessingML and the rules that it cannot state. */
export async function checkValid(files: readonly string[]): Promise<Fault[]> {
  const answers = await ask<{ file: string; ok: boolean; schema: unknown[]; rules: unknown[] }>('xsd_validate.py', files)
  return answers
    .filter((answer) => !answer.ok)
    .map(({ file, schema, rules }) => ({ file, reader: 'schema' as const, what: 'validity', expected: [], found: [...schema, ...rules] }))
}

/**
 * What LibreOffice reads in files once all changes are accepted, and once all are rejected. `long`: it writes the texts itself, without
 * notes; asked for each paragraph by itself, it takes a minute for a file of thousands.
 */
export async function officeTexts(
  files: readonly string[],
  long = false,
): Promise<readonly { readonly accepted: string; readonly rejected: string }[]> {
  const answers = await ask<OfficeAnswer>('lo_redlines.py', files, ...(long ? ['--fast'] : []))
  return answers.map((a) => ({ accepted: a.error ?? a.accepted_text, rejected: a.error ?? a.rejected_text }))
}

/** The lines of each file as LibreOffice writes them as text: the labels of lists are part of them. */
export async function officeLines(files: readonly string[]): Promise<readonly (readonly string[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-lines-'))
  try {
    const to = ['--headless', '--convert-to', 'txt:Text (encoded):UTF8,LF,,,false', '--outdir', folder]
    await run('soffice', [`-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, ...to, ...files], MANY)
    return files.map((file) => readFileSync(join(folder, `${basename(file, '.docx')}.txt`), 'utf8').split('\n'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface OfficeAnswer {
  readonly file: string
  readonly error?: string
  readonly redlines: readonly { readonly type: string; readonly author: string; readonly date: string; readonly text: string }[]
  readonly comments: readonly unknown[]
  readonly accepted_left: number
  readonly rejected_left: number
  readonly accepted_text: string
  readonly rejected_text: string
}
const OFFICE_KINDS: Readonly<Record<string, Seen['kind']>> = { Insert: 'insert', Delete: 'delete', Format: 'format' }

/**
 * What LibreOffice reads. It tells what came and went in between as a deletion and an insertion of the same words, which may
 * reach over several deletions: so insertions and deletions are held against each other apart. Rejecting brings back what a
 * party put in and struck itself, for that is written as a deletion alone.
 */
async function checkOffice(files: readonly string[], expected: readonly Expectation[]): Promise<Fault[]> {
  const answers = await ask<OfficeAnswer>('lo_redlines.py', files, '--fast')
  return answers.flatMap((answer, i) => {
    const { file } = answer
    const { changes, head, accepted, rejected } = expected[i]
    const fault = (what: string, want: unknown, found: unknown): Fault[] =>
      JSON.stringify(want) === JSON.stringify(found) ? [] : [{ file, reader: 'LibreOffice', what, expected: want, found }]
    if (answer.error) return fault('opening', null, answer.error)
    const seen = answer.redlines.flatMap(({ type, ...rest }) => (OFFICE_KINDS[type] ? [{ kind: OFFICE_KINDS[type], ...rest }] : []))
    const only = (list: readonly Seen[], ...kinds: Seen['kind'][]): readonly Seen[] =>
      joined(list.filter(({ kind }) => kinds.includes(kind)))
    const apart = changes.some((change) => change.inserted)
    const want = changes.flatMap(twice)
    const text = (all: string): readonly string[] => tidy(all.split('\n')).slice(head)
    return [
      ...(apart ? [] : fault('changes', only(want, 'insert', 'delete'), only(seen, 'insert', 'delete'))),
      ...fault('insertions', only(want, 'insert'), only(seen, 'insert')),
      ...fault('deletions', only(want, 'delete'), only(seen, 'delete')),
      ...fault('changes of formatting', only(want, 'format'), only(seen, 'format')),
      ...fault('changes left after accepting', 0, answer.accepted_left),
      ...fault('changes left after rejecting', 0, answer.rejected_left),
      ...fault('accepted text', accepted, text(answer.accepted_text)),
      ...(changes.some(withdrawn) ? [] : fault('rejected text', rejected, text(answer.rejected_text))),
    ]
  })
}

/** Whether one party put the words in and struck them. */
const withdrawn = ({ author, inserted }: Expected): boolean => inserted?.author === author
const nested = (change: Expected): boolean => change.inserted !== null && !withdrawn(change)
const twice = (change: Expected): readonly Seen[] =>
  nested(change) ? [change, { ...change, ...change.inserted, kind: 'insert' }] : [change]

/** What pandoc reads in a file and what the redline of it says, as the same list. It drops a deletion in another party's insertion. */
export async function pandocBeside(
  file: string,
  of: Redline,
): Promise<{ readonly found: readonly Seen[]; readonly want: readonly Seen[] }> {
  const { stdout } = await run('pandoc', ['--track-changes=all', '--from=docx', '--to=json', file], MANY)
  const want = changesOf(of).filter((change) => change.kind !== 'format' && !nested(change))
  return { found: joined(pandocChanges(JSON.parse(stdout))), want: joined(want) }
}

type Pandoc = null | string | number | boolean | readonly Pandoc[] | { readonly [key: string]: Pandoc }
const PANDOC_KINDS: Readonly<Record<string, Seen['kind']>> = { insertion: 'insert', deletion: 'delete' }

/** What pandoc reads. It drops a deletion that stands in another party's insertion. */
async function checkPandoc(files: readonly string[], expected: readonly Expectation[]): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const [i, file] of files.entries()) {
    const { stdout } = await run('pandoc', ['--track-changes=all', '--from=docx', '--to=json', file], MANY)
    const want = joined(expected[i].changes.filter((change) => change.kind !== 'format' && !nested(change)))
    const found = joined(pandocChanges(JSON.parse(stdout)))
    if (JSON.stringify(want) !== JSON.stringify(found)) faults.push({ file, reader: 'pandoc', what: 'changes', expected: want, found })
  }
  return faults
}

function pandocChanges(node: Pandoc): Seen[] {
  if (Array.isArray(node)) return node.flatMap(pandocChanges)
  if (node === null || typeof node !== 'object') return []
  const { t: type, c: content } = node as { t?: string; c?: Pandoc }
  if (type === 'Span') {
    const [[, classes, pairs], inside] = content as unknown as [[string, string[], [string, string][]], Pandoc]
    const kind = classes.map((name) => PANDOC_KINDS[name]).find(Boolean)
    const { author = '', date = '' } = Object.fromEntries(pairs)
    if (kind) return [{ kind, author, date: date.replace(/Z$/, ''), text: pandocText(inside) }]
  }
  return Object.values(node).flatMap(pandocChanges)
}
function pandocText(node: Pandoc): string {
  if (Array.isArray(node)) return node.map(pandocText).join('')
  if (node === null || typeof node !== 'object') return ''
  const { t: type, c: content } = node as { t?: string; c?: Pandoc }
  return type === 'Str' ? (content as string) : type === undefined ? '' : pandocText(content ?? null)
}
