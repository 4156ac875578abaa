import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Manner } from '../formats/docx/manner.ts'
import type { Paper, Progress, Writer } from '../formats/paper.ts'
import { isParley, type Store } from '../store/index.ts'
import { checkLeaks } from './leak.ts'
import { inOwnPackage } from './own.ts'
import { draftsNamed, makePaper, type PaperRequest } from './paper.ts'

/** What a paper can be written as. */
export type Format = 'docx' | 'pdf' | 'md'
/** A paper as a file: the name it is offered under, its media type and its bytes. */
export interface Output {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
  /** What is to be said of it, such as what was left out because it is nobody else's business: a sentence each. */
  readonly notices: readonly string[]
}
/** A paper of the negotiation as a file, and what somebody should look at before it is used: said beside it, never in it. */
export interface PaperOutput extends Output {
  readonly findings: readonly string[]
}

/** Writers are loaded when they are first asked for: a ledger needs none of them. */
const FORMATS: Readonly<Record<Format, { readonly mime: string; load(): Promise<Writer> }>> = {
  docx: {
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    load: async () => (await import('../formats/docx/index.ts')).writeDocx,
  },
  pdf: { mime: 'application/pdf', load: async () => (await import('../formats/pdf/index.ts')).writePdf },
  md: { mime: 'text/markdown', load: async () => (await import('../formats/markdown/index.ts')).writeMarkdown },
}

/** How a format is written: its media type, and the writer once it is loaded. */
export const writerOf = (format: Format): { readonly mime: string; load(): Promise<Writer> } => FORMATS[format]

const wordOf = async (paper: Paper, manner?: Manner, progress?: Progress): Promise<Uint8Array> =>
  (await import('../formats/docx/index.ts')).writeDocx(paper, progress, manner)

/** Makes a paper's bytes, with a name for its file. Never changes the negotiation. `manner`: how changes are written in a Word file. */
export async function makeOutput(
  store: Store,
  request: PaperRequest & { readonly format: Format; readonly manner?: Manner },
  progress?: Progress,
): Promise<PaperOutput> {
  await progress?.(0, 'Laying out the paper')
  const { paper, name, findings = [] } = makePaper(store, request)
  const { mime, load } = FORMATS[request.format]
  const notices: string[] = []
  const own = request.format === 'docx' && (await inOwnPackage(store, request, request.manner, (sentence) => notices.push(sentence)))
  const bytes = own || (request.format === 'docx' ? await wordOf(paper, request.manner, progress) : await (await load())(paper, progress))
  checkLeaks(store, draftsNamed(store, request), { format: request.format, bytes, paper })
  return { name: `${name}.${request.format}`, mime, bytes, findings, notices }
}

/**
 * Writes a file whole or not at all: into a file beside it, which then takes its place. What stood there before stays until
 * that moment, and stays where the disk is full. A negotiation is never replaced, nor what is no plain file (a device, a pipe);
 * behind a link the file that it points to is.
 */
export function writeWhole(given: string, bytes: Uint8Array): void {
  const path = replaceable(given)
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`)
  try {
    const fd = openSync(draft, 'wx')
    try {
      for (let at = 0; at < bytes.byteLength; ) at += writeSync(fd, bytes, at)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(draft, path)
  } catch (error) {
    try {
      unlinkSync(draft)
    } catch {
      // It was never made.
    }
    throw outputError(error, basename(path))
  }
}

function replaceable(path: string): string {
  const name = basename(path)
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (!there) return path
    if (there.isDirectory()) throw new ParleyError('exists', `${name} is a folder.`)
    if (!there.isFile()) throw new ParleyError('exists', `${name} is not a plain file.`)
    if (isParley(path)) throw new ParleyError('exists', `${name} is a negotiation, which is not written over.`)
    return realpathSync(path)
  } catch (error) {
    throw outputError(error, name)
  }
}

function outputError(error: unknown, name: string): unknown {
  if (error instanceof ParleyError) return error
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ParleyError('disk-full', `The disk is full, so ${name} was not written.`)
    case 'ENOENT':
    case 'ENOTDIR':
      return new ParleyError('not-found', `There is no folder to put ${name} in.`)
    case 'EISDIR':
      return new ParleyError('exists', `${name} is a folder.`)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new ParleyError('read-only', `${name} cannot be written there: the place is read-only.`)
    default:
      return error instanceof Error && 'code' in error
        ? new ParleyError('io', `${name} could not be written (${String(error.code)}).`)
        : error
  }
}
