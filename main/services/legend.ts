import { bea191, type Legend, type LegendRule } from '../../shared/model/legend.ts'
import type { ReadLegend } from '../formats/markdown/index.ts'

/** Ink and paper for the colour words of a stated legend; each pair can be read on white and in print. */
const PAIRS: Readonly<Record<string, { readonly text: string; readonly highlight: string }>> = {
  blue: { text: '#AD0F1B', highlight: '#D5E6FF' },
  green: { text: '#0C4A2A', highlight: '#A9DFB2' },
  orange: { text: '#5C2A00', highlight: '#F2B27A' },
  yellow: { text: '#4A3F00', highlight: '#FFF3A8' },
  pink: { text: '#7A1048', highlight: '#FFD9EA' },
  purple: { text: '#4B1F8A', highlight: '#E8DDFB' },
  violet: { text: '#4B1F8A', highlight: '#E8DDFB' },
  teal: { text: '#0B4B52', highlight: '#CBEEF0' },
  red: { text: '#8C0F18', highlight: '#FBD9DB' },
}

/**
 * The legend that a document states, as the BEA/191 preset of the party that it speaks of, with a colour for each day that it
 * names. Null where it does not say whose marks it means.
 */
export function statedLegend(stated: ReadLegend | null, parties: readonly string[]): Legend | null {
  const first = stated?.rules.find((r) => r.party !== null)?.party
  const second = parties.find((p) => p !== first)
  if (!stated || !first || !second) return null
  const preset = bea191(first, second)
  const dated = stated.rules
    .flatMap((r): LegendRule[] => {
      const pair = PAIRS[r.highlight ?? r.text ?? '']
      if (r.kind !== 'insert' || r.party === null || r.date === null || !pair) return []
      return [
        {
          party: r.party,
          kind: 'insert',
          from: r.date,
          to: null,
          label: `${r.party} %d`,
          style: { ...pair, line: r.party === first ? 'single' : 'double' },
        },
      ]
    })
    .sort((a, b) => (a.from! < b.from! ? 1 : -1))
  return { preset: 'bea191', rules: [...dated, ...preset.rules] }
}
