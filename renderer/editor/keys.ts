import { selectAll } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import type { Command } from 'prosemirror-state'
import { goToNextCell, isInTable } from 'prosemirror-tables'
import { schema } from '../../shared/model/schema.ts'
import {
  deleteWordBackward,
  deleteWordForward,
  hardBreak,
  joinBackward,
  joinForward,
  type Round,
  splitBlock,
  toggleFormat,
} from '../../shared/redline/index.ts'
import { indent, indentItem, setAlign, setHeading, setParagraph, toggleList } from './blocks.ts'
import type { CommandName, Decision } from './types.ts'

const { marks } = schema

/** Every editing command by its name, for an open round. */
export const commandsOf = (round: Round): Readonly<Record<CommandName, Command>> => ({
  undo,
  redo,
  bold: toggleFormat(round, marks.strong),
  italic: toggleFormat(round, marks.em),
  underline: toggleFormat(round, marks.underline),
  superscript: toggleFormat(round, marks.superscript),
  subscript: toggleFormat(round, marks.subscript),
  indent: indent(round, 1),
  outdent: indent(round, -1),
  bulletList: toggleList(round, 'bullet'),
  orderedList: toggleList(round, 'ordered'),
  paragraph: setParagraph(round),
  heading1: setHeading(round, 1),
  heading2: setHeading(round, 2),
  heading3: setHeading(round, 3),
  alignLeft: setAlign(round, 'left'),
  alignCenter: setAlign(round, 'center'),
  alignRight: setAlign(round, 'right'),
  selectAll,
})

/** What the keys need of the page around them. */
export interface Desk {
  change(by: 1 | -1): boolean
  card(): boolean
  close(): void
  decide(decision: Decision): boolean
}

/** The keys of the page (`design/DESIGN.md`: Keys). After Esc the next Tab leaves the page. */
export function keys(round: Round, desk: Desk): Record<string, Command> {
  const commands = commandsOf(round)
  let leaving = false
  const tab =
    (by: 1 | -1): Command =>
    (state, dispatch, view) => {
      const leave = leaving
      leaving = false
      if (leave) return false
      return isInTable(state) ? goToNextCell(by)(state, dispatch) : indentItem(round, by)(state, dispatch, view)
    }
  return {
    Enter: splitBlock(round),
    'Shift-Enter': hardBreak(round),
    Backspace: joinBackward(round),
    'Shift-Backspace': joinBackward(round),
    'Mod-Backspace': deleteWordBackward(round),
    'Alt-Backspace': deleteWordBackward(round),
    Delete: joinForward(round),
    'Mod-Delete': deleteWordForward(round),
    'Alt-Delete': deleteWordForward(round),
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
