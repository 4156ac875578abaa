import type { Node } from 'prosemirror-model'
import { schema } from '../../../shared/model/schema.ts'
import { doc, h, p, run } from './sample.ts'

const WORDS =
  'the district and the association agree that each teacher shall have leave with pay for up to ten days in a school year unless the board finds that a substitute cannot be had and gives notice in writing before the first day of the month'.split(
    ' ',
  )

/** A made-up contract: `blocks` blocks of about 130 characters, `changes` replacements by both parties spread over them, a grid here and there. */
export function contract(blocks = 3000, changes = 2000): Node {
  let seed = 7
  const next = (n: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % n
  }
  const words = (n: number): string => Array.from({ length: n }, () => WORDS[next(WORDS.length)]).join(' ')
  const out: Node[] = []
  for (let i = 0; i < blocks; i++) {
    if (i % 60 === 0) out.push(h(1, run(`Article ${i / 60 + 1}. ${words(3)}`)))
    else if (i % 12 === 0) out.push(h(2, run(`Section ${i}. ${words(4)}`)))
    else if (i % 100 === 50) out.push(grid(next))
    else if (Math.floor(((i + 1) * changes) / blocks) > Math.floor((i * changes) / blocks)) {
      const r = 1 + next(4)
      const was = run(` ${words(3)}`, [['del', r]])
      const now = run(` ${words(3)}`, [['ins', r]])
      out.push(p({ label: i % 3 ? null : `Subd. ${i % 12}.` }, run(words(10)), was, now, run(` ${words(9)}.`)))
    } else out.push(p(i % 5 ? {} : { list: 'ordered', label: `${'abcdefgh'[i % 8]}.` }, run(`${words(23)}.`)))
  }
  return doc(...out)
}
function grid(next: (n: number) => number): Node {
  const cell = (text: string, header: boolean): Node =>
    schema.nodes[header ? 'table_header' : 'table_cell'].create({ id: `k${next(1e9)}` }, p({}, run(text)))
  const row = (i: number): Node =>
    schema.nodes.table_row.create(
      { id: `r${next(1e9)}` },
      Array.from({ length: 7 }, (_, j) => cell(i && j ? `${30 + next(40)},${100 + next(899)}` : `Step ${i + j}`, !i || !j)),
    )
  return schema.nodes.table.create(
    { id: `g${next(1e9)}` },
    Array.from({ length: 12 }, (_, i) => row(i)),
  )
}
