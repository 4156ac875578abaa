import type { Reply } from '../../shared/rpc/contract.ts'
import type { Desk } from './desk.ts'

const TOAST_MS = 8000

/** What the window tells the person besides the page: passing notices, and errors that wait for an answer. */
export class Notices {
  private readonly desk: Desk
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>()
  private next = 1

  constructor(desk: Desk) {
    this.desk = desk
  }

  /** A notice of eight seconds that never takes the focus. `act`: the command that it offers, by name. */
  say(text: string, act?: string): void {
    const toast = { id: this.next++, text, act }
    const others = this.desk.store.get().toasts.filter((t) => t.text !== text)
    this.desk.store.set({ toasts: [...others.slice(-2), toast] })
    this.release(toast.id)
  }

  /** Keeps a notice while it is read. */
  hold(id: number): void {
    clearTimeout(this.timers.get(id))
  }

  release(id: number): void {
    this.timers.set(
      id,
      setTimeout(() => this.dismiss(id), TOAST_MS),
    )
  }

  dismiss(id: number): void {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
    this.desk.store.set({ toasts: this.desk.store.get().toasts.filter((t) => t.id !== id) })
  }

  error(title: string, message: string): void {
    this.desk.store.set({ error: { title, message } })
  }

  /** The value of a reply; where it failed, an error dialog under `title` and null. What the person cancelled is not an error. */
  async ask<T>(title: string, reply: Promise<Reply<T>>): Promise<T | null> {
    const answer = await reply
    if (answer.ok) return answer.value
    if (answer.code !== 'cancelled') this.error(title, answer.message)
    return null
  }
}
