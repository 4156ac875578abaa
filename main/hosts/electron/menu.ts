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
        item('Close negotiation', 'file.close'),
        line,
        item('Import…', 'import'),
        item('Export…', 'export'),
        item('Export again as last time', 'export.again', 'CmdOrCtrl+E'),
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
        { role: 'selectAll' },
        line,
        item('Keep', 'keep', 'CmdOrCtrl+Alt+K'),
        item('Strike', 'strike', 'CmdOrCtrl+Alt+S'),
        item('Restore', 'restore', 'CmdOrCtrl+Alt+R'),
      ],
    },
    {
      label: 'View',
      submenu: [
        item('Redline', 'view.redline', 'CmdOrCtrl+1'),
        item('Clean', 'view.clean', 'CmdOrCtrl+2'),
        item('All rounds', 'view.allRounds', 'CmdOrCtrl+3'),
        line,
        item('Next change', 'change.next', 'Alt+Down'),
        item('Previous change', 'change.previous', 'Alt+Up'),
        line,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Keys', 'keys', 'CmdOrCtrl+/'), item('Any command…', 'palette', 'CmdOrCtrl+K')] },
  ]
}
