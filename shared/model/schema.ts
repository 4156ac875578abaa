import { type AttributeSpec, type Mark, type MarkSpec, type Node, type NodeSpec, Schema } from 'prosemirror-model'

/**
 * The document model of a contract that remembers its rounds. One tree holds every round of a chain of proposals:
 * each token of text, each paragraph end, row and cell carries the switches that turned it on or off
 * (`REDLINE-FINDINGS.md`: the data model).
 *
 * Text blocks are flat. A list item is a paragraph with `list`, `level` and `label`; a run-in label such as `Subd. 2.`
 * is a `label` without a `list`, and so is the number of a numbered heading. The label is kept as written and is not part of the block's text: views that need it as
 * text take it from `withLabels` (shared/redline).
 */

/** How a switch changes a token: it came (`ins`), it went (`del`), it came back (`res`). */
export type SwitchKind = 'ins' | 'del' | 'res'

/** One switch of a token: change id, round in chain order (1 is the first after the base), party label. */
export interface Switch {
  readonly k: SwitchKind
  readonly id: string
  readonly r: number
  readonly p: string
}

/** The type and attributes that a block had before round `r` changed them; at version v the earliest entry with r > v holds. */
export interface Was {
  readonly r: number
  readonly id: string
  readonly p: string
  readonly type: string
  readonly attrs: BlockProps['attrs']
}

/** What a reader sees of a text block besides its text. */
export interface BlockProps {
  readonly type: 'paragraph' | 'heading'
  readonly attrs: {
    /** `heading`: 1 article, 2 section, 3 subdivision. `paragraph`: depth of indentation, 0 to 8. */
    readonly level: number
    readonly align: Align
    /** `paragraph` only. */
    readonly list?: ListKind
    /** The label as written, such as `a.`, `Subd. 2.`, `•`, of a heading `Article 3.`; null or left out where there is none. */
    readonly label?: string | null
  }
}
/** How the lines of a block are set. */
export type Align = 'left' | 'center' | 'right'
/** `null`: not a list item (a label may still run in, as `Subd. 2.` does). */
export type ListKind = 'bullet' | 'ordered' | null

const validSwitches = (value: unknown): void => {
  if (!Array.isArray(value)) throw new RangeError('switches must be a list')
  for (const s of value) {
    if (typeof s?.id !== 'string' || !Number.isInteger(s.r) || typeof s.p !== 'string' || !['ins', 'del', 'res'].includes(s.k))
      throw new RangeError('a switch needs k, id, r and p')
  }
}
const validWas = (value: unknown): void => {
  if (!Array.isArray(value)) throw new RangeError('was must be a list')
  for (const w of value)
    if (typeof w?.id !== 'string' || !Number.isInteger(w.r) || typeof w.p !== 'string' || typeof w.type !== 'string')
      throw new RangeError('a was entry needs r, id, p, type and attrs')
}

/** `id` is stable and unique in a document; `sw` are the switches of the block's end; `was` its earlier properties. */
const tracked: Record<string, AttributeSpec> = {
  id: { default: '', validate: 'string' },
  sw: { default: [], validate: validSwitches },
  was: { default: [], validate: validWas },
}
const part: Record<string, AttributeSpec> = {
  id: { default: '', validate: 'string' },
  sw: { default: [], validate: validSwitches },
}
const align: AttributeSpec = { default: 'left', validate: 'string' }
const level = (low: number): AttributeSpec => ({ default: low, validate: 'number' })

const cellAttrs: Record<string, AttributeSpec> = {
  ...part,
  colspan: { default: 1, validate: 'number' },
  rowspan: { default: 1, validate: 'number' },
  colwidth: { default: null },
  align,
}

const nodes = {
  doc: { content: 'block+' },
  paragraph: {
    group: 'block',
    content: 'inline*',
    attrs: {
      level: level(0),
      align,
      list: { default: null, validate: 'string|null' },
      label: { default: null, validate: 'string|null' },
      ...tracked,
    },
  },
  heading: {
    group: 'block',
    content: 'inline*',
    defining: true,
    attrs: { level: level(1), align, label: { default: null, validate: 'string|null' }, ...tracked },
  },
  table: { group: 'block', content: 'table_row+', isolating: true, tableRole: 'table', attrs: { id: { default: '', validate: 'string' } } },
  table_row: { content: '(table_cell | table_header)+', tableRole: 'row', attrs: part },
  table_cell: { content: 'block+', isolating: true, tableRole: 'cell', attrs: cellAttrs },
  table_header: { content: 'block+', isolating: true, tableRole: 'header_cell', attrs: cellAttrs },
  hard_break: { group: 'inline', inline: true, selectable: false, leafText: () => '\n' },
  /**
   * Something that is kept and shown, and not edited: a picture, an equation, a field, a note of a Word file. `what` names it,
   * `text` is what a reader takes it for in the text (a field's result; empty for a picture), `key` is equal for equal things.
   */
  object: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { what: { validate: 'string' }, text: { default: '', validate: 'string' }, key: { default: '', validate: 'string' } },
    leafText: (node: Node) => node.attrs.text as string,
  },
  text: { group: 'inline' },
} satisfies Record<string, NodeSpec>

const switchMark: MarkSpec = {
  attrs: { id: { validate: 'string' }, r: { validate: 'number' }, p: { validate: 'string' } },
  excludes: '',
  inclusive: false,
}
const marks = {
  strong: {},
  em: {},
  underline: {},
  superscript: { excludes: 'superscript subscript' },
  subscript: { excludes: 'superscript subscript' },
  insertion: switchMark,
  deletion: switchMark,
  restoration: switchMark,
  /** A formatting change: `before` is the JSON of the plain marks that stood until round `r`. */
  format: {
    attrs: { id: { validate: 'string' }, r: { validate: 'number' }, p: { validate: 'string' }, before: {} },
    excludes: '',
    inclusive: false,
  },
} satisfies Record<string, MarkSpec>

/** The one schema of the product. */
export const schema: Schema<keyof typeof nodes, keyof typeof marks> = new Schema({ nodes, marks })

/** The kind of switch that each inline tracking mark stands for. */
export const SWITCH_OF_MARK: Readonly<Record<string, SwitchKind>> = { insertion: 'ins', deletion: 'del', restoration: 'res' }
/** Mark names that belong to tracking and never to formatting. */
export const TRACKING_MARKS: ReadonlySet<string> = new Set(['insertion', 'deletion', 'restoration', 'format'])
/** Node types that hold blocks: the document and the cells of tables. */
export const isContainer = (node: Node): boolean =>
  node.type === schema.nodes.doc || node.type === schema.nodes.table_cell || node.type === schema.nodes.table_header
/** What an inline node reads as: its text, a line break, what stands for an object. */
export const inlineText = (node: Node): string => node.text ?? node.type.spec.leafText?.(node) ?? ''
/** The sign for an object where text is counted by its places. */
export const OBJECT_SIGN = '\ufffc'
/** An inline node with one character for each of its places: its text, a line break, a sign for an object. */
export const unitText = (node: Node): string => node.text ?? (node.type === schema.nodes.object ? OBJECT_SIGN : '\n')
/** What tells objects apart: equal for equal ones. */
export const objectKey = (node: Node): string => (node.attrs.key as string) || `${node.attrs.what}\n${node.attrs.text}`
/** Objects that a reader does not see as such: where a page or column ends. */
const UNSEEN: ReadonlySet<string> = new Set(['page break', 'column break', 'mark'])
/** What a reader is shown of an inline node: its text; of an object that reads as nothing its name, `[picture]`. */
export const shownText = (node: Node): string =>
  inlineText(node) || (node.type === schema.nodes.object && !UNSEEN.has(node.attrs.what) ? `[${node.attrs.what}]` : '')
/** The marks of a token less the tracking ones. */
export const plainMarks = (given: readonly Mark[]): readonly Mark[] => given.filter((m) => !TRACKING_MARKS.has(m.type.name))
