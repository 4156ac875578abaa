import type { Node } from 'prosemirror-model'
import { type Placed, placesOf } from './place.ts'
import type { Finding } from './types.ts'

const UNIT_NAME = { article: 'Article', section: 'Section', subd: 'Subd.' } as const

/** Articles, sections and subdivisions that have the number of an earlier one beside them, and list labels that stand twice in a list. */
export function checkNumbering(doc: Node): Finding[] {
  const { places, blocks } = placesOf(doc)
  const seen = new Map<string, Placed>()
  const out: Finding[] = []
  const at = new Map(blocks.map((b, i) => [b.id, i]))
  for (const p of places) {
    if (p.unit === 'point') continue
    const { article, section } = p.place
    const parent = p.unit === 'article' ? '' : p.unit === 'section' ? `${article}` : `${article} ${section}`
    const key = `${p.unit} ${parent}: ${p.number}`
    if (!seen.has(key)) {
      seen.set(key, p)
      continue
    }
    const b = blocks[at.get(p.block)!]!
    const name = p.unit === 'article' && !/^[0-9]/.test(p.number) ? p.number : `${UNIT_NAME[p.unit]} ${p.number}`
    const where =
      p.unit === 'article' ? 'in the agreement' : `in ${p.unit === 'section' ? articleName(article) : sectionName(article, section)}`
    out.push({
      kind: 'numbering',
      message: `${name} stands twice ${where}.`,
      block: p.block,
      from: 0,
      to: 0,
      text: b.label ?? b.text.slice(0, 60),
    })
  }
  return [...out, ...lists(blocks)]
}
const articleName = (article: string | null): string =>
  article === null ? 'this language' : /^[0-9]/.test(article) ? `Article ${article}` : article
const sectionName = (article: string | null, section: string | null): string =>
  section === null ? articleName(article) : [...(article === null ? [] : [articleName(article)]), `Section ${section}`].join(', ')

/** A list goes on over deeper lists inside it and ends at the next paragraph that is no list item, or at one that begins it anew. */
function lists(blocks: readonly { id: string; label: string | null; list: string | null; level: number; cell: boolean }[]): Finding[] {
  const out: Finding[] = []
  let open = new Map<number, Set<string>>()
  for (const b of blocks) {
    if (b.list !== 'ordered' || !b.label || b.cell) {
      if (b.list !== 'bullet') open = new Map()
      continue
    }
    for (const level of [...open.keys()]) if (level > b.level) open.delete(level)
    const known = open.get(b.level) ?? new Set<string>()
    if (/^\(?(?:1|a|i)[.)]*$/i.test(b.label)) known.clear()
    if (known.has(b.label))
      out.push({ kind: 'numbering', message: `${b.label} stands twice in one list.`, block: b.id, from: 0, to: 0, text: b.label })
    known.add(b.label)
    open.set(b.level, known)
  }
  return out
}
