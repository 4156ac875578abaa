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

const STOCK = [
  'Approval lies with the District and with no other.',
  'A teacher shall be paid on the last day of each month of the school year.',
  'None.',
  'c. A request is made in writing, by four (4) teachers or more, before the first day of May.',
  'A request is made in writing, by four (4) teachers or more, before the first day of May.',
  'SECTION 5. LEAVE',
  'SECTION 6. LEAVE',
  '5.4.9 Leave is paid at $1,500.00 a day. It ends on 9/1/2023.',
]
/** Objects: two pictures, two fields that read the same, an equation. */
const OBJECTS = [
  { what: 'picture', text: '', key: 'picture:1' },
  { what: 'picture', text: '', key: 'picture:2' },
  { what: 'field', text: '12', key: 'field:1' },
  { what: 'field', text: '12', key: 'field:2' },
  { what: 'equation', text: 'a=b', key: 'equation:1' },
]
const word = fc.constantFrom(...WORDS)
const words = fc.array(fc.tuple(word, fc.constantFrom(...GLUE)), { maxLength: 14 }).map((pairs) => pairs.flat().join(''))
const text = fc.oneof(
  { weight: 12, arbitrary: words },
  { weight: 5, arbitrary: fc.constantFrom(...STOCK) },
  { weight: 1, arbitrary: fc.tuple(words, fc.integer({ min: 2, max: 30 })).map(([t, n]) => `${t} `.repeat(n)) },
)
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
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...OBJECTS), formatting).map(([attrs, marks]) => schema.nodes.object.create(attrs, null, marks)),
  },
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
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(null, null, 'Article 2.'))
      .map(([level, label]) => ({ type: 'heading' as const, attrs: { level, label } })),
  },
)
const textBlock: fc.Arbitrary<Node> = fc.tuple(props, content).map(([p, c]) => schema.nodes[p.type].create(p.attrs, c))

interface Span {
  readonly colspan?: number
  readonly rowspan?: number
  readonly align?: string
}
const cellOf = (blocks: readonly Node[], head: boolean, span: Span = {}): Node =>
  schema.nodes[head ? 'table_header' : 'table_cell'].create(span, blocks)
const smallTable: fc.Arbitrary<Node> = fc.array(textBlock, { minLength: 2, maxLength: 2 }).map((cells) =>
  schema.nodes.table.create(
    null,
    schema.nodes.table_row.create(
      null,
      cells.map((c) => cellOf([c], false)),
    ),
  ),
)
const cellBlocks = fc.oneof(
  { weight: 8, arbitrary: textBlock.map((b) => [b]) },
  { weight: 2, arbitrary: fc.array(textBlock, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.tuple(textBlock, smallTable).map(([b, t]) => [b, t]) },
  { weight: 1, arbitrary: smallTable.map((t) => [t]) },
)
/** A grid in which one rectangle of cells may be one cell. Rows that it covers from above lack those cells. */
const table: fc.Arbitrary<Node> = fc
  .record({
    width: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 4 }),
    cells: fc.array(cellBlocks, { minLength: 12, maxLength: 12 }),
    merged: fc.option(
      fc.record({ row: fc.nat({ max: 3 }), column: fc.nat({ max: 2 }), down: fc.nat({ max: 2 }), across: fc.nat({ max: 2 }) }),
      {
        freq: 2,
      },
    ),
    centred: fc.nat({ max: 12 }),
  })
  .map(({ width, height, cells, merged, centred }) => {
    const box = merged && {
      ...merged,
      bottom: Math.min(height, merged.row + merged.down + 1),
      right: Math.min(width, merged.column + merged.across + 1),
    }
    const rows: Node[] = []
    for (let r = 0; r < height; r++) {
      const made: Node[] = []
      for (let c = 0; c < width; c++) {
        const inside = box && r >= box.row && r < box.bottom && c >= box.column && c < box.right
        const corner = inside && r === box.row && c === box.column
        if (inside && !corner) continue
        const span = corner ? { colspan: box.right - box.column, rowspan: box.bottom - box.row } : {}
        made.push(cellOf(cells[r * width + c], r === 0, centred === c ? { ...span, align: 'center' } : span))
      }
      rows.push(
        made.length ? schema.nodes.table_row.create(null, made) : schema.nodes.table_row.create(null, cellOf(cells[r * width], false)),
      )
    }
    return schema.nodes.table.create(null, evened(rows, width))
  })
/** Rows of which none is wholly covered from above: where one would be, the merged cell is given up. */
const evened = (rows: readonly Node[], width: number): Node[] => {
  const table = schema.nodes.table.create(null, [...rows])
  const ragged = () => {
    const carried: number[] = []
    return kids(table).some((row) => {
      let n = carried.shift() ?? 0
      for (const cell of kids(row)) {
        n += cell.attrs.colspan
        for (let k = 0; k < cell.attrs.rowspan - 1; k++) carried[k] = (carried[k] ?? 0) + cell.attrs.colspan
      }
      return n !== width
    })
  }
  if (!ragged()) return [...rows]
  return rows.map((row) =>
    schema.nodes.table_row.create(
      null,
      Array.from({ length: width }, (_, c) => cellOf([...kids(kids(row)[at(kids(row), c)])], false)),
    ),
  )
}
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
  fc.tuple(place, fc.nat({ max: 3 }), place).map(([from, size, to]) =>
    onBlock(from, (blocks, i) => {
      const moved = blocks.splice(i, 1 + size)
      blocks.splice(at([...blocks, 0], to), 0, ...moved)
    }),
  ),
  fc.tuple(place, place).map(([where, from]) =>
    onBlock(where, (blocks, i) => {
      const b = blocks[i]
      if (!b.isTextblock) return
      const k = from % (b.content.size + 1)
      blocks.splice(i, 1, b.copy(b.content.cut(0, k)), schema.nodes.paragraph.create(null, b.content.cut(k)))
    }),
  ),
  place.map((where) =>
    onBlock(where, (blocks, i) => {
      const [b, next] = [blocks[i], blocks[i + 1]]
      if (b.isTextblock && next?.isTextblock) blocks.splice(i, 2, next.copy(b.content.append(next.content)))
    }),
  ),
  fc.tuple(place, fc.boolean()).map(([where, written]) =>
    onBlock(where, (blocks, i) => {
      const b = blocks[i]
      if (b.type.name !== 'paragraph') return
      const label = b.attrs.label as string | null
      if (written && label)
        blocks[i] = schema.nodes.paragraph.create({ ...b.attrs, label: null }, Fragment.from(schema.text(`${label} `)).append(b.content))
      else blocks[i] = schema.nodes.paragraph.create({ ...b.attrs, label: `${where % 9}.` }, b.content)
    }),
  ),
  fc.tuple(place, place, fc.boolean(), textBlock).map(([where, column, add, put]) =>
    onBlock(where, (blocks) => {
      const t = blocks.findIndex((b, i) => b.type.name === 'table' && i >= where % blocks.length)
      if (t < 0) return
      const rows = kids(blocks[t])
      const width = rows[0].childCount
      const plain = rows.every((row) => row.childCount === width && kids(row).every((c) => c.attrs.colspan === 1 && c.attrs.rowspan === 1))
      if (!plain || (!add && width < 2)) return
      const c = column % width
      const changed = rows.map((row) => {
        const cells = kids(row)
        if (add) cells.splice(c, 0, cellOf([put], cells[c].type.name === 'table_header'))
        else cells.splice(c, 1)
        return row.copy(Fragment.fromArray(cells))
      })
      blocks[t] = blocks[t].copy(Fragment.fromArray(changed))
    }),
  ),
)

/** The content of a document for comparison: everything but ids. */
export function contentOf(node: Node): unknown {
  if (node.isInline) return [node.type.name, node.text ?? node.attrs, plainMarks(node.marks).map((m) => m.type.name)]
  const { id: _, ...attrs } = node.attrs
  return [node.type.name, attrs, kids(node).map(contentOf)]
}
/** Ids in order, for tests: `prefix1`, `prefix2`. */
export function counter(): (prefix: string) => string {
  let n = 0
  return (prefix) => `${prefix}${++n}`
}
