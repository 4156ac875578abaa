import type { Desk } from '../desk.ts'
import type { Drafts } from '../drafts.ts'
import type { Items } from '../items.ts'
import type { Notices } from '../notices.ts'
import type { Rounds } from '../rounds.ts'
import type { InPlaceKind, Stretch } from './types.ts'

/** Places in the base agreement: items shown in it, and items made of it. */
export class Places {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly items: Items
  private readonly drafts: Drafts
  private readonly rounds: Rounds
  private asked = 0

  constructor(desk: Desk, notices: Notices, items: Items, drafts: Drafts, rounds: Rounds) {
    this.desk = desk
    this.notices = notices
    this.items = items
    this.drafts = drafts
    this.rounds = rounds
  }

  /** Shows the agreement, alone or with items in place. */
  async show(kind: InPlaceKind | null): Promise<void> {
    const { host, store } = this.desk
    const { negotiation, detail } = store.get()
    if (!negotiation || detail?.item.kind !== 'base' || !(await this.drafts.settle())) return
    if (kind === null) return this.items.select(detail.item.id)
    const ask = ++this.asked
    store.set({ loading: true, hover: null })
    const view = await this.notices.ask('The agreement could not be shown so', host.call('view.inPlace', { file: negotiation.file, kind }))
    if (ask !== this.asked || store.get().item !== detail.item.id) return
    if (view) this.items.putInPlace(detail.item.id, kind, view)
    else store.set({ loading: false })
  }

  /** Asks what an item made of a stretch would be, and opens the dialog that makes it, or (`tie`) that says which item stands there. */
  async propose(stretch: Stretch, kind: 'propose' | 'tie' = 'propose'): Promise<void> {
    const { host, store } = this.desk
    const { negotiation } = store.get()
    if (!negotiation) return
    const here = await this.notices.ask('No item can be made here', host.call('item.here', { file: negotiation.file, ...stretch }))
    if (here) store.set({ dialog: { kind, stretch, here } })
  }

  /** Looks at the agreement with all that is agreed, and opens the dialog that begins the next negotiation with it. */
  async next(): Promise<void> {
    const { host, store } = this.desk
    if (!(await this.drafts.settle())) return
    const found = await this.notices.ask(
      'The agreement could not be read',
      host.call('ratify.check', { file: store.get().negotiation!.file }),
    )
    if (found) store.set({ dialog: { kind: 'next', found } })
  }

  /** The items that have a place. */
  async tied(): Promise<string[]> {
    const { host, store } = this.desk
    const all = await host.call('anchor.list', { file: store.get().negotiation!.file })
    return all.ok ? all.value.map(({ item }) => item) : []
  }
  /** Ties an item to a stretch. */
  async tie(item: string, stretch: Stretch): Promise<boolean> {
    const { host, store } = this.desk
    const file = store.get().negotiation!.file
    const made = await this.notices.ask('The place was not kept', host.call('anchor.set', { file, item, at: stretch }))
    const found = store.get().negotiation?.items.find((i) => i.id === item)
    if (made && found) this.notices.say(`Item ${found.number} stands ${made.place ? `at ${made.place}` : 'here'}.`)
    return made !== null
  }

  /** Makes the item, and begins our round in it on a day. */
  async make(stretch: Stretch, item: { readonly number: string; readonly title: string }, date: string): Promise<boolean> {
    const { host, store } = this.desk
    const { negotiation } = store.get()
    if (!negotiation || !(await this.drafts.settle())) return false
    const made = await this.notices.ask('The item was not made', host.call('item.propose', { file: negotiation.file, ...stretch, ...item }))
    if (!made) return false
    const after = await host.call('negotiation.get', { file: negotiation.file })
    if (after.ok) store.set({ negotiation: after.value, query: '', hits: [], filter: 'all', tab: 'items' })
    await this.items.select(made.item)
    await this.rounds.start(date, null)
    return true
  }
}
