import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { openFile, type Store } from '../store/index.ts'

interface Session {
  readonly path: string
  readonly store: Store
  windows: number
}

/** The files that are open, by handle. A file that is opened twice is one session with two windows. */
export class Sessions {
  readonly #open = new Map<string, Session>()

  /** Opens the file at `path`, or joins in where it is open already. */
  open(path: string): string {
    const full = resolve(path)
    for (const [handle, s] of this.#open)
      if (s.path === full) {
        s.windows++
        return handle
      }
    return this.adopt(openFile(full))
  }

  /** Takes in a file that was just opened or made. */
  adopt(store: Store): string {
    const handle = randomBytes(16).toString('base64url')
    this.#open.set(handle, { path: store.path, store, windows: 1 })
    return handle
  }

  /** The file behind a handle; refuses one that is not open. */
  store(handle: string): Store {
    const session = this.#open.get(handle)
    if (!session) throw new ParleyError('not-found', 'This negotiation is no longer open.')
    return session.store
  }

  close(handle: string): void {
    const session = this.#open.get(handle)
    if (!session || --session.windows > 0) return
    this.#open.delete(handle)
    session.store.close()
  }

  closeAll(): void {
    for (const [handle, session] of this.#open) {
      this.#open.delete(handle)
      session.store.close()
    }
  }
}
