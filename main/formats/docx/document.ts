import { type LineStyle, styleOf } from '../../../shared/model/legend.ts'
import { type Block, type Redline, withLabels } from '../../../shared/redline/index.ts'
import { isLanguage, type Paper, type PaperPart, type PaperSection, type PaperSides, type Progress, redlinesOf } from '../paper.ts'
import { Moves } from './back/move.ts'
import type { Manner } from './manner.ts'
import { MARKED, rangedXml } from './moved.ts'
import { gap, type Setting } from './paragraph.ts'
import { Ids, Revisions } from './revision.ts'
import { insertionLook, type Look, struckLook, textRun } from './run.ts'
import { cellXml, coverXml, framed, HEAD_SHADE, headCell, pageBreak, paragraph, saidXml, tableOf } from './said.ts'
import { storyXml } from './story.ts'
import { join, w, type Xml } from './xml.ts'

/** US Letter with margins of an inch, in twentieths of a point. */
const PAGE = { width: 12240, height: 15840, margin: 1440, edge: 720 }
const ROOM = PAGE.width - 2 * PAGE.margin
/** Room on a page that lies on its side, with margins of three quarters of an inch. */
const WIDE = { margin: 1080, room: PAGE.height - 2 * 1080 }
const LABELS = 1340
const LANGUAGE = ROOM - LABELS
/** Letters up to which a row is kept on one page: what is longer would leave too much of a page white. */
const SHORT = 900
/** Left and right margin of a cell of the layout, as in the style `Language`. */
const CELL_MARGIN = 144

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' as Xml
const NAMESPACES = {
  'xmlns:w': 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'xmlns:r': 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
}

/** `word/document.xml` of a paper: title, key, then its parts. Reports progress after each part. `manner`: how changes are written. */
export async function documentXml(paper: Paper, progress?: Progress, manner: Manner = {}): Promise<Xml> {
  const ids = new Ids()
  const moves = manner.moves === 'word' && manner.changes !== 'colours' ? new Moves() : null
  const body: Xml[] = [...headXml(paper)]
  const room = paper.landscape ? WIDE.room : ROOM
  let rows: Xml[] = []
  const close = (): void => {
    if (rows.length) body.push(layoutXml(rows), gap())
    rows = []
  }
  const language = (redline: Redline): [readonly Block[], Revisions] => {
    const blocks = withLabels(redline.blocks)
    if (paper.view === 'clean') assertClean(blocks, paper.title)
    return [blocks, new Revisions(redline, paper.legend, ids, manner, moves?.of(redline))]
  }
  for (const [i, part] of paper.sections.entries()) {
    if (!isLanguage(part)) {
      close()
      body.push(...(part.kind === 'sides' ? [sidesXml(part, room, language), gap()] : saidXml(part, room, paper)))
    } else {
      const [blocks, revisions] = language(part.redline)
      if (part.labels === null || part.apart) close()
      if (part.labels) rows.push(...(part.caption ? [captionXml(part.caption)] : []), rowXml(part, blocks, revisions))
      else body.push(...storyXml(blocks, setting(room, false), revisions, 'paragraph'))
    }
    await progress?.((i + 1) / (paper.sections.length + 1), noteOf(part) ?? paper.title)
  }
  close()
  const spaces = moves ? { ...NAMESPACES, ...MARKED } : NAMESPACES
  const document = join([HEAD, w('document', spaces, w('body', {}, ...body, sectionXml(paper.landscape ?? false)))])
  return moves ? rangedXml(document, moves, ids) : document
}
const noteOf = (part: PaperPart): string | undefined =>
  isLanguage(part) ? part.labels?.[0] : part.kind === 'heading' ? part.text : undefined

/** Language side by side under its heads, as one row that may run over pages. */
function sidesXml({ sides }: PaperSides, room: number, language: (redline: Redline) => [readonly Block[], Revisions]): Xml {
  const width = Math.floor(room / sides.length)
  const heads = sides.map(({ head }) => cellXml(width, [headCell(head)], { shade: HEAD_SHADE }))
  const cells = sides.map(({ redline, says }) => {
    const said = says ? [paragraph('Quiet', textRun(says))] : []
    if (!redline) return cellXml(width, said.length ? said : [gap()])
    const [blocks, revisions] = language(redline)
    return cellXml(width, [...said, ...storyXml(blocks, setting(width - 2 * CELL_MARGIN, true), revisions)])
  })
  return tableOf(
    'Language',
    sides.map(() => width),
    [w('tr', {}, w('trPr', {}, w('cantSplit'), w('tblHeader')), ...heads), w('tr', {}, ...cells)],
  )
}

const setting = (width: number, cell: boolean): Setting => ({ style: null, look: {}, align: 'left', width, cell })

function headXml(paper: Paper): readonly Xml[] {
  const key = paper.view === 'redline' && paper.key.length ? keyXml(paper) : []
  const cover = paper.sections.find((part) => part.kind === 'cover')
  if (cover) return [framed('Title page', ...coverXml(paper, cover), ...key, pageBreak())]
  return [paragraph('Title', textRun(paper.title)), ...(paper.subtitle ? [paragraph('Subtitle', textRun(paper.subtitle))] : []), ...key]
}

/** The box with the key: each line drawn in its own colours and marks, then the same in words. */
function keyXml(paper: Paper): readonly Xml[] {
  const entries = paper.key.flatMap(({ kind, party, date, label }) => {
    const style = styleOf(paper.legend, kind, party, date)
    const look: Look = kind === 'insert' ? insertionLook(style) : struckLook(style)
    return [textRun('   '), textRun(label.replaceAll(' ', '\u00A0'), look)]
  })
  return [
    paragraph('Legend', textRun('Legend', { bold: true }), textRun('\t'), ...entries.slice(1)),
    paragraph('LegendWords', textRun('\t'), textRun(keyWords(paper))),
  ]
}

const LINES: readonly (readonly [LineStyle, string])[] = [
  ['single', 'one line is'],
  ['double', 'two lines are'],
  ['dotted', 'a dotted line is'],
  ['dashed', 'a broken line is'],
]

/** What the marks mean, said without colour: which line is whose, where that tells the parties apart. */
function keyWords(paper: Paper): string {
  const byLine = new Map<LineStyle, Set<string>>()
  for (const { kind, party, date } of paper.key) {
    const { line } = styleOf(paper.legend, kind, party, date)
    byLine.set(line, (byLine.get(line) ?? new Set()).add(party))
  }
  const parties = new Set(paper.key.map((key) => key.party))
  const apart = parties.size > 1 && [...byLine.values()].every((set) => set.size === 1)
  const shares = LINES.flatMap(([line, words]) => [...(byLine.get(line) ?? [])].map((party) => `${words} ${party}`))
  const whose = apart ? ` ${sentence(shares.join(', '))}` : ''
  const restored = redlinesOf(paper.sections).some((redline) => holdsRestored(redline.blocks))
  return `Underlined is new, struck is taken out.${whose}${restored ? ' Broken underline: put back.' : ''}`
}
const sentence = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}.`

const holdsRestored = (blocks: readonly Block[]): boolean =>
  blocks.some((block) =>
    block.kind === 'text'
      ? block.runs.some((run) => run.kind === 'insert' && run.restored !== null)
      : block.rows.some((row) => row.cells.some((cell) => holdsRestored(cell.blocks))),
  )

/** The commonly formatted layout: labels at the left, the language at the right, a row a section. */
const layoutXml = (rows: readonly Xml[]): Xml => tableOf('Language', [LABELS, LANGUAGE], rows)

/** A title over both columns, on the page of the row below it. */
const captionXml = (caption: string): Xml =>
  w('tr', {}, w('trPr', {}, w('cantSplit')), cellXml(ROOM, [paragraph('Caption', textRun(caption))], { span: 2 }))

function rowXml(section: PaperSection, blocks: readonly Block[], revisions: Revisions): Xml {
  const labels = (section.labels ?? []).map((label, i) => paragraph(i === 0 ? 'LabelHead' : 'LabelColumn', textRun(label)))
  return w(
    'tr',
    {},
    isShort(blocks) ? w('trPr', {}, w('cantSplit')) : null,
    cellXml(LABELS, labels.length ? labels : [gap()]),
    cellXml(LANGUAGE, storyXml(blocks, setting(LANGUAGE - 2 * CELL_MARGIN, true), revisions)),
  )
}
const isShort = (blocks: readonly Block[]): boolean =>
  blocks.every((block) => block.kind === 'text') &&
  blocks.reduce((sum, block) => sum + (block.kind === 'text' ? block.runs.reduce((n, run) => n + run.node.nodeSize, 60) : 0), 0) <= SHORT

function sectionXml(landscape: boolean): Xml {
  const { width, height, edge } = PAGE
  const margin = landscape ? WIDE.margin : PAGE.margin
  const reference = (name: string, type: string, id: string): Xml => w(name, { type, 'r:id': id })
  return w(
    'sectPr',
    {},
    reference('headerReference', 'default', 'rId4'),
    reference('headerReference', 'first', 'rId5'),
    reference('footerReference', 'default', 'rId6'),
    reference('footerReference', 'first', 'rId7'),
    w('pgSz', landscape ? { w: height, h: width, orient: 'landscape' } : { w: width, h: height }),
    w('pgMar', { top: margin, right: margin, bottom: margin, left: margin, header: edge, footer: edge, gutter: 0 }),
    w('titlePg'),
  )
}

/** A clean paper must not carry what was struck or who wrote what. */
function assertClean(blocks: readonly Block[], title: string): void {
  for (const block of blocks) {
    const clean =
      block.kind === 'text'
        ? block.end === 'same' && block.propsBy === null && block.runs.every((run) => run.kind === 'same' && run.formatBy === null)
        : block.change === 'same' && block.rows.every((row) => row.change === 'same' && row.cells.every((cell) => cell.change === 'same'))
    if (!clean) throw new Error(`the clean view of «${title}» holds a change`)
    if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) assertClean(cell.blocks, title)
  }
}
