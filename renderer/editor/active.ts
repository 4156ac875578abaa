import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { looked, touchAt, touches } from './layer.ts'

/** The change at the caret, or the one that was gone to. `ends`: whether paragraph ends are among its parts. */
interface Active {
  readonly id: string | null
  readonly set: DecorationSet
  readonly ends: boolean
}
const key = new PluginKey<Active>('active')
const NONE: Active = { id: null, set: DecorationSet.empty, ends: false }

/** Makes a change the active one, wherever the caret is; null: none. */
export const activate = (tr: Transaction, id: string | null): Transaction => tr.setMeta(key, { id })
export const activeId = (state: EditorState): string | null => key.getState(state)?.id ?? null

/** Frames the active change. `idsOf`: the ids that are decided together with a given one, as a replacement's two. */
export function active(idsOf: (id: string) => readonly string[]): Plugin<Active> {
  const framed = (state: EditorState, id: string | null): Active => {
    if (id === null) return NONE
    const all = touches(state, new Set(idsOf(id)))
    const parts = all.filter((t) => t.to > t.from)
    const made = parts.map((t, i) => {
      const before = parts[i - 1]
      const after = parts[i + 1]
      const first = !before || t.from - before.to > 1 ? ' active-first' : ''
      const last = !after || after.from - t.to > 1 ? ' active-last' : ''
      return Decoration.inline(t.from, t.to, { class: `active${first}${last}` })
    })
    return { id, set: DecorationSet.create(state.doc, made), ends: parts.length < all.length }
  }
  return new Plugin<Active>({
    key,
    state: {
      init: () => NONE,
      apply(tr, old, _before, state) {
        const asked = tr.getMeta(key) as { id: string | null } | undefined
        if (asked) return framed(state, asked.id)
        if (looked(tr)) return framed(state, old.id)
        if (!tr.selectionSet && !tr.docChanged) return old
        return framed(state, touchAt(state, state.selection.head)?.id ?? null)
      },
    },
    props: { decorations: (state) => key.getState(state)?.set },
    view: () => {
      let framed = false
      return {
        update: (view) => {
          const { id, ends } = key.getState(view.state) ?? NONE
          if (ends || framed) frameEnds(view, id === null ? [] : idsOf(id))
          framed = ends
        },
      }
    },
  })
}

/** Paragraph ends have no text to lay a frame over: their signs take it themselves. */
function frameEnds(view: EditorView, ids: readonly string[]): void {
  for (const old of view.dom.querySelectorAll('.pilcrow.active'))
    if (!ids.includes(old.getAttribute('data-change')!)) old.classList.remove('active')
  for (const one of ids)
    for (const sign of view.dom.querySelectorAll(`.pilcrow[data-change="${CSS.escape(one)}"]`)) sign.classList.add('active')
}
