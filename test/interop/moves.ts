import type { Node } from 'prosemirror-model'
import { doc, p, t } from './samples.ts'

/** A document in which round 2 moved a paragraph down. */
export function moved(): Node {
  const half = (node: Node, id: string): Node =>
    node.type.create(
      { ...node.attrs, sw: node.attrs.sw.map((s: object) => ({ ...s, id })) },
      node.children.map((c) => withId(c, id)),
    )
  const withId = (node: Node, id: string): Node =>
    node.mark(node.marks.map((m) => (m.attrs.r === 2 ? m.type.create({ ...m.attrs, id }) : m)))
  return doc(
    p({}, t('First stays.')),
    half(p({ history: 'del2' }, t('Moved down as it is.', 'del2')), 'm1.from'),
    p({}, t('Second stays.')),
    half(p({ history: 'ins2' }, t('Moved down as it is.', 'ins2')), 'm1.to'),
    p({}, t('Third '), t('stays', 'del3'), t('remains', 'ins3'), t('.')),
  )
}
