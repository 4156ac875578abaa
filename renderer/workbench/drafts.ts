import type { Desk } from './desk.ts'
import type { Notices } from './notices.ts'
import { SaveQueue, type Step } from './save.ts'

/** Bringing what is written in open rounds to disk. */
export class Drafts {
  private readonly desk: Desk
  private readonly notices: Notices
  private queue: SaveQueue | null = null

  constructor(desk: Desk, notices: Notices) {
    this.desk = desk
    this.notices = notices
    desk.host.watch((connection) => {
      desk.store.set({ connection })
      if (connection === 'up') void this.queue?.flush()
    })
  }

  /** A page of an open round stands: its edits go to this proposal from now on. */
  begin(proposal: string, seq: number): void {
    const { host, store } = this.desk
    const file = store.get().negotiation!.file
    const target = {
      append: (at: number, steps: readonly Step[]) => host.call('draft.append', { file, proposal, seq: at, steps: [...steps] }),
      reached: async () => {
        const opened = await host.call('proposal.open', { file, proposal })
        return opened.ok ? opened.value.seq : null
      },
    }
    store.set({ save: { kind: 'idle' } })
    this.queue = new SaveQueue(target, seq, (save) => store.set({ save }))
  }

  /** Whether edits wait that are not on disk. */
  get pending(): boolean {
    return this.queue?.pending ?? false
  }

  write(steps: readonly Step[]): void {
    this.queue?.push(steps)
  }

  retry(): void {
    void this.queue?.flush()
  }

  /** Waits until every edit is on disk. False, with a notice, where that fails: nothing may then take the page away. */
  async settle(): Promise<boolean> {
    if (!this.queue || (await this.queue.flush())) return true
    this.notices.say('Your last words are not on disk yet. The page stays until they are.')
    return false
  }
}
