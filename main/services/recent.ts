import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Output } from '../../shared/rpc/contract.ts'
import { writeWhole } from './output.ts'

const entries = z.array(z.object({ path: z.string(), title: z.string(), opened: z.string() }))
type Entry = z.output<typeof entries>[number]
const KEPT = 20

/** The handle that stands for a path outside; it tells nothing of it. */
const handleOf = (path: string): string => createHash('sha256').update(`recent ${path}`).digest('base64url').slice(0, 22)

/** The list of files opened last, kept in the data folder. A list that cannot be read counts as empty. */
export class Recent {
  readonly #dir: string

  constructor(dataDir: string) {
    this.#dir = dataDir
  }

  get #place(): string {
    return join(this.#dir, 'recent.json')
  }

  #read(): Entry[] {
    try {
      return entries.parse(JSON.parse(readFileSync(this.#place, 'utf8')))
    } catch {
      return []
    }
  }

  /** Lists a file that is not known yet under its own name, and gives its handle. */
  register(path: string): string {
    if (!this.#read().some((e) => e.path === path)) this.add(path, basename(path).replace(/\.parley$/i, ''))
    return handleOf(path)
  }

  /** Puts a file first. That the list cannot be written is no reason to fail what was done with the file. */
  add(path: string, title: string): void {
    const rest = this.#read().filter((e) => e.path !== path)
    const list = [{ path, title, opened: new Date().toISOString() }, ...rest].slice(0, KEPT)
    try {
      mkdirSync(this.#dir, { recursive: true })
      writeWhole(this.#place, new TextEncoder().encode(`${JSON.stringify(list, null, 2)}\n`))
    } catch {
      // The list is a convenience; the negotiation itself is open.
    }
  }

  list(): Output<'app.recent'> {
    return this.#read().map((e) => ({
      handle: handleOf(e.path),
      name: basename(e.path).replace(/\.parley$/i, ''),
      title: e.title,
      opened: e.opened,
      missing: !existsSync(e.path),
    }))
  }

  /** The path behind a handle; null where the list does not have it. */
  path(handle: string): string | null {
    return this.#read().find((e) => handleOf(e.path) === handle)?.path ?? null
  }
}
