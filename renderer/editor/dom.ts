import { type DOMOutputSpec, DOMParser, DOMSerializer, type Mark, type Node, type TagParseRule } from 'prosemirror-model'
import type { MarkViewConstructor, NodeViewConstructor } from 'prosemirror-view'
import { schema } from '../../shared/model/schema.ts'

/** How nodes and marks of the schema become elements of the page, and how elements (of the page, or pasted) become nodes. */

type Attrs = Record<string, string>

function blockAttrs(node: Node): Attrs {
  const { align, level, list, label } = node.attrs
  const attrs: Attrs = {}
  if (align !== 'left') attrs['data-align'] = align
  if (node.type === schema.nodes.paragraph) {
    if (level) attrs.style = `--level:${level}`
    if (list) attrs['data-list'] = list
    if (label) attrs['data-label'] = label
  }
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

const texts = { text: DOMSerializer.nodesFromSchema(schema).text }
/** What goes to the clipboard for other programs: plain HTML of clean text, labels as text, nothing of rounds or parties. */
export const clipboardSerializer: DOMSerializer = new DOMSerializer(
  {
    ...texts,
    hard_break: () => ['br'],
    paragraph: (node) => {
      const { label, list, level } = node.attrs
      if (!label) return ['p', 0]
      const attrs: Attrs = { 'data-label': label, 'data-level': String(level), ...(list ? { 'data-list': list } : {}) }
      return ['p', attrs, ['span', { 'data-label-text': '' }, `${label} `], ['span', 0]]
    },
    heading: (node) => [`h${Math.min(6, node.attrs.level)}`, 0],
    table: () => ['table', ['tbody', 0]],
    table_row: () => ['tr', 0],
    table_cell: (node) => ['td', cellAttrs(node), 0],
    table_header: (node) => ['th', cellAttrs(node), 0],
  },
  {
    strong: () => ['strong', 0],
    em: () => ['em', 0],
    underline: () => ['u', 0],
    superscript: () => ['sup', 0],
    subscript: () => ['sub', 0],
  },
)

const weight = (value: string): false | null => (/^(bold(er)?|[6-9]\d{2})$/.test(value) ? null : false)
const paragraph = schema.nodes.paragraph.name
const item = (dom: HTMLElement): Attrs | { list: string; label: string; level: number } => {
  const parent = dom.parentElement
  const ordered = parent?.tagName === 'OL'
  let level = -1
  for (let up = parent; up; up = up.parentElement) if (up.tagName === 'OL' || up.tagName === 'UL') level++
  const place = parent ? [...parent.children].filter((child) => child.tagName === 'LI').indexOf(dom) : 0
  const start = Number(parent?.getAttribute('start') ?? 1) || 1
  return {
    list: ordered ? 'ordered' : 'bullet',
    label: ordered ? ordinal(start + place, parent!.getAttribute('type')) : '•',
    level: Math.max(0, Math.min(8, level)),
  }
}
/** The label of the n-th list item in one of HTML's list types. */
export function ordinal(n: number, type: string | null): string {
  const letter = (upper: boolean): string => {
    let text = ''
    for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26))
      text = String.fromCharCode((upper ? 65 : 97) + ((rest - 1) % 26)) + text
    return `${text}.`
  }
  if (type === 'a' || type === 'A') return letter(type === 'A')
  if (type === 'i' || type === 'I') {
    const roman = romanOf(n)
    return `${type === 'I' ? roman.toUpperCase() : roman}.`
  }
  return `${n}.`
}
function romanOf(n: number): string {
  const signs: readonly [number, string][] = [
    [1000, 'm'],
    [900, 'cm'],
    [500, 'd'],
    [400, 'cd'],
    [100, 'c'],
    [90, 'xc'],
    [50, 'l'],
    [40, 'xl'],
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ]
  let text = ''
  let rest = n
  for (const [value, sign] of signs) for (; rest >= value; rest -= value) text += sign
  return text
}

const markRules: TagParseRule[] = [
  { tag: 'strong', mark: 'strong' },
  { tag: 'b', mark: 'strong', getAttrs: (dom) => (dom.style.fontWeight === 'normal' ? false : null) },
  { tag: 'em', mark: 'em' },
  { tag: 'i', mark: 'em', getAttrs: (dom) => (dom.style.fontStyle === 'normal' ? false : null) },
  { tag: 'u', mark: 'underline' },
  { tag: 'sup', mark: 'superscript' },
  { tag: 'sub', mark: 'subscript' },
]
const styleRules = [
  { style: 'font-weight', mark: 'strong', getAttrs: weight },
  { style: 'font-style=italic', mark: 'em' },
]

/** Reads pasted HTML. What the source shows as struck by tracking (`del`) does not stand, so it is left out. */
export const clipboardParser: DOMParser = new DOMParser(schema, [
  { tag: '[data-label-text]', ignore: true },
  { tag: 'del', ignore: true },
  ...[1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, node: 'heading', attrs: { level: Math.min(3, n) } })),
  {
    tag: 'p[data-label]',
    node: paragraph,
    getAttrs: (dom) => ({ label: dom.dataset.label ?? null, list: listOf(dom.dataset.list), level: Number(dom.dataset.level) || 0 }),
  },
  { tag: 'li > p:first-child', node: paragraph, getAttrs: (dom) => item(dom.parentElement!) },
  { tag: 'li', node: paragraph, getAttrs: item, priority: 40 },
  { tag: 'p[data-row]', node: paragraph, preserveWhitespace: 'full' },
  { tag: 'p', node: paragraph },
  { tag: 'br', node: 'hard_break' },
  ...markRules,
  ...styleRules,
])
const listOf = (value: string | undefined): string | null => (value === 'bullet' || value === 'ordered' ? value : null)

/** Reads the page's own elements back after native input; known elements are recognised by their views, so little is left to rules. */
export const pageParser: DOMParser = new DOMParser(schema, [
  { tag: '[data-tag], .pilcrow', ignore: true },
  { tag: '.chunk', skip: true },
  { tag: 'h2, h3, h4', node: 'heading', getAttrs: (dom) => ({ level: Number(dom.dataset.level) || 1 }) },
  { tag: 'p', node: paragraph },
  { tag: 'table', node: 'table' },
  { tag: 'tr', node: 'table_row' },
  { tag: 'td', node: 'table_cell' },
  { tag: 'th', node: 'table_header' },
  { tag: 'br', node: 'hard_break' },
  ...markRules,
])
