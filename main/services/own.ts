import { allRounds, redline } from '../../shared/redline/index.ts'
import { writeBack } from '../formats/docx/back/index.ts'
import { fits, withTypedLabels } from '../formats/docx/back/typed.ts'
import type { Manner } from '../formats/docx/manner.ts'
import { readDocx, type WordFile } from '../formats/docx/read/index.ts'
import { scrubFile } from '../formats/docx/scrub.ts'
import type { Store } from '../store/index.ts'
import { counted } from './id.ts'
import { isWordFile } from './kind.ts'
import type { PaperRequest } from './paper.ts'
import { itemNumbered, partyOfAuthor, resolve, type View, viewBetween } from './versions.ts'

/**
 * The agreement written into the Word file that it was imported from, with that file's own styles, headers and lists, and
 * scrubbed (`notice` is told what was left out); null where another scope is asked for, where it did not come from a Word file,
 * or where that cannot hold the baseline (which `notice` is told as well). Throws as `makePaper` does.
 */
export async function inOwnPackage(
  store: Store,
  request: PaperRequest,
  manner: Manner = {},
  notice?: (sentence: string) => void,
): Promise<Uint8Array | null> {
  if (request.scope !== 'base') return null
  const item = itemNumbered(store, 'base')
  const source = store.sourceOf(item.id)
  if (!source || !isWordFile(source.bytes)) return null
  const baseline = resolve(store, item, request.baseline ?? 'base')
  const target = resolve(store, item, request.version ?? 'latest')
  const file = await readDocx(source.bytes, source.name, counted())
  const { legend } = store.negotiation()
  const clean = (from: WordFile, v: View, version: number): Uint8Array =>
    writeBack({ file: from, redline: redline(v.doc, v.rounds, 0, version), other: null, view: 'clean' })
  const write = async (): Promise<Uint8Array | null> => {
    if (request.view === 'clean') {
      const v = viewBetween(store, target, target)
      return clean(file, v, v.target)
    }
    const v = viewBetween(store, baseline, target)
    // The file holds the current language: what is measured against a later version is written into the file as it was then.
    const at = baseline.proposal ? viewBetween(store, baseline, baseline) : null
    const from = at ? await readDocx(clean(file, at, at.target), source.name, counted()) : file
    const made = (request.view === 'redline' ? redline : allRounds)(v.doc, v.rounds, v.baseline, v.target)
    const view = manner.changes === 'colours' ? 'colours' : 'redline'
    const shown = at ? withTypedLabels(made, from) : made
    if (at && !fits(shown, from)) {
      notice?.(`«${source.name}» cannot hold the version that this is measured against: it is written as a new document, in plain styles.`)
      return null
    }
    return writeBack({ file: from, redline: shown, other: null, view, legend, passing: manner.passing, moves: manner.moves })
  }
  const parties = store.parties().map((party) => party.label)
  const authors = new Map(
    file.rounds.flatMap(({ author }) => {
      const party = partyOfAuthor(store, author)
      return party ? [[author, party] as const] : []
    }),
  )
  const written = await write()
  return written && scrubFile(written, { name: source.name, parties, authors, notice })
}
