import { type Board, board } from '../../shared/model/board.ts'
import type { Store } from '../store/index.ts'
import { overview } from './ledger.ts'

/** The board of a file. `today`: the day on which it is looked at; `paper`: as it may leave, without drafts. */
export function boardOf(store: Store, today: string, paper = false): Board {
  const { title, years, parties, us, items, goesFirst } = overview(store, '')
  return board({ title, years, parties, us, items, goesFirst, proposals: store.proposals(), lines: store.events(), today }, paper)
}
