import type { Day, Status } from './negotiation.ts'

/**
 * The left column of the commonly formatted document: item, party, date and status, in any order and split over lines
 * (`Item 5`, `BEA`, `9.20`, `TA`, `10.25`; `BEA 9.20`; `1.3 Drop`). Nothing is guessed in silence: every value says whether it is
 * certain, and words that are no label come back in `rest`.
 */

/** A value read from a label. `text` is what stands in the source; `certain` is false where the reading is a choice. */
export interface Label<T> {
  readonly value: T
  readonly text: string
  readonly certain: boolean
}
/** What a left column says. `badDates` are dates that no calendar or no year of the negotiation allows. */
export interface Labels {
  readonly item?: Label<string>
  readonly party?: Label<string>
  readonly date?: Label<Day>
  readonly status?: Label<Status>
  readonly statusDate?: Label<Day>
  readonly badDates: readonly string[]
  readonly rest: readonly string[]
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const STATUS: ReadonlyMap<string, Status> = new Map([
  ['ta', 'ta'],
  ['t.a.', 'ta'],
  ["ta'd", 'ta'],
  ['drop', 'dropped'],
  ['dropped', 'dropped'],
  ['hold', 'hold'],
  ['held', 'hold'],
  ['settled', 'settled'],
])

const pad = (n: number): string => String(n).padStart(2, '0')

function calendarDay(year: number, month: number, day: number): Day | null {
  if (month < 1 || month > 12 || day < 1) return null
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return day > last ? null : `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`
}

/** The year in which the bargaining of `years` (`2023-2025`) begins; null where none is stated. */
function firstYear(years: string | null): number | null {
  const found = years ? /\d{4}/.exec(years) : null
  return found ? Number(found[0]) : null
}

/** Bargaining runs from July of the first year to June of the next. */
function bargainingYear(month: number, years: string | null): number | null {
  const first = firstYear(years)
  return first === null ? null : month >= 7 ? first : first + 1
}

/**
 * The day that a label or a legend names: `9.20`, `12/4`, `12/4/2023`, `12.6.23`, `2023-12-06`, `Dec. 6, 2023`. Where no year is
 * written it comes from the negotiation's years: July to December are the first year, January to June the next. Null where the
 * text is no date, is no day of the calendar, or has no year to stand in.
 */
export function parseDay(text: string, years: string | null): Day | null {
  const clean = text.trim().replace(/[.,;:]$/, '')
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean)
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const numeric = /^(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2}))?$/.exec(clean)
  if (numeric) {
    const month = Number(numeric[1])
    const year = numeric[4] ? Number(numeric[4].length === 2 ? `20${numeric[4]}` : numeric[4]) : bargainingYear(month, years)
    return year === null ? null : calendarDay(year, month, Number(numeric[3]))
  }
  const named = /^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/.exec(clean)
  if (!named) return null
  const month = MONTHS.findIndex((m) => m.toLowerCase().startsWith(named[1]!.toLowerCase())) + 1
  const year = named[3] ? Number(named[3]) : bargainingYear(month, years)
  return year === null ? null : calendarDay(year, month, Number(named[2]))
}

/** A day as the left column writes it: `2023-09-20` becomes `9.20`. */
export function formatDay(day: Day): string {
  const [, month, date] = day.split('-')
  return `${Number(month)}.${Number(date)}`
}

/** A day in words: `2023-12-06` becomes `December 6, 2023`. */
export function formatDayLong(day: Day): string {
  const [year, month, date] = day.split('-')
  return `${MONTHS[Number(month) - 1]} ${Number(date)}, ${Number(year)}`
}

/** The status that a word of the left column stands for (`TA`, `Drop`, `Dropped`, `Hold`, `Settled`); null for any other word. */
export function parseStatus(word: string): Status | null {
  return STATUS.get(word.toLowerCase()) ?? null
}

const DATE_WORD = /^\d{1,2}(?:\.\d{1,2}(?:\.\d{2}|\.\d{4})?|\/\d{1,2}(?:\/\d{2}|\/\d{4})?)$|^\d{4}-\d{1,2}-\d{1,2}$/

/** True where a word has the shape of a date, whether or not there is such a day. */
export const looksLikeDate = (word: string): boolean => DATE_WORD.test(word)

type Token =
  | { readonly kind: 'item' | 'party' | 'rest' | 'bad'; readonly text: string }
  | { readonly kind: 'date'; readonly text: string; readonly day: Day }
  | { readonly kind: 'status'; readonly text: string; readonly status: Status }

function partyAt(words: readonly string[], at: number, parties: readonly string[]): string | null {
  let best: string | null = null
  for (const party of parties) {
    const parts = party.split(/\s+/)
    if (parts.every((part, i) => words[at + i] === part) && (best === null || party.length > best.length)) best = party
  }
  return best
}

function tokensOf(words: readonly string[], parties: readonly string[], years: string | null): Token[] {
  const tokens: Token[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (/^item$/i.test(word) && /^#?\d{1,4}[A-Za-z]?[.:]?$/.test(words[i + 1] ?? '')) {
      tokens.push({ kind: 'item', text: words[++i]!.replace(/^#|[.:]$/g, '') })
      continue
    }
    const party = partyAt(words, i, parties)
    if (party !== null) {
      tokens.push({ kind: 'party', text: party })
      i += party.split(/\s+/).length - 1
      continue
    }
    const status = parseStatus(word)
    if (status) tokens.push({ kind: 'status', text: word, status })
    else if (looksLikeDate(word)) {
      const day = parseDay(word, years)
      tokens.push(day ? { kind: 'date', text: word, day } : { kind: 'bad', text: word })
    } else tokens.push({ kind: 'rest', text: word })
  }
  return tokens
}

/**
 * Reads a left column. The first date is the proposal's; a date after a status, or a second one right before it, is the status's
 * (`9.20 TA 10.25`, `9.20 1.3 Drop`). In `1.3 TA` the one date is taken for both and the status's is marked as not certain.
 */
export function parseLabels(lines: readonly string[], parties: readonly string[], years: string | null): Labels {
  const words = lines.flatMap((line) => line.split(/\s+/)).filter((word) => word !== '')
  const tokens = tokensOf(words, parties, years)
  const rest: string[] = tokens.filter((t) => t.kind === 'rest').map((t) => t.text)
  const badDates = tokens.filter((t) => t.kind === 'bad').map((t) => t.text)
  const single = (kind: 'item' | 'party'): Label<string> | undefined => {
    const found = tokens.filter((t) => t.kind === kind).map((t) => t.text)
    const first = found[0]
    return first === undefined ? undefined : { value: first, text: first, certain: found.every((text) => text === first) }
  }
  const statusAt = tokens.findIndex((t) => t.kind === 'status')
  const statusToken = tokens[statusAt]
  const dated = tokens.flatMap((t, at) => (t.kind === 'date' ? [{ at, day: t.day, text: t.text }] : []))
  const early = statusAt < 0 ? dated : dated.filter((d) => d.at < statusAt)
  const late = statusAt < 0 ? undefined : dated.find((d) => d.at > statusAt)
  const first = early[0] ?? dated[0]
  const second = statusAt < 0 ? undefined : (late ?? early[1] ?? early[0])
  const label = (from: typeof first | undefined, certain: boolean): Label<Day> | undefined =>
    from ? { value: from.day, text: from.text, certain } : undefined
  const statuses = tokens.filter((t) => t.kind === 'status').length
  return {
    item: single('item'),
    party: single('party'),
    date: label(first, (statusAt < 0 ? dated.length === 1 : early.length > 0) && early.length <= (late ? 1 : 2)),
    status: statusToken?.kind === 'status' ? { value: statusToken.status, text: statusToken.text, certain: statuses === 1 } : undefined,
    statusDate: label(second, second !== undefined && second !== first),
    badDates,
    rest,
  }
}

/** True where every word of a line is a label and there is at least one. `Item` alone counts: its number may stand on the next line. */
export function isLabelLine(line: string, parties: readonly string[], years: string | null): boolean {
  const labels = parseLabels([line], parties, years)
  if (/^\s*item\s*$/i.test(line)) return true
  return labels.rest.length === 0 && (labels.badDates.length > 0 || line.trim() !== '')
}
