import { type EditorState, Plugin, PluginKey, Selection, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { moveIds, moveOf } from '../../shared/model/move.ts'
import type { Change, MoveEnd } from '../../shared/redline/index.ts'
import { touches } from './layer.ts'

const LONG = 40
/** A label without its point; the words of a heading, cut where they are many. */
function short(name: string): string {
  const bare = name.replace(/[.:]$/, '')
  return bare.length > LONG ? `${bare.slice(0, LONG - 1).trimEnd()}…` : bare
}
const below = (end: MoveEnd): string => (end.above ? `below ${short(end.above)}` : 'the top')

/**
 * Where a move went and came from, in words: `to Subd. 5`, `from Subd. 2`. A paragraph that kept its label on the way went
 * `below Subd. 5`, the label that stands above it now. Null for any other change.
 */
export function whereMoved(change: Change): { readonly to: string; readonly from: string } | null {
  if (!change.move) return null
  const { from, to } = change.move
  if (from.block === to.block) return { to: 'within the paragraph', from: 'within the paragraph' }
  const there = to.label && to.label !== from.label ? short(to.label) : below(to)
  const here = from.label ? short(from.label) : below(from)
  return { to: there.startsWith('below') ? there : `to ${there}`, from: `from ${here}` }
}

interface Moved {
  readonly changes: readonly Change[]
  readonly set: DecorationSet
}
const key = new PluginKey<Moved>('moved')

/** Has the page say where moves went and came from; null where it says so already. */
export function tellMoves(state: EditorState, changes: readonly Change[]): Transaction | null {
  const moves = changes.filter((change) => change.move !== null)
  const before = key.getState(state)?.changes ?? []
  const print = (list: readonly Change[]): string => JSON.stringify(list.map((c) => [c.ids, whereMoved(c)]))
  return print(moves) === print(before) ? null : state.tr.setMeta(key, moves).setMeta('addToHistory', false)
}

/** The words at both halves of each move, each a link to the other half. `go`: goes to the half with a change id. */
export function moved(go: (id: string) => void): Plugin<Moved> {
  return new Plugin<Moved>({
    key,
    state: {
      init: () => ({ changes: [], set: DecorationSet.empty }),
      apply(tr, old, _before, state) {
        const told = tr.getMeta(key) as readonly Change[] | undefined
        if (told)
          return {
            changes: told,
            set: DecorationSet.create(
              state.doc,
              told.flatMap((change) => links(state, change, go)),
            ),
          }
        return tr.docChanged ? { ...old, set: old.set.map(tr.mapping, tr.doc) } : old
      },
    },
    props: { decorations: (state) => key.getState(state)?.set },
  })
}

function links(state: EditorState, change: Change, go: (id: string) => void): Decoration[] {
  const where = whereMoved(change)
  const move = moveOf(change.id)?.move
  if (!where || move === undefined) return []
  const ids = moveIds(move)
  return [
    ...link(state, ids.from, `moved ${where.to}`, () => go(ids.to)),
    ...link(state, ids.to, `moved ${where.from}`, () => go(ids.from)),
  ]
}

/** After the half's text in the paragraph where it begins. */
function link(state: EditorState, id: string, words: string, go: () => void): Decoration[] {
  const parts = touches(state, new Set([id]))
  if (!parts.length) return []
  const $first = Selection.near(state.doc.resolve(Math.min(parts[0].from, state.doc.content.size)), 1).$head
  const end = $first.parent.isTextblock ? $first.end() : $first.pos
  const last = parts.findLast((part) => part.from <= end && part.to > part.from) ?? parts[0]
  const pos = $first.parent.isTextblock ? Math.max($first.start(), Math.min(last.to, end)) : $first.pos
  const make = (): HTMLElement => {
    const made = document.createElement('a')
    made.className = 'moved'
    made.setAttribute('role', 'link')
    made.tabIndex = -1
    made.contentEditable = 'false'
    made.textContent = words
    made.title = 'Go there'
    made.addEventListener('mousedown', (event) => event.preventDefault())
    made.addEventListener('click', (event) => {
      event.preventDefault()
      go()
    })
    made.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') go()
    })
    return made
  }
  const stopEvent = (event: Event): boolean => ['mousedown', 'click', 'keydown'].includes(event.type)
  return [Decoration.widget(pos, make, { side: 3, key: `moved ${id} ${words}`, ignoreSelection: true, stopEvent, marks: [] })]
}
