import { randomBytes } from 'node:crypto'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { GivenFile } from './compare.ts'
import { checkSize } from './kind.ts'

/** Files that wait to be taken in are few; the oldest of more are let go. */
const MOST = 4

/** Files that a window has chosen and not yet taken in, by handle: they are looked into several times and handed over once. */
export class Sources {
  readonly #held = new Map<string, GivenFile>()

  /** Keeps a file and gives its handle. Refuses one that is larger than a source may be. */
  keep(file: GivenFile): string {
    checkSize(file.name, file.bytes.byteLength, file.bytes)
    const handle = randomBytes(12).toString('base64url')
    this.#held.set(handle, file)
    for (const oldest of [...this.#held.keys()].slice(0, -MOST)) this.#held.delete(oldest)
    return handle
  }

  /** The file behind a handle. Refuses one that is no longer kept. */
  of(handle: string): GivenFile {
    const file = this.#held.get(handle)
    if (!file) throw new ParleyError('not-found', 'The chosen file is no longer at hand; choose it again.')
    return file
  }

  /** Lets a file go; one that is gone already is no matter. */
  drop(handle: string): void {
    this.#held.delete(handle)
  }
}
