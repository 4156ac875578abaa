import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Progress, Writer } from '../formats/paper.ts'
import type { Store } from '../store/index.ts'
import { makePaper, type PaperRequest } from './paper.ts'

export type Format = 'docx' | 'pdf' | 'md'
export interface Output {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
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

/** Makes a paper's bytes, with a name for its file. Never changes the negotiation. */
export async function makeOutput(store: Store, request: PaperRequest & { readonly format: Format }, progress?: Progress): Promise<Output> {
  await progress?.(0, 'Laying out the paper')
  const { paper, name } = makePaper(store, request)
  const { mime, load } = FORMATS[request.format]
  const write = await load()
  return { name: `${name}.${request.format}`, mime, bytes: await write(paper, progress) }
}

/**
 * Writes a file whole or not at all: into a file beside it, which then takes its place. What stood there before stays until
 * that moment, and stays where the disk is full.
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
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

function outputError(error: unknown, name: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ParleyError('disk-full', `The disk is full, so ${name} was not written.`)
    case 'ENOENT':
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
