import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDocx } from '../../main/formats/docx/index.ts'
import type { Manner } from '../../main/formats/docx/manner.ts'
import type { Paper } from '../../main/formats/paper.ts'
import { moved } from './moves.ts'
import { checkRedlineDocx, checkValid, type Expectation, expectation, missing, officeTexts } from './readers.ts'
import { allRoundsPaper, cleanOf, cleanPaper, redlinePaper, SAMPLES } from './samples.ts'

const absent = missing && `: not on this machine: ${missing}`
const folder = mkdtempSync(join(tmpdir(), 'parley-interop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function put(name: string, paper: Paper): Promise<string> {
  const file = join(folder, `${name.replace(/\W+/g, '-')}.docx`)
  writeFileSync(file, await writeDocx(paper))
  return file
}

describe(`readers of Word files that are not ours${absent}`, () => {
  const files: string[] = []
  const expected: Expectation[] = []
  beforeAll(async () => {
    if (missing) return
    for (const [name, make] of Object.entries(SAMPLES)) {
      const of = make()
      for (const [a, b] of [
        [0, 3],
        [1, 2],
        [3, 0],
      ] as const) {
        const paper = redlinePaper(of, a, b, a === 1 ? null : undefined)
        files.push(await put(`${name} ${a} ${b}`, paper))
        expected.push(expectation(paper, [cleanOf(of, a)], [cleanOf(of, b)]))
      }
      const all = allRoundsPaper(of, 0, 3)
      files.push(await put(`${name} all`, all))
      expected.push(expectation(all, [cleanOf(of, 0)], [cleanOf(of, 3)]))
    }
  })

  it.skipIf(missing)('every kind of change: valid, the same changes with party and date, accepted and rejected text', async () => {
    expect(await checkRedlineDocx(files, expected)).toEqual([])
  })

  it.skipIf(missing)('moves as Word’s own, nested changes flat, colours: valid, and the same texts accepted and rejected', async () => {
    const all = [...Object.values(SAMPLES), moved].map((make) => allRoundsPaper(make(), 0, 3))
    const write = (manner: Manner) =>
      Promise.all(
        all.map(async (paper, i) => {
          const file = join(folder, `${JSON.stringify(manner).replace(/\W+/g, '-')}-${i}.docx`)
          writeFileSync(file, await writeDocx(paper, undefined, manner))
          return file
        }),
      )
    const [plain, words, flat, colours] = await Promise.all(
      [{}, { moves: 'word' }, { passing: 'flat' }, { changes: 'colours' }].map((manner) => write(manner as Manner)),
    )
    expect(await checkValid([...words, ...flat, ...colours])).toEqual([])
    // The last one moves; of the others one shows what nests.
    const [nested, last] = [Object.keys(SAMPLES).indexOf('inserted by one, struck by the other'), all.length - 1]
    const texts = await officeTexts([plain[last], words[last], plain[nested], flat[nested]])
    expect(texts[1]).toEqual(texts[0])
    expect(texts[3].accepted).toBe(texts[2].accepted)
  })

  it.skipIf(missing)('clean papers are valid', async () => {
    const clean = await Promise.all(Object.entries(SAMPLES).map(([name, make]) => put(`${name} clean`, cleanPaper(cleanOf(make(), 3)))))
    expect(await checkValid(clean)).toEqual([])
  })

  it.skipIf(missing)('the check itself sees a wrong party, a lost word and an invalid file', async () => {
    const of = SAMPLES.words()
    const paper = redlinePaper(of, 0, 3)
    const want = expectation(paper, [cleanOf(of, 0)], [cleanOf(of, 3)])
    const file = await put('self check', paper)
    const other = { ...want, changes: want.changes.map((change) => ({ ...change, author: 'X' })) }
    const lost = { ...want, accepted: want.accepted.map((line) => line.replace('six', '')) }
    const faults = await checkRedlineDocx([file, file], [other, lost])
    expect(faults.map((fault) => `${fault.reader}: ${fault.what}`)).toEqual([
      'LibreOffice: changes',
      'LibreOffice: insertions',
      'LibreOffice: deletions',
      'LibreOffice: accepted text',
      'pandoc: changes',
    ])
    const broken = join(folder, 'broken.docx')
    const parts = unzipSync(readFileSync(file))
    parts['word/document.xml'] = strToU8(strFromU8(parts['word/document.xml']).replaceAll('w:delText', 'w:t'))
    writeFileSync(broken, zipSync(parts))
    expect((await checkValid([broken])).map((fault) => fault.reader)).toEqual(['schema'])
  })
})
