import type { Mark } from 'prosemirror-model'
import { schema, shownText } from '../../../shared/model/schema.ts'
import { withLabels } from '../../../shared/redline/index.ts'
import type { Block, CellBlock, RowBlock, Run, RunKind, TableBlock, TextBlock } from '../../../shared/redline/types.ts'
import { place } from '../grid.ts'
import {
  isLanguage,
  type Paper,
  type PaperGrid,
  type PaperKey,
  type PaperPart,
  type PaperSection,
  type PaperSides,
  type Writer,
} from '../paper.ts'

/** What a stretch of text is: as in a redline, or put in by one round and struck by another. */
type State = RunKind | 'both'
/** Text of one state and formatting; line breaks as `\n`. */
interface Span {
  readonly state: State
  readonly text: string
  readonly strong: boolean
  readonly em: boolean
  readonly underline: boolean
  readonly raised: 'sup' | 'sub' | null
}
type Format = Omit<Span, 'state' | 'text'>

/**
 * A paper as Markdown (UTF-8), in the form that negotiations are kept in and that `readNegotiation` and `readBase` read:
 * `~~struck~~`, `<u>inserted</u>`, item tables with the labels at the left (`| Item 5 | … |`, `| BEA | … |`), or the labels on lines
 * of their own where the language holds tables; contract language with `#`, `##` and `###`. Labels stand as written. Depth of
 * indentation, alignment of paragraphs, paragraph ends and who made which change have no place in this form. Where `~~` cannot
 * stand (a strike that ends in a space that counts, or touches letters), `<del>` does; `<ins>` is an insertion that `<u>` would make a caption of. The same paper gives the same bytes.
 */
export const writeMarkdown: Writer = async (paper, progress) => {
  const out = head(paper)
  for (const [i, section] of paper.sections.entries()) {
    await progress?.(i / paper.sections.length, 'Writing the text')
    out.push(...partLines(section, paper.view === 'redline'))
  }
  await progress?.(1, 'Writing the text')
  return new TextEncoder().encode(`${out.join('\n\n')}\n`)
}

function head(paper: Paper): string[] {
  const out: string[] = []
  if (paper.title.trim()) out.push(`**${inCell(paper.title.trim())}**`)
  if (paper.subtitle.trim()) out.push(atStart(inCell(paper.subtitle.trim())))
  if (paper.view === 'redline' && paper.key.length)
    out.push(`Legend: ~~struck~~ words are taken out, <u>underlined</u> words are new. ${paper.key.map(keyed).join(', ')}.`)
  return out
}
const keyed = (key: PaperKey): string => {
  const words = inCell(key.label.trim())
  return key.kind === 'insert' ? `<u>${words}</u>` : `~~${words}~~`
}

function partLines(part: PaperPart, marked: boolean): string[] {
  if (isLanguage(part)) return sectionLines(part, marked)
  // A title page, contents and lines to sign are of paper: text has none.
  switch (part.kind) {
    case 'heading':
      return [`${'#'.repeat(part.level)} ${inCell(part.text)}`]
    case 'note':
      return [part.listed ? `- ${inCell(part.text)}` : atStart(inCell(part.text))]
    case 'grid':
      return [gridLines(part)]
    case 'sides':
      return sideLines(part, marked)
    default:
      return []
  }
}
function gridLines({ columns, rows }: PaperGrid): string {
  const cells = rows.map((row) => pipes(columns.map((_, x) => (row[x] ?? '').split('\n').map(inCell).join('<br>'))))
  return [pipes(columns.map(({ head }) => inCell(head))), `|${'---|'.repeat(columns.length)}`, ...cells].join('\n')
}
/** Language side by side stands one under another: a cell holds no tables. */
const sideLines = ({ sides }: PaperSides, marked: boolean): string[] =>
  sides.flatMap(({ head, redline, says }) => [
    `**${inCell(head)}**`,
    ...(says ? [atStart(inCell(says))] : []),
    ...(redline ? withLabels(redline.blocks).flatMap((block) => blockLines(block, { marked, forced: null })) : []),
  ])

function sectionLines({ labels, caption, redline }: PaperSection, marked: boolean): string[] {
  const blocks = withLabels(redline.blocks)
  const cx: Context = { marked, forced: null }
  if (labels === null) return blocks.flatMap((block) => blockLines(block, cx))
  const language = blocks.flatMap((block) => (block.kind === 'table' ? [] : inlineLines(block, cx)))
  if (blocks.some((b) => b.kind === 'table'))
    return [
      ...(caption ? [atStart(inCell(caption))] : []),
      ...labels.map((l) => atStart(inCell(l))),
      ...blocks.flatMap((block) => blockLines(block, cx)),
    ]
  const rows = Array.from({ length: Math.max(labels.length, language.length, 1) }, (_, i) =>
    pipes([inCell(labels[i] ?? ''), language[i] ?? '']),
  )
  return [[pipes(['', '']), '|---|---|', ...(caption ? [pipes([inCell(caption), ''])] : []), ...rows].join('\n')]
}
const pipes = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Whether changes are drawn, and the change of the row or cell around. */
interface Context {
  readonly marked: boolean
  readonly forced: State | null
}

/** A block on lines of its own, as paragraphs, headings and tables. */
function blockLines(block: Block, cx: Context): string[] {
  if (block.kind === 'table') return [tableLines(block, cx)]
  const text = inline(block, cx)
  if (!text) return []
  const props = block.propsB
  return [props.type === 'heading' ? `${'#'.repeat(Math.min(Math.max(props.attrs.level, 1), 3))} ${text}` : atStart(text)]
}
/** A text block as a line in a cell: a heading in bold. */
function inlineLines(block: TextBlock, cx: Context): string[] {
  const strong = block.propsB.type === 'heading'
  const text = inline(block, cx, strong)
  return text ? [text] : []
}

/** A pipe table. What a merged cell covers is empty; a table without a header gets an empty one, which the form requires. */
function tableLines(table: TableBlock, cx: Context): string {
  const { cells, columns, rows, head: headRows } = place(table)
  const grid = Array.from({ length: rows }, () => new Array<string>(columns).fill(''))
  for (const { cell, x, y } of cells) grid[y][x] = cellText(cell, table.rows[y], cx)
  const lines = grid.map(pipes)
  const rule = `|${'---|'.repeat(columns)}`
  const top = headRows > 0 ? lines.splice(0, 1) : [pipes(new Array<string>(columns).fill(''))]
  return [...top, rule, ...lines].join('\n')
}
function cellText(cell: CellBlock, row: RowBlock, cx: Context): string {
  const changed = [cell, row].find((part) => part.change !== 'same')
  const forced = changed ? (changed.inserted ? 'both' : changed.change) : cx.forced
  const texts = cell.blocks.flatMap((block) => flat(block, { ...cx, forced }))
  return texts.length > 1 ? texts.map((t) => `<p>${t}</p>`).join('') : (texts[0] ?? '')
}
const flat = (block: Block, cx: Context): string[] =>
  block.kind === 'text'
    ? inlineLines(block, cx)
    : block.rows.map((row) => row.cells.map((cell) => cellText(cell, row, cx)).join(' ')).filter((t) => t.trim() !== '')

// ---- text

const has = (marks: readonly Mark[], name: string): boolean => marks.some((m) => m.type.name === name)

/** Runs as spans, neighbours that read the same joined. Without marks every run stands as plain text. */
function spansOf(block: TextBlock, cx: Context, strong: boolean): Span[] {
  const out: Span[] = []
  for (const run of block.runs) {
    const state = cx.marked ? stateOf(run, cx.forced) : 'same'
    const text = (
      run.node.type === schema.nodes.hard_break ? '\n' : shownText(run.node).replace(/[\n\r\v\f\u2028\u2029]+/g, ' ')
    ).replaceAll('\0', '')
    const format = formatOf(state === 'delete' || state === 'both' ? run.marksA : run.marksB, cx, strong)
    const last = out.at(-1)
    if (last && last.state === state && sameFormat(last, format)) out[out.length - 1] = { ...last, text: last.text + text }
    else if (text) out.push({ state, text, ...format })
  }
  return edgesTrimmed(out)
}
const stateOf = (run: Run, forced: State | null): State =>
  run.kind === 'delete' && run.inserted ? 'both' : run.kind === 'same' && forced ? forced : run.kind
/** Underlining stays out of a redline, where it would read as an insertion. */
const formatOf = (marks: readonly Mark[], cx: Context, strong: boolean): Format => ({
  strong: strong || has(marks, 'strong'),
  em: has(marks, 'em'),
  underline: !cx.marked && has(marks, 'underline'),
  raised: has(marks, 'superscript') ? 'sup' : has(marks, 'subscript') ? 'sub' : null,
})
const sameFormat = (a: Format, b: Format): boolean =>
  a.strong === b.strong && a.em === b.em && a.underline === b.underline && a.raised === b.raised

/** Spans without white space at the edges of the block, where Markdown gives it a meaning of its own. */
function edgesTrimmed(spans: readonly Span[]): Span[] {
  const out = [...spans]
  while (out.length && !out[0].text.trim()) out.shift()
  while (out.length && !out[out.length - 1].text.trim()) out.pop()
  if (out.length) out[0] = { ...out[0], text: out[0].text.trimStart() }
  if (out.length) out[out.length - 1] = { ...out[out.length - 1], text: out[out.length - 1].text.trimEnd() }
  return out
}

/** The text of a block on one line, marks and formatting in it. */
function inline(block: TextBlock, cx: Context, strong = false): string {
  const spans = spansOf(block, cx, strong)
  const groups: Span[][] = []
  for (const span of spans) {
    const last = groups.at(-1)
    if (last && last[0].state === span.state) last.push(span)
    else groups.push([span])
  }
  return groups.map((group, i) => grouped(group, groups, i)).join('')
}

/** A stretch of one state. `~~` takes no space inside at its edges: the space is put outside where that changes no reading. */
function grouped(group: readonly Span[], groups: readonly (readonly Span[])[], at: number): string {
  const state = group[0].state
  const before = edge(groups[at - 1], 'end')
  const after = edge(groups[at + 1], 'start')
  if (state === 'same') return formatted(group, before, after)
  if (state === 'insert') return mightBeCaption(groups, at) ? `<ins>${formatted(group)}</ins>` : `<u>${formatted(group)}</u>`
  const struck = strike(group, standing(groups, at), before, after)
  return state === 'both' ? `<u>${struck}</u>` : struck
}
/** A short insertion at the start of a block, or right after its labels: with `<u>` it could be taken for an underlined caption. */
const mightBeCaption = (groups: readonly (readonly Span[])[], at: number): boolean =>
  countWords(groups.slice(0, at).flat()) <= 4 && countWords(groups[at]) <= 16
const countWords = (spans: readonly Span[]): number => textOf(spans).match(/\S+/g)?.length ?? 0
const textOf = (spans: readonly Span[]): string => spans.map((s) => s.text).join('')

function strike(
  group: readonly Span[],
  around: { readonly before: string; readonly after: string },
  before: string,
  after: string,
): string {
  const text = textOf(group)
  const lead = /^\s*/.exec(text)?.[0] ?? ''
  const trail = lead.length < text.length ? text.slice(text.trimEnd().length) : ''
  const spare = /^\s?$/.test(around.before) || /^\s?$/.test(around.after)
  const core = edgesTrimmed(group)
  const inner = formatted(core)
  const left = lead ? ' ' : before
  const right = trail ? ' ' : after
  if (core.length && (spare || !(lead || trail)) && mayOpen(inner, left, '~') && mayClose(inner, right, '~'))
    return `${lead}~~${inner}~~${trail}`
  return `<del>${formatted(group)}</del>`
}
/** The signs that stand next to a strike once it is taken out; empty at the edges of the block. */
function standing(groups: readonly (readonly Span[])[], at: number): { before: string; after: string } {
  const stands = (group: readonly Span[]) => group[0].state === 'same' || group[0].state === 'insert'
  const before = groups.slice(0, at).findLast(stands)?.at(-1)?.text.at(-1) ?? ''
  const after = groups.slice(at + 1).find(stands)?.[0].text[0] ?? ''
  return { before, after }
}
/** The sign that a neighbouring group shows at its edge: a mark of its own, or text. */
function edge(group: readonly Span[] | undefined, side: 'start' | 'end'): string {
  const span = side === 'start' ? group?.[0] : group?.at(-1)
  if (!span) return ''
  if (span.state === 'insert' || span.state === 'both') return '<'
  if (span.state === 'delete') return '~'
  if (span.strong || span.em) return '*'
  return (side === 'start' ? span.text[0] : span.text.at(-1)) ?? ''
}

/** Spans with their formatting, state aside. `before` and `after` are the signs around them. */
function formatted(spans: readonly Span[], before = '<', after = '>'): string {
  return spans
    .map((span, i) => {
      const previous = i > 0 ? edge([{ ...spans[i - 1], state: 'same' }], 'end') : before
      const next = i < spans.length - 1 ? edge([{ ...spans[i + 1], state: 'same' }], 'start') : after
      return spanText(span, previous, next)
    })
    .join('')
}
function spanText(span: Span, before: string, after: string): string {
  const lead = /^\s*/.exec(span.text)?.[0] ?? ''
  const core = span.text.trim()
  const trail = core ? span.text.slice(span.text.trimEnd().length) : ''
  let text = escaped(core)
  if (!core) return escaped(span.text)
  if (span.raised) text = `<${span.raised}>${text}</${span.raised}>`
  if (span.underline) text = `<u>${text}</u>`
  const left = lead ? ' ' : before
  const right = trail ? ' ' : after
  const stars = span.strong && span.em ? '***' : span.strong ? '**' : span.em ? '*' : ''
  if (stars) {
    const fits = mayOpen(text, left, '*') && mayClose(text, right, '*')
    if (fits) text = `${stars}${text}${stars}`
    else text = `${span.strong ? '<b>' : ''}${span.em ? '<i>' : ''}${text}${span.em ? '</i>' : ''}${span.strong ? '</b>' : ''}`
  }
  return `${escaped(lead)}${text}${escaped(trail)}`
}

const WORD = /[\p{L}\p{N}]/u
/** Whether a mark opens before this text: not between a letter and a sign, and not next to another mark of its kind (CommonMark 6.2). */
const mayOpen = (inner: string, before: string, mark: string): boolean =>
  before !== mark && !inner.startsWith(mark) && !(WORD.test(before) && !WORD.test(inner[0] ?? ''))
const mayClose = (inner: string, after: string, mark: string): boolean =>
  after !== mark && !inner.endsWith(mark) && !(WORD.test(after) && !WORD.test(inner.at(-1) ?? ''))

/** Text that Markdown and HTML leave as it is; a line break becomes `<br>`. */
const escaped = (text: string): string =>
  text
    .replace(/[\\*_~|`[]|\^(?=\{)/g, '\\$&')
    .replace(/&(?=[#A-Za-z])/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/\n/g, '<br>')
const inCell = (text: string): string => escaped(text.replace(/\s+/g, ' '))

/** A line whose first signs would begin a list, a heading, a quotation or a rule, with those signs escaped. */
const atStart = (line: string): string => line.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2').replace(/^(?:#{1,6}(?=\s|$)|>|[-+=])/, '\\$&')
