import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { silentId } from '../../shared/model/silent.ts'
import { redline } from '../../shared/redline/index.ts'
import { editsOf, type FoundEdit, normal } from './found.ts'

/**
 * The document of a round with the changes that its file did not track told by their ids (`isSilent`). `edits`: what was not
 * tracked, as it was found. Where the comparison took such words and tracked ones together they are parted again; where they cannot
 * be found in a change that has words of them, all of it counts as not tracked: somebody has to look at it.
 */
export function withSilent(doc: Node, r: number, edits: readonly FoundEdit[]): Node {
  if (!edits.length) return doc
  const changes = editsOf(redline(doc, [], r - 1, r))
  const taken = new Set<(typeof changes)[number]>()
  const whole = new Set<string>()
  let now = doc
  let left = edits
  // A file can hold thousands of either: what could fit is looked up, not searched for.
  const near = new Map<string, (typeof changes)[number][]>()
  const equal = new Map<string, (typeof changes)[number][]>()
  for (const change of changes)
    for (const [map, key] of [
      [near, change.edit.paragraph],
      [equal, wordsOf(change.edit)],
    ] as const)
      if (!map.get(key)?.push(change)) map.set(key, [change])
  for (const fits of [same, holds, touches])
    left = left.filter((edit) => {
      const among = fits === same ? equal.get(wordsOf(edit)) : near.get(edit.paragraph)
      const beside = (among ?? []).filter((change) => fits(change.edit, edit))
      const fitting = beside.length || fits !== holds ? beside : (equal.get(wordsOf(edit)) ?? [])
      const found = fitting.find((change) => !taken.has(change)) ?? fitting[0]
      if (!found) return true
      taken.add(found)
      const parted = fits === holds ? withPart(now, r, new Set(found.ids), edit) : null
      if (parted) now = parted
      else for (const id of found.ids) whole.add(id)
      return false
    })
  return whole.size ? renamed(now, whole) : now
}

/** The document with the words of an edit, in a change that holds more, as a change of their own; null where they are not in it. */
function withPart(doc: Node, r: number, ids: ReadonlySet<string>, edit: FoundEdit): Node | null {
  let now: Node | null = doc
  for (const [type, words] of [
    ['deletion', edit.struck],
    ['insertion', edit.inserted],
  ] as const)
    if (now && words.trim() !== '')
      now = partOf(now, words.trim(), (mark) => mark.type.name === type && mark.attrs.r === r && ids.has(mark.attrs.id))
  return now
}
/** The document with a stretch of marked text under another change id; null where the marked text does not hold it. */
function partOf(doc: Node, words: string, isMark: (mark: Mark) => boolean): Node | null {
  let text = ''
  doc.descendants((node) => {
    if (node.isText && node.marks.some(isMark)) text += node.text
  })
  const from = text.indexOf(words)
  if (from < 0) return null
  const to = from + words.length
  let place = 0
  const inline = (node: Node): Node[] => {
    const mark = node.isText ? node.marks.find(isMark) : undefined
    if (!mark) return [node]
    const start = place
    place += node.text!.length
    const cut = [0, from - start, to - start, node.text!.length].map((at) => Math.min(Math.max(at, 0), node.text!.length))
    const own = mark.type.create({ ...mark.attrs, id: silentId(mark.attrs.id) })
    return [0, 1, 2]
      .filter((i) => cut[i] < cut[i + 1])
      .map((i) => (i === 1 ? node.cut(cut[1], cut[2]).mark(node.marks.map((m) => (m === mark ? own : m))) : node.cut(cut[i], cut[i + 1])))
  }
  const walk = (node: Node): Node =>
    node.copy(Fragment.fromArray(node.isTextblock ? node.children.flatMap(inline) : node.children.map(walk)))
  return walk(doc)
}

/** What is compared of an edit, reckoned once. */
interface Said {
  readonly struck: string
  readonly inserted: string
  readonly words: ReadonlySet<string>
}
const said = new WeakMap<FoundEdit, Said>()
function saidOf(edit: FoundEdit): Said {
  let known = said.get(edit)
  if (!known) {
    const words = `${edit.struck} ${edit.inserted}`.toLowerCase().match(/[\p{L}\p{N}]+/gu)
    known = { struck: normal(edit.struck), inserted: normal(edit.inserted), words: new Set(words) }
    said.set(edit, known)
  }
  return known
}
const wordsOf = (edit: FoundEdit): string => `${saidOf(edit).struck}\n${saidOf(edit).inserted}`

type Fits = (change: FoundEdit, edit: FoundEdit) => boolean
const here: Fits = (change, edit) => change.paragraph === edit.paragraph
/** The very edit. */
const same: Fits = (change, edit) => here(change, edit) && wordsOf(change) === wordsOf(edit)
/** One with other words beside it, which the comparison took together; where there is none, the very edit elsewhere will do. */
const holds: Fits = (change, edit) => {
  const [mine, its] = [saidOf(change), saidOf(edit)]
  return mine.struck.includes(its.struck) && mine.inserted.includes(its.inserted)
}
/** One in the same paragraph that has a word of it. */
const touches: Fits = (change, edit) => {
  const mine = saidOf(change).words
  return [...saidOf(edit).words].some((word) => mine.has(word))
}

/** The document with other ids for some of its changes. */
function renamed(doc: Node, ids: ReadonlySet<string>): Node {
  const idOf = (id: string): string => (ids.has(id) ? silentId(id) : id)
  const marks = (list: readonly Mark[]): readonly Mark[] =>
    list.map((mark) => (ids.has(mark.attrs.id) ? mark.type.create({ ...mark.attrs, id: silentId(mark.attrs.id) }) : mark))
  const walk = (node: Node): Node => {
    if (node.isInline) return node.mark(marks(node.marks))
    const attrs = { ...node.attrs }
    for (const name of ['sw', 'was'])
      if (Array.isArray(attrs[name])) attrs[name] = attrs[name].map((entry: { id: string }) => ({ ...entry, id: idOf(entry.id) }))
    return node.type.create(attrs, Fragment.fromArray(node.children.map(walk)))
  }
  return walk(doc)
}
