import { formatDay } from '../../shared/model/labels.ts'
import type { Legend } from '../../shared/model/legend.ts'
import type { Item, RoundRef, Status } from '../../shared/model/negotiation.ts'
import { allRounds, type Block, type Cause, project, type Redline, redline, withLabels } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { Paper, PaperKey, PaperSection } from '../formats/paper.ts'
import type { Store } from '../store/index.ts'
import { itemName, itemNumbered, lastOf, proposalName, type Resolved, resolve, viewBetween } from './versions.ts'

/** What is asked for: a scope (`base`, `item:13`, `table`), a view, and the versions it lies between. */
export interface PaperRequest {
  readonly scope: string
  readonly view: 'clean' | 'redline' | 'all-rounds'
  /** Null: the current language. */
  readonly baseline: string | null
  /** Null: the latest; in the scope `table`, every proposal of each stack. */
  readonly version: string | null
}
/** A paper and the name (without ending) that its file should have. */
export interface MadePaper {
  readonly paper: Paper
  readonly name: string
}

const LATER: Readonly<Record<string, string>> = {
  'ta-summary': 'a summary of tentative agreements',
  'final-positions': 'the final positions',
  ratification: 'a ratification draft',
}
const VIEW_NAME = { clean: 'clean', redline: 'redline', 'all-rounds': 'all rounds' } as const
const STATUS_LABEL: Readonly<Record<Status, string | null>> = { open: null, ta: 'TA', dropped: 'Drop', hold: 'Hold', settled: 'Settled' }

/** Builds the paper that a request asks for. A scope, item or version that does not exist is refused in one sentence. */
export function makePaper(store: Store, request: PaperRequest): MadePaper {
  const { scope } = request
  if (Object.hasOwn(LATER, scope))
    throw new ParleyError('bad-input', `The scope ${scope} (${LATER[scope]}) comes with the bargaining record and is not there yet.`)
  if (scope === 'table') return tablePaper(store, request)
  if (scope === 'base') return itemPaper(store, itemNumbered(store, 'base'), request)
  if (/^item:./.test(scope)) return itemPaper(store, itemNumbered(store, scope.slice('item:'.length)), request)
  throw new ParleyError('bad-input', `${scope} is not a scope; write base, item:NUMBER or table.`)
}

function itemPaper(store: Store, item: Item, request: PaperRequest): MadePaper {
  const target = resolve(store, item, request.version ?? 'latest')
  const baseline = resolve(store, item, request.baseline ?? 'base')
  const { title } = store.negotiation()
  const section = { labels: item.kind === 'base' ? null : labelsOf(target), redline: between(store, baseline, target, request.view) }
  const said = target.proposal ? proposalName(target.proposal) : 'Current language'
  const against =
    request.view === 'clean' || !target.proposal
      ? ''
      : `, against ${baseline.proposal ? proposalName(baseline.proposal) : 'the current language'}`
  return {
    paper: finish(store, request, {
      title: titleOf(item),
      subtitle: [title, `${said}${answering(store, target)}${against}`].join('. '),
      date: target.proposal?.date ?? null,
      sections: [section],
    }),
    name: fileName([itemName(item), target.proposal ? proposalName(target.proposal) : 'current language', VIEW_NAME[request.view]]),
  }
}

const titleOf = (item: Item): string => {
  if (item.kind === 'base' && item.title) return item.title
  return item.title === '' || item.title === itemName(item) ? itemName(item) : `${itemName(item)}: ${item.title}`
}

function answering(store: Store, { proposal }: Resolved): string {
  if (!proposal?.answers) return ''
  const answered = store.proposal(proposal.answers)
  return `, answering ${answered.party}'s ${formatDay(answered.date)}`
}

/** The commonly formatted document: norms first, then every item with its stack, a row each. */
function tablePaper(store: Store, request: PaperRequest): MadePaper {
  const { title } = store.negotiation()
  const rows = store.items().flatMap((item) => (item.kind === 'base' ? [] : rowsOf(store, item, request)))
  if (!rows.length) throw new ParleyError('not-found', `There is no item in ${store.name} to lay out.`)
  return {
    paper: finish(store, request, {
      title,
      subtitle: store
        .parties()
        .map((p) => p.name)
        .join(' and '),
      date: lastOf(rows.flatMap((r) => r.target.proposal ?? []))?.date ?? null,
      sections: rows.map((r) => ({ labels: labelsOf(r.target), redline: r.redline })),
    }),
    name: fileName(['Commonly formatted document', VIEW_NAME[request.view]]),
  }
}

function rowsOf(store: Store, item: Item, request: PaperRequest): { target: Resolved; redline: Redline }[] {
  const passed = store.proposals(item.id).filter((p) => p.sealed)
  const targets: Resolved[] = request.version
    ? optional(() => resolve(store, item, request.version!))
    : passed.length
      ? passed.map((proposal) => ({ item, proposal }))
      : [{ item, proposal: null }]
  return targets.map((target) => {
    const [baseline] = optional(() => resolve(store, item, request.baseline ?? 'base'))
    return { target, redline: between(store, baseline ?? { item, proposal: null }, target, request.view) }
  })
}

/** In the table, a version that one item does not have leaves that item out. */
function optional<T>(find: () => T): T[] {
  try {
    return [find()]
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'not-found') return []
    throw error
  }
}

function between(store: Store, baseline: Resolved, target: Resolved, view: PaperRequest['view']): Redline {
  const v = viewBetween(store, view === 'clean' ? target : baseline, target)
  if (view === 'clean') return redline(project(v.doc, v.target), [], 0, 0)
  return (view === 'redline' ? redline : allRounds)(v.doc, v.rounds, v.baseline, v.target)
}

/** The ids of the open drafts that a request names: they leave because somebody said so. */
export function draftsNamed(store: Store, { scope, version, baseline }: PaperRequest): ReadonlySet<string> {
  const items = scope === 'table' ? store.items() : [itemNumbered(store, scope === 'base' ? 'base' : scope.slice('item:'.length))]
  const versions = [version, baseline].filter((v) => v !== null)
  const named = items.flatMap((item) => versions.flatMap((v) => optional(() => resolve(store, item, v).proposal)))
  return new Set(named.flatMap((proposal) => (proposal && !proposal.sealed ? [proposal.id] : [])))
}

/** The left column of a row: item, party, date and status, line by line. */
export function labelsOf({ item, proposal }: Resolved): string[] {
  const status: { status: Status; statusDate: string | null } = proposal ?? item
  const head = item.kind === 'item' ? `Item ${item.number}` : itemName(item)
  const label = proposal && !proposal.sealed ? 'open' : STATUS_LABEL[status.status]
  return [
    head,
    ...(proposal ? [proposal.party, formatDay(proposal.date)] : []),
    ...(label ? [label] : []),
    ...(label && label !== 'open' && status.statusDate ? [formatDay(status.statusDate)] : []),
  ]
}

function finish(
  store: Store,
  request: PaperRequest,
  content: { title: string; subtitle: string; date: string | null; sections: readonly PaperSection[] },
): Paper {
  const { legend } = store.negotiation()
  const view = request.view === 'clean' ? 'clean' : 'redline'
  const parties = store.parties().map((p) => p.label)
  return { ...content, language: 'en-US', view, legend, key: view === 'clean' ? [] : keyOf(content.sections, legend, parties) }
}

/** The kinds of change that occur in some sections, each once: by date, then in the order of the parties, insertions first. */
function keyOf(sections: readonly PaperSection[], legend: Legend, parties: readonly string[]): PaperKey[] {
  const found = new Map<string, PaperKey>()
  for (const { redline: r } of sections)
    eachCause(withLabels(r.blocks), (kind, by) => {
      const round = r.rounds.find((x: RoundRef) => x.r === by.r)
      if (!round) return
      const label = keyLabel(legend, kind, round)
      const key = `${kind} ${round.party} ${label}`
      const known = found.get(key)
      if (!known || round.date < known.date) found.set(key, { kind, party: round.party, date: round.date, label })
    })
  const rank = (k: PaperKey) => `${k.date} ${parties.indexOf(k.party)} ${k.kind === 'insert' ? 0 : 1}`
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

function keyLabel(legend: Legend, kind: 'insert' | 'delete', round: RoundRef): string {
  const rule = legend.rules.find(
    (x) => x.party === round.party && x.kind === kind && (x.from === null || round.date >= x.from) && (x.to === null || round.date <= x.to),
  )
  const label = rule?.label ?? `${round.party} %d ${kind === 'insert' ? 'new' : 'strikes'}`
  return label.replace('%d', formatDay(round.date))
}

function eachCause(blocks: readonly Block[], found: (kind: 'insert' | 'delete', by: Cause) => void): void {
  const see = (kind: string, by: Cause | null): void => {
    if (by && (kind === 'insert' || kind === 'delete')) found(kind, by)
  }
  for (const b of blocks) {
    if (b.kind === 'text') {
      see(b.end, b.by)
      see('insert', b.inserted)
      for (const run of b.runs) {
        see(run.kind, run.by)
        see('insert', run.inserted)
      }
      continue
    }
    for (const row of b.rows) {
      see(row.change, row.by)
      for (const cell of row.cells) {
        see(cell.change, cell.by)
        eachCause(cell.blocks, found)
      }
    }
  }
}

/** A file name that every system takes. */
const fileName = (parts: readonly string[]): string =>
  parts
    .join(' ')
    .replace(/[^\p{L}\p{N} ._()&'-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
