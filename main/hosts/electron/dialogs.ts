import { basename, extname, join } from 'node:path'
import type { BrowserWindow, Dialog } from 'electron'
import { writeWhole } from '../../services/index.ts'
import type { Ports } from '../../services/ports.ts'

/** Native dialogs of the window that is in front. `documents` is where they begin. */
export function dialogs(
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
  front: () => BrowserWindow | null,
  documents: string,
): Pick<Ports, 'chooseNew' | 'chooseOpen' | 'chooseSource' | 'deliver'> {
  const negotiations = { name: 'Parley negotiations', extensions: ['parley'] }
  const choose = async (title: string, filters: { name: string; extensions: string[] }[]): Promise<string | null> => {
    const options = { title, defaultPath: documents, filters, properties: ['openFile' as const] }
    const window = front()
    const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
    return canceled ? null : (filePaths[0] ?? null)
  }
  const save = async (title: string, name: string, filters: { name: string; extensions: string[] }[]): Promise<string | null> => {
    const options = { title, defaultPath: join(documents, name), filters }
    const window = front()
    const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
    return canceled || !filePath ? null : filePath
  }
  return {
    chooseNew: (name) => save('New negotiation', `${name}.parley`, [negotiations]),
    chooseOpen: () => choose('Open a negotiation', [negotiations]),
    chooseSource: () => choose('Import', [{ name: 'Markdown and text', extensions: ['md', 'txt', 'markdown'] }]),
    deliver: async (name, _mime, bytes) => {
      const extension = extname(name).slice(1)
      const path = await save('Export', name, [{ name: extension.toUpperCase(), extensions: [extension] }])
      if (path === null) return { kind: 'cancelled' }
      writeWhole(path, bytes)
      return { kind: 'saved', name: basename(path) }
    },
  }
}
