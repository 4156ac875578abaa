/** What a check is about. */
export type FindingKind = 'date' | 'reference' | 'moved' | 'numbering' | 'spelling' | 'amount' | 'term'

/** Something in the language that somebody should look at. A check says it and changes nothing. */
export interface Finding {
  readonly kind: FindingKind
  /** One sentence that names the words and says what is wrong with them. */
  readonly message: string
  /** The id of the block that the words stand in. */
  readonly block: string
  /** The words, from `from` to `to` in the block's text; both 0 where the finding is about the block's label or all of it. */
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The years of an agreement, both days inclusive, as `YYYY-MM-DD`. */
export interface Term {
  readonly from: string
  readonly to: string
}
