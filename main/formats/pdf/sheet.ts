import type { Mark } from 'prosemirror-model'
import { labelsNeeded } from '../../../shared/model/apart.ts'
import { formatDayLong } from '../../../shared/model/labels.ts'
import { type LineStyle, styleOf } from '../../../shared/model/legend.ts'
import { type BlockProps, shownText } from '../../../shared/model/schema.ts'
import { withLabels } from '../../../shared/redline/index.ts'
import type { Block, Cause, CellBlock, Redline, RowBlock, Run, RunKind, TableBlock, TextBlock } from '../../../shared/redline/types.ts'
import { type Placement, place } from '../grid.ts'
import { isLanguage, languageOf, type Paper, type PaperKey, type PaperSection, type PaperSides, redlinesOf } from '../paper.ts'
import { measure, PADDING } from './columns.ts'
import { causeLabel, changeLook, type Forced, type Look, labelOf, lookOf, type Palette, stateOf } from './looks.ts'
import { type Piece, pieces } from './measure.ts'
import { type SheetSaid, type SheetWords, saidOf, wordsOf } from './said.ts'

/**
 * A paper as the template reads it: plain data, already decided. Everything that is a choice of words, order or look is made
 * here, where it is typed and tested; `resources/pdf/paper.typ` only sets it.
 */
export interface Sheet {
  readonly title: string
  readonly subtitle: string
  readonly lang: string
  readonly region: string | null
  /** Year, month, day; null where the paper's date is not a day. */
  readonly date: readonly [number, number, number] | null
  /** The date in words, or what the paper says in its place, for the foot of the page. */
  readonly day: string
  readonly legend: SheetLegend | null
  readonly landscape: boolean
  /** What the title page says under the title; null where the paper has none. */
  readonly cover: readonly SheetWords[] | null
  readonly looks: readonly Look[]
  /** Whether there may be signs in it that none of our faces has. */
  readonly rare: boolean
  readonly parts: readonly SheetPart[]
}
export interface SheetLegend {
  readonly keys: readonly SheetRun[]
  readonly says: readonly string[]
}
/** Rows of the commonly formatted layout, language over the whole width or side by side, or what the paper says besides. */
export type SheetPart =
  | SheetRows
  | { readonly k: 'language'; readonly blocks: readonly SheetBlock[] }
  | { readonly k: 'sides'; readonly sides: readonly SheetSide[] }
  | SheetSaid
/** `labelWidth` in points; `level`: of the rows' bookmarks in the outline. */
export interface SheetRows {
  readonly k: 'rows'
  readonly level: number
  readonly labelWidth: number
  readonly rows: readonly SheetRow[]
}
export interface SheetSide {
  readonly head: SheetWords
  readonly says: SheetWords
  readonly blocks: readonly SheetBlock[]
}
export interface SheetRow {
  readonly caption: SheetWords
  readonly labels: readonly string[]
  /** Whether it is short enough to be kept on one page. */
  readonly whole: boolean
  readonly blocks: readonly SheetBlock[]
}
/** `t`: text in pieces (see `pieces`); `n`: a line break; `g`: a change label. `l` is an index into `looks`. */
export interface SheetRun {
  readonly t?: readonly Piece[]
  readonly n?: true
  readonly g?: string
  readonly l?: number
  readonly b?: true
  readonly i?: true
  readonly u?: true
  readonly v?: 'sup' | 'sub'
}
export type SheetBlock =
  | { readonly k: 'text'; readonly indent: number; readonly align: string; readonly runs: readonly SheetRun[] }
  | {
      readonly k: 'head'
      /** Level in the outline, from 1 and without gaps, and the size that it is shown in: 1 article, 2 section, 3 subdivision. */
      readonly level: number
      readonly size: number
      readonly align: string
      readonly runs: readonly SheetRun[]
      /** Text of the bookmark: how the heading reads; null where it was struck. */
      readonly mark: string | null
    }
  | SheetList
  | SheetTable
export interface SheetList {
  readonly k: 'list'
  readonly indent: number
  readonly items: readonly {
    readonly label: readonly SheetRun[]
    readonly align: string
    readonly runs: readonly SheetRun[]
    readonly inner: readonly SheetList[]
  }[]
}
export interface SheetTable {
  readonly k: 'table'
  readonly widths: readonly number[]
  readonly size: number
  readonly head: number
  /** Whether the header is low enough to stand on every page. */
  readonly repeat: boolean
  readonly cells: readonly {
    readonly x: number
    readonly y: number
    readonly w: number
    readonly h: number
    readonly align: string
    readonly tint: string | null
    readonly strong: boolean
    readonly blocks: readonly SheetBlock[]
  }[]
}

/** Width of the language in points, over the whole page (upright and on its side) and beside the label column's inner edge. */
const FULL = 504
const WIDE = 684
const BESIDE = 18
/** Type size of the language, and what a level of indentation takes, in points. */
const SIZE = 11
const INDENT = 30

/** What a stretch of blocks is set in. */
interface Setting {
  readonly palette: Palette
  readonly looks: Looks
  readonly labels: boolean
  /** The outline's level of each level of heading that occurs: 1 is free for an item's own bookmark beside a label column. */
  readonly levels: ReadonlyMap<number, number>
  readonly width: number
  readonly size: number
  readonly forced: Forced | null
  readonly strong: boolean
}

/** The looks of a paper, each once. */
class Looks {
  readonly list: Look[] = []
  private readonly known = new Map<string, number>()
  of(look: Look | null): number | undefined {
    if (!look) return undefined
    const key = JSON.stringify(look)
    const found = this.known.get(key)
    if (found !== undefined) return found
    this.known.set(key, this.list.length)
    return this.list.push(look) - 1
  }
}

/** Lays a paper out as data. `labels`: whether each change says its party and date. */
export function sheetOf(paper: Paper, labels: boolean): Sheet {
  const looks = new Looks()
  const [lang, region] = localeOf(paper.language)
  const parts = partsOf(paper, looks, labels)
  const cover = paper.sections.find((part) => part.kind === 'cover')
  return {
    title: clean(paper.title),
    subtitle: clean(paper.subtitle),
    lang,
    region,
    date: dayParts(paper.date ?? ''),
    day: clean(paper.foot ?? dayInWords(paper.date ?? '')),
    legend: paper.view === 'redline' && paper.key.length ? legendOf(paper, looks) : null,
    landscape: paper.landscape ?? false,
    cover: cover?.kind === 'cover' ? cover.lines.map((line) => wordsOf(line, FULL, clean)) : null,
    looks: looks.list,
    rare: RARE.test(JSON.stringify(parts)),
    parts,
  }
}

function partsOf(paper: Paper, looks: Looks, labels: boolean): SheetPart[] {
  const parts: SheetPart[] = []
  const full = paper.landscape ? WIDE : FULL
  const beside = labelWidth(paper)
  // Where the paper has headings of its own, items stand under them in the outline.
  const outer = Math.max(0, ...paper.sections.map((part) => (part.kind === 'heading' ? part.level : 0)))
  const plain = outlineLevels(
    languageOf(paper).filter((s) => s.labels === null),
    1,
  )
  const set = (redline: Redline, levels: ReadonlyMap<number, number>, width: number): SheetBlock[] =>
    blocksOf(
      { palette: paletteOf(paper, redline), looks, labels, levels, width, size: SIZE, forced: null, strong: false },
      withLabels(redline.blocks),
    )
  let open: SheetRow[] = []
  const close = () => {
    if (open.length) parts.push({ k: 'rows', level: outer + 1, rows: open, labelWidth: beside })
    open = []
  }
  for (const part of paper.sections) {
    if (!isLanguage(part)) {
      close()
      const made = part.kind === 'sides' ? sidesOf(part, full, set) : saidOf(part, full, clean)
      if (made) parts.push(made)
    } else if (part.labels !== null) {
      if (part.apart) close()
      const blocks = set(part.redline, outlineLevels([part], outer + 2), full - beside - BESIDE)
      open.push({
        caption: wordsOf(part.caption ?? '', full - BESIDE, clean),
        labels: part.labels.map(clean),
        whole: isShort(part.redline.blocks),
        blocks,
      })
    } else {
      close()
      parts.push({ k: 'language', blocks: set(part.redline, plain, full) })
    }
  }
  close()
  return parts
}

/** Language side by side. Its headings are not in the outline, where each would stand as often as there are sides. */
function sidesOf(
  { sides }: PaperSides,
  full: number,
  set: (redline: Redline, levels: ReadonlyMap<number, number>, width: number) => SheetBlock[],
): SheetPart {
  const width = full / sides.length - BESIDE
  return {
    k: 'sides',
    sides: sides.map(({ head, redline, says }) => ({
      head: wordsOf(head, width, clean),
      says: wordsOf(says, width, clean),
      blocks: redline ? unmarked(set(redline, new Map(), width)) : [],
    })),
  }
}
const unmarked = (blocks: readonly SheetBlock[]): SheetBlock[] =>
  blocks.map((block) => (block.k === 'head' ? { ...block, level: 1, mark: null } : block))

/** Letters up to which a row is kept on one page: what is longer would leave too much of a page white. */
const SHORT = 900
const isShort = (blocks: readonly Block[]): boolean =>
  blocks.every((block) => block.kind === 'text') &&
  blocks.reduce((sum, block) => sum + (block.kind === 'text' ? block.runs.reduce((n, run) => n + run.node.nodeSize, 60) : 0), 0) <= SHORT

/** Levels of the outline for the levels of heading that sections hold: no gap between them, so that a reader can walk it. */
function outlineLevels(sections: readonly PaperSection[], first: number): Map<number, number> {
  const used = new Set<number>()
  for (const { redline } of sections)
    for (const block of redline.blocks)
      if (block.kind === 'text' && propsOf(block).type === 'heading') used.add(headingLevel(propsOf(block)))
  return new Map([...used].sort((a, b) => a - b).map((level, i) => [level, first + i]))
}

const paletteOf = (paper: Paper, redline: Redline): Palette => ({
  legend: paper.legend,
  rounds: new Map(redline.rounds.map((r) => [r.r, r])),
  from: Math.min(redline.baseline, redline.target) + 1,
})

/** Wide enough for the longest word of the labels, within reason. */
function labelWidth(paper: Paper): number {
  const words = languageOf(paper)
    .flatMap((s) => s.labels ?? [])
    .flatMap((l) => l.split(/\s+/))
  const longest = Math.max(0, ...words.map((w) => w.length))
  return Math.min(100, Math.max(63, Math.ceil(longest * 6 + BESIDE)))
}

const localeOf = (tag: string): [string, string | null] => {
  const found = /^([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?/.exec(tag)
  return [found?.[1].toLowerCase() ?? 'en', found?.[2]?.toUpperCase() ?? null]
}
const dayParts = (day: string): [number, number, number] | null => {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(day)?.slice(1).map(Number)
  if (!found) return null
  const [y, m, d] = found
  const real = new Date(Date.UTC(y, m - 1, d))
  return real.getUTCMonth() === m - 1 && real.getUTCDate() === d ? [y, m, d] : null
}
const dayInWords = (day: string): string => (dayParts(day) ? formatDayLong(day) : clean(day))

/** Signs beyond Latin, Greek, Cyrillic, punctuation and symbols. */
const RARE = /[\u0530-\u1cff\u2c00-\ufaff\ufb07-\ufffc]/

/** Text less the signs that no face can set: control signs and soft hyphens go, a tab is a space, half a surrogate is marked. */
const clean = (text: string): string =>
  text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replace(/\t/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0009\u000e-\u001f\u007f-\u009f\u00ad\ufeff]/g, '')

// ---- legend

function legendOf(paper: Paper, looks: Looks): SheetLegend {
  const keys = paper.key.map((key) => ({ t: [clean(key.label)], l: looks.of(keyLook(paper, key)) }))
  return { keys, says: sayings(paper) }
}
function keyLook(paper: Paper, key: PaperKey): Look {
  const round = { r: 1, party: key.party, date: key.date, proposal: '' }
  return changeLook({ legend: paper.legend, rounds: new Map([[1, round]]), from: 1 }, key.kind, { id: '', r: 1, p: key.party })
}

const LINES: Readonly<Record<LineStyle, string>> = {
  single: 'One line is',
  double: 'Two lines are',
  dotted: 'A dotted line is',
  dashed: 'A broken line is',
}
/** What the legend says in words, so that the paper can be read without its colours. */
function sayings(paper: Paper): string[] {
  const out = ['Underlined is new, struck is taken out.']
  const parties = new Map<string, Set<LineStyle>>()
  for (const key of paper.key) {
    const lines = parties.get(key.party) ?? new Set()
    lines.add(styleOf(paper.legend, key.kind, key.party, key.date).line)
    parties.set(key.party, lines)
  }
  const single = [...parties].map(([party, lines]) => ({ party: clean(party), lines: [...lines] }))
  const apart = single.every((p) => p.lines.length === 1) && new Set(single.map((p) => p.lines[0])).size === single.length
  if (apart && single.length > 1) out.push(`${single.map((p, i) => saying(p.lines[0], p.party, i > 0)).join(', ')}.`)
  const seen = occurrences(paper)
  if (seen.restored) out.push('Broken underline: put back.')
  if (seen.format) out.push('Dotted underline: only the formatting changed.')
  if (seen.end) out.push('¶ is the end of a paragraph.')
  return out
}
const saying = (line: LineStyle, party: string, inner: boolean): string => {
  const words = `${LINES[line]} ${party}`
  return inner ? words[0].toLowerCase() + words.slice(1) : words
}
/** Which of the rarer marks a paper holds. */
function occurrences(paper: Paper): { restored: boolean; format: boolean; end: boolean } {
  const seen = { restored: false, format: false, end: false }
  const visit = (block: Block, from: number, around: RunKind | null = null): void => {
    if (block.kind === 'table') {
      for (const row of block.rows)
        for (const cell of row.cells)
          for (const inner of cell.blocks)
            visit(inner, from, cell.change !== 'same' ? cell.change : row.change !== 'same' ? row.change : around)
      return
    }
    if (showsEnd(block, around)) seen.end = true
    if (reformatted(block)) seen.format = true
    for (const run of block.runs) {
      if (run.restored && run.restored.r >= from && run.kind !== 'delete') seen.restored = true
      if (run.kind === 'same' && run.formatBy) seen.format = true
    }
  }
  for (const redline of redlinesOf(paper.sections))
    for (const block of redline.blocks) visit(block, Math.min(redline.baseline, redline.target) + 1)
  return seen
}

// ---- blocks

const propsOf = (block: TextBlock): BlockProps =>
  block.end === 'delete' && !block.runs.some((r) => r.kind !== 'delete') ? block.propsA : block.propsB
const reformatted = (block: TextBlock): boolean =>
  block.propsBy !== null &&
  (block.propsA.type !== block.propsB.type ||
    block.propsA.attrs.level !== block.propsB.attrs.level ||
    block.propsA.attrs.align !== block.propsB.attrs.align)
/** A ¶ stands where a paragraph's end came or went by itself; where the whole paragraph, or the cell around it, did, that says so already. */
const showsEnd = (block: TextBlock, around: RunKind | null): boolean =>
  block.end !== 'same' && block.end !== around && (block.runs.length === 0 || block.runs.some((r) => r.kind !== block.end && !r.label))

/** Blocks in order, with neighbouring list items drawn together into lists. */
function blocksOf(setting: Setting, blocks: readonly Block[]): SheetBlock[] {
  const out: SheetBlock[] = []
  let items: Listed[] = []
  const close = () => {
    if (items.length) out.push(...listsOf(items, 0))
    items = []
  }
  for (const block of blocks) {
    const listed = block.kind === 'text' ? listedOf(setting, block) : null
    if (listed) {
      items.push(listed)
      continue
    }
    close()
    const set = block.kind === 'table' ? tableOf(setting, block) : textOf(setting, block)
    if (set) out.push(set)
  }
  close()
  return out
}

function textOf(setting: Setting, block: TextBlock): SheetBlock | null {
  const props = propsOf(block)
  const runs = runsOf(setting, block, block.runs)
  if (!runs.length) return null
  const align = props.attrs.align
  if (props.type === 'heading') {
    const size = headingLevel(props)
    return {
      k: 'head',
      level: setting.levels.get(size) ?? size,
      size,
      align,
      runs,
      mark: setting.forced?.kind === 'delete' ? null : bookmark(block),
    }
  }
  return { k: 'text', indent: indentOf(props), align, runs }
}
const headingLevel = (props: BlockProps): number => Math.min(Math.max(Math.trunc(props.attrs.level), 1), 3)
const indentOf = (props: BlockProps): number => Math.min(Math.max(Math.trunc(props.attrs.level), 0), 8)
/** How a heading reads after the changes. */
function bookmark(block: TextBlock): string | null {
  const text = block.runs
    .filter((r) => r.kind !== 'delete')
    .map((r) => shownText(r.node))
    .join('')
  return clean(text).replace(/\s+/g, ' ').trim() || null
}

interface Listed {
  readonly level: number
  readonly align: string
  readonly label: readonly SheetRun[]
  readonly runs: readonly SheetRun[]
}
/** A list item with its label apart; null for every other block. */
function listedOf(setting: Setting, block: TextBlock): Listed | null {
  const props = propsOf(block)
  if (props.type !== 'paragraph' || !props.attrs.list) return null
  const label = block.runs.filter((r) => r.label)
  const text = block.runs.filter((r) => !r.label)
  if (!label.length) return null
  return {
    level: indentOf(props),
    align: props.attrs.align,
    label: trimmed(runsOf({ ...setting, labels: false }, { ...block, end: 'same' }, label)),
    runs: runsOf(setting, block, text),
  }
}
/** Lists of items: an item deeper than the one before it belongs to that one. `outer` is the indentation already made. */
function listsOf(items: readonly Listed[], outer: number): SheetList[] {
  const out: SheetList[] = []
  let i = 0
  while (i < items.length) {
    const level = items[i].level
    const list: SheetList['items'][number][] = []
    while (i < items.length && items[i].level >= level) {
      const item = items[i++]
      const from = i
      while (i < items.length && items[i].level > level) i++
      list.push({ label: item.label, align: item.align, runs: item.runs, inner: listsOf(items.slice(from, i), level + 1) })
    }
    out.push({ k: 'list', indent: Math.max(0, level - outer), items: list })
  }
  return out
}

// ---- tables

function tableOf(setting: Setting, table: TableBlock): SheetTable | null {
  const placement = place(table)
  if (!placement.cells.length) return null
  const measured = measure(placement, setting.width, linesOf)
  const whole: Forced | null = table.change === 'same' ? setting.forced : { kind: table.change, by: null, inserted: null }
  const cells = placement.cells.map(({ cell, x, y, w, h }) => {
    const row = table.rows[y]
    const forced = forcedBy(cell, forcedBy(row, whole))
    const width = measured.widths.slice(x, x + w).reduce((a, b) => a + b, 0)
    const strong = cell.header
    const inner: Setting = { ...setting, labels: false, forced, strong, width: width - PADDING, size: measured.size }
    const changed = cell.change !== 'same' ? cell : row.change !== 'same' ? row : null
    return {
      x,
      y,
      w,
      h,
      align: alignOf(cell, measured.numeric[x] && w === 1),
      tint: changed && changed.change !== 'same' ? tintOf(setting, changed.change, changed.by) : null,
      strong,
      blocks: blocksOf(inner, cell.blocks),
    }
  })
  if (setting.labels) labelRows(setting, table, cells)
  return { k: 'table', widths: measured.widths, size: measured.size, head: placement.head, repeat: repeats(placement), cells }
}
/** Whether a header is low enough to stand on every page: few rows, and no sentences in them. */
const repeats = ({ head, cells }: Placement): boolean =>
  head <= 6 && cells.every(({ cell, y }) => y >= head || linesOf(cell).join(' ').length <= 100)

/** Says once, in the first cell of each row, who changed what in it: a label at every figure would bury the figures. */
function labelRows(setting: Setting, table: TableBlock, cells: { x: number; y: number; blocks: readonly SheetBlock[] }[]): void {
  table.rows.forEach((row, y) => {
    const said = new Set<string>()
    const say = (by: Cause | null) => {
      if (by) said.add(causeLabel(setting.palette, by))
    }
    const visit = (block: Block): void => {
      if (block.kind === 'table') for (const inner of block.rows) for (const cell of inner.cells) cell.blocks.forEach(visit)
      else for (const run of block.runs) say(run.by)
    }
    say(row.by)
    for (const cell of row.cells) {
      say(cell.by)
      cell.blocks.forEach(visit)
    }
    const first = cells.find((c) => c.y === y)
    if (!first || !said.size) return
    const tag: SheetRun = { g: [...said].join(', ') }
    const last = first.blocks.at(-1)
    first.blocks =
      last?.k === 'text'
        ? [...first.blocks.slice(0, -1), { ...last, runs: [...last.runs, tag] }]
        : [...first.blocks, { k: 'text', indent: 0, align: 'left', runs: [tag] }]
  })
}
const forcedBy = (part: RowBlock | CellBlock, outer: Forced | null): Forced | null =>
  part.change === 'same' ? outer : { kind: part.change, by: part.by ?? outer?.by ?? null, inserted: part.inserted }

/** A cell's alignment: its own, else its paragraphs', else to the right for figures. */
function alignOf(cell: CellBlock, numeric: boolean): string {
  if (cell.attrs.align && cell.attrs.align !== 'left') return cell.attrs.align
  const own = cell.blocks.find((b): b is TextBlock => b.kind === 'text')?.propsB.attrs.align ?? 'left'
  if (own !== 'left') return own
  return numeric ? 'right' : 'left'
}
/** The background of a row or cell that came or went: the legend's highlight, made lighter so that its words stand out. */
function tintOf(setting: Setting, kind: 'insert' | 'delete', by: Cause | null): string {
  const look = changeLook(setting.palette, kind, by)
  return look.high ? mix(look.high, 0.55) : mix(look.fill, 0.07)
}
/** A colour thinned on white: 1 is the colour itself. */
const mix = (hex: string, part: number): string =>
  `#${[1, 3, 5]
    .map((i) =>
      Math.round(255 - (255 - Number.parseInt(hex.slice(i, i + 2), 16)) * part)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

const linesOf = (cell: CellBlock): string[] =>
  cell.blocks.flatMap((block) =>
    block.kind === 'text'
      ? block.runs
          .map((r) => shownText(r.node))
          .join(changed(block) ? ' ' : '')
          .split('\n')
      : block.rows.flatMap((row) => [row.cells.map((c) => linesOf(c).join(' ')).join('  ')]),
  )
const changed = (block: TextBlock): boolean => block.runs.some((r) => r.kind !== 'same')

// ---- runs

const has = (marks: readonly Mark[], name: string): boolean => marks.some((m) => m.type.name === name)

/** Runs with their looks, neighbours of one look joined, change labels after the changes that they name. */
function runsOf(setting: Setting, block: TextBlock, runs: readonly Run[]): SheetRun[] {
  const out: SheetRun[] = []
  const blockReformatted = reformatted(block)
  const props = propsOf(block)
  const deep = props.type === 'heading' ? 0 : indentOf(props) + (props.attrs.list ? 1 : 0)
  const limit = Math.max(3, (setting.width - deep * INDENT) / setting.size)
  runs.forEach((run, i) => {
    const style = styleOfRun(setting, run, blockReformatted)
    const text = shownText(run.node)
    const label = labelOf(setting.palette, run, setting.forced, setting.labels)
    const last = label !== null && !continues(setting, run, runs, i + 1)
    const body = last ? (text === '\n' ? text : text.trimEnd()) : text
    push(out, style, body, limit)
    if (!last || label === null) return
    out.push({ g: label })
    push(out, {}, text.slice(body.length), limit)
  })
  if (showsEnd(block, setting.forced?.kind ?? null) && block.end !== 'same') {
    const look = changeLook(setting.palette, block.end, block.by, block.end === 'delete' ? block.inserted : null)
    push(out, { l: setting.looks.of(look) }, '¶', limit)
  }
  return out
}
type Style = Omit<SheetRun, 't' | 'n' | 'g'>

function styleOfRun(setting: Setting, run: Run, blockReformatted: boolean): Style {
  const { kind } = stateOf(run, setting.forced)
  const marks = kind === 'delete' ? run.marksA : run.marksB
  const l = setting.looks.of(lookOf(setting.palette, run, setting.forced, blockReformatted))
  const style: { -readonly [K in keyof Style]: Style[K] } = {}
  if (l !== undefined) style.l = l
  if (has(marks, 'strong') || setting.strong || (run.label && !LIST_LABEL.test(run.node.text ?? ''))) style.b = true
  if (has(marks, 'em')) style.i = true
  if (has(marks, 'underline') && kind === 'same') style.u = true
  if (has(marks, 'superscript')) style.v = 'sup'
  if (has(marks, 'subscript')) style.v = 'sub'
  return style
}
/** Labels that only count (`a.`, `12)`, `•`) stand in plain type; those with a word (`Subd. 2.`) in bold. */
const LIST_LABEL = /^\s*[([]?(?:\p{L}{1,4}|\d+(?:\.\d+)*)?[\p{P}\p{S}]*\s*$/u

/**
 * Whether a change runs on into what follows it, so that one label does for both: the same cause, or a strike and what replaces it,
 * if need be over a space that stands between them.
 */
function continues(setting: Setting, run: Run, runs: readonly Run[], at: number): boolean {
  const next = isSpace(runs[at]) && stateOf(runs[at], setting.forced).kind === 'same' ? runs[at + 1] : runs[at]
  if (!next || run.inserted || next.inserted || run.restored || next.restored) return false
  const a = stateOf(run, setting.forced)
  const b = stateOf(next, setting.forced)
  if (a.kind === 'same' || b.kind === 'same' || !a.by || !b.by || a.by.r !== b.by.r || a.by.p !== b.by.p) return false
  return a.kind === b.kind || a.kind === 'delete'
}
const isSpace = (run: Run | undefined): boolean => run?.node.isText === true && !run.node.text?.trim()

function push(out: SheetRun[], style: Style, text: string, limit: number): void {
  text.split(/\r\n|[\n\r\v\f\u2028\u2029]/).forEach((line, i) => {
    if (i > 0) out.push({ n: true })
    const words = clean(line)
    if (words) join(out, style, pieces(words, limit))
  })
}
function join(out: SheetRun[], style: Style, t: readonly Piece[]): void {
  const last = out.at(-1)
  if (last?.t && last.l === style.l && last.b === style.b && last.i === style.i && last.u === style.u && last.v === style.v)
    out[out.length - 1] = { ...last, t: [...last.t, ...t] }
  else out.push({ t, ...style })
}
/** Runs without the space at their end: a hanging label stands by itself. */
function trimmed(runs: readonly SheetRun[]): SheetRun[] {
  const last = runs.at(-1)
  if (!last?.t) return [...runs]
  const end = last.t.at(-1)
  return [...runs.slice(0, -1), { ...last, t: [...last.t.slice(0, -1), typeof end === 'string' ? end.trimEnd() : (end ?? '')] }]
}

/** Whether changes say their party and date where nobody asked: in black and white, and where colours do not tell rounds apart. */
export const labelsByDefault = (paper: Paper): boolean =>
  labelsNeeded(
    paper.legend,
    redlinesOf(paper.sections).flatMap((r) => r.rounds),
  )
