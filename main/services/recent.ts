import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Output } from '../../shared/rpc/contract.ts'
import { writeWhole } from './output.ts'

const entries = z.array(z.object({ path: z.string(), title: z.string(), opened: z.string() }))
type Entry = z.output<typeof entries>[number]
const KEPT = 20

/** The handle that stands for a path outside; it tells nothing of it. */
const handleOf = (path: string): string => createHash('sha256').update(`recent ${path}`).digest('base64url').slice(0, 22)

const nameOf = (path: string): string => basename(path).replace(/\.parley$/i, '')

/**
 * The list of files opened last, kept in the data folder; behind them the negotiations that lie in `folder`, last changed first.
 * A list that cannot be read counts as empty.
 */
export class Recent {
  readonly #dir: string
  readonly #folder: string | null

  constructor(dataDir: string, folder: string | null = null) {
    this.#dir = dataDir
    this.#folder = folder
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

  #lying(): Entry[] {
    if (this.#folder === null) return []
    try {
      return readdirSync(this.#folder, { withFileTypes: true })
        .filter((f) => f.isFile() && /^[^.].*\.parley$/i.test(f.name))
        .map((f) => join(f.parentPath, f.name))
        .map((path) => ({ path, title: nameOf(path), opened: statSync(path).mtime.toISOString() }))
        .sort((a, b) => (a.opened < b.opened ? 1 : -1))
    } catch {
      return []
    }
  }

  #all(): Entry[] {
    const listed = this.#read()
    const known = new Set(listed.map((e) => e.path))
    return [...listed, ...this.#lying().filter((e) => !known.has(e.path))]
  }

  /** Lists a file that is not known yet under its own name, and gives its handle. */
  register(path: string): string {
    if (!this.#read().some((e) => e.path === path)) this.add(path, nameOf(path))
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
    return this.#all().map((e) => ({
      handle: handleOf(e.path),
      name: nameOf(e.path),
      title: e.title,
      opened: e.opened,
      missing: !existsSync(e.path),
    }))
  }

  /** The path behind a handle; null where the list does not have it. */
  path(handle: string): string | null {
    return this.#all().find((e) => handleOf(e.path) === handle)?.path ?? null
  }
}
