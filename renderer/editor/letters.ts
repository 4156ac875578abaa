/** Characters as a contract may hold them, and as they come in from elsewhere. */

/** What no document format can hold: control characters, halves of surrogate pairs, and code points that are no characters. */
const UNSTORABLE = /(?![\t\n\r])\p{Cc}|[\ud800-\udfff]|\p{Noncharacter_Code_Point}/gu
/**
 * What cannot be seen: zero-width spaces, soft hyphens, byte order marks, marks and overrides of writing direction. Two words that
 * differ by one of them read the same and compare as different. Joiners stay: scripts and emoji are written with them.
 */
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g
/** Spaces of other widths and those that do not break: word processors write them for layout. */
const SPACES = /(?! )\p{Zs}/gu

/** Text without what no document format can hold. */
export const storable = (text: string): string => text.replace(UNSTORABLE, '')
/** Hyphens that do not break. */
const HYPHENS = /\u2011/g

/** Text from outside as plain words: nothing that cannot be stored or seen, one kind of space and hyphen. Tabs and line ends stay. */
export const legible = (text: string): string => storable(text).replace(UNSEEN, '').replace(SPACES, ' ').replace(HYPHENS, '-')
