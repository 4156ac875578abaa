import { describe, expect, it } from 'vitest'
import { takeBase } from '../../../../../main/formats/docx/take/index.ts'
import { changed, p, run, wordFile } from './word.ts'

let n = 0
const newId = (prefix: string) => `${prefix}${++n}`
const table = (properties: string) =>
  `<w:tbl><w:tblPr>${properties}</w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc>${p(run('A cell.'))}</w:tc></w:tr></w:tbl>`
const doubts = async (body: string) => (await takeBase(wordFile(body), { name: 'a.docx', newId })).doubts.map((d) => d.message)

describe('tracked changes of layout', () => {
  it('are told, since they are not shown', async () => {
    const of = changed('tblPrChange', 'Ann', 3, '<w:tblPr/>')
    expect(await doubts(p(run('Leave.')) + table(of) + table(of) + p(run('End.')))).toEqual([
      'The file tracks 2 changes of layout (tables); layout is not language, so they are not shown here.',
    ])
  })
  it('that are none say nothing', async () => {
    expect(await doubts(p(run('Leave.')) + table('') + p(run('End.')))).toEqual([])
  })
})
