import type { Rules } from '../../../shared/model/record.ts'
import type { Input, Output, PackageInfo, PassInfo, PersonInfo, SessionInfo } from '../../../shared/rpc/contract.ts'

/** What the record says of passes, packages, sessions, people and rules, as it was last read. */
export interface Bargained {
  readonly passes: readonly PassInfo[]
  readonly packages: readonly PackageInfo[]
  readonly whatIfs: Output<'whatif.list'>
  readonly sessions: readonly SessionInfo[]
  readonly people: readonly PersonInfo[]
  readonly rules: Rules
}
/** What can become of an item; a part that is agreed is a kind of its own, since more is asked. */
export type Becoming = Input<'status.set'>['kind'] | 'part'
