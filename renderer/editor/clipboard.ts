import { Fragment, type Node, Slice } from 'prosemirror-model'
import { AllSelection, type EditorState, Plugin, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { pasteOver } from '../../shared/compare/index.ts'
import { moveIds } from '../../shared/model/move.ts'
import { schema } from '../../shared/model/schema.ts'
import {
  type Context,
  cutOut,
  emptyCells,
  endOn,
  inlineOn,
  inlineSwitches,
  isCells,
  openOf,
  type Paragraph,
  paragraphAt,
  pasteCells,
  pasteCut,
  plainText,
  switchesOf,
} from '../../shared/redline/index.ts'
import {
  asCut,
  FLAVOUR,
  type Flavours,
  flavoursOf,
  type Parley,
  readFlavour,
  type Shown,
  type Source,
  standingSlice,
  struckWords,
  writeFlavours,
} from './flavour.ts'
import { type Left, NOTHING_LEFT, type Pasted, readHtml, readText, withTypedLabels, wordsOf } from './pasted.ts'

/**
 * Copy, cut and paste. What is copied is clean language (`flavour.ts`); what is pasted is read (`pasted.ts`), fitted to the place
 * and put in by the engine, so that only what differs from the selection is written. One undo step each, one notice at most.
 */

/** What was taken from the clipboard or dropped. */
export interface Given extends Pasted {
  /** Parley's own flavour, where it came with one. */
  readonly parley: Parley | null
}

/** Reads what a paste or a drop brings: Parley's own flavour, else HTML, else text. Null where there is nothing to put in. */
export function readGiven(data: DataTransfer): Given | null {
  const parley = readFlavour(data.getData(FLAVOUR))
  if (parley) {
    const struck = struckWords(parley)
    return { slice: standingSlice(parley), formatted: true, left: { ...NOTHING_LEFT, struck }, parley }
  }
  const html = data.getData('text/html')
  const text = data.getData('text/plain')
  const read = html ? readHtml(html) : null
  if (read?.slice.content.size) return { ...read, parley: null }
  if (text) return { ...readText(text), parley: null }
  return read && { ...read, parley: null }
}

// ---------- putting in

const N = schema.nodes

/** How a place reads: whether anything stands before it and after it in its paragraph. */
function placeOf(state: EditorState, r: number): { readonly atStart: boolean; readonly atEnd: boolean; readonly inCell: boolean } {
  const { $from, $to, from, to } = state.selection
  return {
    atStart: !paragraphAt($from, r)?.text.some((t) => t.pos < from),
    atEnd: !paragraphAt($to, r)?.text.some((t) => t.pos + t.node.nodeSize > to),
    inCell: $from.node(-1)?.type !== N.doc && $from.depth > 1,
  }
}

/** What was given as a slice for its place: labels that were typed, and in a cell no grid in a grid. */
function fitted(state: EditorState, given: Given, r: number): Slice {
  const { slice } = given
  const { atStart, atEnd, inCell } = placeOf(state, r)
  let blocks: readonly Node[] = slice.content.content
  if (inCell && blocks.some((b) => b.type === N.table)) blocks = blocks.flatMap((b) => (b.type === N.table ? linesOf(b) : [b]))
  if (!given.parley) blocks = withTypedLabels(blocks, slice.openStart === 0 && atStart && (blocks.length > 1 || atEnd))
  return new Slice(Fragment.from([...blocks]), slice.openStart, slice.openEnd)
}
const linesOf = (table: Node): Node[] =>
  plainText(N.doc.create(null, table))
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => N.paragraph.create(null, schema.text(line)))

/**
 * The state whose selection is to be overwritten. A whole paragraph of another proposal, pasted into the paragraph that it is a
 * version of (one of its blocks has the same id, or the same base words), is compared with all of that paragraph, and with those
 * after it that the next ones match.
 */
function target(state: EditorState, given: Given, source: Source, r: number): EditorState {
  const { parley } = given
  if (!parley || parley.move || !state.selection.empty || !parley.start || !parley.end) return state
  if (parley.source.proposal === source.proposal && parley.source.round === source.round) return state
  const here = paragraphAt(state.selection.$from, r)
  if (!here) return state
  const groups = groupsOf(parley)
  if (!groups.length || !isSame(groups[0], here)) return state
  let reach = here
  for (const group of groups.slice(1)) {
    const next = paragraphAfter(state, reach, r)
    if (next && isSame(group, next)) reach = next
  }
  const from = openOf(here.container, here.start, here.first) + 1
  const to = openOf(reach.container, reach.start, reach.closing) + reach.container.child(reach.closing).nodeSize - 1
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)))
}
function paragraphAfter(state: EditorState, p: Paragraph, r: number): Paragraph | null {
  const next = p.container.maybeChild(p.closing + 1)
  return next?.isTextblock ? paragraphAt(state.doc.resolve(openOf(p.container, p.start, p.closing + 1) + 1), r) : null
}
/** The blocks of each standing paragraph of Parley's own flavour. */
function groupsOf(parley: Parley): Node[][] {
  const out: Node[][] = [[]]
  parley.content.forEach((block) => {
    out[out.length - 1].push(block)
    if (block.isTextblock && endOn(block, parley.at)) out.push([])
  })
  return out.filter((group) => group.length > 0 && group.every((b) => b.isTextblock))
}
/** Base words fewer than these say nothing of where language belongs. */
const TELLING = 3
const baseOf = (blocks: readonly Node[]): string =>
  blocks
    .flatMap((b) => b.children)
    .map((n) => (inlineOn(n, 0) ? (n.text ?? ' ') : ''))
    .join('')
    .trim()
function isSame(group: readonly Node[], p: Paragraph): boolean {
  const blocks = p.container.children.slice(p.first, p.closing + 1)
  const ids = new Set(blocks.map((b) => b.attrs.id as string))
  if (group.some((b) => b.attrs.id && ids.has(b.attrs.id))) return true
  const base = baseOf(group)
  return wordsOf(base).length >= TELLING && base === baseOf(blocks)
}

/**
 * Puts what was given in place of the selection: cells of a table one by one, a cut of this draft as a move, all else so that
 * only what differs is written. The transaction may still have to be tracked. Null where there is nothing to do.
 */
export function putIn(state: EditorState, given: Given, source: Source, cx: Context): Transaction | null {
  let made: Transaction | null = null
  const dispatch = (tr: Transaction): void => {
    made = tr
  }
  if (pasteCells(cx, given.slice)(state, dispatch)) return made
  const { parley } = given
  const slice = fitted(state, given, cx.r)
  const moves = parley?.move && parley.source.proposal === source.proposal && parley.source.round === source.round
  const moved = moves ? pasteCut(state, slice, parley.move!, cx) : null
  if (moved) return atHome(state, moved, parley!.move!)
  pasteOver(cx, slice, { formatted: given.formatted })(target(state, given, source, cx.r), dispatch)
  return made
}

/** Where a cut came back to its place, the caret goes after it. */
function atHome(state: EditorState, tr: Transaction, move: string): Transaction {
  const { from, to } = moveIds(move)
  if (endOf(tr.doc, to) >= 0) return tr
  const end = Math.min(tr.mapping.map(endOf(state.doc, from)), tr.doc.content.size)
  return tr.setSelection(Selection.near(tr.doc.resolve(end), -1))
}
/** Where the last text or paragraph end that carries a change ends; -1 where none does. */
function endOf(doc: Node, id: string): number {
  let end = -1
  doc.descendants((node, pos) => {
    const switches = node.isInline ? inlineSwitches(node) : switchesOf(node)
    if (switches.some((s) => s.id === id)) end = Math.max(end, pos + node.nodeSize + (node.isTextblock ? 1 : 0))
  })
  return end
}

// ---------- telling

const count = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one} was` : `${n} ${many} were`)

/** What did not come along, in one notice; null where all of it did. */
export function noticeOf(left: Left): string | null {
  const n = left.struck.length
  const parts = [
    n ? `${count(n, 'struck word', 'struck words')} left behind: ${n === 1 ? 'it does' : 'they do'} not stand in what you copied.` : '',
    left.pictures ? `${count(left.pictures, 'picture', 'pictures')} left out: a contract here holds text and tables.` : '',
    left.comments ? `${count(left.comments, 'comment', 'comments')} left out.` : '',
    left.merged ? 'Merged cells came in as single cells, with the words in the first.' : '',
  ]
  return parts.filter(Boolean).join(' ') || null
}

/**
 * The struck words of what was given that have no place here: those that do not stand struck where it went. `from` and `to`: what
 * it was put in place of, in the document before.
 */
export function leftBehind(before: Node, after: Node, left: Left, from: number, to: number, r: number): Left {
  if (!left.struck.length) return left
  const start = before.content.findDiffStart(after.content)
  const end = start === null ? null : before.content.findDiffEnd(after.content)
  const low = Math.min(from, start ?? from)
  const high = Math.max(after.content.size - (before.content.size - to), end?.b ?? 0, low)
  const [$low, $high] = [after.resolve(low), after.resolve(Math.min(high, after.content.size))]
  const here = new Map<string, number>()
  after.nodesBetween($low.depth ? $low.before(1) : low, $high.depth ? $high.after(1) : $high.pos, (node) => {
    if (node.isText && !inlineOn(node, r)) for (const word of wordsOf(node.text!)) here.set(word, (here.get(word) ?? 0) + 1)
  })
  const struck = left.struck.filter((word) => {
    const n = here.get(word) ?? 0
    if (n) here.set(word, n - 1)
    return !n
  })
  return { ...left, struck }
}

// ---------- the page

/** What the clipboard needs of the page. */
export interface ClipboardDesk {
  /** The open round; null for a page that is only read. */
  cx(): Context | null
  shown(): Shown
  /** Makes a transaction of the state, has it tracked where it is not yet, and applies it. False where it was refused or there was none. */
  apply(make: (state: EditorState, cx: Context) => Transaction | null): boolean
  /** A notice for the person. */
  say(message: string): void
}

const NOTHING_STANDS = 'Nothing of the selection stands, so nothing was copied. Struck words are not copied.'
const NO_LANGUAGE = 'There is no text in what you copied, so nothing was pasted.'
const NO_PICTURES = 'A contract here holds text and tables; pictures and files cannot be pasted into it.'

/** Copy, cut and paste on the page. */
export function clipboard(desk: ClipboardDesk): Plugin {
  return new Plugin({
    view: (view) => {
      const { ownerDocument } = view.dom
      const around = (event: ClipboardEvent): void => copyAround(view, event, desk)
      ownerDocument.addEventListener('copy', around)
      return { destroy: () => ownerDocument.removeEventListener('copy', around) }
    },
    props: {
      handleDOMEvents: {
        copy: (view, event) => copy(view, event, desk),
        cut: (view, event) => cut(view, event, desk),
        paste: (view, event) => paste(view, event, desk),
      },
    },
  })
}

function copied(view: EditorView, event: ClipboardEvent, desk: ClipboardDesk): Flavours | null {
  event.preventDefault()
  if (view.state.selection.empty) return null
  const flavours = flavoursOf(view.state, desk.shown())
  if (!flavours) desk.say(NOTHING_STANDS)
  return flavours
}
function copy(view: EditorView, event: ClipboardEvent, desk: ClipboardDesk): boolean {
  if (!event.clipboardData) return false
  const flavours = copied(view, event, desk)
  if (flavours) writeFlavours(event.clipboardData, flavours)
  return true
}
/** A copy of more than the page: of the page it takes what stands, where the browser would take struck words and names of parties. */
function copyAround(view: EditorView, event: ClipboardEvent, desk: ClipboardDesk): void {
  const selection = view.dom.ownerDocument.getSelection()
  if (event.defaultPrevented || !event.clipboardData || !selection?.rangeCount || !selection.containsNode(view.dom, true)) return
  const range = selection.getRangeAt(0)
  const within = (node: globalThis.Node, offset: number, otherwise: number): number =>
    view.dom.contains(node) ? view.posAtDOM(node, offset) : otherwise
  const { doc } = view.state
  const from = within(range.startContainer, range.startOffset, 0)
  const to = within(range.endContainer, range.endOffset, doc.content.size)
  const all = from === 0 && to === doc.content.size
  const reach = all ? new AllSelection(doc) : TextSelection.between(doc.resolve(from), doc.resolve(to))
  if (reach.empty) return
  event.preventDefault()
  const flavours = flavoursOf(view.state.apply(view.state.tr.setSelection(reach)), desk.shown())
  if (flavours) writeFlavours(event.clipboardData, flavours)
}
function cut(view: EditorView, event: ClipboardEvent, desk: ClipboardDesk): boolean {
  if (!event.clipboardData) return false
  const flavours = copied(view, event, desk)
  if (!flavours) return true
  writeFlavours(event.clipboardData, flavours)
  const done = desk.apply((state, cx) => {
    if (isCells(state.selection)) {
      let made: Transaction | null = null
      emptyCells(cx)(state, (tr) => {
        made = tr
      })
      return made
    }
    const taken = cutOut(state, cx)
    if (taken) writeFlavours(event.clipboardData!, asCut(flavours, taken.move))
    return taken ? taken.tr.scrollIntoView() : null
  })
  // What was not cut is a copy.
  if (!done) writeFlavours(event.clipboardData, flavours)
  return true
}
function paste(view: EditorView, event: ClipboardEvent, desk: ClipboardDesk): boolean {
  if (!event.clipboardData || view.composing) return false
  event.preventDefault()
  const given = readGiven(event.clipboardData)
  if (!given?.slice.content.size) {
    const pictures = event.clipboardData.files.length > 0 || Boolean(given?.left.pictures)
    desk.say(pictures ? NO_PICTURES : NO_LANGUAGE)
    return true
  }
  const { source } = desk.shown()
  let before = view.state
  const done = desk.apply((state, cx) => {
    before = target(state, given, source, cx.r)
    return putIn(state, given, source, cx)
  })
  if (!done) return true
  const { from, to } = before.selection
  const notice = noticeOf(leftBehind(before.doc, view.state.doc, given.left, from, to, source.round))
  if (notice) desk.say(notice)
  return true
}
