import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { silentId } from '../../shared/model/silent.ts'
import { redline } from '../../shared/redline/index.ts'
import { editsOf, type FoundEdit, normal } from './found.ts'

/**
 * The document of a round with the changes that its file did not track told by their ids (`isSilent`). `edits`: what was not
 * tracked, as it was found. A change that holds such words among others counts as not tracked: somebody has to look at it.
 */
export function withSilent(doc: Node, r: number, edits: readonly FoundEdit[]): Node {
  if (!edits.length) return doc
  const changes = editsOf(redline(doc, [], r - 1, r))
  const taken = new Set<(typeof changes)[number]>()
  let left = edits
  for (const fits of [same, holds, touches])
    left = left.filter((edit) => {
      const fitting = changes.filter((change) => fits(change.edit, edit))
      const found = fitting.find((change) => !taken.has(change)) ?? fitting[0]
      if (found) taken.add(found)
      return !found
    })
  const ids = new Set([...taken].flatMap((change) => change.ids))
  return ids.size ? renamed(doc, ids) : doc
}

type Fits = (change: FoundEdit, edit: FoundEdit) => boolean
const here: Fits = (change, edit) => change.paragraph === edit.paragraph
const both = (change: FoundEdit, edit: FoundEdit, fits: (mine: string, its: string) => boolean): boolean =>
  fits(normal(change.struck), normal(edit.struck)) && fits(normal(change.inserted), normal(edit.inserted))
/** The very edit. */
const same: Fits = (change, edit) => here(change, edit) && both(change, edit, (mine, its) => mine === its)
/** One with other words beside it, which the comparison took together; or the very edit elsewhere. */
const holds: Fits = (change, edit) =>
  (here(change, edit) && both(change, edit, (mine, its) => mine.includes(its))) || both(change, edit, (mine, its) => mine === its)
/** One in the same paragraph that has a word of it. */
const touches: Fits = (change, edit) => {
  const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const mine = new Set(words(`${change.struck} ${change.inserted}`))
  return here(change, edit) && words(`${edit.struck} ${edit.inserted}`).some((word) => mine.has(word))
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
