import fc from 'fast-check'
import { history, redo, undo } from 'prosemirror-history'
import { Fragment, type Node } from 'prosemirror-model'
import { type Command, EditorState, TextSelection } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { find, formatAt, inlineOn, inlineSwitches, insertText, joinBackward, replaceAll, track } from '../../shared/redline/index.ts'
import { isFigure, tokens } from '../../shared/redline/token.ts'
import { bare, checkAll, doc, para, show, step, Table, text } from './harness.ts'
import type { Op } from './script.ts'
import { check } from './script.ts'

const BASES: (() => Node)[] = [
  () => doc(para('a', 'pay $45,000 now')),
  () => doc(para('a', '3.5% by 9/1/2023'), para('b', '12'), para('c', 'or 2021-2023.')),
  () => doc(para('a', 'in 5 4 days'), para('b', 'a2023')),
  () => doc(para('a').copy(Fragment.from([...text('$ 4'), ...text('5', 'strong'), ...text('6 and')]))),
]

const n = fc.nat(40)
const s = fc.constantFrom('5', '6', '45', '000', ',', '.', '%', '$', ' ', 'a', '/', ' 12 ', '2023')
const k = fc.constant(0)
/** Edits as keys make them: typing, typing over, Backspace, Delete, Enter, joining; and sealing. */
const op = fc.oneof(
  { weight: 8, arbitrary: fc.record({ t: fc.constant('type'), a: n, b: n, s, k }) },
  { weight: 4, arbitrary: fc.record({ t: fc.constant('replace'), a: n, b: n, s, k }) },
  { weight: 6, arbitrary: fc.record({ t: fc.constant('back'), a: n }) },
  { weight: 4, arbitrary: fc.record({ t: fc.constant('fwd'), a: n }) },
  { weight: 3, arbitrary: fc.record({ t: fc.constant('del'), a: n, b: n }) },
  { weight: 1, arbitrary: fc.record({ t: fc.constant('enter'), a: n }) },
  { weight: 1, arbitrary: fc.record({ t: fc.constant('join'), a: n }) },
  { weight: 1, arbitrary: fc.record({ t: fc.constant('fmt'), a: n, b: n, k: fc.nat(7) }) },
  { weight: 2, arbitrary: fc.record({ t: fc.constant('seal') }) },
) as fc.Arbitrary<Op>

interface Char {
  readonly char: string
  readonly before: boolean
  readonly now: boolean
  readonly own: boolean
}
function charsOf(block: Node, r: number): Char[] {
  return block.children.flatMap((node) => {
    const first = inlineSwitches(node)[0]
    const one = { before: inlineOn(node, r - 1), now: inlineOn(node, r), own: first?.k === 'ins' && first.r === r }
    return [...(node.text ?? '\n')].map((char) => ({ char, ...one }))
  })
}

/** The figures of a text, as the characters that they are made of. */
function figures(chars: readonly Char[]): Char[][] {
  const out: Char[][] = []
  let at = 0
  for (const token of tokens(chars.map((c) => c.char).join(''))) {
    const those = chars.slice(at, at + token.length)
    if (isFigure(token)) out.push(those)
    at += token.length
  }
  return out
}

/** The figures that hold a part of an old figure without being it, or that are own and torn apart. */
function mixedFigures(block: Node, r: number): string[] {
  const chars = charsOf(block, r)
  const old = figures(chars.filter((c) => c.before))
  const now = figures(chars.filter((c) => c.now))
  const out: string[] = []
  for (const figure of old) {
    const standing = figure.filter((c) => c.now)
    if (standing.length && standing.length < figure.length) out.push(figure.map((c) => c.char).join(''))
  }
  for (const figure of now) {
    const name = figure.map((c) => c.char).join('')
    const kept = figure.filter((c) => c.before && old.some((f) => f.includes(c)))
    if (kept.length && figure.some((c) => c.own)) out.push(name)
    const first = chars.indexOf(figure[0])
    if (figure.every((c) => c.own) && figure.some((c, i) => chars[first + i] !== c)) out.push(name)
  }
  return out
}

const scripts = fc.tuple(fc.nat(BASES.length - 1), fc.array(op, { minLength: 1, maxLength: 24, size: 'max' }))

const QUERIES = ['5', '45', '2023', 'a', ' ', 'by', '000', 'pay', 'n'] as const
const PUT_IN = ['', '6', 'x', '45', 'pay 5', '$', 'a a'] as const

describe('replacing all after random edits of several rounds', () => {
  it('gives what replacing in the clean text gives, in one step, and leaves sealed versions alone', () => {
    const replacing = fc.tuple(fc.constantFrom(...QUERIES), fc.constantFrom(...PUT_IN))
    check(fc.tuple(scripts, fc.array(replacing, { minLength: 1, maxLength: 3 })), ([[b, ops], list]) => {
      const T = new Table(BASES[b]())
      for (const one of ops) {
        const outcome = step(T, one)
        if (outcome) T.apply(outcome.tr)
        else if (one.t === 'seal') T.seal()
      }
      for (const [query, put] of list) {
        const before = T.doc
        const lines = T.clean().children.map((block) => block.textContent)
        const tr = replaceAll(T.state, find(T.doc, query, T.round, { caseSensitive: true }), put, T.cx())
        T.apply(tr)
        const got = T.clean().children.map((block) => block.textContent)
        const want = lines.map((line) => line.replaceAll(query, put))
        if (got.join('|') !== want.join('|'))
          throw new Error(
            `${query} by ${put}\n want ${want.join('|')}\n got  ${got.join('|')}\n before ${show(before)}\n after  ${show(T.doc)}`,
          )
        checkAll(T, false)
        const mixed = T.doc.children.flatMap((block) => mixedFigures(block, T.round))
        const known = before.children.flatMap((block) => mixedFigures(block, T.round))
        if (mixed.some((figure) => !known.includes(figure)))
          throw new Error(`mixed: ${mixed.join(' and ')} by ${query} by ${put}\n before ${show(before)}\n after  ${show(T.doc)}`)
      }
      T.seal()
      checkAll(T, true)
    })
  })
})

/** The figures of a block as they stand: where they begin and end in the document, and whether all of one is formatted alike. */
function standingFigures(block: Node, start: number, r: number): { from: number; to: number; text: string; plain: boolean }[] {
  const chars: { char: string; pos: number; format: string }[] = []
  block.forEach((node, offset) => {
    if (inlineOn(node, r))
      [...(node.text ?? '\n')].forEach((char, k) => {
        chars.push({
          char,
          pos: start + offset + k,
          format: formatAt(node, r)
            .map((m) => m.type.name)
            .join(),
        })
      })
  })
  let at = 0
  return tokens(chars.map((c) => c.char).join('')).flatMap((token) => {
    const those = chars.slice(at, at + token.length)
    at += token.length
    const plain = those.every((c) => !c.format)
    return isFigure(token) ? [{ from: those[0].pos, to: those.at(-1)!.pos + 1, text: token, plain }] : []
  })
}

describe('a figure taken out key by key and typed again', () => {
  it('leaves no change at all, after random rounds (property 10)', () => {
    check(fc.tuple(scripts, fc.nat(20), fc.nat(8)), ([[b, ops], which, keep]) => {
      const T = new Table(BASES[b]())
      for (const one of ops) {
        const outcome = step(T, one)
        if (outcome) T.apply(outcome.tr)
      }
      T.seal()
      const all: ReturnType<typeof standingFigures> = []
      T.doc.forEach((block, offset) => {
        all.push(...standingFigures(block, offset + 1, T.round).filter((f) => f.plain))
      })
      if (!all.length) return
      const { text: figure, to } = all[which % all.length]
      const before = T.doc
      T.apply(T.state.tr.setSelection(TextSelection.create(T.doc, to)))
      const run = (command: Command): void => {
        command(T.state, (tr) => T.apply(track(T.state, tr, T.cx())))
      }
      const left = keep % figure.length
      for (let n = figure.length; n > left; n--) run(joinBackward(T.cx()))
      for (const key of figure.slice(left))
        run((state, dispatch) => insertText(T.cx(), key)(state.apply(state.tr.setStoredMarks([])), dispatch))
      if (!T.doc.eq(before)) throw new Error(`${figure} from ${left}\n before ${show(before)}\n after  ${show(T.doc)}`)
    })
  })
})

describe('figures after random edits of several rounds', () => {
  it('read as the same edits untracked, change as a whole, and leave sealed versions alone', () => {
    check(scripts, ([b, ops]) => {
      const T = new Table(BASES[b]())
      let known = new Set<string>()
      for (const one of ops) {
        const before = T.doc
        const outcome = step(T, one)
        if (!outcome) continue
        T.apply(outcome.tr)
        const fail = (what: string): never => {
          throw new Error(`${what} by ${JSON.stringify(one)} in round ${T.round}\n before ${show(before)}\n after  ${show(T.doc)}`)
        }
        if (outcome.expected && bare(T.clean()) !== bare(outcome.expected)) fail(`clean(now) is ${show(T.clean())}`)
        checkAll(T, false)
        const mixed = T.doc.children.flatMap((block) => mixedFigures(block, T.round))
        // Where paragraphs are parted or joined, a struck word can become a struck figure, or two figures one.
        if (one.t === 'enter' || one.t === 'join') known = new Set(mixed)
        else if (mixed.some((figure) => !known.has(figure))) fail(`mixed: ${mixed.join(' and ')}`)
      }
      T.seal()
      checkAll(T, true)
    })
  })

  it('are undone to the start and redone to the same, ids included', () => {
    check(scripts, ([b, ops]) => {
      const T = new Table(BASES[b]())
      T.state = EditorState.create({ doc: T.doc, plugins: [history({ newGroupDelay: 0 })] })
      const states = [T.doc]
      for (const one of ops) {
        const outcome = one.t === 'seal' ? null : step(T, one)
        if (!outcome?.tr.docChanged) continue
        T.apply(outcome.tr.setTime(states.length * 1e5))
        states.push(T.doc)
      }
      const go = (command: Command): boolean => command(T.state, (tr) => T.apply(tr))
      for (let i = states.length - 2; i >= 0; i--) {
        go(undo)
        if (!T.doc.eq(states[i])) throw new Error(`undo ${i}\n want ${show(states[i])}\n got  ${show(T.doc)}`)
      }
      for (let i = 1; i < states.length; i++) {
        go(redo)
        if (!T.doc.eq(states[i])) throw new Error(`redo ${i}\n want ${show(states[i])}\n got  ${show(T.doc)}`)
      }
    })
  })
})
