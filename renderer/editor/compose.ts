import { Fragment, type Mark, type Node, Slice } from 'prosemirror-model'
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { bypass, typingMarks, type Version } from '../../shared/redline/index.ts'

/**
 * Input methods compose on the page itself; rewriting marks meanwhile would break the composition off. So the states of a
 * composition are passing ones: they follow the page, are never saved and are dropped at its end, when what was composed
 * becomes one ordinary edit of the state that stood before.
 *
 * What the page reads back while it is composed on is trusted for its text alone: it knows nothing of switches, and would take
 * the words around the composition for fresh ones.
 */
export class Composition {
  private before: EditorState | null = null
  /** The marks of the run that the page wrote it into. */
  private marks: readonly Mark[] | null = null

  /** Whether a composition is under way or not yet written down. */
  get holds(): boolean {
    return this.before !== null
  }

  /**
   * Follows the page through a step of the composition: the passing state, in which all other words keep their marks. `root`: the
   * element of the page, whose caret tells into which run it was written.
   */
  follow(state: EditorState, tr: Transaction, root: HTMLElement): EditorState {
    this.before ??= state
    const written = (): readonly Mark[] => {
      this.marks ??= runAtCaret(root)
      return this.marks
    }
    return state.apply(bypass(passing(state, tr, written), 'composition').setMeta('addToHistory', false))
  }

  /** Ends the composition: the state before it, and the edit that it amounts to (null where it was abandoned). `v`: the open round. */
  end(now: EditorState, v: Version): { before: EditorState; edit: Transaction | null } | null {
    const before = this.before
    this.before = null
    this.marks = null
    return before && { before, edit: difference(before, now, v) }
  }
}

/** A document's text and shape: no marks, no attributes. Positions are the same. */
function flat(node: Node): Node {
  if (node.isText) return node.mark([])
  if (node.isLeaf) return node.type.create()
  return node.type.create(null, node.children.map(flat))
}
/** What differs between two documents, as positions in both; children at the top that they share are not read. */
interface Differs {
  readonly from: number
  readonly to: number
  /** Length of what stands there now. */
  readonly length: number
}
function differs(before: Node, now: Node): Differs | null {
  const most = Math.min(before.childCount, now.childCount)
  let head = 0
  let start = 0
  while (head < most && before.child(head) === now.child(head)) start += before.child(head++).nodeSize
  let tail = 0
  while (tail < most - head && before.child(before.childCount - 1 - tail) === now.child(now.childCount - 1 - tail)) tail++
  const middle = (doc: Node): Fragment => Fragment.fromArray(doc.children.slice(head, doc.childCount - tail).map(flat))
  const [a, b] = [middle(before), middle(now)]
  const first = a.findDiffStart(b)
  const ends = a.findDiffEnd(b)
  if (first === null || !ends) return null
  const overlap = Math.max(0, first - Math.min(ends.a, ends.b))
  return { from: start + first, to: start + ends.a + overlap, length: ends.b + overlap - first }
}

/** The inline content between two positions, with one set of marks; null where it is more than that. */
function inlineIn(doc: Node, from: number, to: number, marks: readonly Mark[]): Fragment | null {
  const { content, openStart, openEnd } = doc.slice(from, to)
  if (openStart || openEnd || content.firstChild?.isInline === false) return null
  return Fragment.fromArray(content.content.map((node) => node.mark(marks)))
}

/** What the view keeps with an element of the page, as far as it is read here. */
interface Drawn {
  readonly node?: Node
  readonly mark?: Mark
  readonly parent?: Drawn
}
/** The marks of the run of the page that holds the caret; none where it stands in a text of its own between two runs. */
function runAtCaret(root: HTMLElement): readonly Mark[] {
  let at = root.ownerDocument.getSelection()?.focusNode ?? null
  while (at && at !== root && !('pmViewDesc' in at && at.pmViewDesc)) at = at.parentNode
  const marks: Mark[] = []
  for (let drawn = (at as { pmViewDesc?: Drawn } | null)?.pmViewDesc; drawn; drawn = drawn.parent) {
    if (drawn.node?.isText) return drawn.node.marks
    if (drawn.node) break
    if (drawn.mark) marks.push(drawn.mark)
  }
  return marks.reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), [])
}

/** A step of the page with the marks of the run that it is written into: else the page would be drawn anew under the input method. */
function passing(state: EditorState, tr: Transaction, written: () => readonly Mark[]): Transaction {
  const change = differs(state.doc, tr.doc)
  const at = TextSelection.between(tr.selection.$anchor, tr.selection.$head)
  const placed = (out: Transaction): Transaction => out.setSelection(TextSelection.create(out.doc, at.anchor, at.head))
  if (!change) return placed(state.tr)
  const { from, to, length } = change
  const $from = state.doc.resolve(from)
  const inline = inlineIn(tr.doc, from, from + length, length > 0 ? written() : [])
  return inline && $from.sameParent(state.doc.resolve(to)) ? placed(state.tr.replace(from, to, new Slice(inline, 0, 0))) : tr
}

/** The one replacement that turns the document of one state into that of another; null where they read the same. */
function difference(before: EditorState, now: EditorState, v: Version): Transaction | null {
  const change = differs(before.doc, now.doc)
  if (!change) return null
  const { selection } = before
  const at = change.from === change.to && selection.empty ? typedAt(now, change) : change.from
  // What was selected is replaced as a whole, as by typing over it.
  const from = selection.empty ? at : Math.min(at, selection.from)
  const to = selection.empty ? at + change.to - change.from : Math.max(change.to, selection.to)
  const end = to + now.doc.content.size - before.doc.content.size
  const inline = inlineIn(now.doc, from, end, typingMarks(before, v))
  const tr = before.tr.replace(from, to, inline ? new Slice(inline, 0, 0) : now.doc.slice(from, end))
  const $caret = tr.doc.resolve(Math.min(end, tr.doc.content.size))
  return tr.setSelection(TextSelection.between($caret, $caret)).scrollIntoView()
}

/** Among equal letters an insertion could stand at several places: it stands right before the caret. */
function typedAt(now: EditorState, { from, length }: Differs): number {
  const { head, $head } = now.selection
  const start = head - length
  return start < from && start >= $head.start() && now.doc.textBetween(start, head) === now.doc.textBetween(from, from + length)
    ? start
    : from
}
