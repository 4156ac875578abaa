import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { readDocx } from '../../main/formats/docx/read/index.ts'
import { scrubFile } from '../../main/formats/docx/scrub.ts'
import { stopPress } from '../../main/formats/pdf/index.ts'
import { compareFiles } from '../../main/services/compare.ts'
import { counted } from '../../main/services/id.ts'
import { makeOutput } from '../../main/services/index.ts'
import { redline } from '../../shared/redline/index.ts'
import { addItem, addSealed, newStore, typed } from '../unit/main/store/made.ts'
import { CORPUS, corpusFile, PAIRS, SINGLE } from './corpus.ts'
import { checkValid, missing, officeTexts, pandocBeside } from './readers.ts'

const absent = [missing, PAIRS.length ? '' : '../shared/corpus'].filter((what) => what).join(', ')
const without = absent && `: not on this machine: ${absent}`
const folder = mkdtempSync(join(tmpdir(), 'parley-scrub-'))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await stopPress()
})
const put = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

describe(`what leaves, read by programs that are not ours${without}`, () => {
  it.skipIf(absent)('scrubbed files: valid, and the same text in LibreOffice, accepted and rejected', async () => {
    const names = [
      ...SINGLE.filter((_, i) => i % 4 === 0).map(({ file }) => file),
      ...PAIRS.filter((_, i) => i % 18 === 0).map(({ b }) => b),
    ]
    const files: string[] = []
    for (const [i, name] of names.entries()) files.push(put(`${i}.docx`, await scrubFile(corpusFile(name), { name, parties: [] })))
    const unsound = (await checkValid(names.map((name) => join(CORPUS, name)))).map(({ file }) => file)
    expect(
      (await checkValid(files.filter((_, i) => !unsound.includes(join(CORPUS, names[i]))))).map(({ file, found }) => [file, found]),
    ).toEqual([])
    const texts = await officeTexts([...names.map((name) => join(CORPUS, name)), ...files])
    for (const [i, name] of names.entries()) expect(texts[names.length + i], name).toEqual(texts[i])
  })

  it.skipIf(absent)('compared files: pandoc reads the same changes, with party and day', async () => {
    let changes = 0
    for (const { id, a, b, features } of PAIRS.filter((_, i) => i % 9 === 1)) {
      const given = (name: string) => ({ name, bytes: corpusFile(name) })
      const { bytes } = await compareFiles({ before: given(a), after: given(b), party: 'LTA', date: '2025-11-12', format: 'docx' })
      const made = await readDocx(bytes, id, counted())
      const chain = made.rounds.map(({ r, author, date }) => ({ r, party: author, date: date ?? '', proposal: '' }))
      const { found, want } = await pandocBeside(put(`${id}.docx`, bytes), redline(made.doc, chain, 0, chain.length))
      for (const { author, date } of found) expect([author, date.slice(0, 10)], id).toEqual(['LTA', '2025-11-12'])
      // Notes, fields and the like are objects of one sign with us.
      if (!features.length) expect(found, id).toEqual(want)
      changes += found.length
    }
    expect(changes).toBeGreaterThan(20)
  })

  it.skipIf(absent)('papers of a negotiation with secrets: none is in the text of the PDF nor in a part of the Word file', async () => {
    const store = newStore()
    const item = addItem(store, '13', 'Five days of leave for every teacher in a year.', 'Paid in full.')
    addSealed(store, item, '300')
    const draft = store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: 'p-300-2023-09-20' })
    store.append(draft.id, 0, [typed(7, 'zwiebeldraft ', 'c-own', 2, 'LTA')])
    const note = { item: item.id, proposal: null, session: null, answers: null, place: null }
    store.caucus.addNote({ ...note, body: 'We would settle for zwiebelnote.', author: 'Zwiebelauthor' })
    store.caucus.putPerson({ name: 'Zwiebelperson', party: 'LTA', role: 'lead' })
    for (const scope of ['table', 'item:13'])
      for (const format of ['pdf', 'docx'] as const) {
        const { bytes } = await makeOutput(store, { scope, view: 'redline', baseline: null, version: null, format })
        const path = put(`paper.${format}`, bytes)
        const shown =
          format === 'pdf'
            ? `${execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' })}${execFileSync('pdfinfo', [path], { encoding: 'utf8' })}`
            : Object.values(unzipSync(bytes))
                .map((part) => Buffer.from(part).toString('latin1'))
                .join()
        expect(shown).toContain('Five')
        expect(shown.toLowerCase(), `${scope} ${format}`).not.toContain('zwiebel')
        expect(readFileSync(path, 'latin1').toLowerCase()).not.toContain('zwiebel')
      }
  })
})
