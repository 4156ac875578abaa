import { Fragment, type Mark, type Node, type ResolvedPos, Slice } from 'prosemirror-model'
import { type Command, EditorState, NodeSelection, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { moveIds, moveOf } from '../model/move.ts'
import { type BlockProps, isContainer, plainMarks, schema } from '../model/schema.ts'
import { paragraphAt } from './caret.ts'
import { deleteSelection } from './commands.ts'
import { type Context, type Pen, penOf, refuse } from './context.ts'
import { bringHome, freshIds, type Place, sendHome } from './origin.ts'
import { paste } from './paste.ts'
import { containerStarts, endOn, ends, formatAt, inlineOn, inlineSwitches, propsOf, switchesOf, tableOn } from './present.ts'
import { project } from './project.ts'
import { ownTable, settle, strikeTable, trackReplace } from './replace.ts'
import { inlineSwitched, inserted, insertion, ownInline, ownPart, partSwitched } from './switch.ts'
import { trackBy } from './track.ts'
import { placeAbove, placeBelow, reachOf, type Unit, unitsOf } from './unit.ts'
import { closeStretches, indexAt, insertBefore, newPlace, newToken, split, type Token, write, type Zone, zoneOf } from './zone.ts'

/**
 * Moves (`REDLINE.md`, rule 3). What stands and is others' is struck under `<move>.from` and put in elsewhere under `<move>.to`;
 * own text of the open round simply goes there. What is struck already stays where it was. Moved once more in the same round it
 * stays one move, since its own insertion simply goes on; back where it came from it is no change at all (`bringHome`).
 */

// ---------- tokens

/** What a move takes up: tokens to put in elsewhere, each with the one that it comes from. */
interface Load {
  readonly tokens: Token[]
  readonly origins: Map<Token, Token>
}

const standing = (t: Token, r: number): boolean =>
  t.kind === 'inline' ? inlineOn(t.node, r) : t.kind === 'end' ? endOn(t.node, r) : tableOn(t.node, r)
const own = (t: Token, r: number): boolean =>
  t.kind === 'inline' ? ownInline(t.node, r) : t.kind === 'end' ? ownPart(t.node, r) : t.node.children.every((row) => ownPart(row, r))
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
interface Site {
  readonly start: number
  readonly container: Node
}
function siteAt($pos: ResolvedPos): Site {
  for (let d = $pos.depth; d >= 0; d--) if (isContainer($pos.node(d))) return { start: $pos.start(d), container: $pos.node(d) }
  return refuse('There is no paragraph here that could be moved.')
}
const zoneAt = (doc: Node, start: number): Zone => {
  const container = doc.resolve(start).parent
  return zoneOf(container, start, 0, container.childCount)
}

/** Which standing tokens a move takes, and before which token it puts them (null: at the end). `at`: where positions have gone by then. */
type Pick = (zone: Zone, at: Place) => Token[]
type Target = (zone: Zone, at: Place) => Token | null

/** Writes a move and gives the place of every position of the document before it. */
function carry(out: Transaction, from: { site: number; pick: Pick }, to: { site: number; target: Target }, pen: Pen): Place {
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
    const put1 = out.steps.length
    const [, zone] = take()
    finish(out, zone, at(from.site), pen)
    return (pos) => {
      const there = landed(load, pos)
      return there === null ? at(pos) : out.mapping.slice(put1).map(there)
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

// ---------- paragraphs and tables

/** The standing tokens of the units `i` to `j`. */
const pickUnits =
  (units: readonly Unit[], i: number, j: number, r: number): Pick =>
  (zone) =>
    zone.olds.filter((t) => {
      const { index } = t.old!
      return index > (i > 0 ? units[i - 1].closing : -1) && index <= units[j].closing && standing(t, r)
    })
/** Before a unit: where its first standing child begins, or, from above, right after what closes the unit before it. */
const borderAt =
  (units: readonly Unit[], at: number, down: boolean): Target =>
  (zone) => {
    if (at < units.length && !(down && at > 0)) return zone.olds.find((t) => t.old!.index === units[at].first) ?? null
    const end = zone.olds.findLastIndex((t) => t.old!.index === units[at - 1].closing)
    return zone.olds[end + 1] ?? null
  }

/** Takes the selection along and closes the transaction; null where the move comes to nothing. */
function closed(state: EditorState, out: Transaction, place: Place): Transaction | null {
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
const alone = (out: Transaction): Transaction => out.setMeta('tracked', true).setMeta('closeHistory$', true).scrollIntoView()

/**
 * Moves paragraphs and tables of one container before another unit of the same one, in one tracked transaction. Units are
 * counted as they read in the open round; `before` is their number to move to the end. Null where nothing moves.
 */
export function moveUnits(state: EditorState, container: number, i: number, j: number, before: number, cx: Context): Transaction | null {
  if (before >= i && before <= j + 1) return null
  const pen = penOf(cx, cx.newId('m'))
  const out = state.tr
  settle(out, container, pen)
  const units = unitsOf(out.doc.resolve(container).parent, cx.r)
  const pick = pickUnits(units, i, j, cx.r)
  const target = borderAt(units, before, before > j)
  return closed(state, out, carry(out, { site: container, pick }, { site: container, target }, pen))
}

/** The units that a selection touches, with the container that holds them all. */
function touched(state: EditorState, r: number): { site: Site; units: Unit[]; i: number; j: number } {
  const { $from, $to } = state.selection
  let d = $from.sharedDepth($to.pos)
  while (d > 0 && !isContainer($from.node(d))) d--
  const site = siteAt(state.doc.resolve($from.start(d)))
  const units = unitsOf(site.container, r)
  const unitAt = (index: number): number => units.findIndex((u) => u.closing >= index)
  const last = $to.depth === d ? $to.index(d) - 1 : $to.index(d)
  const i = unitAt($from.index(d))
  const j = unitAt(Math.max(last, $from.index(d)))
  return { site, units, i: i < 0 ? units.length - 1 : i, j: j < 0 ? units.length - 1 : j }
}

const moveBy =
  (cx: Context, up: boolean): Command =>
  (state, dispatch) => {
    const { site, units, i, j: last } = touched(state, cx.r)
    const j = reachOf(units, i, last)
    const before = up ? placeAbove(units, i) : placeBelow(units, i, j)
    const where = site.start === 0 ? 'the text' : 'this table cell'
    if (before === null) refuse(up ? `This is already the first in ${where}.` : `This is already the last in ${where}.`)
    if (!dispatch) return true
    const tr = moveUnits(state, site.start, i, j, before, cx)
    if (tr) dispatch(tr)
    return true
  }

/**
 * Moves what the caret or selection is in past what stands before it: a subdivision, list item or section with all that belongs
 * to it (what follows deeper than itself), a plain paragraph or a table alone. In a table cell, within the cell. Throws `Refused`
 * where nothing stands there to be passed.
 */
export const moveUp = (cx: Context): Command => moveBy(cx, true)
/** The same past what stands after it. */
export const moveDown = (cx: Context): Command => moveBy(cx, false)

/**
 * Takes back a move of the open round: its text stands again where it came from and the copy is gone. What was typed into it since
 * goes home with it, and what was struck of it since is struck there. (`takeBack` with both of its ids, too, lets the text stand
 * where it was and takes the copy out, but what was typed into the copy stays where it was typed; with the id of one half alone,
 * the text stands twice or not at all.) Null where the move cannot be told any more: then `takeBack` serves.
 */
export function moveBack(state: EditorState, move: string, cx: Context): Transaction | null {
  for (const start of containerStarts(state.doc)) {
    const out = state.tr
    if (sendHome(out, start, move, cx)) return out.docChanged ? alone(out) : null
  }
  return null
}

// ---------- any range

/** The whole units that a range covers, all of their standing text; null where it covers less or more than whole ones. */
function wholeUnits(doc: Node, from: number, to: number, r: number): { site: Site; units: Unit[]; i: number; j: number } | null {
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)]
  const site = siteAt($from)
  if (siteAt($to).start !== site.start) return null
  const units = unitsOf(site.container, r)
  const begins: number[] = []
  let pos = site.start
  site.container.forEach((block) => {
    begins.push(pos)
    pos += block.nodeSize
  })
  const inside = units.flatMap((u, k) => {
    const previous = k > 0 ? units[k - 1].closing : -1
    const [open, close] = textOf(site, begins, previous + 1, u, r)
    return from <= open && to >= close ? [k] : []
  })
  if (!inside.length) return null
  const [i, j] = [inside[0], inside[inside.length - 1]]
  const lower = i > 0 ? textOf(site, begins, (i > 1 ? units[i - 2].closing : -1) + 1, units[i - 1], r)[1] : -1
  const upper = j + 1 < units.length ? textOf(site, begins, units[j].closing + 1, units[j + 1], r)[0] : Number.POSITIVE_INFINITY
  return from >= lower && to <= upper ? { site, units, i, j } : null
}
/** Where the standing text of a unit begins and ends; of a table, where it does. In an empty paragraph every place is both. */
function textOf(site: Site, begins: readonly number[], first: number, unit: Unit, r: number): [number, number] {
  const closing = site.container.child(unit.closing)
  if (!unit.props) return [begins[unit.closing], begins[unit.closing] + closing.nodeSize]
  let open = -1
  let close = -1
  for (let k = first; k <= unit.closing; k++)
    if (site.container.child(k).isTextblock)
      site.container.child(k).forEach((node, o) => {
        if (!inlineOn(node, r)) return
        const at = begins[k] + 1 + o
        if (open < 0) open = at
        close = at + node.nodeSize
      })
  return open < 0 ? [begins[unit.closing] + closing.nodeSize - 1, begins[first] + 1] : [open, close]
}

/** The border between units that a place stands for: before the unit in whose front it is, or after the one at whose end. */
function borderOf(doc: Node, target: number, r: number): { site: Site; units: Unit[]; before: number } | null {
  const $target = doc.resolve(target)
  const site = siteAt($target)
  const units = unitsOf(site.container, r)
  const depth = site.start === 0 ? 0 : doc.resolve(site.start).depth
  const index = $target.index(depth)
  if (isContainer($target.parent)) return { site, units, before: units.filter((u) => u.closing < index).length }
  const k = units.findIndex((u) => u.closing >= index)
  if (k < 0 || !units[k].props) return null
  const begins: number[] = []
  let pos = site.start
  site.container.forEach((block) => {
    begins.push(pos)
    pos += block.nodeSize
  })
  const [open, close] = textOf(site, begins, (k > 0 ? units[k - 1].closing : -1) + 1, units[k], r)
  return target <= open ? { site, units, before: k } : target >= close ? { site, units, before: k + 1 } : null
}

const pickText =
  (from: number, to: number, r: number): Pick =>
  (zone, at) => {
    split(zone, at(from))
    split(zone, at(to))
    return zone.olds.slice(indexAt(zone, at(from)), indexAt(zone, at(to))).filter((t) => standing(t, r))
  }
const placeText =
  (target: number): Target =>
  (zone, at) => {
    split(zone, at(target))
    return zone.olds[indexAt(zone, at(target))] ?? null
  }

/**
 * Moves what stands in a range to a place outside of it, as a drag does, in one tracked transaction: words within a line or into
 * another paragraph; whole paragraphs and tables before or after another; a range over several paragraphs as cut and paste
 * would. Null where nothing would change (the place is in the range or at its edge). Throws `Refused` with a sentence where it
 * cannot be done.
 */
export function moveRange(state: EditorState, from: number, to: number, target: number, cx: Context): Transaction | null {
  if (from >= to || (target >= from && target <= to)) return null
  const pen = penOf(cx, cx.newId('m'))
  const out = state.tr
  const sites = [from, to, target].map((pos) => siteAt(state.doc.resolve(pos)).start)
  if (sites[0] !== sites[1])
    refuse('A selection that is partly in a table cell cannot be moved; select inside one cell, or the whole table.')
  for (const start of new Set(sites)) settle(out, start, pen)
  const tokens = pickText(from, to, cx.r)(zoneAt(out.doc, sites[0]), (pos) => pos)
  const gap = target > to ? [to, target] : [target, from]
  if (!tokens.length || (sites[2] === sites[0] && !pickText(gap[0], gap[1], cx.r)(zoneAt(out.doc, sites[0]), (pos) => pos).length))
    return null
  const whole = wholeUnits(out.doc, from, to, cx.r)
  const border = whole && borderOf(out.doc, target, cx.r)
  if (whole && border) return unitsTo(state, out, whole, border, pen)
  if (tokens.some((t) => t.kind === 'table')) refuse('A table can be moved between paragraphs, not into the middle of one.')
  const spot = out.doc.resolve(target).parent.isTextblock ? target : Selection.near(out.doc.resolve(target), -1).head
  if (!out.doc.resolve(spot).parent.isTextblock) refuse('There is no text here that this could be moved into.')
  if (tokens.some((t) => t.kind === 'end')) return acrossParagraphs(state, from, to, spot, pen, cx)
  const site = siteAt(out.doc.resolve(spot)).start
  const place = carry(out, { site: sites[0], pick: pickText(from, to, cx.r) }, { site, target: placeText(spot) }, pen)
  return closed(state, out, place)
}

function unitsTo(
  state: EditorState,
  out: Transaction,
  { site, units, i, j }: NonNullable<ReturnType<typeof wholeUnits>>,
  border: NonNullable<ReturnType<typeof borderOf>>,
  pen: Pen,
): Transaction | null {
  const same = site.start === border.site.start
  if (same && border.before >= i && border.before <= j + 1) return null
  if (border.site.start > 0 && units.slice(i, j + 1).some((u) => !u.props)) refuse('A table cannot be put into a cell of another table.')
  const pick = pickUnits(units, i, j, pen.r)
  const target = borderAt(border.units, border.before, same && border.before > j)
  return closed(state, out, carry(out, { site: site.start, pick }, { site: border.site.start, target }, pen))
}

/** A range over several paragraphs: struck as a cut does, put in as a paste does. */
function acrossParagraphs(state: EditorState, from: number, to: number, target: number, pen: Pen, cx: Context): Transaction | null {
  const out = state.tr
  const slice = standingSlice(state.doc, from, to, cx.r)
  const host = (pos: number): Node => state.doc.resolve(pos).parent
  const placed = trackReplace(out, from, to, Slice.empty, pen, host(from), host(to))
  const at = out.doc.resolve(placed.old(target, -1))
  const between = EditorState.create({ doc: out.doc, selection: TextSelection.near(at, 1) })
  let done = false
  paste(cx, slice)(between, (made) => {
    append(out, trackBy(between, made, pen))
    done = true
  })
  if (!done) refuse('What is selected cannot be put in here.')
  keepOwn(out, slice, moveIds(pen.move!).to, penOf(cx))
  const head = out.selection.head
  const home = bringHome(out, siteAt(out.doc.resolve(head)).start, pen)
  if (out.doc.eq(state.doc)) return null
  return alone(out.setSelection(Selection.near(out.doc.resolve(Math.min(home(head), out.doc.content.size)), -1)))
}

/** What stands in a range, as paragraphs read; own words keep their insertion, so that they can be told. */
function standingSlice(doc: Node, from: number, to: number, r: number): Slice {
  const slice = doc.slice(from, to)
  if (slice.content.firstChild?.isInline) return new Slice(Fragment.fromArray(words(slice.content, r)), 0, 0)
  const $from = doc.resolve(from)
  const { start, container } = siteAt($from)
  const first = $from.index(start === 0 ? 0 : doc.resolve(start).depth)
  const closes = ends(container, r).slice(first)
  const out: Node[] = []
  let pending: Node[] = []
  slice.content.forEach((block, _, i) => {
    if (!block.isTextblock) {
      if (closes[i]) out.push(project(schema.nodes.doc.create(null, block), r).firstChild!)
      return
    }
    pending.push(...words(block.content, r))
    const last = i === slice.content.childCount - 1
    if (!closes[i] && !last) return
    const { type, attrs } = last ? closingProps(doc, to, r) : propsOf(block)
    out.push(schema.nodes[type].create({ ...attrs, id: '' }, pending))
    pending = []
  })
  return new Slice(
    Fragment.fromArray(out),
    slice.openStart && out[0].isTextblock ? 1 : 0,
    slice.openEnd && out[out.length - 1].isTextblock ? 1 : 0,
  )
}
/** The properties of the paragraph that a place reads as part of. */
function closingProps(doc: Node, pos: number, r: number): BlockProps {
  const paragraph = paragraphAt(doc.resolve(pos), r)!
  return propsOf(paragraph.container.child(paragraph.closing))
}
const words = (content: Fragment, r: number): Node[] =>
  content.content.flatMap((node) => {
    if (!inlineOn(node, r)) return []
    const mine = node.marks.filter((m) => m.type === schema.marks.insertion && m.attrs.r === r)
    return [node.mark([...plainMarks(formatAt(node, r)), ...mine].reduce((set, m) => m.addToSet(set), [] as readonly Mark[]))]
  })

// ---------- cut and paste

/** What a cut did, and the name under which its paste makes it a move. */
export interface CutOut {
  /** Tracked; still to be applied. */
  readonly tr: Transaction
  /** For the clipboard's own flavour: `pasteCut` takes it. */
  readonly move: string
}

/**
 * Cuts the selection: what stands is struck under `<move>.from`, own text is taken out. As long as nothing is pasted the strike
 * is a strike like any other. Null where nothing is selected. Throws `Refused` as `track` does.
 */
export function cutOut(state: EditorState, cx: Context): CutOut | null {
  const move = cx.newId('m')
  let tr: Transaction | null = null
  deleteSelection(cx)(state, (made) => {
    tr = alone(trackBy(state, made, penOf(cx, move)))
  })
  return tr && { tr, move }
}

/** Whether a document holds text of the open round under a change id. */
function holds(doc: Node, id: string, r: number): boolean {
  let found = false
  doc.descendants((node) => {
    const switches = node.isInline ? inlineSwitches(node) : switchesOf(node)
    if (switches.some((s) => s.id === id && s.r === r)) found = true
    return !found
  })
  return found
}

/**
 * Pastes over the selection what `cutOut` cut, as the other half of its move, in one transaction: what comes in is inserted under
 * `<move>.to`. Pasted where it was cut from, it stands again as if it had never been cut. Null where this is an ordinary paste:
 * the cut is not of this document's open round, was undone or sealed, struck nothing of others', or was pasted before.
 *
 * `slice`: what stood in the cut selection. Where its words still carry the open round's `insertion` marks, own words among
 * them come back as the writer's own and not as moved.
 */
export function pasteCut(state: EditorState, slice: Slice, move: string, cx: Context): Transaction | null {
  const { from, to } = moveIds(move)
  if (!holds(state.doc, from, cx.r) || holds(state.doc, to, cx.r)) return null
  const out = state.tr
  if (!state.selection.empty) {
    deleteSelection(cx)(state, (made) => {
      append(out, trackBy(state, made, penOf(cx)))
    })
  }
  const between = EditorState.create({ doc: out.doc, selection: out.selection })
  let done = false
  paste(cx, slice)(between, (made) => {
    append(out, trackBy(between, made, penOf(cx, move)))
    done = true
  })
  if (!done) return null
  keepOwn(out, slice, to, penOf(cx))
  const home = bringHome(out, siteAt(out.doc.resolve(out.selection.head)).start, cx)
  const $head = out.doc.resolve(Math.min(home(out.selection.head), out.doc.content.size))
  out.setSelection(Selection.near($head, -1))
  return alone(out.setMeta('paste', true))
}

/** Adds the steps of a transaction on the document that another has come to, and takes its selection over. */
function append(out: Transaction, tr: Transaction): void {
  for (const step of tr.steps) out.step(step)
  out.setSelection(Selection.fromJSON(out.doc, tr.selection.toJSON()))
}

/** Gives words that were the writer's own before they were moved an insertion of their own again. */
function keepOwn(out: Transaction, slice: Slice, to: string, pen: Pen): void {
  const marks: { mark: string | null; length: number }[] = []
  slice.content.descendants((node) => {
    if (!node.isInline) return true
    const own = node.marks.find((m) => m.type === schema.marks.insertion && m.attrs.r === pen.r)
    const id = own ? (own.attrs.id as string) : null
    marks.push({ mark: id === null ? null : moveOf(id) ? id : pen.id('insert'), length: node.nodeSize })
    return false
  })
  if (marks.every((m) => m.mark === null)) return
  let k = 0
  let left = marks[0].length
  const changes: { from: number; to: number; id: string }[] = []
  out.doc.descendants((node, pos) => {
    if (!node.isInline || !inlineSwitches(node).some((s) => s.id === to)) return true
    for (let at = pos; at < pos + node.nodeSize && k < marks.length; ) {
      const length = Math.min(left, pos + node.nodeSize - at)
      const id = marks[k].mark
      if (id !== null) changes.push({ from: at, to: at + length, id })
      at += length
      left -= length
      if (!left) left = marks[++k]?.length ?? 0
    }
    return false
  })
  const insertion = (id: string) => schema.marks.insertion.create({ id, r: pen.r, p: pen.p })
  for (const change of changes) {
    out.removeMark(change.from, change.to, insertion(to))
    out.addMark(change.from, change.to, insertion(change.id))
  }
}
