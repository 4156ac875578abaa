import type { Day } from '../../shared/model/negotiation.ts'
import type { ItemDetail, OpenedProposal } from '../../shared/rpc/contract.ts'
import type { Desk } from './desk.ts'
import type { Drafts } from './drafts.ts'
import type { Items } from './items.ts'
import type { Notices } from './notices.ts'
import { BASE, proposalName } from './versions.ts'

/** Our open round in an item: begin it, date it, throw it away, pass it across. */
export class Rounds {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly items: Items
  private readonly drafts: Drafts

  constructor(desk: Desk, notices: Notices, items: Items, drafts: Drafts) {
    this.desk = desk
    this.notices = notices
    this.items = items
    this.drafts = drafts
  }

  /** Starts a round that answers a proposal (null: the current language): a counter of ours, or what another party gave, to be entered. */
  async start(date: Day, answers: string | null, party?: string): Promise<boolean> {
    const { host, store } = this.desk
    const { negotiation, item } = store.get()
    if (!negotiation || !item || !(await this.drafts.settle())) return false
    const opened = await this.notices.ask(
      'The round was not begun',
      host.call('draft.start', { file: negotiation.file, item, party: party ?? negotiation.us, date, answers }),
    )
    if (!opened) return false
    await this.begun(opened, date)
    return true
  }

  /** Begins a memorandum of ours in the picked item, which has no language yet. */
  async memorandum(date: Day): Promise<boolean> {
    const { host, store } = this.desk
    const { negotiation, item } = store.get()
    if (!negotiation || !item || !(await this.drafts.settle())) return false
    const opened = await this.notices.ask(
      'The memorandum was not begun',
      host.call('draft.memorandum', { file: negotiation.file, item, party: negotiation.us, date }),
    )
    if (!opened) return false
    await this.begun(opened, date)
    return true
  }

  async setDate(proposal: string, date: Day): Promise<boolean> {
    const { host, store } = this.desk
    const { negotiation } = store.get()
    if (!negotiation || !(await this.drafts.settle())) return false
    const opened = await this.notices.ask(
      'The date was not changed',
      host.call('draft.setDate', { file: negotiation.file, proposal, date }),
    )
    if (!opened) return false
    store.set({ roundDate: date })
    await this.readItem()
    this.items.put(opened)
    return true
  }

  async discard(proposal?: string): Promise<boolean> {
    return this.end(
      'The draft was not discarded',
      'draft.discard',
      'The draft is discarded. Its edits stay in the file’s record.',
      proposal,
    )
  }

  /** Seals the open round: from then on nothing in it changes. */
  async seal(): Promise<boolean> {
    const { detail } = this.desk.store.get()
    const draft = detail?.proposals.find((p) => p.id === detail.item.draft)
    return this.end('The round was not sealed', 'draft.seal', draft ? `${proposalName(draft)} is sealed without a pass.` : '')
  }

  /** Seals what another party gave, as it was entered. */
  received(proposal: string, name: string): Promise<boolean> {
    return this.end('The proposal was not sealed', 'draft.seal', `${name} is sealed as received.`, proposal)
  }

  private async end(
    title: string,
    method: 'draft.discard' | 'draft.seal',
    done: string,
    proposal: string | null | undefined = this.desk.store.get().detail?.item.draft,
  ): Promise<boolean> {
    const { host, store } = this.desk
    const { negotiation } = store.get()
    if (!negotiation || !proposal || !(await this.drafts.settle())) return false
    const after = await this.notices.ask<ItemDetail>(title, host.call(method, { file: negotiation.file, proposal }))
    if (!after) return false
    store.set({ detail: after, paper: null, page: null, save: { kind: 'idle' } })
    await this.items.select(after.item.id)
    this.notices.say(done)
    return true
  }

  /** Shows a round that was begun, ready to be written in. */
  private async begun(opened: OpenedProposal, date: Day): Promise<void> {
    this.desk.store.set({ roundDate: date })
    await this.readItem()
    this.items.put(opened)
    this.desk.store.set({ baseline: BASE })
    this.desk.page.current?.focus()
  }

  private async readItem(): Promise<void> {
    const { host, store } = this.desk
    const { negotiation, item } = store.get()
    const detail = await host.call('item.get', { file: negotiation!.file, item: item! })
    if (detail.ok) store.set({ detail: detail.value })
  }
}
