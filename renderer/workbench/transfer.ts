import type { LooksSaid, Output, Reply, RoundsSaid } from '../../shared/rpc/contract.ts'
import type { Desk } from './desk.ts'
import type { Drafts } from './drafts.ts'
import { type ExportChoice, redlinedWord, scopeOf } from './exports.ts'
import type { Files } from './files.ts'
import type { Items } from './items.ts'
import type { Notices } from './notices.ts'
import { asVersion } from './versions.ts'
import { count } from './words.ts'

export const FORMAT_NAMES = { docx: 'Word', pdf: 'PDF', md: 'Markdown' } as const
export const VIEW_NAMES = { clean: 'Clean', redline: 'Redlined', 'all-rounds': 'All rounds' } as const

export interface ImportChoice {
  readonly as: 'negotiation' | 'base' | 'proposal'
  /** A file that the host keeps, by its handle. */
  readonly source: { readonly handle: string; readonly name: string }
  readonly party: string | null
  readonly date: string | null
  readonly answers: string | null
  readonly rounds?: RoundsSaid
  readonly looks?: LooksSaid
}

const SAY_AFTER = 400

/** What comes in from outside and what goes out. Long work shows how far it is and can be cancelled. */
export class Transfer {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly files: Files
  private readonly items: Items
  private readonly drafts: Drafts
  private jobs = 0

  constructor(desk: Desk, notices: Notices, files: Files, items: Items, drafts: Drafts) {
    this.desk = desk
    this.notices = notices
    this.files = files
    this.items = items
    this.drafts = drafts
    desk.host.on('job.progress', ({ job, done, note }) => {
      const now = desk.store.get().job
      if (now?.id === job) desk.store.set({ job: { ...now, done, note } })
    })
  }

  /** Exports what is chosen. `item`: the item on the page, as it is shown there. */
  async export(choice: ExportChoice): Promise<void> {
    const { host, store } = this.desk
    const { negotiation, detail, baseline, target } = store.get()
    if (!negotiation || !(await this.drafts.settle())) return
    const scope = scopeOf(choice, detail?.item ?? null)
    if (scope === null) return
    store.set({ lastExport: choice })
    const own = choice.scope === 'item'
    const saved = await this.work(
      `Exporting ${FORMAT_NAMES[choice.format]}`,
      `The ${FORMAT_NAMES[choice.format]} file was not written`,
      (job) =>
        host.call('export.run', {
          file: negotiation.file,
          job,
          scope,
          view: choice.view,
          format: choice.format,
          baseline: own && choice.view !== 'clean' ? asVersion(baseline) : null,
          version: own ? asVersion(target) : null,
          ...(choice.manner && redlinedWord(choice) ? { manner: choice.manner } : {}),
        }),
    )
    if (saved) this.hand(saved)
  }

  /** What to look at before a ratification draft is used, and why there can be none; null where that could not be asked. */
  async ratifiable(): Promise<Output<'ratify.check'> | null> {
    const { host, store } = this.desk
    const { negotiation } = store.get()
    const found = negotiation && (await host.call('ratify.check', { file: negotiation.file }))
    return found?.ok ? found.value : null
  }

  /** Writes a paper about the table as a whole: `board`. */
  async print(scope: 'board', format: 'pdf' | 'docx'): Promise<void> {
    const { host, store } = this.desk
    const { negotiation } = store.get()
    if (!negotiation || !(await this.drafts.settle())) return
    const saved = await this.work(`Writing the board as ${FORMAT_NAMES[format]}`, 'The board was not written', (job) =>
      host.call('export.run', { file: negotiation.file, job, scope, view: 'clean', format, baseline: null, version: null }),
    )
    if (saved) this.hand(saved)
  }

  async import(choice: ImportChoice): Promise<void> {
    const { host, store } = this.desk
    const { negotiation, item, detail } = store.get()
    if (!negotiation || !(await this.drafts.settle())) return
    const { source, ...said } = choice
    const result = await this.work(`Importing “${source.name}”`, 'Nothing was imported', (job) =>
      host.call('import.run', {
        file: negotiation.file,
        job,
        item: choice.as === 'proposal' ? (detail?.item.number ?? null) : null,
        source: source.handle,
        ...said,
      }),
    )
    if (!result) return
    await this.files.refresh()
    const read =
      choice.as === 'base'
        ? count(result.blocks, 'paragraph')
        : [...(result.items ? [count(result.items, 'item')] : []), count(result.proposals, 'proposal')].join(', ')
    this.notices.say(`Read ${read}. ${result.doubts ? `${count(result.doubts, 'doubt')} to confirm.` : 'No doubts.'}`)
    if (result.doubts) store.set({ tab: 'doubts' })
    const first = result.item ?? (choice.as === 'proposal' ? item : store.get().negotiation?.items.find((i) => i.kind === 'item')?.id)
    const base = store.get().negotiation?.items.find((i) => i.kind === 'base')?.id
    const next = choice.as === 'base' ? base : first
    if (next) await this.items.select(next)
  }

  cancel(): void {
    const { host, store } = this.desk
    const { job } = store.get()
    if (job) void host.call('job.cancel', { job: job.id })
  }

  /** Work of the host under a title, which can be cancelled; its value, or null after an error was shown. */
  async work<T>(title: string, failed: string, run: (job: string) => Promise<Reply<T>>): Promise<T | null> {
    const { store } = this.desk
    const id = `job-${Date.now().toString(36)}-${++this.jobs}`
    const late = setTimeout(() => store.set({ job: { id, title, done: 0, note: '' } }), SAY_AFTER)
    const value = await this.notices.ask(failed, run(id))
    clearTimeout(late)
    if (store.get().job?.id === id) store.set({ job: null })
    return value
  }

  /** Gives a finished paper to the person, where the host has not saved it. */
  hand(saved: Output<'export.run'>): void {
    if (saved.kind === 'cancelled') return
    if (saved.kind === 'download') download(saved.name, saved.mime, saved.bytes)
    const where = saved.kind === 'saved' ? `Saved “${saved.name}”.` : `“${saved.name}” is in your downloads.`
    this.notices.say([where, ...(saved.notices ?? [])].join(' '))
  }
}

function download(name: string, mime: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
