import { chainCommands, selectAll } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import type { Command } from 'prosemirror-state'
import { schema } from '../../shared/model/schema.ts'
import {
  type Context,
  deleteWordBackward,
  deleteWordForward,
  hardBreak,
  joinBackward,
  joinForward,
  moveDown,
  moveUp,
  nextCell,
  Refused,
  renumber,
  splitBlock,
  toggleFormat,
} from '../../shared/redline/index.ts'
import { indent, indentItem, setAlign, setHeading, setParagraph, toggleList } from './blocks.ts'
import { tableCommands } from './table.ts'
import type { CommandName, Decision } from './types.ts'

const { marks } = schema

/** Every editing command by its name, for an open round. */
export const commandsOf = (cx: Context): Readonly<Record<CommandName, Command>> => ({
  undo,
  redo,
  bold: toggleFormat(cx, marks.strong),
  italic: toggleFormat(cx, marks.em),
  underline: toggleFormat(cx, marks.underline),
  superscript: toggleFormat(cx, marks.superscript),
  subscript: toggleFormat(cx, marks.subscript),
  indent: indent(cx, 1),
  outdent: indent(cx, -1),
  bulletList: toggleList(cx, 'bullet'),
  orderedList: toggleList(cx, 'ordered'),
  paragraph: setParagraph(cx),
  heading1: setHeading(cx, 1),
  heading2: setHeading(cx, 2),
  heading3: setHeading(cx, 3),
  alignLeft: setAlign(cx, 'left'),
  alignCenter: setAlign(cx, 'center'),
  alignRight: setAlign(cx, 'right'),
  selectAll,
  moveUp: moveUp(cx),
  moveDown: moveDown(cx),
  renumberHere: chainCommands(renumber(cx, 'here'), inOrder),
  renumberAll: chainCommands(renumber(cx, 'all'), inOrder),
  ...tableCommands(cx),
})

const inOrder: Command = () => {
  throw new Refused('The labels here count on as they stand, so there is nothing to renumber.')
}

/** What the keys need of the page around them. */
export interface Desk {
  change(by: 1 | -1): boolean
  card(): boolean
  /** Strikes the word that was picked by a double click, with a space; false where no such word is selected. */
  strikeWord(): boolean
  close(): void
  decide(decision: Decision): boolean
}

/** The keys of the page (`design/DESIGN.md`: Keys). After Esc the next Tab leaves the page. */
export function keys(cx: Context, desk: Desk): Record<string, Command> {
  const commands = commandsOf(cx)
  let leaving = false
  const tab =
    (by: 1 | -1): Command =>
    (state, dispatch, view) => {
      const leave = leaving
      leaving = false
      if (leave) return false
      return chainCommands(nextCell(cx, by), indentItem(cx, by))(state, dispatch, view)
    }
  return {
    Enter: splitBlock(cx),
    'Shift-Enter': hardBreak(cx),
    Backspace: chainCommands(() => desk.strikeWord(), joinBackward(cx)),
    'Shift-Backspace': joinBackward(cx),
    'Mod-Backspace': deleteWordBackward(cx),
    'Alt-Backspace': deleteWordBackward(cx),
    Delete: chainCommands(() => desk.strikeWord(), joinForward(cx)),
    'Mod-Delete': deleteWordForward(cx),
    'Alt-Delete': deleteWordForward(cx),
    'Mod-b': commands.bold,
    'Mod-i': commands.italic,
    'Mod-u': commands.underline,
    'Mod-a': selectAll,
    'Mod-z': undo,
    'Mod-y': redo,
    'Mod-Shift-z': redo,
    'Alt-Shift-ArrowUp': commands.moveUp,
    'Alt-Shift-ArrowDown': commands.moveDown,
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
