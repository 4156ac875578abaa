import fc from 'fast-check'
import type { Mark, Node } from 'prosemirror-model'
import { describe, it } from 'vitest'
import { writeDocx } from '../../main/formats/docx/index.ts'
import { writeMarkdown } from '../../main/formats/markdown/index.ts'
import { allRounds, type Block, type Cause, project, type Redline, type Run, redline, withLabels } from '../../shared/redline/index.ts'
import { paperOf } from '../interop/samples.ts'
import { Bargain, GROUNDS, program, type Session, session } from './bargain.ts'
import { show, type Table } from './harness.ts'
import { checkAsync } from './script.ts'
import { type Revision, revisionsOf } from './word.ts'

/** A document after a random session, and how its rounds are called. */
function made(one: Session): Table {
  const bargain = new Bargain(GROUNDS[one.base](), one.parties)
  for (const op of one.ops) bargain.do(op)
  return bargain.table
}

/** From here on nobody can write into a document. */
function freeze(node: Node): Node {
  for (const part of [node, node.attrs, node.content, node.content.content, node.marks]) Object.freeze(part)
  for (const mark of node.marks) Object.freeze(mark.attrs)
  node.children.forEach(freeze)
  return node
}

interface Expected extends Revision {
  readonly label: boolean
}
/** What a redline says of its changes, in the order of the text. */
function said(view: Redline): Expected[] {
  const dayOf = (r: number): string => view.rounds.find((x) => x.r === r)!.date
  const entry = (kind: string, by: Cause, text = '', label = false): Expected => ({ kind, party: by.p, date: dayOf(by.r), text, label })
  const look = (marks: readonly Mark[], bold: boolean): string =>
    [...new Set([...marks.map((m) => m.type.name), ...(bold ? ['strong'] : [])])].sort().join()
  const part = (what: string, change: string, by: Cause | null, inserted: Cause | null): Expected[] => {
    if (!by || change === 'same') return []
    const around = change === 'delete' && inserted && inserted.p !== by.p
    return [...(around ? [entry(`insert-${what}`, inserted)] : []), entry(`${change}-${what}`, by)]
  }
  const run = (r: Run, bold: boolean): Expected[] => {
    const text = r.node.text ?? '\n'
    if (r.by) {
      const around = r.inserted && r.inserted.p !== r.by.p
      return [entry(around ? `insert ${r.inserted.p}+delete` : r.kind, r.by, text, r.label)]
    }
    return r.formatBy && look(r.marksA, bold) !== look(r.marksB, bold) ? [entry('format', r.formatBy, text)] : []
  }
  const walk = (blocks: readonly Block[], bold: boolean): Expected[] =>
    blocks.flatMap((b) =>
      b.kind === 'text'
        ? b.runs.flatMap((r) => run(r, bold))
        : b.rows.flatMap((row) => [
            ...part('row', row.change, row.by, row.inserted),
            ...row.cells.flatMap((cell) => [
              ...(row.change === 'same' ? part('cell', cell.change, cell.by, null) : []),
              ...walk(cell.blocks, cell.header),
            ]),
          ]),
    )
  return walk(withLabels(view.blocks), false)
}

/** A label is written with a tab or a space after it as its place asks. */
const line = (r: Revision, label: boolean): string => [r.kind, r.party, r.date, label ? r.text.trimEnd() : r.text].join(' ')

const input = fc.tuple(session(4), fc.nat(8), fc.nat(8))

describe('exports after random sessions', () => {
  it('12. a Word file keeps (kind, party, date, text) of every change, in order', async () => {
    await checkAsync(input, async ([one, x, y]) => {
      const T = made(one)
      const [a, b] = [x % (T.round + 1), y % (T.round + 1)]
      const view = (x & 1 ? allRounds : redline)(T.doc, T.rounds(), a, b)
      const want = said(view)
      const got = revisionsOf(await writeDocx(paperOf(view, 'redline', null)))
      const [wanted, read] = [want.map((w) => line(w, w.label)), got.map((g, i) => line(g, want[i]?.label ?? false))]
      if (wanted.join('\n') !== read.join('\n'))
        throw new Error(
          `from ${a} to ${b}\n want\n  ${wanted.join('\n  ')}\n got\n  ${read.join('\n  ')}\n tree ${show(T.doc)}\n ${program(one)}`,
        )
    })
  })

  it('13. exporting never changes the document; exporting twice gives the same bytes', async () => {
    await checkAsync(input, async ([one, x, y]) => {
      const T = made(one)
      const [a, b] = [x % (T.round + 1), y % (T.round + 1)]
      const doc = freeze(T.doc)
      const before = JSON.stringify(doc.toJSON())
      const paper = [
        () => paperOf(redline(doc, T.rounds(), a, b), 'redline'),
        () => paperOf(allRounds(doc, T.rounds(), a, b), 'redline'),
        () => paperOf(redline(project(doc, b), [], 0, 0), 'clean'),
      ][(x + y) % 3]
      for (const write of [writeDocx, writeMarkdown])
        if (Buffer.compare(await write(paper()), await write(paper())) !== 0)
          throw new Error(`the second paper of ${a} to ${b} differs\n ${show(doc)}\n ${program(one)}`)
      if (JSON.stringify(doc.toJSON()) !== before) throw new Error(`an export changed the document\n ${show(doc)}\n ${program(one)}`)
    })
  })
})
