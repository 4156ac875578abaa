import { resolve } from 'node:path'

/**
 * The negotiation that a command line names, as a full path; null where it names none. `args` begins with the program itself;
 * switches, which Chromium adds some of its own to, are passed over. Relative paths start at `cwd`. The last one counts.
 */
export function named(args: readonly string[], cwd: string): string | null {
  const path = args.slice(1).findLast((arg) => !arg.startsWith('-') && /\.parley$/i.test(arg))
  return path === undefined ? null : resolve(cwd, path)
}
