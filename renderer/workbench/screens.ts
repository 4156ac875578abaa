import type { Desk } from './desk.ts'
import type { Drafts } from './drafts.ts'
import type { Items } from './items.ts'
import type { Screen } from './state.ts'

/** Which screen of a negotiation stands: the page, the board, the room view or the legend. Only one of them is in the window. */
export class Screens {
  private readonly desk: Desk
  private readonly items: Items
  private readonly drafts: Drafts

  constructor(desk: Desk, items: Items, drafts: Drafts) {
    this.desk = desk
    this.items = items
    this.drafts = drafts
  }

  /** Goes to a screen beside the page, once everything that was written is on disk. */
  async go(screen: Exclude<Screen, 'page'>): Promise<void> {
    const { store } = this.desk
    if (store.get().screen === screen) return
    if (!(await this.drafts.settle())) return
    store.set({ screen, paper: null, page: null, hover: null, find: null })
  }

  /** Back to the page, which is read again as it stands in the file; with `item`, to that one. */
  async leave(item: string | null = null): Promise<void> {
    const { store } = this.desk
    const { target, baseline, detail, item: was } = store.get()
    store.set({ screen: 'page' })
    if (item !== null && item !== was) return this.items.select(item)
    if (detail) return this.items.show(target, baseline)
    if (was) return this.items.select(was)
  }
}
