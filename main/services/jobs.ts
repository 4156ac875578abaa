import { setImmediate } from 'node:timers/promises'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Progress } from '../formats/paper.ts'

/** Reports of long work, and the way to stop it. */
export class Jobs {
  readonly #running = new Map<string, { cancelled: boolean }>()
  readonly #report: (job: string, done: number, note: string) => void

  constructor(report: (job: string, done: number, note: string) => void) {
    this.#report = report
  }

  /**
   * Runs `work` under the caller's id. Each call of its `progress` reports, lets other calls in, and throws `cancelled` once
   * somebody asked for that: work must not have changed anything before its last call.
   */
  async run<T>(job: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    if (this.#running.has(job)) throw new ParleyError('conflict', 'Work with this id is already under way.')
    const state = { cancelled: false }
    this.#running.set(job, state)
    const progress: Progress = async (done, note) => {
      this.#report(job, Math.min(1, Math.max(0, done)), note)
      await setImmediate()
      if (state.cancelled) throw new ParleyError('cancelled', 'Cancelled; nothing was changed.')
    }
    try {
      return await work(progress)
    } finally {
      this.#running.delete(job)
    }
  }

  /** Asks work to stop; work that has ended or never began is no matter. */
  cancel(job: string): void {
    const state = this.#running.get(job)
    if (state) state.cancelled = true
  }
}
