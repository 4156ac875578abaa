import { type CheckInfo, type LooksSaid, ParleyError, type RoundsSaid } from '../../shared/rpc/contract.ts'
import type { Meaning } from '../formats/docx/hand/index.ts'
import type { Store } from '../store/index.ts'
import type { CheckResult } from './check.ts'
import type { RoundMapping } from './rounds.ts'
import { partyNamed } from './versions.ts'

/** Whose the authors of a file are and which rounds its days are, as the window says it. Refuses parties that the negotiation does not have. */
export const roundsSaid = (store: Store, said: RoundsSaid): RoundMapping => ({
  authors: new Map(said.authors.map(({ author, party }) => [author, partyNamed(store, party)])),
  dates: new Map(said.dates.map(({ date, day }) => [date, day])),
})

/** What looks mean, as the window says it. Refuses parties that the negotiation does not have. */
export const looksSaid = (store: Store, said: LooksSaid): ReadonlyMap<string, Meaning> =>
  new Map(
    said.map(({ key, meaning: { kind, party, date } }): [string, Meaning] => [
      key,
      kind === 'emphasis' ? { kind } : { kind, party: party === null ? null : partyNamed(store, party), date },
    ]),
  )

/**
 * What a person says on the command line, `AUTHOR=LABEL` and `DAY=DAY`, several of each; a plain label or day is of the whole file.
 * `rounds` is left out where nothing was said of a single author or day.
 */
export function roundsNamed(
  parties: readonly string[],
  given: readonly string[],
  day: (text: string) => string,
): { party: string | null; date: string | null; rounds?: RoundMapping } {
  const [whole, authors] = parted(parties, 'party')
  const [on, days] = parted(given, 'day')
  const dates = new Map(days.map(([from, to]) => [from === '' ? '' : day(from), day(to)] as const))
  const mapped = authors.length + days.length > 0
  return {
    party: whole,
    date: on === null ? null : day(on),
    ...(mapped ? { rounds: { authors: new Map(authors), dates } } : {}),
  }
}
function parted(said: readonly string[], what: string): [string | null, [string, string][]] {
  const pairs: [string, string][] = []
  const whole: string[] = []
  for (const text of said) {
    const at = text.lastIndexOf('=')
    if (at < 0) whole.push(text)
    else pairs.push([text.slice(0, at).trim(), text.slice(at + 1).trim()])
  }
  if (whole.length > 1)
    throw new ParleyError('bad-input', `Give one ${what}, or say which is which: ${whole.join(' and ')} cannot both be it.`)
  return [whole[0] ?? null, pairs]
}

/** A check as it travels to the window. */
export const checkInfo = ({ untracked, tracked, reopened, ...rest }: CheckResult): CheckInfo => ({
  ...rest,
  untracked: untracked.map((edit) => ({ ...edit, kinds: [...edit.kinds] })),
  tracked: tracked.map((edit) => ({ ...edit, kinds: [...edit.kinds] })),
  reopened: reopened.map((edit) => ({ ...edit, kinds: [...edit.kinds] })),
})
