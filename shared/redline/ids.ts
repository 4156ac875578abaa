import { Fragment, type Node } from 'prosemirror-model'

/**
 * The document with an id on every block, table, row and cell: those that lack one, or repeat an earlier one, get a fresh one
 * from `newId` (`b` blocks, `t` tables, `w` rows, `c` cells). Parts whose ids are in order are the same objects.
 */
export function ensureIds(doc: Node, newId: (prefix: string) => string): Node {
  const seen = new Set<string>()
  return withIds(doc, (node) => {
    const id = node.attrs.id as string
    if (id && !seen.has(id)) {
      seen.add(id)
      return id
    }
    const fresh = freshId(newId, PREFIX[node.type.name] ?? 'b', seen)
    seen.add(fresh)
    return fresh
  })
}

const PREFIX: Readonly<Record<string, string>> = { table: 't', table_row: 'w', table_cell: 'c', table_header: 'c' }

function freshId(newId: (prefix: string) => string, prefix: string, seen: ReadonlySet<string>): string {
  for (;;) {
    const id = newId(prefix)
    if (!seen.has(id)) return id
  }
}

function withIds(node: Node, idOf: (node: Node) => string): Node {
  const id = 'id' in node.attrs ? idOf(node) : null
  const content = node.isTextblock ? node.content : childrenWithIds(node, idOf)
  if (id === null || id === node.attrs.id) return content === node.content ? node : node.copy(content)
  return node.type.create({ ...node.attrs, id }, content, node.marks)
}

function childrenWithIds(node: Node, idOf: (node: Node) => string): Fragment {
  const out: Node[] = []
  let changed = false
  node.forEach((child) => {
    const next = withIds(child, idOf)
    if (next !== child) changed = true
    out.push(next)
  })
  return changed ? Fragment.fromArray(out) : node.content
}
