import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { Fragment, type Node } from 'prosemirror-model'
import { afterAll, describe, expect, it } from 'vitest'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { counted } from '../../main/services/id.ts'
import { weave } from '../../shared/compare/index.ts'
import { bea191 } from '../../shared/model/legend.ts'
import { schema } from '../../shared/model/schema.ts'
import { allRounds, project, redline } from '../../shared/redline/index.ts'
import { CORPUS, corpusFile, FILES } from './corpus.ts'
import { checkValid, missing, officeTexts } from './readers.ts'

const absent = FILES.length ? '' : ': the corpus is not on this machine'
const folder = mkdtempSync(join(tmpdir(), 'parley-back-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const accepted = ({ doc, rounds }: WordFile): Node => project(doc, rounds.length)

describe.skipIf(!FILES.length)(`Word files that go back into their own package${absent}`, () => {
  it(`${FILES.length} files that nobody edited: every part is the same bytes, and the document reads the same`, async () => {
    for (const name of FILES) {
      const bytes = corpusFile(name)
      const file = await readDocx(bytes, name, counted())
      const written = writeBack({ file, redline: redline(accepted(file), [], 0, 0), other: null, view: 'redline' })
      const [before, after] = [unzipSync(bytes), unzipSync(written)]
      const plain = !file.rounds.length
      for (const path of Object.keys(before)) {
        if (path.endsWith('/') || (!plain && path === file.package.main)) continue
        expect(Buffer.compare(after[path], before[path]), `${name} ${path}`).toBe(0)
      }
      const again = await readDocx(written, name, counted())
      if (plain) expect(accepted(again).toJSON(), name).toEqual(accepted(file).toJSON())
      expect(accepted(again).textContent, name).toBe(accepted(file).textContent)
    }
  })

  it.skipIf(missing)(
    `edited by two parties${missing && `: not on this machine: ${missing}`}: valid, rejected the file, accepted the target`,
    async () => {
      const tracked: string[] = []
      const clean: string[] = []
      const long: boolean[] = []
      const others: string[] = []
      const put = (list: string[], bytes: Uint8Array): void => {
        list.push(join(folder, `${list === tracked ? 't' : list === clean ? 'c' : 'o'}${list.length}.docx`))
        writeFileSync(list[list.length - 1], bytes)
      }
      const some = FILES.filter((_, i) => i % 6 === 0).slice(0, 24)
      // Files that no schema holds valid to begin with say nothing of what is written into them.
      const unsound = (await checkValid(some.map((name) => join(CORPUS, name)))).map(({ file }) => file)
      const sources = some.filter((name) => !unsound.includes(join(CORPUS, name)))
      expect(sources.length).toBeGreaterThan(20)
      for (const name of sources) {
        const newId = counted()
        const file = await readDocx(corpusFile(name), name, newId)
        long.push(isLong(file))
        const chain = (['BEA', '191'] as const).map((party, i) => ({ r: i + 1, party, date: `2025-11-${12 + i}`, proposal: '' }))
        const one = weave(accepted(file), edited(accepted(file), 'first'), { r: 1, p: 'BEA' }, newId)
        const two = weave(one, edited(project(one, 1), 'second'), { r: 2, p: '191' }, newId)
        const made = allRounds(two, chain, 0, 2)
        put(tracked, writeBack({ file, redline: made, other: null, view: 'redline' }))
        put(clean, writeBack({ file, redline: made, other: null, view: 'clean' }))
        put(others, writeBack({ file, redline: made, other: null, view: 'colours', legend: bea191('BEA', '191') }))
        put(others, writeBack({ file, redline: made, other: null, view: 'redline', passing: 'flat' }))
      }
      expect(await checkValid([...tracked, ...clean, ...others])).toEqual([])
      for (const kind of [true, false]) {
        const which = [...sources.keys()].filter((i) => long[i] === kind)
        expect(which.length).toBeGreaterThan(0)
        const asked = [sources.map((name) => join(CORPUS, name)), tracked, clean].flatMap((list) => which.map((i) => list[i]))
        const texts = await officeTexts(kind ? asked.map(withoutNumbers) : asked, kind)
        which.forEach((i, k) => {
          const [source, ours, target] = [0, 1, 2].map((n) => texts[n * which.length + k])
          expect(source.accepted.length, sources[i]).toBeGreaterThan(0)
          expect(ours.rejected, `${sources[i]} rejected`).toBe(source.accepted)
          expect(ours.accepted, `${sources[i]} accepted`).toBe(target.accepted)
        })
      }
    },
  )
})

/** Whether a file has very many paragraphs, and no notes. */
const isLong = (file: WordFile): boolean => {
  const main = new TextDecoder().decode(file.package.parts.get(file.package.main))
  return main.split('<w:p ').length > 400 && !/<w:(footnote|endnote)Reference/.test(main)
}

/**
 * A copy of a file whose paragraphs are in no list. Where LibreOffice writes the text of a file itself it writes numbers with it, and
 * those it does not always count anew once changes are rejected.
 */
function withoutNumbers(path: string, i: number): string {
  const parts = unzipSync(readFileSync(path))
  for (const part of ['word/document.xml', 'word/styles.xml'])
    parts[part] = strToU8(strFromU8(parts[part]).replaceAll(/<w:numPr>.*?<\/w:numPr>/gs, ''))
  const copy = join(folder, `n${i}.docx`)
  writeFileSync(copy, zipSync(parts, { level: 1 }))
  return copy
}

/** Words put in and struck, a heading, a paragraph and a list item more. */
function edited(doc: Node, word: string): Node {
  let n = 0
  const blocks = doc.children.map((block): Node => {
    if (!block.isTextblock || !block.firstChild?.isText || block.firstChild.text!.length < 12 || n++ % 3 === 2) return block
    const first = block.firstChild
    const changed = schema.text(`${first.text!.slice(0, 4)}${word} ${first.text!.slice(9)}`, first.marks)
    return block.copy(block.content.replaceChild(0, changed))
  })
  const more = [
    schema.nodes.heading.create({ level: 1 }, schema.text(`A ${word} heading`)),
    schema.nodes.paragraph.create(null, schema.text(`A ${word} paragraph that was typed.`)),
    schema.nodes.paragraph.create({ list: 'ordered', label: 'a.' }, schema.text(`A ${word} item.`)),
  ]
  const at = Math.min(1, blocks.length - 1)
  return doc.copy(Fragment.from([...blocks.slice(0, at), ...more, ...blocks.slice(at)]))
}
