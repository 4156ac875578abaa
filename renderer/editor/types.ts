import type { Node } from 'prosemirror-model'
import type { Step } from 'prosemirror-transform'
import type { Legend } from '../../shared/model/legend.ts'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import type { Change, Version } from '../../shared/redline/index.ts'

/** `redline`: between baseline and target. `clean`: the target as it reads. `all-rounds`: the redline with what came and went in between. */
export type Mode = 'redline' | 'clean' | 'all-rounds'

/** What can be done with a change: leave it, strike what it put in, bring back what it struck, take one's own open words back. */
export type Decision = 'keep' | 'strike' | 'restore' | 'takeBack'

/** Editing commands by name, as tool bars, menus and the palette call them. */
export type CommandName =
  | 'undo'
  | 'redo'
  | 'bold'
  | 'italic'
  | 'underline'
  | 'superscript'
  | 'subscript'
  | 'indent'
  | 'outdent'
  | 'bulletList'
  | 'orderedList'
  | 'paragraph'
  | 'heading1'
  | 'heading2'
  | 'heading3'
  | 'alignLeft'
  | 'alignCenter'
  | 'alignRight'
  | 'selectAll'
  | 'moveUp'
  | 'moveDown'
  | 'renumberHere'
  | 'renumberAll'
  | 'rowAbove'
  | 'rowBelow'
  | 'columnLeft'
  | 'columnRight'
  | 'deleteRows'
  | 'deleteColumns'
  | 'deleteTable'

/** A change under the pointer or the caret, and where it stands in the window. */
export interface ChangeAt {
  readonly id: string
  /** Its entry in the list of changes of the view; null where the view does not list it. */
  readonly change: Change | null
  /** Where it stands, in the window's own pixels. */
  readonly rect: DOMRect
  /** Asked for from the keyboard (Alt Enter): the card takes the focus and stays until closed. */
  readonly pinned: boolean
}

/** Words put in and struck. */
export interface WordCount {
  readonly added: number
  readonly struck: number
}

/** What the window around the page needs to know of it. Reported at once for the caret, and after a short rest for the lists. */
export interface PageState {
  readonly changes: readonly Change[]
  readonly activeId: string | null
  /** Place of the active change in `changes`; -1 where none is. */
  readonly activeIndex: number
  /** Words of the open round; zeros where the page is read only. */
  readonly round: WordCount
  /** Words between baseline and target. */
  readonly view: WordCount
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Names of the formatting marks that hold at the caret or over the selection. */
  readonly marks: readonly string[]
  readonly block: { readonly type: string; readonly level: number; readonly list: string | null; readonly align: string }
  /** Whether the selection is in one table. */
  readonly inTable: boolean
  readonly selectionEmpty: boolean
  readonly editable: boolean
}

/** A round as the page names it; where several items stand on one page, with the item that it is of. */
export interface ShownRound extends RoundRef {
  readonly of?: { readonly item: string; readonly name: string }
}

/** A stretch of blocks of the document: the first, the last (null where it is one), and what was meant by it. */
export interface BlockStretch {
  readonly from: string
  readonly to: string | null
  readonly what: 'heading' | 'paragraph' | 'words'
  /** The heading that stands nearest above; null for none. */
  readonly section: string | null
}

/** What a page shows, and whether and as whom it is edited. */
export interface PageOptions {
  readonly doc: Node
  /** The chain that the document's switches point into, the open round included. */
  readonly rounds: readonly ShownRound[]
  readonly editable: boolean
  /** The round that edits belong to; null for a page that is only read. */
  readonly openRound: { readonly r: number; readonly p: string } | null
  readonly baseline: Version
  readonly target: Version
  readonly mode: Mode
  readonly legend: Legend
  readonly ariaLabel: string
  /** Whether each change carries its party and date. */
  readonly labels: boolean
  /** Blocks that were agreed, clean: an edit that makes one of them read otherwise is refused. */
  readonly agreed?: readonly Node[]
  /** The steps of each tracked transaction, in order, as they are applied. */
  onSteps(steps: Step[]): void
  onState(state: PageState): void
  /** An edit that was not done, and why, in one sentence. The document is as it was. */
  onRefused(message: string): void
  /** What an edit that was done left out, in one notice. Where it is missing, `onRefused` is told. */
  onNotice?(message: string): void
  onHover(change: ChangeAt | null): void
  /** A label stands twice in a list after an edit; nothing was changed about it. */
  onRepeated?(label: string): void
  /** A fresh id with a prefix, for blocks and changes. */
  newId(prefix: string): string
}
