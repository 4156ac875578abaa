import type { Mark, Node } from 'prosemirror-model'
import { type Switch, schema, type Was } from '../../../shared/model/schema.ts'
import { type Part, stateOf, type TablePart, type TextPart } from './block.ts'
import type { Span } from './flow.ts'

/** Blocks of a language as a document of the schema, its marks as the switches of round 1. */

/** Makes ids: `b` blocks, `t` tables, `w` rows, `c` cells, `x` changes. */
export type NewId = (prefix: string) => string

/** Counts up for each prefix: `b1`, `b2`, …; the same source gives the same ids. */
export function counter(): NewId {
  const counts = new Map<string, number>()
  return (prefix) => {
    const n = (counts.get(prefix) ?? 0) + 1
    counts.set(prefix, n)
    return `${prefix}${n}`
  }
}

interface TreeContext {
  readonly newId: NewId
  /** Party of round 1; the document carries no switches where it is null. */
  readonly party: string | null
  /** Everything is new: all of it is inserted, against a base of one empty paragraph. */
  readonly allNew: boolean
}

const SWITCH = { struck: 'del', inserted: 'ins' } as const
const MARK = { struck: 'deletion', inserted: 'insertion' } as const

function plainMarks(span: Span): Mark[] {
  const marks: Mark[] = []
  if (span.strong) marks.push(schema.marks.strong.create())
  if (span.em) marks.push(schema.marks.em.create())
  if (span.underline) marks.push(schema.marks.underline.create())
  if (span.sup) marks.push(schema.marks.superscript.create())
  else if (span.sub) marks.push(schema.marks.subscript.create())
  return marks
}

const isBlank = (span: Span): boolean => span.text.trim() === ''
/** The state of all words of a part, where they share one that is not plain. */
function wholeState(part: TextPart): 'struck' | 'inserted' | null {
  const states = new Set(part.spans.filter((s) => !isBlank(s)).map(stateOf))
  const [only] = states
  return states.size === 1 && only !== 'plain' && part.label === part.labelBefore ? only! : null
}

function inline(part: TextPart, cx: TreeContext, change: (kind: 'struck' | 'inserted') => string): Node[] {
  return part.spans.flatMap((span) => {
    const marks = plainMarks(span)
    const state = cx.party === null ? 'plain' : cx.allNew ? 'inserted' : stateOf(span)
    if (state !== 'plain') marks.push(schema.marks[MARK[state]].create({ id: change(state), r: 1, p: cx.party }))
    const set = marks.reduce<readonly Mark[]>((all, mark) => mark.addToSet(all), [])
    return span.text.split('\n').flatMap((text, i) => {
      const nodes = text === '' ? [] : [schema.text(text, set)]
      return i === 0 ? nodes : [schema.nodes.hard_break.create(null, null, set), ...nodes]
    })
  })
}

function attrsOf(part: TextPart): Record<string, unknown> {
  const align = part.center ? 'center' : 'left'
  return part.heading ? { level: part.heading, align } : { level: part.level, align, list: part.list, label: part.label }
}

function textBlock(part: TextPart, cx: TreeContext): Node {
  const id = cx.newId('b')
  const open = new Map<string, string>()
  let last: string | null = null
  const change = (kind: 'struck' | 'inserted'): string => {
    if (last !== kind || !open.has(kind)) open.set(kind, cx.newId('x'))
    last = kind
    return open.get(kind)!
  }
  const content: Node[] = []
  for (const span of part.spans) {
    if (cx.party !== null && !cx.allNew && stateOf(span) === 'plain') last = null
    content.push(...inline({ ...part, spans: [span] }, cx, change))
  }
  const sw: Switch[] = []
  const was: Was[] = []
  if (cx.party !== null) {
    const state = cx.allNew ? 'inserted' : wholeState(part)
    if (state) sw.push({ k: SWITCH[state], id: open.get(state) ?? cx.newId('x'), r: 1, p: cx.party })
    else if (part.label !== part.labelBefore) {
      const attrs = { ...attrsOf(part), label: part.labelBefore } as unknown as Was['attrs']
      was.push({ r: 1, id: cx.newId('x'), p: cx.party, type: 'paragraph', attrs })
    }
  }
  const type = part.heading ? schema.nodes.heading : schema.nodes.paragraph
  return type.create({ ...attrsOf(part), id, sw, was }, content)
}

function tableBlock(part: TablePart, cx: TreeContext): Node {
  const rows = part.rows.map((cells, i) => {
    const words = cells.flat().filter((cell) => cell.spans.some((s) => !isBlank(s)))
    const states = new Set(words.map(wholeState))
    const [only] = states
    const state = cx.party === null ? null : cx.allNew ? 'inserted' : states.size === 1 ? only! : null
    // A struck row keeps its content untouched; an inserted one marks its content too, the ends of its cells' blocks not.
    const inner: TreeContext = state === 'struck' ? { ...cx, party: null } : { ...cx, allNew: cx.allNew || state === 'inserted' }
    const sw: Switch[] = state ? [{ k: SWITCH[state], id: cx.newId('x'), r: 1, p: cx.party! }] : []
    const type = i < part.head ? schema.nodes.table_header : schema.nodes.table_cell
    const nodes = cells.map((cell) => {
      const id = cx.newId('c')
      const blocks = cell.length ? cell.map((p) => withoutEnd(textBlock(p, inner), state)) : [emptyParagraph(cx)]
      return type.create({ id }, blocks)
    })
    return schema.nodes.table_row.create({ id: cx.newId('w'), sw }, nodes)
  })
  return schema.nodes.table.create({ id: cx.newId('t') }, rows)
}

const emptyParagraph = (cx: TreeContext): Node => schema.nodes.paragraph.create({ id: cx.newId('b') })
/** In a row that is switched as a whole the ends inside carry no switch of their own. */
const withoutEnd = (block: Node, state: string | null): Node =>
  state === null ? block : block.type.create({ ...block.attrs, sw: [] }, block.content)

/**
 * A document of the parts. With a party, their marks become switches of round 1: whole blocks have their ends switched too. Where
 * all is new, the last paragraph's end is the one empty paragraph that stood before.
 */
export function tree(parts: readonly Part[], cx: TreeContext): Node {
  const blocks = parts.map((part) => (part.kind === 'text' ? textBlock(part, cx) : tableBlock(part, cx)))
  const last = blocks.at(-1)
  if (!last?.isTextblock) {
    if (cx.allNew || !last) blocks.push(emptyParagraph(cx))
  } else if (cx.party !== null && cx.allNew) {
    const id = (last.attrs.sw as Switch[])[0]!.id
    const plain = schema.nodes.paragraph.create().attrs
    const attrs = { level: plain.level, align: plain.align, list: plain.list, label: plain.label } as Was['attrs']
    const was: Was[] = [{ r: 1, id, p: cx.party, type: 'paragraph', attrs }]
    const same =
      last.type === schema.nodes.paragraph && (Object.keys(attrs) as (keyof typeof attrs)[]).every((k) => last.attrs[k] === attrs[k])
    blocks[blocks.length - 1] = last.type.create({ ...last.attrs, sw: [], was: same ? [] : was }, last.content)
  }
  return schema.nodes.doc.create(null, blocks)
}
