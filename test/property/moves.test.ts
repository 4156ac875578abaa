import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { changes, moveDown, moveUp, Refused, redline } from '../../shared/redline/index.ts'
import { BASES, bare, checkAll, roundsTo, show, step, Table } from './harness.ts'
import { anyMove, type Clip, isMove, type MoveOp, moveStep, movesIn, restores } from './moving.ts'
import { anyOp, check, type Op } from './script.ts'

const anyStep: fc.Arbitrary<Op | MoveOp> = fc.oneof({ weight: 3, arbitrary: anyMove }, { weight: 4, arbitrary: anyOp })
const scripts = (max: number) => fc.array(anyStep, { maxLength: max, size: 'max' })
const start = fc.nat(BASES.length - 1)

/** The words of a text by paragraph. */
const words = (doc: Node): string => doc.children.map((b) => b.children.map(bare).join('')).join('¶')

/** Runs moves among other edits, with every check after each. */
function run(base: Node, ops: readonly (Op | MoveOp)[]): Table {
  const T = new Table(base)
  const clip: Clip = { held: null }
  for (const op of ops) {
    const before = T.doc
    try {
      const made = isMove(op) ? moveStep(T, op, clip) : step(T, op)
      if (!made) continue
      T.apply(made.tr)
      made.check?.(T.doc)
      const now = bare(T.clean())
      const other = (made as { orElse?: Node }).orElse
      // Words that come home whole give the paragraphs that they were taken from their properties back.
      const [had, has] = [movesIn(before), movesIn(T.doc)]
      const fewer = has.size < had.size + (isMove(op) && (op.t === 'pasteCut' || op.t === 'drag') ? 1 : 0)
      const home = isMove(op) && (fewer || [...had].some((move) => !has.has(move)))
      const alike = made.expected && home && words(T.clean()) === words(made.expected)
      if (made.expected && now !== bare(made.expected) && !alike && !(other && now === bare(other)))
        throw new Error(`clean(now)\n want ${show(made.expected)}\n got  ${show(T.clean())}`)
      checkAll(T, false)
    } catch (err) {
      if (err instanceof Refused) continue
      throw new Error(
        `${JSON.stringify(op)} in round ${T.round}\n before ${show(before)}\n after  ${show(T.doc)}\n ${(err as Error).stack}`,
      )
    }
  }
  return T
}

/** What a round put in and what it struck. */
function written(doc: Node, r: number): string {
  const list = changes(redline(doc, roundsTo(r), r - 1, r))
  const sorted = (text: string): string => [...text].sort().join('')
  const [put, struck] = [list.map((c) => c.inserted).join(''), list.map((c) => c.struck).join('')]
  return JSON.stringify([sorted(put), sorted(struck), list.some((c) => c.move)])
}

describe('moves', () => {
  it('properties 1 to 5, 8 and 9 with moves: versions stay as they were stored, and moves read as with tracking off', () => {
    check(fc.tuple(start, scripts(18)), ([base, ops]) => {
      const T = run(BASES[base](), ops)
      T.seal()
      checkAll(T, true)
    })
  })
  it('property 10 with moves: up and down again, or down and up, is no change', () => {
    check(fc.tuple(start, scripts(12), fc.boolean(), fc.nat(60)), ([base, ops, first, place]) => {
      const T = run(BASES[base](), ops)
      if (restores(T.doc, T.round)) return
      const before = T.doc
      const clean = T.clean()
      const earlier = movesIn(before)
      const [there, back] = first ? [moveUp, moveDown] : [moveDown, moveUp]
      T.state = T.state.apply(T.state.tr.setSelection(TextSelection.near(T.doc.resolve(place % T.doc.content.size))))
      try {
        there(T.cx())(T.state, (tr) => T.apply(tr))
        const mid = T.clean()
        back(T.cx())(T.state, (tr) => T.apply(tr))
        if (bare(T.clean()) !== bare(clean)) return // another unit was the neighbour on the way back
        // An earlier move may come home because of this one; the way back is then another.
        const moves = movesIn(T.doc)
        if ([...earlier].some((move) => !moves.has(move))) return
        if (written(T.doc, T.round) !== written(before, T.round))
          throw new Error(`there and back leaves a trace\n before ${show(before)}\n mid    ${show(mid)}\n after  ${show(T.doc)}`)
      } catch (err) {
        if (!(err instanceof Refused)) throw err
      }
    })
  })
  it('property 11 with moves: undone to the start it is the start', () => {
    check(fc.tuple(start, scripts(14)), ([base, ops]) => {
      const T = new Table(BASES[base]())
      const clip: Clip = { held: null }
      const first = T.doc
      const inverse: (() => void)[] = []
      for (const op of ops) {
        if (op.t === 'seal') continue
        try {
          const made = isMove(op) ? moveStep(T, op, clip) : step(T, op)
          if (!made) continue
          const { tr } = made
          T.apply(tr)
          inverse.push(() => {
            const back = T.state.tr
            for (let i = tr.steps.length - 1; i >= 0; i--) back.step(tr.steps[i].invert(tr.docs[i]))
            T.apply(back)
          })
        } catch (err) {
          if (!(err instanceof Refused)) throw err
        }
      }
      for (const undo of inverse.reverse()) undo()
      if (!T.doc.eq(first)) throw new Error(`undone: ${show(T.doc)}`)
    })
  })
})
