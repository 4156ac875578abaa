import type { Node } from 'prosemirror-model'
import type { Command, EditorState } from 'prosemirror-state'
import { schema } from '../../shared/model/schema.ts'
import { propsOf } from '../../shared/redline/index.ts'

/** Commands on whole paragraphs: what they are, how deep they stand, how they are aligned. Each is one property change a block. */

type Change = (block: Node, before: Node | null) => { type?: 'paragraph' | 'heading'; attrs: Record<string, unknown> } | null

function selected(state: EditorState): { node: Node; pos: number; before: Node | null }[] {
  const out: { node: Node; pos: number; before: Node | null }[] = []
  const { from, to } = state.selection
  state.doc.nodesBetween(from, to, (node, pos, parent, index) => {
    if (!node.isTextblock) return true
    out.push({ node, pos, before: parent && index > 0 ? parent.child(index - 1) : null })
    return false
  })
  return out
}

/** A command that changes each selected block; it does nothing where no block changes. */
function change(how: Change): Command {
  return (state, dispatch) => {
    const tr = state.tr
    let before: Node | null = null
    for (const block of selected(state)) {
      const next = how(block.node, before ?? block.before)
      before = null
      if (!next) continue
      const type = schema.nodes[next.type ?? block.node.type.name]
      const { id, sw, was } = block.node.attrs
      const attrs = { ...propsOf(block.node).attrs, ...next.attrs, id, sw, was }
      tr.setNodeMarkup(block.pos, type, attrs)
      before = tr.doc.nodeAt(block.pos)
    }
    if (!tr.docChanged) return false
    dispatch?.(tr.scrollIntoView())
    return true
  }
}
const isItem = (block: Node): boolean => block.type === schema.nodes.paragraph && block.attrs.list !== null

/** Moves list items and indented paragraphs one level in (1) or out (-1). */
export const indent = (by: 1 | -1): Command =>
  change((block) => {
    if (block.type !== schema.nodes.paragraph) return null
    const level = Math.max(0, Math.min(8, block.attrs.level + by))
    return level === block.attrs.level ? null : { attrs: { level } }
  })
/** The same, for list items only: what Tab does. */
export const indentItem =
  (by: 1 | -1): Command =>
  (state, dispatch) =>
    selected(state).some((block) => isItem(block.node)) && (indent(by)(state, dispatch) || true)

export const setHeading = (level: 1 | 2 | 3): Command =>
  change((block) => (block.type === schema.nodes.heading && block.attrs.level === level ? null : { type: 'heading', attrs: { level } }))
export const setParagraph: Command = change((block) =>
  block.type === schema.nodes.heading || block.attrs.list ? { type: 'paragraph', attrs: { level: 0, list: null, label: null } } : null,
)
export const setAlign = (align: 'left' | 'center' | 'right'): Command =>
  change((block) => (block.attrs.align === align ? null : { attrs: { align } }))

/** Gives the selected paragraphs a label as it is written (`Subd. 2.`, `a.`), or none. */
export const setLabel = (label: string | null): Command =>
  change((block) => (block.type !== schema.nodes.paragraph || block.attrs.label === label ? null : { attrs: { label } }))

/** Makes list items of the selected blocks, or plain paragraphs again where all of them are such items. */
export const toggleList =
  (list: 'bullet' | 'ordered'): Command =>
  (state, dispatch) => {
    if (selected(state).every((block) => block.node.attrs.list === list)) return setParagraph(state, dispatch)
    return change((block, before) => {
      if (block.attrs.list === list) return null
      const level = block.type === schema.nodes.paragraph ? block.attrs.level : 0
      const label = list === 'bullet' ? '•' : nextLabel(before?.attrs.list === 'ordered' && before.attrs.level === level ? before.attrs.label : null)
      return { type: 'paragraph', attrs: { level, list, label } }
    })(state, dispatch)
  }

/** The label after a given one: `a.` gives `b.`, `(9)` gives `(10)`; the first is `a.`. What cannot be counted is repeated. */
export function nextLabel(label: string | null): string {
  if (!label) return 'a.'
  const number = label.match(/^(.*?)(\d+)(\D*)$/)
  if (number) return `${number[1]}${Number(number[2]) + 1}${number[3]}`
  return label.replace(/[a-yA-Y](?=[^a-zA-Z]*$)/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 1))
}
