import type { Paper, Progress } from '../paper.ts'
import { resource } from '../resource.ts'
import { documentXml } from './document.ts'
import type { Manner } from './manner.ts'
import { pack } from './package/pack.ts'
import { fill, type Xml } from './xml.ts'

/** Parts of the package that do not depend on the paper but for its title, day and language: path in the file, path under `resources/docx`. */
const PARTS: readonly (readonly [string, string])[] = [
  ['[Content_Types].xml', '[Content_Types].xml'],
  ['_rels/.rels', '_rels/.rels'],
  ['docProps/core.xml', 'docProps/core.xml'],
  ['docProps/app.xml', 'docProps/app.xml'],
  ['word/_rels/document.xml.rels', 'word/_rels/document.xml.rels'],
  ['word/styles.xml', 'word/styles.xml'],
  ['word/settings.xml', 'word/settings.xml'],
  ['word/fontTable.xml', 'word/fontTable.xml'],
  ['word/header1.xml', 'word/header1.xml'],
  ['word/header2.xml', 'word/header2.xml'],
  ['word/footer1.xml', 'word/footer.xml'],
  ['word/footer2.xml', 'word/footer.xml'],
]

/**
 * Writes a paper as a Word file (WordprocessingML, Transitional). A redline holds real tracked changes whose authors are the
 * parties' labels and whose dates are their rounds'; a clean paper holds none. The same paper gives the same bytes. Throws
 * where a clean paper holds a change, and whatever `progress` throws.
 */
export const writeDocx = async (paper: Paper, progress?: Progress, manner?: Manner): Promise<Uint8Array> => {
  const document = await documentXml(paper, progress, manner)
  const values = { title: paper.title, language: paper.language, date: paper.date ?? '', foot: paper.foot ? `${paper.foot}. ` : '' }
  const decode = new TextDecoder()
  const files: Record<string, Xml> = {}
  for (const [path, source] of PARTS) files[path] = fill(decode.decode(resource(`docx/${source}`)), values)
  if (paper.date === null) files['docProps/core.xml'] = undated(files['docProps/core.xml']!)
  files['word/document.xml'] = document
  const encode = new TextEncoder()
  const bytes = pack(new Map(Object.entries(files).map(([path, xml]) => [path, encode.encode(xml)])))
  await progress?.(1, paper.title)
  return bytes
}

/** The core properties of a paper that has no day: both moments may be left out (OPC, part 2, section 11.1). */
const undated = (core: Xml): Xml => core.replace(/[ \t]*<dcterms:.*\n/g, '') as Xml
