import type { GivenProposal } from '../../shared/compare/stack.ts'
import { formatDay } from '../../shared/model/labels.ts'
import type { DoubtKind, Status } from '../../shared/model/negotiation.ts'
import type { ReadItem, ReadProposal } from '../formats/markdown/index.ts'

/** What is taken where a source does not say; `proposal` is the place in the stack. */
export interface TakenDoubt {
  readonly proposal: number | null
  readonly kind: DoubtKind
  readonly message: string
  readonly excerpt: string
  readonly line: number
}
/** A stack in which every proposal has a party and a day; parallel lists in the order of the source. */
export interface DatedStack {
  readonly proposals: readonly GivenProposal[]
  readonly unstated: readonly (readonly ('party' | 'date')[])[]
  readonly statuses: readonly { readonly status: Status; readonly date: string | null }[]
  readonly lines: readonly number[]
  readonly doubts: readonly TakenDoubt[]
}

/**
 * Gives each proposal of an item a party and a day. Where the source does not state one, one is taken, marked as not stated, and
 * a doubt says which: the day of its status, of the proposal before it, or the first day of the document; the party that the
 * proposal before it is not of, or us.
 */
export function dated(item: ReadItem, all: readonly ReadItem[], labels: readonly string[], { us }: { readonly us: string }): DatedStack {
  const days = all.flatMap((i) => i.proposals.flatMap((p) => p.date ?? [])).sort()
  const doubts: TakenDoubt[] = []
  const proposals: GivenProposal[] = []
  const unstated: ('party' | 'date')[][] = []
  item.proposals.forEach((p, i) => {
    const before = proposals.at(-1)
    const party = p.party ?? labels.find((l) => before && l !== before.party) ?? us
    const date = p.date ?? p.statusDate ?? before?.date ?? days[0] ?? new Date().toISOString().slice(0, 10)
    const about = { proposal: i, excerpt: excerptOf(p), line: p.line }
    if (p.party === null)
      doubts.push({ ...about, kind: 'party', message: `Whose proposal this is was taken to be ${party}; the document does not say.` })
    if (p.date === null)
      doubts.push({
        ...about,
        kind: 'date',
        message: `The day of this proposal was taken to be ${formatDay(date)}; the document does not say.`,
      })
    unstated.push([...(p.party === null ? ['party' as const] : []), ...(p.date === null ? ['date' as const] : [])])
    proposals.push({ party, date, kind: p.kind, before: p.before, after: p.after, marked: p.marked })
  })
  return {
    proposals,
    unstated,
    statuses: item.proposals.map((p) => ({ status: p.status, date: p.statusDate })),
    lines: item.proposals.map((p) => p.line),
    doubts,
  }
}

const excerptOf = (p: ReadProposal): string => p.labels.join(' / ') || p.source.slice(0, 80)
