import { roman, romanValue } from '../model/numeral.ts'
import type { ListKind } from '../model/schema.ts'

/** Labels as they are written: which one follows, and which typed text is one. */

const BULLETS = new Set(['•', '-', '–', '—', '*', '◦', '▪', '‣', '○', '●'])
const likeCase = (text: string, model: string): string => (model === model.toUpperCase() ? text.toUpperCase() : text)

/** The last number, letters or Roman numeral of a label, with what stands before and after it; null where it does not count. */
export function counted(label: string): { before: string; count: string; after: string } | null {
  const found = /^(.*?)(\d+|[A-Za-z]+)([^\dA-Za-z]*)$/s.exec(label)
  return found && { before: found[1], count: found[2], after: found[3] }
}

function nextCount(count: string, previous: string | null): string | null {
  if (/^\d+$/.test(count)) return String(Number(count) + 1)
  const low = count.toLowerCase()
  if (count !== low && count !== count.toUpperCase()) return null
  const value = romanValue(low)
  // One letter may be either: i after h is a letter, i at the beginning or after anything else is the number one.
  const before = previous?.toLowerCase() ?? null
  const inRow = before !== null && low.length === 1 && before.length === 1 && before.charCodeAt(0) + 1 === low.charCodeAt(0)
  const isRoman = value > 0 && !inRow && (low.length > 1 || low === 'i' || (before !== null && romanValue(before) + 1 === value))
  if (isRoman) return likeCase(roman(value + 1), count)
  if (low.length > 1 || low === 'z') return null
  return likeCase(String.fromCharCode(low.charCodeAt(0) + 1), count)
}

/**
 * The label that follows a label: `a.` → `b.`, `1.` → `2.`, `Subd. 2.` → `Subd. 3.`, `5.4.9` → `5.4.10`, `iv.` → `v.`, `•` → `•`;
 * null where it cannot be told. `previous`: the label before it in the same list, which tells letters from Roman numerals.
 */
export function nextLabel(label: string, previous: string | null = null): string | null {
  if (BULLETS.has(label.trim())) return label
  const parts = counted(label)
  if (!parts) return null
  const earlier = previous === null ? null : counted(previous)
  const count = nextCount(parts.count, earlier && earlier.before === parts.before ? earlier.count : null)
  return count === null ? null : `${parts.before}${count}${parts.after}`
}

/**
 * The label that a paragraph's first typed text stands for when a space follows it: `a.`, `1.`, `(a)`, `iv.`, `Subd. 2.`, `-`,
 * `•`; null where it is ordinary text. A hyphen or star is written as a bullet.
 */
export function typedLabel(text: string): { readonly label: string; readonly list: ListKind } | null {
  if (text === '-' || text === '*' || text === '•') return { label: '•', list: 'bullet' }
  if (/^\(?(\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})[.)]$/.test(text)) return { label: text, list: 'ordered' }
  if (/^(Subd|Sec|Section|Art|Article)\.? \d{1,3}[A-Za-z]?[.:]$/.test(text)) return { label: text, list: null }
  return null
}
