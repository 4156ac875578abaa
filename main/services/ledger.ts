import type { Item, Party } from '../../shared/model/negotiation.ts'
import { countWords, plainText, redline } from '../../shared/redline/index.ts'
import type { ItemSummary, Negotiation, Output, ProposalInfo } from '../../shared/rpc/contract.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { goesFirst, otherThan } from './first.ts'
import { onTable } from './standing.ts'
import { lastOf } from './versions.ts'

export { goesFirst }

/** The party whose move an item is: the one that did not give the proposal on its table; null where it is nobody's or cannot be told. */
function moveOf(item: Item, passed: readonly StoredProposal[], parties: readonly Party[]): string | null {
  const last = onTable(passed)
  return item.status === 'open' && last ? otherThan(parties, last.party) : null
}

/** A proposal with its words counted; those of an open round as they are now. */
export function proposalInfo(store: Store, p: StoredProposal): ProposalInfo {
  const words = p.sealed ? p : countWords(redline(store.document(p.id).doc, p.chain, p.chain.length - 1, p.chain.length))
  const { withPackage: _, ...said } = p
  return { ...said, chain: [...p.chain], added: words.added, struck: words.struck }
}

function summary(item: Item, stack: readonly StoredProposal[], parties: readonly Party[], us: string, doubts: number): ItemSummary {
  const passed = stack.filter((p) => p.sealed)
  const last = lastOf(passed)
  return {
    ...item,
    move: moveOf(item, passed, parties),
    last: last && { party: last.party, date: last.date },
    draft: stack.find((p) => !p.sealed && p.party === us)?.id ?? null,
    doubts,
  }
}

/** Everything the window's lists show, in one reading of the file. */
export function overview(store: Store, file: string): Negotiation {
  const { title, years, us, legend } = store.negotiation()
  const parties = store.parties()
  const proposals = store.proposals()
  const open = store.doubts().filter((d) => d.resolvedAt === null)
  const items = store.items()
  return {
    file,
    name: store.name.replace(/\.parley$/i, ''),
    title,
    years,
    parties: parties.map((p) => ({ ...p })),
    us,
    legend: { ...legend, rules: legend.rules.map((r) => ({ ...r })) },
    items: items.map((item) =>
      summary(
        item,
        proposals.filter((p) => p.item === item.id),
        parties,
        us,
        open.filter((d) => d.item === item.id).length,
      ),
    ),
    goesFirst: goesFirst(parties, proposals, store.events()),
    hasBase: items.some((i) => i.kind === 'base'),
    openDoubts: open.length,
    readOnly: store.readOnly,
  }
}

/** One item with its stack. */
export function detail(store: Store, id: string): Output<'item.get'> {
  const item = store.item(id)
  const stack = store.proposals(id)
  const doubts = store.doubts().filter((d) => d.item === id && d.resolvedAt === null).length
  const parts = (store.record().agreements.get(id) ?? []).filter((a) => a.blocks !== null).length
  return {
    ...(parts ? { parts } : {}),
    item: summary(item, stack, store.parties(), store.negotiation().us, doubts),
    proposals: stack.map((p) => proposalInfo(store, p)),
  }
}

/**
 * The ledger as other programs read it: what was passed and its status; open drafts are caucus material and not in it. `items`
 * are the numbered ones. Where a source did not say a proposal's party or date, that is null and `taken` says what stands for it,
 * until a person has confirmed it.
 */
export function ledger(store: Store) {
  const { title, years, us } = store.negotiation()
  const parties = store.parties()
  const passed = store.proposals().filter((p) => p.sealed)
  const items = store.items()
  const names = new Map(passed.map((p) => [p.id, { party: p.party, date: p.date }]))
  const doubts = store.doubts()
  const confirmed = (p: StoredProposal, field: 'party' | 'date') =>
    doubts.some((d) => d.proposal === p.id && d.kind === field && d.resolvedAt !== null && !d.answer)
  const entry = (item: Item) =>
    ledgerItem(
      item,
      passed.filter((p) => p.item === item.id).map((p) => ({ ...p, unstated: p.unstated.filter((field) => !confirmed(p, field)) })),
      parties,
      names,
    )
  const of = (kind: Item['kind']) => items.filter((i) => i.kind === kind).map(entry)
  const numbers = new Map(items.map((i) => [i.id, i.number]))
  return {
    title,
    years,
    us,
    parties,
    items: of('item'),
    norms: of('norms')[0] ?? null,
    base: of('base')[0] ?? null,
    goesFirst: goesFirst(parties, passed, store.events()),
    doubts: doubts.map((d) => ({
      item: d.item === null ? null : (numbers.get(d.item) ?? null),
      proposal: d.proposal === null ? null : (names.get(d.proposal) ?? null),
      kind: d.kind,
      message: d.message,
      excerpt: d.excerpt,
      line: d.line,
      resolved: d.resolvedAt !== null,
      answer: d.answer,
    })),
  }
}

function ledgerItem(
  item: Item,
  stack: readonly StoredProposal[],
  parties: readonly Party[],
  names: ReadonlyMap<string, { readonly party: string; readonly date: string }>,
) {
  const { number, title, place, kind, status, statusDate } = item
  const proposals = stack.map((p) => ({
    party: p.unstated.includes('party') ? null : p.party,
    date: p.unstated.includes('date') ? null : p.date,
    ...(p.unstated.length ? { taken: { party: p.party, date: p.date } } : {}),
    kind: p.kind,
    status: p.status,
    statusDate: p.statusDate,
    sealed: p.sealed,
    sealedAt: p.sealedAt,
    answers: p.answers === null ? null : (names.get(p.answers) ?? null),
    added: p.added,
    struck: p.struck,
  }))
  return { number, title, place, kind, status, statusDate, move: moveOf(item, stack, parties), proposals }
}
/** The ledger as data: what `parley ledger --json` prints. */
export type Ledger = ReturnType<typeof ledger>

/** The headings of the base agreement, in order. */
export function outline(store: Store): Output<'outline.get'> {
  const base = store.items().find((i) => i.kind === 'base')
  if (!base) return []
  const out: Output<'outline.get'> = []
  store.base(base.id).forEach((block) => {
    if (block.type.name === 'heading')
      out.push({ id: block.attrs.id, level: block.attrs.level, text: plainText(block.type.schema.nodes.doc.create(null, block)) })
  })
  return out
}
