import { formatDay } from '../../../shared/model/labels.ts'
import type { Item } from '../../../shared/model/negotiation.ts'
import type { PaperSection } from '../../formats/paper.ts'
import type { Store } from '../../store/index.ts'
import { itemName, proposalName, type Resolved, resolve } from '../versions.ts'
import {
  answeredBy,
  baselineOf,
  between,
  fileName,
  finish,
  type MadePaper,
  type PaperRequest,
  partyNames,
  passedOf,
  rowLabels,
  titleOf,
  VIEW_NAME,
} from './part.ts'

/** One version of an item, or of the base agreement. */
export function itemPaper(store: Store, item: Item, request: PaperRequest): MadePaper {
  const target = resolve(store, item, request.version ?? 'latest')
  const baseline = baselineOf(store, target, request.baseline, 'base')
  const { title } = store.negotiation()
  const section = {
    labels: item.kind === 'base' ? null : rowLabels(store, target),
    redline: between(store, baseline, target, request.view),
  }
  const said = target.proposal ? proposalName(target.proposal) : 'Current language'
  const against =
    request.view === 'clean' || !target.proposal
      ? ''
      : `, against ${baseline.proposal ? proposalName(baseline.proposal) : 'the current language'}`
  return {
    paper: finish(store, request.view, {
      title: titleOf(item),
      subtitle: [title, `${said}${answering(store, target)}${against}`].join('. '),
      date: target.proposal?.date ?? null,
      sections: [section],
    }),
    name: fileName([itemName(item), target.proposal ? proposalName(target.proposal) : 'current language', VIEW_NAME[request.view]]),
  }
}

function answering(store: Store, target: Resolved): string {
  const { proposal } = answeredBy(store, target)
  return proposal ? `, answering ${proposal.party}'s ${formatDay(proposal.date)}` : ''
}

/** Every proposal of an item that was passed, in order, each against what it answered. */
export function stackPaper(store: Store, item: Item, { view }: PaperRequest): MadePaper {
  const sections = stackRows(store, item, (target) => between(store, answeredBy(store, target), target, view))
  const last = passedOf(store, item).at(-1)
  return {
    paper: finish(store, view, {
      title: titleOf(item),
      subtitle: [partyNames(store), ...(item.place ? [item.place] : []), 'Every proposal, each against what it answered'].join('. '),
      date: last?.date ?? null,
      sections,
    }),
    name: fileName([itemName(item), 'stack', VIEW_NAME[view]]),
  }
}

/** The rows of an item: one for each proposal that was passed; for an item without any, its current language. */
export function stackRows(store: Store, item: Item, language: (target: Resolved) => PaperSection['redline']): PaperSection[] {
  const passed = passedOf(store, item)
  const targets: Resolved[] = passed.length ? passed.map((proposal) => ({ item, proposal })) : [{ item, proposal: null }]
  return targets.map((target) => ({ labels: rowLabels(store, target), redline: language(target) }))
}
