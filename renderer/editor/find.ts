import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { type Context, find, inlineOn, type Match, replaceAll, replaceMatch, type Version } from '../../shared/redline/index.ts'

/** What is looked for on the page. */
export interface Search {
  readonly query: string
  readonly caseSensitive: boolean
  readonly wholeWords: boolean
  /** Look also in the struck text that the view shows. */
  readonly struck: boolean
}
/** How much was found. */
export interface Found {
  readonly total: number
  /** Place of the one that is selected, from 0; -1 where none is. */
  readonly at: number
  /** How many of them can be replaced: all that stand. */
  readonly standing: number
}

/** What finding needs of the page. */
export interface FinderPage {
  readonly view: EditorView
  /** The version that the page shows as standing. */
  target(): Version
  /** Since when struck text is shown; null where the view shows none. */
  since(): Version | null
  /** Makes one tracked edit; false where none was made. */
  edit(make: (state: EditorState, cx: Context) => Transaction): boolean
}

const NONE: Found = { total: 0, at: -1, standing: 0 }
/** Names of the highlights, as `page.css` styles them. */
const FOUND = 'found'
const HERE = 'found-here'
/** Highlights reach so many places beyond what is in sight, so that scrolling finds them there. */
const BEYOND = 12
/** Room kept around a place that was gone to, in pixels. */
const ROOM = 40
/** A place has come to rest when it has not moved for so many frames. */
const STILL_FRAMES = 4

/**
 * Finding and replacing on a page. The place that is gone to is selected; all places in sight are painted over without a change
 * to the page itself, so that typing while the bar is open costs nothing.
 */
export class Finder {
  private readonly page: FinderPage
  private search: Search | null = null
  private matches: readonly Match[] = []
  private doc: EditorState['doc'] | null = null
  private frame = 0
  private told = ''
  private listener: (found: Found) => void = () => {}
  private readonly onScroll = (): void => this.soon()

  constructor(page: FinderPage) {
    this.page = page
  }

  /** Who is told how much was found, whenever that changes. */
  listen(listener: (found: Found) => void): void {
    this.listener = listener
  }

  /** Looks for something else, and goes to the first place at or after where the selection begins. */
  seek(search: Search): void {
    if (!this.search) {
      document.addEventListener('scroll', this.onScroll, { capture: true, passive: true })
      window.addEventListener('resize', this.onScroll)
    }
    this.search = search
    this.doc = null
    this.look()
    const { from } = this.page.view.state.selection
    const next = this.matches.find((match) => match.from >= from) ?? this.matches[0]
    if (next) this.goTo(next)
    else this.tell()
  }

  /** Goes to the next place or the one before; from the last to the first. */
  step(by: 1 | -1): void {
    this.look()
    const { matches } = this
    if (!matches.length) return
    const at = this.at()
    const { from, to } = this.page.view.state.selection
    const after = matches.findIndex((match) => match.from >= to)
    const before = matches.findLastIndex((match) => match.to <= from)
    const next = at >= 0 ? at + by : by === 1 ? after : before
    this.goTo(matches[(next + matches.length) % matches.length])
  }

  /** Replaces the place that is selected and goes to the next one; where none is selected it only goes there. */
  replace(text: string): void {
    this.look()
    const match = this.matches[this.at()]
    if (!match || match.struck) {
      this.step(1)
      return
    }
    const { view } = this.page
    const behind = view.state.doc.content.size - match.to
    if (!this.page.edit((state, cx) => replaceMatch(state, match, text, cx, this.keepsCapitals))) return
    this.look()
    const from = view.state.doc.content.size - behind
    const next = this.matches.find((m) => !m.struck && m.from >= from) ?? this.matches.find((m) => !m.struck)
    if (next) this.goTo(next)
    else this.tell()
  }

  /** Replaces every place that stands, as one step of undo; how many. */
  replaceAll(text: string): number {
    this.look()
    const standing = this.matches.filter((match) => !match.struck)
    if (!standing.length || !this.page.edit((state, cx) => replaceAll(state, standing, text, cx, this.keepsCapitals))) return 0
    this.look()
    this.tell()
    return standing.length
  }

  /** The words that are selected, if they could be looked for: a part of one paragraph as it stands. */
  selected(): string {
    const { doc, selection } = this.page.view.state
    if (selection.empty || !selection.$from.sameParent(selection.$to) || selection.to - selection.from > 200) return ''
    let text = ''
    doc.nodesBetween(selection.from, selection.to, (node, pos) => {
      if (node.isText && inlineOn(node, this.page.target()))
        text += node.text!.slice(Math.max(0, selection.from - pos), Math.max(0, selection.to - pos))
    })
    return text
  }

  /** Looks again where the page has changed: at rest after an edit, and when another version is shown. */
  refresh(): void {
    if (!this.search) return
    this.doc = null
    this.look()
    this.tell()
  }

  /** Ends the search; the selection stays where it is. */
  close(): void {
    this.search = null
    this.matches = []
    this.doc = null
    cancelAnimationFrame(this.frame)
    document.removeEventListener('scroll', this.onScroll, { capture: true })
    window.removeEventListener('resize', this.onScroll)
    CSS.highlights.delete(FOUND)
    CSS.highlights.delete(HERE)
  }

  /** Where capitals were not asked for, a replacement is written with those of what it replaces. */
  private get keepsCapitals(): boolean {
    return this.search?.caseSensitive === false
  }
  private look(): void {
    const { search, page } = this
    const { doc } = page.view.state
    if (!search || doc === this.doc) return
    this.doc = doc
    const since = search.struck ? page.since() : null
    const { query, caseSensitive, wholeWords } = search
    this.matches = find(doc, query, page.target(), { caseSensitive, wholeWords, ...(since === null ? {} : { struckSince: since }) })
  }

  /** Which place is selected; -1 where none is. */
  private at(): number {
    const { from, to } = this.page.view.state.selection
    return this.matches.findIndex((match) => match.from === from && match.to === to)
  }

  private goTo(match: Match): void {
    const { view } = this.page
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, match.from, match.to)))
    this.tell()
    this.scrollTo(match.from)
  }

  private tell(): void {
    const found = this.search?.query
      ? { total: this.matches.length, at: this.at(), standing: this.matches.filter((m) => !m.struck).length }
      : NONE
    this.soon()
    const print = JSON.stringify(found)
    if (print === this.told) return
    this.told = print
    this.listener(found)
  }

  /** A third down the scrolling area, unless it is in sight; again while blocks that come near are laid out. */
  private scrollTo(pos: number): void {
    const { view } = this.page
    const area = this.area()
    const move = (still: number): void => {
      if (!this.search || !view.dom.isConnected || pos > view.state.doc.content.size) return
      const box = area.getBoundingClientRect()
      const at = view.coordsAtPos(pos, 1)
      const seen = at.top >= box.top + ROOM && at.bottom <= box.bottom - ROOM
      const before = area.scrollTop
      if (!seen) area.scrollTop += at.top - box.top - area.clientHeight / 3
      const next = Math.abs(area.scrollTop - before) > 1 ? STILL_FRAMES : still - 1
      if (next > 0) requestAnimationFrame(() => move(next))
      this.soon()
    }
    move(STILL_FRAMES)
  }
  private area(): Element {
    let area: HTMLElement | null = this.page.view.dom.parentElement
    while (area && !/auto|scroll/.test(getComputedStyle(area).overflowY)) area = area.parentElement
    return area ?? document.documentElement
  }

  // ---- painting

  private soon(): void {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => this.paint())
  }

  /** Paints over the places in sight, and the selected one in its own way. */
  private paint(): void {
    if (!this.search || this.doc !== this.page.view.state.doc) return
    const at = this.at()
    const [first, last] = this.inSight()
    const all = new Highlight()
    for (let i = first; i < last; i++) if (i !== at) for (const range of this.rangesOf(this.matches[i])) all.add(range)
    const here = new Highlight(...(at >= 0 ? this.rangesOf(this.matches[at]) : []))
    here.priority = 1
    CSS.highlights.set(FOUND, all)
    CSS.highlights.set(HERE, here)
  }

  /** Which of the places are in sight, and some beyond. */
  private inSight(): [number, number] {
    const { view } = this.page
    const page = view.dom.getBoundingClientRect()
    const area = this.area().getBoundingClientRect()
    const top = Math.max(page.top, area.top) + 1
    const bottom = Math.min(page.bottom, area.bottom) - 1
    if (bottom <= top) return [0, 0]
    const left = page.left + page.width / 2
    const from = view.posAtCoords({ left, top })?.pos ?? 0
    const to = view.posAtCoords({ left, top: bottom })?.pos ?? view.state.doc.content.size
    const first = this.matches.findIndex((match) => match.to >= from)
    const last = this.matches.findLastIndex((match) => match.from <= to)
    return [Math.max(0, (first < 0 ? this.matches.length : first) - BEYOND), Math.min(this.matches.length, last + 1 + BEYOND)]
  }

  /** The stretches of a place on the page: what does not stand in between is left out. */
  private rangesOf({ from, to, struck }: Match): Range[] {
    const { view } = this.page
    const out: Range[] = []
    view.state.doc.nodesBetween(from, to, (node, pos) => {
      if (!node.isText || (!struck && !inlineOn(node, this.page.target()))) return
      const start = view.domAtPos(Math.max(from, pos), 1)
      const end = view.domAtPos(Math.min(to, pos + node.nodeSize), -1)
      const range = document.createRange()
      range.setStart(start.node, start.offset)
      range.setEnd(end.node, end.offset)
      out.push(range)
    })
    return out
  }
}
