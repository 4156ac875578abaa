import type { Reply } from '../../shared/rpc/contract.ts'

export type Step = Record<string, unknown>
export type Saved = { readonly seq: number; readonly savedAt: string }
/** Where the words of an open round are. `since`: the moment of the last edit that is on disk, null where none was made yet. */
export type SaveState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly savedAt: string }
  | { readonly kind: 'failed'; readonly since: string | null; readonly message: string }

export interface SaveTarget {
  append(seq: number, steps: readonly Step[]): Promise<Reply<Saved>>
  /** The number of the last edit on disk; null where it cannot be told just now. */
  reached(): Promise<number | null>
}

/** The contract's limit on the steps of one call. */
const LARGEST_BATCH = 5000
const WAITS = [2000, 4000, 8000, 15_000]

/**
 * Brings the edits of one open round to disk: in order, one call at a time, what came meanwhile in the next call. An edit leaves
 * the queue only when it was acknowledged. After a failure the queue tries again by itself; typing goes on.
 */
export class SaveQueue {
  private readonly target: SaveTarget
  private readonly tell: (state: SaveState) => void
  private seq: number
  private queue: Step[] = []
  private running: Promise<void> | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private failures = 0
  private since: string | null = null
  /** Steps of a call whose outcome is not known; zero where every call was answered. */
  private unsure = 0

  constructor(target: SaveTarget, seq: number, tell: (state: SaveState) => void) {
    this.target = target
    this.seq = seq
    this.tell = tell
  }

  /** Whether edits wait that are not on disk. */
  get pending(): boolean {
    return this.queue.length > 0
  }

  push(steps: readonly Step[]): void {
    this.queue.push(...steps)
    if (this.failures === 0) this.start()
  }

  /** Tries at once; resolves to whether everything is on disk. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer)
    while (this.queue.length) {
      const before = this.queue.length
      this.start()
      await this.running
      if (this.failures && this.queue.length >= before) return false
    }
    await this.running
    return true
  }

  private start(): void {
    if (this.running || !this.queue.length) return
    clearTimeout(this.timer)
    this.running = this.drain().finally(() => {
      this.running = null
    })
  }

  private async drain(): Promise<void> {
    if (this.failures === 0) this.tell({ kind: 'saving' })
    while (this.queue.length) {
      if (this.unsure) {
        if (!(await this.settle())) return
        continue
      }
      const batch = this.queue.slice(0, LARGEST_BATCH)
      const reply = await this.target.append(this.seq, batch)
      if (!reply.ok) {
        this.unsure = reply.code === 'io' ? batch.length : 0
        return this.fail(reply.message)
      }
      this.take(batch.length, reply.value.seq, reply.value.savedAt)
    }
    this.tell(this.since ? { kind: 'saved', savedAt: this.since } : { kind: 'idle' })
  }

  /** Learns whether a call without an answer was done. False where that cannot be told yet. */
  private async settle(): Promise<boolean> {
    const reached = await this.target.reached()
    if (reached === null) {
      this.fail('The connection to the file is lost.')
      return false
    }
    if (reached > this.seq) this.take(this.unsure, reached, new Date().toISOString())
    this.unsure = 0
    return true
  }

  private take(count: number, seq: number, savedAt: string): void {
    this.queue.splice(0, count)
    this.seq = seq
    this.since = savedAt
    this.failures = 0
  }

  private fail(message: string): void {
    this.tell({ kind: 'failed', since: this.since, message })
    this.timer = setTimeout(() => this.start(), WAITS[Math.min(this.failures, WAITS.length - 1)])
    this.failures++
  }
}
