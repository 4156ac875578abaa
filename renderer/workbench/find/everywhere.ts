import type { Negotiation } from '../../../shared/rpc/contract.ts'
import type { Hit } from '../state.ts'
import { BASE, proposalName, type VersionId } from '../versions.ts'

/** A result of a search of the whole file: a version of an item that holds the words, or an item of that name. */
export interface Place {
  readonly key: string
  readonly item: string
  /** The version to show; null: as the item opens by itself. */
  readonly target: VersionId | null
  /** `4. Wages`, or the title of the agreement. */
  readonly name: string
  /** `LTA 9.20`, `Current language`, or empty for a title. */
  readonly version: string
  readonly snippet: string
  readonly base: boolean
}

type Item = Negotiation['items'][number]
const nameOf = (item: Item): string => (item.kind === 'item' ? `${item.number}. ${item.title}` : item.title)

/** What is found for some words: items by number and title first, then the versions whose language holds them. */
export function placesFor(items: readonly Item[], words: string, hits: readonly Hit[]): Place[] {
  const needle = words.toLowerCase()
  const byId = new Map(items.map((item) => [item.id, item]))
  const titles = items.filter(
    (item) => item.number.toLowerCase() === needle || `${item.title} ${item.place ?? ''}`.toLowerCase().includes(needle),
  )
  return [
    ...titles.map((item) => ({
      key: `title ${item.id}`,
      item: item.id,
      target: null,
      name: nameOf(item),
      version: item.place ?? '',
      snippet: '',
      base: item.kind === 'base',
    })),
    ...hits.flatMap((hit): Place[] => {
      const item = byId.get(hit.item)
      if (!item) return []
      const version = hit.party && hit.date ? proposalName({ party: hit.party, date: hit.date }) : 'Current language'
      const target = hit.proposal || BASE
      return [
        {
          key: `${hit.item} ${hit.proposal}`,
          item: hit.item,
          target,
          name: nameOf(item),
          version,
          snippet: hit.snippet,
          base: item.kind === 'base',
        },
      ]
    }),
  ]
}

/** What to look for on the page of a place: the words as they were typed where they stand so; else the longest of them. */
export function wordsOn(place: Place, words: string): string {
  const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ')
  if (!place.snippet) return ''
  if (plain(place.snippet).includes(plain(words))) return words
  return words.split(/[^\p{L}\p{N}]+/u).reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}
