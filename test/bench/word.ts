import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Fragment, type Node } from 'prosemirror-model'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { counted } from '../../main/services/id.ts'
import { compare } from '../../shared/compare/index.ts'
import { schema } from '../../shared/model/schema.ts'
import { project, redline } from '../../shared/redline/index.ts'
import { child, type Element, elements, parse, parts } from '../interop/word.ts'
import { random } from './compare.ts'
import type { Done, Job, Program } from './peer.ts'
import { goal, median, row, say } from './table.ts'

// Word files beside programs that read, compare or write them, each job in a process of its own.

const SHARED = resolve(import.meta.dirname, '../../../shared')
const CORPUS = join(SHARED, 'corpus')
const OFFICE = join(SHARED, 'tools/lo_redlines.py')
const ROUND = { r: 1, party: 'LTA', date: '2025-11-12', proposal: '' }
/** Paragraphs of the long contract that its other version changes. */
const EDITS = 400
/** Times that each job is done by each program. */
const TIMES = 7

const run = promisify(execFile)
/** The other programs that do a job; LibreOffice's compare is asked by itself. */
const PEERS: Readonly<Record<Job, readonly Program[]>> = { read: ['mammoth', 'docxodus'], compare: ['docxodus'], write: ['docx'] }

/** What came of a job, for the table. */
interface Figure {
  readonly times: readonly number[]
  /** Megabytes. */
  readonly peak: number
  /** Of a comparison: what its file marks. */
  readonly marked: Marked | null
}
/** What a file with tracked changes marks, whoever wrote it. */
interface Marked {
  /** Stretches of text put in or struck, neighbours of one kind within a paragraph as one. */
  readonly changes: number
  /** Words of either version of which a character is marked. */
  readonly words: number
  /** Whether accepting all gives the one text and rejecting all the other. */
  readonly true: boolean
}

/** Reading, comparing and writing a short and a long contract in Word, beside other programs. `dir` is for files on the way. */
export async function benchWord(dir: string): Promise<void> {
  if (!existsSync(CORPUS)) {
    row('Word files', 'left out', 'the corpus of Word files is not on this machine')
    return
  }
  const pairs = [
    { name: 'pair40', a: join(CORPUS, 'pair40/a.docx'), b: join(CORPUS, 'pair40/b.docx') },
    { name: 'contract of 130 pages', a: join(CORPUS, 'contract-130-pages.docx'), b: join(dir, 'contract-b.docx') },
  ]
  writeFileSync(pairs[1].b, await other(pairs[1].a))
  for (const { name, a, b } of pairs) {
    await beside('read', `read ${name}`, dir, [a])
    await beside('compare', `compare ${name}`, dir, [a, b])
    const text = join(dir, 'text.txt')
    writeFileSync(text, lined(await read(a)))
    await beside('write', `write ${name} as a new file`, dir, [text])
  }
}

/** One job by us and by the others: a row for each of them, and whether we are quicker and mark less. */
async function beside(job: Job, name: string, dir: string, files: readonly string[]): Promise<void> {
  const out = (program: string): string => join(dir, `${program}.docx`)
  const ours = await figure('parley', job, out('parley'), files)
  row(name, told(ours))
  for (const program of PEERS[job]) {
    const theirs = await figure(program, job, out(program), files).catch(() => null)
    if (!theirs) {
      row(name, '', `${program}: left out, it did not come back in time`)
      continue
    }
    row(name, '', `${program}: ${told(theirs)}`, median(ours.times) / median(theirs.times))
    judge(program, ours, theirs)
  }
  if (job !== 'compare') return
  const office = await byOffice(out('office'), files)
  if (typeof office === 'string') row(name, '', `LibreOffice: left out, ${office}`)
  else {
    row(name, '', `LibreOffice: ${told(office)}`, median(ours.times) / median(office.times))
    judge('LibreOffice', ours, office)
  }
}
function judge(program: string, ours: Figure, theirs: Figure): void {
  const [mine, its] = [median(ours.times), median(theirs.times)]
  goal(`quicker than ${program}`, mine < its, `${say([mine])} against ${say([its])}`)
  // LibreOffice parts what this program takes as one, such as a date.
  if (program !== 'docxodus' || !ours.marked || !theirs.marked) return
  const [m, t] = [ours.marked, theirs.marked]
  goal(
    `true, and no more words marked than ${program} where that is true`,
    m.true && (!t.true || m.words <= t.words),
    `${m.words} against ${t.words}`,
  )
}
const told = ({ times, peak, marked }: Figure): string => {
  const what = marked ? `, ${marked.changes} changes, ${marked.words} words${marked.true ? '' : ', not both texts'}` : ''
  return `${say([median(times)])}, ${Math.round(peak)} MB${what}`
}

/** A job done by a program in a process of its own. docxodus now and then does not come back: it is asked once more. */
async function figure(program: Program, job: Job, out: string, files: readonly string[]): Promise<Figure> {
  const args = [join(import.meta.dirname, 'peer.ts'), program, job, String(TIMES), out, ...files]
  const ask = () => run(process.execPath, args, { timeout: 60_000, killSignal: 'SIGKILL' })
  const { times, peak } = JSON.parse((await ask().catch(ask)).stdout) as Done
  return { times, peak: peak / 1024, marked: job === 'compare' ? await marked(out, files) : null }
}

/** LibreOffice’s own comparison, once: the time is the comparison alone, the memory the most that it had resident. */
async function byOffice(out: string, files: readonly string[]): Promise<Figure | string> {
  const found = (process.env.PATH ?? '').split(':').some((dir) => existsSync(join(dir, 'soffice')))
  if (!found) return 'soffice is not on this machine'
  if (!existsSync(OFFICE)) return '../shared/tools/lo_redlines.py is not on this machine'
  const code = `
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, *sys.argv[1:]], capture_output=True, text=True)
if done.returncode: sys.exit(done.stderr)
print(json.dumps([json.loads(done.stdout)["compare_seconds"], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))`
  try {
    const { stdout } = await run('/usr/bin/python3', ['-c', code, OFFICE, '--compare', ...files, '--save', out], { timeout: 240_000 })
    const [seconds, peak] = JSON.parse(stdout) as [number, number]
    return { times: [seconds * 1000], peak: peak / 1024, marked: await marked(out, files) }
  } catch (error) {
    return `it failed: ${(error as Error).message.split('\n').at(-2)}`
  }
}

const read = (path: string): Promise<WordFile> => readDocx(new Uint8Array(readFileSync(path)), path, counted())
const latest = (file: WordFile): Node => project(file.doc, file.rounds.length)
/** The text of a document without its lists' labels, which programs reckon by themselves. */
const words = (doc: Node): string => doc.textBetween(0, doc.content.size, ' ').replace(/\s+/g, ' ').trim()
/** A paragraph a line, `#` before the headings. */
const lined = (file: WordFile): string => {
  const out: string[] = []
  latest(file).descendants((node) => {
    if (!node.isTextblock) return true
    out.push(`${node.type === schema.nodes.heading ? '#' : ''}${node.textContent.replace(/\s+/g, ' ')}`)
    return false
  })
  return out.join('\n')
}

/** The other version of a contract: in many of its paragraphs a word is another, a few go and a few come. The same each time. */
async function other(path: string): Promise<Uint8Array> {
  const file = await read(path)
  const base = latest(file)
  const rnd = random(9)
  const every = base.childCount / EDITS
  let next = 0
  const blocks = base.children.flatMap((block, i): Node[] => {
    if (i < next || !block.isTextblock || block.textContent.length < 40 || !block.firstChild?.isText) return [block]
    next += every
    const dice = rnd()
    if (dice < 0.05) return []
    const first = block.firstChild
    const text = first.text!.split(' ')
    text[Math.floor(rnd() * text.length)] = dice < 0.5 ? 'amended' : '$1,500.00'
    const changed = block.copy(block.content.replaceChild(0, schema.text(text.join(' '), first.marks)))
    const more = schema.nodes.paragraph.create(null, schema.text('The parties meet in June of each year and settle what is open.'))
    return dice > 0.95 ? [changed, more] : [changed]
  })
  const made = compare(base, base.copy(Fragment.from(blocks)), ROUND.party, counted())
  return writeBack({ file, redline: redline(made, [ROUND], 0, 1), other: null, view: 'clean' })
}

/** What a redlined file marks, read from its XML, and whether it gives both texts back as our reader reads it. */
async function marked(path: string, [a, b]: readonly string[]): Promise<Marked> {
  const made = await read(path)
  const [before, after] = [words(latest(await read(a))), words(latest(await read(b)))]
  const same = words(project(made.doc, 0)) === before && words(latest(made)) === after
  const body = child(parse(parts(new Uint8Array(readFileSync(path)))['word/document.xml']), 'w:body')!
  const count = { changes: 0, words: 0 }
  eachParagraph(body, (paragraph) => {
    const stretches = texts(paragraph, 'same')
    const kinds = stretches.map(({ kind }) => kind)
    count.changes += kinds.filter((kind, i) => kind !== 'same' && kind !== kinds[i - 1]).length
    count.words += touched(stretches, 'del') + touched(stretches, 'ins')
  })
  return { ...count, true: same }
}

type Kind = 'same' | 'ins' | 'del'
interface Stretch {
  readonly kind: Kind
  readonly text: string
}
function eachParagraph(of: Element, visit: (paragraph: Element) => void): void {
  for (const e of elements(of))
    if (e.name === 'w:p') visit(e)
    else eachParagraph(e, visit)
}
const KINDS: Readonly<Record<string, Kind>> = { 'w:ins': 'ins', 'w:moveTo': 'ins', 'w:del': 'del', 'w:moveFrom': 'del' }
/** The text of a paragraph with what is marked, in order; what was put in and struck again is struck. */
function texts(of: Element, kind: Kind): Stretch[] {
  return elements(of).flatMap((e): Stretch[] => {
    if (e.name === 'w:pPr' || e.name === 'w:rPr') return []
    if (e.name === 'w:t' || e.name === 'w:delText') return [{ kind, text: e.children.filter((c) => typeof c === 'string').join('') }]
    if (e.name === 'w:tab' || e.name === 'w:br') return [{ kind, text: ' ' }]
    return texts(e, kind === 'del' ? kind : (KINDS[e.name] ?? kind))
  })
}
/** Words of one version of a paragraph of which a character is marked so. */
function touched(stretches: readonly Stretch[], kind: 'ins' | 'del'): number {
  const own = stretches.filter((s) => s.kind === 'same' || s.kind === kind)
  const text = own.map((s) => s.text).join('')
  const flags = own.map((s) => (s.kind === kind ? 'x' : ' ').repeat(s.text.length)).join('')
  let n = 0
  for (const found of text.matchAll(/\S+/g)) if (flags.slice(found.index, found.index + found[0].length).includes('x')) n++
  return n
}
