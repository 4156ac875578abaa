import { type LineStyle, styleOf } from '../../../shared/model/legend.ts'
import { type Block, withLabels } from '../../../shared/redline/index.ts'
import type { Paper, PaperSection, Progress } from '../paper.ts'
import { gap, type Setting } from './paragraph.ts'
import { Ids, Revisions } from './revision.ts'
import { insertionLook, type Look, struckLook, textRun } from './run.ts'
import { storyXml } from './story.ts'
import { join, w, type Xml } from './xml.ts'

/** US Letter with margins of an inch, in twentieths of a point. */
const PAGE = { width: 12240, height: 15840, margin: 1440, edge: 720 }
const ROOM = PAGE.width - 2 * PAGE.margin
const LABELS = 1340
const LANGUAGE = ROOM - LABELS
/** Left and right margin of a cell of the layout, as in the style `Language`. */
const CELL_MARGIN = 144

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' as Xml
const NAMESPACES = {
  'xmlns:w': 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'xmlns:r': 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
}

/** `word/document.xml` of a paper: title, key, then its sections. Reports progress after each section. */
export async function documentXml(paper: Paper, progress?: Progress): Promise<Xml> {
  const ids = new Ids()
  const body: Xml[] = [...headXml(paper)]
  let rows: Xml[] = []
  const close = (): void => {
    if (rows.length) body.push(layoutXml(rows), gap())
    rows = []
  }
  for (const [i, section] of paper.sections.entries()) {
    const blocks = withLabels(section.redline.blocks)
    if (paper.view === 'clean') assertClean(blocks, paper.title)
    const revisions = new Revisions(section.redline, paper.legend, ids)
    if (section.labels) rows.push(rowXml(section, blocks, revisions))
    else {
      close()
      body.push(...storyXml(blocks, setting(ROOM, false), revisions, 'paragraph'))
    }
    await progress?.((i + 1) / (paper.sections.length + 1), section.labels?.[0] ?? paper.title)
  }
  close()
  return join([HEAD, w('document', NAMESPACES, w('body', {}, ...body, sectionXml()))])
}

const setting = (width: number, cell: boolean): Setting => ({ style: null, look: {}, align: 'left', width, cell })

const paragraph = (style: string, ...runs: readonly Xml[]): Xml => w('p', {}, w('pPr', {}, w('pStyle', { val: style })), ...runs)

function headXml(paper: Paper): readonly Xml[] {
  return [
    paragraph('Title', textRun(paper.title)),
    ...(paper.subtitle ? [paragraph('Subtitle', textRun(paper.subtitle))] : []),
    ...(paper.view === 'redline' && paper.key.length ? keyXml(paper) : []),
  ]
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
  const restored = paper.sections.some((section) => holdsRestored(section.redline.blocks))
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
function layoutXml(rows: readonly Xml[]): Xml {
  const properties = w(
    'tblPr',
    {},
    w('tblStyle', { val: 'Language' }),
    w('tblW', { w: ROOM, type: 'dxa' }),
    w('tblLayout', { type: 'fixed' }),
    w('tblLook', { val: '0000', firstRow: 0, lastRow: 0, firstColumn: 0, lastColumn: 0, noHBand: 1, noVBand: 1 }),
  )
  return w('tbl', {}, properties, w('tblGrid', {}, w('gridCol', { w: LABELS }), w('gridCol', { w: LANGUAGE })), ...rows)
}

function rowXml(section: PaperSection, blocks: readonly Block[], revisions: Revisions): Xml {
  const labels = (section.labels ?? []).map((label, i) => paragraph(i === 0 ? 'LabelHead' : 'LabelColumn', textRun(label)))
  const cell = (width: number, inside: readonly Xml[]): Xml => w('tc', {}, w('tcPr', {}, w('tcW', { w: width, type: 'dxa' })), ...inside)
  return w(
    'tr',
    {},
    cell(LABELS, labels.length ? labels : [gap()]),
    cell(LANGUAGE, storyXml(blocks, setting(LANGUAGE - 2 * CELL_MARGIN, true), revisions)),
  )
}

function sectionXml(): Xml {
  const { width, height, margin, edge } = PAGE
  const reference = (name: string, type: string, id: string): Xml => w(name, { type, 'r:id': id })
  return w(
    'sectPr',
    {},
    reference('headerReference', 'default', 'rId4'),
    reference('headerReference', 'first', 'rId5'),
    reference('footerReference', 'default', 'rId6'),
    reference('footerReference', 'first', 'rId7'),
    w('pgSz', { w: width, h: height }),
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
