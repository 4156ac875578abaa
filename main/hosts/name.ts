import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A file's name without its ending, as Windows, macOS and Linux all take it: nothing that separates folders, at most 120 letters. */
export const safeName = (name: string): string =>
  name
    .replace(/\.parley$/i, '')
    .replace(/[\p{Cc}\s<>:"/\\|?*]+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '')
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)$/i, '$1 negotiation')
    .slice(0, 120)
    .trim() || 'Negotiation'

/** A path in `dir` where nothing is yet: `Name.parley`, else `Name 2.parley` and so on. `name` may be anything. */
export function freePath(dir: string, name: string): string {
  const safe = safeName(name)
  for (let n = 1; ; n++) {
    const path = join(dir, n === 1 ? `${safe}.parley` : `${safe} ${n}.parley`)
    if (!existsSync(path)) return path
  }
}
