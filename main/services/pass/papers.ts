import { formatDay } from '../../../shared/model/labels.ts'
import { momentInWords } from '../../../shared/model/moment.ts'
import type { Paper, PaperKey } from '../../formats/paper.ts'
import type { Store, StoredProposal } from '../../store/index.ts'
import { makePaper } from '../paper.ts'
import { itemName, proposalName, resolve } from '../versions.ts'

/** What a pass is redlined against: `base`, `answered` (what each proposal answers), or any version. */
export type Against = string

/** A paper of a pass before it is written: what it is called and what it says. */
export interface Sheet {
  readonly name: string
  readonly format: 'pdf' | 'docx'
  readonly paper: Paper
}

/** The moment of a pass, and the zone that its clock stands in. */
export interface Stamp {
  readonly at: string
  readonly zone: string
}

const WAYS = [
  ['redlined', 'redline'],
  ['clean', 'clean'],
] as const
const FORMATS = ['pdf', 'docx'] as const

/**
 * The four papers of a pass, all its proposals in one: redlined and clean, as PDF and as Word file. The proposals are read as they
 * stand now, so that this is called where they are sealed already.
 */
export function sheets(store: Store, proposals: readonly StoredProposal[], against: Against, stamp: Stamp): Sheet[] {
  const [{ party, date }] = proposals
  const round = roundName({ party, date })
  const earlier = store.record().passes.filter((p) => roundName(p).toLowerCase() === round.toLowerCase()).length
  const stem = earlier ? `${round} (${earlier + 1})` : round
  const foot = `Passed ${momentInWords(stamp.at, stamp.zone)}`
  const papers = WAYS.map(([said, view]) => [said, { ...together(store, proposals, view, against), foot }] as const)
  return FORMATS.flatMap((format) => papers.map(([said, paper]) => ({ name: `${stem} ${said}.${format}`, format, paper })))
}

/** A round as the name of a file says it; days of two years, and labels that differ in signs, can read alike. */
const roundName = (of: { readonly party: string; readonly date: string }): string =>
  proposalName(of).replace(/[^\p{L}\p{N} ._()&'-]+/gu, ' ')

/** The paper of each proposal, one after another under one title, with one key. */
function together(store: Store, proposals: readonly StoredProposal[], view: 'clean' | 'redline', against: Against): Paper {
  const papers = proposals.map((p) => {
    const item = store.item(p.item)
    const scope = item.kind === 'base' ? 'base' : `item:${item.number}`
    return makePaper(store, { scope, view, baseline: baselineOf(store, p, against), version: `#${p.id}` }).paper
  })
  if (papers.length === 1) return papers[0]
  const [{ party, date }] = proposals
  const { title } = store.negotiation()
  const measured = view === 'clean' ? '' : `. Changes to ${againstName(against)}`
  return {
    ...papers[0],
    title: `Proposal of ${party}, ${formatDay(date)}`,
    subtitle: `${title}${measured}`,
    date,
    key: joined(papers.flatMap((p) => p.key)),
    sections: papers.flatMap((p) => p.sections),
  }
}

/** What a sentence calls that which a pass is measured against. */
export const againstName = (against: Against): string =>
  against === 'base'
    ? 'current language'
    : against === 'answered'
      ? 'what each proposal answers'
      : against.replace(/^last:(.*)$/, '$1’s last proposal')

/** The version that a proposal is measured against; the current language where its item has no such version. */
function baselineOf(store: Store, p: StoredProposal, against: Against): string {
  if (against === 'answered') return p.answers === null ? 'base' : `#${p.answers}`
  if (against === 'base') return 'base'
  const item = store.item(p.item)
  // The proposals that are passed now are no baseline: `last` is the one before them.
  const before = store.proposals(item.id).filter((x) => x.sealed && x.id !== p.id)
  const last = /^last:(.+)$/.exec(against)
  if (last) {
    const own = before.filter((x) => x.party === last[1]).at(-1)
    return own ? `#${own.id}` : 'base'
  }
  try {
    const found = resolve(store, item, against).proposal
    return found && found.id !== p.id ? `#${found.id}` : 'base'
  } catch {
    return 'base'
  }
}

/** Each kind of change once: by its day, insertions first. */
function joined(keys: readonly PaperKey[]): PaperKey[] {
  const found = new Map<string, PaperKey>()
  for (const key of keys) {
    const name = `${key.kind} ${key.party} ${key.label}`
    const known = found.get(name)
    if (!known || key.date < known.date) found.set(name, key)
  }
  const rank = (k: PaperKey) => `${k.date} ${k.party} ${k.kind === 'insert' ? 0 : 1}`
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** The item of each proposal of a pass, as a list in a sentence says them: `Item 13, Item 16`. */
export const itemsOf = (store: Store, proposals: readonly StoredProposal[]): string =>
  proposals.map((p) => itemName(store.item(p.item))).join(', ')
