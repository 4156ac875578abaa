import { Fragment, type Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { moveIds, moveOf } from '../model/move.ts'
import { type BlockProps, plainMarks, schema, type Was } from '../model/schema.ts'
import { type Context, type Pen, penOf } from './context.ts'
import { endOn, inlineOn, inlineSwitches, propsOf, switchesOf, tableOn } from './present.ts'
import { project } from './project.ts'
import { settle } from './replace.ts'
import { formatted, inlineSwitched, ownInline, ownPart, partSwitched, withProps } from './switch.ts'
import { closeStretches, newPlace, newToken, split, type Token, write, type Zone, zoneOf } from './zone.ts'

/**
 * Moves of the open round whose text stands again where it was taken from. Between the two halves nothing of others' stands, so
 * the struck half can stand again and the moved copy go, and no reader sees a difference; what was changed on the way (words
 * struck or put in, formatting, properties) stays as the ordinary change that it is.
 */

/** Where a position goes. */
export type Place = (pos: number) => number

/** The two halves of one move in a zone. */
interface Halves {
  readonly move: string
  readonly from: Token[]
  readonly to: Token[]
}

const rowsOf = (t: Token): readonly Node[] => (t.kind === 'table' ? t.node.children : [])
/** The ids of the open round's switches on a token; on a table, of its rows. */
function idsOn(t: Token, r: number): string[] {
  const switches = t.kind === 'inline' ? inlineSwitches(t.node) : t.kind === 'end' ? switchesOf(t.node) : rowsOf(t).flatMap(switchesOf)
  return switches.flatMap((s) => (s.r === r ? [s.id] : []))
}

function halvesOf(zone: Zone, r: number): Halves[] {
  const moves = new Map<string, Halves>()
  for (const t of zone.olds) {
    for (const id of new Set(idsOn(t, r))) {
      const half = moveOf(id)
      if (!half) continue
      let found = moves.get(half.move)
      if (!found) {
        found = { move: half.move, from: [], to: [] }
        moves.set(half.move, found)
      }
      found[half.half].push(t)
    }
  }
  return [...moves.values()].filter((m) => m.from.length && m.to.length)
}

/** Whether a token stands in round r; a table, whether one of its rows does. */
export const standing = (t: Token, r: number): boolean =>
  t.kind === 'inline' ? inlineOn(t.node, r) : t.kind === 'end' ? endOn(t.node, r) : tableOn(t.node, r)
/** Whether round r put a token in; a table, whether it put all of its rows in. */
export const own = (t: Token, r: number): boolean =>
  t.kind === 'inline' ? ownInline(t.node, r) : t.kind === 'end' ? ownPart(t.node, r) : rowsOf(t).every((row) => ownPart(row, r))

/** The standing own tokens from the first to the last token of a move's halves; null where something of others' stands among them. */
function between(zone: Zone, halves: Halves, r: number): Token[] | null {
  const all = [...halves.from, ...halves.to].map((t) => zone.olds.indexOf(t))
  const stretch = zone.olds.slice(Math.min(...all), Math.max(...all) + 1).filter((t) => standing(t, r))
  return stretch.every((t) => own(t, r)) ? stretch : null
}

/** A run of the moved copy and the run of the struck half that it is the copy of, as positions of the old document. */
interface Match {
  readonly to: number
  readonly from: number
  length: number
}

/** Finds the moved copy in the struck half, in order; null where it is not there. An end or table that is not there stays apart. */
function matched(halves: Halves): Match[] | null {
  const out: Match[] = []
  const { from } = halves
  let i = 0
  let o = 0
  for (const t of halves.to) {
    if (t.kind !== 'inline' || !t.node.isText) {
      const found = from.findIndex((f, k) => (k > i || (k === i && o === 0)) && f.kind === t.kind && !f.node.isText)
      if (found >= 0) {
        out.push({ to: t.old!.pos, from: from[found].old!.pos, length: 1 })
        i = found + 1
        o = 0
      } else if (t.kind === 'inline') return null
      continue
    }
    const text = t.node.text!
    let last: Match | null = null
    for (let c = 0; c < text.length; c++) {
      for (; i < from.length; i++, o = 0) {
        const source = from[i].node.isText ? from[i].node.text! : ''
        const at = source.indexOf(text[c], o)
        if (at < 0) continue
        o = at
        break
      }
      if (i === from.length) return null
      const pos = from[i].old!.pos + o
      if (last && last.from + last.length === pos && o > 0) last.length++
      else {
        last = { to: t.old!.pos + c, from: pos, length: 1 }
        out.push(last)
      }
      o++
    }
  }
  return out
}

/** Lets a struck token stand again as its moved copy reads. */
function revive(f: Token, copy: Token, pen: Pen): void {
  if (f.kind === 'inline') {
    const back = inlineSwitched(f.node, true, pen, '')
    f.node = formatted(back, plainMarks(copy.node.marks), pen, pen.id('format'))
  } else if (f.kind === 'end') f.node = withProps(partSwitched(f.node, true, pen, ''), propsOf(copy.node), pen, pen.id('paragraph'))
}

const clean = (row: Node, r: number): Node => project(schema.nodes.doc.create(null, schema.nodes.table.create(null, row)), r)
const reads = (a: Node, b: Node): boolean => bare(a) === bare(b)
const bare = (node: Node): string => JSON.stringify(node.toJSON(), (key, value) => (key === 'id' || key === 'sw' ? undefined : value))

/** A table whose struck rows stand again where the moved copy has their like; null where the copy has other rows. */
function withRows(home: Token, copy: Token, halves: Halves, pen: Pen): Node | null {
  const { from } = moveIds(halves.move)
  const rows: Node[] = []
  const left = rowsOf(home).slice()
  for (const row of rowsOf(copy)) {
    const at = left.findIndex((old) => {
      const struck = switchesOf(old).find((s) => s.r === pen.r)
      return struck?.id === from && reads(clean(partSwitched(old, true, pen, ''), pen.r), clean(row, pen.r))
    })
    if (at < 0) return null
    const passed = left.splice(0, at + 1)
    rows.push(...passed.slice(0, -1), partSwitched(passed[passed.length - 1], true, pen, ''))
  }
  return home.node.copy(Fragment.fromArray([...rows, ...left]))
}

/** What is left struck of a move that is no more is a strike like any other. */
function relabel(t: Token, id: string, pen: Pen): void {
  if (t.kind === 'inline') {
    const mark = t.node.marks.find((m) => m.attrs.id === id && m.attrs.r === pen.r)
    if (mark) t.node = t.node.mark(mark.type.create({ ...mark.attrs, id: pen.id('delete') }).addToSet(mark.removeFromSet(t.node.marks)))
  } else if (t.kind === 'end') t.node = renamed(t.node, id, pen)
  else t.node = t.node.copy(Fragment.fromArray(rowsOf(t).map((row) => renamed(row, id, pen))))
}
function renamed(part: Node, id: string, pen: Pen): Node {
  const switches = switchesOf(part)
  if (!switches.some((s) => s.id === id)) return part
  const sw = switches.map((s) => (s.id === id ? { ...s, id: pen.id('delete') } : s))
  return part.type.create({ ...part.attrs, sw }, part.content, part.marks)
}

/** Where a move came home whole, a join that gave the paragraph after it other properties gives them back with its end. */
function giveBack(zone: Zone, revived: readonly Token[], id: string, pen: Pen): void {
  for (const t of revived) {
    const next = zone.olds.slice(zone.olds.indexOf(t) + 1).find((x) => x.kind !== 'inline' && standing(x, pen.r))
    const was = (next?.kind === 'end' ? next.node.attrs.was : []) as readonly Was[]
    const last = was[was.length - 1]
    if (next && last?.id === id && last.r === pen.r) next.node = withProps(next.node, last as BlockProps, pen, id)
  }
}

/** Puts own tokens that are no copy where they stand in the reading: after the copy's token before them, else before the next one. */
function keepOrder(zone: Zone, stretch: readonly Token[], homes: ReadonlyMap<Token, Token>): void {
  const index = (t: Token): number => zone.olds.indexOf(t)
  let before: Token | null = null
  for (let i = 0; i < stretch.length; ) {
    const home = homes.get(stretch[i])
    if (home) {
      before = home
      i++
      continue
    }
    let j = i
    while (j < stretch.length && !homes.has(stretch[j])) j++
    const after = j < stretch.length ? homes.get(stretch[j])! : null
    const group = stretch.slice(i, j)
    const low = before ? index(before) : -1
    const high = after ? index(after) : zone.olds.length
    if (group.some((t) => index(t) < low || index(t) > high)) relocate(zone, group, before, after)
    i = j
  }
}
function relocate(zone: Zone, group: readonly Token[], before: Token | null, after: Token | null): void {
  const moved = group.map((t) => {
    t.gone = true
    t.moved = newToken(t.kind as 'inline', t.node)
    return t.moved
  })
  const at = before ? zone.list.indexOf(before) + 1 : zone.list.indexOf(after!)
  zone.list.splice(at, 0, ...moved)
}

/** The table of a move as it reads when its rows are back home; null where they are not all there. */
function tablesOf(halves: Halves, matches: readonly Match[], pen: Pen): ReadonlyMap<number, Node> | null {
  const out = new Map<number, Node>()
  for (const copy of halves.to) {
    const match = copy.kind === 'table' && matches.find((m) => m.to === copy.old!.pos)
    if (!match) continue
    const table = withRows(halves.from.find((f) => f.old!.pos === match.from)!, copy, halves, pen)
    if (!table) return null
    out.set(match.from, table)
  }
  return out
}

/** The own tokens that go along with a move: all that stands among its halves, or among what was moved alone. */
type Along = (zone: Zone, halves: Halves, r: number) => Token[] | null

/** Brings one move home. */
function bring(out: Transaction, start: number, move: string, matches: readonly Match[], pen: Pen, along: Along): Place | null {
  const container = out.doc.resolve(start).parent
  const zone = zoneOf(container, start, 0, container.childCount)
  for (const m of matches) for (const pos of [m.to, m.to + m.length, m.from, m.from + m.length]) split(zone, pos)
  const at = new Map(zone.olds.map((t) => [t.old!.pos, t]))
  const halves = halvesOf(zone, pen.r).find((m) => m.move === move)!
  const stretch = along(zone, halves, pen.r)!
  const tables = tablesOf(halves, matches, pen)
  if (!tables) return null
  const { from } = moveIds(move)
  const homes = new Map<Token, Token>()
  for (const m of matches) {
    const [copy, home] = [at.get(m.to)!, at.get(m.from)!]
    if (home.kind === 'table') home.node = tables.get(m.from)!
    else revive(home, copy, pen)
    homes.set(copy, home)
  }
  keepOrder(zone, stretch, homes)
  for (const copy of homes.keys()) copy.gone = true
  const whole = halves.from.every((t) => !idsOn(t, pen.r).includes(from)) && stretch.every((t) => homes.has(t))
  if (whole) giveBack(zone, [...homes.values()], from, pen)
  for (const t of halves.from) if (idsOn(t, pen.r).includes(from)) relabel(t, from, pen)
  closeStretches(zone, pen.r)
  freshIds(zone, pen)
  write(out, zone)
  settle(out, start, pen)
  return (pos) => placeAt(zone, homes, pos)
}
function placeAt(zone: Zone, homes: ReadonlyMap<Token, Token>, pos: number): number {
  for (const [copy, home] of homes) {
    const begin = copy.old!.pos
    const size = copy.kind === 'end' ? 0 : copy.old!.node.nodeSize
    if (pos >= begin && pos <= begin + size) return home.pos + (pos - begin)
  }
  return newPlace(zone, pos, -1)
}

/** Own ends that were to go elsewhere and had to stay: what was put in elsewhere is another block. */
export function freshIds(zone: Zone, pen: Pen): void {
  for (const t of zone.olds)
    if (t.kind === 'end' && !t.gone && t.moved)
      t.moved.node = t.moved.node.type.create({ ...t.moved.node.attrs, id: pen.newId('b') }, t.moved.node.content)
}

/** Brings home every move of the open round that is back where it came from, in the container at `start`. */
export function bringHome(out: Transaction, start: number, cx: Context): Place {
  const pen = penOf(cx)
  const places: Place[] = []
  for (let more = true; more; ) {
    more = false
    const container = out.doc.resolve(start).parent
    const zone = zoneOf(container, start, 0, container.childCount)
    for (const halves of halvesOf(zone, pen.r)) {
      const matches = between(zone, halves, pen.r) && matched(halves)
      const place = matches?.length ? bring(out, start, halves.move, matches, pen, between) : null
      if (!place) continue
      places.push(place)
      more = true
      break
    }
  }
  return (pos) => places.reduce((at, place) => place(at), pos)
}

/** The own standing tokens from the first to the last that was moved. */
const among: Along = (zone, halves, r) => {
  const at = halves.to.map((t) => zone.olds.indexOf(t))
  return zone.olds.slice(Math.min(...at), Math.max(...at) + 1).filter((t) => standing(t, r) && own(t, r))
}

/**
 * Puts what the open round moved back where it came from, wherever it stands now, with what was typed into it since. False where
 * its halves are not both in the container at `start`, or the copy is no longer one of the struck half.
 */
export function sendHome(out: Transaction, start: number, move: string, cx: Context): boolean {
  const pen = penOf(cx)
  const container = out.doc.resolve(start).parent
  const zone = zoneOf(container, start, 0, container.childCount)
  const halves = halvesOf(zone, pen.r).find((m) => m.move === move)
  const matches = halves && matched(halves)
  return Boolean(matches?.length && bring(out, start, move, matches, pen, among))
}
