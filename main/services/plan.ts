import type { Output } from '../../shared/rpc/contract.ts'
import type { MappedLook } from '../formats/docx/hand/index.ts'
import type { Store } from '../store/index.ts'
import type { GivenFile } from './compare.ts'
import { newId } from './id.ts'
import { isWordFile } from './kind.ts'
import { partyOfAuthor } from './versions.ts'

/** What a file shows before anything of it is taken in. */
export type Plan = Output<'import.look'>

/** Whether a look is that of our own papers: what they drew stays drawn where a change of ours was accepted. */
function isOurs(store: Store, { look }: MappedLook): boolean {
  const hex = (color: string | null): string | null => color?.slice(1).toUpperCase() ?? null
  return store.negotiation().legend.rules.some(({ style }) => hex(style.text) === look.color && hex(style.highlight) === look.paper)
}

const NOTHING: Plan = { word: false, legend: [], looks: [], rounds: [], comments: 0 }

/**
 * Looks into a source: whether it is a Word file, the marks made by hand in it with what they are taken for, and who tracked what on
 * which day, with the party and the round that each author and day is proposed to be. Nothing is imported. Throws as `readDocx` does.
 */
export async function planImport(store: Store, { name, bytes }: GivenFile, as: 'negotiation' | 'base' | 'proposal'): Promise<Plan> {
  if (!isWordFile(bytes)) return NOTHING
  const { hueOf } = await import('../formats/docx/hand/index.ts')
  const { takeLook } = await import('../formats/docx/take/index.ts')
  const hues = (key: string): string => key.replace(/#([0-9A-F]{6})/g, (_, hex: string) => hueOf(hex))
  const { years } = store.negotiation()
  const parties = store.parties()
  const { mapping: found, rounds, comments } = await takeLook(bytes, { name, parties, years, newId }, as === 'proposal')
  const mapping = as === 'proposal' ? { ...found, looks: found.looks.filter((look) => !isOurs(store, look)) } : found
  const nameOf = (key: string): string =>
    mapping.looks.some((other) => other.key !== key && hues(other.key) === hues(key)) ? key : hues(key)
  return {
    word: true,
    legend: (mapping.legend?.rules ?? []).map((rule) => rule.statement),
    looks: mapping.looks.map(({ key, look, meaning, certain, why, runs, words, examples, parties: rows }) => ({
      key,
      name: nameOf(key),
      look: { ...look },
      meaning: meaning.kind === 'emphasis' ? { kind: meaning.kind, party: null, date: null } : { ...meaning },
      certain,
      why,
      runs,
      words,
      examples: [...examples],
      parties: Object.entries(rows).map(([party, n]) => ({ party, words: n })),
    })),
    rounds: rounds.map((round) => ({
      ...round,
      examples: [...round.examples],
      party: partyOfAuthor(store, round.author),
    })),
    comments,
  }
}
