import type { Desk } from './desk.ts'
import type { Notices } from './notices.ts'
import { SaveQueue, type SaveState, type Step } from './save.ts'

/** So long a word may be on its way to disk before the window says so, in milliseconds. */
const MOMENT = 40

/** Bringing what is written in open rounds to disk. */
export class Drafts {
  private readonly desk: Desk
  private readonly notices: Notices
  private queue: SaveQueue | null = null
  private telling: ReturnType<typeof setTimeout> | undefined

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
    this.queue = new SaveQueue(target, seq, (save) => this.tell(save))
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

  /** That words are on their way is told only where they still are a moment later: most are on disk with the frame that shows them. */
  private tell(save: SaveState): void {
    clearTimeout(this.telling)
    const now = (): void => this.desk.store.set({ save })
    if (save.kind === 'saving') this.telling = setTimeout(now, MOMENT)
    else now()
  }
}
