/**
 * An edit that a party's file held without tracking it is an ordinary change of the round that took it in, and the id of its
 * change begins with a sign of its own: so tracked and silent edits are told apart for as long as the document stands.
 */

const SIGN = 'silent-'

/** The id of a change as that of one that was not tracked; the halves of a move stay halves of one move. */
export const silentId = (id: string): string => (isSilent(id) ? id : SIGN + id)

/** Whether the id of a change says that it was not tracked by who made it. */
export const isSilent = (id: string): boolean => id.startsWith(SIGN)
