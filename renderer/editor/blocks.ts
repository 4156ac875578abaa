import type { Command, EditorState } from 'prosemirror-state'
import type { Align, BlockProps, ListKind } from '../../shared/model/schema.ts'
import { type Context, nextLabel, paragraphAt, propsOf, setBlock } from '../../shared/redline/index.ts'

/** Commands on whole paragraphs: what they are, how deep they stand, how they are aligned. */

const DEEPEST = 8
const isItem = (props: BlockProps): boolean => props.type === 'paragraph' && Boolean(props.attrs.list)
/** The label that goes along where a paragraph becomes a heading or the other way round: a run-in one; a list item's stays with the list. */
const keptLabel = (props: BlockProps): string | null => (isItem(props) ? null : (props.attrs.label ?? null))
const plain = (props: BlockProps): BlockProps => ({
  type: 'paragraph',
  attrs: { level: 0, align: props.attrs.align, list: null, label: null },
})

/** Moves paragraphs and list items one level in (1) or out (-1). */
export const indent = (cx: Context, by: 1 | -1): Command =>
  setBlock(cx, (props) => {
    const level = Math.max(0, Math.min(DEEPEST, props.attrs.level + by))
    return props.type === 'heading' || level === props.attrs.level ? null : { ...props, attrs: { ...props.attrs, level } }
  })

/** The same where the caret is in a list item: what Tab does. False elsewhere. */
export const indentItem =
  (cx: Context, by: 1 | -1): Command =>
  (state, dispatch, view) => {
    const p = paragraphAt(state.selection.$head, cx.r)
    if (!p || !isItem(propsOf(p.container.child(p.closing)))) return false
    indent(cx, by)(state, dispatch, view)
    return true
  }

export const setHeading = (cx: Context, level: 1 | 2 | 3): Command =>
  setBlock(cx, (props) => ({ type: 'heading', attrs: { level, align: props.attrs.align, label: keptLabel(props) } }))
export const setParagraph = (cx: Context): Command =>
  setBlock(cx, (props) => {
    const bare = plain(props)
    if (props.type === 'heading') return { ...bare, attrs: { ...bare.attrs, label: keptLabel(props) } }
    return isItem(props) || props.attrs.label ? bare : null
  })
export const setAlign = (cx: Context, align: Align): Command => setBlock(cx, (props) => ({ ...props, attrs: { ...props.attrs, align } }))

/** Makes list items of the selected paragraphs, or plain paragraphs again where the caret's is such an item already. */
export const toggleList =
  (cx: Context, list: Exclude<ListKind, null>): Command =>
  (state, dispatch, view) => {
    const p = paragraphAt(state.selection.$from, cx.r)
    if (p && propsOf(p.container.child(p.closing)).attrs.list === list) return setParagraph(cx)(state, dispatch, view)
    return setBlock(cx, (props, before) => {
      const level = props.type === 'paragraph' ? props.attrs.level : 0
      const follows = before && before.attrs.list === 'ordered' && before.attrs.level === level ? before.attrs.label : null
      const label = list === 'bullet' ? '•' : ((follows && nextLabel(follows)) ?? 'a.')
      return { type: 'paragraph', attrs: { level, align: props.attrs.align, list, label } }
    })(state, dispatch, view)
  }

/** Writes the label of the selected paragraphs as given; null takes it off. */
export const setLabel = (cx: Context, label: string | null): Command =>
  setBlock(cx, (props) => ({ ...props, attrs: { ...props.attrs, label: label || null } }))

/** The label of the paragraph at the caret; null where it has none. */
export function labelAt(state: EditorState, cx: Context): string | null {
  const p = paragraphAt(state.selection.$head, cx.r)
  return (p && propsOf(p.container.child(p.closing)).attrs.label) || null
}
