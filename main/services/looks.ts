import { formatDay, parseDay } from '../../shared/model/labels.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { HandMapping, MappedLook, Meaning } from '../formats/docx/hand/index.ts'
import type { Store } from '../store/index.ts'
import { partyNamed } from './versions.ts'

/**
 * What a person says of looks, one a text: `strike red=delete BEA 12.4`, `underline=keep`. The party may be left out (whoever's
 * proposal it stands in), and so may the day (the round that it stands in). Refuses a look that the file does not have, a meaning
 * that is none, a party or a day that is not there.
 */
export function looksNamed(store: Store, mapping: HandMapping | null, said: readonly string[]): Map<string, Meaning> {
  const there = mapping?.looks.map((look) => look.key) ?? []
  return new Map(
    said.map((text): [string, Meaning] => {
      const at = text.lastIndexOf('=')
      const key = text.slice(0, Math.max(at, 0)).trim()
      if (!there.includes(key))
        throw new ParleyError(
          'bad-input',
          there.length ? `There is no look «${key}» in the file; there are ${there.join(', ')}.` : 'The file has no marks made by hand.',
        )
      return [key, meaningOf(store, text.slice(at + 1).trim())]
    }),
  )
}

function meaningOf(store: Store, text: string): Meaning {
  const [kind, ...rest] = text.split(/\s+/)
  if (kind === 'keep' && !rest.length) return { kind: 'emphasis' }
  if (kind !== 'insert' && kind !== 'delete')
    throw new ParleyError('bad-input', `«${text}» is no meaning of a look: say insert or delete (then a party and a day), or keep.`)
  const day = rest.length ? parseDay(rest[rest.length - 1], store.negotiation().years) : null
  const party = (day ? rest.slice(0, -1) : rest).join(' ')
  return { kind, party: party === '' ? null : partyNamed(store, party), date: day }
}

/** The marks of a file in lines for reading: each look, what it is taken for, why, and its examples. */
export function looksTable(mapping: HandMapping | null): string {
  if (!mapping?.looks.length) return 'No marks made by hand.\n'
  return mapping.looks.map(lookLines).join('')
}
function lookLines({ key, meaning, certain, why, runs, words, examples }: MappedLook): string {
  const who = meaning.kind === 'emphasis' ? '' : ` by ${meaning.party ?? 'whoever’s proposal it stands in'}`
  const when = meaning.kind !== 'emphasis' && meaning.date !== null ? ` on ${formatDay(meaning.date)}` : ''
  const what = { emphasis: 'kept as emphasis', insert: 'inserted', delete: 'deleted' }[meaning.kind]
  const sure = certain ? 'certain' : 'to be confirmed'
  const head = `${key}: ${what}${who}${when} (${counted(runs, 'run')}, ${counted(words, 'word')}; ${sure}). ${why}\n`
  return head + examples.map((text) => `  ${text}\n`).join('')
}
const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
