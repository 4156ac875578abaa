import { type Legend, type MarkStyle, styleOf } from '../../../shared/model/legend.ts'
import type { RoundRef } from '../../../shared/model/negotiation.ts'
import type { Cause, Redline } from '../../../shared/redline/index.ts'
import type { OwnMoves } from './back/move.ts'
import type { Manner } from './manner.ts'
import { type Attributes, join, w, type Xml } from './xml.ts'

/** What the parts of one paper share while it is written: the one space of revision ids. */
export class Ids {
  private last = 0
  /** The next free id, from 1. */
  next(): number {
    this.last += 1
    return this.last
  }
}

/**
 * Turns the causes of one redline into Word's revisions. The author is the party's label, the date its round's day at midnight
 * UTC (the day is what was agreed on at the table; Word asks for a time).
 */
export class Revisions {
  private readonly ids: Ids
  private readonly legend: Legend
  private readonly rounds: ReadonlyMap<number, RoundRef>
  private readonly latest: Cause

  private readonly moves: OwnMoves | null
  private readonly passing: 'nested' | 'flat'
  /** False where changes are shown by their colours alone. */
  readonly tracked: boolean

  /** `moves`: those that are written as Word's own; null where none is. */
  constructor(redline: Redline, legend: Legend, ids: Ids, manner: Manner = {}, moves: OwnMoves | null = null) {
    this.ids = ids
    this.moves = moves
    this.passing = manner.passing ?? 'nested'
    this.tracked = manner.changes !== 'colours'
    this.legend = legend
    this.rounds = new Map(redline.rounds.map((round) => [round.r, round]))
    const last = this.rounds.get(Math.max(redline.baseline, redline.target))
    this.latest = { id: '', r: last?.r ?? 0, p: last?.party ?? '' }
  }

  /** Attributes of a revision. A change without a cause of its own belongs to the round that the redline ends in. */
  stamp(by: Cause | null): Attributes {
    const cause = by ?? this.latest
    return { id: this.ids.next(), author: cause.p, date: `${this.day(cause)}T00:00:00Z` }
  }
  /** A revision element: `ins`, `del`, `pPrChange` and their like. Where nothing is tracked it is what it holds, or nothing. */
  mark(name: string, by: Cause | null, ...children: readonly (Xml | null)[]): Xml | null {
    if (!this.tracked) return children.length && !name.endsWith('Change') ? join(children) : null
    const moved = by && this.isMove(by) ? this.moves!.mark(by.id) : {}
    return w(by && this.isMove(by) ? (MOVED[name] ?? name) : name, { ...this.stamp(by), ...moved }, ...children)
  }
  /** The insertion around a deletion (see `around`). */
  outer(by: Cause, ...children: readonly (Xml | null)[]): Xml | null {
    return this.tracked ? w('ins', this.stamp(by), ...children) : null
  }
  /** Whether a change is half of a move that is written as Word's own; its words are no deleted text then. */
  isMove(by: Cause | null): boolean {
    return this.tracked && !!this.moves?.has(by?.id)
  }
  /**
   * What came and went in between (all rounds): a deletion inside an insertion. Where one party did both, the deletion alone is
   * written: LibreOffice takes a party's own deletion inside its own insertion for plain standing text and pandoc drops it, and
   * struck language must never read as standing. Accepting gives the target in either case; rejecting everything brings back
   * the words that a party itself withdrew.
   */
  around(inserted: Cause | null, by: Cause | null): Cause | null {
    return this.passing === 'nested' && inserted && inserted.p !== (by ?? this.latest).p ? inserted : null
  }
  /** How the legend draws a change. */
  style(kind: 'insert' | 'delete', by: Cause | null): MarkStyle {
    const cause = by ?? this.latest
    return styleOf(this.legend, kind, cause.p, this.day(cause))
  }

  private day(cause: Cause): string {
    const round = this.rounds.get(cause.r)
    if (!round) throw new Error(`a change of ${cause.p} points at round ${cause.r}, which is not in the chain`)
    return round.date
  }
}

const MOVED: Readonly<Record<string, string>> = { ins: 'moveTo', del: 'moveFrom' }
