import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Node } from 'prosemirror-model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDocx } from '../../main/formats/docx/read/index.ts'
import { compareFiles } from '../../main/services/compare.ts'
import { counted } from '../../main/services/id.ts'
import { inlineText, schema } from '../../shared/model/schema.ts'
import { project } from '../../shared/redline/index.ts'
import { CORPUS, corpusFile, PAIRS, SELF } from './corpus.ts'
import { askDocxodus } from './docxodus.ts'
import { checkValid, missing, officeTexts } from './readers.ts'

/**
 * Pairs whose texts LibreOffice reads otherwise, and why. Word reads them as they are meant: what Word holds valid goes before
 * what LibreOffice makes of it.
 */
const LEFT: Readonly<Record<string, string>> = {
  'WC-1210': 'LibreOffice leaves an empty paragraph behind where a table before it is rejected',
  'WC-1480': 'a column that comes and one that goes: LibreOffice knows no tracked columns and keeps both',
  'WC-1720': 'LibreOffice gives the third and the fourth endnote, one new and one struck, each the words of the other',
  'WC-2010': 'LibreOffice leaves an empty paragraph behind where a paragraph with a footnote is rejected',
  'WC-2020': 'the same with an endnote',
  'WC-2060': 'LibreOffice gives a new footnote and a struck one without words each the words of the other',
}
/** Pairs of which docxodus reads something otherwise, and why. */
const LEFT_DOCXODUS: Readonly<Record<string, string>> = {
  'WC-1130': 'the number of a page in a footer as Word last wrote it: a comparison leaves headers and footers as they are',
  'WC-1480': 'a column that comes and one that goes: docxodus knows no tracked columns and keeps both',
}
/** A text box that was tracked by its own author before: it is one object, kept as it came. */
const TRACKED_BEFORE = ['WC-2092']
/**
 * Signs of no width that LibreOffice puts in the place of text boxes that come or go, and into the empty cells of a row that comes
 * in; but for these the texts are equal.
 */
const NO_WIDTH = /[\u200b\u200d]/g
const SIGNS = '1190 1770 1860 1870 1880 1890 1900 1910 1920 1930 2080 2100'.split(' ').map((n) => `WC-${n}`)

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

const PARTY = 'Comparison'
const DAY = '2025-11-12'
const folder = mkdtempSync(join(tmpdir(), 'parley-compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const redlineOf = async (a: string, b: string, format: 'docx' | 'json' = 'docx'): Promise<Uint8Array> => {
  const given = (name: string) => ({ name, bytes: corpusFile(name) })
  return (await compareFiles({ before: given(a), after: given(b), party: PARTY, date: DAY, format })).bytes
}
const originals = [...new Set(PAIRS.flatMap(({ a, b }) => [a, b]))]
const redlined = (id: string): string => join(folder, `${id}.docx`)
const every = [...originals.map((name) => join(CORPUS, name)), ...PAIRS.map(({ id }) => redlined(id))]

/**
 * The pairs whose redline a reader takes for another text than that of the two files. `texts`: what it says of `every`; `seen`:
 * what counts of that.
 */
function unlike(texts: readonly { accepted: string; rejected: string }[], seen = (text: string, _id: string): string => text): string[] {
  const own = new Map(originals.map((name, i) => [name, texts[i].accepted]))
  return PAIRS.flatMap(({ id, a, b }, i) => {
    const { accepted, rejected } = texts[originals.length + i]
    return seen(accepted, id) === own.get(b) && seen(rejected, id) === own.get(a) ? [] : [id]
  }).sort()
}

describe.skipIf(!PAIRS.length)(`compare on Word files of others${PAIRS.length ? '' : ': the corpus is not on this machine'}`, () => {
  beforeAll(async () => {
    for (const { id, a, b } of PAIRS) writeFileSync(redlined(id), await redlineOf(a, b))
  })

  it.skipIf(missing)(
    `${PAIRS.length} pairs${missing && `: not on this machine: ${missing}`}: valid, accepted the one, rejected the other`,
    async () => {
      expect(await checkValid(PAIRS.map(({ id }) => redlined(id)))).toEqual([])
      const texts = await officeTexts(every)
      expect(unlike(texts, (text, id) => (SIGNS.includes(id) ? text.replace(NO_WIDTH, '') : text))).toEqual(Object.keys(LEFT).sort())
    },
  )

  it(`${PAIRS.length} pairs through docxodus: accepted the one, rejected the other, each change with its party and day`, async () => {
    const answers = await askDocxodus(every)
    expect(unlike(answers)).toEqual(Object.keys(LEFT_DOCXODUS).sort())
    const odd = PAIRS.flatMap(({ id }, i) => {
      const wrong = answers[originals.length + i].revisions.filter(
        ({ author, date, status }) => author !== PARTY || date.slice(0, 10) !== DAY || status !== 'supported',
      )
      return wrong.length ? [id] : []
    })
    expect(odd).toEqual(TRACKED_BEFORE)
  })

  it(`${PAIRS.length} pairs through our own reader: rejected the one, accepted the other, things and all`, async () => {
    for (const { id, a, b } of PAIRS) {
      const read = async (bytes: Uint8Array) => readDocx(bytes, id, counted())
      const [before, after, made] = [
        await read(corpusFile(a)),
        await read(corpusFile(b)),
        await read(new Uint8Array(readFileSync(redlined(id)))),
      ]
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

  it('the command line writes the same bytes', async () => {
    const program = join(import.meta.dirname, '../../main/hosts/start.mjs')
    for (const { id, a, b } of PAIRS.filter((_, i) => i % 36 === 5)) {
      const out = join(folder, `${id}-by-command.docx`)
      const files = [join(CORPUS, a), join(CORPUS, b), '-o', out, '--party', PARTY, '--date', DAY]
      await promisify(execFile)(process.execPath, [program, '--cli', 'compare', ...files])
      expect(Buffer.compare(readFileSync(out), readFileSync(redlined(id))), id).toBe(0)
    }
  })
})
