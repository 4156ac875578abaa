import type { Node, ResolvedPos } from 'prosemirror-model'
import { type EditorState, NodeSelection, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { moveOf } from '../model/move.ts'
import { isContainer, schema } from '../model/schema.ts'
import { type Pen, refuse } from './context.ts'
import { bringHome, freshIds, own, type Place, standing } from './origin.ts'
import { formatAt, inlineSwitches, propsOf, switchesOf } from './present.ts'
import { project } from './project.ts'
import { ownTable, settle, strikeTable } from './replace.ts'
import { inlineSwitched, inserted, insertion, partSwitched } from './switch.ts'
import type { Unit } from './unit.ts'
import { closeStretches, insertBefore, newPlace, newToken, type Token, write, type Zone, zoneOf } from './zone.ts'

/** What every move does to the tokens of a container: taken up where they are, put in elsewhere, and brought home where they came from. */

/** What a move takes up: tokens to put in elsewhere, each with the one that it comes from. */
interface Load {
  readonly tokens: Token[]
  readonly origins: Map<Token, Token>
}

const lastRound = (node: Node): number | undefined => (node.isInline ? inlineSwitches(node) : switchesOf(node)).at(-1)?.r

/** Whether a move of these tokens strikes something: what this round only brought back is struck as it was before. */
const strikes = (tokens: readonly Token[], r: number): boolean =>
  tokens.some((t) => !own(t, r) && (t.kind === 'table' ? t.node.children.some((row) => lastRound(row) !== r) : lastRound(t.node) !== r))

/** Takes standing tokens up: others' are struck and copied, own ones go. `keep`: an end that must stay and is only copied. */
function lift(zone: Zone, tokens: readonly Token[], pen: Pen, keep: Token | null = null): Load {
  const load: Load = { tokens: [], origins: new Map() }
  const to = strikes(tokens, pen.r) ? pen.id('insert') : pen.newId('c')
  const names = ownNames(zone, tokens, pen)
  for (const t of tokens) {
    const made = own(t, pen.r) && t !== keep ? carried(t, names) : copied(t, pen, to)
    if (own(t, pen.r) && t !== keep) {
      t.gone = true
      t.moved = made
    } else if (t !== keep) struck(t, pen)
    load.tokens.push(made)
    load.origins.set(made, t)
  }
  return load
}
function struck(t: Token, pen: Pen): void {
  const id = pen.id('delete')
  if (t.kind === 'inline') t.node = inlineSwitched(t.node, false, pen, id)
  else if (t.kind === 'end') t.node = partSwitched(t.node, false, pen, id)
  else strikeTable(t, pen, id)
}
function copied(t: Token, pen: Pen, id: string): Token {
  if (t.kind === 'inline') return newToken('inline', inserted(t.node.mark(formatAt(t.node, pen.r)), pen, id))
  if (t.kind === 'end') {
    const { type, attrs } = propsOf(t.node)
    return newToken('end', schema.nodes[type].create({ ...attrs, id: pen.newId('b'), sw: [insertion(pen, id)] }))
  }
  return newToken('table', ownTable(project(schema.nodes.doc.create(null, t.node), pen.r).firstChild!, pen, id))
}
/** An own token as it goes elsewhere; a change of which a part stays behind is two from now on. */
function carried(t: Token, names: ReadonlyMap<string, string>): Token {
  if (t.kind === 'inline') {
    const mark = t.node.marks.find((m) => m.type === schema.marks.insertion)!
    const name = names.get(mark.attrs.id)
    return newToken(
      'inline',
      name ? t.node.mark(mark.type.create({ ...mark.attrs, id: name }).addToSet(mark.removeFromSet(t.node.marks))) : t.node,
    )
  }
  const [first, ...rest] = switchesOf(t.node)
  const name = t.kind === 'end' ? names.get(first.id) : undefined
  if (!name) return newToken(t.kind as 'end', t.node)
  return newToken('end', t.node.type.create({ ...t.node.attrs, sw: [{ ...first, id: name }, ...rest] }, t.node.content))
}
/** Fresh names for own changes of which a part is left behind. Halves of moves keep theirs. */
function ownNames(zone: Zone, tokens: readonly Token[], pen: Pen): Map<string, string> {
  const idOf = (t: Token): string | undefined =>
    (t.kind === 'inline' ? inlineSwitches(t.node) : switchesOf(t.node)).find((s) => s.r === pen.r)?.id
  const taken = new Set(tokens)
  const left = new Set(zone.olds.flatMap((t) => (taken.has(t) || t.kind === 'table' ? [] : (idOf(t) ?? []))))
  const names = new Map<string, string>()
  for (const t of tokens) {
    const id = own(t, pen.r) && t.kind !== 'table' ? idOf(t) : undefined
    if (id !== undefined && left.has(id) && !moveOf(id) && !names.has(id)) names.set(id, pen.newId('c'))
  }
  return names
}

/** A container and where its content starts. */
export interface Site {
  readonly start: number
  readonly container: Node
}
/** The innermost container around a place. Refuses a place outside of any. */
export function siteAt($pos: ResolvedPos): Site {
  for (let d = $pos.depth; d >= 0; d--) if (isContainer($pos.node(d))) return { start: $pos.start(d), container: $pos.node(d) }
  return refuse('There is no paragraph here that could be moved.')
}
/** All tokens of the container whose content starts at a position. */
export const zoneAt = (doc: Node, start: number): Zone => {
  const container = doc.resolve(start).parent
  return zoneOf(container, start, 0, container.childCount)
}

/** Which standing tokens a move takes. `at`: where positions have gone by then. */
export type Pick = (zone: Zone, at: Place) => Token[]
/** Before which token it puts them; null: at the end. */
export type Target = (zone: Zone, at: Place) => Token | null

/** Writes a move and gives the place of every position of the document before it. */
export function carry(out: Transaction, from: { site: number; pick: Pick }, to: { site: number; target: Target }, pen: Pen): Place {
  const same = from.site === to.site
  const place = same ? within(out, from.site, from.pick, to.target, pen) : across(out, from, to, pen)
  const sites = same ? [to.site] : [to.site, from.site]
  const homes = sites.map((site) => bringHome(out, out.mapping.map(site, -1), pen))
  return (pos) => homes.reduce((at, home) => home(at), place(pos))
}

function within(out: Transaction, start: number, pick: Pick, target: Target, pen: Pen): Place {
  const zone = zoneAt(out.doc, start)
  const stay: Place = (pos) => pos
  const tokens = pick(zone, stay)
  const before = target(zone, stay)
  const load = lift(zone, tokens, pen)
  insertBefore(zone, before, load.tokens)
  finish(out, zone, start, pen)
  return (pos) => landed(load, pos) ?? newPlace(zone, pos, -1)
}
function finish(out: Transaction, zone: Zone, start: number, pen: Pen): void {
  closeStretches(zone, pen.r)
  freshIds(zone, pen)
  write(out, zone)
  settle(out, start, pen)
}

/** From one container into another. What lies deeper is written first, so that nothing written later replaces it. */
function across(out: Transaction, from: { site: number; pick: Pick }, to: { site: number; target: Target }, pen: Pen): Place {
  const steps = out.steps.length
  const at: Place = (pos) => out.mapping.slice(steps).map(pos, -1)
  const put = (load: Load): void => {
    const zone = zoneAt(out.doc, at(to.site))
    insertBefore(zone, to.target(zone, at), load.tokens)
    finish(out, zone, at(to.site), pen)
  }
  const take = (): [Load, Zone] => {
    const zone = zoneAt(out.doc, at(from.site))
    const tokens = from.pick(zone, at)
    return [lift(zone, tokens, pen, lastOne(zone, tokens, pen.r)), zone]
  }
  const inside = out.doc.resolve(to.site).depth > out.doc.resolve(from.site).depth
  if (inside) {
    const [load] = take()
    put(load)
    const written = out.steps.length
    const [, zone] = take()
    finish(out, zone, at(from.site), pen)
    return (pos) => {
      const there = landed(load, pos)
      return there === null ? at(pos) : out.mapping.slice(written).map(there)
    }
  }
  const [load, zone] = take()
  finish(out, zone, from.site, pen)
  put(load)
  return (pos) => landed(load, pos) ?? at(pos)
}
/** A container keeps one paragraph: its last standing end, where all that stands there goes. */
function lastOne(zone: Zone, tokens: readonly Token[], r: number): Token | null {
  const taken = new Set(tokens)
  if (zone.olds.some((t) => t.kind !== 'inline' && standing(t, r) && !taken.has(t))) return null
  return tokens.findLast((t) => t.kind === 'end') ?? refuse('Nothing would be left in its place; put another paragraph there first.')
}

/** Where a position in what was moved has gone; null for any other. */
function landed(load: Load, pos: number): number | null {
  if (!load.tokens.length) return null
  const oldOf = (t: Token) => load.origins.get(t)!.old!
  const last = oldOf(load.tokens[load.tokens.length - 1])
  if (pos < oldOf(load.tokens[0]).open || pos > last.pos + last.node.nodeSize) return null
  let near = load.tokens[0]
  for (const made of load.tokens) {
    const { pos: begin } = oldOf(made)
    const size = made.kind === 'end' ? 0 : made.node.nodeSize
    if (pos >= begin && pos <= begin + size) return made.pos + (pos - begin)
    if (begin <= pos) near = made
  }
  return near.pos
}
/** The standing tokens of the units `i` to `j`. */
export const pickUnits =
  (units: readonly Unit[], i: number, j: number, r: number): Pick =>
  (zone) =>
    zone.olds.filter((t) => {
      const { index } = t.old!
      return index > (i > 0 ? units[i - 1].closing : -1) && index <= units[j].closing && standing(t, r)
    })
/** Before a unit: where its first standing child begins, or, from above, right after what closes the unit before it. */
export const borderAt =
  (units: readonly Unit[], at: number, down: boolean): Target =>
  (zone) => {
    if (at < units.length && !(down && at > 0)) return zone.olds.find((t) => t.old!.index === units[at].first) ?? null
    const end = zone.olds.findLastIndex((t) => t.old!.index === units[at - 1].closing)
    return zone.olds[end + 1] ?? null
  }

/** Takes the selection along and closes the transaction; null where the move comes to nothing. */
export function closed(state: EditorState, out: Transaction, place: Place): Transaction | null {
  if (out.doc.eq(state.doc)) return null
  const { selection } = state
  const bound = (pos: number): number => Math.max(0, Math.min(pos, out.doc.content.size))
  const $anchor = out.doc.resolve(bound(place(selection.anchor)))
  const $head = out.doc.resolve(bound(place(selection.head)))
  if (selection instanceof NodeSelection && $anchor.nodeAfter && !$anchor.nodeAfter.isInline)
    out.setSelection(NodeSelection.create(out.doc, $anchor.pos))
  else if ($anchor.parent.inlineContent && $head.parent.inlineContent) out.setSelection(TextSelection.between($anchor, $head))
  else out.setSelection(Selection.near($head, 1))
  return alone(out)
}
/** A tracked transaction that is a step of undo by itself (the history knows the meta of its `closeHistory` by this name). */
export const alone = (out: Transaction): Transaction => out.setMeta('tracked', true).setMeta('closeHistory$', true).scrollIntoView()
