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
    const last = this.redline.rounds.find((round) => round.r === Math.max(this.redline.baseline, this.redline.target))
    const round = this.redline.rounds.find((r) => r.r === by?.r) ?? last
    const date: Record<string, string> = round?.date ? { date: `${round.date}T00:00:00Z` } : {}
    return { id: this.id(), author: by?.p ?? round?.party ?? '', ...date }
  }
}
