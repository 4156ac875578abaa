import { type DOMOutputSpec, DOMParser, DOMSerializer, type Mark, type Node, type TagParseRule } from 'prosemirror-model'
import type { MarkViewConstructor, NodeViewConstructor } from 'prosemirror-view'
import { schema } from '../../shared/model/schema.ts'

/** How nodes and marks of the schema become elements of the page, and how its elements become nodes again. */

type Attrs = Record<string, string>

function blockAttrs(node: Node): Attrs {
  const { align, level, list, label } = node.attrs
  const attrs: Attrs = {}
  if (align !== 'left') attrs['data-align'] = align
  if (node.type === schema.nodes.paragraph) {
    if (level) attrs.style = `--level:${level}`
    if (list) attrs['data-list'] = list
  }
  if (label) attrs['data-label'] = label
  return attrs
}
const cellAttrs = (node: Node): Attrs => {
  const { colspan, rowspan, align } = node.attrs
  return {
    ...(colspan > 1 ? { colspan: String(colspan) } : {}),
    ...(rowspan > 1 ? { rowspan: String(rowspan) } : {}),
    ...(align !== 'left' ? { 'data-align': align } : {}),
  }
}

/** Article, section and subdivision headings stand under the item's own title. */
const headingTag = (node: Node): string => `h${Math.min(6, (node.attrs.level as number) + 1)}`

const nodeSpecs: Readonly<Record<string, (node: Node) => DOMOutputSpec>> = {
  paragraph: (node) => ['p', blockAttrs(node), 0],
  heading: (node) => [headingTag(node), { ...blockAttrs(node), 'data-level': String(node.attrs.level) }, 0],
  table: () => ['div', { class: 'grid-frame' }, ['table', { class: 'grid' }, ['tbody', 0]]],
  table_row: () => ['tr', 0],
  table_cell: (node) => ['td', cellAttrs(node), 0],
  table_header: (node) => ['th', cellAttrs(node), 0],
  hard_break: () => ['br'],
  object: (node) => {
    const name = `${node.attrs.what}${node.attrs.text ? `: ${node.attrs.text}` : ''}`
    const attrs = { class: 'thing', contenteditable: 'false', role: 'img', 'aria-label': name, title: node.attrs.what }
    return ['span', attrs, node.attrs.text || node.attrs.what]
  },
}
const markSpecs: Readonly<Record<string, (mark: Mark) => DOMOutputSpec>> = {
  strong: () => ['strong', 0],
  em: () => ['em', 0],
  underline: () => ['u', 0],
  superscript: () => ['sup', 0],
  subscript: () => ['sub', 0],
  insertion: () => ['span', 0],
  deletion: () => ['span', 0],
  restoration: () => ['span', 0],
  format: () => ['span', 0],
}

/** Views of all nodes for the page. What a token's switches mean is laid over them by decorations. */
export const nodeViews: Record<string, NodeViewConstructor> = Object.fromEntries(
  Object.entries(nodeSpecs).map(([name, spec]): [string, NodeViewConstructor] => [
    name,
    (node) => {
      const { dom, contentDOM } = DOMSerializer.renderSpec(document, spec(node))
      return { dom, contentDOM }
    },
  ]),
)
/** Views of all marks for the page; tracking marks are bare elements. */
export const markViews: Record<string, MarkViewConstructor> = Object.fromEntries(
  Object.entries(markSpecs).map(([name, spec]): [string, MarkViewConstructor] => [
    name,
    (mark) => DOMSerializer.renderSpec(document, spec(mark)) as { dom: HTMLElement; contentDOM: HTMLElement },
  ]),
)

const markRules: TagParseRule[] = [
  { tag: 'strong', mark: 'strong' },
  { tag: 'b', mark: 'strong', getAttrs: (dom) => (dom.style.fontWeight === 'normal' ? false : null) },
  { tag: 'em', mark: 'em' },
  { tag: 'i', mark: 'em', getAttrs: (dom) => (dom.style.fontStyle === 'normal' ? false : null) },
  { tag: 'u', mark: 'underline' },
  { tag: 'sup', mark: 'superscript' },
  { tag: 'sub', mark: 'subscript' },
]
/** Reads the page's own elements back after native input; known elements are recognised by their views, so little is left to rules. */
export const pageParser: DOMParser = new DOMParser(schema, [
  { tag: '[data-tag], .pilcrow', ignore: true },
  { tag: '.chunk', skip: true },
  { tag: 'h2, h3, h4', node: 'heading', getAttrs: (dom) => ({ level: Number(dom.dataset.level) || 1 }) },
  { tag: 'p', node: 'paragraph' },
  { tag: 'table', node: 'table' },
  { tag: 'tr', node: 'table_row' },
  { tag: 'td', node: 'table_cell' },
  { tag: 'th', node: 'table_header' },
  { tag: 'br', node: 'hard_break' },
  ...markRules,
])
