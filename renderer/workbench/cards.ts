import type { ChangeAt } from '../editor/types.ts'
import type { Desk } from './desk.ts'

/** Time to reach the card with the pointer after it left the words, in milliseconds. */
const LINGER = 240

/** When the card of a change comes and goes: it stays while entered, and while it was asked for from the keyboard. */
export class Cards {
  private readonly desk: Desk
  private leaving: ReturnType<typeof setTimeout> | undefined
  private entered = false

  constructor(desk: Desk) {
    this.desk = desk
  }

  /** The pointer rests on a change, or has left it. */
  point(at: ChangeAt | null): void {
    clearTimeout(this.leaving)
    if (at) {
      this.entered = false
      this.desk.store.set({ hover: at })
    } else if (!this.entered) this.closeSoon()
  }

  enter(): void {
    this.entered = true
    clearTimeout(this.leaving)
  }

  leave(): void {
    this.entered = false
    this.closeSoon()
  }

  close(): void {
    this.entered = false
    clearTimeout(this.leaving)
    if (this.desk.store.get().hover) this.desk.store.set({ hover: null })
  }

  private closeSoon(): void {
    if (!this.desk.store.get().hover?.pinned) this.leaving = setTimeout(() => this.close(), LINGER)
  }
}
