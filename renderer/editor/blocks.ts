import type { Command, EditorState } from 'prosemirror-state'
import type { Align, BlockProps, ListKind } from '../../shared/model/schema.ts'
import { nextLabel, paragraphAt, propsOf, type Round, setBlock } from '../../shared/redline/index.ts'

/** Commands on whole paragraphs: what they are, how deep they stand, how they are aligned. */

const DEEPEST = 8
const isItem = (props: BlockProps): boolean => props.type === 'paragraph' && Boolean(props.attrs.list)
const plain = (props: BlockProps): BlockProps => ({
  type: 'paragraph',
  attrs: { level: 0, align: props.attrs.align, list: null, label: null },
})

/** Moves paragraphs and list items one level in (1) or out (-1). */
export const indent = (round: Round, by: 1 | -1): Command =>
  setBlock(round, (props) => {
    const level = Math.max(0, Math.min(DEEPEST, props.attrs.level + by))
    return props.type === 'heading' || level === props.attrs.level ? null : { ...props, attrs: { ...props.attrs, level } }
  })

/** The same where the caret is in a list item: what Tab does. False elsewhere. */
export const indentItem =
  (round: Round, by: 1 | -1): Command =>
  (state, dispatch, view) => {
    const p = paragraphAt(state.selection.$head, round.r)
    if (!p || !isItem(propsOf(p.container.child(p.closing)))) return false
    indent(round, by)(state, dispatch, view)
    return true
  }

export const setHeading = (round: Round, level: 1 | 2 | 3): Command =>
  setBlock(round, (props) => ({ type: 'heading', attrs: { level, align: props.attrs.align } }))
export const setParagraph = (round: Round): Command =>
  setBlock(round, (props) => (props.type === 'heading' || isItem(props) || props.attrs.label ? plain(props) : null))
export const setAlign = (round: Round, align: Align): Command =>
  setBlock(round, (props) => ({ ...props, attrs: { ...props.attrs, align } }))

/** Makes list items of the selected paragraphs, or plain paragraphs again where the caret's is such an item already. */
export const toggleList =
  (round: Round, list: Exclude<ListKind, null>): Command =>
  (state, dispatch, view) => {
    const p = paragraphAt(state.selection.$from, round.r)
    if (p && propsOf(p.container.child(p.closing)).attrs.list === list) return setParagraph(round)(state, dispatch, view)
    return setBlock(round, (props, before) => {
      const level = props.type === 'paragraph' ? props.attrs.level : 0
      const follows = before && before.attrs.list === 'ordered' && before.attrs.level === level ? before.attrs.label : null
      const label = list === 'bullet' ? '•' : ((follows && nextLabel(follows)) ?? 'a.')
      return { type: 'paragraph', attrs: { level, align: props.attrs.align, list, label } }
    })(state, dispatch, view)
  }

/** Writes the label of the selected paragraphs as given; null takes it off. */
export const setLabel = (round: Round, label: string | null): Command =>
  setBlock(round, (props) => (props.type === 'heading' ? null : { ...props, attrs: { ...props.attrs, label: label || null } }))

/** The label of the paragraph at the caret; null where it has none. */
export function labelAt(state: EditorState, round: Round): string | null {
  const p = paragraphAt(state.selection.$head, round.r)
  return (p && propsOf(p.container.child(p.closing)).attrs.label) || null
}
