import type { Mark, Node } from 'prosemirror-model'
import type { RoundRef } from '../model/negotiation.ts'
import type { BlockProps } from '../model/schema.ts'

/** A version of a chain: 0 is the base, n the state after round n. */
export type Version = number

/** The switch that made a token differ: change id, round in the chain, party label. */
export interface Cause {
  readonly id: string
  readonly r: number
  readonly p: string
}
/** Whether a token stands on both sides, only at the target, or only at the baseline. */
export type RunKind = 'same' | 'insert' | 'delete'

/** A stretch of inline content in one state. */
export interface Run {
  readonly kind: RunKind
  /** Text or hard break, without any mark. */
  readonly node: Node
  /** Formatting (no tracking marks) at the baseline and at the target. */
  readonly marksA: readonly Mark[]
  readonly marksB: readonly Mark[]
  /** Who made it so; null where `kind` is `same`. */
  readonly by: Cause | null
  /** Who changed the formatting, where only that differs. */
  readonly formatBy: Cause | null
  /** All-rounds view only: the run came and went between the two versions; this is who put it in, `by` who struck it. */
  readonly inserted: Cause | null
  /** The switch that last brought it back, where it stands because it was restored; for text that stands on both sides, in the all-rounds view only. */
  readonly restored: Cause | null
  /** True for a block's label shown as text (see `withLabels`). */
  readonly label?: boolean
}

/** A text block: its runs and the state of its end. Where the end is not `same`, the text runs on into the next block on one side. */
export interface TextBlock {
  readonly kind: 'text'
  readonly id: string
  readonly end: RunKind
  readonly by: Cause | null
  readonly inserted: Cause | null
  readonly propsA: BlockProps
  readonly propsB: BlockProps
  readonly propsBy: Cause | null
  readonly runs: readonly Run[]
}
/** A cell of a row, with the state of the cell itself beside that of its language. */
export interface CellBlock {
  readonly id: string
  readonly change: RunKind
  readonly by: Cause | null
  /** All-rounds view only: who put it in, where it came and went in between. The same holds for rows and block ends. */
  readonly inserted: Cause | null
  readonly header: boolean
  readonly attrs: {
    readonly colspan: number
    readonly rowspan: number
    readonly align: string
    readonly colwidth: readonly number[] | null
  }
  readonly blocks: readonly Block[]
  /**
   * True for a place that is in neither version: in a row that came or went, where other rows show a column that the row never
   * had while it stood. It holds nothing and keeps what follows it under its own column.
   */
  readonly absent?: boolean
}
/** A row of a table, with its own state. */
export interface RowBlock {
  readonly id: string
  readonly change: RunKind
  readonly by: Cause | null
  readonly inserted: Cause | null
  readonly cells: readonly CellBlock[]
}
/** A table; `change` is its state as a whole. */
export interface TableBlock {
  readonly kind: 'table'
  readonly id: string
  readonly change: RunKind
  readonly rows: readonly RowBlock[]
}
/** What a redline is a list of. */
export type Block = TextBlock | TableBlock

/** A projection of a document between two versions: the one thing that every view and every writer takes. */
export interface Redline {
  readonly blocks: readonly Block[]
  /** The rounds of the chain that `Cause.r` points into. */
  readonly rounds: readonly RoundRef[]
  readonly baseline: Version
  readonly target: Version
}
