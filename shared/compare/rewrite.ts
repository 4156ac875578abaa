import { Fragment, type Mark, type Node } from 'prosemirror-model'
import type { RoundRef } from '../model/negotiation.ts'
import { plainMarks, type Switch, schema, TRACKING_MARKS, type Was } from '../model/schema.ts'
import {
  endOn,
  ends,
  formatAt,
  hasText,
  inlineSwitches,
  isTracked,
  propsAt,
  standsAt,
  switchesOf,
  tableOn,
  type Version,
} from '../redline/index.ts'

/** Documents with their switches written otherwise: at an earlier version, as all new, with other numbers of rounds and ids. */

const MARK_OF = { ins: 'insertion', del: 'deletion', res: 'restoration' } as const

/** What becomes of a token: the switches it has then; null: it is not there. */
type Rewrite = (switches: readonly Switch[], v: Version) => readonly Switch[] | null
interface Rule {
  readonly token: Rewrite
  /** Which earlier states (of formatting and properties) stay, by their round; of a token with these switches. */
  readonly keeps: (r: number, v: Version, switches: readonly Switch[]) => boolean
  /** The version that formatting and properties are those of; null: as they are. */
  readonly shown: (v: Version) => Version | null
}

/** An inline node with the switches given, and of its formatting changes those given. */
export function inlineWith(node: Node, switches: readonly Switch[], plain: readonly Mark[], formats: readonly Mark[]): Node {
  let marks = plain
  for (const s of switches) marks = schema.marks[MARK_OF[s.k]].create({ id: s.id, r: s.r, p: s.p }).addToSet(marks)
  for (const m of formats) marks = m.addToSet(marks)
  return node.mark(marks)
}
const formatsOf = (node: Node): readonly Mark[] => node.marks.filter((m) => m.type === schema.marks.format)

function inlineBy(node: Node, rule: Rule, v: Version): Node | null {
  const switches = rule.token(inlineSwitches(node), v)
  if (!switches) return null
  const at = rule.shown(v)
  const formats = formatsOf(node).filter((m) => rule.keeps(m.attrs.r, v, switches))
  return inlineWith(node, switches, plainMarks(at === null ? node.marks : formatAt(node, at)), formats)
}

/** The children of a container by a rule; the words before an end that is not there any more run on into the next. */
function childrenBy(children: readonly Node[], rule: Rule, versionOf: (child: Node) => Version): Node[] {
  const out: Node[] = []
  let open: Node[] = []
  for (const child of children) {
    const v = versionOf(child)
    if (!child.isTextblock) {
      const table = tableBy(child, rule, v)
      if (table) out.push(table)
      continue
    }
    const own = child.children.flatMap((node) => inlineBy(node, rule, v) ?? [])
    const sw = rule.token(switchesOf(child), v)
    if (!sw) {
      open.push(...own)
      continue
    }
    const at = rule.shown(v)
    const props = at === null ? { type: child.type.name, attrs: child.attrs } : propsAt(child, at)
    const was = (child.attrs.was as readonly Was[]).filter((w) => rule.keeps(w.r, v, sw))
    out.push(
      schema.nodes[props.type as 'paragraph'].create(
        { ...props.attrs, id: child.attrs.id, sw, was },
        Fragment.fromArray([...open, ...own]),
      ),
    )
    open = []
  }
  const last = out[out.length - 1]
  if (open.length && last?.isTextblock) out[out.length - 1] = last.copy(last.content.append(Fragment.fromArray(open)))
  return out
}

function tableBy(table: Node, rule: Rule, v: Version): Node | null {
  const rows = table.children.flatMap((row) => {
    const sw = rule.token(switchesOf(row), v)
    if (!sw) return []
    const cells = row.children.flatMap((cell) => {
      const own = rule.token(switchesOf(cell), v)
      if (!own) return []
      const blocks = childrenBy(cell.children, rule, () => v)
      return [
        cell.type.create(
          { ...cell.attrs, sw: own },
          blocks.length ? blocks : [schema.nodes.paragraph.create({ id: cell.lastChild!.attrs.id })],
        ),
      ]
    })
    return cells.length ? [row.type.create({ ...row.attrs, sw }, cells)] : []
  })
  return rows.length ? table.copy(Fragment.fromArray(rows)) : null
}

const REWIND: Rule = {
  token: (switches, v) => {
    const first = switches[0]
    if (first?.k === 'ins' && first.r > v) return null
    return switches.filter((s) => s.r <= v)
  },
  keeps: (r, v) => r <= v,
  shown: (v) => v,
}
/** Blocks as they were at a version, each at its own, with what had happened up to then: later rounds are as if they had not been. */
export const rewound = (children: readonly Node[], versionOf: (child: Node) => Version): Node[] => childrenBy(children, REWIND, versionOf)

/**
 * Blocks as if nothing of them had stood before round 1: what did is put in by that round. `by` names the change where the round
 * has none of its own that put something in.
 */
export function allNew(children: readonly Node[], by: { readonly id: string; readonly p: string }): Node[] {
  const token: Rewrite = (switches) => {
    if (switches[0]?.k === 'ins') return switches
    const later = switches.filter((s) => s.r > 1)
    if (standsAt(switches, 1)) return [{ k: 'ins', id: by.id, r: 1, p: by.p }, ...later]
    return later.length ? [{ ...later[0], k: 'ins' }, ...later.slice(1)] : null
  }
  return childrenBy(children, { token, keeps: (r, _, [came]) => r > came.r, shown: () => null }, () => 0)
}

/**
 * The blocks of a document with every end that only reads as standing (its own is off, and nothing after it closes its text)
 * standing by its own switches, so that other blocks can follow. Where nothing stands at a version, none does.
 */
export function explicit(doc: Node, n: Version): Node {
  if (!isTracked(doc)) return doc
  const states: boolean[][] = []
  for (let v = 0; v <= n; v++) states.push(closing(doc, v))
  let changed = false
  const children = doc.children.map((child, i) => {
    if (!child.isTextblock || states.every((on, v) => on[i] === standsAt(switchesOf(child), v))) return child
    changed = true
    return child.type.create(
      {
        ...child.attrs,
        sw: switchesFor(
          states.map((on) => on[i]),
          switchesOf(child),
          doc,
        ),
      },
      child.content,
    )
  })
  return changed ? doc.copy(Fragment.fromArray(children)) : doc
}
function closing(doc: Node, v: Version): boolean[] {
  const stands = doc.children.some((child) => (child.isTextblock ? endOn(child, v) || hasText(child, v) : tableOn(child, v)))
  return stands ? ends(doc, v) : new Array(doc.childCount).fill(false)
}
/** Switches that give these states; those that were there stay where they say so. */
function switchesFor(on: readonly boolean[], were: readonly Switch[], doc: Node): Switch[] {
  const out: Switch[] = []
  let ever = on[0]
  for (let v = 1; v < on.length; v++) {
    if (on[v] === on[v - 1]) continue
    const by = were.find((s) => s.r === v) ?? changeOf(doc, v)!
    out.push({ k: on[v] ? (ever ? 'res' : 'ins') : 'del', id: by.id, r: v, p: by.p })
    ever ||= on[v]
  }
  return out
}
/** A change of a round; null where it made none. */
export function changeOf(doc: Node, r: number, kind: Switch['k'] | null = null): Pick<Switch, 'id' | 'p'> | null {
  let found: Pick<Switch, 'id' | 'p'> | null = null
  doc.descendants((node) => {
    const list = node.isInline ? inlineSwitches(node) : switchesOf(node)
    found ??= list.find((s) => s.r === r && (kind === null || s.k === kind)) ?? null
    return !found
  })
  return found
}

/** How the rounds and ids of a document are called elsewhere. */
export interface Names {
  readonly round: (r: number) => number
  readonly change: (id: string) => string
  readonly block: (id: string) => string
}
/** A node with other numbers of rounds and other ids; the same object where it has neither. */
export function renamed(node: Node, names: Names): Node {
  const other = <T extends { readonly id: string; readonly r: number }>(s: T): T => ({ ...s, id: names.change(s.id), r: names.round(s.r) })
  if (node.isInline) {
    if (!node.marks.some((m) => TRACKING_MARKS.has(m.type.name))) return node
    let marks: readonly Mark[] = plainMarks(node.marks)
    for (const m of node.marks) if (TRACKING_MARKS.has(m.type.name)) marks = m.type.create(other(m.attrs as Switch)).addToSet(marks)
    return node.mark(marks)
  }
  const id = node.attrs.id === undefined ? undefined : names.block(node.attrs.id)
  if (id === node.attrs.id && !isTracked(node) && node.isTextblock) return node
  const sw = switchesOf(node).map(other)
  const was = (node.attrs.was as readonly Was[] | undefined)?.map(other)
  const attrs = { ...node.attrs, id, ...(node.attrs.sw ? { sw } : {}), ...(was ? { was } : {}) }
  const children = node.children.map((child) => renamed(child, names))
  if (id === node.attrs.id && !sw.length && !was?.length && children.every((child, i) => child === node.child(i))) return node
  return node.type.create(attrs, children)
}

/** The rounds of several chains as one list by their days, each chain in its own order; each says which `chain` it is of. `at(k)(r)` is where round `r` of chain `k` went. */
export function mergedRounds(chains: readonly (readonly RoundRef[])[]): {
  rounds: (RoundRef & { readonly chain: number })[]
  at: (k: number) => (r: number) => number
} {
  const all = chains.flatMap((chain, k) => {
    let day = ''
    return chain.map((round) => {
      if (round.date > day) day = round.date
      return { k, day, round }
    })
  })
  all.sort((x, y) => (x.day < y.day ? -1 : x.day > y.day ? 1 : x.k - y.k || x.round.r - y.round.r))
  const places = chains.map(() => new Map<number, number>())
  const rounds = all.map(({ k, round }, i) => {
    places[k].set(round.r, i + 1)
    return { ...round, r: i + 1, chain: k }
  })
  return { rounds, at: (k) => (r) => places[k].get(r)! }
}
