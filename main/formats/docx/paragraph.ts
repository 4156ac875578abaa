import { type Align, type BlockProps, schema } from '../../../shared/model/schema.ts'
import type { Cause, Run, TextBlock } from '../../../shared/redline/index.ts'
import { type EndState, lastStanding } from './last.ts'
import type { Revisions } from './revision.ts'
import { type Look, runXml } from './run.ts'
import { join, w, type Xml } from './xml.ts'

/** What the place of a paragraph gives it: the page, or a cell of a table in the language. */
export interface Setting {
  /** Style of paragraphs that are no heading; null for the document's own. */
  readonly style: string | null
  readonly look: Look
  /** Alignment of paragraphs that ask for none. */
  readonly align: Align
  /** Width to fill, in twentieths of a point. */
  readonly width: number
  /** In a cell: there a heading must not ask to stay with what follows, for Word reads that as a wish of the whole row. */
  readonly cell: boolean
}

/** What stands before a paragraph: nothing at all (top of the page or cell), a table, or another paragraph. */
export type Before = 'top' | 'table' | 'paragraph'

/** A paragraph mark: whether it stands on each side, and the properties that it holds there. */
interface End extends EndState {
  readonly propsA: BlockProps
  readonly propsB: BlockProps
  readonly propsBy: Cause | null
}
/** A run; `number`: it is a label that runs in and is set as such. */
interface Placed {
  readonly run: Run
  readonly number: boolean
}
/** A paragraph of Word: what ends with one mark. */
interface Paragraph {
  readonly runs: readonly Placed[]
  readonly end: End
}

/** An empty line that Word needs after a table: between two tables (else they grow together) and at the end of a story. */
export const gap = (): Xml => w('p', {}, w('pPr', {}, w('pStyle', { val: 'Gap' })))

const INDENT = 360
const LIST_EDGE = 150
const AFTER_TABLE = 120

/**
 * Text blocks in a row as Word's paragraphs.
 *
 * `last` says that a table of both sides or the end of the story follows. There a mark can be neither inserted nor deleted
 * (Word has no way to write it), so the last end of the baseline and the last end of the target become one standing mark with
 * a `pPrChange`. `must`: the last mark stands in any case (end of a story), even where one side has no end of its own here. `before`: what stands above the first.
 */
export function paragraphs(
  blocks: readonly TextBlock[],
  setting: Setting,
  revisions: Revisions,
  last: boolean,
  must: boolean,
  before: Before,
): readonly Xml[] {
  const ends = blocks.map(endOf)
  return gather(blocks, last ? fuse(ends, must) : ends).map((paragraph, i) =>
    paragraphXml(paragraph, i === 0 ? before : 'paragraph', setting, revisions),
  )
}

const endOf = (block: TextBlock): End => ({
  inA: block.end === 'same' || (block.end === 'delete' && block.inserted === null),
  inB: block.end !== 'delete',
  by: block.by,
  inserted: block.inserted,
  propsA: block.propsA,
  propsB: block.propsB,
  propsBy: block.propsBy,
})

/** The last end of each side as one standing mark at the end (see `lastStanding`), with what each side's last paragraph was. */
function fuse(ends: readonly End[], must: boolean): readonly End[] {
  const states = lastStanding(ends, must)
  if (!states) return ends
  const mover = ends[ends.length - 1]
  const a = ends.findLast((end) => end.inA)
  const b = ends.findLast((end) => end.inB)
  const out = ends.map((end, i) => ({ ...end, ...states[i] }))
  out[out.length - 1] = {
    ...states[states.length - 1],
    propsA: a ? a.propsA : (b ?? mover).propsB,
    propsB: b ? b.propsB : (a ?? mover).propsA,
    propsBy: b?.propsBy ?? mover.propsBy ?? mover.by ?? a?.propsBy ?? null,
  }
  return out
}

function gather(blocks: readonly TextBlock[], ends: readonly End[]): readonly Paragraph[] {
  const out: Paragraph[] = []
  let runs: Placed[] = []
  blocks.forEach((block, i) => {
    runs.push(...labelled(block.runs, (run) => inList(blocks, i, run)))
    const end = ends[i]
    if (!end.inA && !end.inB && end.inserted === null) return
    out.push({ runs, end })
    runs = []
  })
  if (runs.length) throw new Error('the language ends in text without a paragraph end')
  return out
}

/** Whether a label that stands in block `i` is that of a list item: the block whose end closes its paragraph says so. */
function inList(blocks: readonly TextBlock[], i: number, label: Run): boolean {
  const struck = label.kind === 'delete'
  let at = i
  while (at < blocks.length - 1 && !(struck ? endOf(blocks[at]).inA : endOf(blocks[at]).inB)) at++
  const closing = blocks[at]
  return !!(struck ? closing.propsA : closing.propsB).attrs.list
}
const space = (text: string): Run => ({
  kind: 'same',
  node: schema.text(text),
  marksA: [],
  marksB: [],
  by: null,
  formatBy: null,
  inserted: null,
  restored: null,
})

/**
 * Labels with what parts them from the text: a tab in a list, where the text hangs, else a space. Where one label replaces
 * another of its kind, what comes after is in both texts and is written once, so that the text still starts at its indent.
 */
function labelled(runs: readonly Run[], list: (label: Run) => boolean): readonly Placed[] {
  const count = runs.findIndex((run) => !run.label)
  const labels = (count < 0 ? runs : runs.slice(0, count)).map((run) => ({ run, number: !list(run) }))
  const rest = runs.slice(labels.length).map((run) => ({ run, number: false }))
  if (!labels.length) return rest
  const after = (label: Placed): string => (label.number ? ' ' : '\t')
  const written = (label: Placed, tail: string): Placed => ({
    ...label,
    run: { ...label.run, node: schema.text(label.run.node.text!.trimEnd() + tail) },
  })
  const [one, two] = labels
  const replaced = labels.length === 2 && one.run.kind === 'delete' && two.run.kind === 'insert' && one.number === two.number
  return replaced
    ? [written(one, ''), written(two, ''), { run: space(after(two)), number: two.number }, ...rest]
    : [...labels.map((label) => written(label, after(label))), ...rest]
}

function paragraphXml({ runs, end }: Paragraph, above: Before, setting: Setting, revisions: Revisions): Xml {
  const hang = hanging(runs)
  const props = end.inB || !end.inA ? end.propsB : end.propsA
  const now = propsXml(props, hang, above, setting)
  const before = end.inA && end.inB ? propsXml(end.propsA, hang, above, setting) : now
  const inside = join([
    now,
    markXml(end, revisions),
    before === now ? null : revisions.mark('pPrChange', end.propsBy, w('pPr', {}, before)),
  ])
  const written = runs.map(({ run, number }) => runXml(run, revisions, number ? { ...setting.look, style: 'Number' } : setting.look))
  return w('p', {}, inside === '' ? null : w('pPr', {}, inside), ...written)
}

function markXml(end: End, revisions: Revisions): Xml | null {
  if ((end.inA && end.inB) || !revisions.tracked) return null
  if (end.inB) return w('rPr', {}, revisions.mark('ins', end.by))
  const around = revisions.around(end.inserted, end.by)
  return w('rPr', {}, around && revisions.outer(around), revisions.mark('del', end.by))
}

/** Properties of a paragraph, in the order in which Word keeps them. */
function propsXml({ type, attrs }: BlockProps, hang: number, above: Before, setting: Setting): Xml {
  const heading = type === 'heading'
  const style = heading ? `Heading${attrs.level}` : (setting.style ?? (attrs.list ? 'ListParagraph' : null))
  const align = attrs.align === 'left' ? setting.align : attrs.align
  const depth = heading ? 0 : attrs.level * INDENT
  const indent = attrs.list && !heading ? { left: LIST_EDGE + depth + hang, hanging: hang } : depth ? { left: depth } : null
  return join([
    style ? w('pStyle', { val: style }) : null,
    heading && setting.cell ? w('keepNext', { val: 0 }) : null,
    above === 'table' && !heading ? w('spacing', { before: AFTER_TABLE }) : above === 'top' && heading ? w('spacing', { before: 0 }) : null,
    indent && w('ind', indent),
    align === 'left' ? null : w('jc', { val: align }),
  ])
}

/** How far the text of a list item hangs: room for its longest label, in steps, so that neighbours stand in line. */
function hanging(runs: readonly Placed[]): number {
  const longest = Math.max(0, ...runs.map(({ run }) => (run.label ? run.node.text!.trim().length : 0)))
  return longest <= 3 ? 360 : longest <= 5 ? 560 : 1000
}
