import type { Status } from '../../shared/model/negotiation.ts'
import type { CommandName, Decision, Mode } from '../editor/types.ts'
import type { App } from './app.ts'
import type { Becoming } from './bargain/kept.ts'
import type { DialogState, RecordTab, Screen, State } from './state.ts'
import { BASE, lastOf, type VersionId } from './versions.ts'

/**
 * A command of the window, by its name: what menus, keys, the palette and the application menu call. `keys` in the form
 * `Mod+Shift+L` (Mod is Ctrl, or Cmd on a Mac); `when` says whether it can be done just now.
 */
export interface Command {
  readonly name: string
  readonly label: string
  readonly group: 'File' | 'Round' | 'Edit' | 'Table' | 'View' | 'Change' | 'Go'
  readonly keys: readonly string[]
  /** True where a text field has the key for itself while it is typed in. */
  readonly typing?: boolean
  /** Screens on which it can be asked for; left out: the page, and for what is done with the file the board. */
  readonly on?: readonly Screen[]
  readonly when: (state: State) => boolean
  readonly run: (app: App) => unknown
}

type Opening = Exclude<
  DialogState,
  | { readonly coming: unknown }
  | { readonly doubt: unknown }
  | { readonly result: unknown }
  | { readonly stretch: unknown }
  | { readonly found: unknown }
  | { readonly becoming: unknown }
  | { readonly session: unknown }
>['kind']

const table = (s: State) => s.phase === 'table'
const BESIDE: readonly Screen[] = ['page', 'board']
const onPage = (s: State) => s.page !== null
const writable = (s: State) => s.negotiation?.readOnly === false
const changed = (s: State) => s.page !== null && s.page.changes.length > 0
const quiet = (s: State) => s.dialog === null && s.error === null

/** Whether the page takes edits just now: our open round is shown as it stands. */
export const isEditing = (s: State): boolean => s.paper !== null && s.paper.open !== null && s.target === s.paper.source
/** Whether the picked item has an open round of ours. */
export const hasDraft = (s: State): boolean => s.detail !== null && s.detail.item.draft !== null && writable(s)
/** Whether an item takes language as it stands: what is agreed, settled or dropped is reopened first. */
const takesLanguage = (s: State): boolean => s.detail !== null && (s.detail.item.status === 'open' || s.detail.item.status === 'hold')
export const canDraft = (s: State): boolean => takesLanguage(s) && s.detail?.item.draft === null && writable(s)
/** Whether we have an open round in any item. */
export const drafting = (s: State): boolean => writable(s) && (s.negotiation?.items.some((i) => i.draft !== null) ?? false)
/** The open round that is meant: the one on the page, else ours. */
export const openRound = (s: State) => s.detail?.proposals.find((p) => p.id === (s.paper?.open?.proposal ?? s.detail?.item.draft))
/** An open round of another party that is being entered in the picked item. */
export const theirDraft = (s: State) => s.detail?.proposals.find((p) => !p.sealed && p.party !== s.negotiation?.us)

const hasOpen = (s: State): boolean => openRound(s) !== undefined && writable(s)
const open = (kind: Opening) => (app: App) => app.store.set({ dialog: { kind } })
const view = (mode: Mode) => (app: App) => app.store.set({ mode, hover: null })
const decide = (decision: Decision) => (app: App) => app.page.current?.decide(decision)
const inOrder = (s: State, by: -1 | 1) => {
  const at = s.negotiation?.items.findIndex((i) => i.id === s.item) ?? -1
  return at >= 0 && s.negotiation?.items[at + by] !== undefined
}

const against = (pick: (s: State) => VersionId | undefined) => ({
  when: (s: State) => s.page !== null && pick(s) !== undefined,
  run: (app: App) => app.items.show(app.store.get().target, pick(app.store.get())),
})
const last = (side: 'ours' | 'theirs') => (s: State) =>
  s.detail && s.negotiation ? (lastOf(s.detail, s.negotiation.us, s.target)[side]?.id ?? undefined) : undefined

const edit = (name: CommandName, label: string, keys: readonly string[] = []): Command => ({
  name,
  label,
  group: 'Edit',
  keys,
  typing: true,
  when: isEditing,
  run: (app) => app.page.current?.command(name),
})

const FILE: readonly Command[] = [
  { name: 'file.new', label: 'New negotiation…', group: 'File', keys: ['Mod+N'], when: quiet, run: open('new') },
  {
    name: 'file.open',
    label: 'Open a negotiation…',
    group: 'File',
    keys: ['Mod+O'],
    when: (s) => s.info?.dialogs === true,
    run: (app) => app.files.open(null),
  },
  { name: 'file.sample', label: 'Look around the sample', group: 'File', keys: [], when: quiet, run: (app) => app.files.sample() },
  { name: 'file.verify', label: 'Check the record', group: 'File', keys: [], when: table, run: (app) => app.files.verify() },
  { name: 'file.close', label: 'Back to the start', group: 'File', keys: [], when: table, run: (app) => app.files.close() },
  { name: 'item.new', label: 'New item…', group: 'File', keys: [], when: (s) => table(s) && writable(s), run: open('new-item') },
  { name: 'import', label: 'Import…', group: 'File', keys: [], when: (s) => table(s) && writable(s), run: open('import') },
  { name: 'compare', label: 'Compare two files…', group: 'File', keys: [], when: quiet, run: open('compare') },
  { name: 'export', label: 'Export…', group: 'File', keys: ['Mod+Shift+E'], when: table, run: open('export') },
  {
    name: 'export.again',
    label: 'Export again as last time',
    group: 'File',
    keys: ['Mod+E'],
    when: table,
    run: (app) => {
      const { lastExport } = app.store.get()
      return lastExport ? app.transfer.export(lastExport) : open('export')(app)
    },
  },
]

const ROUND: readonly Command[] = [
  { name: 'draft.start', label: 'Draft a counter…', group: 'Round', keys: [], when: canDraft, run: open('draft') },
  { name: 'draft.date', label: 'Change the round’s date…', group: 'Round', keys: [], when: hasOpen, run: open('date') },
  { name: 'draft.discard', label: 'Discard the draft…', group: 'Round', keys: [], when: hasOpen, run: open('discard') },
  { name: 'draft.seal', label: 'Pass across…', group: 'Round', keys: ['Mod+Enter'], when: drafting, run: open('pass') },
  { name: 'draft.enter', label: 'Seal without passing…', group: 'Round', keys: [], when: hasDraft, run: open('seal') },
  {
    name: 'draft.theirs',
    label: 'Enter their proposal…',
    group: 'Round',
    keys: [],
    when: (s) => takesLanguage(s) && s.detail?.item.kind !== 'base' && theirDraft(s) === undefined && writable(s),
    run: open('theirs'),
  },
  {
    name: 'draft.received',
    label: 'Seal their proposal as received…',
    group: 'Round',
    keys: [],
    when: (s) => theirDraft(s) !== undefined && writable(s),
    run: open('received'),
  },
]

const become =
  (becoming: Becoming) =>
  (app: App): void =>
    app.store.set({ dialog: { kind: 'become', becoming } })
const standsAs =
  (...statuses: readonly Status[]) =>
  (s: State): boolean =>
    s.detail !== null && s.detail.item.kind !== 'base' && statuses.includes(s.detail.item.status) && writable(s)
/** What becomes of items, and what is said of the table as a whole. */
const BARGAIN: readonly Command[] = [
  { name: 'status.ta', label: 'Agree…', group: 'Round', keys: [], when: standsAs('open', 'hold'), run: become('ta') },
  { name: 'status.part', label: 'Agree in part…', group: 'Round', keys: [], when: standsAs('open', 'hold'), run: become('part') },
  { name: 'status.drop', label: 'Drop…', group: 'Round', keys: [], when: standsAs('open', 'hold'), run: become('drop') },
  { name: 'status.hold', label: 'Hold…', group: 'Round', keys: [], when: standsAs('open'), run: become('hold') },
  {
    name: 'status.reopen',
    label: 'Reopen…',
    group: 'Round',
    keys: [],
    when: (s) => standsAs('ta', 'dropped', 'hold')(s) || (standsAs('open')(s) && (s.detail?.parts ?? 0) > 0),
    run: become('reopen'),
  },
  { name: 'status.settle', label: 'Settle…', group: 'Round', keys: [], when: standsAs('ta'), run: become('settle') },
  { name: 'packages', label: 'Packages…', group: 'Round', keys: [], when: (s) => table(s) && writable(s), run: open('packages') },
  { name: 'passes', label: 'Pass ledger…', group: 'Round', keys: [], when: table, run: open('passes') },
  {
    name: 'session.new',
    label: 'New session…',
    group: 'Round',
    keys: [],
    when: (s) => table(s) && writable(s),
    run: (app) => app.store.set({ dialog: { kind: 'session', session: null } }),
  },
  {
    name: 'sessions',
    label: 'Sessions',
    group: 'View',
    keys: [],
    when: table,
    run: (app) => {
      app.store.set({ tab: 'sessions' })
      app.layout.show('items')
    },
  },
  { name: 'rules', label: 'Rules of the table…', group: 'Round', keys: [], when: (s) => table(s) && writable(s), run: open('rules') },
]

/** Whether the agreement is on the page, so that an item can be made of a place in it. */
export const inAgreement = (s: State): boolean => s.page !== null && s.detail?.item.kind === 'base' && writable(s)
const inPlace = (kind: 'open' | 'ta' | null, name: string, label: string): Command => ({
  name,
  label,
  group: 'View',
  keys: [],
  when: (s) => s.page !== null && s.detail?.item.kind === 'base' && (s.inPlace?.kind ?? null) !== kind,
  run: (app) => app.places.show(kind),
})
const PLACE: readonly Command[] = [
  {
    name: 'file.next',
    label: 'Begin the next negotiation…',
    group: 'File',
    keys: [],
    when: (s) => table(s) && s.negotiation?.hasBase === true && quiet(s),
    run: (app) => app.places.next(),
  },
  {
    name: 'propose.here',
    label: 'Propose a change here…',
    group: 'Round',
    keys: [],
    when: inAgreement,
    run: (app) => {
      const stretch = app.page.current?.stretch()
      if (stretch) void app.places.propose({ from: stretch.from, to: stretch.to })
    },
  },
  {
    name: 'propose.section',
    label: 'Propose a change to this section…',
    group: 'Round',
    keys: [],
    when: inAgreement,
    run: (app) => {
      const section = app.page.current?.stretch()?.section
      if (section) void app.places.propose({ from: section, to: null })
    },
  },
  {
    name: 'place.tie',
    label: 'An item stands here…',
    group: 'Round',
    keys: [],
    when: inAgreement,
    run: (app) => {
      const stretch = app.page.current?.stretch()
      if (stretch) void app.places.propose({ from: stretch.from, to: stretch.to }, 'tie')
    },
  },
  inPlace(null, 'place.agreement', 'Agreement alone'),
  inPlace('open', 'place.open', 'Open proposals in place'),
  inPlace('ta', 'place.ta', 'Tentative agreements in place'),
]

const EDIT: readonly Command[] = [
  { ...edit('undo', 'Undo', ['Mod+Z']), when: (s) => isEditing(s) && s.page?.canUndo === true },
  { ...edit('redo', 'Redo', ['Mod+Y', 'Mod+Shift+Z']), when: (s) => isEditing(s) && s.page?.canRedo === true },
  edit('bold', 'Bold', ['Mod+B']),
  edit('italic', 'Italic', ['Mod+I']),
  edit('underline', 'Underline', ['Mod+U']),
  edit('superscript', 'Superscript'),
  edit('subscript', 'Subscript'),
  edit('paragraph', 'Paragraph'),
  edit('heading1', 'Article heading'),
  edit('heading2', 'Section heading'),
  edit('heading3', 'Subdivision heading'),
  edit('bulletList', 'Bulleted list'),
  edit('orderedList', 'Lettered list'),
  edit('indent', 'Indent'),
  edit('outdent', 'Outdent'),
  edit('alignLeft', 'Align left'),
  edit('alignCenter', 'Centre'),
  edit('alignRight', 'Align right'),
  edit('moveUp', 'Move up', ['Alt+Shift+ArrowUp']),
  edit('moveDown', 'Move down', ['Alt+Shift+ArrowDown']),
  edit('renumberHere', 'Renumber from here'),
  edit('renumberAll', 'Renumber the whole list'),
  { name: 'label', label: 'Label…', group: 'Edit', keys: [], when: isEditing, run: open('label') },
  { name: 'find', label: 'Find…', group: 'Edit', keys: ['Mod+F'], when: onPage, run: (app) => app.finding.open(false) },
  { name: 'find.replace', label: 'Replace…', group: 'Edit', keys: ['Mod+H'], when: onPage, run: (app) => app.finding.open(true) },
  { name: 'find.next', label: 'Next place found', group: 'Edit', keys: ['F3'], when: onPage, run: (app) => app.finding.step(1) },
  {
    name: 'find.previous',
    label: 'Previous place found',
    group: 'Edit',
    keys: ['Shift+F3'],
    when: onPage,
    run: (app) => app.finding.step(-1),
  },
  {
    name: 'find.everywhere',
    label: 'Find everywhere…',
    group: 'Edit',
    keys: ['Mod+Shift+F'],
    when: (s) => table(s) && quiet(s),
    run: open('everywhere'),
  },
]

const grid = (name: CommandName, label: string): Command => ({
  ...edit(name, label),
  group: 'Table',
  when: (s) => isEditing(s) && s.page?.inTable === true,
})
const TABLE: readonly Command[] = [
  {
    name: 'table.insert',
    label: 'Insert table…',
    group: 'Table',
    keys: [],
    when: (s) => isEditing(s) && s.page?.inTable === false,
    run: open('table'),
  },
  grid('rowAbove', 'Insert row above'),
  grid('rowBelow', 'Insert row below'),
  grid('columnLeft', 'Insert column left'),
  grid('columnRight', 'Insert column right'),
  grid('deleteRows', 'Delete row'),
  grid('deleteColumns', 'Delete column'),
  grid('deleteTable', 'Delete table'),
  {
    name: 'pay.rule',
    label: 'Rule on this grid…',
    group: 'Table',
    keys: [],
    when: (s) => isEditing(s) && s.page?.inTable === true,
    run: open('pay-rule'),
  },
  { name: 'pay.cost', label: 'What the grid costs…', group: 'Table', keys: [], when: (s) => onPage(s) && quiet(s), run: open('pay-cost') },
]

const VIEW: readonly Command[] = [
  { name: 'view.redline', label: 'Redline', group: 'View', keys: ['Mod+1'], when: onPage, run: view('redline') },
  { name: 'view.clean', label: 'Clean', group: 'View', keys: ['Mod+2'], when: onPage, run: view('clean') },
  { name: 'view.allRounds', label: 'All rounds', group: 'View', keys: ['Mod+3'], when: onPage, run: view('all-rounds') },
  { name: 'baseline.base', label: 'Against current language', group: 'View', keys: ['Mod+Shift+1'], ...against(() => BASE) },
  { name: 'baseline.ours', label: 'Against our last', group: 'View', keys: ['Mod+Shift+2'], ...against(last('ours')) },
  { name: 'baseline.theirs', label: 'Against their last', group: 'View', keys: ['Mod+Shift+3'], ...against(last('theirs')) },
  { name: 'baseline.any', label: 'Against any version…', group: 'View', keys: [], when: onPage, run: open('version') },
  {
    name: 'view.labels',
    label: 'Labels on changes',
    group: 'View',
    keys: ['Mod+Shift+L'],
    when: onPage,
    run: (app) => {
      const { inPlace, labels, placeLabels } = app.store.get()
      app.store.set(inPlace ? { placeLabels: !placeLabels } : { labels: !labels })
    },
  },
  { name: 'zoom.in', label: 'Larger paper', group: 'View', keys: ['Mod+Alt+='], when: table, run: (app) => app.layout.zoomBy(1) },
  { name: 'zoom.out', label: 'Smaller paper', group: 'View', keys: ['Mod+Alt+-'], when: table, run: (app) => app.layout.zoomBy(-1) },
  { name: 'zoom.reset', label: 'Paper at 100 %', group: 'View', keys: ['Mod+Alt+0'], when: table, run: (app) => app.layout.zoom(100) },
  {
    name: 'panel.items',
    label: 'Items, shown or hidden',
    group: 'View',
    keys: ['F7'],
    when: table,
    run: (app) => app.layout.toggle('items'),
  },
  {
    name: 'panel.record',
    label: 'Record, shown or hidden',
    group: 'View',
    keys: ['F8'],
    when: table,
    run: (app) => app.layout.toggle('record'),
  },
  { name: 'panel.alone', label: 'Page alone', group: 'View', keys: ['F9'], when: table, run: (app) => app.layout.alone() },
]

const CHANGE: readonly Command[] = [
  {
    name: 'change.next',
    label: 'Next change',
    group: 'Change',
    keys: ['Alt+ArrowDown'],
    when: changed,
    run: (app) => app.page.current?.next(),
  },
  {
    name: 'change.previous',
    label: 'Previous change',
    group: 'Change',
    keys: ['Alt+ArrowUp'],
    when: changed,
    run: (app) => app.page.current?.previous(),
  },
  { name: 'keep', label: 'Keep', group: 'Change', keys: ['Mod+Alt+K'], when: (s) => isEditing(s) && changed(s), run: decide('keep') },
  { name: 'strike', label: 'Strike', group: 'Change', keys: ['Mod+Alt+S'], when: (s) => isEditing(s) && changed(s), run: decide('strike') },
  {
    name: 'restore',
    label: 'Restore',
    group: 'Change',
    keys: ['Mod+Alt+R'],
    when: (s) => isEditing(s) && changed(s),
    run: decide('restore'),
  },
  {
    name: 'decide',
    label: 'Decide many changes…',
    group: 'Change',
    keys: [],
    when: (s) => isEditing(s) && changed(s),
    run: open('decide'),
  },
  { name: 'takeBack', label: 'Take back', group: 'Change', keys: [], when: (s) => isEditing(s) && changed(s), run: decide('takeBack') },
]

const showRecord = (recordTab: RecordTab) => (app: App) => {
  app.store.set({ recordTab })
  app.layout.show('record')
}
const RECORD: readonly Command[] = [
  { name: 'record.changes', label: 'Rounds and changes', group: 'View', keys: [], when: onPage, run: showRecord('record') },
  { name: 'record.notes', label: 'Private notes', group: 'View', keys: ['Mod+Alt+N'], when: onPage, run: showRecord('notes') },
  { name: 'record.checks', label: 'Check the language', group: 'View', keys: [], when: onPage, run: showRecord('checks') },
]

const GO: readonly Command[] = [
  {
    name: 'item.next',
    label: 'Next item',
    group: 'Go',
    keys: ['Mod+PageDown'],
    when: (s) => inOrder(s, 1),
    run: (app) => app.items.step(1),
  },
  {
    name: 'item.previous',
    label: 'Previous item',
    group: 'Go',
    keys: ['Mod+PageUp'],
    when: (s) => inOrder(s, -1),
    run: (app) => app.items.step(-1),
  },
  { name: 'region.next', label: 'Next region', group: 'Go', keys: ['F6'], when: table, run: () => nextRegion(1) },
  { name: 'region.previous', label: 'Previous region', group: 'Go', keys: ['Shift+F6'], when: table, run: () => nextRegion(-1) },
  { name: 'palette', label: 'Any command by name', group: 'Go', keys: ['Mod+K'], when: quiet, on: BESIDE, run: open('palette') },
  { name: 'keys', label: 'List of keys', group: 'Go', keys: ['Mod+/'], when: quiet, on: BESIDE, run: open('keys') },
]

const SCREENS: readonly Command[] = [
  {
    name: 'board',
    label: 'Board',
    group: 'Go',
    keys: ['Mod+Shift+B'],
    when: table,
    on: ['page', 'board'],
    run: (app) => (app.store.get().screen === 'board' ? app.screens.leave() : app.screens.go('board')),
  },
  { name: 'room', label: 'Room view', group: 'Go', keys: ['Shift+F9'], when: table, on: BESIDE, run: (app) => app.screens.go('room') },
  { name: 'legend', label: 'Legend…', group: 'View', keys: [], when: table, on: BESIDE, run: (app) => app.screens.go('legend') },
  {
    name: 'page',
    label: 'Back to the page',
    group: 'Go',
    keys: ['Escape'],
    when: table,
    on: ['board'],
    run: (app) => app.screens.leave(),
  },
]

const OPEN = 'open '
const PAGE: readonly Screen[] = ['page']

export const COMMANDS: readonly Command[] = [
  ...FILE,
  ...ROUND,
  ...BARGAIN,
  ...PLACE,
  ...EDIT,
  ...TABLE,
  ...VIEW,
  ...RECORD,
  ...CHANGE,
  ...GO,
  ...SCREENS,
].map((c) => ({
  ...c,
  when: (s) => (c.on ?? (c.group === 'File' ? BESIDE : PAGE)).includes(s.screen) && c.when(s),
}))
const BY_NAME = new Map(COMMANDS.map((command) => [command.name, command]))

export function commandOf(name: string): Command {
  const command = BY_NAME.get(name)
  if (!command) throw new RangeError(`no command ${name}`)
  return command
}

/**
 * Runs a command by its name where it can be done just now; names that are not ours are passed over. `open HANDLE` opens a file
 * that the host was asked to show.
 */
export function runCommand(app: App, name: string): void {
  if (name.startsWith(OPEN)) {
    void app.files.open(name.slice(OPEN.length))
    return
  }
  const command = BY_NAME.get(name)
  if (command?.when(app.store.get())) void command.run(app)
}

/** Moves the focus to the next or previous region of the window that is shown. */
function nextRegion(by: -1 | 1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((r) => r.offsetParent !== null)
  const at = regions.findIndex((r) => r.contains(document.activeElement))
  const next = regions[(at + by + regions.length) % regions.length]
  const inside = next?.querySelector<HTMLElement>('[data-region-start], [aria-selected="true"], [tabindex="0"], button, input')
  ;(inside ?? next)?.focus()
}
