import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import * as docxodus from 'docxodus/core'

/**
 * docxodus, a second reader of Word files that shares no code with ours or with LibreOffice: an engine of .NET that runs as
 * WebAssembly, offline. It takes tracked changes in and out by its own rules.
 */

const WASM = new URL('wasm/', import.meta.resolve('docxodus/core')).href
const run = promisify(execFile)
/** What makes machine code of often used stretches; under Node it now and then never comes back, and short files need none of it. */
const INTERPRETED = ['traces', 'interp-entry', 'jit-call'].map((part) => `--no-jiterpreter-${part}-enabled`)

let ready: Promise<void> | null = null
const begin = (): Promise<void> => {
  ready ??= (async () => {
    const { dotnet } = await import(`${WASM}_framework/dotnet.js`)
    dotnet.withRuntimeOptions(INTERPRETED)
    await docxodus.initialize(WASM)
  })()
  return ready
}

/** A tracked change as docxodus lists it. */
export interface Revision {
  readonly author: string
  readonly date: string
  /** `supported` where it can take the change in and out by itself. */
  readonly status: string
}
/** What docxodus reads in a file: its text with all changes accepted and with all rejected, and the changes. */
export interface Docxodus {
  readonly accepted: string
  readonly rejected: string
  readonly revisions: readonly Revision[]
}

/**
 * Asks docxodus about Word files by their paths. It works in a process of its own, since it never lets go of the thread while it
 * reckons: one that does not come back is ended and begun once more.
 */
export async function askDocxodus(files: readonly string[]): Promise<readonly Docxodus[]> {
  const ask = () => run(process.execPath, [import.meta.filename, ...files], { maxBuffer: 1 << 30, timeout: 240_000, killSignal: 'SIGKILL' })
  const { stdout } = await ask().catch(ask)
  return JSON.parse(stdout)
}

async function read(bytes: Uint8Array): Promise<Docxodus> {
  const text = async (of: Uint8Array): Promise<string> => plain((await docxodus.convertWmlToMarkdown(of)).markdown)
  const revisions = (await docxodus.getRevisions(bytes)).map(({ author, date, resolutionStatus }) => ({
    author: author ?? '',
    date: date ?? '',
    status: resolutionStatus,
  }))
  if (!revisions.length) {
    const all = await text(bytes)
    return { accepted: all, rejected: all, revisions }
  }
  const accepted = await text(await docxodus.docxDiffAcceptRevisions(bytes))
  return { accepted, rejected: await text(await docxodus.docxDiffRejectRevisions(bytes)), revisions }
}

/**
 * The text of its Markdown: without the names that it gives to blocks, notes by their order and not by the part's ids, those that
 * nothing refers to left out, and links as their words.
 */
function plain(markdown: string): string {
  const text = markdown.replace(/\{#[^}]*\} ?/g, '').replace(/\[((?:[^\]\\]|\\.)*)\]\([^)\s]*\)/g, '$1')
  const [body, ...notes] = text.split(/^(?=\[\^[\w-]+\]:)/m)
  const order = [...new Set([...body.matchAll(/\[\^([\w-]+)\]/g)].map((found) => found[1]))]
  const said = notes.map((note) => /^\[\^([\w-]+)\]:(.*)$/s.exec(note)!).filter(([, id]) => order.includes(id))
  said.sort((p, q) => order.indexOf(p[1]) - order.indexOf(q[1]))
  const lines = [
    body.replace(/\[\^([\w-]+)\]/g, (_, id) => `[note ${order.indexOf(id) + 1}]`).replace(/^(?:---|# (?:Foot|End)notes)$/gm, ''),
    ...said.map(([, id, words]) => `note ${order.indexOf(id) + 1}: ${words}`),
  ]
  return lines
    .join('\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line)
    .join('\n')
}

if (process.argv[1] === import.meta.filename) {
  // What it says of itself would stand in the answer.
  console.log = () => {}
  await begin()
  const answers: Docxodus[] = []
  for (const file of process.argv.slice(2)) answers.push(await read(readFileSync(file)))
  // It would go on running by itself; what is still on its way to whoever asked must not be cut off.
  process.stdout.write(JSON.stringify(answers), () => process.exit(0))
}
