import type { MenuItemConstructorOptions } from 'electron'

/**
 * The application menu. Every entry that is ours sends its command to the window (`menu.command`), which knows whether it applies;
 * the rest are the system's own roles. `mac` adds the application's own menu in front.
 */
export function menuTemplate(mac: boolean, send: (command: string) => void): MenuItemConstructorOptions[] {
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    // The window's own keymap handles the keys: the menu only shows them.
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'File',
      submenu: [
        item('New negotiation…', 'file.new', 'CmdOrCtrl+N'),
        item('Open…', 'file.open', 'CmdOrCtrl+O'),
        item('Look around the sample', 'file.sample'),
        item('Close negotiation', 'file.close'),
        line,
        item('New item…', 'item.new'),
        item('Import…', 'import'),
        item('Export…', 'export', 'CmdOrCtrl+Shift+E'),
        item('Export again as last time', 'export.again', 'CmdOrCtrl+E'),
        item('Compare two files…', 'compare'),
        line,
        item('Check the record', 'file.verify'),
        line,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        item('Undo', 'undo', 'CmdOrCtrl+Z'),
        item('Redo', 'redo', mac ? 'Shift+Cmd+Z' : 'Ctrl+Y'),
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'pasteAndMatchStyle', label: 'Paste as Plain Text' },
        { role: 'selectAll' },
        line,
        item('Bold', 'bold', 'CmdOrCtrl+B'),
        item('Italic', 'italic', 'CmdOrCtrl+I'),
        item('Underline', 'underline', 'CmdOrCtrl+U'),
        item('Label…', 'label'),
        line,
        item('Find…', 'find', 'CmdOrCtrl+F'),
        item('Replace…', 'find.replace', 'CmdOrCtrl+H'),
        item('Next place found', 'find.next', 'F3'),
        item('Find everywhere…', 'find.everywhere', 'CmdOrCtrl+Shift+F'),
      ],
    },
    {
      label: 'Table',
      submenu: [
        item('Insert table…', 'table.insert'),
        line,
        item('Insert row above', 'rowAbove'),
        item('Insert row below', 'rowBelow'),
        item('Insert column left', 'columnLeft'),
        item('Insert column right', 'columnRight'),
        line,
        item('Delete row', 'deleteRows'),
        item('Delete column', 'deleteColumns'),
        item('Delete table', 'deleteTable'),
      ],
    },
    {
      label: 'Round',
      submenu: [
        item('Draft a counter…', 'draft.start'),
        item('Change the round’s date…', 'draft.date'),
        item('Discard the draft…', 'draft.discard'),
        line,
        item('Next change', 'change.next', 'Alt+Down'),
        item('Previous change', 'change.previous', 'Alt+Up'),
        item('Keep', 'keep', 'CmdOrCtrl+Alt+K'),
        item('Strike', 'strike', 'CmdOrCtrl+Alt+S'),
        item('Restore', 'restore', 'CmdOrCtrl+Alt+R'),
        item('Take back', 'takeBack'),
        line,
        item('Pass across…', 'draft.seal', 'CmdOrCtrl+Enter'),
      ],
    },
    {
      label: 'View',
      submenu: [
        item('Redline', 'view.redline', 'CmdOrCtrl+1'),
        item('Clean', 'view.clean', 'CmdOrCtrl+2'),
        item('All rounds', 'view.allRounds', 'CmdOrCtrl+3'),
        line,
        item('Against current language', 'baseline.base', 'CmdOrCtrl+Shift+1'),
        item('Against our last', 'baseline.ours', 'CmdOrCtrl+Shift+2'),
        item('Against their last', 'baseline.theirs', 'CmdOrCtrl+Shift+3'),
        item('Against any version…', 'baseline.any'),
        line,
        item('Labels on changes', 'view.labels', 'CmdOrCtrl+Shift+L'),
        item('Larger paper', 'zoom.in', 'CmdOrCtrl+Alt+='),
        item('Smaller paper', 'zoom.out', 'CmdOrCtrl+Alt+-'),
        item('Paper at 100 %', 'zoom.reset', 'CmdOrCtrl+Alt+0'),
        line,
        item('Items, shown or hidden', 'panel.items', 'F7'),
        item('Record, shown or hidden', 'panel.record', 'F8'),
        item('Page alone', 'panel.alone', 'F9'),
        line,
        item('Board', 'board', 'CmdOrCtrl+Shift+B'),
        item('Room view', 'room', 'Shift+F9'),
        item('Legend…', 'legend'),
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: 'Go',
      submenu: [
        item('Next item', 'item.next', 'CmdOrCtrl+PageDown'),
        item('Previous item', 'item.previous', 'CmdOrCtrl+PageUp'),
        line,
        item('Any command by name…', 'palette', 'CmdOrCtrl+K'),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('List of keys', 'keys', 'CmdOrCtrl+/')] },
  ]
}
