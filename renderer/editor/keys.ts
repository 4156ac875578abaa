import { selectAll, toggleMark } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import type { Command } from 'prosemirror-state'
import { goToNextCell, isInTable } from 'prosemirror-tables'
import { schema } from '../../shared/model/schema.ts'
import { indent, indentItem, setAlign, setHeading, setParagraph, toggleList } from './blocks.ts'
import type { CommandName, Decision } from './types.ts'

const { marks, nodes } = schema

/** Every editing command by its name. */
export const commands: Readonly<Record<CommandName, Command>> = {
  undo,
  redo,
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  underline: toggleMark(marks.underline),
  superscript: toggleMark(marks.superscript),
  subscript: toggleMark(marks.subscript),
  indent: indent(1),
  outdent: indent(-1),
  bulletList: toggleList('bullet'),
  orderedList: toggleList('ordered'),
  paragraph: setParagraph,
  heading1: setHeading(1),
  heading2: setHeading(2),
  heading3: setHeading(3),
  alignLeft: setAlign('left'),
  alignCenter: setAlign('center'),
  alignRight: setAlign('right'),
  selectAll,
}

const hardBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create(), true).scrollIntoView())
  return true
}

/** What the keys need of the page around them. */
export interface Desk {
  /** Enter, Backspace and Delete, which ask what stands rather than what is in the tree. */
  readonly text: Readonly<Record<'enter' | 'backspace' | 'delete' | 'wordBack' | 'wordForward', Command>>
  change(by: 1 | -1): boolean
  card(): boolean
  close(): void
  decide(decision: Decision): boolean
}

/** The keys of the page (`design/DESIGN.md`: Keys). After Esc the next Tab leaves the page. */
export function keys(desk: Desk): Record<string, Command> {
  let leaving = false
  const stay =
    (command: Command): Command =>
    (state, dispatch, view) => {
      const wasLeaving = leaving
      leaving = false
      return !wasLeaving && command(state, dispatch, view)
    }
  const tab = (by: 1 | -1): Command => stay((state, dispatch, view) => (isInTable(state) ? goToNextCell(by)(state, dispatch) : indentItem(by)(state, dispatch, view)))
  const { text } = desk
  return {
    Enter: text.enter,
    'Shift-Enter': hardBreak,
    Backspace: text.backspace,
    'Shift-Backspace': text.backspace,
    'Mod-Backspace': text.wordBack,
    'Alt-Backspace': text.wordBack,
    Delete: text.delete,
    'Mod-Delete': text.wordForward,
    'Alt-Delete': text.wordForward,
    'Mod-b': commands.bold,
    'Mod-i': commands.italic,
    'Mod-u': commands.underline,
    'Mod-a': selectAll,
    'Mod-z': undo,
    'Mod-y': redo,
    'Mod-Shift-z': redo,
    'Alt-ArrowDown': () => desk.change(1),
    'Alt-ArrowUp': () => desk.change(-1),
    'Alt-Enter': () => desk.card(),
    'Mod-Alt-k': () => desk.decide('keep'),
    'Mod-Alt-s': () => desk.decide('strike'),
    'Mod-Alt-r': () => desk.decide('restore'),
    Tab: tab(1),
    'Shift-Tab': tab(-1),
    Escape: () => {
      leaving = true
      desk.close()
      return false
    },
  }
}
