import type { ChangeAt } from '../editor/types.ts'
import type { Desk } from './desk.ts'

/** Time to reach the card with the pointer after it left the words. */
const LINGER = 240

/** When the card of a change comes and goes: it stays while entered, and while it was asked for from the keyboard. */
export class Cards {
  private readonly desk: Desk
  private leaving: ReturnType<typeof setTimeout> | undefined

  constructor(desk: Desk) {
    this.desk = desk
  }

  point(at: ChangeAt | null): void {
    const { store } = this.desk
    clearTimeout(this.leaving)
    if (at) store.set({ hover: at })
    else if (!store.get().hover?.pinned) this.leaving = setTimeout(() => this.close(), LINGER)
  }

  hold(): void {
    clearTimeout(this.leaving)
  }

  close(): void {
    clearTimeout(this.leaving)
    if (this.desk.store.get().hover) this.desk.store.set({ hover: null })
  }
}
