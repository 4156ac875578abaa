import { moveIds, moveOf } from '../../../../shared/model/move.ts'
import type { Block, Redline, Run } from '../../../../shared/redline/index.ts'
import { type Child, type Element, isElement } from '../package/tree.ts'
import { attribute, isWord } from '../read/word.ts'
import { type Markup, withChildren } from './markup.ts'

/** What marks an element as part of a half until its range is written; it never leaves. */
export const HALF = 'parley:half'

/** The moves of one redline that are written as Word's own. */
export interface OwnMoves {
  /** Whether a change is half of one. */
  has(id: string | undefined): boolean
  /** The attribute that an element of a half carries until `ranged`. */
  mark(id: string): Record<string, string>
}

/**
 * Moves as Word has its own: text under `moveFrom` and `moveTo`, each within a range of the move's name (17.13.5.21 to 28).
 * Only moves of words and paragraphs of which both halves are shown; rows have no such form. One for each story that is written: it
 * may hold several redlines, in which the same change may be shown again.
 */
export class Moves {
  /** Name of the move by the marks of its halves. */
  private readonly names = new Map<string, string>()
  private redlines = 0

  /** The moves of a redline. */
  of(redline: Redline): OwnMoves {
    const own = `${this.redlines++}:`
    const halves = halvesOf(redline)
    for (const id of halves) {
      if (moveOf(id)!.half !== 'from') continue
      const { from, to } = moveIds(moveOf(id)!.move)
      const name = `move${this.names.size / 2 + 1}`
      this.names.set(own + from, name).set(own + to, name)
    }
    return { has: (id) => id !== undefined && halves.has(id), mark: (id) => ({ [HALF]: own + id }) }
  }

  /** A body in which each half stands between the start and the end of its range. `freshId` gives their ids. */
  ranged(body: Element, markup: Markup, freshId: () => string): Element {
    if (!this.names.size) return body
    const halves = new Map<string, Place[]>()
    collect(body, null, false, halves)
    const edits: Edits = { before: new Map(), after: new Map(), within: new Map() }
    for (const [id, places] of halves) {
      const name = moveOf(id.slice(id.indexOf(':') + 1))!.half === 'from' ? 'moveFromRange' : 'moveToRange'
      const [first, last] = [places[0].paragraph, places[places.length - 1].paragraph]
      const key = { id: freshId() }
      const of = places[0].element
      const start = markup.make(`${name}Start`, { ...key, ...stampOf(of), name: this.names.get(id)! })
      const end = markup.make(`${name}End`, key)
      const head = places.find((p) => p.paragraph === first && !p.mark)
      if (head) put(edits.before, head.element, start)
      else put(edits.within, first, start)
      const closed = places.some((p) => p.paragraph === last && p.mark)
      const tail = places.findLast((p) => p.paragraph === last && !p.mark)
      put(edits.after, closed || !tail ? last : tail.element, end)
    }
    return rebuilt(body, edits)
  }
}

/** The ids of the halves of moves that have both in words. */
function halvesOf(redline: Redline): ReadonlySet<string> {
  const words = new Set<string>()
  const other = new Set<string>()
  const see = (run: Run): void => {
    if (run.by) (run.inserted ? other : words).add(run.by.id)
  }
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'text') block.runs.forEach(see)
      else
        for (const row of block.rows) {
          if (row.by) other.add(row.by.id)
          for (const cell of row.cells) {
            if (cell.by) other.add(cell.by.id)
            walk(cell.blocks)
          }
        }
    }
  }
  walk(redline.blocks)
  const out = new Set<string>()
  for (const id of words) {
    const found = moveOf(id)
    if (!found) continue
    const { from, to } = moveIds(found.move)
    if ([from, to].every((half) => words.has(half) && !other.has(half))) out.add(id)
  }
  return out
}

/** An element of a half: in which paragraph, and whether it is that paragraph's mark. */
interface Place {
  readonly element: Element
  readonly paragraph: Element
  readonly mark: boolean
}
interface Edits {
  readonly before: Map<Element, Element[]>
  readonly after: Map<Element, Element[]>
  /** At the end of a paragraph. */
  readonly within: Map<Element, Element[]>
}
const put = (map: Map<Element, Element[]>, at: Element, element: Element): void => void map.set(at, [...(map.get(at) ?? []), element])
const stampOf = (element: Element): Record<string, string> => {
  const date = attribute(element, 'date')
  return { author: attribute(element, 'author') ?? '', ...(date === null ? {} : { date }) }
}

function collect(parent: Element, paragraph: Element | null, mark: boolean, out: Map<string, Place[]>): void {
  for (const c of parent.children) {
    if (!isElement(c)) continue
    const inside = isWord(c, 'p') ? c : paragraph
    const id = c.attributes[HALF]
    if (id !== undefined && inside) out.set(id, [...(out.get(id) ?? []), { element: c, paragraph: inside, mark }])
    collect(c, inside, isWord(c, 'pPr') || (mark && !isWord(c, 'p')), out)
  }
}
function rebuilt(element: Element, edits: Edits): Element {
  const { [HALF]: half, ...attributes } = element.attributes
  let same = half === undefined
  const children = element.children.flatMap((c): Child[] => {
    if (!isElement(c)) return [c]
    const now = rebuilt(c, edits)
    const [first, last] = [edits.before.get(c) ?? [], edits.after.get(c) ?? []]
    if (now !== c || first.length || last.length) same = false
    return [...first, now, ...last]
  })
  const more = edits.within.get(element) ?? []
  return same && !more.length ? element : withChildren({ ...element, attributes }, [...children, ...more])
}
