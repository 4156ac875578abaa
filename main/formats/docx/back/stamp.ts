import type { Cause, Redline } from '../../../../shared/redline/index.ts'

/** Ids, authors and days of the revisions that are written: one space of ids with what the file has already (17.13). */
export class Stamps {
  private last: number
  private readonly redline: Redline

  /** `taken`: the highest id that the file uses for revisions, bookmarks and comments. */
  constructor(redline: Redline, taken: number) {
    this.redline = redline
    this.last = taken
  }

  /** A fresh id. */
  id(): string {
    return String(++this.last)
  }
  /** The attributes of a revision: its author is the party's label, its time the round's day. A change without a cause of its own belongs to the last round. */
  of(by: Cause | null): Record<string, string> {
    const { party, date } = this.round(by)
    return { id: this.id(), author: by?.p ?? party, ...(date ? { date: `${date}T00:00:00Z` } : {}) }
  }
  /** Whose round a change is of, and its day. */
  round(by: Cause | null): { readonly party: string; readonly date: string } {
    const { rounds, baseline, target } = this.redline
    const last = Math.max(baseline, target)
    const found = rounds.find((round) => round.r === by?.r) ?? rounds.find((round) => round.r === last)
    return { party: by?.p ?? found?.party ?? '', date: found?.date ?? '' }
  }
}
