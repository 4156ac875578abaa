import type { PayRule } from '../../shared/model/money.ts'
import type { Change, NewTable, Version } from '../../shared/redline/index.ts'
import type { CommandName, Decision, Finder, GridAt, Many } from '../editor/index.ts'
import type { BlockStretch } from '../editor/types.ts'
import type { Host } from '../platform/index.ts'
import type { State } from './state.ts'
import type { Store } from './store.ts'

/** What the window may do with the page while it stands. */
export interface PageHandle {
  /** Finding and replacing on it. */
  readonly finder: Finder
  focus(): void
  command(name: CommandName): void
  /** Decides a change, or what is selected, or the change at the caret. */
  decide(decision: Decision, change?: string): void
  /** The changes that are meant, and deciding them all in one step of undo; false where none was decided. */
  meant(many: Many): readonly Change[]
  decideMany(many: Many): boolean
  next(): void
  previous(): void
  goTo(change: string): void
  scrollTo(block: string): void
  /** Where a block stands, in the words of the list of changes. */
  place(block: string): string
  /** Puts an empty table in at the caret. */
  insertTable(table: NewTable): void
  /** The table at the caret at a version (the one shown), and a rule put on it. */
  grid(v?: Version): GridAt | null
  putPayRule(rule: PayRule, o: { readonly cells: ReadonlySet<string> | null; readonly on: Version; readonly place: string }): boolean
  /** The block of the caret and the words selected in it. */
  words(): { readonly block: string; readonly text: string } | null
  /** The blocks of the selection or the caret, or those at a point of the window. */
  stretch(at?: { readonly x: number; readonly y: number }): BlockStretch | null
  label(): string | null
  setLabel(label: string | null): void
}

/** What every part of the window works on: the host, what is shown, and the page while one stands. */
export interface Desk {
  readonly host: Host
  readonly store: Store<State>
  readonly page: { current: PageHandle | null }
}
