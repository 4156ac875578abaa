import type { Legend } from '../../shared/model/legend.ts'
import type { Redline } from '../../shared/redline/types.ts'

/**
 * What a writer is given: a paper to lay on the table. It holds no ids of people, no notes, no paths: what is not in here
 * cannot leave.
 */
export interface Paper {
  /** Title of the document, in its properties and at its head. */
  readonly title: string
  /** One line under the title, such as `Round 1.3, answering 191's 12.6`; empty for none. */
  readonly subtitle: string
  /** BCP 47, such as `en-US`. */
  readonly language: string
  /** The day that the document's properties and foot carry; null where it has none (never the clock: the same input gives the same bytes). */
  readonly date: string | null
  readonly view: 'clean' | 'redline'
  /** Colours and marks; drawn as a key where `view` is `redline`. */
  readonly legend: Legend
  /** Key lines for the legend box: each kind of change that occurs in the paper, in order. */
  readonly key: readonly PaperKey[]
  readonly sections: readonly PaperSection[]
}
export interface PaperKey {
  readonly kind: 'insert' | 'delete'
  readonly party: string
  readonly date: string
  readonly label: string
}
/** One row of the commonly formatted layout, or (with `labels` null) language over the whole width, as in a contract. */
export interface PaperSection {
  /** Left column, line by line: `Item 13`, `BEA`, `9.20`, `TA`, `10.25`. */
  readonly labels: readonly string[] | null
  /** Language of the item; where `view` is `clean`, every run is `same`. */
  readonly redline: Redline
}
/** Reports progress (0 to 1) and lets the caller stop: writers call it between parts of their work; it throws `Cancelled`. */
export type Progress = (done: number, note: string) => void | Promise<void>
/** A writer: a paper to bytes. Pure: no clock, no randomness, no network. */
export type Writer = (paper: Paper, progress?: Progress) => Promise<Uint8Array>
