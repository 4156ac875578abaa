import type { Node } from 'prosemirror-model'
import { formatDayLong, parseDay } from '../model/labels.ts'
import { textBlocks } from './text.ts'
import type { Finding, Term } from './types.ts'

const MONTH = 'January|February|March|April|May|June|July|August|September|October|November|December'
const LONG = new RegExp(`\\b(?:${MONTH})\\s+[0-9]{1,2}(?:st|nd|rd|th)?,?\\s+[0-9]{4}\\b`, 'g')
const SHORT = /\b[0-9]{1,2}\/[0-9]{1,2}\/(?:[0-9]{4}|[0-9]{2})\b/g
const RANGE = new RegExp(
  `((?:${MONTH})\\s+[0-9]{1,2},?\\s+[0-9]{4})\\s*,?\\s*(?:through|until|to|and ending(?: on)?|[–-])\\s*((?:${MONTH})\\s+[0-9]{1,2},?\\s+[0-9]{4})`,
)

/** A day as a text writes it with its year; null where it is none. */
const dayOf = (text: string): string | null => parseDay(text.replace(/\s+/g, ' '), null)

/** The term that years such as `2021-2023` stand for: July 1 of the first to June 30 of the last; null where they name none. */
export function termOf(years: string | null): Term | null {
  const found = years ? /(\d{4})\D+(\d{4}|\d{2})\b/.exec(years) : null
  if (!found) return null
  const last = found[2]!.length === 2 ? `${found[1]!.slice(0, 2)}${found[2]}` : found[2]!
  return { from: `${found[1]}-07-01`, to: `${last}-06-30` }
}

/** Dates with a year that lie outside of the agreement’s term. */
export function checkDates(doc: Node, term: Term): Finding[] {
  return textBlocks(doc).flatMap((b) =>
    [LONG, SHORT]
      .flatMap((pattern) => [...b.text.matchAll(pattern)])
      .sort((x, y) => x.index - y.index)
      .flatMap((found): Finding[] => {
        const text = found[0]
        const day = dayOf(text)
        const at = { block: b.id, from: found.index, to: found.index + text.length, text }
        if (day === null) return [{ kind: 'date', message: `“${text}” is no day of the calendar.`, ...at }]
        if (day >= term.from && day <= term.to) return []
        const message =
          day < term.from
            ? `“${text}” lies before the term, which begins on ${formatDayLong(term.from)}.`
            : `“${text}” lies after the term, which ends on ${formatDayLong(term.to)}.`
        return [{ kind: 'date', message, ...at }]
      }),
  )
}

/** The term that some language states for itself (`from July 1, 2023 through June 30, 2025`), with its words; null where it states none. */
export function statedTerm(doc: Node): (Term & { readonly block: string; readonly at: number; readonly text: string }) | null {
  for (const b of textBlocks(doc)) {
    const found = RANGE.exec(b.text)
    const from = found && dayOf(found[1]!)
    const to = found && dayOf(found[2]!)
    if (from && to) return { from, to, block: b.id, at: found.index, text: found[0] }
  }
  return null
}

/** Whether the term of a memorandum fits the agreement’s: it says so where it does not, and where the memorandum states none. */
export function checkTerm(doc: Node, term: Term): Finding[] {
  const own = statedTerm(doc)
  if (!own) {
    const first = textBlocks(doc)[0]
    return first ? [{ kind: 'term', message: 'The memorandum does not state its term.', block: first.id, from: 0, to: 0, text: '' }] : []
  }
  const where = { block: own.block, from: own.at, to: own.at + own.text.length, text: own.text }
  if (own.to < own.from) return [{ kind: 'term', message: `“${own.text}” ends before it begins.`, ...where }]
  const out: Finding[] = []
  if (own.from < term.from)
    out.push({ kind: 'term', message: `The memorandum begins before the agreement does, on ${formatDayLong(term.from)}.`, ...where })
  if (own.to > term.to)
    out.push({ kind: 'term', message: `The memorandum ends after the agreement does, on ${formatDayLong(term.to)}.`, ...where })
  return out
}
