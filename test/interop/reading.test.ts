import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openWord, readDocx } from '../../main/formats/docx/read/index.ts'
import { paragraphWithDirect, readParagraph } from '../../main/formats/docx/read/style.ts'
import { valOf } from '../../main/formats/docx/read/word.ts'
import { counted } from '../../main/services/id.ts'
import { allRounds, type Change, changes } from '../../shared/redline/index.ts'
import { CORPUS, corpusFile, LABELS, SINGLE } from './corpus.ts'
import { missing, officeLines } from './readers.ts'

const absent = SINGLE.length ? '' : ': the corpus is not on this machine'

/** A change in a few words: what it is, and how its text begins. */
function told({ kinds, inserted, struck, props, format, grid, move }: Change): string {
  const text = inserted || struck || (format?.text ?? '')
  const way = props ? `${props.before.attrs.label} → ${props.after.attrs.label}` : ''
  const formats = format ? ` ${format.before.join()} → ${format.after.join()}` : ''
  return [
    kinds.join(' + '),
    way,
    grid ? `${grid.count} ${grid.what}` : '',
    move ? 'home and away' : '',
    JSON.stringify(text.slice(0, 24)) + formats,
  ]
    .filter((part) => part)
    .join(': ')
}

/** What is read in a file with tracked changes of one kind. Those without any say nothing of the language: they are kept as they came. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  CellPropertiesChange: ['paragraph: null → null: ""'],
  DeletedContentControl: [],
  DeletedFieldCode: ['delete: "Video 2/7/2020 provides "'],
  DeletedMathChar: [],
  DeletedNumberedParagraphs: ['delete + join: "Video provides a powerfu"'],
  DeletedParagraph: ['delete + join: "Inserted Paragraph.\\n"'],
  DeletedRun: ['delete: "powerful "'],
  DeletedTableRow: ['delete-row: 1 row: ""', 'delete + join: "555\\n"', 'delete + join: "666\\n"'],
  InsertedContentControl: [],
  InsertedFieldCode: ['insert: " 2/8/2020"'],
  InsertedMathChar: [],
  InsertedNumberedParagraph: ['split + insert: "\\nThis is an inserted par"', 'paragraph: null → 2.: ""', 'paragraph: null → 3.: ""'],
  InsertedNumberingProperties: ['paragraph: null → 1.: ""', 'paragraph: null → 2.: ""', 'paragraph: null → 3.: ""'],
  InsertedParagraph: ['insert + split: "This is an inserted para"'],
  InsertedRun: ['insert: "inserted run "'],
  InsertedTableRow: ['insert-row: 1 row: ""', 'insert + split: "Aaa\\n"', 'insert + split: "Bbb\\n"'],
  MovedParagraph: ['move: home and away: "When you click Online Vi"'],
  NumberingChange: ['paragraph: 1. → •: ""', 'paragraph: 2. → •: ""', 'paragraph: 3. → •: ""'],
  ParagraphPropertiesChange: [],
  RowPropertiesChange: [],
  RunPropertiesChange: ['format: "provides a powerful way"  → strong'],
  SectionPropertiesChange: [],
  TableGridChange: [],
  TablePropertiesChange: [],
}

describe.skipIf(!SINGLE.length)(`reading Word files of others${absent}`, () => {
  it(`${SINGLE.length} files with tracked changes of one kind`, async () => {
    const seen: Record<string, readonly string[]> = {}
    for (const { file, kind } of SINGLE) {
      const { doc, rounds } = await readDocx(corpusFile(file), file, counted())
      const chain = rounds.map(({ r, author, date }) => ({ r, party: author, date: date ?? '', proposal: '' }))
      seen[kind] = changes(allRounds(doc, chain, 0, rounds.length)).map(told)
    }
    expect(seen).toEqual(KINDS)
  })

  it.skipIf(missing)(`${LABELS.length} files with numbered lists: the labels that LibreOffice renders`, async () => {
    const office = await officeLines(LABELS.map((name) => join(CORPUS, name)))
    for (const [i, name] of LABELS.entries()) {
      const { blocks, sheet } = await openWord(corpusFile(name), name)
      const counter = sheet.numbering.count(sheet.language)
      const lines = blocks.flatMap((block) => {
        if (block.kind !== 'paragraph') return []
        const { list } = paragraphWithDirect(sheet.styles.paragraph(valOf(block.properties, 'pStyle')), readParagraph(block.properties))
        const text = block.pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
        const label = counter.next(list?.id ?? 0, list?.level ?? 0)?.label
        return [(label ? `${label} ${text}` : text).trim()]
      })
      expect(lines.length, name).toBeGreaterThan(5)
      expect(lines, name).toEqual(office[i].slice(0, lines.length).map((line) => line.trim()))
    }
  })
})
