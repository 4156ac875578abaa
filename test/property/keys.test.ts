import fc from 'fast-check'
import { history, undo } from 'prosemirror-history'
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { type Command, EditorState, TextSelection } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { schema } from '../../shared/model/schema.ts'
import {
  deleteSelection,
  deleteWordBackward,
  deleteWordForward,
  endOn,
  hardBreak,
  hasText,
  insertText,
  joinBackward,
  joinForward,
  makeLabel,
  paste,
  project,
  setBlock,
  splitBlock,
  toggleFormat,
  track,
  trackingGuard,
} from '../../shared/redline/index.ts'
import { BASES, bare, block, checkAll, PROPS, show, type Table, text } from './harness.ts'
import { cleanPlace } from './oracle.ts'
import { check, script } from './script.ts'
import { sealedTable } from './table.ts'

const KEYS: ((T: Table, k: number) => Command)[] = [
  (T) => joinBackward(T.cx()),
  (T) => joinForward(T.cx()),
  (T) => deleteWordBackward(T.cx()),
  (T) => deleteWordForward(T.cx()),
  (T) => deleteSelection(T.cx()),
  (T) => splitBlock(T.cx()),
  (T) => hardBreak(T.cx()),
  (T) => insertText(T.cx(), 'a.'),
  (T) => makeLabel(T.cx()),
  (T) => toggleFormat(T.cx(), schema.marks.strong),
  (T, k) => setBlock(T.cx(), () => PROPS[k % PROPS.length]),
  (T, k) =>
    paste(
      T.cx(),
      new Slice(
        Fragment.from([0, 1, 2].slice(0, 1 + (k % 3)).map((i) => block(PROPS[(k + i) % PROPS.length], '', text(`p${i}`)))),
        k % 2,
        k % 2,
      ),
    ),
]
const key = fc.tuple(fc.nat(KEYS.length - 1), fc.nat(60), fc.nat(60), fc.nat(9))

describe('keys over random documents', () => {
  it('3 to 5, 8, 9 and 11. keys in a row keep every sealed version, are all tracked, and are undone to the start', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), fc.array(key, { minLength: 1, maxLength: 12 })), ([b, ops, keys]) => {
      const T = sealedTable(b, ops)
      const start = T.doc
      T.state = EditorState.create({ doc: start, plugins: [history({ newGroupDelay: 0 }), trackingGuard()] })
      const log = [show(start)]
      for (const [which, x, y, k] of keys) {
        const size = T.doc.content.size + 1
        // Half of the keys are pressed where the one before left the caret.
        if (k % 2)
          T.apply(T.state.tr.setSelection(TextSelection.between(T.doc.resolve(x % size), T.doc.resolve((k % 4 === 1 ? x : y) % size))))
        const before = T.doc
        KEYS[which](T, k)(T.state, (tr) => T.apply(track(T.state, tr, T.cx())))
        log.push(`${which} ${T.state.selection.from} ${show(T.doc)}`)
        try {
          checkAll(T, false)
          if (!T.state.selection.$from.parent.isTextblock) throw new Error('the caret is not in text')
          if (!before.eq(T.doc) && [0, 1, 2, 3, 4].includes(which)) shrinks(T, before)
        } catch (err) {
          throw new Error(`${(err as Error).stack}\n ${log.join('\n ')}`)
        }
      }
      while (undo(T.state, (tr) => T.apply(tr)));
      if (!T.doc.eq(start)) throw new Error(`undo does not give the start\n ${log.join('\n ')}\n ${show(T.doc)}`)
    })
  })
})

describe('keys among struck text', () => {
  it('2. keys among struck text do what they do in the clean text', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), key), ([b, ops, [which, x, y, k]]) => {
      const T = sealedTable(b, ops)
      const size = T.doc.content.size + 1
      T.apply(T.state.tr.setSelection(TextSelection.between(T.doc.resolve(x % size), T.doc.resolve((k % 2 ? x : y) % size))))
      const { from, to, empty } = T.state.selection
      const [a, z] = [cleanPlace(T.doc, from, T.round).pos, cleanPlace(T.doc, to, T.round).pos]
      // A selection of nothing but struck text is no selection in the clean text.
      if (a === null || z === null || (a === z && !empty)) return
      // Properties never touch a wholly struck paragraph.
      if (which === 10 && touched(T, from, to).some((node) => !hasText(node, T.round) && !endOn(node, T.round))) return
      let clean = EditorState.create({ doc: T.clean() })
      clean = clean.apply(clean.tr.setSelection(TextSelection.create(clean.doc, a, z)))
      const before = T.doc
      KEYS[which](T, k)(T.state, (tr) => T.apply(track(T.state, tr, T.cx())))
      KEYS[which](T, k)(clean, (tr) => {
        clean = clean.apply(tr)
      })
      const want = project(clean.doc, T.round)
      if (bare(T.clean()) !== bare(want))
        throw new Error(
          `key ${which} at ${from}-${to}\n before ${show(before)}\n want ${show(want)}\n got  ${show(T.clean())}\n tree ${show(T.doc)}`,
        )
    })
  })
})

function touched(T: Table, from: number, to: number): Node[] {
  const out: Node[] = []
  T.doc.nodesBetween(from, to, (node) => {
    if (node.isTextblock) out.push(node)
  })
  return out
}

/** A key that takes something out never leaves more standing than before. */
function shrinks(T: Table, before: Table['doc']): void {
  const size = T.clean().content.size
  const was = sizeBefore(T, before)
  if (size > was) throw new Error(`more stands than before: ${bare(T.clean())}`)
}
const sizeBefore = (T: Table, before: Table['doc']): number => {
  const now = T.state
  T.state = EditorState.create({ doc: before })
  const { size } = T.clean().content
  T.state = now
  return size
}
