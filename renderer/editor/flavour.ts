import { type DOMOutputSpec, DOMSerializer, Fragment, type Node, type ResolvedPos, Slice } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'
import { type BlockProps, schema, shownText } from '../../shared/model/schema.ts'
import {
  cellSlice,
  ends,
  formatAt,
  inlineOn,
  inlineSwitches,
  isCells,
  lastSwitch,
  paragraphAt,
  plainText,
  project,
  propsAt,
  standsAt,
  type Version,
} from '../../shared/redline/index.ts'
import { storable } from './letters.ts'
import type { Mode } from './types.ts'

/**
 * What goes to the clipboard (and along with a drag), in three flavours. Plain text and HTML are for everybody: clean language of
 * the version shown, labels as text, nothing struck, nothing of rounds, parties or ids. The third one only Parley reads: the same
 * language with its marks and what is shown as struck in it, and where it comes from.
 */

/** The type of Parley's own flavour. Browsers keep types of their own apart, and programs that do not know one leave it alone. */
export const FLAVOUR = 'application/x-parley'

/** Where language comes from: the proposal that is drafted or read, and its round in the chain. */
export interface Source {
  readonly proposal: string
  readonly round: number
}
/** What the page shows. */
export interface Shown {
  readonly baseline: Version
  readonly target: Version
  readonly mode: Mode
  readonly source: Source
}
/** The three flavours of a selection. */
export interface Flavours {
  readonly text: string
  readonly html: string
  readonly parley: string
}
/** Language from Parley, with its marks. */
export interface Parley {
  /** Blocks with all switches; what is off at `at` was shown as struck. */
  readonly content: Fragment
  readonly at: Version
  /** Whether it begins where a paragraph does, and ends where one does. */
  readonly start: boolean
  readonly end: boolean
  readonly source: Source
  /** The move that a cut of it began (`cutOut`). */
  readonly move: string | null
}

/** A slice as it reads at a version, and whether it begins and ends where paragraphs do. */
interface Reading {
  readonly blocks: readonly Node[]
  readonly start: boolean
  readonly end: boolean
}

/** The flavours of the selection. Null where nothing in it stands. */
export function flavoursOf(state: EditorState, shown: Shown): Flavours | null {
  const cells = cellSlice(state, shown.target)
  if (isCells(state.selection) && !cells) return null
  const raw = cells ?? state.selection.content()
  const read = cells ? { blocks: cells.content.content, start: true, end: true } : reading(state, raw, shown.target)
  const text = textOf(read)
  if (!text) return null
  const content = cells ? cells.content : visible(raw.content, shown)
  const parley = {
    v: 1,
    content: content.toJSON(),
    at: shown.target,
    start: read.start,
    end: read.end,
    source: shown.source,
    move: null,
  }
  return { text, html: htmlOf(read.blocks), parley: JSON.stringify(parley) }
}

/** The flavours of a cut, so that pasting it makes the move of it. */
export const asCut = (flavours: Flavours, move: string): Flavours => ({
  ...flavours,
  parley: JSON.stringify({ ...(JSON.parse(flavours.parley) as object), move }),
})

/** Puts the flavours where a copy, a cut or a drag takes them from. */
export function writeFlavours(data: DataTransfer, flavours: Flavours): void {
  data.clearData()
  data.setData('text/plain', flavours.text)
  data.setData('text/html', flavours.html)
  data.setData(FLAVOUR, flavours.parley)
}

// ---------- as it reads

const bare = (block: Node): Node => schema.nodes.paragraph.create({ align: block.attrs.align }, block.content)

function reading(state: EditorState, raw: Slice, v: Version): Reading {
  const { $from, $to, from, to } = state.selection
  const head = paragraphAt($from, v)
  const tail = paragraphAt($to, v)
  const start = !head?.text.some((t) => t.pos < from)
  const end = !tail?.text.some((t) => t.pos + t.node.nodeSize > to)
  const blocks = cleanSlice(raw, v).content.content.slice()
  const last = blocks.length - 1
  if (blocks[last]?.isTextblock) {
    const props = closingProps($to, v)
    if (props) blocks[last] = schema.nodes[props.type].create({ ...props.attrs }, blocks[last].content)
    // Of a paragraph whose first words are not selected, or none of it, the label is not selected either.
    if (last > 0 && !blocks[last].content.size) blocks[last] = bare(blocks[last])
  }
  if (!start && blocks[0]?.isTextblock) blocks[0] = bare(blocks[0])
  return { blocks, start, end: end && Boolean(blocks[last]?.content.size) }
}
function closingProps($pos: ResolvedPos, v: Version): BlockProps | null {
  const p = paragraphAt($pos, v)
  const block = p?.container.child(p.closing)
  return block?.isTextblock ? propsAt(block, v) : null
}

/** The slice as it reads at version v: struck and later text left out, tracking and block ids removed, paragraphs merged where they read as one. */
export function cleanSlice(slice: Slice, v: Version): Slice {
  const first = slice.content.firstChild
  if (!first) return slice
  if (first.isInline) return new Slice(Fragment.from(standing(slice.content, v)), slice.openStart, slice.openEnd)
  const clean = anonymous(project(schema.nodes.doc.create(null, slice.content), v)).content
  const most = Slice.maxOpen(clean)
  return new Slice(clean, Math.min(slice.openStart, most.openStart), Math.min(slice.openEnd, most.openEnd))
}
function standing(content: Fragment, v: Version): Node[] {
  const out: Node[] = []
  content.forEach((node) => {
    if (inlineOn(node, v)) out.push(node.mark(formatAt(node, v)))
  })
  return out
}
function anonymous(node: Node): Node {
  if (node.isText) return node
  const children: Node[] = []
  node.forEach((child) => {
    children.push(anonymous(child))
  })
  const attrs = 'id' in node.attrs ? { ...node.attrs, id: '' } : node.attrs
  return node.type.create(attrs, children, node.marks)
}

function textOf({ blocks }: Reading): string {
  return plainText(schema.nodes.doc.create(null, [...blocks]))
}

// ---------- HTML

/** A step of indentation, as other programs write it. */
const STEP = 36
const css = (node: Node): Record<string, string> => {
  const { align, level } = node.attrs
  const parts = [
    ...(node.type === schema.nodes.paragraph && level ? [`margin-left:${level * STEP}pt`] : []),
    ...(align && align !== 'left' ? [`text-align:${align}`] : []),
  ]
  return parts.length ? { style: parts.join(';') } : {}
}
const spans = (node: Node): Record<string, string> => ({
  ...(node.attrs.colspan > 1 ? { colspan: String(node.attrs.colspan) } : {}),
  ...(node.attrs.rowspan > 1 ? { rowspan: String(node.attrs.rowspan) } : {}),
})

const labelled = (tag: string, node: Node): DOMOutputSpec =>
  node.attrs.label ? [tag, css(node), `${node.attrs.label} `, ['span', 0]] : [tag, css(node), 0]

/** Clean language as HTML for other programs: labels as text, since they would number lists by their own rules. */
export const clipboardSerializer: DOMSerializer = new DOMSerializer(
  {
    text: DOMSerializer.nodesFromSchema(schema).text,
    hard_break: () => ['br'],
    object: (node) => ['span', shownText(node)],
    paragraph: (node) => labelled('p', node),
    heading: (node) => labelled(`h${Math.min(6, node.attrs.level)}`, node),
    table: () => ['table', { border: '1', style: 'border-collapse:collapse' }, ['tbody', 0]],
    table_row: () => ['tr', 0],
    table_cell: (node) => ['td', spans(node), 0],
    table_header: (node) => ['th', spans(node), 0],
  },
  {
    strong: () => ['strong', 0],
    em: () => ['em', 0],
    underline: () => ['u', 0],
    superscript: () => ['sup', 0],
    subscript: () => ['sub', 0],
  },
)

/** Clean blocks as HTML. One paragraph without a label is a piece of a line, as word processors write it. */
export function htmlOf(blocks: readonly Node[]): string {
  const inert = new DOMParser().parseFromString('', 'text/html')
  const full = blocks.filter((block, i) => block.content.size > 0 || i < blocks.length - 1)
  const alone = full.length === 1 && blocks.length === 1 && full[0].type === schema.nodes.paragraph && !full[0].attrs.label
  inert.body.append(clipboardSerializer.serializeFragment(alone ? full[0].content : Fragment.from(full), { document: inert }))
  return inert.body.innerHTML
}

// ---------- Parley's own

/** What is read of a place between the versions shown, standing or struck; other text stays behind unseen. */
function visible(content: Fragment, shown: Shown): Fragment {
  const { target: b, baseline: a, mode } = shown
  const shows = (node: Node): boolean => {
    if (inlineOn(node, b)) return true
    if (mode === 'clean') return false
    const switches = inlineSwitches(node)
    return mode === 'all-rounds' ? standsAt(switches, 0) || lastSwitch(switches, b)?.k === 'del' : standsAt(switches, a)
  }
  const out: Node[] = []
  content.forEach((node) => {
    if (node.isInline) {
      if (shows(node)) out.push(node)
    } else out.push(node.copy(visible(node.content, shown)))
  })
  return Fragment.fromArray(out)
}

/** Parley's own flavour as read back; null where it is none, or damaged. Anybody can write to a clipboard. */
export function readFlavour(given: string): Parley | null {
  if (!given) return null
  try {
    const { v, content, at, start, end, source, move } = JSON.parse(given)
    if (v !== 1 || !Number.isInteger(at)) return null
    const read = Fragment.fromJSON(schema, content)
    read.forEach((node) => {
      node.check()
      if (!node.isBlock) throw new RangeError('not a block')
    })
    return {
      content: cleaned(read),
      at,
      start: start === true,
      end: end === true,
      source: { proposal: String(source?.proposal ?? ''), round: Number(source?.round ?? 0) },
      move: typeof move === 'string' ? move : null,
    }
  } catch {
    return null
  }
}
/** Text that can be stored; what has nothing left is left out. */
function cleaned(content: Fragment): Fragment {
  const out: Node[] = []
  content.forEach((node) => {
    if (!node.isText) out.push(node.copy(cleaned(node.content)))
    else {
      const text = storable(node.text!)
      if (text) out.push(text === node.text ? node : schema.text(text, node.marks))
    }
  })
  return Fragment.fromArray(out)
}

/** What of Parley's own flavour stands, as a slice for pasting: own insertions keep their marks, since a move asks for them. */
export function standingSlice(parley: Parley): Slice {
  const doc = schema.nodes.doc.create(null, parley.content)
  const closes = ends(doc, parley.at)
  const out: Node[] = []
  let pending: Node[] = []
  doc.forEach((block, _, i) => {
    if (!block.isTextblock) {
      if (closes[i]) out.push(...cleanSlice(new Slice(Fragment.from(block), 0, 0), parley.at).content.content)
      return
    }
    block.forEach((node) => {
      if (!inlineOn(node, parley.at)) return
      const put = node.marks.filter((m) => m.type === schema.marks.insertion && m.attrs.r === parley.source.round)
      pending.push(node.mark(put.reduce((set, m) => m.addToSet(set), formatAt(node, parley.at))))
    })
    if (!closes[i]) return
    const props = propsAt(block, parley.at)
    out.push(schema.nodes[props.type].create({ ...props.attrs }, Fragment.fromArray(pending)))
    pending = []
  })
  if (!parley.start && out[0]?.isTextblock) out[0] = bare(out[0])
  const last = out.length - 1
  if (last > 0 && !parley.end && out[last].isTextblock && !out[last].content.size) out[last] = bare(out[last])
  return new Slice(Fragment.fromArray(out), parley.start || !out[0]?.isTextblock ? 0 : 1, parley.end || !out.at(-1)?.isTextblock ? 0 : 1)
}

/** The words that Parley's own flavour shows as struck. */
export function struckWords(parley: Parley): string[] {
  let text = ''
  parley.content.descendants((node) => {
    if (!node.isInline) text += ' '
    else if (inlineOn(node, parley.at)) text += ' '
    else text += node.isText ? node.text : ' '
    return true
  })
  return text.match(/\S+/g) ?? []
}
