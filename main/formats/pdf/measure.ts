/**
 * How wide text is, roughly, in ems of the page's face: enough to share out the columns of a table and to know which words no
 * line can hold. Errs to the wide side.
 */
export function ems(text: string): number {
  let width = 0
  for (const sign of text) width += signWidth(sign.codePointAt(0) ?? 0)
  return width
}
function signWidth(code: number): number {
  if (code > 0x2e7f) return 1.05
  if (code > 0x2190) return 0.85
  if (code >= 0x30 && code <= 0x39) return 0.54
  if (code >= 0x41 && code <= 0x5a) return code === 0x4d || code === 0x57 ? 0.92 : 0.68
  if (code === 0x6d || code === 0x77) return 0.86
  if (NARROW.has(code)) return 0.31
  return code > 0x7f ? 0.6 : 0.55
}
const NARROW: ReadonlySet<number> = new Set([..." .,:;!|'’()[]ijlt-"].map((sign) => sign.codePointAt(0) ?? 0))

/** Text; a word that stays on one line (a list of one); a word that may be parted between any two of its parts (a longer list). */
export type Piece = string | readonly string[]

/**
 * A text in pieces. Words wider than `limit` ems are parted. Words with a hyphen, dash or slash inside are kept together, since a
 * reader of the text could not tell such a hyphen at the end of a line from a word that was parted there.
 */
export function pieces(text: string, limit: number): Piece[] {
  if (!PARTED.test(text) && ems(text) <= limit) return [text]
  const out: Piece[] = []
  let open = ''
  const close = () => {
    if (open) out.push(open)
    open = ''
  }
  for (const [word] of text.matchAll(/\s+|\S+/g)) {
    if (ems(word) > limit) {
      close()
      const signs = [...word]
      out.push(Array.from({ length: Math.ceil(signs.length / 3) }, (_, i) => signs.slice(i * 3, i * 3 + 3).join('')))
    } else if (PARTED.test(word)) {
      const [lead, core, tail] = coreOf(word)
      open += lead
      close()
      out.push([core])
      open = tail
    } else open += word
  }
  close()
  return out
}
/** Signs after or before which a line may end inside a word. */
const PARTED = /[^\s][-‐–—/?!…&%|:][^\s]|www\./i
/** What opens before a word, the word, and what closes after it. */
const coreOf = (word: string): [string, string, string] => {
  const found = /^([([{"'“‘«¿¡]*)(.*?)([)\]}"'”’».,;:!?…]*)$/su.exec(word)
  return found ? [found[1], found[2], found[3]] : ['', word, '']
}
