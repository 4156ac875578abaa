import type { Node } from 'prosemirror-model'
import { blockText } from '../../shared/redline/index.ts'

const SHORT = 40
const isSubdivision = (label: string) => /^(subd|section|sec)\b/i.test(label)

/**
 * Where each block of a document stands, in the words of the list of changes: `Subd. 3 a`, the section's heading, or for cells the
 * head of their row. Blocks before the first label or heading have no place.
 */
export function placesOf(doc: Node): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  let heading = ''
  let subdivision = ''
  doc.forEach((block) => {
    if (block.type.name === 'table') {
      rowPlaces(block, subdivision || heading, places)
      return
    }
    if (block.type.name === 'heading') {
      heading = shortened(blockText(block))
      subdivision = ''
    }
    const label = ((block.type.name === 'heading' ? null : (block.attrs.label as string | null)) ?? '').replace(/[.):]+$/, '')
    if (label && !block.attrs.list && isSubdivision(label)) subdivision = label
    const own = label && label !== subdivision && /\w/.test(label) ? `${subdivision || heading} ${label}`.trim() : subdivision || heading
    places.set(block.attrs.id as string, own)
  })
  return places
}

function rowPlaces(table: Node, around: string, places: Map<string, string>): void {
  table.forEach((row) => {
    const head = shortened(row.firstChild?.textContent ?? '')
    row.descendants((node) => {
      if (node.isTextblock) places.set(node.attrs.id as string, head || around)
    })
  })
}

const shortened = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT - 1).trimEnd()}…` : text)
