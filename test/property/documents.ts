import fc from 'fast-check'
import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { plainMarks, schema } from '../../shared/model/schema.ts'

/** Random contracts of the schema: small words that repeat, so that blocks are alike, equal and unlike in turn. */

const WORDS = [
  'the',
  'teacher',
  'shall',
  'District',
  'leave',
  'of',
  'a',
  'day',
  '(4)',
  '$1,500',
  '95%',
  '9/1/2023',
  '2021-2023',
  'step',
  'pay',
  'and',
]
const GLUE = [' ', ' ', ' ', ' ', ' ', ', ', '. ', '  ', '; ', '\n', '']

const word = fc.constantFrom(...WORDS)
const text = fc.array(fc.tuple(word, fc.constantFrom(...GLUE)), { maxLength: 14 }).map((pairs) => pairs.flat().join(''))
const formatting: fc.Arbitrary<readonly Mark[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom([schema.mark('strong')], [schema.mark('underline')], [schema.mark('em'), schema.mark('superscript')]),
  },
)
const inline: fc.Arbitrary<Node | null> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(text, formatting).map(([t, marks]) => (t ? schema.text(t, marks) : null)) },
  { weight: 1, arbitrary: formatting.map((marks) => schema.nodes.hard_break.create(null, null, marks)) },
)
const content = fc.array(inline, { maxLength: 3 }).map((nodes) => Fragment.fromArray(nodes.filter((n): n is Node => n !== null)))
const align = fc.constantFrom('left', 'left', 'left', 'center')
const props = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ type: 'paragraph' as const, attrs: {} }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(null, 'a.', 'b.', 'Subd. 2.'),
        fc.constantFrom(null, 'ordered', 'bullet'),
        fc.integer({ min: 0, max: 2 }),
        align,
      )
      .map(([label, list, level, to]) => ({ type: 'paragraph' as const, attrs: { label, list, level, align: to } })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((level) => ({ type: 'heading' as const, attrs: { level } })) },
)
const textBlock: fc.Arbitrary<Node> = fc.tuple(props, content).map(([p, c]) => schema.nodes[p.type].create(p.attrs, c))

const cellOf = (blocks: readonly Node[], head: boolean, colspan: number): Node =>
  schema.nodes[head ? 'table_header' : 'table_cell'].create({ colspan }, blocks)
const cellBlocks = fc.oneof(
  { weight: 5, arbitrary: textBlock.map((b) => [b]) },
  { weight: 1, arbitrary: fc.array(textBlock, { minLength: 1, maxLength: 3 }) },
)
const table: fc.Arbitrary<Node> = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 4 }),
    fc.array(cellBlocks, { minLength: 12, maxLength: 12 }),
    fc.integer({ min: 0, max: 12 }),
  )
  .map(([width, height, cells, odd]) => {
    const rows: Node[] = []
    for (let r = 0; r < height; r++) {
      const made: Node[] = []
      for (let c = 0; c < width; c++) made.push(cellOf(cells[r * width + c], r === 0, 1))
      const merged = odd === r && width > 1 ? [cellOf(cells[r * width], false, 2), ...made.slice(2)] : made
      rows.push(schema.nodes.table_row.create(null, merged))
    }
    return schema.nodes.table.create(null, rows)
  })
const block = fc.oneof({ weight: 6, arbitrary: textBlock }, { weight: 1, arbitrary: table })

/** A clean document without ids. */
export const cleanDocument: fc.Arbitrary<Node> = fc
  .array(block, { minLength: 1, maxLength: 7 })
  .map((blocks) => schema.nodes.doc.create(null, blocks))

/** A change to a clean document: as a party rewrites it, or a second reading of it would differ. */
export type Revision = (doc: Node) => Node

const kids = (node: Node): Node[] => [...(node.content.content as readonly Node[])]
const at = (list: readonly unknown[], n: number): number => (list.length ? n % list.length : 0)
const onBlock =
  (where: number, change: (blocks: Node[], i: number) => void): Revision =>
  (doc) => {
    const blocks = kids(doc)
    change(blocks, at(blocks, where))
    return doc.copy(Fragment.fromArray(blocks.length ? blocks : [schema.nodes.paragraph.create()]))
  }
/** Changes one text block, in a table where the block is one. */
const inText = (node: Node, where: number, change: (block: Node) => Node): Node => {
  if (node.isTextblock) return change(node)
  const list = kids(node)
  const i = at(list, where)
  list[i] = inText(list[i], where >> 2, change)
  return node.copy(Fragment.fromArray(list))
}
const place = fc.nat({ max: 1000 })

/** One random change: words, formatting, properties, blocks, rows. */
export const revision: fc.Arbitrary<Revision> = fc.oneof(
  fc.tuple(place, place, place, content).map(([where, from, size, put]) =>
    onBlock(where, (blocks, i) => {
      blocks[i] = inText(blocks[i], where, (b) => {
        const start = from % (b.content.size + 1)
        const end = Math.min(b.content.size, start + (size % 20))
        return b.copy(b.content.cut(0, start).append(put).append(b.content.cut(end)))
      })
    }),
  ),
  fc.tuple(place, formatting).map(([where, marks]) =>
    onBlock(where, (blocks, i) => {
      blocks[i] = inText(blocks[i], where, (b) => b.copy(Fragment.fromArray(kids(b).map((n, k) => ((where + k) % 2 ? n.mark(marks) : n)))))
    }),
  ),
  fc.tuple(place, props).map(([where, p]) =>
    onBlock(where, (blocks, i) => {
      blocks[i] = inText(blocks[i], where, (b) => schema.nodes[p.type].create({ ...p.attrs, id: b.attrs.id }, b.content))
    }),
  ),
  fc.tuple(place, block).map(([where, b]) => onBlock(where, (blocks, i) => void blocks.splice(i, 0, b))),
  place.map((where) => onBlock(where, (blocks, i) => void blocks.splice(i, 1))),
  fc.tuple(place, block).map(([where, b]) => onBlock(where, (blocks, i) => void blocks.splice(i, 1, b))),
  fc.tuple(place, place).map(([from, to]) =>
    onBlock(from, (blocks, i) => {
      const [moved] = blocks.splice(i, 1)
      blocks.splice(at([...blocks, 0], to), 0, moved)
    }),
  ),
  fc.tuple(place, place, fc.boolean()).map(([where, row, add]) =>
    onBlock(where, (blocks) => {
      const t = blocks.findIndex((b) => b.type.name === 'table')
      if (t < 0) return
      const rows = kids(blocks[t])
      const r = at(rows, row)
      if (add)
        rows.splice(
          r,
          0,
          inText(rows[r], where, () => schema.nodes.paragraph.create(null, schema.text('new row'))),
        )
      else if (rows.length > 1) rows.splice(r, 1)
      blocks[t] = blocks[t].copy(Fragment.fromArray(rows))
    }),
  ),
)

/** The content of a document for comparison: everything but ids. */
export function contentOf(node: Node): unknown {
  if (node.isInline) return [node.type.name, node.text ?? '', plainMarks(node.marks).map((m) => m.type.name)]
  const { id: _, ...attrs } = node.attrs
  return [node.type.name, attrs, kids(node).map(contentOf)]
}
/** Ids in order, for tests: `prefix1`, `prefix2`. */
export function counter(): (prefix: string) => string {
  let n = 0
  return (prefix) => `${prefix}${++n}`
}
