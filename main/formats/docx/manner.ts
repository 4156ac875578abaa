/** How changes are written in a Word file. */
export interface Manner {
  /** `tracked`: as tracked changes (the default); `colours`: both texts, told apart by the colours and lines of the legend. */
  readonly changes?: 'tracked' | 'colours'
  /** What one party put in and another struck: as Word writes it (the default), or the deletion alone, for programs that lose the rest. */
  readonly passing?: 'nested' | 'flat'
  /** Moves as a deletion and an insertion (the default), or as Word's own. */
  readonly moves?: 'plain' | 'word'
}
