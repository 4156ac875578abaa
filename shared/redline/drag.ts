import { Fragment, type Mark, type Node, Slice } from 'prosemirror-model'
import { EditorState, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { moveIds } from '../model/move.ts'
import { type BlockProps, isContainer, plainMarks, schema } from '../model/schema.ts'
import { paragraphAt } from './caret.ts'
import { alone, borderAt, carry, closed, type Pick, pickUnits, type Site, siteAt, type Target, zoneAt } from './carry.ts'
import { type Context, type Pen, penOf, refuse } from './context.ts'
import { append, keepOwn } from './cut.ts'
import { bringHome, standing } from './origin.ts'
import { paste } from './paste.ts'
import { ends, formatAt, inlineOn, propsOf } from './present.ts'
import { project } from './project.ts'
import { settle, trackReplace } from './replace.ts'
import { trackBy } from './track.ts'
import { type Unit, unitsOf } from './unit.ts'
import { indexAt, split } from './zone.ts'

/** The units `i` to `j` of a container. */
interface Covered {
  readonly site: Site
  readonly units: Unit[]
  readonly i: number
  readonly j: number
}
/** A border between units of a container; `before` is their number at its end. */
interface Border {
  readonly site: Site
  readonly units: Unit[]
  readonly before: number
}

/** The position before each child of a container. */
function beginsOf({ start, container }: Site): number[] {
  const out: number[] = []
  let pos = start
  container.forEach((block) => {
    out.push(pos)
    pos += block.nodeSize
  })
  return out
}

/** The whole units that a range covers, all of their standing text; null where it covers less or more than whole ones. */
function wholeUnits(doc: Node, from: number, to: number, r: number): Covered | null {
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)]
  const site = siteAt($from)
  if (siteAt($to).start !== site.start) return null
  const units = unitsOf(site.container, r)
  const begins = beginsOf(site)
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
function borderOf(doc: Node, target: number, r: number): Border | null {
  const $target = doc.resolve(target)
  const site = siteAt($target)
  const units = unitsOf(site.container, r)
  const depth = site.start === 0 ? 0 : doc.resolve(site.start).depth
  const index = $target.index(depth)
  if (isContainer($target.parent)) return { site, units, before: units.filter((u) => u.closing < index).length }
  const k = units.findIndex((u) => u.closing >= index)
  if (k < 0 || !units[k].props) return null
  const begins = beginsOf(site)
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

function unitsTo(state: EditorState, out: Transaction, { site, units, i, j }: Covered, border: Border, pen: Pen): Transaction | null {
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
  const at = out.doc.resolve(placed.old(besideText(state.doc, target, from, to, cx.r), -1))
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

/** A place right after the standing text before it in its paragraph, where that is not itself moved: struck text between may lose its paragraph. */
function besideText(doc: Node, target: number, from: number, to: number, r: number): number {
  const text = paragraphAt(doc.resolve(target), r)?.text ?? []
  const before = text.findLast((t) => t.pos < target)
  if (!before) return target
  const end = Math.min(target, before.pos + before.node.nodeSize)
  return end > from && end <= to ? target : end
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
