import type { Search } from '../../editor/index.ts'
import type { Desk } from '../desk.ts'
import type { Items } from '../items.ts'
import type { Notices } from '../notices.ts'
import { type FindState, NOTHING_FOUND } from '../state.ts'
import { BASE } from '../versions.ts'
import { count } from '../words.ts'
import { type Place, wordsOn } from './everywhere.ts'

const CLOSED: FindState = { query: '', text: '', caseSensitive: false, wholeWords: false, struck: false, replacing: false, asked: 0 }

/** Finding and replacing on the page that stands: the bar, and what it asks of the page. */
export class Finding {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly items: Items
  /** What the bar held when it was closed. */
  private last = CLOSED

  constructor(desk: Desk, notices: Notices, items: Items) {
    this.desk = desk
    this.notices = notices
    this.items = items
  }

  /** Opens the bar, or goes back to its field. Words that are selected on the page are what is looked for. */
  open(replacing: boolean, query?: string): void {
    const { store, page } = this.desk
    const before = store.get().find ?? { ...this.last, replacing: false }
    const selected = page.current?.finder.selected() ?? ''
    // The place that was gone to is selected: it is what is looked for already.
    const same = selected.toLowerCase() === before.query.toLowerCase()
    const asked = query ?? (same ? before.query : selected || before.query)
    store.set({ find: { ...before, query: asked, replacing: replacing || before.replacing, asked: before.asked + 1 } })
    this.attach()
  }

  /** Looks on the page that stands now, and hears from it. */
  attach(): void {
    const { store, page } = this.desk
    const { find } = store.get()
    if (!find || !page.current) return
    page.current.finder.listen((found) => store.set({ found }))
    page.current.finder.seek(find)
  }

  /** Looks for something else, or in another way. */
  seek(change: Partial<Search>): void {
    const { store } = this.desk
    const { find } = store.get()
    if (!find) return
    store.set({ find: { ...find, ...change } })
    this.attach()
  }

  /** What found text is to be replaced by. */
  setText(text: string): void {
    const { store } = this.desk
    const { find } = store.get()
    if (find) store.set({ find: { ...find, text } })
  }

  /** Goes to the next place or the one before; where the bar is closed, by what was looked for last. */
  step(by: 1 | -1): void {
    if (!this.desk.store.get().find) this.open(false, this.last.query)
    this.desk.page.current?.finder.step(by)
  }

  replace(): void {
    const { find } = this.desk.store.get()
    if (find?.query) this.desk.page.current?.finder.replace(find.text)
  }

  replaceAll(): void {
    const { find } = this.desk.store.get()
    if (!find?.query) return
    const done = this.desk.page.current?.finder.replaceAll(find.text) ?? 0
    if (done) this.notices.say(`${count(done, 'place')} replaced.`, 'undo')
  }

  /** The words that are selected on the page, or were looked for last. */
  words(): string {
    const { store, page } = this.desk
    return page.current?.finder.selected() || store.get().find?.query || this.last.query
  }

  /** Opens a result of a search of the whole file, and the bar on the words that were found there. */
  async openPlace(place: Place, words: string): Promise<void> {
    const { store } = this.desk
    if (store.get().item !== place.item) await this.items.select(place.item)
    if (place.target !== null && store.get().target !== place.target) await this.items.show(place.target, BASE)
    const query = wordsOn(place, words)
    if (query) this.open(false, query)
  }

  /** Closes the bar; the caret is on the place that was gone to. */
  close(): void {
    const { store, page } = this.desk
    const { find } = store.get()
    if (find) this.last = find
    page.current?.finder.close()
    store.set({ find: null, found: NOTHING_FOUND })
    page.current?.focus()
  }
}
