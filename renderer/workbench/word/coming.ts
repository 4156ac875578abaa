import type { CheckInfo, ImportPlan, ItemDetail, LooksSaid, Output, RoundsSaid } from '../../../shared/rpc/contract.ts'

/** A file that is on its way in: what it is to be, what it holds, and what the person has said of it so far. */
export interface Coming {
  readonly source: string
  readonly name: string
  readonly as: 'negotiation' | 'base' | 'proposal'
  /** The number of the item that a proposal belongs to. */
  readonly item: string | null
  readonly party: string | null
  readonly date: string | null
  /** A version as the contract writes it. */
  readonly answers: string | null
  readonly plan: ImportPlan
  readonly looks: LooksSaid
  readonly rounds: RoundsSaid
  /** Whether its tracked changes are a round for each party and day, or all of one. */
  readonly apart: boolean
  readonly check: CheckInfo | null
}
/** A file that was chosen, by its handle, with what it holds. */
export type Chosen = NonNullable<Output<'source.take'>> & { readonly plan: ImportPlan }
/** What has to be said or seen before a file is taken in, in this order. */
export type Step = 'marks' | 'authors' | 'check'
export type Tracked = ImportPlan['rounds'][number]
export type LookOf = ImportPlan['looks'][number]

type Passed = readonly Pick<ItemDetail['proposals'][number], 'party' | 'date'>[]
/** Whether a tracked round is one that the item has already: what we passed ourselves comes back in their file. */
export const isKnown = (round: Tracked, passed: Passed): boolean =>
  round.party !== null && passed.some((p) => p.party === round.party && p.date === round.date)

/** What others tracked, by author: one entry for each, in the order of the days. */
export interface Author {
  readonly name: string
  readonly days: readonly string[]
  readonly added: number
  readonly struck: number
  readonly examples: readonly string[]
  readonly party: string | null
}
export function authorsOf(rounds: readonly Tracked[]): Author[] {
  const out = new Map<string, Author>()
  for (const { author, date, added, struck, examples, party } of rounds) {
    const known = out.get(author)
    out.set(author, {
      name: author,
      days: [...(known?.days ?? []), ...(date === null ? [] : [date])],
      added: added + (known?.added ?? 0),
      struck: struck + (known?.struck ?? 0),
      examples: [...(known?.examples ?? []), ...examples].slice(0, 3),
      party,
    })
  }
  return [...out.values()]
}
/** The days on which others tracked something, empty for none. */
export const daysOf = (rounds: readonly Tracked[]): string[] => [...new Set(rounds.map((r) => r.date ?? ''))].sort()

/** What is proposed before the person says anything: authors who are a party by name, the others of `party`; days as they are. */
export function proposedRounds(rounds: readonly Tracked[], party: string, date: string): RoundsSaid {
  return {
    authors: authorsOf(rounds).map((a) => ({ author: a.name, party: a.party ?? party })),
    dates: daysOf(rounds).map((day) => ({ date: day, day: day || date })),
  }
}
/** All that others tracked as one round. */
export function asOne(rounds: readonly Tracked[], party: string, date: string): RoundsSaid {
  return {
    authors: authorsOf(rounds).map((a) => ({ author: a.name, party })),
    dates: daysOf(rounds).map((day) => ({ date: day, day: date })),
  }
}
/** The rounds that a mapping makes, in order, each once. */
export function madeRounds(rounds: readonly Tracked[], said: RoundsSaid): { party: string; date: string }[] {
  const party = new Map(said.authors.map((a) => [a.author, a.party]))
  const day = new Map(said.dates.map((d) => [d.date, d.day]))
  const all = rounds.map((r) => ({ party: party.get(r.author) ?? '', date: day.get(r.date ?? '') ?? '' }))
  const order = all.sort((a, b) => a.date.localeCompare(b.date))
  return order.filter((r, i) => order.findIndex((o) => o.party === r.party && o.date === r.date) === i)
}

/** The steps that a file needs. `passed`: the proposals that the item has. */
export function stepsFor(coming: Pick<Coming, 'as' | 'plan'>, passed: Passed): Step[] {
  const { as, plan } = coming
  if (!plan.word || as === 'base') return []
  const theirs = plan.rounds.filter((r) => !isKnown(r, passed))
  const several = authorsOf(theirs).length > 1 || daysOf(theirs).length > 1
  return [
    ...(plan.looks.length ? ['marks' as const] : []),
    ...(as === 'proposal' && several ? ['authors' as const] : []),
    ...(as === 'proposal' ? ['check' as const] : []),
  ]
}
/** What is taken for a look before the person says otherwise. */
export const proposedLooks = (looks: readonly LookOf[]): LooksSaid => looks.map(({ key, meaning }) => ({ key, meaning }))
/** Looks in the order in which they want an answer: those that are not certain first, then by how much there is of them. */
export const looksInOrder = (looks: readonly LookOf[]): LookOf[] =>
  [...looks].sort((a, b) => Number(a.certain) - Number(b.certain) || b.words - a.words)
