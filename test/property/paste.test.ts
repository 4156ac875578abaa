import fc from 'fast-check'
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { AllSelection, EditorState, TextSelection } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { pasteOver } from '../../shared/compare/index.ts'
import { schema } from '../../shared/model/schema.ts'
import { ensureIds, inlineOn, inlineSwitches, plainText, project, track } from '../../shared/redline/index.ts'
import { BASES, Table as Bench, bare, block, checkAll, PROPS, show, type Table, text } from './harness.ts'
import { cleanPlace } from './oracle.ts'
import { check, script } from './script.ts'
import { sealedTable } from './table.ts'

const WORDS = ['one', 'two', 'three', 'x', 'yz', 'w w', 'He', '$1,500', 'q', '.', 'abcd', 'ef']
const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((list) => list.join(' '))
const line = fc.tuple(fc.nat(PROPS.length - 1), words, fc.nat(3))
const incoming = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  open: fc.nat(3),
  formatted: fc.boolean(),
  own: fc.nat(3),
})
type Given = typeof incoming extends fc.Arbitrary<infer T> ? T : never

/** What is pasted: made up, or every fourth time a piece of the document itself, as it reads. */
function sliceOf(given: Given, clean: Node, x: number, y: number): Slice {
  if (given.own === 0) {
    const size = clean.content.size + 1
    const [a, b] = [x % size, y % size].sort((m, n) => m - n)
    const piece = clean.slice(a, b)
    return new Slice(piece.content, Math.min(piece.openStart, 1) * (given.open & 1), Math.min(piece.openEnd, 1) * ((given.open >> 1) & 1))
  }
  const blocks = given.lines.map(([props, words, bold]) =>
    block(PROPS[props], '', words ? [...text(words.slice(0, 3)), ...text(words.slice(3), ...(bold ? [] : ['strong']))] : []),
  )
  return new Slice(Fragment.from(blocks), given.open & 1, (given.open >> 1) & 1)
}
const lines = (slice: Slice): string[] => {
  const out: string[] = []
  let inline = ''
  slice.content.forEach((node) => {
    if (node.isInline) inline += node.isText ? node.text : '\n'
    else out.push(node.textBetween(0, node.content.size, '', '\n'))
  })
  return slice.content.firstChild?.isInline ? [inline] : out
}
const textOf = (doc: Node): string[] => doc.children.map((b) => b.textBetween(0, b.content.size, '', '\n'))

const letters = (text: string): number => text.replace(/\s/g, '').length
/** Characters that the round struck or put in. */
function marked(T: Table): number {
  let n = 0
  T.doc.descendants((node) => {
    if (node.isText && inlineSwitches(node).some((s) => s.r === T.round)) n += letters(node.text!)
  })
  return n
}

describe('paste over random selections', () => {
  it('gives what it gives untracked, keeps every sealed version and marks no more words than strike all, insert all', () => {
    check(
      fc.tuple(fc.nat(BASES.length - 1), script(20), incoming, fc.nat(60), fc.nat(60), fc.boolean()),
      ([b, ops, given, x, y, caret]) => {
        const T = sealedTable(b, ops)
        const size = T.doc.content.size + 1
        T.apply(T.state.tr.setSelection(TextSelection.between(T.doc.resolve(x % size), T.doc.resolve((caret ? x : y) % size))))
        const { from, to, empty } = T.state.selection
        const before = T.doc
        const C = T.clean()
        const [a, z] = [cleanPlace(T.doc, from, T.round).pos, cleanPlace(T.doc, to, T.round).pos]
        const slice = sliceOf(given, C, y, x + y)
        if (!slice.size || a === null || z === null || (a === z && !empty)) return
        let clean = EditorState.create({ doc: C })
        clean = clean.apply(clean.tr.setSelection(TextSelection.create(C, a, z)))
        const command = (T_: Table) => pasteOver(T_.cx(), slice, { formatted: given.formatted })
        const fail = (why: string): never => {
          throw new Error(
            `${why}\n paste ${slice} at ${from}-${to}\n before ${show(before)}\n tree   ${show(T.doc)}\n clean  ${show(T.clean())}`,
          )
        }
        const was = marked(T)
        command(T)(T.state, (tr) => T.apply(track(T.state, tr, T.cx())))
        checkAll(T, false)
        command(T)(clean, (tr) => {
          clean = clean.apply(tr)
        })
        const want = project(clean.doc, T.round)
        if (bare(T.clean()) !== bare(want)) fail(`want ${show(want)}`)
        // The words, written down without the engine.
        const $a = C.resolve(a)
        const $z = C.resolve(z)
        const all = textOf(C)
        const [i, j] = [$a.index(0), $z.index(0)]
        const put = lines(slice)
        put[0] = all[i].slice(0, $a.parentOffset) + put[0]
        put[put.length - 1] += all[j].slice($z.parentOffset)
        const text = [...all.slice(0, i), ...put, ...all.slice(j + 1)].join('¶')
        if (textOf(T.clean()).join('¶') !== text) fail(`words ${text}`)
        const most = letters(C.textBetween(a, z, ' ')) + letters(lines(slice).join(' '))
        if (marked(T) - was > most) fail(`marks ${marked(T) - was} characters of ${most}`)
        if (!T.state.selection.$from.parent.isTextblock) fail('the caret is not in text')
        let standing = 0
        T.doc.nodesBetween(0, T.state.selection.from, (node, pos) => {
          if (node.isText && inlineOn(node, T.round)) standing += Math.min(node.nodeSize, T.state.selection.from - pos)
        })
        const wanted =
          [...all.slice(0, i), ...put].join('').replace(/\n/g, '').length - all[j].slice($z.parentOffset).replace(/\n/g, '').length
        if (standing !== wanted) fail(`the caret stands after ${standing} characters and not after ${wanted}`)
      },
    )
  })
})

const CELLS = ['4', '$1,500', 'ten days', 'none', '']
const grid = fc.tuple(fc.array(fc.constantFrom(...CELLS), { minLength: 4, maxLength: 4 }), words, words, fc.boolean())
type Clause = readonly [readonly string[], string, string, boolean]
const clauseOf = ([cells, above, below, more]: Clause): Node[] => {
  const N = schema.nodes
  const cell = (s: string): Node => N.table_cell.create(null, N.paragraph.create(null, text(s)))
  const row = (a: string, b: string): Node => N.table_row.create(null, [cell(a), cell(b)])
  const blocks = [
    N.paragraph.create(null, text(above)),
    N.table.create(null, [row(cells[0], cells[1]), row(cells[2], cells[3])]),
    N.paragraph.create(null, text(below)),
  ]
  return more ? [N.heading.create({ level: 2 }, text('Schedule')), ...blocks] : blocks
}

describe('paste of clauses with tables over each other', () => {
  it('compares cell by cell and reads as what came in, round after round', () => {
    check(fc.tuple(grid, fc.array(fc.tuple(grid, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 5 })), ([base, rounds]) => {
      const T = new Bench(
        ensureIds(
          schema.nodes.doc.create(null, clauseOf(base)),
          (
            (n) => (p: string) =>
              `${p}x${n++}`
          )(0),
        ),
      )
      for (const [given, whole, seals] of rounds) {
        const { doc } = T
        const all = whole ? new AllSelection(doc) : TextSelection.create(doc, 1, doc.content.size - 1)
        T.apply(T.state.tr.setSelection(all))
        const blocks = clauseOf(given)
        pasteOver(T.cx(), new Slice(Fragment.from(blocks), 0, 0))(T.state, (tr) => T.apply(track(T.state, tr, T.cx())))
        const want = plainText(schema.nodes.doc.create(null, blocks))
        if (plainText(T.clean()) !== want) throw new Error(`want ${want}\n got ${plainText(T.clean())}\n ${show(T.doc)}`)
        if (T.doc.children.filter((b) => !b.isTextblock).length !== 1) throw new Error(`another table\n ${show(T.doc)}`)
        checkAll(T, false)
        if (seals) T.seal()
      }
    })
  })
})
