import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Word files of others: pairs that differ, and single ones. They lie beside the project and are in no package. */
export const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus')
const manifest = join(CORPUS, 'manifest.json')

/** Two files of which the second is an edit of the first. */
export interface Pair {
  readonly id: string
  readonly a: string
  readonly b: string
  /** What its files hold besides plain paragraphs. */
  readonly features: readonly string[]
}
const listed = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {}
/** The pairs; empty where the corpus is not on this machine. */
export const PAIRS: readonly Pair[] = listed.pairs ?? []
/** Files that compared with themselves must show no change. */
export const SELF: readonly string[] = listed.self_compare_expect_zero ?? []
/** Files with tracked changes of one kind only, and which. */
export const SINGLE: readonly { readonly file: string; readonly kind: string }[] = listed.single_kind_tracked ?? []
/** Files of numbered lists. */
export const LABELS: readonly string[] = listed.numbering_label_docs ?? []
/** All Word files of the corpus, as paths in it. */
export const FILES: readonly string[] = existsSync(CORPUS) ? globSync('**/*.docx', { cwd: CORPUS }).sort() : []
/** The bytes of one of them. */
export const corpusFile = (path: string): Uint8Array => new Uint8Array(readFileSync(join(CORPUS, path)))
