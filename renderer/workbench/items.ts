import type { OpenedProposal } from '../../shared/rpc/contract.ts'
import type { InPlaceView } from '../../shared/rpc/place.ts'
import type { Desk } from './desk.ts'
import type { Drafts } from './drafts.ts'
import type { Notices } from './notices.ts'
import type { InPlaceKind } from './place/types.ts'
import type { Paper } from './state.ts'
import { asVersion, BASE, carrier, firstShown, roundOf, type VersionId } from './versions.ts'

const SEARCH_WAIT = 150

/** Items and their versions: which one is picked, what of it stands on the paper, and finding them. */
export class Items {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly drafts: Drafts
  private asked = 0
  private searching: ReturnType<typeof setTimeout> | undefined
  private papers = 0

  constructor(desk: Desk, notices: Notices, drafts: Drafts) {
    this.desk = desk
    this.notices = notices
    this.drafts = drafts
  }

  /** Picks an item and shows our open draft of it, else its latest proposal, against the current language. */
  async select(item: string): Promise<void> {
    const { host, store } = this.desk
    const { negotiation } = store.get()
    if (!negotiation || !(await this.drafts.settle())) return
    const ask = ++this.asked
    store.set({ item, loading: true, trouble: null, hover: null, inPlace: null, placeMenu: null })
    const detail = await host.call('item.get', { file: negotiation.file, item })
    if (ask !== this.asked) return
    if (!detail.ok) return store.set({ loading: false, detail: null, paper: null, page: null, trouble: detail.message })
    store.set({ detail: detail.value })
    await this.show(firstShown(detail.value), BASE)
  }

  /** Puts a version on the paper, measured against a baseline. */
  async show(target: VersionId, baseline: VersionId = this.desk.store.get().baseline): Promise<void> {
    const { store } = this.desk
    const { paper, detail } = store.get()
    if (!detail) return
    const from = carrier(detail, baseline, target, paper?.item === detail.item.id ? paper.source : null)
    const stays =
      paper !== null && paper.item === detail.item.id && paper.compared === null && paper.source !== null && from === paper.source
    if (stays) return store.set({ target, baseline, hover: null, loading: false })
    if (!(await this.drafts.settle())) return
    const ask = ++this.asked
    store.set({ loading: true, trouble: null, hover: null })
    const next = from ? await this.open(from) : await this.compare(baseline, target)
    if (ask !== this.asked) return
    if (typeof next === 'string') return store.set({ loading: false, paper: null, page: null, trouble: next })
    store.set({ paper: next, target, baseline, loading: false, page: null, inPlace: null })
  }

  /** Puts a document that a service just answered with on the paper. */
  put(opened: OpenedProposal): void {
    const { store } = this.desk
    this.asked++
    store.set({
      inPlace: null,
      paper: this.paperOf(opened),
      target: opened.proposal.id,
      loading: false,
      page: null,
      hover: null,
      trouble: null,
    })
  }

  /** Puts the agreement with items in place on the paper. */
  putInPlace(base: string, kind: InPlaceKind, view: InPlaceView): void {
    const { store } = this.desk
    this.asked++
    const { doc, baseline, target, items, refused } = view
    const names = new Map(items.map(({ item, number }) => [item, `Item ${number}`]))
    const rounds = view.rounds.map(({ item, ...round }) => ({ ...round, of: { item, name: names.get(item) ?? 'Item' } }))
    store.set({
      paper: { key: `p${++this.papers}`, item: base, source: null, doc, rounds, open: null, compared: { baseline, target } },
      inPlace: { kind, items, refused },
      target: BASE,
      baseline: BASE,
      loading: false,
      page: null,
      hover: null,
      trouble: null,
    })
  }
  /** Reads what stands in place again; false where it cannot be shown any more. */
  private async readInPlace(kind: InPlaceKind): Promise<boolean> {
    const { host, store } = this.desk
    const { negotiation, item } = store.get()
    const view = await host.call('view.inPlace', { file: negotiation!.file, kind })
    if (store.get().item !== item || store.get().inPlace?.kind !== kind) return true
    if (!view.ok) return false
    const shown = JSON.stringify(store.get().paper?.doc) === JSON.stringify(view.value.doc)
    if (shown) store.set({ inPlace: { kind, items: view.value.items, refused: view.value.refused } })
    else this.putInPlace(item!, kind, view.value)
    return true
  }

  /** Reads the picked item again; the page stays as it is while its proposal is still there. */
  async refresh(): Promise<void> {
    const { host, store } = this.desk
    const { negotiation, item } = store.get()
    if (!negotiation || !item) return
    const detail = await host.call('item.get', { file: negotiation.file, item })
    if (!detail.ok || store.get().item !== item) return
    store.set({ detail: detail.value })
    const { paper, target, inPlace } = store.get()
    if (inPlace && (await this.readInPlace(inPlace.kind))) return
    const there = (id: VersionId) => id === BASE || detail.value.proposals.some((p) => p.id === id)
    if (!paper || !there(target) || (paper.source && !there(paper.source))) await this.select(item)
  }

  /** The item before (-1) or after (1) the picked one, in the order of the table. */
  async step(by: -1 | 1): Promise<void> {
    const { negotiation, item } = this.desk.store.get()
    const items = negotiation?.items ?? []
    const next = items[items.findIndex((i) => i.id === item) + by]
    if (next) await this.select(next.id)
  }

  async create(input: { number: string; title: string; place: string | null }): Promise<boolean> {
    const { host, store } = this.desk
    const detail = await this.notices.ask(
      'The item was not made',
      host.call('item.create', { file: store.get().negotiation!.file, ...input }),
    )
    if (!detail) return false
    const negotiation = await host.call('negotiation.get', { file: store.get().negotiation!.file })
    if (negotiation.ok) store.set({ negotiation: negotiation.value, query: '', hits: [], filter: 'all' })
    await this.select(detail.item.id)
    return true
  }

  /** Finds items by number and title at once, and by their language a moment later. */
  find(query: string): void {
    const { host, store } = this.desk
    store.set({ query })
    clearTimeout(this.searching)
    if (!query.trim()) {
      store.set({ hits: [] })
      return
    }
    this.searching = setTimeout(async () => {
      const { negotiation } = store.get()
      if (!negotiation) return
      const hits = await host.call('search', { file: negotiation.file, text: query.trim() })
      if (hits.ok && store.get().query === query) store.set({ hits: hits.value })
    }, SEARCH_WAIT)
  }

  async resolve(doubt: string, answer: string): Promise<boolean> {
    const { host, store } = this.desk
    const doubts = await this.notices.ask(
      'The answer was not kept',
      host.call('doubts.resolve', { file: store.get().negotiation!.file, doubt, answer }),
    )
    if (doubts) store.set({ doubts })
    return doubts !== null
  }

  private async open(proposal: string): Promise<Paper | string> {
    const { host, store } = this.desk
    const opened = await host.call('proposal.open', { file: store.get().negotiation!.file, proposal })
    return opened.ok ? this.paperOf(opened.value) : opened.message
  }

  private async compare(baseline: VersionId, target: VersionId): Promise<Paper | string> {
    const { host, store } = this.desk
    const { negotiation, item } = store.get()
    const view = await host.call('view.compare', {
      file: negotiation!.file,
      item: item!,
      baseline: asVersion(baseline),
      target: asVersion(target),
    })
    if (!view.ok) return view.message
    const { doc, rounds } = view.value
    const compared = { baseline: view.value.baseline, target: view.value.target }
    return { key: `p${++this.papers}`, item: item!, source: null, doc, rounds, open: null, compared }
  }

  private paperOf(opened: OpenedProposal): Paper {
    const { proposal, doc, seq, editable, agreed } = opened
    const r = editable ? roundOf(proposal.chain, proposal.id) : undefined
    const open = proposal.chain.find((round) => round.r === r) ?? null
    if (open) this.drafts.begin(proposal.id, seq)
    const paper = { key: `p${++this.papers}`, item: proposal.item, source: proposal.id, doc, rounds: proposal.chain, open, compared: null }
    return agreed ? { ...paper, agreed } : paper
  }
}
