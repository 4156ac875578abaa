import { createContext, useContext } from 'react'
import type { Host } from '../platform/index.ts'
import { Bargain } from './bargain/bargain.ts'
import { Cards } from './cards.ts'
import { Notes } from './caucus/notes.ts'
import type { Desk } from './desk.ts'
import { Drafts } from './drafts.ts'
import { Files } from './files.ts'
import { Finding } from './find/finding.ts'
import { Items } from './items.ts'
import { Layout } from './layout.ts'
import { Notices } from './notices.ts'
import { Places } from './place/places.ts'
import { Checks } from './record/checks.ts'
import { Rounds } from './rounds.ts'
import { Screens } from './screens.ts'
import { initial, type State } from './state.ts'
import { createStore, useStore } from './store.ts'
import { Transfer } from './transfer.ts'
import { Intake } from './word/intake.ts'

/** The window's working parts, wired together. */
export interface App extends Desk {
  readonly notices: Notices
  readonly drafts: Drafts
  readonly items: Items
  readonly files: Files
  readonly rounds: Rounds
  readonly places: Places
  readonly transfer: Transfer
  readonly intake: Intake
  readonly notes: Notes
  readonly bargain: Bargain
  readonly checks: Checks
  readonly layout: Layout
  readonly screens: Screens
  readonly cards: Cards
  readonly finding: Finding
}

export function createApp(host: Host): App {
  const store = createStore<State>({ ...initial, connection: host.connection() })
  const desk: Desk = { host, store, page: { current: null } }
  const notices = new Notices(desk)
  const drafts = new Drafts(desk, notices)
  const items = new Items(desk, notices, drafts)
  const files = new Files(desk, notices, items, drafts)
  const rounds = new Rounds(desk, notices, items, drafts)
  const transfer = new Transfer(desk, notices, files, items, drafts)
  return {
    ...desk,
    notices,
    drafts,
    items,
    files,
    rounds,
    places: new Places(desk, notices, items, drafts, rounds),
    transfer,
    intake: new Intake(desk, notices, drafts, transfer),
    notes: new Notes(desk, notices),
    bargain: new Bargain(desk, { notices, items, drafts, transfer, files }),
    checks: new Checks(desk, drafts),
    layout: new Layout(desk),
    screens: new Screens(desk, items, drafts),
    cards: new Cards(desk),
    finding: new Finding(desk, notices, items),
  }
}

export const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('the window has no app around it')
  return app
}

/** A part of the window's state; see `useStore` for what `part` must keep to. */
export const useAppState = <P>(part: (state: State) => P): P => useStore(useApp().store, part)
