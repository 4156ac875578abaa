import type { Node } from 'prosemirror-model'
import { type TextBlock, textBlocks } from './text.ts'
import type { Finding } from './types.ts'

const QUOTED = /[“"]([A-Z][\p{L}\p{N}’' -]{1,50}?)[,.]?[”"]/gu
const DEFINES =
  /^[\s,]*(?:\([^)]*\)\s*)?(?:means?|shall mean|is defined|shall be defined|refers? to|shall refer|includes?|shall include|herein|as used)|(?:called|referred to as|known as|the|hereinafter)\s*[“"]?$/i
const PHRASE = /\b[A-Z][a-z]+(?:[ -](?:(?:of|and|for|the)[ -])?[A-Z][a-z]+)+\b/g

const keyOf = (term: string): string => term.toLowerCase().replace(/[\s\-‑’']/g, '')

/** The terms that a document defines, or writes with capitals at least three times. */
function termsOf(blocks: readonly TextBlock[]): Map<string, string> {
  const terms = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const b of blocks) {
    if (b.heading || b.cell) continue
    for (const found of b.text.matchAll(QUOTED)) {
      const after = b.text.slice(found.index + found[0].length, found.index + found[0].length + 40)
      const before = b.text.slice(Math.max(0, found.index - 25), found.index)
      if (DEFINES.test(after) || DEFINES.test(before)) terms.set(keyOf(found[1]!), found[1]!.trim())
    }
    for (const [found] of b.text.matchAll(PHRASE)) {
      const phrase = found.replace(/^(?:The|An?|Any|Each|All|No|This|These|If|In|For|Such) /, '')
      if (/[ -]/.test(phrase)) counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
    }
  }
  const best = new Map<string, string>()
  for (const [phrase, n] of counts) {
    const known = best.get(keyOf(phrase))
    if (known === undefined || n > (counts.get(known) ?? 0)) best.set(keyOf(phrase), phrase)
  }
  for (const [key, phrase] of best) if ((counts.get(phrase) ?? 0) >= 3 && !terms.has(key)) terms.set(key, phrase)
  return terms
}

/** Terms that are defined, or written with capitals again and again, and stand somewhere in another spelling: `Part-Time`, `Part Time`. */
export function checkSpelling(doc: Node): Finding[] {
  const blocks = textBlocks(doc)
  const terms = termsOf(blocks)
  const read = blocks.filter((b) => !b.heading && !b.cell).map((b) => ({ ...b, small: b.text.toLowerCase() }))
  const out: Finding[] = []
  for (const [key, term] of terms) {
    // Letters of the term with anything small between its words: every way to write it. A term of one word has one spelling.
    const parts = term.split(/[\s\-‑]+/)
    if (parts.length < 2 && !/[-‑]/.test(term)) continue
    const small = parts.map((part) => part.toLowerCase())
    const usual = term.toLowerCase()
    // Few blocks hold the words of a term otherwise than as the term: only these are looked through.
    const others = read.filter((b) => {
      if (!small.every((part) => b.small.includes(part))) return false
      const rest = b.small.replaceAll(usual, '\0')
      return small.every((part) => rest.includes(part))
    })
    if (!others.length) continue
    const any = new RegExp(`(?<![\\p{L}-])${parts.map(literal).join('[\\s\\-‑]?')}(?![\\p{L}])`, 'giu')
    for (const b of others) {
      for (const found of b.text.matchAll(any)) {
        if (keyOf(found[0]) !== key || shape(found[0]) === shape(term)) continue
        out.push({
          kind: 'spelling',
          message: `“${found[0]}” is written “${term}” elsewhere.`,
          block: b.id,
          from: found.index,
          to: found.index + found[0].length,
          text: found[0],
        })
      }
    }
  }
  return out
}
/** How the words of a term are joined. Capitals are a matter of the sentence and no other spelling. */
const shape = (term: string): string => term.replace(/\s+/g, ' ').replace(/‑/g, '-').replace(/’/g, "'").toLowerCase()
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
