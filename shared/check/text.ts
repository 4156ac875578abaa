import type { Node } from 'prosemirror-model'

/** A text block of a clean document: its own text without the label, and the label as written. */
export interface TextBlock {
  readonly id: string
  readonly text: string
  readonly label: string | null
  readonly list: string | null
  readonly level: number
  readonly heading: boolean
  /** True where it stands in a cell of a table. */
  readonly cell: boolean
}

const known = new WeakMap<Node, readonly TextBlock[]>()
/** The text blocks of a clean document in reading order, those in cells of tables included. */
export function textBlocks(doc: Node): readonly TextBlock[] {
  const read = known.get(doc)
  if (read) return read
  const out: TextBlock[] = []
  const walk = (node: Node, cell: boolean): void => {
    node.forEach((child) => {
      if (!child.isTextblock) {
        walk(child, cell || child.type.name === 'table')
        return
      }
      const { id, label = null, list = null, level } = child.attrs
      const text = child.textBetween(0, child.content.size, undefined, (leaf) => leaf.type.spec.leafText?.(leaf) ?? ' ')
      out.push({ id, text, label, list, level, heading: child.type.name === 'heading', cell })
    })
  }
  walk(doc, false)
  known.set(doc, out)
  return out
}
