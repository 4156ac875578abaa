import type { RoundRef } from '../../shared/model/negotiation.ts'
import type { DoubtInfo, FindingsInfo, ItemDetail, Negotiation, NoteInfo, OpenedProposal, Output } from '../../shared/rpc/contract.ts'
import type { Found, Search } from '../editor/index.ts'
import type { ChangeAt, Mode, PageState, ShownRound } from '../editor/types.ts'
import type { Connection } from '../platform/index.ts'
import type { Bargained, Becoming } from './bargain/kept.ts'
import type { ExportChoice } from './exports.ts'
import type { InPlaceShown, ItemHere, PlaceMenuAt, Stretch } from './place/types.ts'
import type { SaveState } from './save.ts'
import { BASE, type VersionId } from './versions.ts'
import type { Coming, Step } from './word/coming.ts'

export type Recent = Output<'app.recent'>[number]
export type Heading = Output<'outline.get'>[number]
export type Hit = Output<'search'>[number]
export type RecordTab = 'record' | 'notes' | 'checks'
export type LeftTab = 'items' | 'outline' | 'sessions' | 'doubts'
export type Filter = 'all' | 'ours' | 'open' | 'ta' | 'hold' | 'dropped' | 'settled'

/** What is on the paper: a document that holds the rounds of a chain. `source` is the proposal it came from. */
export interface Paper {
  /** Changes whenever the page must be built anew. */
  readonly key: string
  readonly item: string
  readonly source: string | null
  readonly doc: OpenedProposal['doc']
  readonly rounds: readonly ShownRound[]
  /** The round that is open for editing; null: the page is read. */
  readonly open: RoundRef | null
  /** Blocks that were agreed in a part of the item: they stay as they read. */
  readonly agreed?: readonly OpenedProposal['doc'][]
  /** Fixed places of a comparison across two chains; null where baseline and target are places in `rounds`. */
  readonly compared: { readonly baseline: number; readonly target: number } | null
}

/** Long work under way: its id for the host, what it is, how far. */
export interface Job {
  readonly id: string
  readonly title: string
  readonly done: number
  readonly note: string
}

/** What stands in the find bar. */
export interface FindState extends Search {
  /** What found text is replaced by. */
  readonly text: string
  /** Whether the fields for replacing are shown. */
  readonly replacing: boolean
  /** Grows each time the bar is asked for, so that its field takes the focus again. */
  readonly asked: number
}

/** What the checks said of a version, and which one it was. */
export interface Checked extends FindingsInfo {
  readonly item: string
  readonly version: string
}

/** Before anything is looked for. */
export const NOTHING_FOUND: Found = { total: 0, at: -1, standing: 0 }

/** Which screen of a negotiation stands. */
export type Screen = 'page' | 'board' | 'room' | 'legend'

/** What stands in a dialog. */
export type DialogState =
  | {
      readonly kind:
        | 'new'
        | 'new-item'
        | 'draft'
        | 'date'
        | 'seal'
        | 'discard'
        | 'label'
        | 'decide'
        | 'everywhere'
        | 'export'
        | 'compare'
        | 'keys'
        | 'palette'
        | 'pay-rule'
        | 'pay-cost'
        | 'table'
        | 'version'
        | 'theirs'
        | 'received'
        | 'pass'
        | 'packages'
        | 'passes'
        | 'rules'
    }
  /** What becomes of the picked item. */
  | { readonly kind: 'become'; readonly becoming: Becoming }
  /** The session that is changed; null for a new one. */
  | { readonly kind: 'session'; readonly session: string | null }
  /** `file`: one that was dropped or pasted. */
  | { readonly kind: 'import'; readonly file?: File }
  | { readonly kind: Step; readonly coming: Coming }
  | { readonly kind: 'doubt'; readonly doubt: DoubtInfo }
  /** Begins the next negotiation; what was found of the agreement that it begins with. */
  | { readonly kind: 'next'; readonly found: Output<'ratify.check'> }
  /** Makes an item of a place in the agreement, or says which item stands there. */
  | { readonly kind: 'propose' | 'tie'; readonly stretch: Stretch; readonly here: ItemHere }
  | { readonly kind: 'verified'; readonly result: Output<'file.verify'> }

export interface Toast {
  readonly id: number
  readonly text: string
  /** What the person can do about it: a command of the window by its name. */
  readonly act?: string
}

export interface Panels {
  readonly items: boolean
  readonly record: boolean
  /** Where a panel is a drawer it opens over the page, and not by itself. */
  readonly itemsDrawer: boolean
  readonly recordDrawer: boolean
  readonly itemsWidth: number | null
  readonly recordWidth: number | null
}

export interface State {
  readonly phase: 'connecting' | 'start' | 'table'
  readonly screen: Screen
  readonly connection: Connection
  readonly info: Output<'app.info'> | null
  readonly recent: readonly Recent[] | null
  readonly busy: boolean
  readonly negotiation: Negotiation | null
  readonly outline: readonly Heading[] | null
  readonly doubts: readonly DoubtInfo[]
  readonly detail: ItemDetail | null
  readonly item: string | null
  readonly paper: Paper | null
  readonly loading: boolean
  /** Why nothing is on the page, where it could not be read. */
  readonly trouble: string | null
  /** What stands in place in the agreement on the page; null where it stands alone, or another item is shown. */
  readonly inPlace: InPlaceShown | null
  /** A menu asked for at a place of the agreement, in the window’s own pixels. */
  readonly placeMenu: PlaceMenuAt | null
  readonly mode: Mode
  readonly labels: boolean
  /** Whether changes carry their item, party and date where items stand in place. */
  readonly placeLabels: boolean
  readonly baseline: VersionId
  readonly target: VersionId
  readonly page: PageState | null
  /** A block of an item that the page shows as soon as it stands. */
  readonly goTo: { readonly item: string; readonly block: string } | null
  readonly hover: ChangeAt | null
  /** The find bar; null while it is closed. */
  readonly find: FindState | null
  readonly found: Found
  readonly save: SaveState
  readonly tab: LeftTab
  readonly recordTab: RecordTab
  readonly notes: readonly NoteInfo[]
  /** The bargaining record, once something showed it. */
  readonly bargain: Bargained | null
  /** Where the menu of an item's row stands in the window; null while it is closed. */
  readonly itemMenu: { readonly item: string; readonly x: number; readonly y: number } | null
  /** What the checks said of the version that they last looked at. */
  readonly checked: Checked | null
  readonly checking: boolean
  readonly query: string
  readonly hits: readonly Hit[]
  readonly filter: Filter
  readonly byParty: string | null
  readonly panels: Panels
  readonly zoom: number
  readonly dialog: DialogState | null
  /** Stands over everything until it is answered: the thing, what is wrong with it, what was kept. */
  readonly error: { readonly title: string; readonly message: string } | null
  readonly toasts: readonly Toast[]
  readonly job: Job | null
  readonly lastExport: ExportChoice | null
  /** The date that the next round starts with, once one was given in this sitting. */
  readonly roundDate: string | null
}

/** Whether each change on the page carries its label. */
export const labelsShown = (s: State): boolean => (s.inPlace ? s.placeLabels : s.labels)

export const initial: State = {
  phase: 'connecting',
  screen: 'page',
  connection: 'up',
  info: null,
  recent: null,
  busy: false,
  negotiation: null,
  outline: null,
  doubts: [],
  detail: null,
  item: null,
  paper: null,
  loading: false,
  trouble: null,
  inPlace: null,
  placeMenu: null,
  mode: 'redline',
  labels: false,
  placeLabels: true,
  baseline: BASE,
  target: BASE,
  page: null,
  goTo: null,
  hover: null,
  find: null,
  found: NOTHING_FOUND,
  save: { kind: 'idle' },
  tab: 'items',
  recordTab: 'record',
  notes: [],
  bargain: null,
  itemMenu: null,
  checked: null,
  checking: false,
  query: '',
  hits: [],
  filter: 'all',
  byParty: null,
  panels: { items: true, record: true, itemsDrawer: false, recordDrawer: false, itemsWidth: null, recordWidth: null },
  zoom: 100,
  dialog: null,
  error: null,
  toasts: [],
  job: null,
  lastExport: null,
  roundDate: null,
}
