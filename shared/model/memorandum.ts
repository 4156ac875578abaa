import type { Node } from 'prosemirror-model'
import { formatDayLong } from './labels.ts'
import type { Party } from './negotiation.ts'
import { schema } from './schema.ts'

/** What a memorandum of understanding is begun with. `term`: both days inclusive; null where the agreement’s is not known. */
export interface Memorandum {
  readonly title: string
  readonly parties: readonly Party[]
  readonly term: { readonly from: string; readonly to: string } | null
}

const LINE = '_'.repeat(28)

/**
 * The blocks that a memorandum begins with: its parties, its term, a first paragraph to write in, and lines for both spokespersons
 * to sign. Names of people are left blank, for the pen. `newId` gives the ids of blocks, tables, rows and cells.
 */
export function memorandum({ title, parties, term }: Memorandum, newId: (prefix: string) => string): Node[] {
  const N = schema.nodes
  const p = (text: string, attrs: object = {}) => N.paragraph.create({ ...attrs, id: newId('b') }, text ? schema.text(text) : null)
  const names = parties.map((x) => x.name)
  const between = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('')
  const cell = (text: string) => N.table_cell.create({ id: newId('c') }, p(text))
  const row = (...texts: string[]) => N.table_row.create({ id: newId('w') }, texts.map(cell))
  return [
    N.heading.create({ level: 1, id: newId('b') }, schema.text('Memorandum of understanding')),
    ...(title ? [N.heading.create({ level: 2, id: newId('b') }, schema.text(title))] : []),
    p(`This memorandum is between ${between}.`),
    p(
      term
        ? `It is in effect from ${formatDayLong(term.from)} through ${formatDayLong(term.to)}.`
        : 'It is in effect from          through          .',
    ),
    p('The parties agree:'),
    p('', { label: '1.', list: 'ordered' }),
    N.table.create({ id: newId('t') }, [
      row(...parties.map((x) => `For ${x.name}`)),
      row(...parties.map(() => `Signature ${LINE}`)),
      row(...parties.map(() => `Name ${LINE}`)),
      row(...parties.map(() => `Date ${LINE}`)),
    ]),
  ]
}
