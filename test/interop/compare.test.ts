import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Node } from 'prosemirror-model'
import { afterAll, describe, expect, it } from 'vitest'
import { readDocx } from '../../main/formats/docx/read/index.ts'
import { compareFiles } from '../../main/services/compare.ts'
import { counted } from '../../main/services/id.ts'
import { inlineText, schema } from '../../shared/model/schema.ts'
import { project } from '../../shared/redline/index.ts'
import { CORPUS, corpusFile, PAIRS, SELF } from './corpus.ts'
import { checkValid, missing, officeTexts } from './readers.ts'

/**
 * Pairs whose texts LibreOffice reads otherwise, and why. Word reads them as they are meant: what Word holds valid goes before
 * what LibreOffice makes of it.
 */
const LEFT: Readonly<Record<string, string>> = {
  'WC-1190': 'LibreOffice puts a joiner of no width into the empty cells of a row that comes in',
  'WC-1210': 'the same; and it leaves an empty paragraph behind where a table before it is rejected',
  'WC-1480': 'a column that comes and one that goes: LibreOffice knows no tracked columns and keeps both',
  'WC-1720': 'LibreOffice gives the third and the fourth endnote, one new and one struck, each the words of the other',
  'WC-2010': 'LibreOffice leaves an empty paragraph behind where a paragraph with a footnote is rejected',
  'WC-2020': 'the same with an endnote',
  'WC-2060': 'LibreOffice gives a new footnote and a struck one without words each the words of the other',
}
/** Text boxes that come or go: LibreOffice puts signs of no width in their place; but for these the texts are equal. */
const BOXES = '1770 1860 1870 1880 1890 1900 1910 1920 1930 2080 2100'.split(' ').map((n) => `WC-${n}`)

/** What a document says: a line a paragraph, its things by name. */
function said(doc: Node): string {
  const out: string[] = []
  doc.descendants((node) => {
    if (!node.isTextblock) return true
    out.push(node.children.map((c) => (c.type === schema.nodes.object ? `[${c.attrs.what}]` : inlineText(c))).join(''))
    return false
  })
  return out.join('\n')
}

const folder = mkdtempSync(join(tmpdir(), 'parley-compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const redlineOf = async (a: string, b: string, format: 'docx' | 'json' = 'docx'): Promise<Uint8Array> => {
  const given = (name: string) => ({ name, bytes: corpusFile(name) })
  return (await compareFiles({ before: given(a), after: given(b), party: 'Comparison', date: '2025-11-12', format })).bytes
}

describe.skipIf(!PAIRS.length)(`compare on Word files of others${PAIRS.length ? '' : ': the corpus is not on this machine'}`, () => {
  it.skipIf(missing)(
    `${PAIRS.length} pairs${missing && `: not on this machine: ${missing}`}: valid, accepted the one, rejected the other`,
    async () => {
      const files: string[] = []
      for (const { id, a, b } of PAIRS) {
        files.push(join(folder, `${id}.docx`))
        writeFileSync(files[files.length - 1], await redlineOf(a, b))
      }
      expect(await checkValid(files)).toEqual([])
      const originals = [...new Set(PAIRS.flatMap(({ a, b }) => [a, b]))]
      const texts = await officeTexts([...originals.map((name) => join(CORPUS, name)), ...files])
      const own = new Map(originals.map((name, i) => [name, texts[i].accepted]))
      const wrong = PAIRS.flatMap(({ id, a, b }, i) => {
        const { accepted, rejected } = texts[originals.length + i]
        const seen = (text: string): string => (BOXES.includes(id) ? text.replaceAll('\u200b', '') : text)
        return seen(accepted) === own.get(b) && seen(rejected) === own.get(a) ? [] : [id]
      })
      expect(wrong.sort()).toEqual(Object.keys(LEFT).sort())
    },
  )

  it(`${PAIRS.length} pairs through our own reader: rejected the one, accepted the other, things and all`, async () => {
    for (const { id, a, b } of PAIRS) {
      const read = async (bytes: Uint8Array) => readDocx(bytes, id, counted())
      const [before, after, made] = [await read(corpusFile(a)), await read(corpusFile(b)), await read(await redlineOf(a, b))]
      expect(said(project(made.doc, 0)), `${id} rejected`).toBe(said(project(before.doc, before.rounds.length)))
      expect(said(project(made.doc, made.rounds.length)), `${id} accepted`).toBe(said(project(after.doc, after.rounds.length)))
    }
  })

  it(`${SELF.length} files compared with themselves: no change`, async () => {
    for (const name of SELF) {
      const blocks: { kind: string }[][] = JSON.parse(new TextDecoder().decode(await redlineOf(name, name, 'json')))
      expect(
        blocks.flat().filter((run) => run.kind !== 'same'),
        name,
      ).toEqual([])
    }
  })
})
