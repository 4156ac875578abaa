import type { Host } from '../platform/index.ts'
import type { PageHandle } from './page.tsx'
import type { State } from './state.ts'
import type { Store } from './store.ts'

/** What every part of the window works on: the host, what is shown, and the page while one stands. */
export interface Desk {
  readonly host: Host
  readonly store: Store<State>
  readonly page: { current: PageHandle | null }
}
