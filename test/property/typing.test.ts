import fc from 'fast-check'
import { type Command, TextSelection } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { type Context, inlineSwitches, insertText, joinBackward, Refused, splitBlock, track } from '../../shared/redline/index.ts'
import { intents, pressed, selectionFor } from './action.ts'
import { Bargain, GROUNDS, program, session } from './bargain.ts'
import { standing } from './edit.ts'
import { BASES, Broken, show, type Table } from './harness.ts'
import { check, script } from './script.ts'
import { sealedTable } from './table.ts'

/** Types keys at the selection: `<` is Backspace, a newline is Enter. */
function press(T: Table, key: string): boolean {
  const { from, to, empty } = T.state.selection
  const tr = T.state.tr
  if (key === '\n') {
    if (!empty) tr.deleteSelection()
    tr.split(tr.selection.from)
  } else if (key === '<') {
    if (!empty) tr.deleteSelection()
    else {
      const before = standing(T.doc, T.round)
        .filter(([a, b]) => (b ?? a + 2) <= from)
        .pop()
      if (!before) return false
      tr.delete(before[0], before[1] ?? from)
    }
  } else tr.insertText(key, from, to)
  T.apply(track(T.state, tr, T.cx()))
  return true
}

/** Keys as the page presses them. */
const COMMANDS: Readonly<Record<string, (cx: Context) => Command>> = { '\n': splitBlock, '<': joinBackward }

describe('the caret after random sessions', () => {
  it('15. what is typed by keys stands in the order it was typed: in cells, over selections, inside figures', () => {
    const typed = fc.constantFrom('ABCD', 'A\nB\nC', 'AB\n\nC', 'A<B<C', 'AB<<C', '4,2', '1.5%', '$9<8')
    check(
      fc.tuple(
        session(4),
        intents({ caret: { weight: 1, fields: { a: fc.nat(60), b: fc.nat(60), w: fc.constantFrom(1, 2) }, run: () => null } }),
        typed,
      ),
      ([one, at, keys]) => {
        const bargain = new Bargain(GROUNDS[one.base](), one.parties)
        for (const op of one.ops) bargain.do(op)
        const T = bargain.table
        T.apply(T.state.tr.setSelection(selectionFor(T, at)))
        const log = [`${T.state.selection.from}-${T.state.selection.to} ${show(T.doc)}`]
        let model = ''
        try {
          for (const key of keys) {
            const tr = pressed(T, COMMANDS[key]?.(T.cx()) ?? insertText(T.cx(), key))
            if (tr) T.apply(tr)
            if (key !== '\n') model = key === '<' ? model.slice(0, -1) : model + key
            log.push(`${JSON.stringify(key)} ${T.state.selection.from} ${show(T.doc)}`)
            if (!T.state.selection.$from.parent.isTextblock) throw new Broken(15, 'the caret is not in text')
          }
        } catch (error) {
          if (error instanceof Refused) return
          throw new Error(`${(error as Error).stack}\n ${log.join('\n ')}\n${program(one)}`)
        }
        if (!T.clean().textContent.includes(model))
          throw new Error(`typed ${JSON.stringify(model)}, got ${T.clean().textContent}\n ${log.join('\n ')}\n${program(one)}`)
      },
      0.5,
    )
  })
})

describe('the caret after random scripts', () => {
  it('15. the caret never lands where nothing can be typed; what is typed stands in the order it was typed', () => {
    const keys = fc.constantFrom('ABCD', 'A\nB\nC', 'AB\n\nC', 'A<B<C', 'AB<<C')
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), fc.nat(60), fc.nat(60), keys), ([b, ops, x, y, typed]) => {
      const T = sealedTable(b, ops)
      const size = T.doc.content.size + 1
      T.apply(T.state.tr.setSelection(TextSelection.between(T.doc.resolve(x % size), T.doc.resolve(y % size))))
      const log = [`${T.state.selection.from}-${T.state.selection.to} ${show(T.doc)}`]
      let model = ''
      for (const key of typed) {
        if (!press(T, key)) continue
        model = key === '<' ? model.slice(0, -1) : model + key
        log.push(`${JSON.stringify(key)} ${T.state.selection.from} ${show(T.doc)}`)
        if (!T.state.selection.$from.parent.isTextblock) throw new Error(`the caret is not in text\n ${log.join('\n ')}`)
      }
      const got = T.clean()
        .children.map((n) => n.textContent)
        .join('\n')
      if (!got.includes(model)) throw new Error(`typed ${JSON.stringify(model)}, got ${JSON.stringify(got)}\n ${log.join('\n ')}`)
    })
  })

  it('14. neighbouring keystrokes make one change', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), fc.nat(60), fc.nat(60)), ([b, ops, x, y]) => {
      const T = sealedTable(b, ops)
      const size = T.doc.content.size + 1
      T.apply(T.state.tr.setSelection(TextSelection.between(T.doc.resolve(x % size), T.doc.resolve(y % size))))
      for (const key of 'QRST') press(T, key)
      const ids = new Set<string>()
      T.doc.descendants((node) => {
        const own = inlineSwitches(node)[0]
        if (node.isText && /[QRST]/.test(node.text!) && own?.k === 'ins' && own.r === T.round) ids.add(own.id)
      })
      if (ids.size !== 1) throw new Error(`${ids.size} changes\n ${show(T.doc)}`)
    })
  })
  it('14. text between keystrokes splits them into two changes', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script(20), fc.nat(60)), ([b, ops, x]) => {
      const T = sealedTable(b, ops)
      const letters = standing(T.doc, T.round).filter((t) => t[1] !== null)
      if (!letters.length) return
      const [from, to] = letters[x % letters.length] as [number, number]
      // The later place first, so that the earlier one still stands where it was.
      T.apply(track(T.state, T.state.tr.insertText('Q', to), T.cx()))
      T.apply(track(T.state, T.state.tr.insertText('R', from), T.cx()))
      const own = new Map<string, string>()
      T.doc.descendants((node) => {
        for (const s of inlineSwitches(node)) if (s.k === 'ins' && s.r === T.round) own.set(node.text!, s.id)
      })
      if (own.size !== 2 || own.get('Q') === own.get('R')) throw new Error(`${[...own]}\n ${show(T.doc)}`)
    })
  })
})
