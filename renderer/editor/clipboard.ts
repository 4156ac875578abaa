import { Fragment, type Node, type ResolvedPos, Slice } from 'prosemirror-model'
import { plainMarks, schema } from '../../shared/model/schema.ts'
import { formatAt, inlineOn, plainText, project, type Version } from '../../shared/redline/index.ts'

/** What goes to and comes from the clipboard: clean text of the version shown, never struck text, never rounds or parties. */

/** The slice as it reads at version v: struck and later text left out, tracking and block ids removed, paragraphs merged where they read as one. */
export function cleanSlice(slice: Slice, v: Version): Slice {
  const first = slice.content.firstChild
  if (!first) return slice
  if (first.isInline) return new Slice(Fragment.from(standing(slice.content, v)), slice.openStart, slice.openEnd)
  const clean = anonymous(project(schema.nodes.doc.create(null, slice.content), v)).content
  const most = Slice.maxOpen(clean)
  return new Slice(clean, Math.min(slice.openStart, most.openStart), Math.min(slice.openEnd, most.openEnd))
}
function standing(content: Fragment, v: Version): Node[] {
  const out: Node[] = []
  content.forEach((node) => {
    if (inlineOn(node, v)) out.push(node.mark(formatAt(node, v)))
  })
  return out
}
function anonymous(node: Node): Node {
  if (node.isText) return node
  const children: Node[] = []
  node.forEach((child) => {
    children.push(anonymous(child))
  })
  const attrs = 'id' in node.attrs ? { ...node.attrs, id: '' } : node.attrs
  return node.type.create(attrs, children, node.marks)
}

/** The slice without the label of its first block: where a selection begins inside the text, the label was not selected. */
export function withoutFirstLabel(slice: Slice): Slice {
  const first = slice.content.firstChild
  if (!first?.attrs.label) return slice
  const bare = first.type.create({ ...first.attrs, label: null, list: null }, first.content)
  return new Slice(slice.content.replaceChild(0, bare), slice.openStart, slice.openEnd)
}

/** Plain text of a clean slice: labels included, one line a block, cells separated by tabs. */
export function sliceText(slice: Slice): string {
  const first = slice.content.firstChild
  if (!first) return ''
  if (first.isInline) return plainText(schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, slice.content)))
  return plainText(schema.nodes.doc.create(null, slice.content))
}

/** Text without the control characters that no document format can hold. */
export const legible = (text: string): string => text.replace(/(?![\t\n\r])\p{Cc}/gu, '')

/** Pasted plain text: one paragraph a line, empty lines left out, formatted like the place it goes to. */
export function textSlice(text: string, $context: ResolvedPos): Slice {
  const marks = plainMarks($context.marks())
  const lines = legible(text)
    .split(/[\r\n]+/)
    .filter((line, i, all) => line !== '' || all.length === 1 || (i > 0 && i === all.length - 1))
  const blocks = lines.map((line) => schema.nodes.paragraph.create(null, line ? schema.text(line, marks) : null))
  return new Slice(Fragment.from(blocks), 1, 1)
}

/** Pasted HTML with each table row turned into one paragraph, its cells separated by tabs: a grid is not pasted into a contract. */
export function withoutTables(html: string): string {
  const dom = new DOMParser().parseFromString(legible(html), 'text/html')
  const tables = dom.querySelectorAll('table')
  if (!tables.length) return html
  for (const struck of dom.querySelectorAll('td del, th del')) struck.remove()
  for (const table of tables) {
    const rows = [...table.querySelectorAll('tr')].map((row) => {
      const line = dom.createElement('p')
      line.dataset.row = ''
      line.textContent = [...row.children].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()).join('\t')
      return line
    })
    table.replaceWith(...rows)
  }
  for (const marked of dom.querySelectorAll('[data-pm-slice]')) marked.removeAttribute('data-pm-slice')
  return dom.body.innerHTML
}
