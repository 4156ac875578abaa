import { bea191 } from '../../shared/model/legend.ts'
import type { Party, PartyRole } from '../../shared/model/negotiation.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { createFile, type Store } from '../store/index.ts'

/** What a person says of a new negotiation. */
export interface NewNegotiation {
  readonly title: string | null
  readonly years: string | null
  readonly parties: readonly Party[]
  readonly us: string
}

/** Creates a negotiation at `path`. Parties that cannot be told apart, or an `us` that is none of them, are refused. */
export function createNegotiation(path: string, n: NewNegotiation): Store {
  checkParties(n.parties, n.us)
  const other = n.parties.find((p) => p.label !== n.us)!
  return createFile(path, {
    title: n.title ?? [n.parties.map((p) => p.name).join(' and '), n.years].filter(Boolean).join(', '),
    years: checkYears(n.years),
    parties: n.parties,
    us: n.us,
    legend: bea191(n.us, other.label),
  })
}

function checkParties(parties: readonly Party[], us: string): void {
  if (parties.length < 2) throw new ParleyError('bad-input', 'A negotiation needs two parties.')
  if (parties.length > 8) throw new ParleyError('bad-input', `A negotiation has eight parties at most, not ${parties.length}.`)
  const labels = parties.map((p) => p.label)
  for (const label of labels)
    if (!/^[\p{L}\p{N}][\p{L}\p{N} .&'/-]{0,19}$/u.test(label))
      throw new ParleyError('bad-input', `"${label}" cannot be a party's label; write up to 20 letters and digits.`)
  const twice = labels.find((l, i) => labels.findIndex((x) => x.toLowerCase() === l.toLowerCase()) !== i)
  if (twice) throw new ParleyError('bad-input', `Two parties have the label ${twice}; each needs its own.`)
  if (!labels.includes(us)) throw new ParleyError('bad-input', `${us} is not one of the parties ${labels.join(' and ')}.`)
}

function checkYears(years: string | null): string | null {
  if (years === null) return null
  const [, first, last] = /^(\d{4})(?:\s*[-–/]\s*(\d{4}|\d{2}))?$/.exec(years) ?? []
  if (!first || (last && Number(last) < Number(first.slice(-last.length))))
    throw new ParleyError('bad-input', `"${years}" are not the years of a contract; write them as 2023-2025.`)
  return years
}

/** The role that a party's name tells of; `other` where it does not. */
export function roleOf(name: string): PartyRole {
  if (/\b(association|union|federation|local|guild|brotherhood|teachers|employees)\b/i.test(name)) return 'association'
  if (/\b(district|schools?|city|county|board|university|college|company|corporation|state|employer|inc)\b/i.test(name)) return 'employer'
  return 'other'
}
