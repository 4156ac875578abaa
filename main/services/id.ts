import { randomBytes } from 'node:crypto'

/** A new id for a change or block: `prefix` and 72 random bits. */
export const newId = (prefix: string): string => `${prefix}${randomBytes(9).toString('base64url')}`

/** Ids that are counted from 1: for documents that are made to be shown or written and not to be kept, so that they come out the same. */
export function counted(): (prefix: string) => string {
  let n = 0
  return (prefix) => `${prefix}~${++n}`
}
