import fc from 'fast-check'
import { redo, undo } from 'prosemirror-history'
import { Fragment, Node, Slice } from 'prosemirror-model'
import { type Command, EditorState, type Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { CellSelection } from 'prosemirror-tables'
import { pasteOver } from '../../shared/compare/index.ts'
import { moveOf } from '../../shared/model/move.ts'
import { type BlockProps, plainMarks, schema } from '../../shared/model/schema.ts'
import {
  type Context,
  changes,
  cutOut,
  decideAll,
  deleteColumns,
  deleteRows,
  deleteSelection,
  deleteTable,
  deleteWordBackward,
  deleteWordForward,
  emptyCells,
  endOn,
  find,
  formatAt,
  hardBreak,
  hasText,
  inlineOn,
  insertColumn,
  insertRow,
  insertTable,
  insertText,
  joinBackward,
  joinForward,
  makeLabel,
  moveBack,
  moveDown,
  moveRange,
  moveUp,
  nextCell,
  paste,
  pasteCells,
  pasteCut,
  preview,
  project,
  Refused,
  redline,
  renumber,
  replaceAll,
  restoreCells,
  revert,
  setBlock,
  splitBlock,
  takeBack,
  toggleFormat,
  track,
  typeOverCells,
} from '../../shared/redline/index.ts'
import { type Op, type Outcome, raw } from './edit.ts'
import { cleanCell, cleanPosition } from './oracle.ts'
import { Broken, block, PROPS, show, type Table, text } from './stage.ts'

/**
 * Everything that a random script may do: one entry each. An edit of the product joins the scripts by an entry here.
 * Those of `KEYS` are commands at a real selection; what they are to give is what the same command gives, untracked, at the
 * same place of the clean text.
 */
export interface Action {
  readonly weight: number
  /** The fields that it reads, and where their values come from. */
  readonly fields: Readonly<Record<string, fc.Arbitrary<unknown>>>
  /** Null where there is nothing to do, or it has been done. */
  readonly run: (T: Table, op: Op) => Outcome | null
}

const a = fc.nat(60)
const b = fc.nat(60)
const k = fc.nat(7)
/** Where a key is pressed: 0 where the one before left the caret, 1 at a place, 2 over a selection, 3 over cells, 4 at a block's start. */
const w = fc.constantFrom(0, 0, 1, 1, 2, 2, 3)
const s = fc.constantFrom('x', 'yz', 'w w', '\n')
const list = fc.array(fc.tuple(fc.nat(5), fc.constantFrom('', 'k', 'mn')), { minLength: 1, maxLength: 3 })

// ---------- steps as a plugin or a library command makes them

const STEPS: Readonly<Record<string, Action>> = {
  type: { weight: 4, fields: { a, b, s, k }, run: raw },
  replace: { weight: 4, fields: { a, b, s, k }, run: raw },
  del: { weight: 6, fields: { a, b }, run: raw },
  enter: { weight: 5, fields: { a }, run: raw },
  join: { weight: 3, fields: { a }, run: raw },
  back: { weight: 4, fields: { a }, run: raw },
  fwd: { weight: 3, fields: { a }, run: raw },
  delBlocks: { weight: 2, fields: { a, b }, run: raw },
  insertBlocks: { weight: 2, fields: { a, list }, run: raw },
  paste: { weight: 3, fields: { a, b, k, list }, run: raw },
  fmt: { weight: 3, fields: { a, b, k }, run: raw },
  props: { weight: 2, fields: { a, k }, run: raw },
  typeOf: { weight: 2, fields: { a, b, k }, run: raw },
  strike: { weight: 3, fields: { a, b }, run: raw },
  restore: { weight: 3, fields: { a, b }, run: raw },
  revert: { weight: 1, fields: { a }, run: raw },
}

// ---------- commands at a selection

/** Every place of text, in cells too. */
export function places(d: Node): number[] {
  const out: number[] = []
  d.descendants((node, pos) => {
    if (node.isTextblock) for (let i = 0; i <= node.content.size; i++) out.push(pos + 1 + i)
    return !node.isTextblock
  })
  return out
}

/** The selection that an intent asks for. */
export function selectionFor(T: Table, op: Op): Selection {
  const D = T.doc
  if (op.w === 0) return T.state.selection
  const all = places(D)
  const at = D.resolve(all[op.a % all.length])
  if (op.w === 1) return TextSelection.create(D, at.pos)
  if (op.w === 4) return TextSelection.create(D, at.start())
  if (op.w === 3) {
    const cells: number[] = []
    D.descendants((node, pos) => {
      if (node.type.spec.tableRole === 'cell' || node.type.spec.tableRole === 'header_cell') cells.push(pos)
      return !node.isTextblock
    })
    if (cells.length) {
      const first = cells[op.a % cells.length]
      const inTable = cells.filter((pos) => D.resolve(pos).start(-1) === D.resolve(first).start(-1))
      return CellSelection.create(D, first, inTable[op.b % inTable.length])
    }
  }
  return TextSelection.between(at, D.resolve(all[op.b % all.length]))
}

/** The same selection in the clean text; null where it is not told from another, or reaches what does not stand. */
function cleanSelection(T: Table, C: Node): Selection | null {
  const { selection } = T.state
  const [D, v] = [T.doc, T.round]
  if (selection instanceof CellSelection) {
    const [x, y] = [cleanCell(D, C, selection.$anchorCell.pos, v), cleanCell(D, C, selection.$headCell.pos, v)]
    return x === null || y === null ? null : CellSelection.create(C, x, y)
  }
  if (!(selection instanceof TextSelection)) return null
  const [x, y] = [selection.anchor, selection.head].map((pos) => cleanPosition(D, C, pos, v))
  if (x === null || y === null || (x === y && !selection.empty)) return null
  return TextSelection.create(C, x, y)
}

/** The transaction of a command, tracked; null where it changes nothing but the selection, which is then set. */
export function pressed(T: Table, command: Command): Transaction | null {
  let out: Transaction | null = null
  command(T.state, (tr) => {
    out = track(T.state, tr.setTime(T.now()), T.cx())
  })
  const tr = out as Transaction | null
  if (tr?.docChanged) return tr
  if (tr) T.apply(tr)
  return null
}

/** What a command gives with tracking off at the same place of the clean text: the text, and where it leaves the caret. */
function untracked(T: Table, command: Command): { doc: Node; caret: number | null } | null {
  const C = T.clean()
  const selection = cleanSelection(T, C)
  if (!selection) return null
  let clean = EditorState.create({ doc: C })
  clean = clean.apply(clean.tr.setSelection(selection).setStoredMarks(T.state.storedMarks))
  command(clean, (tr) => {
    clean = clean.apply(tr)
  })
  return { doc: project(clean.doc, T.round), caret: clean.doc.eq(project(clean.doc, T.round)) ? clean.selection.head : null }
}

type Make = (cx: Context, op: Op, T: Table) => Command
interface Key {
  readonly weight: number
  readonly fields?: Action['fields']
  readonly make: Make
  /** The same for the untracked text, where what comes in is to be stripped of its tracking. */
  readonly plain?: Make
  /** It does nothing to a paragraph that is wholly struck, where the untracked one would find the next to bite on. */
  readonly standing?: boolean
  /** Only the words are the same as those of the untracked command, not what their paragraphs look like. */
  readonly wordsOnly?: boolean
  /** What it gives cannot be told from the clean text alone; every other property is asked for. */
  readonly unknown?: boolean
}

function touchesStruck(T: Table): boolean {
  const { from, to } = T.state.selection
  let struck = false
  T.doc.nodesBetween(from, to, (node) => {
    if (node.isTextblock && !hasText(node, T.round) && !endOn(node, T.round)) struck = true
  })
  return struck
}

const keyed =
  (key: Key): Action['run'] =>
  (T, op) => {
    T.apply(T.state.tr.setSelection(selectionFor(T, op)))
    T.selected = [T.state.selection.from, T.state.selection.to]
    const told = !key.unknown && !(key.standing && touchesStruck(T))
    const make = (cx: Context) => key.make(cx, op, T)
    const want = told ? attempt(() => untracked(T, (key.plain ?? key.make)(T.cx(), op, T))) : null
    const tr = pressed(T, make(T.cx()))
    if (!tr) return null
    const check = (): void => {
      caretIn(T)
      if (want && lines(T.clean()) !== lines(want.doc)) throw new Broken(2, `clean(now)\n want ${show(want.doc)}\n got  ${show(T.clean())}`)
    }
    return { tr, expected: key.wordsOnly ? null : (want?.doc ?? null), check }
  }
/** A command that refuses an edit of the clean text says nothing of the tracked one. */
function attempt<T>(run: () => T): T | null {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
function caretIn(T: Table): void {
  const { selection } = T.state
  if (selection instanceof TextSelection && !selection.$from.parent.isTextblock)
    throw new Broken(15, `the caret is not in text: ${selection.from}\n tree ${show(T.doc)}`)
}

const blocksOf = (op: Op): Node[] => op.list.map(([p, words]) => block(PROPS[p % PROPS.length], '', text(words)))
const cell = (words: string): Node => schema.nodes.table_cell.create(null, block(PROPS[0], '', text(words)))
export const grid = (rows: number, columns: number, words: string): Node =>
  schema.nodes.table.create(
    null,
    Array.from({ length: rows }, (_, i) =>
      schema.nodes.table_row.create(
        null,
        Array.from({ length: columns }, (__, j) => cell(`${words}${i}${j}`)),
      ),
    ),
  )

/** A piece of another proposal, or of this one, with all its marks and ids. */
function foreign(T: Table, op: Op): Slice {
  const from = T.others.length ? T.others[op.k % T.others.length] : T.doc
  const all = places(from)
  const [x, y] = [all[(op.k * 7 + op.a) % all.length], all[(op.k * 3 + op.b) % all.length]].sort((m, n) => m - n)
  return from.slice(x, y)
}

/** A slice without tracking, all of its text left in. */
function untouched(slice: Slice): Slice {
  const strip = (node: Node): Node => {
    if (node.isInline) return node.mark(plainMarks(node.marks))
    const { sw: _, was: __, ...attrs } = node.attrs
    return node.type.create(attrs, node.children.map(strip))
  }
  return new Slice(Fragment.from(slice.content.content.map(strip)), slice.openStart, slice.openEnd)
}

const deeper = (props: BlockProps, by: 1 | -1): BlockProps | null => {
  const level = props.attrs.level + by
  return level < (props.type === 'heading' ? 1 : 0) || level > 3 ? null : { ...props, attrs: { ...props.attrs, level } }
}

/** What stands in the selection, with some of its words changed: as when a revised text is pasted over the old one. */
function like(T: Table, op: Op): Slice {
  const { from, to } = T.state.selection
  const standing = T.doc.textBetween(from, to, '\n', ' ').split('\n')
  const added = op.list.map(([, words]) => words)
  const blocks = [...standing.slice(0, 3), ...(op.k & 4 ? added : [])].map((words, i) =>
    block(PROPS[0], '', text(op.k & 1 ? words.replace(/\w+/, added[i % added.length]) : `${words}${added[i % added.length]}`)),
  )
  return new Slice(Fragment.from(blocks), 1, 1)
}

const WORDS = ['x', 'yz', ' ', 'w w', '4', '$1,500', ' 95%']
const typed = fc.constantFrom(...WORDS)

const KEYS: Readonly<Record<string, Key>> = {
  keyType: { weight: 8, fields: { a, b, w, s: typed }, make: (cx, op) => insertText(cx, op.s) },
  keyEnter: { weight: 4, make: (cx) => splitBlock(cx) },
  keyBreak: { weight: 1, make: (cx) => hardBreak(cx) },
  keyBack: { weight: 5, make: (cx) => joinBackward(cx) },
  keyForward: { weight: 4, make: (cx) => joinForward(cx) },
  keyWordBack: { weight: 2, make: (cx) => deleteWordBackward(cx) },
  keyWordForward: { weight: 2, make: (cx) => deleteWordForward(cx) },
  keyDelete: { weight: 4, make: (cx) => deleteSelection(cx) },
  keyLabel: { weight: 2, make: (cx) => makeLabel(cx) },
  keyLabelText: {
    weight: 2,
    fields: { a, b, w: fc.constantFrom(4, 4, 0), s: fc.constantFrom('a.', '1.', '-') },
    make: (cx, op) => insertText(cx, op.s),
  },
  keyBold: { weight: 2, make: (cx) => toggleFormat(cx, schema.marks.strong) },
  keyItalic: { weight: 1, make: (cx) => toggleFormat(cx, schema.marks.em) },
  keyBlock: { weight: 2, fields: { a, b, w, k }, make: (cx, op) => setBlock(cx, () => PROPS[op.k % PROPS.length]), standing: true },
  keyPaste: {
    weight: 3,
    fields: { a, b, w, k, list },
    make: (cx, op) => paste(cx, new Slice(Fragment.from(blocksOf(op)), op.k & 1, op.k & 1)),
  },
  keyPasteText: { weight: 2, fields: { a, b, w, s: typed }, make: (cx, op) => paste(cx, new Slice(Fragment.from(text(op.s)), 0, 0)) },
  keyPasteTable: {
    weight: 1,
    fields: { a, b, w, k },
    make: (cx, op) => paste(cx, new Slice(Fragment.from(grid(1 + (op.k & 1), 1 + ((op.k >> 1) & 1), 'n')), 0, 0)),
  },
  keyIndent: { weight: 2, make: (cx) => setBlock(cx, (props) => deeper(props, 1)), standing: true },
  keyOutdent: { weight: 2, make: (cx) => setBlock(cx, (props) => deeper(props, -1)), standing: true },
  keyRenumber: { weight: 1, fields: { a, b, w, k }, make: (cx, op) => renumber(cx, op.k & 1 ? 'all' : 'here') },
  keyPasteOver: {
    weight: 4,
    fields: { a, b, w, k, list },
    make: (cx, op, T) => pasteOver(cx, like(T, op)),
    plain: (cx, op, T) => paste(cx, like(T, op)),
    wordsOnly: true,
  },
  keyMoveUp: { weight: 2, make: (cx) => moveUp(cx) },
  keyMoveDown: { weight: 2, make: (cx) => moveDown(cx) },
  keyPasteForeign: {
    weight: 3,
    fields: { a, b, w, k },
    make: (cx, op, T) => paste(cx, foreign(T, op)),
    plain: (cx, op, T) => paste(cx, untouched(foreign(T, op))),
  },
}

// ---------- tables

/** Where a key of tables is pressed: most often over cells. */
const over = fc.constantFrom(3, 3, 3, 0, 1, 2)

const GRIDS: Readonly<Record<string, Key>> = {
  tableInsert: {
    weight: 1,
    fields: { a, b, w: over, k },
    make: (cx, op) => insertTable(cx, { rows: 1 + (op.k & 1), columns: 1 + ((op.k >> 1) & 1), header: op.k > 3 }),
  },
  tableDelete: { weight: 1, fields: { a, b, w: over }, make: (cx) => deleteTable(cx) },
  rowAbove: { weight: 2, fields: { a, b, w: over }, make: (cx) => insertRow(cx, 'above') },
  rowBelow: { weight: 2, fields: { a, b, w: over }, make: (cx) => insertRow(cx, 'below') },
  columnLeft: { weight: 2, fields: { a, b, w: over }, make: (cx) => insertColumn(cx, 'left') },
  columnRight: { weight: 2, fields: { a, b, w: over }, make: (cx) => insertColumn(cx, 'right') },
  rowsDelete: { weight: 2, fields: { a, b, w: over }, make: (cx) => deleteRows(cx) },
  columnsDelete: { weight: 2, fields: { a, b, w: over }, make: (cx) => deleteColumns(cx) },
  cellsEmpty: { weight: 2, fields: { a, b, w: over }, make: (cx) => emptyCells(cx) },
  cellsType: { weight: 2, fields: { a, b, w: over, s: typed }, make: (cx, op) => typeOverCells(cx, op.s) },
  cellsPaste: {
    weight: 2,
    fields: { a, b, w: over, k },
    make: (cx, op) => pasteCells(cx, new Slice(Fragment.from(grid(1 + (op.k & 1), 1 + ((op.k >> 1) & 1), 'g')), 0, 0)),
  },
  tab: { weight: 2, fields: { a, b, w: over, k }, make: (cx, op) => nextCell(cx, op.k & 1 ? -1 : 1) },
}
const CELLS: Readonly<Record<string, Action>> = {
  cellsRestore: {
    weight: 2,
    fields: { a, b },
    run: (T, op) => {
      T.apply(T.state.tr.setSelection(selectionFor(T, { ...op, w: 3 })))
      const tr = restoreCells(T.state, T.cx())
      return tr && { tr: tr.setTime(T.now()), expected: null }
    },
  },
}

// ---------- moves

/** A drag: what is selected goes to a place outside of it. */
function drag(T: Table, op: Op): Outcome | null {
  T.apply(T.state.tr.setSelection(selectionFor(T, { ...op, w: 2 })))
  const { from, to } = T.state.selection
  const all = places(T.doc)
  const target = all[op.k % all.length]
  const C = T.clean()
  const [x, y, z] = [from, to, target].map((pos) => cleanPosition(T.doc, C, pos, T.round))
  const told = x !== null && y !== null && z !== null && x < y && z <= x === target <= from && z >= y === target >= to
  const want = told ? attempt(() => moveRange(EditorState.create({ doc: C }), x, y, z, T.cx())) : null
  const tr = moveRange(T.state, from, to, target, T.cx())
  if (!tr) return null
  const inOne = T.doc.resolve(from).parent === T.doc.resolve(to).parent
  const goal = want && project(want.doc, T.round)
  const check = (): void => {
    caretIn(T)
    // Own paragraphs keep their ends where they go, others' are struck and put in anew: the words are told by the clean text alone.
    if (goal && lines(T.clean()) !== lines(goal)) throw new Broken(2, `clean(now)\n want ${show(goal)}\n got  ${show(T.clean())}`)
  }
  return { tr, expected: inOne ? goal : null, check }
}

/** What was cut last: its slice and the name of its move. */
const clips = new WeakMap<Table, { slice: Slice; move: string }>()
function cutAway(T: Table, op: Op): Outcome | null {
  T.apply(T.state.tr.setSelection(selectionFor(T, { ...op, w: 2 })))
  const slice = standingSlice(T)
  const told = cleanSelection(T, T.clean())
  const want = told && attempt(() => untracked(T, deleteSelection(T.cx())))
  const cut = cutOut(T.state, T.cx())
  if (!cut) return null
  clips.set(T, { slice, move: cut.move })
  return { tr: cut.tr, expected: want?.doc ?? null, check: () => caretIn(T) }
}
/** What stands in the selection, own words with their insertion, others' without marks. */
function standingSlice(T: Table): Slice {
  const { from, to } = T.state.selection
  const strip = (node: Node): Node[] => {
    if (!node.isInline) return [node.copy(Fragment.fromArray(node.children.flatMap(strip)))]
    if (!inlineOn(node, T.round)) return []
    const own = node.marks.filter((m) => m.type === schema.marks.insertion && m.attrs.r === T.round)
    return [node.mark(own.reduce((set, m) => m.addToSet(set), formatAt(node, T.round)))]
  }
  const slice = T.doc.slice(from, to)
  return new Slice(Fragment.fromArray(slice.content.content.flatMap(strip)), slice.openStart, slice.openEnd)
}
function pasteAgain(T: Table, op: Op): Outcome | null {
  const clip = clips.get(T)
  if (!clip) return null
  T.apply(T.state.tr.setSelection(selectionFor(T, { ...op, w: 1 })))
  const want = attempt(() => untracked(T, paste(T.cx(), untouched(clip.slice))))
  const tr = pasteCut(T.state, clip.slice, clip.move, T.cx())
  const check = (): void => {
    caretIn(T)
    // Back where it was cut from it stands as if it had never been cut, with the properties that its paragraphs had.
    if (want && lines(T.clean()) !== lines(want.doc)) throw new Broken(2, `clean(now)\n want ${show(want.doc)}\n got  ${show(T.clean())}`)
  }
  return tr && { tr, expected: null, check }
}
const lines = (d: Node): string => d.textBetween(0, d.content.size, '\n', '⏎')

/** Cuts what is selected and pastes it elsewhere at once. */
function cutAndPaste(T: Table, op: Op): Outcome | null {
  const cut = cutAway(T, op)
  if (!cut?.tr.docChanged) return null
  T.apply(cut.tr.setTime(T.now()))
  T.note()
  return attempt(() => pasteAgain(T, { ...op, a: op.k }))
}

/** Takes one of the round's moves back. */
function sendBack(T: Table, op: Op): Outcome | null {
  const list = changes(redline(T.doc, T.rounds(), T.round - 1, T.round)).filter((c) => c.move !== null)
  if (!list.length) return null
  const { id, ids } = list[op.a % list.length]
  const tr = moveBack(T.state, moveOf(id)!.move, T.cx())
  if (!tr) return null
  const check = (): void => {
    const left = changes(redline(T.doc, T.rounds(), T.round - 1, T.round)).flatMap((c) => (c.move ? c.ids : []))
    if (ids.some((one) => left.includes(one))) throw new Broken(10, `the move ${id} was taken back and is still there\n ${show(T.doc)}`)
  }
  return { tr, expected: null, check }
}

const MOVES: Readonly<Record<string, Action>> = {
  drag: { weight: 3, fields: { a, b, k: fc.nat(60) }, run: drag },
  cut: { weight: 2, fields: { a, b }, run: cutAway },
  cutAndPaste: { weight: 3, fields: { a, b, k: fc.nat(60) }, run: cutAndPaste },
  pasteCut: { weight: 1, fields: { a }, run: pasteAgain },
  moveBack: { weight: 2, fields: { a }, run: sendBack },
}

// ---------- decisions

/** Rejects some of the changes since a version: those of a party, of a round, of a paragraph, or one. */
function rejectSome(T: Table, op: Op): Outcome | null {
  const since = op.a % T.round
  const list = changes(redline(T.doc, T.rounds(), since, T.round))
  if (!list.length) return null
  const one = list[op.b % list.length]
  const chosen = [
    list.filter((c) => c.by.p === one.by.p),
    list.filter((c) => c.by.r === one.by.r),
    list.filter((c) => c.block === one.block),
    [one],
  ][op.k % 4]
  const tr = revert(T.state, since, T.cx(), new Set(chosen.flatMap((c) => c.ids)))
  return { tr, expected: null, check: () => (chosen.length === list.length ? emptied(T, since) : undefined) }
}
/** All changes rejected give the baseline; what a struck row kept out of sight is shown, and rejected, once it is back. */
function emptied(T: Table, since: number): void {
  let state = T.state
  for (let i = 0; i < 5; i++) {
    const shown = changes(redline(state.doc, T.rounds(), since, T.round)).flatMap((c) => c.ids)
    if (!shown.length) break
    state = state.apply(revert(state, since, T.cx(), new Set(shown)))
  }
  if (!project(state.doc, T.round).eq(T.stored[since]))
    throw new Broken(4, `all rejected is not the baseline\n want ${show(T.stored[since])}\n got  ${show(project(state.doc, T.round))}`)
}

/** Decides all changes of a party, of a round, or in a range, one way or another. */
function decideSome(T: Table, op: Op): Outcome | null {
  const since = op.a % T.round
  const list = changes(redline(T.doc, T.rounds(), since, T.round))
  if (!list.length) return null
  const one = list[op.b % list.length]
  const all = places(T.doc)
  const [from, to] = [all[op.a % all.length], all[op.b % all.length]].sort((x, y) => x - y)
  const choice = [{}, { party: one.by.p }, { round: one.by.r }, { range: { from, to } }][op.k % 4]
  const verdict = (['reject', 'strike', 'restore'] as const)[(op.k >> 2) % 3]
  const before = T.doc.toJSON()
  const make = (state: EditorState): Transaction => decideAll(state, since, list, choice, verdict, T.cx())
  preview(T.state, make, T.rounds(), since, T.round)
  if (JSON.stringify(before) !== JSON.stringify(T.doc.toJSON())) throw new Broken(9, 'a preview changed the document')
  return { tr: make(T.state), expected: null }
}

// ---------- find and replace

/** Replaces every occurrence of a text. The clean text says what is to come of it: each of its lines with the new words. */
function replaceEach(T: Table, op: Op): Outcome | null {
  const query = ['e', 'one', '1', ' ', 'v0', 'mn'][op.a % 6]
  const put = ['', 'xx', '2', 'one'][op.k % 4]
  const found = find(T.doc, query, T.round, { caseSensitive: true })
  if (!found.length) return null
  const want = lines(T.clean()).replaceAll(query, put)
  const check = (): void => {
    if (lines(T.clean()) !== want) throw new Broken(2, `replaced ${query} by ${put}\n want ${want}\n got  ${lines(T.clean())}`)
  }
  return { tr: replaceAll(T.state, found, put, T.cx()), expected: null, check }
}

const DECISIONS: Readonly<Record<string, Action>> = {
  rejectSome: { weight: 2, fields: { a, b, k }, run: rejectSome },
  decideSome: { weight: 2, fields: { a, b, k: fc.nat(11) }, run: decideSome },
  replaceEach: { weight: 2, fields: { a, k }, run: replaceEach },
  takeBack: {
    weight: 1,
    fields: {},
    run: (T) => ({ tr: takeBack(T.state, T.cx()).setTime(T.now()), expected: T.stored[T.round - 1], exact: true }),
  },
}

// ---------- undo, restart

/** Goes one state back or on, which must be exactly the one that was there. */
function again(T: Table, by: 1 | -1): null {
  const there = T.trail[T.reached + by]
  const did = (by < 0 ? undo : redo)(T.state, (tr) => T.apply(tr))
  if (did !== (there !== undefined)) throw new Broken(11, `${by < 0 ? 'undo' : 'redo'} ${did ? 'has' : 'has not'} something to go to`)
  if (!there) return null
  T.reached += by
  if (!T.doc.eq(there)) throw new Broken(11, `${by < 0 ? 'undo' : 'redo'}\n want ${show(there)}\n got  ${show(T.doc)}`)
  return null
}
/** Closes the document and opens it again: undo starts afresh. */
function restart(T: Table): null {
  const back = Node.fromJSON(schema, JSON.parse(JSON.stringify(T.doc.toJSON())))
  back.check()
  if (!back.eq(T.doc)) throw new Broken(12, `JSON\n want ${show(T.doc)}\n got  ${show(back)}`)
  T.state = EditorState.create({ doc: back, plugins: T.state.plugins })
  T.trail = [back]
  T.reached = 0
  return null
}
const SESSION: Readonly<Record<string, Action>> = {
  undo: { weight: 4, fields: {}, run: (T) => again(T, -1) },
  redo: { weight: 2, fields: {}, run: (T) => again(T, 1) },
  restart: { weight: 1, fields: {}, run: restart },
}

const SEAL: Readonly<Record<string, Action>> = {
  seal: {
    weight: 4,
    fields: {},
    run: (T) => {
      T.seal()
      return null
    },
  },
}

const keyedAll = (keys: Readonly<Record<string, Key>>): Readonly<Record<string, Action>> =>
  Object.fromEntries(
    Object.entries(keys).map(([name, key]): [string, Action] => [
      name,
      { weight: key.weight, fields: key.fields ?? { a, b, w }, run: keyed(key) },
    ]),
  )

/** What is done with tables, and with what is in them. */
export const TABLES: Readonly<Record<string, Action>> = { ...keyedAll(GRIDS), ...CELLS }
/** What scripts on documents without tables are made of, for the properties that count in them. */
export const FLAT: Readonly<Record<string, Action>> = { ...STEPS, ...SEAL }
/** What a session of drafting is made of. */
export const ALL: Readonly<Record<string, Action>> = { ...STEPS, ...keyedAll(KEYS), ...TABLES, ...MOVES, ...DECISIONS, ...SESSION, ...SEAL }

/** Runs one intent: its tracked transaction, not yet applied, and what it is to give. */
export const step = (T: Table, op: Op): Outcome | null => ALL[op.t].run(T, op)

/** Random intents of some actions. */
export const intents = (actions: Readonly<Record<string, Action>>): fc.Arbitrary<Op> =>
  fc.oneof(
    ...Object.entries(actions).map(([t, { weight, fields }]) => ({ weight, arbitrary: fc.record({ t: fc.constant(t), ...fields }) })),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<Op>
