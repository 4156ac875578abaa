import { shownText } from '../../../shared/model/schema.ts'
import type { Block, TextBlock } from '../../../shared/redline/index.ts'
import { isLanguage, type Paper, type PaperCover, type PaperGrid, type PaperNote, type PaperPart, type PaperSignatures } from '../paper.ts'
import { gap } from './paragraph.ts'
import { FRAME } from './read/story.ts'
import { textRun } from './run.ts'
import { join, text, w, type Xml } from './xml.ts'

/** What stands behind the heads of a table. */
export const HEAD_SHADE = 'F5F3EF'

/** A paragraph in a style. */
export const paragraph = (style: string, ...runs: readonly Xml[]): Xml => w('p', {}, w('pPr', {}, w('pStyle', { val: style })), ...runs)
/** The head of a column. */
export const headCell = (head: string): Xml => paragraph('TableText', textRun(head, { bold: true }))
/** A page that begins here. */
export const pageBreak = (): Xml => w('p', {}, w('pPr', {}, w('pStyle', { val: 'Gap' })), w('r', {}, w('br', { type: 'page' })))

/** A cell `width` twentieths of a point wide. */
export const cellXml = (
  width: number,
  inside: readonly Xml[],
  { shade, span }: { readonly shade?: string; readonly span?: number } = {},
): Xml =>
  w(
    'tc',
    {},
    w(
      'tcPr',
      {},
      w('tcW', { w: width, type: 'dxa' }),
      span ? w('gridSpan', { val: span }) : null,
      shade ? w('shd', { val: 'clear', color: 'auto', fill: shade }) : null,
    ),
    ...inside,
  )

/** A table of rows in a style, its columns as wide as given. */
export function tableOf(style: string, widths: readonly number[], rows: readonly Xml[]): Xml {
  const properties = w(
    'tblPr',
    {},
    w('tblStyle', { val: style }),
    w('tblW', { w: widths.reduce((sum, width) => sum + width, 0), type: 'dxa' }),
    w('tblLayout', { type: 'fixed' }),
    w('tblLook', { val: '0000', firstRow: 0, lastRow: 0, firstColumn: 0, lastColumn: 0, noHBand: 1, noVBand: 1 }),
  )
  return w('tbl', {}, properties, w('tblGrid', {}, ...widths.map((width) => w('gridCol', { w: width }))), ...rows)
}

/** A part without language, on a page whose text is `room` twentieths of a point wide. The cover is written with the title. */
export function saidXml(part: PaperPart, room: number, paper: Paper): readonly Xml[] {
  switch (part.kind) {
    case 'heading':
      return [paragraph(`Heading${part.level}`, textRun(part.text))]
    case 'note':
      return [noteXml(part)]
    case 'grid':
      return [gridXml(part, room), gap()]
    case 'signatures':
      return [framed('Signatures', ...signaturesXml(part, room))]
    case 'contents':
      return [framed('Contents', ...contentsXml(part.head, paper))]
    case 'break':
      return [pageBreak()]
    default:
      return []
  }
}

const noteXml = ({ text: said, quiet, listed, kept }: PaperNote): Xml =>
  w(
    'p',
    {},
    w(
      'pPr',
      {},
      w('pStyle', { val: quiet ? 'Quiet' : listed ? 'ListParagraph' : 'Normal' }),
      kept ? w('keepNext') : null,
      listed ? w('ind', { left: 360, hanging: 240 }) : null,
    ),
    textRun(listed ? `•\t${said}` : said),
  )

/**
 * What stands around the language of an agreement (title page, contents, lines to sign) in a frame that says so: who reads the file as
 * an agreement leaves it out. `docx/read` knows the tag.
 */
export const framed = (name: string, ...inside: readonly Xml[]): Xml =>
  w('sdt', {}, w('sdtPr', {}, w('alias', { val: name }), w('tag', { val: FRAME })), w('sdtContent', {}, ...inside))

/** The title page: the title in the middle, what it says under it. */
export const coverXml = ({ title, subtitle }: Paper, { lines: said }: PaperCover): readonly Xml[] => [
  paragraph('CoverTitle', textRun(title)),
  ...(subtitle ? [paragraph('CoverLine', textRun(subtitle, { bold: true }))] : []),
  ...said.map((line) => paragraph('CoverLine', textRun(line))),
]

function gridXml({ columns, rows }: PaperGrid, room: number): Xml {
  const shares = columns.reduce((sum, column) => sum + column.share, 0)
  const widths = columns.map(({ share }) => Math.floor((share * room) / shares))
  const cell = (words: string, x: number, head: boolean): Xml => {
    const align = columns[x].align ?? 'left'
    const properties = w('pPr', {}, w('pStyle', { val: 'TableTextSmall' }), align === 'left' ? null : w('jc', { val: align }))
    return cellXml(widths[x], [w('p', {}, properties, textRun(words, head ? { bold: true } : {}))], head ? { shade: HEAD_SHADE } : {})
  }
  return tableOf('Figures', widths, [
    w('tr', {}, w('trPr', {}, w('cantSplit'), w('tblHeader')), ...columns.map(({ head }, x) => cell(head, x, true))),
    ...rows.map((row) => w('tr', {}, w('trPr', {}, w('cantSplit')), ...columns.map((_, x) => cell(row[x] ?? '', x, false)))),
  ])
}

/** Blocks of lines beside each other, two by two, kept on one page. */
function signaturesXml({ about, title, blocks }: PaperSignatures, room: number): readonly Xml[] {
  const between = 600
  const width = Math.floor((room - between) / 2)
  const inside = ({ head, role, lines: rows }: PaperSignatures['blocks'][number]): readonly Xml[] => [
    paragraph('SignatureHead', textRun(head, { bold: true })),
    paragraph('SignatureHead', textRun(role)),
    ...rows.flatMap((row) => [signedLine(row, width), paragraph('SignatureLabel', textRun(row.join('\t')))]),
  ]
  const rows: Xml[] = []
  for (let i = 0; i < blocks.length; i += 2) {
    const second = blocks.at(i + 1)
    rows.push(
      w(
        'tr',
        {},
        w('trPr', {}, w('cantSplit')),
        cellXml(width, inside(blocks[i])),
        cellXml(between, [gap()]),
        cellXml(width, second ? inside(second) : [gap()]),
      ),
    )
  }
  const head = title === undefined ? [] : [pageBreak(), paragraph('Heading1', textRun(title))]
  return [...head, paragraph('SignatureAbout', textRun(about)), tableOf('Signatures', [width, between, width], rows), gap()]
}
/** What a line to sign on leaves free at the edge: a tab at the edge itself begins a new line. */
const EDGE = 80
/** A line to sign on: a tab that runs to the edge with a line under it; for two, with a gap at the second one's place. */
function signedLine(row: readonly string[], width: number): Xml {
  const stops =
    row.length === 1
      ? [[width - EDGE, 'underscore'] as const]
      : [[width - 1560, 'underscore'] as const, [width - 1320, 'none'] as const, [width - EDGE, 'underscore'] as const]
  const tabs = w('tabs', {}, ...stops.map(([pos, leader]) => w('tab', { val: 'left', leader, pos })))
  return w('p', {}, w('pPr', {}, w('pStyle', { val: 'SignatureLine' }), tabs), textRun('\t'.repeat(stops.length)))
}

/** Depth to which headings stand in the contents. */
const DEPTH = 2

/**
 * A field that Word fills with the headings and their pages as soon as it opens the file; until then, and in programs that do not
 * fill it, the headings stand in it without pages.
 */
function contentsXml(head: string, paper: Paper): readonly Xml[] {
  const field = (type: string, more: Record<string, string> = {}): Xml => w('r', {}, w('fldChar', { fldCharType: type, ...more }))
  const code = w('r', {}, w('instrText', { 'xml:space': 'preserve' }, text(` TOC \\o "1-${DEPTH}" \\h \\z \\u `)))
  const entries = headings(paper)
  const begin = join([field('begin', { dirty: 'true' }), code, field('separate')])
  const written = entries.map(({ level, words }, i) => paragraph(`TOC${level}`, ...(i === 0 ? [begin] : []), textRun(words)))
  return [
    paragraph('ContentsHead', textRun(head)),
    ...(entries.length ? written : [paragraph('TOC1', begin)]),
    w('p', {}, w('pPr', {}, w('pStyle', { val: 'Gap' })), field('end')),
    pageBreak(),
  ]
}
/** The headings of a paper as they read with its changes made. */
function headings(paper: Paper): { level: number; words: string }[] {
  const out: { level: number; words: string }[] = []
  const visit = (block: Block): void => {
    if (block.kind !== 'text' || block.propsB.type !== 'heading') return
    const words = after(block)
    if (words && block.propsB.attrs.level <= DEPTH) out.push({ level: block.propsB.attrs.level, words })
  }
  for (const part of paper.sections) {
    if (part.kind === 'heading') out.push({ level: part.level, words: part.text })
    else if (part.kind === 'signatures' && part.title) out.push({ level: 1, words: part.title })
    else if (isLanguage(part) && part.labels === null) part.redline.blocks.forEach(visit)
  }
  return out
}
function after(block: TextBlock): string {
  if (block.end === 'delete' && block.runs.every((run) => run.kind === 'delete')) return ''
  const label = block.propsB.attrs.label
  const said = block.runs
    .filter((run) => run.kind !== 'delete')
    .map((run) => shownText(run.node))
    .join('')
  return [label, said].filter(Boolean).join(' ').replace(/\s+/g, ' ').trim()
}
