import type { Input, Negotiation, Reply } from '../../shared/rpc/contract.ts'
import { MAX_FRAME } from '../../shared/rpc/wire.ts'
import type { Desk } from './desk.ts'
import type { Drafts } from './drafts.ts'
import { firstItem } from './filter.ts'
import type { Items } from './items.ts'
import type { Notices } from './notices.ts'
import { initial } from './state.ts'

/** The negotiation as a file: which one stands on the desk, and reading it again when something in it changed. */
export class Files {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly items: Items
  private readonly drafts: Drafts
  private stale: ReturnType<typeof setTimeout> | undefined

  constructor(desk: Desk, notices: Notices, items: Items, drafts: Drafts) {
    this.desk = desk
    this.notices = notices
    this.items = items
    this.drafts = drafts
    desk.host.on('negotiation.changed', ({ file }) => {
      if (file !== desk.store.get().negotiation?.file) return
      clearTimeout(this.stale)
      this.stale = setTimeout(() => void this.refresh(), 80)
    })
  }

  async start(): Promise<void> {
    const { host, store } = this.desk
    const [info, recent] = await Promise.all([host.call('app.info', {}), host.call('app.recent', {})])
    store.set({ phase: 'start', info: info.ok ? info.value : null, recent: recent.ok ? recent.value : [] })
    if (!info.ok) this.notices.error('Parley could not start', info.message)
  }

  create(input: Input<'file.create'>): Promise<boolean> {
    return this.opening('The negotiation was not created', () => this.desk.host.call('file.create', input))
  }

  /** Begins the next negotiation with this one's agreement. */
  next(input: Omit<Input<'file.next'>, 'file'>): Promise<boolean> {
    const { file } = this.desk.store.get().negotiation!
    return this.opening('The next negotiation was not begun', () => this.desk.host.call('file.next', { file, ...input }))
  }

  open(handle: string | null): Promise<boolean> {
    return this.opening('The file was not opened', () => this.desk.host.call('file.open', { handle }))
  }

  /** Opens a negotiation that the person picked in the browser: the host keeps a copy of it and opens that. */
  bring(file: File): Promise<boolean> {
    if (file.size >= MAX_FRAME) {
      this.notices.error('The file was not opened', `${file.name} is larger than ${Math.floor(MAX_FRAME / 1024 / 1024)} MB.`)
      return Promise.resolve(false)
    }
    return this.opening('The file was not opened', async () =>
      this.desk.host.call('file.bring', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }),
    )
  }

  sample(): Promise<boolean> {
    return this.opening('The sample was not opened', () => this.desk.host.call('file.openSample', {}))
  }

  /** Back to the start screen, once everything is on disk. */
  async close(): Promise<void> {
    const { host, store } = this.desk
    const file = store.get().negotiation?.file
    if (!file || !(await this.drafts.settle())) return
    await this.notices.ask('The file was not closed', host.call('file.close', { file }))
    const { info, panels, zoom, connection } = store.get()
    store.set({ ...initial, info, panels, zoom, connection })
    showAddress(null)
    await this.start()
  }

  async verify(): Promise<void> {
    const { host, store } = this.desk
    const result = await this.notices.ask('The record was not checked', host.call('file.verify', { file: store.get().negotiation!.file }))
    if (result) store.set({ dialog: { kind: 'verified', result } })
  }

  /** Reads the negotiation again: its items, outline, doubts and the item that is shown. */
  async refresh(): Promise<void> {
    const { host, store } = this.desk
    const file = store.get().negotiation?.file
    if (!file) return
    const [negotiation, outline, doubts] = await Promise.all([
      host.call('negotiation.get', { file }),
      host.call('outline.get', { file }),
      host.call('doubts.list', { file }),
    ])
    if (store.get().negotiation?.file !== file) return
    if (negotiation.ok) store.set({ negotiation: negotiation.value })
    if (outline.ok) store.set({ outline: outline.value })
    if (doubts.ok) store.set({ doubts: doubts.value })
    await this.items.refresh()
  }

  private async opening(title: string, reply: () => Promise<Reply<Negotiation | null>>): Promise<boolean> {
    const { store } = this.desk
    if (store.get().negotiation && !(await this.drafts.settle())) return false
    store.set({ busy: true })
    const negotiation = await this.notices.ask(title, reply())
    store.set({ busy: false })
    if (!negotiation) return false
    const { info, recent, panels, zoom, connection } = store.get()
    store.set({ ...initial, info, recent, panels, zoom, connection, negotiation, phase: 'table' })
    // What was opened last stands first in the list of files; reloading the window opens it again.
    const listed = await this.desk.host.call('app.recent', {})
    if (listed.ok) showAddress(listed.value[0]?.handle ?? null)
    await this.refresh()
    const first = firstItem(negotiation)
    if (first) await this.items.select(first.id)
    return true
  }
}

/** Keeps the handle of the file that is open in the window's address, where there is one. */
function showAddress(handle: string | null): void {
  globalThis.history?.replaceState(null, '', handle === null ? globalThis.location.pathname : `#open=${encodeURIComponent(handle)}`)
}
