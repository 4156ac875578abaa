import { chainCommands } from 'prosemirror-commands'
import { history, redoDepth, undoDepth } from 'prosemirror-history'
import { keydownHandler } from 'prosemirror-keymap'
import type { Node } from 'prosemirror-model'
import { type Command, EditorState, Plugin, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import type { Legend } from '../../shared/model/legend.ts'
import type { PayRule } from '../../shared/model/money.ts'
import { moveOf } from '../../shared/model/move.ts'
import { plainMarks } from '../../shared/model/schema.ts'
import {
  allRounds,
  areaOf,
  blockName,
  type Change,
  type Context,
  cellSlice,
  changes,
  context,
  countWords,
  decideAll,
  emptyCells,
  idsInCells,
  inlineOn,
  insertTable,
  insertText,
  isCells,
  makeLabel,
  moveBack,
  type NewTable,
  plainText,
  putPayRule,
  Refused,
  redline,
  repeatedLabel,
  restore,
  restoreCells,
  revert,
  strike,
  takeBack,
  takenAway,
  track,
  trackingGuard,
  typeOverCells,
  type Version,
} from '../../shared/redline/index.ts'
import { activate, active, activeId } from './active.ts'
import { labelAt, setLabel } from './blocks.ts'
import { blank, chunkView, inChunks, nearby } from './chunk.ts'
import { type ClipboardDesk, clipboard } from './clipboard.ts'
import { Composition } from './compose.ts'
import { markViews, nodeViews, pageParser } from './dom.ts'
import { dragging } from './drag.ts'
import type { Look, Touch } from './draw.ts'
import { Finder } from './find.ts'
import { cleanSlice, clipboardSerializer, type Source } from './flavour.ts'
import { watchHover } from './hover.ts'
import { commandsOf, keys } from './keys.ts'
import { layer, look, touches, touchesIn } from './layer.ts'
import { type Many, meantOf } from './many.ts'
import { moved, tellMoves } from './moved.ts'
import { clipboardParser, readText } from './pasted.ts'
import { type GridAt, gridAt, wordsAt } from './pay.ts'
import { stretchAt } from './stretch.ts'
import { inkOf } from './style.ts'
import { before, cellKeys, cellSelecting } from './table.ts'
import type { BlockStretch, ChangeAt, CommandName, Decision, Mode, PageOptions, PageState, ShownRound, WordCount } from './types.ts'

/** A place that was gone to has come to rest when it has not moved for so many frames. */
const STILL_FRAMES = 4
/** How long after the last edit the lists and counts are made again, in milliseconds. */
const PAUSE = 150
/** How much longer they may wait for a quiet moment. */
const PATIENCE = 600
/** Edits that follow each other faster than this are undone together, in milliseconds. */
const GROUP = 500
const NO_WORDS: WordCount = { added: 0, struck: 0 }
const NOT_EDITED = 'This version is read only. Draft a counter to change it.'
const NOTHING_STRUCK = 'Nothing is struck in this change, so there is nothing to restore.'

const ACROSS_CELLS = 'A selection that is partly in a table cell cannot be changed at once. Select inside one cell, or the whole table.'

type Lists = Pick<PageState, 'changes' | 'round' | 'view'>

/**
 * The page: the language of one proposal, as it is read and written. It holds the whole chain of rounds and shows it between
 * any two versions. Every edit is tracked before it is applied, or refused with a sentence.
 */
export class PageView {
  private readonly options: PageOptions
  private readonly view: EditorView
  /** Finding and replacing. */
  readonly finder: Finder
  private readonly composition = new Composition()
  /** A composition is about to begin: a selection over several paragraphs goes right before it, as a part of it. */
  private composes = false
  private readonly stopHover: () => void
  /** Where the system sets the colours, labels tell the parties apart. */
  private readonly forced = matchMedia('(forced-colors: active)')
  private readonly onForced = (): void => this.relook()
  private readonly rounds: readonly ShownRound[]
  private legend: Legend
  private mode: Mode
  private baseline: Version
  private target: Version
  private labels: boolean
  private lists: Lists = { changes: [], round: NO_WORDS, view: NO_WORDS }
  private entries = new Map<string, Change>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private idle = 0
  private told = ''
  /** What the last double click selected. */
  private picked: Selection | null = null

  constructor(host: HTMLElement, options: PageOptions) {
    this.options = options
    this.rounds = options.rounds
    this.legend = options.legend
    this.mode = options.mode
    this.baseline = options.baseline
    this.target = options.target
    this.labels = options.labels
    this.view = new EditorView(host, {
      state: EditorState.create({ doc: blank }),
      editable: () => this.editable,
      attributes: () => ({
        class: this.labels ? 'page labels-on' : 'page',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': options.ariaLabel,
        'aria-readonly': String(!this.editable),
        tabindex: '0',
        spellcheck: 'false',
        translate: 'no',
      }),
      nodeViews,
      markViews: { ...markViews, chunk: chunkView },
      domParser: pageParser,
      clipboardParser,
      clipboardSerializer,
      clipboardTextParser: (text) => readText(text).slice,
      clipboardTextSerializer: (slice) => plainText(this.doc.type.create(null, slice.content)),
      transformCopied: (slice, view) => cellSlice(view.state, this.target) ?? cleanSlice(slice, this.target),
      dispatchTransaction: (tr) => this.dispatch(tr),
      handleDOMEvents: {
        keydown: (_view, event) => this.keydown(event),
        beforeinput: (view, event) => this.beforeInput(view, event),
        dblclick: () => {
          this.sync()
          this.picked = this.view.state.selection
          return false
        },
        compositionstart: () => {
          this.composes = true
          queueMicrotask(() => {
            this.composes = false
          })
          return false
        },
        compositionend: () => {
          // After the handlers of the view, which flush what the input method wrote last.
          queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => this.endComposition())))
          return false
        },
      },
    })
    inChunks(this.view)
    this.view.updateState(EditorState.create({ doc: options.doc, plugins: this.plugins() }))
    this.stopHover = watchHover(this.view.dom, (id, at) => options.onHover(id === null || !at ? null : this.at(id, at, false)))
    this.forced.addEventListener('change', this.onForced)
    this.finder = new Finder({
      view: this.view,
      target: () => this.target,
      since: () => (this.mode === 'clean' ? null : this.baseline),
      edit: (make) => this.attempt((cx) => make(this.view.state, cx)),
    })
    this.list()
  }

  /** Whether edits are taken: the open round is shown as it stands. */
  get editable(): boolean {
    return this.options.editable && this.options.openRound !== null && this.target === this.options.openRound.r
  }
  /** The document with all its rounds. */
  get doc(): Node {
    return this.view.state.doc
  }

  setMode(mode: Mode): void {
    this.mode = mode
    this.relook()
  }
  setBaseline(a: Version): void {
    this.baseline = a
    this.relook()
  }
  /** Shows the page as it stood at a version. Read only, unless it is the open round. */
  setTarget(v: Version): void {
    this.target = v
    this.relook()
  }
  /** Baseline, target and mode in one go. */
  setView(view: { baseline?: Version; target?: Version; mode?: Mode }): void {
    this.baseline = view.baseline ?? this.baseline
    this.target = view.target ?? this.target
    this.mode = view.mode ?? this.mode
    this.relook()
  }
  setLegend(legend: Legend): void {
    this.legend = legend
    this.relook()
  }
  /** Party and date after every change, or not. */
  setLabels(on: boolean): void {
    this.labels = on
    this.relook()
  }

  focus(): void {
    this.view.focus()
  }
  /** Runs an editing command by name. False where it does not apply here. */
  command(name: CommandName): boolean {
    if (!this.editable && name !== 'selectAll') return false
    return this.run(commandsOf(this.round)[name])
  }
  undo(): boolean {
    return this.command('undo')
  }
  redo(): boolean {
    return this.command('redo')
  }

  /** Goes to a change: caret before it, a third down the window. False where the view does not show it. */
  goToChange(id: string): boolean {
    this.refresh()
    const first = touches(this.view.state, new Set(this.idsOf(id)))[0]
    if (!first) return false
    const tr = this.view.state.tr
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(first.from, tr.doc.content.size)), 1))
    this.dispatch(activate(tr, id))
    const element = this.elementOf(id)
    if (element) this.scrollTo(element)
    if (element && !this.editable && this.view.dom.contains(document.activeElement)) element.focus({ preventScroll: true })
    return true
  }
  /** Goes to one half of a move. */
  goToHalf(id: string): void {
    const first = touches(this.view.state, new Set([id]))[0]
    if (!first) return
    const tr = this.view.state.tr
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(first.from, tr.doc.content.size)), 1))
    this.dispatch(activate(tr, id))
    const element = this.view.dom.querySelector<HTMLElement>(`[data-change="${CSS.escape(id)}"]`)
    if (element) this.scrollTo(element)
  }
  /** Shows a block, a third down the window. False where the document does not hold it. */
  goToBlock(id: string): boolean {
    let found = -1
    this.doc.descendants((node, pos) => {
      if (found < 0 && node.attrs.id === id) found = pos
      return found < 0
    })
    const element = found < 0 ? null : this.view.nodeDOM(found)
    if (element instanceof HTMLElement) this.scrollTo(element)
    return element instanceof HTMLElement
  }
  /** Puts an empty table in at the caret. False where there is no place for one. */
  insertTable(table: NewTable): boolean {
    return this.editable && this.run(insertTable(this.round, table))
  }
  /** The table at the caret, as a salary grid at a version (the one shown); null where there is none. */
  grid(v: Version = this.target): GridAt | null {
    return gridAt(this.view.state, v)
  }
  /** Puts a rule on cells of the table at the caret (all of its figures for null), as one edit. False where there is no table. */
  putPayRule(rule: PayRule, o: { readonly cells: ReadonlySet<string> | null; readonly on: Version; readonly place: string }): boolean {
    const grid = this.editable ? this.grid() : null
    if (!grid) return false
    return this.safely(() => {
      this.dispatch(putPayRule(this.view.state, grid.pos, rule, o, this.round))
      return true
    }, false)
  }
  /** The block of the caret and the words selected in it. */
  words(): { readonly block: string; readonly text: string } | null {
    return wordsAt(this.view.state, this.target)
  }
  /** The blocks of the selection, else of the caret; with a point of the window, those at it. Null where there is none. */
  stretch(at?: { readonly x: number; readonly y: number }): BlockStretch | null {
    const place = at && this.view.posAtCoords({ left: at.x, top: at.y })
    return at && !place ? null : stretchAt(this.view.state, place ? place.pos : null)
  }
  /** The label of the paragraph at the caret; null where it has none. */
  label(): string | null {
    return labelAt(this.view.state, this.round)
  }
  /** Gives the selected paragraphs a label, or none. False where nothing changes. */
  setLabel(label: string | null): boolean {
    return this.run(setLabel(this.round, label))
  }
  /** Goes to the change after the active one or the caret; from the last to the first. */
  nextChange(): boolean {
    return this.step(1)
  }
  previousChange(): boolean {
    return this.step(-1)
  }

  /**
   * Decides a change, or what is selected: without a second argument the selection where there is one, else the active change.
   * Keep leaves it and goes on to the next. False where there is nothing to decide.
   */
  decide(decision: Decision, on?: string): boolean {
    const { selection } = this.view.state
    const what = on ?? (selection.empty ? activeId(this.view.state) : 'selection')
    if (what === null) return false
    if (decision === 'keep') return this.nextChange()
    if (!this.editable) {
      this.options.onRefused(NOT_EDITED)
      return false
    }
    return this.attempt((cx) => this.decided(decision, what, cx))
  }

  /** The changes between baseline and target that are meant, to be shown and counted before they are decided. */
  meant(many: Many): readonly Change[] {
    return meantOf(this.view.state, this.rounds, this.baseline, this.target, many)?.list ?? []
  }
  /** Decides all the changes that are meant in one transaction and one step of undo. False where there are none. */
  decideMany(many: Many): boolean {
    return this.attempt((cx) => {
      const meant = meantOf(this.view.state, this.rounds, this.baseline, this.target, many)
      if (!meant?.list.length) return null
      const tr = decideAll(this.view.state, this.baseline, meant.list, meant.choice, many.verdict, cx)
      return tr.docChanged ? tr : null
    })
  }

  /** A change and where it stands now; null where the view does not show it. */
  cardAt(id: string): ChangeAt | null {
    const element = this.elementOf(id)
    return element ? this.at(id, element, false) : null
  }

  destroy(): void {
    this.wait()
    this.finder.close()
    this.stopHover()
    this.forced.removeEventListener('change', this.onForced)
    this.view.destroy()
  }

  // ---- looking

  private look(): Look {
    const ink = inkOf(this.legend, this.rounds)
    const { baseline: a, target: b, mode } = this
    return { a, b, mode, ink, labels: this.labels || ink.mono || this.forced.matches, focusable: !this.editable }
  }
  private relook(): void {
    this.endComposition()
    this.view.setProps({})
    this.view.dispatch(look(this.view.state.tr, this.look()))
    this.list()
  }
  private plugins(): Plugin[] {
    const handle = keydownHandler(
      before(
        cellKeys(this.round),
        keys(this.round, {
          change: (by) => this.step(by),
          card: () => this.card(),
          strikeWord: () => this.strikeWord(),
          close: () => this.options.onHover(null),
          decide: (decision) => this.decide(decision),
        }),
      ),
    )
    return [
      // The view also asks for keys where the page changed as if by one; a composition is not to be taken for Backspace or Enter.
      new Plugin({
        props: {
          handleKeyDown: (view, event) => !this.composition.holds && this.safely(() => handle(view, event), true),
          handleTextInput: (view, from, to, text) => this.overParagraphs(view, from, to, text),
        },
      }),
      history({ newGroupDelay: GROUP }),
      trackingGuard(),
      layer(this.look()),
      nearby(),
      active((id) => this.idsOf(id)),
      moved((id) => this.goToHalf(id)),
      clipboard(this.exchange()),
      dragging(this.exchange()),
      cellSelecting((text) => this.run(typeOverCells(this.round, text))),
    ]
  }

  private exchange(): ClipboardDesk {
    return {
      cx: () => this.cx(),
      shown: () => ({ baseline: this.baseline, target: this.target, mode: this.mode, source: this.source }),
      apply: (make) => this.putIn(make),
      say: (message) => (this.options.onNotice ?? this.options.onRefused)(message),
    }
  }

  // ---- editing

  /** The open round; where there is none, one that no edit reaches. */
  private get round(): Context {
    return context(this.options.openRound ?? { r: this.target, p: '' }, (prefix) => this.options.newId(prefix))
  }
  /** The proposal that is shown, by the round that ends it. */
  private get source(): Source {
    return { proposal: this.rounds[this.target - 1]?.proposal ?? '', round: this.target }
  }
  private putIn(make: (state: EditorState, cx: Context) => Transaction | null): boolean {
    this.endComposition()
    if (this.editable) this.sync()
    return this.attempt((cx) => {
      const tr = make(this.view.state, cx)
      return tr && track(this.view.state, tr, cx)
    })
  }
  private cx(): Context | null {
    return this.editable ? this.round : null
  }
  private dispatch(tr: Transaction): void {
    const { view } = this
    if (tr.docChanged && (view.composing || this.composes || tr.getMeta('composition') !== undefined)) {
      view.updateState(this.composition.follow(view.state, tr, view.dom))
      return
    }
    if (this.composition.holds && tr.docChanged) {
      this.endComposition()
      return
    }
    if (!tr.docChanged) {
      view.updateState(view.state.apply(tr))
      this.report()
      return
    }
    this.attempt((cx) => track(view.state, tr, cx))
  }
  /** A word picked by a double click takes the space after it along where one stands on either side, so that one is left. */
  private strikeWord(): boolean {
    const { selection } = this.view.state
    const { $from, $to, from, to } = selection
    if (selection.empty || !this.picked?.eq(selection) || !$from.sameParent($to)) return false
    const spaceAt = (node: Node | null | undefined, at: 0 | -1): boolean =>
      Boolean(node?.isText && inlineOn(node, this.round.r) && node.text!.at(at) === ' ')
    const word = this.doc.textBetween(from, to)
    if (/^\s|\s$/.test(word) || !spaceAt($from.nodeBefore, -1) || !spaceAt($to.nodeAfter, 0)) return false
    this.dispatch(this.view.state.tr.delete(from, to + 1).scrollIntoView())
    return true
  }
  /** Makes a tracked transaction and applies it; what cannot be tracked is told and not done. */
  private attempt(make: (cx: Context) => Transaction | null): boolean {
    const cx = this.cx()
    if (!cx) {
      this.options.onRefused(NOT_EDITED)
      return false
    }
    return this.safely(() => {
      const tr = make(cx)
      if (tr) this.apply(this.view.state, tr)
      return tr !== null
    }, false)
  }
  /** Does something that may be refused; a refusal is told, and answered with `otherwise`. */
  private safely(act: () => boolean, otherwise: boolean): boolean {
    try {
      return act()
    } catch (error) {
      const refused = error instanceof Refused ? error.message : crossesCell(this.view.state) ? ACROSS_CELLS : null
      if (refused === null) throw error
      this.options.onRefused(refused)
      return otherwise
    }
  }
  /** Runs a command on the page as it stands. False where it does not apply or was refused. */
  private run(command: Command): boolean {
    return this.safely(() => command(this.view.state, (tr) => this.dispatch(tr), this.view), false)
  }
  private apply(state: EditorState, tr: Transaction): void {
    const { state: next, transactions } = state.applyTransaction(tr)
    if (tr.docChanged) this.assertAgreed(state, next)
    this.view.updateState(next)
    const steps = transactions.flatMap((done) => done.steps)
    if (steps.length) this.options.onSteps(steps)
    if (steps.length && !tr.getMeta('history$')) this.watchLabels(state, next)
    this.report()
    if (steps.length) this.later()
  }
  /** What was agreed in a part of the item stays as it reads, while the rest is edited. */
  private assertAgreed(before: EditorState, next: EditorState): void {
    const { agreed } = this.options
    const taken = agreed?.length ? takenAway(before.doc, next.doc, this.round.r, agreed) : null
    if (taken) throw new Refused(`${blockName(taken)} was agreed: it changes only when the item is reopened.`)
  }
  /** A paragraph that an edit gave a label which another of its list has: the person is told, and renumbers or does not. */
  private watchLabels(before: EditorState, now: EditorState): void {
    if (standing(before) === standing(now)) return
    const repeated = repeatedLabel(now, this.round)
    if (repeated !== null && repeatedLabel(before, this.round) !== repeated) this.options.onRepeated?.(repeated)
  }
  private endComposition(): void {
    const done = this.composition.end(this.view.state, this.round.r)
    if (!done) return
    const edit = done.edit
    const kept = this.view.state
    this.forgetDrawn()
    this.view.updateState(done.before)
    if (edit && !this.attempt((cx) => track(done.before, edit, cx))) this.view.updateState(done.before)
    if (!edit) this.restoreCaret(kept)
  }
  /** Has the paragraph at the caret drawn anew: while it was composed on, the page split its text without what lies over it. */
  private forgetDrawn(): void {
    const { $head } = this.view.state.selection
    const { docView } = this.view as unknown as { docView: { markDirty(from: number, to: number): void } }
    if ($head.depth) docView.markDirty($head.before(), $head.after())
  }
  private restoreCaret(from: EditorState): void {
    const { doc } = this.view.state
    const $head = doc.resolve(Math.min(from.selection.head, doc.content.size))
    this.dispatch(this.view.state.tr.setSelection(TextSelection.between($head, $head)))
  }
  /** Typed text goes where the selection is, not where the page put the letter: beside struck text the two differ. */
  private beforeInput(view: EditorView, event: InputEvent): boolean {
    if (event.inputType !== 'insertText' || event.isComposing || view.composing || !event.data || !this.editable) return false
    event.preventDefault()
    this.sync()
    if (event.data !== ' ' || !this.run(makeLabel(this.round)))
      this.run(chainCommands(typeOverCells(this.round, event.data), insertText(this.round, event.data)))
    return true
  }
  /** What is typed over several paragraphs comes from the view, before the page would tell of it. */
  private overParagraphs(view: EditorView, from: number, to: number, text: string): boolean {
    const { selection } = view.state
    if (!(selection instanceof TextSelection) || selection.$from.sameParent(selection.$to)) return false
    if (this.composition.holds || from !== selection.from || to !== selection.to) return false
    this.run(insertText(this.round, text))
    return true
  }
  /** A key right after a click can come before the view has heard of the new selection: it looks now. */
  private sync(): void {
    const observer = (this.view as unknown as { domObserver: { flush(): void } }).domObserver
    if (!this.view.composing && !this.composition.holds) observer.flush()
  }
  private keydown(event: KeyboardEvent): boolean {
    if (this.editable) {
      this.sync()
      return false
    }
    const by = event.altKey && !event.ctrlKey && !event.metaKey ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined
    if (by === 1 || by === -1) this.step(by)
    else if (event.altKey && event.key === 'Enter') this.card()
    else return false
    event.preventDefault()
    return true
  }

  private decided(decision: Decision, what: string, cx: Context): Transaction | null {
    const { state } = this.view
    const { from, to } = state.selection
    if (what === 'selection' && isCells(state.selection)) return decidedCells(state, decision, cx)
    if (what === 'selection') {
      if (decision === 'strike') return strike(state, from, to, cx)
      if (decision === 'restore') return restore(state, from, to, cx)
      return takeBack(state, cx, new Set(touchesIn(state, from, to).flatMap((t) => (t.r === cx.r ? [t.id] : []))))
    }
    const ids = new Set(this.idsOf(what))
    const move = moveOf(what)?.move
    const moves = this.entries.get(what)?.move && move !== undefined
    if (decision === 'takeBack') return (moves && moveBack(state, move, cx)) || takeBack(state, cx, ids)
    const parts = touches(state, ids)
    // Rejecting a mere insertion would take its words out, which is the opposite of what was asked.
    if (decision === 'restore' && parts.length > 0 && parts.every((t) => t.kind === 'insert')) throw new Refused(NOTHING_STRUCK)
    const replaces = !moves && parts.some((t) => t.kind === 'insert') && parts.some((t) => t.kind === 'delete')
    if (decision === 'strike' && replaces)
      return revert(state, this.baseline, cx, new Set(parts.flatMap((t) => (t.kind === 'insert' ? [t.id] : []))))
    const back = revert(state, this.baseline, cx, ids)
    // What came and went stands on neither side: bringing it back is a restoration of its text.
    return back.docChanged || decision !== 'restore' ? back : restored(state, parts, cx)
  }

  // ---- changes

  private idsOf(id: string): readonly string[] {
    return this.entries.get(id)?.ids ?? [id]
  }
  private step(by: 1 | -1): boolean {
    this.refresh()
    const list = this.lists.changes
    if (!list.length) return false
    const id = activeId(this.view.state)
    const at = id === null ? -1 : list.findIndex((change) => change.ids.includes(id))
    const next = at >= 0 ? (at + by + list.length) % list.length : this.nearest(by)
    return this.goToChange(list[next].id)
  }
  /** The first change after the caret, or the last before it. */
  private nearest(by: 1 | -1): number {
    const { head } = this.view.state.selection
    const { changes: list } = this.lists
    const starts = list.map((change) => touches(this.view.state, new Set(change.ids))[0]?.from ?? 0)
    const after = starts.findIndex((from) => from >= head)
    if (by === 1) return after >= 0 ? after : 0
    return ((after >= 0 ? after : list.length) - 1 + list.length) % list.length
  }
  private card(): boolean {
    const id = activeId(this.view.state)
    const element = id === null ? null : this.elementOf(id)
    if (id === null || !element) return false
    this.options.onHover(this.at(id, element, true))
    return true
  }
  private elementOf(id: string): HTMLElement | null {
    for (const one of this.idsOf(id)) {
      const found = this.view.dom.querySelector<HTMLElement>(`[data-change="${CSS.escape(one)}"]`)
      if (found) return found
    }
    return null
  }
  private at(id: string, element: Element, pinned: boolean): ChangeAt {
    const change = this.entries.get(id) ?? null
    return { id: change?.id ?? id, change, rect: element.getClientRects()[0] ?? element.getBoundingClientRect(), pinned }
  }
  /** At once, a third down the scrolling area; once more when what was out of sight has been laid out. */
  private scrollTo(element: HTMLElement): void {
    let area: HTMLElement | null = this.view.dom.parentElement
    while (area && !/auto|scroll/.test(getComputedStyle(area).overflowY)) area = area.parentElement
    const room = area ?? document.scrollingElement
    if (!room) return
    const top = area ? area.getBoundingClientRect().top : 0
    // Blocks out of sight have estimated heights, and are laid out after the frame that brings them near: until the place holds.
    const move = (still: number): void => {
      const before = room.scrollTop
      room.scrollTop += element.getBoundingClientRect().top - top - room.clientHeight / 3
      const next = Math.abs(room.scrollTop - before) > 1 ? STILL_FRAMES : still - 1
      if (next > 0) requestAnimationFrame(() => move(next))
    }
    move(STILL_FRAMES)
  }

  // ---- telling

  private later(): void {
    this.wait()
    this.timer = setTimeout(() => {
      this.idle = requestIdleCallback(() => this.list(), { timeout: PATIENCE })
    }, PAUSE)
  }
  private wait(): void {
    clearTimeout(this.timer)
    cancelIdleCallback(this.idle)
  }
  private refresh(): void {
    if (this.timer !== undefined) this.list()
  }
  /** Makes the lists and counts again and tells all. */
  private list(): void {
    this.wait()
    this.timer = undefined
    const { doc } = this.view.state
    const shown = (this.mode === 'all-rounds' ? allRounds : redline)(
      doc,
      this.rounds,
      this.mode === 'clean' ? this.target : this.baseline,
      this.target,
    )
    const found = changes(shown)
    this.entries = new Map(found.flatMap((change) => change.ids.map((id): [string, Change] => [id, change])))
    const open = this.editable ? this.options.openRound : null
    const view = countWords(shown)
    const round = !open
      ? NO_WORDS
      : this.baseline === open.r - 1 && this.mode === 'redline'
        ? view
        : countWords(redline(doc, this.rounds, open.r - 1, open.r))
    this.lists = { changes: found, round, view }
    const told = tellMoves(this.view.state, found)
    if (told) this.view.updateState(this.view.state.apply(told))
    this.told = ''
    this.finder.refresh()
    this.report()
  }
  /** Tells the state of the caret where it is new. */
  private report(): void {
    const { state } = this.view
    const id = activeId(state)
    const change = id === null ? undefined : this.entries.get(id)
    const light = {
      activeId: change?.id ?? id,
      activeIndex: change ? change.order : -1,
      canUndo: this.editable && undoDepth(state) > 0,
      canRedo: this.editable && redoDepth(state) > 0,
      marks: marksOf(state, this.target),
      block: blockOf(state),
      inTable: areaOf(state.selection) !== null,
      selectionEmpty: state.selection.empty,
      editable: this.editable,
    }
    const print = JSON.stringify(light)
    if (print === this.told) return
    this.told = print
    this.options.onState({ ...light, ...this.lists })
  }
}

/** Decides what is in selected cells: their text is struck, and what was struck of them and around them comes back. */
function decidedCells(state: EditorState, decision: Decision, cx: Context): Transaction | null {
  if (decision === 'restore') return restoreCells(state, cx)
  if (decision === 'takeBack') return takeBack(state, cx, idsInCells(state, cx.r))
  let struck: Transaction | null = null
  emptyCells(cx)(state, (tr) => {
    struck = track(state, tr, cx)
  })
  return struck
}

/** Brings back the text of several stretches in one transaction. */
function restored(state: EditorState, parts: readonly Touch[], cx: Context): Transaction {
  const tr = state.tr
  for (const part of parts) {
    const one = restore(EditorState.create({ doc: tr.doc }), tr.mapping.map(part.from, 1), tr.mapping.map(part.to, -1), cx)
    for (const step of one.steps) tr.step(step)
  }
  return tr.setMeta('tracked', true)
}

/** The label at the caret and how many blocks stand beside it, in short. */
const standing = ({ selection: { $head } }: EditorState): string =>
  `${$head.parent.attrs.label} ${$head.depth > 0 ? $head.node(-1).childCount : 0}`

/** Whether a selection begins and ends in different cells, or in a cell and outside it. */
function crossesCell(state: EditorState): boolean {
  const { $from, $to } = state.selection
  return $from.depth !== $to.depth || ($from.depth > 0 && $from.start(-1) !== $to.start(-1))
}

/** Formatting at the caret, or held by all that stands in the selection. */
function marksOf(state: EditorState, v: Version): string[] {
  const { from, to, empty, $from } = state.selection
  if (empty) return plainMarks(state.storedMarks ?? $from.marks()).map((m) => m.type.name)
  let common: string[] | null = null
  state.doc.nodesBetween(from, to, (node) => {
    if (!node.isText || !inlineOn(node, v) || common?.length === 0) return
    const names = plainMarks(node.marks).map((m) => m.type.name)
    common = common ? common.filter((name) => names.includes(name)) : names
  })
  return common ?? []
}
function blockOf(state: EditorState): PageState['block'] {
  const { $head } = state.selection
  const { type, attrs } = $head.parent
  return { type: type.name, level: attrs.level ?? 0, list: attrs.list ?? null, align: attrs.align ?? 'left' }
}
