import { existsSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { BrowserWindow, Dialog } from 'electron'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import { writeWhole } from '../../services/index.ts'
import type { Ports } from '../../services/ports.ts'
import { safeName } from '../name.ts'

interface Filter {
  name: string
  extensions: string[]
}

const NEGOTIATIONS: Filter = { name: 'Parley negotiations', extensions: ['parley'] }
const SOURCES: Filter = { name: 'Word, Markdown and text', extensions: ['docx', 'md', 'txt', 'markdown'] }

/** Native dialogs on top of the window that `front` gives. `documents` is the folder where they begin. */
export function dialogs(
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
  front: () => BrowserWindow | null,
  documents: string,
): Pick<Ports, 'chooseNew' | 'chooseOpen' | 'chooseSource' | 'deliver'> {
  const choose = async (title: string, filter: Filter): Promise<string | null> => {
    const options = { title, defaultPath: documents, filters: [filter], properties: ['openFile' as const] }
    const window = front()
    const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
    return canceled ? null : (filePaths[0] ?? null)
  }
  const save = async (title: string, name: string, filter: Filter): Promise<string | null> => {
    const options = { title, defaultPath: join(documents, name), filters: [filter] }
    const window = front()
    const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
    if (canceled || !filePath) return null
    if (extname(filePath) !== '') return filePath
    // The dialogs of some desktops leave the ending to the person, and did not ask about the file that has it.
    const whole = `${filePath}.${filter.extensions[0]}`
    if (existsSync(whole)) throw new ParleyError('exists', `${basename(whole)} already exists; write the ending too to replace it.`)
    return whole
  }
  return {
    chooseNew: (name) => save('New negotiation', `${safeName(name)}.parley`, NEGOTIATIONS),
    chooseOpen: () => choose('Open a negotiation', NEGOTIATIONS),
    chooseSource: () => choose('Import', SOURCES),
    deliver: async (name, _mime, bytes) => {
      const extension = extname(name).slice(1)
      const path = await save('Export', name, { name: extension.toUpperCase(), extensions: [extension] })
      if (path === null) return { kind: 'cancelled' }
      writeWhole(path, bytes)
      return { kind: 'saved', name: basename(path) }
    },
  }
}
