import { Fragment, type Node, Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { ReplaceStep, Transform } from 'prosemirror-transform'
import { schema } from '../../shared/model/schema.ts'
import { endOn, ends, inlineOn, project, propsOf, reformat, reshape, restore, revert, strike, track } from '../../shared/redline/index.ts'
import { cleanPlace } from './oracle.ts'
import { Broken, block, doc, PROPS, placeIn, posOf, type Table, text } from './stage.ts'

const N = schema.nodes

/** One intent of a random script. Numbers are taken modulo what there is; each kind of intent reads the fields it needs. */
export interface Op {
  readonly t: string
  readonly a: number
  readonly b: number
  readonly k: number
  readonly w: number
  readonly s: string
  /** Blocks: properties and text of each. */
  readonly list: readonly (readonly [number, string])[]
}

/** What one intent gives: the tracked transaction, and the clean text that the same intent gives with tracking off. */
export interface Outcome {
  readonly tr: Transaction
  /** What clean(now) is to be; null where only the check tells. */
  readonly expected: Node | null
  /** Ids are to be the same too. */
  readonly exact?: boolean
  readonly check?: (after: Node) => void
}

const formats = (k: number) => [[], ['strong'], ['em'], ['strong', 'em']][k % 4].map((m) => schema.mark(m))
const isFlat = (d: Node): boolean => d.children.every((b) => b.isTextblock)

/** Steps on a document without tables, as any command or plugin may make them, and the same steps on its clean text. */
export function raw(T: Table, op: Op): Outcome | null {
  const D = T.doc
  if (!isFlat(D)) return null
  const v = T.round
  const C = T.clean()
  const closes = ends(D, v)
  const ct = new Transform(C)
  const tr = T.state.tr
  const end = C.content.size - 1
  const lastOn = closes.lastIndexOf(true)
  const nth = (i: number): number => closes.slice(0, i).filter(Boolean).length
  const hasText = (b: Node): boolean => b.children.some((n) => inlineOn(n, v))
  let p1 = placeIn(D, op.a ?? 0)
  let p2 = placeIn(D, op.b ?? op.a ?? 0)
  if (p1 > p2) [p1, p2] = [p2, p1]
  T.reach = [p1, p2]
  const at = (p: number) => cleanPlace(D, p, v)
  const done = (expected: Node | null): Outcome => ({ tr: track(T.state, tr, T.cx()), expected })
  const range = (): [number | null, number] => {
    const [a, b] = [at(p1), at(p2)]
    return [a.pos, b.pos ?? end]
  }
  switch (op.t) {
    case 'type':
    case 'replace': {
      if (op.t === 'type') p2 = p1
      const [c1, c2] = range()
      const n = op.s === '\n' ? N.hard_break.create(null, null, formats(op.k)) : schema.text(op.s, formats(op.k))
      tr.replaceWith(p1, p2, n)
      if (c1 === null) ct.insert(C.content.size, block(propsOf(D.resolve(p2).parent), '', [n]))
      else ct.replaceWith(c1, c2, n)
      return done(ct.doc)
    }
    case 'del': {
      const [c1, c2] = range()
      tr.delete(p1, p2)
      if (c1 !== null) ct.delete(c1, c2)
      return done(ct.doc)
    }
    case 'enter': {
      const a = at(p1)
      if (a.pos === null) {
        tr.split(p1)
        ct.insert(C.content.size, block(propsOf(D.resolve(p1).parent), ''))
        return done(ct.doc)
      }
      const $c = C.resolve(a.pos)
      const plain = $c.parent.type === N.heading && $c.parentOffset === $c.parent.content.size ? [{ type: N.paragraph }] : undefined
      tr.split(p1, 1, plain)
      ct.split(a.pos, 1, plain)
      return done(ct.doc)
    }
    case 'join': {
      if (D.childCount < 2) return null
      const i = op.a % (D.childCount - 1)
      tr.join(posOf(D, i + 1))
      if (closes[i] && i !== lastOn) ct.join(posOf(C, nth(i) + 1))
      return done(ct.doc)
    }
    case 'back':
    case 'fwd': {
      const tokens = standing(D, v, closes)
      const a = at(p1)
      if (op.t === 'back') {
        const t = tokens.filter((x) => (x[1] ?? x[0] + 1) <= p1).pop()
        if (!t) return null
        tr.delete(t[0], t[1] ?? p1)
        if (a.pos !== null) {
          const $c = C.resolve(a.pos)
          if ($c.parentOffset) ct.delete(a.pos - 1, a.pos)
          else ct.join($c.before())
        }
        return done(ct.doc)
      }
      const t = tokens.find((x) => x[0] >= p1)
      if (!t) return null
      if (t[1]) tr.delete(t[0], t[1])
      else {
        const i = D.resolve(t[0]).index(0)
        if (i + 1 >= D.childCount) return null
        tr.delete(p1, posOf(D, i + 1) + 1)
      }
      if (a.pos !== null) {
        const $c = C.resolve(a.pos)
        if ($c.parentOffset < $c.parent.content.size) ct.delete(a.pos, a.pos + 1)
        else if ($c.after() < C.content.size) ct.join($c.after())
      }
      return done(ct.doc)
    }
    case 'delBlocks': {
      let [i, j] = [op.a % D.childCount, op.b % D.childCount]
      if (i > j) [i, j] = [j, i]
      const [from, to] = [posOf(D, i), posOf(D, j + 1)]
      tr.delete(from, to)
      if (!tr.docChanged) return null
      return done(withoutBlocks(T, ct, i, j, from, to, closes, nth))
    }
    case 'insertBlocks': {
      const i = op.a % (D.childCount + 1)
      const place = posOf(D, i)
      const list = op.list.map(([k, s]) => block(PROPS[k % PROPS.length], '', text(s)))
      tr.insert(place, list)
      const a = at(place)
      if (!a.chars) ct.insert(a.pos === null ? C.content.size : a.base, list)
      else {
        ct.split(a.pos!)
        ct.insert(a.pos! + 1, list)
      }
      return done(ct.doc)
    }
    case 'paste': {
      const list = op.list.map(([k, s]) => block(PROPS[k % PROPS.length], '', text(s)))
      const openLeft = !(op.k & 1)
      const openRight = !(op.k & 2)
      const [i, j] = [D.resolve(p1).index(0), D.resolve(p2).index(0)]
      const from = openLeft ? p1 : posOf(D, i)
      const to = openRight ? p2 : posOf(D, j + 1)
      const [a, b] = [at(from), at(to)]
      if ((openLeft || openRight) && a.pos === null) return null
      tr.step(new ReplaceStep(from, to, new Slice(Fragment.fromArray(list), openLeft ? 1 : 0, openRight ? 1 : 0)))
      const clean = [...list]
      let [c1, c2, o1, o2] = [0, 0, 1, 1]
      if (openLeft) c1 = a.pos!
      else if (!a.chars) {
        c1 = a.pos === null ? C.content.size : a.base
        o1 = 0
      } else {
        c1 = a.pos!
        clean.unshift(C.resolve(c1).parent.copy(Fragment.empty))
      }
      if (openRight) c2 = b.pos ?? end
      else if (b.pos === null) {
        c2 = C.content.size
        o2 = 0
      } else if (!b.chars) {
        c2 = b.base
        o2 = 0
      } else {
        c2 = b.pos
        clean.push(C.resolve(c2).parent.copy(Fragment.empty))
      }
      ct.step(new ReplaceStep(c1, c2, new Slice(Fragment.fromArray(clean), o1, o2)))
      return done(ct.doc)
    }
    case 'fmt': {
      const m = schema.mark(op.k & 1 ? 'strong' : 'em')
      const [c1, c2] = range()
      if (op.k & 4) {
        ct.addMark(c1 ?? end, c2, m)
        return { tr: reformat(T.state, p1, p2, (marks) => m.addToSet(marks), T.cx()), expected: ct.doc }
      }
      if (op.k & 2) {
        tr.addMark(p1, p2, m)
        ct.addMark(c1 ?? end, c2, m)
      } else {
        tr.removeMark(p1, p2, m)
        ct.removeMark(c1 ?? end, c2, m)
      }
      return tr.docChanged ? done(ct.doc) : null
    }
    case 'props': {
      const i = op.a % D.childCount
      const p = PROPS[op.k % PROPS.length]
      tr.setNodeMarkup(posOf(D, i), N[p.type], p.attrs)
      if (closes[i] || hasText(D.child(i))) {
        const k = nth(i)
        ct.setNodeMarkup(posOf(C, k), N[p.type], { ...p.attrs, id: C.child(k).attrs.id })
      }
      return done(ct.doc)
    }
    case 'typeOf': {
      const p = PROPS[op.k % PROPS.length]
      const asOne = op.k === 5
      tr.setBlockType(p1, p2, N[p.type], p.attrs)
      if (!tr.docChanged && !asOne) return null
      const hit = new Set<number>()
      D.nodesBetween(p1, p2, (n, _pos, _parent, i) => {
        if (n.isTextblock && !n.hasMarkup(N[p.type], p.attrs) && (closes[i] || hasText(n))) hit.add(nth(i))
        return false
      })
      for (const k of hit) ct.setNodeMarkup(posOf(C, k), N[p.type], { ...p.attrs, id: C.child(k).attrs.id })
      return asOne ? { tr: reshape(T.state, p1, p2, () => p, T.cx()), expected: ct.doc } : done(ct.doc)
    }
    case 'strike':
    case 'restore':
      return decideRange(T, op.t, p1, p2)
    case 'revert': {
      const a = op.a % T.round
      return { tr: revert(T.state, a, T.cx()), expected: T.stored[a], exact: true }
    }
  }
  return null
}

/** What stands, as [from, to] of characters and [position, null] of ends. */
export function standing(D: Node, v: number, closes = ends(D, v)): [number, number | null][] {
  const out: [number, number | null][] = []
  let p = 0
  D.forEach((b, _, i) => {
    b.forEach((n, o) => {
      if (inlineOn(n, v)) for (let k = 0; k < n.nodeSize; k++) out.push([p + 1 + o + k, p + 2 + o + k])
    })
    if (closes[i]) out.push([p + b.nodeSize - 1, null])
    p += b.nodeSize
  })
  return out
}

function withoutBlocks(
  T: Table,
  ct: Transform,
  i: number,
  j: number,
  from: number,
  to: number,
  closes: boolean[],
  nth: (i: number) => number,
): Node {
  const [D, C, v] = [T.doc, T.clean(), T.round]
  if (i === 0 && j === D.childCount - 1) return doc(N.paragraph.create())
  const a = cleanPlace(D, from, v)
  const on = closes.flatMap((c, k) => (c && k >= i && k <= j ? [k] : []))
  const last = on[on.length - 1]
  // Standing text at the end of the range that runs on into what follows it.
  let tail = 0
  for (let k = on.length ? last + 1 : i; k <= j; k++) for (const n of D.child(k).children) if (inlineOn(n, v)) tail += n.nodeSize
  if (a.chars > 0) {
    const c1 = a.pos!
    let c2: number
    if (on.length) {
      const k = nth(last)
      const q = posOf(C, k + 1) + 1
      if (tail) ct.delete(q, q + tail)
      c2 = posOf(C, k) + C.child(k).nodeSize - 1
    } else c2 = cleanPlace(D, to, v).pos!
    ct.delete(c1, c2)
    return ct.doc
  }
  const first = nth(i)
  const rest = C.children.slice(first + on.length)
  if (tail) rest[0] = rest[0].cut(tail)
  const left = [...C.children.slice(0, first), ...rest]
  return doc(...(left.length ? left : [C.lastChild!.copy(Fragment.empty)]))
}

function decideRange(T: Table, what: 'strike' | 'restore', p1: number, p2: number): Outcome {
  const [D, v] = [T.doc, T.round]
  let want = ''
  let p = 0
  D.forEach((b) => {
    b.forEach((n, o) => {
      for (let k = 0; k < n.nodeSize; k++) {
        const q = p + 1 + o + k
        if (q >= p1 && q < p2 ? what === 'restore' : inlineOn(n, v)) want += n.isText ? n.text![k] : '\n'
      }
    })
    const q = p + b.nodeSize - 1
    if (q >= p1 && q < p2 ? what === 'restore' : endOn(b, v)) want += '¶'
    p += b.nodeSize
  })
  if (!want.endsWith('¶')) want += '¶'
  const tr = (what === 'strike' ? strike : restore)(T.state, p1, p2, T.cx())
  const check = (after: Node): void => {
    const got = project(after, v)
      .children.map((b) => `${b.children.map((n) => n.text ?? '\n').join('')}¶`)
      .join('')
    if (got !== want) throw new Broken(2, `${what}: want ${JSON.stringify(want)} got ${JSON.stringify(got)}`)
  }
  return { tr, expected: null, check }
}
