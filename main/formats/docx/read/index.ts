import type { Node } from 'prosemirror-model'
import { ParleyError } from '../../../../shared/rpc/contract.ts'
import { openPackage, type Package } from '../package/package.ts'
import type { Element } from '../package/tree.ts'
import { buildDocument, type Sheet, type WordRound } from './document.ts'
import { readNumbering } from './numbering.ts'
import { readStory, type WordBlock } from './story.ts'
import { readStyles } from './style.ts'
import { thingsOf } from './thing.ts'
import { attribute, child, isWord } from './word.ts'

export type { WordRound } from './document.ts'

/** A Word file as it is read. */
export interface WordFile {
  /** The document with its tracked changes as switches: version 0 is all rejected, the last one all accepted. */
  readonly doc: Node
  /** Who changed what on which day; `Switch.r` counts from 1 into it. */
  readonly rounds: readonly WordRound[]
  readonly package: Package
  /** The blocks of the body as the file has them, for writing back. */
  readonly blocks: readonly WordBlock[]
}

/** A Word file as its body has it, with what is needed to make a document of the blocks. */
export interface OpenWord {
  readonly package: Package
  readonly blocks: readonly WordBlock[]
  readonly sheet: Omit<Sheet, 'newId'>
}

/**
 * Reads a Word file (DOCX, Transitional or Strict). `name` is what messages call it; `newId` gives ids for blocks and changes.
 * Throws a `ParleyError` with one sentence where it is no Word file, is damaged or exceeds the bounds of `unpack` and `parseXml`.
 */
export async function readDocx(bytes: Uint8Array, name: string, newId: (prefix: string) => string): Promise<WordFile> {
  const { package: pack, blocks, sheet } = await openWord(bytes, name)
  const { doc, rounds } = buildDocument(blocks, { ...sheet, newId })
  return { doc, rounds, package: pack, blocks }
}

/** Reads a Word file up to its blocks, for readers that change them before they become a document. Throws as `readDocx` does. */
export async function openWord(bytes: Uint8Array, name: string): Promise<OpenWord> {
  const pack = await openPackage(bytes, name)
  const { root } = pack.xml(pack.main)
  const body = isWord(root, 'document') ? child(root, 'body') : null
  if (!body) throw new ParleyError('bad-input', `«${name}» is not a whole Word file: its document has no body.`)
  const part = (kind: string): Element | null => {
    const path = pack.related(pack.main, kind)
    return path ? pack.xml(path).root : null
  }
  const sheetRoot = part('styles')
  const defaults = child(child(child(sheetRoot, 'docDefaults'), 'rPrDefault'), 'rPr')
  const blocks = readStory(body, thingsOf(pack, pack.main))
  const language = attribute(child(defaults, 'lang'), 'val') ?? 'en-US'
  return { package: pack, blocks, sheet: { styles: readStyles(sheetRoot), numbering: readNumbering(part('numbering')), language, name } }
}
